// CauseEvent: what an event says, as far as the search for causes asks: its values by path, and
// which resource they name, in which role.
//
// Threads: CauseEventReader has one owner and must outlive its events; a CauseEvent is a value.
// Cost: read() O(values of the event), some 10 µs; naming() O(values).
#pragma once

#include "model/config/callwords.h"
#include "model/query/fieldtree.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::config {

enum class EventPart : std::uint8_t
{
    None,
    Request, // requestParameters
    Response, // responseElements
    Resources, // resources[]
    Details, // serviceEventDetails
};
// Of a path, by its first step.
EventPart eventPartOf(const store::PathTable& paths, PathId path);
// Of a path that ends with "value": what stands there may be that of a tag.
bool isTagValue(const store::PathTable& paths, PathId path);
// The innermost name of a path that says something, in lower case: "instanceid" of
// requestParameters.instancesSet.items[].instanceId, "instancetype" of …instanceType.value.
std::string eventKeyOf(const store::PathTable& paths, PathId path);

struct EventLeaf
{
    struct Place // of a path
    {
        EventPart part = EventPart::None;
        std::string key; // eventKeyOf()
        std::uint32_t depth = 0; // names between the part and the value
        bool isTagKey = false; // "key" at the side of a "value"
        bool isTagValue = false;
    };
    const Place* place = nullptr;
    PathId path;
    std::string inside; // in a subtree that the store keeps as text: the rest of the path
    // Instead of that of the place: in such a subtree, and of the value of a tag that AWS reserves
    // ("aws:autoscaling:groupName"), which names a resource as a parameter does.
    std::string key;
    std::string text;

    std::string_view name() const { return key.empty() ? std::string_view(place->key) : key; }
    bool isReservedTag() const { return key.starts_with("aws:"); }
};

class CauseEvent
{
public:
    const store::EventStore* events = nullptr;
    RowId row;
    std::int64_t seconds = 0;
    std::string name;
    std::string source;
    std::string account; // the account that it was recorded in
    std::string region;
    std::string id;
    std::string sharedId;
    std::string error; // errorCode, or what stands for it
    CallWords words;
    std::vector<EventLeaf> leaves; // of the parts
    std::vector<std::string> resourceAccounts; // resources[].accountId

    std::string pathText(const EventLeaf& leaf) const;
    // The whole event, read when it is first asked for; null where it is no JSON.
    const query::FieldTree* tree() const;

private:
    mutable std::optional<query::FieldTree> m_tree;
    mutable bool m_isTreeMade = false;
};

class CauseEventReader
{
public:
    explicit CauseEventReader(const store::EventStore& events);

    CauseEvent read(RowId row); // REQUIRES a row of the store

private:
    const EventLeaf::Place& placeOf(PathId path);
    void addInside(PathId path, std::string_view json, CauseEvent& event);
    void setMember(PathId path, std::string_view text, CauseEvent& event);

    const store::EventStore& m_events;
    std::vector<std::uint32_t> m_placeOf; // by PathId; 0: not known yet
    std::deque<EventLeaf::Place> m_places;
    std::optional<PathId> m_name, m_source, m_account, m_callerAccount, m_region, m_id, m_sharedId,
        m_errorCode, m_errorMessage, m_resourceAccount;
};

// What a resource is called.
struct ResourceTexts
{
    std::string_view type;
    std::string_view account;
    std::vector<std::string> ids;
    std::vector<std::string> arns;
    std::vector<std::string> names;
    bool isEmpty() const { return ids.empty() && arns.empty() && names.empty(); }
};

struct Naming
{
    enum class How : std::uint8_t
    {
        Inside, // an identifier somewhere in a longer text: a policy, a URL
        Name,
        Id,
        Arn,
    };
    How how = How::Inside;
    std::size_t leaf = 0; // where: in the leaves of the event
    bool isInRequest = false;
    bool isInResponse = false;
    bool isNew = false; // an identifier of it stands in the response, and none in the request
    // It is what the call is about, not only mentioned: of the resources of its type it stands
    // where the request names the first of them.
    bool isTarget = false;
    // The call's name says so too: AuthorizeSecurityGroupIngress of a security group; or it is a
    // tag call.
    bool isObject = false;
    bool namesAccount = false; // the event says that the resource is of its account
};
// Nothing where the event does not name the resource. The account is not compared, but an ARN of
// another one is another resource.
std::optional<Naming> namingOf(const CauseEvent& event, const ResourceTexts& resource,
                               const TypeWords& words);

} // namespace trailloupe::config
