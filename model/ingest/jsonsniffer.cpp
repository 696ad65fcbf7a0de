#include "model/ingest/jsonsniffer.h"

#include "model/base/jsondocument.h"
#include "model/ingest/jsonscan.h"

#include <algorithm>
#include <array>

namespace trailloupe::ingest {
namespace {

constexpr int kMaxNesting = 3; // SNS around EventBridge around an event
constexpr int kElementsTried = 8; // of an array, until one tells what it holds
constexpr std::size_t kInnerBytes = 16 * 1024; // of a string that holds JSON

// What one object of a container is.
enum class Item : std::uint8_t
{
    Unknown, // nothing telling was seen
    Foreign, // a record of another service
    Event,
    Insight,
    Aggregated,
    Lookup,
    ConfigItem,
    S3,
};

// Member names of an object and the values that tell kinds apart.
struct Facts
{
    bool eventVersion = false;
    bool eventTime = false;
    bool eventId = false;
    bool eventSource = false;
    bool eventName = false;
    bool userIdentity = false;
    bool insightDetails = false;
    bool cloudTrailEvent = false;
    bool lookupId = false;
    bool aggregated = false;
    bool timeWindow = false;
    bool captureTime = false;
    bool itemStatus = false;
    bool itemMember = false; // resourceType, resourceId or the like
    bool foreign = false;
    bool s3 = false;

    Item item() const
    {
        if (cloudTrailEvent || (lookupId && !eventVersion))
            return Item::Lookup;
        if (s3)
            return Item::S3;
        if (foreign)
            return Item::Foreign;
        if (aggregated || timeWindow)
            return Item::Aggregated;
        if (insightDetails && (eventVersion || eventTime))
            return Item::Insight;
        if ((captureTime || itemStatus) && itemMember)
            return Item::ConfigItem;
        const int common = eventVersion + eventTime + eventId + userIdentity;
        if (((eventName || eventSource) && common >= 1) || common >= 2)
            return Item::Event;
        return Item::Unknown;
    }
};

std::string_view stringAt(JsonScan scan)
{
    std::string_view raw;
    if (scan.current() == '"')
        scan.readString(raw);
    return raw;
}

void note(std::string_view key, const JsonScan& value, Facts& facts)
{
    if (key == "eventVersion") {
        facts.eventVersion = true;
    } else if (key == "eventTime") {
        facts.eventTime = true;
    } else if (key == "eventID") {
        facts.eventId = true;
    } else if (key == "eventName") {
        facts.eventName = true;
    } else if (key == "userIdentity") {
        facts.userIdentity = true;
    } else if (key == "insightDetails") {
        facts.insightDetails = true;
    } else if (key == "CloudTrailEvent") {
        facts.cloudTrailEvent = true;
    } else if (key == "EventId") {
        facts.lookupId = true;
    } else if (key == "timeWindow") {
        facts.timeWindow = true;
    } else if (key == "configurationItemCaptureTime") {
        facts.captureTime = true;
    } else if (key == "configurationItemStatus") {
        facts.itemStatus = true;
    } else if (key == "resourceType" || key == "resourceId" || key == "arn" || key == "ARN"
               || key == "configuration") {
        facts.itemMember = true;
    } else if (key == "eventSource" || key == "EventSource") {
        // "aws:s3", "aws:sns", "aws:sqs" …: what a Lambda function is handed.
        const std::string_view source = stringAt(value);
        if (source.substr(0, 4) == "aws:")
            (source == "aws:s3" ? facts.s3 : facts.foreign) = true;
        else
            facts.eventSource = facts.eventSource || key == "eventSource";
    } else if (key == "eventType") {
        facts.aggregated = facts.aggregated || stringAt(value) == "AwsAggregatedEvent";
    } else if (key == "eventCategory") {
        facts.aggregated = facts.aggregated || stringAt(value) == "Aggregated";
    }
}

// Looks at the members of the object at the cursor until one settles what it is.
Item itemAt(JsonScan scan)
{
    Facts facts;
    if (!scan.take('{'))
        return Item::Unknown;
    std::string_view key;
    while (scan.readKey(key)) {
        note(key, scan, facts);
        // An event that names its service is settled, and so is what is handed to Lambda.
        if ((facts.eventSource && facts.eventVersion) || facts.s3 || facts.cloudTrailEvent
            || facts.insightDetails)
            break;
        if (!scan.skipValue() || !scan.take(','))
            break;
    }
    return facts.item();
}

// What the array at the cursor holds: the first element that tells. `empty` says whether it has
// elements at all, `first` is the first character of the first.
Item elementsAt(JsonScan scan, char& first)
{
    first = '\0';
    if (!scan.take('['))
        return Item::Unknown;
    first = scan.current();
    for (int i = 0; i < kElementsTried && !scan.atEnd(); ++i) {
        const Item item = itemAt(scan);
        if (item != Item::Unknown)
            return item;
        if (!scan.skipValue() || !scan.take(','))
            break;
    }
    return Item::Unknown;
}

// The start of the text inside a JSON string whose raw form may be cut anywhere.
std::string innerText(std::string_view raw)
{
    raw = raw.substr(0, kInnerBytes);
    std::string text;
    for (int cut = 0; cut < 12; ++cut) {
        if (unescapeJsonString(raw.substr(0, raw.size() - std::min<std::size_t>(cut, raw.size())),
                               text))
            break;
    }
    return text;
}

bool startsLikeJson(std::string_view text)
{
    JsonScan scan(text);
    scan.skipSpace();
    return scan.current() == '{' || scan.current() == '[';
}

SourceKind kindOfText(std::string_view text, int nesting);
SourceKind kindOfObject(JsonScan scan, int nesting, bool& several);

bool isEventKind(SourceKind kind)
{
    return holdsEvents(kind) && kind != SourceKind::EventHistoryCsv;
}

// A log event of CloudWatch Logs whose message is an event.
bool messagesAreEvents(JsonScan scan)
{
    if (!scan.take('['))
        return false;
    for (int i = 0; i < kElementsTried && scan.current() == '{'; ++i) {
        JsonScan members = scan;
        members.take('{');
        std::string_view key;
        while (members.readKey(key)) {
            if (key == "message") {
                const std::string text = innerText(stringAt(members));
                const JsonScan inner(text);
                if (inner.current() == '{' && itemAt(inner) != Item::Unknown)
                    return true;
                break;
            }
            if (!members.skipValue() || !members.take(','))
                break;
        }
        if (!scan.skipValue() || !scan.take(','))
            break;
    }
    return false;
}

// An object that is not one record: an envelope or a container. Members are noted in any order and
// judged at the end.
class Envelope
{
public:
    explicit Envelope(int nesting)
        : m_nesting(nesting)
    { }

