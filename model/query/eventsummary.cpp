#include "model/query/eventsummary.h"

#include "model/base/asciitext.h"
#include "model/base/timestamp.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace trailloupe::query {
namespace {

using Kind = JsonDocument::Kind;

// Reads members by name; a missing object answers everything with nothing.
class Reader
{
public:
    Reader(const JsonDocument& document, std::uint32_t object)
        : m_document(document)
        , m_object(object)
    { }

    Reader child(std::string_view key) const { return {m_document, find(key)}; }
    bool exists() const { return m_object != JsonDocument::kNone; }

    // Strings unescaped, numbers and literals as they stand; "" for containers, null and nothing.
    std::string text(std::string_view key) const
    {
        const std::uint32_t index = find(key);
        if (index == JsonDocument::kNone)
            return {};
        const auto& node = m_document.node(index);
        switch (node.kind) {
        case Kind::String:
        case Kind::Number:
            return node.text;
        case Kind::True:
            return "true";
        case Kind::False:
            return "false";
        default:
            return {};
        }
    }

    // Exports spell booleans as literals and as strings.
    std::optional<bool> flag(std::string_view key) const
    {
        const std::string value = text(key);
        if (value == "true" || value == "True" || value == "Yes")
            return true;
        if (value == "false" || value == "False" || value == "No")
            return false;
        return std::nullopt;
    }

private:
    std::uint32_t find(std::string_view key) const
    {
        if (!exists() || m_document.node(m_object).kind != Kind::Object)
            return JsonDocument::kNone;
        return m_document.member(m_object, key);
    }

