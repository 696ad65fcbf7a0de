#include "model/query/filterpattern.h"

#include "model/query/delimitedpattern.h"
#include "model/query/patternreader.h"

#include <algorithm>

namespace trailloupe::query {
namespace {

using Code = PatternError::Code;
using Language = FilterPattern::Language;

PredicatePtr textTest(TextTest::Op op, std::string operand)
{
    TextTest test;
    test.op = op;
    test.operand = std::move(operand);
    test.scope = TextTest::Scope::Json;
    return Predicate::of(std::move(test));
}

class TermReader : public PatternReader
{
public:
    using PatternReader::PatternReader;

    PredicatePtr run()
    {
        std::vector<PredicatePtr> all, optional;
        bool needsSome = false;
        TextSpan firstOptional;
        for (skipSpace(); !atEnd(); skipSpace()) {
            const std::size_t begin = m_at;
            const char prefix = peek() == '-' || peek() == '?' ? peek() : '\0';
            m_at += prefix ? 1 : 0;
            const std::string term = takeTerm(begin, prefix);
            if (std::all_of(term.begin(), term.end(), isSpace))
                continue;
            PredicatePtr holds = textTest(TextTest::Op::Contains, term);
            if (prefix == '?') {
                if (optional.empty())
                    firstOptional = {begin, m_at - begin};
                optional.push_back(std::move(holds));
                continue;
            }
            needsSome = needsSome || prefix == '\0';
            all.push_back(prefix == '-' ? Predicate::negation(std::move(holds)) : std::move(holds));
        }
        if (!optional.empty()) {
            if (needsSome)
                warn(PatternWarning::Code::OptionalTermsIgnored, firstOptional);
            else
                all.push_back(Predicate::any(std::move(optional)));
        }
        return Predicate::all(std::move(all));
    }

private:
    std::string takeTerm(std::size_t begin, char prefix)
    {
        if (peek() == '"') {
            // What stands between the quotes is the text, backslashes included.
            const std::size_t open = m_at++;
            while (!atEnd() && peek() != '"')
                m_at += peek() == '\\' ? 2 : 1;
            if (atEnd())
                fail(Code::UnclosedQuote, {open, 1}, "\"");
            ++m_at;
            return std::string(m_text.substr(open + 1, m_at - open - 2));
        }
        const std::size_t from = m_at;
        while (!atEnd() && !isSpace(peek()))
            ++m_at;
        std::string term(m_text.substr(from, m_at - from));
        if (!term.empty() && std::all_of(term.begin(), term.end(), isWordLetter))
            return term;
        std::optional<std::string> fix;
        if (!term.empty() && term.find('"') == std::string::npos && term.back() != '\\')
            fix = (prefix ? std::string(1, prefix) : "") + '"' + term + '"';
        fail(Code::SymbolInTerm, {begin, m_at - begin}, std::move(term), std::move(fix));
    }
};

class RegexReader : public PatternReader
{
public:
    using PatternReader::PatternReader;

    // Everything between the first and the last '%'.
    PredicatePtr run()
    {
        PatternValue value;
        value.span = {m_at, m_end - m_at};
        value.text = m_text.substr(m_at + 1, m_end - m_at - 2);
        checkRegex(value);
        return textTest(TextTest::Op::Regex, value.text);
    }
};

void checkText(std::string_view text)
{
    if (text.size() > kMaxBarText)
        PatternReader::fail(Code::TooLong, {kMaxBarText, text.size() - kMaxBarText});
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if ((c < 0x20 && !PatternReader::isSpace(text[i])) || c == 0x7F)
            PatternReader::fail(Code::ControlCharacter, {i, 1}, {}, " ");
    }
}

// Without the blanks around it.
TextSpan trimmed(std::string_view text)
{
    std::size_t begin = 0, end = text.size();
    while (begin < end && PatternReader::isSpace(text[begin]))
        ++begin;
    while (end > begin && PatternReader::isSpace(text[end - 1]))
        --end;
    return {begin, end - begin};
}

Language languageOf(std::string_view text, TextSpan span)
{
    switch (span.length ? text[span.offset] : '\0') {
    case '{':
        return Language::Json;
    case '[':
        return Language::Delimited;
    case '%':
        return Language::Regex;
    default:
        return Language::Terms;
    }
}

PredicatePtr read(std::string_view text, FilterPattern& pattern)
{
    checkText(text);
    const TextSpan span = trimmed(text);
    if (span.length > kServicePatternLetters) {
        pattern.warnings.push_back(
            {PatternWarning::Code::TooLongForService,
             {span.offset + kServicePatternLetters, span.length - kServicePatternLetters},
             std::to_string(span.length)});
    }
    pattern.language = languageOf(text, span);
    switch (pattern.language) {
    case Language::Json:
        return readJsonPattern(text, span.offset, span.end(), pattern.warnings);
    case Language::Delimited: {
        const auto parsed = parseDelimited(text, pattern.warnings);
        if (const auto* error = std::get_if<PatternError>(&parsed))
            throw PatternFailure{*error};
        return textTest(TextTest::Op::Delimited, std::get_if<DelimitedPattern>(&parsed)->text());
    }
    case Language::Regex:
        if (span.length < 2 || text[span.end() - 1] != '%')
            PatternReader::fail(Code::UnclosedRegex, {span.end(), 0}, {}, "%");
        return RegexReader(text, span.offset, span.end(), pattern.warnings).run();
    case Language::Terms:
        break;
    }
    return TermReader(text, 0, text.size(), pattern.warnings).run();
}

} // namespace

