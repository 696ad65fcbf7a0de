#include "model/query/barquery.h"
#include "model/query/fieldnames.h"
#include "model/query/timetext.h"
#include "model/query/valuematcher.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace trailloupe::query {
namespace {

using Code = BarError::Code;
using Op = FieldTest::Op;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isFieldStart(char c)
{
    const auto u = static_cast<unsigned char>(c);
    return std::isalpha(u) || c == '_' || c == '@' || c == '`' || u >= 0x80;
}

bool isFieldChar(char c)
{
    const auto u = static_cast<unsigned char>(c);
    return std::isalnum(u) || c == '_' || c == '@' || c == '.' || c == '-' || c == '*' || u >= 0x80;
}

bool equalFolded(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return std::tolower(static_cast<unsigned char>(x))
                   == std::tolower(static_cast<unsigned char>(y));
           });
}

// A value as it stands in the text.
struct Value
{
    enum class Kind : std::uint8_t
    {
        Word,
        Quoted,
        Regex,
    };
    Kind kind = Kind::Word;
    TextSpan span;
    std::string text; // without quotes and escapes; of a word with wildcards: see glob
    std::string glob; // of a word: '*' and '?' are wildcards, what was escaped is in backslashes
    bool wild = false; // a word with a wildcard
    bool escaped = false; // a word with a backslash: stands for its letters and nothing else
    bool escapedWild = false; // and with a '*' or '?' that is none
    bool foldCase = false; // of a regex: /…/i
};

struct Failure // ends the parse; caught where it starts
{
    BarError error;
};

class Parser
{
public:
    Parser(std::string_view text, const BarOptions& options)
        : m_text(text)
        , m_options(options)
    { }

    BarQuery run()
    {
        BarQuery query;
        try {
            checkText();
            skipSpace();
            query.predicate = atEnd() ? Predicate::everything() : parseOr(0);
            if (!atEnd())
                fail(Code::UnexpectedBracket, {m_at, 1}, {}, std::string());
        } catch (const Failure& failure) {
            query.predicate = nullptr;
            query.error = failure.error;
        }
        query.terms = std::move(m_terms);
        return query;
    }

private:
    [[noreturn]] static void fail(Code code, TextSpan where, std::string detail = {},
                                  std::optional<std::string> fix = std::nullopt)
    {
        throw Failure{{code, where, std::move(detail), std::move(fix)}};
    }

    // ---- letters

    bool atEnd() const { return m_at >= m_text.size(); }
    char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    bool startsWith(std::string_view part) const { return m_text.substr(m_at).starts_with(part); }
    void skipSpace()
    {
        while (!atEnd() && isSpace(peek()))
            ++m_at;
    }
    std::string_view slice(std::size_t from, std::size_t to) const
    {
        return m_text.substr(from, to - from);
    }
    // A word of letters that stands here by itself, any case; taken with the space behind it.
    bool takeWord(std::string_view word)
    {
        if (!isWord(word))
            return false;
        m_at += word.size();
        skipSpace();
        return true;
    }
    bool isWord(std::string_view word) const
    {
        if (!equalFolded(m_text.substr(m_at, word.size()), word))
            return false;
        const char next = peek(word.size());
        return next == '\0' || isSpace(next) || next == '(' || next == ')' || next == '[';
    }
    bool takeSign(std::string_view sign)
    {
        if (!startsWith(sign))
            return false;
        m_at += sign.size();
        skipSpace();
        return true;
    }

    void checkText() const
    {
        if (m_text.size() > kMaxBarText)
            fail(Code::TooLong, {kMaxBarText, m_text.size() - kMaxBarText});
        for (std::size_t i = 0; i < m_text.size(); ++i) {
            const auto c = static_cast<unsigned char>(m_text[i]);
            if ((c < 0x20 && !isSpace(m_text[i])) || c == 0x7F)
                fail(Code::ControlCharacter, {i, 1}, {}, std::string(" "));
        }
    }

    // ---- and, or, not

    PredicatePtr parseOr(int depth)
    {
        std::vector<PredicatePtr> parts{parseAnd(depth)};
        while (takeWord("or") || takeSign("||"))
            parts.push_back(parseAnd(depth));
        return Predicate::any(std::move(parts));
    }

