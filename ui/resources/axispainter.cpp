#include "ui/resources/axispainter.h"

#include "ui/words/numbertext.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>

namespace trailloupe::ui::configaxis {
namespace {

constexpr int kCardMargin = 7;
constexpr int kSwatchWidth = 14;
constexpr double kRounding = 4;

QColor blend(const QColor& over, const QColor& ground, double share)
{
    const auto mixed = [share](int a, int b) {
        return static_cast<int>(a * share + b * (1 - share));
    };
    return {mixed(over.red(), ground.red()), mixed(over.green(), ground.green()),
            mixed(over.blue(), ground.blue())};
}

// Dense where nothing was recorded, wide where only some states were.
void paintHatch(QPainter& painter, const QRectF& rect, bool isLight, const ThemeColors& colors)
{
    painter.fillRect(rect, blend(colors.muted, colors.base, isLight ? 0.05 : 0.12));
    const QColor line = blend(colors.muted, colors.base, isLight ? 0.4 : 0.55);
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(line, 1, isLight ? Qt::DotLine : Qt::SolidLine));
    const double step = isLight ? 12 : 7;
    const double height = rect.height();
    // Bound to the pixels of the view, so that moving does not make them crawl.
    const double first = std::floor((rect.left() - height) / step) * step;
    for (double x = first; x < rect.right(); x += step)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + height, rect.top()));
    painter.restore();
}

void paintHead(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const QFontMetrics metrics = painter.fontMetrics();
    QRect room = headRect(scene.geometry->inputs());
    painter.setPen(colors.muted);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(scene.span, Qt::ElideRight, room.width()));
    room.setLeft(room.left() + metrics.horizontalAdvance(scene.span) + 24);
    // As many as there is room for; each is told by the tip of its gap too.
    int right = room.right();
    for (const LegendEntry& entry : scene.legend) {
        const int width = metrics.horizontalAdvance(entry.words);
        if (right - width - kSwatchWidth - 6 < room.left())
            break;
        const QRect text(right - width, room.top(), width + 1, room.height());
        painter.setPen(colors.muted);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, entry.words);
        const QRectF swatch(text.left() - kSwatchWidth - 5, room.center().y() - 4, kSwatchWidth, 9);
        paintHatch(painter, swatch, entry.isLight, colors);
        painter.setPen(colors.border);
        painter.drawRect(swatch.adjusted(0, 0, -1, -1));
        right = static_cast<int>(swatch.left()) - 14;
    }
}

void paintGaps(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Inputs& in = scene.geometry->inputs();
    for (const GapRect& gap : scene.geometry->gaps())
        paintHatch(painter, gap.rect, in.content->gaps[gap.gap].isLight, colors);
}

void paintTicks(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Inputs& in = scene.geometry->inputs();
    const QRect axis = ticksRect(in);
    const QRect band = bandRect(in);
    painter.setPen(colors.border);
    painter.drawLine(axis.topLeft(), axis.topRight());
    const QFontMetrics metrics = painter.fontMetrics();
    int free = axis.left(); // of labels before
    for (const Tick& tick : scene.ticks) {
        const auto x = static_cast<int>(scene.geometry->xAt(tick.at * 1'000'000'000));
        if (x < axis.left() || x > axis.right())
            continue;
        painter.setPen(colors.border);
        painter.drawLine(x, band.top() + 2, x, axis.top() + 3);
        const int width = metrics.horizontalAdvance(tick.label);
        const int left =
            std::clamp(x - width / 2, axis.left(), std::max(axis.left(), axis.right() - width));
        if (left < free)
            continue;
        painter.setPen(tick.isDay ? colors.text : colors.muted);
        painter.drawText(QRect(left, axis.top() + 4, width + 1, axis.height() - 4),
                         Qt::AlignLeft | Qt::AlignTop, tick.label);
        free = left + width + 8;
    }
}

// Where it goes on beyond what is known it fades out.
QBrush barBrush(const Bar& bar, const QColor& color)
{
    if (!bar.isOpenLeft)
        return color;
    QLinearGradient fade(bar.rect.topLeft(), bar.rect.topRight());
    QColor clear = color;
    clear.setAlphaF(0.0F);
    fade.setColorAt(0, clear);
    fade.setColorAt(1, color);
    return fade;
}

void paintBars(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const QColor color = blend(colors.good, colors.base, colors.dark ? 0.6 : 0.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Bar& bar : scene.geometry->bars()) {
        if (bar.kind == Bar::Kind::Known) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(color);
            painter.drawRoundedRect(bar.rect, 2, 2);
            continue;
        }
        // Not told by items: dashes.
        QPen pen(barBrush(bar, color), 2, Qt::CustomDashLine, Qt::FlatCap);
        pen.setDashPattern({3, 2});
        painter.setPen(pen);
        const double y = bar.rect.center().y();
        painter.drawLine(QPointF(bar.rect.left(), y), QPointF(bar.rect.right(), y));
        if (bar.isOpenRight) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(color);
            const QPointF tip(bar.rect.right(), y);
            const std::array arrow{tip, tip + QPointF(-7, -4), tip + QPointF(-7, 4)};
            painter.drawPolygon(arrow.data(), static_cast<int>(arrow.size()));
        }
    }
    // Confirmed by a snapshot: a short stroke in the bar.
    painter.setPen(QPen(colors.base, 1.5));
    const QRect band = bandRect(scene.geometry->inputs());
    for (const std::int64_t ns : scene.seen) {
        const double x = scene.geometry->xAt(ns);
        if (x > band.left() && x < band.right())
            painter.drawLine(QPointF(x, band.center().y() - 2.5),
                             QPointF(x, band.center().y() + 3.5));
    }
    painter.restore();
}

