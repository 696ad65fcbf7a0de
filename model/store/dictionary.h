// DictionaryBuilder: the distinct values of one path while a segment is being filled; codes in
// arrival order.
//
// Representation: all text in one arena, the end of each value in a vector, an open-addressing
// table of codes. Threads: one owner. Cost: intern() one hash and, nearly always, one comparison;
// clear() keeps the memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::store {

class DictionaryBuilder
{
public:
    // The code of a value; adds it when it is new.
    std::uint32_t intern(std::string_view value);

    // As intern(), for the escaped inside of a JSON string. False when an escape is malformed.
    bool internEscaped(std::string_view escaped, std::uint32_t& code, bool& loneSurrogate);

    std::uint32_t size() const { return static_cast<std::uint32_t>(m_ends.size()); }
    std::string_view value(std::uint32_t code) const
    {
        const std::uint32_t begin = code == 0 ? 0 : m_ends[code - 1];
        return {m_text.data() + begin, m_ends[code] - begin};
    }
    std::string_view text() const { return {m_text.data(), m_text.size()}; }
    const std::vector<std::uint32_t>& ends() const { return m_ends; }
    static constexpr std::size_t kBytesPerValue = 16; // beside its text, roughly
    void clear();

private:
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};

    std::uint32_t find(std::string_view value, std::uint64_t hash) const;
    std::uint32_t add(std::string_view value, std::uint64_t hash);
    void grow();

    // Holds what a look-up needs beside the text itself.
    struct Slot
    {
        std::uint32_t hash = 0;
        std::uint32_t code = kNone;
        std::uint32_t begin = 0;
        std::uint32_t size = 0;
    };
    void put(const Slot& slot, std::size_t at);

    std::vector<Slot> m_slots; // a power of two, at most 3/4 full
    std::vector<std::uint32_t> m_ends;
    std::vector<char> m_text;
    std::string m_scratch;
    bool m_hasBackslash =
        false; // some value holds '\': an equal escaped text may mean something else
};

} // namespace trailloupe::store
