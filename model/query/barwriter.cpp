// A predicate as text of the filter bar: as it is where the bar can say it, else the closest
// condition that it can.
#include "model/query/barquery.h"
#include "model/query/conversionwriter.h"
#include "model/query/valuematcher.h"

#include <algorithm>

namespace trailloupe::query {
namespace {

using Op = FieldTest::Op;
using Code = Loss::Code;

// A condition in the policies of the bar, or none.
struct Closest
{
    PredicatePtr predicate;
    std::vector<Loss> losses; // without a predicate: the reasons

    void lose(Code code, std::string detail) { losses.push_back({code, std::move(detail), false}); }
};

void append(std::vector<Loss>& to, const std::vector<Loss>& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

class BarForm
{
public:
    // `widens`: finding more is allowed here, finding less is not; else the other way round.
    Closest closest(const Predicate& predicate, bool widens)
    {
        if (printBar(predicate))
            return {sharedCopy(predicate), {}};
        switch (predicate.kind()) {
        case Predicate::Kind::All:
        case Predicate::Kind::Any:
            return combined(predicate, widens);
        case Predicate::Kind::Not: {
            Closest inner = closest(*predicate.children().front(), !widens);
            if (inner.predicate)
                inner.predicate = Predicate::negation(inner.predicate);
            return inner;
        }
        case Predicate::Kind::Field:
            return field(predicate.field());
        case Predicate::Kind::Text:
            return text(predicate.text());
        case Predicate::Kind::Time:
            break;
        }
        return {nullptr, {{Code::NoTime, {}, false}}};
    }

private:
    static PredicatePtr sharedCopy(const Predicate& predicate)
    {
        return std::make_shared<const Predicate>(predicate);
    }

    Closest combined(const Predicate& predicate, bool widens)
    {
        const bool isAll = predicate.kind() == Predicate::Kind::All;
        Closest whole;
        std::vector<PredicatePtr> parts;
        std::vector<Loss> reasons;
        for (const PredicatePtr& child : predicate.children()) {
            Closest part = closest(*child, widens);
            append(part.predicate ? whole.losses : reasons, part.losses);
            if (part.predicate)
                parts.push_back(std::move(part.predicate));
        }
        // A part of an "and" that is left out widens, one of an "or" narrows.
        if (parts.empty() || (!reasons.empty() && isAll != widens))
            return {nullptr, std::move(reasons)};
        for (Loss& reason : reasons)
            reason.leftOut = true;
        append(whole.losses, reasons);
        whole.predicate =
            isAll ? Predicate::all(std::move(parts)) : Predicate::any(std::move(parts));
        return whole;
    }

    static PredicatePtr existence(const Field& field)
    {
        FieldTest test;
        test.field = field;
        test.op = Op::Exists;
        return Predicate::of(std::move(test));
    }

    Closest field(FieldTest test)
    {
        Closest closest;
        const std::string name = test.field.text();
        if (test.containers != FieldTest::Containers::Never)
            return {nullptr, {{Code::NoContainers, name, false}}};
        const bool isScalar = test.field.derived != Derived::None || isScalarField(test.field.path);
        if (!test.field.path.forgiving && test.field.derived == Derived::None) {
            test.field.path.forgiving = true;
            if (!isScalar)
                closest.lose(Code::ForgivingPath, name);
        }
        const bool negated = test.negated && test.op < Op::Exists;
        const bool onMissing = test.onMissing;
        const bool onNull = test.onNull || test.op == Op::IsNull;
        test.negated = test.onMissing = test.onNull = false;
        const Field field = test.field;
        PredicatePtr scalars = inTheBar(std::move(test), closest, isScalar);
        if (!scalars)
            return closest;
        if (negated) {
            scalars = Predicate::all({existence(field), Predicate::negation(scalars)});
            if (!isScalar)
                closest.lose(Code::Containers, name);
        }
        if (onNull != onMissing)
            closest.lose(Code::NullAndMissing, name);
        if (onMissing) {
            std::vector<PredicatePtr> either{Predicate::negation(existence(field))};
            either.push_back(std::move(scalars));
            scalars = Predicate::any(std::move(either));
        }
        closest.predicate = std::move(scalars);
        return closest;
    }

    // The test of scalar values; null when there is none.
    static PredicatePtr inTheBar(FieldTest test, Closest& closest, bool isScalar)
    {
        const std::string name = test.field.text();
        if (test.numbers != FieldTest::Numbers::Json) {
            const bool asText = test.numbers == FieldTest::Numbers::Text;
            const bool differs = test.op == Op::Equal && !isScalar
                && std::any_of(test.operands.begin(), test.operands.end(),
                               [&](const std::string& operand) {
                                   return asText ? numberOf(operand).has_value()
                                                 : looseNumberOf(operand) && !numberOf(operand);
                               });
            if (differs)
                closest.lose(Code::NumberForms, name);
            test.numbers = FieldTest::Numbers::Json;
        }
        switch (test.op) {
        case Op::IsNull: // the bar's "is null" holds for what is missing too
            return Predicate::negation(existence(test.field));
        case Op::IsTrue:
        case Op::IsFalse:
            test.operands = {test.op == Op::IsTrue ? "true" : "false"};
            test.op = Op::Equal;
            closest.lose(Code::Types, name);
            return Predicate::of(std::move(test));
        case Op::Less:
        case Op::LessOrEqual:
        case Op::Greater:
        case Op::GreaterOrEqual:
            if (!test.numbersInText)
                closest.lose(Code::NumbersInText, name);
            test.numbersInText = true;
            test.foldCase = false;
            break;
        case Op::Glob:
            return glob(std::move(test), closest, isScalar);
        case Op::Regex:
            for (std::string& operand : test.operands)
                operand = betweenSlashes(operand);
            break;
        default:
            break;
        }
        return eachOperand(test);
    }

    // One test for each operand where the bar takes only one.
    static PredicatePtr eachOperand(const FieldTest& test)
    {
        if (test.op == Op::Equal || test.operands.size() < 2)
            return Predicate::of(test);
        std::vector<PredicatePtr> parts;
        for (const std::string& operand : test.operands) {
            FieldTest one = test;
            one.operands = {operand};
            parts.push_back(Predicate::of(std::move(one)));
        }
        return Predicate::any(std::move(parts));
    }

    // Patterns of the bar fold letters; other tests say the same by letter case.
    static PredicatePtr glob(FieldTest test, Closest& closest, bool isScalar)
    {
        std::vector<PredicatePtr> parts;
        for (const std::string& operand : test.operands) {
            FieldTest one = test;
            one.operands = {operand};
            const std::size_t inner = operand.find_first_not_of('*');
            if (inner == std::string::npos && !operand.empty()) {
                if (!isScalar)
                    closest.lose(Code::Containers, test.field.text());
                parts.push_back(existence(test.field));
                continue;
            }
            const std::size_t last = inner == std::string::npos ? 0 : operand.find_last_not_of('*');
            const std::string middle =
                inner == std::string::npos ? "" : operand.substr(inner, last - inner + 1);
            const bool wild = middle.find('*') != std::string::npos
                || (test.questionMark && middle.find('?') != std::string::npos);
            const bool before = !operand.empty() && operand.front() == '*';
            const bool behind = !operand.empty() && operand.back() == '*';
            if (wild) {
                one.op = Op::Regex;
                one.operands = {globAsRegex(test, operand)};
            } else {
                one.op = before ? (behind ? Op::Contains : Op::EndsWith)
                    : behind    ? Op::StartsWith
                                : Op::Equal;
                one.operands = {middle};
            }
            one.questionMark = false;
            parts.push_back(Predicate::of(std::move(one)));
        }
        return Predicate::any(std::move(parts));
    }

    // The same regular expression in letters that stand between slashes: "/" as itself, control
    // characters as RE2 names them.
    static std::string betweenSlashes(const std::string& regex)
    {
        if (regex.find("\\Q") != std::string::npos)
            return regex; // where nothing is an escape
        static constexpr std::string_view kDigits = "0123456789abcdef";
        std::string text;
        for (std::size_t i = 0; i < regex.size(); ++i) {
            const bool escapes = regex[i] == '\\' && i + 1 < regex.size();
            if (escapes)
                ++i;
            const auto c = static_cast<unsigned char>(regex[i]);
            if (c < 0x20 || c == 0x7F) {
                ((text += "\\x") += kDigits[c >> 4]) += kDigits[c & 15];
                continue;
            }
            if (escapes && c != '/')
                text += '\\';
            text += regex[i];
        }
        return text;
    }

    static Closest text(TextTest test)
    {
        Closest closest;
        if (test.op == TextTest::Op::Delimited)
            return {nullptr, {{Code::NoDelimited, test.operand, false}}};
        if (test.scope == TextTest::Scope::Json) {
            test.scope = TextTest::Scope::Values;
            closest.lose(Code::WholeMessage, test.operand);
        }
        if (test.op == TextTest::Op::Regex)
            test.operand = betweenSlashes(test.operand);
        closest.predicate = Predicate::of(test);
        if (!printBar(*closest.predicate))
            return {nullptr, {{Code::NoText, test.operand, false}}};
        return closest;
    }
};

} // namespace

Piece writeBar(const Predicate& predicate, const ConversionOptions&)
{
    Closest closest = BarForm().closest(predicate, true);
    const auto text = closest.predicate ? printBar(*closest.predicate) : std::nullopt;
    if (!text) {
        if (closest.losses.empty() || closest.predicate)
            closest.losses = {{Code::Nothing, {}, false}};
        return {Piece::Kind::Cannot, {}, Piece::Binding::Atom, std::move(closest.losses)};
    }
    return {Piece::Kind::Text, *text, Piece::Binding::Atom, std::move(closest.losses)};
}

} // namespace trailloupe::query
