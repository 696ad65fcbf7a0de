// OverviewPage: what was opened, in numbers: time span, accounts, Regions, counts, errors,
// sign-ins, problems, and which days each account and Region cover.
//
// The summary comes from a job in the slot "summary". While an export loads it is worked out again
// at most as often as keeps it a small part of the work; the last good one stays on screen.
// Threads: GUI thread only.
#pragma once

#include "model/config/resources.h"
#include "model/query/coveragegrid.h"
#include "model/query/summary.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <vector>

class QGridLayout;
class QLabel;
class QScrollArea;
class QStackedWidget;

namespace trailloupe::workspace {
class Detecting;
class Investigation;
class JobRunner;
class Workspace;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class CountList;
class CoverageView;
class EmptyState;
class LinkLabel;
class Tile;

class OverviewPage : public QWidget
{
    Q_OBJECT
public:
    OverviewPage(workspace::Workspace& workspace, workspace::Investigation& investigation,
                 workspace::JobRunner& jobs, QWidget* parent = nullptr);

    // Says what the rules found; REQUIRES that it outlives the page.
    void setDetecting(const workspace::Detecting& detecting);
    LinkLabel* findings() const { return m_findings; }

    const query::Summary* summary() const { return m_summary.get(); }
    bool isShowingSummary() const;
    EmptyState* emptyState() const { return m_empty; }
    CoverageView* coverage() const { return m_coverage; }
    QString spanText() const;
    QString noteText() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeContent();
    void evidenceChanged();
    // The events of a cell of the coverage grid.
    void showCell(const QString& account, const QString& region, qint64 day);
    void start();
    void adopt(query::Summary summary);
    void showState();
    void fillTiles();
    void fillTypes();
    void fillSpan();
    void showFindings();
    void arrange();

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::JobRunner& m_jobs;
    std::shared_ptr<const query::Summary> m_summary;
    quint64 m_shownGeneration = 0;
    quint64 m_startedGeneration = 0;
    bool m_isRunning = false;
    QElapsedTimer m_jobTimer;
    qint64 m_lastJobMs = 0;
    QTimer m_startTimer;
    int m_tileColumns = 0;
    int m_listColumns = 0;

    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QScrollArea* m_scroll;
    QLabel* m_title = nullptr;
    QLabel* m_span = nullptr;
    QLabel* m_note = nullptr;
    LinkLabel* m_findings = nullptr;
    const workspace::Detecting* m_detecting = nullptr;
    QGridLayout* m_tileGrid = nullptr;
    QGridLayout* m_listGrid = nullptr;
    QLabel* m_coverageNote = nullptr;
    CoverageView* m_coverage = nullptr;
    Tile* m_events = nullptr;
    Tile* m_accounts = nullptr;
    Tile* m_regions = nullptr;
    Tile* m_errors = nullptr;
    Tile* m_root = nullptr;
    Tile* m_signIns = nullptr;
    Tile* m_duplicates = nullptr;
    Tile* m_problems = nullptr;
    Tile* m_resources = nullptr; // hidden where there are none
    std::vector<QWidget*> m_ofEvents; // hidden where there are resources and no events
    CountList* m_typeList = nullptr; // of resources, in their place
    config::ResourcesPtr m_typesOf; // that the list is of
    CountList* m_accountList = nullptr;
    CountList* m_regionList = nullptr;
    CountList* m_nameList = nullptr;
    CountList* m_userList = nullptr;
    CountList* m_errorList = nullptr;
    CountList* m_serviceList = nullptr;
};

} // namespace trailloupe::ui
