#include "ui/facets/facetview.h"

#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

namespace trailloupe::ui {

using items::FacetModel;
using workspace::Faceting;
using Kind = FacetModel::Kind;
using Part = FacetDelegate::Part;

FacetView::FacetView(workspace::Investigation& investigation, FacetModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_investigation(investigation)
    , m_model(model)
{
    setObjectName(QStringLiteral("facets"));
    setModel(&model);
    setItemDelegate(new FacetDelegate(this));
    setHeaderHidden(true);
    setIndentation(0);
    setRootIsDecorated(false);
    setExpandsOnDoubleClick(false);
    setUniformRowHeights(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    setAccessibleName(tr("Facets"));
    connect(&model, &QAbstractItemModel::modelReset, this, &FacetView::showOpenFields);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &FacetView::showOpenFields);
    showOpenFields();
}

void FacetView::showOpenFields()
{
    const auto& fields = m_model.faceting().fields();
    for (int row = 0; row < m_model.rowCount(); ++row)
        setExpanded(m_model.index(row, 0), fields[static_cast<std::size_t>(row)].open);
}

void FacetView::enter()
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex field = m_model.index(row, 0);
        if (m_model.rowCount(field) == 0)
            continue;
        setCurrentIndex(m_model.index(0, 0, field));
        break;
    }
    setFocus();
}

void FacetView::setOpen(const QModelIndex& field, bool open)
{
    m_model.faceting().setOpen(m_model.fieldOf(field), open);
    setExpanded(field, open);
    Q_EMIT fieldsEdited();
}

void FacetView::activate(const QModelIndex& index, Part part)
{
    if (!index.isValid())
        return;
    Faceting& faceting = m_model.faceting();
    const std::size_t field = m_model.fieldOf(index);
    switch (m_model.kindOf(index)) {
    case Kind::Field:
        setOpen(index, !faceting.fields()[field].open);
        break;
    case Kind::More:
        faceting.setLimit(field, faceting.fields()[field].limit + Faceting::kMoreValues);
        break;
    case Kind::Value:
    case Kind::Missing: {
        const auto value = *m_model.pivotValue(index);
        const bool taken = part == Part::Without
            ? pivot(m_investigation, value, workspace::Pivot::Without)
            : toggle(m_investigation, value);
        if (!taken)
            Q_EMIT refused(refusalWords(value));
        break;
    }
    }
}

void FacetView::mouseReleaseEvent(QMouseEvent* event)
{
    QTreeView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->pos());
    if (event->button() != Qt::LeftButton || !index.isValid() || index != currentIndex())
        return;
    const Part part = FacetDelegate::partAt(index, visualRect(index), event->pos());
    if (part == Part::Menu)
        showMenu(index, viewport()->mapToGlobal(event->pos()));
    else
        activate(index, part);
}

// The second click of a double one is a click of its own for whoever clicks fast.
void FacetView::mouseDoubleClickEvent(QMouseEvent* event)
{
    QTreeView::mousePressEvent(event);
}

void FacetView::keyPressEvent(QKeyEvent* event)
{
    const QModelIndex index = currentIndex();
    const bool isField = index.isValid() && m_model.kindOf(index) == Kind::Field;
    if (event->matches(QKeySequence::Copy))
        return copy();
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
    case Qt::Key_Plus:
        return activate(index, Part::Only);
    case Qt::Key_Minus:
        if (!isField)
            return activate(index, Part::Without);
        return setOpen(index, false);
    case Qt::Key_Left:
        if (isField)
            return setOpen(index, false);
        if (index.isValid())
            return setCurrentIndex(index.parent());
        break;
    case Qt::Key_Right:
        if (isField)
            return setOpen(index, true);
        break;
    case Qt::Key_Delete:
        if (isField) {
            m_model.faceting().remove(m_model.fieldOf(index));
            Q_EMIT fieldsEdited();
            return;
        }
        break;
    default:
        break;
    }
    QTreeView::keyPressEvent(event);
}

void FacetView::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex index =
        event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    showMenu(index,
             event->reason() == QContextMenuEvent::Keyboard
                 ? viewport()->mapToGlobal(visualRect(index).bottomLeft())
                 : event->globalPos());
}

void FacetView::showMenu(const QModelIndex& index, const QPoint& at)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const auto value = m_model.pivotValue(index)) {
        addPivotActions(menu, m_investigation, {*value});
        addFollowAction(menu, m_investigation, *value);
        connect(menu->addAction(icon(QStringLiteral("copy")), tr("Copy")), &QAction::triggered,
                this, &FacetView::copy);
        menu->addSeparator();
    }
    fillFieldMenu(menu, index.parent().isValid() ? index.parent() : index);
    menu->popup(at);
}

void FacetView::fillFieldMenu(QMenu* menu, const QModelIndex& field)
{
    Faceting& faceting = m_model.faceting();
    const workspace::FacetField& shown = faceting.fields()[m_model.fieldOf(field)];
    auto* orders = new QActionGroup(menu);
    const std::pair<QString, query::FacetOrder> choices[] = {
        {tr("Most events first"), query::FacetOrder::MostFirst},
        {tr("Rarest first"), query::FacetOrder::RarestFirst},
        {tr("By text"), query::FacetOrder::ByText},
    };
    const QPersistentModelIndex kept(field);
    for (const auto& [words, order] : choices) {
        QAction* action = menu->addAction(words);
        action->setCheckable(true);
        action->setChecked(shown.order == order);
        orders->addAction(action);
        connect(action, &QAction::triggered, this, [this, kept, order = order] {
            if (kept.isValid())
                m_model.faceting().setOrder(m_model.fieldOf(kept), order);
        });
    }
    menu->addSeparator();
    addColumnAction(menu, m_investigation, *m_model.faceting().events(), shown.field);
    connect(menu->addAction(icon(QStringLiteral("close")), tr("Remove from the panel")),
            &QAction::triggered, this, [this, kept] {
                if (!kept.isValid())
                    return;
                m_model.faceting().remove(m_model.fieldOf(kept));
                Q_EMIT fieldsEdited();
            });
}

void FacetView::copy()
{
    if (currentIndex().isValid())
        QApplication::clipboard()->setText(currentIndex().data().toString());
}

} // namespace trailloupe::ui
