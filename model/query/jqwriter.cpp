// A predicate as a jq program over CloudTrail files.  Fields that always hold one value are named
// plainly; for others small functions say exactly which values a path leads to.
#include "model/query/conversionwriter.h"
#include "model/query/valuematcher.h"

#include <algorithm>
#include <array>

namespace trailloupe::query {
namespace {

using Op = FieldTest::Op;
using Code = Loss::Code;

struct Function
{
    std::string_view name;
    std::string_view definition;
};
constexpr std::array kFunctions{
    Function{"at(", "def at($k): objects | select(has($k)) | .[$k];"},
    Function{"nth_of(", "def nth_of($n): arrays | select(length > $n) | .[$n];"},
    Function{"any_of", "def any_of: arrays, objects | .[];"},
    Function{"into(",
             "def into($k): if type == \"array\" then .[] | into($k) else objects | "
             "select(has($k)) | .[$k] end;"},
    Function{"any_into",
             "def any_into: if type == \"array\" then .[] | any_into else objects | "
             ".[] end;"},
    Function{"spread", "def spread: ., (arrays | .[] | spread);"},
    Function{"value", "def value: scalars | select(. != null);"},
};

class Writer : public ConversionWriter
{
public:
    using ConversionWriter::ConversionWriter;

protected:
    std::string_view andSign() const override { return " and "; }
    std::string_view orSign() const override { return " or "; }

    Piece time(const TimeTest& test, bool negated) override
    {
        // null is smaller than every text.
        const auto compared = [&](const char* sign, const std::string& at) {
            const std::string text = ".eventTime " + std::string(sign) + ' ' + jsonQuoted(at);
            return negated
                ? Piece::atom(text)
                : Piece{
                    Piece::Kind::Text, ".eventTime != null and " + text, Piece::Binding::And, {}};
        };
        Piece piece = timeRange(
            test, negated, [&](const std::string& at) { return compared(">=", at); },
            [&](const std::string& at) { return compared("<", at); });
        if (!negated || piece.kind != Piece::Kind::Text)
            return piece;
        std::vector<Piece> parts{Piece::atom(".eventTime == null")};
        parts.push_back(std::move(piece));
        return anyOf(std::move(parts));
    }

    Piece text(const TextTest& test, bool negated) override
    {
        if (test.op == TextTest::Op::Delimited)
            return Piece::cannot(Code::NoDelimited, test.operand);
        FieldTest as;
        as.op = test.op == TextTest::Op::Contains ? Op::Contains
            : test.op == TextTest::Op::Glob       ? Op::Glob
            : test.op == TextTest::Op::Regex      ? Op::Regex
                                                  : Op::Equal;
        as.foldCase = test.foldCase;
        as.numbers = FieldTest::Numbers::Text;
        Piece piece = compared(as, test.operand, "tostring");
        const bool json = test.scope == TextTest::Scope::Json;
        const std::string found =
            json ? "(tojson | " + piece.text + ')' : "any(.. | value; " + piece.text + ')';
        piece.text = negated ? '(' + found + " | not)" : found;
        piece.binding = Piece::Binding::Atom;
        if (json)
            piece.lose(Code::NumberForms);
        return piece;
    }

    Piece field(const FieldTest& test, bool negated) override
    {
        const FieldOutcomes outcomes = outcomesOf(test, negated);
        if (isScalarField(test.field.path) && outcomes.onMissing == outcomes.onNull
            && test.op != Op::IsNull)
            return plain(test, outcomes);
        return exact(test, negated);
    }

private:
    // .a.b, where a missing field reads as null.
    Piece plain(const FieldTest& test, const FieldOutcomes& outcomes)
    {
        const std::string name = '.' + test.field.path.text();
        if (test.op == Op::Exists)
            return Piece::atom(name + (outcomes.flipped ? " == null" : " != null"));
        Piece piece;
        const bool simple = test.op == Op::Equal && test.operands.size() == 1
            && isPlainText(test, test.operands.front());
        if (simple) {
            piece = Piece::atom(name + (outcomes.flipped ? " != " : " == ")
                                + jsonQuoted(test.operands.front()));
        } else {
            piece = values(test);
            if (piece.kind == Piece::Kind::Cannot)
                return piece;
            if (outcomes.flipped && piece.binding != Piece::Binding::Atom)
                piece.text = '(' + piece.text + ')';
            piece.text = '(' + name + " | " + piece.text + (outcomes.flipped ? " | not)" : ")");
            piece.binding = Piece::Binding::Atom;
        }
        // A plain comparison with null says what it should; others cannot be asked.
        if (!simple || outcomes.onMissing != outcomes.flipped) {
            std::vector<Piece> parts{
                Piece::atom(name + (outcomes.onMissing ? " == null" : " != null"))};
            parts.push_back(std::move(piece));
            piece = combined(std::move(parts), !outcomes.onMissing);
        }
        return piece;
    }

