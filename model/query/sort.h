// Sorting the rows of a store by a column.
//
// Order: numbers by value, also where they stand in strings; then times; then other text by bytes.
//   Rows without a value come last in either direction. Equal rows keep their time order, so
//   sorting is stable; by time downwards is the time order backwards, undated rows last all the
//   same.
// Threads: pure function of its inputs; uses `threads` workers (0: one per processor).
// Cost: distinct values are compared once; rows move as integers. See tests/bench/bench_store.
// Errors: Cancelled.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/column.h"

#include <memory>
#include <vector>

namespace trailloupe::query {

enum class Direction : std::uint8_t
{
    Ascending,
    Descending
};

struct SortKey
{
    Column column = Column::derivedColumn(Derived::Time);
    Direction direction = Direction::Descending;
    bool operator==(const SortKey&) const = default;
};

using RowOrder = std::shared_ptr<const std::vector<RowId>>;

Result<RowOrder> sortRows(const std::shared_ptr<const store::EventStore>& store, const SortKey& key,
                          const JobContext& context, unsigned threads = 0);

} // namespace trailloupe::query
