#include "ui/ledger/ledgerpage.h"

#include "model/items/ledgercsv.h"
#include "model/items/ledgermodel.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/outputfile.h"
#include "model/workspace/workspace.h"
#include "ui/common/dialogs.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/viewstate.h"
#include "ui/ledger/ledgerdelegate.h"
#include "ui/ledger/ledgerwords.h"
#include "ui/words/numbertext.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {
namespace {

using items::LedgerColumn;
using workspace::Workspace;

const QString kOrderSlot = QStringLiteral("ledger.order");
const QString kExportSlot = QStringLiteral("ledger.export");
constexpr int kLoadingDelayMs = 700;
constexpr qsizetype kMaxCopyRows = 100'000;

// Entries of the first filter, besides one per status.
enum Show
{
    All = -2,
    Problems = -1,
};

Result<void> writeCsv(const QString& path, const ingest::Ledger& ledger,
                      const std::vector<SourceId>& lines, const JobContext& context)
{
    workspace::OutputFile file(path);
    auto written = file.open();
    if (written)
        written = items::ledgerCsv(
            ledger, lines, [&file](std::string_view text) { return file.write(text); }, context);
    return written ? file.commit() : written;
}

} // namespace

LedgerPage::LedgerPage(Workspace& workspace, workspace::Investigation& investigation,
                       workspace::JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_model(new items::LedgerModel(this))
    , m_delegate(new LedgerDelegate(this))
    , m_sum(new QLabel(this))
    , m_sources(new QLabel(this))
    , m_count(new QLabel(this))
    , m_search(new QLineEdit(this))
    , m_show(new QComboBox(this))
    , m_kind(new QComboBox(this))
    , m_export(new QToolButton(this))
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_table(new QTableView(m_splitter))
    , m_detail(new QPlainTextEdit(m_splitter))
    , m_empty(new EmptyState(this))
{
    for (QLabel* label : {m_sum, m_sources, m_count})
        label->setTextFormat(Qt::PlainText);
    m_sum->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sum->setWordWrap(true);
    m_sources->setWordWrap(true);
    QFont large = m_sum->font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setWeight(QFont::DemiBold);
    m_sum->setFont(large);
    makeTable();
    m_detail->setReadOnly(true);
    m_detail->document()->setDocumentMargin(12);
    m_detail->setAccessibleName(tr("Detail of the selected source"));
    m_detail->setPlaceholderText(tr("Select a source to see all about it."));
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 4);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    viewstate::keepSplitter(m_splitter, QStringLiteral("ledger/splitter"));

    auto* totals = new QVBoxLayout;
    totals->setContentsMargins(20, 14, 20, 10);
    totals->setSpacing(2);
    totals->addWidget(m_sum);
    totals->addWidget(m_sources);
    auto* content = new QWidget(m_stack);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(totals);
    layout->addWidget(makeFilters());
    layout->addWidget(m_splitter, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    makeConnections();
    ledgerChanged();
}

void LedgerPage::makeTable()
{
    m_model->setColumnTitles({tr("Status"), tr("Source"), tr("Kind"), tr("What is odd"),
                              tr("Records"), tr("Shown"), tr("Duplicates"), tr("Rejected"),
                              tr("Bytes stored"), tr("Bytes of text"), tr("First event"),
                              tr("Last event")});
    m_table->setModel(m_model);
    m_table->setItemDelegate(m_delegate);
    m_table->setAccessibleName(tr("Sources of the export"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionsClickable(true);
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const int widths[] = {116, 380, 170, 270, 84, 84, 92, 84, 110, 110, 160, 160};
    const double scale = fontMetrics().averageCharWidth() / 7.0;
    for (int i = 0; i < m_model->columnCount(); ++i)
        header->resizeSection(i, static_cast<int>(widths[i] * std::max(1.0, scale)));
    viewstate::keepHeader(header, QStringLiteral("ledger/header"));
}

QWidget* LedgerPage::makeFilters()
{
    auto* bar = new QWidget(this);
    m_search->setPlaceholderText(tr("Search paths"));
    m_search->setAccessibleName(tr("Search paths"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->setMaximumWidth(420);
    m_show->setAccessibleName(tr("Which sources to show"));
    m_show->addItem(tr("All sources"), All);
    m_show->addItem(tr("With problems"), Problems);
    for (int i = 0; i < kStatusCount; ++i)
        m_show->addItem(statusWords(static_cast<ingest::SourceStatus>(i)), i);
    m_kind->setAccessibleName(tr("Which kind to show"));
    m_kind->addItem(tr("Every kind"), -1);
    for (int i = 0; i < kKindCount; ++i)
        m_kind->addItem(kindWords(static_cast<ingest::SourceKind>(i)), i);
    m_export->setText(tr("Export CSV\u2026"));
    m_export->setToolTip(tr("Write the lines that are shown to a file"));

    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(20, 0, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(m_search, 2);
    layout->addWidget(m_show);
    layout->addWidget(m_kind);
    layout->addStretch(1);
    layout->addWidget(m_count);
    layout->addWidget(m_export);
    return bar;
}

void LedgerPage::makeConnections()
{
    m_orderTimer.setSingleShot(true);
    connect(&m_orderTimer, &QTimer::timeout, this, &LedgerPage::order);
    connect(&m_workspace, &Workspace::evidenceChanged, this, &LedgerPage::ledgerChanged);
    connect(&m_workspace, &Workspace::stateChanged, this, &LedgerPage::ledgerChanged);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this, [this] {
        m_delegate->setZone(m_investigation.zone());
        m_table->viewport()->update();
        showEntry();
    });
    m_delegate->setZone(m_investigation.zone());
    connect(m_search, &QLineEdit::textChanged, this, &LedgerPage::queryChanged);
    connect(m_show, &QComboBox::currentIndexChanged, this, &LedgerPage::queryChanged);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &LedgerPage::queryChanged);
    connect(m_export, &QToolButton::clicked, this, &LedgerPage::exportCsv);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, &LedgerPage::sortBy);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &LedgerPage::showEntry);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &LedgerPage::showEntry);
    auto* copyAction = new QAction(tr("Copy"), m_table);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    connect(copyAction, &QAction::triggered, this, [this] { copy(CopyForm::Cells); });
    auto* copyCsv = new QAction(tr("Copy as CSV"), m_table);
    connect(copyCsv, &QAction::triggered, this, [this] { copy(CopyForm::Csv); });
    auto* exportAction = new QAction(m_export->text(), m_table);
    connect(exportAction, &QAction::triggered, this, &LedgerPage::exportCsv);
    m_table->addActions({copyAction, copyCsv, exportAction});
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    markSort();
}

bool LedgerPage::isShowingTable() const
{
    return m_stack->currentWidget() != m_empty;
}

QString LedgerPage::sumText() const
{
    return m_sum->text();
}

QString LedgerPage::countLine() const
{
    return m_count->text();
}

QString LedgerPage::detailText() const
{
    return m_detail->toPlainText();
}

void LedgerPage::ledgerChanged()
{
    showState();
    showTotals();
    if (m_workspace.evidence().ledger == m_model->ledger())
        return;
    const bool loading = m_workspace.state() == Workspace::State::Loading;
    if (m_isRunning)
        m_isStale = true;
    else if (loading && m_model->rowCount() > 0 && !m_orderTimer.isActive())
        m_orderTimer.start(kLoadingDelayMs);
    else if (!loading || m_model->rowCount() == 0)
        order();
}

void LedgerPage::queryChanged()
{
    m_query.pathContains = m_search->text().toStdString();
    const int show = m_show->currentData().toInt();
    m_query.problemsOnly = show == Problems;
    m_query.status.reset();
    if (show >= 0)
        m_query.status = static_cast<ingest::SourceStatus>(show);
    const int kind = m_kind->currentData().toInt();
    m_query.kind.reset();
    if (kind >= 0)
        m_query.kind = static_cast<ingest::SourceKind>(kind);
    order();
}

void LedgerPage::sortBy(int section)
{
    const auto column = static_cast<LedgerColumn>(section);
    m_query.descending = m_query.sort == column && !m_query.descending;
    m_query.sort = column;
    markSort();
    order();
}

void LedgerPage::markSort()
{
    QHeaderView* header = m_table->horizontalHeader();
    header->setSortIndicatorShown(true);
    header->setSortIndicator(static_cast<int>(m_query.sort),
                             m_query.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void LedgerPage::order()
{
    m_orderTimer.stop();
    m_isStale = false;
    const auto ledger = m_workspace.evidence().ledger;
    if (ledger->size() <= kInlineLines) {
        m_jobs.cancel(kOrderSlot);
        auto order = items::ledgerOrder(*ledger, m_query, JobContext());
        if (order.ok())
            adopt(ledger, std::move(order).value());
        return;
    }
    m_isRunning = true;
    m_jobs.start(
        kOrderSlot, this,
        [ledger, query = m_query](const JobContext& context) {
            return items::ledgerOrder(*ledger, query, context);
        },
        [this, ledger](Result<std::vector<SourceId>> order) {
            m_isRunning = false;
            if (order.ok())
                adopt(ledger, std::move(order).value());
            if (m_isStale)
                m_orderTimer.start(kLoadingDelayMs);
        });
}

void LedgerPage::adopt(std::shared_ptr<const ingest::Ledger> ledger, std::vector<SourceId> order)
{
    const quint64 all = ledger->size();
    m_model->setRows(std::move(ledger), std::move(order));
    const auto shown = static_cast<quint64>(m_model->rowCount());
    m_count->setText(shown == all ? tr("%1 sources").arg(countText(all))
                                  : tr("%1 of %2 sources").arg(countText(shown), countText(all)));
    m_export->setEnabled(shown > 0);
    showEntry();
}

void LedgerPage::showState()
{
    using State = Workspace::State;
    const State state = m_workspace.state();
    const bool none = m_workspace.evidence().ledger->size() == 0;
    if (state == State::Empty)
        m_empty->show(EmptyState::Mood::Calm, QStringLiteral("ledger"), tr("Nothing is open"),
                      tr("The ledger accounts for every file of an export: read, skipped, failed, "
                         "and where."));
    else if (state == State::Failed && none)
        m_empty->show(EmptyState::Mood::Problem, QStringLiteral("error"),
                      tr("Nothing could be opened"), errorText(m_workspace.error()));
    else if (state == State::Loading && none)
        m_empty->show(EmptyState::Mood::Busy, QStringLiteral("busy"), tr("Listing the sources"),
                      QString());
    else if (none)
        m_empty->show(EmptyState::Mood::Calm, QStringLiteral("ledger"),
                      tr("There is nothing in this export"), tr("No file was found in it."));
    m_stack->setCurrentIndex(none ? 0 : 1);
}

void LedgerPage::showTotals()
{
    const ingest::LedgerTotals& totals = m_workspace.evidence().ledger->totals();
    QString sum = sumWords(totals);
    // While it loads, records are counted before their duplicates are known.
    if (m_workspace.state() != Workspace::State::Loading)
        sum += totals.reconciles() ? QStringLiteral("  \u2713")
                                   : QStringLiteral("  \u2715 ") + tr("does not add up");
    m_sum->setText(sum);
    QString sources = sourcesWords(totals);
    if (totals.problems > 0)
        sources +=
            QStringLiteral("  \u00B7  ") + tr("%1 with problems").arg(countText(totals.problems));
    m_sources->setText(sources);
}

void LedgerPage::showEntry()
{
    const QModelIndex current = m_table->currentIndex();
    const QString text = current.isValid()
        ? entryText(m_model->entry(current.row()), TimeText(m_investigation.zone()))
        : QString();
    if (text != m_detail->toPlainText())
        m_detail->setPlainText(text);
}

void LedgerPage::copy(CopyForm form)
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty() || rows.size() > kMaxCopyRows)
        return;
    std::sort(rows.begin(), rows.end());
    if (form == CopyForm::Csv) {
        std::vector<SourceId> lines;
        for (const QModelIndex& row : rows)
            lines.push_back(m_model->sourceAt(row.row()));
        std::string text;
        const auto append = [&text](std::string_view piece) {
            text += piece;
            return Result<void>();
        };
        if (items::ledgerCsv(*m_model->ledger(), lines, append, JobContext()).ok())
            QGuiApplication::clipboard()->setText(QString::fromStdString(text));
        return;
    }
    QString text;
    for (const QModelIndex& row : rows) {
        QStringList cells;
        for (int column = 0; column < m_model->columnCount(); ++column)
            cells.append(m_delegate->text(row.siblingAtColumn(column)));
        text += cells.join(u'\t') + u'\n';
    }
    QGuiApplication::clipboard()->setText(text);
}

void LedgerPage::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void LedgerPage::exportCsv()
{
    dialogs::saveFile(
        this, tr("Export the ledger as CSV"), QStringLiteral("ledger.csv"),
        [this, ledger = m_model->ledger(), lines = m_model->order()](const QString& path) {
            if (!ledger)
                return;
            m_export->setEnabled(false);
            m_jobs.start(
                kExportSlot, this,
                [path, ledger, lines](const JobContext& context) {
                    return writeCsv(path, *ledger, lines, context);
                },
                [this, path](Result<void> written) {
                    m_export->setEnabled(true);
                    if (written.ok())
                        dialogs::rememberSaved(path);
                    if (!written.ok() && written.error().kind != Error::Kind::Cancelled)
                        dialogs::tell(this, tr("The ledger was not exported"),
                                      tr("%1 could not be written.").arg(path),
                                      QString::fromStdString(written.error().detail));
                });
        });
}

} // namespace trailloupe::ui
