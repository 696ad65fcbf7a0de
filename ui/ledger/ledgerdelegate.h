// LedgerDelegate: makes words, numbers and marks of the facts of LedgerModel.
//
// Status is said by a mark and a word, never by colour alone.
// Threads: GUI thread only.
#pragma once

#include "ui/words/timetext.h"

#include <QStyledItemDelegate>

namespace trailloupe::ui {

class LedgerDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit LedgerDelegate(QObject* parent = nullptr);

    void setZone(const QByteArray& zone) { m_time = TimeText(zone); }
    QString text(const QModelIndex& index) const; // as the cell shows it
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    TimeText m_time;
};

} // namespace trailloupe::ui
