// EventSummary: one event as a story in structured form: who, via what, did what, to what, when.
//
// Holds facts, not words: ui/ makes the sentence. A text that the event does not have is empty.
// `facts` are the answers that need the rules of query/column.h (user, outcome, resources); the
// rest is read from the event itself. Threads: value type; summariseEvent() is a pure function.
// Cost: O(members of the event's top levels).
#pragma once

#include "model/base/jsondocument.h"
#include "model/query/column.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::query {

// What EventFacts says about a row, by value, so that it may leave the thread of the reader.
struct RowFacts
{
    std::string user;
    std::string role;
    std::string error;
    bool failure = false;
    EventClass eventClass = EventClass::Other;
    std::vector<ResourceRef> resources;
};

enum class KeyKind : std::uint8_t
{
    None,
    LongTerm, // AKIA…
    Temporary, // ASIA…
    Other,
};

struct Actor
{
    std::string type; // userIdentity.type as it stands; empty for service events
    std::string name; // what the console calls the user name
    std::string role; // behind an assumed-role session
    std::string session; // role session name
    std::string arn;
    std::string principalId;
    std::string accountId;
    std::string accessKeyId;
    KeyKind keyKind = KeyKind::None;
    std::optional<bool> mfa;
    std::string sessionCreated; // as it stands
    std::string issuerType, issuerArn; // sessionIssuer
    std::string sourceIdentity;
    std::string identityProvider;
    std::string onBehalfOf; // Identity Center user id
    std::string issuedTo; // inScopeOf.credentialsIssuedTo: the function that holds the credentials
    std::string invokedBy; // the service that made the call for the actor
    std::string imds; // sessionContext.ec2RoleDelivery: "1.0", "2.0"
};

enum class Channel : std::uint8_t
{
    Unknown,
    Console, // a browser, or a session that the console issued
    Cli,
    Sdk,
    Service, // an AWS service called
    Tool, // anything else that names itself
};

struct Via
{
    Channel channel = Channel::Unknown;
    std::string agent; // what the user agent names first: "aws-cli/2.15.0", "Boto3/1.26"
    std::string userAgent;
    std::string sourceIp; // address, or the name of a service
    bool sourceIsService = false;
    std::string vpcEndpointId;
    std::string tlsVersion;
    std::string host; // tlsDetails.clientProvidedHostHeader
};

enum class Outcome : std::uint8_t
{
    Success,
    Denied,
    Failed,
};

struct Action
{
    std::string name;
    std::string source; // iam.amazonaws.com
    std::string service; // iam
    std::string type; // eventType
    std::string category;
    std::optional<bool> readOnly;
    EventClass eventClass = EventClass::Other;
    Outcome outcome = Outcome::Success;
    std::string errorCode, errorMessage;
};

// A field that AWS left out because it was too large.
struct OmittedField
{
    std::string field;
    std::string reason;
    std::string originalSize;
    bool operator==(const OmittedField&) const = default;
};

struct EventSummary
{
    Actor actor;
    Via via;
    Action action;
    std::vector<ResourceRef> targets; // the most telling first
    std::string region;
    std::string accountId; // recipientAccountId
    std::string time; // as it stands
    std::optional<std::int64_t> seconds;
    std::string eventId, requestId, sharedEventId;
    std::string originalEventId; // addendum: this event corrects that one
    std::string addendumReason;
    std::vector<OmittedField> omitted;
};

EventSummary summariseEvent(const JsonDocument& event, RowFacts facts);

} // namespace trailloupe::query
