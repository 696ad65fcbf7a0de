// MessageMatcher: whether one message fulfils a predicate, without a store: a log line, or the JSON
// of an event.
//
// Threads: immutable; any thread.
// Cost: a JSON message is parsed once per question.
// Errors: compile() is Malformed as ValueMatcher, TextPattern and DelimitedMatcher are, Unsupported
// for derived columns, which need a store.
#pragma once

#include "model/base/result.h"
#include "model/query/filterpattern.h"
#include "model/query/predicate.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace trailloupe::query {

class MessageMatcher
{
public:
    // `lastEvent`: seconds, for times that are counted back.
    static Result<MessageMatcher> compile(const Predicate& predicate, std::int64_t lastEvent = 0);
    // A JSON pattern is about messages that are JSON objects; others never fulfil it.
    // REQUIRES pattern.predicate.
    static Result<MessageMatcher> compile(const FilterPattern& pattern);

    // Tests of fields find nothing in a message that is no JSON object.
    bool matches(std::string_view message) const;

private:
    struct Node;
    struct Message;
    static Result<std::shared_ptr<const Node>> compileNode(const Predicate& predicate,
                                                           std::int64_t lastEvent);
    static bool fulfils(const Node& node, const Message& message);

    std::shared_ptr<const Node> m_root;
    bool m_needsObject = false;
};

} // namespace trailloupe::query
