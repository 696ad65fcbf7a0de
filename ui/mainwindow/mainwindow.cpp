#include "ui/mainwindow/mainwindow.h"

#include "model/items/eventmime.h"
#include "ui/common/dialogs.h"
#include "ui/common/evidencetext.h"
#include "ui/common/icons.h"
#include "ui/common/recentexports.h"
#include "ui/common/viewstate.h"
#include "ui/compare/comparetray.h"
#include "ui/mainwindow/keysoverlay.h"
#include "ui/mainwindow/statusline.h"
#include "ui/mainwindow/zonechooser.h"
#include "ui/querybar/filtercompletion.h"
#include "ui/querybar/filteredit.h"
#include "ui/querybar/querybar.h"
#include "ui/querybar/viewsmenu.h"
#include "ui/welcome/welcomepage.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
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
#include <QTimeZone>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using workspace::Investigation;
using workspace::Workspace;

namespace {

const QString kWindowKey = QStringLiteral("window");
constexpr int kVisitedWidth = 460;
constexpr std::size_t kVisitedShown = 25;

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
    , m_outer(new QStackedWidget(this))
    , m_welcome(new WelcomePage(this))
    , m_tabs(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
    , m_zone(new ZoneChooser(investigation, this))
    , m_query(new QueryBar(workspace, investigation, filtering, catalog, this))
    , m_tray(new CompareTray(m_comparing, investigation, this))
    , m_status(new StatusLine(workspace, this))
{
    setAcceptDrops(true);
    setWindowIcon(applicationIcon());
    m_pages = makePages(workspace, investigation, filtering, catalog, m_comparing, jobs, m_stack);
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
    connect(&m_workspace, &Workspace::stateChanged, this, &MainWindow::showState);
    connect(&m_investigation, &Investigation::pageChanged, this, &MainWindow::showPage);

    if (!viewstate::restoreWindow(this, kWindowKey))
        resize(1360, 860);
    if (!pageIds().contains(m_investigation.page()))
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
    m_tabs->setUsesScrollButtons(false);
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

void MainWindow::makeFileMenu()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    QAction* openFiles = file->addAction(icon(QStringLiteral("open-file")), tr("&Open Files…"));
    openFiles->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_O));
    connect(openFiles, &QAction::triggered, m_welcome, &WelcomePage::openFilesRequested);
    QAction* openFolder = file->addAction(icon(QStringLiteral("open-folder")), tr("Open &Folder…"));
    openFolder->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    connect(openFolder, &QAction::triggered, m_welcome, &WelcomePage::openFolderRequested);
    m_openSample = file->addAction(icon(QStringLiteral("sample")), tr("Open &Sample Incident"));
    connect(m_openSample, &QAction::triggered, m_welcome, &WelcomePage::openSampleRequested);
    m_recentMenu = file->addMenu(icon(QStringLiteral("clock")), tr("&Recent"));
    connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
    file->addSeparator();
    QAction* write = file->addAction(icon(QStringLiteral("export")), tr("&Export…"));
    write->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_E));
    connect(write, &QAction::triggered, this, [this] {
        if (PageCommands* page = commands())
            page->exportEvents();
    });
    connect(file, &QMenu::aboutToShow, write, [this, write] {
        const PageCommands* page = commands();
        write->setEnabled(page && page->canExport());
    });
    // The keys must work although the menu was last shown when there was nothing to write.
    connect(file, &QMenu::aboutToHide, write, [write] { write->setEnabled(true); });
    file->addSeparator();
    m_close = file->addAction(icon(QStringLiteral("close")), tr("&Close Export"));
    m_close->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_W));
    connect(m_close, &QAction::triggered, this, [this] {
        m_investigation.reset();
        m_history.restart();
        m_workspace.close();
    });
    m_openOnly.append(m_close);
    QAction* quit = file->addAction(tr("&Quit"));
    quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
    quit->setMenuRole(QAction::QuitRole);
    connect(quit, &QAction::triggered, this, &QWidget::close);
}

