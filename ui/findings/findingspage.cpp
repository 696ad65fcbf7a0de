#include "ui/findings/findingspage.h"

#include "model/workspace/casebook.h"
#include "model/workspace/filtering.h"
#include "model/workspace/investigation.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/viewstate.h"
#include "ui/findings/findingcard.h"
#include "ui/findings/findingevents.h"
#include "ui/findings/findingsdelegate.h"
#include "ui/words/findingwords.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace trailloupe::ui {

using detection::Finding;
using detection::Findings;
using detection::Rule;
using items::FindingsModel;
using workspace::Workspace;

namespace {

const QString kEventsPage = QStringLiteral("events");
const QString kTimelinePage = QStringLiteral("timeline");
constexpr int kCellMargins = 20;
constexpr int kFlagWidth = 22;

} // namespace

FindingsPage::FindingsPage(Workspace& workspace, workspace::Investigation& investigation,
                           const workspace::Filtering& filtering, workspace::Detecting& detecting,
                           workspace::JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_detecting(detecting)
    , m_jobs(jobs)
    , m_model(new FindingsModel(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(m_stack))
    , m_counts(new ElidedLabel(this))
    , m_rows(new QSplitter(Qt::Vertical, m_stack))
    , m_below(new QSplitter(Qt::Horizontal, m_rows))
    , m_table(new QTableView(m_rows))
    , m_card(new FindingCard(m_below))
    , m_events(new FindingEvents(investigation, m_below))
{
    makeTable();
    m_counts->setTextFormat(Qt::PlainText);
    m_counts->setContentsMargins(12, 6, 12, 6);
    makeQuiet(m_counts);
    m_below->addWidget(m_card);
    m_below->addWidget(m_events);
    m_below->setStretchFactor(0, 2);
    m_below->setStretchFactor(1, 3);
    m_below->setSizes({400, 600});
    m_below->setChildrenCollapsible(false);
    m_rows->addWidget(m_table);
    m_rows->addWidget(m_below);
    m_rows->setStretchFactor(0, 1);
    m_rows->setStretchFactor(1, 1);
    m_rows->setSizes({500, 500});
    m_rows->setChildrenCollapsible(false);
    viewstate::keepSplitter(m_below, QStringLiteral("findings/below"));
    viewstate::keepSplitter(m_rows, QStringLiteral("findings/rows"));
    auto* content = new QWidget(m_stack);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(m_counts);
    inner->addWidget(m_rows, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    setFocusProxy(m_table);

    connect(m_card, &FindingCard::eventsRequested, this, &FindingsPage::showEvents);
    connect(m_card, &FindingCard::timelineRequested, this,
            [this] { showOnTimeline(m_events->currentEvent()); });
    connect(m_card, &FindingCard::filterRequested, this, &FindingsPage::addToFilter);
    connect(m_events, &FindingEvents::eventRequested, this, &FindingsPage::goToEvent);
    connect(m_events, &FindingEvents::timelineRequested, this,
            [this](RowId row) { showOnTimeline(row); });
    connect(&m_detecting, &workspace::Detecting::changed, this, &FindingsPage::adoptFindings);
    connect(&m_workspace, &Workspace::stateChanged, this, &FindingsPage::showState);
    connect(&m_investigation, &workspace::Investigation::pageChanged, this,
            &FindingsPage::adoptPage);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this, [this] {
        setWords();
        showCurrent();
    });
    setWords();
    adoptFindings();
}

void FindingsPage::setCasebook(const workspace::Casebook& casebook)
{
    m_events->setCasebook(casebook);
}

void FindingsPage::makeTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new FindingsDelegate(m_table));
    m_table->setAccessibleName(tr("Findings"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setCornerButtonEnabled(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(40);
    header->setSectionResizeMode(FindingsModel::TitleColumn, QHeaderView::Stretch);
    m_table->installEventFilter(this);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &FindingsPage::showCurrent);
    connect(m_table, &QTableView::doubleClicked, this, [this] {
        if (currentRule())
            showEvents();
    });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (index.row() == m_model->foldRow())
            toggleFold();
    });
    connect(m_table, &QTableView::customContextMenuRequested, this, &FindingsPage::showMenu);
}

