// Application: owns the open evidence, the jobs and the window, and puts them together.
//
// Threads: GUI thread only.
#pragma once

#include "app/commandline.h"
#include "app/statereport.h"
#include "app/tour.h"
#include "model/workspace/catalog.h"
#include "model/workspace/filtering.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"
#include "ui/common/theme.h"
#include "ui/mainwindow/mainwindow.h"

#include <memory>

namespace trailloupe::app {

class Application
{
public:
    explicit Application(const Options& options);
    ~Application();

    // "" when that page exists.
    QString startError() const { return m_startError; }

private:
    void keepZone();

    // In this order: the window goes first, then the evidence, then the threads.
    workspace::JobRunner m_jobs;
    workspace::Workspace m_workspace;
    workspace::Investigation m_investigation;
    workspace::Filtering m_filtering;
    workspace::Catalog m_catalog;
    ui::Theme m_theme;
    ui::MainWindow m_window;
    StateReport m_report;
    std::unique_ptr<Tour> m_tour;
    QString m_startError;
};

} // namespace trailloupe::app
