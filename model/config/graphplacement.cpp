#include "model/config/graphplacement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace trailloupe::config {
namespace {

constexpr double kPadding = 14; // between the border of a box and what is in it
constexpr double kGap = 24; // between neighbours in a row
// Between what is placed anywhere: beside each other lines need room.
constexpr double kLeastBeside = 36;
constexpr double kLeastBelow = 14;
constexpr double kEdgeOfPicture = 12;
// Among more nodes lines go straight: bends would only lead into other nodes.
constexpr std::size_t kMostToBendRound = 500;

LayoutPoint centreOf(const LayoutRect& rect)
{
    return {rect.x + rect.width / 2, rect.y + rect.height / 2};
}

bool isTooNear(const LayoutRect& a, const LayoutRect& b)
{
    return a.x < b.x + b.width + kLeastBeside && b.x < a.x + a.width + kLeastBeside
        && a.y < b.y + b.height + kLeastBelow && b.y < a.y + a.height + kLeastBelow;
}

LayoutRect united(const LayoutRect& a, const LayoutRect& b)
{
    const double x = std::min(a.x, b.x);
    const double y = std::min(a.y, b.y);
    return {x, y, std::max(a.x + a.width, b.x + b.width) - x,
            std::max(a.y + a.height, b.y + b.height) - y};
}

// The box that holds this.
LayoutRect wrapped(const LayoutRect& inside)
{
    return {inside.x - kPadding, inside.y - kPadding - GraphLayout::kBoxTitle,
            inside.width + 2 * kPadding, inside.height + 2 * kPadding + GraphLayout::kBoxTitle};
}

// What is in the boxes, and outside of all of them at the end.
struct Contents
{
    std::vector<std::vector<std::uint32_t>> nodes;
    std::vector<std::vector<std::uint32_t>> boxes;

    explicit Contents(const GraphScene& scene)
        : nodes(scene.boxes.size() + 1)
        , boxes(scene.boxes.size() + 1)
    {
        const auto at = [&](std::uint32_t box) {
            return box == kNoBox ? scene.boxes.size() : box;
        };
        for (std::uint32_t i = 0; i < scene.nodes.size(); ++i)
            nodes[at(scene.nodes[i].box)].push_back(i);
        for (std::uint32_t i = 0; i < scene.boxes.size(); ++i)
            boxes[at(scene.boxes[i].box)].push_back(i);
    }
};

// Rows about as wide as all of them are high.
class Rows
{
public:
    explicit Rows(double area)
        : m_most(std::max(GraphLayout::kNodeWidth, std::sqrt(area) * 1.3))
    { }

    LayoutPoint place(double width, double height)
    {
        if (m_x > 0 && m_x + width > m_most) {
            m_y += m_rowHeight + kGap;
            m_x = 0;
            m_rowHeight = 0;
        }
        const LayoutPoint at{m_x, m_y};
        m_x += width + kGap;
        m_rowHeight = std::max(m_rowHeight, height);
        m_width = std::max(m_width, at.x + width);
        return at;
    }
    LayoutRect size() const { return {0, 0, m_width, m_y + m_rowHeight}; }

private:
    double m_most;
    double m_x = 0;
    double m_y = 0;
    double m_rowHeight = 0;
    double m_width = 0;
};

double areaOf(const LayoutRect& rect)
{
    return (rect.width + kGap) * (rect.height + kGap);
}

// Looks for room for one node after the other.
class Beside
{
public:
    Beside(const GraphScene& scene, std::vector<bool> isPlaced, GraphLayout& layout)
        : m_scene(scene)
        , m_layout(layout)
        , m_isPlaced(std::move(isPlaced))
        , m_neighbours(scene.nodes.size())
        , m_boxes(scene.boxes.size())
    {
        for (const SceneEdge& edge : scene.edges) {
            if (edge.from.isBox || edge.to.isBox)
                continue;
            m_neighbours[edge.from.index].push_back(edge.to.index);
            m_neighbours[edge.to.index].push_back(edge.from.index);
        }
        for (std::uint32_t i = 0; i < scene.nodes.size(); ++i) {
            if (m_isPlaced[i])
                grow(scene.nodes[i].box, layout.nodes[i]);
        }
    }