void FindingsPage::setWords()
{
    const TimeText time(m_investigation.zone());
    m_model->setWords({.severity = severityText,
                       .title = ruleTitle,
                       .count = [](std::uint64_t events) { return ui::countText(events); },
                       .time =
                           [time](std::optional<std::int64_t> seconds) {
                               return seconds ? time.dateTime(*seconds) : tr("no time");
                           },
                       .silent =
                           [](std::size_t rules) {
                               return rules == 1
                                   ? tr("1 rule found nothing")
                                   : tr("%1 rules found nothing").arg(ui::countText(rules));
                           }},
                      {tr("Severity"), tr("Finding"), tr("Events"),
                       tr("First seen (%1)").arg(time.zoneName()), tr("Last seen")});
    fitColumns();
}

void FindingsPage::fitColumns()
{
    const QFontMetrics metrics(font());
    const auto fit = [&](int column, const QString& longest, int more = 0) {
        const QString title =
            m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        m_table->setColumnWidth(
            column,
            std::max(metrics.horizontalAdvance(longest) + more, metrics.horizontalAdvance(title))
                + kCellMargins);
    };
    fit(FindingsModel::SeverityColumn, severityText(detection::Severity::Critical), kFlagWidth);
    fit(FindingsModel::EventsColumn, QStringLiteral("0,000,000"));
    fit(FindingsModel::FirstColumn, QStringLiteral("0000-00-00 00:00:00"));
    fit(FindingsModel::LastColumn, QStringLiteral("0000-00-00 00:00:00"));
    m_table->verticalHeader()->setDefaultSectionSize(FindingsDelegate::rowHeight(metrics));
}

bool FindingsPage::isShowingFindings() const
{
    return m_stack->currentWidget() != m_empty;
}

QString FindingsPage::countText() const
{
    return m_counts->text();
}

void FindingsPage::adoptFindings()
{
    const detection::FindingsPtr& findings = m_detecting.findings();
    if (findings != m_model->findings()) {
        const std::string kept = m_current; // the reset is news of another row
        m_model->setFindings(findings);
        m_model->setOpen(findings && findings->findings().empty());
        m_table->clearSpans();
        if (m_model->foldRow() >= 0)
            m_table->setSpan(m_model->foldRow(), 0, 1, FindingsModel::kColumns);
        const int row = m_model->rowOf(kept);
        m_table->selectRow(row >= 0 ? row : 0);
        if (!findings)
            showCurrent();
        adoptPage();
    }
    showState();
}

void FindingsPage::adoptPage()
{
    const std::string rule = workspace::ruleOfPage(m_investigation.page()).toStdString();
    if (rule.empty() || !m_model->findings())
        return;
    if (m_model->rowOf(rule) < 0)
        m_model->setOpen(true);
    if (const int row = m_model->rowOf(rule); row >= 0)
        m_table->selectRow(row);
}

void FindingsPage::showState()
{
    const auto state = m_workspace.state();
    const auto& findings = m_detecting.findings();
    if (findings) {
        const std::size_t rules = findings->findings().size();
        const QString of = eventsText(findings->events()->rowCount());
        m_counts->setText(
            (rules == 0 ? tr("None of %1 rules found anything among %2")
                              .arg(ui::countText(findings->rules().size()), of)
                        : tr("%1 of %2 rules found %3 among %4")
                              .arg(ui::countText(rules), ui::countText(findings->rules().size()),
                                   eventsText(findings->places().size()), of))
            + tr(", whatever the filter asks for"));
        m_stack->setCurrentIndex(1);
        return;
    }
    if (m_detecting.error())
        m_empty->show(EmptyState::Mood::Problem, QStringLiteral("warning"),
                      tr("The rules could not be asked"), errorText(*m_detecting.error()));
    else if (state == Workspace::State::Loading)
        m_empty->show(EmptyState::Mood::Busy, QStringLiteral("busy"),
                      tr("The rules are asked as soon as everything is read"), {});
    else if (m_detecting.isRunning())
        m_empty->show(EmptyState::Mood::Busy, QStringLiteral("busy"), tr("Asking the rules"), {});
    else if (state == Workspace::State::Empty)
        m_empty->show(EmptyState::Mood::Calm, QStringLiteral("findings"), tr("Nothing is open"),
                      {});
    else
        m_empty->show(EmptyState::Mood::Calm, QStringLiteral("findings"), tr("No events"),
                      tr("Nothing that was opened holds an event that a rule could be asked of."));
    m_stack->setCurrentWidget(m_empty);
}

int FindingsPage::currentRow() const
{
    return m_table->currentIndex().row();
}

const Rule* FindingsPage::currentRule() const
{
    return currentRow() < 0 ? nullptr : m_model->ruleAt(currentRow());
}

const Finding* FindingsPage::currentFinding() const
{
    return currentRow() < 0 ? nullptr : m_model->findingAt(currentRow());
}