QAction* MainWindow::addCopyAction(QMenu* menu, const QString& text, const QKeySequence& keys,
                                   PageCommands::CopyForm form)
{
    QAction* action = menu->addAction(icon(QStringLiteral("copy")), text);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [this, form] {
        if (PageCommands* page = commands(); page && page->canCopy(form))
            page->copy(form);
    });
    connect(menu, &QMenu::aboutToShow, action, [this, action, form] {
        const PageCommands* page = commands();
        action->setEnabled(page && page->canCopy(form));
    });
    // The keys must work although the menu was last shown when there was nothing to copy.
    connect(menu, &QMenu::aboutToHide, action, [action] { action->setEnabled(true); });
    return action;
}

void MainWindow::makeCopyFilterMenu(QMenu* edit)
{
    using query::TextForm;
    QMenu* menu = edit->addMenu(tr("C&opy Filter For"));
    const std::pair<TextForm, QString> forms[] = {
        {TextForm::FilterPattern, tr("CloudWatch Filter &Pattern")},
        {TextForm::LogsInsights, tr("Logs &Insights")},
        {TextForm::Athena, tr("&Athena WHERE")},
        {TextForm::Jq, tr("&jq")},
        {TextForm::Bar, tr("Filter &Bar (chips and text as one)")},
    };
    for (const auto& [form, name] : forms) {
        connect(menu->addAction(name), &QAction::triggered, m_query,
                [this, form = form] { m_query->copyAs(form); });
    }
    const auto enable = [this, action = menu->menuAction()] {
        action->setEnabled(!m_investigation.filter().isEmpty());
    };
    connect(&m_investigation, &Investigation::filterChanged, menu, enable);
    enable();
}

void MainWindow::makeEditMenu()
{
    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    addCopyAction(edit, tr("&Copy"), QKeySequence(QKeySequence::Copy),
                  PageCommands::CopyForm::Cells);
    addCopyAction(edit, tr("Copy as &JSON"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_J),
                  PageCommands::CopyForm::Json);
    addCopyAction(edit, tr("Copy as CS&V"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
                  PageCommands::CopyForm::Csv);
    edit->addSeparator();
    QAction* filter = edit->addAction(icon(QStringLiteral("filter")), tr("&Filter"));
    filter->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_L));
    connect(filter, &QAction::triggered, m_query, &QueryBar::focusEdit);
    m_openOnly.append(filter);
    makeCopyFilterMenu(edit);
    addCompareActions(edit);
    QAction* search = edit->addAction(icon(QStringLiteral("search")), tr("&Search"));
    search->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_F));
    connect(search, &QAction::triggered, this, [this] {
        if (PageCommands* page = commands())
            page->focusSearch();
    });
}

// At most one more than can be compared, so that too many can be said.
std::vector<RowId> MainWindow::chosenEvents() const
{
    const PageCommands* page = commands();
    std::vector<RowId> rows;
    if (page)
        rows = page->chosenEvents(compare::kMostEvents + 1);
    if (rows.empty() && m_investigation.selectedRow())
        rows.push_back(*m_investigation.selectedRow());
    return rows;
}

void MainWindow::addCompareActions(QMenu* edit)
{
    QAction* add = edit->addAction(icon(QStringLiteral("compare")), tr("&Add to Comparison"));
    add->setShortcut(QKeySequence(Qt::Key_C));
    connect(add, &QAction::triggered, this, [this] { m_tray->add(chosenEvents()); });
    QAction* previous = edit->addAction(tr("Co&mpare with the Previous of Its Kind"));
    previous->setShortcut(QKeySequence(Qt::SHIFT | Qt::Key_C));
    connect(previous, &QAction::triggered, this, [this] {
        const auto rows = chosenEvents();
        if (rows.empty())
            m_tray->say(tr("Select an event first."));
        else
            m_comparing.comparePrevious(rows.front());
    });
    m_openOnly.append({add, previous});
}

