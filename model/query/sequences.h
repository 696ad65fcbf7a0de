// Sequences: numbers for sequences of small numbers: the number of a sequence and one more step
// give the number of the longer sequence. What rows have in common is told by one integer.
//
// Threads: one owner.  Cost: then() O(1); 12 to 24 bytes a sequence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace trailloupe::query {

class Sequences
{
public:
    Sequences()
        : m_slots(1024)
    { }

    static constexpr std::uint32_t kEmpty = 0;
    std::uint32_t count() const { return m_count; }
    std::uint32_t then(std::uint32_t sequence, std::uint32_t step)
    {
        const std::uint64_t key = (std::uint64_t{sequence} << 32 | step) + 1; // 0 is a free slot
        Slot& slot = find(key);
        if (slot.key == key)
            return slot.number;
        slot = {key, m_count++};
        if (m_count * 2 > m_slots.size())
            grow();
        return m_count - 1;
    }

private:
    struct Slot
    {
        std::uint64_t key = 0;
        std::uint32_t number = 0;
    };
    Slot& find(std::uint64_t key)
    {
        const std::size_t mask = m_slots.size() - 1;
        // Only the upper bits of a product depend on all bits of the key.
        std::size_t at = static_cast<std::size_t>((key * 0x9E37'79B9'7F4A'7C15u) >> 32) & mask;
        while (m_slots[at].key != 0 && m_slots[at].key != key)
            at = (at + 1) & mask;
        return m_slots[at];
    }
    void grow()
    {
        std::vector<Slot> old(m_slots.size() * 2);
        old.swap(m_slots);
        for (const Slot& slot : old) {
            if (slot.key != 0)
                find(slot.key) = slot;
        }
    }

    std::vector<Slot> m_slots;
    std::uint32_t m_count = 1;
};

} // namespace trailloupe::query