    void run()
    {
        // Those with a neighbour that has its place first: they go beside it.
        for (std::uint32_t left = 1; left > 0;) {
            left = 0;
            std::uint32_t placed = 0;
            for (std::uint32_t i = 0; i < m_isPlaced.size(); ++i) {
                if (m_isPlaced[i])
                    continue;
                if (hasPlacedNeighbour(i)) {
                    place(i);
                    ++placed;
                } else {
                    ++left;
                }
            }
            if (placed == 0 && left > 0)
                place(firstWithoutPlace());
        }
    }

private:
    bool hasPlacedNeighbour(std::uint32_t node) const
    {
        return std::ranges::any_of(m_neighbours[node],
                                   [&](std::uint32_t other) { return m_isPlaced[other]; });
    }

    std::uint32_t firstWithoutPlace() const
    {
        return static_cast<std::uint32_t>(std::ranges::find(m_isPlaced, false)
                                          - m_isPlaced.begin());
    }

    bool isWithin(std::uint32_t inner, std::uint32_t outer) const
    {
        for (; inner != kNoBox; inner = m_scene.boxes[inner].box) {
            if (inner == outer)
                return true;
        }
        return false;
    }

    void grow(std::uint32_t box, LayoutRect rect)
    {
        for (; box != kNoBox; box = m_scene.boxes[box].box) {
            rect = wrapped(rect);
            m_boxes[box] = m_boxes[box] ? united(*m_boxes[box], rect) : rect;
            rect = *m_boxes[box];
        }
    }

    LayoutPoint wish(std::uint32_t node) const
    {
        LayoutPoint sum;
        double count = 0;
        for (const std::uint32_t other : m_neighbours[node]) {
            if (!m_isPlaced[other])
                continue;
            sum.x += centreOf(m_layout.nodes[other]).x;
            sum.y += centreOf(m_layout.nodes[other]).y;
            count += 1;
        }
        if (count > 0)
            return {sum.x / count, sum.y / count};
        for (std::uint32_t box = m_scene.nodes[node].box; box != kNoBox;
             box = m_scene.boxes[box].box) {
            if (m_boxes[box])
                return {centreOf(*m_boxes[box]).x, m_boxes[box]->y + m_boxes[box]->height};
        }
        return {m_layout.width / 2, m_layout.height};
    }

    void put(std::uint32_t node, const LayoutRect& rect)
    {
        m_layout.nodes[node] = rect;
        m_isPlaced[node] = true;
        grow(m_scene.nodes[node].box, rect);
    }

    void place(std::uint32_t node)
    {
        constexpr int kRings = 16;
        constexpr double kStepX = (GraphLayout::kNodeWidth + kLeastBeside) / 2;
        constexpr double kStepY = GraphLayout::kNodeHeight + kLeastBelow + 2;
        const LayoutPoint centre = wish(node);
        for (int ring = 0; ring <= kRings; ++ring) {
            std::optional<LayoutRect> best;
            double bestDistance = std::numeric_limits<double>::max();
            for (int row = -ring; row <= ring; ++row) {
                for (int column = -ring; column <= ring;
                     column += std::abs(row) == ring ? 1 : std::max(1, 2 * ring)) {
                    const double dx = column * kStepX;
                    const double dy = row * kStepY;
                    const double distance = dx * dx + dy * dy;
                    if (distance >= bestDistance)
                        continue;
                    const LayoutRect rect = nodeAt(centre.x + dx, centre.y + dy);
                    if (hasRoom(node, rect)) {
                        best = rect;
                        bestDistance = distance;
                    }
                }
            }
            if (best) {
                put(node, *best);
                return;
            }
        }
        makeRoom(node, centre.x);
    }

    static LayoutRect nodeAt(double x, double y)
    {
        return {x - GraphLayout::kNodeWidth / 2, y - GraphLayout::kNodeHeight / 2,
                GraphLayout::kNodeWidth, GraphLayout::kNodeHeight};
    }

    // At the bottom of the innermost box around it that has something in it, while everything that
    // begins below that moves down: nothing changes sides.
    void makeRoom(std::uint32_t node, double x)
    {
        double above = 0; // of boxes of its own that are still empty
        double beside = 0;
        std::uint32_t box = m_scene.nodes[node].box;
        for (; box != kNoBox && !m_boxes[box]; box = m_scene.boxes[box].box) {
            above += kPadding + GraphLayout::kBoxTitle;
            beside += kPadding;
        }
        LayoutRect content = contentOf(box);
        const double cut = content.y + content.height;
        const double height = kGap + above + GraphLayout::kNodeHeight + beside;
        for (std::uint32_t i = 0; i < m_isPlaced.size(); ++i) {
            if (m_isPlaced[i] && m_layout.nodes[i].y >= cut)
                m_layout.nodes[i].y += height;
        }
        const double least = content.x + beside + GraphLayout::kNodeWidth / 2;
        const double most = content.x + content.width - beside - GraphLayout::kNodeWidth / 2;
        std::ranges::fill(m_boxes, std::nullopt);
        for (std::uint32_t i = 0; i < m_isPlaced.size(); ++i) {
            if (m_isPlaced[i])
                grow(m_scene.nodes[i].box, m_layout.nodes[i]);
        }
        put(node,
            nodeAt(std::clamp(x, least, std::max(least, most)),
                   cut + kGap + above + GraphLayout::kNodeHeight / 2));
    }

