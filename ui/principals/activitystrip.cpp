#include "ui/principals/activitystrip.h"

#include "ui/common/barcolor.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>

namespace trailloupe::ui {
namespace {

constexpr int kHeight = 54;
constexpr double kLeast = 2; // pixels of a bar with an event
// From the foot of a bar upwards.
constexpr std::array kParts{query::EventClass::Denied,    query::EventClass::Failed,
                            query::EventClass::Sensitive, query::EventClass::Write,
                            query::EventClass::Read,      query::EventClass::Other};
static_assert(kParts.size() == query::HistogramBar::kClasses);

} // namespace

ActivityStrip::ActivityStrip(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Activity over the whole export"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

void ActivityStrip::setBars(std::vector<std::int64_t> boundaries, query::Histogram histogram)
{
    m_boundaries = std::move(boundaries);
    m_histogram = std::move(histogram);
    m_current.reset();
    m_most = 0;
    for (const query::HistogramBar& bar : m_histogram.bars)
        m_most = std::max(m_most, bar.all());
    update();
}

void ActivityStrip::setSpanWords(std::function<QString(const query::TimeSpan&)> words)
{
    m_words = std::move(words);
}

QSize ActivityStrip::sizeHint() const
{
    return {400, kHeight};
}

QSize ActivityStrip::minimumSizeHint() const
{
    return {80, kHeight};
}

query::TimeSpan ActivityStrip::spanOf(std::size_t bar) const
{
    return {m_boundaries[bar], m_boundaries[bar + 1]};
}

QRectF ActivityStrip::rectOf(std::size_t bar) const
{
    const double step = static_cast<double>(width()) / static_cast<double>(barCount());
    return {static_cast<double>(bar) * step, 0, step, static_cast<double>(height())};
}

std::optional<std::size_t> ActivityStrip::barAt(const QPointF& point) const
{
    if (barCount() == 0 || point.x() < 0 || point.x() >= width())
        return std::nullopt;
    const double share = point.x() / width() * static_cast<double>(barCount());
    return std::min(static_cast<std::size_t>(share), barCount() - 1);
}

QString ActivityStrip::wordsOf(std::size_t bar) const
{
    const query::HistogramBar& of = m_histogram.bars[bar];
    const QString span = m_words ? m_words(spanOf(bar)) : QString();
    if (of.all() == 0)
        return tr("%1: no events").arg(span);
    return tr("%1: %2 events, %3 read, %4 write, %5 denied, %6 failed otherwise")
        .arg(span, countText(of.all()), countText(of.reads()), countText(of.writes()),
             countText(of.of(query::EventClass::Denied)),
             countText(of.of(query::EventClass::Failed)));
}

void ActivityStrip::choose(std::size_t bar)
{
    if (m_histogram.bars[bar].all() > 0)
        Q_EMIT spanChosen(spanOf(bar));
}

bool ActivityStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto bar = barAt(help->pos());
        QToolTip::showText(help->globalPos(), bar ? toolTipText(wordsOf(*bar)) : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

void ActivityStrip::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !rect().contains(event->position().toPoint()))
        return;
    if (const auto bar = barAt(event->position()))
        choose(*bar);
}

// The keys go from bar to bar that has events.
void ActivityStrip::keyPressEvent(QKeyEvent* event)
{
    const auto has = [this](std::size_t bar) {
        return m_histogram.bars[bar].all() > 0;
    };
    const bool isBack = event->key() == Qt::Key_Left;
    if (isBack || event->key() == Qt::Key_Right) {
        std::size_t bar = m_current.value_or(isBack ? barCount() : SIZE_MAX);
        while ((isBack ? bar > 0 : bar + 1 < barCount())) {
            bar = isBack ? bar - 1 : bar + 1;
            if (has(bar)) {
                m_current = bar;
                setAccessibleDescription(wordsOf(bar));
                update();
                break;
            }
        }
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_current) {
        choose(*m_current);
        return;
    }
    QWidget::keyPressEvent(event);
}

void ActivityStrip::paintEvent(QPaintEvent* event)
{
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    painter.fillRect(event->rect(), colors.base);
    for (std::size_t i = 0; i < barCount(); ++i) {
        const query::HistogramBar& bar = m_histogram.bars[i];
        const QRectF column = rectOf(i);
        if (bar.all() == 0 || !column.intersects(event->rect()))
            continue;
        if (m_current == i)
            painter.fillRect(column, colors.selection);
        const double most = column.height() - 4;
        const double whole =
            std::max(kLeast, most * static_cast<double>(bar.all()) / static_cast<double>(m_most));
        double y = column.bottom();
        const auto part = [&](std::uint64_t events, const QColor& color) {
            const double high =
                whole * static_cast<double>(events) / static_cast<double>(bar.all());
            const double gap = column.width() > 3 ? 1 : 0;
            painter.fillRect(QRectF(column.left(), y - high, column.width() - gap, high), color);
            y -= high;
        };
        for (const query::EventClass eventClass : kParts)
            part(bar.of(eventClass), barColor(eventClass, colors));
    }
    if (m_current && hasFocus()) {
        const QRect line = rect().adjusted(6, 3, -6, 0);
        painter.setPen(colors.text);
        painter.drawText(
            line, Qt::AlignRight | Qt::AlignTop | Qt::TextSingleLine,
            fontMetrics().elidedText(wordsOf(*m_current), Qt::ElideMiddle, line.width()));
    }
    painter.setPen(hasFocus() ? colors.accent : colors.border);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace trailloupe::ui
