// FilterCompletion: the list under the filter bar: fields, operators and values that may stand at
// the cursor, with how many events each stands for.
//
// It appears while the person types and with Ctrl+Space, takes no focus, and never holds a letter
// back. ↑ ↓ choose, Tab takes the chosen one or the first, Enter takes the chosen one, Esc closes.
// Threads: GUI thread only.
#pragma once

#include "model/workspace/completing.h"

#include <QFrame>

class QLabel;
class QLineEdit;
class QStandardItemModel;
class QTreeView;

namespace trailloupe::ui {

class FilterCompletion : public QFrame
{
    Q_OBJECT
public:
    // Lives in the window of the edit, above everything else there.
    FilterCompletion(QLineEdit* edit, workspace::Completing& completing, QWidget* window);

    QTreeView* list() const { return m_list; }

Q_SIGNALS:
    void visibleChanged(bool visible);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void ask();
    void close();
    void showOffer();
    void place();
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);
    void choose(int by);
    void take(int row);

    QLineEdit* m_edit;
    workspace::Completing& m_completing;
    QStandardItemModel* m_model;
    QTreeView* m_list;
    QLabel* m_foot;
    bool m_taking = false;
};

} // namespace trailloupe::ui
