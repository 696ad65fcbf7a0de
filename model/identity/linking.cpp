#include "model/identity/linking.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace trailloupe::identity {
namespace {

constexpr std::size_t kSessionsBetweenLooks = 1024; // at the cancel flag
// A key that was used this long before it was issued was not issued there.
constexpr std::int64_t kClockSkew = 300;
constexpr std::int64_t kLongestSession = 12 * 3600; // of a role or a console
constexpr std::int64_t kGrantToSession = 300; // Identity Center: from the grant to the session

std::int64_t distance(std::int64_t a, std::int64_t b)
{
    return a > b ? a - b : b - a;
}

using NameInPrincipal = std::pair<std::uint32_t, std::string_view>;

class Linking
{
public:
    Linking(Drafts& drafts, const LinkInput& input)
        : m_drafts(drafts)
        , m_input(input)
    { }

    bool run(const JobContext& context)
    {
        linkIssues();
        if (context.cancelled())
            return false;
        indexSignIns();
        indexIssued();
        linkSwitches();
        const auto count = static_cast<std::uint32_t>(m_drafts.sessions().size());
        for (std::uint32_t i = 0; i < count; ++i) {
            if (i % kSessionsBetweenLooks == 0 && context.cancelled())
                return false;
            if (m_drafts.sessions()[i].sameAs == kNobody && !m_drafts.sessions()[i].isLinked())
                link(i);
        }
        return true;
    }

private:
    SessionDraft& at(std::uint32_t session) { return m_drafts.sessions()[session]; }
    const PrincipalDraft& principalOf(std::uint32_t session)
    {
        return m_drafts.principals()[at(session).principal];
    }

    void set(std::uint32_t session, LinkReason reason, Confidence confidence, std::uint32_t parent,
             std::uint32_t parentPrincipal = kNobody)
    {
        SessionDraft& draft = at(session);
        draft.reason = reason;
        draft.confidence = confidence;
        draft.parent = parent;
        draft.parentPrincipal = parentPrincipal;
    }

    // What may have issued the credentials of a session: the better one.
    struct Candidate
    {
        const IssueDraft* issue = nullptr;
        std::uint32_t caller = kNobody;
        bool isInTime = false;
        bool callerIsKnown = false;
        bool isOwnCopy = false; // the caller's account's

        bool isBetterThan(const Candidate& other) const
        {
            if (!other.issue || isInTime != other.isInTime)
                return isInTime || !other.issue;
            if (callerIsKnown != other.callerIsKnown)
                return callerIsKnown;
            if (isOwnCopy != other.isOwnCopy)
                return isOwnCopy;
            if (issue->time != other.issue->time)
                return issue->time > other.issue->time;
            return issue->eventId < other.issue->eventId;
        }
    };

    void linkIssues()
    {
        std::unordered_map<std::string_view, std::uint32_t> byKey; // kNobody: several
        std::vector<Candidate> best(m_drafts.sessions().size());
        for (const IssueDraft& issue : m_drafts.issues()) {
            const std::uint32_t issued = issue.kind == Issue::Kind::Other
                ? sessionOfKey(issue.accessKey, byKey)
                : m_drafts.findSession(issue.session);
            const std::uint32_t caller = m_input.sessionOf(issue.row);
            if (issued == kNobody || caller == kNobody || caller == issued)
                continue;
            const std::int64_t first = at(issued).tally.first;
            const Candidate candidate{&issue, caller,
                                      first == kNoTime || issue.time == kNoTime
                                          || issue.time <= first + kClockSkew,
                                      !at(caller).isForeign, !m_input.isShared(issue.row)};
            if (candidate.isBetterThan(best[issued]))
                best[issued] = candidate;
        }
        for (std::uint32_t i = 0; i < best.size(); ++i) {
            if (best[i].issue)
                linkIssue(i, best[i]);
        }
    }

