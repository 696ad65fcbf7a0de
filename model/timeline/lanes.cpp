#include "model/timeline/lanes.h"

#include "model/store/segment.h"
#include "model/timeline/lanesets.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <new>
#include <thread>
#include <utility>

namespace trailloupe::timeline {

using query::Derived;
using query::EventClass;
using store::Segment;

namespace {

constexpr std::size_t kRowsBetweenLooks = 1 << 16; // at the cancel flag

// Does `work` for every number below `count`. False when memory ran out.
bool inParallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work)
{
    std::atomic<std::size_t> next{0};
    std::atomic<bool> outOfMemory{false};
    const auto run = [&] {
        try {
            for (std::size_t i = next++; i < count && !outOfMemory; i = next++)
                work(i);
        } catch (const std::bad_alloc&) {
            outOfMemory = true;
        }
    };
    {
        std::vector<std::jthread> pool;
        for (unsigned i = 1; i < threads; ++i)
            pool.emplace_back(run);
        run();
    }
    return !outOfMemory;
}

// By set of the derived column "class".
std::vector<std::uint8_t> classesOf(const query::DerivedValues& values)
{
    std::vector<std::uint8_t> classes;
    for (std::uint32_t set = 0; set < values.setCount(); ++set) {
        const auto codes = values.codesOf(set);
        auto number = static_cast<std::uint8_t>(EventClass::Other);
        for (std::uint8_t i = 0; i < query::HistogramBar::kClasses && !codes.empty(); ++i) {
            if (values.values()[codes.front()] == query::eventClassKey(static_cast<EventClass>(i)))
                number = i;
        }
        classes.push_back(number);
    }
    return classes;
}

bool hasRibbons(const query::Field& field)
{
    return field.derived == Derived::Actor || field.derived == Derived::Session
        || field.derived == Derived::SessionRoot;
}

} // namespace

class LaneMaking
{
public:
    LaneMaking(const LaneQuestion& question, query::Evaluator& evaluator, const JobContext& context)
        : m_question(question)
        , m_store(*question.events)
        , m_rows(question.rows ? question.rows : query::shownRows(m_store))
        , m_evaluator(evaluator)
        , m_context(context)
    { }

    Result<LanesPtr> run(query::FacetCache& cache)
    {
        if (m_question.field.derived == Derived::Time)
            return Error{Error::Kind::Unsupported, "time is the axis", {}, Error::kNoOffset};
        auto facets = query::countFacets(m_question.events, {&m_question.field, 1}, *m_rows, cache,
                                         m_evaluator, m_context);
        if (!facets)
            return facets.error();
        choose(*facets->front());
        if (!lookAtSegments() || !count() || !fill())
            return Error{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};
        if (m_context.cancelled())
            return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
        addRibbons();
        dropEmpty();
        return LanesPtr(std::move(m_lanes));
    }

private:
    struct Chunk
    {
        std::size_t from = 0; // in the time order
        std::size_t to = 0;
        std::vector<std::uint64_t> byLane; // how many; then, where the next one goes
        std::vector<PartCounts> overview;
        std::uint64_t found = 0;
        std::uint32_t first = 0; // time; 0: none
        std::uint32_t last = 0;
    };

    // Pinned values, and the most frequent of the others.
    void choose(const query::Facet& facet)
    {
        std::vector<std::string> values;
        const auto has = [&](const std::string& text) {
            return std::find(values.begin(), values.end(), text) != values.end();
        };
        for (const std::string& text : m_question.pinned) {
            if (!has(text) && values.size() < Lanes::kMostLanes)
                values.push_back(text);
        }
        const std::size_t pinned = values.size();
        const std::size_t most =
            std::min(Lanes::kMostLanes, pinned + std::min(m_question.most, Lanes::kMostLanes));
        const auto page = facet.list(query::FacetOrder::MostFirst, 0, most);
        for (const query::FacetValue& value : page.values) {
            const auto end = values.begin() + static_cast<std::ptrdiff_t>(pinned);
            if (std::find(values.begin(), end, value.text) == end && values.size() < most)
                values.push_back(value.text);
        }
        std::uint64_t known = 0; // of the values with a lane, those that some event has
        for (const std::string& text : values)
            known += facet.eventsWith(text) > 0 ? 1 : 0;
        m_lanes->m_store = m_question.events;
        m_lanes->m_field = m_question.field;
        m_lanes->m_distinct = facet.distinct();
        for (std::size_t i = 0; i < values.size(); ++i) {
            Lane lane;
            lane.isPinned = i < pinned;
            lane.text = values[i];
            lane.values = 1;
            m_lanes->m_lanes.push_back(std::move(lane));
        }
        m_choice = std::make_unique<LaneChoice>(std::move(values));
        Lane rest;
        rest.kind = Lane::Kind::Rest;
        rest.values = facet.distinct() - known;
        m_lanes->m_lanes.push_back(std::move(rest));
        Lane none;
        none.kind = Lane::Kind::NoValue;
        m_lanes->m_lanes.push_back(std::move(none));
    }