    const JsonDocument& m_document;
    std::uint32_t m_object;
};

KeyKind keyKind(std::string_view accessKeyId)
{
    if (accessKeyId.empty())
        return KeyKind::None;
    if (accessKeyId.starts_with("AKIA"))
        return KeyKind::LongTerm;
    return accessKeyId.starts_with("ASIA") ? KeyKind::Temporary : KeyKind::Other;
}

// "arn:aws:sts::111122223333:assumed-role/Admin/alice" -> "alice"
std::string sessionName(const Actor& actor)
{
    if (actor.type != "AssumedRole")
        return {};
    const std::size_t role = actor.arn.find(":assumed-role/");
    if (role != std::string::npos) {
        const std::size_t slash = actor.arn.rfind('/');
        if (slash > role + std::string_view(":assumed-role").size())
            return actor.arn.substr(slash + 1);
    }
    const std::size_t colon = actor.principalId.find(':');
    return colon == std::string::npos ? std::string() : actor.principalId.substr(colon + 1);
}

Actor readActor(const Reader& event, const RowFacts& facts)
{
    const Reader identity = event.child("userIdentity");
    const Reader session = identity.child("sessionContext");
    Actor actor;
    actor.type = identity.text("type");
    actor.name = facts.user;
    actor.role = facts.role;
    actor.arn = identity.text("arn");
    actor.principalId = identity.text("principalId");
    actor.accountId = identity.text("accountId");
    actor.accessKeyId = identity.text("accessKeyId");
    actor.keyKind = keyKind(actor.accessKeyId);
    actor.session = sessionName(actor);
    actor.mfa = session.child("attributes").flag("mfaAuthenticated");
    if (!actor.mfa)
        actor.mfa = event.child("additionalEventData").flag("MFAUsed");
    actor.sessionCreated = session.child("attributes").text("creationDate");
    actor.issuerType = session.child("sessionIssuer").text("type");
    actor.issuerArn = session.child("sessionIssuer").text("arn");
    actor.sourceIdentity = session.text("sourceIdentity");
    actor.imds = session.text("ec2RoleDelivery");
    actor.identityProvider = identity.text("identityProvider");
    actor.onBehalfOf = identity.child("onBehalfOf").text("userId");
    actor.issuedTo = identity.child("inScopeOf").text("credentialsIssuedTo");
    actor.invokedBy = identity.text("invokedBy");
    return actor;
}

bool looksLikeService(std::string_view source)
{
    return source.ends_with(".amazonaws.com") || source.ends_with(".amazonaws.com.cn")
        || source.starts_with("AWS Internal");
}

Channel channelOf(const Via& via, const Actor& actor, bool fromConsole)
{
    const std::string agent = lowerAscii(via.userAgent);
    const auto says = [&](std::string_view word) {
        return agent.find(word) != std::string::npos;
    };
    const bool consoleHost =
        (agent.starts_with("console.") || agent.starts_with("signin.")) && looksLikeService(agent);
    if (via.sourceIsService || (looksLikeService(agent) && !consoleHost) || agent == "aws internal"
        || actor.type == "AWSService" || !actor.invokedBy.empty())
        return Channel::Service;
    if (fromConsole || consoleHost || agent.starts_with("mozilla/")
        || agent.starts_with("[mozilla/") || says("s3console") || says("aws-internal/"))
        return Channel::Console;
    if (says("aws-cli/"))
        return Channel::Cli;
    static constexpr std::array<std::string_view, 7> kSdks = {
        "aws-sdk", "boto3/", "botocore/", "boto/", "aws-sdk-go", "aws-sdk-java", "awssdk"};
    if (std::any_of(kSdks.begin(), kSdks.end(), says))
        return Channel::Sdk;
    return agent.empty() ? Channel::Unknown : Channel::Tool;
}

// The first product of a user agent; S3 puts the whole in brackets.
std::string firstProduct(std::string_view userAgent)
{
    if (userAgent.starts_with('['))
        userAgent.remove_prefix(1);
    const std::size_t end = userAgent.find_first_of(" ]");
    return std::string(userAgent.substr(0, end));
}

Via readVia(const Reader& event, const Actor& actor)
{
    Via via;
    via.userAgent = event.text("userAgent");
    via.sourceIp = event.text("sourceIPAddress");
    via.sourceIsService = looksLikeService(via.sourceIp);
    via.vpcEndpointId = event.text("vpcEndpointId");
    via.tlsVersion = event.child("tlsDetails").text("tlsVersion");
    via.host = event.child("tlsDetails").text("clientProvidedHostHeader");
    via.channel = channelOf(via, actor, event.flag("sessionCredentialFromConsole").value_or(false));
    if (!looksLikeService(via.userAgent))
        via.agent = firstProduct(via.userAgent);
    return via;
}

Action readAction(const Reader& event, const RowFacts& facts)
{
    Action action;
    action.name = event.text("eventName");
    action.source = event.text("eventSource");
    action.service = action.source.substr(0, action.source.find('.'));
    action.type = event.text("eventType");
    action.category = event.text("eventCategory");
    action.readOnly = event.flag("readOnly");
    action.eventClass = facts.eventClass;
    action.outcome = !facts.failure              ? Outcome::Success
        : facts.eventClass == EventClass::Denied ? Outcome::Denied
                                                 : Outcome::Failed;
    action.errorCode = event.text("errorCode");
    action.errorMessage = event.text("errorMessage");
    return action;
}

std::vector<OmittedField> readOmitted(const Reader& event)
{
    static constexpr std::array<std::string_view, 5> kFields = {
        "requestParameters", "responseElements", "additionalEventData", "serviceEventDetails",
        "userAgent"};
    std::vector<OmittedField> omitted;
    for (std::string_view field : kFields) {
        const Reader value = event.child(field);
        if (value.flag("omitted").value_or(false))
            omitted.push_back(
                {std::string(field), value.text("reason"), value.text("originalSize")});
    }
    return omitted;
}

// One resource comes under several names (name, ARN, unique id): plain names tell most, so they go
// first; the order is otherwise kept.
void mostTellingFirst(std::vector<ResourceRef>& resources)
{
    const auto isPlain = [](const ResourceRef& resource) {
        return !resource.name.starts_with("arn:");
    };
    std::stable_partition(resources.begin(), resources.end(), isPlain);
}

} // namespace

EventSummary summariseEvent(const JsonDocument& document, RowFacts facts)
{
    const Reader event(document, 0);
    EventSummary summary;
    summary.actor = readActor(event, facts);
    summary.via = readVia(event, summary.actor);
    summary.action = readAction(event, facts);
    summary.targets = std::move(facts.resources);
    mostTellingFirst(summary.targets);
    summary.region = event.text("awsRegion");
    summary.accountId = event.text("recipientAccountId");
    summary.time = event.text("eventTime");
    if (const auto time = parseTimestamp(summary.time))
        summary.seconds = time->seconds();
    summary.eventId = event.text("eventID");
    summary.requestId = event.text("requestID");
    summary.sharedEventId = event.text("sharedEventID");
    summary.originalEventId = event.child("addendum").text("originalEventID");
    summary.addendumReason = event.child("addendum").text("reason");
    summary.omitted = readOmitted(event);
    return summary;
}

} // namespace trailloupe::query
