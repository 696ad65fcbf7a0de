// What mouse and keys do on the axis of a Config timeline.
#include "ui/common/icons.h"
#include "ui/common/momenttext.h"
#include "ui/resources/configaxis.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui {

using namespace configaxis;
using config::kNoTime;

namespace {

constexpr int kDragBegins = 4; // pixels
constexpr double kNotch = 120;
constexpr double kWheelZoom = 0.8; // a notch
constexpr double kWheelMove = 0.12; // of the window, a notch
constexpr double kKeyZoom = 0.6;
constexpr double kKeyMove = 0.2; // of the window

// A tooltip whose lines are not broken.
QString asLines(const QString& text)
{
    return QStringLiteral("<p style='white-space:pre'>%1</p>").arg(text.toHtmlEscaped());
}

} // namespace

void ConfigAxis::toggleBase(std::uint32_t state)
{
    const bool isBase = m_timeline.base() == state;
    m_timeline.setBase(isBase ? std::nullopt : std::optional(state));
}

// As close as its states fill the view; where that tells nothing apart, from one to the next.
void ConfigAxis::openCluster(const Hit& hit)
{
    const double from = secondsOf(history().blocks[hit.first].capturedNs);
    const double to = secondsOf(history().blocks[hit.first + hit.states - 1].capturedNs);
    const Window closer = within(padded(from, to), limits());
    if (to > from && closer.length() < m_window.length() * 0.9) {
        setWindow(closer);
        return;
    }
    const auto current = m_timeline.current();
    const bool isInside = current && *current >= hit.first && *current - hit.first < hit.states;
    const std::uint32_t next =
        isInside && *current + 1 - hit.first < hit.states ? *current + 1 : hit.first;
    m_timeline.setCurrent(next);
}

void ConfigAxis::click(const Hit& hit, Qt::KeyboardModifiers modifiers)
{
    const bool compares = modifiers.testFlag(Qt::ShiftModifier);
    switch (hit.kind) {
    case Hit::Kind::State:
        if (compares)
            toggleBase(hit.first);
        else
            m_timeline.setCurrent(hit.first);
        break;
    case Hit::Kind::Cluster:
        openCluster(hit);
        break;
    case Hit::Kind::Undated:
        openCluster({.kind = Hit::Kind::Cluster,
                     .first = history().datedBlocks,
                     .states = static_cast<std::uint32_t>(history().blocks.size())
                         - history().datedBlocks});
        break;
    case Hit::Kind::Vanishing:
    case Hit::Kind::Gap:
    case Hit::Kind::Axis:
    case Hit::Kind::Nothing:
        break;
    }
}

void ConfigAxis::hover(const QPoint& point)
{
    const Hit hit = geometry().hit(point);
    const bool isState = hit.kind == Hit::Kind::State || hit.kind == Hit::Kind::Cluster;
    setCursor(isState || hit.kind == Hit::Kind::Undated ? Qt::PointingHandCursor : Qt::ArrowCursor);
    const auto hovered = isState ? std::optional(hit.first) : std::nullopt;
    if (hovered == m_hovered)
        return;
    m_hovered = hovered;
    update();
}

void ConfigAxis::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) {
        QWidget::mousePressEvent(event);
        return;
    }
    m_pressed = event->position().toPoint();
    m_pressedWindow = m_window;
    m_isDragging = false;
}

void ConfigAxis::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    if (!m_pressed) {
        hover(point);
        return;
    }
    if (std::abs(point.x() - m_pressed->x()) >= kDragBegins)
        m_isDragging = true;
    if (!m_isDragging)
        return;
    setCursor(Qt::ClosedHandCursor);
    const int width = plotRect(geometry().inputs()).width();
    setWindow(moved(m_pressedWindow,
                    (m_pressed->x() - point.x()) * secondsPerPixel(m_pressedWindow, width)));
}

void ConfigAxis::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_pressed)
        return;
    const QPoint pressed = *m_pressed;
    m_pressed.reset();
    if (!std::exchange(m_isDragging, false) && event->button() == Qt::LeftButton)
        click(geometry().hit(pressed), event->modifiers());
    hover(event->position().toPoint());
}

void ConfigAxis::mouseDoubleClickEvent(QMouseEvent* event)
{
    const Hit hit = geometry().hit(event->position().toPoint());
    const bool isEmpty = hit.kind == Hit::Kind::Axis || hit.kind == Hit::Kind::Gap;
    if (event->button() == Qt::LeftButton && isEmpty)
        showAll();
    else
        mousePressEvent(event); // as another click
}

void ConfigAxis::wheelEvent(QWheelEvent* event)
{
    QPoint delta = event->angleDelta();
    if (!m_content || delta.isNull()) {
        event->ignore();
        return;
    }
    // Some platforms turn the wheel sideways by themselves while Shift is down.
    const bool moves = event->modifiers().testFlag(Qt::ShiftModifier) || delta.y() == 0;
    const double notches = (delta.y() != 0 ? delta.y() : delta.x()) / kNotch;
    if (moves) {
        setWindow(moved(m_window, -notches * kWheelMove * m_window.length()));
    } else {
        const QRect plot = plotRect(geometry().inputs());
        const double around = timeAt(m_window, plot.width(), event->position().x() - plot.left());
        zoomAround(around, std::pow(kWheelZoom, notches));
    }
    event->accept();
}