    bool lookAtSegments()
    {
        const std::size_t segments = m_store.segments().size();
        m_sets.resize(segments);
        m_classes.resize(segments);
        m_classValues.resize(segments);
        const bool isPath = m_question.field.derived == Derived::None;
        std::optional<query::FieldPlan> plan;
        if (isPath)
            plan.emplace(m_question.field.path, m_store);
        return inParallel(segments, m_evaluator.threads(), [&](std::size_t i) {
            if (m_context.cancelled())
                return;
            m_classValues[i] =
                m_evaluator.derived().get(m_question.events, i, Derived::Class, m_context);
            if (m_classValues[i])
                m_classes[i] = classesOf(*m_classValues[i]);
            m_sets[i] =
                LaneSets::make(m_question.events, i, m_rows->segment(i), m_question.field,
                               isPath ? &*plan : nullptr, *m_choice, m_evaluator, m_context);
        });
    }

    // For each event of a part of the time order that was found: place, row, lanes.
    template<typename Use>
    void each(std::size_t from, std::size_t to, const Use& use) const
    {
        const auto order = m_store.timeOrder();
        for (std::size_t place = from; place < to; ++place) {
            if ((place - from) % kRowsBetweenLooks == 0 && m_context.cancelled())
                return;
            const RowId row = order[place];
            if (m_rows->contains(row))
                use(place, row, m_sets[row.value() >> 16]->of(row.value() & 0xFFFF));
        }
    }
    std::uint32_t timeOf(RowId row) const
    {
        return m_store.segments()[row.value() >> 16]->rowTime(row.value() & 0xFFFF);
    }

    bool count()
    {
        if (m_context.cancelled())
            return true;
        const std::size_t dated = m_store.datedCount();
        const std::size_t chunks = std::max<std::size_t>(1, m_evaluator.threads());
        for (std::size_t i = 0; i < chunks; ++i) {
            Chunk chunk;
            chunk.from = dated * i / chunks;
            chunk.to = dated * (i + 1) / chunks;
            chunk.byLane.resize(m_choice->count());
            m_chunks.push_back(std::move(chunk));
        }
        const bool ok = inParallel(chunks, m_evaluator.threads(), [this](std::size_t i) {
            Chunk& chunk = m_chunks[i];
            RowId last;
            each(chunk.from, chunk.to, [&](std::size_t, RowId row, auto lanes) {
                if (chunk.found++ == 0)
                    chunk.first = timeOf(row);
                last = row;
                for (const LaneNumber lane : lanes)
                    ++chunk.byLane[lane];
            });
            if (chunk.found > 0)
                chunk.last = timeOf(last);
        });
        if (!ok || m_context.cancelled())
            return ok;
        each(dated, m_store.rowCount(), [&](std::size_t, RowId, auto lanes) {
            ++m_lanes->m_undated;
            for (const LaneNumber lane : lanes)
                ++m_lanes->m_lanes[lane].undated;
        });
        placeLanes();
        return true;
    }

    // Where the events of each lane go, and those of each chunk within it.
    void placeLanes()
    {
        std::uint64_t at = 0;
        for (std::size_t i = 0; i < m_choice->count(); ++i) {
            Lane& lane = m_lanes->m_lanes[i];
            lane.first = at;
            for (Chunk& chunk : m_chunks) {
                const std::uint64_t count = chunk.byLane[i];
                chunk.byLane[i] = at;
                at += count;
            }
            lane.dated = at - lane.first;
        }
        m_lanes->m_found = m_lanes->m_undated;
        for (const Chunk& chunk : m_chunks) {
            m_lanes->m_found += chunk.found;
            if (chunk.found == 0)
                continue;
            if (!m_lanes->m_span)
                m_lanes->m_span = query::TimeSpan{chunk.first, 0};
            m_lanes->m_span->to = std::int64_t{chunk.last} + 1;
        }
        m_lanes->m_places.resize(at);
        m_lanes->m_times.resize(at);
        m_lanes->m_classes.resize(at);
        m_lanes->m_overview.resize(m_lanes->m_span ? Lanes::kOverviewColumns : 0);
        for (const auto& sets : m_sets)
            m_lanes->m_hasSeveral = m_lanes->m_hasSeveral || sets->hasSeveral();
    }

