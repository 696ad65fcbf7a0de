// What the lines of the principals offer: Enter, menus, copying.
#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"
#include "ui/common/dialogs.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/principals/principalsdelegate.h"
#include "ui/principals/principalsview.h"
#include "ui/words/numbertext.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QTreeView>

namespace trailloupe::ui {

using identity::PrincipalId;
using identity::SessionId;
using identity::Subject;
using items::PrincipalsModel;

namespace {

constexpr std::size_t kMostCopied = 2000; // lines, at once

} // namespace

// Enter or a double click: its events, to read.
void PrincipalsView::openLine(const QModelIndex& index)
{
    m_tree->setCurrentIndex(index);
    const PrincipalsModel::Id id = m_model->idOf(index);
    if (const auto* session = std::get_if<SessionId>(&id)) {
        Q_EMIT followRequested(*session);
        return;
    }
    const Subject subject =
        identity::subjectOf(*m_model->tree()->identities(), std::get<PrincipalId>(id));
    if (m_profiling.showEvents(subject, {}))
        m_investigation.setPage(QStringLiteral("events"));
}

// Two that are selected, one against the other.
void PrincipalsView::addPeriodsAction(QMenu* menu)
{
    const std::vector<QModelIndex> rows = selectedLines(3);
    if (rows.size() != 2)
        return;
    const auto conditionOf = [this](const QModelIndex& index) {
        const PrincipalsModel::Id id = m_model->idOf(index);
        if (const auto* principal = std::get_if<PrincipalId>(&id))
            return m_profiling.condition(
                identity::subjectOf(*m_model->tree()->identities(), *principal));
        return m_profiling.condition({Subject::Scope::Session, {}, std::get<SessionId>(id)});
    };
    const QString first = conditionOf(rows[0]);
    const QString second = conditionOf(rows[1]);
    QAction* action =
        menu->addAction(icon(QStringLiteral("periods")), tr("Compare these two, in Periods"));
    action->setEnabled(!first.isEmpty() && !second.isEmpty());
    connect(action, &QAction::triggered, this,
            [this, first, second] { Q_EMIT periodsRequested(first, second); });
}

void PrincipalsView::showMenu(const QPoint& at)
{
    const QModelIndex index = m_tree->indexAt(at);
    if (!index.isValid())
        return;
    const PrincipalsModel::Id id = m_model->idOf(index);
    const auto& identities = *m_model->tree()->identities();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Subject subject;
    if (const auto* principal = std::get_if<PrincipalId>(&id)) {
        subject = identity::subjectOf(identities, *principal);
    } else {
        subject = {Subject::Scope::Session, {}, std::get<SessionId>(id)};
        connect(menu->addAction(icon(QStringLiteral("forward")), tr("Follow the session")),
                &QAction::triggered, this,
                [this, session = subject.session] { Q_EMIT followRequested(session); });
    }
    const auto values = workspace::pivotValues(
        identity::conditionOf(identities, *m_model->tree()->names(), subject));
    QAction* show = menu->addAction(
        icon(QStringLiteral("events")),
        tr("Show %1").arg(eventsText(index.siblingAtColumn(PrincipalsModel::EventsColumn)
                                         .data(PrincipalsModel::NumberRole)
                                         .toULongLong())));
    show->setEnabled(workspace::canPivot(values.front()));
    connect(show, &QAction::triggered, this, [this, subject] {
        if (m_profiling.showEvents(subject, {}))
            m_investigation.setPage(QStringLiteral("events"));
    });
    addPeriodsAction(menu);
    menu->addSeparator();
    addPivotActions(menu, m_investigation, values);
    addColumnAction(menu, m_investigation, *m_workspace.evidence().store, values.front().field);
    // Whatever changes the filter while the menu is there was chosen in it.
    connect(&m_investigation, &workspace::Investigation::filterChanged, menu,
            [this] { m_investigation.setPage(QStringLiteral("events")); });
    menu->addSeparator();
    connect(menu->addAction(icon(QStringLiteral("copy")), tr("Copy")), &QAction::triggered, this,
            &PrincipalsView::copy);
    menu->popup(m_tree->viewport()->mapToGlobal(at));
}

// By ranges, at most `most`: all lines may be selected.
std::vector<QModelIndex> PrincipalsView::selectedLines(std::size_t most) const
{
    std::vector<QModelIndex> lines;
    const QItemSelection ranges = m_tree->selectionModel()->selection();
    for (const QItemSelectionRange& range : ranges) {
        if (range.left() != 0)
            continue;
        for (int row = range.top(); row <= range.bottom() && lines.size() < most; ++row)
            lines.push_back(m_model->index(row, 0, range.parent()));
    }
    return lines;
}

void PrincipalsView::copy()
{
    const std::vector<QModelIndex> rows = selectedLines(kMostCopied + 1);
    if (rows.size() > kMostCopied) {
        dialogs::tell(this, tr("Too many lines"),
                      tr("More than %1 lines are selected. “trailloupe-cli sessions” writes all of "
                         "them.")
                          .arg(countText(kMostCopied)));
        return;
    }
    QStringList lines;
    for (const QModelIndex& row : rows) {
        QStringList cells;
        for (int column = 0; column < PrincipalsModel::kColumns; ++column) {
            const QModelIndex cell = row.siblingAtColumn(column);
            const QString whole = column == PrincipalsModel::LinkColumn ? tipOf(cell) : QString();
            if (column != PrincipalsModel::FoundColumn || m_profiling.hasFilter())
                cells.append(whole.isEmpty() ? m_delegate->wordsOf(cell) : whole);
        }
        lines.append(cells.join(u'\t'));
    }
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace trailloupe::ui
