// LedToLabel: which states of resources the selected event led to, in a line under its summary,
// each a link to the resource as it was then.
//
// Shown for writes alone, and from the first moment and two lines high, so that nothing below it
// moves when the answer comes.
// Threads: GUI thread only.
#pragma once

#include "ui/common/linklabel.h"

class QMenu;

namespace trailloupe::workspace {
class EventStates;
class Investigation;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class LedToLabel : public LinkLabel
{
    Q_OBJECT
public:
    static constexpr std::size_t kMostNamed = 1; // states; the others are in the menu

    // REQUIRES that they outlive this.
    LedToLabel(const workspace::EventStates& states, workspace::Investigation& investigation,
               QWidget* parent = nullptr);

    void fillMenu(QMenu* menu); // an entry for each state

private:
    void showStates();
    QString stateText(std::size_t index) const; // "security group web at 11:00:40 (certain)"
    void follow(const QString& link);
    void open(std::size_t index);

    const workspace::EventStates& m_states;
    workspace::Investigation& m_investigation;
};

} // namespace trailloupe::ui
