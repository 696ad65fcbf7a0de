// The menus of ComparePage, and what their entries do.
#include "model/workspace/comparing.h"
#include "model/workspace/investigation.h"
#include "model/workspace/pivots.h"
#include "model/workspace/workspace.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/errortext.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/compare/comparepage.h"
#include "ui/words/evidencetext.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QMenu>
#include <QSettings>
#include <QTableView>

#include <algorithm>

namespace trailloupe::ui {

using items::ComparisonModel;
using workspace::Comparing;
using workspace::Investigation;
using LineKind = compare::Line::Kind;

namespace {

const QString kEventsPage = QStringLiteral("events");
constexpr int kMaxPathWidth = 320;

QString menuText(const QMenu* menu, const QString& text)
{
    return menu->fontMetrics()
        .elidedText(visibleText(text), Qt::ElideMiddle, kMaxPathWidth)
        .replace(u'&', QStringLiteral("&&"));
}

} // namespace

void ComparePage::setIgnored(std::vector<std::string> paths)
{
    m_comparing.setIgnored(std::move(paths));
}

void ComparePage::toggleIgnored(const QString& path)
{
    if (path.isEmpty())
        return;
    std::vector<std::string> paths = m_comparing.ignored();
    if (std::erase(paths, path.toStdString()) == 0)
        paths.push_back(path.toStdString());
    setIgnored(std::move(paths));
}

void ComparePage::toggleFold(const QModelIndex& cell)
{
    const compare::Line& line = m_model->lineAt(cell.row());
    if (line.kind != LineKind::FoldedEqual && line.kind != LineKind::FoldedIgnored)
        return;
    compare::LineOptions options = m_comparing.options();
    if (options.opened.erase(line.row) == 0)
        options.opened.insert(line.row);
    m_comparing.setOptions(options);
}

void ComparePage::fillIgnoredMenu(QMenu* menu)
{
    menu->clear();
    for (const std::string& path : m_comparing.ignored()) {
        QAction* action = menu->addAction(menuText(menu, QString::fromStdString(path)));
        action->setCheckable(true);
        action->setChecked(true);
        connect(action, &QAction::triggered, this,
                [this, path] { toggleIgnored(QString::fromStdString(path)); });
    }
    menu->addSeparator();
    QAction* nothing = menu->addAction(tr("Ignore nothing"));
    nothing->setEnabled(!m_comparing.ignored().empty());
    connect(nothing, &QAction::triggered, this, [this] { setIgnored({}); });
    QAction* usual = menu->addAction(tr("Ignore ids and times of the call"));
    usual->setEnabled(m_comparing.ignored() != compare::ignoredByDefault());
    connect(usual, &QAction::triggered, this, [this] { setIgnored(compare::ignoredByDefault()); });
}

void ComparePage::showCellMenu(const QPoint& at)
{
    const QModelIndex cell = m_table->indexAt(at);
    if (!cell.isValid())
        return;
    m_table->setCurrentIndex(cell);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addCellActions(menu, cell);
    if (const auto event = m_model->eventOf(cell)) {
        menu->addSeparator();
        addEventActions(menu, *event);
    }
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void ComparePage::addCellActions(QMenu* menu, const QModelIndex& cell)
{
    const QString path = cell.data(ComparisonModel::PathRole).toString();
    const compare::Line& line = m_model->lineAt(cell.row());
    const auto event = m_model->eventOf(cell);
    const auto& comparison = *m_model->comparison();
    const compare::Row& row = comparison.rows()[line.row];
    const auto field = workspace::fieldOf(row.path);
    if (line.kind == LineKind::Row && event && field && !row.isContainer
        && comparison.nodeInEvent(line.row, *event)) {
        const workspace::PivotValue value{*field, std::string(comparison.text(line.row, *event))};
        addPivotActions(menu, m_investigation, {value});
        addColumnAction(menu, m_investigation, *m_workspace.evidence().store, *field);
        // Whatever changes the filter while the menu is there was chosen in it.
        connect(&m_investigation, &Investigation::filterChanged, menu,
                [this] { m_investigation.setPage(kEventsPage); });
        menu->addSeparator();
    }
    if (line.kind == LineKind::Row || line.kind == LineKind::Policy) {
        const auto& ignored = m_comparing.ignored();
        const bool isIgnored = std::ranges::count(ignored, path.toStdString()) > 0;
        QAction* ignore =
            menu->addAction(isIgnored ? tr("No longer ignore %1").arg(menuText(menu, path))
                                      : tr("Ignore %1").arg(menuText(menu, path)));
        ignore->setShortcut(Qt::Key_I);
        // Below a path that is ignored.
        ignore->setEnabled(isIgnored || !row.isIgnored);
        connect(ignore, &QAction::triggered, this, [this, path] { toggleIgnored(path); });
        menu->addSeparator();
        const auto copyText = [](const QString& text) {
            return [text] {
                QApplication::clipboard()->setText(text);
            };
        };
        const QString value = cell.data(ComparisonModel::RawRole).toString();
        QAction* copyValue = menu->addAction(icon(QStringLiteral("copy")), tr("Copy value"));
        copyValue->setEnabled(event.has_value() && !value.isEmpty());
        connect(copyValue, &QAction::triggered, this, copyText(value));
        connect(menu->addAction(tr("Copy path")), &QAction::triggered, this, copyText(path));
    }
}

void ComparePage::addEventActions(QMenu* menu, std::size_t event)
{
    const RowId row = m_model->comparison()->events()[event].row;
    connect(menu->addAction(icon(QStringLiteral("filter")),
                            tr("More like this, but for what is ignored")),
            &QAction::triggered, this, [this, event] { showLikeThis(event); });
    connect(menu->addAction(icon(QStringLiteral("events")), tr("Show among the events")),
            &QAction::triggered, this, [this, row] {
                m_investigation.selectRow(row);
                m_investigation.setPage(kEventsPage);
            });
    connect(menu->addAction(tr("Compare with the previous one of its kind")), &QAction::triggered,
            this, [this, row] { m_comparing.comparePrevious(row); });
    menu->addSeparator();
    QAction* first = menu->addAction(tr("Compare the others with this one"));
    first->setEnabled(event != 0);
    connect(first, &QAction::triggered, this, [this, row] { m_comparing.makeFirst(row); });
    connect(menu->addAction(icon(QStringLiteral("close")), tr("Take it out of the comparison")),
            &QAction::triggered, this, [this, row] { m_comparing.remove(row); });
}

void ComparePage::showHeaderMenu(const QPoint& at)
{
    const int section = m_table->horizontalHeader()->logicalIndexAt(at);
    if (section < 1 || m_model->isAsOneDiff())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addEventActions(menu, static_cast<std::size_t>(section - 1));
    menu->popup(m_table->horizontalHeader()->mapToGlobal(at));
}

void ComparePage::showLikeThis(std::size_t event)
{
    if (!m_comparing.comparison() || event >= m_comparing.comparison()->events().size())
        return;
    m_comparing.findLikeThis(event, [this](const Result<Comparing::LikeThis>& like) {
        if (like.ok())
            showLikeThis(*like);
        else
            m_words->setText(errorText(like.error()));
    });
}

void ComparePage::showLikeThis(const Comparing::LikeThis& like)
{
    workspace::Filter filter;
    workspace::addChip(filter, like.condition);
    if (like.values == 0 || like.isTooLong || !m_investigation.setFilter(filter)) {
        m_words->setText(like.values == 0
                             ? tr("Everything is ignored, or cannot be asked for: there is nothing "
                                  "to look for.")
                             : tr("What this event says is longer than a filter may be (64 KiB). "
                                  "Ignore more of it."));
        return;
    }
    m_words->setText(like.leftOut.isEmpty()
                         ? QString()
                         : tr("Not asked for, too long for a filter or ignored in part: %1")
                               .arg(visibleText(like.leftOut.join(QStringLiteral(", ")))));
    m_investigation.setPage(kEventsPage);
}

void ComparePage::copy(CopyForm)
{
    if (m_table->currentIndex().isValid())
        QApplication::clipboard()->setText(
            m_table->currentIndex().data(ComparisonModel::RawRole).toString());
}

void ComparePage::copyAs(Comparing::TextForm form)
{
    if (!m_comparing.comparison() || (form == Comparing::TextForm::JsonPatch && !isPair()))
        return;
    m_comparing.makeText(form, [this](const Result<QString>& text) {
        if (text.ok())
            QApplication::clipboard()->setText(*text);
        else
            m_words->setText(errorText(text.error()));
    });
}

} // namespace trailloupe::ui
