#include "ui/resources/resourcespage.h"

#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/momentbar.h"
#include "ui/common/viewstate.h"
#include "ui/resources/resourcelist.h"
#include "ui/words/numbertext.h"

#include <QAction>
#include <QFrame>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace trailloupe::ui {

using workspace::Workspace;

namespace {

// Of the workspace: what a load that was stopped has left is put together by it.
const QString kInterpretSlot = QStringLiteral("interpret");

} // namespace

ResourcesPage::ResourcesPage(Workspace& workspace, workspace::Investigation& investigation,
                             workspace::JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_moment(new MomentBar(workspace, investigation, this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(m_stack))
    , m_splitter(new QSplitter(Qt::Horizontal, m_stack))
    , m_list(new ResourceList(workspace, investigation, jobs, m_splitter))
{
    m_splitter->addWidget(m_list);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_splitter);
    auto* line = new QFrame(this);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_moment);
    layout->addWidget(line);
    layout->addWidget(m_stack, 1);
    m_list->setSuggestionsOver(this);
    addActions({m_moment->previousAction(), m_moment->nextAction()});
    setFocusProxy(m_list);
    connect(m_empty, &EmptyState::actionRequested, this,
            [this] { m_investigation.setPage(QStringLiteral("ledger")); });
    connect(m_list, &ResourceList::detailRequested, this, [this] {
        if (m_view)
            m_view->setFocus();
    });
    connect(&m_workspace, &Workspace::stateChanged, this, &ResourcesPage::showState);
    connect(&m_workspace, &Workspace::evidenceChanged, this, &ResourcesPage::showState);
    connect(&m_workspace, &Workspace::progressChanged, this, &ResourcesPage::showState);
    connect(&m_jobs, &workspace::JobRunner::runningChanged, this,
            [this](const QString& slot, bool) {
                if (slot == kInterpretSlot)
                    showState();
            });
    showState();
}

void ResourcesPage::setResourceView(QWidget* view)
{
    m_view = view;
    m_splitter->addWidget(view);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({620, 620});
    viewstate::keepSplitter(m_splitter, QStringLiteral("resources/splitter"));
}

bool ResourcesPage::isShowingList() const
{
    return m_stack->currentWidget() == m_splitter;
}

// "12,345 items so far, 45 % of the export read."
QString ResourcesPage::progressWords() const
{
    const auto items = static_cast<quint64>(m_workspace.evidence().items->rowCount());
    const Progress& progress = m_workspace.progress();
    const QString read = tr("%1 configuration items so far").arg(countText(items));
    if (progress.total == 0 || progress.done > progress.total)
        return tr("%1.").arg(read);
    return tr("%1; this step is done to %2.").arg(read, shareText(progress.done, progress.total));
}

void ResourcesPage::showState()
{
    using Mood = EmptyState::Mood;
    const config::ResourcesPtr& resources = m_workspace.resources();
    if (resources && resources->size() > 0) {
        m_stack->setCurrentWidget(m_splitter);
        return;
    }
    const QString ledger = tr("Show the ledger");
    const bool isComing = m_workspace.state() == Workspace::State::Loading
        || (!resources && m_jobs.isRunning(kInterpretSlot));
    if (m_workspace.state() == Workspace::State::Empty)
        m_empty->show(Mood::Calm, QStringLiteral("empty"), tr("Nothing is open"),
                      tr("Open an export to see the resources that AWS Config recorded."));
    else if (isComing)
        m_empty->show(Mood::Busy, QStringLiteral("busy"), tr("Known once everything is read"),
                      tr("A resource is put together from all of its configuration items. %1")
                          .arg(progressWords()));
    else if (m_workspace.state() == Workspace::State::Failed && !resources)
        m_empty->show(Mood::Problem, QStringLiteral("error"), tr("The export could not be opened"),
                      errorText(m_workspace.error()), ledger);
    else if (resources || m_workspace.evidence().items->rowCount() == 0)
        m_empty->show(
            Mood::Calm, QStringLiteral("resources"), tr("No configuration items in this export"),
            tr("AWS Config records what each resource looked like, change by change. Here would "
               "stand what its files tell: ConfigHistory and ConfigSnapshot files of the bucket "
               "(AWSLogs/…/Config/…), change notifications, and what get-resource-config-history "
               "or select-resource-config print. The ledger says what each file was taken for."),
            ledger);
    else
        m_empty->show(Mood::Problem, QStringLiteral("warning"),
                      tr("The resources could not be put together"),
                      tr("Memory did not suffice, or it was stopped. Everything else works without "
                         "them."));
    m_stack->setCurrentWidget(m_empty);
}

bool ResourcesPage::canCopy(CopyForm) const
{
    return isShowingList() && m_list->canCopy();
}

void ResourcesPage::copy(CopyForm form)
{
    m_list->copy(form);
}

bool ResourcesPage::canExport() const
{
    return isShowingList() && m_list->canExport();
}

void ResourcesPage::exportEvents()
{
    if (canExport())
        m_list->askExport();
}

void ResourcesPage::chooseColumns()
{
    if (isShowingList())
        m_list->chooseColumns();
}

void ResourcesPage::addPathColumn()
{
    if (isShowingList())
        m_list->addPathColumn();
}

void ResourcesPage::focusSearch()
{
    if (isShowingList())
        m_list->focusSearch();
}

} // namespace trailloupe::ui
