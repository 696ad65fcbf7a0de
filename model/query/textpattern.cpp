#include "model/query/textpattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <unordered_set>

namespace trailloupe::query {
namespace {

std::string globAsRegex(std::string_view glob, bool questionMark)
{
    std::string regex;
    std::string plain;
    const auto flush = [&] {
        regex += RE2::QuoteMeta(plain);
        plain.clear();
    };
    for (const char c : glob) {
        if (c == '*') {
            flush();
            regex += "\\C*"; // any bytes, also those of half a surrogate pair
        } else if (c == '?' && questionMark) {
            flush();
            regex += "(?s:.)";
        } else {
            plain += c;
        }
    }
    flush();
    return regex;
}

std::unique_ptr<RE2> compiled(const std::string& regex, bool foldCase,
                              RE2::Options::Encoding encoding)
{
    RE2::Options options(RE2::Quiet);
    options.set_case_sensitive(!foldCase);
    options.set_encoding(encoding);
    return std::make_unique<RE2>(regex, options);
}

bool isPlain(TextPattern::Op op, const std::vector<std::string>& operands, bool questionMark)
{
    using Op = TextPattern::Op;
    if (op == Op::Regex)
        return false;
    return op != Op::Glob
        || std::none_of(operands.begin(), operands.end(), [&](const std::string& operand) {
               return operand.find_first_of(questionMark ? "*?" : "*") != std::string::npos;
           });
}

} // namespace

struct TextPattern::Data
{
    Op op = Op::Equal;
    std::vector<std::string> operands;
    std::unordered_set<std::string_view> equal; // of the operands, when there are many
    std::unique_ptr<RE2> regex; // instead of the operands
    bool wholeText = false; // for the regex

    bool fits(std::string_view text, std::string_view operand) const
    {
        switch (op) {
        case Op::Contains:
            return text.find(operand) != std::string_view::npos;
        case Op::StartsWith:
            return text.starts_with(operand);
        case Op::EndsWith:
            return text.ends_with(operand);
        default:
            return text == operand;
        }
    }
};

Result<TextPattern> TextPattern::compile(Op op, const std::vector<std::string>& operands,
                                         bool foldCase, bool questionMark)
{
    auto data = std::make_shared<Data>();
    if (isPlain(op, operands, questionMark) && !foldCase) {
        data->op = op;
        data->operands = operands;
        if (data->op == Op::Equal || data->op == Op::Glob)
            data->equal.insert(data->operands.begin(), data->operands.end());
    } else {
        std::string regex;
        for (const std::string& operand : operands) {
            regex += regex.empty() ? "(?:" : "|(?:";
            regex += op == Op::Regex ? operand
                : op == Op::Glob     ? globAsRegex(operand, questionMark)
                                     : RE2::QuoteMeta(operand);
            regex += ')';
        }
        if (op == Op::StartsWith)
            regex = "^(?:" + regex + ')';
        else if (op == Op::EndsWith)
            regex = "(?:" + regex + ")$";
        data->wholeText = op == Op::Equal || op == Op::Glob;
        // One operand as it was typed gives the better message.
        if (op == Op::Regex && operands.size() == 1)
            regex = operands.front();
        data->regex = compiled(regex, foldCase, RE2::Options::EncodingUTF8);
        // Half of a surrogate pair is no UTF-8; then bytes are letters.
        if (op != Op::Regex && data->regex->error_code() == RE2::ErrorBadUTF8)
            data->regex = compiled(regex, foldCase, RE2::Options::EncodingLatin1);
        if (!data->regex->ok()) {
            const std::size_t at = regex.find(data->regex->error_arg());
            return Error{Error::Kind::Malformed,
                         data->regex->error(),
                         {},
                         at == std::string::npos ? Error::kNoOffset : at};
        }
    }
    TextPattern pattern;
    pattern.m_data = std::move(data);
    return pattern;
}

bool TextPattern::matches(std::string_view text) const
{
    const Data& data = *m_data;
    if (data.regex) {
        return data.wholeText ? RE2::FullMatch(text, *data.regex)
                              : RE2::PartialMatch(text, *data.regex);
    }
    if (!data.equal.empty())
        return data.equal.contains(text);
    return std::any_of(data.operands.begin(), data.operands.end(),
                       [&](const std::string& operand) { return data.fits(text, operand); });
}

std::optional<TextPattern::Found> TextPattern::find(std::string_view text) const
{
    if (m_data->regex) {
        re2::StringPiece found;
        if (!m_data->regex->Match(text, 0, text.size(), RE2::UNANCHORED, &found, 1))
            return std::nullopt;
        return Found{static_cast<std::size_t>(found.data() - text.data()), found.size()};
    }
    std::optional<Found> first;
    for (const std::string& operand : m_data->operands) {
        const std::size_t at = text.find(operand);
        if (at != std::string_view::npos && (!first || at < first->offset))
            first = Found{at, operand.size()};
    }
    return first;
}

} // namespace trailloupe::query