    std::uint32_t sessionOfKey(std::string_view key,
                               std::unordered_map<std::string_view, std::uint32_t>& byKey)
    {
        if (!std::exchange(m_hasKeys, true)) {
            for (std::uint32_t i = 0; i < m_drafts.sessions().size(); ++i) {
                if (at(i).sameAs != kNobody || at(i).which.accessKey.empty())
                    continue;
                const auto [it, isNew] = byKey.try_emplace(at(i).which.accessKey, i);
                if (!isNew)
                    it->second = kNobody;
            }
        }
        const auto it = byKey.find(key);
        return it == byKey.end() ? kNobody : it->second;
    }

    void linkIssue(std::uint32_t session, const Candidate& by)
    {
        SessionDraft& draft = at(session);
        const bool hasKey = !by.issue->accessKey.empty();
        LinkReason reason = LinkReason::KeyIssued;
        if (by.issue->kind == Issue::Kind::LongTermKey)
            reason = LinkReason::KeyCreated;
        else if (!hasKey)
            reason = LinkReason::RoleSession;
        else if (!by.isOwnCopy)
            reason = LinkReason::SharedEvent;
        Confidence confidence = hasKey ? Confidence::Certain : Confidence::Strong;
        if (!by.isInTime)
            confidence = Confidence::Likely;
        set(session, reason, confidence, by.caller);
        draft.issuingRow = by.issue->row;
        draft.issued = by.issue->time;
        draft.expires = by.issue->expires;
    }

    void indexSignIns()
    {
        for (const SignInDraft& signIn : m_input.signIns) {
            const SessionDraft& session = at(signIn.session);
            m_signIns[{session.principal, session.which.name}].push_back(
                {signIn.event.time, signIn.session, signIn.event.eventId});
            if (!session.signInArn.empty())
                takeFirst(m_signInOfArn, session.signInArn, signIn.session);
        }
        for (auto& [principal, list] : m_signIns)
            std::sort(list.begin(), list.end(), [](const Moment& a, const Moment& b) {
                return a.time != b.time ? a.time < b.time : a.eventId < b.eventId;
            });
    }

    void takeFirst(std::unordered_map<std::string_view, std::uint32_t>& map, std::string_view key,
                   std::uint32_t session)
    {
        const auto [it, isNew] = map.try_emplace(key, session);
        if (!isNew && isBefore(m_drafts, at(session), at(it->second)))
            it->second = session;
    }

    // The sessions that have a name of which the origin is still looked for.
    void indexIssued()
    {
        std::set<NameInPrincipal> open;
        for (const SessionDraft& draft : m_drafts.sessions()) {
            if (draft.sameAs == kNobody && !draft.isLinked() && !draft.which.name.empty())
                open.insert({draft.principal, draft.which.name});
        }
        for (std::uint32_t i = 0; i < m_drafts.sessions().size(); ++i) {
            const SessionDraft& draft = at(i);
            const bool hasName = !draft.which.name.empty();
            if (draft.sameAs != kNobody || !hasName || draft.begin() == kNoTime || open.empty()
                || open.count({draft.principal, draft.which.name}) == 0)
                continue;
            if (draft.isIssued && draft.isLinked())
                m_issued[{draft.principal, draft.which.name}].push_back({draft.begin(), i, {}});
            if (!draft.isForeign)
                m_ofName[{draft.principal, draft.which.name}].push_back({draft.begin(), i, {}});
        }
        const auto inOrder = [this](const Moment& a, const Moment& b) {
            return a.time != b.time ? a.time < b.time
                                    : isBefore(m_drafts, at(a.session), at(b.session));
        };
        for (auto* index : {&m_issued, &m_ofName}) {
            for (auto& [name, list] : *index)
                std::sort(list.begin(), list.end(), inOrder);
        }
    }

