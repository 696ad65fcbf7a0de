// EventDelegate: paints the cells of the events table: the quiet ground and the mark that say what
// an event is, and evidence text that can neither hide nor reorder anything.
//
// Threads: GUI thread only.  Cost: text is cut to what can fit before it is measured.
#pragma once

#include <QFont>
#include <QStyledItemDelegate>

namespace trailloupe::ui {

class EventDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit EventDelegate(QObject* parent = nullptr);

    static int rowHeight(const QFontMetrics& metrics);
    virtual QString tipOf(const QModelIndex& index) const; // not yet fit to be shown

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    QFont m_idFont;
};

} // namespace trailloupe::ui
