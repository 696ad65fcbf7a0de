#include "model/query/valuematcher.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace trailloupe::query {

using store::ValueKind;
using Op = FieldTest::Op;

namespace {

std::optional<std::array<std::uint8_t, 16>> parseAddress(std::string_view text,
                                                         bool* isV4 = nullptr)
{
    std::array<std::uint8_t, 16> address{};
    char terminated[INET6_ADDRSTRLEN + 1];
    if (text.empty() || text.size() >= sizeof terminated)
        return std::nullopt;
    std::memcpy(terminated, text.data(), text.size());
    terminated[text.size()] = 0;
    if (isV4)
        *isV4 = text.find(':') == std::string_view::npos;
    if (text.find(':') != std::string_view::npos) {
        if (inet_pton(AF_INET6, terminated, address.data()) != 1)
            return std::nullopt;
        return address;
    }
    if (inet_pton(AF_INET, terminated, address.data() + 12) != 1)
        return std::nullopt;
    address[10] = address[11] = 0xFF;
    return address;
}

std::optional<TextPattern::Op> patternOp(Op op)
{
    switch (op) {
    case Op::Equal:
        return TextPattern::Op::Equal;
    case Op::Glob:
        return TextPattern::Op::Glob;
    case Op::Contains:
        return TextPattern::Op::Contains;
    case Op::StartsWith:
        return TextPattern::Op::StartsWith;
    case Op::EndsWith:
        return TextPattern::Op::EndsWith;
    case Op::Regex:
        return TextPattern::Op::Regex;
    default:
        return std::nullopt;
    }
}

} // namespace

std::optional<double> numberOf(std::string_view text)
{
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.empty() || digits.front() < '0' || digits.front() > '9')
        return std::nullopt;
    if (digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
        return std::nullopt; // an account id is no number
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument
        || text.back() == '.')
        return std::nullopt;
    if (error == std::errc::result_out_of_range) {
        // Beyond double: as far as it goes.
        const bool tiny =
            text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
        value = tiny ? 0.0 : std::numeric_limits<double>::infinity();
        if (text.front() == '-')
            value = -value;
    }
    return value;
}

std::optional<double> looseNumberOf(std::string_view text)
{
    bool negative = false;
    if (text.starts_with('+') || text.starts_with('-')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    // Into what JSON writes: no zeros in front, digits on both sides of the point.
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t begin = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9')
            ++at;
        return text.substr(begin, at - begin);
    };
    std::string_view whole = digits();
    std::string_view fraction;
    if (at < text.size() && text[at] == '.') {
        ++at;
        fraction = digits();
    }
    if (whole.empty() && fraction.empty())
        return std::nullopt;
    while (whole.size() > 1 && whole.front() == '0')
        whole.remove_prefix(1);
    std::string json = negative ? "-" : "";
    json += whole.empty() ? "0" : whole;
    if (!fraction.empty())
        json.append(".").append(fraction);
    json += text.substr(at); // an exponent, or what makes it no number
    return numberOf(json);
}

std::optional<ValueMatcher::Network> ValueMatcher::parseNetwork(std::string_view text)
{
    const std::size_t slash = text.find('/');
    bool isV4 = false;
    const auto address = parseAddress(text.substr(0, slash), &isV4);
    if (!address)
        return std::nullopt;
    Network network{*address, 128};
    if (slash != std::string_view::npos) {
        const std::string_view bits = text.substr(slash + 1);
        const auto [end, error] =
            std::from_chars(bits.data(), bits.data() + bits.size(), network.bits);
        if (bits.empty() || error != std::errc() || end != bits.data() + bits.size()
            || network.bits < 0 || network.bits > (isV4 ? 32 : 128))
            return std::nullopt;
        network.bits += isV4 ? 96 : 0;
    }
    return network;
}

bool isNetwork(std::string_view text)
{
    FieldTest test;
    test.op = Op::InNetwork;
    test.operands = {std::string(text)};
    return ValueMatcher::compile(test).ok();
}

