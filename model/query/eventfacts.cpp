#include "model/base/jsondocument.h"
#include "model/query/accountnames.h"
#include "model/query/agentfamily.h"
#include "model/query/column.h"
#include "model/query/resourcerules.h"
#include "model/query/sensitiveactions.h"
#include "model/query/servicenames.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace trailloupe::query {

using store::PathTable;
using store::ValueKind;

namespace {

// What the leaves of a path can say about resources.
enum class Role : std::uint8_t
{
    Unknown, // not looked at yet
    None,
    RecordedArn, // resources[].ARN
    RecordedName, // resources[].resourceName, of an Event history CSV
    RecordedType, // resources[].type
    Parameter, // below requestParameters or responseElements
};

struct PathRole
{
    Role role = Role::Unknown;
    std::string key; // the innermost member name, of a Parameter
};

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

bool isDeniedCode(std::string_view code)
{
    static constexpr std::array<std::string_view, 7> kFamily{
        "AccessDenied",        "Unauthorized", "NotAuthorized",    "AuthorizationError",
        "AuthorizationFailed", "Forbidden",    "AllAccessDisabled"};
    return std::any_of(kFamily.begin(), kFamily.end(),
                       [&](std::string_view part) { return contains(code, part); });
}

bool isDeniedMessage(std::string_view message)
{
    return contains(message, "not authorized to perform") || contains(message, "Access Denied")
        || contains(message, "is not authorized");
}

// The part behind the last '/' of an assumed-role ARN, or behind the ':' of a principal id.
std::string_view behindLast(std::string_view text, char separator)
{
    const auto at = text.rfind(separator);
    return at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
}

// Collects resources, each name and type once.
class ResourceList
{
public:
    void add(std::string_view type, std::string_view name, bool recorded)
    {
        if (name.empty())
            return;
        std::string identity(name);
        identity += '\0';
        identity += type;
        if (m_seen.insert(std::move(identity)).second)
            m_refs.push_back({std::string(type), std::string(name), recorded});
    }

    // One resource may stand there by its ARN and by its name: the name of the request or response
    // goes when the ARN was recorded, the ARN goes when the name is there.
    std::vector<ResourceRef> take()
    {
        std::unordered_set<std::string> shortNames;
        std::unordered_set<std::string> recordedNames;
        for (const ResourceRef& ref : m_refs) {
            if (!isArn(ref.name))
                shortNames.insert(ref.type + '\0' + ref.name);
            else if (ref.recorded)
                recordedNames.insert(ref.type + '\0' + std::string(lastSegment(ref.name)));
        }
        std::erase_if(m_refs, [&](const ResourceRef& ref) {
            if (ref.recorded || ref.type.empty())
                return false;
            if (!isArn(ref.name))
                return recordedNames.count(ref.type + '\0' + ref.name) > 0;
            return shortNames.count(ref.type + '\0' + std::string(lastSegment(ref.name))) > 0;
        });
        return std::move(m_refs);
    }

private:
    std::vector<ResourceRef> m_refs;
    std::unordered_set<std::string> m_seen;
};

} // namespace

struct EventFacts::Impl
{
    explicit Impl(std::shared_ptr<const store::EventStore> ofStore);

    // The text of a path, empty when the event has none or null.
    const std::string& text(RowId row, const std::optional<PathId>& path, std::string& into) const
    {
        into.clear();
        if (path) {
            const ValueKind kind = events->value(row, *path, into);
            if (kind == ValueKind::Null || kind == ValueKind::EmptyObject
                || kind == ValueKind::EmptyArray)
                into.clear();
        }
        return into;
    }
    const PathRole& roleOf(PathId path) const;
    void addParameter(std::string_view source, std::string_view key, std::string_view value,
                      ResourceList& list) const;
    void addJson(std::string_view source, const std::string& key, std::string_view json,
                 ResourceList& list) const;
    std::string signInFailure(RowId row) const;
    bool isInsight(RowId row) const
    {
        return text(row, eventType, a) == "AwsCloudTrailInsight"
            || (insightDetails && !text(row, insightDetails, a).empty());
    }

