#include "model/ingest/recordsplitter.h"

#include "model/ingest/ledgerbuilder.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace trailloupe::ingest {
namespace {

constexpr std::size_t kLongestKey = 24; // longer than the name of any container

constexpr std::array<std::string_view, 6> kContainers{
    "Records", "Events", "logEvents", "configurationItems", "baseConfigurationItems", "Results"};

constexpr std::string_view kMark = "\xEF\xBB\xBF"; // of UTF-8, at the start of the text

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// Characters outside of strings that the machine must look at.
constexpr std::array<bool, 256> makeTelling()
{
    std::array<bool, 256> telling{};
    for (const unsigned char c : {'"', '{', '}', '[', ']', ':', ','})
        telling[c] = true;
    return telling;
}
constexpr std::array<bool, 256> kTelling = makeTelling();

bool isTelling(char c)
{
    return kTelling[static_cast<unsigned char>(c)];
}

} // namespace

RecordSplitter::RecordSplitter(const Limits& limits)
    : m_recordLimit(limits.recordBytes)
{ }

void RecordSplitter::feed(std::string_view chunk, const Sink& sink)
{
    m_chunk = chunk;
    m_recordAt = 0;
    std::size_t at = 0;
    while (at < m_chunk.size()) {
        switch (m_state) {
        case State::Top:
            at = top(at);
            break;
        case State::Garbage:
            at = garbage(at);
            break;
        case State::Object:
            at = object(at, sink);
            break;
        case State::Elements:
            at = elements(at);
            break;
        case State::Value:
            at = value(at, sink);
            break;
        case State::Scalar:
            at = scalar(at, sink);
            break;
        }
    }
    holdRest();
    m_before += m_chunk.size();
    m_chunk = {};
}

void RecordSplitter::finish()
{
    if (m_holds) {
        note(Issue::Code::JsonTruncated, m_recordOffset, true, "the text ends inside a record");
        ++m_rejected;
        ++m_records;
        m_holds = false;
        m_held.clear();
    } else if (m_state == State::Elements || m_state == State::Object) {
        note(Issue::Code::JsonTruncated, m_before, false, "the text ends before its brackets");
    }
    m_state = State::Top;
}

std::size_t RecordSplitter::top(std::size_t at)
{
    const char c = m_chunk[at];
    if (isSpace(c) || (offsetAt(at) < kMark.size() && c == kMark[offsetAt(at)]))
        return at + 1;
    if (c == '{') {
        m_state = State::Object;
        m_depth = 0;
        m_afterColon = false;
        beginRecord(at);
        m_sawValue = true;
        return at;
    }
    if (c == '[') {
        m_state = State::Elements;
        m_inObject = false;
        m_needsComma = false;
        m_sawValue = true;
        return at + 1;
    }
    note(m_sawValue ? Issue::Code::TrailingGarbage : Issue::Code::JsonMalformed, offsetAt(at),
         false);
    m_sawValue = true;
    m_state = State::Garbage;
    m_atLineStart = false;
    return at;
}

std::size_t RecordSplitter::garbage(std::size_t at)
{
    const char c = m_chunk[at];
    if (m_atLineStart && (c == '{' || c == '[')) {
        m_state = State::Top;
        return at;
    }
    m_atLineStart = c == '\n' || (m_atLineStart && isSpace(c));
    return at + 1;
}

// Moves behind the closing quote, or to the end of the chunk.
std::size_t RecordSplitter::restOfString(std::size_t at)
{
    const std::size_t start = at;
    const auto oddBackslashesBefore = [&](std::size_t end) {
        std::size_t first = end;
        while (first > start && m_chunk[first - 1] == '\\')
            --first;
        const bool carried = first == start && m_escaped;
        return ((end - first) + (carried ? 1 : 0)) % 2 == 1;
    };
    for (;;) {
        const void* hit = at < m_chunk.size()
            ? std::memchr(m_chunk.data() + at, '"', m_chunk.size() - at)
            : nullptr;
        if (!hit) {
            m_escaped = oddBackslashesBefore(m_chunk.size());
            at = m_chunk.size();
            break;
        }
        const auto quote = static_cast<std::size_t>(static_cast<const char*>(hit) - m_chunk.data());
        at = quote + 1;
        if (!oddBackslashesBefore(quote)) {
            m_inString = false;
            m_escaped = false;
            break;
        }
    }
    if (m_capturing && m_key.size() < kLongestKey) {
        const std::size_t end = m_inString ? at : at - 1;
        m_key.append(m_chunk.substr(start, end - start).substr(0, kLongestKey - m_key.size()));
    }
    if (!m_inString)
        m_capturing = false;
    return at;
}

