// MainWindow: menus, page tabs, status line; opens what is dropped, keeps how it was arranged.
//
// It knows pages only as widgets with a name (pages.h) and the few commands of PageCommands.
// Threads: GUI thread only.
#pragma once

#include "model/workspace/casebook.h"
#include "model/workspace/catalog.h"
#include "model/workspace/comparing.h"
#include "model/workspace/completing.h"
#include "model/workspace/history.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/savedviews.h"
#include "model/workspace/workspace.h"
#include "ui/common/pagecommands.h"
#include "ui/common/theme.h"
#include "ui/mainwindow/pages.h"

#include <QMainWindow>

#include <functional>
#include <vector>

class QAction;
class QMenu;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace trailloupe::ui {

class CaseMenu;
class CompareTray;
class QueryBar;
class StatusLine;
class WelcomePage;
class ZoneChooser;

class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(workspace::Workspace& workspace, workspace::Investigation& investigation,
               const workspace::Filtering& filtering, const workspace::Catalog& catalog,
               workspace::JobRunner& jobs, Theme& theme, QWidget* parent = nullptr);
    ~MainWindow() override;

    // The folder of the sample incident; without one the offers to open it are hidden.
    void setSamplePath(const QString& path);

    QueryBar* queryBar() const { return m_query; }
    workspace::Comparing& comparing() { return m_comparing; }
    workspace::Casebook& casebook() { return m_casebook; }
    CompareTray* compareTray() const { return m_tray; }
    QStringList pageIds() const;
    void openPaths(const QStringList& paths);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeTopStrip();
    void makeFileMenu();
    void makeEditMenu();
    void connectCaseMenu();
    void makeCopyFilterMenu(QMenu* edit);
    void addCompareActions(QMenu* edit);
    std::vector<RowId> chosenEvents() const;
    void compareChosen();
    void followSession();
    void makeViewMenu();
    void makeGoMenu();
    void makeHelpMenu();
    QAction* addCopyAction(QMenu* menu, const QString& text, const QKeySequence& keys,
                           PageCommands::CopyForm form);

    // Does it at once, or after the question whether marks that cannot be saved may be lost.
    void whenSaved(const std::function<void()>& go);
    void showState();
    void showPage();
    void showTitle();
    void goTo(const QString& page);
    void fillRecentMenu();
    void fillVisitedMenu(QMenu* menu);
    void showAbout();
    bool isOverTray(const QPoint& at) const; // in the window
    PageCommands* commands() const; // of the page that is shown, or null

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    Theme& m_theme;
    QString m_samplePath;
    bool m_mayClose = false; // although marks are lost
    std::vector<Page> m_pages;
    workspace::History m_history;
    workspace::SavedViews m_views;
    workspace::Completing m_completing;
    workspace::Comparing m_comparing;
    workspace::Casebook m_casebook;

    QStackedWidget* m_outer; // welcome, or the pages under their tabs
    WelcomePage* m_welcome;
    QTabBar* m_tabs;
    QStackedWidget* m_stack;
    ZoneChooser* m_zone;
    QueryBar* m_query;
    CompareTray* m_tray;
    CaseMenu* m_case;
    StatusLine* m_status;
    QMenu* m_recentMenu = nullptr;
    QAction* m_back = nullptr;
    QAction* m_forward = nullptr;
    QAction* m_openSample = nullptr;
    QAction* m_close = nullptr;
    QList<QAction*> m_openOnly; // make sense only while something is open
};

} // namespace trailloupe::ui
