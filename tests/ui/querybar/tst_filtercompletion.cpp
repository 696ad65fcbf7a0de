// Suggestions under the filter bar, by real keys: what is offered, what is taken, what is left
// alone.
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/filtercompletion.h"
#include "ui/common/filteredit.h"
#include "ui/querybar/querybar.h"

#include <QTest>
#include <QTreeView>
#include <QVBoxLayout>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::SmallExport;
using test::UiWorld;

namespace {

struct Fixture
{
    explicit Fixture(const QString& path)
        : completing(*world.investigation, *world.filtering, *world.catalog, *world.jobs)
        , bar(new QueryBar(*world.workspace, *world.investigation, *world.filtering,
                           *world.catalog))
    {
        auto* layout = new QVBoxLayout(&window);
        layout->addWidget(bar);
        layout->addStretch();
        completion = new FilterCompletion(bar->edit(), completing, &window);
        bar->setCompleting(completing);
        window.resize(900, 500);
        window.show();
        window.activateWindow();
        opened = world.openAndWait(path) && QTest::qWaitForWindowActive(&window);
        bar->edit()->setFocus();
    }
    void type(const char* text) { QTest::keyClicks(bar->edit(), QString::fromUtf8(text)); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(bar->edit(), key, modifiers);
    }
    [[nodiscard]] bool wait()
    {
        return QTest::qWaitFor(
            [this] { return world.jobs->isIdle() && !world.filtering->isRunning(); });
    }
    QStringList listed() const
    {
        QStringList texts;
        if (!completion->isVisible())
            return texts;
        const auto* model = completion->list()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            texts.append(model->index(row, 0).data().toString());
        return texts;
    }
    QString text() const { return bar->edit()->text(); }

    UiWorld world;
    workspace::Completing completing;
    QWidget window;
    QueryBar* bar;
    FilterCompletion* completion;
    bool opened = false;
};

} // namespace

class TestFilterCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void fieldsThenValuesByTwoTabs()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        f.type("eventNa");
        QCOMPARE(f.listed().value(0), QStringLiteral("eventName"));
        f.press(Qt::Key_Tab);
        QCOMPARE(f.text(), QStringLiteral("eventName:"));
        // Values come from a job.
        QTRY_VERIFY(f.listed().size() > 1);
        const QString first = f.listed().value(0);
        f.press(Qt::Key_Tab);
        QCOMPARE(f.text(), QStringLiteral("eventName:") + first);
        QVERIFY(!f.completion->isVisible());
        QVERIFY(f.wait());
        QCOMPARE(f.world.investigation->filter().text, f.text());
        QVERIFY(f.world.filtering->result().count() < 60);
        QVERIFY(f.bar->edit()->hasFocus());
    }

    void valuesAreCountedUnderTheRestOfTheFilter()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        f.type("awsRegion:");
        QTRY_VERIFY(!f.listed().isEmpty());
        QVERIFY(f.listed().size() > 1);
        const QString region = f.listed().value(0);
        f.press(Qt::Key_Tab);
        f.type(" and awsRegion:");
        QTRY_COMPARE(f.listed(), QStringList{region});
    }

    void arrowsChooseAndEnterTakesOnlyWhatWasChosen()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        f.type("event");
        QVERIFY(f.listed().size() > 2);
        const QString second = f.listed().value(1);
        f.press(Qt::Key_Down);
        f.press(Qt::Key_Down);
        f.press(Qt::Key_Return);
        QCOMPARE(f.text(), second + u':');
        f.bar->edit()->clear();
        f.type("event");
        f.press(Qt::Key_Return);
        QCOMPARE(f.text(), QStringLiteral("event"));
        QVERIFY(!f.completion->isVisible());
    }

    // Until it is typed to its end, or is more than a value, no event would be left in sight.
    void aValueThatIsBeingTypedWaitsForItsEnd()
    {
        const SmallExport small(1, 40);
        Fixture f(small.path());
        QVERIFY(f.opened);
        f.bar->setGoingOnInterval(3'600'000);
        QStringList inForce;
        connect(f.world.investigation.get(), &workspace::Investigation::filterChanged, f.bar,
                [&] { inForce << f.world.investigation->filter().text; });
        for (const char letter : std::string("eventName:RunInstances")) {
            QTest::keyClick(f.bar->edit(), letter);
            QVERIFY(f.wait());
        }
        QCOMPARE_EQ(inForce, QStringList{QStringLiteral("eventName:RunInstances")});
        f.press(Qt::Key_Backspace);
        QVERIFY(f.wait());
        QCOMPARE_EQ(inForce.size(), 1);
        f.type("*");
        QVERIFY(f.wait());
        QCOMPARE_EQ(inForce.back(), QStringLiteral("eventName:RunInstance*"));
        // What no value begins with is no value yet to come.
        f.press(Qt::Key_Backspace);
        f.type("x");
        QVERIFY(f.wait());
        QCOMPARE_EQ(inForce.back(), QStringLiteral("eventName:RunInstancex"));
        // Who types no further means it.
        f.bar->setGoingOnInterval(100);
        f.press(Qt::Key_Backspace);
        QTRY_COMPARE(inForce.back(), QStringLiteral("eventName:RunInstance"));
    }

    void escapeClosesTheListFirst()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        f.type("event");
        QVERIFY(f.completion->isVisible());
        f.press(Qt::Key_Escape);
        QVERIFY(!f.completion->isVisible());
        QCOMPARE(f.text(), QStringLiteral("event"));
        f.press(Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(f.completion->isVisible());
    }

    void whatWasTakenIsOneStepBack()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        f.type("eventNa");
        f.press(Qt::Key_Tab);
        QCOMPARE(f.text(), QStringLiteral("eventName:"));
        f.press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(f.text(), QStringLiteral("eventNa"));
    }

    void aWordInTheMiddleIsReplacedAndTheRestStays()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        f.bar->edit()->setText(QStringLiteral("evXntName and awsRegion:us-east-1"));
        f.bar->edit()->setCursorPosition(3);
        f.press(Qt::Key_Backspace);
        f.press(Qt::Key_Tab);
        QVERIFY2(f.text().endsWith(QStringLiteral(": and awsRegion:us-east-1")),
                 qPrintable(f.text()));
    }

    void patternsAndNonsenseOfferNothing()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        for (const char* text : {"{ $.eventName = ", "\"event", "errorCode:/ev"}) {
            f.bar->edit()->clear();
            f.type(text);
            QVERIFY(f.wait());
            QVERIFY2(!f.completion->isVisible(), text);
        }
        // Nor does a long text that was pasted.
        f.bar->edit()->clear();
        f.bar->edit()->insert(QString(5000, u'('));
        f.type("event");
        QVERIFY(!f.completion->isVisible());
    }

    void leavingTheBarClosesTheList()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        f.type("event");
        QVERIFY(f.completion->isVisible());
        f.bar->edit()->clearFocus();
        QVERIFY(!f.completion->isVisible());
    }
};

QTEST_MAIN(TestFilterCompletion)
#include "tst_filtercompletion.moc"
