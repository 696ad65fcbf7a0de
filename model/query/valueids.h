// ValueIds: the values of one path as small numbers, the same number for the same text wherever it
// stands. What counting needs: texts are looked at once per distinct value of a segment, rows are
// integers.
//
// Representation: per segment, what each block holds of the path and an id per dictionary code,
// both filled when they are first asked for. Id 0 is no value, null or an empty container.
// Threads: one owner. Cost: id() O(1), some nanoseconds; values without a dictionary (UUIDs, times,
// what hides in a subtree kept as text) cost a look at their text.
#pragma once

#include "model/store/eventstore.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trailloupe::query {

// Texts by number; 0 is the empty text.
class Interner
{
public:
    Interner() { id({}); }

    std::uint32_t id(std::string_view text);
    const std::string& text(std::uint32_t id) const { return m_texts[id]; }
    std::size_t size() const { return m_texts.size(); }

private:
    std::deque<std::string> m_texts; // never move
    std::unordered_map<std::string_view, std::uint32_t> m_ids;
};

class ValueIds
{
public:
    // `texts` may be shared by several paths and must outlive this.
    ValueIds(std::shared_ptr<const store::EventStore> events, std::string_view path,
             Interner& texts);
    ~ValueIds();
    ValueIds(ValueIds&&) noexcept;
    ValueIds& operator=(ValueIds&&) = delete;

    bool exists() const { return m_path.has_value(); } // some event has the path
    std::uint32_t id(RowId row);

private:
    struct Plan;
    struct OfSegment;
    void resolve(const store::Segment& segment, std::uint32_t block, OfSegment& of);
    std::uint32_t slowId(RowId row);

    std::shared_ptr<const store::EventStore> m_events;
    std::optional<PathId> m_path;
    Interner* m_texts;
    std::vector<OfSegment> m_segments;
    std::string m_scratch;
};

} // namespace trailloupe::query
