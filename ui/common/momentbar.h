// MomentBar: "as of": the moment that resources are looked at, typed, slid to, or gone to change by
// change.
//
// It shows and sets Investigation::moment(). The left arrow goes to the change before, the right
// one to the next; the last of them is all that was recorded, which is no moment. Text is read by
// momentOf(), nothing typed means no moment; what cannot be read is said below.
// Threads: GUI thread only. Cost: O(log items); the strip as MomentSlider says.
#pragma once

#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"

#include <QWidget>

#include <cstdint>
#include <optional>

class QAction;
class QLabel;
class QLineEdit;
class QToolButton;

namespace trailloupe::ui {

class MomentSlider;

class MomentBar : public QWidget
{
    Q_OBJECT
public:
    MomentBar(workspace::Workspace& workspace, workspace::Investigation& investigation,
              QWidget* parent = nullptr);

    // With their keys, [ and ]: for the page to add, so that they work all over it.
    QAction* previousAction() const { return m_previous; }
    QAction* nextAction() const { return m_next; }

    QLineEdit* edit() const { return m_edit; }
    MomentSlider* slider() const { return m_slider; }
    QToolButton* latestButton() const { return m_latest; }
    QString message() const; // what is wrong with the text; empty when nothing is said

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QToolButton* makeButton(QAction* action);
    // Of the changes: the one before what is shown, or behind it. Nothing behind the last one.
    std::optional<std::int64_t> changeBefore() const;
    std::optional<std::int64_t> changeAfter() const;
    bool hasItems() const;
    void step(int direction);
    void take(); // the text
    void say(const QString& words);
    void showText();
    void showResources();
    void showMoment();

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    config::ResourcesPtr m_resources; // that are shown
    QAction* m_previous;
    QAction* m_next;
    QLineEdit* m_edit;
    QLabel* m_zone;
    MomentSlider* m_slider;
    QToolButton* m_latest;
    QLabel* m_message;
    QString
        m_shownText; // that stands for the moment: taken again, it would lose what it leaves out
};

} // namespace trailloupe::ui
