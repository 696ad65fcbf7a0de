// The grammar of the filter bar: and, or, not, brackets, conditions and lists of values.
#include "model/query/barquery.h"
#include "model/query/bartests.h"
#include "model/query/bartext.h"

#include <utility>

namespace trailloupe::query {
namespace {

using bar::fail;
using bar::Value;
using Code = BarError::Code;

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
            m_text.check();
            m_text.skipSpace();
            query.predicate = m_text.atEnd() ? Predicate::everything() : parseOr(0);
            if (!m_text.atEnd())
                fail(Code::UnexpectedBracket, {m_text.at(), 1}, {}, std::string());
        } catch (const bar::Failure& failure) {
            query.predicate = nullptr;
            query.error = failure.error;
        }
        query.terms = std::move(m_terms);
        return query;
    }

private:
    PredicatePtr parseOr(int depth);
    PredicatePtr parseAnd(int depth);
    PredicatePtr parseNot(int depth);
    bool takeNegations();
    PredicatePtr parsePrimary(int depth);
    PredicatePtr parseExists(std::size_t nameLength);

    PredicatePtr parseTerm();
    PredicatePtr parseCondition(BarTerm& term, const std::string& op);
    std::optional<PredicatePtr> conditionWithoutValue(BarTerm& term, const Field& field,
                                                      const std::string& op) const;
    PredicatePtr conditionOnTime(const BarTerm& term, const std::string& op);
    PredicatePtr timeValues(const std::string& op);
    PredicatePtr finishTerm(BarTerm& term, PredicatePtr predicate);

    PredicatePtr values(const Field& field);
    PredicatePtr valuesOr(const Field& field, int depth);
    PredicatePtr valuesAnd(const Field& field, int depth);
    PredicatePtr valuesNot(const Field& field, int depth);
    void closeList(std::size_t open, char close);

    bar::BarText m_text;
    const BarOptions& m_options;
    std::vector<BarTerm> m_terms;
};

// ---- and, or, not

PredicatePtr Parser::parseOr(int depth)
{
    std::vector<PredicatePtr> parts{parseAnd(depth)};
    while (m_text.takeWord("or") || m_text.takeSign("||"))
        parts.push_back(parseAnd(depth));
    return Predicate::any(std::move(parts));
}

PredicatePtr Parser::parseAnd(int depth)
{
    std::vector<PredicatePtr> parts{parseNot(depth)};
    for (;;) {
        if (m_text.takeWord("and") || m_text.takeSign("&&")) {
            parts.push_back(parseNot(depth));
            continue;
        }
        if (m_text.atEnd() || m_text.peek() == ')' || m_text.isWord("or")
            || m_text.startsWith("||"))
            return Predicate::all(std::move(parts));
        parts.push_back(parseNot(depth));
    }
}

PredicatePtr Parser::parseNot(int depth)
{
    const std::size_t begin = m_text.at();
    const bool negated = takeNegations();
    const std::size_t before = m_terms.size();
    PredicatePtr inner = parsePrimary(depth);
    if (!negated)
        return inner;
    inner = Predicate::negation(std::move(inner));
    // The sign belongs to the condition when there is exactly one.
    if (m_terms.size() == before + 1 && m_text.letter(begin) != '(') {
        BarTerm& term = m_terms.back();
        term.whole = m_text.trimmedFrom(begin);
        term.negated = !term.negated;
        term.predicate = inner;
    }
    return inner;
}

// Takes any number of "not", '!' and '-'; true for an odd one.
bool Parser::takeNegations()
{
    bool negated = false;
    for (int signs = 1;; ++signs, negated = !negated) {
        if (signs > kMaxBarDepth)
            fail(Code::TooDeep, {m_text.at(), 1});
        if (m_text.takeWord("not"))
            continue;
        const char next = m_text.peek(1);
        const bool isSign = (m_text.peek() == '!' && next != '=')
            || (m_text.peek() == '-' && next != '\0' && !bar::isSpace(next));
        if (!isSign)
            return negated;
        m_text.skip(1);
        m_text.skipSpace();
    }
}

