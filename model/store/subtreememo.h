// SubtreeMemo: whole objects that stood in an event before: the same bytes at the same place of the
// trie lead to the same place and the same codes. Who called and over which TLS repeats in event
// after event, and is half of an event.
//
// Representation: an open-addressing table of offsets into one arena of words, small enough to stay
// near; at an offset stand an entry's head, its codes and its raw bytes, so that a look-up waits
// for distant memory once. An entry matches only when all bytes are equal. Codes mean something
// within one segment only: clear() when it is sealed. Threads: one owner. Cost: a look-up is one
// hash and one comparison of the bytes. Memory: at most kMaxWords beside the table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace trailloupe::store {

class SubtreeMemo
{
public:
    struct Found
    {
        std::uint32_t endNode = 0;
        std::uint32_t leaves = 0;
        std::span<const std::uint32_t> words; // until the next remember() or clear()
    };

    // False when these bytes did not stand at `node` before.
    bool find(std::uint32_t node, std::string_view raw, Found& found) const;
    // REQUIRES find() was just false for the same node and bytes. Does nothing once the memo is
    // full.
    void remember(std::uint32_t node, std::string_view raw, std::uint32_t endNode,
                  std::uint32_t leaves, std::span<const std::uint32_t> words);
    void clear();

private:
    static constexpr std::size_t kMaxWords = std::size_t{1} << 20; // of the arena
    static constexpr std::size_t kSlots = std::size_t{1} << 15; // at most half of them used

    struct Slot
    {
        std::uint32_t tag = 0; // the half of the hash that does not place the entry
        std::uint32_t begin = 0; // of the entry in the arena; 0: free
    };
    // In front of an entry's codes; its raw bytes stand behind them.
    struct Head
    {
        std::uint32_t node;
        std::uint32_t rawSize;
        std::uint32_t wordCount;
        std::uint32_t endNode;
        std::uint32_t leaves;
    };
    static constexpr std::size_t kHeadWords = sizeof(Head) / sizeof(std::uint32_t);

    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_arena; // its first word is nobody's
    std::size_t m_used = 0;
    mutable std::uint64_t m_lastHash = 0; // of the find() before
};

} // namespace trailloupe::store
