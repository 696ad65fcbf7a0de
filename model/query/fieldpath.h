// FieldPath: which values of an event a test looks at.
//
// Text form: steps joined by dots; "[n]" the n-th element, "[*]" any element, ".*" any key, a key
// in backticks where it holds other characters: requestParameters.items[0].`a.b`.key
//
// A forgiving path also passes through arrays without a step for it, ends at their elements, and
// takes "a.b" for a key that holds the dot itself: what people type. An exact path does none of it,
// and both "[*]" and ".*" stand for any element or member: what CloudWatch filter patterns mean.
// Threads: value types.  Units: an element index counts from 0.
#pragma once

#include "model/base/jsondocument.h"
#include "model/base/strongid.h"
#include "model/store/pathtable.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

struct PathStep
{
    enum class Kind : std::uint8_t
    {
        Key,
        Index, // [n]
        AnyElement, // [*]
        AnyKey, // .*
    };
    Kind kind = Kind::Key;
    std::string key;
    std::uint32_t index = 0;

    bool operator==(const PathStep&) const = default;
};

struct FieldPath
{
    std::vector<PathStep> steps;
    bool forgiving = true;

    static constexpr std::size_t kMaxSteps = 62;

    // Nothing when the text is no path, or one of more steps.
    static std::optional<FieldPath> parse(std::string_view text);
    std::string text() const;
    bool operator==(const FieldPath&) const = default;
};

// Where a FieldPath leads in the paths of a store.
//
// Representation: an automaton over the steps of the path; a set of its positions is a bit mask,
// kept for every path of the table.  Cost: the constructor O(paths of the table).
class PathMatcher
{
public:
    // REQUIRES path.steps.size() <= FieldPath::kMaxSteps. `paths` outlives this.
    PathMatcher(const FieldPath& path, const store::PathTable& paths);

    // The way ends here: what stands here is a value of the field.
    bool endsAt(PathId id) const { return (positions(id) & m_end) != 0; }
    // The way leads on below: values may hide in a subtree that is kept as text here.
    bool leadsBelow(PathId id) const { return (positions(id) & ~m_end) != 0 || forgivesAt(id); }
    // True when element numbers decide, which paths of the store do not have.
    bool hasIndex() const { return m_hasIndex; }
    // The two above for one place: `indexes` are those of the elements on the way, outermost first.
    bool endsAt(PathId id, const std::vector<std::uint32_t>& indexes) const;

    // The nodes of a subtree at `above` that the rest of the way ends at; objects and arrays too.
    void findInside(PathId above, const std::vector<std::uint32_t>& indexes,
                    const JsonDocument& subtree, std::vector<std::uint32_t>& nodes) const;

private:
    using Positions = std::uint64_t; // bit n: n steps were taken

    Positions positions(PathId id) const
    {
        return id.index() < m_positions.size() ? m_positions[id.index()] : 0;
    }
    bool forgivesAt(PathId id) const { return m_path.forgiving && endsAt(id); }
    Positions afterKey(Positions positions, std::string_view key) const;
    Positions afterElement(Positions positions, std::uint32_t index) const;
    Positions positionsAt(PathId id, const std::vector<std::uint32_t>& indexes) const;

    FieldPath m_path;
    const store::PathTable* m_paths;
    Positions m_end = 0;
    std::vector<Positions> m_positions; // by path
    bool m_hasIndex = false;
};

} // namespace trailloupe::query
