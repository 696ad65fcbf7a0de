#include "model/query/uuidlists.h"

#include "model/store/segment.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <thread>
#include <utility>

namespace trailloupe::query {
namespace {

using Uuid = Facet::Uuid;

// UUIDs are spread by their first byte, then place by place by the next ones until few are left.
constexpr std::size_t kPlaces = 256;
constexpr std::size_t kBytes = 16;
constexpr std::size_t kFew = 48; // not worth spreading
constexpr std::size_t kFewest = 1 << 14; // not worth the threads

using Places = std::array<std::size_t, kPlaces>;

constexpr std::size_t kTextSize = 36;

std::size_t placeOf(const Uuid& uuid, std::size_t byte)
{
    const std::uint64_t half = byte < 8 ? uuid.high : uuid.low;
    return half >> (56 - 8 * (byte % 8)) & 255;
}

bool isBefore(const Uuid& a, const Uuid& b)
{
    return a.high != b.high ? a.high < b.high : a.low < b.low;
}

// From numbers of members to where they begin.
void accumulate(Places& places)
{
    std::size_t begin = 0;
    for (std::size_t& place : places)
        begin += std::exchange(place, begin);
}

// Sorts UUIDs whose first `byte` bytes are equal. In place: on a thread of its own nobody would
// hear that there is no memory.
void sortFrom(std::size_t byte, std::span<Uuid> part)
{
    if (part.size() <= kFew || byte == kBytes) {
        std::sort(part.begin(), part.end(), isBefore);
        return;
    }
    Places places{};
    for (const Uuid& uuid : part)
        ++places[placeOf(uuid, byte)];
    Places ends = places;
    accumulate(places);
    for (std::size_t place = 0; place < kPlaces; ++place)
        ends[place] += places[place];
    for (std::size_t place = 0; place < kPlaces; ++place) {
        // What stands in the wrong place changes with what stands at the right one.
        while (places[place] < ends[place]) {
            Uuid& uuid = part[places[place]];
            const std::size_t right = placeOf(uuid, byte);
            if (right != place)
                std::swap(uuid, part[places[right]]);
            ++places[right];
        }
    }
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        sortFrom(byte + 1, part.subspan(begin, end - begin));
        begin = end;
    }
}

// Calls work(0) … work(count - 1), each once, on as many threads.
void inParallel(std::size_t count, unsigned threads, const auto& work)
{
    std::atomic<std::size_t> next{0};
    const auto take = [&] {
        for (std::size_t i = next++; i < count; i = next++)
            work(i);
    };
    std::vector<std::jthread> pool;
    for (unsigned i = 1; i < threads; ++i)
        pool.emplace_back(take);
    take();
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
    std::vector<Places> at(lists.size()); // where each list's share of a place begins
    inParallel(lists.size(), threads, [&](std::size_t list) {
        for (const Uuid& uuid : lists[list])
            ++at[list][placeOf(uuid, 0)];
    });
    std::array<std::size_t, kPlaces + 1> begin{};
    for (std::size_t place = 0; place < kPlaces; ++place) {
        begin[place + 1] = begin[place];
        for (Places& places : at)
            begin[place + 1] += std::exchange(places[place], begin[place + 1]);
    }
    all.resize(size);
    inParallel(lists.size(), threads, [&](std::size_t list) {
        for (const Uuid& uuid : lists[list])
            all[at[list][placeOf(uuid, 0)]++] = uuid;
        lists[list] = {};
    });
    inParallel(kPlaces, threads, [&](std::size_t place) {
        sortFrom(1, std::span(all).subspan(begin[place], begin[place + 1] - begin[place]));
    });
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