    bool fill()
    {
        if (m_context.cancelled() || !m_lanes->m_span)
            return true;
        const bool ok = inParallel(m_chunks.size(), m_evaluator.threads(),
                                   [this](std::size_t i) { fillChunk(m_chunks[i]); });
        for (const Chunk& chunk : m_chunks) {
            for (std::size_t i = 0; i < chunk.overview.size(); ++i) {
                for (std::size_t part = 0; part < kParts; ++part)
                    m_lanes->m_overview[i][part] += chunk.overview[i][part];
            }
        }
        return ok;
    }

    void fillChunk(Chunk& chunk)
    {
        chunk.overview.resize(Lanes::kOverviewColumns);
        const std::int64_t begin = m_lanes->m_span->from;
        const auto length = static_cast<std::uint64_t>(m_lanes->m_span->to - begin);
        each(chunk.from, chunk.to, [&](std::size_t place, RowId row, auto lanes) {
            const std::size_t segment = row.value() >> 16;
            const std::uint32_t inSegment = row.value() & 0xFFFF;
            const std::uint32_t time = m_store.segments()[segment]->rowTime(inSegment);
            const std::uint8_t eventClass =
                m_classes[segment][m_classValues[segment]->setOf(inSegment)];
            const auto column = static_cast<std::size_t>(static_cast<std::uint64_t>(time - begin)
                                                         * Lanes::kOverviewColumns / length);
            ++chunk.overview[column]
                            [static_cast<std::size_t>(partOf(static_cast<EventClass>(eventClass)))];
            for (const LaneNumber lane : lanes) {
                const std::uint64_t at = chunk.byLane[lane]++;
                m_lanes->m_places[at] = static_cast<std::uint32_t>(place);
                m_lanes->m_times[at] = time;
                m_lanes->m_classes[at] = eventClass;
            }
        });
    }

    void addRibbons()
    {
        const auto& identities = m_question.identities;
        if (!identities || !hasRibbons(m_question.field)
            || identities->events()->segments().size() != m_store.segments().size())
            return;
        // Every event of a session is of one actor, one session and one chain.
        constexpr LaneNumber kNoLane = 0xFFFF;
        std::vector<LaneNumber> laneOf(identities->sessions().size(), kNoLane);
        for (std::size_t i = 0; i < m_sets.size(); ++i) {
            const auto sessions = identities->sessionsOfSegment(i);
            const query::RowBits& rows = m_rows->segment(i);
            for (std::uint32_t row = 0; row < sessions.size(); ++row) {
                if ((rows[row / 64] >> (row % 64) & 1) != 0 && sessions[row] < laneOf.size())
                    laneOf[sessions[row]] = m_sets[i]->of(row).front();
            }
        }
        for (std::uint32_t i = 0; i < laneOf.size(); ++i) {
            if (laneOf[i] < m_choice->rest())
                addRibbon(m_lanes->m_lanes[laneOf[i]], identity::SessionId(i));
        }
        for (Lane& lane : m_lanes->m_lanes) {
            std::sort(lane.ribbons.begin(), lane.ribbons.end(),
                      [](const Ribbon& a, const Ribbon& b) {
                          return std::pair(a.begin, a.session.value())
                              < std::pair(b.begin, b.session.value());
                      });
        }
    }

    void addRibbon(Lane& lane, identity::SessionId id) const
    {
        const identity::Session& session = m_question.identities->session(id);
        Ribbon ribbon;
        ribbon.session = id;
        ribbon.issueIsKnown = session.created != identity::kNoTime;
        ribbon.begin = ribbon.issueIsKnown ? session.created : session.first;
        if (ribbon.begin == identity::kNoTime)
            return; // nothing of it has a time
        if (session.first != identity::kNoTime)
            ribbon.begin = std::min(ribbon.begin, session.first);
        ribbon.lastUse = session.last == identity::kNoTime ? ribbon.begin : session.last;
        if (session.expires != identity::kNoTime)
            ribbon.expires = session.expires;
        lane.ribbons.push_back(ribbon);
    }