    // True when the kind is settled.
    bool member(std::string_view key, const JsonScan& value)
    {
        if (key == "Records")
            return records(value);
        if (key == "Events")
            return lookup(value);
        note(key, value, m_facts);
        if (key == "detail")
            detail(value);
        else if (key == "Message")
            message(value);
        else if (key == "logEvents")
            m_kind = messagesAreEvents(value) ? SourceKind::CloudWatchLogs : SourceKind::OtherJson;
        else if (key == "configurationItems")
            m_configItems = value.current() == '[';
        else if (key == "baseConfigurationItems")
            m_queryResult = value.current() == '[';
        else if (key == "Results")
            results(value);
        else if (key == "QueryInfo")
            m_queryInfo = true;
        else if (key == "invokingEvent")
            message(value);
        else if (key == "data" && value.current() == '{')
            data(value);
        else if (!m_configNotification)
            otherMember(key, value);
        return isSettled();
    }

    SourceKind kind() const
    {
        if (m_isNotification)
            return notificationKind();
        if (m_kind != SourceKind::Unknown)
            return m_kind;
        if (m_configItems)
            return m_snapshotId ? SourceKind::ConfigSnapshot : SourceKind::ConfigHistory;
        if (m_queryResult || (m_emptyResults && m_queryInfo))
            return SourceKind::ConfigQueryResult;
        if (m_configNotification || m_message == SourceKind::ConfigNotification)
            return SourceKind::ConfigNotification;
        if (m_detail != Item::Unknown)
            return SourceKind::EventBridge;
        if (m_digest >= 2)
            return SourceKind::Digest;
        if (m_lake)
            return SourceKind::LakeQueryResult;
        return itemKind();
    }

private:
    bool settle(SourceKind kind)
    {
        m_kind = kind;
        m_settled = true;
        return true;
    }
    bool isSettled() const { return m_settled; }

