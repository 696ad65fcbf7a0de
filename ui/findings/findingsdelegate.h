// FindingsDelegate: paints findings: how grave by flag, word and colour; what found nothing in
// grey; the row that folds those as what can be opened.
//
// Threads: GUI thread only.
#pragma once

#include <QStyledItemDelegate>

namespace trailloupe::ui {

class FindingsDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static int rowHeight(const QFontMetrics& metrics);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace trailloupe::ui
