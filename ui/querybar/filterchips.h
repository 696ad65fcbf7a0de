// FilterChips: the conditions that were clicked together, one chip each: switch off, turn round,
// pin, edit, remove.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/investigation.h"

#include <QWidget>

class QMenu;

namespace trailloupe::ui {

class FlowLayout;

class FilterChips : public QWidget
{
    Q_OBJECT
public:
    explicit FilterChips(workspace::Investigation& investigation, QWidget* parent = nullptr);

    // What the person may do to a chip.
    enum class Action
    {
        Toggle,
        Negate,
        Pin,
        Edit, // becomes text of the bar
        Remove,
    };
    void perform(Action action, std::size_t chip);
    // Whether a chip can become text: not while the text is a pattern or cannot be read.
    void setEditable(bool editable) { m_editable = editable; }
    void fillMenu(QMenu* menu, std::size_t index);

Q_SIGNALS:
    void editRequested(std::size_t chip); // it is still there
    void refused(); // a condition would be too long; nothing has changed

private:
    void showChips();
    QWidget* makeHint();
    QWidget* makeClear();
    QWidget* makeChip(std::size_t index);
    QString wordsOf(const workspace::FilterChip& chip) const;

    workspace::Investigation& m_investigation;
    FlowLayout* m_layout;
    bool m_editable = true;
};

} // namespace trailloupe::ui
