#include "model/ingest/recordreader.h"

#include "model/base/jsondocument.h"
#include "model/ingest/issuelist.h"
#include "model/ingest/recordcontext.h"
#include "model/ingest/textrepair.h"

#include <algorithm>
#include <string>

namespace trailloupe::ingest {
namespace {

constexpr std::uint32_t kMaxWrappings = 8; // arrays and envelopes around an event
constexpr std::uint32_t kMaxNestedTexts = 4; // an event in a log message in an SNS message …

// AWS Config's messages for people are words; of an oversized item, words around a summary of it.
// False when there is no JSON in them.
bool cutToJson(std::string& text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != std::string::npos && (text[first] == '[' || text[first] == '"'))
        return true;
    const std::size_t begin = text.find('{');
    if (begin == std::string::npos)
        return false;
    if (begin != first)
        text = text.substr(begin, text.rfind('}') + 1 - begin);
    return true;
}

bool isObject(const JsonTokens& tokens, std::uint32_t i)
{
    return i < tokens.size() && tokens.kind(i) == '{';
}

} // namespace

RecordReader::RecordReader(store::EventWriter& events, store::EventWriter& items,
                           const Limits& limits, std::function<void()> flush)
    : m_writer(events)
    , m_limits(limits)
    , m_flush(std::move(flush))
    , m_parser(events, limits)
    , m_items(items, limits)
    , m_nested(kMaxNestedTexts + 1)
{ }

RecordReader::~RecordReader() = default;

bool RecordReader::firstLineIsWhole(std::string_view text)
{
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    while (!line.empty() && JsonTokens::isSpace(line.back()))
        line.remove_suffix(1);
    return !line.empty() && line.back() != '{' && line.back() != '[' && line.back() != ',';
}

JsonTokens& RecordReader::tokensAt(std::uint32_t level)
{
    while (m_tokens.size() <= level)
        m_tokens.push_back(std::make_unique<JsonTokens>());
    return *m_tokens[level];
}

RecordReader::Status RecordReader::read(SourceKind kind, ByteBuffer& text, std::uint32_t source,
                                        SourceEntry& entry)
{
    const bool direct = kind == SourceKind::CloudTrailRecords || kind == SourceKind::Insight;
    Context context{tokensAt(0), source, entry, direct};
    if (kind != SourceKind::CloudTrailLines || !firstLineIsWhole(text.view()))
        return readText(context, text);
    // A broken line must not spoil the ones after it, so each line is a text of its own.
    const std::string_view all = text.view();
    for (std::size_t begin = 0; begin < all.size();) {
        const std::size_t end = std::min(all.find('\n', begin), all.size());
        readRecord(all.substr(begin, end - begin), begin, source, entry);
        begin = end + 1;
    }
    return Status::Read;
}

void RecordReader::readRecord(std::string_view text, std::uint64_t offset, std::uint32_t source,
                              SourceEntry& entry)
{
    Context context{tokensAt(0), source, entry, false, offset};
    context.isOneRecord = true;
    if (context.isConfig && text.size() > m_limits.itemBytes) {
        reject(context, Issue::Code::RecordTooLarge, offset);
        return;
    }
    m_line.clear();
    m_line.append(text);
    if (readText(context, m_line) == Status::NeedsRepair) {
        // Said with the record's number: the rest of the source stands as it is.
        for (Issue issue : repairText(m_line).issues) {
            issue.offset = offset;
            issue.record = entry.records;
            addIssue(entry.issues, issue);
        }
        if (readText(context, m_line) == Status::NeedsRepair)
            reject(context, Issue::Code::JsonMalformed, offset);
    }
}