    // The console's switch of roles: from the session in which it was asked for.
    void linkSwitches()
    {
        for (const SignInDraft& signIn : m_input.signIns) {
            if (!signIn.event.isSwitch || signIn.event.switchedFrom.empty()
                || at(signIn.session).isLinked())
                continue;
            const std::uint32_t principal = principalOfArn(signIn.event.switchedFrom);
            if (principal == kNobody || principal == at(signIn.session).principal)
                continue;
            const std::string_view name = roleOf(signIn.event.switchedFrom).session;
            const std::uint32_t parent =
                lastWithin(m_signIns, {principal, name}, signIn.event.time, kLongestSession);
            set(signIn.session, LinkReason::SwitchRole, Confidence::Strong,
                parent == signIn.session ? kNobody : parent, principal);
            at(signIn.session).issuingRow = signIn.event.row;
        }
    }

    std::uint32_t principalOfArn(std::string_view arn)
    {
        const ArnParts parts = splitArn(arn);
        if (parts.resource.starts_with("user/"))
            return m_drafts.findByName(PrincipalType::IamUser, parts.account,
                                       lastPart(parts.resource));
        if (const RoleAndSession role = roleOf(arn); !role.role.empty())
            return m_drafts.findByName(PrincipalType::Role, role.account, role.role);
        if (parts.resource == "root")
            return m_drafts.findByName(PrincipalType::Root, parts.account, "root");
        return kNobody;
    }

    struct Moment
    {
        std::int64_t time = kNoTime;
        std::uint32_t session = kNobody;
        EventKey eventId;
    };
    using Moments = std::map<NameInPrincipal, std::vector<Moment>>;

    // The last of a name that began at a time or at most `seconds` before it.
    static std::uint32_t lastWithin(const Moments& index, const NameInPrincipal& name,
                                    std::int64_t time, std::int64_t seconds)
    {
        const auto found = index.find(name);
        if (found == index.end() || time == kNoTime)
            return kNobody;
        const auto& list = found->second;
        const auto it =
            std::upper_bound(list.begin(), list.end(), time,
                             [](std::int64_t a, const Moment& b) { return a < b.time; });
        if (it == list.begin() || std::prev(it)->time == kNoTime
            || time - std::prev(it)->time > seconds)
            return kNobody;
        return std::prev(it)->session;
    }

    // The one nearest to a time; kNobody when it is not the same moment.
    static std::uint32_t atMoment(const Moments& index, const NameInPrincipal& name,
                                  std::int64_t time, std::uint32_t butNot)
    {
        const auto found = index.find(name);
        if (found == index.end() || time == kNoTime)
            return kNobody;
        const auto& list = found->second;
        auto it = std::lower_bound(list.begin(), list.end(), time - kSameMoment,
                                   [](const Moment& a, std::int64_t b) { return a.time < b; });
        const Moment* best = nullptr;
        for (; it != list.end() && it->time <= time + kSameMoment; ++it) {
            if (it->session != butNot
                && (!best || distance(it->time, time) < distance(best->time, time)))
                best = &*it;
        }
        return best ? best->session : kNobody;
    }

    void link(std::uint32_t i)
    {
        const SessionDraft draft = at(i);
        if (draft.which.kind == SessionKind::SignIn || draft.which.kind == SessionKind::LongTermKey
            || draft.which.kind == SessionKind::NoKey) {
            if (draft.isForeign)
                setMissing(i, MissingLog::CallerCopy, principalOf(i).account);
            return;
        }
        if (linkSignIn(i, draft) || linkIssuedElsewhere(i, draft) || linkToService(i, draft))
            return;
        // What follows is not the event that issued the credentials.
        switch (principalOf(i).type) {
        case PrincipalType::Role:
            linkRole(i, draft);
            break;
        case PrincipalType::FederatedUser:
            linkIssuer(i, draft);
            setMissing(i, MissingLog::FederationToken, principalOf(i).account);
            break;
        case PrincipalType::Root:
        case PrincipalType::IamUser:
            if (draft.isForeign)
                setMissing(i, MissingLog::CallerCopy, principalOf(i).account);
            else if (draft.isAssumedRoot)
                setMissing(i, MissingLog::AssumeRoot, {});
            else
                setMissing(i, MissingLog::SignInOrToken, principalOf(i).account);
            break;
        default:
            break;
        }
    }

