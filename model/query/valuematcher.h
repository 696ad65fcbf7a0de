// ValueMatcher: a FieldTest made ready to be asked about values.
//
// Threads: immutable; any thread.
// Errors: compile() is Malformed for a regular expression or a network that cannot be read.
#pragma once

#include "model/base/result.h"
#include "model/query/predicate.h"
#include "model/query/textpattern.h"
#include "model/store/value.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace trailloupe::query {

class ValueMatcher
{
public:
    static Result<ValueMatcher> compile(const FieldTest& test);

    // One value; ValueKind::Missing gives onMissing. A container that is not empty is Json; its
    // text only matters when needsJson().
    bool matches(store::ValueKind kind, std::string_view text) const;
    bool needsJson() const;
    const FieldTest& test() const { return m_test; }

private:
    struct Operand
    {
        std::string text;
        std::optional<double> number;
    };
    struct Network
    {
        std::array<std::uint8_t, 16> address{}; // IPv4 as the last four bytes of ::ffff:0:0/96
        int bits = 128;
    };
    std::optional<double> number(std::string_view text) const;
    bool fits(std::string_view text, bool isNumber) const;
    bool fitsOrder(std::string_view text, bool isNumber) const;
    bool fitsNetwork(std::string_view text) const;
    static std::optional<Network> parseNetwork(std::string_view text);

    FieldTest m_test;
    std::vector<Operand> m_operands;
    std::optional<TextPattern> m_pattern;
    std::vector<Network> m_networks;
    bool m_anyNumber = false;
};

// The number a text reads as: JSON's grammar, and nothing else.
std::optional<double> numberOf(std::string_view text);
// The same, and "+5", "007", "5.", ".5" too: what filter patterns and log lines write.
std::optional<double> looseNumberOf(std::string_view text);
// An IPv4 or IPv6 address or network: 10.0.0.0/8, 2001:db8::/32, 192.0.2.1
bool isNetwork(std::string_view text);

} // namespace trailloupe::query
