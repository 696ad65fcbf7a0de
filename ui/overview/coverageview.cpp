#include "ui/overview/coverageview.h"

#include "model/base/timestamp.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace trailloupe::ui {
namespace {

constexpr int kMaxRowsShown = 12; // more scroll
constexpr int kFailureHeight = 3; // pixels at the foot of a cell

QString dayText(qint64 day)
{
    const CivilDate date = civilFromDays(day);
    return QStringLiteral("%1-%2-%3")
        .arg(date.year, 4, 10, QLatin1Char('0'))
        .arg(date.month, 2, 10, QLatin1Char('0'))
        .arg(date.day, 2, 10, QLatin1Char('0'));
}

QString monthText(qint64 day)
{
    return dayText(day).left(7);
}

// "12k": for inside a cell; the tooltip has the exact count.
QString shortCount(quint64 count)
{
    if (count < 10'000)
        return countText(count);
    if (count < 10'000'000)
        return QStringLiteral("%1k").arg(countText(count / 1000));
    return QStringLiteral("%1M").arg(countText(count / 1'000'000));
}

QColor blend(const QColor& over, const QColor& under, double share)
{
    const auto mix = [share](int a, int b) {
        return static_cast<int>(a * share + b * (1 - share));
    };
    return QColor(mix(over.red(), under.red()), mix(over.green(), under.green()),
                  mix(over.blue(), under.blue()));
}

} // namespace

CoverageView::CoverageView(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Coverage: events per account, Region and day"));
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    updateMetrics();
}

void CoverageView::setGrid(query::CoverageGrid grid)
{
    const bool first = m_grid.rowCount() == 0;
    m_grid = std::move(grid);
    m_current.row = std::clamp(m_current.row, 0, std::max(0, int(m_grid.rowCount()) - 1));
    m_current.day = std::clamp(m_current.day, 0, std::max(0, int(m_grid.dayCount()) - 1));
    updateMetrics();
    updateScrollBars();
    if (first)
        showBusiestDay();
    updateGeometry();
    viewport()->update();
}

// The busiest day of the busiest row, in the middle.
void CoverageView::showBusiestDay()
{
    query::CoverageGrid::Cell busiest;
    for (std::size_t row = 0; row < m_grid.rowCount(); ++row)
        for (const query::CoverageGrid::Cell& cell : m_grid.cells(row))
            if (cell.events > busiest.events)
                busiest = cell;
    const coverage::Inputs in = geometry();
    const int left = static_cast<int>(busiest.day - m_grid.firstDay()) * coverage::cellWidth(in);
    horizontalScrollBar()->setValue(left - (in.viewport.width() - in.labelWidth) / 2);
}

void CoverageView::updateMetrics()
{
    const QFontMetrics metrics(font());
    int widest = metrics.horizontalAdvance(QStringLiteral("000000000000  eu-central-1"));
    for (std::size_t i = 0; i < std::min<std::size_t>(m_grid.rowCount(), 200); ++i) {
        const auto& row = m_grid.row(i);
        const QString text = QString::fromStdString(row.account + "    " + row.region);
        widest = std::max(widest, metrics.horizontalAdvance(text));
    }
    m_labelWidth = std::min(widest, metrics.averageCharWidth() * 44) + 24;
}

coverage::Inputs CoverageView::geometry() const
{
    const QFontMetrics metrics(font());
    coverage::Inputs in;
    in.rows = static_cast<int>(m_grid.rowCount());
    in.days = static_cast<int>(m_grid.dayCount());
    in.viewport = viewport()->size();
    in.labelWidth = m_labelWidth;
    in.headerHeight = metrics.height() * 2 + 8;
    in.rowHeight = metrics.height() + 8;
    in.minimumCell = metrics.height() + 2;
    in.maximumCell = metrics.horizontalAdvance(QStringLiteral("0,000,000")) + 12;
    in.scroll = {horizontalScrollBar()->value(), verticalScrollBar()->value()};
    return in;
}

QSize CoverageView::sizeHint() const
{
    const coverage::Inputs in = geometry();
    const int rows = std::clamp(in.rows, 1, kMaxRowsShown);
    const int bar = coverage::contentSize(in).width() > in.viewport.width() - in.labelWidth
        ? horizontalScrollBar()->sizeHint().height()
        : 0;
    return {600, in.headerHeight + rows * in.rowHeight + bar + 2};
}

void CoverageView::updateScrollBars()
{
    const coverage::Inputs in = geometry();
    const QSize content = coverage::contentSize(in);
    const QSize area(in.viewport.width() - in.labelWidth, in.viewport.height() - in.headerHeight);
    horizontalScrollBar()->setPageStep(std::max(0, area.width()));
    horizontalScrollBar()->setSingleStep(coverage::cellWidth(in));
    horizontalScrollBar()->setRange(0, std::max(0, content.width() - area.width()));
    verticalScrollBar()->setPageStep(std::max(0, area.height()));
    verticalScrollBar()->setSingleStep(in.rowHeight);
    verticalScrollBar()->setRange(0, std::max(0, content.height() - area.height()));
}

void CoverageView::paintEvent(QPaintEvent* event)
{
    const coverage::Inputs in = geometry();
    QPainter painter(viewport());
    painter.setClipRect(event->rect());
    painter.setFont(font());
    painter.save();
    painter.setClipRect(event->rect().intersected(
        QRect(in.labelWidth, in.headerHeight, in.viewport.width(), in.viewport.height())));
    paintCells(painter, in);
    painter.restore();
    painter.save();
    painter.setClipRect(
        event->rect().intersected(QRect(0, in.headerHeight, in.labelWidth, in.viewport.height())));
    paintRowLabels(painter, in);
    painter.restore();
    painter.setClipRect(
        event->rect().intersected(QRect(in.labelWidth, 0, in.viewport.width(), in.headerHeight)));
    paintDayLabels(painter, in);
}

void CoverageView::paintCells(QPainter& painter, const coverage::Inputs& in) const
{
    const ThemeColors& colors = themeColors(palette());
    const coverage::Range rows = coverage::visibleRows(in);
    const coverage::Range days = coverage::visibleDays(in);
    for (int row = rows.begin; row < rows.end; ++row) {
        for (int day = days.begin; day < days.end; ++day) {
            const QRect rect = coverage::cellRect(in, {row, day});
            paintCell(painter, rect.adjusted(1, 1, -1, -1),
                      m_grid.cell(static_cast<std::size_t>(row), m_grid.firstDay() + day));
            if (hasFocus() && coverage::CellPlace{row, day} == m_current) {
                painter.setPen(QPen(colors.accent, 2));
                painter.drawRect(rect.adjusted(1, 1, -1, -1));
            }
        }
        if (row > 0 && m_grid.row(static_cast<std::size_t>(row)).firstOfAccount) {
            const int y = coverage::rowLabelRect(in, row).top();
            painter.fillRect(QRect(in.labelWidth, y, in.viewport.width(), 1), colors.border);
        }
    }
}

void CoverageView::paintCell(QPainter& painter, const QRect& rect,
                             const query::CoverageGrid::Cell& cell) const
{
    const ThemeColors& colors = themeColors(palette());
    if (cell.events == 0) {
        painter.fillRect(rect, colors.alternate);
        painter.setPen(colors.border);
        painter.drawLine(rect.center() - QPoint(3, 0), rect.center() + QPoint(3, 0));
        return;
    }
    const int step = coverage::intensity(cell.events, m_grid.maxEvents(), kSteps);
    const QColor ground =
        blend(colors.series[0], colors.base, 0.12 + 0.88 * (step - 1) / (kSteps - 1));
    painter.fillRect(rect, ground);
    if (cell.failures > 0) {
        const double share = static_cast<double>(cell.failures) / static_cast<double>(cell.events);
        const int width = std::max(2, static_cast<int>(share * rect.width()));
        painter.fillRect(
            QRect(rect.left(), rect.bottom() - kFailureHeight + 1, width, kFailureHeight),
            colors.bad);
    }
    const auto fits = [&](const QString& text) {
        return painter.fontMetrics().horizontalAdvance(text) + 6 <= rect.width();
    };
    QString text = countText(cell.events);
    if (!fits(text))
        text = shortCount(cell.events);
    if (!fits(text))
        return;
    const bool light = contrastRatio(ground, colors.base) > contrastRatio(ground, colors.text);
    painter.setPen(light ? colors.base : colors.text);
    painter.drawText(rect.adjusted(0, 0, -5, 0), Qt::AlignRight | Qt::AlignVCenter, text);
}

void CoverageView::paintRowLabels(QPainter& painter, const coverage::Inputs& in) const
{
    const ThemeColors& colors = themeColors(palette());
    const coverage::Range rows = coverage::visibleRows(in);
    const int account =
        painter.fontMetrics().horizontalAdvance(QStringLiteral("000000000000")) + 12;
    for (int row = rows.begin; row < rows.end; ++row) {
        const auto& line = m_grid.row(static_cast<std::size_t>(row));
        const QRect rect = coverage::rowLabelRect(in, row).adjusted(4, 0, -8, 0);
        if (row > 0 && line.firstOfAccount)
            painter.fillRect(QRect(0, rect.top(), in.labelWidth, 1), colors.border);
        const auto text = [&](const std::string& value, const QString& missing) {
            return value.empty() ? missing : visibleText(QString::fromStdString(value));
        };
        if (line.firstOfAccount || row == rows.begin) {
            painter.setPen(colors.text);
            const QString name = text(line.account, tr("no account"));
            painter.drawText(QRect(rect.left(), rect.top(), account, rect.height()),
                             Qt::AlignLeft | Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(name, Qt::ElideRight, account - 6));
        }
        painter.setPen(colors.muted);
        const QRect region = rect.adjusted(account, 0, 0, 0);
        painter.drawText(region, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text(line.region, tr("no Region")),
                                                          Qt::ElideRight, region.width()));
    }
}

