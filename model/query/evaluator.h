// Evaluator: which rows of a store fulfil a predicate.
//
// Representation: bits per segment, computed for segments in parallel and kept per node of the
// tree: what was found for a condition is there when it comes back in another filter, and when a
// new generation adds segments to the ones that are known. A slow condition is asked only for the
// rows that the others leave; what was found for them is kept too, and more rows are added to it.
// Threads: any; calls may overlap. Memory: results up to kCacheBytes, the oldest go first; derived
// columns as long as their segments. Errors: Malformed for a test that cannot be compiled (see
// ValueMatcher), TooLarge where the memory does not suffice, Cancelled.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/derivedvalues.h"
#include "model/query/predicate.h"
#include "model/query/rowset.h"
#include "model/store/eventstore.h"

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace trailloupe::query {

using RowSetPtr = std::shared_ptr<const RowSet>;

class Evaluator
{
public:
    // `threads` 0: one per processor.
    explicit Evaluator(unsigned threads = 0);

    // Of the rows that are shown (not of duplicates).
    Result<RowSetPtr> evaluate(const std::shared_ptr<const store::EventStore>& events,
                               const PredicatePtr& predicate, const JobContext& context);
    DerivedCache& derived() { return m_derived; }
    unsigned threads() const { return m_threads; }

private:
    static constexpr std::size_t kCacheBytes = std::size_t{64} << 20;

    struct Node;
    class OfSegment;
    using BitsPtr = std::shared_ptr<const RowBits>;
    using Key = std::pair<const store::Segment*, std::string>;
    struct Known
    {
        BitsPtr fits; // null: nothing is known
        BitsPtr of; // the rows that were asked for; null: all
    };
    struct Entry
    {
        std::weak_ptr<const store::Segment> segment;
        Known known;
        std::list<Key>::iterator age;

        std::size_t bytes() const;
    };

    static Result<std::shared_ptr<Node>> compile(
        const std::shared_ptr<const store::EventStore>& events, const PredicatePtr& predicate,
        std::int64_t lastEvent, const JobContext& context);
    Known find(const std::shared_ptr<const store::Segment>& segment, const std::string& key);
    void keep(const std::shared_ptr<const store::Segment>& segment, const std::string& key,
              Known known);

    const unsigned m_threads;
    DerivedCache m_derived;
    std::mutex m_mutex; // guards what follows
    std::map<Key, Entry> m_entries;
    std::list<Key> m_ages; // oldest first
    std::size_t m_bytes = 0;
};

// The rows that are shown, as bits.
RowSetPtr shownRows(const store::EventStore& events);

} // namespace trailloupe::query
