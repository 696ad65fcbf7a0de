#include "ui/common/wheel.h"

#include <QAbstractScrollArea>
#include <QEvent>

namespace trailloupe::ui {
namespace {

class WheelFilter : public QObject
{
public:
    explicit WheelFilter(QWidget* widget)
        : QObject(widget)
        , m_widget(widget)
    { }

    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() != QEvent::Wheel || m_widget->hasFocus())
            return false;
        event->ignore(); // goes on to what is around it
        return true;
    }

private:
    QWidget* m_widget;
};

} // namespace

void letWheelPass(QWidget* widget)
{
    auto* area = qobject_cast<QAbstractScrollArea*>(widget);
    QWidget* const taker = area ? area->viewport() : widget;
    taker->installEventFilter(new WheelFilter(widget));
    if (widget->focusPolicy() == Qt::WheelFocus) // else the wheel gives it the focus first
        widget->setFocusPolicy(Qt::StrongFocus);
}

} // namespace trailloupe::ui
