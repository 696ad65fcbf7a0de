// Causes: the CloudTrail events that explain the states of resources, and the states that an event
// led to. CONFIG.md has the rules; none is used silently: every cause comes with its reasons.
//
// Representation: the events that can change something (EventCensus), resources by the rows of
// their items. Which events name a resource is found in one pass over the distinct values of the
// events (Mentions), for a single resource as for all; nothing of it is kept.
// Threads: immutable after make(); any thread. Searches work on `threads` of their own (0: one per
// processor); their results are the same for any number of them.
// Units: nanoseconds since 1970-01-01 UTC; event times are whole seconds.
// Cost: of a million events, in time of all processors: make() and a first resource 200 ms, another
// one or statesOf() 150 ms, links() of 100,000 items 10 s. Memory: 4 bytes an event and 4 more for
// one that writes, 8 an item; links() takes 40 bytes a cause, and while it works 12 for each time
// that an event names a resource, and some 300 a resource.
// Errors: Cancelled; TooLarge when memory runs out.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/config/resources.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace trailloupe::config {

// How sure it is that the event led to the state.
enum class CauseConfidence : std::uint8_t
{
    // The event names the resource, or what AWS Config says it is related to, in the span in which
    // the change was made. Nothing speaks against it, and nothing more for it.
    Possible,
    // The kind of call fits the kind of change, and no other event fits better: StopInstances, and
    // the state of the instance changed; or the change is that of a relationship to a resource that
    // the event made or deleted.
    Likely,
    // The event says itself what the item shows, of this resource, and no other event in the span
    // says the same: it created or deleted it, or a value that changed stands in its request. Or
    // AWS Config names the event, and the event names the resource or what it is related to.
    Certain,
};

struct CauseReason
{
    enum class Kind : std::uint8_t
    {
        RelatedEvent, // the item names the event in relatedEvents
        SameArn, // the resource stands in the event, by its ARN …
        SameId,
        SameName, // under a parameter of its type
        InText, // in a longer text, a policy or URL
        Created, // the call creates what it names, and the item is the first one
        Deleted,
        MadeWith, // the call that made or deleted the related resource does so with such as this
        ChangedValue, // in the request: a value that the change brought, or took away
        AnsweredValue, // the same, in the response
        FittingCall, // calls like this change what changed
        OnlyCall, // the only write about the resource shortly before the capture
        Related, // names the resource that the relationship is to, which changed
        // Against it:
        OtherAccount, // recorded in another account, but it names this one's
        UnknownAccount, // the event or the item does not say its account
        AmbiguousName, // another resource of the type was called so then
    };
    Kind kind = Kind::SameId;
    std::string path; // of the event, where the value stands; empty: nowhere in particular
    std::string value; // what stands there
    std::string change; // of the item, what it explains: a path as in ItemDiff
    bool operator==(const CauseReason&) const = default;
};

struct Cause
{
    RowId event;
    CauseConfidence confidence = CauseConfidence::Possible;
    int score = 0; // orders causes of one confidence; nothing else
    bool isIndirect = false; // the event names another resource, not this one
    std::int64_t beforeNs = 0; // from the event to the capture; less than 0: clocks differ
    std::vector<CauseReason> reasons; // the weightiest first
    bool operator==(const Cause&) const = default;
};

// What was looked at, so that "no cause found" says what that means.
struct Searched
{
    // The event of a change lies in this span. kNoTime: the item has no time, nothing was searched.
    std::int64_t fromNs = kNoTime;
    std::int64_t toNs = kNoTime;
    std::uint64_t events = 0; // of the account and Region in the span
    std::uint64_t writes = 0; // those among them that can change something
    // Those among them that name the resource, or what its relationships began or ended with.
    std::uint64_t named = 0;
    // From when to when the export has events of the account and Region at all; kNoTime: never.
    std::int64_t exportFromNs = kNoTime;
    std::int64_t exportToNs = kNoTime;
    // When a trail of the account was stopped within the span, as far as calls say: calls may be
    // missing. kNoTime: never; of the start: nothing tells it.
    std::int64_t trailStoppedNs = kNoTime;
    std::int64_t trailStartedNs = kNoTime;
    std::vector<std::string> texts; // ids, ARNs and names that were looked for
};

struct ItemCauses
{
    std::vector<Cause> causes; // the best first
    std::vector<Cause> tried; // failed calls about the resource in the span; no causes
    std::vector<RowId> others; // that name it in the span, but did something else; by time
    std::vector<std::string> missingEvents; // relatedEvents that the export does not have
    Searched searched;
    // Repeats and undated items have none.
    bool isSearched() const { return searched.toNs != kNoTime; }
};

// A state that an event led to.
struct CauseLink
{
    RowId event;
    ResourceNo resource;
    std::uint32_t item = 0; // in items() of the resource
    CauseConfidence confidence = CauseConfidence::Possible;
    int score = 0;
    bool operator==(const CauseLink&) const = default;
};

// Of all items.
class CauseLinks
{
public:
    std::span<const CauseLink> ofItem(ResourceNo resource, std::uint32_t item) const; // best first
    std::span<const CauseLink> ofEvent(RowId event) const; // by resource and item
    std::size_t size() const { return m_byItem.size(); }
    std::uint64_t memoryBytes() const;

private:
    friend class Causes;
    std::vector<CauseLink> m_byItem;
    std::vector<CauseLink> m_byEvent;
};

class Causes
{
public:
    struct Options
    {
        bool usesRelatedEvents = true; // false: as if no item named events
        unsigned threads = 0;
    };
    static Result<std::shared_ptr<const Causes>> make(
        std::shared_ptr<const store::EventStore> events, std::shared_ptr<const Resources> resources,
        const JobContext& context, Options options);
    static Result<std::shared_ptr<const Causes>> make(
        std::shared_ptr<const store::EventStore> events, std::shared_ptr<const Resources> resources,
        const JobContext& context)
    {
        return make(std::move(events), std::move(resources), context, Options());
    }
    ~Causes();
    Causes(const Causes&) = delete;
    Causes& operator=(const Causes&) = delete;

    const std::shared_ptr<const store::EventStore>& events() const;
    const std::shared_ptr<const Resources>& resources() const;

    // REQUIRES an item of the resource.
    Result<ItemCauses> causesOf(ResourceNo resource, std::uint32_t item,
                                const JobContext& context) const;
    // One for each of items(resource).
    Result<std::vector<ItemCauses>> causesOfResource(ResourceNo resource,
                                                     const JobContext& context) const;
    // The inverse: of every item that has the event among its causes; by resource and item.
    Result<std::vector<CauseLink>> statesOf(RowId event, const JobContext& context) const;
    Result<std::shared_ptr<const CauseLinks>> links(const JobContext& context) const;

    std::uint64_t memoryBytes() const;

private:
    struct Data;
    explicit Causes(std::unique_ptr<const Data> data);
    std::unique_ptr<const Data> m_data;
};

const char* causeConfidenceKey(CauseConfidence confidence); // "certain"
const char* causeReasonKey(CauseReason::Kind kind); // "changed-value"
// "request has 10.0.0.0/8 at requestParameters.cidrIp": English, one line.
std::string causeReasonText(const CauseReason& reason);

} // namespace trailloupe::config
