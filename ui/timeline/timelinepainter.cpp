#include "ui/timeline/timelinepainter.h"

#include "ui/common/eventcounttext.h"
#include "ui/common/eventmark.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace trailloupe::ui::timeline {

using query::EventClass;
using query::TimeSpan;
using trailloupe::timeline::Detail;
using trailloupe::timeline::kParts;
using trailloupe::timeline::Lanes;

namespace {

struct TimelinePainter
{
    Q_DECLARE_TR_FUNCTIONS(TimelinePainter)
};

constexpr int kStrip = 4; // of failed events under the line, of sensitive ones at the top
constexpr int kThinStrip = 3;
constexpr int kNamePadding = 10;

QColor blend(const QColor& over, const QColor& under, double share)
{
    const auto mix = [share](int a, int b) {
        return static_cast<int>(a * share + b * (1 - share));
    };
    return {mix(over.red(), under.red()), mix(over.green(), under.green()),
            mix(over.blue(), under.blue())};
}

QColor faded(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

int stripOf(bool isThin)
{
    return isThin ? kThinStrip : kStrip;
}

// Of columns of up to so many events, for lanes of one kind.
class Heights
{
public:
    Heights(std::uint64_t most, const QRect& room, bool isThin)
        : m_most(most)
        , m_room(std::max(1, room.height() - 2 * stripOf(isThin) - 2))
    {
        for (std::size_t i = 0; i < m_known.size(); ++i)
            m_known[i] = columnHeight(i, most, m_room);
    }
    int of(std::uint32_t events) const
    {
        return events < m_known.size() ? m_known[events] : columnHeight(events, m_most, m_room);
    }

private:
    std::uint64_t m_most;
    int m_room;
    std::array<int, 1024> m_known;
};

// The rectangles of a column, from its lane's room: (part, rectangle) to `fill`.
template<typename Fill>
void eachRect(const Column& column, const QRect& room, bool isThin, const Heights& heights,
              const Fill& fill)
{
    const int strip = stripOf(isThin);
    const auto count = [&](Part part) {
        return column.byPart[static_cast<std::size_t>(part)];
    };
    const int line = room.bottom() - strip; // the last row above the line
    if (count(Part::Failed) > 0)
        fill(Part::Failed, QRect(column.x, line + 2, column.width, strip - 1));
    if (count(Part::Sensitive) > 0)
        fill(Part::Sensitive, QRect(column.x, room.top(), column.width, strip));
    const int height = heights.of(column.peak);
    const double writes = count(Part::Write) + count(Part::Sensitive);
    int lower = static_cast<int>(std::lround(height * writes / std::max(1U, column.events)));
    if (writes > 0)
        lower = std::clamp(lower, 1, height);
    if (column.events > writes && lower == height && height > 1)
        --lower;
    if (lower > 0)
        fill(Part::Write, QRect(column.x, line + 1 - lower, column.width, lower));
    if (height > lower)
        fill(Part::Other, QRect(column.x, line + 1 - height, column.width, height - lower));
}

double spanX(const Geometry& geometry, std::int64_t seconds)
{
    const QRect plot = plotRect(geometry.inputs());
    return plot.left() + xOf(geometry.inputs().window, plot.width(), static_cast<double>(seconds));
}

void paintGround(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Geometry& geometry = *scene.geometry;
    const QRect plot = plotRect(geometry.inputs());
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
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (const MarkRect& rect : scene.geometry->marks()) {
        const Mark& mark = (*marks)[rect.mark];
        const QRectF r = rect.rect.adjusted(1, 1, -1, -1);
        if (mark.kind == Mark::Kind::Star) {
            painter.setBrush(colors.warning);
            QPolygonF star;
            for (int i = 0; i < 10; ++i) {
                const double radius = i % 2 == 0 ? 4.5 : 1.9;
                const double angle = 3.14159265358979 * (i * 0.2 - 0.5);
                star << r.center() + QPointF(std::cos(angle), std::sin(angle)) * radius;
            }
            painter.drawPolygon(star);
            if (r.width() > 9)
                painter.drawRect(QRectF(r.left(), r.center().y() - 0.5, r.width(), 1));
        } else if (mark.kind == Mark::Kind::Tag) {
            const auto count = static_cast<int>(colors.ruleMark.size());
            painter.setBrush(
                colors.ruleMark[static_cast<std::size_t>(std::clamp(mark.color, 0, count - 1))]);
            painter.drawRoundedRect(r.adjusted(0, 1, 0, -2), 2, 2);
        } else if (mark.kind == Mark::Kind::Note) {
            // A sheet with two lines on it.
            const QRectF sheet = r.adjusted(0.5, 0, -0.5, -1);
            painter.setBrush(colors.text);
            painter.drawRoundedRect(sheet, 1, 1);
            for (const double y : {2.0, 4.0})
                painter.fillRect(QRectF(sheet.left() + 1.5, sheet.top() + y, sheet.width() - 3, 1),
                                 colors.base);
        } else {
            painter.setBrush(colors.bad);
            painter.drawPolygon(
                QPolygonF({r.topLeft(), r.topRight(), QPointF(r.center().x(), r.bottom())}));
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
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

void paintTicks(QPainter& painter, const Scene& scene, const std::vector<Tick>& ticks,
                const QRect& row, const ThemeColors& colors)
{
    const QFontMetrics metrics = painter.fontMetrics();
    int free = row.left();
    for (const Tick& tick : ticks) {
        const int x = static_cast<int>(std::lround(spanX(*scene.geometry, tick.at)));
        const int width = metrics.horizontalAdvance(tick.label);
        int left = std::clamp(x - width / 2, row.left() + 2,
                              std::max(row.left() + 2, row.right() - width - 2));
        if (left < free)
            continue;
        painter.setPen(tick.isDay ? colors.text : colors.muted);
        painter.drawText(QRect(left, row.top(), width + 1, row.height()), Qt::AlignCenter,
                         tick.label);
        free = left + width + 8;
    }
}

void paintAxis(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Inputs& in = scene.geometry->inputs();
    const QRect axis = axisRect(in);
    painter.fillRect(QRect(0, 0, in.size.width(), in.axisHeight), colors.window);
    painter.setPen(colors.muted);
    painter.drawText(QRect(kNamePadding, 0, in.headerWidth - 2 * kNamePadding, in.axisHeight - 4),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(scene.axisText, Qt::ElideRight,
                                                      in.headerWidth - 2 * kNamePadding));
    painter.save();
    painter.setClipRect(axis, Qt::IntersectClip);
    const bool hasBoth = !scene.relativeTicks.empty();
    const QRect upper(axis.left(), 2, axis.width(), (in.axisHeight - 6) / (hasBoth ? 2 : 1));
    paintTicks(painter, scene, scene.ticks, upper, colors);
    if (hasBoth)
        paintTicks(painter, scene, scene.relativeTicks, upper.translated(0, upper.height()),
                   colors);
    for (const Tick& tick : scene.ticks) {
        const int x = static_cast<int>(std::lround(spanX(*scene.geometry, tick.at)));
        painter.fillRect(QRect(x, in.axisHeight - 4, 1, 4), colors.muted);
    }
    painter.restore();
    painter.fillRect(QRect(0, in.axisHeight - 1, in.size.width(), 1), colors.border);
}

void paintSpan(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    if (!scene.selection)
        return;
    const Inputs& in = scene.geometry->inputs();
    const QRect plot = plotRect(in);
    const double left = std::clamp<double>(spanX(*scene.geometry, scene.selection->from),
                                           plot.left(), plot.right() + 1);
    const double right = std::clamp<double>(spanX(*scene.geometry, scene.selection->to),
                                            plot.left(), plot.right() + 1);
    if (right <= left)
        return;
    const QRectF band(left, 0, std::max(1.0, right - left), in.size.height());
    painter.fillRect(band, faded(colors.accent, colors.dark ? 0.16 : 0.1));
    painter.fillRect(QRectF(left, 0, 1, band.height()), colors.accent);
    painter.fillRect(QRectF(right - 1, 0, 1, band.height()), colors.accent);
    painter.fillRect(QRectF(left, in.axisHeight - 4, band.width(), 3), colors.accent);
}

void paintOrigin(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    if (!scene.origin)
        return;
    const Inputs& in = scene.geometry->inputs();
    const QRect plot = plotRect(in);
    const double x = std::round(spanX(*scene.geometry, *scene.origin));
    if (x < plot.left() || x > plot.right())
        return;
    painter.fillRect(QRectF(x - 0.5, in.axisHeight - 6, 1.5, in.size.height()), colors.warning);
    const QString text = TimelinePainter::tr("T0");
    const QFontMetrics metrics = painter.fontMetrics();
    QRectF flag(x, in.axisHeight - metrics.height() - 2, metrics.horizontalAdvance(text) + 8,
                metrics.height());
    flag.moveLeft(std::min(flag.left(), double(plot.right()) - flag.width()));
    painter.fillRect(flag, colors.warning);
    painter.setPen(colors.base);
    painter.drawText(flag, Qt::AlignCenter, text);
}

} // namespace

QColor colorOf(Part part, const ThemeColors& colors)
{
    switch (part) {
    case Part::Failed:
        return colors.mark(EventClass::Denied);
    case Part::Sensitive:
        return colors.mark(EventClass::Sensitive);
    case Part::Write:
        return colors.mark(EventClass::Write);
    case Part::Other:
        break;
    }
    return blend(colors.mark(EventClass::Read), colors.base, colors.dark ? 0.62 : 0.5);
}

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
    const Inputs& in = scene.geometry->inputs();
    const QRect plot = plotRect(in);
    painter.save();
    painter.setClipRect(plot, Qt::IntersectClip);
    paintGround(painter, scene, colors);
    paintRibbons(painter, scene, colors);
    paintColumns(painter, scene, colors);
    paintStacks(painter, scene, colors);
    paintGlyphs(painter, scene, colors);
    paintMarks(painter, scene, colors);
    paintSelected(painter, scene, colors);
    if (!scene.emptyText.isEmpty()) {
        painter.setPen(colors.muted);
        painter.drawText(plot, Qt::AlignCenter, scene.emptyText);
    }
    painter.restore();
    paintHeaders(painter, scene, colors);
    paintAxis(painter, scene, colors);
    paintSpan(painter, scene, colors);
    paintOrigin(painter, scene, colors);
}

} // namespace trailloupe::ui::timeline
