#include "ui/graph/graphgeometry.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace trailloupe::ui::graph {

using config::GraphLayout;
using config::LayoutPoint;
using config::SceneNode;
using config::StatedBy;

namespace {

constexpr double kBadgeWidth = 34;
constexpr double kBadgeHeight = 14;
constexpr double kInset = 4;
constexpr double kFold = 18;
constexpr double kArrow = 8; // where a ring stands off the end of a line
constexpr int kKeptInView = 60; // pixels
constexpr double kFitMargin = 24; // pixels
// Of the finest pieces; each further one is twice as long, or four times.
constexpr std::array<double, kFinenesses> kPiece{8, 18, 48};
constexpr std::array<double, kFinenesses> kDash{6, 12, 28};
constexpr std::array<double, kFinenesses> kGap{5, 10, 24};

QPointF point(const LayoutPoint& p)
{
    return {p.x, p.y};
}

QRectF rect(const config::LayoutRect& r)
{
    return {r.x, r.y, r.width, r.height};
}

double length(const QPointF& v)
{
    return std::hypot(v.x(), v.y());
}

QPointF unit(const QPointF& v)
{
    const double l = length(v);
    return l > 0 ? v / l : QPointF(1, 0);
}

QPointF onCurve(const LayoutPoint* p, double t)
{
    const double u = 1 - t;
    return u * u * u * point(p[0]) + 3 * u * u * t * point(p[1]) + 3 * u * t * t * point(p[2])
        + t * t * t * point(p[3]);
}

// Points along the whole line, so close that straight pieces between them look like the curve.
std::vector<QPointF> along(const config::LayoutLine& line, double step)
{
    std::vector<QPointF> points;
    for (std::size_t i = 0; i + 3 < line.points.size(); i += 3) {
        const LayoutPoint* p = &line.points[i];
        double around = 0; // as long as the curve at least
        for (std::size_t k = 0; k < 3; ++k)
            around += length(point(p[k + 1]) - point(p[k]));
        const bool isStraight = around - length(point(p[3]) - point(p[0])) < 0.5;
        const int pieces = isStraight ? 1 : std::max(2, static_cast<int>(around / step));
        if (points.empty())
            points.push_back(point(p[0]));
        for (int k = 1; k <= pieces; ++k)
            points.push_back(onCurve(p, static_cast<double>(k) / pieces));
    }
    return points;
}

void addPieces(const std::vector<QPointF>& points, std::vector<Piece>& pieces)
{
    for (std::size_t i = 1; i < points.size(); ++i)
        pieces.push_back({points[i - 1], points[i]});
}

void addDashes(const std::vector<QPointF>& points, double dash, double gap,
               std::vector<Piece>& pieces)
{
    bool isOn = true;
    double rest = dash; // of what is being drawn, or left out
    for (std::size_t i = 1; i < points.size(); ++i) {
        QPointF from = points[i - 1];
        const QPointF way = unit(points[i] - from);
        double left = length(points[i] - from);
        while (left > 0) {
            const double taken = std::min(left, rest);
            const QPointF to = from + way * taken;
            if (isOn)
                pieces.push_back({from, to});
            from = to;
            left -= taken;
            rest -= taken;
            if (rest <= 0) {
                isOn = !isOn;
                rest = isOn ? dash : gap;
            }
        }
    }
}

// Gaps between dashes do not count.
QPointF pointAlong(std::span<const Piece> pieces, double share)
{
    double all = 0;
    for (const Piece& piece : pieces)
        all += length(piece.to - piece.from);
    double left = all * share;
    for (const Piece& piece : pieces) {
        const double l = length(piece.to - piece.from);
        if (left <= l && l > 0)
            return piece.from + (piece.to - piece.from) * (left / l);
        left -= l;
    }
    return pieces.empty() ? QPointF() : pieces.back().to;
}

QPointF middleOf(const std::vector<QPointF>& points)
{
    double all = 0;
    for (std::size_t i = 1; i < points.size(); ++i)
        all += length(points[i] - points[i - 1]);
    double left = all / 2;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const double l = length(points[i] - points[i - 1]);
        if (left <= l && l > 0)
            return points[i - 1] + (points[i] - points[i - 1]) * (left / l);
        left -= l;
    }
    return points.empty() ? QPointF() : points.back();
}

double distance(const Piece& piece, const QPointF& p)
{
    const QPointF way = piece.to - piece.from;
    const double l = QPointF::dotProduct(way, way);
    const double t = l > 0 ? std::clamp(QPointF::dotProduct(p - piece.from, way) / l, 0.0, 1.0) : 0;
    return length(p - piece.from - way * t);
}

} // namespace