    // All nodes in it and boxes right in it; of no box the whole picture.
    LayoutRect contentOf(std::uint32_t box) const
    {
        std::optional<LayoutRect> content;
        const auto add = [&](const LayoutRect& rect) {
            content = content ? united(*content, rect) : rect;
        };
        for (std::uint32_t i = 0; i < m_isPlaced.size(); ++i) {
            if (m_isPlaced[i] && (box == kNoBox || isWithin(m_scene.nodes[i].box, box)))
                add(m_layout.nodes[i]);
        }
        for (std::uint32_t i = 0; i < m_boxes.size(); ++i) {
            if (m_boxes[i] && i != box && (box == kNoBox || isWithin(i, box)))
                add(*m_boxes[i]);
        }
        return content.value_or(LayoutRect());
    }

    bool hasRoom(std::uint32_t node, const LayoutRect& rect) const
    {
        const std::uint32_t box = m_scene.nodes[node].box;
        if (!isFree(rect, box, kNoBox))
            return false;
        // The boxes around it grow with it.
        LayoutRect grown = rect;
        for (std::uint32_t at = box; at != kNoBox; at = m_scene.boxes[at].box) {
            grown = wrapped(grown);
            if (m_boxes[at])
                grown = united(grown, *m_boxes[at]);
            if (m_boxes[at] == grown)
                return true;
            if (!isFree(grown, m_scene.boxes[at].box, at))
                return false;
        }
        return true;
    }

    // Whether nothing is there but the boxes around `box`, it itself, and what is inside of `own`.
    bool isFree(const LayoutRect& rect, std::uint32_t box, std::uint32_t own) const
    {
        for (std::uint32_t i = 0; i < m_isPlaced.size(); ++i) {
            if (m_isPlaced[i] && (own == kNoBox || !isWithin(m_scene.nodes[i].box, own))
                && isTooNear(rect, m_layout.nodes[i]))
                return false;
        }
        for (std::uint32_t i = 0; i < m_boxes.size(); ++i) {
            if (m_boxes[i] && !isWithin(box, i) && (own == kNoBox || !isWithin(i, own))
                && isTooNear(rect, *m_boxes[i]))
                return false;
        }
        return true;
    }

