// ConfigService: writes down the estate as AWS Config would, while the events of the story change
// it.
//
// Each Region of an account has a recorder. What an event changes is captured seconds to two
// minutes later, and with it whatever says something of the changed resource; a recorder that was
// off captures everything again when it is switched on. IAM is captured in every Region whose
// recorder includes global resources.
//
// Units: captures are milliseconds since 1970-01-01 UTC, events seconds.
#pragma once

#include "tests/support/incident/effects.h"

#include <set>

namespace trailloupe::incident {

// Why an item was recorded.
enum class ItemReason
{
    Baseline, // the recorder was switched on, before the export begins
    Change, // the resource was created, changed or deleted
    Echo, // only what it says of others, or a counter, changed with another resource
    Repeat, // the recorder of another Region had captured the same
    Restart, // captured again after the recorder was off; the same as before
    Found, // captured after the recorder was off; it had changed meanwhile
};

struct ItemTruth
{
    ItemReason reason = ItemReason::Baseline;
    std::string recorder; // the Region whose files it is in
    ResourceKey resource;
    std::string name;
    std::string captured; // as the item has it
    std::string status;
    // The events that led to it, as far as they were delivered. None: of a baseline, or what did it
    // was not logged.
    std::vector<std::string> causes;
    bool isUnlogged = false; // some of what led to it was not delivered
    bool isNamed = false; // the causes name the resource by its id, name or ARN
    std::string what; // what changed, of Change and Found
};

struct ConfigItem
{
    std::int64_t capturedMs = 0;
    Json json;
    ItemTruth truth;
};

class ConfigService
{
public:
    ConfigService(Estate& estate, std::uint64_t seed);

    // In order of time. `wasDelivered`: the trail was on.
    void see(const Event& event, bool wasDelivered);
    void finish(std::int64_t end);

    const std::vector<ConfigItem>& items() const { return m_items; } // in order of capture

    struct Recorder
    {
        std::string account;
        std::string region;
        bool isOn = true;
        std::set<ResourceKey> known; // has a life in its items
    };
    const std::vector<Recorder>& recorders() const { return m_recorders; }
    bool records(const Recorder& recorder, const ResourceKey& key) const;

private:
    struct Cause
    {
        std::string eventId;
        std::string eventText;
        bool wasDelivered = true;
    };
    struct Pending
    {
        std::int64_t dueMs = 0;
        std::vector<Cause> causes;
        std::string what;
        bool isRestart = false;
    };
    struct Last
    {
        std::string content;
        std::string status;
        std::int64_t capturedMs = 0;
        std::string recorder;
    };
    using Place = std::pair<std::size_t, ResourceKey>; // of a recorder

    void discoverAll();
    void settle(std::int64_t untilMs);
    void touch(const ResourceKey& key, const Event& event, const Cause& cause,
               const std::string& what);
    void restart(std::size_t recorder, std::int64_t time);
    void capture(std::size_t recorder, const ResourceKey& key, const Pending& pending);
    void write(const Recorder& recorder, const ResourceKey& key, std::int64_t capturedMs,
               const char* status, ItemTruth truth);
    ItemReason reasonOf(const Recorder& recorder, const ResourceKey& key, const Pending& pending,
                        const std::string& status, const std::string& content) const;
    std::string contentText(const ResourceKey& key) const;
    std::int64_t delayMs(const ResourceKey& key, bool isOwn);

    Estate& m_estate;
    Random m_random;
    std::vector<Recorder> m_recorders;
    std::map<ResourceKey, std::string> m_contents; // after the last event
    std::map<ResourceKey, Resource> m_lastSeen; // of deleted ones too
    std::map<Place, Pending> m_pending;
    std::map<ResourceKey, Last> m_last;
    std::vector<ConfigItem> m_items;
};

// "2026-03-12T02:39:41.207Z"
std::string preciseTime(std::int64_t ms);

} // namespace trailloupe::incident