    // The last two lanes are there only where they hold something.
    void dropEmpty()
    {
        std::erase_if(m_lanes->m_lanes, [](const Lane& lane) {
            return lane.kind != Lane::Kind::Value && lane.events() == 0;
        });
    }

    const LaneQuestion& m_question;
    const store::EventStore& m_store;
    query::RowSetPtr m_rows;
    query::Evaluator& m_evaluator;
    const JobContext& m_context;
    std::unique_ptr<LaneChoice> m_choice;
    std::vector<std::unique_ptr<const LaneSets>> m_sets; // by segment, like the following
    std::vector<std::shared_ptr<const query::DerivedValues>> m_classValues;
    std::vector<std::vector<std::uint8_t>> m_classes; // by set
    std::vector<Chunk> m_chunks;
    std::shared_ptr<Lanes> m_lanes = std::make_shared<Lanes>();
};

std::optional<std::size_t> Lanes::find(std::size_t lane, std::uint32_t place) const
{
    const auto all = places(lane);
    const auto it = std::lower_bound(all.begin(), all.end(), place);
    if (it == all.end() || *it != place)
        return std::nullopt;
    return static_cast<std::size_t>(it - all.begin());
}

std::optional<std::size_t> Lanes::laneOf(Lane::Kind kind, std::string_view text) const
{
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        if (m_lanes[i].kind == kind && m_lanes[i].text == text)
            return i;
    }
    return std::nullopt;
}

std::uint64_t Lanes::eventsIn(query::TimeSpan span) const
{
    const auto placesIn = [&](std::size_t lane) {
        const auto all = times(lane);
        const auto at = [&](std::int64_t seconds) {
            return std::partition_point(all.begin(), all.end(),
                                        [&](std::uint32_t time) { return time < seconds; })
                - all.begin();
        };
        const auto first = static_cast<std::size_t>(at(span.from));
        const auto end = static_cast<std::size_t>(at(std::max(span.from, span.to)));
        return places(lane).subspan(first, end - first);
    };
    std::uint64_t sum = 0;
    for (std::size_t lane = 0; !m_hasSeveral && lane < m_lanes.size(); ++lane)
        sum += placesIn(lane).size();
    if (!m_hasSeveral)
        return sum;
    std::vector<bool> isThere(m_store->datedCount());
    for (std::size_t lane = 0; lane < m_lanes.size(); ++lane) {
        for (const std::uint32_t place : placesIn(lane)) {
            sum += isThere[place] ? 0 : 1;
            isThere[place] = true;
        }
    }
    return sum;
}

std::uint64_t Lanes::memoryBytes() const
{
    return m_places.capacity() * 4 + m_times.capacity() * 4 + m_classes.capacity()
        + m_lanes.capacity() * sizeof(Lane) + m_overview.capacity() * sizeof(PartCounts);
}

std::string Lanes::checkInvariants() const
{
    std::uint64_t at = 0;
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        const Lane& lane = m_lanes[i];
        if (lane.first != at)
            return "a lane does not begin where the one before ends";
        at += lane.dated;
        const auto all = places(i);
        for (std::size_t event = 0; event < all.size(); ++event) {
            if (event > 0 && all[event - 1] >= all[event])
                return "places do not ascend";
            if (m_store->time(row(i, event)) != std::int64_t{times(i)[event]})
                return "a time is another one in the store";
        }
        if (i > 0 && lane.isPinned && !m_lanes[i - 1].isPinned)
            return "a pinned lane is not at the top";
    }
    if (at != m_places.size() || at != m_times.size() || at != m_classes.size())
        return "arrays do not end with the last lane";
    std::uint64_t overview = 0;
    for (const PartCounts& counts : m_overview)
        overview += sumOf(counts);
    return overview == m_found - m_undated ? "" : "the overview does not hold every event";
}

Result<LanesPtr> makeLanes(const LaneQuestion& question, query::FacetCache& cache,
                           query::Evaluator& evaluator, const JobContext& context)
{
    try {
        return LaneMaking(question, evaluator, context).run(cache);
    } catch (const std::bad_alloc&) {
        return Error{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};
    }
}

} // namespace trailloupe::timeline
