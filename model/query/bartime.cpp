// Conditions on the time of an event.
#include "model/query/bartests.h"
#include "model/query/timetext.h"

namespace trailloupe::query::bar {
namespace {

using Code = BarError::Code;

TimeSpanText timeOf(std::string_view text, TextSpan where, const BarOptions& options)
{
    const auto span = parseTimeText(text, options.toUtc);
    if (!span)
        fail(Code::BadTime, where, std::string(text));
    return *span;
}

// Both ends counted the same way, and the wrong way round.
bool isTurned(const TimeTest& test)
{
    if (!test.from || !test.to || test.from->beforeLast != test.to->beforeLast)
        return false;
    return test.from->beforeLast ? test.from->seconds < test.to->seconds
                                 : test.from->seconds > test.to->seconds;
}

PredicatePtr timeRange(const Value& value, std::size_t dots, const BarOptions& options)
{
    const std::string_view text = value.text;
    const std::size_t behind = dots + 2;
    TimeTest made;
    if (dots > 0)
        made.from = timeOf(text.substr(0, dots), {value.span.offset, dots}, options).from;
    if (behind < text.size())
        made.to =
            timeOf(text.substr(behind), {value.span.offset + behind, text.size() - behind}, options)
                .to;
    if (!made.from && !made.to)
        fail(Code::BadTime, value.span, value.text);
    if (isTurned(made))
        fail(Code::BadRange, value.span, {},
             value.text.substr(behind) + ".." + value.text.substr(0, dots));
    return Predicate::of(made);
}

} // namespace

PredicatePtr timeOrderTest(std::string_view op, const Value& value, const BarOptions& options)
{
    const TimeSpanText span = timeOf(value.text, value.span, options);
    TimeTest made;
    if (op == "<")
        made.to = span.from;
    else if (op == "<=")
        made.to = span.to;
    else if (op == ">")
        made.from = span.to;
    else
        made.from = span.from;
    return Predicate::of(made);
}

PredicatePtr timeTest(const Value& value, const BarOptions& options)
{
    const std::size_t dots = value.text.find("..");
    if (dots != std::string::npos)
        return timeRange(value, dots, options);
    const TimeSpanText span = timeOf(value.text, value.span, options);
    TimeTest made;
    made.from = span.from;
    // Back from the end is a span, not a moment.
    if (!span.from.beforeLast)
        made.to = span.to;
    return Predicate::of(made);
}

PredicatePtr lastTest(const Value& value)
{
    const auto back = parseDuration(value.text);
    if (!back)
        fail(Code::BadTime, value.span, value.text);
    return Predicate::of(TimeTest{TimeBound{*back, true}, std::nullopt});
}

} // namespace trailloupe::query::bar
