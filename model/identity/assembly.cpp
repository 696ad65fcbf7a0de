#include "model/identity/assembly.h"

#include <algorithm>
#include <iterator>
#include <new>
#include <thread>

namespace trailloupe::identity {

using store::Segment;

namespace {

constexpr std::uint32_t kRowsBetweenLooks = 4096; // at the cancel flag

std::uint32_t rowIn(RowId row)
{
    return row.value() % Segment::kMaxRows;
}

std::size_t segmentOf(RowId row)
{
    return row.value() / Segment::kMaxRows;
}

} // namespace

Assembly::Assembly(const std::shared_ptr<const store::EventStore>& events,
                   const JobContext& context, unsigned threads)
    : m_store(events)
    , m_context(context)
    , m_threads(threads ? threads : std::max(1u, std::thread::hardware_concurrency()))
    , m_paths(events->paths())
    , m_segments(events->segments().size())
{ }

// Calls work(i) for 0 … count - 1 until one says no.
bool Assembly::inParallel(std::size_t count, const auto& work)
{
    std::atomic<std::size_t> next{0};
    std::atomic<bool> goesOn{true};
    const auto take = [&] {
        try {
            for (std::size_t i = next++; i < count && goesOn; i = next++) {
                if (m_context.cancelled() || !work(i))
                    goesOn = false;
            }
        } catch (const std::bad_alloc&) {
            m_outOfMemory = true;
            goesOn = false;
        }
    };
    {
        std::vector<std::jthread> pool;
        for (std::size_t i = 1; i < std::min(std::size_t{m_threads}, count); ++i)
            pool.emplace_back(take);
        take();
    }
    return goesOn && !m_context.cancelled();
}

// One bit a row for segments of which some are hidden.
std::vector<std::vector<std::uint64_t>> Assembly::shownRows() const
{
    std::size_t rows = 0;
    for (const auto& segment : m_store->segments())
        rows += segment->rowCount();
    std::vector<std::vector<std::uint64_t>> shown(m_store->segments().size());
    if (rows == m_store->rowCount())
        return shown;
    for (std::size_t i = 0; i < shown.size(); ++i)
        shown[i].resize((m_store->segments()[i]->rowCount() + 63) / 64);
    for (const RowId row : m_store->timeOrder())
        shown[segmentOf(row)][rowIn(row) / 64] |= std::uint64_t{1} << (rowIn(row) % 64);
    return shown;
}

bool Assembly::readSegments()
{
    const auto shown = shownRows();
    std::size_t done = 0;
    return inParallel(m_segments.size(), [&](std::size_t i) {
        auto read = readSegment(*m_store, i, m_paths, shown[i], m_context);
        if (!read)
            return false;
        const std::lock_guard lock(m_mutex);
        m_segments[i].sessionOfClaim = m_drafts.add(*read);
        m_segments[i].rows = std::move(read->claimOfRow);
        m_segments[i].isForeign = std::move(read->isForeign);
        for (const SignIn& signIn : read->signIns)
            m_signIns.push_back({signIn, kNobody});
        m_grants.insert(m_grants.end(), read->grants.begin(), read->grants.end());
        m_foreign.insert(m_foreign.end(), read->foreign.begin(), read->foreign.end());
        m_texts.push_back(std::move(read->texts));
        m_context.report({++done, m_segments.size(), "identities"});
        return true;
    });
}

std::uint32_t Assembly::sessionOf(RowId row) const
{
    const auto it = std::lower_bound(m_overrides.begin(), m_overrides.end(), row,
                                     [](const Override& a, RowId b) { return a.row < b; });
    if (it != m_overrides.end() && it->row == row)
        return it->session;
    const OfSegment& segment = m_segments[segmentOf(row)];
    const std::uint32_t claim = segment.rows[rowIn(row)];
    return claim == SegmentClaims::kNoClaim ? kNobody
                                            : m_drafts.findSession(segment.sessionOfClaim[claim]);
}

// A sign-in of a user is a session of its own; one of a role is a part of the role's session.
void Assembly::openSignIns()
{
    std::vector<Override> opened;
    for (SignInDraft& signIn : m_signIns) {
        const std::uint32_t of = sessionOf(signIn.event.row);
        const SessionDraft known = m_drafts.sessions()[of];
        if (!known.which.name.empty()) {
            signIn.session = of;
            m_drafts.sessions()[of].tally.addEvent(signIn.event.time);
            continue;
        }
        SessionDraft session;
        session.principal = known.principal;
        session.signInArn = known.signInArn;
        session.sourceIdentity = known.sourceIdentity;
        session.which.kind = SessionKind::SignIn;
        session.which.created = signIn.event.time;
        session.tally.addEvent(signIn.event.time);
        session.tie = signIn.event.eventId;
        session.issuingRow = signIn.event.row;
        signIn.session = m_drafts.addSession(session);
        opened.push_back({signIn.event.row, signIn.session});
    }
    addOverrides(std::move(opened));
}

void Assembly::addOverrides(std::vector<Override> overrides)
{
    m_overrides.insert(m_overrides.end(), overrides.begin(), overrides.end());
    std::sort(m_overrides.begin(), m_overrides.end(),
              [](const Override& a, const Override& b) { return a.row < b.row; });
}

// Whether the callers may be the same: `foreign` is what another account saw of the other.
bool Assembly::isPartner(std::uint32_t foreign, std::uint32_t other) const
{
    const SessionDraft& a = m_drafts.sessions()[foreign];
    const SessionDraft& b = m_drafts.sessions()[other];
    if (a.principal == b.principal)
        return a.which.name.empty() || a.which.name == b.which.name;
    const PrincipalDraft& seen = m_drafts.principals()[a.principal];
    return seen.type == PrincipalType::Account
        && seen.account == m_drafts.principals()[b.principal].account;
}

// The copy of an event that the caller's account has tells whose session it was.
bool Assembly::pairForeignRows()
{
    const auto hash = [](const EventKey& id) {
        return static_cast<std::size_t>(id.high ^ id.low * 0x9E37'79B9'7F4A'7C15u);
    };
    std::unordered_map<EventKey, std::vector<std::uint32_t>, decltype(hash)> wanted(
        m_foreign.size() * 2, hash);
    for (std::uint32_t i = 0; i < m_foreign.size(); ++i)
        wanted[m_foreign[i].shared].push_back(i);
    std::vector<std::uint32_t> partners(m_foreign.size(), kNobody);
    const auto search = [&](std::size_t number) {
        const EventKeyReader ids(*m_store, number, m_paths.sharedEventId);
        const OfSegment& segment = m_segments[number];
        for (std::uint32_t row = 0; row < segment.rows.size(); ++row) {
            if (row % kRowsBetweenLooks == 0 && m_context.cancelled())
                return false;
            const std::uint32_t claim = segment.rows[row];
            if (claim == SegmentClaims::kNoClaim || segment.isForeign[claim])
                continue;
            const auto id = ids.key(row);
            const auto found = id ? wanted.find(*id) : wanted.end();
            if (found == wanted.end())
                continue;
            const std::uint32_t session = m_drafts.findSession(segment.sessionOfClaim[claim]);
            const std::lock_guard lock(m_mutex);
            for (const std::uint32_t i : found->second) {
                if (isPartner(sessionOf(m_foreign[i].row), session)
                    && (partners[i] == kNobody
                        || isBefore(m_drafts, m_drafts.sessions()[session],
                                    m_drafts.sessions()[partners[i]])))
                    partners[i] = session;
            }
        }
        return true;
    };
    if (!m_foreign.empty() && !inParallel(m_segments.size(), search))
        return false;
    std::vector<Override> paired;
    for (std::uint32_t i = 0; i < m_foreign.size(); ++i) {
        const ForeignRow& row = m_foreign[i];
        const std::uint32_t session = partners[i] == kNobody ? sessionOf(row.row) : partners[i];
        m_drafts.sessions()[session].tally.addEvent(row.time);
        if (partners[i] == kNobody)
            continue;
        paired.push_back({row.row, session});
        m_sharedRows.push_back(row.row);
    }
    std::sort(m_sharedRows.begin(), m_sharedRows.end());
    addOverrides(std::move(paired));
    return !m_context.cancelled();
}

IdentitiesPtr Assembly::run()
{
    if (!readSegments())
        return nullptr;
    m_drafts.fold();
    openSignIns();
    if (!pairForeignRows())
        return nullptr;
    const LinkInput input{m_signIns, m_grants, [this](RowId row) { return sessionOf(row); },
                          [this](RowId row) {
                              return std::binary_search(m_sharedRows.begin(), m_sharedRows.end(),
                                                        row);
                          }};
    if (!linkSessions(m_drafts, input, m_context))
        return nullptr;
    followFolds();
    cutCircles();
    number();
    auto identities = std::make_shared<Identities>();
    identities->m_store = m_store;
    writeSessions(*identities);
    writePrincipals(*identities);
    resolveChains(*identities);
    writeTrees(*identities);
    if (!writeRows(*identities))
        return nullptr;
    identities->m_texts = std::move(m_texts);
    return identities;
}

void Assembly::followFolds()
{
    for (SessionDraft& session : m_drafts.sessions()) {
        session.parent = m_drafts.findSession(session.parent);
        session.parentPrincipal = m_drafts.findPrincipal(session.parentPrincipal);
    }
}

// Events may claim that two sessions issued each other's credentials. Neither is believed more
// than the other: the circle is opened at the session that was seen first.
void Assembly::cutCircles()
{
    enum : std::uint8_t
    {
        New,
        OnTheWay,
        Done,
    };
    auto& sessions = m_drafts.sessions();
    std::vector<std::uint8_t> state(sessions.size(), New);
    std::vector<std::uint32_t> way;
    for (std::uint32_t i = 0; i < sessions.size(); ++i) {
        way.clear();
        std::uint32_t at = i;
        for (; at != kNobody && state[at] == New; at = sessions[at].parent) {
            state[at] = OnTheWay;
            way.push_back(at);
        }
        if (at != kNobody && state[at] == OnTheWay) {
            const auto circle = std::find(way.begin(), way.end(), at);
            SessionDraft& first = sessions[*std::min_element(
                circle, way.end(), [&](std::uint32_t a, std::uint32_t b) {
                    return isBefore(m_drafts, sessions[a], sessions[b]);
                })];
            first.parent = kNobody;
            first.parentPrincipal = kNobody;
            first.reason = LinkReason::None;
            first.confidence = Confidence::None;
            first.missing = MissingLog::Conflict;
            first.missingAccount = {};
        }
        for (const std::uint32_t session : way)
            state[session] = Done;
    }
}

// Those with events, those that were issued in the export, and what stands above them.
std::vector<bool> Assembly::usedSessions() const
{
    const auto& sessions = m_drafts.sessions();
    std::vector<bool> used(sessions.size());
    for (std::uint32_t i = 0; i < sessions.size(); ++i) {
        const SessionDraft& session = sessions[i];
        if (session.sameAs != kNobody
            || (session.tally.events == 0
                && (!session.isIssued || !session.isLinked() || session.isReplaced)))
            continue;
        for (std::uint32_t at = i; at != kNobody && !used[at]; at = sessions[at].parent)
            used[at] = true;
    }
    return used;
}

void Assembly::number()
{
    const auto& sessions = m_drafts.sessions();
    const std::vector<bool> used = usedSessions();
    m_numberOfSession.assign(sessions.size(), kNobody);
    m_numberOfPrincipal.assign(m_drafts.principals().size(), kNobody);
    std::vector<std::int64_t> first(m_drafts.principals().size(), kNoTime);
    const auto usePrincipal = [&](std::uint32_t principal) {
        if (m_numberOfPrincipal[principal] == kNobody) {
            m_numberOfPrincipal[principal] = 0;
            m_principalOrder.push_back(principal);
        }
    };
    for (std::uint32_t i = 0; i < sessions.size(); ++i) {
        if (!used[i])
            continue;
        m_order.push_back(i);
        usePrincipal(sessions[i].principal);
        if (sessions[i].parent == kNobody && sessions[i].parentPrincipal != kNobody)
            usePrincipal(sessions[i].parentPrincipal);
        const std::int64_t seen = sessions[i].tally.first;
        std::int64_t& known = first[sessions[i].principal];
        if (seen != kNoTime && (known == kNoTime || seen < known))
            known = seen;
    }
    std::sort(m_order.begin(), m_order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return isBefore(m_drafts, sessions[a], sessions[b]);
    });
    for (std::uint32_t i = 0; i < m_order.size(); ++i)
        m_numberOfSession[m_order[i]] = i;
    std::sort(m_principalOrder.begin(), m_principalOrder.end(),
              [&](std::uint32_t a, std::uint32_t b) {
                  if (first[a] != first[b])
                      return first[b] == kNoTime || (first[a] != kNoTime && first[a] < first[b]);
                  return m_drafts.keyOf(a) < m_drafts.keyOf(b);
              });
    for (std::uint32_t i = 0; i < m_principalOrder.size(); ++i)
        m_numberOfPrincipal[m_principalOrder[i]] = i;
}

void Assembly::writeSessions(Identities& into) const
{
    into.m_sessions.reserve(m_order.size());
    for (const std::uint32_t number : m_order) {
        const SessionDraft& draft = m_drafts.sessions()[number];
        Session& session = into.m_sessions.emplace_back();
        session.kind = draft.which.kind;
        session.reason = draft.reason;
        session.confidence = draft.confidence;
        session.missing = draft.missing;
        session.missingAccount = draft.missingAccount;
        session.principal = PrincipalId(m_numberOfPrincipal[draft.principal]);
        if (draft.parent != kNobody)
            session.parent = SessionId(m_numberOfSession[draft.parent]);
        else if (draft.parentPrincipal != kNobody)
            session.rootPrincipal = PrincipalId(m_numberOfPrincipal[draft.parentPrincipal]);
        session.issuingRow = draft.issuingRow;
        session.accessKey = draft.which.accessKey;
        session.name = draft.which.name;
        session.sourceIdentity = draft.sourceIdentity;
        session.created = draft.begin() == draft.tally.first && draft.which.created == kNoTime
                && draft.issued == kNoTime
            ? kNoTime
            : draft.begin();
        session.expires = draft.expires;
        session.first = draft.tally.first;
        session.last = draft.tally.last;
        session.events = draft.tally.events;
    }
}

void Assembly::writePrincipals(Identities& into) const
{
    into.m_principals.reserve(m_principalOrder.size());
    for (const std::uint32_t number : m_principalOrder) {
        const PrincipalDraft& draft = m_drafts.principals()[number];
        Principal& principal = into.m_principals.emplace_back();
        principal.type = draft.type;
        principal.uniqueId = draft.uniqueId;
        principal.name = draft.name;
        // Most of its events call it by its id alone.
        if (principal.name.empty() && draft.type == PrincipalType::IdentityCenterUser)
            principal.name = draft.uniqueId;
        principal.arn = draft.arn;
        principal.account = draft.account;
    }
    for (const Session& session : into.m_sessions) {
        Principal& principal = into.m_principals[session.principal.index()];
        Tally tally{principal.events, principal.first, principal.last};
        tally.add({session.events, session.first, session.last});
        principal.events = tally.events;
        principal.first = tally.first;
        principal.last = tally.last;
    }
}

// Who stands at the top of each chain.
void Assembly::resolveChains(Identities& into) const
{
    std::vector<Session>& sessions = into.m_sessions;
    std::vector<std::uint32_t> way;
    for (std::uint32_t i = 0; i < sessions.size(); ++i) {
        way.clear();
        for (std::uint32_t at = i; !sessions[at].root.isValid(); at = sessions[at].parent.value()) {
            way.push_back(at);
            if (!sessions[at].parent.isValid())
                break;
        }
        for (auto at = way.rbegin(); at != way.rend(); ++at) {
            Session& session = sessions[*at];
            const Confidence own =
                session.reason == LinkReason::None ? Confidence::Certain : session.confidence;
            if (!session.parent.isValid()) {
                session.root = SessionId(*at);
                if (!session.rootPrincipal.isValid())
                    session.rootPrincipal = session.principal;
                session.actor = session.rootPrincipal;
                session.weakest = own;
                continue;
            }
            const Session& parent = sessions[session.parent.index()];
            session.root = parent.root;
            session.rootPrincipal = parent.rootPrincipal;
            session.weakest = std::min(own, parent.weakest);
            // A long-term key acts for its owner, whoever created it.
            session.actor =
                session.reason == LinkReason::KeyCreated ? session.principal : parent.actor;
        }
    }
}

// Lists of children and of tops, by number.
void Assembly::writeTrees(Identities& into)
{
    const auto list = [&](std::size_t count, const auto& above, std::vector<std::uint32_t>& first,
                          std::vector<SessionId>& below) {
        first.assign(count + 1, 0);
        for (const Session& session : into.m_sessions) {
            if (const auto number = above(session))
                ++first[*number + 1];
        }
        for (std::size_t i = 1; i < first.size(); ++i)
            first[i] += first[i - 1];
        below.resize(first.back());
        std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
        for (std::uint32_t i = 0; i < into.m_sessions.size(); ++i) {
            if (const auto number = above(into.m_sessions[i]))
                below[next[*number]++] = SessionId(i);
        }
    };
    using Above = std::optional<std::uint32_t>;
    list(
        into.m_sessions.size(),
        [](const Session& session) {
            return session.parent.isValid() ? Above(session.parent.value()) : Above();
        },
        into.m_firstChild, into.m_children);
    list(
        into.m_principals.size(),
        [](const Session& session) {
            return session.parent.isValid() ? Above() : Above(session.rootPrincipal.value());
        },
        into.m_firstTop, into.m_tops);
}

bool Assembly::writeRows(Identities& into)
{
    into.m_sessionOfRow.resize(m_segments.size());
    const bool done = inParallel(m_segments.size(), [&](std::size_t i) {
        OfSegment& segment = m_segments[i];
        for (std::uint32_t& session : segment.sessionOfClaim)
            session = m_numberOfSession[m_drafts.findSession(session)];
        for (std::uint32_t& row : segment.rows)
            row = row == SegmentClaims::kNoClaim ? kNobody : segment.sessionOfClaim[row];
        into.m_sessionOfRow[i] = std::move(segment.rows);
        return true;
    });
    if (!done)
        return false;
    for (const Override& other : m_overrides)
        into.m_sessionOfRow[segmentOf(other.row)][rowIn(other.row)] =
            m_numberOfSession[m_drafts.findSession(other.session)];
    return true;
}

} // namespace trailloupe::identity
