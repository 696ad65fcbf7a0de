// FieldScan: which rows of a segment fulfil a FieldTest.
//
// Representation: the test is asked once per distinct value of a segment, rows are look-ups of
// small integers.  What a shape holds of the field is found out once per block. Threads: immutable
// after compile(); scan() on any thread, for different segments at a time. Cost: O(rows + distinct
// values); a value inside a subtree that is kept as text is parsed once per distinct text.  A test
// of a container's JSON rebuilds the event of every candidate row.
#pragma once

#include "model/query/derivedvalues.h"
#include "model/query/fieldplaces.h"
#include "model/query/rowset.h"
#include "model/query/valuematcher.h"
#include "model/store/segment.h"

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
    std::shared_ptr<const PathMatcher> m_paths; // none for derived columns
};

// Calls use(row) for every candidate below `rows` (null: all), in order.
template<typename Use>
void forCandidates(std::uint32_t rows, const RowBits* candidates, const Use& use)
{
    if (!candidates) {
        for (std::uint32_t row = 0; row < rows; ++row)
            use(row);
        return;
    }
    for (std::uint32_t word = 0; word < candidates->size(); ++word) {
        for (std::uint64_t bits = (*candidates)[word]; bits; bits &= bits - 1)
            use(word * 64 + static_cast<std::uint32_t>(__builtin_ctzll(bits)));
    }
}

inline void setBit(RowBits& rows, std::uint32_t row)
{
    rows[row / 64] |= std::uint64_t{1} << (row % 64);
}

} // namespace trailloupe::query
