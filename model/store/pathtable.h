// PathTable: the interned paths of a store: requestParameters.instancesSet.items[].instanceId.
//
// Representation: each path is its parent and one step, a key or "any element" ([]); PathId 0 is
// the root.
//   Paths are only ever added and keep their ids for the life of the store. Nodes live in chunks
//   that never move, so a path that exists is read without a lock.
// Threads: any thread; finding and adding take a lock inside, reading by id takes none.
// Cost: find and add O(steps); text O(length).
// Errors: child() and element() give an invalid id once kMaxPaths exist, so that an export made of
// unique
//   keys cannot exhaust memory; the writer then keeps the subtree as JSON text.
//
// Path text: keys joined by '.', "[]" after an array. A key that holds '.', '[', ']', '"', '\' or
// nothing is written as a JSON string in brackets: requestParameters["tag.key"]. parse and text are
// each other's inverse.
#pragma once

#include "model/base/strongid.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::store {

class PathTable
{
public:
    struct Step
    {
        bool isElement = false; // [] : any element of an array
        std::string key; // empty for elements
        bool operator==(const Step&) const = default;
    };

    PathTable();
    ~PathTable();
    PathTable(const PathTable&) = delete;
    PathTable& operator=(const PathTable&) = delete;

    static constexpr std::size_t kMaxPaths = std::size_t{1} << 20;
    static constexpr PathId root() { return PathId(0); }
    std::size_t size() const; // ids are [0, size())

    // Adds the path when it is new.
    PathId child(PathId parent, std::string_view key);
    PathId element(PathId parent);

    std::optional<PathId> find(std::string_view text) const; // by path text
    std::optional<PathId> findChild(PathId parent, std::string_view key) const;
    std::optional<PathId> findElement(PathId parent) const;
    PathId parent(PathId path) const; // REQUIRES path != root()
    Step lastStep(PathId path) const; // REQUIRES path != root()
    bool isElement(PathId path) const;
    std::string_view key(PathId path) const; // of the last step; valid as long as the table
    std::string text(PathId path) const; // "" for the root
    std::vector<Step> steps(PathId path) const;

    // Nothing when the text is no path ("a..b", "a[1", …).
    static std::optional<std::vector<Step>> parse(std::string_view text);
    static void appendStep(std::string& text, const Step& step);

private:
    struct Data;
    std::unique_ptr<Data> m_data;
};

} // namespace trailloupe::store
