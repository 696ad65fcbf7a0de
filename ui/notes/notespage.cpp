#include "ui/notes/notespage.h"

#include "model/query/fieldnames.h"
#include "model/workspace/investigation.h"
#include "model/workspace/pivots.h"
#include "model/workspace/timepivots.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/icons.h"
#include "ui/common/markeditor.h"
#include "ui/common/markmenu.h"
#include "ui/common/theme.h"
#include "ui/notes/notesdelegate.h"
#include "ui/notes/reportcommand.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace trailloupe::ui {

using casefile::Subject;
using items::NotesModel;
using workspace::Casebook;

namespace {

const QString kEventsPage = QStringLiteral("events");
const QString kTimelinePage = QStringLiteral("timeline");
constexpr int kTimeWidth = 300; // a span with both its days
constexpr int kSubjectWidth = 330;
constexpr int kTagsWidth = 190;

} // namespace

NotesPage::NotesPage(workspace::Workspace& workspace, workspace::Investigation& investigation,
                     const workspace::Filtering& filtering, Casebook& casebook,
                     workspace::JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_casebook(casebook)
    , m_model(new NotesModel(casebook, this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_table(new QTableView(this))
    , m_choice(new QComboBox(this))
    , m_search(new QLineEdit(this))
    , m_counts(new QLabel(this))
    , m_saved(new ElidedLabel(this))
    , m_report(new ReportCommand(workspace, investigation, filtering, casebook, jobs, this))
    , m_write(new QToolButton(this))
    , m_openReport(new QToolButton(this))
    , m_editor(new MarkEditor(casebook, this))
{
    makeTable();
    auto* content = new QWidget(m_stack);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeToolBar());
    layout->addWidget(m_table, 1);
    layout->addWidget(m_editor);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    setFocusProxy(m_table);

    connect(m_model, &QAbstractItemModel::modelReset, this, &NotesPage::showState);
    connect(&m_casebook, &Casebook::changed, this, &NotesPage::showState);
    connect(&m_casebook, &Casebook::stateChanged, this, &NotesPage::showState);
    connect(&m_casebook, &Casebook::savedChanged, this, &NotesPage::showState);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this, &NotesPage::setWords);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &NotesPage::showCurrent);
    setWords();
    showState();
}

QWidget* NotesPage::makeToolBar()
{
    auto* bar = new QWidget(this);
    m_choice->addItems({tr("Everything"), tr("Starred"), tr("With a note"), tr("Tagged")});
    m_choice->setAccessibleName(tr("What is shown"));
    m_search->setPlaceholderText(tr("Search notes, tags and names"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->setMaximumWidth(320);
    m_search->setMinimumWidth(160);
    makeQuiet(m_saved);
    m_saved->setTextFormat(Qt::PlainText);
    connect(m_choice, &QComboBox::currentIndexChanged, this, [this](int choice) {
        m_model->setChoice(static_cast<NotesModel::Choice>(choice));
        showState();
    });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model->setSearch(text);
        showState();
    });
    m_write->setObjectName(QStringLiteral("writeReport"));
    m_write->setIcon(icon(QStringLiteral("export")));
    m_write->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_write, &QToolButton::clicked, this, [this] {
        if (m_report->isRunning())
            m_report->stop();
        else
            m_report->start();
    });
    m_openReport->setText(tr("Show it"));
    m_openReport->setToolTip(tr("Open the report with the program that shows such files"));
    connect(m_openReport, &QToolButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_report->path())); });
    connect(m_report, &ReportCommand::changed, this, &NotesPage::showSaved);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 6, 12, 6);
    layout->setSpacing(10);
    layout->addWidget(m_counts);
    layout->addWidget(m_choice);
    layout->addWidget(m_search, 1);
    layout->addWidget(m_saved, 2);
    layout->addWidget(m_openReport);
    layout->addWidget(m_write);
    m_saved->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return bar;
}

