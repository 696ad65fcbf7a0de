// CallDelegate: how a call of a session looks: as in the events table, with a bracket around calls
// of one second, whose order is not known.
//
// Threads: GUI thread only.
#pragma once

#include "ui/common/eventdelegate.h"

namespace trailloupe::ui {

class CallDelegate : public EventDelegate
{
    Q_OBJECT
public:
    using EventDelegate::EventDelegate;

    // Where the call stands among those of its second. REQUIRES an index of an EventTableModel.
    struct InSecond
    {
        bool hasBefore = false;
        bool hasAfter = false;

        bool isShared() const { return hasBefore || hasAfter; }
    };
    static InSecond inSecond(const QModelIndex& index);

    QString tipOf(const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace trailloupe::ui
