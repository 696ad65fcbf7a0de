// Shape and Schema: the hidden classes of records. A shape is what is the same in every record of a
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

// What the records of a store are: CloudTrail events, or AWS Config's configuration items.
enum class RecordSort : std::uint8_t
{
    Events,
    Items,
};

class Schema
{
public:
    static constexpr std::size_t kMaxShapes = std::size_t{1} << 17;
    static constexpr std::size_t kMostIdentity = 6;

    explicit Schema(RecordSort sort = RecordSort::Events);
    ~Schema();
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;

    PathTable& paths() { return m_paths; }
    const PathTable& paths() const { return m_paths; }

    // The same tokens always give the same id. A new shape is refused (an invalid id) where there
    // are `most` already.
    ShapeId addShape(std::vector<ShapeToken> tokens, std::size_t most = kMaxShapes);
    const Shape& shape(ShapeId id) const; // REQUIRES id.index() < shapeCount()
    std::size_t shapeCount() const;
    std::uint64_t memoryBytes() const;

    RecordSort sort() const { return m_sort; }
    // Paths every store needs to know. The time of a record: eventTime, or
    // configurationItemCaptureTime.
    PathId eventTime() const { return m_eventTime; }
    PathId eventId() const { return m_eventId; } // invalid for items
    // The values that tell records apart; those before requiredIdentity() must be there, else only
    // the whole content does.
    std::span<const PathId> identity() const { return m_identity; }
    std::size_t requiredIdentity() const { return m_requiredIdentity; }
    // A record without this member is only a summary of one that has it; invalid for events.
    PathId body() const { return m_body; }
    // Where both of two records have this member, a summary says the same there; invalid for
    // events.
    PathId status() const { return m_status; }

private:
    struct Data;
    RecordSort m_sort;
    PathTable m_paths;
    PathId m_eventTime;
    PathId m_eventId;
    PathId m_body;
    PathId m_status;
    std::vector<PathId> m_identity;
    std::size_t m_requiredIdentity = 0;
    std::unique_ptr<Data> m_data;
};

} // namespace trailloupe::store
