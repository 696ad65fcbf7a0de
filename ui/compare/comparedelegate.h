// CompareDelegate: how a line of a comparison looks. What differs is told by a mark and a colour,
// and within a text the part that differs has a ground of its own.
//
// Threads: GUI thread only.
#pragma once

#include "model/items/comparisonmodel.h"

#include <QStyledItemDelegate>

namespace trailloupe::ui {

class CompareDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit CompareDelegate(QObject* parent = nullptr);

    static int rowHeight(const QFontMetrics& metrics);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    void paintName(QPainter& painter, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const;
    void paintValue(QPainter& painter, const QStyleOptionViewItem& option,
                    const QModelIndex& index) const;
};

} // namespace trailloupe::ui