void FindingsPage::showCurrent()
{
    const Rule* rule = currentRule();
    const Findings::Failure* failure = rule ? m_model->failureAt(currentRow()) : nullptr;
    if (rule)
        m_current = rule->id;
    m_card->show(rule, currentFinding(), failure ? &failure->error : nullptr,
                 TimeText(m_investigation.zone()));
    m_events->setFinding(m_model->findings(), currentFinding());
}

void FindingsPage::toggleFold()
{
    m_model->setOpen(!m_model->isOpen());
}

void FindingsPage::openCurrent()
{
    if (currentRow() >= 0 && currentRow() == m_model->foldRow())
        toggleFold();
    else if (currentFinding())
        showEvents();
}

// In place of what was asked for before; pinned chips stay.
bool FindingsPage::showAmongEvents(const Rule& rule)
{
    workspace::Filter filter = workspace::pinnedOf(m_investigation.filter());
    filter.text = QString::fromStdString(rule.filter);
    return m_investigation.setPage(kEventsPage, filter);
}

void FindingsPage::showEvents()
{
    if (currentFinding())
        showAmongEvents(*currentRule());
}

void FindingsPage::addToFilter()
{
    if (!currentRule())
        return;
    workspace::Filter filter = m_investigation.filter();
    workspace::addChip(filter, QString::fromStdString(currentRule()->filter));
    if (m_investigation.setFilter(filter))
        Q_EMIT said(tr("The filter asks for it too now: %1").arg(ruleTitle(*currentRule())));
}

bool FindingsPage::isHidden(RowId row) const
{
    const workspace::Filtered& found = m_filtering.result();
    const bool isKnown = found.store == m_workspace.evidence().store && !m_filtering.isRunning();
    return isKnown && found.rows && !found.rows->contains(row);
}

// With all that happened around it; where the filter would hide the event, it goes, which is one
// step back.
void FindingsPage::showOnTimeline(std::optional<RowId> row)
{
    const Finding* finding = currentFinding();
    if (!finding || !finding->first)
        return;
    if (!row || !m_workspace.evidence().store->time(*row))
        row = m_model->findings()->row(*finding, 0);
    m_investigation.selectRow(row);
    if (!isHidden(*row)) {
        m_investigation.setPage(kTimelinePage);
    } else if (m_investigation.setPage(kTimelinePage,
                                       workspace::pinnedOf(m_investigation.filter()))) {
        Q_EMIT said(tr("The filter left this event out, and was taken away. Back (Alt+←) brings it "
                       "back."));
    }
}

void FindingsPage::goToEvent(RowId row)
{
    m_investigation.selectRow(row);
    if (!isHidden(row) || !currentRule())
        m_investigation.setPage(kEventsPage);
    else if (showAmongEvents(*currentRule()))
        Q_EMIT said(tr("The filter left this event out: it asks for the finding now. Back (Alt+←) "
                       "brings the other filter back."));
}

void FindingsPage::showMenu(const QPoint& at)
{
    const QModelIndex cell = m_table->indexAt(at);
    if (!cell.isValid() || !m_model->ruleAt(cell.row()))
        return;
    m_table->selectRow(cell.row());
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& iconName, const QString& words, bool isEnabled,
                         auto action) {
        QAction* made = menu->addAction(icon(iconName), words);
        made->setEnabled(isEnabled);
        connect(made, &QAction::triggered, this, action);
    };
    const Finding* finding = currentFinding();
    add(QStringLiteral("events"), tr("Show among the events"), finding, [this] { showEvents(); });
    add(QStringLiteral("timeline"), tr("Show on the timeline"), finding && finding->first,
        [this] { showOnTimeline({}); });
    add(QStringLiteral("filter"), tr("Add to the filter"), true, [this] { addToFilter(); });
    menu->addSeparator();
    add(QStringLiteral("copy"), tr("Copy"), true, [this] {
        m_table->setFocus();
        copy(CopyForm::Cells);
    });
    add(QStringLiteral("copy"), tr("Copy filter"), true, [this] { m_card->copyButton()->click(); });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

bool FindingsPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_table)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FontChange)
        fitColumns();
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->modifiers() != Qt::NoModifier && key->modifiers() != Qt::KeypadModifier)
        return QWidget::eventFilter(watched, event);
    const bool isFold = currentRow() >= 0 && currentRow() == m_model->foldRow();
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        openCurrent();
        return true;
    case Qt::Key_Right:
    case Qt::Key_Left:
        if (isFold)
            m_model->setOpen(key->key() == Qt::Key_Right);
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

} // namespace trailloupe::ui
