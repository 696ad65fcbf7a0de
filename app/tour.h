// Tour: opens an export, shows every page in both themes, saves a picture of each, and ends the
// program: 0 when every picture was saved, 1 otherwise.
//
// Threads: GUI thread only. It waits by the event loop: for loading, then for the jobs a page
// started.
#pragma once

#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"
#include "ui/common/theme.h"
#include "ui/mainwindow/mainwindow.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace trailloupe::app {

class Tour : public QObject
{
    Q_OBJECT
public:
    Tour(workspace::Workspace& workspace, workspace::Investigation& investigation,
         workspace::JobRunner& jobs, ui::Theme& theme, ui::MainWindow& window, const QString& dir);

    void start(const QStringList& paths);

private:
    struct Stop
    {
        QString page; // empty: the welcome page; "follow": the session of the selected event
        ui::Theme::Choice theme;
    };

    void arrive();
    void look();
    QString pageOf(const Stop& stop) const;
    bool isSettled() const;
    void end(int code);

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::JobRunner& m_jobs;
    ui::Theme& m_theme;
    ui::MainWindow& m_window;
    QString m_dir;
    QStringList m_paths;
    std::vector<Stop> m_stops;
    std::size_t m_at = 0;
    int m_quietTurns = 0;
    QTimer m_clock;
};

} // namespace trailloupe::app
