#include "ui/timeline/configstrippainter.h"

#include "ui/common/eventcounttext.h"
#include "ui/timeline/momentline.h"
#include "ui/timeline/timelinecolumns.h"
#include "ui/timeline/timelinepainter.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui::configstrip {

using timeline::blend;
using timeline::faded;
using timeline::kNamePadding;

namespace {

struct ConfigStripPainter
{
    Q_DECLARE_TR_FUNCTIONS(ConfigStripPainter)
};

constexpr int kMarks = static_cast<int>(StateMark::Counting) + 1;
constexpr double kHatchStep = 7;
constexpr double kLightHatchStep = 14;

double tickX(const Geometry& geometry, std::int64_t seconds)
{
    return geometry.inputs().plotLeft
        + timeline::xOf(geometry.inputs().window, plotRect(geometry.inputs()).width(),
                        static_cast<double>(seconds));
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
    for (const Gap& gap : geometry.gaps())
        paintHatch(painter, gap.rect, gap.isLight, colors);
    for (const Tick& tick : scene.ticks) {
        const int x = static_cast<int>(std::lround(tickX(geometry, tick.at)));
        painter.fillRect(QRect(x, plot.top(), 1, plot.height()),
                         tick.isDay ? colors.border : blend(colors.border, colors.base, 0.45));
    }
    for (const Band& band : geometry.bands())
        painter.fillRect(QRect(band.plot.left(), band.plot.bottom(), band.plot.width(), 1),
                         faded(colors.border, 0.7));
}

void paintEnd(QPainter& painter, double x, const QRectF& bar, Bar::End end, const QColor& color)
{
    constexpr double kBeside = 3; // above and below the bar
    if (end == Bar::End::Open)
        return;
    const double top = bar.top() - kBeside;
    const double bottom = bar.bottom() + kBeside;
    const double step = end == Bar::End::Closed ? bottom - top : 4;
    for (double y = top; y < bottom; y += step)
        painter.fillRect(QRectF(x, y, 2, end == Bar::End::Closed ? step : step / 2), color);
}

// Where there is more, out of view.
void paintBeyond(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.muted);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Beyond& beyond : scene.geometry->beyond()) {
        if (const QRectF& r = beyond.left; beyond.before > 0)
            painter.drawPolygon(
                QPolygonF({QPointF(r.left(), r.center().y()), r.topRight(), r.bottomRight()}));
        if (const QRectF& r = beyond.right; beyond.after > 0)
            painter.drawPolygon(
                QPolygonF({QPointF(r.right(), r.center().y()), r.topLeft(), r.bottomLeft()}));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
}