    bool records(const JsonScan& value)
    {
        char first = '\0';
        switch (elementsAt(value, first)) {
        case Item::S3:
            return settle(SourceKind::S3Notification);
        case Item::Foreign:
            return settle(SourceKind::OtherJson);
        case Item::Insight:
            return settle(SourceKind::Insight);
        case Item::Aggregated:
            return settle(SourceKind::AggregatedEvents);
        case Item::Lookup:
            return settle(SourceKind::LookupEvents);
        case Item::ConfigItem:
            return settle(SourceKind::ConfigHistory);
        case Item::Unknown:
        case Item::Event:
            break;
        }
        return settle(SourceKind::CloudTrailRecords);
    }

    bool lookup(const JsonScan& value)
    {
        char first = '\0';
        const Item item = elementsAt(value, first);
        if (item == Item::Lookup || item == Item::Insight || item == Item::Event)
            return settle(SourceKind::LookupEvents);
        if (first == ']')
            m_kind = SourceKind::LookupEvents;
        return false;
    }

    void detail(const JsonScan& value)
    {
        const Item item = itemAt(value);
        if (item == Item::Event || item == Item::Insight)
            m_detail = item;
        else if (value.current() == '{')
            m_configNotification = m_configNotification || isConfigMessage(value);
    }

    static bool isConfigMessage(JsonScan scan)
    {
        if (!scan.take('{'))
            return false;
        std::string_view key;
        while (scan.readKey(key)) {
            if (isConfigMember(key, scan))
                return true;
            if (!scan.skipValue() || !scan.take(','))
                break;
        }
        return false;
    }

    static bool isConfigMember(std::string_view key, const JsonScan& value)
    {
        if (key == "configurationItem" || key == "configurationItemDiff"
            || key == "configurationItemSummary")
            return true;
        if (key != "messageType")
            return false;
        static constexpr std::array<std::string_view, 11> kMessages{
            "ConfigurationItemChangeNotification",
            "OversizedConfigurationItemChangeNotification",
            "ConfigurationSnapshotDeliveryStarted",
            "ConfigurationSnapshotDeliveryCompleted",
            "ConfigurationSnapshotDeliveryFailed",
            "ConfigurationHistoryDeliveryCompleted",
            "ConfigurationHistoryDeliveryFailed",
            "ComplianceChangeNotification",
            "ConfigRulesEvaluationStarted",
            "ScheduledNotification",
            "OversizedConfigurationItemChangeDeliveryFailed"};
        const std::string_view type = stringAt(value);
        return std::find(kMessages.begin(), kMessages.end(), type) != kMessages.end();
    }

    // Rows of an advanced query: texts that hold objects with members of an item.
    static bool resultsAreItems(JsonScan scan)
    {
        if (!scan.take('['))
            return false;
        for (int i = 0; i < kElementsTried && scan.current() == '"'; ++i) {
            const std::string text = innerText(stringAt(scan));
            JsonScan inner(text);
            std::string_view key;
            Facts facts;
            for (inner.take('{'); inner.readKey(key);) {
                note(key, inner, facts);
                if (facts.itemMember || facts.captureTime || facts.itemStatus || key == "accountId"
                    || key == "awsRegion" || key == "supplementaryConfiguration")
                    return true;
                if (!inner.skipValue() || !inner.take(','))
                    break;
            }
            if (!scan.skipValue() || !scan.take(','))
                break;
        }
        return false;
    }

    void results(JsonScan value)
    {
        m_queryResult = m_queryResult || resultsAreItems(value);
        m_emptyResults = value.take('[') && value.current() == ']';
    }

    // What some tools put around the answer of an API.
    void data(JsonScan value)
    {
        if (m_nesting <= 0)
            return;
        bool several = false;
        const SourceKind kind = kindOfObject(value, m_nesting - 1, several);
        m_configItems = m_configItems || kind == SourceKind::ConfigHistory;
        m_queryResult = m_queryResult || kind == SourceKind::ConfigQueryResult;
    }

    void message(const JsonScan& value)
    {
        if (m_nesting <= 0)
            return;
        if (value.current() == '{') {
            bool several = false;
            m_message = kindOfObject(value, m_nesting - 1, several);
            return;
        }
        const std::string text = innerText(stringAt(value));
        if (startsLikeJson(text))
            m_message = kindOfText(text, m_nesting - 1);
        else if (text.find("\"configurationItemSummary\"") != std::string::npos)
            m_message = SourceKind::ConfigNotification;
    }

