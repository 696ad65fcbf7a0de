#include "ui/histogram/histogramview.h"

#include "ui/common/pivotmenu.h"
#include "ui/common/theme.h"
#include "ui/histogram/histogramwords.h"
#include "ui/words/timetext.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace trailloupe::ui {

using histogram::barAt;
using query::TimeSpan;
using workspace::Investigation;
using workspace::TimeBars;

namespace {

constexpr int kBarWidth = 6; // pixels; what the number of bars aims at
constexpr int kDragBegins = 4; // pixels
constexpr int kEdgeReach = 4; // pixels to either side
constexpr double kWheelZoom = 0.8; // a notch
constexpr double kWheelMove = 0.12; // of the view, a notch
constexpr double kNotch = 120;

// A tooltip whose lines are not broken.
QString asLines(const QString& text)
{
    return QStringLiteral("<p style='white-space:pre'>%1</p>").arg(text.toHtmlEscaped());
}

} // namespace

HistogramView::HistogramView(TimeBars& bars, Investigation& investigation, QWidget* parent)
    : QWidget(parent)
    , m_bars(bars)
    , m_investigation(investigation)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Histogram: events along time"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    const auto refresh = [this] {
        describe();
        update();
    };
    connect(&bars, &TimeBars::answerChanged, this, [this, refresh] {
        adoptWidth(); // there may be undated events now
        refresh();
    });
    connect(&bars, &TimeBars::visibleChanged, this, refresh);
    connect(&bars, &TimeBars::gapsChanged, this, refresh);
    connect(&bars, &TimeBars::selectionChanged, this, refresh);
    connect(&investigation, &Investigation::zoneChanged, this, refresh);
    describe();
}

histogram::Inputs HistogramView::inputs() const
{
    const QFontMetrics metrics(font());
    const bool undated = answer().counts.undated.all() > 0 || m_bars.selection().undated;
    return {.size = size(),
            .gutter = metrics.horizontalAdvance(QStringLiteral("99.9M")) + 14,
            .textHeight = metrics.height(),
            .undatedWidth = undated ? metrics.horizontalAdvance(tr("undated")) + 18 : 0,
            .visible = m_bars.visible().value_or(TimeSpan{0, 1})};
}

QSize HistogramView::sizeHint() const
{
    const int line = QFontMetrics(font()).height();
    return {40 * line, line * 13 / 2};
}

QSize HistogramView::minimumSizeHint() const
{
    return {10 * QFontMetrics(font()).height(), sizeHint().height()};
}

void HistogramView::adoptWidth()
{
    m_bars.setBarCount(histogram::plotRect(inputs()).width() / kBarWidth);
}

QString HistogramView::emptyText() const
{
    if (!m_bars.hasAnswer())
        return tr("Counting…");
    if (answer().total == 0)
        return tr("No event fits the filter");
    if (histogram::barCount(answer().boundaries) == 0
        || answer().total == answer().counts.undated.all())
        return tr("None of these events has a time");
    return {};
}

histogram::Scene HistogramView::scene() const
{
    const histogram::Inputs in = inputs();
    const int room = QFontMetrics(font()).horizontalAdvance(QStringLiteral("0000-00-00")) + 24;
    histogram::Scene scene{.in = in,
                           .boundaries = answer().boundaries,
                           .bars = answer().counts.bars,
                           .undated = answer().counts.undated.all(),
                           .gaps = m_bars.gaps(),
                           .ticks = {},
                           .selection = m_bars.selection().span,
                           .undatedSelected = m_bars.selection().undated,
                           .band = m_band,
                           .bandText = bandText(),
                           .cursor = m_usesKeys ? m_cursor : std::nullopt,
                           .hovered = m_hovered,
                           .event = m_event,
                           .undatedHovered = m_undatedHovered,
                           .hasFocus = hasFocus(),
                           .emptyText = emptyText()};
    if (m_bars.visible())
        scene.ticks =
            timeTicks(in.visible, histogram::plotRect(in).width(), room, m_investigation.zone());
    return scene;
}

