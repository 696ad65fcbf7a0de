#include "ui/common/confidencedots.h"

#include <QPainter>

namespace trailloupe::ui {
namespace {

constexpr int kDots = 4; // as many as there are degrees of confidence
constexpr int kSize = 5;
constexpr int kStep = 7;
constexpr int kGap = 4;

} // namespace

int paintConfidence(QPainter* painter, const QRect& rect, int confidence, const QColor& color)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color, 1));
    for (int i = 0; i < kDots; ++i) {
        painter->setBrush(i < confidence ? QBrush(color) : QBrush(Qt::NoBrush));
        painter->drawEllipse(QRectF(rect.left() + i * kStep + 0.5,
                                    rect.center().y() - kSize / 2.0 + 0.5, kSize, kSize));
    }
    painter->restore();
    return rect.left() + kDots * kStep + kGap;
}

} // namespace trailloupe::ui