    PredicatePtr parseAnd(int depth)
    {
        std::vector<PredicatePtr> parts{parseNot(depth)};
        for (;;) {
            if (takeWord("and") || takeSign("&&")) {
                parts.push_back(parseNot(depth));
                continue;
            }
            if (atEnd() || peek() == ')' || isWord("or") || startsWith("||"))
                return Predicate::all(std::move(parts));
            parts.push_back(parseNot(depth));
        }
    }

    PredicatePtr parseNot(int depth)
    {
        const std::size_t begin = m_at;
        bool negated = false;
        int signs = 0;
        for (;; negated = !negated) {
            if (++signs > kMaxBarDepth)
                fail(Code::TooDeep, {m_at, 1});
            if (takeWord("not"))
                continue;
            const char next = peek(1);
            const bool sign =
                (peek() == '!' && next != '=') || (peek() == '-' && next != '\0' && !isSpace(next));
            if (!sign)
                break;
            ++m_at;
            skipSpace();
        }
        const std::size_t before = m_terms.size();
        PredicatePtr inner = parsePrimary(depth);
        if (!negated)
            return inner;
        inner = Predicate::negation(std::move(inner));
        // The sign belongs to the condition when there is exactly one.
        if (m_terms.size() == before + 1 && m_text[begin] != '(') {
            BarTerm& term = m_terms.back();
            term.whole = {begin, m_at - begin};
            trimEnd(term.whole);
            term.negated = !term.negated;
            term.predicate = inner;
        }
        return inner;
    }

    void trimEnd(TextSpan& span) const
    {
        while (span.length > 0 && isSpace(m_text[span.end() - 1]))
            --span.length;
    }

    // The length of an "and" or "or" that stands here, in letters or signs.
    std::size_t lengthOfConjunction() const
    {
        for (const std::string_view word : {"and", "or"}) {
            if (isWord(word))
                return word.size();
        }
        return startsWith("||") || startsWith("&&") ? 2 : 0;
    }

    PredicatePtr parsePrimary(int depth)
    {
        if (depth > kMaxBarDepth)
            fail(Code::TooDeep, {m_at, 1});
        if (atEnd() || peek() == ')')
            fail(Code::MissingCondition, {m_at, atEnd() ? 0u : 1u});
        if (const std::size_t length = lengthOfConjunction())
            fail(Code::MissingCondition, {m_at, length});
        if (peek() == '(') {
            const std::size_t open = m_at++;
            skipSpace();
            PredicatePtr inner = parseOr(depth + 1);
            if (peek() != ')')
                fail(Code::UnclosedBracket, {open, 1}, ")");
            ++m_at;
            skipSpace();
            return inner;
        }
        for (const std::string_view function : {"exists", "ispresent"}) {
            if (equalFolded(m_text.substr(m_at, function.size()), function)
                && peek(function.size()) == '(')
                return parseExists(function.size());
        }
        return parseTerm();
    }

    // exists(field)
    PredicatePtr parseExists(std::size_t nameLength)
    {
        BarTerm term;
        term.whole.offset = m_at;
        term.op = {m_at, nameLength};
        m_at += nameLength + 1;
        skipSpace();
        const std::size_t begin = m_at;
        scanField();
        if (m_at == begin)
            fail(Code::MissingField, {m_at, 0});
        term.field = {begin, m_at - begin};
        const Field field = fieldAt(term.field);
        skipSpace();
        if (peek() != ')')
            fail(Code::UnclosedBracket, {begin - 1, 1}, ")");
        ++m_at;
        return finishTerm(term, existence(field));
    }

    // ---- conditions

    PredicatePtr finishTerm(BarTerm& term, PredicatePtr predicate)
    {
        term.whole.length = m_at - term.whole.offset;
        term.predicate = predicate;
        m_terms.push_back(term);
        skipSpace();
        return predicate;
    }

