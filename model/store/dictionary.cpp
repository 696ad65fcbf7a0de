#include "model/store/dictionary.h"

#include "model/base/jsondocument.h"
#include "model/base/sametext.h"

#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace trailloupe::store {
namespace {

std::uint64_t hashOf(std::string_view value)
{
    return XXH3_64bits(value.data(), value.size());
}

bool holdsBackslash(std::string_view text)
{
    return std::memchr(text.data(), '\\', text.size()) != nullptr;
}

} // namespace

std::uint32_t DictionaryBuilder::find(std::string_view value, std::uint64_t hash) const
{
    if (m_slots.empty())
        return kNone;
    const std::size_t mask = m_slots.size() - 1;
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t at = hash & mask; m_slots[at].code != kNone; at = (at + 1) & mask) {
        const Slot& slot = m_slots[at];
        if (slot.hash == tag && slot.size == value.size()
            && sameBytes(m_text.data() + slot.begin, value.data(), value.size()))
            return slot.code;
    }
    return kNone;
}

void DictionaryBuilder::put(const Slot& slot, std::size_t at)
{
    const std::size_t mask = m_slots.size() - 1;
    for (at &= mask; m_slots[at].code != kNone;)
        at = (at + 1) & mask;
    m_slots[at] = slot;
}

std::uint32_t DictionaryBuilder::add(std::string_view value, std::uint64_t hash)
{
    if ((m_ends.size() + 1) * 4 > m_slots.size() * 3)
        grow();
    const auto code = static_cast<std::uint32_t>(m_ends.size());
    const auto begin = static_cast<std::uint32_t>(m_text.size());
    m_text.insert(m_text.end(), value.begin(), value.end());
    m_ends.push_back(static_cast<std::uint32_t>(m_text.size()));
    m_hasBackslash = m_hasBackslash || (!value.empty() && holdsBackslash(value));
    put({static_cast<std::uint32_t>(hash >> 32), code, begin,
         static_cast<std::uint32_t>(value.size())},
        hash);
    return code;
}

void DictionaryBuilder::grow()
{
    m_slots.assign(m_slots.empty() ? 8 : m_slots.size() * 2, {});
    std::uint32_t begin = 0;
    for (std::uint32_t code = 0; code < m_ends.size(); ++code) {
        const std::uint64_t hash = hashOf(value(code));
        put({static_cast<std::uint32_t>(hash >> 32), code, begin, m_ends[code] - begin}, hash);
        begin = m_ends[code];
    }
}

std::uint32_t DictionaryBuilder::intern(std::string_view value)
{
    const std::uint64_t hash = hashOf(value);
    const std::uint32_t found = find(value, hash);
    return found != kNone ? found : add(value, hash);
}

bool DictionaryBuilder::internEscaped(std::string_view escaped, std::uint32_t& code,
                                      bool& loneSurrogate)
{
    const std::uint64_t hash = hashOf(escaped);
    // A value without '\\' is its own escaped form, so a hit on one needs no look at the bytes.
    if (!m_hasBackslash) {
        const std::uint32_t found = find(escaped, hash);
        if (found != kNone) {
            code = found;
            return true;
        }
    }
    if (escaped.empty() || !holdsBackslash(escaped)) {
        const std::uint32_t found = m_hasBackslash ? find(escaped, hash) : kNone;
        code = found != kNone ? found : add(escaped, hash);
        return true;
    }
    m_scratch.clear();
    bool lone = false;
    if (!unescapeJsonString(escaped, m_scratch, &lone))
        return false;
    loneSurrogate = loneSurrogate || lone;
    code = intern(m_scratch);
    return true;
}

void DictionaryBuilder::clear()
{
    if (m_text.capacity() > (1u << 20))
        m_text = {};
    m_text.clear();
    m_ends.clear();
    if (m_slots.size() > (1u << 14))
        m_slots = {};
    m_slots.assign(m_slots.size(), {});
    m_hasBackslash = false;
}

} // namespace trailloupe::store