RecordReader::Status RecordReader::readText(Context& context, ByteBuffer& text)
{
    JsonTokens& tokens = context.tokens;
    JsonTokens::Status status = tokens.index(text);
    // The text ends inside a string: close it, so that everything before the cut can be read. A
    // text that ends with '\' needs two quotes.
    for (int i = 0; i < 2 && status == JsonTokens::Status::Unclosed; ++i) {
        text.append("\"");
        status = tokens.index(text);
    }
    if (status == JsonTokens::Status::NeedsRepair)
        return Status::NeedsRepair;
    if (status != JsonTokens::Status::Ok) {
        if (status != JsonTokens::Status::Empty)
            addIssue(context.entry.issues, Issue::Code::JsonMalformed, context.offsetOf(0));
        return Status::Read;
    }
    if (context.isOneRecord && context.isConfig && tokens.kind(0) == '"') {
        nested(context, 0); // a row of a query's result
        return Status::Read;
    }
    if (context.isOneRecord && tokens.kind(0) != '{' && tokens.kind(0) != '[') {
        reject(context, Issue::Code::RecordNotAnObject, context.offsetOf(0));
        return Status::Read;
    }
    for (std::uint32_t at = 0; at < tokens.size();)
        document(context, at);
    return Status::Read;
}

void RecordReader::document(Context& context, std::uint32_t& at)
{
    const JsonTokens& tokens = context.tokens;
    if (tokens.kind(at) == '{' || tokens.kind(at) == '[') {
        wrapped(context, at);
        return;
    }
    // Neither an object nor an array: the rest up to the next line that begins with one is garbage.
    addIssue(context.entry.issues,
             at == 0 ? Issue::Code::JsonMalformed : Issue::Code::TrailingGarbage,
             context.offsetOf(at));
    const std::string_view text = tokens.text();
    for (++at; at < tokens.size(); ++at) {
        const std::uint32_t offset = tokens.at(at);
        if ((tokens.kind(at) == '{' || tokens.kind(at) == '[') && offset > 0
            && text[offset - 1] == '\n')
            return;
    }
}

RecordReader::Members RecordReader::membersOf(const JsonTokens& tokens, std::uint32_t at) const
{
    Members members;
    for (std::uint32_t i = at + 1; i + 2 < tokens.size() && tokens.kind(i) == '"';) {
        const std::string_view key = tokens.token(i);
        const std::uint32_t value = i + 2;
        const char kind = tokens.kind(value);
        if (key == "\"Records\"")
            members.records = value;
        else if (key == "\"logEvents\"" && kind == '[')
            members.logEvents = value;
        else if (key == "\"Events\"" && kind == '[')
            members.lookupEvents = value;
        else if (key == "\"detail\"" && kind == '{')
            members.detail = value;
        else if ((key == "\"Message\"" || key == "\"message\"") && kind == '"')
            members.message = value;
        else if (key == "\"CloudTrailEvent\"" && kind == '"')
            members.cloudTrailEvent = value;
        else if (key == "\"eventVersion\"" || key == "\"eventName\"" || key == "\"eventID\""
                 || key == "\"eventSource\"")
            members.isEvent = true;
        else if (JsonTokens::isString(key))
            members.note(key, value, tokens);
        i = tokens.skip(value);
        if (i >= tokens.size() || tokens.kind(i) != ',')
            break;
        ++i;
    }
    return members;
}