void NotesPage::makeTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new NotesDelegate(m_table));
    m_table->setAccessibleName(tr("Stars, tags and notes"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setCornerButtonEnabled(false);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(NotesDelegate::rowHeight(fontMetrics()));
    QHeaderView* header = m_table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    header->resizeSection(NotesModel::TimeColumn, kTimeWidth);
    header->resizeSection(NotesModel::SubjectColumn, kSubjectWidth);
    header->resizeSection(NotesModel::TagsColumn, kTagsWidth);
    m_table->installEventFilter(this);
    connect(m_table, &QTableView::doubleClicked, this, &NotesPage::openCurrent);
    connect(m_table, &QTableView::customContextMenuRequested, this, &NotesPage::showMenu);
}

void NotesPage::setWords()
{
    const TimeText time(m_investigation.zone());
    m_model->setWords(
        [time](const Casebook::Entry& entry) {
            const Subject& subject = entry.subject;
            if (subject.kind == Subject::Kind::Span || subject.kind == Subject::Kind::Picture)
                return time.span(subject.from.value_or(0), subject.to.value_or(0));
            return subject.from ? time.dateTime(*subject.from) : tr("no time");
        },
        [this](const Casebook::Entry& entry) {
            const Subject& subject = entry.subject;
            if (subject.kind == Subject::Kind::Session)
                return tr("Session %1").arg(QString::fromStdString(subject.session));
            if (subject.kind == Subject::Kind::Span)
                return tr("Span of time");
            if (subject.kind == Subject::Kind::Comparison)
                return tr("Comparison: %1").arg(QString::fromStdString(entry.mark.title));
            if (subject.kind == Subject::Kind::Picture)
                return tr("Timeline: %1").arg(QString::fromStdString(entry.mark.title));
            if (entry.mark.title.empty() && entry.row) { // it gets one when it is saved
                const auto title = compare::eventTitle(m_workspace.evidence().store, *entry.row);
                return QStringLiteral("%1 %2").arg(QString::fromStdString(title.name),
                                                   QString::fromStdString(title.user));
            }
            return QString::fromStdString(entry.mark.title);
        });
    m_model->setTitles({tr("Time (%1)").arg(QString::fromUtf8(m_investigation.zone())), tr("What"),
                        tr("Tags"), tr("Note")});
}

bool NotesPage::isShowingTable() const
{
    return m_stack->currentWidget() != m_empty;
}

QString NotesPage::countText() const
{
    return m_counts->text();
}

void NotesPage::showState()
{
    const std::size_t total = m_model->total();
    const auto shown = static_cast<std::size_t>(m_model->rowCount());
    m_counts->setText(shown == total
                          ? tr("%1 marks").arg(ui::countText(total))
                          : tr("%1 of %2 marks").arg(ui::countText(shown), ui::countText(total)));
    showSaved();
    if (m_casebook.state() == Casebook::State::Failed) {
        m_empty->show(EmptyState::Mood::Problem, QStringLiteral("warning"),
                      tr("The case file could not be opened"),
                      tr("%1\nIt was not changed. Choose another file under Case, Open Case File, "
                         "or Save Case As.")
                          .arg(caseErrorText(*m_casebook.error())));
        m_stack->setCurrentWidget(m_empty);
    } else if (m_casebook.state() == Casebook::State::Opening && total == 0) {
        m_empty->show(EmptyState::Mood::Busy, QStringLiteral("busy"), tr("Opening the case"), {});
        m_stack->setCurrentWidget(m_empty);
    } else if (total == 0) {
        m_empty->show(EmptyState::Mood::Calm, QStringLiteral("notes"), tr("Nothing is marked yet"),
                      tr("Space stars the selected events, T tags them, N writes a note. Sessions "
                         "and spans of time can be marked under Case, comparisons and the timeline "
                         "on their pages. It is kept in a file of its own, never in the "
                         "evidence."));
        m_stack->setCurrentWidget(m_empty);
    } else {
        m_stack->setCurrentIndex(1);
        if (m_current && m_model->rowOf(*m_current) >= 0 && currentEntry() != m_current)
            m_table->selectRow(m_model->rowOf(*m_current));
        else if (!m_current && m_model->rowCount() > 0)
            m_table->selectRow(0);
    }
    showCurrent();
}

// Where the case is, or what came of the report.
void NotesPage::showSaved()
{
    const auto& saveError = m_casebook.saveError();
    const QString& missing = m_casebook.missingChoice();
    QString words;
    bool isBad = true;
    if (saveError) {
        words = tr("Not saved. %1").arg(caseErrorText(*saveError));
    } else if (!m_report->words().isEmpty()) {
        words = m_report->words();
        isBad = m_report->isError();
    } else if (!missing.isEmpty()) {
        words = tr("%1 is not there any more; this is the evidence's own case")
                    .arg(visibleText(missing));
    } else {
        words = m_casebook.isSaved() ? tr("Saved in %1").arg(m_casebook.path()) : tr("Saving");
        isBad = false;
    }
    m_saved->setText(words);
    m_saved->setProperty("quiet", !isBad);
    QPalette colors = palette();
    const ThemeColors& theme = themeColors(colors);
    colors.setColor(QPalette::WindowText, isBad ? theme.bad : theme.muted);
    m_saved->setPalette(colors);
    m_write->setText(m_report->isRunning() ? tr("Stop") : tr("Report…"));
    m_write->setToolTip(m_report->isRunning()
                            ? tr("Stop writing the report")
                            : tr("Write all of it with its evidence, as a page or Markdown"));
    m_openReport->setVisible(!m_report->path().isEmpty());
}

std::optional<Casebook::EntryId> NotesPage::currentEntry() const
{
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? std::optional(m_model->entryAt(current.row())) : std::nullopt;
}

void NotesPage::showCurrent()
{
    if (m_casebook.state() == Casebook::State::None)
        m_current.reset();
    if (const auto entry = currentEntry())
        m_current = entry;
    // What was emptied stays under the pen until another row is chosen; what the search hides does
    // not.
    const bool isHidden =
        m_current && m_model->rowOf(*m_current) < 0 && !m_casebook.entry(*m_current).mark.isEmpty();
    m_editor->setEntry(isHidden ? std::nullopt : m_current);
}

void NotesPage::openCurrent()
{
    const auto id = currentEntry();
    if (!id)
        return;
    const Casebook::Entry& entry = m_casebook.entry(*id);
    if (entry.subject.kind == Subject::Kind::Event) {
        if (!entry.row)
            return;
        m_investigation.selectRow(entry.row);
        m_investigation.setPage(kEventsPage);
        return;
    }
    if (entry.subject.kind == Subject::Kind::Comparison) {
        Q_EMIT comparisonRequested(entry.subject);
        return;
    }
    workspace::Filter filter;
    if (entry.subject.kind == Subject::Kind::Picture) {
        // What it was drawn of, and the time that it shows.
        filter.text = QString::fromStdString(entry.mark.filter);
        workspace::addChip(filter,
                           workspace::timeCondition(
                               {entry.subject.from.value_or(0), entry.subject.to.value_or(0)}));
        if (m_investigation.setFilter(filter))
            m_investigation.setPage(kTimelinePage);
        return;
    }
    if (entry.subject.kind == Subject::Kind::Session) {
        const workspace::PivotValue value{*query::parseField("session.id"), entry.subject.session};
        workspace::addChip(filter, value.condition());
    } else {
        workspace::addChip(filter,
                           workspace::timeCondition(
                               {entry.subject.from.value_or(0), entry.subject.to.value_or(0)}));
    }
    if (m_investigation.setFilter(filter))
        m_investigation.setPage(kEventsPage);
}

void NotesPage::showMenu(const QPoint& at)
{
    const QModelIndex cell = m_table->indexAt(at);
    if (!cell.isValid())
        return;
    m_table->selectRow(cell.row());
    const Casebook::EntryId id = m_model->entryAt(cell.row());
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto kind = static_cast<Subject::Kind>(cell.data(NotesModel::KindRole).toInt());
    QAction* show = kind == Subject::Kind::Comparison
        ? menu->addAction(icon(QStringLiteral("compare")), tr("Show the comparison"))
        : kind == Subject::Kind::Picture
        ? menu->addAction(icon(QStringLiteral("timeline")), tr("Show on the timeline"))
        : menu->addAction(icon(QStringLiteral("events")), tr("Show among the events"));
    show->setEnabled(cell.data(NotesModel::IsThereRole).toBool());
    connect(show, &QAction::triggered, this, &NotesPage::openCurrent);
    menu->addSeparator();
    addMarkActions(
        menu, m_casebook, [id] { return std::vector{id}; }, [this] { m_editor->focusNote(); });
    menu->addSeparator();
    connect(menu->addAction(tr("Remove star, tags and note")), &QAction::triggered, this,
            [this, id] { m_casebook.clear({id}); });
    connect(menu->addAction(icon(QStringLiteral("copy")), tr("Copy")), &QAction::triggered, this,
            [this] { copy(CopyForm::Cells); });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void NotesPage::copy(CopyForm)
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return;
    QStringList cells;
    for (int column = 0; column < NotesModel::kColumns; ++column)
        cells.append(current.siblingAtColumn(column).data(NotesModel::RawRole).toString());
    QApplication::clipboard()->setText(cells.join(u'\t'));
}

void NotesPage::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool NotesPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_table || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const auto id = currentEntry();
    if (!id || key->modifiers() != Qt::NoModifier)
        return QWidget::eventFilter(watched, event);
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        openCurrent();
        return true;
    case Qt::Key_Space:
        toggleStar(this, m_casebook, {*id});
        return true;
    case Qt::Key_T:
        m_editor->showTags();
        return true;
    case Qt::Key_N:
        m_editor->focusNote();
        return true;
    case Qt::Key_Delete:
        m_casebook.clear({*id});
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

} // namespace trailloupe::ui
