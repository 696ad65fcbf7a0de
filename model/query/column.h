// Column: what a table shows of an event: any path of it, or a fact derived from several.
//
// Column text (header state, presets, command line): the name of a derived column ("user",
// "resource", …)
//   or path text ("requestParameters.instanceType"). A derived name wins over a path of the same
//   text.
//   A path through arrays shows all its values, joined by ", ".
// Threads: ColumnReader and EventFacts hold their store; one per thread (they keep scratch space).
// Cost: a cell is a few O(1) look-ups; resources look at every leaf of the event once.
#pragma once

#include "model/base/strongid.h"
#include "model/store/eventstore.h"
#include "model/store/rowtexts.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

// Derived columns, and the ones that have a name of their own in the Event history.
enum class Derived : std::uint8_t
{
    None, // a plain path
    Time, // "time": eventTime as a moment; text() is ISO UTC, ui/ formats time(row) in its zone
    User, // "user": the console's User name rule (reference: root, userName, role session name …)
    Role, // "role": the role behind an assumed-role session
    Resource, // "resource": names of the resources the call touched, joined by ", "
    ResourceType, // "resourceType": their types
    Error, // "error": errorCode, or what stands for it (a failed sign-in has only errorMessage)
    Class, // "class": read, write, sensitive, denied, failed
    Outcome, // "outcome": success or failure; Insights events have none
    Service, // "service": short name of eventSource: iam
    Verb, // "verb": what the call is for, whether it succeeded or not; see EventFacts::verbs()
    Agent, // "agent": family of the user agent: console, aws-cli, boto3, terraform …
    Account, // "account": recipientAccountId, else the caller's account
    AccountName, // "accountName": where an event of the export names the account
    Via, // "via": short name of the AWS service that made the call, for itself or for someone
    // What store::RowTexts has; events have none before that was found out.
    Actor, // "actor": who acted: the top of the chain of sessions, roles resolved
    ActorType, // "actor.type": IAMUser, Root, AWSService …
    Session, // "session.id": the access key, or what else tells the session apart
    SessionOrigin, // "session.origin": why the session is known to come from there, or "unknown"
    SessionRoot, // "session.root": the session at the top of the chain
    Principal, // "principal": whose credentials the session has: user, role, service …
};

// Where store::RowTexts has the texts of a derived column.
std::optional<store::RowTexts::Column> rowTextOf(Derived derived);
// All but None, in the order people look for them.
std::span<const Derived> derivedColumns();
// The paths that decide about a derived column: events with equal first values of these have equal
// values of the column. When `firstDecides`, nothing else counts where the first has text.
// Nothing for columns that look at the whole event.
struct DerivedInputs
{
    std::span<const char* const> paths;
    bool firstDecides = false;
};
std::optional<DerivedInputs> derivedInputs(Derived derived);

struct Column
{
    Derived derived = Derived::None;
    std::string path; // path text, for Derived::None

    static Column derivedColumn(Derived derived) { return {derived, {}}; }
    static Column pathColumn(std::string path) { return {Derived::None, std::move(path)}; }
    bool operator==(const Column&) const = default;
};

// Nothing when the text is neither.
std::optional<Column> parseColumn(std::string_view text);
std::string columnText(const Column& column);
// time, eventName, user, eventSource, awsRegion, recipientAccountId, sourceIPAddress, resource,
// error, readOnly
std::vector<Column> eventHistoryColumns();

// What an event is, for the quiet colour of its row. Denied and Failed win over Sensitive,
// Sensitive over Write.
enum class EventClass : std::uint8_t
{
    Read,
    Write,
    Sensitive, // writes that change who may do what or who can see it, and console sign-ins of root
    Denied, // the access-denied family
    Failed, // any other error
    Other, // no API call: service events, Insights
};
const char* eventClassKey(EventClass eventClass); // "read", "write", …

// One resource of an event, and how we know it.
struct ResourceRef
{
    std::string type; // AWS::EC2::Instance, or empty when not known
    std::string name; // id, name or ARN
    bool recorded =
        false; // true: from the record's resources[]; false: extracted from request or response
    bool operator==(const ResourceRef&) const = default;
};

class ColumnReader
{
public:
    ColumnReader(std::shared_ptr<const store::EventStore> store, Column column);
    ~ColumnReader();
    ColumnReader(ColumnReader&&) noexcept;
    ColumnReader& operator=(ColumnReader&&) noexcept;

    const Column& column() const;
    // The cell's text; kind Missing where the event has none. Replaces `text`.
    store::ValueKind text(RowId row, std::string& text) const;
    // Each value of a derived column by itself (an event may touch several resources); none where
    // the event has none. Appends. REQUIRES a derived column.
    void derivedValues(RowId row, std::vector<std::string>& values) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// Facts about single events that several columns, the detail panel and the command line share.
class EventFacts
{
public:
    explicit EventFacts(std::shared_ptr<const store::EventStore> store);
    ~EventFacts();
    EventFacts(EventFacts&&) noexcept;
    EventFacts& operator=(EventFacts&&) noexcept;

    std::string user(RowId row) const;
    std::string role(RowId row) const;
    std::string error(RowId row) const;
    bool isFailure(RowId row) const;
    EventClass eventClass(RowId row) const;
    std::string outcome(RowId row) const;
    std::string service(RowId row) const;
    std::string via(RowId row) const;
    // "read" or "write"; for writes that EventClass calls sensitive, and for those that delete or
    // end something, "sensitive" and "destructive" instead, or both. None for Insights events.
    std::vector<std::string> verbs(RowId row) const;
    std::string agent(RowId row) const;
    std::string account(RowId row) const;
    std::string accountName(RowId row) const;
    std::vector<ResourceRef> resources(RowId row) const;
    // Which texts at a path say something about the resources of an event of this source.
    enum class ResourceUse : std::uint8_t
    {
        None,
        ByValue, // those that namesResource()
        Any,
    };
    ResourceUse resourceUse(PathId path, std::string_view eventSource) const;
    static bool namesResource(std::string_view text); // whatever the path

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace trailloupe::query
