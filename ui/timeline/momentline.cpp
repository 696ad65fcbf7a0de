#include "ui/timeline/momentline.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace trailloupe::ui::timeline {

namespace {

struct TimelinePainter
{
    Q_DECLARE_TR_FUNCTIONS(TimelinePainter)
};

constexpr double kDash = 5;
constexpr double kBetween = 3;

} // namespace

QString originFlag()
{
    return TimelinePainter::tr("T0");
}

QString momentFlag()
{
    return TimelinePainter::tr("as of");
}

double flagWidth(const QFontMetrics& metrics, const QString& text)
{
    return metrics.horizontalAdvance(text) + 8;
}

void paintMomentLine(QPainter& painter, double x, double top, double bottom,
                     const ThemeColors& colors)
{
    for (double y = top; y < bottom; y += kDash + kBetween)
        painter.fillRect(QRectF(x - 0.5, y, 1.5, std::min(kDash, bottom - y)), colors.text);
}

void paintMomentFlag(QPainter& painter, double x, const QRect& axis, std::optional<double> origin,
                     const ThemeColors& colors)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const double width = flagWidth(metrics, momentFlag());
    QRectF flag(x - width, axis.bottom() - metrics.height() - 1, width, metrics.height());
    const double taken = flagWidth(metrics, originFlag());
    const auto isFree = [&] {
        return flag.left() >= axis.left()
            && (!origin || flag.right() <= *origin || flag.left() >= *origin + taken);
    };
    if (!isFree())
        flag.moveLeft(x);
    if (!isFree() && origin)
        flag.moveLeft(*origin + taken);
    flag.moveLeft(std::min(flag.left(), axis.right() + 1.0 - width));
    painter.fillRect(flag, colors.text);
    painter.setPen(colors.base);
    painter.drawText(flag, Qt::AlignCenter, momentFlag());
}

} // namespace trailloupe::ui::timeline
