// A predicate as a CloudWatch filter pattern: JSON when it asks for fields, terms when it only
// searches the text.
#include "model/query/conversionwriter.h"
#include "model/query/patternreader.h"
#include "model/query/textpattern.h"
#include "model/query/valuematcher.h"

#include <algorithm>
#include <array>

namespace trailloupe::query {
namespace {

using Op = FieldTest::Op;
using Code = Loss::Code;

// Letters beside letters and digits that the service takes in a regular expression.
constexpr std::string_view kPlainLetters = ":_#=@/;,- ";
constexpr std::string_view kServiceLetters = " :_#=@/;,-^$?[]{}|\\*+.";

std::string hexEscaped(char c)
{
    static constexpr std::string_view kDigits = "0123456789abcdef";
    const auto u = static_cast<unsigned char>(c);
    return std::string("\\x") + kDigits[u >> 4] + kDigits[u & 15];
}

std::string patternQuoted(std::string_view text)
{
    std::string regex;
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        const bool plain =
            u >= 0x80 || std::isalnum(u) || kPlainLetters.find(c) != std::string::npos;
        regex += plain ? std::string(1, c) : hexEscaped(c);
    }
    return regex;
}

class Writer : public ConversionWriter
{
public:
    using ConversionWriter::ConversionWriter;

protected:
    std::string_view andSign() const override { return " && "; }
    std::string_view orSign() const override { return " || "; }
    bool bracketsAtoms() const override { return true; }
    Piece text(const TextTest& test, bool) override
    {
        return Piece::cannot(test.op == TextTest::Op::Delimited ? Code::NoDelimited : Code::NoText,
                             test.operand);
    }
    Piece time(const TimeTest&, bool) override { return Piece::cannot(Code::NoTime); }

    Piece field(const FieldTest& test, bool negated) override
    {
        const auto selector = selectorOf(test.field.path);
        if (!selector)
            return Piece::cannot(Code::NoPath, test.field.text());
        const FieldOutcomes outcomes = outcomesOf(test, negated);
        std::vector<Piece> parts;
        if (outcomes.onMissing)
            parts.push_back(Piece::atom(*selector + " NOT EXISTS"));
        if (outcomes.onNull)
            parts.push_back(Piece::atom(*selector + " IS NULL"));
        parts.push_back(scalars(test, *selector, outcomes.flipped));
        Piece piece = anyOf(std::move(parts));
        const FieldPath& path = test.field.path;
        if (isScalarField(path))
            return piece;
        const std::string name = test.field.text();
        // A NOT EXISTS looks at objects and arrays rightly.
        const bool onlyMissing = outcomes.onMissing && test.op == Op::Exists;
        if (path.forgiving)
            piece.lose(Code::ForgivingPath, name);
        if (outcomes.onContainer || (test.op == Op::Exists && !onlyMissing))
            piece.lose(Code::Containers, name);
        if (hasWildcard(path) && !onlyMissing
            && (negated || (outcomes.flipped && test.operands.size() > 1)))
            piece.lose(Code::Elements, name);
        return piece;
    }

private:
    static std::optional<std::string> selectorOf(const FieldPath& path)
    {
        std::string selector = "$";
        for (const PathStep& step : path.steps) {
            switch (step.kind) {
            case PathStep::Kind::Index:
                selector += '[' + std::to_string(step.index) + ']';
                break;
            case PathStep::Kind::AnyElement:
                selector += "[*]";
                break;
            case PathStep::Kind::AnyKey:
                selector += ".*";
                break;
            case PathStep::Kind::Key: {
                const bool plain =
                    !step.key.empty() && std::all_of(step.key.begin(), step.key.end(), [](char c) {
                        return PatternReader::isWordLetter(c) || c == '-';
                    });
                const char quote = step.key.find('\'') == std::string::npos ? '\'' : '"';
                if (plain)
                    selector += '.' + step.key;
                else if (step.key.find(quote) == std::string::npos
                         && std::none_of(step.key.begin(), step.key.end(),
                                         [](char c) { return c >= 0 && c < 0x20; }))
                    selector += std::string(".[") + quote + step.key + quote + ']';
                else
                    return std::nullopt;
                break;
            }
            }
        }
        return selector;
    }

