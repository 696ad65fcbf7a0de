#include "ui/histogram/histogrampainter.h"

#include "ui/common/barcolor.h"
#include "ui/histogram/histogramwords.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace trailloupe::ui::histogram {

using query::HistogramBar;
using query::TimeSpan;

namespace {

struct HistogramPainter
{
    Q_DECLARE_TR_FUNCTIONS(HistogramPainter)
};

constexpr std::array kParts{Part::Failed, Part::Write, Part::Read, Part::Other};
constexpr int kLeastGap = 4; // pixels; a narrower one is no news
constexpr double kGrip = 16; // height of the handle at the edge of the selection

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

// Where a span is in the plot; empty when it is out of view.
QRectF rectOf(const Inputs& in, TimeSpan span)
{
    const QRect plot = plotRect(in);
    const double left =
        std::max<double>(plot.left(), xOf(in, std::max(span.from, in.visible.from)));
    const double right =
        std::min<double>(plot.right() + 1, xOf(in, std::min(span.to, in.visible.to)));
    if (right <= left || span.to <= in.visible.from || span.from >= in.visible.to)
        return {};
    return {left, double(plot.top()), right - left, double(plot.height())};
}

void paintGround(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const QRect plot = plotRect(scene.in);
    painter.setPen(Qt::NoPen);
    if (scene.selection) {
        if (const QRectF rect = rectOf(scene.in, *scene.selection); !rect.isEmpty())
            painter.fillRect(rect, faded(colors.selection, 0.45));
    }
    const auto first =
        std::partition_point(scene.gaps.begin(), scene.gaps.end(),
                             [&](const TimeSpan& gap) { return gap.to <= scene.in.visible.from; });
    QBrush hatch(blend(colors.muted, colors.base, colors.dark ? 0.5 : 0.38), Qt::BDiagPattern);
    for (auto gap = first; gap != scene.gaps.end() && gap->from < scene.in.visible.to; ++gap) {
        const QRectF rect = rectOf(scene.in, *gap);
        if (rect.width() >= kLeastGap)
            painter.fillRect(rect.adjusted(1, 0, -1, 0), hatch);
    }
    painter.setPen(QPen(colors.border, 1));
    painter.drawLine(plot.left(), plot.top(), plot.right(), plot.top());
    for (const Tick& tick : scene.ticks) {
        if (!tick.isDay)
            continue;
        const int x = static_cast<int>(std::lround(xOf(scene.in, tick.at)));
        painter.drawLine(x, plot.top(), x, plot.bottom());
    }
}

void paintBar(QPainter& painter, const QRectF& column, const HistogramBar& bar, quint64 most,
              const ThemeColors& colors)
{
    const double unit = column.height() / static_cast<double>(std::max<quint64>(most, 1));
    double y = column.bottom();
    // What is drawn higher than it is, so that it can be seen, is taken from the parts above it.
    double owed = 0;
    for (const Part part : kParts) {
        const quint64 count = countOf(bar, part);
        if (count == 0)
            continue;
        const double exact = static_cast<double>(count) * unit;
        const double height = std::max(1.0, std::round(exact - owed));
        owed = std::max(0.0, owed + height - exact);
        painter.fillRect(QRectF(column.left(), y - height, column.width(), height),
                         colorOf(part, colors));
        y -= height;
    }
}

void paintBars(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const QRect plot = plotRect(scene.in);
    const quint64 most = mostIn(scene);
    const Range range = barsIn(scene.boundaries, scene.in.visible);
    const double ratio = painter.device()->devicePixelRatioF();
    const auto sharp = [ratio](double x) {
        return std::round(x * ratio) / ratio;
    };
    painter.save();
    painter.setClipRect(plot);
    for (std::size_t i = range.first; i < range.last; ++i) {
        const double left = sharp(xOf(scene.in, scene.boundaries[i]));
        const double right = sharp(xOf(scene.in, scene.boundaries[i + 1]));
        const double between = right - left >= 3 ? 1 : 0;
        const QRectF column(left, plot.top(), std::max(1 / ratio, right - left - between),
                            plot.height());
        if (scene.hovered == scene.boundaries[i])
            painter.fillRect(column.adjusted(0, 0, between, 0), faded(colors.muted, 0.16));
        paintBar(painter, column, scene.bars[i], most, colors);
    }
    painter.restore();
    painter.setPen(QPen(blend(colors.muted, colors.border, 0.4), 1));
    painter.drawLine(plot.left(), plot.bottom() + 1, plot.right(), plot.bottom() + 1);
}

// What is not chosen steps back.
void paintSelection(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const QRectF plot = plotRect(scene.in);
    const QColor veil = faded(colors.base, colors.dark ? 0.55 : 0.62);
    if (scene.undatedSelected) {
        painter.fillRect(plot, veil);
        return;
    }
    const auto& span = scene.band ? scene.band : scene.selection;
    if (!span)
        return;
    const QRectF rect = rectOf(scene.in, *span);
    if (rect.isEmpty()) {
        painter.fillRect(plot, veil);
        return;
    }
    painter.fillRect(QRectF(plot.topLeft(), QPointF(rect.left(), plot.bottom())), veil);
    painter.fillRect(QRectF(QPointF(rect.right(), plot.top()), plot.bottomRight()), veil);
    if (scene.band)
        painter.fillRect(rect, faded(colors.accent, 0.12));
    painter.setRenderHint(QPainter::Antialiasing);
    for (const bool atEnd : {false, true}) {
        const std::int64_t edge = atEnd ? span->to : span->from;
        if (edge < scene.in.visible.from || edge > scene.in.visible.to)
            continue;
        const double x = std::round(xOf(scene.in, edge));
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.accent);
        painter.drawRect(QRectF(x - 0.5, plot.top(), 1, plot.height()));
        painter.drawRoundedRect(QRectF(x - 2.5, plot.center().y() - kGrip / 2, 5, kGrip), 2.5, 2.5);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
}

void paintAxis(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const QRect axis = axisRect(scene.in);
    const QFontMetrics metrics = painter.fontMetrics();
    for (const Tick& tick : scene.ticks) {
        const int x = static_cast<int>(std::lround(xOf(scene.in, tick.at)));
        painter.setPen(colors.muted);
        painter.drawLine(x, axis.top(), x, axis.top() + 3);
        const int width = metrics.horizontalAdvance(tick.label);
        QRect text(x - width / 2, axis.top() + 3, width + 1, axis.height() - 3);
        // The labels at the ends stay within the widget.
        text.moveLeft(std::clamp(text.left(), 2, std::max(2, axis.right() - width + 8)));
        painter.setPen(tick.isDay ? colors.text : colors.muted);
        painter.drawText(text, Qt::AlignCenter, tick.label);
    }
    if (const quint64 most = mostIn(scene); most > 0) {
        const QRect plot = plotRect(scene.in);
        painter.setPen(colors.muted);
        painter.drawText(QRect(0, plot.top() - 2, scene.in.gutter - 6, scene.in.textHeight),
                         Qt::AlignRight | Qt::AlignTop, shortCount(most));
    }
}

void paintUndated(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const QRect box = undatedRect(scene.in);
    if (box.isEmpty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const bool chosen = scene.undatedSelected;
    painter.setPen(
        QPen(chosen ? colors.accent : colors.border, 1, chosen ? Qt::SolidLine : Qt::DashLine));
    painter.setBrush(chosen                     ? colors.selection
                         : scene.undatedHovered ? colors.control
                                                : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    const QRect upper(box.left(), box.center().y() - scene.in.textHeight, box.width(),
                      scene.in.textHeight);
    painter.setPen(chosen ? colors.onSelection : colors.text);
    painter.drawText(upper, Qt::AlignCenter, shortCount(scene.undated));
    painter.setPen(chosen ? colors.onSelection : colors.muted);
    painter.drawText(upper.translated(0, scene.in.textHeight), Qt::AlignCenter,
                     HistogramPainter::tr("undated"));
}

void paintCursor(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    if (!scene.hasFocus || !scene.cursor)
        return;
    const auto bar = barAt(scene.boundaries, *scene.cursor);
    if (!bar)
        return;
    const QRectF rect = rectOf(scene.in, {scene.boundaries[*bar], scene.boundaries[*bar + 1]});
    if (rect.isEmpty())
        return;
    painter.setPen(QPen(colors.accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(-1, 0, 0, 1));
}

// Where the selected event is: a line through its second, and a triangle under it.
void paintEvent(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    constexpr double kHalf = 4.5;
    const QRectF plot = plotRect(scene.in);
    if (!scene.event || *scene.event < scene.in.visible.from || *scene.event >= scene.in.visible.to)
        return;
    const double x = std::clamp(xOf(scene.in, *scene.event), plot.left(), plot.right());
    painter.setPen(QPen(colors.text, 1, Qt::DotLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.text);
    const double ground = plot.bottom() + 1;
    painter.drawPolygon(QPolygonF(
        {{x, ground}, {x - kHalf, ground + 1.4 * kHalf}, {x + kHalf, ground + 1.4 * kHalf}}));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintBandText(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    if (!scene.band || scene.bandText.isEmpty())
        return;
    const QRectF plot = plotRect(scene.in);
    const QRectF band = rectOf(scene.in, *scene.band);
    const double width = painter.fontMetrics().horizontalAdvance(scene.bandText) + 16;
    QRectF pill(0, plot.top() + 3, width, scene.in.textHeight + 4);
    pill.moveLeft(std::clamp(band.center().x() - width / 2, plot.left(),
                             std::max(plot.left(), plot.right() - width)));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.border, 1));
    painter.setBrush(colors.raised);
    painter.drawRoundedRect(pill, 4, 4);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(colors.text);
    painter.drawText(pill, Qt::AlignCenter, scene.bandText);
}

} // namespace

quint64 countOf(const HistogramBar& bar, Part part)
{
    switch (part) {
    case Part::Failed:
        return bar.failures();
    case Part::Write:
        return bar.writes();
    case Part::Read:
        return bar.reads();
    case Part::Other:
        break;
    }
    return bar.others();
}

QColor colorOf(Part part, const ThemeColors& colors)
{
    using query::EventClass;
    switch (part) {
    case Part::Failed:
        return barColor(EventClass::Denied, colors);
    case Part::Write:
        return barColor(EventClass::Write, colors);
    case Part::Read:
        return barColor(EventClass::Read, colors);
    case Part::Other:
        break;
    }
    return barColor(EventClass::Other, colors);
}

quint64 mostIn(const Scene& scene)
{
    const Range range = barsIn(scene.boundaries, scene.in.visible);
    quint64 most = 0;
    for (std::size_t i = range.first; i < range.last; ++i)
        most = std::max<quint64>(most, scene.bars[i].all());
    return most;
}

void paint(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    if (!scene.emptyText.isEmpty()) {
        painter.setPen(colors.muted);
        painter.drawText(plotRect(scene.in), Qt::AlignCenter, scene.emptyText);
    }
    paintGround(painter, scene, colors);
    paintBars(painter, scene, colors);
    paintSelection(painter, scene, colors);
    paintAxis(painter, scene, colors);
    paintUndated(painter, scene, colors);
    paintEvent(painter, scene, colors);
    paintCursor(painter, scene, colors);
    paintBandText(painter, scene, colors);
}

} // namespace trailloupe::ui::histogram
