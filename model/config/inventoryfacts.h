// InventoryFacts: what an inventory says of a resource besides its keys: its name, ARN and tags as
// of the moment, when it changed, and any path of its item.
//
// Name and ARN are those of the last item until then, else of the one before the deletion; as of
// the end also the last that any item had. Tags and paths are of the item that describes the
// resource: of a deleted one, how it was.
// Threads: one at a time (path readers keep scratch space).
// Units: times are nanoseconds since 1970-01-01 UTC.
// Cost: the constructor O(paths); a text some O(1) look-ups, tags one for each key that items have,
// or one reading of the item where there are many.
#pragma once

#include "model/config/inventory.h"
#include "model/query/column.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trailloupe::config {

class InventoryFacts
{
public:
    InventoryFacts(ResourcesPtr resources, std::optional<std::int64_t> asOfNs);

    const ResourcesPtr& resources() const { return m_resources; }

    std::string name(const InventoryRow& row) const;
    std::string arn(const InventoryRow& row) const;
    std::string status(const InventoryRow& row) const; // of the item, as AWS Config spells it
    std::string tags(const InventoryRow& row) const; // "Owner=alice, Team=web", in their order
    // Empty where there is none, as text() of the column (query/column.h) else.
    std::string path(const InventoryRow& row, const std::string& path) const;

    // kNoTime where it has none. A repeat is no change.
    std::int64_t lastChangeNs(const InventoryRow& row) const;
    std::int64_t firstSeenNs(const InventoryRow& row) const;
    // The same as the items spell them.
    std::string lastChange(const InventoryRow& row) const;
    std::string firstSeen(const InventoryRow& row) const;

    std::size_t lifetimeCount(const InventoryRow& row) const; // begun until then
    // The item that describes the resource, else the last one; nothing before the first.
    std::optional<RowId> described(const InventoryRow& row) const;

private:
    std::string text(const InventoryRow& row, std::uint32_t item, std::optional<PathId> path) const;
    std::string textOr(const InventoryRow& row, std::optional<PathId> path,
                       std::string_view otherwise) const;
    std::uint32_t lastChangedItem(const InventoryRow& row) const;
    void findTags();
    void tagsInText(const std::string& json, std::string& text) const;

    ResourcesPtr m_resources;
    std::optional<std::int64_t> m_asOfNs;
    std::optional<PathId> m_name;
    std::optional<PathId> m_arn;
    std::optional<PathId> m_status;
    std::optional<PathId> m_captured;
    std::optional<PathId> m_tags;
    std::vector<std::pair<PathId, std::string>> m_tagKeys;
    mutable std::map<std::string, query::ColumnReader> m_readers; // by path
};

} // namespace trailloupe::config
