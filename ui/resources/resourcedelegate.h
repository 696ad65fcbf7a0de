// ResourceDelegate: paints a row of the inventory. In front stands the mark of its state: a dot for
// live, a cross for deleted, a ring for not recorded, a question mark for undated; what is deleted
// is quiet and struck through.
//
// Threads: GUI thread only.
#pragma once

#include "model/config/resources.h"

#include <QStyledItemDelegate>

namespace trailloupe::ui {

struct ThemeColors;

class ResourceDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit ResourceDelegate(QObject* parent = nullptr);

    static int rowHeight(const QFontMetrics& metrics);
    static QString tipOf(const QModelIndex& index);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
};

} // namespace trailloupe::ui
