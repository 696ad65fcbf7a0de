#include "ui/graph/graphpage.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/icons.h"
#include "ui/common/momentbar.h"
#include "ui/common/theme.h"
#include "ui/common/viewstate.h"
#include "ui/graph/graphchanges.h"
#include "ui/graph/graphfinder.h"
#include "ui/graph/graphlegend.h"
#include "ui/graph/graphnotes.h"
#include "ui/graph/graphpanel.h"
#include "ui/graph/graphtools.h"
#include "ui/graph/graphview.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace trailloupe::ui {

using config::NodeNo;
using workspace::GraphAsking;
using workspace::Graphing;
using workspace::Workspace;

namespace {

constexpr int kSaidMs = 6000;
constexpr int kStartWidth = 560;
constexpr int kPanelWidth = 300;
constexpr int kChangesHeight = 180;

enum StackPage
{
    EmptyPage,
    StartPage,
    ContentPage,
};

QFrame* makeLine(QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    line->setFixedHeight(1);
    return line;
}

} // namespace

GraphPage::GraphPage(Workspace& workspace, workspace::Investigation& investigation,
                     workspace::JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_graphing(workspace, investigation, jobs)
    , m_asking(m_graphing, investigation, jobs)
    , m_moment(new MomentBar(workspace, investigation, this))
    , m_view(new GraphView(m_graphing, m_asking, investigation, this))
    , m_tools(new GraphTools(m_graphing, m_asking, investigation, m_view, this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
{
    addAction(m_moment->previousAction());
    addAction(m_moment->nextAction());
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeStart());
    m_stack->addWidget(makeContent());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_moment);
    layout->addWidget(m_tools);
    layout->addWidget(makeCountLine());
    layout->addWidget(makeLine(this));
    layout->addWidget(m_stack, 1);
    m_saidTimer.setSingleShot(true);
    connectAll();
    setFocusProxy(m_view);
    showState();
}

void GraphPage::connectAll()
{
    connect(&m_workspace, &Workspace::stateChanged, this, &GraphPage::showState);
    connect(&m_workspace, &Workspace::evidenceChanged, this, &GraphPage::showState);
    connect(&m_graphing, &Graphing::graphChanged, this, [this] {
        showConnected();
        showState();
    });
    connect(&m_graphing, &Graphing::questionChanged, this, &GraphPage::showState);
    connect(&m_graphing, &Graphing::pictureChanged, this, &GraphPage::showState);
    connect(&m_graphing, &Graphing::runningChanged, this, &GraphPage::showState);
    connect(&m_asking, &GraphAsking::stepped, this, &GraphPage::showState);
    connect(&m_asking, &GraphAsking::trailChanged, this, &GraphPage::showState);
    connect(&m_asking, &GraphAsking::changesChanged, this, &GraphPage::showState);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this, &GraphPage::showState);
    connect(m_view, &GraphView::pathStartChanged, this, &GraphPage::showNotes);
    connect(m_tools, &GraphTools::nodeRequested, this, [this](NodeNo no) {
        showNode(no);
        m_view->endPathAt(no);
    });
    connect(m_tools, &GraphTools::saveRequested, this, &GraphPage::save);
    connect(m_changes, &GraphChanges::nodeRequested, this, &GraphPage::showNode);
    connect(m_changes, &GraphChanges::edgeRequested, this,
            [this](config::EdgeNo no) { m_view->select({.edge = no}); });
    connect(m_changes, &GraphChanges::closeRequested, this,
            [this] { m_asking.compareWith(std::nullopt); });
    connect(m_connected, &GraphLinkList::followed, this,
            [this](const GraphLink& link) { showNode(link.node); });
    connect(m_empty, &EmptyState::actionRequested, &m_graphing, &Graphing::tryAgain);
    connect(&m_saidTimer, &QTimer::timeout, this, &GraphPage::showCount);
}