void paintVanishing(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const QRectF& rect = scene.geometry->vanishing();
    if (rect.isEmpty())
        return;
    painter.save();
    QColor ground = colors.warning;
    ground.setAlphaF(0.14F);
    painter.fillRect(rect, ground);
    painter.setPen(QPen(colors.warning, 1, Qt::DashLine));
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.drawText(rect, Qt::AlignCenter, QStringLiteral("?"));
    painter.restore();
}

// "999", "1.2k", "50k": what a cluster has room for.
QString shortCount(std::uint32_t count)
{
    if (count < 1000)
        return QString::number(count);
    return count < 10'000 ? QStringLiteral("%1k").arg(count / 1000.0, 0, 'f', 1)
                          : QStringLiteral("%1k").arg(count / 1000);
}

void paintLetter(QPainter& painter, const QPointF& at, const QString& letter,
                 const ThemeColors& colors)
{
    QFont font = painter.font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 0.8);
    painter.save();
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const double side = metrics.height();
    const QRectF badge(at.x() - side / 2, at.y() - side / 2, side, side);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.accent);
    painter.drawEllipse(badge);
    painter.setPen(colors.onAccent);
    painter.drawText(badge, Qt::AlignCenter, letter);
    painter.restore();
}

void paintMarks(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Inputs& in = scene.geometry->inputs();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Mark& mark : scene.geometry->marks()) {
        const bool isCurrent = in.current && mark.holds(*in.current);
        const bool isPicked = isCurrent || (in.base && mark.holds(*in.base));
        const bool isHovered = scene.hovered == mark.first;
        if (mark.isCluster()) {
            painter.setPen(QPen(isPicked        ? colors.accent
                                    : isHovered ? colors.text
                                                : colors.muted,
                                isPicked ? 2 : 1));
            painter.setBrush(isCurrent ? colors.selection : colors.raised);
            painter.drawRoundedRect(mark.rect.adjusted(0.5, 0.5, -0.5, -0.5),
                                    mark.rect.height() / 2, mark.rect.height() / 2);
            painter.setPen(isCurrent ? colors.onSelection : colors.text);
            QFont font = painter.font();
            QFont small = font;
            small.setPointSizeF(font.pointSizeF() * 0.85);
            painter.setFont(small);
            painter.drawText(mark.rect, Qt::AlignCenter, shortCount(mark.states));
            painter.setFont(font);
            continue;
        }
        if (isPicked || isHovered) {
            painter.setPen(QPen(isPicked ? colors.accent : colors.muted, 1.5));
            painter.setBrush(isCurrent ? colors.selection : colors.base);
            painter.drawEllipse(mark.rect.center(), mark.rect.width() / 2, mark.rect.height() / 2);
        }
        paintStateMark(painter, mark.rect, scene.mark(mark.first), colors);
    }
    painter.restore();
}

