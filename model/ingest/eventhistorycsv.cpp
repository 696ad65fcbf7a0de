#include "model/ingest/eventhistorycsv.h"

#include "model/base/asciitext.h"
#include "model/base/jsondocument.h"
#include "model/ingest/ledgerbuilder.h"

#include <algorithm>
#include <array>

namespace trailloupe::ingest {
namespace {

struct KnownColumn
{
    std::string_view heading;
    std::string_view member;
};

// In the order in which CloudTrail writes them. userIdentity and resources are put together below.
constexpr std::array kKnown{
    KnownColumn{"Event time", "eventTime"},
    KnownColumn{"Event source", "eventSource"},
    KnownColumn{"Event name", "eventName"},
    KnownColumn{"AWS region", "awsRegion"},
    KnownColumn{"Source IP address", "sourceIPAddress"},
    KnownColumn{"User agent", "userAgent"},
    KnownColumn{"Error code", "errorCode"},
    KnownColumn{"Request ID", "requestID"},
    KnownColumn{"Event ID", "eventID"},
    KnownColumn{"Read-only", "readOnly"},
    KnownColumn{"Event type", "eventType"},
    KnownColumn{"Recipient Account Id", "recipientAccountId"},
    KnownColumn{"Event category", "eventCategory"},
};
constexpr std::string_view kUserName = "User name";
constexpr std::string_view kAccessKey = "AWS access key";
constexpr std::string_view kResources = "Resources";

bool isKnown(std::string_view heading)
{
    return equalFolded(heading, kUserName) || equalFolded(heading, kAccessKey)
        || equalFolded(heading, kResources)
        || std::any_of(kKnown.begin(), kKnown.end(), [&](const KnownColumn& column) {
               return equalFolded(heading, column.heading);
           });
}

// Writes the members of one JSON object; those without a value are left out.
class ObjectWriter
{
public:
    explicit ObjectWriter(std::string& out)
        : m_out(out)
    {
        m_out += '{';
    }
    ~ObjectWriter() { m_out += '}'; }
    ObjectWriter(const ObjectWriter&) = delete;
    ObjectWriter& operator=(const ObjectWriter&) = delete;