    // Moves over what may be a field. Brackets only where they are part of a path.
    void scanField()
    {
        if (atEnd() || !isFieldStart(peek()))
            return;
        while (!atEnd()) {
            if (peek() == '`') {
                const std::size_t close = m_text.find('`', m_at + 1);
                if (close == std::string_view::npos)
                    fail(Code::UnclosedQuote, {m_at, 1}, "`", std::nullopt);
                m_at = close + 1;
            } else if (peek() == '[') {
                std::size_t end = m_at + 1;
                while (end < m_text.size()
                       && (std::isdigit(static_cast<unsigned char>(m_text[end]))
                           || m_text[end] == '*'))
                    ++end;
                if (end >= m_text.size() || m_text[end] != ']')
                    return;
                m_at = end + 1;
            } else if (isFieldChar(peek())) {
                ++m_at;
            } else {
                return;
            }
        }
    }

    Field fieldAt(TextSpan span) const
    {
        auto field = parseField(m_text.substr(span.offset, span.length));
        if (!field)
            fail(Code::BadPath, span);
        return *std::move(field);
    }

    // The operator behind a field, taken; empty when there is none, and what follows is a value.
    std::string takeOperator(TextSpan& span)
    {
        std::size_t at = m_at;
        while (at < m_text.size() && isSpace(m_text[at]))
            ++at;
        const std::string_view rest = m_text.substr(at);
        static constexpr std::array<std::string_view, 13> kSigns{
            "!=~", "=~", "!~", "==", "!=", "<=", ">=", "<>", "<", ">", "=", "~", ":"};
        for (const std::string_view sign : kSigns) {
            if (!rest.starts_with(sign))
                continue;
            // A colon belongs to the field directly: "a :b" is two values.
            if (sign == ":" && at != m_at)
                break;
            span = {at, sign.size()};
            m_at = at + sign.size();
            return sign == "==" ? "=" : sign == "<>" ? "!=" : std::string(sign);
        }
        if (at == m_at)
            return {};
        static constexpr std::array<std::string_view, 14> kWords{
            "is not null", "is null",    "is not true", "is true", "is not false",
            "is false",    "not exists", "exists",      "not in",  "in",
            "contains",    "startswith", "endswith",    "matches"};
        const std::size_t before = m_at;
        m_at = at;
        for (const std::string_view words : kWords) {
            if (const auto length = lengthOfWords(words)) {
                const bool needsValue = words.find("null") == words.npos
                    && words.find("exists") == words.npos && !words.starts_with("is ");
                // "in" and the like are values themselves when nothing follows.
                if (needsValue && onlySpaceBehind(at + *length))
                    continue;
                span = {at, *length};
                m_at = at + *length;
                return std::string(words);
            }
        }
        m_at = before;
        return {};
    }

    bool onlySpaceBehind(std::size_t at) const
    {
        while (at < m_text.size() && isSpace(m_text[at]))
            ++at;
        return at >= m_text.size() || m_text[at] == ')';
    }

    // The length in the text of words that stand here with any spaces between them.
    std::optional<std::size_t> lengthOfWords(std::string_view words) const
    {
        std::size_t at = m_at;
        while (!words.empty()) {
            const std::size_t space = std::min(words.find(' '), words.size());
            const std::string_view word = words.substr(0, space);
            if (!equalFolded(m_text.substr(at, word.size()), word))
                return std::nullopt;
            at += word.size();
            const char next = at < m_text.size() ? m_text[at] : '\0';
            if (next != '\0' && !isSpace(next) && next != '(' && next != ')' && next != '['
                && next != '"')
                return std::nullopt;
            words.remove_prefix(std::min(space + 1, words.size()));
            while (!words.empty() && at < m_text.size() && isSpace(m_text[at]))
                ++at;
        }
        return at - m_at;
    }

    // An ARN names itself; its colons are no operators.
    bool isArnHere() const
    {
        return startsWith("arn:") && m_text.find(':', m_at + 4) != m_text.npos;
    }

    PredicatePtr parseTerm()
    {
        BarTerm term;
        term.whole.offset = m_at;
        const std::size_t begin = m_at;
        if (!isArnHere()) {
            scanField();
            if (m_at > begin) {
                term.field = {begin, m_at - begin};
                const std::string op = takeOperator(term.op);
                if (!op.empty())
                    return finishTerm(term, parseCondition(term, op));
                m_at = begin;
                term.field = {};
            }
        }
        const Value value = parseValue("");
        term.value = value.span;
        return finishTerm(term, anyField(value));
    }