void HistogramView::setEventTime(std::optional<std::int64_t> seconds)
{
    if (seconds == m_event)
        return;
    m_event = seconds;
    update();
}

void HistogramView::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    histogram::paint(painter, scene(), themeColors(palette()));
}

void HistogramView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    adoptWidth();
}

void HistogramView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
        adoptWidth();
    }
}

QString HistogramView::bandText() const
{
    if (!m_band)
        return {};
    const TimeText time(m_investigation.zone());
    const QString span = time.span(m_band->from, m_band->to);
    const auto count = histogram::countOf(answer().boundaries, answer().counts.bars, *m_band);
    const QString text = count ? tr("%1  ·  %2").arg(span, eventsText(count->all())) : span;
    return m_keyAnchor ? tr("%1  ·  Enter selects").arg(text) : text;
}

void HistogramView::describe()
{
    const TimeText time(m_investigation.zone());
    QStringList parts;
    if (m_bars.visible())
        parts.append(time.span(m_bars.visible()->from, m_bars.visible()->to));
    if (m_bars.hasAnswer())
        parts.append(eventsText(answer().total));
    if (const quint64 undated = answer().counts.undated.all(); undated > 0)
        parts.append(tr("%1 undated").arg(undated));
    if (const auto& span = m_bars.selection().span)
        parts.append(tr("selected: %1").arg(time.span(span->from, span->to)));
    if (m_bars.selection().undated)
        parts.append(tr("selected: events without a time"));
    if (hasFocus() && m_usesKeys && m_cursor) {
        if (const auto bar = barAt(answer().boundaries, *m_cursor))
            parts.prepend(tr("%1: %2").arg(
                time.span(answer().boundaries[*bar], answer().boundaries[*bar + 1]),
                barText(answer().counts.bars[*bar])));
    }
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
}

// The edge under the pointer, as the moment of the other edge.
std::optional<std::int64_t> HistogramView::edgeAt(const QPoint& point) const
{
    const auto& span = m_bars.selection().span;
    const histogram::Inputs in = inputs();
    const QRect plot = histogram::plotRect(in);
    if (!span || !plot.adjusted(-kEdgeReach, 0, kEdgeReach, 0).contains(point))
        return std::nullopt;
    const auto isAt = [&](std::int64_t edge) {
        return edge >= in.visible.from && edge <= in.visible.to
            && std::abs(histogram::xOf(in, edge) - point.x()) <= kEdgeReach;
    };
    if (isAt(span->to))
        return span->from;
    if (isAt(span->from))
        return span->to;
    return std::nullopt;
}

std::optional<std::int64_t> HistogramView::barStartAt(const QPoint& point) const
{
    const histogram::Inputs in = inputs();
    if (!histogram::plotRect(in).contains(point) || !m_bars.visible())
        return std::nullopt;
    const auto bar = barAt(answer().boundaries, histogram::timeAt(in, point.x()));
    return bar ? std::optional(answer().boundaries[*bar]) : std::nullopt;
}

const TimeSpan* HistogramView::gapAt(std::int64_t seconds) const
{
    for (const TimeSpan& gap : m_bars.gaps()) {
        if (seconds >= gap.from && seconds < gap.to)
            return &gap;
    }
    return nullptr;
}

QString HistogramView::helpAt(const QPoint& point) const
{
    const histogram::Inputs in = inputs();
    const TimeText time(m_investigation.zone());
    if (histogram::undatedRect(in).contains(point))
        return histogram::undatedText(answer().counts.undated);
    const auto start = barStartAt(point);
    if (!start)
        return {};
    const std::size_t bar = *barAt(answer().boundaries, *start);
    QString text = time.span(*start, answer().boundaries[bar + 1]) + u'\n'
        + barText(answer().counts.bars[bar]);
    if (const TimeSpan* gap = gapAt(histogram::timeAt(in, point.x())))
        text += u'\n' + histogram::gapText(*gap, time);
    return text;
}

