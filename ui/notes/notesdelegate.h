// NotesDelegate: paints what is marked in a case: its star and tags, in grey what is not there.
//
// Threads: GUI thread only.
#pragma once

#include <QStyledItemDelegate>

namespace trailloupe::ui {

class NotesDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static int rowHeight(const QFontMetrics& metrics);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
};

} // namespace trailloupe::ui
