#include "model/store/subtreememo.h"

#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace trailloupe::store {
namespace {

std::uint32_t tagOf(std::uint64_t hash)
{
    return static_cast<std::uint32_t>(hash >> 32);
}

std::size_t wordsFor(std::size_t bytes)
{
    return (bytes + sizeof(std::uint32_t) - 1) / sizeof(std::uint32_t);
}

} // namespace

bool SubtreeMemo::find(std::uint32_t node, std::string_view raw, Found& found) const
{
    m_lastHash = XXH3_64bits_withSeed(raw.data(), raw.size(), node);
    if (m_entries.empty())
        return false;
    const std::uint32_t tag = tagOf(m_lastHash);
    for (std::size_t at = m_lastHash & (kSlots - 1); m_entries[at].node;
         at = (at + 1) & (kSlots - 1)) {
        const Entry& entry = m_entries[at];
        if (entry.tag != tag || entry.node != node || entry.rawSize != raw.size())
            continue;
        const std::uint32_t* words = m_arena.data() + entry.begin;
        if (std::memcmp(words + entry.wordCount, raw.data(), raw.size()) != 0)
            continue;
        found = {entry.endNode, entry.leaves, {words, entry.wordCount}};
        return true;
    }
    return false;
}

void SubtreeMemo::remember(std::uint32_t node, std::string_view raw, std::uint32_t endNode,
                           std::uint32_t leaves, std::span<const std::uint32_t> words)
{
    const std::size_t begin = m_arena.size();
    const std::size_t size = words.size() + wordsFor(raw.size());
    if (m_used * 2 >= kSlots || begin + size > kMaxWords)
        return;
    if (m_entries.empty())
        m_entries.resize(kSlots);
    std::size_t at = m_lastHash & (kSlots - 1);
    while (m_entries[at].node)
        at = (at + 1) & (kSlots - 1);
    m_entries[at] = {tagOf(m_lastHash),
                     node,
                     static_cast<std::uint32_t>(begin),
                     static_cast<std::uint32_t>(words.size()),
                     static_cast<std::uint32_t>(raw.size()),
                     endNode,
                     leaves};
    m_arena.insert(m_arena.end(), words.begin(), words.end());
    m_arena.resize(begin + size);
    std::memcpy(m_arena.data() + begin + words.size(), raw.data(), raw.size());
    ++m_used;
}

void SubtreeMemo::clear()
{
    if (m_used)
        m_entries.assign(m_entries.size(), {});
    m_arena.clear();
    m_used = 0;
}

} // namespace trailloupe::store