    // What holds for strings, numbers and truth values.
    Piece scalars(const FieldTest& test, const std::string& selector, bool flipped)
    {
        const auto truth = [&](const char* yes, const char* no) {
            Piece piece = Piece::atom(selector + " IS " + (flipped ? no : yes));
            if (flipped)
                piece.lose(Code::Types, test.field.text());
            return piece;
        };
        switch (test.op) {
        case Op::Exists:
            return flipped ? Piece::nothing() : Piece::atom(selector + " = *");
        case Op::IsNull:
            return flipped ? Piece::atom(selector + " = *") : Piece::nothing();
        case Op::IsTrue:
            return truth("TRUE", "FALSE");
        case Op::IsFalse:
            return truth("FALSE", "TRUE");
        default:
            break;
        }
        std::vector<Piece> parts;
        for (const std::string& operand : test.operands)
            parts.push_back(compared(test, selector, operand, flipped));
        return combined(std::move(parts), flipped);
    }

    Piece compared(const FieldTest& test, const std::string& selector, const std::string& operand,
                   bool flipped)
    {
        const auto equality = [&](const std::string& value) {
            return Piece::atom(selector + (flipped ? " != " : " = ") + value);
        };
        Piece piece;
        switch (test.op) {
        case Op::Equal:
            piece = equality(isNumber(test, operand) ? operand : literal(operand, "", ""));
            break;
        case Op::Glob:
            piece = equality(test.questionMark && operand.find('?') != std::string::npos
                                 ? '%' + serviceGlob(operand) + '%'
                                 : '"' + escaped(operand) + '"');
            break;
        case Op::Contains:
            piece = equality(literal(operand, "*", "*"));
            break;
        case Op::StartsWith:
            piece = equality(literal(operand, "", "*"));
            break;
        case Op::EndsWith:
            piece = equality(literal(operand, "*", ""));
            break;
        case Op::Regex:
            return regex(test, operand, equality);
        case Op::InNetwork:
            return network(test, selector, operand, flipped);
        default:
            return order(test, selector, operand, flipped);
        }
        if (test.foldCase && hasLetters(operand))
            piece.lose(Code::LetterCase, operand);
        if (std::any_of(operand.begin(), operand.end(), [](char c) { return c >= 0 && c < 0x20; })
            && piece.text.find('%') == std::string::npos)
            return Piece::cannot(Code::NoLetters, test.field.text());
        return piece;
    }

    static bool isNumber(const FieldTest& test, const std::string& operand)
    {
        if (test.numbers == FieldTest::Numbers::Loose)
            return looseNumberOf(operand).has_value();
        return test.numbers == FieldTest::Numbers::Json && !isScalarField(test.field.path)
            && numberOf(operand).has_value();
    }

    static std::string escaped(std::string_view text)
    {
        std::string out;
        for (const char c : text) {
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
        }
        return out;
    }

    // A text with wildcards around it; a star in it can only be said by a regular expression.
    static std::string literal(const std::string& operand, const char* before, const char* behind)
    {
        if (operand.find('*') == std::string::npos) {
            if (operand.empty() && *before && *behind)
                return "\"*\"";
            return '"' + std::string(before) + escaped(operand) + behind + '"';
        }
        return std::string("%") + (*before ? "" : "^") + patternQuoted(operand)
            + (*behind ? "" : "$") + '%';
    }

    static std::string serviceGlob(std::string_view glob)
    {
        std::string regex = "^";
        for (const char c : glob)
            regex += c == '*' ? "[\\s\\S]*" : c == '?' ? "[\\s\\S]" : patternQuoted({&c, 1});
        return regex + '$';
    }

