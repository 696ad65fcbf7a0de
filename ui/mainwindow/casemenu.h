// CaseMenu: the menu of the case: what can be marked, and the file that it is kept in.
//
// Threads: GUI thread only.
#pragma once

#include "model/query/histogram.h"
#include "model/workspace/casebook.h"

#include <QMenu>

#include <optional>

namespace trailloupe::workspace {
class Investigation;
class Timelining;
class Workspace;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class CaseMenu : public QMenu
{
    Q_OBJECT
public:
    CaseMenu(workspace::Workspace& workspace, workspace::Investigation& investigation,
             workspace::Casebook& casebook, QWidget* window);

    // Undo and redo, which say of what.
    void addUndo(QMenu* edit);
    // The span that is taken there can be marked too; REQUIRES that it outlives the menu's use.
    void setTimelining(const workspace::Timelining& timelining) { m_timelining = &timelining; }

Q_SIGNALS:
    void starRequested(); // of the events that are chosen
    void tagRequested();
    void noteRequested();
    void reportRequested();

private:
    void starSession();
    std::optional<query::TimeSpan> selectedTime() const; // that is selected, with both ends
    void starTime();
    void choose(const QString& path);
    void openFile();
    void saveAs();
    void enable();

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::Casebook& m_casebook;
    const workspace::Timelining* m_timelining = nullptr;
    QAction* m_session;
    QAction* m_time;
    QAction* m_own;
    QAction* m_report;
    QList<QAction*> m_ofEvents;
    QList<QAction*> m_ofFile;
};

} // namespace trailloupe::ui