    void otherMember(std::string_view key, const JsonScan& value)
    {
        if (key == "Type")
            m_isNotification = stringAt(value) == "Notification";
        else if (key == "Subject")
            m_configSubject = stringAt(value).substr(0, 11) == "[AWS Config";
        else if (key == "source")
            m_configSource = stringAt(value) == "aws.config";
        else if (key == "configSnapshotId")
            m_snapshotId = value.current() == '"';
        else if (key == "digestStartTime" || key == "digestEndTime" || key == "digestS3Object")
            ++m_digest;
        else if (key == "QueryResultRows" || key == "queryCompleteTime" || key == "hashSignature")
            m_lake = true;
        else
            m_configNotification = isConfigMember(key, value);
    }

    SourceKind notificationKind() const
    {
        if (isEventKind(m_message))
            return SourceKind::SnsNotification;
        if (m_message != SourceKind::Unknown && m_message != SourceKind::OtherJson
            && m_message != SourceKind::OtherText)
            return m_message;
        return m_configSubject ? SourceKind::ConfigNotification : SourceKind::OtherJson;
    }

    SourceKind itemKind() const
    {
        switch (m_facts.item()) {
        case Item::Event:
            return SourceKind::CloudTrailEvent;
        case Item::Insight:
            return SourceKind::Insight;
        case Item::Aggregated:
            return SourceKind::AggregatedEvents;
        case Item::Lookup:
            return SourceKind::LookupEvents;
        case Item::ConfigItem:
            return SourceKind::ConfigHistory;
        case Item::S3:
            return SourceKind::S3Notification;
        case Item::Unknown:
        case Item::Foreign:
            break;
        }
        return m_configSource ? SourceKind::ConfigNotification : SourceKind::OtherJson;
    }

    int m_nesting;
    Facts m_facts;
    SourceKind m_kind = SourceKind::Unknown;
    SourceKind m_message = SourceKind::Unknown;
    Item m_detail = Item::Unknown;
    bool m_settled = false;
    bool m_isNotification = false;
    bool m_configSubject = false;
    bool m_configSource = false;
    bool m_configItems = false;
    bool m_queryResult = false;
    bool m_emptyResults = false;
    bool m_queryInfo = false;
    bool m_snapshotId = false;
    bool m_configNotification = false;
    bool m_lake = false;
    int m_digest = 0;
};

// `several`: another object follows in the same text.
SourceKind kindOfObject(JsonScan scan, int nesting, bool& several)
{
    scan.take('{');
    if (scan.current() != '"' && scan.current() != '}' && !scan.atEnd())
        return SourceKind::OtherText;
    Envelope envelope(nesting);
    std::string_view key;
    while (scan.readKey(key)) {
        if (envelope.member(key, scan))
            return envelope.kind();
        if (!scan.skipValue() || !scan.take(','))
            break;
    }
    several = scan.take('}') && scan.current() == '{';
    return envelope.kind();
}

SourceKind kindOfArray(JsonScan scan)
{
    char first = '\0';
    switch (elementsAt(scan, first)) {
    case Item::Event:
        return SourceKind::CloudTrailArray;
    case Item::Insight:
        return SourceKind::Insight;
    case Item::Aggregated:
        return SourceKind::AggregatedEvents;
    case Item::Lookup:
        return SourceKind::LookupEvents;
    case Item::ConfigItem:
        return SourceKind::ConfigHistory;
    case Item::S3:
        return SourceKind::S3Notification;
    case Item::Unknown:
    case Item::Foreign:
        break;
    }
    scan.take('[');
    if (scan.current() == '{') {
        bool several = false;
        const SourceKind element = kindOfObject(scan, 1, several);
        if (element == SourceKind::EventBridge || element == SourceKind::CloudWatchLogs
            || holdsItems(element))
            return element;
    }
    constexpr std::string_view kValueStarts = "{[]\"-0123456789tfn";
    return scan.atEnd() || kValueStarts.find(first) != std::string_view::npos
        ? SourceKind::OtherJson
        : SourceKind::OtherText;
}

SourceKind kindOfText(std::string_view text, int nesting)
{
    JsonScan scan(text);
    scan.skipSpace();
    if (scan.current() == '[')
        return kindOfArray(scan);
    bool several = false;
    const SourceKind kind = kindOfObject(scan, nesting, several);
    return several && kind == SourceKind::CloudTrailEvent ? SourceKind::CloudTrailLines : kind;
}

} // namespace

SourceKind sniffJson(std::string_view text)
{
    return kindOfText(text, kMaxNesting);
}

} // namespace trailloupe::ingest
