// FacetDelegate: how the rows of the facet panel look, and which part of a row is under the mouse.
//
// Threads: GUI thread only.
#pragma once

#include "model/items/facetmodel.h"

#include <QStyledItemDelegate>

namespace trailloupe::ui {

// "34 %"; never "0 %" or "100 %" for some.
QString percentText(quint64 part, quint64 all);

class FacetDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit FacetDelegate(QObject* parent = nullptr);

    enum class Part
    {
        Row,
        Only, // ⊕
        Without, // ⊖
        Menu, // of a field
    };
    static Part partAt(const QModelIndex& index, const QRect& row, const QPoint& at);
    static QString toolTip(const QModelIndex& index, Part part);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    void paintField(QPainter& painter, const QStyleOptionViewItem& option,
                    const QModelIndex& index) const;
    void paintValue(QPainter& painter, const QStyleOptionViewItem& option,
                    const QModelIndex& index) const;
    void paintMore(QPainter& painter, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const;
};

} // namespace trailloupe::ui
