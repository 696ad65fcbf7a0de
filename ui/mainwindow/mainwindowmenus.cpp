// The menus of MainWindow.
#include "model/workspace/following.h"
#include "ui/common/dialogs.h"
#include "ui/common/filteredit.h"
#include "ui/common/icons.h"
#include "ui/common/recentexports.h"
#include "ui/compare/comparetray.h"
#include "ui/events/eventspage.h"
#include "ui/mainwindow/casemenu.h"
#include "ui/mainwindow/keysoverlay.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/zonechooser.h"
#include "ui/notes/notespage.h"
#include "ui/notes/reportcommand.h"
#include "ui/querybar/querybar.h"
#include "ui/timeline/timelinepage.h"
#include "ui/welcome/welcomepage.h"
#include "ui/words/evidencetext.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDir>
#include <QMenuBar>

#include <algorithm>

namespace trailloupe::ui {

using workspace::Investigation;

namespace {

constexpr int kVisitedWidth = 460;
constexpr std::size_t kVisitedShown = 25;

} // namespace

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
        whenSaved([this] {
            m_investigation.reset();
            m_history.restart();
            m_workspace.close();
        });
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
    m_case->addUndo(edit);
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

// What is chosen is chosen among the events.
void MainWindow::connectCaseMenu()
{
    menuBar()->addMenu(m_case);
    const auto ask = [this](void (EventsPage::*what)()) {
        return [this, what] {
            goTo(QStringLiteral("events"));
            if (auto* events = findChild<EventsPage*>())
                (events->*what)();
        };
    };
    connect(m_case, &CaseMenu::starRequested, this, ask(&EventsPage::starChosen));
    connect(m_case, &CaseMenu::tagRequested, this, ask(&EventsPage::showTagMenu));
    connect(m_case, &CaseMenu::noteRequested, this, ask(&EventsPage::writeNote));
    if (auto* timeline = findChild<TimelinePage*>())
        m_case->setTimelining(timeline->timelining());
    connect(m_case, &CaseMenu::reportRequested, this, [this] {
        goTo(QStringLiteral("notes"));
        if (auto* notes = findChild<NotesPage*>())
            notes->report()->start();
    });
}

// Not more of them than matter where there are millions.
std::vector<RowId> MainWindow::chosenEvents() const
{
    const PageCommands* page = commands();
    std::vector<RowId> rows;
    if (page)
        rows = page->chosenEvents(workspace::Comparing::kMostChosen);
    if (rows.empty() && m_investigation.selectedRow())
        rows.push_back(*m_investigation.selectedRow());
    return rows;
}

void MainWindow::compareChosen()
{
    const auto rows = chosenEvents();
    const auto* events = dynamic_cast<const EventsPage*>(commands());
    m_comparing.add(rows, std::max(rows.size(), events ? events->chosenCount() : 0));
}

void MainWindow::addCompareActions(QMenu* edit)
{
    QAction* add = edit->addAction(icon(QStringLiteral("compare")), tr("&Add to Comparison"));
    add->setShortcut(QKeySequence(Qt::Key_C));
    connect(add, &QAction::triggered, this, &MainWindow::compareChosen);
    QAction* previous = edit->addAction(tr("Co&mpare with the Previous of Its Kind"));
    previous->setShortcut(QKeySequence(Qt::SHIFT | Qt::Key_C));
    connect(previous, &QAction::triggered, this, [this] {
        const auto rows = chosenEvents();
        if (rows.empty())
            m_tray->say(tr("Select an event first."));
        else
            m_comparing.comparePrevious(rows.front());
    });
    QAction* follow =
        edit->addAction(icon(QStringLiteral("principals")), tr("F&ollow the Session"));
    follow->setShortcut(QKeySequence(Qt::Key_F));
    connect(follow, &QAction::triggered, this, &MainWindow::followSession);
    m_openOnly.append({add, previous, follow});
}

// The one that the page has highlighted, else that of the event that is chosen: as a tab of the
// principals.
void MainWindow::followSession()
{
    const PageCommands* page = commands();
    if (const auto to = page ? page->followTo() : std::nullopt) {
        if (to->page.isEmpty())
            m_tray->say(to->why);
        else
            goTo(to->page);
        return;
    }
    const auto rows = chosenEvents();
    if (rows.empty())
        m_tray->say(tr("Select an event first."));
    else if (const auto to = workspace::sessionPage(m_workspace.evidence().store, rows.front()))
        goTo(*to);
    else
        m_tray->say(tr("Sessions are known once everything is read."));
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
        // There are ten numbers, and one page more.
        if (page.id == QStringLiteral("ledger"))
            action->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
        else
            action->setShortcut(QKeySequence(Qt::CTRL | (Qt::Key_0 + ++number % 10)));
        group->addAction(action);
        m_openOnly.append(action);
        connect(action, &QAction::triggered, this, [this, id = page.id] { goTo(id); });
        connect(&m_investigation, &Investigation::pageChanged, action,
                [this, action, id = page.id] {
                    action->setChecked(workspace::windowPage(m_investigation.page()) == id);
                });
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
        const auto page = std::ranges::find(m_pages, workspace::windowPage(view.page), &Page::id);
        QString words = page == m_pages.end() ? view.page : page->title;
        if (const auto session = workspace::sessionOfPage(view.page))
            words += QStringLiteral("  ·  ") + visibleText(QString::fromStdString(*session));
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

} // namespace trailloupe::ui
