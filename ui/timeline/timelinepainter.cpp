#include "ui/timeline/timelinepainter.h"

#include "ui/common/eventcounttext.h"
#include "ui/common/eventmark.h"
#include "ui/timeline/timelineaxis.h"
#include "ui/timeline/timelinecolumns.h"
#include "ui/timeline/timelinemarkpainter.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace trailloupe::ui::timeline {

using query::EventClass;
using trailloupe::timeline::kParts;
using trailloupe::timeline::Lanes;

namespace {

void paintGround(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Geometry& geometry = *scene.geometry;
    const QRect plot = plotRect(geometry.inputs());
    paintSpanGround(painter, geometry, colors);
    for (const Band& band : geometry.bands()) {
        if (scene.currentLane == band.lane && scene.hasFocus)
            painter.fillRect(band.plot, faded(colors.selection, 0.35));
        else if (scene.hoveredLane == band.lane)
            painter.fillRect(band.plot, faded(colors.muted, 0.07));
    }
    for (const Tick& tick : scene.ticks) {
        const int x = static_cast<int>(std::lround(spanX(geometry, tick.at)));
        // Opaque: what is high and translucent is drawn by threads that have to be waited for.
        painter.fillRect(QRect(x, plot.top(), 1, plot.height()),
                         tick.isDay ? colors.border : blend(colors.border, colors.base, 0.45));
    }
    for (const Band& band : geometry.bands())
        painter.fillRect(QRect(band.plot.left(), band.plot.bottom(), band.plot.width(), 1),
                         faded(colors.border, 0.7));
}

void paintRibbons(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    // A colour that no event has.
    const QColor& color = colors.series[2];
    const QColor ground = faded(color, colors.dark ? 0.24 : 0.17);
    const QColor edge = faded(color, 0.85);
    for (const RibbonRect& ribbon : scene.geometry->ribbons()) {
        QRectF used = ribbon.used.adjusted(0, 2, 0, -3);
        used.setWidth(std::max(1.5, used.width()));
        painter.fillRect(used, ground);
        if (ribbon.issueIsKnown)
            painter.fillRect(QRectF(used.left(), used.top(), 2, used.height()), edge);
        if (ribbon.unused.width() < 1)
            continue;
        // Valid, and not used any more: only its frame.
        const QRectF unused = ribbon.unused.adjusted(0, 2, 0, -3);
        painter.setPen(QPen(faded(color, 0.55), 1, Qt::DotLine));
        painter.drawLine(unused.topLeft(), unused.topRight());
        painter.drawLine(unused.bottomLeft(), unused.bottomRight());
        if (ribbon.unused.right() < plotRect(scene.geometry->inputs()).right())
            painter.fillRect(QRectF(unused.right() - 1, unused.top(), 1.5, unused.height()),
                             faded(color, 0.55));
    }
}

void paintStacks(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    painter.setBrush(Qt::NoBrush);
    for (const Stack& stack : scene.geometry->stacks()) {
        painter.setPen(QPen(blend(colors.muted, colors.base, 0.75), 1));
        const QRectF& r = stack.rect;
        if (stack.isOneSecond && (stack.isOpen || !stack.badge.isEmpty())) {
            // Brackets: these have no order that is known.
            for (const bool atEnd : {false, true}) {
                const double x = std::floor(atEnd ? r.right() : r.left()) + 0.5;
                const double inner = atEnd ? x - 2 : x + 2;
                const QPointF corners[] = {{inner, r.top() + 0.5},
                                           {x, r.top() + 0.5},
                                           {x, r.bottom() - 0.5},
                                           {inner, r.bottom() - 0.5}};
                painter.drawPolyline(corners, 4);
            }
        }
        if (!stack.badge.isEmpty()) {
            painter.setPen(colors.text);
            painter.drawText(stack.badge, Qt::AlignCenter, shortCount(stack.events));
        } else if (!stack.isOpen) {
            // More than one, without room for the number.
            painter.fillRect(QRectF(stack.glyph.left() + 2, stack.rect.bottom() - 1,
                                    stack.glyph.width() - 4, 1.5),
                             colors.text);
        }
    }
}

void paintMarks(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const auto& marks = scene.geometry->inputs().marks;
    for (const MarkRect& rect : scene.geometry->marks())
        paintMark(painter, rect.rect, (*marks)[rect.mark], colors);
}

// The event that is selected everywhere, in each lane that it is in.
void paintSelected(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Geometry& geometry = *scene.geometry;
    if (!scene.selectedPlace || !geometry.inputs().detail)
        return;
    const Lanes& lanes = *geometry.inputs().detail->lanes();
    const QRect plot = plotRect(geometry.inputs());
    for (const Band& band : geometry.bands()) {
        const auto event = lanes.find(band.lane, *scene.selectedPlace);
        if (!event)
            continue;
        const auto all = geometry.glyphs();
        const auto glyph = std::find_if(all.begin(), all.end(), [&](const Glyph& g) {
            return g.lane == band.lane && g.event == *event;
        });
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colors.accent, 2));
        painter.setBrush(Qt::NoBrush);
        if (glyph != all.end()) {
            painter.drawRoundedRect(glyph->rect.adjusted(-2, -2, 2, 2), 4, 4);
        } else {
            const double x = plot.left()
                + xOf(geometry.inputs().window, plot.width(), lanes.times(band.lane)[*event] + 0.5);
            if (x >= plot.left() && x <= plot.right())
                painter.drawRoundedRect(
                    QRectF(x - 3.5, band.plot.top() + 1.5, 7, band.plot.height() - 4), 3, 3);
        }
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
}

