#include "model/identity/profile.h"

#include "model/query/fieldnames.h"
#include "model/query/valueids.h"

#include <algorithm>
#include <limits>
#include <new>
#include <unordered_map>
#include <utility>

namespace trailloupe::identity {
namespace {

using query::EventClass;
using query::Field;
using StorePtr = std::shared_ptr<const store::EventStore>;

const Error kCancelled{.kind = Error::Kind::Cancelled};
constexpr std::size_t kRowsBetweenChecks = 1 << 16;

std::vector<Field> fieldsOf(std::initializer_list<const char*> names)
{
    std::vector<Field> fields;
    for (const char* name : names)
        fields.push_back(*query::parseField(name));
    return fields;
}

query::RowSetPtr inBoth(const query::RowSet& a, const query::RowSet& b)
{
    std::vector<std::shared_ptr<const query::RowBits>> segments;
    for (std::size_t i = 0; i < a.segmentCount(); ++i) {
        auto rows = std::make_shared<query::RowBits>(a.segment(i));
        for (std::size_t word = 0; word < rows->size(); ++word)
            (*rows)[word] &= b.segment(i)[word];
        segments.push_back(std::move(rows));
    }
    return std::make_shared<const query::RowSet>(std::move(segments));
}

class Profiling
{
public:
    Profiling(const StorePtr& events, const Subject& subject, query::RowSetPtr rows,
              query::FacetCache& cache, query::Evaluator& evaluator, const JobContext& context)
        : m_events(events)
        , m_rows(std::move(rows))
        , m_cache(cache)
        , m_evaluator(evaluator)
        , m_context(context)
        , m_profile(std::make_shared<Profile>())
    {
        m_profile->subject = subject;
        m_profile->events = m_rows->count();
    }

    Result<ProfilePtr> make(const Identities& identities)
    {
        countSessions(identities);
        findSpan();
        std::optional<Error> wrong = countBars();
        if (!wrong)
            wrong = countFields(profileFields(), *m_rows, m_profile->fields);
        if (!wrong)
            wrong = countDenied();
        if (!wrong)
            wrong = findFirsts();
        if (wrong)
            return *wrong;
        return ProfilePtr(std::move(m_profile));
    }

private:
    std::span<const RowId> dated() const
    {
        return m_events->timeOrder().first(m_events->datedCount());
    }

    void countSessions(const Identities& identities)
    {
        const std::vector<bool> chosen = sessionsOf(identities, m_profile->subject);
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            if (chosen[i] && identities.sessions()[i].events > 0)
                ++m_profile->sessions;
        }
    }

    void findSpan()
    {
        const auto order = dated();
        const auto isIts = [this](RowId row) {
            return m_rows->contains(row);
        };
        const auto first = std::find_if(order.begin(), order.end(), isIts);
        if (first == order.end())
            return;
        const auto last = std::find_if(order.rbegin(), order.rend(), isIts);
        m_profile->span = query::TimeSpan{*m_events->time(*first), *m_events->time(*last) + 1};
    }

    // Over the whole export, so that principals can be compared.
    std::optional<Error> countBars()
    {
        const auto order = dated();
        if (!order.empty()) {
            const std::int64_t from = *m_events->time(order.front());
            const std::int64_t to = *m_events->time(order.back()) + 1;
            m_profile->boundaries =
                query::barBoundaries(from, to, query::niceStep(from, to, kProfileBars));
        } else {
            m_profile->boundaries = {0, 1};
        }
        auto histogram =
            query::countHistogram(m_events, *m_rows, m_profile->boundaries, m_evaluator, m_context);
        if (!histogram)
            return histogram.error();
        m_profile->histogram = std::move(*histogram);
        m_profile->undated = m_profile->histogram.undated.all();
        const auto addAll = [this](const query::HistogramBar& bar) {
            m_profile->denied += bar.of(EventClass::Denied);
            m_profile->failed += bar.of(EventClass::Failed);
        };
        for (const query::HistogramBar& bar : m_profile->histogram.bars)
            addAll(bar);
        addAll(m_profile->histogram.before);
        addAll(m_profile->histogram.after);
        addAll(m_profile->histogram.undated);
        return std::nullopt;
    }

