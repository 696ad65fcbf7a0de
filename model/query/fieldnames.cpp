#include "model/query/fieldnames.h"

#include "model/base/asciitext.h"

#include <algorithm>
#include <array>

namespace trailloupe::query {
namespace {

constexpr std::array kAliases{
    FieldAlias{"event", "eventName", true},
    FieldAlias{"key", "userIdentity.accessKeyId", true},
    FieldAlias{"ip", "sourceIPAddress", true},
    FieldAlias{"region", "awsRegion", true},
    FieldAlias{"ua", "userAgent", true},
    FieldAlias{"type", "userIdentity.type", true},
    FieldAlias{"id", "eventID", true},
    FieldAlias{"request", "requestID", true},
    FieldAlias{"event.action", "eventName", false},
    FieldAlias{"event.provider", "eventSource", false},
    FieldAlias{"event.outcome", "outcome", false},
    FieldAlias{"event.id", "eventID", false},
    FieldAlias{"event.type", "eventType", false},
    FieldAlias{"@timestamp", "time", false},
    FieldAlias{"cloud.region", "awsRegion", false},
    FieldAlias{"cloud.account.id", "account", false},
    FieldAlias{"user.name", "user", false},
    FieldAlias{"user.id", "userIdentity.principalId", false},
    FieldAlias{"user_agent.original", "userAgent", false},
    FieldAlias{"source.ip", "sourceIPAddress", false},
    FieldAlias{"source.address", "sourceIPAddress", false},
    FieldAlias{"tls.client.server_name", "tlsDetails.clientProvidedHostHeader", false},
    FieldAlias{"tls.version", "tlsDetails.tlsVersion", false},
    FieldAlias{"tls.cipher", "tlsDetails.cipherSuite", false},
    FieldAlias{"aws.cloudtrail.error_code", "errorCode", false},
    FieldAlias{"aws.cloudtrail.error_message", "errorMessage", false},
    FieldAlias{"aws.cloudtrail.event_type", "eventType", false},
    FieldAlias{"aws.cloudtrail.event_category", "eventCategory", false},
    FieldAlias{"aws.cloudtrail.read_only", "readOnly", false},
    FieldAlias{"aws.cloudtrail.request_id", "requestID", false},
    FieldAlias{"aws.cloudtrail.request_parameters", "requestParameters", false},
    FieldAlias{"aws.cloudtrail.response_elements", "responseElements", false},
    FieldAlias{"aws.cloudtrail.recipient_account_id", "recipientAccountId", false},
    FieldAlias{"aws.cloudtrail.resources.arn", "resources.ARN", false},
    FieldAlias{"aws.cloudtrail.resources.type", "resources.type", false},
    FieldAlias{"aws.cloudtrail.vpc_endpoint_id", "vpcEndpointId", false},
    FieldAlias{"aws.cloudtrail.user_identity.type", "userIdentity.type", false},
    FieldAlias{"aws.cloudtrail.user_identity.arn", "userIdentity.arn", false},
    FieldAlias{"aws.cloudtrail.user_identity.access_key_id", "userIdentity.accessKeyId", false},
    FieldAlias{"aws.cloudtrail.user_identity.invoked_by", "userIdentity.invokedBy", false},
    FieldAlias{"aws.cloudtrail.user_identity.session_context.mfa_authenticated",
               "userIdentity.sessionContext.attributes.mfaAuthenticated", false},
    FieldAlias{"aws.cloudtrail.user_identity.session_context.creation_date",
               "userIdentity.sessionContext.attributes.creationDate", false},
    FieldAlias{"aws.cloudtrail.user_identity.session_context.session_issuer.arn",
               "userIdentity.sessionContext.sessionIssuer.arn", false},
    FieldAlias{"aws.cloudtrail.user_identity.session_context.session_issuer.type",
               "userIdentity.sessionContext.sessionIssuer.type", false},
    FieldAlias{"aws.cloudtrail.user_identity.session_context.session_issuer.principal_id",
               "userIdentity.sessionContext.sessionIssuer.principalId", false},
    FieldAlias{"aws.cloudtrail.user_identity.session_context.session_issuer.account_id",
               "userIdentity.sessionContext.sessionIssuer.accountId", false},
};

// ECS names whose rest is a path of the record.
struct Prefix
{
    std::string_view name;
    std::string_view means;
};
constexpr std::array kPrefixes{
    Prefix{"aws.cloudtrail.flattened.request_parameters.", "requestParameters."},
    Prefix{"aws.cloudtrail.flattened.response_elements.", "responseElements."},
    Prefix{"aws.cloudtrail.flattened.additional_eventdata.", "additionalEventData."},
};

std::optional<Field> derivedOrPath(std::string_view text)
{
    const auto column = parseColumn(text);
    if (column && column->derived != Derived::None)
        return Field{column->derived, {}};
    auto path = FieldPath::parse(text);
    if (!path)
        return std::nullopt;
    return Field{Derived::None, *std::move(path)};
}

// Before a field the bar reads these otherwise.
bool isWordOfTheBar(std::string_view key)
{
    static constexpr std::array<std::string_view, 4> kWords{"and", "or", "not", "arn"};
    return std::any_of(kWords.begin(), kWords.end(),
                       [key](std::string_view word) { return equalFolded(word, key); });
}

} // namespace

std::span<const FieldAlias> fieldAliases()
{
    return kAliases;
}

std::optional<Field> parseField(std::string_view text)
{
    for (const FieldAlias& alias : kAliases) {
        if (equalFolded(alias.name, text))
            return derivedOrPath(alias.means);
    }
    for (const Prefix& prefix : kPrefixes) {
        if (text.size() > prefix.name.size()
            && equalFolded(text.substr(0, prefix.name.size()), prefix.name))
            return derivedOrPath(std::string(prefix.means)
                                 + std::string(text.substr(prefix.name.size())));
    }
    return derivedOrPath(text);
}

std::string fieldText(const Field& field)
{
    const std::string text = field.text();
    if (field.derived != Derived::None || field.path.steps.empty()
        || field.path.steps.front().kind != PathStep::Kind::Key || text.starts_with('`'))
        return text;
    // A key that is called like one of our names, or like a word of the bar, stands in backticks.
    const std::string& first = field.path.steps.front().key;
    const auto read = parseField(text);
    if (read && read->derived == Derived::None && read->path.steps == field.path.steps
        && !isWordOfTheBar(first))
        return text;
    return '`' + first + '`' + text.substr(first.size());
}

bool everyEventHas(const Field& field)
{
    // Events of AWS services and Insights lack userIdentity.type and sourceIPAddress.
    static constexpr std::array<std::string_view, 7> kPaths{
        "eventVersion", "eventTime", "eventSource", "eventName",
        "awsRegion",    "eventID",   "eventType"};
    static constexpr std::array kDerived{Derived::Time,    Derived::Class, Derived::Outcome,
                                         Derived::Service, Derived::Verb,  Derived::Account};
    if (field.derived != Derived::None)
        return std::find(kDerived.begin(), kDerived.end(), field.derived) != kDerived.end();
    return std::find(kPaths.begin(), kPaths.end(), field.text()) != kPaths.end();
}

} // namespace trailloupe::query