QWidget* GraphPage::makeCountLine()
{
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(12, 2, 8, 4);
    row->setSpacing(6);
    m_count = new ElidedLabel(line);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_count->setAccessibleName(tr("How much is shown"));
    makeQuiet(m_count);
    m_busy = new QProgressBar(line);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedSize(60, 6);
    m_busy->setAccessibleName(tr("Arranging"));
    m_cancel = new QToolButton(line);
    m_cancel->setIcon(icon(QStringLiteral("stop")));
    m_cancel->setToolTip(tr("Stop it, and keep what is there"));
    m_cancel->setAccessibleName(tr("Stop arranging"));
    connect(m_cancel, &QToolButton::clicked, this, [this] { m_graphing.cancel(); });
    row->addWidget(m_count, 1);
    row->addWidget(m_busy);
    row->addWidget(m_cancel);
    for (QWidget* part : std::initializer_list<QWidget*>{m_busy, m_cancel}) {
        QSizePolicy policy = part->sizePolicy();
        policy.setRetainSizeWhenHidden(true); // the line does not jump
        part->setSizePolicy(policy);
    }
    return line;
}

QWidget* GraphPage::makeStart()
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout;
    column->setSpacing(8);
    auto* title = new QLabel(tr("Choose a resource"), page);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    title->setFont(large);
    auto* words = new QLabel(tr("The picture begins at one resource and its neighbours. Find one "
                                "above, come here from another page, or begin with what has the "
                                "most neighbours:"),
                             page);
    words->setWordWrap(true);
    makeQuiet(words);
    m_connected = new GraphLinkList(page);
    m_connected->setAccessibleName(tr("Resources with the most neighbours"));
    column->addWidget(title);
    column->addWidget(words);
    column->addWidget(m_connected, 1);
    auto* inner = new QWidget(page);
    inner->setLayout(column);
    inner->setMaximumWidth(kStartWidth);
    auto* row = new QHBoxLayout(page);
    row->addStretch(1);
    row->addWidget(inner, 1000);
    row->addStretch(1);
    return page;
}

QWidget* GraphPage::makeContent()
{
    auto* picture = new QWidget(this);
    auto* column = new QVBoxLayout(picture);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_notes = new GraphNotes(picture);
    m_legend = new GraphLegend(picture);
    column->addWidget(m_notes);
    column->addWidget(m_view, 1);
    column->addWidget(m_legend);
    m_panel = new GraphPanel(m_graphing, m_asking, m_investigation, m_view, this);
    auto* across = new QSplitter(Qt::Horizontal, this);
    across->addWidget(picture);
    across->addWidget(m_panel);
    across->setStretchFactor(0, 1);
    across->setStretchFactor(1, 0);
    across->setSizes({3 * kPanelWidth, kPanelWidth});
    across->setCollapsible(0, false);
    m_changes = new GraphChanges(m_graphing, m_asking, m_investigation, this);
    auto* down = new QSplitter(Qt::Vertical, this);
    down->addWidget(across);
    down->addWidget(m_changes);
    down->setStretchFactor(0, 1);
    down->setStretchFactor(1, 0);
    down->setSizes({3 * kChangesHeight, kChangesHeight});
    down->setCollapsible(0, false);
    m_changes->hide();
    viewstate::keepSplitter(across, QStringLiteral("graph/panel"));
    viewstate::keepSplitter(down, QStringLiteral("graph/changes"));
    return down;
}

bool GraphPage::isShowingGraph() const
{
    return m_stack->currentIndex() == ContentPage;
}

QString GraphPage::countText() const
{
    return m_count->text();
}

void GraphPage::say(const QString& words)
{
    m_said = words;
    m_saidTimer.start(kSaidMs);
    showCount();
}

void GraphPage::showCount()
{
    const auto& picture = m_graphing.picture();
    if (m_saidTimer.isActive())
        m_count->setText(m_said);
    else if (picture && !m_graphing.question().roots.empty())
        m_count->setText(graph::countsText(*picture));
    else if (m_graphing.graph())
        m_count->setText(tr("Nothing is shown yet"));
    else
        m_count->clear();
}

