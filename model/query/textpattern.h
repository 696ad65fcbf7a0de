// TextPattern: whether a text equals, holds, begins with … one of several operands.
//
// Threads: immutable; any thread.
// Cost: linear in the text, whatever the pattern (RE2); exact comparisons cost a look-up.
// Letters are folded as RE2 does it: simple Unicode case folding.
// Errors: compile() is Malformed with RE2's words for a regular expression that RE2 refuses, and
// the offset of what it refuses where that can be told.
#pragma once

#include "model/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

class TextPattern
{
public:
    enum class Op : std::uint8_t
    {
        Equal,
        Glob, // '*' any text; '?' any character where questionMark is set
        Contains,
        StartsWith,
        EndsWith,
        Regex, // found anywhere
    };
    static Result<TextPattern> compile(Op op, const std::vector<std::string>& operands,
                                       bool foldCase, bool questionMark = false);

    bool matches(std::string_view text) const;
    // The first place of a match in a text. REQUIRES Op::Contains.
    struct Found
    {
        std::size_t offset = 0;
        std::size_t length = 0;
    };
    std::optional<Found> find(std::string_view text) const;

private:
    struct Data;
    std::shared_ptr<const Data> m_data;
};

} // namespace trailloupe::query
