#include "model/ingest/itemreader.h"

#include <algorithm>

namespace trailloupe::ingest {
namespace {

Limits itemLimits(Limits limits)
{
    limits.arrayElements = std::min(limits.arrayElements, limits.itemArrayElements);
    limits.shapes = std::min(limits.shapes, limits.itemShapes);
    return limits;
}

constexpr std::size_t kKeptBytes = std::size_t{8} << 20; // of the buffers, between items

} // namespace

ItemReader::ItemReader(store::EventWriter& writer, const Limits& limits)
    : m_writer(writer)
    , m_parser(writer, itemLimits(limits))
{ }

ItemReader::Outcome ItemReader::parse(const JsonTokens& tokens, std::uint32_t first)
{
    Outcome outcome;
    outcome.next = first;
    m_json.clear();
    if (!m_item.append(tokens, outcome.next, m_json, outcome.facts))
        return outcome;
    m_text.clear();
    m_text.append(m_json);
    if (m_json.capacity() > kKeptBytes)
        std::string().swap(m_json);
    if (m_tokens.index(m_text) == JsonTokens::Status::Ok) {
        outcome.written = m_parser.parse(m_tokens, 0);
        outcome.ok = outcome.written.ok;
    }
    if (!outcome.ok)
        outcome.next = first; // an escape in a string, nothing that brackets show
    m_text.shrinkAbove(kKeptBytes);
    return outcome;
}

} // namespace trailloupe::ingest
