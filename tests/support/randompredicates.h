// RandomPredicates: seeded conditions of every kind and policy, about places and values that stand
// in a store.
#pragma once

#include "model/query/predicate.h"
#include "model/store/eventstore.h"
#include "tests/support/randomevents.h"

#include <string>
#include <vector>

namespace trailloupe::test {

class RandomPredicates
{
public:
    // REQUIRES that some event of the store has a time.
    RandomPredicates(std::uint64_t seed, const store::EventStore& store);

    query::PredicatePtr next(int depth);
    query::PredicatePtr nextText(); // looked for anywhere

private:
    // What stands in some events: places and values that tests can meet.
    struct Seen
    {
        std::vector<std::vector<query::PathStep>> paths;
        std::vector<std::string> values;
    };
    static Seen seenIn(const store::EventStore& store);

    bool chance(std::uint32_t of) { return m_random.below(of) == 0; }
    std::string operand(bool fold);
    query::FieldTest field();
    void mutate(query::FieldPath& path);
    query::TextTest text();
    query::TimeTest time();

    RandomEvents m_random;
    Seen m_seen;
    std::int64_t m_last;
};

} // namespace trailloupe::test
