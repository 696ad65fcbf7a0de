// Menus: what a view offers under the right button, as tests look at it and choose from it.
#pragma once

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QRegularExpression>
#include <QTest>

namespace trailloupe::test {

// The menu that a right click there opens; null when none does. The caller closes it.
inline QMenu* menuAt(QWidget* view, const QPoint& point)
{
    // What the offscreen platform has to say about a popup.
    if (QGuiApplication::platformName() == QStringLiteral("offscreen")) {
        for (const char* words : {"plugin does not support raise", "support grabbing"})
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QString::fromUtf8(words)));
    }
    QContextMenuEvent event(QContextMenuEvent::Mouse, point, view->mapToGlobal(point));
    QApplication::sendEvent(view, &event);
    return qobject_cast<QMenu*>(QApplication::activePopupWidget());
}

// An entry by the begin of its text, also of a menu within the menu.
inline QAction* entryOf(const QMenu* menu, const QString& begin)
{
    for (QAction* action : menu->actions()) {
        if (action->text().startsWith(begin))
            return action;
        if (QAction* inner = action->menu() ? entryOf(action->menu(), begin) : nullptr)
            return inner;
    }
    return nullptr;
}

} // namespace trailloupe::test