    std::shared_ptr<const store::EventStore> events;
    // The paths of every row of a store are there when it is published: one look-up is enough.
    // derivedInputs() and summary.cpp list those that decide about the derived columns: keep them
    // in step.
    std::optional<PathId> identityType, userName, arn, principalId, issuerName, issuerType;
    std::optional<PathId> errorCode, errorMessage, eventName, eventSource, eventType, category;
    std::optional<PathId> readOnly, insightDetails, ec2Return, signInUserName;
    std::optional<PathId> userAgent, recipient, callerAccount, invokedBy, sourceAddress;
    std::vector<PathId> signInResults;
    mutable std::vector<PathRole> roles;
    mutable std::optional<AccountNames> accountNames; // made when first asked for
    mutable std::string a, b, c; // scratch
};

EventFacts::Impl::Impl(std::shared_ptr<const store::EventStore> ofStore)
    : events(std::move(ofStore))
{
    const PathTable& paths = events->paths();
    identityType = paths.find("userIdentity.type");
    userName = paths.find("userIdentity.userName");
    arn = paths.find("userIdentity.arn");
    principalId = paths.find("userIdentity.principalId");
    issuerName = paths.find("userIdentity.sessionContext.sessionIssuer.userName");
    issuerType = paths.find("userIdentity.sessionContext.sessionIssuer.type");
    errorCode = paths.find("errorCode");
    errorMessage = paths.find("errorMessage");
    eventName = paths.find("eventName");
    eventSource = paths.find("eventSource");
    eventType = paths.find("eventType");
    category = paths.find("eventCategory");
    readOnly = paths.find("readOnly");
    insightDetails = paths.find("insightDetails.state");
    ec2Return = paths.find("responseElements._return");
    signInUserName = paths.find("additionalEventData.UserName");
    userAgent = paths.find("userAgent");
    recipient = paths.find("recipientAccountId");
    callerAccount = paths.find("userIdentity.accountId");
    invokedBy = paths.find("userIdentity.invokedBy");
    sourceAddress = paths.find("sourceIPAddress");
    for (const char* result :
         {"ConsoleLogin", "SwitchRole", "CheckMfa", "CredentialVerification", "UserAuthentication",
          "PasswordRecoveryRequested", "PasswordRecoveryCompleted", "ExitRole", "RenewRole"}) {
        if (const auto path = paths.find(std::string("responseElements.") + result))
            signInResults.push_back(*path);
    }
}

const PathRole& EventFacts::Impl::roleOf(PathId path) const
{
    if (path.index() >= roles.size())
        roles.resize(events->paths().size());
    PathRole& known = roles[path.index()];
    if (known.role != Role::Unknown)
        return known;
    known.role = Role::None;
    const std::vector<PathTable::Step> steps = events->paths().steps(path);
    if (steps.size() < 2)
        return known;
    const std::string& top = steps.front().key;
    if (top == "requestParameters" || top == "responseElements") {
        known.role = Role::Parameter;
        for (const PathTable::Step& step : steps) {
            if (!step.isElement)
                known.key = step.key;
        }
    } else if (top == "resources" && steps.size() == 3 && steps[1].isElement) {
        const std::string& key = steps[2].key;
        if (key == "ARN" || key == "arn")
            known.role = Role::RecordedArn;
        else if (key == "type" || key == "resourceType")
            known.role = Role::RecordedType;
        else if (key == "resourceName" || key == "ARNPrefix")
            known.role = Role::RecordedName;
    }
    return known;
}

void EventFacts::Impl::addParameter(std::string_view source, std::string_view key,
                                    std::string_view value, ResourceList& list) const
{
    if (isArn(value)) {
        // The session that a call made is its result, not a resource it touched.
        if (serviceOfArn(value) != "sts")
            list.add(typeOfArn(value), value, false);
        return;
    }
    if (const std::string_view type = typeOfIdentifier(value); !type.empty()) {
        list.add(type, value, false);
        return;
    }
    constexpr std::size_t kLongestName = 512;
    if (value.size() > kLongestName)
        return;
    if (const std::string_view type = typeOfParameter(source, key); !type.empty())
        list.add(type, value, false);
}

