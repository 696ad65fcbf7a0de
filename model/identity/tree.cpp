#include "model/identity/tree.h"

#include "model/identity/choice.h"
#include "model/identity/subject.h"

#include <algorithm>
#include <array>
#include <bit>
#include <new>
#include <numeric>
#include <utility>

namespace trailloupe::identity {
namespace {

const Error kCancelled{.kind = Error::Kind::Cancelled};

// How many of the rows belong to each session.
std::vector<std::uint64_t> countBySession(const Identities& identities, const query::RowSet& rows)
{
    std::vector<std::uint64_t> counts(identities.sessions().size());
    for (std::size_t i = 0; i < rows.segmentCount(); ++i) {
        const auto sessions = identities.sessionsOfSegment(i);
        const query::RowBits& words = rows.segment(i);
        for (std::size_t word = 0; word < words.size(); ++word) {
            for (std::uint64_t bits = words[word]; bits != 0; bits &= bits - 1) {
                const std::size_t row =
                    word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
                const SessionId id(sessions[row]);
                if (id.isValid())
                    ++counts[id.index()];
            }
        }
    }
    return counts;
}

void addTo(Totals& sum, const Totals& one)
{
    sum.events += one.events;
    sum.found += one.found;
    sum.denied += one.denied;
    ++sum.sessions;
    if (one.first != kNoTime)
        sum.first = sum.first == kNoTime ? one.first : std::min(sum.first, one.first);
    if (one.last != kNoTime)
        sum.last = std::max(sum.last, one.last); // kNoTime is less than any
}

// The principals that a session's events count for: none, one or two of them.
template<typename Use>
void eachCounting(const Identities& identities, const Session& session, const Use& use)
{
    if (subjectOf(identities, session.actor).scope == Subject::Scope::Actor)
        use(session.actor);
    if (subjectOf(identities, session.principal).scope == Subject::Scope::Credentials)
        use(session.principal);
}

// Equal ones stay as they are numbered: in the order in which they were seen.
template<typename Id, typename Key>
void sortBy(std::vector<Id>& ids, bool descending, const Key& key)
{
    std::stable_sort(ids.begin(), ids.end(),
                     [&](Id a, Id b) { return descending ? key(b) < key(a) : key(a) < key(b); });
}

std::uint64_t numberOf(const Totals& totals, TreeOrder order)
{
    switch (order) {
    case TreeOrder::Found:
        return totals.found;
    case TreeOrder::Denied:
        return totals.denied;
    case TreeOrder::First:
    case TreeOrder::Last:
        // Order is kept when the sign bit is turned over.
        return static_cast<std::uint64_t>(order == TreeOrder::First ? totals.first : totals.last)
            ^ (std::uint64_t{1} << 63);
    default:
        return totals.events;
    }
}

} // namespace

std::vector<Totals> principalTotals(const Identities& identities, std::span<const Totals> sessions)
{
    std::vector<Totals> totals(identities.principals().size());
    for (std::size_t i = 0; i < sessions.size(); ++i)
        eachCounting(identities, identities.sessions()[i],
                     [&](PrincipalId id) { addTo(totals[id.index()], sessions[i]); });
    return totals;
}

CountedTwice countedTwice(const Identities& identities)
{
    CountedTwice counted;
    for (const Session& session : identities.sessions()) {
        int times = 0;
        eachCounting(identities, session, [&](PrincipalId) { ++times; });
        counted.all += session.events;
        counted.twice += times == 2 ? session.events : 0;
        counted.none += times == 0 ? session.events : 0;
    }
    return counted;
}

class TreeMaker
{
public:
    TreeMaker(IdentitiesPtr identities, NamesPtr names, const TreeQuestion& question)
        : m_question(question)
        , m_identities(*identities)
        , m_tree(std::make_shared<Tree>())
    {
        m_tree->m_identities = std::move(identities);
        m_tree->m_names = std::move(names);
    }

    void count(const query::RowSet& denied, const query::RowSet* found)
    {
        const auto sessions = m_identities.sessions();
        const auto deniedCounts = countBySession(m_identities, denied);
        std::vector<std::uint64_t> foundCounts;
        if (found)
            foundCounts = countBySession(m_identities, *found);
        m_tree->m_sessionTotals.resize(sessions.size());
        for (std::size_t i = 0; i < sessions.size(); ++i) {
            const Session& session = sessions[i];
            m_tree->m_sessionTotals[i] = {.events = session.events,
                                          .found = found ? foundCounts[i] : session.events,
                                          .denied = deniedCounts[i],
                                          .sessions = 1,
                                          .first = session.first,
                                          .last = session.last};
        }
        m_tree->m_principalTotals = principalTotals(m_identities, m_tree->m_sessionTotals);
        m_tree->m_countedTwice = countedTwice(m_identities);
    }

    void choose()
    {
        m_shown = chosenSessions(m_identities, m_question.search);
        if (!m_question.onlyFound)
            return;
        const auto sessions = m_identities.sessions();
        std::vector<bool> found(sessions.size());
        for (std::size_t i = 0; i < sessions.size(); ++i) {
            if (m_tree->m_sessionTotals[i].found == 0)
                continue;
            SessionId up(static_cast<std::uint32_t>(i));
            for (; up.isValid() && !found[up.index()]; up = sessions[up.index()].parent)
                found[up.index()] = true;
        }
        for (std::size_t i = 0; i < sessions.size(); ++i)
            m_shown[i] = m_shown[i] && found[i];
    }

