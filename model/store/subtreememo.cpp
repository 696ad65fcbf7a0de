#include "model/store/subtreememo.h"

#include <algorithm>
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
    // Mixed in by hand: a seed costs the hash a secret of its own for every longer text.
    m_lastHash = XXH3_64bits(raw.data(), raw.size()) ^ std::uint64_t{node} * 0x9E3779B97F4A7C15u;
    if (m_slots.empty())
        return false;
    const std::uint32_t tag = tagOf(m_lastHash);
    for (std::size_t at = m_lastHash & (kSlots - 1); m_slots[at].begin;
         at = (at + 1) & (kSlots - 1)) {
        if (m_slots[at].tag != tag)
            continue;
        const std::uint32_t* entry = m_arena.data() + m_slots[at].begin;
        Head head;
        std::memcpy(&head, entry, sizeof head);
        const std::uint32_t* words = entry + kHeadWords;
        if (head.node != node || head.rawSize != raw.size()
            || std::memcmp(words + head.wordCount, raw.data(), raw.size()) != 0)
            continue;
        found = {head.endNode, head.leaves, {words, head.wordCount}};
        return true;
    }
    return false;
}

void SubtreeMemo::remember(std::uint32_t node, std::string_view raw, std::uint32_t endNode,
                           std::uint32_t leaves, std::span<const std::uint32_t> words)
{
    const std::size_t begin = std::max<std::size_t>(m_arena.size(), 1);
    const std::size_t size = kHeadWords + words.size() + wordsFor(raw.size());
    if (m_used * 2 >= kSlots || begin + size > kMaxWords)
        return;
    if (m_slots.empty())
        m_slots.resize(kSlots);
    std::size_t at = m_lastHash & (kSlots - 1);
    while (m_slots[at].begin)
        at = (at + 1) & (kSlots - 1);
    m_slots[at] = {tagOf(m_lastHash), static_cast<std::uint32_t>(begin)};
    const Head head = {node, static_cast<std::uint32_t>(raw.size()),
                       static_cast<std::uint32_t>(words.size()), endNode, leaves};
    m_arena.resize(begin + size);
    std::uint32_t* entry = m_arena.data() + begin;
    std::memcpy(entry, &head, sizeof head);
    std::ranges::copy(words, entry + kHeadWords);
    std::memcpy(entry + kHeadWords + words.size(), raw.data(), raw.size());
    ++m_used;
}

void SubtreeMemo::clear()
{
    if (m_used)
        m_slots.assign(m_slots.size(), {});
    m_arena.clear();
    m_used = 0;
}

} // namespace trailloupe::store