FilterPattern parseFilterPattern(std::string_view text)
{
    FilterPattern pattern;
    try {
        pattern.predicate = read(text, pattern);
    } catch (PatternFailure& failure) {
        pattern.error = std::move(failure.error);
    }
    std::stable_sort(pattern.warnings.begin(), pattern.warnings.end(),
                     [](const auto& a, const auto& b) { return a.where.offset < b.where.offset; });
    return pattern;
}

FilterLanguage detectLanguage(std::string_view text)
{
    const TextSpan span = trimmed(text);
    const std::string_view inside = text.substr(span.offset, span.length);
    if (inside.empty())
        return FilterLanguage::Bar;
    switch (inside.front()) {
    case '{': {
        const std::size_t at = inside.find_first_not_of("({ \t\r\n");
        // Nothing behind the bracket yet: somebody types a pattern.
        return at == std::string_view::npos || inside[at] == '$' ? FilterLanguage::Pattern
                                                                 : FilterLanguage::Bar;
    }
    case '[': {
        std::vector<PatternWarning> warnings;
        if (inside.size() > kMaxBarText || inside.find_first_of(",=.") == std::string_view::npos)
            return FilterLanguage::Bar;
        const auto parsed = parseDelimited(inside, warnings);
        const auto* pattern = std::get_if<DelimitedPattern>(&parsed);
        const bool isList = !pattern
            || std::any_of(pattern->slots.begin(), pattern->slots.end(), [](const auto& slot) {
                   return slot.name.front() >= '0' && slot.name.front() <= '9';
               });
        return isList ? FilterLanguage::Bar : FilterLanguage::Pattern;
    }
    case '%':
        return inside.size() > 2 && inside.back() == '%' ? FilterLanguage::Pattern
                                                         : FilterLanguage::Bar;
    default:
        return FilterLanguage::Bar;
    }
}

const char* patternErrorText(PatternError::Code code)
{
    switch (code) {
    case Code::TooLong:
        return "the pattern is longer than 64 KiB";
    case Code::TooDeep:
        return "brackets are nested too deep";
    case Code::ControlCharacter:
        return "a control character does not belong into a pattern";
    case Code::UnclosedBrace:
        return "a pattern that begins with '{' has to end with '}'";
    case Code::UnclosedBracket:
        return "a pattern that begins with '[' has to end with ']'";
    case Code::UnclosedParenthesis:
        return "the bracket is not closed";
    case Code::UnclosedQuote:
        return "the quote is not closed";
    case Code::UnclosedRegex:
        return "the regular expression is not closed by '%'";
    case Code::UnexpectedText:
        return "this belongs to nothing";
    case Code::MissingSelector:
        return "a field has to stand here, as in $.eventName";
    case Code::BadSelector:
        return "this is no field";
    case Code::BadComparison:
        return "a comparison has to stand here: = != < > <= >= IS NULL, NOT EXISTS";
    case Code::MissingValue:
        return "a value is missing here";
    case Code::OrderNeedsNumber:
        return "< and > compare numbers only";
    case Code::RegexNeedsEquality:
        return "a regular expression goes with = or != only";
    case Code::BadRegex:
        return "the regular expression cannot be read";
    case Code::ExistsAlone:
        return "patterns know NOT EXISTS only; a field that exists is written = *";
    case Code::IsNot:
        return "patterns know no IS NOT";
    case Code::BadConnective:
        return "&& or || has to stand between conditions";
    case Code::NoNegation:
        return "patterns cannot negate a condition; use != or NOT EXISTS";
    case Code::SymbolInTerm:
        return "a term with other characters than letters, digits and _ needs quotes";
    case Code::DuplicateEllipsis:
        return "'...' may stand only once";
    case Code::BadFieldName:
        return "the name of a field has to stand here";
    case Code::OtherField:
        return "a condition may use only its own field";
    }
    return "";
}

const char* patternWarningText(PatternWarning::Code code)
{
    using Warning = PatternWarning::Code;
    switch (code) {
    case Warning::TooLongForService:
        return "CloudWatch takes patterns of 1,024 characters at most";
    case Warning::TooManyRegexes:
        return "CloudWatch takes two regular expressions in a pattern at most";
    case Warning::TooManyWildcards:
        return "CloudWatch takes three wildcards in the fields of a pattern at most";
    case Warning::TooManyWildcardsInSelector:
        return "CloudWatch takes one wildcard in a field at most";
    case Warning::RegexLetter:
        return "CloudWatch does not take this character in a regular expression";
    case Warning::SingleQuotes:
        return "CloudWatch may not take single quotes; use double ones";
    case Warning::DoubleEquals:
        return "CloudWatch may not take ==; use =";
    case Warning::DropsWithoutField:
        return "events without this field are left out; add ($.field NOT EXISTS) || to keep them";
    case Warning::OptionalTermsIgnored:
        return "terms with '?' are ignored beside terms without";
    }
    return "";
}

} // namespace trailloupe::query