    void setMissing(std::uint32_t session, MissingLog log, std::string_view account)
    {
        at(session).missing = log;
        at(session).missingAccount = account;
    }

    bool linkSignIn(std::uint32_t i, const SessionDraft& draft)
    {
        if (!draft.signInArn.empty()) {
            const auto it = m_signInOfArn.find(draft.signInArn);
            if (it != m_signInOfArn.end() && it->second != i) {
                set(i, LinkReason::SignInSession, Confidence::Certain, it->second);
                return true;
            }
        }
        const NameInPrincipal name{draft.principal, draft.which.name};
        std::uint32_t parent = atMoment(m_signIns, name, draft.which.created, i);
        if (parent != kNobody) {
            set(i, LinkReason::SignIn, Confidence::Strong, parent);
            return true;
        }
        if (draft.which.created == kNoTime && draft.which.kind == SessionKind::TemporaryKey) {
            parent = lastWithin(m_signIns, name, draft.tally.first, kLongestSession);
            if (parent != kNobody && parent != i) {
                set(i, LinkReason::SignIn, Confidence::Likely, parent);
                return true;
            }
        }
        return false;
    }

    // Credentials for a session of this name were issued: at the moment that it was created, or
    // under a key that is not in the record.
    bool linkIssuedElsewhere(std::uint32_t i, const SessionDraft& draft)
    {
        if (draft.which.name.empty())
            return false;
        const NameInPrincipal name{draft.principal, draft.which.name};
        Confidence confidence = Confidence::Strong;
        std::uint32_t issued = atMoment(m_issued, name, draft.which.created, i);
        if (issued == kNobody) {
            confidence = Confidence::Likely;
            issued = lastWithin(m_issued, name, draft.tally.first, kLongestSession);
            const bool fits = issued != kNobody && issued != i && draft.which.created == kNoTime
                && (at(issued).expires == kNoTime || draft.tally.first <= at(issued).expires)
                && (at(issued).which.accessKey.empty() || draft.which.accessKey.empty());
            if (!fits)
                return linkSeenElsewhere(i, draft, name);
        }
        const SessionDraft& by = at(issued);
        set(i, LinkReason::RoleSession, confidence, by.parent == i ? kNobody : by.parent,
            by.parentPrincipal);
        at(i).issuingRow = by.issuingRow;
        at(i).issued = by.issued;
        at(i).expires = by.expires;
        at(issued).isReplaced = by.which.accessKey.empty() && by.tally.events == 0;
        return true;
    }

    // What another account saw of a role session is a part of that session.
    bool linkSeenElsewhere(std::uint32_t i, const SessionDraft& draft, const NameInPrincipal& name)
    {
        if (!draft.isForeign || draft.which.created != kNoTime)
            return false;
        const std::uint32_t session =
            lastWithin(m_ofName, name, draft.tally.first, kLongestSession);
        if (session == kNobody || session == i)
            return false;
        set(i, LinkReason::RoleSession, Confidence::Likely, session);
        return true;
    }

    bool linkToService(std::uint32_t i, const SessionDraft& draft)
    {
        std::string_view service = serviceOfLinkedRole(draft.issuerArn);
        LinkReason reason = LinkReason::LinkedService;
        if (service.empty()) {
            reason = LinkReason::RoleDelivery;
            service = draft.isOfInstance ? "ec2.amazonaws.com" : serviceOfIssuedTo(draft.issuedTo);
        }
        if (service.empty())
            return false;
        m_who = Who();
        readService(service, m_who);
        const std::uint32_t principal = m_drafts.addPrincipal(m_who, kNoTime);
        set(i, reason, Confidence::Strong, kNobody, principal);
        return true;
    }

