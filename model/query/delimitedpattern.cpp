#include "model/query/delimitedpattern.h"

#include "model/query/patternreader.h"

#include <algorithm>

namespace trailloupe::query {
namespace {

using Op = FieldTest::Op;

std::string signOf(const FieldTest& test)
{
    switch (test.op) {
    case Op::Less:
        return "<";
    case Op::LessOrEqual:
        return "<=";
    case Op::Greater:
        return ">";
    case Op::GreaterOrEqual:
        return ">=";
    default:
        return test.negated ? "!=" : "=";
    }
}

std::string valueText(const FieldTest& test)
{
    const std::string& operand = test.operands.front();
    if (test.op == Op::Regex)
        return '%' + operand + '%';
    // A word that holds a quote was written without.
    if (test.numbers == FieldTest::Numbers::Loose || operand.find('"') != std::string::npos)
        return operand;
    return '"' + operand + '"';
}

class Reader : public PatternReader
{
public:
    using PatternReader::PatternReader;

    DelimitedPattern run()
    {
        DelimitedPattern pattern;
        for (;;) {
            skipSpace();
            if (startsWith("..."))
                takeEllipsis(pattern);
            else
                pattern.slots.push_back(takeSlot());
            skipSpace();
            if (atEnd())
                break;
            if (peek() != ',')
                fail(Code::UnexpectedText, {m_at, lengthToComma()});
            ++m_at;
        }
        if (regexes() > kServiceRegexes)
            warn(PatternWarning::Code::TooManyRegexes, {0, m_text.size()});
        return pattern;
    }

private:
    void takeEllipsis(DelimitedPattern& pattern)
    {
        if (pattern.ellipsis)
            fail(Code::DuplicateEllipsis, {m_at, 3});
        pattern.ellipsis = pattern.slots.size();
        m_at += 3;
    }

    std::size_t lengthToComma() const
    {
        return std::max<std::size_t>(1, std::min(rest().find(','), rest().size()));
    }

    std::string takeName()
    {
        const std::size_t begin = m_at;
        while (!atEnd() && isWordLetter(peek()))
            ++m_at;
        return std::string(m_text.substr(begin, m_at - begin));
    }

    DelimitedPattern::Slot takeSlot()
    {
        DelimitedPattern::Slot slot;
        slot.name = takeName();
        if (slot.name.empty())
            fail(Code::BadFieldName, {m_at, atEnd() || peek() == ',' ? 0 : lengthToComma()});
        skipSpace();
        if (atEnd() || peek() == ',')
            return slot;
        slot.conditions.push_back({takeCondition()});
        for (;;) {
            skipSpace();
            const bool isOr = startsWith("||");
            if (!isOr && !startsWith("&&"))
                return slot;
            m_at += 2;
            skipSpace();
            const std::size_t begin = m_at;
            const std::string name = takeName();
            if (!name.empty() && name != slot.name)
                fail(Code::OtherField, {begin, name.size()}, slot.name, slot.name);
            skipSpace();
            if (isOr)
                slot.conditions.emplace_back();
            slot.conditions.back().push_back(takeCondition());
        }
    }

    FieldTest takeCondition()
    {
        const std::size_t begin = m_at;
        const std::string comparison = takeComparison();
        if (comparison.empty())
            fail(Code::BadComparison, {m_at, atEnd() ? 0 : lengthToComma()});
        const TextSpan where{begin, m_at - begin};
        skipSpace();
        return conditionOf(comparison, where, takeValue());
    }

