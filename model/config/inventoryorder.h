// InventoryOrder: an inventory by one of its columns.
//
// Numbers come by value, then other text by bytes; what has no value comes last in either
// direction, and equals stand in the order of the resources: account, Region, type, id.
// Threads: pure functions.
// Cost: O(rows log rows); columns that are read from the items some microseconds a row.
// Errors: sortInventory() is Cancelled, or TooLarge when memory runs out.
#pragma once

#include "model/config/inventoryfacts.h"

#include <optional>
#include <string>
#include <string_view>

namespace trailloupe::config {

struct InventoryColumn
{
    enum class Kind : std::uint8_t
    {
        Type,
        Id,
        Name,
        Account,
        Region,
        Tags,
        State,
        Changes, // items until then, without repeats
        LastChange,
        FirstSeen,
        Arn,
        Path, // any of the item
    };
    Kind kind = Kind::Type;
    std::string path; // of Path, as columns name it (query/column.h)
    bool operator==(const InventoryColumn&) const = default;
};

// "type", "lastChange", "path:configuration.instanceType": for settings. Nothing for other text.
std::string inventoryColumnKey(const InventoryColumn& column);
std::optional<InventoryColumn> parseInventoryColumn(std::string_view key);

struct InventorySort
{
    InventoryColumn column;
    bool descending = false;
    bool operator==(const InventorySort&) const = default;
};

// What a cell says, times in ISO 8601 UTC as the items spell them, the state by its key: the text
// that is sorted by, searched for duplicates and exported.
std::string inventoryText(const InventoryFacts& facts, const InventoryRow& row,
                          const InventoryColumn& column);

Result<std::vector<InventoryRow>> sortInventory(const Inventory& inventory,
                                                const InventorySort& sort,
                                                const JobContext& context);

} // namespace trailloupe::config