    PredicatePtr parseCondition(BarTerm& term, const std::string& op)
    {
        const Field field = fieldAt(term.field);
        if (op == "is null" || op == "not exists") {
            term.negated = true;
            return Predicate::negation(existence(field));
        }
        if (op == "is not null" || op == "exists")
            return existence(field);
        if (op.starts_with("is ")) {
            const bool negated = op.starts_with("is not");
            term.negated = negated;
            auto truth = Predicate::of(test(field, op.ends_with("true") ? "true" : "false"));
            return negated ? Predicate::negation(std::move(truth)) : truth;
        }
        skipSpace();
        const std::size_t begin = m_at;
        const bool isTime = field.derived == Derived::Time;
        term.negated = op.starts_with("!") || op == "not in";
        PredicatePtr found;
        if (op == ":" || op == "=" || op == "!=" || op == "in" || op == "not in")
            found = isTime ? timeValues(op) : values(field);
        else if (op == "<" || op == "<=" || op == ">" || op == ">=")
            found = isTime ? timeOrder(op) : order(field, op);
        else if (isTime)
            fail(Code::BadOperator, term.op, op);
        else
            found = textCondition(field, op);
        term.value = {begin, m_at - begin};
        trimEnd(term.value);
        return term.negated ? Predicate::negation(std::move(found)) : found;
    }

    static FieldTest test(const Field& field, const std::string& operand)
    {
        FieldTest test;
        test.field = field;
        test.operands = {operand};
        test.foldCase = true;
        return test;
    }

    static PredicatePtr existence(const Field& field)
    {
        FieldTest exists;
        exists.field = field;
        exists.op = Op::Exists;
        return Predicate::of(std::move(exists));
    }

    // One value, a list in brackets, or a range.
    PredicatePtr values(const Field& field)
    {
        const char open = peek();
        if (open != '(' && open != '[')
            return oneValue(field, parseValue(""));
        const std::size_t at = m_at++;
        skipSpace();
        if (open == '(') {
            PredicatePtr list = valuesOr(field, 0);
            closeList(at, ')');
            return list;
        }
        std::vector<PredicatePtr> parts;
        while (!atEnd() && peek() != ']') {
            parts.push_back(oneValue(field, parseValue(",]")));
            skipSpace();
            takeSign(",");
        }
        closeList(at, ']');
        if (parts.empty())
            fail(Code::MissingValue, {m_at - 1, 1});
        return merged(std::move(parts));
    }

    void closeList(std::size_t open, char close)
    {
        skipSpace();
        if (peek() != close)
            fail(Code::UnclosedBracket, {open, 1}, std::string(1, close));
        ++m_at;
    }

    // Values between brackets: or, commas, and, not.
    PredicatePtr valuesOr(const Field& field, int depth)
    {
        std::vector<PredicatePtr> parts{valuesAnd(field, depth)};
        for (;;) {
            skipSpace();
            if (!takeWord("or") && !takeSign("||") && !takeSign(","))
                return merged(std::move(parts));
            parts.push_back(valuesAnd(field, depth));
        }
    }
    PredicatePtr valuesAnd(const Field& field, int depth)
    {
        std::vector<PredicatePtr> parts{valuesNot(field, depth)};
        for (;;) {
            skipSpace();
            if (!takeWord("and") && !takeSign("&&"))
                return Predicate::all(std::move(parts));
            parts.push_back(valuesNot(field, depth));
        }
    }
    PredicatePtr valuesNot(const Field& field, int depth)
    {
        if (depth > kMaxBarDepth)
            fail(Code::TooDeep, {m_at, 1});
        skipSpace();
        if (takeWord("not"))
            return Predicate::negation(valuesNot(field, depth + 1));
        if (peek() == '(') {
            const std::size_t open = m_at++;
            skipSpace();
            PredicatePtr inner = valuesOr(field, depth + 1);
            closeList(open, ')');
            return inner;
        }
        return oneValue(field, parseValue(",)"));
    }