bool HistogramView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = m_gesture == Gesture::None ? helpAt(help->pos()) : QString();
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), asLines(text), this,
                               QRect(help->pos() - QPoint(2, 20), QSize(4, 40)));
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && wantsKey(static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void HistogramView::hover(const QPoint& point)
{
    const auto bar = barStartAt(point);
    const bool undated = histogram::undatedRect(inputs()).contains(point);
    setCursor(undated             ? Qt::PointingHandCursor
                  : edgeAt(point) ? Qt::SizeHorCursor
                  : bar           ? Qt::CrossCursor
                                  : Qt::ArrowCursor);
    if (bar == m_hovered && undated == m_undatedHovered)
        return;
    m_hovered = bar;
    m_undatedHovered = undated;
    update();
}

void HistogramView::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    m_hovered.reset();
    m_undatedHovered = false;
    update();
}

void HistogramView::mousePressEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    m_pressed = point;
    m_usesKeys = false;
    m_keyAnchor.reset();
    m_band.reset();
    if (event->button() == Qt::MiddleButton && m_bars.visible()) {
        m_gesture = Gesture::Move;
        m_movedFrom = *m_bars.visible();
        setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        if (histogram::undatedRect(inputs()).contains(point)) {
            m_gesture = Gesture::Undated;
        } else if (const auto other = edgeAt(point)) {
            m_gesture = Gesture::Edge;
            m_anchor = *other;
        } else if (barStartAt(point)) {
            m_gesture = Gesture::Press;
            m_anchor = histogram::timeAt(inputs(), point.x());
        }
    }
    QToolTip::hideText();
    update();
}

void HistogramView::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    if (m_gesture == Gesture::None)
        hover(point);
    else
        drag(point);
}

void HistogramView::drag(const QPoint& point)
{
    const histogram::Inputs in = inputs();
    if (m_gesture == Gesture::Press && std::abs(point.x() - m_pressed.x()) >= kDragBegins)
        m_gesture = Gesture::Span;
    const std::int64_t at = histogram::timeAt(in, point.x());
    switch (m_gesture) {
    case Gesture::Span:
        m_band = histogram::snapped(answer().boundaries, m_anchor, at);
        break;
    case Gesture::Edge: {
        const std::int64_t edge = histogram::nearestBoundary(answer().boundaries, at);
        if (edge != m_anchor)
            m_band = TimeSpan{std::min(edge, m_anchor), std::max(edge, m_anchor)};
        break;
    }
    case Gesture::Move: {
        const double share = static_cast<double>(m_pressed.x() - point.x())
            / std::max(1, histogram::plotRect(in).width());
        m_bars.setVisible(histogram::moved(m_movedFrom, share));
        break;
    }
    case Gesture::None:
    case Gesture::Press:
    case Gesture::Undated:
        break;
    }
    m_hovered.reset();
    update();
}

void HistogramView::mouseReleaseEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    const auto band = std::exchange(m_band, std::nullopt);
    switch (gesture) {
    case Gesture::Press:
        if (const auto bar = barAt(answer().boundaries, m_anchor)) {
            m_cursor = answer().boundaries[*bar];
            select(TimeSpan{answer().boundaries[*bar], answer().boundaries[*bar + 1]});
        }
        break;
    case Gesture::Span:
    case Gesture::Edge:
        select(band);
        break;
    case Gesture::Undated:
        if (histogram::undatedRect(inputs()).contains(point))
            chooseUndated();
        break;
    case Gesture::None:
    case Gesture::Move:
        break;
    }
    hover(point);
    update();
}

void HistogramView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton
        && histogram::plotRect(inputs()).contains(event->position().toPoint()))
        clearSelection();
}

void HistogramView::select(std::optional<TimeSpan> span)
{
    if (span && span != m_bars.selection().span)
        workspace::pivotToTime(m_investigation, span->from, span->to);
}

void HistogramView::clearSelection()
{
    workspace::clearTime(m_investigation);
}