// A subtree that the store keeps as text.
void EventFacts::Impl::addJson(std::string_view source, const std::string& key,
                               std::string_view json, ResourceList& list) const
{
    constexpr std::size_t kLargestSubtree = 1u << 20;
    if (json.size() > kLargestSubtree)
        return;
    const auto document = JsonDocument::parse(json);
    if (!document)
        return;
    const auto& nodes = document->nodes();
    for (const JsonDocument::Node& node : nodes) {
        if (node.kind != JsonDocument::Kind::String)
            continue;
        const JsonDocument::Node* named = &node;
        while (named->key.empty() && named->parent != JsonDocument::kNone)
            named = &nodes[named->parent];
        addParameter(source, named->key.empty() ? key : named->key, node.text, list);
    }
}

std::string EventFacts::Impl::signInFailure(RowId row) const
{
    for (const PathId path : signInResults) {
        if (text(row, path, c) == "Failure")
            return c;
    }
    return {};
}

EventFacts::EventFacts(std::shared_ptr<const store::EventStore> store)
    : m_impl(std::make_unique<Impl>(std::move(store)))
{ }

EventFacts::~EventFacts() = default;
EventFacts::EventFacts(EventFacts&&) noexcept = default;
EventFacts& EventFacts::operator=(EventFacts&&) noexcept = default;

std::string EventFacts::user(RowId row) const
{
    const Impl& impl = *m_impl;
    const std::string& type = impl.text(row, impl.identityType, impl.a);
    if (type == "Root")
        return "root";
    if (type == "AssumedRole") {
        std::string_view session = behindLast(impl.text(row, impl.arn, impl.b), '/');
        if (session.empty())
            session = behindLast(impl.text(row, impl.principalId, impl.b), ':');
        if (!session.empty())
            return std::string(session);
    }
    if (!impl.text(row, impl.userName, impl.b).empty())
        return impl.b;
    if (type == "FederatedUser")
        return std::string(behindLast(impl.text(row, impl.arn, impl.b), '/'));
    if (type == "IdentityCenterUser")
        return impl.text(row, impl.signInUserName, impl.b);
    return {};
}

std::string EventFacts::role(RowId row) const
{
    const Impl& impl = *m_impl;
    if (impl.text(row, impl.issuerType, impl.a) == "Role"
        && !impl.text(row, impl.issuerName, impl.b).empty())
        return impl.b;
    // arn:aws:sts::111122223333:assumed-role/ROLE/session
    const std::string_view arn = impl.text(row, impl.arn, impl.a);
    constexpr std::string_view kMark = ":assumed-role/";
    const auto at = arn.find(kMark);
    if (at == std::string_view::npos)
        return {};
    const std::string_view rest = arn.substr(at + kMark.size());
    return std::string(rest.substr(0, rest.rfind('/')));
}

std::string EventFacts::error(RowId row) const
{
    const Impl& impl = *m_impl;
    if (!impl.text(row, impl.errorCode, impl.a).empty())
        return impl.a;
    if (!impl.text(row, impl.errorMessage, impl.a).empty())
        return impl.a;
    if (const std::string failure = impl.signInFailure(row); !failure.empty())
        return failure;
    if (impl.text(row, impl.ec2Return, impl.a) == "false")
        return "_return: false";
    return {};
}

bool EventFacts::isFailure(RowId row) const
{
    return !error(row).empty();
}

EventClass EventFacts::eventClass(RowId row) const
{
    const Impl& impl = *m_impl;
    if (const std::string failure = error(row); !failure.empty()) {
        if (!impl.text(row, impl.errorCode, impl.a).empty())
            return isDeniedCode(impl.a) ? EventClass::Denied : EventClass::Failed;
        return isDeniedMessage(failure) ? EventClass::Denied : EventClass::Failed;
    }
    const std::string& type = impl.text(row, impl.eventType, impl.a);
    if (type == "AwsServiceEvent" || type == "AwsCloudTrailInsight"
        || (impl.insightDetails && !impl.text(row, impl.insightDetails, impl.b).empty()))
        return EventClass::Other;
    const std::string& name = impl.text(row, impl.eventName, impl.b);
    if (name.empty())
        return EventClass::Other;
    if (name == "ConsoleLogin" && impl.text(row, impl.identityType, impl.c) == "Root")
        return EventClass::Sensitive;
    if (isSensitiveAction(impl.text(row, impl.eventSource, impl.c), name))
        return EventClass::Sensitive;
    const std::string& readOnly = impl.text(row, impl.readOnly, impl.c);
    if (readOnly == "true" || readOnly == "True")
        return EventClass::Read;
    if (readOnly == "false" || readOnly == "False")
        return EventClass::Write;
    return isReadVerb(name) ? EventClass::Read : EventClass::Write;
}