    template<typename Equality>
    static Piece regex(const FieldTest& test, const std::string& operand, const Equality& equality)
    {
        std::string regex;
        bool refused = false;
        for (std::size_t i = 0; i < operand.size(); ++i) {
            const char c = operand[i];
            if (c == '\\' && i + 1 < operand.size()) {
                regex += c;
                regex += operand[++i];
                continue;
            }
            const auto u = static_cast<unsigned char>(c);
            refused = refused
                || (!std::isalnum(u) && kServiceLetters.find(c) == std::string::npos && c != '%');
            if (c == '%' || (u < 0x20) || u == 0x7F)
                regex += hexEscaped(c);
            else
                regex += c;
        }
        Piece piece = equality('%' + regex + '%');
        if (test.foldCase && hasLetters(operand))
            piece.lose(Code::LetterCase, operand);
        if (refused)
            piece.lose(Code::ServiceLetters, operand);
        return piece;
    }

    Piece network(const FieldTest& test, const std::string& selector, const std::string& operand,
                  bool flipped)
    {
        const auto prefixes = networkPrefixes(operand);
        if (!prefixes)
            return Piece::cannot(Code::NoNetwork, operand);
        std::vector<Piece> parts;
        for (const std::string& prefix : *prefixes) {
            const bool whole = prefix.back() != '.';
            parts.push_back(Piece::atom(selector + (flipped ? " != \"" : " = \"") + prefix
                                        + (whole ? "\"" : "*\"")));
        }
        Piece piece = combined(std::move(parts), flipped);
        piece.lose(Code::Network, test.field.text());
        return piece;
    }

    Piece order(const FieldTest& test, const std::string& selector, const std::string& operand,
                bool flipped)
    {
        if (!looseNumberOf(operand)
            || (test.numbers != FieldTest::Numbers::Loose && !numberOf(operand)))
            return Piece::cannot(Code::NoOrderOfText, operand);
        static constexpr std::array<const char*, 4> kSigns{" < ", " <= ", " > ", " >= "};
        static constexpr std::array<std::size_t, 4> kContrary{3, 2, 1, 0};
        const auto at = static_cast<std::size_t>(test.op) - static_cast<std::size_t>(Op::Less);
        Piece piece = Piece::atom(selector + kSigns[flipped ? kContrary[at] : at] + operand);
        if (test.numbersInText)
            piece.lose(Code::NumbersInText, test.field.text());
        else if (flipped)
            piece.lose(Code::Types, test.field.text());
        return piece;
    }
};

// Terms: what has to be there, what must not, and one of several.
class TermWriter : public ConversionWriter
{
public:
    using ConversionWriter::ConversionWriter;

    Piece run(const Predicate& predicate)
    {
        if (predicate.kind() == Predicate::Kind::Text) {
            const TextTest& test = predicate.text();
            if (test.op == TextTest::Op::Delimited)
                return Piece::atom(test.operand);
            if (test.op == TextTest::Op::Regex)
                return standaloneRegex(test);
        }
        if (predicate.kind() == Predicate::Kind::All) {
            for (const PredicatePtr& child : predicate.children())
                add(*child);
        } else {
            add(predicate);
        }
        // One of several is ignored beside what has to be there, and there is one such list.
        for (std::size_t i = 0; i < m_choices.size(); ++i) {
            if (i > 0 || m_needsSome)
                m_choices[i] = Piece::cannot(Code::NoText, m_choices[i].text);
            m_terms.push_back(std::move(m_choices[i]));
        }
        return allOf(std::move(m_terms));
    }

protected:
    std::string_view andSign() const override { return " "; }
    std::string_view orSign() const override { return " "; }
    Piece field(const FieldTest& test, bool) override
    {
        return Piece::cannot(Code::NoPath, test.field.text());
    }
    Piece time(const TimeTest&, bool) override { return Piece::cannot(Code::NoTime); }
    Piece text(const TextTest& test, bool negated) override
    {
        return term(test, negated ? "-" : "");
    }

private:
    void add(const Predicate& predicate)
    {
        using Kind = Predicate::Kind;
        const bool negated = predicate.kind() == Kind::Not;
        const Predicate& inner = negated ? *predicate.children().front() : predicate;
        if (inner.kind() == Kind::Any && negated) {
            for (const PredicatePtr& child : inner.children())
                add(*Predicate::negation(child));
            return;
        }
        if (inner.kind() == Kind::Any && !inner.children().empty()) {
            m_choices.push_back(choice(inner));
            return;
        }
        Piece piece = inner.kind() == Kind::All && !inner.children().empty()
            ? Piece::cannot(Code::NoText)
            : write(inner, negated);
        m_needsSome = m_needsSome || (!negated && piece.kind == Piece::Kind::Text);
        m_terms.push_back(std::move(piece));
    }