    void key(std::string_view name)
    {
        if (!m_first)
            m_out += ',';
        m_first = false;
        appendJsonString(name, m_out);
        m_out += ':';
    }
    void text(std::string_view name, std::string_view value)
    {
        if (value.empty())
            return;
        key(name);
        appendJsonString(value, m_out);
    }

private:
    std::string& m_out;
    bool m_first = true;
};

// [{"resourceType":…,"resourceName":…}] as an event's resources; anything else stays a text.
void appendResources(std::string_view text, std::string& out)
{
    using Kind = JsonDocument::Kind;
    const auto document = JsonDocument::parse(text);
    bool whole = document.ok() && document->root().kind == Kind::Array;
    for (auto item = whole ? document->root().firstChild : JsonDocument::kNone;
         item != JsonDocument::kNone; item = document->node(item).nextSibling)
        whole = whole && document->node(item).kind == Kind::Object;
    if (!whole) {
        appendJsonString(text, out);
        return;
    }
    out += '[';
    for (auto item = document->root().firstChild; item != JsonDocument::kNone;
         item = document->node(item).nextSibling) {
        if (item != document->root().firstChild)
            out += ',';
        ObjectWriter resource(out);
        for (auto member = document->node(item).firstChild; member != JsonDocument::kNone;
             member = document->node(member).nextSibling) {
            const auto& node = document->node(member);
            std::string_view name = node.key;
            if (name == "resourceType")
                name = "type";
            else if (name == "resourceName" && node.text.starts_with("arn:"))
                name = "ARN";
            resource.key(name);
            out.append(text.substr(node.offset, node.length));
        }
    }
    out += ']';
}

} // namespace

EventHistoryCsv::EventHistoryCsv(const Limits& limits)
    : m_lineLimit(limits.recordBytes)
{ }

void EventHistoryCsv::feed(std::string_view chunk, const Sink& sink)
{
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    for (const char c : chunk) {
        const bool isMark = m_offset < kMark.size() && c == kMark[m_offset];
        ++m_offset;
        if (isMark)
            m_lineOffset = m_offset;
        else
            step(c, sink);
    }
}

void EventHistoryCsv::finish(const Sink& sink)
{
    if (m_state == State::Quoted) {
        reject(Issue::Code::JsonTruncated, "the text ends inside quotes");
        return;
    }
    if (m_lineHasText)
        endLine(sink);
}

void EventHistoryCsv::step(char c, const Sink& sink)
{
    ++m_lineBytes;
    if (m_state == State::Quoted) {
        if (c == '"')
            m_state = State::QuoteInQuoted;
        else
            append(c);
        return;
    }
    if (c == '\n') {
        endLine(sink);
        return;
    }
    if (c == '"' && m_state == State::QuoteInQuoted) {
        m_state = State::Quoted;
        append(c);
        return;
    }
    if (c == '"' && m_state == State::FieldStart) {
        m_state = State::Quoted;
        m_lineHasText = true;
        return;
    }
    if (c == ',') {
        m_lineHasText = true;
        endField();
        return;
    }
    if (m_state == State::FieldStart || m_state == State::QuoteInQuoted)
        m_state = State::Plain;
    append(c);
    m_lineHasText = m_lineHasText || c != '\r';
}

void EventHistoryCsv::append(char c)
{
    if (m_lineBytes <= m_lineLimit)
        m_field.push_back(c);
}

void EventHistoryCsv::endField()
{
    if (m_lineBytes <= m_lineLimit)
        m_fields.push_back(m_field);
    m_field.clear();
    m_state = State::FieldStart;
}

void EventHistoryCsv::endLine(const Sink& sink)
{
    if (!m_field.empty() && m_field.back() == '\r')
        m_field.pop_back();
    endField();
    if (m_lineHasText)
        readLine(sink);
    m_fields.clear();
    m_lineBytes = 0;
    m_lineHasText = false;
    m_lineOffset = m_offset;
}

void EventHistoryCsv::readLine(const Sink& sink)
{
    if (m_lineBytes > m_lineLimit) {
        reject(Issue::Code::RecordTooLarge, {});
    } else if (m_columns.empty()) {
        m_columns = m_fields;
    } else if (m_fields.size() != m_columns.size()) {
        reject(Issue::Code::NotAnEvent,
               "the line has " + std::to_string(m_fields.size()) + " fields, the heading has "
                   + std::to_string(m_columns.size()));
    } else {
        writeEvent();
        sink(m_lineOffset, m_json);
        ++m_records;
    }
}

void EventHistoryCsv::writeEvent()
{
    const auto field = [this](std::string_view heading) -> std::string_view {
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            if (equalFolded(m_columns[i], heading))
                return m_fields[i];
        }
        return {};
    };
    m_json.clear();
    ObjectWriter event(m_json);
    const std::string_view user = field(kUserName);
    const std::string_view accessKey = field(kAccessKey);
    if (!user.empty() || !accessKey.empty()) {
        event.key("userIdentity");
        ObjectWriter identity(m_json);
        identity.text("accessKeyId", accessKey);
        identity.text("userName", user);
    }
    for (const KnownColumn& column : kKnown) {
        const std::string_view value = field(column.heading);
        if (column.member == "readOnly" && (value == "true" || value == "false")) {
            event.key(column.member);
            m_json.append(value);
        } else {
            event.text(column.member, value);
        }
    }
    const std::string_view resources = field(kResources);
    if (!resources.empty() && resources != "[]") {
        event.key("resources");
        appendResources(resources, m_json);
    }
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (!isKnown(m_columns[i]))
            event.text(m_columns[i], m_fields[i]);
    }
}

void EventHistoryCsv::reject(Issue::Code code, std::string detail)
{
    mergeIssue({code, 1, m_lineOffset, m_records, std::move(detail)}, m_issues);
    ++m_records;
    ++m_rejected;
}

} // namespace trailloupe::ingest