    const GraphScene& m_scene;
    GraphLayout& m_layout;
    std::vector<bool> m_isPlaced;
    std::vector<std::vector<std::uint32_t>> m_neighbours;
    std::vector<std::optional<LayoutRect>> m_boxes;
};

// Where the way from the middle of a rectangle to a point leaves it.
LayoutPoint borderTowards(const LayoutRect& rect, const LayoutPoint& to)
{
    const LayoutPoint c = centreOf(rect);
    const double dx = to.x - c.x;
    const double dy = to.y - c.y;
    const double byX = dx == 0 ? std::numeric_limits<double>::max() : rect.width / 2 / std::abs(dx);
    const double byY =
        dy == 0 ? std::numeric_limits<double>::max() : rect.height / 2 / std::abs(dy);
    const double part = std::min(byX, byY);
    return {c.x + dx * part, c.y + dy * part};
}

LayoutPoint pointAt(const LayoutLine& line, std::size_t curve, double t)
{
    const LayoutPoint* p = &line.points[curve * 3];
    const double u = 1 - t;
    const std::array weights{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
    LayoutPoint at;
    for (std::size_t i = 0; i < 4; ++i) {
        at.x += weights[i] * p[i].x;
        at.y += weights[i] * p[i].y;
    }
    return at;
}

LayoutLine bentLine(const LayoutRect& from, const LayoutRect& to, double bend)
{
    const LayoutPoint a = centreOf(from);
    const LayoutPoint b = centreOf(to);
    const double length = std::max(1.0, std::hypot(b.x - a.x, b.y - a.y));
    const LayoutPoint aside{-(b.y - a.y) / length * bend, (b.x - a.x) / length * bend};
    const LayoutPoint c1{a.x + (b.x - a.x) / 3 + aside.x, a.y + (b.y - a.y) / 3 + aside.y};
    const LayoutPoint c2{a.x + (b.x - a.x) * 2 / 3 + aside.x, a.y + (b.y - a.y) * 2 / 3 + aside.y};
    return {{borderTowards(from, c1), c1, c2, borderTowards(to, c2)}};
}

LayoutLine loopAt(const LayoutRect& rect)
{
    const double right = rect.x + rect.width;
    const double middle = rect.y + rect.height / 2;
    const double out = right + 26;
    return {{{right, middle - 8}, {out, middle - 20}, {out, middle + 20}, {right, middle + 8}}};
}

std::vector<LayoutPoint> pointsOn(const LayoutLine& line)
{
    constexpr int kSteps = 16;
    std::vector<LayoutPoint> points;
    for (std::size_t curve = 0; curve * 3 + 3 < line.points.size(); ++curve) {
        for (int step = 0; step <= kSteps; ++step)
            points.push_back(pointAt(line, curve, static_cast<double>(step) / kSteps));
    }
    return points;
}

bool isInside(const LayoutRect& rect, const LayoutPoint& at)
{
    return at.x > rect.x && at.x < rect.x + rect.width && at.y > rect.y
        && at.y < rect.y + rect.height;
}

bool isInside(const GraphScene& scene, std::uint32_t node, const SceneEnd& end)
{
    if (!end.isBox)
        return node == end.index;
    for (std::uint32_t box = scene.nodes[node].box; box != kNoBox; box = scene.boxes[box].box) {
        if (box == end.index)
            return true;
    }
    return false;
}

} // namespace

GraphLayout placeInRows(const GraphScene& scene)
{
    GraphLayout layout;
    layout.nodes.resize(scene.nodes.size());
    layout.boxes.resize(scene.boxes.size());
    const Contents contents(scene);
    const auto fill = [&](std::size_t box) {
        double area = 0;
        for (const std::uint32_t inner : contents.boxes[box])
            area += areaOf(layout.boxes[inner]);
        area += static_cast<double>(contents.nodes[box].size())
            * areaOf({0, 0, GraphLayout::kNodeWidth, GraphLayout::kNodeHeight});
        Rows rows(area);
        for (const std::uint32_t inner : contents.boxes[box]) {
            LayoutRect& rect = layout.boxes[inner];
            const LayoutPoint at = rows.place(rect.width, rect.height);
            rect.x = at.x;
            rect.y = at.y;
        }
        for (const std::uint32_t node : contents.nodes[box]) {
            const LayoutPoint at = rows.place(GraphLayout::kNodeWidth, GraphLayout::kNodeHeight);
            layout.nodes[node] = {at.x, at.y, GraphLayout::kNodeWidth, GraphLayout::kNodeHeight};
        }
        return rows.size();
    };
    // Inner ones first; what is in a box is placed from its corner on, and moves with it later.
    for (std::size_t box = scene.boxes.size(); box-- > 0;)
        layout.boxes[box] = wrapped(fill(box));
    fill(scene.boxes.size());
    for (std::size_t box = 0; box < scene.boxes.size(); ++box) {
        LayoutRect& rect = layout.boxes[box];
        const LayoutPoint in{rect.x + kPadding, rect.y + kPadding + GraphLayout::kBoxTitle};
        for (const std::uint32_t inner : contents.boxes[box]) {
            layout.boxes[inner].x += in.x;
            layout.boxes[inner].y += in.y;
        }
        for (const std::uint32_t node : contents.nodes[box]) {
            layout.nodes[node].x += in.x;
            layout.nodes[node].y += in.y;
        }
    }
    return layout;
}

std::uint32_t placeBeside(const GraphScene& scene, const std::vector<bool>& isPlaced,
                          GraphLayout& layout)
{
    const std::vector<LayoutRect> before = layout.nodes;
    Beside(scene, isPlaced, layout).run();
    wrapBoxes(scene, layout);
    std::uint32_t moved = 0;
    for (std::size_t i = 0; i < isPlaced.size(); ++i)
        moved += isPlaced[i] && layout.nodes[i] != before[i] ? 1 : 0;
    return moved;
}

void wrapBoxes(const GraphScene& scene, GraphLayout& layout)
{
    layout.boxes.assign(scene.boxes.size(), {});
    std::vector<std::optional<LayoutRect>> inside(scene.boxes.size());
    const auto add = [&](std::uint32_t box, const LayoutRect& rect) {
        if (box != kNoBox)
            inside[box] = inside[box] ? united(*inside[box], rect) : rect;
    };
    for (std::size_t i = 0; i < scene.nodes.size(); ++i)
        add(scene.nodes[i].box, layout.nodes[i]);
    for (std::size_t i = scene.boxes.size(); i-- > 0;) {
        layout.boxes[i] = wrapped(inside[i].value_or(LayoutRect()));
        add(scene.boxes[i].box, layout.boxes[i]);
    }
}

bool isApart(const GraphLayout& layout)
{
    const auto& nodes = layout.nodes;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (nodes[i].x < nodes[k].x + nodes[k].width && nodes[k].x < nodes[i].x + nodes[i].width
                && nodes[i].y < nodes[k].y + nodes[k].height
                && nodes[k].y < nodes[i].y + nodes[i].height)
                return false;
        }
    }
    return true;
}