Result<ValueMatcher> ValueMatcher::compile(const FieldTest& test)
{
    ValueMatcher matcher;
    matcher.m_test = test;
    const bool byValue = test.numbers != FieldTest::Numbers::Text || test.op >= Op::Less;
    for (const std::string& operand : test.operands) {
        matcher.m_operands.push_back(
            {operand, byValue ? matcher.number(operand) : std::optional<double>()});
        matcher.m_anyNumber = matcher.m_anyNumber || matcher.m_operands.back().number;
        if (test.op == Op::InNetwork) {
            const auto network = parseNetwork(operand);
            if (!network)
                return Error{Error::Kind::Malformed,
                             "'" + operand + "' is no IP network",
                             {},
                             Error::kNoOffset};
            matcher.m_networks.push_back(*network);
        }
    }
    if (const auto op = patternOp(test.op)) {
        auto pattern = TextPattern::compile(*op, test.operands, test.foldCase, test.questionMark);
        if (!pattern)
            return pattern.error();
        matcher.m_pattern = std::move(pattern).value();
    }
    return matcher;
}

std::optional<double> ValueMatcher::number(std::string_view text) const
{
    return m_test.numbers == FieldTest::Numbers::Loose ? looseNumberOf(text) : numberOf(text);
}

bool ValueMatcher::needsJson() const
{
    return m_test.containers == FieldTest::Containers::JsonText && m_test.op != Op::Exists;
}

bool ValueMatcher::matches(ValueKind kind, std::string_view text) const
{
    switch (kind) {
    case ValueKind::Missing:
        return m_test.onMissing;
    case ValueKind::Null:
        return m_test.op == Op::IsNull || m_test.onNull;
    case ValueKind::EmptyObject:
    case ValueKind::EmptyArray:
    case ValueKind::Json:
        if (m_test.op == Op::Exists)
            return true;
        return needsJson() && fits(text, false) != m_test.negated;
    default:
        break;
    }
    switch (m_test.op) {
    case Op::Exists:
        return true;
    case Op::IsNull:
        return false;
    case Op::IsTrue:
        return kind == ValueKind::True;
    case Op::IsFalse:
        return kind == ValueKind::False;
    default:
        return fits(text, kind == ValueKind::Number) != m_test.negated;
    }
}

bool ValueMatcher::fits(std::string_view text, bool isNumber) const
{
    switch (m_test.op) {
    case Op::Less:
    case Op::LessOrEqual:
    case Op::Greater:
    case Op::GreaterOrEqual:
        return fitsOrder(text, isNumber);
    case Op::InNetwork:
        return fitsNetwork(text);
    case Op::Equal:
    case Op::Glob:
        // 1 and 1.0 are one number.
        if (isNumber && m_anyNumber) {
            const auto value = number(text);
            if (std::any_of(m_operands.begin(), m_operands.end(), [&](const Operand& operand) {
                    return operand.number && operand.number == value;
                }))
                return true;
        }
        return m_pattern->matches(text);
    default:
        return m_pattern && m_pattern->matches(text);
    }
}

bool ValueMatcher::fitsOrder(std::string_view text, bool isNumber) const
{
    const auto fitsOne = [&](const auto& a, const auto& b) {
        switch (m_test.op) {
        case Op::Less:
            return a < b;
        case Op::LessOrEqual:
            return a <= b;
        case Op::Greater:
            return a > b;
        default:
            return a >= b;
        }
    };
    const auto value = isNumber || m_test.numbersInText ? number(text) : std::optional<double>();
    return std::any_of(m_operands.begin(), m_operands.end(), [&](const Operand& operand) {
        if (operand.number)
            return value && fitsOne(*value, *operand.number);
        return m_test.numbersInText && fitsOne(text, std::string_view(operand.text));
    });
}

bool ValueMatcher::fitsNetwork(std::string_view text) const
{
    const auto address = parseAddress(text);
    if (!address)
        return false;
    return std::any_of(m_networks.begin(), m_networks.end(), [&](const Network& network) {
        const auto whole = static_cast<std::size_t>(network.bits / 8);
        const int rest = network.bits % 8;
        if (std::memcmp(address->data(), network.address.data(), whole) != 0)
            return false;
        return rest == 0 || ((*address)[whole] ^ network.address[whole]) >> (8 - rest) == 0;
    });
}

} // namespace trailloupe::query