void drawHeaders(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Geometry& geometry = *scene.geometry;
    const Inputs& in = geometry.inputs();
    painter.fillRect(QRect(0, in.axisHeight, in.headerWidth, in.size.height()), colors.window);
    const QFontMetrics metrics = painter.fontMetrics();
    for (std::size_t i = 0; i < geometry.bands().size() && i < scene.labels.size(); ++i) {
        const Band& band = geometry.bands()[i];
        const LaneLabel& label = scene.labels[i];
        if (scene.currentLane == band.lane && scene.hasFocus) {
            painter.fillRect(band.header, colors.selection);
            painter.fillRect(QRect(0, band.header.top(), 3, band.header.height()), colors.accent);
        } else if (scene.hoveredLane == band.lane) {
            painter.fillRect(band.header, faded(colors.muted, 0.12));
        }
        const bool isChosen = scene.currentLane == band.lane && scene.hasFocus;
        QRect text = band.header.adjusted(kNamePadding, 0, -kNamePadding, 0);
        painter.setPen(isChosen ? colors.onSelection : colors.muted);
        painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, label.count);
        text.setRight(text.right() - metrics.horizontalAdvance(label.count) - 10);
        if (label.isPinned) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(colors.accent);
            painter.drawEllipse(QPointF(text.left() + 2, band.header.center().y() + 0.5), 2.5, 2.5);
            painter.setBrush(Qt::NoBrush);
            painter.setRenderHint(QPainter::Antialiasing, false);
            text.setLeft(text.left() + 9);
        }
        painter.setPen(isChosen ? colors.onSelection : label.isQuiet ? colors.muted : colors.text);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(label.name, Qt::ElideMiddle, text.width()));
        painter.fillRect(QRect(0, band.header.bottom(), in.headerWidth, 1),
                         faded(colors.border, 0.7));
    }
    painter.fillRect(QRect(in.headerWidth - 1, 0, 1, in.size.height()), colors.border);
}

} // namespace

void Painter::paintColumns(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Geometry& geometry = *scene.geometry;
    if (geometry.columns().empty())
        return;
    const std::uint64_t most = geometry.inputs().detail->most();
    std::array<QColor, kParts> partColors;
    for (std::size_t part = 0; part < kParts; ++part)
        partColors[part] = colorOf(static_cast<Part>(part), colors);
    std::array<std::optional<Heights>, 2> heights; // of high lanes, of thin ones
    for (const Band& band : geometry.bands()) {
        auto& known = heights[band.isThin ? 1 : 0];
        if (!known)
            known.emplace(most, Geometry::columnRoom(band), band.isThin);
    }
    const auto each = [&](const auto& fill) {
        for (const Column& column : geometry.columns()) {
            const Band& band = *geometry.bandOf(column.lane);
            eachRect(column, Geometry::columnRoom(band), band.isThin, *heights[band.isThin ? 1 : 0],
                     fill);
        }
    };
    if (scene.isPicture) {
        each([&](Part part, const QRect& rect) {
            painter.fillRect(rect, partColors[static_cast<std::size_t>(part)]);
        });
        return;
    }
    const QRect plot = plotRect(geometry.inputs());
    if (m_columns.size() != plot.size())
        m_columns = QImage(plot.size(), QImage::Format_ARGB32_Premultiplied);
    m_columns.fill(Qt::transparent);
    const auto stride = m_columns.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
    auto* pixels = reinterpret_cast<QRgb*>(m_columns.bits());
    each([&](Part part, const QRect& rect) {
        const QRgb color = partColors[static_cast<std::size_t>(part)].rgb();
        const QRect inside = rect.translated(-plot.topLeft()) & m_columns.rect();
        for (int y = inside.top(); y <= inside.bottom(); ++y)
            std::fill_n(pixels + y * stride + inside.left(), inside.width(), color);
    });
    painter.drawImage(plot.topLeft(), m_columns);
}

