#include "model/identity/drafts.h"

#include <algorithm>
#include <cstring>

namespace trailloupe::identity {
namespace {

// The same one whichever comes first.
void takeLeast(std::string_view& into, std::string_view from)
{
    if (into.empty() || (!from.empty() && from < into))
        into = from;
}

std::int64_t distance(std::int64_t a, std::int64_t b)
{
    return a > b ? a - b : b - a;
}

} // namespace

std::uint32_t Drafts::addPrincipal(const Who& who, std::int64_t time)
{
    const std::uint32_t number = m_principalKeys.id(who.key) - 1;
    if (number == m_principals.size()) {
        PrincipalDraft draft;
        draft.type = who.type;
        draft.hasUniqueId = who.hasUniqueId;
        draft.uniqueId = who.uniqueId;
        draft.account = who.account;
        m_principals.push_back(draft);
    }
    PrincipalDraft& draft = m_principals[number];
    draft.type = std::min(draft.type, who.type);
    takeLeast(draft.arn, who.arn);
    if (!who.name.empty()
        && (draft.name.empty() || time > draft.named
            || (time == draft.named && who.name > draft.name))) {
        draft.name = who.name;
        draft.named = time;
    }
    return number;
}

std::uint32_t Drafts::addSession(const SessionDraft& session)
{
    m_sessions.push_back(session);
    return static_cast<std::uint32_t>(m_sessions.size() - 1);
}

void Drafts::describe(const SessionDraft& session, std::string& key)
{
    const auto addNumber = [&](auto number) {
        key.append(reinterpret_cast<const char*>(&number), sizeof number);
    };
    key.clear();
    addNumber(session.principal);
    const Which& which = session.which;
    if (!which.accessKey.empty()) {
        key += 'k';
        key += which.accessKey;
        return;
    }
    // What another account saw may belong to any of the principal's sessions.
    key += session.isForeign ? 'f' : 'o';
    if (which.kind == SessionKind::Named) {
        key += 'n';
        addNumber(which.created);
        key += which.name;
    }
}

std::uint32_t Drafts::addClaim(const Claim& claim, const Tally& tally, bool isForeign,
                               std::int64_t time)
{
    readWho(claim, m_who);
    SessionDraft session;
    session.principal = addPrincipal(m_who, time);
    session.isForeign = isForeign;
    session.which = readWhich(claim, m_who.type);
    describe(session, m_key);
    const std::uint32_t key = m_sessionKeys.id(m_key);
    if (key >= m_sessionOfKey.size())
        m_sessionOfKey.resize(std::max(std::size_t{key} + 1, m_sessionOfKey.size() * 2), kNobody);
    if (m_sessionOfKey[key] == kNobody)
        m_sessionOfKey[key] = addSession(session);
    SessionDraft& draft = m_sessions[m_sessionOfKey[key]];
    draft.tally.add(tally);
    draft.isForeign = draft.isForeign && isForeign;
    draft.isOfInstance = draft.isOfInstance || !claim[Field::Ec2Delivery].empty();
    draft.isAssumedRoot = draft.isAssumedRoot || claim[Field::AssumedRoot] == "true";
    if (session.which.created != kNoTime
        && (draft.which.created == kNoTime || session.which.created < draft.which.created))
        draft.which.created = session.which.created;
    takeLeast(draft.which.name, session.which.name);
    takeLeast(draft.which.subject, session.which.subject);
    takeLeast(draft.sourceIdentity, claim[Field::SourceIdentity]);
    takeLeast(draft.signInArn, claim[Field::SignInSession]);
    takeLeast(draft.issuerType, claim[Field::IssuerType]);
    takeLeast(draft.issuerId, claim[Field::IssuerId]);
    takeLeast(draft.issuerArn, claim[Field::IssuerArn]);
    takeLeast(draft.issuedTo, claim[Field::IssuedTo]);
    return m_sessionOfKey[key];
}

std::vector<std::uint32_t> Drafts::add(const SegmentClaims& claims)
{
    std::vector<std::uint32_t> sessions;
    sessions.reserve(claims.claims.size());
    for (std::size_t i = 0; i < claims.claims.size(); ++i)
        sessions.push_back(addClaim(claims.claims[i], claims.tallies[i], claims.isForeign[i],
                                    claims.tallies[i].last));
    for (const Issue& issue : claims.issues) {
        IssueDraft draft;
        draft.kind = issue.kind;
        draft.row = issue.row;
        draft.time = issue.time;
        draft.eventId = issue.eventId;
        draft.expires = issue.expires;
        if (isUsableKey(issue.issued[Field::AccessKeyId]))
            draft.accessKey = issue.issued[Field::AccessKeyId];
        if (issue.kind != Issue::Kind::Other) {
            // The record of the session knows better when it was created.
            Claim issued = issue.issued;
            if (!draft.accessKey.empty())
                issued.created = kNoTime;
            draft.session = addClaim(issued, Tally(), false, issue.time);
            m_sessions[draft.session].isIssued = true;
        }
        m_issues.push_back(draft);
    }
    return sessions;
}

std::uint32_t Drafts::findPrincipal(std::uint32_t principal) const
{
    while (principal != kNobody && m_principals[principal].sameAs != kNobody)
        principal = m_principals[principal].sameAs;
    return principal;
}

std::uint32_t Drafts::findSession(std::uint32_t session) const
{
    while (session != kNobody && m_sessions[session].sameAs != kNobody)
        session = m_sessions[session].sameAs;
    return session;
}

std::string Drafts::nameKey(PrincipalType type, std::string_view account, std::string_view name)
{
    std::string key(1, static_cast<char>(type));
    appendKeyPart(account, key);
    appendKeyPart(name, key);
    return key;
}

std::uint32_t Drafts::findByName(PrincipalType type, std::string_view account,
                                 std::string_view name) const
{
    const auto it = m_byName.find(nameKey(type, account, name));
    return it == m_byName.end() ? kNobody : it->second;
}

void Drafts::fold()
{
    foldPrincipals();
    foldEqualSessions();
    foldByKey();
    foldNamed();
}

// One that is known by name only is the one with a unique id of that name, when there is only one.
void Drafts::foldPrincipals()
{
    for (std::uint32_t i = 0; i < m_principals.size(); ++i) {
        const PrincipalDraft& draft = m_principals[i];
        if (!draft.hasUniqueId || draft.name.empty())
            continue;
        for (const std::string_view account : {draft.account, std::string_view()}) {
            auto& known =
                m_byName.try_emplace(nameKey(draft.type, account, draft.name), i).first->second;
            if (known != i)
                known = kNobody;
        }
    }
    for (PrincipalDraft& draft : m_principals) {
        if (draft.hasUniqueId || draft.name.empty())
            continue;
        draft.sameAs = findByName(draft.type, draft.account, draft.name);
        if (draft.sameAs != kNobody)
            takeLeast(m_principals[draft.sameAs].arn, draft.arn);
    }
    for (SessionDraft& session : m_sessions)
        session.principal = findPrincipal(session.principal);
}

void Drafts::merge(std::uint32_t from, std::uint32_t into)
{
    SessionDraft& source = m_sessions[from];
    SessionDraft& target = m_sessions[into];
    source.sameAs = into;
    target.tally.add(source.tally);
    // An event of the session knows better than the one that issued it.
    if (target.which.created == kNoTime || (target.isIssued && !source.isIssued))
        target.which.created =
            source.which.created == kNoTime ? target.which.created : source.which.created;
    takeLeast(target.which.name, source.which.name);
    takeLeast(target.which.subject, source.which.subject);
    takeLeast(target.sourceIdentity, source.sourceIdentity);
    takeLeast(target.signInArn, source.signInArn);
    takeLeast(target.issuerType, source.issuerType);
    takeLeast(target.issuerId, source.issuerId);
    takeLeast(target.issuerArn, source.issuerArn);
    takeLeast(target.issuedTo, source.issuedTo);
    target.isIssued = target.isIssued || source.isIssued;
    target.isForeign = target.isForeign && source.isForeign;
    target.isOfInstance = target.isOfInstance || source.isOfInstance;
    target.isAssumedRoot = target.isAssumedRoot || source.isAssumedRoot;
}

// Sessions of principals that turned out to be the same.
void Drafts::foldEqualSessions()
{
    if (std::none_of(m_principals.begin(), m_principals.end(),
                     [](const PrincipalDraft& draft) { return draft.sameAs != kNobody; }))
        return;
    std::unordered_map<std::string, std::uint32_t> known;
    for (std::uint32_t i = 0; i < m_sessions.size(); ++i) {
        describe(m_sessions[i], m_key);
        const auto [it, isNew] = known.try_emplace(m_key, i);
        if (!isNew)
            merge(i, it->second);
    }
}

// Equal access keys, one of a principal with a unique id and one of a principal without.
void Drafts::foldByKey()
{
    std::unordered_map<std::string_view, std::uint32_t> owners; // kNobody: several
    const auto isOwned = [this](const SessionDraft& session) {
        return m_principals[session.principal].hasUniqueId;
    };
    if (std::all_of(m_sessions.begin(), m_sessions.end(), isOwned))
        return;
    for (std::uint32_t i = 0; i < m_sessions.size(); ++i) {
        const SessionDraft& session = m_sessions[i];
        if (session.sameAs != kNobody || session.which.accessKey.empty() || !isOwned(session))
            continue;
        const auto [it, isNew] = owners.try_emplace(session.which.accessKey, i);
        if (!isNew)
            it->second = kNobody;
    }
    for (std::uint32_t i = 0; i < m_sessions.size(); ++i) {
        const SessionDraft& session = m_sessions[i];
        if (session.sameAs != kNobody || session.which.accessKey.empty() || isOwned(session))
            continue;
        const auto owner = owners.find(session.which.accessKey);
        if (owner != owners.end() && owner->second != kNobody)
            merge(i, owner->second);
    }
}

// Events of a role session that have no access key belong to the one session with a key that has
// the same name and was created at the same moment.
void Drafts::foldNamed()
{
    struct Keyed
    {
        std::int64_t created;
        std::uint32_t session;
    };
    std::map<std::pair<std::uint32_t, std::string_view>, std::vector<Keyed>> keyed;
    std::vector<std::uint32_t> named;
    for (std::uint32_t i = 0; i < m_sessions.size(); ++i) {
        const SessionDraft& session = m_sessions[i];
        if (session.sameAs == kNobody && session.which.created != kNoTime
            && session.which.kind == SessionKind::Named) {
            named.push_back(i);
            keyed[{session.principal, session.which.name}];
        }
    }
    for (std::uint32_t i = 0; i < m_sessions.size() && !named.empty(); ++i) {
        const SessionDraft& session = m_sessions[i];
        const Which& which = session.which;
        if (session.sameAs != kNobody || which.created == kNoTime
            || (which.kind != SessionKind::TemporaryKey
                && (which.kind != SessionKind::Named || session.isIssued)))
            continue;
        if (const auto it = keyed.find({session.principal, which.name}); it != keyed.end())
            it->second.push_back({which.created, i});
    }
    for (auto& [name, sessions] : keyed)
        std::sort(sessions.begin(), sessions.end(), [this](const Keyed& a, const Keyed& b) {
            return a.created != b.created
                ? a.created < b.created
                : m_sessions[a.session].which.accessKey < m_sessions[b.session].which.accessKey;
        });
    // First those without credentials of their own, so that what an answer issued finds them where
    // they belong, in whatever order they were read.
    std::stable_partition(named.begin(), named.end(),
                          [this](std::uint32_t i) { return !m_sessions[i].isIssued; });
    for (const std::uint32_t i : named) {
        const SessionDraft& session = m_sessions[i];
        const auto& others = keyed[{session.principal, session.which.name}];
        // What an event that issued credentials says of the time is less exact.
        const std::int64_t tolerance = session.isIssued ? kSameMoment : 0;
        const std::int64_t from = session.which.created - tolerance;
        auto it = std::lower_bound(others.begin(), others.end(), from,
                                   [](const Keyed& a, std::int64_t b) { return a.created < b; });
        std::uint32_t found = kNobody;
        std::size_t count = 0;
        for (; it != others.end() && distance(it->created, session.which.created) <= tolerance
             && count < 2;
             ++it) {
            const std::uint32_t other = findSession(it->session);
            if (other == i || other == found)
                continue;
            // A session with a key takes those without, not the other way round.
            if (!session.isIssued && m_sessions[other].which.accessKey.empty())
                continue;
            found = other;
            ++count;
        }
        if (count == 1)
            merge(i, found);
    }
}

} // namespace trailloupe::identity
