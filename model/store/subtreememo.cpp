#include "model/store/subtreememo.h"

#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace trailloupe::store {

bool SubtreeMemo::find(std::uint32_t node, std::string_view raw, Found& found) const
{
    m_lastHash = XXH3_64bits_withSeed(raw.data(), raw.size(), node);
    if (m_entries.empty())
        return false;
    for (std::size_t at = m_lastHash & (kSlots - 1); m_entries[at].node;
         at = (at + 1) & (kSlots - 1)) {
        const Entry& entry = m_entries[at];
        if (entry.hash != m_lastHash || entry.node != node || entry.rawSize != raw.size()
            || std::memcmp(m_raw.data() + entry.rawBegin, raw.data(), raw.size()) != 0)
            continue;
        found = {entry.endNode, entry.leaves, {m_words.data() + entry.wordsBegin, entry.wordCount}};
        return true;
    }
    return false;
}

void SubtreeMemo::remember(std::uint32_t node, std::string_view raw, std::uint32_t endNode,
                           std::uint32_t leaves, std::span<const std::uint32_t> words)
{
    if (m_used * 2 >= kSlots || m_raw.size() + raw.size() > kMaxBytes)
        return;
    if (m_entries.empty())
        m_entries.resize(kSlots);
    std::size_t at = m_lastHash & (kSlots - 1);
    while (m_entries[at].node)
        at = (at + 1) & (kSlots - 1);
    m_entries[at] = {m_lastHash,
                     node,
                     static_cast<std::uint32_t>(m_raw.size()),
                     static_cast<std::uint32_t>(raw.size()),
                     static_cast<std::uint32_t>(m_words.size()),
                     static_cast<std::uint32_t>(words.size()),
                     endNode,
                     leaves};
    m_raw.insert(m_raw.end(), raw.begin(), raw.end());
    m_words.insert(m_words.end(), words.begin(), words.end());
    ++m_used;
}

void SubtreeMemo::clear()
{
    if (m_used)
        m_entries.assign(m_entries.size(), {});
    m_raw.clear();
    m_words.clear();
    m_used = 0;
}

} // namespace trailloupe::store