    Piece exact(const FieldTest& test, bool negated)
    {
        Piece piece;
        const std::string stream = streamOf(test.field.path);
        const auto any = [&](const std::string& condition) {
            return "any(" + stream + "; " + condition + ')';
        };
        std::string found;
        switch (test.op) {
        case Op::Exists:
            found = any(test.onNull ? "true" : ". != null");
            break;
        case Op::IsNull:
            found = any(". == null");
            break;
        case Op::IsTrue:
            found = any(". == true");
            break;
        case Op::IsFalse:
            found = any(". == false");
            break;
        default:
            piece = values(test);
            if (piece.kind == Piece::Kind::Cannot)
                return piece;
            found = "any(" + stream + " | value; "
                + (test.negated ? '(' + piece.text + ") | not" : piece.text) + ')';
        }
        std::vector<std::string> parts{found};
        if (test.onNull && test.op != Op::Exists && test.op != Op::IsNull)
            parts.push_back(any(". == null"));
        if (test.onMissing)
            parts.push_back('(' + any("true") + " | not)");
        std::string text;
        for (const std::string& part : parts)
            text += (text.empty() ? "" : " or ") + part;
        piece.binding = parts.size() > 1 ? Piece::Binding::Or : Piece::Binding::Atom;
        if (negated) {
            text = '(' + (parts.size() > 1 ? '(' + text + ')' : text) + " | not)";
            piece.binding = Piece::Binding::Atom;
        }
        piece.text = std::move(text);
        const auto& steps = test.field.path.steps;
        const bool dots =
            steps.size() > 1 && test.field.path.forgiving && !isScalarField(test.field.path);
        if (dots)
            piece.lose(Code::ForgivingPath, test.field.text());
        return piece;
    }

    static std::string streamOf(const FieldPath& path)
    {
        std::string stream;
        for (std::size_t i = 0; i < path.steps.size(); ++i) {
            const PathStep& step = path.steps[i];
            // The event itself is no array.
            const bool forgiving = path.forgiving && i > 0;
            stream += stream.empty() ? "" : " | ";
            switch (step.kind) {
            case PathStep::Kind::Key:
                stream += (forgiving ? "into(" : "at(") + jsonQuoted(step.key) + ')';
                break;
            case PathStep::Kind::Index:
                stream += "nth_of(" + std::to_string(step.index) + ')';
                break;
            case PathStep::Kind::AnyElement:
                stream += path.forgiving ? "(arrays | .[])" : "any_of";
                break;
            case PathStep::Kind::AnyKey:
                stream += path.forgiving ? (forgiving ? "any_into" : "(objects | .[])") : "any_of";
                break;
            }
        }
        return path.forgiving ? stream + " | spread" : stream;
    }

    // Neither a number nor a truth value has these letters.
    static bool isPlainText(const FieldTest& test, const std::string& operand)
    {
        return !(test.foldCase && hasLetters(operand)) && !looseNumberOf(operand)
            && operand != "true" && operand != "false";
    }

    // A condition on "." that holds a string, number or truth value.
    Piece values(const FieldTest& test)
    {
        std::vector<Piece> parts;
        for (const std::string& operand : test.operands)
            parts.push_back(compared(test, operand, "tostring"));
        return anyOf(std::move(parts));
    }

