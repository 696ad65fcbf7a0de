// Resources: the resources that the configuration items of an export tell of, each with its items
// in order, its lifetimes, and its state as of any moment. CONFIG.md has the rules.
//
// Representation: resources by account, Region, type and id, numbered in that order; their items in
// one array, the dated ones by capture time, then those without a time; indexes by id, ARN and name
// over all values that the items ever had.
// Threads: immutable; any thread.
// Units: times are nanoseconds since 1970-01-01 UTC; ranges [begin, end).
// Cost: make() some 10 µs an item; find and stateAt() O(log n); some 24 bytes an item and 200 a
// resource.
// Errors: make() is Cancelled, or TooLarge when memory runs out.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/base/strongid.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::config {

using ResourceNo = StrongId<struct ResourceTag>;

inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();
inline constexpr std::uint32_t kNoItem = ~std::uint32_t{0};

// configurationItemStatus.
enum class ItemStatus : std::uint8_t
{
    Ok,
    Discovered, // ResourceDiscovered: created, or found when recording began
    Deleted, // ResourceDeleted
    NotRecorded, // ResourceNotRecorded: its type is excluded
    DeletedNotRecorded,
    Unknown, // another word, or none
};
bool isDeletion(ItemStatus status);

struct Item
{
    std::int64_t capturedNs = kNoTime;
    RowId row; // of the store of items
    ItemStatus status = ItemStatus::Unknown;
    // The item before it, recorded again: a global resource is recorded in several Regions, moments
    // apart. No item of its own, but more occurrences of that one.
    bool isRepeat = false;
};

// How a lifetime begins, as far as the items tell.
enum class Beginning : std::uint8_t
{
    Created, // the creation time is that of its first item, or less than an hour before
    Discovered, // created then, or found then: nothing tells
    Existed, // discovered long after it was created
    Unrecorded, // its first item is an update or a deletion: the export begins later
};

struct Lifetime
{
    std::uint32_t firstItem = 0; // in items() of the resource
    std::uint32_t endItem = 0; // behind the deletion, or all items
    Beginning beginning = Beginning::Discovered;
    bool isDeleted = false;
    std::int64_t beginNs = kNoTime; // of its first item that is no deletion
    std::int64_t endNs = kNoTime; // capture of the deletion, which may be long after it
};

// AWS documents that deletions of this type are recorded up to so many hours later; 0 for others,
// whose deletions are recorded within minutes.
std::uint32_t deletionLagHours(std::string_view resourceType);

struct Resource
{
    std::string_view accountId;
    std::string_view region;
    std::string_view type;
    std::string_view id; // empty where items have none: see CONFIG.md
    std::string_view name; // the last one; empty: none
    std::string_view arn; // the last one; empty: none
    std::uint32_t itemCount = 0; // without repeats
};

// What is known of a resource at a moment.
struct State
{
    enum class Presence : std::uint8_t
    {
        NotYet, // no item until then
        Live,
        Deleted,
        NotRecorded,
        Undated, // only items without a capture time
    };
    Presence presence = Presence::NotYet;
    std::uint32_t item = kNoItem; // the last one until then
    // The last one until then that says how the resource is or was: `item`, or before the deletion.
    std::uint32_t described = kNoItem;
    std::uint32_t itemCount = 0; // until then, without repeats
    bool operator==(const State&) const = default;
};

class Resources
{
public:
    static Result<std::shared_ptr<const Resources>> make(
        std::shared_ptr<const store::EventStore> items, const JobContext& context);
    ~Resources();
    Resources(const Resources&) = delete;
    Resources& operator=(const Resources&) = delete;

    const std::shared_ptr<const store::EventStore>& store() const { return m_store; }

    std::span<const Resource> all() const { return m_resources; }
    std::size_t size() const { return m_resources.size(); }
    // REQUIRES no.index() < size(), here and below.
    const Resource& resource(ResourceNo no) const { return m_resources[no.index()]; }
    std::span<const Item> items(ResourceNo no) const; // dated ones in order, then undated ones
    std::uint32_t datedCount(ResourceNo no) const; // of items()
    std::span<const Lifetime> lifetimes(ResourceNo no) const; // in order; of the dated items

    // The state after everything that was captured until then, that moment included.
    State stateAt(ResourceNo no, std::int64_t atNs) const;
    State lastState(ResourceNo no) const;

    std::optional<ResourceNo> find(std::string_view accountId, std::string_view region,
                                   std::string_view type, std::string_view id) const;
    // Resources that ever had this id, name or ARN, in order: ids are not unique, names change.
    std::vector<ResourceNo> withId(std::string_view id) const;
    std::vector<ResourceNo> withName(std::string_view name) const;
    std::vector<ResourceNo> withArn(std::string_view arn) const;

    // Of an item and its repeats, that of the item first. REQUIRES no repeat.
    std::vector<store::Occurrence> occurrences(ResourceNo no, std::uint32_t item) const;

    // When something was recorded: the captures of all dated items but repeats, in order; one of
    // several items stands there several times.
    std::span<const std::int64_t> captureTimes() const { return m_captureTimes; }
    // Of all dated items; kNoTime where there is none.
    std::int64_t firstNs() const { return m_firstNs; }
    std::int64_t lastNs() const { return m_lastNs; }
    std::uint64_t memoryBytes() const;
    // "" when every invariant of CONFIG.md holds, else what is wrong. Slow: for tests.
    std::string checkInvariants() const;

private:
    friend class ResourcesBuilder;
    Resources();

    struct Range
    {
        std::uint32_t firstItem = 0;
        std::uint32_t datedEnd = 0;
        std::uint32_t endItem = 0;
        std::uint32_t firstLifetime = 0;
        std::uint32_t endLifetime = 0;
    };
    struct Named
    {
        std::string_view text;
        ResourceNo resource;
        auto operator<=>(const Named&) const = default;
    };
    struct Texts; // owns what the views point to

    State stateOf(ResourceNo no, std::uint32_t itemsUntilThen) const;
    static std::vector<ResourceNo> among(const std::vector<Named>& index, std::string_view text);

    std::shared_ptr<const store::EventStore> m_store;
    std::unique_ptr<Texts> m_texts;
    std::vector<Resource> m_resources;
    std::vector<Range> m_ranges;
    std::vector<Item> m_items;
    std::vector<Lifetime> m_lifetimes;
    std::vector<Named> m_byId; // sorted
    std::vector<Named> m_byName;
    std::vector<Named> m_byArn;
    std::vector<std::int64_t> m_captureTimes;
    std::int64_t m_firstNs = kNoTime;
    std::int64_t m_lastNs = kNoTime;
};

using ResourcesPtr = std::shared_ptr<const Resources>;

} // namespace trailloupe::config