Camera zoomed(const Camera& camera, double factor, const QPointF& around)
{
    Camera made = camera;
    made.scale = std::clamp(camera.scale * factor, Camera::kLeast, Camera::kMost);
    made.offset = (around - camera.toScene(around) * made.scale).toPoint();
    return made;
}

Camera centred(const QPointF& point, double scale, const QSize& view)
{
    const QPointF middle(view.width() / 2.0, view.height() / 2.0);
    return {scale, (middle - point * scale).toPoint()};
}

Camera fitted(const QRectF& rect, const QSize& view, double most)
{
    const double wide = std::max(1.0, view.width() - 2 * kFitMargin) / std::max(1.0, rect.width());
    const double high =
        std::max(1.0, view.height() - 2 * kFitMargin) / std::max(1.0, rect.height());
    const double scale = std::clamp(std::min({wide, high, most}), Camera::kLeast, Camera::kMost);
    return centred(rect.center(), scale, view);
}

Camera bounded(const Camera& camera, const QSizeF& picture, const QSize& view)
{
    const auto within = [](int at, double extent, int room) {
        const int kept = std::min(kKeptInView, room / 2);
        const int least = kept - static_cast<int>(extent);
        return std::clamp(at, std::min(least, room - kept), std::max(least, room - kept));
    };
    Camera made = camera;
    made.offset = {within(camera.offset.x(), picture.width() * camera.scale, view.width()),
                   within(camera.offset.y(), picture.height() * camera.scale, view.height())};
    return made;
}

std::size_t finenessOf(double scale)
{
    return scale >= 0.7 ? 0 : scale >= 0.3 ? 1 : 2;
}

Geometry::Geometry(const workspace::GraphPicture& picture)
    : m_size(picture.layout.width, picture.layout.height)
{
    addNodes(picture);
    addBoxes(picture);
    addLines(picture);
    m_readingOrder.resize(m_nodes.size());
    std::iota(m_readingOrder.begin(), m_readingOrder.end(), 0u);
    std::ranges::sort(m_readingOrder, [this](std::uint32_t a, std::uint32_t b) {
        const auto row = [this](std::uint32_t i) {
            return std::floor(m_nodes[i].rect.center().y() / GraphLayout::kNodeHeight);
        };
        return std::tuple(row(a), m_nodes[a].rect.left(), a)
            < std::tuple(row(b), m_nodes[b].rect.left(), b);
    });
}

void Geometry::addNodes(const workspace::GraphPicture& picture)
{
    for (std::size_t i = 0; i < picture.scene.nodes.size(); ++i) {
        const SceneNode& node = picture.scene.nodes[i];
        NodeShape shape{.rect = rect(picture.layout.nodes[i])};
        if (node.hidden > 0)
            shape.badge =
                QRectF(shape.rect.right() - kInset - kBadgeWidth,
                       shape.rect.bottom() - kInset - kBadgeHeight, kBadgeWidth, kBadgeHeight);
        if (node.kind == SceneNode::Kind::Group)
            shape.fold = QRectF(shape.rect.left() + kInset, shape.rect.center().y() - kFold / 2,
                                kFold, kFold);
        m_nodes.push_back(shape);
    }
}

void Geometry::addBoxes(const workspace::GraphPicture& picture)
{
    for (std::size_t i = 0; i < picture.scene.boxes.size(); ++i) {
        BoxShape shape{.rect = rect(picture.layout.boxes[i])};
        shape.title = shape.rect;
        shape.title.setHeight(GraphLayout::kBoxTitle);
        shape.fold = QRectF(shape.title.left() + 2, shape.title.top() + 1, kFold, kFold);
        if (picture.scene.boxes[i].hidden > 0)
            shape.badge = QRectF(shape.title.right() - kInset - kBadgeWidth, shape.title.top() + 3,
                                 kBadgeWidth, kBadgeHeight);
        m_boxes.push_back(shape);
    }
}

void Geometry::addLines(const workspace::GraphPicture& picture)
{
    for (std::size_t i = 0; i < picture.scene.edges.size(); ++i)
        addLine(picture.layout.edges[i], picture.scene.edges[i]);
}

