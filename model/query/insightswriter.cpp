// A predicate as a Logs Insights filter command.
#include "model/query/conversionwriter.h"
#include "model/query/valuematcher.h"

#include <algorithm>
#include <array>

namespace trailloupe::query {
namespace {

using Op = FieldTest::Op;
using Code = Loss::Code;

std::string quotedText(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

std::string slashed(std::string_view regex, bool foldCase)
{
    std::string out = foldCase ? "/(?i)" : "/";
    for (std::size_t i = 0; i < regex.size(); ++i) {
        if (regex[i] == '\\' && i + 1 < regex.size()) {
            out += regex[i];
            out += regex[++i];
            continue;
        }
        out += regex[i] == '/' ? "\\/" : std::string(1, regex[i]);
    }
    return out + '/';
}

class Writer : public ConversionWriter
{
public:
    using ConversionWriter::ConversionWriter;

protected:
    std::string_view andSign() const override { return " and "; }
    std::string_view orSign() const override { return " or "; }

    Piece time(const TimeTest& test, bool negated) override
    {
        return timeRange(
            test, negated,
            [](const std::string& at) { return Piece::atom("eventTime >= \"" + at + '"'); },
            [](const std::string& at) { return Piece::atom("eventTime < \"" + at + '"'); });
    }

    Piece text(const TextTest& test, bool negated) override
    {
        const std::string like = negated ? "@message not like " : "@message like ";
        Piece piece;
        switch (test.op) {
        case TextTest::Op::Contains: {
            std::string operand = test.operand;
            if (test.scope == TextTest::Scope::Values) {
                operand = jsonQuoted(operand);
                operand = operand.substr(1, operand.size() - 2);
            }
            piece = Piece::atom(
                like + (test.foldCase ? slashed(regexQuoted(operand), true) : quotedText(operand)));
            break;
        }
        case TextTest::Op::Regex:
            piece = Piece::atom(like + slashed(test.operand, test.foldCase));
            break;
        case TextTest::Op::Delimited:
            return Piece::cannot(Code::NoDelimited, test.operand);
        default:
            return Piece::cannot(Code::NoText, test.operand);
        }
        if (test.scope == TextTest::Scope::Values)
            piece.lose(Code::WholeMessage, test.operand);
        return piece;
    }

    Piece field(const FieldTest& test, bool negated) override
    {
        const auto name = nameOf(test.field.path);
        if (!name)
            return Piece::cannot(Code::NoPath, test.field.text());
        const FieldOutcomes outcomes = outcomesOf(test, negated);
        const std::string present = "ispresent(" + *name + ')';
        Piece piece = scalars(test, *name, outcomes.flipped);
        if (piece.kind == Piece::Kind::Cannot)
            return piece;
        // "!=" holds where the field is missing; of other negations nobody has to know.
        const bool flipped = outcomes.flipped && test.op < Op::Exists;
        const bool holdsOnMissing =
            flipped && test.op == Op::Equal && test.operands.size() == 1 && !foldsLetters(test);
        std::vector<Piece> parts;
        if (outcomes.onMissing && !holdsOnMissing) {
            parts.push_back(Piece::atom("not " + present));
            parts.push_back(std::move(piece));
            piece = anyOf(std::move(parts));
        } else if (!outcomes.onMissing && flipped) {
            parts.push_back(Piece::atom(present));
            parts.push_back(std::move(piece));
            piece = allOf(std::move(parts));
        }
        if (!loseFieldShape(test, outcomes, piece) && outcomes.onContainer != outcomes.onMissing)
            piece.lose(Code::Containers, test.field.text());
        return piece;
    }

private:
    static std::optional<std::string> nameOf(const FieldPath& path)
    {
        std::string name;
        bool plain = true;
        for (const PathStep& step : path.steps) {
            if (step.kind > PathStep::Kind::Index)
                return std::nullopt;
            const std::string part =
                step.kind == PathStep::Kind::Index ? std::to_string(step.index) : step.key;
            if (part.find('`') != std::string::npos)
                return std::nullopt;
            plain = plain && std::all_of(part.begin(), part.end(), [](char c) {
                        return std::isalnum(static_cast<unsigned char>(c));
                    });
            name += (name.empty() ? "" : ".") + part;
        }
        return plain ? name : '`' + name + '`';
    }

    Piece scalars(const FieldTest& test, const std::string& name, bool flipped)
    {
        const auto truth = [&](const char* value) {
            Piece piece = Piece::atom(name + (flipped ? " != " : " = ") + value);
            piece.lose(Code::Types, name);
            return piece;
        };
        switch (test.op) {
        case Op::Exists:
            return flipped ? Piece::nothing() : Piece::atom("ispresent(" + name + ')');
        case Op::IsNull: // only null itself, which reads as missing
            return flipped ? Piece::atom("ispresent(" + name + ')') : Piece::nothing();
        case Op::IsTrue:
            return truth("\"true\"");
        case Op::IsFalse:
            return truth("\"false\"");
        default:
            break;
        }
        if (test.op == Op::Equal && test.operands.size() > 1 && !foldsLetters(test))
            return list(test, name, flipped);
        std::vector<Piece> parts;
        for (const std::string& operand : test.operands)
            parts.push_back(compared(test, name, operand, flipped));
        return combined(std::move(parts), flipped);
    }

    static bool foldsLetters(const FieldTest& test)
    {
        return test.foldCase
            && std::any_of(test.operands.begin(), test.operands.end(),
                           [](const std::string& operand) { return hasLetters(operand); });
    }

    // A number where the field may hold one.
    static std::string valueOf(const FieldTest& test, const std::string& operand)
    {
        const bool number = test.numbers != FieldTest::Numbers::Text && numberOf(operand)
            && !isScalarField(test.field.path);
        return number ? operand : quotedText(operand);
    }

    static Piece list(const FieldTest& test, const std::string& name, bool flipped)
    {
        std::string text = name + (flipped ? " not in [" : " in [");
        for (const std::string& operand : test.operands)
            text += (text.back() == '[' ? "" : ", ") + valueOf(test, operand);
        return Piece::atom(text + ']');
    }

    Piece compared(const FieldTest& test, const std::string& name, const std::string& operand,
                   bool flipped)
    {
        const bool fold = test.foldCase && hasLetters(operand);
        const auto like = [&](const std::string& what) {
            return Piece::atom(name + (flipped ? " not like " : " like ") + what);
        };
        switch (test.op) {
        case Op::Equal:
            if (fold)
                return like(slashed('^' + regexQuoted(operand) + '$', true));
            return Piece::atom(name + (flipped ? " != " : " = ") + valueOf(test, operand));
        case Op::Glob:
            return like(slashed(globAsRegex(test, operand), fold));
        case Op::Contains:
            return like(fold ? slashed(regexQuoted(operand), true) : quotedText(operand));
        case Op::StartsWith:
            return like(slashed('^' + regexQuoted(operand), fold));
        case Op::EndsWith:
            return like(slashed(regexQuoted(operand) + '$', fold));
        case Op::Regex:
            return like(slashed(operand, test.foldCase));
        case Op::InNetwork: {
            const bool v6 = operand.find(':') != std::string::npos;
            return Piece::atom(std::string(flipped ? "not " : "")
                               + (v6 ? "isIpv6InSubnet(" : "isIpv4InSubnet(") + name + ", "
                               + quotedText(asNetwork(operand)) + ')');
        }
        default:
            return order(test, name, operand, flipped);
        }
    }

    static Piece order(const FieldTest& test, const std::string& name, const std::string& operand,
                       bool flipped)
    {
        const bool number = isOrderNumber(test, operand);
        if (!number && !test.numbersInText)
            return flipped ? Piece::atom("ispresent(" + name + ')') : Piece::nothing();
        const std::string value = number ? operand : quotedText(operand);
        Piece piece =
            Piece::atom((flipped ? "not " : "") + name + std::string(orderSign(test.op)) + value);
        if (number && !test.numbersInText)
            piece.lose(Code::NumbersInText, name);
        return piece;
    }
};

} // namespace

Piece writeInsights(const Predicate& predicate, const ConversionOptions& options)
{
    Piece piece = Writer(options).write(predicate);
    if (piece.kind == Piece::Kind::Text)
        piece.text = "filter " + piece.text;
    return piece;
}

} // namespace trailloupe::query