PredicatePtr Parser::parsePrimary(int depth)
{
    const std::size_t at = m_text.at();
    if (depth > kMaxBarDepth)
        fail(Code::TooDeep, {at, 1});
    if (m_text.atEnd() || m_text.peek() == ')')
        fail(Code::MissingCondition, {at, m_text.atEnd() ? 0u : 1u});
    if (const std::size_t length = m_text.lengthOfConjunction())
        fail(Code::MissingCondition, {at, length});
    if (m_text.peek() == '(') {
        m_text.skip(1);
        m_text.skipSpace();
        PredicatePtr inner = parseOr(depth + 1);
        if (m_text.peek() != ')')
            fail(Code::UnclosedBracket, {at, 1}, ")");
        m_text.skip(1);
        m_text.skipSpace();
        return inner;
    }
    for (const std::string_view function : {"exists", "ispresent"}) {
        if (m_text.isFunction(function))
            return parseExists(function.size());
    }
    return parseTerm();
}

// exists(field)
PredicatePtr Parser::parseExists(std::size_t nameLength)
{
    BarTerm term;
    term.whole.offset = m_text.at();
    term.op = {m_text.at(), nameLength};
    m_text.skip(nameLength + 1);
    m_text.skipSpace();
    term.field = m_text.takeField();
    if (term.field.length == 0)
        fail(Code::MissingField, {m_text.at(), 0});
    const Field field = m_text.fieldAt(term.field);
    m_text.skipSpace();
    if (m_text.peek() != ')')
        fail(Code::UnclosedBracket, {term.field.offset - 1, 1}, ")");
    m_text.skip(1);
    return finishTerm(term, bar::existence(field));
}

// ---- conditions

PredicatePtr Parser::finishTerm(BarTerm& term, PredicatePtr predicate)
{
    term.whole = m_text.spanFrom(term.whole.offset);
    term.predicate = predicate;
    m_terms.push_back(term);
    m_text.skipSpace();
    return predicate;
}

PredicatePtr Parser::parseTerm()
{
    BarTerm term;
    const std::size_t begin = m_text.at();
    term.whole.offset = begin;
    if (!m_text.isArn()) {
        const bar::BarText before = m_text;
        term.field = m_text.takeField();
        if (term.field.length > 0) {
            const std::string op = m_text.takeOperator(term.op);
            if (!op.empty())
                return finishTerm(term, parseCondition(term, op));
            m_text = before;
            term.field = {};
        }
    }
    const Value value = m_text.takeValue();
    term.value = value.span;
    return finishTerm(term, bar::anywhere(value));
}

PredicatePtr Parser::parseCondition(BarTerm& term, const std::string& op)
{
    const Field field = m_text.fieldAt(term.field);
    if (auto found = conditionWithoutValue(term, field, op))
        return *std::move(found);
    m_text.skipSpace();
    const std::size_t begin = m_text.at();
    term.negated = op.starts_with("!") || op == "not in";
    PredicatePtr found;
    if (field.derived == Derived::Time)
        found = conditionOnTime(term, op);
    else if (op == ":" || op == "=" || op == "!=" || op == "in" || op == "not in")
        found = values(field);
    else if (op == "<" || op == "<=" || op == ">" || op == ">=")
        found = bar::orderTest(field, op, m_text.takeValue());
    else
        found = bar::textTest(field, op, m_text.takeValue());
    term.value = m_text.trimmedFrom(begin);
    return term.negated ? Predicate::negation(std::move(found)) : found;
}

// exists, is null, is true, and their contraries
std::optional<PredicatePtr> Parser::conditionWithoutValue(BarTerm& term, const Field& field,
                                                          const std::string& op) const
{
    if (op == "is null" || op == "not exists") {
        term.negated = true;
        return Predicate::negation(bar::existence(field));
    }
    if (op == "is not null" || op == "exists")
        return bar::existence(field);
    if (!op.starts_with("is "))
        return std::nullopt;
    term.negated = op.starts_with("is not");
    PredicatePtr truth = bar::truth(field, op.ends_with("true"));
    return term.negated ? Predicate::negation(std::move(truth)) : truth;
}

