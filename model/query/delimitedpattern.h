// DelimitedPattern: a space-delimited CloudWatch filter pattern: [ip, user, ..., status = 4*]
//
// A message is split at spaces; […] and "…" are one field each. Every field of the pattern is one
// of the message, "..." is any number of them.
// Representation: conditions are FieldTests whose `field` says nothing.
// Threads: DelimitedPattern is a value type; DelimitedMatcher is immutable, any thread.
// Cost: matching is linear in the message.
// Errors: as parseFilterPattern(); compile() is Malformed for a text that cannot be read.
#pragma once

#include "model/base/result.h"
#include "model/query/filterpattern.h"
#include "model/query/valuematcher.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace trailloupe::query {

struct DelimitedPattern
{
    struct Slot
    {
        std::string name;
        std::vector<std::vector<FieldTest>> conditions; // one of them holds in all its parts
    };
    std::vector<Slot> slots;
    std::optional<std::size_t> ellipsis; // "..." stands before this one

    std::string text() const; // what parseDelimited() reads as the same
};

// The text from its '[' to its ']'; blanks around it are allowed.
std::variant<DelimitedPattern, PatternError> parseDelimited(std::string_view text,
                                                            std::vector<PatternWarning>& warnings);

// The fields of a message; views into it.
std::vector<std::string_view> delimitedFields(std::string_view message);

class DelimitedMatcher
{
public:
    static Result<DelimitedMatcher> compile(std::string_view text);

    bool matches(std::string_view message) const;

private:
    using Conditions = std::vector<std::vector<ValueMatcher>>;
    static bool fulfils(std::string_view field, const Conditions& conditions);

    std::vector<Conditions> m_slots;
    std::optional<std::size_t> m_ellipsis;
};

} // namespace trailloupe::query