std::string EventFacts::outcome(RowId row) const
{
    const Impl& impl = *m_impl;
    if (isFailure(row))
        return "failure";
    return impl.isInsight(row) ? "" : "success";
}

std::string EventFacts::service(RowId row) const
{
    return std::string(serviceName(m_impl->text(row, m_impl->eventSource, m_impl->a)));
}

std::string EventFacts::via(RowId row) const
{
    const Impl& impl = *m_impl;
    if (!impl.text(row, impl.invokedBy, impl.a).empty())
        return std::string(serviceName(impl.a));
    // A service stands in the place of the address as its principal, or without a name.
    const std::string& address = impl.text(row, impl.sourceAddress, impl.a);
    const std::string_view service = serviceName(address);
    return service != address || address == "AWS Internal" ? std::string(service) : std::string();
}

std::vector<std::string> EventFacts::verbs(RowId row) const
{
    const Impl& impl = *m_impl;
    const std::string& name = impl.text(row, impl.eventName, impl.b);
    if (name.empty() || impl.isInsight(row))
        return {};
    std::vector<std::string> verbs;
    if ((name == "ConsoleLogin" && impl.text(row, impl.identityType, impl.c) == "Root")
        || isSensitiveAction(impl.text(row, impl.eventSource, impl.c), name))
        verbs.emplace_back("sensitive");
    const std::string& readOnly = impl.text(row, impl.readOnly, impl.c);
    const bool saysRead = readOnly == "true" || readOnly == "True";
    const bool saysWrite = readOnly == "false" || readOnly == "False";
    if (!saysRead && isDestructiveVerb(name))
        verbs.emplace_back("destructive");
    if (verbs.empty())
        verbs.emplace_back(saysRead || (!saysWrite && isReadVerb(name)) ? "read" : "write");
    return verbs;
}

std::string EventFacts::agent(RowId row) const
{
    return agentFamily(m_impl->text(row, m_impl->userAgent, m_impl->a));
}

std::string EventFacts::account(RowId row) const
{
    const Impl& impl = *m_impl;
    if (!impl.text(row, impl.recipient, impl.a).empty())
        return impl.a;
    return impl.text(row, impl.callerAccount, impl.a);
}

std::string EventFacts::accountName(RowId row) const
{
    if (!m_impl->accountNames)
        m_impl->accountNames.emplace(*m_impl->events);
    return m_impl->accountNames->size() ? m_impl->accountNames->of(account(row)) : std::string();
}

