// ResourcesPage: what AWS Config recorded, as of a moment: the moment above, the inventory at the
// left, and the resource that is looked at beside it.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"
#include "ui/common/pagecommands.h"

#include <QWidget>

class QSplitter;
class QStackedWidget;

namespace trailloupe::ui {

class EmptyState;
class MomentBar;
class ResourceList;

class ResourcesPage : public QWidget, public PageCommands
{
    Q_OBJECT
public:
    ResourcesPage(workspace::Workspace& workspace, workspace::Investigation& investigation,
                  workspace::JobRunner& jobs, QWidget* parent = nullptr);

    // What stands beside the list; the page becomes its parent. Once.
    void setResourceView(QWidget* view);

    MomentBar* momentBar() const { return m_moment; }
    ResourceList* list() const { return m_list; }
    EmptyState* emptyState() const { return m_empty; }
    bool isShowingList() const;

    bool canCopy(CopyForm form) const override;
    void copy(CopyForm form) override;
    bool canExport() const override;
    void exportEvents() override;
    bool hasColumns() const override { return isShowingList(); }
    void chooseColumns() override;
    void addPathColumn() override;
    void focusSearch() override;

private:
    void showState();
    QString progressWords() const;

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::JobRunner& m_jobs;
    MomentBar* m_moment;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QSplitter* m_splitter;
    ResourceList* m_list;
    QWidget* m_view = nullptr;
};

} // namespace trailloupe::ui
