// FieldScan: which rows of a segment fulfil a FieldTest.
//
// Representation: the test is asked once per distinct value of a segment, rows are look-ups of
// small integers.  What a shape holds of the field is found out once. Threads: immutable
// after compile(); scan() on any thread, for different segments at a time. Cost: O(rows + distinct
// values); a value inside a subtree that is kept as text is parsed once per distinct text.  A test
// of a container's JSON rebuilds the event of every candidate row.
#pragma once

#include "model/query/derivedvalues.h"
#include "model/query/fieldplaces.h"
#include "model/query/rowset.h"
#include "model/query/valuematcher.h"
#include "model/store/segment.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace trailloupe::query {

class FieldScan
{
public:
    // Malformed as ValueMatcher::compile().
    static Result<FieldScan> compile(const FieldTest& test,
                                     std::shared_ptr<const store::EventStore> events);

    // True when it pays to have few candidates.
    bool isSlow() const { return m_matcher.needsJson(); }
    // Sets the bit of every row that fulfils the test, as far as it is a candidate (null: all are).
    // `rows` comes as zeros.  False when cancelled.
    bool scan(std::size_t segment, const RowBits* candidates, DerivedCache& derived,
              const JobContext& context, RowBits& rows) const;

private:
    class OfSegment;

    FieldScan(ValueMatcher matcher, std::shared_ptr<const store::EventStore> events);
    bool scanDerived(std::size_t segment, const RowBits* candidates, DerivedCache& derived,
                     const JobContext& context, RowBits& rows) const;
    void scanTime(const store::Segment& segment, RowBits& rows) const;

    ValueMatcher m_matcher;
    std::shared_ptr<const store::EventStore> m_events;
    std::shared_ptr<const FieldPlan> m_plan; // none for derived columns
};

inline void setBit(RowBits& rows, std::uint32_t row)
{
    rows[row / 64] |= std::uint64_t{1} << (row % 64);
}

// Sets the bits of the candidates below `count` (null: all) that fulfil a test, asked in order.
// `rows` comes as zeros. False when cancelled.
template<typename Test>
bool testRows(std::uint32_t count, const RowBits* candidates, const JobContext& context,
              RowBits& rows, const Test& fulfils)
{
    constexpr std::size_t kWordsBetweenLooks = 16; // at the cancel flag
    for (std::size_t word = 0; word < rows.size(); ++word) {
        if (word % kWordsBetweenLooks == 0 && context.cancelled())
            return false;
        const auto first = static_cast<std::uint32_t>(word * 64);
        std::uint64_t fit = 0;
        if (candidates) {
            for (std::uint64_t open = (*candidates)[word]; open; open &= open - 1) {
                const auto bit = static_cast<std::uint32_t>(__builtin_ctzll(open));
                fit |= std::uint64_t{fulfils(first + bit)} << bit;
            }
        } else {
            const std::uint32_t end = std::min(64u, count - first);
            for (std::uint32_t bit = 0; bit < end; ++bit)
                fit |= std::uint64_t{fulfils(first + bit)} << bit;
        }
        rows[word] = fit;
    }
    return true;
}

} // namespace trailloupe::query