    // What holds the credentials, by its ARN.
    static std::string_view serviceOfIssuedTo(std::string_view arn)
    {
        const std::string_view service = splitArn(arn).service;
        if (service == "lambda")
            return "lambda.amazonaws.com";
        if (service == "ec2")
            return "ec2.amazonaws.com";
        if (service == "ecs")
            return "ecs.amazonaws.com";
        return {};
    }

    // The record names who issued the credentials.
    void linkIssuer(std::uint32_t i, const SessionDraft& draft)
    {
        Claim issuer;
        issuer[Field::Type] = draft.issuerType;
        issuer[Field::UniqueId] = draft.issuerId;
        issuer[Field::Arn] = draft.issuerArn;
        issuer[Field::AccountId] = splitArn(draft.issuerArn).account;
        if (draft.issuerType != "IAMUser" && draft.issuerType != "Root")
            return;
        readWho(issuer, m_who);
        const std::uint32_t principal =
            m_drafts.findPrincipal(m_drafts.addPrincipal(m_who, kNoTime));
        set(i, LinkReason::SessionIssuer, Confidence::Strong, kNobody, principal);
    }

    void linkRole(std::uint32_t i, const SessionDraft& draft)
    {
        const PrincipalDraft role = principalOf(i);
        const std::string_view permissionSet = permissionSetOf(role.name);
        if (draft.isForeign)
            setMissing(i, MissingLog::CallerCopy, role.account);
        else
            setMissing(i,
                       permissionSet.empty() ? MissingLog::AssumeRole : MissingLog::IdentityCenter,
                       role.account);
        if (!permissionSet.empty()) {
            if (!linkGrant(i, draft, role, permissionSet) && !draft.which.name.empty())
                linkPerson(i, PrincipalType::IdentityCenterUser, draft.which.name,
                           LinkReason::IdentityCenterRole, Confidence::Strong);
            return;
        }
        if (!draft.sourceIdentity.empty())
            return linkNamed(i, role.account, draft.sourceIdentity, LinkReason::SourceIdentity,
                             Confidence::Likely);
        const bool isPerson = draft.which.name.find('@') != std::string_view::npos;
        if (isPerson
            || m_drafts.findByName(PrincipalType::IamUser, {}, draft.which.name) != kNobody)
            linkNamed(i, role.account, draft.which.name, LinkReason::SessionName,
                      Confidence::Possible);
    }

    // A user of that name, else a person of whom only the name is known.
    void linkNamed(std::uint32_t i, std::string_view account, std::string_view name,
                   LinkReason reason, Confidence confidence)
    {
        std::uint32_t user = m_drafts.findByName(PrincipalType::IamUser, account, name);
        if (user == kNobody)
            user = m_drafts.findByName(PrincipalType::IamUser, {}, name);
        if (user != kNobody)
            return set(i, reason, confidence, kNobody, user);
        const std::uint32_t known =
            m_drafts.findByName(PrincipalType::IdentityCenterUser, {}, name);
        if (known != kNobody)
            return set(i, reason, confidence, kNobody, known);
        linkPerson(i, PrincipalType::Person, name, reason, confidence);
    }

    void linkPerson(std::uint32_t i, PrincipalType type, std::string_view name, LinkReason reason,
                    Confidence confidence)
    {
        std::uint32_t principal = m_drafts.findByName(type, {}, name);
        if (principal == kNobody) {
            m_who = Who();
            readPerson(type, {}, name, m_who);
            principal = m_drafts.addPrincipal(m_who, kNoTime);
        }
        set(i, reason, confidence, kNobody, principal);
    }

    struct Grant
    {
        const RoleGrant* event = nullptr;
        std::string_view userName; // empty: no event of its user tells
    };

    std::string_view userNameOf(const RoleGrant& grant)
    {
        if (!grant.userName.empty())
            return grant.userName;
        const std::uint32_t session = m_input.sessionOf(grant.row);
        return session == kNobody ? std::string_view() : principalOf(session).name;
    }

