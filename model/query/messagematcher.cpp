#include "model/query/messagematcher.h"

#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/query/delimitedpattern.h"
#include "model/query/valuematcher.h"
#include "model/store/nodekind.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

namespace trailloupe::query {

using store::ValueKind;

namespace {

// A document stands for itself here: its paths are those of its nodes.
const store::PathTable& noPaths()
{
    static const store::PathTable paths;
    return paths;
}

TextPattern::Op patternOp(TextTest::Op op)
{
    switch (op) {
    case TextTest::Op::Contains:
        return TextPattern::Op::Contains;
    case TextTest::Op::Glob:
        return TextPattern::Op::Glob;
    case TextTest::Op::Regex:
        return TextPattern::Op::Regex;
    default:
        return TextPattern::Op::Equal;
    }
}

} // namespace

struct MessageMatcher::Node
{
    Predicate::Kind kind = Predicate::Kind::All;
    std::vector<std::shared_ptr<const Node>> children;
    std::optional<ValueMatcher> value;
    std::optional<PathMatcher> path;
    std::optional<TextPattern> text;
    std::optional<DelimitedMatcher> delimited;
    TextTest::Scope scope = TextTest::Scope::Values;
    std::int64_t from = 0, to = 0;
};

struct MessageMatcher::Message
{
    std::string_view text;
    std::optional<JsonDocument> object; // when it is one

    std::string_view textOf(const JsonDocument::Node& node) const
    {
        return node.kind == JsonDocument::Kind::String ? std::string_view(node.text)
                                                       : text.substr(node.offset, node.length);
    }
};

Result<std::shared_ptr<const MessageMatcher::Node>> MessageMatcher::compileNode(
    const Predicate& predicate, std::int64_t lastEvent)
{
    auto node = std::make_shared<Node>();
    node->kind = predicate.kind();
    for (const PredicatePtr& child : predicate.children()) {
        auto made = compileNode(*child, lastEvent);
        if (!made)
            return made.error();
        node->children.push_back(std::move(made).value());
    }
    if (predicate.kind() == Predicate::Kind::Field) {
        if (predicate.field().field.derived != Derived::None)
            return Error{
                Error::Kind::Unsupported, predicate.field().field.text(), {}, Error::kNoOffset};
        auto value = ValueMatcher::compile(predicate.field());
        if (!value)
            return value.error();
        node->value = std::move(value).value();
        node->path.emplace(predicate.field().field.path, noPaths());
    } else if (predicate.kind() == Predicate::Kind::Text) {
        const TextTest& test = predicate.text();
        node->scope = test.scope;
        if (test.op == TextTest::Op::Delimited) {
            auto delimited = DelimitedMatcher::compile(test.operand);
            if (!delimited)
                return delimited.error();
            node->delimited = std::move(delimited).value();
        } else {
            auto text = TextPattern::compile(patternOp(test.op), {test.operand}, test.foldCase);
            if (!text)
                return text.error();
            node->text = std::move(text).value();
        }
    } else if (predicate.kind() == Predicate::Kind::Time) {
        const TimeTest& test = predicate.time();
        node->from =
            test.from ? test.from->at(lastEvent) : std::numeric_limits<std::int64_t>::min();
        node->to = test.to ? test.to->at(lastEvent) : std::numeric_limits<std::int64_t>::max();
    }
    return std::shared_ptr<const Node>(std::move(node));
}

Result<MessageMatcher> MessageMatcher::compile(const Predicate& predicate, std::int64_t lastEvent)
{
    auto root = compileNode(predicate, lastEvent);
    if (!root)
        return root.error();
    MessageMatcher matcher;
    matcher.m_root = std::move(root).value();
    return matcher;
}

Result<MessageMatcher> MessageMatcher::compile(const FilterPattern& pattern)
{
    auto matcher = compile(*pattern.predicate);
    if (matcher)
        matcher->m_needsObject = pattern.language == FilterPattern::Language::Json;
    return matcher;
}

bool MessageMatcher::matches(std::string_view message) const
{
    Message read{message, std::nullopt};
    if (auto document = JsonDocument::parse(message);
        document && document->root().kind == JsonDocument::Kind::Object)
        read.object = std::move(document).value();
    return (read.object || !m_needsObject) && fulfils(*m_root, read);
}

bool MessageMatcher::fulfils(const Node& node, const Message& message)
{
    const auto holds = [&](const std::shared_ptr<const Node>& child) {
        return fulfils(*child, message);
    };
    switch (node.kind) {
    case Predicate::Kind::All:
        return std::all_of(node.children.begin(), node.children.end(), holds);
    case Predicate::Kind::Any:
        return std::any_of(node.children.begin(), node.children.end(), holds);
    case Predicate::Kind::Not:
        return !holds(node.children.front());
    case Predicate::Kind::Field: {
        std::vector<std::uint32_t> found;
        if (message.object)
            node.path->findInside(store::PathTable::root(), {}, *message.object, found);
        if (found.empty())
            return node.value->matches(ValueKind::Missing, {});
        return std::any_of(found.begin(), found.end(), [&](std::uint32_t at) {
            const JsonDocument::Node& value = message.object->node(at);
            return node.value->matches(store::kindOf(value), message.textOf(value));
        });
    }
    case Predicate::Kind::Text:
        if (node.delimited)
            return node.delimited->matches(message.text);
        if (node.scope == TextTest::Scope::Json || !message.object)
            return node.text->matches(message.text);
        return std::any_of(message.object->nodes().begin(), message.object->nodes().end(),
                           [&](const JsonDocument::Node& value) {
                               const ValueKind kind = store::kindOf(value);
                               const bool isValue = kind == ValueKind::Text
                                   || kind == ValueKind::Number || kind == ValueKind::True
                                   || kind == ValueKind::False;
                               return isValue && node.text->matches(message.textOf(value));
                           });
    case Predicate::Kind::Time: {
        const auto member =
            message.object ? message.object->member(0, "eventTime") : JsonDocument::kNone;
        const auto time = member == JsonDocument::kNone
            ? std::nullopt
            : parseEventTime(message.object->node(member).text);
        return time && *time >= node.from && *time < node.to;
    }
    }
    return false;
}

} // namespace trailloupe::query
