// PeriodsDelegate: how a line of two periods looks: its trend by mark and colour, its counts to the
// right.
//
// Threads: GUI thread only.
#pragma once

#include "model/compare/periods.h"

#include <QStyledItemDelegate>

namespace trailloupe::ui {

QString trendWords(compare::Trend trend); // "+ new", "↑ more" …
QString rateWords(double perHour);

class PeriodsDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit PeriodsDelegate(QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
};

} // namespace trailloupe::ui
