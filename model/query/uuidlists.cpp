#include "model/query/uuidlists.h"

#include "model/store/segment.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <span>
#include <string>
#include <thread>
#include <utility>

namespace trailloupe::query {
namespace {

using Uuid = Facet::Uuid;
using UuidCounts = Facet::UuidCounts;

// UUIDs are spread by their first byte; each of these parts is sorted by one thread, by spreading
// it again by as many bits as it is long.
constexpr std::size_t kParts = 256;
constexpr unsigned kPartBits = 8;
constexpr unsigned kUuidBits = 128;
constexpr unsigned kMostBits = 12; // at once: the numbers of each place stay near
constexpr std::size_t kFew = 24; // not worth spreading
constexpr std::size_t kFewest = 1 << 14; // not worth the threads

using Parts = std::array<std::size_t, kParts>;

constexpr std::size_t kTextSize = 36;

std::size_t partOf(const Uuid& uuid)
{
    return uuid.high >> (64 - kPartBits);
}

// The `count` bits from `first` on, counted from the highest one.
std::size_t bitsOf(const Uuid& uuid, unsigned first, unsigned count)
{
    const unsigned behind = kUuidBits - first - count;
    std::uint64_t bits = uuid.low;
    if (behind >= 64)
        bits = uuid.high >> (behind - 64);
    else if (behind > 0)
        bits = uuid.low >> behind | uuid.high << (64 - behind);
    return bits & ((std::uint64_t{1} << count) - 1);
}

// Each moves down past those that are behind it.
void sortNearlySorted(std::span<Uuid> part)
{
    for (std::size_t i = 1; i < part.size(); ++i) {
        const Uuid uuid = part[i];
        std::size_t at = i;
        for (; at > 0 && uuid < part[at - 1]; --at)
            part[at] = part[at - 1];
        part[at] = uuid;
    }
}

// Sorts UUIDs whose first `bit` bits are equal. `spare` has room for as many: on a thread of its
// own nobody would hear that there is no memory.
void sortFrom(unsigned bit, std::span<Uuid> part, std::span<Uuid> spare)
{
    if (part.size() > kFew && bit < kUuidBits) {
        const unsigned bits = std::min(
            {kMostBits, static_cast<unsigned>(std::bit_width(part.size())), kUuidBits - bit});
        std::array<std::uint32_t, std::size_t{1} << kMostBits> ends;
        std::fill_n(ends.begin(), std::size_t{1} << bits, 0);
        for (const Uuid& uuid : part)
            ++ends[bitsOf(uuid, bit, bits)];
        std::exclusive_scan(ends.begin(), ends.begin() + (1 << bits), ends.begin(), 0u);
        for (const Uuid& uuid : part)
            spare[ends[bitsOf(uuid, bit, bits)]++] = uuid;
        std::copy_n(spare.begin(), part.size(), part.begin());
        std::size_t begin = 0;
        for (std::size_t place = 0; place < std::size_t{1} << bits; ++place) {
            const std::size_t size = ends[place] - begin;
            if (size > kFew)
                sortFrom(bit + bits, part.subspan(begin, size), spare);
            begin = ends[place];
        }
    }
    sortNearlySorted(part);
}

bool hasEqualNeighbours(std::span<const Uuid> sorted)
{
    return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
}

UuidCounts countsOf(std::span<const Uuid> sorted)
{
    UuidCounts counts;
    for (const Uuid& uuid : sorted) {
        if (counts.values.empty() || counts.values.back() != uuid) {
            counts.values.push_back(uuid);
            counts.events.push_back(0);
        }
        ++counts.events.back();
    }
    return counts;
}

// Calls work(i, thread) for 0 … count - 1, each once, on as many threads.
void inParallel(std::size_t count, unsigned threads, const auto& work)
{
    std::atomic<std::size_t> next{0};
    const auto take = [&](unsigned thread) {
        for (std::size_t i = next++; i < count; i = next++)
            work(i, thread);
    };
    std::vector<std::jthread> pool;
    for (unsigned i = 1; i < threads; ++i)
        pool.emplace_back(take, i);
    take(0);
}

// Which of the 32 digits stands at a place of the text.
constexpr std::size_t kHyphen = kTextSize;
constexpr unsigned kDigitBits = 4;

std::size_t digitAt(std::size_t place)
{
    if (place == 8 || place == 13 || place == 18 || place == 23)
        return kHyphen;
    return place - (place > 8) - (place > 13) - (place > 18) - (place > 23);
}

std::uint64_t digitOf(char letter)
{
    return static_cast<std::uint64_t>(letter <= '9' ? letter - '0' : letter - 'a' + 10);
}

void setDigit(Uuid& uuid, std::size_t digit, std::uint64_t value)
{
    std::uint64_t& half = digit < 16 ? uuid.high : uuid.low;
    half |= value << (60 - kDigitBits * (digit % 16));
}

// The lowest bit of each digit that has this value.
Uuid digitsEqual(const Uuid& uuid, std::uint64_t value)
{
    constexpr std::uint64_t kLowest = 0x1111'1111'1111'1111u;
    const auto ofHalf = [&](std::uint64_t half) {
        std::uint64_t differs = half ^ value * kLowest;
        differs |= differs >> 1;
        differs |= differs >> 2;
        return ~differs & kLowest;
    };
    return {ofHalf(uuid.high), ofHalf(uuid.low)};
}

void write(const Uuid& uuid, char* text)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    for (int i = 0; i < 32; ++i) {
        const std::uint64_t half = i < 16 ? uuid.high : uuid.low;
        if (i == 8 || i == 12 || i == 16 || i == 20)
            *text++ = '-';
        *text++ = kDigits[half >> (60 - 4 * (i % 16)) & 15];
    }
}

} // namespace

