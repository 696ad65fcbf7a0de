#include "model/query/supportcase.h"

#include "model/base/timestamp.h"

#include <string_view>

namespace trailloupe::query {
namespace {

void appendVisible(std::string& out, std::string_view text)
{
    static constexpr char kHex[] = "0123456789ABCDEF";
    for (char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F) {
            out += c;
            continue;
        }
        out += "\\x";
        out += kHex[byte >> 4];
        out += kHex[byte & 0xF];
    }
}

void line(std::string& out, std::string_view label, std::string_view value)
{
    if (value.empty())
        return;
    out += label;
    out += ": ";
    appendVisible(out, value);
    out += '\n';
}

std::string timeText(const EventSummary& event)
{
    if (!event.seconds)
        return event.time;
    return formatEventTime(*event.seconds) + " (UTC)";
}

// "arn (AssumedRole, session alice)"
std::string principalText(const Actor& actor)
{
    std::string text = actor.arn.empty() ? actor.name : actor.arn;
    if (text.empty())
        text = actor.principalId;
    if (text.empty())
        text = actor.invokedBy;
    if (!actor.type.empty())
        text += text.empty() ? actor.type : " (" + actor.type + ")";
    return text;
}

std::string resourceText(const ResourceRef& resource)
{
    return resource.type.empty() ? resource.name : resource.name + " (" + resource.type + ")";
}

} // namespace

std::string supportCaseText(const EventSummary& event)
{
    std::string out;
    line(out, "Time", timeText(event));
    line(out, "Operation",
         event.action.source.empty() ? event.action.name
                                     : event.action.name + " (" + event.action.source + ")");
    line(out, "Error code", event.action.errorCode);
    line(out, "Error message", event.action.errorMessage);
    line(out, "Account", event.accountId.empty() ? event.actor.accountId : event.accountId);
    if (event.actor.accountId != event.accountId && !event.accountId.empty())
        line(out, "Caller account", event.actor.accountId);
    line(out, "Region", event.region);
    line(out, "User or role", principalText(event.actor));
    line(out, "Role behind the session", event.actor.issuerArn);
    line(out, "Source identity", event.actor.sourceIdentity);
    line(out, "Access key", event.actor.accessKeyId);
    line(out, "Source IP", event.via.sourceIp);
    line(out, "User agent", event.via.userAgent);
    line(out, "Invoked by", event.actor.invokedBy);
    line(out, "VPC endpoint", event.via.vpcEndpointId);
    for (const ResourceRef& resource : event.targets)
        line(out, "Resource", resourceText(resource));
    line(out, "Request ID", event.requestId);
    line(out, "Event ID", event.eventId);
    line(out, "Shared event ID", event.sharedEventId);
    return out;
}

} // namespace trailloupe::query