    // Equalities of one field that differ in the value alone are one test of several values.
    static PredicatePtr merged(std::vector<PredicatePtr> parts)
    {
        std::vector<PredicatePtr> kept;
        for (PredicatePtr& part : parts) {
            const bool joins = !kept.empty() && isEquality(*part) && isEquality(*kept.back())
                && part->field().foldCase == kept.back()->field().foldCase;
            if (!joins) {
                kept.push_back(std::move(part));
                continue;
            }
            FieldTest both = kept.back()->field();
            both.operands.insert(both.operands.end(), part->field().operands.begin(),
                                 part->field().operands.end());
            kept.back() = Predicate::of(std::move(both));
        }
        return Predicate::any(std::move(kept));
    }
    static bool isEquality(const Predicate& predicate)
    {
        return predicate.kind() == Predicate::Kind::Field && predicate.field().op == Op::Equal;
    }

    PredicatePtr oneValue(const Field& field, const Value& value)
    {
        FieldTest made = test(field, value.text);
        switch (value.kind) {
        case Value::Kind::Quoted:
            made.foldCase = false;
            return Predicate::of(std::move(made));
        case Value::Kind::Regex:
            return Predicate::of(regexTest(field, value));
        case Value::Kind::Word:
            break;
        }
        if (value.text == "*" && value.wild)
            return existence(field);
        if (value.escaped)
            return Predicate::of(wordTest(std::move(made), value));
        const std::size_t dots = value.text.find("..");
        if (dots != std::string::npos && value.text.size() > 2 && isRange(value.text, dots))
            return range(field, value, dots);
        if (value.text.find('/') != std::string::npos && isNetwork(value.text)) {
            made.op = Op::InNetwork;
            made.foldCase = false;
            return Predicate::of(std::move(made));
        }
        return Predicate::of(wordTest(std::move(made), value));
    }

    // Numbers on both sides as far as they are there: 1..5, 10.., ..99
    static bool isRange(std::string_view text, std::size_t dots)
    {
        const std::string_view from = text.substr(0, dots);
        const std::string_view to = text.substr(dots + 2);
        return (from.empty() || numberOf(from)) && (to.empty() || numberOf(to));
    }

    static FieldTest wordTest(FieldTest made, const Value& value)
    {
        if (!value.wild)
            return made;
        made.op = value.escapedWild ? Op::Regex : Op::Glob;
        made.questionMark = !value.escapedWild;
        if (value.escapedWild)
            made.operands = {"^(?s:" + value.glob + ")$"};
        return made;
    }

    FieldTest regexTest(const Field& field, const Value& value) const
    {
        FieldTest made = test(field, value.text);
        made.op = Op::Regex;
        made.foldCase = value.foldCase;
        checkRegex(made.operands, made.foldCase, value.span);
        return made;
    }

    static void checkRegex(const std::vector<std::string>& regex, bool foldCase, TextSpan where)
    {
        const auto pattern = TextPattern::compile(TextPattern::Op::Regex, regex, foldCase);
        if (!pattern)
            fail(Code::BadRegex, where, pattern.error().detail);
    }

    PredicatePtr range(const Field& field, const Value& value, std::size_t dots)
    {
        const std::string from = value.text.substr(0, dots);
        const std::string to = value.text.substr(dots + 2);
        if (!from.empty() && !to.empty() && *numberOf(from) > *numberOf(to))
            fail(Code::BadRange, value.span, {}, to + ".." + from);
        std::vector<PredicatePtr> bounds;
        if (!from.empty())
            bounds.push_back(orderTest(field, Op::GreaterOrEqual, from));
        if (!to.empty())
            bounds.push_back(orderTest(field, Op::LessOrEqual, to));
        return Predicate::all(std::move(bounds));
    }

    static PredicatePtr orderTest(const Field& field, Op op, const std::string& operand)
    {
        FieldTest made = test(field, operand);
        made.op = op;
        made.foldCase = false;
        made.numbersInText = true;
        return Predicate::of(std::move(made));
    }

    PredicatePtr order(const Field& field, const std::string& op)
    {
        const Value value = parseValue("");
        return orderTest(field,
                         op == "<"        ? Op::Less
                             : op == "<=" ? Op::LessOrEqual
                             : op == ">"  ? Op::Greater
                                          : Op::GreaterOrEqual,
                         value.text);
    }

