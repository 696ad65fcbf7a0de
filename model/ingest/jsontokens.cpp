#include "model/ingest/jsontokens.h"

#include "model/base/jsondocument.h"

#include <simdjson.h>

#include <array>
#include <cassert>
#include <vector>

namespace trailloupe::ingest {
namespace {

// What a token does to the depth.
constexpr std::array<std::int8_t, 256> kNesting = [] {
    std::array<std::int8_t, 256> nesting{};
    nesting['{'] = nesting['['] = 1;
    nesting['}'] = nesting[']'] = -1;
    return nesting;
}();

} // namespace

struct JsonTokens::Parser
{
    std::unique_ptr<simdjson::internal::dom_parser_implementation> stage;
    std::string scratch;
};

JsonTokens::JsonTokens()
    : m_parser(std::make_unique<Parser>())
{ }

JsonTokens::~JsonTokens() = default;

JsonTokens::Status JsonTokens::index(const ByteBuffer& text)
{
    static constexpr std::size_t kMinCapacity = std::size_t{1} << 16;
    m_size = 0;
    m_text = text.data();
    m_length = text.size();
    if (text.empty())
        return Status::Empty;
    assert(text.data()[text.size()] == '\0');
    if (text.size() >= simdjson::SIMDJSON_MAXSIZE_BYTES)
        return Status::TooLarge;
    auto& stage = m_parser->stage;
    if (!stage) {
        if (simdjson::get_active_implementation()->create_dom_parser_implementation(kMinCapacity, 1,
                                                                                    stage))
            return Status::TooLarge;
    }
    if (stage->capacity() < text.size()
        && stage->set_capacity(std::max(text.size() + text.size() / 4, kMinCapacity)))
        return Status::TooLarge;
    const auto error = stage->stage1(reinterpret_cast<const std::uint8_t*>(text.data()),
                                     text.size(), simdjson::stage1_mode::regular);
    switch (error) {
    case simdjson::SUCCESS:
        break;
    case simdjson::EMPTY:
        return Status::Empty;
    case simdjson::UNCLOSED_STRING:
        return Status::Unclosed;
    default:
        return Status::NeedsRepair;
    }
    m_tokens = stage->structural_indexes.get();
    m_size = stage->n_structural_indexes;
    return Status::Ok;
}

std::uint32_t JsonTokens::skip(std::uint32_t i) const
{
    const char* text = m_text;
    const std::uint32_t* end = m_tokens + m_size;
    std::int64_t depth = 0;
    for (const std::uint32_t* at = m_tokens + i; at < end;) {
        depth += kNesting[static_cast<unsigned char>(text[*at++])];
        if (depth <= 0)
            return static_cast<std::uint32_t>(at - m_tokens);
    }
    return m_size;
}

bool JsonTokens::isNumber(std::string_view token)
{
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t begin = at;
        while (at < token.size() && token[at] >= '0' && token[at] <= '9')
            ++at;
        return at - begin;
    };
    if (at < token.size() && token[at] == '-')
        ++at;
    const bool zero = at < token.size() && token[at] == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (zero && whole > 1))
        return false;
    if (at < token.size() && token[at] == '.') {
        ++at;
        if (digits() == 0)
            return false;
    }
    if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
        ++at;
        if (at < token.size() && (token[at] == '+' || token[at] == '-'))
            ++at;
        if (digits() == 0)
            return false;
    }
    return at == token.size();
}

bool JsonTokens::scalar(std::uint32_t i, std::string& out) const
{
    const std::string_view t = token(i);
    if (t.front() == '"') {
        if (!isString(t))
            return false;
        if (t.find('\\') != std::string_view::npos) {
            m_parser->scratch.clear();
            if (!unescapeJsonString(t.substr(1, t.size() - 2), m_parser->scratch))
                return false;
        }
    } else if (!isLiteral(t) && !isNumber(t)) {
        return false;
    }
    out += t;
    return true;
}

bool JsonTokens::compact(std::uint32_t& i, std::string& out) const
{
    std::vector<bool> objects; // the open containers: true for objects
    enum class Expect
    {
        Value,
        ValueOrEnd,
        KeyOrEnd,
        Key,
        CommaOrEnd
    };
    Expect expect = Expect::Value;
    for (; i < m_size; ++i) {
        const char c = kind(i);
        const bool closes = c == '}' || c == ']';
        if (closes) {
            const bool allowed = expect == Expect::CommaOrEnd || expect == Expect::ValueOrEnd
                || expect == Expect::KeyOrEnd;
            if (!allowed || objects.empty() || objects.back() != (c == '}'))
                return false;
            objects.pop_back();
            out += c;
            expect = Expect::CommaOrEnd;
        } else if (expect == Expect::CommaOrEnd) {
            if (c != ',')
                return false;
            out += c;
            expect = objects.back() ? Expect::Key : Expect::Value;
            continue;
        } else if (expect == Expect::Key || expect == Expect::KeyOrEnd) {
            if (c != '"' || !scalar(i, out) || i + 1 >= m_size || kind(i + 1) != ':')
                return false;
            out += ':';
            ++i;
            expect = Expect::Value;
            continue;
        } else if (c == '{' || c == '[') {
            objects.push_back(c == '{');
            out += c;
            expect = c == '{' ? Expect::KeyOrEnd : Expect::ValueOrEnd;
            continue;
        } else {
            if (!scalar(i, out))
                return false;
            expect = Expect::CommaOrEnd;
        }
        if (objects.empty()) {
            ++i;
            return true;
        }
    }
    return false;
}

} // namespace trailloupe::ingest