LayoutRect rectOf(const SceneEnd& end, const GraphLayout& layout)
{
    return end.isBox ? layout.boxes[end.index] : layout.nodes[end.index];
}

LayoutPoint middleOf(const LayoutLine& line)
{
    if (line.points.size() < 4)
        return {};
    const std::size_t curves = (line.points.size() - 1) / 3;
    return curves % 2 ? pointAt(line, curves / 2, 0.5) : line.points[curves / 2 * 3];
}

bool crosses(const LayoutLine& line, const LayoutRect& rect)
{
    return std::ranges::any_of(pointsOn(line),
                               [&](const LayoutPoint& at) { return isInside(rect, at); });
}

LayoutLine lineBetween(const GraphScene& scene, const GraphLayout& layout, const SceneEdge& edge)
{
    const LayoutRect from = rectOf(edge.from, layout);
    if (edge.from == edge.to)
        return loopAt(from);
    const LayoutRect to = rectOf(edge.to, layout);
    const bool isDouble = std::ranges::any_of(scene.edges, [&](const SceneEdge& other) {
        return other.from == edge.to && other.to == edge.from;
    });
    constexpr std::array kBends{0.0, 36.0, -36.0, 72.0, -72.0, 120.0, -120.0, 180.0, -180.0};
    LayoutLine best;
    std::ptrdiff_t fewest = std::numeric_limits<std::ptrdiff_t>::max();
    for (const double bend : kBends) {
        if (isDouble && bend <= 0)
            continue; // the other one goes the other side
        LayoutLine line = bentLine(from, to, bend);
        if (scene.nodes.size() > kMostToBendRound)
            return line;
        const auto points = pointsOn(line);
        std::ptrdiff_t crossed = 0;
        for (std::uint32_t i = 0; i < scene.nodes.size(); ++i) {
            const LayoutRect& rect = layout.nodes[i];
            const bool isCrossed = std::ranges::any_of(
                points, [&](const LayoutPoint& at) { return isInside(rect, at); });
            if (isCrossed && !isInside(scene, i, edge.from) && !isInside(scene, i, edge.to))
                ++crossed;
        }
        if (crossed < fewest) {
            fewest = crossed;
            best = std::move(line);
        }
        if (crossed == 0)
            break;
    }
    return best;
}

LayoutPoint shiftToOrigin(GraphLayout& layout)
{
    double left = std::numeric_limits<double>::max();
    double top = left;
    double right = std::numeric_limits<double>::lowest();
    double bottom = right;
    const auto see = [&](double x, double y) {
        left = std::min(left, x);
        top = std::min(top, y);
        right = std::max(right, x);
        bottom = std::max(bottom, y);
    };
    for (const auto* rects : {&layout.nodes, &layout.boxes}) {
        for (const LayoutRect& rect : *rects) {
            see(rect.x, rect.y);
            see(rect.x + rect.width, rect.y + rect.height);
        }
    }
    for (const LayoutLine& line : layout.edges) {
        for (const LayoutPoint& point : line.points)
            see(point.x, point.y);
    }
    if (left > right) {
        layout.width = 0;
        layout.height = 0;
        return {};
    }
    const LayoutPoint shift{kEdgeOfPicture - left, kEdgeOfPicture - top};
    for (auto* rects : {&layout.nodes, &layout.boxes}) {
        for (LayoutRect& rect : *rects) {
            rect.x += shift.x;
            rect.y += shift.y;
        }
    }
    for (LayoutLine& line : layout.edges) {
        for (LayoutPoint& point : line.points) {
            point.x += shift.x;
            point.y += shift.y;
        }
    }
    layout.width = right - left + 2 * kEdgeOfPicture;
    layout.height = bottom - top + 2 * kEdgeOfPicture;
    return shift;
}

} // namespace trailloupe::config
