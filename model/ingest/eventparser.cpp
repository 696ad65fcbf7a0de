#include "model/ingest/eventparser.h"

#include <utility>

namespace trailloupe::ingest {

using store::LeafKind;
using store::Place;

EventParser::Outcome EventParser::parse(const JsonTokens& tokens, std::uint32_t first)
{
    m_tokens = &tokens;
    for (const Detail detail : {Detail::Everything, Detail::TopLevel, Detail::Nothing}) {
        const Outcome outcome = parse(first, detail);
        if (!outcome.ok || !m_writer.overflowed())
            return outcome;
    }
    return {};
}

EventParser::Outcome EventParser::parse(std::uint32_t first, Detail detail)
{
    m_at = first;
    m_leaves = 0;
    m_keptAsText = detail != Detail::Everything;
    m_maxDepth = detail == Detail::Everything ? m_limits.nestingDepth : 1;
    m_writer.begin();
    Outcome outcome;
    outcome.ok = detail == Detail::Nothing ? whole(first) : value(Place::element(), 0);
    outcome.next = m_at;
    outcome.keptAsText = m_keptAsText;
    if (outcome.ok)
        outcome.facts = m_writer.finish(detail == Detail::Everything ? m_limits.shapes
                                                                     : store::Schema::kMaxShapes);
    if (detail == Detail::Nothing) {
        outcome.facts.isEvent = m_wholeFacts.isEvent;
        outcome.facts.hasEventId = m_wholeFacts.hasEventId;
    }
    // A record wider than the guard would make a shape as wide: keep its containers as text
    // instead.
    if (outcome.ok && m_leaves > m_limits.leavesPerEvent && detail != Detail::Nothing)
        return parse(first, detail == Detail::Everything ? Detail::TopLevel : Detail::Nothing);
    return outcome;
}

// The record as one JSON leaf; what must be known of it is taken from the text.
bool EventParser::whole(std::uint32_t first)
{
    m_scratch.clear();
    m_wholeFacts = {};
    if (!m_tokens->compact(m_at, m_scratch))
        return false;
    m_writer.json(Place::element(), m_scratch);
    for (std::uint32_t i = first + 1; i + 2 < m_at; i = m_tokens->skip(i + 2) + 1) {
        const std::string_view key = m_tokens->token(i);
        const std::string_view member = m_tokens->token(i + 2);
        if (store::EventWriter::isEventMember(key.substr(1, key.size() - 2)))
            m_wholeFacts.isEvent = true;
        if (key == "\"eventID\"")
            m_wholeFacts.hasEventId = true;
        if (key == "\"eventTime\"" && JsonTokens::isString(member))
            m_writer.setEventTime(member.substr(1, member.size() - 2));
    }
    return true;
}

bool EventParser::value(Place place, std::uint32_t depth)
{
    const JsonTokens& tokens = *m_tokens;
    const char c = tokens.kind(m_at);
    if (c == '"')
        return text(place);
    if (c != '{' && c != '[')
        return scalar(place);
    if (tokens.kind(m_at + 1) == (c == '{' ? '}' : ']')) {
        m_writer.literal(place, c == '{' ? LeafKind::EmptyObject : LeafKind::EmptyArray);
        ++m_leaves;
        m_at += 2;
        return true;
    }
    if (depth >= m_maxDepth || (c == '[' && isLongArray())) {
        m_scratch.clear();
        if (!tokens.compact(m_at, m_scratch))
            return false;
        m_writer.json(place, m_scratch);
        ++m_leaves;
        m_keptAsText = true;
        return true;
    }
    if (m_leaves > m_limits.leavesPerEvent) {
        // Too wide already: this attempt is given up, but the record must still be read to its end.
        m_scratch.clear();
        return tokens.compact(m_at, m_scratch);
    }
    ++m_at;
    if (c == '{') {
        m_writer.beginObject(place);
        return depth == 1 && m_writer.isMemoWorthwhile() ? member(depth + 1) : object(depth + 1);
    }
    m_writer.beginArray(place);
    return array(depth + 1);
}

// An object right below the event: the same as in an event before, or one to remember. The writer
// stands behind its opening bracket, as does the cursor.
bool EventParser::member(std::uint32_t depth)
{
    const JsonTokens& tokens = *m_tokens;
    const std::uint32_t begin = m_at - 1;
    const std::uint32_t end = tokens.skip(begin);
    const std::uint32_t offset = tokens.at(begin);
    const std::string_view raw = tokens.text().substr(offset, tokens.at(end - 1) + 1 - offset);
    if (const std::uint32_t leaves = m_writer.replay(raw)) {
        m_leaves += leaves;
        m_at = end;
        return true;
    }
    const auto mark = m_writer.mark();
    const std::uint32_t before = m_leaves;
    const bool keptBefore = std::exchange(m_keptAsText, false);
    const bool ok = object(depth);
    if (ok && m_at == end && !m_keptAsText && m_leaves <= m_limits.leavesPerEvent)
        m_writer.remember(mark, raw, m_leaves - before);
    m_keptAsText = m_keptAsText || keptBefore;
    return ok;
}

bool EventParser::object(std::uint32_t depth)
{
    const JsonTokens& tokens = *m_tokens;
    for (;;) {
        std::string_view key;
        if (!tokens.string(m_at, key) || tokens.kind(m_at + 1) != ':')
            return false;
        m_at += 2;
        // Text is most of what there is, and needs no look at what value() tells apart.
        const Place place = Place::member(key);
        if (!(tokens.kind(m_at) == '"' ? text(place) : value(place, depth)))
            return false;
        const char c = tokens.kind(m_at);
        if (c != ',' && c != '}')
            return false;
        ++m_at;
        if (c == '}')
            break;
    }
    m_writer.end();
    return true;
}

bool EventParser::array(std::uint32_t depth)
{
    const JsonTokens& tokens = *m_tokens;
    for (;;) {
        if (!value(Place::element(), depth))
            return false;
        const char c = tokens.kind(m_at);
        if (c != ',' && c != ']')
            return false;
        ++m_at;
        if (c == ']')
            break;
    }
    m_writer.end();
    return true;
}

bool EventParser::text(Place place)
{
    if (m_leaves > m_limits.leavesPerEvent)
        return skipScalar();
    std::string_view escaped;
    if (!m_tokens->string(m_at, escaped) || !m_writer.text(place, escaped))
        return false;
    ++m_leaves;
    ++m_at;
    return true;
}

bool EventParser::scalar(Place place)
{
    if (m_at >= m_tokens->size())
        return false;
    const std::string_view token = m_tokens->token(m_at);
    if (m_leaves > m_limits.leavesPerEvent)
        return skipScalar();
    if (token == "true")
        m_writer.literal(place, LeafKind::True);
    else if (token == "false")
        m_writer.literal(place, LeafKind::False);
    else if (token == "null")
        m_writer.literal(place, LeafKind::Null);
    else if (JsonTokens::isNumber(token))
        m_writer.number(place, token);
    else
        return false;
    ++m_leaves;
    ++m_at;
    return true;
}

// Beyond the guard nothing is written any more; the record is only read to its end.
bool EventParser::skipScalar()
{
    m_scratch.clear();
    return m_tokens->compact(m_at, m_scratch);
}

bool EventParser::isLongArray() const
{
    const JsonTokens& tokens = *m_tokens;
    std::uint32_t depth = 0;
    std::uint32_t elements = 1;
    for (std::uint32_t i = m_at; i < tokens.size(); ++i) {
        const char c = tokens.kind(i);
        if (c == '{' || c == '[')
            ++depth;
        else if ((c == '}' || c == ']') && --depth == 0)
            return false;
        else if (c == ',' && depth == 1 && ++elements > m_limits.arrayElements)
            return true;
    }
    return false;
}

} // namespace trailloupe::ingest
