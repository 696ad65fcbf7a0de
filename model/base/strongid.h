// StrongId: an index that cannot be mistaken for an index of something else.
//
// Threads: a value type, as cheap as its integer.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace trailloupe {

template<typename Tag, typename Int = std::uint32_t>
class StrongId
{
public:
    using Value = Int;

    constexpr StrongId() = default;
    constexpr explicit StrongId(Int value)
        : m_value(value)
    { }

    static constexpr StrongId invalid() { return StrongId(); }
    constexpr bool isValid() const { return m_value != std::numeric_limits<Int>::max(); }
    constexpr Int value() const { return m_value; }
    constexpr std::size_t index() const { return static_cast<std::size_t>(m_value); }

    constexpr auto operator<=>(const StrongId&) const = default;

private:
    Int m_value = std::numeric_limits<Int>::max();
};

using PathId = StrongId<struct PathTag>; // a path of the store: requestParameters.items[].id
using ShapeId = StrongId<struct ShapeTag>; // a hidden class of events
using SourceId = StrongId<struct SourceTag>; // one line of the ledger
using RowId =
    StrongId<struct RowTag>; // a row of the store: segment in the high half, row in the low half

} // namespace trailloupe

template<typename Tag, typename Int>
struct std::hash<trailloupe::StrongId<Tag, Int>>
{
    std::size_t operator()(trailloupe::StrongId<Tag, Int> id) const noexcept
    {
        return std::hash<Int>()(id.value());
    }
};