void MainWindow::makeViewMenu()
{
    QMenu* view = menuBar()->addMenu(tr("&View"));
    auto* group = new QActionGroup(this);
    int number = 0;
    for (const Page& page : m_pages) {
        QAction* action = view->addAction(icon(page.iconName), page.title);
        action->setCheckable(true);
        action->setData(page.id);
        action->setShortcut(QKeySequence(Qt::CTRL | (Qt::Key_1 + number++)));
        group->addAction(action);
        m_openOnly.append(action);
        connect(action, &QAction::triggered, this, [this, id = page.id] { goTo(id); });
        connect(&m_investigation, &Investigation::pageChanged, action,
                [this, action, id = page.id] { action->setChecked(m_investigation.page() == id); });
    }
    view->addSeparator();
    QAction* columns = view->addAction(icon(QStringLiteral("columns")), tr("&Columns…"));
    QAction* pathColumn = view->addAction(tr("Any &Path as Column…"));
    connect(columns, &QAction::triggered, this, [this] {
        if (PageCommands* page = commands())
            page->chooseColumns();
    });
    connect(pathColumn, &QAction::triggered, this, [this] {
        if (PageCommands* page = commands())
            page->addPathColumn();
    });
    QAction* colors = view->addAction(icon(QStringLiteral("colors")), tr("C&olour Rules…"));
    connect(colors, &QAction::triggered, this, [this] {
        if (PageCommands* page = commands())
            page->editColors();
    });
    connect(view, &QMenu::aboutToShow, this, [this, columns, pathColumn, colors] {
        const PageCommands* page = commands();
        colors->setEnabled(page && page->hasColors());
        columns->setEnabled(page && page->hasColumns());
        pathColumn->setEnabled(page && page->hasColumns());
    });
    view->addSeparator();

    QMenu* theme = view->addMenu(icon(QStringLiteral("theme")), tr("&Theme"));
    auto* themes = new QActionGroup(this);
    const auto addTheme = [&](const QString& text, Theme::Choice choice) {
        QAction* action = theme->addAction(text);
        action->setCheckable(true);
        themes->addAction(action);
        connect(action, &QAction::triggered, this, [this, choice] { m_theme.setChoice(choice); });
        connect(theme, &QMenu::aboutToShow, action,
                [this, action, choice] { action->setChecked(m_theme.choice() == choice); });
    };
    addTheme(tr("As the &System"), Theme::Choice::System);
    addTheme(tr("&Light"), Theme::Choice::Light);
    addTheme(tr("&Dark"), Theme::Choice::Dark);
    QMenu* zone = view->addMenu(icon(QStringLiteral("clock")), tr("Time &Zone"));
    connect(zone, &QMenu::aboutToShow, this, [this, zone] { m_zone->fillMenu(zone); });
}

void MainWindow::makeGoMenu()
{
    QMenu* go = menuBar()->addMenu(tr("&Go"));
    m_back = go->addAction(icon(QStringLiteral("back")), tr("&Back"));
    m_back->setShortcut(QKeySequence(Qt::ALT | Qt::Key_Left));
    connect(m_back, &QAction::triggered, &m_history, &workspace::History::back);
    m_forward = go->addAction(icon(QStringLiteral("forward")), tr("&Forward"));
    m_forward->setShortcut(QKeySequence(Qt::ALT | Qt::Key_Right));
    connect(m_forward, &QAction::triggered, &m_history, &workspace::History::forward);
    QMenu* visited = go->addMenu(tr("&Visited Views"));
    connect(visited, &QMenu::aboutToShow, this, [this, visited] { fillVisitedMenu(visited); });
}

