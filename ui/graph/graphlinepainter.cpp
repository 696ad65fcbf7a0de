// The lines of a graph: in batches of one look each, so that a thousand of them are a few calls.
#include "ui/graph/graphpainter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui::graph {

using config::SceneEdge;

namespace {

constexpr double kArrow = 8; // points
constexpr double kArrowHalf = 3.2;
constexpr double kRing = 3;
constexpr double kLeastEnds = 0.3; // scale that arrows and rings are seen from
constexpr int kMostTouchingLabels = 8; // lines of the selected node whose names are drawn
constexpr double kLabelPadding = 4; // pixels
constexpr double kLeastLabels = 0.45; // scale, of names that nobody points at

bool touches(const SceneEdge& edge, const config::SceneEnd& end)
{
    return edge.from == end || edge.to == end;
}

QColor between(const QColor& a, const QColor& b, double share)
{
    return QColor::fromRgbF(static_cast<float>(a.redF() * (1 - share) + b.redF() * share),
                            static_cast<float>(a.greenF() * (1 - share) + b.greenF() * share),
                            static_cast<float>(a.blueF() * (1 - share) + b.blueF() * share));
}

} // namespace

Painter::Style Painter::styleOf(std::size_t line) const
{
    const Overlay& overlay = *m_scene->overlay;
    const SceneEdge& edge = m_scene->picture->scene.edges[line];
    if (overlay.hasTrail && overlay.linesInTrail[line])
        return Style::Trail;
    const auto number = static_cast<std::uint32_t>(line);
    if (m_scene->selectedLine == number || m_scene->hovered == Hit{Hit::Kind::Line, number})
        return Style::Chosen;
    if (overlay.hasTrail)
        return Style::Faded;
    if (line < overlay.lines.size() && overlay.lines[line]) {
        const ChangeKind kind = *overlay.lines[line];
        return kind == ChangeKind::Born ? Style::Born
            : kind == ChangeKind::Died  ? Style::Died
                                        : Style::Otherwise;
    }
    return m_scene->selected && touches(edge, *m_scene->selected) ? Style::Touching : Style::Plain;
}

Painter::LineLook Painter::lookOf(Style style) const
{
    const double scale = std::clamp(m_scene->camera.scale, 0.55, 1.6);
    const QColor plain = between(m_colors->muted, m_colors->base, 0.3);
    switch (style) {
    case Style::Faded:
        return {between(m_colors->muted, m_colors->base, 0.75), scale};
    case Style::Plain:
        return {plain, 1.1 * scale};
    case Style::Touching:
        return {m_colors->accent, 1.5 * scale};
    case Style::Born:
        return {m_colors->good, 2 * scale};
    case Style::Died:
        return {m_colors->bad, 2 * scale};
    case Style::Otherwise:
        return {m_colors->warning, 2 * scale};
    case Style::Chosen:
        return {m_colors->accent, 2.4 * scale};
    case Style::Trail:
        return {m_colors->accent, 3.2 * scale};
    }
    return {plain, scale};
}

void Painter::addLine(std::size_t line)
{
    const Camera& camera = m_scene->camera;
    QList<QLineF>& batch = m_batches[static_cast<std::size_t>(styleOf(line))];
    for (const Piece& piece : m_scene->geometry->pieces(line, finenessOf(camera.scale))) {
        const bool isOutside = std::max(piece.from.x(), piece.to.x()) < m_exposed.left()
            || std::min(piece.from.x(), piece.to.x()) > m_exposed.right()
            || std::max(piece.from.y(), piece.to.y()) < m_exposed.top()
            || std::min(piece.from.y(), piece.to.y()) > m_exposed.bottom();
        if (!isOutside)
            batch.append(QLineF(camera.toView(piece.from), camera.toView(piece.to)));
    }
}