void CoverageView::paintDayLabels(QPainter& painter, const coverage::Inputs& in) const
{
    const ThemeColors& colors = themeColors(palette());
    const coverage::Range days = coverage::visibleDays(in);
    const int half = in.headerHeight / 2;
    const int room = painter.fontMetrics().horizontalAdvance(QStringLiteral("00")) + 6;
    const bool everyDay = coverage::cellWidth(in) >= room;
    int monthEnd = -1;
    for (int day = days.begin; day < days.end; ++day) {
        const QRect rect = coverage::dayLabelRect(in, day);
        const CivilDate date = civilFromDays(m_grid.firstDay() + day);
        painter.setPen(colors.muted);
        if (everyDay || date.day == 1 || (date.day % 5 == 0 && date.day < 30))
            painter.drawText(QRect(rect.center().x() - room / 2, half, room, half), Qt::AlignCenter,
                             QString::number(date.day));
        if (date.day != 1 && day != days.begin)
            continue;
        const int left = std::max(rect.left(), in.labelWidth);
        const QString month = monthText(m_grid.firstDay() + day);
        if (left < monthEnd)
            continue;
        painter.setPen(colors.text);
        painter.drawText(QRect(left + 2, 0, 200, half), Qt::AlignLeft | Qt::AlignVCenter, month);
        monthEnd = left + painter.fontMetrics().horizontalAdvance(month) + 8;
    }
}

