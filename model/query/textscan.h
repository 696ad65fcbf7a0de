// TextScan: which rows of a segment hold a text anywhere.
//
// Scope Values looks at strings, numbers, true and false; never at the names of members.  Scope
// Json rebuilds the event. Threads: immutable after compile(); scan() on any thread, for different
// segments at a time. Cost: Values: the distinct values of the segment once, then the rows of
// shapes that may hold one that fits. Json: the whole event of every candidate row.
#pragma once

#include "model/base/jobcontext.h"
#include "model/query/delimitedpattern.h"
#include "model/query/predicate.h"
#include "model/query/rowset.h"
#include "model/query/textpattern.h"
#include "model/store/eventstore.h"
#include "model/store/segment.h"

#include <memory>
#include <optional>
#include <vector>

namespace trailloupe::query {

class TextScan
{
public:
    // Malformed as TextPattern::compile() and DelimitedMatcher::compile().
    static Result<TextScan> compile(const TextTest& test,
                                    std::shared_ptr<const store::EventStore> events);

    bool isSlow() const { return m_scope == TextTest::Scope::Json; }
    // As FieldScan::scan().
    bool scan(std::size_t segment, const RowBits* candidates, const JobContext& context,
              RowBits& rows) const;

private:
    class OfSegment;
    TextScan(TextPattern pattern, TextTest test, std::shared_ptr<const store::EventStore> events);
    std::vector<std::uint8_t> codesOf(const store::Segment& segment,
                                      const store::Segment::Dictionary& dictionary) const;
    bool mayBeIn(std::string_view alphabet) const;

    TextPattern m_pattern;
    std::optional<DelimitedMatcher> m_delimited; // instead of the pattern
    TextTest::Op m_op;
    TextTest::Scope m_scope;
    std::string m_operand; // lower case where letters are folded
    std::shared_ptr<const store::EventStore> m_events;
};

} // namespace trailloupe::query
