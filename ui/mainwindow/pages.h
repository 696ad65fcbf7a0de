// pages: the pages of the window, in the order of their tabs. The only place that knows them all.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/casebook.h"
#include "model/workspace/catalog.h"
#include "model/workspace/comparing.h"
#include "model/workspace/filtering.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"

#include <QString>

#include <vector>

class QWidget;

namespace trailloupe::ui {

struct Page
{
    QString id; // Investigation::page(), and the name for --page
    QString title;
    QString iconName;
    QWidget* widget; // owned by its parent
};

std::vector<Page> makePages(workspace::Workspace& workspace,
                            workspace::Investigation& investigation,
                            const workspace::Filtering& filtering,
                            const workspace::Catalog& catalog, workspace::Comparing& comparing,
                            workspace::Casebook& casebook, workspace::JobRunner& jobs,
                            QWidget* parent);

} // namespace trailloupe::ui
