// What the lines and the calls of a followed session offer: menus, Enter, copying.
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/pivots.h"
#include "model/workspace/workspace.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/principals/followview.h"
#include "ui/principals/outlinedelegate.h"
#include "ui/principals/shownevidence.h"
#include "ui/words/timetext.h"

#include <QApplication>
#include <QClipboard>
#include <QItemSelectionModel>
#include <QMenu>
#include <QTableView>
#include <QTreeView>

#include <algorithm>

namespace trailloupe::ui {

using identity::SessionId;
using items::SessionOutlineModel;
using Kind = SessionOutlineModel::Kind;
using Line = SessionOutlineModel::Line;

void FollowView::openLine(const QModelIndex& index)
{
    const Line line = m_outlineModel->lineAt(index.row());
    const RowId row = m_outlineModel->eventOf(line);
    if (row.isValid())
        goToEvent(row);
    else if (line.kind == Kind::Principal)
        Q_EMIT principalRequested(line.principal);
    else if (line.kind == Kind::Above || line.kind == Kind::Below)
        Q_EMIT followRequested(line.session);
    else if (line.kind == Kind::Itself)
        m_calls->setFocus();
}

void FollowView::showLineMenu(const QPoint& at)
{
    const QModelIndex index = m_outline->indexAt(at);
    if (!index.isValid())
        return;
    const Line line = m_outlineModel->lineAt(index.row());
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const RowId row = m_outlineModel->eventOf(line);
    if (row.isValid())
        connect(menu->addAction(icon(QStringLiteral("events")), tr("Go to the event")),
                &QAction::triggered, this, [this, row] { goToEvent(row); });
    if (line.kind == Kind::Principal)
        connect(menu->addAction(icon(QStringLiteral("principals")), tr("What it did")),
                &QAction::triggered, this,
                [this, line] { Q_EMIT principalRequested(line.principal); });
    if (line.kind == Kind::Above || line.kind == Kind::Below)
        connect(menu->addAction(icon(QStringLiteral("forward")), tr("Follow the session")),
                &QAction::triggered, this, [this, line] { Q_EMIT followRequested(line.session); });
    if (line.kind == Kind::Above || line.kind == Kind::Below || line.kind == Kind::Itself) {
        menu->addSeparator();
        addPivotActions(
            menu, m_investigation,
            {{{query::Derived::Session, {}}, m_workspace.names()->session(line.session)}});
        // Whatever changes the filter while the menu is there was chosen in it.
        connect(&m_investigation, &workspace::Investigation::filterChanged, menu,
                [this] { m_investigation.setPage(QStringLiteral("events")); });
    }
    menu->addSeparator();
    connect(menu->addAction(icon(QStringLiteral("copy")), tr("Copy")), &QAction::triggered, this,
            [this] {
                m_outline->setFocus();
                copy();
            });
    menu->popup(m_outline->viewport()->mapToGlobal(at));
}

void FollowView::showCallMenu(const QPoint& at)
{
    const QModelIndex index = m_calls->indexAt(at);
    if (!index.isValid())
        return;
    const RowId row = m_callsModel->rowIdAt(index.row());
    const auto& store = m_callsModel->store();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(icon(QStringLiteral("events")), tr("Go to the event")),
            &QAction::triggered, this, [this, row] { goToEvent(row); });
    menu->addSeparator();
    addPivotActions(
        menu, m_investigation,
        workspace::pivotValues(store, row,
                               m_callsModel->columns()[static_cast<std::size_t>(index.column())]));
    menu->addSeparator();
    addFollowActions(menu, m_investigation, store, row);
    connect(&m_investigation, &workspace::Investigation::filterChanged, menu,
            [this] { m_investigation.setPage(QStringLiteral("events")); });
    menu->addSeparator();
    connect(menu->addAction(icon(QStringLiteral("copy")), tr("Copy")), &QAction::triggered, this,
            [this] {
                m_calls->setFocus();
                copy();
            });
    menu->popup(m_calls->viewport()->mapToGlobal(at));
}

// By ranges: everything may be selected.
std::vector<RowId> FollowView::chosenEvents(std::size_t most) const
{
    QItemSelection ranges = m_calls->selectionModel()->selection();
    std::ranges::sort(ranges, {}, &QItemSelectionRange::top);
    std::vector<RowId> rows;
    for (const QItemSelectionRange& range : std::as_const(ranges)) {
        for (int row = range.top(); row <= range.bottom() && rows.size() < most; ++row)
            rows.push_back(m_callsModel->rowIdAt(row));
    }
    return rows;
}

std::optional<SessionId> FollowView::highlighted() const
{
    const QModelIndex index = m_outline->currentIndex();
    if (!m_outline->hasFocus() || !index.isValid())
        return std::nullopt;
    const SessionId session = m_outlineModel->lineAt(index.row()).session;
    return session.isValid() ? std::optional(session) : std::nullopt;
}

void FollowView::copy()
{
    if (m_outline->hasFocus())
        copyLines();
    else
        copyCalls();
}

void FollowView::copyLines()
{
    QStringList lines;
    const QModelIndexList rows = m_outline->selectionModel()->selectedRows();
    for (const QModelIndex& row : rows) {
        QStringList cells;
        for (int column = 0; column < SessionOutlineModel::kColumns; ++column)
            cells.append(m_outlineDelegate->wordsOf(row.siblingAtColumn(column)));
        lines.append(cells.join(u'\t'));
    }
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(u'\n'));
}

// As many as are selected, made by a job.
void FollowView::copyCalls()
{
    const std::vector<RowId> rows = chosenEvents(SIZE_MAX);
    if (rows.empty())
        return;
    m_jobs.start(
        m_slot + QStringLiteral(".copy"), this,
        [rows, store = m_callsModel->store(), columns = m_callsModel->columns(),
         zone = m_investigation.zone()](const JobContext& context) -> Result<QString> {
            const TimeText time(zone);
            std::vector<query::ColumnReader> readers;
            for (const query::Column& column : columns)
                readers.emplace_back(store, column);
            QString text;
            std::string cell;
            for (const RowId row : rows) {
                if (context.cancelled())
                    return Error{.kind = Error::Kind::Cancelled};
                for (const query::ColumnReader& reader : readers) {
                    if (&reader != &readers.front())
                        text += u'\t';
                    const auto seconds = store->time(row);
                    if (reader.column().derived == query::Derived::Time && seconds) {
                        text += time.iso(*seconds);
                    } else {
                        reader.text(row, cell);
                        text += shown(cell);
                    }
                }
                text += u'\n';
            }
            return text;
        },
        [](Result<QString> text) {
            if (text.ok())
                QApplication::clipboard()->setText(*text);
        });
}

} // namespace trailloupe::ui