const QPixmap& Painter::marksFor(double ratio, const ThemeColors& colors)
{
    if (!m_marks.isNull() && m_marksRatio == ratio && m_marksDark == colors.dark)
        return m_marks;
    const int size = static_cast<int>(std::ceil(kGlyph * ratio));
    m_marks = QPixmap(size * static_cast<int>(query::HistogramBar::kClasses), size);
    m_marks.fill(Qt::transparent);
    QPainter painter(&m_marks);
    for (std::size_t i = 0; i < query::HistogramBar::kClasses; ++i) {
        const auto eventClass = static_cast<EventClass>(i);
        paintEventMark(painter, QRectF(static_cast<double>(i) * size, 0, size, size), eventClass,
                       colors.mark(eventClass));
    }
    m_marksRatio = ratio;
    m_marksDark = colors.dark;
    return m_marks;
}

void Painter::paintGlyphs(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Geometry& geometry = *scene.geometry;
    const auto each = [&](const auto& draw) {
        for (const Glyph& glyph : geometry.glyphs())
            draw(glyph.rect, glyph.eventClass);
        for (const Stack& stack : geometry.stacks()) {
            if (!stack.isOpen)
                draw(stack.glyph, stack.telling);
        }
    };
    if (scene.isPicture) {
        each([&](const QRectF& rect, EventClass eventClass) {
            paintEventMark(painter, rect, eventClass, colors.mark(eventClass));
        });
        return;
    }
    const double ratio = painter.device()->devicePixelRatioF();
    const QPixmap& marks = marksFor(ratio, colors);
    const double size = marks.height();
    std::vector<QPainter::PixmapFragment> fragments;
    each([&](const QRectF& rect, EventClass eventClass) {
        // On whole pixels, or the shapes would be blurred.
        const QPointF corner(std::round(rect.left() * ratio) / ratio,
                             std::round(rect.top() * ratio) / ratio);
        fragments.push_back(QPainter::PixmapFragment::create(
            corner + QPointF(size, size) / (2 * ratio),
            QRectF(static_cast<double>(eventClass) * size, 0, size, size), 1 / ratio, 1 / ratio));
    });
    painter.drawPixmapFragments(fragments.data(), static_cast<int>(fragments.size()), marks);
}

// They stay as they are while time is zoomed, and texts take longer than all else.
void Painter::paintHeaders(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    if (scene.isPicture)
        return drawHeaders(painter, scene, colors);
    const Inputs& in = scene.geometry->inputs();
    HeaderKey key;
    key.labels = scene.labels;
    for (const Band& band : scene.geometry->bands())
        key.tops.push_back(band.header.top());
    key.currentLane = scene.hasFocus ? scene.currentLane : std::nullopt;
    key.hoveredLane = scene.hoveredLane;
    key.size = QSize(in.headerWidth, in.size.height());
    if (key.size.isEmpty())
        return;
    key.font = painter.font();
    key.ratio = painter.device()->devicePixelRatioF();
    key.isDark = colors.dark;
    if (m_header.isNull() || !(key == m_headerKey)) {
        m_header = QPixmap(key.size * key.ratio);
        m_header.setDevicePixelRatio(key.ratio);
        m_header.fill(colors.window);
        QPainter inner(&m_header);
        inner.setFont(key.font);
        drawHeaders(inner, scene, colors);
        m_headerKey = std::move(key);
    }
    painter.drawPixmap(0, 0, m_header);
}

void Painter::paint(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Geometry& geometry = *scene.geometry;
    const QRect plot = plotRect(geometry.inputs());
    painter.save();
    painter.setClipRect(plot, Qt::IntersectClip);
    paintGround(painter, scene, colors);
    paintRibbons(painter, scene, colors);
    paintColumns(painter, scene, colors);
    paintStacks(painter, scene, colors);
    paintGlyphs(painter, scene, colors);
    paintMarks(painter, scene, colors);
    paintSelected(painter, scene, colors);
    m_flags.paint(painter, geometry.flags(), colors, scene.isPicture);
    if (!scene.emptyText.isEmpty()) {
        painter.setPen(colors.muted);
        painter.drawText(plot, Qt::AlignCenter, scene.emptyText);
    }
    painter.restore();
    paintHeaders(painter, scene, colors);
    paintAxis(painter, scene, colors);
    paintSpanMarks(painter, geometry, colors);
    paintSpan(painter, scene, colors);
    paintOrigin(painter, scene, colors);
    paintMoment(painter, scene, colors);
}

} // namespace trailloupe::ui::timeline
