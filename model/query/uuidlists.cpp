#include "model/query/uuidlists.h"

#include "model/store/segment.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

namespace trailloupe::query {
namespace {

using Uuid = Facet::Uuid;

// UUIDs are spread by their first bits before they are sorted place by place.
constexpr int kSpreadBits = 12;
constexpr std::size_t kPlaces = std::size_t{1} << kSpreadBits;
constexpr std::size_t kFewest = 4 * kPlaces; // not worth spreading below
constexpr std::size_t kTextSize = 36;

std::size_t placeOf(const Uuid& uuid)
{
    return uuid.high >> (64 - kSpreadBits);
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

std::vector<Uuid> sortedTogether(std::vector<std::vector<Uuid>> lists, unsigned threads)
{
    std::size_t size = 0;
    for (const auto& list : lists)
        size += list.size();
    std::vector<Uuid> all;
    if (size < kFewest) {
        for (const auto& list : lists)
            all.insert(all.end(), list.begin(), list.end());
        std::sort(all.begin(), all.end());
        return all;
    }
    std::vector<std::size_t> begin(kPlaces + 1);
    for (const auto& list : lists) {
        for (const Uuid& uuid : list)
            ++begin[placeOf(uuid) + 1];
    }
    for (std::size_t i = 1; i <= kPlaces; ++i)
        begin[i] += begin[i - 1];
    all.resize(size);
    std::vector<std::size_t> at(begin.begin(), begin.end() - 1);
    for (auto& list : lists) {
        for (const Uuid& uuid : list)
            all[at[placeOf(uuid)]++] = uuid;
        list = {};
    }
    constexpr std::size_t kAtOnce = 64;
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next.fetch_add(kAtOnce); i < kPlaces; i = next.fetch_add(kAtOnce)) {
            for (std::size_t place = i; place < i + kAtOnce; ++place)
                std::sort(all.begin() + static_cast<std::ptrdiff_t>(begin[place]),
                          all.begin() + static_cast<std::ptrdiff_t>(begin[place + 1]));
        }
    };
    std::vector<std::jthread> pool;
    for (unsigned i = 1; i < threads; ++i)
        pool.emplace_back(work);
    work();
    pool.clear();
    return all;
}

Facet::UuidCounts countsOf(std::vector<Uuid> sorted)
{
    Facet::UuidCounts counts;
    if (std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()) {
        counts.values = std::move(sorted);
        return counts;
    }
    for (const Uuid& uuid : sorted) {
        if (counts.values.empty() || counts.values.back() != uuid) {
            counts.values.push_back(uuid);
            counts.events.push_back(0);
        }
        ++counts.events.back();
    }
    return counts;
}

Uuid uuidOf(const std::uint8_t* bytes)
{
    Uuid uuid;
    for (int i = 0; i < 8; ++i) {
        uuid.high = uuid.high << 8 | bytes[i];
        uuid.low = uuid.low << 8 | bytes[8 + i];
    }
    return uuid;
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
{ }

bool UuidSearch::isIn(const Uuid& uuid) const
{
    if (!m_possible)
        return false;
    std::array<char, kTextSize> text;
    write(uuid, text.data());
    return std::string_view(text.data(), text.size()).find(m_part) != std::string_view::npos;
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
