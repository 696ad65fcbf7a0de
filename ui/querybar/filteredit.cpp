#include "ui/querybar/filteredit.h"

#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace trailloupe::ui {

FilterEdit::FilterEdit(QWidget* parent)
    : QLineEdit(parent)
{ }

void FilterEdit::setMark(std::optional<CharSpan> mark)
{
    m_mark = mark;
    update();
}

void FilterEdit::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (!m_mark)
        return;
    // The line may have scrolled: places are told from that of the cursor.
    const QFontMetrics metrics(font());
    const auto width = [&](int chars) {
        return metrics.horizontalAdvance(text().left(chars));
    };
    const int cursor = cursorRect().center().x() - width(cursorPosition());
    const int from = cursor + width(m_mark->start);
    const int to =
        std::max(from + metrics.averageCharWidth(), cursor + width(m_mark->start + m_mark->length));
    constexpr int kWave = 3;
    const int base = (height() + metrics.height()) / 2;
    QPainterPath wave(QPointF(std::max(from, kWave), base));
    for (int x = from, up = 0; x < std::min(to, this->width() - kWave); x += kWave, up ^= 1)
        wave.lineTo(x + kWave, base - (up ? 0 : kWave - 1));
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(themeColors(palette()).bad, 1.4));
    painter.drawPath(wave);
}

} // namespace trailloupe::ui
