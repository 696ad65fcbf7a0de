#include "ui/overview/tile.h"

#include "ui/common/theme.h"

#include <QPainter>

#include <algorithm>

namespace trailloupe::ui {
namespace {

constexpr int kPadding = 12;
constexpr int kGap = 2;
constexpr int kRadius = 6;
constexpr int kMinimumWidth = 150;

} // namespace

Tile::Tile(const QString& title, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(title);
    setFocusPolicy(Qt::NoFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Tile::setNumbers(const QString& value, const QString& note, Tone tone)
{
    m_value = value;
    m_note = note;
    m_tone = tone;
    setAccessibleName(QStringLiteral("%1: %2").arg(text(), value));
    setAccessibleDescription(note);
    setToolTip(note.isEmpty() ? QString() : note.toHtmlEscaped());
    updateGeometry();
    update();
}

void Tile::setLeads(bool leads)
{
    m_leads = leads;
    setFocusPolicy(leads ? Qt::StrongFocus : Qt::NoFocus);
    setCursor(leads ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

QFont Tile::valueFont() const
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    large.setWeight(QFont::DemiBold);
    return large;
}

QSize Tile::sizeHint() const
{
    const QFontMetrics small(font());
    const QFontMetrics large(valueFont());
    const int width =
        std::max(large.horizontalAdvance(m_value), small.horizontalAdvance(text())) + 2 * kPadding;
    return {std::max(kMinimumWidth, width),
            2 * small.height() + large.height() + 2 * kGap + 2 * kPadding};
}

void Tile::paintEvent(QPaintEvent*)
{
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lit = m_leads && (underMouse() || hasFocus());
    painter.setPen(lit ? colors.accent : colors.border);
    painter.setBrush(isDown() ? colors.selection : colors.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);

    QRect line = rect().adjusted(kPadding, kPadding, -kPadding, -kPadding);
    const auto draw = [&](const QFont& with, const QColor& color, const QString& what) {
        painter.setFont(with);
        painter.setPen(color);
        const QFontMetrics metrics(with);
        line.setHeight(metrics.height());
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(what, Qt::ElideRight, line.width()));
        line.moveTop(line.top() + metrics.height() + kGap);
    };
    const QColor tone = m_tone == Tone::Bad ? colors.bad
        : m_tone == Tone::Warning           ? colors.warning
                                            : colors.text;
    draw(font(), colors.muted, text());
    draw(valueFont(), tone, m_value);
    draw(font(), colors.muted, m_note);
}

} // namespace trailloupe::ui
