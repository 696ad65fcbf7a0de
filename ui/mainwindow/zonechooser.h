// ZoneChooser: the button that shows the zone of every time in the window, and changes it.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/investigation.h"

#include <QDialog>
#include <QToolButton>

class QLineEdit;
class QListView;
class QMenu;
class QSortFilterProxyModel;

namespace trailloupe::ui {

class ZoneChooser : public QToolButton
{
    Q_OBJECT
public:
    explicit ZoneChooser(workspace::Investigation& investigation, QWidget* parent = nullptr);

    // UTC, local, recent ones, and "Other zone…"; filled anew each time it is shown.
    void fillMenu(QMenu* menu);

private:
    void showZone();
    void chooseOther();

    workspace::Investigation& m_investigation;
};

// Every IANA zone, found by typing part of its name.
class ZoneDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ZoneDialog(const QByteArray& current, QWidget* parent = nullptr);

    QByteArray zone() const; // empty when none is chosen

private:
    void select(const QByteArray& zone);

    QLineEdit* m_search;
    QListView* m_list;
    QSortFilterProxyModel* m_found;
};

} // namespace trailloupe::ui