std::size_t RecordSplitter::object(std::size_t at, const Sink& sink)
{
    while (at < m_chunk.size()) {
        if (m_inString) {
            at = restOfString(at);
            continue;
        }
        const char c = m_chunk[at];
        if (m_afterColon && !isSpace(c)) {
            m_afterColon = false;
            startOfMember(c, at);
            if (m_state != State::Object)
                return at + 1;
        }
        if (!isTelling(c)) {
            ++at;
            continue;
        }
        ++at;
        switch (c) {
        case '"':
            m_inString = true;
            m_escaped = false;
            m_capturing = m_depth == 1 && m_expectsKey;
            if (m_capturing)
                m_key.clear();
            m_expectsKey = m_expectsKey && m_depth != 1;
            break;
        case '{':
        case '[':
            ++m_depth;
            m_expectsKey = m_depth == 1;
            break;
        case '}':
        case ']':
            if (--m_depth == 0) {
                m_state = State::Top;
                endRecord(at, sink);
                return at;
            }
            break;
        case ':':
            m_afterColon = m_depth == 1;
            break;
        case ',':
            m_expectsKey = m_depth == 1;
            break;
        default:
            break;
        }
    }
    return at;
}

// The value of a member of the object begins with `c`.
void RecordSplitter::startOfMember(char c, std::size_t at)
{
    const bool records = m_key == "Records";
    if (std::ranges::find(kContainers, m_key) == kContainers.end())
        return;
    if (c == '[') {
        m_state = State::Elements;
        m_inObject = true;
        m_needsComma = false;
    } else if (records) {
        note(Issue::Code::RecordsNotAnArray, offsetAt(at), false);
    } else {
        return;
    }
    m_holds = false;
    m_held.clear();
}

std::size_t RecordSplitter::elements(std::size_t at)
{
    const char c = m_chunk[at];
    if (isSpace(c))
        return at + 1;
    if (c == ',') {
        m_needsComma = false;
        return at + 1;
    }
    if (c == ']') {
        endContainer();
        return at + 1;
    }
    if (c == '}' || c == ':') {
        note(Issue::Code::JsonMalformed, offsetAt(at), false, "a bracket that was not opened");
        if (c == '}')
            m_state = State::Top;
        return at + 1;
    }
    if (m_needsComma)
        note(Issue::Code::JsonMalformed, offsetAt(at), true, "no comma between records");
    m_needsComma = true;
    m_depth = 0;
    m_state = c == '{' || c == '[' || c == '"' ? State::Value : State::Scalar;
    beginRecord(at);
    return at;
}

void RecordSplitter::endContainer()
{
    if (!m_inObject) {
        m_state = State::Top;
        return;
    }
    m_state = State::Object;
    m_depth = 1;
    m_expectsKey = false;
    m_afterColon = false;
}

std::size_t RecordSplitter::value(std::size_t at, const Sink& sink)
{
    const auto endValue = [&](std::size_t end) {
        m_state = State::Elements;
        endRecord(end, sink);
        return end;
    };
    while (at < m_chunk.size()) {
        if (m_inString) {
            at = restOfString(at);
            if (!m_inString && m_depth == 0)
                return endValue(at);
            continue;
        }
        const char c = m_chunk[at++];
        if (!isTelling(c))
            continue;
        if (c == '"') {
            m_inString = true;
            m_escaped = false;
        } else if (c == '{' || c == '[') {
            ++m_depth;
        } else if ((c == '}' || c == ']') && --m_depth == 0) {
            return endValue(at);
        }
    }
    return at;
}

std::size_t RecordSplitter::scalar(std::size_t at, const Sink& sink)
{
    while (at < m_chunk.size() && !isTelling(m_chunk[at]) && !isSpace(m_chunk[at]))
        ++at;
    if (at < m_chunk.size()) {
        m_state = State::Elements;
        endRecord(at, sink);
    }
    return at;
}

void RecordSplitter::beginRecord(std::size_t at)
{
    m_holds = true;
    m_tooLarge = false;
    m_recordOffset = offsetAt(at);
    m_recordAt = at;
    m_held.clear();
}

void RecordSplitter::endRecord(std::size_t end, const Sink& sink)
{
    if (!m_holds)
        return;
    m_holds = false;
    const std::string_view rest = m_chunk.substr(m_recordAt, end - m_recordAt);
    if (m_tooLarge || m_held.size() + rest.size() > m_recordLimit) {
        note(Issue::Code::RecordTooLarge, m_recordOffset, true);
        ++m_rejected;
    } else if (m_held.empty()) {
        sink(m_recordOffset, rest);
    } else {
        m_held.append(rest);
        sink(m_recordOffset, m_held);
    }
    ++m_records;
    m_held.clear();
}

// The chunk ends inside a record: keeps what there is of it, as far as the limit goes.
void RecordSplitter::holdRest()
{
    if (!m_holds || m_tooLarge)
        return;
    const std::string_view rest = m_chunk.substr(m_recordAt);
    if (m_held.size() + rest.size() > m_recordLimit) {
        m_tooLarge = true;
        m_held = {};
        m_held.shrink_to_fit();
        return;
    }
    m_held.append(rest);
}

void RecordSplitter::note(Issue::Code code, std::uint64_t offset, bool ofRecord, const char* detail)
{
    mergeIssue({code, 1, offset, ofRecord ? m_records : Error::kNoOffset, detail}, m_issues);
}

} // namespace trailloupe::ingest
