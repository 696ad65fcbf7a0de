// Inventory: the resources that were there at a moment and that a filter finds, how many there are
// of each type, and why the others are left out.
//
// A filter is asked of the last item until then, and of a deleted resource of the one before the
// deletion too: a deletion says little. CONFIG.md has the rest.
// Representation: a row a shown resource, in the order of the resources or as sortInventory() puts
// them; one byte and one number for every resource of the export.
// Threads: immutable; any thread. Views are valid as long as resources().
// Units: times are nanoseconds since 1970-01-01 UTC.
// Cost: make() O(items), some 10 ms for 100,000 of them; look-ups O(1).
// Errors: make() is Cancelled, or TooLarge when memory runs out.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/config/resources.h"
#include "model/query/rowset.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace trailloupe::config {

struct InventoryQuestion
{
    std::optional<std::int64_t> asOfNs; // that moment included; nothing: after all items
    bool withDeleted = false;
    std::function<bool(std::string_view type)> isOfType; // empty: every type is asked for
    std::shared_ptr<const query::RowSet> fits; // items that a filter finds; null: no filter
};

struct InventoryRow
{
    ResourceNo no;
    State state; // as of the moment
    bool operator==(const InventoryRow&) const = default;
};

// Why a resource is not shown. Of one that was not recorded until then nothing else is known.
struct LeftOut
{
    bool notYet = false;
    bool deleted = false;
    bool filter = false;
    bool type = false;
    bool operator==(const LeftOut&) const = default;
    bool isEmpty() const { return *this == LeftOut(); }
};

// Each resource counts once: resources = notYet + deleted + filter + type + rows().size(), for the
// first of the reasons that leave it out.
struct InventoryCounts
{
    std::uint64_t resources = 0;
    std::uint64_t notYet = 0;
    std::uint64_t deleted = 0;
    std::uint64_t filter = 0;
    std::uint64_t type = 0;
    bool operator==(const InventoryCounts&) const = default;
};

struct TypeCount
{
    std::string_view type; // empty: its items name none
    std::uint64_t resources = 0; // that moment, filter and deletion leave, of whichever types
    bool operator==(const TypeCount&) const = default;
};

class Inventory
{
public:
    // REQUIRES that `fits` is of the store of the resources.
    static Result<std::shared_ptr<Inventory>> make(ResourcesPtr resources,
                                                   const InventoryQuestion& question,
                                                   const JobContext& context);

    const ResourcesPtr& resources() const { return m_resources; }
    const std::optional<std::int64_t>& asOfNs() const { return m_asOfNs; }
    std::span<const InventoryRow> rows() const { return m_rows; }
    const InventoryCounts& counts() const { return m_counts; }
    // Every type of the export, by name, also one that nothing is left of.
    std::span<const TypeCount> types() const { return m_types; }

    // REQUIRES no.index() < resources()->size(), here and below.
    std::optional<std::size_t> rowOf(ResourceNo no) const;
    LeftOut leftOut(ResourceNo no) const; // empty where it is shown

    // The same rows in another order. REQUIRES that nobody else has this yet.
    void setRows(std::vector<InventoryRow> rows);

private:
    Inventory() = default;
    void add(ResourceNo no, const InventoryQuestion& question);
    void countTypes();

    ResourcesPtr m_resources;
    std::optional<std::int64_t> m_asOfNs;
    std::vector<InventoryRow> m_rows;
    std::vector<std::uint32_t> m_rowOf; // by resource; ~0: left out
    std::vector<LeftOut> m_leftOut; // by resource
    InventoryCounts m_counts;
    std::vector<TypeCount> m_types;
};

using InventoryPtr = std::shared_ptr<const Inventory>;

const char* presenceKey(State::Presence presence); // "live", "not-recorded"

} // namespace trailloupe::config