void HistogramView::chooseUndated()
{
    if (m_bars.selection().undated)
        workspace::clearTime(m_investigation);
    else if (answer().counts.undated.all() > 0)
        workspace::pivotToUndated(m_investigation);
}

void HistogramView::cancelGesture()
{
    m_gesture = Gesture::None;
    m_band.reset();
    m_keyAnchor.reset();
    update();
}

void HistogramView::zoom(double factor, std::int64_t around)
{
    if (m_bars.visible())
        m_bars.setVisible(histogram::zoomed(*m_bars.visible(), around, factor));
}

void HistogramView::zoomToSelection()
{
    if (const auto& span = m_bars.selection().span) {
        // A little of what is around it stays in view.
        const std::int64_t beside = std::max<std::int64_t>(1, (span->to - span->from) / 20);
        m_bars.setVisible({span->from - beside, span->to + beside});
    }
}

void HistogramView::wheelEvent(QWheelEvent* event)
{
    if (!m_bars.visible())
        return event->ignore();
    const QPoint delta = event->angleDelta().isNull() ? event->pixelDelta() : event->angleDelta();
    const bool sideways = std::abs(delta.x()) > std::abs(delta.y());
    const double notches = (sideways ? delta.x() : delta.y()) / kNotch;
    if (sideways || event->modifiers().testFlag(Qt::ShiftModifier))
        m_bars.setVisible(histogram::moved(*m_bars.visible(), -notches * kWheelMove));
    else
        zoom(std::pow(kWheelZoom, notches), histogram::timeAt(inputs(), event->position().x()));
    QToolTip::hideText();
    event->accept();
}

void HistogramView::copyBars()
{
    const auto range = histogram::barsIn(answer().boundaries, inputs().visible);
    const histogram::Boundaries boundaries(answer().boundaries);
    const std::span<const query::HistogramBar> bars(answer().counts.bars);
    QGuiApplication::clipboard()->setText(histogram::barsAsCsv(
        boundaries.subspan(range.first), bars.subspan(range.first, range.last - range.first),
        answer().counts.undated, TimeText(m_investigation.zone())));
}

// The one under the pointer, or the one that the keys are at.
std::optional<TimeSpan> HistogramView::barForMenu(const QContextMenuEvent* event) const
{
    const auto start =
        event->reason() == QContextMenuEvent::Keyboard ? m_cursor : barStartAt(event->pos());
    const auto bar = start ? barAt(answer().boundaries, *start) : std::nullopt;
    if (!bar)
        return std::nullopt;
    return TimeSpan{answer().boundaries[*bar], answer().boundaries[*bar + 1]};
}

void HistogramView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& text, bool enabled, auto action) {
        QAction* made = menu->addAction(text, this, action);
        made->setEnabled(enabled);
    };
    if (const auto bar = barForMenu(event)) {
        addTimeActions(menu, m_investigation, *bar,
                       TimeText(m_investigation.zone()).span(bar->from, bar->to));
        menu->addSeparator();
    }
    add(tr("Zoom to the &Selection"), m_bars.selection().span.has_value(),
        [this] { zoomToSelection(); });
    add(tr("Zoom &In"), m_bars.visible().has_value(), [this] { zoomIn(); });
    add(tr("Zoom &Out"), !m_bars.showsWhole(), [this] { zoomOut(); });
    add(tr("Show &All Time"), !m_bars.showsWhole(), [this] { m_bars.showWhole(); });
    menu->addSeparator();
    add(tr("Only Events &Without a Time"),
        answer().counts.undated.all() > 0 && !m_bars.selection().undated,
        [this] { chooseUndated(); });
    add(tr("&Clear Time"), !m_bars.selection().isEmpty(), [this] { clearSelection(); });
    menu->addSeparator();
    add(tr("Copy the Bars in View as CS&V"), m_bars.hasAnswer(), [this] { copyBars(); });
    menu->popup(event->globalPos());
}

} // namespace trailloupe::ui