std::optional<DerivedInputs> derivedInputs(Derived derived)
{
    static constexpr std::array kUser{"userIdentity.type", "userIdentity.userName",
                                      "additionalEventData.UserName", "userIdentity.arn",
                                      "userIdentity.principalId"};
    static constexpr std::array kRole{"userIdentity.sessionContext.sessionIssuer.type",
                                      "userIdentity.sessionContext.sessionIssuer.userName",
                                      "userIdentity.arn"};
    // Errors first, then what tells the kinds of events apart.
    static constexpr std::array kClass{"errorCode",
                                       "errorMessage",
                                       "responseElements._return",
                                       "responseElements.ConsoleLogin",
                                       "responseElements.SwitchRole",
                                       "responseElements.CheckMfa",
                                       "responseElements.CredentialVerification",
                                       "responseElements.UserAuthentication",
                                       "responseElements.PasswordRecoveryRequested",
                                       "responseElements.PasswordRecoveryCompleted",
                                       "responseElements.ExitRole",
                                       "responseElements.RenewRole",
                                       "eventType",
                                       "insightDetails.state",
                                       "eventName",
                                       "eventSource",
                                       "readOnly",
                                       "userIdentity.type"};
    constexpr std::size_t kOfError = 12;
    constexpr std::size_t kOfOutcome = 14;
    static constexpr std::array kVerb{"eventType", "insightDetails.state",
                                      "eventName", "eventSource",
                                      "readOnly",  "userIdentity.type"};
    static constexpr std::array kAccount{"recipientAccountId", "userIdentity.accountId"};
    static constexpr std::array kService{"eventSource"};
    static constexpr std::array kAgent{"userAgent"};
    static constexpr std::array kVia{"userIdentity.invokedBy", "sourceIPAddress"};
    switch (derived) {
    case Derived::User:
        return DerivedInputs{kUser};
    case Derived::Role:
        return DerivedInputs{kRole};
    case Derived::Error:
        return DerivedInputs{std::span(kClass).first<kOfError>(), true};
    case Derived::Class:
        return DerivedInputs{kClass, true};
    case Derived::Outcome:
        return DerivedInputs{std::span(kClass).first<kOfOutcome>(), true};
    case Derived::Service:
        return DerivedInputs{kService};
    case Derived::Verb:
        return DerivedInputs{kVerb};
    case Derived::Agent:
        return DerivedInputs{kAgent};
    case Derived::Account:
    case Derived::AccountName:
        return DerivedInputs{kAccount, true};
    case Derived::Via:
        return DerivedInputs{kVia, true};
    case Derived::None:
    case Derived::Time:
    case Derived::Resource:
    case Derived::ResourceType:
    case Derived::Actor:
    case Derived::ActorType:
    case Derived::Session:
    case Derived::SessionOrigin:
    case Derived::SessionRoot:
    case Derived::Principal:
        break;
    }
    return std::nullopt;
}

std::vector<ResourceRef> EventFacts::resources(RowId row) const
{
    const Impl& impl = *m_impl;
    const std::string source = impl.text(row, impl.eventSource, impl.a);
    ResourceList recorded;
    ResourceList extracted;
    // The members of one item of resources[] come one after the other; an ARN or a type that comes
    // again starts the next item.
    std::string type;
    std::string name;
    const auto endItem = [&] {
        if (!name.empty())
            recorded.add(type.empty() && isArn(name) ? typeOfArn(name) : type, name, true);
        type.clear();
        name.clear();
    };
    impl.events->leaves(row, [&](PathId path, ValueKind kind, std::string_view text) {
        const PathRole& role = impl.roleOf(path);
        switch (role.role) {
        case Role::Unknown:
        case Role::None:
            break;
        case Role::RecordedArn:
        case Role::RecordedName:
            if (!name.empty())
                endItem();
            if (kind == ValueKind::Text)
                name = text;
            break;
        case Role::RecordedType:
            if (!type.empty())
                endItem();
            if (kind == ValueKind::Text)
                type = text;
            break;
        case Role::Parameter:
            if (kind == ValueKind::Text)
                impl.addParameter(source, role.key, text, extracted);
            else if (kind == ValueKind::Json)
                impl.addJson(source, role.key, text, extracted);
            break;
        }
    });
    endItem();
    for (const ResourceRef& ref : extracted.take())
        recorded.add(ref.type, ref.name, false);
    return recorded.take();
}

EventFacts::ResourceUse EventFacts::resourceUse(PathId path, std::string_view eventSource) const
{
    const PathRole& role = m_impl->roleOf(path);
    switch (role.role) {
    case Role::Unknown:
    case Role::None:
        return ResourceUse::None;
    case Role::Parameter:
        return typeOfParameter(eventSource, role.key).empty() ? ResourceUse::ByValue
                                                              : ResourceUse::Any;
    case Role::RecordedArn:
    case Role::RecordedName:
    case Role::RecordedType:
        break;
    }
    return ResourceUse::Any;
}

bool EventFacts::namesResource(std::string_view text)
{
    return isArn(text) || !typeOfIdentifier(text).empty();
}

} // namespace trailloupe::query