void paintCard(QPainter& painter, const Scene& scene, const Card& card, const ThemeColors& colors)
{
    const Inputs& in = scene.geometry->inputs();
    const bool isCurrent = card.states == 1 && in.current == card.first;
    const bool isBase = card.states == 1 && in.base == card.first;
    const bool isHovered = scene.hovered == card.first;
    painter.setPen(
        QPen(isCurrent || isBase ? colors.accent : colors.border, isCurrent || isBase ? 1.5 : 1));
    painter.drawLine(QPointF(card.foot.x(), card.rect.bottom() + 1), card.foot);
    painter.setPen(QPen(isCurrent || isBase ? colors.accent
                            : isHovered     ? colors.muted
                                            : colors.border,
                        isCurrent ? 1.6 : 1, isBase && !isCurrent ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(isCurrent ? colors.selection : colors.raised);
    painter.drawRoundedRect(QRectF(card.rect).adjusted(0.5, 0.5, -0.5, -0.5), kRounding, kRounding);
    const CardWords words = scene.words(card);
    QRect line(card.rect.left() + kCardMargin, card.rect.top() + 4,
               card.rect.width() - 2 * kCardMargin, in.lineHeight);
    const QFontMetrics metrics = painter.fontMetrics();
    QRect title = line;
    if (card.states == 1) {
        paintStateMark(painter, QRectF(line.left() - 2, line.top(), in.lineHeight, in.lineHeight),
                       scene.mark(card.first), colors);
        title.setLeft(title.left() + in.lineHeight + 2);
    }
    painter.setPen(isCurrent ? colors.onSelection : colors.text);
    painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(words.title, Qt::ElideRight, title.width()));
    line.translate(0, in.lineHeight);
    painter.setPen(isCurrent ? colors.onSelection : colors.muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(words.counts, Qt::ElideRight, line.width()));
    if (isCurrent && in.base)
        paintLetter(painter, card.rect.topRight() + QPointF(-5, 4), QStringLiteral("A"), colors);
    if (isBase)
        paintLetter(painter, card.rect.topRight() + QPointF(-5, 4), QStringLiteral("B"), colors);
}

void paintMoment(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    if (!scene.moment)
        return;
    const Inputs& in = scene.geometry->inputs();
    const QRect plot = plotRect(in);
    const double x = scene.geometry->xAt(*scene.moment);
    if (x < plot.left() || x > plot.right() + 1)
        return;
    const QRect ticks = ticksRect(in);
    const int top = headRect(in).bottom() + 1;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.accent, 1.5, Qt::DashLine));
    painter.drawLine(QPointF(x, top), QPointF(x, ticks.top()));
    const QFontMetrics metrics = painter.fontMetrics();
    const double width = metrics.horizontalAdvance(scene.momentWords) + 10;
    QRectF pill(x - width / 2, top, width, in.lineHeight + 2);
    pill.moveLeft(std::clamp<double>(pill.left(), plot.left(),
                                     std::max<double>(plot.left(), plot.right() - width)));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.accent);
    painter.drawRoundedRect(pill, kRounding, kRounding);
    painter.setPen(colors.onAccent);
    painter.drawText(pill, Qt::AlignCenter, scene.momentWords);
    painter.restore();
}

void paintUndated(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const QRect rect = undatedRect(scene.geometry->inputs());
    if (rect.isEmpty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(scene.isUndatedCurrent ? colors.accent : colors.border,
                        scene.isUndatedCurrent ? 2 : 1));
    painter.setBrush(scene.isUndatedCurrent ? colors.selection : colors.raised);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 2.5, -0.5, -2.5), kRounding, kRounding);
    painter.setPen(scene.isUndatedCurrent ? colors.onSelection : colors.muted);
    painter.drawText(rect, Qt::AlignCenter, scene.undated);
    painter.restore();
}

} // namespace

void paint(QPainter& painter, const Scene& scene, const ThemeColors& colors)
{
    const Inputs& in = scene.geometry->inputs();
    if (!in.content)
        return;
    paintGaps(painter, scene, colors);
    paintHead(painter, scene, colors);
    paintTicks(painter, scene, colors);
    paintBars(painter, scene, colors);
    paintVanishing(painter, scene, colors);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    // Higher ones first: their stems pass behind lower cards' edges.
    std::vector<const Card*> cards;
    for (const Card& card : scene.geometry->cards())
        cards.push_back(&card);
    std::ranges::stable_sort(cards, std::greater(), &Card::row);
    for (const Card* card : cards)
        paintCard(painter, scene, *card, colors);
    painter.restore();
    paintMarks(painter, scene, colors);
    paintUndated(painter, scene, colors);
    paintMoment(painter, scene, colors);
    if (scene.hasFocus) {
        painter.setPen(QPen(colors.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRect(QPoint(), in.size).adjusted(0, 0, -1, -1));
    }
}

} // namespace trailloupe::ui::configaxis