    // An event of IAM Identity Center that handed this role out shortly before.
    bool linkGrant(std::uint32_t i, const SessionDraft& draft, const PrincipalDraft& role,
                   std::string_view permissionSet)
    {
        if (m_grants.empty()) {
            for (const RoleGrant& grant : m_input.grants)
                m_grants[{grant.account, grant.permissionSet}].push_back(
                    {&grant, userNameOf(grant)});
            for (auto& [to, list] : m_grants)
                std::sort(list.begin(), list.end(), [](const Grant& a, const Grant& b) {
                    return a.event->time != b.event->time ? a.event->time < b.event->time
                                                          : a.userName < b.userName;
                });
        }
        const std::int64_t begin = draft.begin();
        if (begin == kNoTime)
            return false;
        Grant found;
        bool isNamed = false;
        bool isOnly = true;
        for (const std::string_view name : {permissionSet, role.name}) {
            const auto list = m_grants.find({role.account, name});
            if (list == m_grants.end())
                continue;
            auto it =
                std::lower_bound(list->second.begin(), list->second.end(), begin - kGrantToSession,
                                 [](const Grant& a, std::int64_t b) { return a.event->time < b; });
            for (; it != list->second.end() && it->event->time <= begin + kSameMoment; ++it) {
                const bool named = it->userName == draft.which.name;
                if (isNamed && !named)
                    continue;
                isOnly = named || !found.event || found.userName == it->userName;
                found = *it;
                isNamed = named;
            }
        }
        if (!found.event || !isOnly)
            return false;
        // Somebody else's.
        if (!isNamed && !found.userName.empty() && !draft.which.name.empty())
            return false;
        set(i, LinkReason::IdentityCenter, isNamed ? Confidence::Strong : Confidence::Likely,
            m_input.sessionOf(found.event->row));
        at(i).issuingRow = found.event->row;
        at(i).issued = found.event->time;
        setMissing(i, MissingLog::None, {});
        return true;
    }

    Drafts& m_drafts;
    const LinkInput& m_input;
    Moments m_signIns;
    std::unordered_map<std::string_view, std::uint32_t> m_signInOfArn;
    Moments m_issued;
    Moments m_ofName;
    std::map<std::pair<std::string_view, std::string_view>, std::vector<Grant>> m_grants;
    bool m_hasKeys = false; // the index by key was made
    Who m_who; // scratch
};

} // namespace

bool linkSessions(Drafts& drafts, const LinkInput& input, const JobContext& context)
{
    return Linking(drafts, input).run(context);
}

bool isBefore(const Drafts& drafts, const SessionDraft& a, const SessionDraft& b)
{
    // kNoTime is the least number; what has no time comes last.
    const auto order = [](std::int64_t time) {
        return static_cast<std::uint64_t>(time) - 1 - static_cast<std::uint64_t>(kNoTime);
    };
    const auto seen = [](const SessionDraft& session) {
        return session.tally.first != kNoTime ? session.tally.first : session.begin();
    };
    if (seen(a) != seen(b))
        return order(seen(a)) < order(seen(b));
    if (a.begin() != b.begin())
        return order(a.begin()) < order(b.begin());
    if (a.which.kind != b.which.kind)
        return a.which.kind < b.which.kind;
    if (a.which.accessKey != b.which.accessKey)
        return a.which.accessKey < b.which.accessKey;
    if (a.which.name != b.which.name)
        return a.which.name < b.which.name;
    if (a.tie != b.tie)
        return a.tie < b.tie;
    if (a.which.subject != b.which.subject)
        return a.which.subject < b.which.subject;
    if (a.isForeign != b.isForeign)
        return b.isForeign;
    return drafts.keyOf(a.principal) < drafts.keyOf(b.principal);
}

} // namespace trailloupe::identity
