#include "ui/querybar/filteredit.h"

#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QValidator>

#include <algorithm>
#include <utility>

namespace trailloupe::ui {
namespace {

// Takes a text as a whole or not at all: half a paste would be another filter.
class WholeText : public QValidator
{
public:
    using QValidator::QValidator;

    State validate(QString& text, int& /*cursor*/) const override
    {
        return text.size() > FilterEdit::kMaxChars ? Invalid : Acceptable;
    }
};

} // namespace

FilterEdit::FilterEdit(QWidget* parent)
    : QLineEdit(parent)
{
    // One more than may be, so that longer text is known without being taken in first.
    setMaxLength(kMaxChars + 1);
    setValidator(new WholeText(this));
}

void FilterEdit::setMark(std::optional<CharSpan> mark)
{
    m_mark = mark;
    update();
}

void FilterEdit::setWarnings(std::vector<CharSpan> places)
{
    m_warnings = std::move(places);
    update();
}

void FilterEdit::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (!m_mark && m_warnings.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColors& colors = themeColors(palette());
    for (const CharSpan& place : m_warnings)
        drawWave(painter, place, colors.warning);
    if (m_mark)
        drawWave(painter, *m_mark, colors.bad);
}

void FilterEdit::drawWave(QPainter& painter, const CharSpan& place, const QColor& color) const
{
    // The line may have scrolled: places are told from that of the cursor.
    const QFontMetrics metrics(font());
    const auto width = [&](int chars) {
        return metrics.horizontalAdvance(text().left(chars));
    };
    const int cursor = cursorRect().center().x() - width(cursorPosition());
    const int from = cursor + width(place.start);
    const int to =
        std::max(from + metrics.averageCharWidth(), cursor + width(place.start + place.length));
    constexpr int kWave = 3;
    const int base = (height() + metrics.height()) / 2;
    QPainterPath wave(QPointF(std::max(from, kWave), base));
    for (int x = from, up = 0; x < std::min(to, this->width() - kWave); x += kWave, up ^= 1)
        wave.lineTo(x + kWave, base - (up ? 0 : kWave - 1));
    painter.setPen(QPen(color, 1.4));
    painter.drawPath(wave);
}

} // namespace trailloupe::ui