// The state that is looked at everywhere.
void paintSelected(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    if (!scene.selectedLane || !scene.selectedState)
        return;
    const Mark* mark = scene.geometry->markOf(*scene.selectedLane, *scene.selectedState);
    if (!mark)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(mark->rect.adjusted(-2, -2, 2, 2), 4, 4);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void drawLabel(QPainter& painter, const QRect& band, const Label& label, const QColor& strong,
               const QColor& quiet)
{
    const QFontMetrics metrics = painter.fontMetrics();
    QRect text = band.adjusted(kNamePadding, 0, -kNamePadding, -1);
    painter.setPen(quiet);
    painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, label.count);
    text.setRight(text.right() - metrics.horizontalAdvance(label.count) - 10);
    if (band.height() < 2 * metrics.height()) { // folded
        painter.setPen(strong);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(label.name, Qt::ElideMiddle, text.width()));
        return;
    }
    const int top = band.top() + (band.height() - 2 * metrics.height()) / 2;
    painter.drawText(QRect(text.left(), top, text.width(), metrics.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(label.type, Qt::ElideMiddle, text.width()));
    painter.setPen(strong);
    painter.drawText(QRect(text.left(), top + metrics.height(), text.width(), metrics.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(label.name, Qt::ElideMiddle, text.width()));
}

void drawHeaders(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Geometry& geometry = *scene.geometry;
    const Inputs& in = geometry.inputs();
    painter.fillRect(QRect(0, in.headHeight, in.plotLeft, in.size.height()), colors.window);
    for (std::size_t i = 0; i < geometry.bands().size() && i < scene.labels.size(); ++i) {
        const Band& band = geometry.bands()[i];
        const bool isChosen = scene.currentLane == band.lane && scene.hasFocus;
        if (isChosen)
            painter.fillRect(band.header, colors.selection);
        else if (scene.hoveredLane == band.lane)
            painter.fillRect(band.header, faded(colors.muted, 0.12));
        if (isChosen || scene.selectedLane == band.lane)
            painter.fillRect(QRect(0, band.header.top(), 3, band.header.height() - 1),
                             colors.accent);
        drawLabel(painter, band.header, scene.labels[i],
                  isChosen ? colors.onSelection : colors.text,
                  isChosen ? colors.onSelection : colors.muted);
        painter.fillRect(QRect(0, band.header.bottom(), in.plotLeft, 1), faded(colors.border, 0.7));
    }
    painter.fillRect(QRect(in.plotLeft - 1, in.headHeight, 1, in.size.height()), colors.border);
}

void paintHead(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Inputs& in = scene.geometry->inputs();
    const QRect head(0, 0, in.size.width(), in.headHeight);
    painter.fillRect(head, colors.window);
    painter.fillRect(QRect(0, 0, head.width(), 1), colors.border);
    painter.fillRect(QRect(0, head.bottom(), head.width(), 1), colors.border);
    const QFontMetrics metrics = painter.fontMetrics();
    if (scene.isPicture) { // where the button is
        painter.setPen(colors.text);
        const int room = in.plotLeft - 2 * kNamePadding;
        painter.drawText(
            QRect(kNamePadding, 0, room, head.height()), Qt::AlignLeft | Qt::AlignVCenter,
            metrics.elidedText(ConfigStripPainter::tr("Configuration"), Qt::ElideRight, room));
    }
    const int room = head.right() - in.plotLeft - 2 * kNamePadding;
    painter.setPen(colors.muted);
    painter.drawText(QRect(in.plotLeft + kNamePadding, 0, room, head.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(scene.head, Qt::ElideRight, room));
}

// What the axis marks, over all of the strip.
void paintMoments(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Geometry& geometry = *scene.geometry;
    const Inputs& in = geometry.inputs();
    const QRect plot = plotRect(in);
    const double bottom = in.size.height();
    const auto isInView = [&](double x) {
        return x >= plot.left() && x <= plot.right();
    };
    if (scene.selection) {
        const double left = std::max<double>(tickX(geometry, scene.selection->from), plot.left());
        const double right =
            std::min<double>(tickX(geometry, scene.selection->to), plot.right() + 1);
        if (right > left) {
            painter.fillRect(QRectF(left, 0, std::max(1.0, right - left), bottom),
                             faded(colors.accent, colors.dark ? 0.16 : 0.1));
            painter.fillRect(QRectF(left, 0, 1, bottom), colors.accent);
            painter.fillRect(QRectF(right - 1, 0, 1, bottom), colors.accent);
        }
    }
    if (scene.origin) {
        if (const double x = std::round(tickX(geometry, *scene.origin)); isInView(x))
            painter.fillRect(QRectF(x - 0.5, 0, 1.5, bottom), colors.warning);
    }
    if (scene.momentNs) {
        if (const double x = std::round(geometry.xAt(*scene.momentNs)); isInView(x))
            timeline::paintMomentLine(painter, x, 0, bottom, colors);
    }
}

} // namespace

// Dense where nothing was recorded, wide where only some states were.
void paintHatch(QPainter& painter, const QRectF& rect, bool isLight, const ThemeColors& colors)
{
    painter.fillRect(rect, blend(colors.muted, colors.base, isLight ? 0.04 : 0.1));
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setPen(QPen(blend(colors.muted, colors.base, isLight ? 0.35 : 0.5), 1));
    const double step = isLight ? kLightHatchStep : kHatchStep;
    // Bound to the pixels of the view, so that moving does not make them crawl.
    const double first = std::floor((rect.left() - rect.height()) / step) * step;
    std::vector<QLineF> lines;
    for (double x = first; x < rect.right(); x += step)
        lines.emplace_back(x, rect.bottom(), x + rect.height(), rect.top());
    painter.drawLines(lines.data(), static_cast<int>(lines.size()));
    painter.restore();
}

void paintBar(QPainter& painter, const Bar& bar, const ThemeColors& colors)
{
    const QColor edge = blend(colors.muted, colors.base, 0.8);
    if (bar.part == Bar::Part::Recorded) {
        painter.fillRect(bar.rect, blend(colors.muted, colors.base, colors.dark ? 0.42 : 0.34));
    } else {
        const QRectF& r = bar.rect;
        painter.setPen(QPen(edge, 1, Qt::DotLine));
        painter.drawLine(QPointF(r.left(), r.top() + 0.5), QPointF(r.right(), r.top() + 0.5));
        painter.drawLine(QPointF(r.left(), r.bottom() - 0.5), QPointF(r.right(), r.bottom() - 0.5));
    }
    paintEnd(painter, bar.rect.left(), bar.rect, bar.left, edge);
    paintEnd(painter, bar.rect.right() - 2, bar.rect, bar.right, edge);
}

const QPixmap& Painter::marksFor(double ratio, const ThemeColors& colors)
{
    if (!m_marks.isNull() && m_marksRatio == ratio && m_marksDark == colors.dark)
        return m_marks;
    const int size = static_cast<int>(std::ceil(kMark * ratio));
    m_marks = QPixmap(size * kMarks, size);
    m_marks.fill(Qt::transparent);
    QPainter painter(&m_marks);
    for (int i = 0; i < kMarks; ++i)
        paintStateMark(painter, QRectF(i * size, 0, size, size), static_cast<StateMark>(i), colors);
    m_marksRatio = ratio;
    m_marksDark = colors.dark;
    return m_marks;
}

void Painter::paintMarks(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const auto marks = scene.geometry->marks();
    const QColor edge = blend(colors.muted, colors.base, 0.7);
    for (const Mark& mark : marks) {
        if (mark.states == 1)
            continue;
        painter.fillRect(mark.rect, colors.base);
        painter.setPen(edge);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(mark.rect.adjusted(0, 0, -1, -1));
        painter.setPen(colors.text);
        painter.drawText(mark.rect.adjusted(kMark - 1, 0, -1, 0), Qt::AlignCenter,
                         shortCount(mark.states));
    }
    const auto corner = [](const Mark& mark) {
        return mark.rect.topLeft();
    };
    if (scene.isPicture) {
        for (const Mark& mark : marks)
            paintStateMark(painter, QRectF(corner(mark), QSizeF(kMark, kMark)), mark.mark, colors);
        return;
    }
    const double ratio = painter.device()->devicePixelRatioF();
    const QPixmap& all = marksFor(ratio, colors);
    const double size = all.height();
    std::vector<QPainter::PixmapFragment> fragments;
    for (const Mark& mark : marks) {
        // On whole pixels, or the shapes would be blurred.
        const QPointF at(std::round(corner(mark).x() * ratio) / ratio,
                         std::round(corner(mark).y() * ratio) / ratio);
        fragments.push_back(QPainter::PixmapFragment::create(
            at + QPointF(size, size) / (2 * ratio),
            QRectF(static_cast<double>(mark.mark) * size, 0, size, size), 1 / ratio, 1 / ratio));
    }
    painter.drawPixmapFragments(fragments.data(), static_cast<int>(fragments.size()), all);
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
    key.selectedLane = scene.selectedLane;
    key.currentLane = scene.hasFocus ? scene.currentLane : std::nullopt;
    key.hoveredLane = scene.hoveredLane;
    key.size = QSize(in.plotLeft, in.size.height());
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
    painter.save();
    painter.setClipRect(plotRect(geometry.inputs()), Qt::IntersectClip);
    paintGround(painter, scene, colors);
    for (const Bar& bar : geometry.bars())
        paintBar(painter, bar, colors);
    paintMarks(painter, scene, colors);
    paintBeyond(painter, scene, colors);
    paintSelected(painter, scene, colors);
    painter.restore();
    paintHeaders(painter, scene, colors);
    paintHead(painter, scene, colors);
    paintMoments(painter, scene, colors);
}

} // namespace trailloupe::ui::configstrip
