// wheel: what a list inside a page that scrolls does with the wheel.
//
// Threads: GUI thread only.
#pragma once

class QWidget;

namespace trailloupe::ui {

// The wheel over the widget turns what is around it, unless the widget has the focus: whoever
// scrolls a page is not caught by a list that comes under the pointer.
void letWheelPass(QWidget* widget);

} // namespace trailloupe::ui
