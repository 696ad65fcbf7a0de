// RowTexts: texts that rows have because of the whole export, found out after it was read: who was
// behind an event is told by other events. A store may have them beside what its records say.
//
// Representation: a number per row and column; equal texts of a column have equal numbers, 0 is
// none.  Threads: immutable; any thread.  Cost: O(1).
#pragma once

#include "model/base/strongid.h"

#include <cstdint>
#include <string_view>

namespace trailloupe::store {

class RowTexts
{
public:
    enum class Column : std::uint8_t
    {
        Actor,
        ActorType,
        Session,
        SessionOrigin,
        SessionRoot,
        Principal,
    };
    static constexpr std::size_t kColumns = 6;

    virtual ~RowTexts() = default;
    // REQUIRES a row of the store; of one that is not shown 0.
    virtual std::uint32_t number(Column column, RowId row) const = 0;
    virtual std::string_view text(Column column, std::uint32_t number) const = 0; // 0: empty
    virtual std::uint64_t memoryBytes() const = 0;
};

} // namespace trailloupe::store