    std::optional<Error> countFields(const std::vector<Field>& fields, const query::RowSet& rows,
                                     std::vector<ProfileField>& counted)
    {
        const auto facets =
            query::countFacets(m_events, fields, rows, m_cache, m_evaluator, m_context);
        if (!facets)
            return facets.error();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const query::Facet& facet = *(*facets)[i];
            auto page = facet.list(query::FacetOrder::MostFirst, 0,
                                   std::numeric_limits<std::size_t>::max());
            counted.push_back({.field = fields[i],
                               .values = std::move(page.values),
                               .without = facet.events() - facet.withField()});
        }
        return std::nullopt;
    }

    std::optional<Error> countDenied()
    {
        const auto denied =
            m_evaluator.evaluate(m_events,
                                 query::Predicate::of(query::FieldTest{
                                     .field = {query::Derived::Class, {}},
                                     .operands = {query::eventClassKey(EventClass::Denied)}}),
                                 m_context);
        if (!denied)
            return denied.error();
        return countFields(deniedFields(), *inBoth(*m_rows, **denied), m_profile->deniedFields);
    }

    std::optional<Error> findFirsts()
    {
        for (const Field& field : firstFields()) {
            const auto of = std::find_if(m_profile->fields.begin(), m_profile->fields.end(),
                                         [&](const ProfileField& f) { return f.field == field; });
            if (!findFirsts(*of))
                return kCancelled;
        }
        std::stable_sort(
            m_profile->firsts.begin(), m_profile->firsts.end(),
            [](const ProfileFirst& a, const ProfileFirst& b) { return a.time > b.time; });
        return std::nullopt;
    }

    // False when cancelled.
    bool findFirsts(const ProfileField& of)
    {
        std::unordered_map<std::string_view, std::uint64_t> missing; // values not met yet
        for (const query::FacetValue& value : of.values)
            missing.emplace(value.text, value.events);
        query::Interner texts;
        query::ValueIds ids(m_events, query::fieldText(of.field), texts);
        std::vector<bool> isKnown; // of anybody
        std::vector<bool> isDone; // of the subject
        std::size_t looked = 0;
        for (const RowId row : dated()) {
            if (++looked % kRowsBetweenChecks == 0 && m_context.cancelled())
                return false;
            if (missing.empty())
                break;
            const std::uint32_t id = ids.id(row);
            if (id == 0)
                continue;
            if (id >= isKnown.size()) {
                isKnown.resize(texts.size());
                isDone.resize(texts.size());
            }
            const bool isFirstOfAll = !isKnown[id];
            isKnown[id] = true;
            if (isDone[id] || !m_rows->contains(row))
                continue;
            isDone[id] = true;
            const auto value = missing.find(texts.text(id));
            if (value == missing.end())
                continue;
            m_profile->firsts.push_back({.field = of.field,
                                         .value = std::string(value->first),
                                         .time = *m_events->time(row),
                                         .row = row,
                                         .events = value->second,
                                         .isFirstOfAll = isFirstOfAll});
            missing.erase(value);
        }
        return true;
    }

    const StorePtr& m_events;
    query::RowSetPtr m_rows;
    query::FacetCache& m_cache;
    query::Evaluator& m_evaluator;
    const JobContext& m_context;
    std::shared_ptr<Profile> m_profile;
};

} // namespace

const std::vector<Field>& profileFields()
{
    static const std::vector<Field> fields = fieldsOf(
        {"verb", "class", "eventName", "eventSource", "sourceIPAddress", "agent", "userAgent",
         "awsRegion", "account", "userIdentity.sessionContext.attributes.mfaAuthenticated",
         "additionalEventData.MFAUsed", "actor", "principal", "session.id"});
    return fields;
}

const std::vector<Field>& deniedFields()
{
    static const std::vector<Field> fields = fieldsOf({"eventName", "error"});
    return fields;
}

const std::vector<Field>& firstFields()
{
    static const std::vector<Field> fields = fieldsOf({"eventName", "eventSource", "awsRegion"});
    return fields;
}

Result<ProfilePtr> makeProfile(const StorePtr& events, const Identities& identities,
                               const Subject& subject, query::FacetCache& cache,
                               query::Evaluator& evaluator, const JobContext& context)
{
    try {
        return Profiling(events, subject, rowsOf(identities, subject), cache, evaluator, context)
            .make(identities);
    } catch (const std::bad_alloc&) {
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    }
}

} // namespace trailloupe::identity