void RecordReader::wrapped(Context& context, std::uint32_t& at)
{
    const JsonTokens& tokens = context.tokens;
    if (tokens.kind(at) == '[') {
        elements(context, at, false);
        return;
    }
    if (tokens.kind(at) != '{') {
        if (context.isConfig && tokens.kind(at) == '"')
            nested(context, at);
        else
            reject(context, Issue::Code::RecordNotAnObject, context.offsetOf(at));
        at = tokens.skip(at);
        return;
    }
    if (context.recordsAreEvents && context.level == 0 && recordsDocument(context, at))
        return;
    const Members members = membersOf(tokens, at);
    if (members.isEvent && !(members.isLakeItem && members.lakeItem)) {
        record(context, at);
        return;
    }
    const std::uint32_t first = at;
    if (configEnvelope(context, members, at))
        return;
    std::uint32_t inside = 0;
    if (members.records) {
        inside = members.records;
        if (tokens.kind(inside) != '[') {
            addIssue(context.entry.issues, Issue::Code::RecordsNotAnArray,
                     context.offsetOf(inside));
            at = tokens.skip(first);
            return;
        }
        elements(context, inside, true);
        // The rest of the object: reading continues behind its end, or at the end of a text that
        // was cut.
        at = inside >= tokens.size() ? tokens.size() : tokens.skip(first);
    } else if (members.logEvents || members.lookupEvents) {
        inside = members.logEvents ? members.logEvents : members.lookupEvents;
        elements(context, inside, false);
        at = inside >= tokens.size() ? tokens.size() : tokens.skip(first);
    } else if (members.cloudTrailEvent || members.message) {
        nested(context, members.cloudTrailEvent ? members.cloudTrailEvent : members.message);
        at = tokens.skip(first);
    } else if (members.detail) {
        inside = members.detail;
        const Members detail = membersOf(tokens, inside);
        if (!context.isConfig && !detail.item && !detail.isItem()) {
            record(context, inside);
        } else if (enter(context, context.offsetOf(inside))) {
            wrapped(context, inside);
            --context.wrappings;
        }
        at = tokens.skip(first);
    } else if (context.isConfig && members.isConfigMessage) {
        ++m_messages;
        at = tokens.skip(first);
    } else if (context.isConfig) {
        reject(context, Issue::Code::NotAnItem, context.offsetOf(first));
        at = tokens.skip(first);
    } else {
        record(context, at);
    }
}

// One more wrapping around what is read; false, with a record rejected, when there are too many.
bool RecordReader::enter(Context& context, std::uint64_t offset)
{
    if (context.wrappings < kMaxWrappings) {
        ++context.wrappings;
        return true;
    }
    addIssue(context.entry.issues, Issue::Code::NestingTooDeep, offset, context.entry.records);
    reject(context, Issue::Code::RecordNotAnObject, offset);
    return false;
}

// The usual file, without looking at its members twice: false, with nothing read, when Records is
// not the first member or no array.
bool RecordReader::recordsDocument(Context& context, std::uint32_t& at)
{
    const JsonTokens& tokens = context.tokens;
    if (at + 3 >= tokens.size() || tokens.token(at + 1) != "\"Records\""
        || tokens.kind(at + 3) != '[')
        return false;
    at += 3;
    elements(context, at, true);
    while (at + 2 < tokens.size() && tokens.kind(at) == ',')
        at = tokens.skip(at + 3);
    if (at < tokens.size() && tokens.kind(at) == '}')
        ++at;
    return true;
}

void RecordReader::elements(Context& context, std::uint32_t& at, bool areRecords)
{
    if (!enter(context, context.offsetOf(at))) {
        at = context.tokens.skip(at);
        return;
    }
    elementsInside(context, at, areRecords);
    --context.wrappings;
}

void RecordReader::elementsInside(Context& context, std::uint32_t& at, bool areRecords)
{
    const JsonTokens& tokens = context.tokens;
    ++at;
    if (at < tokens.size() && tokens.kind(at) == ']') {
        ++at;
        return;
    }
    while (at < tokens.size()) {
        if (areRecords && context.recordsAreEvents)
            record(context, at);
        else
            wrapped(context, at);
        if (at >= tokens.size())
            break;
        const char c = tokens.kind(at);
        if (c == ']') {
            ++at;
            return;
        }
        if (c == ',') {
            ++at;
            continue;
        }
        addIssue(context.entry.issues, Issue::Code::JsonMalformed, context.offsetOf(at),
                 context.entry.records, "no comma between records");
        if (c != '{')
            break;
    }
    // The array never ended.
    if (at >= tokens.size())
        addIssue(context.entry.issues, Issue::Code::JsonTruncated, context.offsetOf(tokens.size()));
    at = tokens.size();
}

