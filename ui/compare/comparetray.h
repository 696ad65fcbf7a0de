// CompareTray: the events that wait to be compared, at the foot of the window; takes dropped ones.
//
// In sight while it holds an event, has something to say, or events are dragged over the window.
// Threads: GUI thread only.
#pragma once

#include "model/base/strongid.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace trailloupe::workspace {
class Comparing;
class Investigation;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class ElidedLabel;

class CompareTray : public QWidget
{
    Q_OBJECT
public:
    CompareTray(workspace::Comparing& comparing, workspace::Investigation& investigation,
                QWidget* parent = nullptr);

    void say(const QString& words); // until the tray changes
    QString words() const;
    // Events that somebody drags. The window hears of them: the tray is hidden while it is empty.
    enum class Dragged
    {
        Nothing,
        Elsewhere,
        Here, // they may be dropped now
    };
    void setDragged(Dragged dragged);

private:
    void showTray();
    QWidget* makeChip(RowId row, int number);

    workspace::Comparing& m_comparing;
    workspace::Investigation& m_investigation;
    QHBoxLayout* m_chips;
    ElidedLabel* m_words;
    QPushButton* m_compare;
    QToolButton* m_clear;
    QString m_said;
    Dragged m_dragged = Dragged::Nothing;
};

} // namespace trailloupe::ui