void GraphPage::showState()
{
    m_busy->setVisible(m_graphing.isRunning() || m_asking.isStepping());
    m_cancel->setVisible(m_graphing.isRunning());
    const bool isEmpty = showEmpty();
    m_tools->setCanExport(!isEmpty);
    m_changes->setVisible(m_asking.comparedWith().has_value());
    showCount();
    showNotes();
    showLegend();
}

bool GraphPage::showEmpty()
{
    using State = Workspace::State;
    using Mood = EmptyState::Mood;
    const auto& resources = m_workspace.resources();
    const auto& error = m_graphing.error();
    const bool isCancelled = error && error->kind == Error::Kind::Cancelled;
    const bool isLoading = m_workspace.state() == State::Loading;
    const QString busy = QStringLiteral("busy");
    const QString own = QStringLiteral("graph");
    if (!resources && isLoading)
        m_empty->show(Mood::Busy, busy, tr("Reading"),
                      tr("The graph is made once everything is read."));
    else if (!resources)
        m_empty->show(Mood::Calm, own, tr("No resources are known"),
                      tr("Nothing is open, or memory did not suffice for its resources."));
    else if (resources->size() == 0)
        m_empty->show(Mood::Calm, own, tr("No configuration items"),
                      tr("The graph is made of what AWS Config recorded, and nothing that was "
                         "opened holds any of it."));
    else if (!m_graphing.graph() && error)
        m_empty->show(
            isCancelled ? Mood::Calm : Mood::Problem, isCancelled ? own : QStringLiteral("warning"),
            isCancelled ? tr("The graph was not made") : tr("The graph could not be made"),
            isCancelled ? tr("It was stopped.") : errorText(*error), tr("Try Again"));
    else if (!m_graphing.graph())
        m_empty->show(Mood::Busy, busy, tr("Making the graph"), {});
    else if (m_graphing.question().roots.empty()) {
        m_stack->setCurrentIndex(StartPage);
        return true;
    } else if (!m_graphing.picture() && error)
        m_empty->show(
            isCancelled ? Mood::Calm : Mood::Problem, isCancelled ? own : QStringLiteral("warning"),
            isCancelled ? tr("The picture was not made") : tr("The picture could not be made"),
            isCancelled ? tr("It was stopped.") : errorText(*error), tr("Try Again"));
    else if (!m_graphing.picture())
        m_empty->show(Mood::Busy, busy, tr("Arranging"), {});
    else {
        m_stack->setCurrentIndex(ContentPage);
        return false;
    }
    m_stack->setCurrentIndex(EmptyPage);
    return true;
}

void GraphPage::showLegend()
{
    const auto& picture = m_graphing.picture();
    m_legend->setLegend(picture ? graph::legendOf(*picture, m_view->overlay()) : graph::Legend());
}

void GraphPage::showConnected()
{
    std::vector<GraphLink> links;
    if (m_graphing.graph()) {
        for (const workspace::ConnectedNode& connected : m_graphing.connected())
            links.push_back(
                {.above = tr("%n neighbour(s)", nullptr, static_cast<int>(connected.neighbours)),
                 .text = graph::titleAndType(*m_graphing.graph(), connected.node),
                 .node = connected.node});
    }
    m_connected->links()->setLinks(std::move(links));
}

void GraphPage::showNode(NodeNo no)
{
    if (!m_graphing.graph() || !no.isValid())
        return;
    const auto& picture = m_graphing.picture();
    if (!picture || m_graphing.question().roots.empty()) {
        m_graphing.look(no);
        // Which selects it, once there is a picture to select it in.
        if (const auto resource = m_graphing.graph()->node(no).resource; resource.isValid())
            m_investigation.selectResource(resource);
    } else if (!picture->isShown(no)) {
        m_graphing.addRoot(no);
    }
    if (m_graphing.picture())
        m_view->selectNode(no);
    m_view->centreOn(no);
    m_view->setFocus();
}

void GraphPage::focusSearch()
{
    m_tools->finder()->setFocus();
    m_tools->finder()->selectAll();
}

void GraphPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_graphing.setActive(true);
    showState();
}

void GraphPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_graphing.setActive(false);
}

} // namespace trailloupe::ui
