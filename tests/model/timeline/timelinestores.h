// Random stores and row sets for the tests of model/timeline, and what their lanes should hold.
#pragma once

#include "model/query/column.h"
#include "model/query/evaluator.h"
#include "model/timeline/lanes.h"
#include "tests/support/randomevents.h"
#include "tests/support/slowevaluator.h"
#include "tests/support/storebuilding.h"

#include <algorithm>
#include <map>
#include <set>

namespace trailloupe::test {

using StorePtr = std::shared_ptr<const store::EventStore>;

// Four segments; every 17th event has no time, some are duplicates.
inline StorePtr randomStore(std::uint64_t seed, int eventsOfSegment)
{
    RandomEvents random(seed);
    StoreBuilding building;
    std::string again;
    for (int segment = 0; segment < 4; ++segment) {
        std::string text = "{\"Records\":[";
        for (int i = 0; i < eventsOfSegment; ++i) {
            std::string event = i == 3 && !again.empty() ? again : random.next();
            if (i % 17 == 5)
                event.replace(event.find("\"eventTime\""), 11, "\"eventTine\"");
            text += (i ? "," : "") + event;
            again = event;
        }
        building.read(text + "]}");
        building.seal();
    }
    return building.store();
}

// One of `outOf` shown rows.
inline query::RowSetPtr someRows(const store::EventStore& store, std::uint64_t seed,
                                 std::uint32_t outOf)
{
    RandomEvents random(seed);
    std::vector<std::shared_ptr<const query::RowBits>> segments;
    const query::RowSetPtr shown = query::shownRows(store);
    for (std::size_t i = 0; i < shown->segmentCount(); ++i) {
        query::RowBits bits = shown->segment(i);
        for (std::size_t row = 0; row < bits.size() * 64; ++row) {
            if (random.below(outOf) != 0)
                bits[row / 64] &= ~(std::uint64_t{1} << (row % 64));
        }
        segments.push_back(std::make_shared<const query::RowBits>(std::move(bits)));
    }
    return std::make_shared<const query::RowSet>(std::move(segments));
}

// The values of a field in one event, looked at one by one.
inline std::set<std::string> valuesOf(const StorePtr& store, const query::Field& field, RowId row)
{
    if (field.derived == query::Derived::None) {
        std::string json;
        store->json(row, json);
        bool exists = false;
        return slowValues(field.path, json, exists);
    }
    std::vector<std::string> values;
    query::ColumnReader(store, query::Column::derivedColumn(field.derived))
        .derivedValues(row, values);
    return {values.begin(), values.end()};
}

inline timeline::LanesPtr lanesOf(const timeline::LaneQuestion& question, unsigned threads = 2)
{
    query::FacetCache cache;
    query::Evaluator evaluator(threads);
    const auto made = timeline::makeLanes(question, cache, evaluator, JobContext());
    return made.ok() ? *made : nullptr;
}

} // namespace trailloupe::test