QString CoverageView::cellText(coverage::CellPlace place) const
{
    const auto& row = m_grid.row(static_cast<std::size_t>(place.row));
    const auto cell =
        m_grid.cell(static_cast<std::size_t>(place.row), m_grid.firstDay() + place.day);
    const QString where =
        tr("%1 (UTC), %2, account %3")
            .arg(dayText(cell.day),
                 row.region.empty() ? tr("no Region") : QString::fromStdString(row.region),
                 row.account.empty() ? tr("not named") : QString::fromStdString(row.account));
    if (cell.events == 0)
        return tr("No events: %1").arg(where);
    return tr("%1 events, %2 failed: %3")
        .arg(countText(cell.events), countText(cell.failures), where);
}

void CoverageView::setCurrentCell(coverage::CellPlace cell)
{
    if (m_grid.rowCount() == 0)
        return;
    m_current = {std::clamp(cell.row, 0, int(m_grid.rowCount()) - 1),
                 std::clamp(cell.day, 0, int(m_grid.dayCount()) - 1)};
    const QPoint scroll = coverage::scrollToShow(geometry(), m_current);
    horizontalScrollBar()->setValue(scroll.x());
    verticalScrollBar()->setValue(scroll.y());
    setAccessibleDescription(cellText(m_current));
    viewport()->update();
}

void CoverageView::choose()
{
    if (m_grid.rowCount() == 0)
        return;
    const auto& row = m_grid.row(static_cast<std::size_t>(m_current.row));
    Q_EMIT cellChosen(QString::fromStdString(row.account), QString::fromStdString(row.region),
                      m_grid.firstDay() + m_current.day);
}

bool CoverageView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto cell = coverage::cellAt(geometry(), help->pos());
        if (cell)
            QToolTip::showText(help->globalPos(), toolTipText(cellText(*cell)), viewport(),
                               coverage::cellRect(geometry(), *cell));
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void CoverageView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void CoverageView::mousePressEvent(QMouseEvent* event)
{
    const auto cell = coverage::cellAt(geometry(), event->position().toPoint());
    if (event->button() != Qt::LeftButton || !cell)
        return;
    setCurrentCell(*cell);
    choose();
}

// The press was ours, so is the release.
void CoverageView::mouseReleaseEvent(QMouseEvent* event)
{
    event->accept();
}

void CoverageView::mouseDoubleClickEvent(QMouseEvent* event)
{
    event->accept();
}

void CoverageView::keyPressEvent(QKeyEvent* event)
{
    coverage::CellPlace to = m_current;
    const coverage::Inputs in = geometry();
    const int page = std::max(1, (in.viewport.height() - in.headerHeight) / in.rowHeight);
    switch (event->key()) {
    case Qt::Key_Left:
        --to.day;
        break;
    case Qt::Key_Right:
        ++to.day;
        break;
    case Qt::Key_Up:
        --to.row;
        break;
    case Qt::Key_Down:
        ++to.row;
        break;
    case Qt::Key_Home:
        to.day = 0;
        break;
    case Qt::Key_End:
        to.day = in.days - 1;
        break;
    case Qt::Key_PageUp:
        to.row -= page;
        break;
    case Qt::Key_PageDown:
        to.row += page;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    setCurrentCell(to);
}

void CoverageView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        updateMetrics();
        updateScrollBars();
        updateGeometry();
    }
}

} // namespace trailloupe::ui
