// CaseMenu: the menu of the case: what can be marked, and the file that it is kept in.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/casebook.h"

#include <QMenu>

namespace trailloupe::workspace {
class Investigation;
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

Q_SIGNALS:
    void starRequested(); // of the events that are chosen
    void tagRequested();
    void noteRequested();
    void reportRequested();

private:
    void starSession();
    void starTime();
    void choose(const QString& path);
    void openFile();
    void saveAs();
    void enable();

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::Casebook& m_casebook;
    QAction* m_session;
    QAction* m_time;
    QAction* m_own;
    QAction* m_report;
    QList<QAction*> m_ofEvents;
    QList<QAction*> m_ofFile;
};

} // namespace trailloupe::ui