    Piece compared(const FieldTest& test, const std::string& operand, const std::string& asText)
    {
        const bool fold = test.foldCase && hasLetters(operand);
        const std::string value = fold ? asText + " | ascii_downcase" : asText;
        const std::string quoted = jsonQuoted(fold ? lowerAscii(operand) : operand);
        const auto matches = [&](const std::string& regex) {
            return Piece::atom('(' + asText + " | test(" + jsonQuoted(regex)
                               + (test.foldCase ? "; \"i\"))" : "))"));
        };
        Piece piece;
        switch (test.op) {
        case Op::Equal:
            piece = equal(test, operand, quoted, value);
            break;
        case Op::Glob:
            // '^' is the beginning of a line here.
            piece = matches("\\A" + globAsRegex(test, operand).substr(1));
            piece.text.replace(piece.text.rfind('$'), 1, "\\\\z");
            break;
        case Op::Contains:
            piece = Piece::atom('(' + value + " | contains(" + quoted + "))");
            break;
        case Op::StartsWith:
            piece = Piece::atom('(' + value + " | startswith(" + quoted + "))");
            break;
        case Op::EndsWith:
            piece = Piece::atom('(' + value + " | endswith(" + quoted + "))");
            break;
        case Op::Regex:
            piece = matches(operand);
            piece.lose(Code::RegexDialect, operand);
            break;
        case Op::InNetwork:
            return network(test, operand);
        default:
            return order(test, operand);
        }
        const bool ascii =
            std::all_of(operand.begin(), operand.end(), [](char c) { return c >= 0; });
        if (fold && !ascii)
            piece.lose(Code::LetterCase, operand);
        return piece;
    }

    static Piece equal(const FieldTest& test, const std::string& operand, const std::string& quoted,
                       const std::string& value)
    {
        if (isPlainText(test, operand))
            return Piece::atom(". == " + quoted);
        const auto number = test.numbers == FieldTest::Numbers::Text ? std::nullopt
            : test.numbers == FieldTest::Numbers::Loose              ? looseNumberOf(operand)
                                                                     : numberOf(operand);
        if (!number) {
            Piece piece = Piece::atom('(' + value + ") == " + quoted);
            if (looseNumberOf(operand))
                piece.lose(Code::NumberForms, operand);
            return piece;
        }
        return {Piece::Kind::Text,
                ". == " + jsonNumber(operand) + " or . == " + jsonQuoted(operand),
                Piece::Binding::Or,
                {}};
    }

    static std::string jsonNumber(std::string text)
    {
        const bool negative = text.starts_with('-');
        if (negative || text.starts_with('+'))
            text.erase(0, 1);
        while (text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9')
            text.erase(0, 1);
        if (text.starts_with('.'))
            text.insert(0, "0");
        const std::size_t point = text.find('.');
        if (point != std::string::npos && (point + 1 >= text.size() || text[point + 1] > '9'))
            text.insert(point + 1, "0");
        return (negative ? "-" : "") + text;
    }

    static Piece network(const FieldTest& test, const std::string& operand)
    {
        const auto prefixes = networkPrefixes(operand);
        if (!prefixes)
            return Piece::cannot(Code::NoNetwork, operand);
        Piece piece;
        for (const std::string& prefix : *prefixes) {
            piece.text += piece.text.empty() ? "" : " or ";
            piece.text += prefix.back() == '.'
                ? "(tostring | startswith(" + jsonQuoted(prefix) + "))"
                : ". == " + jsonQuoted(prefix);
        }
        piece.binding = prefixes->size() > 1 ? Piece::Binding::Or : Piece::Binding::Atom;
        piece.lose(Code::Network, test.field.text());
        return piece;
    }

    static Piece order(const FieldTest& test, const std::string& operand)
    {
        const std::string sign(orderSign(test.op));
        if (isOrderNumber(test, operand)) {
            if (!test.numbersInText)
                return {Piece::Kind::Text,
                        "type == \"number\" and ." + sign + jsonNumber(operand),
                        Piece::Binding::And,
                        {}};
            return Piece::atom("any(tonumber?; ." + sign + jsonNumber(operand) + ')');
        }
        if (!test.numbersInText)
            return Piece::atom("false");
        return Piece::atom("(tostring" + sign + jsonQuoted(operand) + ')');
    }
};

} // namespace

Piece writeJq(const Predicate& predicate, const ConversionOptions& options)
{
    Piece piece = Writer(options).write(predicate);
    if (piece.kind == Piece::Kind::Everything)
        piece.text = ".Records[]";
    if (piece.kind != Piece::Kind::Text)
        return piece;
    std::string functions;
    for (const Function& function : kFunctions) {
        if (piece.text.find(function.name) != std::string::npos)
            functions.append(function.definition).append(" ");
    }
    piece.text = functions + ".Records[] | select(" + piece.text + ')';
    return piece;
}

} // namespace trailloupe::query
