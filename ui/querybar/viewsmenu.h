// ViewsMenu: saved views, and the ones that come with the program: a question each, some of them
// about the event that is selected.
//
// Filled anew whenever it opens. Threads: GUI thread only.
#pragma once

#include "model/workspace/investigation.h"
#include "model/workspace/savedviews.h"
#include "model/workspace/workspace.h"

#include <QMenu>

namespace trailloupe::ui {

class ViewsMenu : public QMenu
{
    Q_OBJECT
public:
    ViewsMenu(const workspace::Workspace& workspace, workspace::Investigation& investigation,
              workspace::SavedViews& views, QWidget* window);

Q_SIGNALS:
    void shown(); // a view was chosen

private:
    void fill();
    void addProblem();
    void saveAs(const QString& name);
    void addAboutSelection();
    void addBuiltIn(QMenu* menu, workspace::BuiltInView::Group group);
    void show(const workspace::SavedView& view);
    void save();
    void tellProblem(const Error& error);

    const workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::SavedViews& m_views;
};

// The question that a view which comes with the program answers.
QString builtInViewTitle(const workspace::BuiltInView& view);

} // namespace trailloupe::ui