PredicatePtr Parser::conditionOnTime(const BarTerm& term, const std::string& op)
{
    if (op == ":" || op == "=" || op == "!=" || op == "in" || op == "not in")
        return timeValues(op);
    if (op == "<" || op == "<=" || op == ">" || op == ">=")
        return bar::timeOrderTest(op, m_text.takeValue(), m_options);
    fail(Code::BadOperator, term.op, op);
}

PredicatePtr Parser::timeValues(const std::string& op)
{
    if (m_text.peek() == '*' && (op == ":" || op == "=") && m_text.isEndOfValue(1)) {
        m_text.skip(1);
        return bar::existence(Field{Derived::Time, {}});
    }
    if (m_text.takeWord("last"))
        return bar::lastTest(m_text.takeValue());
    return bar::timeTest(m_text.takeValue(), m_options);
}

// ---- values

// One value, a list in brackets, or a range.
PredicatePtr Parser::values(const Field& field)
{
    const char open = m_text.peek();
    if (open != '(' && open != '[')
        return bar::valueTest(field, m_text.takeValue());
    const std::size_t at = m_text.at();
    m_text.skip(1);
    m_text.skipSpace();
    if (open == '(') {
        PredicatePtr list = valuesOr(field, 0);
        closeList(at, ')');
        return list;
    }
    std::vector<PredicatePtr> parts;
    while (!m_text.atEnd() && m_text.peek() != ']') {
        parts.push_back(bar::valueTest(field, m_text.takeValue(",]")));
        m_text.skipSpace();
        m_text.takeSign(",");
    }
    closeList(at, ']');
    if (parts.empty())
        fail(Code::MissingValue, {m_text.at() - 1, 1});
    return bar::anyValue(std::move(parts));
}

void Parser::closeList(std::size_t open, char close)
{
    m_text.skipSpace();
    if (m_text.peek() != close)
        fail(Code::UnclosedBracket, {open, 1}, std::string(1, close));
    m_text.skip(1);
}

// Values between brackets: or, commas, and, not.
PredicatePtr Parser::valuesOr(const Field& field, int depth)
{
    std::vector<PredicatePtr> parts{valuesAnd(field, depth)};
    for (;;) {
        m_text.skipSpace();
        if (!m_text.takeWord("or") && !m_text.takeSign("||") && !m_text.takeSign(","))
            return bar::anyValue(std::move(parts));
        parts.push_back(valuesAnd(field, depth));
    }
}

PredicatePtr Parser::valuesAnd(const Field& field, int depth)
{
    std::vector<PredicatePtr> parts{valuesNot(field, depth)};
    for (;;) {
        m_text.skipSpace();
        if (!m_text.takeWord("and") && !m_text.takeSign("&&"))
            return Predicate::all(std::move(parts));
        parts.push_back(valuesNot(field, depth));
    }
}

PredicatePtr Parser::valuesNot(const Field& field, int depth)
{
    if (depth > kMaxBarDepth)
        fail(Code::TooDeep, {m_text.at(), 1});
    m_text.skipSpace();
    if (m_text.takeWord("not"))
        return Predicate::negation(valuesNot(field, depth + 1));
    if (m_text.peek() != '(')
        return bar::valueTest(field, m_text.takeValue(",)"));
    const std::size_t open = m_text.at();
    m_text.skip(1);
    m_text.skipSpace();
    PredicatePtr inner = valuesOr(field, depth + 1);
    closeList(open, ')');
    return inner;
}

} // namespace

BarQuery parseBar(std::string_view text, const BarOptions& options)
{
    return Parser(text, options).run();
}

} // namespace trailloupe::query
