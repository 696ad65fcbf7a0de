// CoverageView: how many events each account has in each Region on each day, as a grid that shows
// the gaps.
//
// A stronger colour means more (kSteps steps on a square-root scale); the count stands in the cell
// where it fits and always in the tooltip; a day without events is a dash; the foot of a cell shows
// the share of failed calls. Days are UTC days, whatever the zone of the window. Threads: GUI
// thread only.  Cost: painting O(cells in sight).
#pragma once

#include "model/query/coveragegrid.h"
#include "ui/overview/coveragegeometry.h"

#include <QAbstractScrollArea>

namespace trailloupe::ui {

class CoverageView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    static constexpr int kSteps = 5;

    explicit CoverageView(QWidget* parent = nullptr);

    void setGrid(query::CoverageGrid grid);
    const query::CoverageGrid& grid() const { return m_grid; }
    coverage::Inputs geometry() const;
    coverage::CellPlace currentCell() const { return m_current; }
    void setCurrentCell(coverage::CellPlace cell);
    // "1,204 events (12 failed) on 2023-07-10 in us-east-1 of 111122223333"
    QString cellText(coverage::CellPlace cell) const;
    // All rows, up to a third of a screen.
    QSize sizeHint() const override;

Q_SIGNALS:
    void cellChosen(const QString& account, const QString& region, qint64 day);

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void updateMetrics();
    void updateScrollBars();
    void showBusiestDay();
    void choose();
    void paintCells(QPainter& painter, const coverage::Inputs& in) const;
    void paintCell(QPainter& painter, const QRect& rect,
                   const query::CoverageGrid::Cell& cell) const;
    void paintRowLabels(QPainter& painter, const coverage::Inputs& in) const;
    void paintDayLabels(QPainter& painter, const coverage::Inputs& in) const;

    query::CoverageGrid m_grid;
    coverage::CellPlace m_current;
    int m_labelWidth = 0;
};

} // namespace trailloupe::ui