void RecordReader::nested(Context& context, std::uint32_t at)
{
    const std::uint64_t offset = context.offsetOf(at);
    const std::string_view token = context.tokens.token(at);
    std::string text;
    if (context.level >= kMaxNestedTexts || !JsonTokens::isString(token)
        || !unescapeJsonString(token.substr(1, token.size() - 2), text)) {
        reject(context, Issue::Code::JsonMalformed, offset);
        return;
    }
    const std::uint64_t messages = m_messages;
    if (context.isConfig && !cutToJson(text)) {
        ++m_messages;
        return;
    }
    ByteBuffer& buffer = m_nested[context.level];
    buffer.clear();
    buffer.append(text);
    Context inner{tokensAt(context.level + 1),
                  context.source,
                  context.entry,
                  false,
                  offset,
                  true,
                  context.level + 1};
    const std::uint64_t before = context.entry.records;
    Status status = readText(inner, buffer);
    if (status == Status::NeedsRepair) {
        repairText(buffer);
        status = readText(inner, buffer);
    }
    // A message that held no record at all is itself the record that could not be read.
    if (context.entry.records == before && m_messages == messages)
        reject(context, context.isConfig ? Issue::Code::NotAnItem : Issue::Code::NotAnEvent,
               offset);
}

void RecordReader::reject(Context& context, Issue::Code code, std::uint64_t offset)
{
    addIssue(context.entry.issues, code, offset, context.entry.records);
    ++context.entry.records;
    ++context.entry.rejected;
}

void RecordReader::record(Context& context, std::uint32_t& at)
{
    const JsonTokens& tokens = context.tokens;
    const std::uint32_t first = at;
    if (!isObject(tokens, at)) {
        reject(context, Issue::Code::RecordNotAnObject, context.offsetOf(at));
        at = tokens.skip(at);
        return;
    }
    const EventParser::Outcome outcome = m_parser.parse(tokens, first);
    if (outcome.ok) {
        at = outcome.next;
        if (outcome.facts.isEvent) {
            keep(context, outcome, context.offsetOf(first));
        } else if (membersOf(tokens, first).isItem()) {
            std::uint32_t again = first;
            item(context, again);
        } else {
            reject(context, Issue::Code::NotAnEvent, context.offsetOf(first));
        }
        return;
    }
    at = tokens.skip(first);
    refuse(context, first, outcome.next);
}

void RecordReader::refuse(Context& context, std::uint32_t first, std::uint32_t stopped)
{
    const bool cut = stopped >= context.tokens.size();
    reject(context, cut ? Issue::Code::JsonTruncated : Issue::Code::JsonMalformed,
           context.offsetOf(cut ? first : stopped));
}

void RecordReader::keep(Context& context, const EventParser::Outcome& outcome, std::uint64_t offset)
{
    SourceEntry& entry = context.entry;
    const auto note = [&](bool happened, Issue::Code code) {
        if (happened)
            addIssue(entry.issues, code, offset, entry.records);
    };
    const auto& facts = outcome.facts;
    note(!facts.hasEventTime, Issue::Code::MissingEventTime);
    note(facts.hasEventTime && !facts.isDated, Issue::Code::AbsurdEventTime);
    note(!facts.hasEventId, Issue::Code::MissingEventId);
    note(facts.hasDuplicateKeys, Issue::Code::DuplicateKeys);
    note(facts.hasLoneSurrogate, Issue::Code::LoneSurrogate);
    note(outcome.keptAsText, Issue::Code::SubtreeKeptAsText);
    m_writer.keep(context.source, entry.records, offset);
    count(context, m_writer, facts.isDated);
}

// A record that was kept.
void RecordReader::count(Context& context, const store::EventWriter& writer, bool isDated)
{
    SourceEntry& entry = context.entry;
    if (isDated) {
        const std::int64_t time = writer.eventTime();
        const bool first = entry.shown == entry.undated;
        entry.firstSeconds = first ? time : std::min(entry.firstSeconds, time);
        entry.lastSeconds = first ? time : std::max(entry.lastSeconds, time);
    } else {
        ++entry.undated;
    }
    ++entry.records;
    ++entry.shown;
    if (writer.isFull())
        m_flush();
}

} // namespace trailloupe::ingest