    Piece choice(const Predicate& any)
    {
        Piece whole;
        for (const PredicatePtr& child : any.children()) {
            if (child->kind() == Predicate::Kind::Time)
                return Piece::cannot(Code::NoTime);
            if (child->kind() != Predicate::Kind::Text)
                return Piece::cannot(Code::NoText);
            Piece one = term(child->text(), "?");
            if (one.kind != Piece::Kind::Text)
                return one;
            whole.text += (whole.text.empty() ? "" : " ") + one.text;
            whole.losses.insert(whole.losses.end(), one.losses.begin(), one.losses.end());
        }
        return whole;
    }

    static Piece term(const TextTest& test, const char* prefix)
    {
        std::string operand = test.operand;
        if (test.scope == TextTest::Scope::Values) {
            operand = jsonQuoted(test.operand);
            operand = operand.substr(1, operand.size() - 2);
        }
        if (test.op == TextTest::Op::Delimited)
            return Piece::cannot(Code::NoDelimited, operand);
        if (test.op != TextTest::Op::Contains || !isTerm(operand))
            return Piece::cannot(Code::NoText, operand);
        Piece piece = Piece::atom(prefix + ('"' + operand + '"'));
        if (test.foldCase && hasLetters(operand))
            piece.lose(Code::LetterCase, operand);
        if (test.scope == TextTest::Scope::Values)
            piece.lose(Code::WholeMessage, operand);
        return piece;
    }

    // Ends where its quotes end, and is no blank, which would say nothing.
    static bool isTerm(std::string_view text)
    {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '"' || (text[i] == '\\' && ++i >= text.size()))
                return false;
        }
        return text.find_first_not_of(" \t\r\n\f\v") != std::string_view::npos;
    }

    static Piece standaloneRegex(const TextTest& test)
    {
        Piece piece = Piece::atom('%' + test.operand + '%');
        if (test.foldCase && hasLetters(test.operand))
            piece.lose(Code::LetterCase, test.operand);
        if (test.scope == TextTest::Scope::Values)
            piece.lose(Code::WholeMessage, test.operand);
        if (std::any_of(test.operand.begin(), test.operand.end(), [](char c) {
                return !std::isalnum(static_cast<unsigned char>(c))
                    && kServiceLetters.find(c) == std::string::npos;
            }))
            piece.lose(Code::ServiceLetters, test.operand);
        return piece;
    }

    std::vector<Piece> m_terms;
    std::vector<Piece> m_choices;
    bool m_needsSome = false;
};

bool asksForFields(const Predicate& predicate)
{
    return predicate.kind() == Predicate::Kind::Field
        || std::any_of(predicate.children().begin(), predicate.children().end(),
                       [](const PredicatePtr& child) { return asksForFields(*child); });
}

} // namespace

Piece writeFilterPattern(const Predicate& predicate, const ConversionOptions& options)
{
    if (asksForFields(predicate)) {
        Piece piece = Writer(options).write(predicate);
        if (piece.kind == Piece::Kind::Text)
            piece.text = "{ " + piece.text + " }";
        return piece;
    }
    return TermWriter(options).run(predicate);
}

} // namespace trailloupe::query
