#include "model/query/predicatetext.h"

#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"

#include <array>
#include <string_view>

namespace trailloupe::query {
namespace {

std::string quoted(std::string_view text)
{
    std::string json;
    appendJsonString(text, json);
    return json;
}

std::string_view wordsOf(FieldTest::Op op)
{
    static constexpr std::array<std::string_view, 15> kWords{
        "is", "fits", "contains",   "begins with", "ends with", "fits RE2", "<",       "<=",
        ">",  ">=",   "in network", "exists",      "is null",   "is true",  "is false"};
    static_assert(kWords.size() == std::size_t(FieldTest::Op::IsFalse) + 1);
    return kWords[static_cast<std::size_t>(op)];
}

std::string textOf(const FieldTest& test)
{
    using Op = FieldTest::Op;
    std::string text = test.field.text() + ' '
        + (test.negated ? "has a value that does not fulfil: " : "")
        + std::string(wordsOf(test.op));
    for (std::size_t i = 0; i < test.operands.size(); ++i)
        text += (i ? " or " : " ") + quoted(test.operands[i]);
    std::string details;
    const auto add = [&](std::string_view detail) {
        details += (details.empty() ? "" : "; ") + std::string(detail);
    };
    const bool comparesText = test.op <= Op::Regex;
    if (comparesText && !test.foldCase)
        add("letter case counts");
    if (test.op == Op::Glob && !test.questionMark)
        add("? is a question mark");
    if (test.op < Op::Exists) {
        if (test.onMissing)
            add("also without the field");
        if (test.onNull)
            add("also null");
        if (test.containers == FieldTest::Containers::JsonText)
            add("objects and arrays by their JSON");
    } else if (test.onMissing || (test.op == Op::Exists && test.onNull)) {
        add(test.onMissing ? "also without the field" : "also null");
    }
    if (test.numbersInText)
        add("texts that read as numbers are numbers");
    if (test.op == Op::Equal && test.numbers == FieldTest::Numbers::Text)
        add("numbers by their text");
    if (test.op == Op::Equal && test.numbers == FieldTest::Numbers::Loose)
        add("numbers however they are written");
    return details.empty() ? text : text + "  (" + details + ')';
}

std::string textOf(const TextTest& test)
{
    using Op = TextTest::Op;
    std::string text = test.scope == TextTest::Scope::Json ? "the event's JSON " : "any value ";
    switch (test.op) {
    case Op::Contains:
        text += "contains ";
        break;
    case Op::Glob:
        text += "fits ";
        break;
    case Op::Regex:
        text += "fits RE2 ";
        break;
    case Op::Equal:
        text += "is ";
        break;
    case Op::Delimited:
        text += "fits the space-delimited pattern ";
        break;
    }
    text += quoted(test.operand);
    return test.foldCase ? text : text + "  (letter case counts)";
}

std::string textOf(const TimeBound& bound)
{
    return bound.beforeLast ? std::to_string(bound.seconds) + " s before the last event"
                            : formatEventTime(bound.seconds);
}

std::string textOf(const TimeTest& test)
{
    std::string text = "time";
    if (test.from)
        text += " from " + textOf(*test.from);
    if (test.to)
        text += " up to, not with, " + textOf(*test.to);
    return test.from || test.to ? text : "any time";
}

} // namespace

std::string predicateText(const Predicate& predicate, const std::string& indent)
{
    const char* head = nullptr;
    switch (predicate.kind()) {
    case Predicate::Kind::Field:
        return indent + textOf(predicate.field()) + '\n';
    case Predicate::Kind::Text:
        return indent + textOf(predicate.text()) + '\n';
    case Predicate::Kind::Time:
        return indent + textOf(predicate.time()) + '\n';
    case Predicate::Kind::All:
        head = predicate.isEverything() ? "every event" : "all of";
        break;
    case Predicate::Kind::Any:
        head = predicate.children().empty() ? "no event" : "one of";
        break;
    case Predicate::Kind::Not:
        head = "not";
        break;
    }
    std::string text = indent + head + '\n';
    for (const PredicatePtr& child : predicate.children())
        text += predicateText(*child, indent + "    ");
    return text;
}

} // namespace trailloupe::query
