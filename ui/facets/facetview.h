// FacetView: the tree of the facet panel: fields, their values, and what a click on them asks for.
//
// A value: click or Enter asks for it, as well as for others of its field; again takes it back.
// ⊖ or "-" asks for everything without it. Ctrl+C copies. What no filter can hold changes nothing
// and is said in refused().
// Threads: GUI thread only.
#pragma once

#include "model/items/facetmodel.h"
#include "model/workspace/investigation.h"
#include "ui/facets/facetdelegate.h"

#include <QTreeView>

class QMenu;

namespace trailloupe::ui {

class FacetView : public QTreeView
{
    Q_OBJECT
public:
    FacetView(workspace::Investigation& investigation, items::FacetModel& model,
              QWidget* parent = nullptr);

    // Opens and closes rows as the fields are.
    void showOpenFields();
    // Makes the first value current, and takes the keys.
    void enter();

Q_SIGNALS:
    void fieldsEdited(); // by the person: removed or opened
    void refused(const QString& why);

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void drawBranches(QPainter*, const QRect&, const QModelIndex&) const override { }

private:
    void activate(const QModelIndex& index, FacetDelegate::Part part);
    void setOpen(const QModelIndex& field, bool open);
    void showMenu(const QModelIndex& index, const QPoint& at);
    void fillFieldMenu(QMenu* menu, const QModelIndex& field);
    void copy();

    workspace::Investigation& m_investigation;
    items::FacetModel& m_model;
};

} // namespace trailloupe::ui