    // ~, =~, contains …
    PredicatePtr textCondition(const Field& field, const std::string& op)
    {
        const Value value = parseValue("");
        if (op == "=~" || op == "!=~" || op == "matches" || value.kind == Value::Kind::Regex)
            return Predicate::of(regexTest(field, value));
        FieldTest made = test(field, value.text);
        made.foldCase = value.kind == Value::Kind::Word;
        made.op = op == "startswith" ? Op::StartsWith
            : op == "endswith"       ? Op::EndsWith
                                     : Op::Contains;
        return Predicate::of(std::move(made));
    }

    // A value without a field: anywhere in the event.
    static PredicatePtr anyField(const Value& value)
    {
        TextTest text;
        text.operand = value.text;
        text.foldCase = value.kind == Value::Kind::Word;
        if (value.kind == Value::Kind::Regex) {
            text.op = TextTest::Op::Regex;
            text.foldCase = value.foldCase;
            checkRegex({value.text}, value.foldCase, value.span);
        } else if (value.kind == Value::Kind::Word && value.wild) {
            if (value.text == "*")
                return Predicate::everything();
            text.op = value.escapedWild ? TextTest::Op::Regex : TextTest::Op::Glob;
            if (value.escapedWild)
                text.operand = "^(?s:" + value.glob + ")$";
        }
        return Predicate::of(std::move(text));
    }

    // ---- time

    TimeSpanText timeOf(std::string_view text, TextSpan where) const
    {
        const auto span = parseTimeText(text, m_options.toUtc);
        if (!span)
            fail(Code::BadTime, where, std::string(text));
        return *span;
    }

