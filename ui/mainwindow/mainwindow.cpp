#include "ui/mainwindow/mainwindow.h"

#include "model/items/eventmime.h"
#include "model/workspace/following.h"
#include "ui/common/dialogs.h"
#include "ui/common/errortext.h"
#include "ui/common/filtercompletion.h"
#include "ui/common/filteredit.h"
#include "ui/common/icons.h"
#include "ui/common/recentexports.h"
#include "ui/common/viewstate.h"
#include "ui/compare/comparetray.h"
#include "ui/findings/findingspage.h"
#include "ui/mainwindow/casemenu.h"
#include "ui/mainwindow/keysoverlay.h"
#include "ui/mainwindow/statusline.h"
#include "ui/mainwindow/zonechooser.h"
#include "ui/principals/principalspage.h"
#include "ui/querybar/querybar.h"
#include "ui/querybar/viewsmenu.h"
#include "ui/resources/resourceview.h"
#include "ui/welcome/welcomepage.h"

#include <QAction>
#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using workspace::Investigation;
using workspace::Workspace;

namespace {

const QString kWindowKey = QStringLiteral("window");

QStringList droppedPaths(const QMimeData* data)
{
    QStringList paths;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

// Beside the settings.
QString viewsFile()
{
    return QFileInfo(QSettings().fileName()).dir().filePath(QStringLiteral("views.json"));
}

QString casesFolder()
{
    return QFileInfo(QSettings().fileName()).dir().filePath(QStringLiteral("cases"));
}

} // namespace

MainWindow::MainWindow(Workspace& workspace, Investigation& investigation,
                       const workspace::Filtering& filtering, const workspace::Catalog& catalog,
                       workspace::JobRunner& jobs, Theme& theme, QWidget* parent)
    : QMainWindow(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_theme(theme)
    , m_history(investigation)
    , m_views(viewsFile())
    , m_completing(investigation, filtering, catalog, jobs)
    , m_comparing(workspace, investigation, filtering, jobs)
    , m_casebook(workspace, jobs, casesFolder())
    , m_outer(new QStackedWidget(this))
    , m_welcome(new WelcomePage(this))
    , m_tabs(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
    , m_zone(new ZoneChooser(investigation, this))
    , m_query(new QueryBar(workspace, investigation, filtering, catalog, this))
    , m_tray(new CompareTray(m_comparing, investigation, this))
    , m_case(new CaseMenu(workspace, investigation, m_casebook, this))
    , m_status(new StatusLine(workspace, this))
{
    setAcceptDrops(true);
    setWindowIcon(applicationIcon());
    m_casebook.noteFilterOf(investigation);
    connect(&m_workspace, &Workspace::stateChanged, this,
            [this] { dialogs::setEvidence(m_workspace.paths()); });
    connect(&m_workspace, &Workspace::evidenceChanged, this,
            [this] { m_investigation.setResources(m_workspace.resources()); });
    m_pages = makePages(workspace, investigation, filtering, catalog, m_comparing, m_casebook, jobs,
                        m_stack);
    makeFileMenu();
    makeEditMenu();
    makeViewMenu();
    makeGoMenu();
    auto* views = new ViewsMenu(m_workspace, m_investigation, m_views, this);
    menuBar()->addMenu(views);
    m_query->setViews(views);
    connect(views, &ViewsMenu::shown, this, [this] {
        m_query->showInForce();
        goTo(QStringLiteral("events"));
    });
    auto* completion = new FilterCompletion(m_query->edit(), m_completing, this);
    connect(completion, &FilterCompletion::visibleChanged, m_query, &QueryBar::setSuggesting);
    m_query->setCompleting(m_completing);
    connectCaseMenu();
    makeHelpMenu();

    auto* work = new QWidget(this);
    auto* layout = new QVBoxLayout(work);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTopStrip());
    layout->addWidget(m_query);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_tray);
    m_outer->addWidget(m_welcome);
    m_outer->addWidget(work);
    setCentralWidget(m_outer);
    setStatusBar(m_status);

    connect(m_welcome, &WelcomePage::openFilesRequested, this,
            [this] { dialogs::openFiles(this, [this](const QStringList& p) { openPaths(p); }); });
    connect(m_welcome, &WelcomePage::openFolderRequested, this,
            [this] { dialogs::openFolder(this, [this](const QStringList& p) { openPaths(p); }); });
    connect(m_welcome, &WelcomePage::openSampleRequested, this,
            [this] { openPaths({m_samplePath}); });
    connect(m_welcome, &WelcomePage::openPathsRequested, this, &MainWindow::openPaths);
    connect(m_query, &QueryBar::left, this, [this] { m_stack->currentWidget()->setFocus(); });
    connect(m_status, &StatusLine::ledgerRequested, this,
            [this] { goTo(QStringLiteral("ledger")); });
    connect(findChild<PrincipalsPage*>(), &PrincipalsPage::said, m_tray, &CompareTray::say);
    connect(findChild<FindingsPage*>(), &FindingsPage::said, m_tray, &CompareTray::say);
    connect(findChild<ResourceView*>(), &ResourceView::said, m_tray, &CompareTray::say);
    connect(&m_workspace, &Workspace::stateChanged, this, &MainWindow::showState);
    connect(&m_investigation, &Investigation::pageChanged, this, &MainWindow::showPage);

    if (!viewstate::restoreWindow(this, kWindowKey))
        resize(1360, 860);
    if (!pageIds().contains(workspace::windowPage(m_investigation.page())))
        m_investigation.setPage(m_pages.front().id);
    setSamplePath({});
    m_history.restart();
    const auto showHistory = [this] {
        m_back->setEnabled(m_history.canGoBack());
        m_forward->setEnabled(m_history.canGoForward());
    };
    connect(&m_history, &workspace::History::changed, this, showHistory);
    showHistory();
    showPage();
    showState();
}

// Whoever has the focus hears of losing it, and may then ask for what the window owns: hidden
// first, the window has no focus to lose when its members are gone.
MainWindow::~MainWindow()
{
    hide();
}

QWidget* MainWindow::makeTopStrip()
{
    auto* strip = new QWidget(this);
    strip->setObjectName(QStringLiteral("topStrip"));
    strip->setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(strip);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->setSpacing(4);

    m_tabs->setObjectName(QStringLiteral("pageTabs"));
    m_tabs->setAccessibleName(tr("Pages"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setDocumentMode(true);
    m_tabs->setElideMode(Qt::ElideNone);
    m_tabs->setUsesScrollButtons(true); // in a narrow window
    m_tabs->ensurePolished(); // tabs are measured when they are added
    for (const Page& page : m_pages) {
        m_stack->addWidget(page.widget);
        page.widget->setObjectName(page.id);
        page.widget->setAccessibleName(page.title);
        m_tabs->addTab(icon(page.iconName), page.title);
    }
    connect(m_tabs, &QTabBar::currentChanged, this,
            [this](int tab) { goTo(m_pages.at(static_cast<std::size_t>(tab)).id); });

    const auto button = [strip](QAction* action) {
        auto* made = new QToolButton(strip);
        made->setDefaultAction(action);
        made->setAutoRaise(true);
        made->setFocusPolicy(Qt::TabFocus);
        made->setAccessibleName(action->text());
        return made;
    };
    auto* switchTheme = new QAction(icon(QStringLiteral("theme")), tr("Light or dark"), this);
    switchTheme->setToolTip(tr("Switch between light and dark"));
    connect(switchTheme, &QAction::triggered, this, [this] {
        m_theme.setChoice(m_theme.isDark() ? Theme::Choice::Light : Theme::Choice::Dark);
    });
    layout->addWidget(button(m_back));
    layout->addWidget(button(m_forward));
    layout->addSpacing(4);
    layout->addWidget(m_tabs);
    layout->addStretch();
    layout->addWidget(m_zone);
    layout->addWidget(button(switchTheme));
    return strip;
}

void MainWindow::setSamplePath(const QString& path)
{
    m_samplePath = path;
    m_openSample->setVisible(!path.isEmpty());
    m_welcome->setSampleAvailable(!path.isEmpty());
}

QStringList MainWindow::pageIds() const
{
    QStringList ids;
    for (const Page& page : m_pages)
        ids.append(page.id);
    return ids;
}

void MainWindow::openPaths(const QStringList& paths)
{
    if (paths.isEmpty())
        return;
    whenSaved([this, paths] {
        m_investigation.reset();
        m_history.restart();
        m_workspace.open(paths);
        recentexports::add(m_workspace.paths());
        m_welcome->refreshRecent();
    });
}

void MainWindow::whenSaved(const std::function<void()>& go)
{
    if (m_casebook.saveAtOnce())
        return go();
    dialogs::confirm(this, tr("What was marked is not saved"),
                     tr("%1\nWhat was marked since would be lost. Case, Save Case As keeps it in "
                        "another place.")
                         .arg(caseErrorText(*m_casebook.saveError())),
                     tr("Lose It"), go);
}

void MainWindow::showState()
{
    const bool open = m_workspace.state() != Workspace::State::Empty;
    m_outer->setCurrentIndex(open ? 1 : 0);
    for (QAction* action : std::as_const(m_openOnly))
        action->setEnabled(open);
    showTitle();
}

void MainWindow::showTitle()
{
    const QString export_ = recentexports::label(m_workspace.paths());
    setWindowTitle(export_.isEmpty() ? tr("Trailloupe") : tr("%1 — Trailloupe").arg(export_));
}

void MainWindow::goTo(const QString& page)
{
    m_investigation.setPage(page);
}

void MainWindow::showPage()
{
    const auto found =
        std::ranges::find(m_pages, workspace::windowPage(m_investigation.page()), &Page::id);
    if (found == m_pages.end())
        return;
    const QSignalBlocker quiet(m_tabs);
    m_tabs->setCurrentIndex(static_cast<int>(found - m_pages.begin()));
    m_stack->setCurrentWidget(found->widget);
    found->widget->setFocus();
}

PageCommands* MainWindow::commands() const
{
    if (m_workspace.state() == Workspace::State::Empty)
        return nullptr;
    return dynamic_cast<PageCommands*>(m_stack->currentWidget());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_mayClose && !m_casebook.saveAtOnce()) {
        event->ignore();
        whenSaved([this] {
            m_mayClose = true;
            close();
        });
        return;
    }
    viewstate::saveWindow(this, kWindowKey);
    QMainWindow::closeEvent(event);
}

bool MainWindow::isOverTray(const QPoint& at) const
{
    return m_tray->isVisible() && m_tray->rect().contains(m_tray->mapFrom(this, at));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (items::hasEvents(event->mimeData()))
        m_tray->setDragged(CompareTray::Dragged::Elsewhere);
    else if (droppedPaths(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
}

void MainWindow::dragMoveEvent(QDragMoveEvent* event)
{
    if (!items::hasEvents(event->mimeData())) {
        event->acceptProposedAction();
        return;
    }
    const bool isHere = isOverTray(event->position().toPoint());
    m_tray->setDragged(isHere ? CompareTray::Dragged::Here : CompareTray::Dragged::Elsewhere);
    event->setAccepted(isHere);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*)
{
    m_tray->setDragged(CompareTray::Dragged::Nothing);
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const bool isHere = isOverTray(event->position().toPoint());
    m_tray->setDragged(CompareTray::Dragged::Nothing);
    if (!items::hasEvents(event->mimeData()))
        openPaths(droppedPaths(event->mimeData()));
    else if (isHere)
        m_comparing.add(items::eventsOf(event->mimeData()), items::countOf(event->mimeData()));
    else
        return event->ignore();
    event->acceptProposedAction();
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_workspace.state() == Workspace::State::Loading) {
        m_workspace.cancel();
        return;
    }
    QMainWindow::keyPressEvent(event);
}

} // namespace trailloupe::ui