UuidCounts countedTogether(std::vector<std::vector<Uuid>> lists, unsigned threads)
{
    std::size_t size = 0;
    for (const auto& list : lists)
        size += list.size();
    if (size < kFewest)
        threads = 1;
    std::vector<Parts> at(lists.size()); // where each list's share of a part begins
    inParallel(lists.size(), threads, [&](std::size_t list, unsigned) {
        for (const Uuid& uuid : lists[list])
            ++at[list][partOf(uuid)];
    });
    std::array<std::size_t, kParts + 1> begin{};
    std::size_t longest = 0;
    for (std::size_t part = 0; part < kParts; ++part) {
        begin[part + 1] = begin[part];
        for (Parts& parts : at)
            begin[part + 1] += std::exchange(parts[part], begin[part + 1]);
        longest = std::max(longest, begin[part + 1] - begin[part]);
    }
    std::vector<Uuid> all(size);
    inParallel(lists.size(), threads, [&](std::size_t list, unsigned) {
        for (const Uuid& uuid : lists[list])
            all[at[list][partOf(uuid)]++] = uuid;
        lists[list] = {};
    });
    std::vector<std::vector<Uuid>> spares(threads, std::vector<Uuid>(longest));
    std::atomic<bool> hasEqual{false};
    inParallel(kParts, threads, [&](std::size_t number, unsigned thread) {
        const auto part = std::span(all).subspan(begin[number], begin[number + 1] - begin[number]);
        sortFrom(kPartBits, part, spares[thread]);
        if (hasEqualNeighbours(part))
            hasEqual = true;
    });
    return hasEqual ? countsOf(all) : UuidCounts{std::move(all), {}};
}

Uuid uuidOf(const std::uint8_t* bytes)
{
    const auto half = [bytes](std::size_t at) {
        std::uint64_t number = 0;
        std::memcpy(&number, bytes + at, sizeof number);
        return std::endian::native == std::endian::little ? __builtin_bswap64(number) : number;
    };
    return {half(0), half(8)};
}

std::optional<Uuid> uuidOf(std::string_view text)
{
    std::array<std::uint8_t, store::Segment::kUuidWidth> bytes{};
    return store::parseUuid(text, bytes.data()) ? std::optional(uuidOf(bytes.data()))
                                                : std::nullopt;
}

std::string textOf(const Uuid& uuid)
{
    std::string text(kTextSize, '-');
    write(uuid, text.data());
    return text;
}

UuidSearch::UuidSearch(std::string_view lowerCasePart)
    : m_part(lowerCasePart)
    , m_possible(lowerCasePart.size() <= kTextSize
                 && lowerCasePart.find_first_not_of("0123456789abcdef-") == std::string_view::npos)
{
    if (m_possible && !m_part.empty())
        place();
}

// Tries the part at every place of a text.
void UuidSearch::place()
{
    const bool hasHyphen = m_part.find('-') != std::string_view::npos;
    for (std::size_t first = 0; first + m_part.size() <= kTextSize; ++first) {
        Placed placed;
        bool fits = true;
        for (std::size_t i = 0; i < m_part.size() && fits; ++i) {
            const std::size_t digit = digitAt(first + i);
            fits = (digit == kHyphen) == (m_part[i] == '-');
            if (fits && digit != kHyphen) {
                setDigit(placed.digits, digit, digitOf(m_part[i]));
                setDigit(placed.mask, digit, 15);
            }
        }
        if (fits && hasHyphen)
            m_placed.push_back(placed);
        else if (fits)
            setDigit(m_starts, digitAt(first), 1);
    }
    m_possible = !m_placed.empty() || m_starts != Uuid();
}

bool UuidSearch::isIn(const Uuid& uuid) const
{
    if (!m_possible || m_part.empty())
        return m_possible;
    if (!m_placed.empty()) {
        return std::any_of(m_placed.begin(), m_placed.end(), [&](const Placed& placed) {
            return (uuid.high & placed.mask.high) == placed.digits.high
                && (uuid.low & placed.mask.low) == placed.digits.low;
        });
    }
    // All places at once: those of the first digit, of them those with the second behind it …
    Uuid open = m_starts;
    unsigned shift = 0;
    for (const char letter : m_part) {
        const Uuid equal = digitsEqual(uuid, digitOf(letter));
        open.high &= equal.high << shift | (shift ? equal.low >> (64 - shift) : 0);
        open.low &= equal.low << shift;
        if ((open.high | open.low) == 0)
            return false;
        shift += kDigitBits;
    }
    return true;
}

std::pair<std::size_t, std::size_t> UuidSearch::beginning(const std::vector<Uuid>& sorted) const
{
    if (!m_possible)
        return {0, 0};
    // A text is before those that begin with the part when its own beginning is.
    const auto beginsBefore = [this](const Uuid& uuid) {
        return textOf(uuid).compare(0, m_part.size(), m_part) < 0;
    };
    const auto beginsNotAfter = [this](const Uuid& uuid) {
        return textOf(uuid).compare(0, m_part.size(), m_part) <= 0;
    };
    const auto first = std::partition_point(sorted.begin(), sorted.end(), beginsBefore);
    const auto last = std::partition_point(first, sorted.end(), beginsNotAfter);
    return {static_cast<std::size_t>(first - sorted.begin()),
            static_cast<std::size_t>(last - sorted.begin())};
}

} // namespace trailloupe::query