    PredicatePtr timeOrder(const std::string& op)
    {
        const Value value = parseValue("");
        const TimeSpanText span = timeOf(value.text, value.span);
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

    PredicatePtr timeValues(const std::string& op)
    {
        if (peek() == '*' && (op == ":" || op == "=") && isEndOfValue(1)) {
            ++m_at;
            return existence(Field{Derived::Time, {}});
        }
        if (takeWord("last")) {
            const Value value = parseValue("");
            const auto back = parseDuration(value.text);
            if (!back)
                fail(Code::BadTime, value.span, value.text);
            return Predicate::of(TimeTest{TimeBound{*back, true}, std::nullopt});
        }
        const Value value = parseValue("");
        const std::size_t dots = value.text.find("..");
        TimeTest made;
        if (dots == std::string::npos) {
            const TimeSpanText span = timeOf(value.text, value.span);
            made.from = span.from;
            // Back from the end is a span, not a moment.
            if (!span.from.beforeLast)
                made.to = span.to;
            return Predicate::of(made);
        }
        const std::string_view text = value.text;
        if (dots > 0)
            made.from = timeOf(text.substr(0, dots), {value.span.offset, dots}).from;
        if (dots + 2 < text.size())
            made.to = timeOf(text.substr(dots + 2),
                             {value.span.offset + dots + 2, text.size() - dots - 2})
                          .to;
        if (!made.from && !made.to)
            fail(Code::BadTime, value.span, value.text);
        if (made.from && made.to && made.from->beforeLast == made.to->beforeLast
            && (made.from->beforeLast ? made.from->seconds < made.to->seconds
                                      : made.from->seconds > made.to->seconds))
            fail(Code::BadRange, value.span, {},
                 value.text.substr(dots + 2) + ".." + value.text.substr(0, dots));
        return Predicate::of(made);
    }

    // ---- values

    bool isEndOfValue(std::size_t ahead, std::string_view also = {}) const
    {
        const char c = peek(ahead);
        return c == '\0' || isSpace(c) || c == ')' || also.find(c) != std::string_view::npos;
    }

    Value parseValue(std::string_view ends)
    {
        if (atEnd() || isEndOfValue(0, ends))
            fail(Code::MissingValue, {m_at, 0});
        if (const std::size_t length = lengthOfConjunction())
            fail(Code::MissingValue, {m_at, length});
        if (peek() == '"' || peek() == '\'')
            return parseQuoted();
        if (peek() == '/') {
            if (auto regex = tryRegex(ends))
                return *std::move(regex);
        }
        return parseWord(ends);
    }

    Value parseQuoted()
    {
        const char quote = peek();
        Value value;
        value.kind = Value::Kind::Quoted;
        value.span.offset = m_at++;
        for (;; ++m_at) {
            if (atEnd())
                fail(Code::UnclosedQuote, {value.span.offset, 1}, std::string(1, quote));
            if (peek() == quote)
                break;
            if (peek() == '\\' && (peek(1) == quote || peek(1) == '\\'))
                ++m_at;
            value.text += peek();
        }
        ++m_at;
        value.span.length = m_at - value.span.offset;
        return value;
    }

    // /…/ or /…/i, when the second slash ends a value; else a word that begins with a slash.
    std::optional<Value> tryRegex(std::string_view ends)
    {
        Value value;
        value.kind = Value::Kind::Regex;
        for (std::size_t at = m_at + 1; at < m_text.size(); ++at) {
            if (m_text[at] == '\\' && at + 1 < m_text.size()) {
                if (m_text[at + 1] != '/')
                    value.text += m_text[at];
                value.text += m_text[++at];
                continue;
            }
            if (m_text[at] != '/') {
                value.text += m_text[at];
                continue;
            }
            value.foldCase = at + 1 < m_text.size() && m_text[at + 1] == 'i';
            const std::size_t end = at + (value.foldCase ? 2 : 1);
            if (!isEndOfValue(end - m_at, ends)) {
                value.text += m_text[at];
                continue;
            }
            value.span = {m_at, end - m_at};
            m_at = end;
            return value;
        }
        return std::nullopt;
    }

    Value parseWord(std::string_view ends)
    {
        Value value;
        value.span.offset = m_at;
        // Brackets that open in a word close in it: f(x), a[0]
        int open = 0;
        for (; !atEnd(); ++m_at) {
            char c = peek();
            if (c == '(')
                ++open;
            if (isSpace(c) || (c == ')' && open == 0) || ends.find(c) != std::string_view::npos)
                break;
            if (c == ')')
                --open;
            const bool escaped = c == '\\' && m_at + 1 < m_text.size();
            if (escaped) {
                c = m_text[++m_at];
                value.escaped = true;
            }
            const bool star = c == '*' || c == '?';
            value.text += c;
            value.wild = value.wild || (star && !escaped);
            value.escapedWild = value.escapedWild || (star && escaped);
            if (star && !escaped)
                value.glob += c == '*' ? "\\C*" : ".";
            else if (std::isalnum(static_cast<unsigned char>(c))
                     || static_cast<unsigned char>(c) >= 0x80)
                value.glob += c;
            else
                (value.glob += '\\') += c;
        }
        value.span.length = m_at - value.span.offset;
        return value;
    }

    std::string_view m_text;
    const BarOptions& m_options;
    std::size_t m_at = 0;
    std::vector<BarTerm> m_terms;
};

} // namespace

BarQuery parseBar(std::string_view text, const BarOptions& options)
{
    return Parser(text, options).run();
}

const char* barErrorText(BarError::Code code)
{
    switch (code) {
    case Code::TooLong:
        return "the filter is longer than 64 KiB";
    case Code::TooDeep:
        return "brackets are nested too deep";
    case Code::ControlCharacter:
        return "a control character does not belong into a filter";
    case Code::UnclosedQuote:
        return "the quote is not closed";
    case Code::UnclosedBracket:
        return "the bracket is not closed";
    case Code::UnexpectedBracket:
        return "this bracket closes nothing";
    case Code::MissingCondition:
        return "a condition is missing here";
    case Code::MissingValue:
        return "a value is missing here";
    case Code::MissingField:
        return "a field is missing here";
    case Code::BadRegex:
        return "the regular expression cannot be read";
    case Code::BadNetwork:
        return "this is no IP network";
    case Code::BadTime:
        return "this is no time";
    case Code::BadRange:
        return "the range begins behind its end";
    case Code::BadOperator:
        return "times know no such comparison";
    case Code::BadPath:
        return "this is no field";
    }
    return "";
}

} // namespace trailloupe::query
