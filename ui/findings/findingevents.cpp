#include "ui/findings/findingevents.h"

#include "model/workspace/casebook.h"
#include "model/workspace/investigation.h"
#include "model/workspace/pivots.h"
#include "ui/common/columntitles.h"
#include "ui/common/eventdelegate.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/words/evidencetext.h"
#include "ui/words/timetext.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>

#include <algorithm>

namespace trailloupe::ui {

using items::EventTableModel;
using query::Column;
using query::Derived;

namespace {

// Who is behind it, where that is known.
std::vector<Column> columnsFor(const store::EventStore& events)
{
    return {Column::derivedColumn(Derived::Time),
            Column::pathColumn("eventName"),
            Column::derivedColumn(events.rowTexts() ? Derived::Actor : Derived::User),
            Column::pathColumn("sourceIPAddress"),
            Column::derivedColumn(Derived::Resource),
            Column::pathColumn("awsRegion")};
}

} // namespace

FindingEvents::FindingEvents(workspace::Investigation& investigation, QWidget* parent)
    : QTableView(parent)
    , m_investigation(investigation)
    , m_events(new EventTableModel(this))
{
    setModel(m_events);
    setItemDelegate(new EventDelegate(this));
    setAccessibleName(tr("Events of the finding"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(EventDelegate::rowHeight(fontMetrics()));
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setMinimumSectionSize(40);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid() && !m_isSelecting)
                    m_investigation.selectRow(m_events->rowIdAt(current.row()));
            });
    connect(this, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT eventRequested(m_events->rowIdAt(index.row()));
    });
    connect(this, &QTableView::customContextMenuRequested, this, &FindingEvents::showMenu);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this,
            &FindingEvents::showWords);
    connect(&m_investigation, &workspace::Investigation::selectionChanged, this,
            &FindingEvents::showSelected);
    showWords();
}

void FindingEvents::setCasebook(const workspace::Casebook& casebook)
{
    m_events->setCasebook(&casebook);
    connect(&casebook, &workspace::Casebook::changed, viewport(), qOverload<>(&QWidget::update));
}

void FindingEvents::setFinding(const detection::FindingsPtr& findings,
                               const detection::Finding* finding)
{
    auto rows = std::make_shared<std::vector<RowId>>();
    if (finding) {
        rows->reserve(finding->places.size());
        for (std::size_t i = 0; i < finding->places.size(); ++i)
            rows->push_back(findings->row(*finding, i));
    }
    const QScopedValueRollback selecting(m_isSelecting, true);
    const auto& store = finding ? findings->events() : std::make_shared<store::EventStore>();
    m_events->setEvidence(store, std::move(rows));
    m_events->setColumns(columnsFor(*store));
    for (int i = 0; i < m_events->columnCount(); ++i)
        setColumnWidth(i, ui::columnWidth(m_events->columns()[static_cast<std::size_t>(i)]));
    showSelected();
}

void FindingEvents::showWords()
{
    const TimeText time(m_investigation.zone());
    m_events->setWords([time](qint64 seconds) { return time.dateTime(seconds); },
                       [zone = time.zoneName()](const Column& column) {
                           return visibleText(columnTitle(column, zone));
                       });
}

void FindingEvents::showSelected()
{
    const auto row = m_investigation.selectedRow();
    const auto at = row ? m_events->rowOf(*row) : std::nullopt;
    if (!at || *at == currentIndex().row())
        return;
    const QScopedValueRollback selecting(m_isSelecting, true);
    setCurrentIndex(m_events->index(*at, 0));
    scrollTo(m_events->index(*at, 0));
}

std::optional<RowId> FindingEvents::currentEvent() const
{
    return currentIndex().isValid() ? std::optional(m_events->rowIdAt(currentIndex().row()))
                                    : std::nullopt;
}

// By ranges: everything may be selected.
std::vector<RowId> FindingEvents::chosenEvents(std::size_t most) const
{
    QItemSelection ranges = selectionModel()->selection();
    std::ranges::sort(ranges, {}, &QItemSelectionRange::top);
    std::vector<RowId> rows;
    for (const QItemSelectionRange& range : std::as_const(ranges)) {
        for (int row = range.top(); row <= range.bottom() && rows.size() < most; ++row)
            rows.push_back(m_events->rowIdAt(row));
    }
    return rows;
}

void FindingEvents::step(int rows)
{
    if (m_events->rowCount() == 0)
        return;
    const int to = std::clamp(currentIndex().row() + rows, 0, m_events->rowCount() - 1);
    setCurrentIndex(m_events->index(to, 0));
}

void FindingEvents::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier;
    if (isPlain && event->key() == Qt::Key_J)
        return step(1);
    if (isPlain && event->key() == Qt::Key_K)
        return step(-1);
    QTableView::keyPressEvent(event);
}

// Letters that mean something in the window otherwise.
bool FindingEvents::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->modifiers() == Qt::NoModifier
            && (key->key() == Qt::Key_J || key->key() == Qt::Key_K)) {
            event->accept();
            return true;
        }
    }
    return QTableView::event(event);
}

void FindingEvents::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        verticalHeader()->setDefaultSectionSize(EventDelegate::rowHeight(fontMetrics()));
}

void FindingEvents::showMenu(const QPoint& at)
{
    const QModelIndex index = indexAt(at);
    if (!index.isValid())
        return;
    const RowId row = m_events->rowIdAt(index.row());
    const auto& store = m_events->store();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(icon(QStringLiteral("events")), tr("Go to the event")),
            &QAction::triggered, this, [this, row] { Q_EMIT eventRequested(row); });
    QAction* timeline =
        menu->addAction(icon(QStringLiteral("timeline")), tr("Show on the timeline"));
    timeline->setEnabled(store->time(row).has_value());
    connect(timeline, &QAction::triggered, this, [this, row] { Q_EMIT timelineRequested(row); });
    menu->addSeparator();
    addPivotActions(menu, m_investigation,
                    workspace::pivotValues(
                        store, row, m_events->columns()[static_cast<std::size_t>(index.column())]));
    menu->addSeparator();
    addFollowActions(menu, m_investigation, store, row);
    // Whatever changes the filter while the menu is there was chosen in it.
    connect(&m_investigation, &workspace::Investigation::filterChanged, menu,
            [this] { m_investigation.setPage(QStringLiteral("events")); });
    menu->popup(viewport()->mapToGlobal(at));
}

} // namespace trailloupe::ui
