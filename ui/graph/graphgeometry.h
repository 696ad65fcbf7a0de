// graphgeometry: where the parts of a graph are, and what is under a point; how the picture lies in
// the view.
//
// A function of the picture: equal pictures, equal geometry. Everything is kept in flat lists,
// lines as short straight pieces in three finenesses, so that drawing a part of it looks at
// rectangles and numbers only. Threads: immutable once made; any. Units: points of the layout, y
// down; Camera says which pixels they are. Cost: making O(nodes + length of the lines); a hit test
// O(nodes + pieces of lines near).
#pragma once

#include "model/workspace/graphpicture.h"

#include <QPoint>
#include <QPointF>
#include <QRectF>
#include <QSize>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::ui::graph {

// How the picture lies in the view: a pixel is a point by `scale` and `offset`. The offset is
// whole, so that moving the picture moves its pixels.
struct Camera
{
    static constexpr double kLeast = 0.02;
    static constexpr double kMost = 4;

    double scale = 1;
    QPoint offset;

    QPointF toView(const QPointF& point) const { return point * scale + QPointF(offset); }
    QRectF toView(const QRectF& rect) const
    {
        return {toView(rect.topLeft()), rect.size() * scale};
    }
    QPointF toScene(const QPointF& pixel) const { return (pixel - QPointF(offset)) / scale; }
    QRectF toScene(const QRectF& rect) const
    {
        return {toScene(rect.topLeft()), rect.size() / scale};
    }
    bool operator==(const Camera&) const = default;
};
// What is at `around` stays there, but for half a pixel.
Camera zoomed(const Camera& camera, double factor, const QPointF& around);
// All of `rect` in the middle of the view, no larger than `most`.
Camera fitted(const QRectF& rect, const QSize& view, double most);
Camera centred(const QPointF& point, double scale, const QSize& view);
// Moved no further than that some of the picture stays in view.
Camera bounded(const Camera& camera, const QSizeF& picture, const QSize& view);

struct NodeShape
{
    QRectF rect;
    QRectF badge; // of hidden neighbours; empty without
    QRectF fold; // of a group; empty for others
};

struct BoxShape
{
    QRectF rect;
    QRectF title;
    QRectF fold;
    QRectF badge;
};

struct Piece
{
    QPointF from;
    QPointF to;
};

constexpr std::size_t kFinenesses = 3;
// The coarsest one that looks smooth.
std::size_t finenessOf(double scale);

struct LineShape
{
    QRectF bounds;
    std::array<std::uint32_t, kFinenesses> firstPiece{};
    std::array<std::uint32_t, kFinenesses> pieces{};
    QPointF middle;
    QPointF end; // where it meets `to`, coming in `direction`
    QPointF direction;
    QPointF begin;
    QPointF beginDirection; // out of `from`
    bool hasArrow = false;
    // Rings where an end says nothing of a relation that the other one lists.
    std::optional<QPointF> silentEnd;
};

struct Hit
{
    enum class Kind : std::uint8_t
    {
        Nothing,
        Node,
        NodeBadge,
        NodeFold,
        Box, // its title
        BoxBadge,
        BoxFold,
        Line,
    };
    Kind kind = Kind::Nothing;
    std::uint32_t index = 0; // in the scene
    bool operator==(const Hit&) const = default;
};

class Geometry
{
public:
    Geometry() = default;
    explicit Geometry(const workspace::GraphPicture& picture);

    std::span<const NodeShape> nodes() const { return m_nodes; } // as in the scene
    std::span<const BoxShape> boxes() const { return m_boxes; }
    std::span<const LineShape> lines() const { return m_lines; }
    std::span<const Piece> pieces(std::size_t line, std::size_t fineness) const;
    // Where a name of this size is in nobody's way: as near to the middle of its line as can be.
    // Nothing: it would cover a node, the title of a box, or one of the names in `taken`.
    std::optional<QRectF> nameOf(std::size_t line, const QSizeF& size,
                                 std::span<const QRectF> taken) const;
    QSizeF size() const { return m_size; }
    const QRectF& rectOf(const config::SceneEnd& end) const;

    // Lines within `slack` points.
    Hit hit(const QPointF& point, double slack) const;

    // The node whose middle is nearest in a direction: one of dx, dy is -1 or 1, the other 0. What
    // lies far to the side is in no direction.
    std::optional<std::uint32_t> nodeTowards(const QPointF& from, int dx, int dy,
                                             std::optional<std::uint32_t> besides) const;
    // Nodes as people read: from top to bottom, from left to right where they are about as high.
    std::span<const std::uint32_t> readingOrder() const { return m_readingOrder; }

private:
    void addNodes(const workspace::GraphPicture& picture);
    void addBoxes(const workspace::GraphPicture& picture);
    void addLines(const workspace::GraphPicture& picture);
    void addLine(const config::LayoutLine& line, const config::SceneEdge& edge);

    QSizeF m_size;
    std::vector<NodeShape> m_nodes;
    std::vector<BoxShape> m_boxes;
    std::vector<LineShape> m_lines;
    std::array<std::vector<Piece>, kFinenesses> m_pieces;
    std::vector<std::uint32_t> m_readingOrder;
};

} // namespace trailloupe::ui::graph
