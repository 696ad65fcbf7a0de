// Shape and Schema: the hidden classes of events. A shape is what is the same in every event of a
// structure: the order of members, their paths and kinds, and the values that need no column (true,
// false, null, {}, []).
//
// Representation: a shape is a token list in document order (see ShapeToken); its leaves that carry
// a value
//   are its columns, numbered in document order. Shapes live in chunks that never move.
// Threads: any thread; adding takes a lock inside, reading by id takes none. A Shape is immutable.
// Errors: addShape() gives an invalid id once kMaxShapes exist; the writer then keeps subtrees as
// JSON text.
#pragma once

#include "model/base/strongid.h"
#include "model/store/pathtable.h"
#include "model/store/value.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace trailloupe::store {

// How a leaf is stored.
enum class LeafKind : std::uint8_t
{
    Text, // a code of the path's dictionary
    Number, // a code of the path's dictionary: the number as it stands in the record
    Json, // a code of the path's dictionary: a whole subtree as compact JSON text
    Uuid, // 16 bytes: a string of the form 01234567-89ab-cdef-0123-456789abcdef
    Time, // seconds: a string of the form 2026-03-01T14:05:12Z
    // no column:
    True,
    False,
    Null,
    EmptyObject,
    EmptyArray,
};

constexpr bool hasColumn(LeafKind kind)
{
    return kind <= LeafKind::Time;
}
constexpr bool hasDictionary(LeafKind kind)
{
    return kind <= LeafKind::Json;
}
ValueKind valueKindOf(LeafKind kind);

struct ShapeToken
{
    enum class Op : std::uint8_t
    {
        Leaf,
        BeginObject,
        BeginArray,
        End
    };
    Op op = Op::Leaf;
    LeafKind kind = LeafKind::Null; // of a Leaf
    PathId path; // of a Leaf or the container that begins or ends
    bool operator==(const ShapeToken&) const = default;
};

class Shape
{
public:
    struct Column
    {
        PathId path;
        LeafKind kind;
    };

    Shape() = default;
    explicit Shape(std::vector<ShapeToken> tokens);

    std::span<const ShapeToken> tokens() const { return m_tokens; }
    std::span<const Column> columns() const { return m_columns; }

    // Leaves of a path, in document order: index into tokens and, where there is one, into columns.
    struct Leaf
    {
        PathId path;
        std::uint32_t token = 0;
        std::uint32_t column = 0; // meaningless for kinds without one
        LeafKind kind = LeafKind::Null;
    };
    std::span<const Leaf> leaves(PathId path) const;
    // True when some subtree is JSON text, so that a path may hide inside it.
    bool hasJson() const { return m_hasJson; }

private:
    std::vector<ShapeToken> m_tokens;
    std::vector<Column> m_columns;
    std::vector<Leaf> m_leaves; // by path, then document order
    bool m_hasJson = false;
};

class Schema
{
public:
    static constexpr std::size_t kMaxShapes = std::size_t{1} << 17;

    Schema();
    ~Schema();
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;

    PathTable& paths() { return m_paths; }
    const PathTable& paths() const { return m_paths; }

    // The same tokens always give the same id.
    ShapeId addShape(std::vector<ShapeToken> tokens);
    const Shape& shape(ShapeId id) const; // REQUIRES id.index() < shapeCount()
    std::size_t shapeCount() const;
    std::uint64_t memoryBytes() const;

    // Paths every store needs to know.
    PathId eventTime() const { return m_eventTime; }
    PathId eventId() const { return m_eventId; }

private:
    struct Data;
    PathTable m_paths;
    PathId m_eventTime;
    PathId m_eventId;
    std::unique_ptr<Data> m_data;
};

} // namespace trailloupe::store
