// The keys over the window: all of them can be read, and nothing is different afterwards.
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/uiworld.h"
#include "ui/events/eventtableview.h"
#include "ui/mainwindow/keysoverlay.h"
#include "ui/mainwindow/mainwindow.h"

#include <QApplication>
#include <QScrollArea>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::SmallExport;
using test::UiWorld;

namespace {

struct Fixture : UiWorld
{
    Fixture()
        : window(*workspace, *investigation, *filtering, *catalog, *jobs, theme)
    {
        window.show();
        opened = QTest::qWaitForWindowActive(&window) && openAndWait(small.path());
        press(Qt::Key_2, Qt::ControlModifier);
    }
    template<typename T>
    T* find()
    {
        return window.findChild<T*>();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget* target = QApplication::focusWidget();
        QTest::keyClick(target && window.isAncestorOf(target) ? target : &window, key, modifiers);
    }

    SmallExport small;
    Theme theme;
    MainWindow window;
    bool opened = false;
};

} // namespace

class TestKeysOverlay : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void questionMarkShowsTheKeysUntilAnyKey()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.press(Qt::Key_Question);
        QPointer<KeysOverlay> overlay = f.find<KeysOverlay>();
        QVERIFY(overlay);
        QVERIFY(overlay->isVisible());
        // All of it is within the window, however small, and scrolls.
        for (const QSize& size : {QSize(1400, 900), QSize(800, 500)}) {
            f.window.resize(size);
            QTRY_COMPARE(overlay->size(), f.window.size());
            const auto* scroll = overlay->findChild<QScrollArea*>();
            QVERIFY(
                overlay->rect().contains(QRect(scroll->mapTo(overlay, QPoint()), scroll->size())));
            QTRY_VERIFY(scroll->widget()->width() <= scroll->viewport()->width());
        }
        QTest::keyClick(overlay, Qt::Key_Down);
        QVERIFY(overlay && overlay->isVisible());
        QTest::keyClick(overlay, Qt::Key_Escape);
        QTRY_VERIFY(!overlay);
    }

    void theFocusIsWhereItWasBeforeTheKeys()
    {
        Fixture f;
        QVERIFY(f.opened);
        QTRY_VERIFY(f.find<EventTableView>()->hasFocus());
        f.press(Qt::Key_Question);
        QPointer<KeysOverlay> overlay = f.find<KeysOverlay>();
        QVERIFY(overlay && overlay->hasFocus());
        QTest::keyClick(overlay, Qt::Key_Space);
        QTRY_VERIFY(!overlay);
        QVERIFY(f.find<EventTableView>()->hasFocus());
    }
};

QTEST_MAIN(TestKeysOverlay)
#include "tst_keysoverlay.moc"