void Painter::paintLines(QPainter& painter)
{
    m_visible.clear();
    for (QList<QLineF>& batch : m_batches)
        batch.clear();
    const auto lines = m_scene->geometry->lines();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        // A straight line across or down has no area to intersect with.
        if (!lines[i].bounds.adjusted(-1, -1, 1, 1).intersects(m_exposed))
            continue;
        m_visible.push_back(static_cast<std::uint32_t>(i));
        addLine(i);
    }
    for (std::size_t s = 0; s < kStyles; ++s) {
        if (m_batches[s].isEmpty())
            continue;
        const LineLook look = lookOf(static_cast<Style>(s));
        painter.setPen(QPen(look.color, look.width, Qt::SolidLine, Qt::FlatCap));
        painter.drawLines(m_batches[s]);
    }
    if (m_scene->camera.scale >= kLeastEnds) {
        for (const std::uint32_t line : m_visible)
            paintEnds(painter, line);
    }
    for (const std::uint32_t line : m_visible) {
        if (line < m_scene->overlay->lines.size() && m_scene->overlay->lines[line])
            paintMark(painter, m_scene->camera.toView(lines[line].middle),
                      *m_scene->overlay->lines[line]);
    }
}

void Painter::paintEnds(QPainter& painter, std::size_t line) const
{
    const LineShape& shape = m_scene->geometry->lines()[line];
    if (!shape.hasArrow && !shape.silentEnd)
        return;
    const LineLook look = lookOf(styleOf(line));
    if (shape.hasArrow) {
        const double grown = std::max(1.0, look.width / 2);
        const QPointF end = m_scene->camera.toView(shape.end);
        const QPointF back = shape.direction * pixels(kArrow) * grown;
        const QPointF side =
            QPointF(-shape.direction.y(), shape.direction.x()) * pixels(kArrowHalf) * grown;
        const QPointF points[3] = {end, end - back + side, end - back - side};
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.color);
        painter.drawPolygon(points, 3);
    }
    if (shape.silentEnd) {
        painter.setPen(QPen(look.color, std::max(1.0, look.width)));
        painter.setBrush(m_colors->base);
        painter.drawEllipse(m_scene->camera.toView(*shape.silentEnd), pixels(kRing), pixels(kRing));
    }
}

bool Painter::isLabelled(std::size_t line, bool fewTouch) const
{
    const bool isLarge = m_scene->camera.scale >= kLeastLabels;
    switch (styleOf(line)) {
    case Style::Chosen:
        return true;
    case Style::Trail:
        return isLarge;
    case Style::Touching:
        return isLarge && fewTouch;
    default:
        return false;
    }
}

// A name may be longer than its line, so that the line need not be in the exposed part. One that
// would cover something is left out, unless it was asked for: it stands beside the picture too.
void Painter::paintLabels(QPainter& painter) const
{
    QFont font = m_scene->font;
    font.setPixelSize(std::clamp(m_smallFont.pixelSize(), 11, 15));
    const QFontMetricsF metrics(font);
    const auto& edges = m_scene->picture->scene.edges;
    const auto touching =
        !m_scene->selected ? 0 : std::ranges::count_if(edges, [&](const SceneEdge& edge) {
            return touches(edge, *m_scene->selected);
        });
    painter.setFont(font);
    std::vector<QRectF> taken; // points
    for (std::size_t line = 0; line < edges.size(); ++line) {
        if (!isLabelled(line, touching <= kMostTouchingLabels))
            continue;
        const QString words = shown(edges[line].name);
        QRectF rect(0, 0, metrics.horizontalAdvance(words) + 2 * kLabelPadding,
                    metrics.height() + 2);
        const auto place =
            m_scene->geometry->nameOf(line, rect.size() / m_scene->camera.scale, taken);
        if (!place && styleOf(line) != Style::Chosen)
            continue;
        rect.moveCenter(m_scene->camera.toView(place ? place->center()
                                                     : m_scene->geometry->lines()[line].middle));
        taken.push_back(m_scene->camera.toScene(rect));
        if (!taken.back().intersects(m_exposed))
            continue;
        painter.setPen(QPen(m_colors->border, 1));
        painter.setBrush(m_colors->base);
        painter.drawRoundedRect(rect, 3, 3);
        painter.setPen(m_colors->text);
        painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, words);
    }
}

} // namespace trailloupe::ui::graph