// The last one visited first; where the person is has a mark.
void MainWindow::fillVisitedMenu(QMenu* menu)
{
    menu->clear();
    const auto& views = m_history.views();
    const std::size_t most = std::min<std::size_t>(views.size(), kVisitedShown);
    for (std::size_t i = views.size(); i > views.size() - most; --i) {
        const workspace::History::View& view = views[i - 1];
        const auto page = std::ranges::find(m_pages, view.page, &Page::id);
        QString words = page == m_pages.end() ? view.page : page->title;
        QStringList conditions{view.filter.text};
        for (const workspace::FilterChip& chip : view.filter.chips)
            conditions.append(chip.text);
        conditions.removeAll(QString());
        if (!conditions.isEmpty())
            words +=
                QStringLiteral("  ·  ") + visibleText(conditions.join(QStringLiteral(" and ")));
        QAction* action = menu->addAction(menu->fontMetrics()
                                              .elidedText(words, Qt::ElideRight, kVisitedWidth)
                                              .replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(i - 1 == m_history.current());
        connect(action, &QAction::triggered, &m_history, [this, i] {
            if (i - 1 < m_history.views().size())
                m_history.goTo(i - 1);
        });
    }
    if (most == views.size())
        return;
    menu->addSeparator();
    menu->addAction(tr("%1 of %2; the ones before come with Back").arg(most).arg(views.size()))
        ->setEnabled(false);
}

void MainWindow::makeHelpMenu()
{
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    QAction* keys = help->addAction(icon(QStringLiteral("keys")), tr("&Keys"));
    keys->setShortcut(QKeySequence(Qt::Key_Question));
    connect(keys, &QAction::triggered, this, [this] { new KeysOverlay(this); });
    QAction* about = help->addAction(icon(QStringLiteral("info")), tr("&About Trailloupe"));
    about->setMenuRole(QAction::AboutRole);
    connect(about, &QAction::triggered, this, &MainWindow::showAbout);
}

void MainWindow::showAbout()
{
    dialogs::tell(this, tr("About Trailloupe"),
                  tr("Trailloupe %1\n\nAn offline workbench for AWS CloudTrail and AWS Config "
                     "exports. It never writes to what it opens and never uses the network.\n\n"
                     "Apache License 2.0")
                      .arg(QApplication::applicationVersion()));
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
    m_investigation.reset();
    m_history.restart();
    m_workspace.open(paths);
    recentexports::add(m_workspace.paths());
    m_welcome->refreshRecent();
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
    const auto found = std::ranges::find(m_pages, m_investigation.page(), &Page::id);
    if (found == m_pages.end())
        return;
    const QSignalBlocker quiet(m_tabs);
    m_tabs->setCurrentIndex(static_cast<int>(found - m_pages.begin()));
    m_stack->setCurrentWidget(found->widget);
    found->widget->setFocus();
}

void MainWindow::fillRecentMenu()
{
    m_recentMenu->clear();
    for (const QStringList& paths : recentexports::list()) {
        QAction* action = m_recentMenu->addAction(
            recentexports::label(paths).replace(u'&', QStringLiteral("&&")));
        action->setToolTip(QDir::toNativeSeparators(paths.join(u'\n')));
        connect(action, &QAction::triggered, this, [this, paths] { openPaths(paths); });
    }
    if (m_recentMenu->isEmpty()) {
        m_recentMenu->addAction(tr("Nothing yet"))->setEnabled(false);
        return;
    }
    m_recentMenu->addSeparator();
    connect(m_recentMenu->addAction(tr("Forget All")), &QAction::triggered, this, [this] {
        recentexports::clear();
        m_welcome->refreshRecent();
    });
}

PageCommands* MainWindow::commands() const
{
    if (m_workspace.state() == Workspace::State::Empty)
        return nullptr;
    return dynamic_cast<PageCommands*>(m_stack->currentWidget());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    viewstate::saveWindow(this, kWindowKey);
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (items::hasEvents(event->mimeData()))
        m_tray->setExpecting(true);
    else if (droppedPaths(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*)
{
    m_tray->setExpecting(false);
}

void MainWindow::dropEvent(QDropEvent* event)
{
    m_tray->setExpecting(false);
    if (items::hasEvents(event->mimeData()))
        m_tray->add(items::eventsOf(event->mimeData()));
    else
        openPaths(droppedPaths(event->mimeData()));
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