    void arrange()
    {
        std::vector<SessionId> order;
        for (std::uint32_t i = 0; i < m_shown.size(); ++i) {
            if (m_shown[i])
                order.push_back(SessionId(i));
        }
        m_tree->m_sessionCount = order.size();
        sort(order);
        fill(m_tree->m_ofSessions, order, m_identities.sessions().size(),
             [this](SessionId id, const auto& use) {
                 const SessionId parent = m_identities.session(id).parent;
                 if (parent.isValid())
                     use(parent.index());
             });
        fill(m_tree->m_ofPrincipals, order, m_identities.principals().size(),
             [this](SessionId id, const auto& use) { eachPrincipalAbove(id, use); });
        for (std::uint32_t i = 0; i < m_identities.principals().size(); ++i) {
            if (!m_tree->below(PrincipalId(i)).empty())
                m_tree->m_principals.push_back(PrincipalId(i));
        }
        sort(m_tree->m_principals);
        match(order);
    }

    TreePtr take() { return std::move(m_tree); }

private:
    bool isOf(const Session& session, PrincipalId id) const
    {
        return session.principal == id || session.actor == id
            || (!session.parent.isValid() && session.rootPrincipal == id);
    }

    void match(const std::vector<SessionId>& sessions)
    {
        m_tree->m_search = m_question.search;
        if (m_question.search.empty())
            return;
        Fit best = Fit::None;
        const auto take = [&](Tree::Match id, Fit fit) {
            if (fit > best) {
                best = fit;
                m_tree->m_match = id;
            }
        };
        for (const PrincipalId id : m_tree->m_principals)
            take(id, fitOf(m_identities.principal(id), m_question.search));
        for (const SessionId id : sessions)
            take(id, fitOf(m_identities.session(id), m_question.search));
    }

    // The principals directly below which the session stands.
    template<typename Use>
    void eachPrincipalAbove(SessionId id, const Use& use) const
    {
        const Session& session = m_identities.session(id);
        std::array<PrincipalId, 3> known;
        std::size_t count = 0;
        for (const PrincipalId of : {session.principal, session.actor, session.rootPrincipal}) {
            if (!isOf(session, of)
                || std::find(known.begin(), known.begin() + count, of) != known.begin() + count)
                continue;
            known[count++] = of;
            if (!session.parent.isValid() || !isOf(m_identities.session(session.parent), of))
                use(of.index());
        }
    }

    // Lists of the sessions, in their order, by what eachAbove() says that they stand below.
    template<typename EachAbove>
    static void fill(Tree::Lists& lists, const std::vector<SessionId>& order, std::size_t size,
                     const EachAbove& eachAbove)
    {
        lists.first.assign(size + 1, 0);
        for (const SessionId id : order)
            eachAbove(id, [&](std::size_t above) { ++lists.first[above + 1]; });
        std::partial_sum(lists.first.begin(), lists.first.end(), lists.first.begin());
        lists.all.resize(lists.first.back());
        std::vector<std::uint32_t> next(lists.first.begin(), lists.first.end() - 1);
        for (const SessionId id : order)
            eachAbove(id, [&](std::size_t above) { lists.all[next[above]++] = id; });
    }

    void sort(std::vector<SessionId>& ids) const
    {
        const auto order = m_question.order;
        const bool descending = m_question.descending;
        if (order == TreeOrder::Name)
            sortBy(ids, descending, [this](SessionId id) -> const std::string& {
                return m_tree->m_names->session(id);
            });
        else if (order == TreeOrder::Type)
            sortBy(ids, descending, [this](SessionId id) { return m_identities.session(id).kind; });
        else
            sortBy(ids, descending,
                   [this, order](SessionId id) { return numberOf(m_tree->totals(id), order); });
    }

    void sort(std::vector<PrincipalId>& ids) const
    {
        const auto order = m_question.order;
        const bool descending = m_question.descending;
        if (order == TreeOrder::Name)
            sortBy(ids, descending, [this](PrincipalId id) -> const std::string& {
                return m_tree->m_names->principal(id);
            });
        else if (order == TreeOrder::Type)
            sortBy(ids, descending, [this](PrincipalId id) {
                return std::string_view(principalTypeKey(m_identities.principal(id).type));
            });
        else
            sortBy(ids, descending,
                   [this, order](PrincipalId id) { return numberOf(m_tree->totals(id), order); });
    }

    const TreeQuestion& m_question;
    const Identities& m_identities;
    std::shared_ptr<Tree> m_tree;
    std::vector<bool> m_shown; // by session
};

Result<TreePtr> makeTree(const std::shared_ptr<const store::EventStore>& events,
                         IdentitiesPtr identities, NamesPtr names, const query::RowSetPtr& found,
                         const TreeQuestion& question, query::Evaluator& evaluator,
                         const JobContext& context)
{
    try {
        const auto denied =
            evaluator.evaluate(events,
                               query::Predicate::of(query::FieldTest{
                                   .field = {query::Derived::Class, {}},
                                   .operands = {query::eventClassKey(query::EventClass::Denied)}}),
                               context);
        if (!denied)
            return denied.error();
        TreeMaker maker(std::move(identities), std::move(names), question);
        maker.count(**denied, found.get());
        if (context.cancelled())
            return kCancelled;
        maker.choose();
        if (context.cancelled())
            return kCancelled;
        maker.arrange();
        return maker.take();
    } catch (const std::bad_alloc&) {
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    }
}

} // namespace trailloupe::identity
