// CallEffects: what of a configuration item an API call can change.
//
// A table of calls whose effect is known, by the members of the item: what AuthorizeSecurityGroup…
// changes is in ipPermissions. Of other calls nothing is known, and nothing follows.
// Threads: pure functions over constant tables. Cost: a search of a small table.
#pragma once

#include "model/config/callwords.h"
#include "model/config/itemdiff.h"

#include <optional>
#include <string_view>

namespace trailloupe::config {

class CallEffects
{
public:
    // Nothing where it is not known what the call changes.
    static std::optional<CallEffects> of(std::string_view eventSource, std::string_view eventName,
                                         const CallWords& words);

    bool cover(const Change& change) const;

private:
    explicit CallEffects(std::string_view words)
        : m_words(words)
    { }

    std::string_view m_words; // parts of paths, lower case, separated by '|'
};

} // namespace trailloupe::config