void Geometry::addLine(const config::LayoutLine& line, const config::SceneEdge& edge)
{
    LineShape shape;
    for (std::size_t f = 0; f < kFinenesses; ++f) {
        const auto points = along(line, kPiece[f]);
        auto& pieces = m_pieces[f];
        shape.firstPiece[f] = static_cast<std::uint32_t>(pieces.size());
        if (edge.isDerived)
            addDashes(points, kDash[f], kGap[f], pieces);
        else
            addPieces(points, pieces);
        shape.pieces[f] = static_cast<std::uint32_t>(pieces.size()) - shape.firstPiece[f];
        if (f > 0 || points.size() < 2)
            continue;
        shape.middle = middleOf(points);
        shape.begin = points.front();
        shape.beginDirection = unit(points[1] - points[0]);
        shape.end = points.back();
        shape.direction = unit(points.back() - points[points.size() - 2]);
        double left = points[0].x();
        double right = left;
        double top = points[0].y();
        double bottom = top;
        for (const QPointF& p : points) {
            left = std::min(left, p.x());
            right = std::max(right, p.x());
            top = std::min(top, p.y());
            bottom = std::max(bottom, p.y());
        }
        shape.bounds = QRectF(left - kArrow, top - kArrow, right - left + 2 * kArrow,
                              bottom - top + 2 * kArrow);
    }
    shape.hasArrow = edge.isDirected;
    const double off = edge.isDirected ? kArrow + 4 : 5;
    if (!edge.isDerived && edge.statedBy == StatedBy::From)
        shape.silentEnd = shape.end - shape.direction * off;
    else if (!edge.isDerived && edge.statedBy == StatedBy::To)
        shape.silentEnd = shape.begin + shape.beginDirection * 5;
    m_lines.push_back(shape);
}

std::span<const Piece> Geometry::pieces(std::size_t line, std::size_t fineness) const
{
    return std::span(m_pieces[fineness])
        .subspan(m_lines[line].firstPiece[fineness], m_lines[line].pieces[fineness]);
}

std::optional<QRectF> Geometry::nameOf(std::size_t line, const QSizeF& size,
                                       std::span<const QRectF> taken) const
{
    constexpr std::array kShares{0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8};
    const auto isFree = [&](const QRectF& rect) {
        const auto covers = [&rect](const QRectF& other) {
            return rect.intersects(other);
        };
        return std::ranges::none_of(m_nodes, covers, &NodeShape::rect)
            && std::ranges::none_of(m_boxes, covers, &BoxShape::title)
            && std::ranges::none_of(taken, covers);
    };
    for (const double share : kShares) {
        QRectF rect(QPointF(), size);
        rect.moveCenter(pointAlong(pieces(line, kFinenesses - 1), share));
        if (isFree(rect))
            return rect;
    }
    return std::nullopt;
}

const QRectF& Geometry::rectOf(const config::SceneEnd& end) const
{
    return end.isBox ? m_boxes[end.index].rect : m_nodes[end.index].rect;
}

Hit Geometry::hit(const QPointF& point, double slack) const
{
    for (std::uint32_t i = 0; i < m_nodes.size(); ++i) {
        const NodeShape& node = m_nodes[i];
        if (!node.rect.contains(point))
            continue;
        if (node.badge.contains(point))
            return {Hit::Kind::NodeBadge, i};
        return {node.fold.contains(point) ? Hit::Kind::NodeFold : Hit::Kind::Node, i};
    }
    // Inner boxes come behind outer ones.
    for (auto i = static_cast<std::uint32_t>(m_boxes.size()); i-- > 0;) {
        const BoxShape& box = m_boxes[i];
        if (!box.title.contains(point))
            continue;
        if (box.badge.contains(point))
            return {Hit::Kind::BoxBadge, i};
        return {box.fold.contains(point) ? Hit::Kind::BoxFold : Hit::Kind::Box, i};
    }
    Hit nearest;
    double best = slack;
    for (std::uint32_t i = 0; i < m_lines.size(); ++i) {
        if (!m_lines[i].bounds.adjusted(-slack, -slack, slack, slack).contains(point))
            continue;
        for (const Piece& piece : pieces(i, 0)) {
            // A gap between dashes is part of the line.
            if (const double d = distance(piece, point); d < best) {
                best = d;
                nearest = {Hit::Kind::Line, i};
            }
        }
    }
    return nearest;
}

std::optional<std::uint32_t> Geometry::nodeTowards(const QPointF& from, int dx, int dy,
                                                   std::optional<std::uint32_t> besides) const
{
    std::optional<std::uint32_t> best;
    double least = 0;
    for (std::uint32_t i = 0; i < m_nodes.size(); ++i) {
        const QPointF way = m_nodes[i].rect.center() - from;
        const double ahead = way.x() * dx + way.y() * dy;
        const double across = std::abs(way.x() * dy) + std::abs(way.y() * dx);
        if (besides == i || ahead <= 0 || across > 2 * ahead)
            continue;
        const double far = ahead + 2 * across;
        if (!best || far < least) {
            best = i;
            least = far;
        }
    }
    return best;
}

} // namespace trailloupe::ui::graph
