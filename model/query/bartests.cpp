#include "model/query/bartests.h"

#include "model/query/valuematcher.h"

#include <utility>

namespace trailloupe::query::bar {
namespace {

using Code = BarError::Code;
using Op = FieldTest::Op;

FieldTest testOf(const Field& field, const std::string& operand)
{
    FieldTest test;
    test.field = field;
    test.operands = {operand};
    test.foldCase = true;
    return test;
}

bool isEquality(const Predicate& predicate)
{
    return predicate.kind() == Predicate::Kind::Field && predicate.field().op == Op::Equal;
}

// Where an escaped '*' or '?' stands beside a wildcard only a regular expression tells them apart.
std::string regexOfGlob(const Value& value)
{
    return "^(?s:" + value.glob + ")$";
}

FieldTest wordTest(FieldTest test, const Value& value)
{
    if (!value.wild)
        return test;
    test.op = value.escapedWild ? Op::Regex : Op::Glob;
    test.questionMark = !value.escapedWild;
    if (value.escapedWild)
        test.operands = {regexOfGlob(value)};
    return test;
}

void checkRegex(const std::string& regex, bool foldCase, TextSpan where)
{
    const auto pattern = TextPattern::compile(TextPattern::Op::Regex, {regex}, foldCase);
    if (!pattern)
        fail(Code::BadRegex, where, pattern.error().detail);
}

// An address with a number behind it that no network has can only be a slip.
void checkNetwork(const Value& value)
{
    const std::size_t slash = value.text.find('/');
    if (slash == std::string::npos || !isNetwork(value.text.substr(0, slash)))
        return;
    const std::string bits = value.text.substr(slash + 1);
    if (bits.find_first_not_of("0123456789") != std::string::npos)
        return;
    const bool isLong = value.text.find(':') < slash;
    fail(Code::BadNetwork, value.span, value.text,
         value.text.substr(0, slash) + (isLong ? "/128" : "/32"));
}

FieldTest regexTest(const Field& field, const Value& value)
{
    FieldTest test = testOf(field, value.text);
    test.op = Op::Regex;
    test.foldCase = value.foldCase;
    checkRegex(value.text, value.foldCase, value.span);
    return test;
}

PredicatePtr boundTest(const Field& field, Op op, const std::string& operand)
{
    FieldTest test = testOf(field, operand);
    test.op = op;
    test.foldCase = false;
    test.numbersInText = true;
    return Predicate::of(std::move(test));
}

// Numbers on both sides as far as they are there: 1..5, 10.., ..99
bool isRange(std::string_view text, std::size_t dots)
{
    const std::string_view from = text.substr(0, dots);
    const std::string_view to = text.substr(dots + 2);
    return (from.empty() || numberOf(from)) && (to.empty() || numberOf(to));
}

PredicatePtr rangeTest(const Field& field, const Value& value, std::size_t dots)
{
    const std::string from = value.text.substr(0, dots);
    const std::string to = value.text.substr(dots + 2);
    if (!from.empty() && !to.empty() && *numberOf(from) > *numberOf(to))
        fail(Code::BadRange, value.span, {}, to + ".." + from);
    std::vector<PredicatePtr> bounds;
    if (!from.empty())
        bounds.push_back(boundTest(field, Op::GreaterOrEqual, from));
    if (!to.empty())
        bounds.push_back(boundTest(field, Op::LessOrEqual, to));
    return Predicate::all(std::move(bounds));
}

} // namespace

PredicatePtr existence(const Field& field)
{
    FieldTest exists;
    exists.field = field;
    exists.op = Op::Exists;
    return Predicate::of(std::move(exists));
}

PredicatePtr truth(const Field& field, bool isTrue)
{
    return Predicate::of(testOf(field, isTrue ? "true" : "false"));
}

PredicatePtr valueTest(const Field& field, const Value& value)
{
    FieldTest test = testOf(field, value.text);
    switch (value.kind) {
    case Value::Kind::Quoted:
        test.foldCase = false;
        return Predicate::of(std::move(test));
    case Value::Kind::Regex:
        return Predicate::of(regexTest(field, value));
    case Value::Kind::Word:
        break;
    }
    if (value.text == "*" && value.wild)
        return existence(field);
    if (value.escaped)
        return Predicate::of(wordTest(std::move(test), value));
    const std::size_t dots = value.text.find("..");
    if (dots != std::string::npos && value.text.size() > 2 && isRange(value.text, dots))
        return rangeTest(field, value, dots);
    if (value.text.find('/') != std::string::npos && isNetwork(value.text)) {
        test.op = Op::InNetwork;
        test.foldCase = false;
        return Predicate::of(std::move(test));
    }
    checkNetwork(value);
    return Predicate::of(wordTest(std::move(test), value));
}

PredicatePtr anyValue(std::vector<PredicatePtr> tests)
{
    std::vector<PredicatePtr> kept;
    for (PredicatePtr& test : tests) {
        const bool joins = !kept.empty() && isEquality(*test) && isEquality(*kept.back())
            && test->field().foldCase == kept.back()->field().foldCase;
        if (!joins) {
            kept.push_back(std::move(test));
            continue;
        }
        FieldTest both = kept.back()->field();
        both.operands.insert(both.operands.end(), test->field().operands.begin(),
                             test->field().operands.end());
        kept.back() = Predicate::of(std::move(both));
    }
    return Predicate::any(std::move(kept));
}

PredicatePtr orderTest(const Field& field, std::string_view op, const Value& value)
{
    return boundTest(field,
                     op == "<"        ? Op::Less
                         : op == "<=" ? Op::LessOrEqual
                         : op == ">"  ? Op::Greater
                                      : Op::GreaterOrEqual,
                     value.text);
}

PredicatePtr textTest(const Field& field, std::string_view op, const Value& value)
{
    if (op == "=~" || op == "!=~" || op == "matches" || value.kind == Value::Kind::Regex)
        return Predicate::of(regexTest(field, value));
    FieldTest test = testOf(field, value.text);
    test.foldCase = value.kind == Value::Kind::Word;
    test.op = op == "startswith" ? Op::StartsWith : op == "endswith" ? Op::EndsWith : Op::Contains;
    return Predicate::of(std::move(test));
}

PredicatePtr anywhere(const Value& value)
{
    TextTest text;
    text.operand = value.text;
    text.foldCase = value.kind == Value::Kind::Word;
    if (value.kind == Value::Kind::Regex) {
        text.op = TextTest::Op::Regex;
        text.foldCase = value.foldCase;
        checkRegex(value.text, value.foldCase, value.span);
    } else if (value.kind == Value::Kind::Word && value.wild) {
        if (value.text == "*")
            return Predicate::everything();
        text.op = value.escapedWild ? TextTest::Op::Regex : TextTest::Op::Glob;
        if (value.escapedWild)
            text.operand = regexOfGlob(value);
    }
    return Predicate::of(std::move(text));
}

} // namespace trailloupe::query::bar