void ConfigAxis::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    m_hovered.reset();
    update();
}

void ConfigAxis::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void ConfigAxis::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    update();
}

bool ConfigAxis::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = m_isDragging ? QString() : helpAt(help->pos());
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), asLines(text), this);
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && wantsKey(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

// Keys that the window would otherwise take for itself.
bool ConfigAxis::wantsKey(const QKeyEvent& event) const
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    switch (event.key()) {
    case Qt::Key_Escape:
        return modifiers == Qt::NoModifier && m_timeline.base().has_value();
    case Qt::Key_Left:
    case Qt::Key_Right:
        return modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier
            || modifiers == Qt::ControlModifier;
    case Qt::Key_Home:
    case Qt::Key_End:
        return modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier;
    case Qt::Key_Plus:
        return modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier;
    case Qt::Key_Space:
    case Qt::Key_B:
    case Qt::Key_Minus:
    case Qt::Key_Equal:
    case Qt::Key_0:
    case Qt::Key_W:
    case Qt::Key_A:
    case Qt::Key_S:
    case Qt::Key_D:
        return modifiers == Qt::NoModifier;
    default:
        return false;
    }
}

void ConfigAxis::keyPressEvent(QKeyEvent* event)
{
    if (!m_content || !wantsKey(*event)
        || !(stepByKey(*event) || moveByKey(*event) || compareByKey(*event)))
        QWidget::keyPressEvent(event);
}

bool ConfigAxis::stepByKey(const QKeyEvent& event)
{
    if (event.modifiers().testFlag(Qt::ControlModifier))
        return false;
    const auto states = static_cast<int>(history().blocks.size());
    int by = 0;
    switch (event.key()) {
    case Qt::Key_Left:
        by = -1;
        break;
    case Qt::Key_Right:
        by = 1;
        break;
    case Qt::Key_Home:
        by = -states;
        break;
    case Qt::Key_End:
        by = states;
        break;
    default:
        return false;
    }
    // As with text: what is compared begins where Shift was first pressed.
    if (event.modifiers().testFlag(Qt::ShiftModifier) && !m_timeline.base())
        m_timeline.setBase(m_timeline.current());
    m_timeline.step(by);
    return true;
}

bool ConfigAxis::moveByKey(const QKeyEvent& event)
{
    const double step = m_window.length() * kKeyMove;
    switch (event.key()) {
    case Qt::Key_Left: // with Ctrl
    case Qt::Key_A:
        setWindow(moved(m_window, -step));
        return true;
    case Qt::Key_Right:
    case Qt::Key_D:
        setWindow(moved(m_window, step));
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_W:
        zoom(kKeyZoom);
        return true;
    case Qt::Key_Minus:
    case Qt::Key_S:
        zoom(1 / kKeyZoom);
        return true;
    case Qt::Key_0:
        showAll();
        return true;
    default:
        return false;
    }
}

bool ConfigAxis::compareByKey(const QKeyEvent& event)
{
    if (event.key() == Qt::Key_Escape) {
        m_timeline.setBase(std::nullopt);
        return true;
    }
    if (event.key() != Qt::Key_Space && event.key() != Qt::Key_B)
        return false;
    if (m_timeline.current())
        toggleBase(*m_timeline.current());
    return true;
}

void ConfigAxis::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_content)
        return;
    std::optional<std::uint32_t> state = m_timeline.current();
    if (event->reason() == QContextMenuEvent::Mouse) {
        const Hit hit = geometry().hit(event->pos());
        state = hit.kind == Hit::Kind::State ? std::optional(hit.first) : std::nullopt;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (state) {
        const std::int64_t captured = history().blocks[*state].capturedNs;
        menu->addAction(icon(QStringLiteral("clock")), tr("Look at this state"), this,
                        [this, state] { m_timeline.setCurrent(*state); });
        menu->addAction(icon(QStringLiteral("compare")),
                        m_timeline.base() == state ? tr("Do not compare with this state")
                                                   : tr("Compare with this state (B)"),
                        this, [this, state] { toggleBase(*state); });
        if (captured != kNoTime)
            menu->addAction(icon(QStringLiteral("copy")), tr("Copy its moment"), this,
                            [this, captured] {
                                QGuiApplication::clipboard()->setText(
                                    momentTextWithZone(captured, m_investigation.zone()));
                            });
        menu->addSeparator();
    }
    menu->addAction(tr("Show all of this resource"), this, &ConfigAxis::showAll)
        ->setEnabled(!m_showsAll);
    menu->addAction(tr("Show all that the export covers"), this, [this] { setWindow(limits()); });
    menu->addAction(icon(QStringLiteral("copy")), tr("Copy all states as text"), this,
                    &ConfigAxis::copyStates);
    menu->popup(event->globalPos());
}

} // namespace trailloupe::ui
