// HistogramPanel: the histogram under a line that says what it shows, with what it takes to zoom,
// to clear the selected time and to fold it away. It has no place while nothing was read. The key H
// leads from the page (the parent) to the bars and back.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/filtering.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/timebars.h"
#include "model/workspace/workspace.h"

#include <QTimer>
#include <QWidget>

class QToolButton;

namespace trailloupe::ui {

class ElidedLabel;
class HistogramLegend;
class HistogramView;

class HistogramPanel : public QWidget
{
    Q_OBJECT
public:
    HistogramPanel(workspace::Workspace& workspace, workspace::Investigation& investigation,
                   const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                   QWidget* parent = nullptr);

    HistogramView* view() const { return m_view; }
    workspace::TimeBars& bars() { return m_bars; }
    bool isFolded() const;
    void setFolded(bool folded); // kept for the next run
    QString caption() const; // the span in view and what a bar is
    QString legendText() const;

private:
    QWidget* makeHeader();
    void goThereOrBack(); // the key H
    void showCaption();
    void showButtons();

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    const workspace::Filtering& m_filtering;
    workspace::TimeBars m_bars;
    HistogramView* m_view;
    QToolButton* m_fold = nullptr;
    ElidedLabel* m_caption = nullptr;
    HistogramLegend* m_legend = nullptr;
    QToolButton* m_clear = nullptr;
    QToolButton* m_zoomIn = nullptr;
    QToolButton* m_zoomOut = nullptr;
    QToolButton* m_all = nullptr;
    QTimer m_patience; // a count that is there at once needs no "counting"
};

} // namespace trailloupe::ui