    PatternValue takeValue()
    {
        if (peek() == '"')
            return takeQuoted(false);
        if (peek() == '%')
            return takeRegex();
        PatternValue value;
        const std::size_t begin = m_at;
        while (!atEnd() && !isSpace(peek()) && peek() != ',' && !startsWith("||")
               && !startsWith("&&"))
            ++m_at;
        if (m_at == begin)
            fail(Code::MissingValue, {m_at, 0});
        value.text = m_text.substr(begin, m_at - begin);
        value.span = {begin, m_at - begin};
        if (looseNumberOf(value.text))
            value.kind = PatternValue::Kind::Number;
        return value;
    }
};

} // namespace

std::string DelimitedPattern::text() const
{
    std::string text = "[";
    const auto add = [&](const std::string& part) {
        text += (text.size() > 1 ? ", " : "") + part;
    };
    for (std::size_t i = 0; i <= slots.size(); ++i) {
        if (ellipsis == i)
            add("...");
        if (i == slots.size())
            break;
        const Slot& slot = slots[i];
        std::string part = slot.conditions.empty() ? slot.name : "";
        for (const auto& group : slot.conditions) {
            for (const FieldTest& test : group) {
                part += part.empty() ? "" : &test == &group.front() ? " || " : " && ";
                part += slot.name + ' ' + signOf(test) + ' ' + valueText(test);
            }
        }
        add(part);
    }
    return text + ']';
}

std::variant<DelimitedPattern, PatternError> parseDelimited(std::string_view text,
                                                            std::vector<PatternWarning>& warnings)
{
    std::size_t begin = 0, end = text.size();
    while (begin < end && PatternReader::isSpace(text[begin]))
        ++begin;
    while (end > begin && PatternReader::isSpace(text[end - 1]))
        --end;
    if (end - begin < 2 || text[begin] != '[' || text[end - 1] != ']')
        return PatternError{PatternError::Code::UnclosedBracket, {end, 0}, {}, "]"};
    try {
        return Reader(text, begin + 1, end - 1, warnings).run();
    } catch (const PatternFailure& failure) {
        return failure.error;
    }
}

std::vector<std::string_view> delimitedFields(std::string_view message)
{
    std::vector<std::string_view> fields;
    // Where a bracket or quote is not closed it stays so for all that follow.
    bool brackets = true, quotes = true;
    for (std::size_t at = 0; at < message.size();) {
        const char c = message[at];
        if (PatternReader::isSpace(c)) {
            ++at;
            continue;
        }
        bool& closes = c == '[' ? brackets : quotes;
        if ((c == '[' || c == '"') && closes) {
            const std::size_t close = message.find(c == '[' ? ']' : '"', at + 1);
            closes = close != std::string_view::npos;
            if (closes) {
                fields.push_back(message.substr(at + 1, close - at - 1));
                at = close + 1;
                continue;
            }
        }
        std::size_t end = at;
        while (end < message.size() && !PatternReader::isSpace(message[end]))
            ++end;
        fields.push_back(message.substr(at, end - at));
        at = end;
    }
    return fields;
}

Result<DelimitedMatcher> DelimitedMatcher::compile(std::string_view text)
{
    std::vector<PatternWarning> warnings;
    const auto parsed = parseDelimited(text, warnings);
    if (const auto* error = std::get_if<PatternError>(&parsed))
        return Error{
            Error::Kind::Malformed, patternErrorText(error->code), {}, error->where.offset};
    const DelimitedPattern& pattern = *std::get_if<DelimitedPattern>(&parsed);
    DelimitedMatcher matcher;
    matcher.m_ellipsis = pattern.ellipsis;
    for (const auto& slot : pattern.slots) {
        Conditions conditions;
        for (const auto& group : slot.conditions) {
            conditions.emplace_back();
            for (const FieldTest& test : group) {
                auto made = ValueMatcher::compile(test);
                if (!made)
                    return made.error();
                conditions.back().push_back(std::move(made).value());
            }
        }
        matcher.m_slots.push_back(std::move(conditions));
    }
    return matcher;
}

bool DelimitedMatcher::fulfils(std::string_view field, const Conditions& conditions)
{
    const auto holds = [&](const ValueMatcher& matcher) {
        const bool isNumber =
            matcher.test().numbers == FieldTest::Numbers::Loose && looseNumberOf(field).has_value();
        return matcher.matches(isNumber ? store::ValueKind::Number : store::ValueKind::Text, field);
    };
    return conditions.empty()
        || std::any_of(conditions.begin(), conditions.end(), [&](const auto& group) {
               return std::all_of(group.begin(), group.end(), holds);
           });
}

bool DelimitedMatcher::matches(std::string_view message) const
{
    const auto fields = delimitedFields(message);
    if (m_ellipsis ? fields.size() < m_slots.size() : fields.size() != m_slots.size())
        return false;
    const std::size_t skipped = fields.size() - m_slots.size();
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        const std::size_t at = m_ellipsis && i >= *m_ellipsis ? i + skipped : i;
        if (!fulfils(fields[at], m_slots[i]))
            return false;
    }
    return true;
}

} // namespace trailloupe::query
