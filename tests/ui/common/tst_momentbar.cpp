// MomentBar and its slider: typing, stepping, sliding; and moments as text.
#include "tests/support/smallestate.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/momentbar.h"
#include "ui/common/momentslider.h"
#include "ui/common/momenttext.h"

#include <QAction>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>

using namespace trailloupe;
using namespace trailloupe::ui;
using namespace Qt::StringLiterals;
using test::SmallEstate;
using test::UiWorld;

namespace {

using Moment = std::optional<std::int64_t>;

// A page with the bar, and a line to have the focus beside it.
struct Fixture
{
    explicit Fixture(const QString& path = {})
        : bar(*world.workspace, *world.investigation, &page)
        , other(&page)
    {
        bar.setGeometry(0, 0, 900, 60);
        other.setGeometry(0, 100, 100, 30);
        other.setFocusPolicy(Qt::StrongFocus);
        page.addActions({bar.previousAction(), bar.nextAction()});
        page.resize(900, 200);
        page.show();
        page.activateWindow();
        opened = path.isEmpty() || world.openAndWait(path);
        active = QTest::qWaitForWindowActive(&page);
    }
    Moment moment() const { return world.investigation->moment(); }
    void type(const QString& text)
    {
        bar.edit()->setFocus();
        bar.edit()->selectAll();
        QTest::keyClicks(bar.edit(), text);
        QTest::keyClick(bar.edit(), Qt::Key_Return);
    }
    void press(Qt::Key key)
    {
        QTest::keyClick(page.focusWidget() ? page.focusWidget() : &page, key);
    }

    UiWorld world;
    QWidget page;
    MomentBar bar;
    QWidget other;
    bool opened = false;
    bool active = false;
};

} // namespace

class TestMomentBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void momentsAreReadAsTheyAreWritten_data()
    {
        QTest::addColumn<QByteArray>("zone");
        for (const char* zone : {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns"})
            QTest::newRow(zone) << QByteArray(zone);
    }
    void momentsAreReadAsTheyAreWritten()
    {
        QFETCH(QByteArray, zone);
        for (const std::int64_t ns :
             {SmallEstate::ns(0), SmallEstate::ns(0) - 250'000'000, SmallEstate::ns(7) + 1,
              SmallEstate::ns(7) + 120'000, std::int64_t{1'700'000'000'000'000'000}}) {
            const QString text = momentText(ns, zone);
            QCOMPARE(momentOf(text, zone, 0), Moment(ns));
            QVERIFY(momentTextWithZone(ns, zone).startsWith(text + u' '));
        }
    }

    void momentsMayBeTypedInManyWays_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("inBerlin"); // as UTC; empty: no moment
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("2026-03-01", "2026-02-28 23:00:00");
        row("2026-03-01 14:05", "2026-03-01 13:05:00");
        row("2026-03-01T14:05:12", "2026-03-01 13:05:12");
        row(" 2026-03-01  14:05:12.5 ", "2026-03-01 13:05:12.500");
        row("2026-03-01T14:05:12Z", "2026-03-01 14:05:12");
        row("2026-03-01 14:05:12 UTC", "2026-03-01 14:05:12");
        row("2026-03-01 14:05:12,123456789+09:00", "2026-03-01 05:05:12.123456789");
        row("-2h", "2026-03-01 10:00:00.250");
        row("-0s", "2026-03-01 12:00:00.250");
        row("yesterday", "");
        row("2026-02-30", "");
        row("14:05", "");
        row("", "");
        row("-99999d", ""); // before 1970
        row("9999-01-01", "");
    }
    void momentsMayBeTypedInManyWays()
    {
        QFETCH(QString, text);
        QFETCH(QString, inBerlin);
        const Moment moment = momentOf(text, "Europe/Berlin", SmallEstate::ns(12 * 60));
        QCOMPARE(moment ? momentText(*moment, "UTC") : QString(), inBerlin);
    }

    void withoutItemsItIsNoUseAndSaysSo()
    {
        Fixture f;
        QVERIFY(!f.bar.edit()->isEnabled());
        QVERIFY(!f.bar.slider()->isEnabled());
        QVERIFY(!f.bar.previousAction()->isEnabled());
        QVERIFY(!f.bar.edit()->placeholderText().isEmpty());
        const test::SmallExport events;
        QVERIFY(f.world.openAndWait(events.path()));
        QVERIFY(!f.bar.edit()->isEnabled());
        QVERIFY(!f.bar.nextAction()->isEnabled());
        QVERIFY(!f.bar.latestButton()->isEnabled());
        QVERIFY(f.bar.edit()->placeholderText().contains(u"no configuration items"_s));
        const SmallEstate undated(SmallEstate::Files{{{.id = "queue", .time = ""}}});
        QVERIFY(f.world.openAndWait(undated.path()));
        QVERIFY(!f.bar.edit()->isEnabled());
        QVERIFY(f.bar.edit()->placeholderText().contains(u"no item has a time"_s));
    }

    void aTypedMomentIsTaken()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        QVERIFY(f.bar.latestButton()->isChecked());
        f.world.investigation->setZone("Europe/Berlin");
        f.type(u"2026-03-01 01:12:00.25"_s);
        QCOMPARE(f.moment(), Moment(SmallEstate::ns(12)));
        QCOMPARE(f.bar.edit()->text(), u"2026-03-01 01:12:00.250"_s);
        QVERIFY(!f.bar.latestButton()->isChecked());
        f.world.investigation->setZone("UTC");
        QCOMPARE(f.bar.edit()->text(), u"2026-03-01 00:12:00.250"_s);
        f.type(u"-10m"_s);
        QCOMPARE(f.moment(), Moment(SmallEstate::ns(40)));
        QTest::mouseClick(f.bar.latestButton(), Qt::LeftButton);
        QCOMPARE(f.moment(), Moment());
        QCOMPARE(f.bar.edit()->text(), QString());
        QVERIFY(f.bar.latestButton()->isChecked());
        // Again: it does not come up.
        QTest::mouseClick(f.bar.latestButton(), Qt::LeftButton);
        QVERIFY(f.bar.latestButton()->isChecked());
        // Nothing typed means the same.
        f.world.investigation->setMoment(SmallEstate::ns(12));
        f.bar.edit()->setFocus();
        f.bar.edit()->selectAll();
        QTest::keyClick(f.bar.edit(), Qt::Key_Delete);
        QTest::keyClick(f.bar.edit(), Qt::Key_Return);
        QCOMPARE(f.moment(), Moment());
    }

    void whatIsNoMomentIsSaidAndChangesNothing()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        f.world.investigation->setMoment(SmallEstate::ns(12));
        f.type(u"soon"_s);
        QCOMPARE(f.moment(), Moment(SmallEstate::ns(12)));
        QVERIFY2(f.bar.message().contains(u"soon"_s), qPrintable(f.bar.message()));
        QCOMPARE(f.bar.edit()->text(), u"soon"_s); // to be mended
        QTest::keyClick(f.bar.edit(), Qt::Key_Escape);
        QCOMPARE(f.bar.message(), QString());
        QCOMPARE(f.bar.edit()->text(), u"2026-03-01 00:12:00.250"_s);
    }

    // Also where the hour is there twice: the text alone would not tell which.
    void leavingTheLineAsItIsChangesNothing()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        f.world.investigation->setZone("Europe/Berlin");
        for (const std::int64_t seconds :
             {std::int64_t{1'792'888'200}, std::int64_t{1'792'891'800}}) { // 2026-10-25, 02:30
            f.world.investigation->setMoment(seconds * 1'000'000'000);
            f.bar.edit()->setFocus();
            QTest::keyClick(f.bar.edit(), Qt::Key_Return);
            f.other.setFocus();
            QCOMPARE(f.moment(), Moment(seconds * 1'000'000'000));
        }
    }

    void keysGoFromChangeToChange()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        f.other.setFocus();
        // All that was recorded is what the last change left: the one before comes first.
        for (const int minute : {40, 30, 20, 15, 12, 10}) {
            f.press(Qt::Key_BracketLeft);
            QCOMPARE(f.moment(), Moment(SmallEstate::ns(minute)));
        }
        QVERIFY(!f.bar.previousAction()->isEnabled());
        f.press(Qt::Key_BracketLeft);
        QCOMPARE(f.moment(), Moment(SmallEstate::ns(10)));
        for (const int minute : {12, 15, 20, 30, 40}) {
            f.press(Qt::Key_BracketRight);
            QCOMPARE(f.moment(), Moment(SmallEstate::ns(minute)));
        }
        f.press(Qt::Key_BracketRight);
        QCOMPARE(f.moment(), Moment());
        QVERIFY(!f.bar.nextAction()->isEnabled());
        // From between two changes.
        f.world.investigation->setMoment(SmallEstate::ns(25));
        f.press(Qt::Key_BracketRight);
        QCOMPARE(f.moment(), Moment(SmallEstate::ns(30)));
        f.world.investigation->setMoment(SmallEstate::ns(25));
        f.press(Qt::Key_BracketLeft);
        QCOMPARE(f.moment(), Moment(SmallEstate::ns(20)));
    }

    void bracketsAreLettersWhereSomebodyTypes()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        f.bar.edit()->setFocus();
        QTest::keyClicks(f.bar.edit(), u"[]"_s);
        QCOMPARE(f.bar.edit()->text(), u"[]"_s);
        QCOMPARE(f.moment(), Moment());
    }

    void theSliderIsSlid()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        MomentSlider& slider = *f.bar.slider();
        QVERIFY(slider.hasSpan());
        const auto at = [&slider](double x) {
            return QPoint(static_cast<int>(x), slider.height() / 2);
        };
        const double middle = slider.xOf(SmallEstate::ns(30));
        QTest::mousePress(&slider, Qt::LeftButton, {}, at(middle));
        QVERIFY(f.moment());
        const std::int64_t pixel =
            (SmallEstate::ns(50) - SmallEstate::ns(10)) / (slider.width() - 14)
            + 1'000'000'000; // and what is left out
        QVERIFY(std::abs(*f.moment() - SmallEstate::ns(30)) <= pixel);
        QTest::mouseMove(&slider, at(slider.xOf(SmallEstate::ns(20))));
        QVERIFY(std::abs(*f.moment() - SmallEstate::ns(20)) <= pixel);
        QTest::mouseMove(&slider, at(-50));
        QCOMPARE(f.moment(), Moment(SmallEstate::ns(10)));
        QTest::mouseMove(&slider, at(slider.width() + 50));
        QCOMPARE(f.moment(), Moment());
        QTest::mouseRelease(&slider, Qt::LeftButton, {}, at(middle));
        QTest::mouseMove(&slider, at(slider.xOf(SmallEstate::ns(20))));
        QCOMPARE(f.moment(), Moment());
    }

    void theSliderHasKeys()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        MomentSlider& slider = *f.bar.slider();
        slider.setFocus();
        QTest::keyClick(&slider, Qt::Key_Home);
        QCOMPARE(f.moment(), Moment(SmallEstate::ns(10)));
        QTest::keyClick(&slider, Qt::Key_Right);
        QCOMPARE(f.moment(), Moment(SmallEstate::ns(12)));
        QTest::keyClick(&slider, Qt::Key_Left);
        QCOMPARE(f.moment(), Moment(SmallEstate::ns(10)));
        QTest::keyClick(&slider, Qt::Key_PageUp);
        QVERIFY(std::abs(*f.moment() - SmallEstate::ns(14)) < 10'000'000'000);
        QTest::keyClick(&slider, Qt::Key_End);
        QCOMPARE(f.moment(), Moment());
        // As assistive programs set it.
        slider.setValue(slider.maximum() / 2);
        QVERIFY(f.moment() && std::abs(*f.moment() - SmallEstate::ns(30)) < 10'000'000'000);
    }

    void everyChangeIsInOnePixel()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        MomentSlider slider;
        slider.setResources(f.world.workspace->resources());
        for (const int width : {20, 77, 300, 1001}) {
            slider.resize(width, 24);
            std::size_t changes = 0;
            for (int x = 0; x <= width; ++x)
                changes += slider.changesAt(x);
            QCOMPARE(changes, f.world.workspace->resources()->captureTimes().size());
            // Where a change is, it is drawn.
            for (const std::int64_t ns : f.world.workspace->resources()->captureTimes())
                QVERIFY(slider.changesAt(static_cast<int>(slider.xOf(ns) + 1e-6)) > 0);
        }
        QVERIFY(!slider.tipAt(10).isEmpty());
    }

    void aSingleMomentIsNothingToSlideOver()
    {
        const SmallEstate estate(
            SmallEstate::Files{{{.id = "i-1", .time = SmallEstate::time(10)}}});
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        QVERIFY(!f.bar.slider()->hasSpan());
        QTest::mouseClick(f.bar.slider(), Qt::LeftButton);
        QCOMPARE(f.moment(), Moment());
        QVERIFY(!f.bar.previousAction()->isEnabled());
        f.type(u"2026-02-01"_s);
        QVERIFY(f.moment());
        QVERIFY(f.bar.nextAction()->isEnabled());
    }

    void changesAreDrawnAndMarked()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        MomentSlider& slider = *f.bar.slider();
        const auto inked = [&slider](int x) {
            const QImage image = slider.grab().toImage();
            const QRgb ground = image.pixel(static_cast<int>(slider.xOf(SmallEstate::ns(35))), 3);
            int pixels = 0;
            for (int y = 0; y < image.height() - 3; ++y)
                pixels += image.pixel(x, y) != ground ? 1 : 0;
            return pixels;
        };
        const int change = static_cast<int>(slider.xOf(SmallEstate::ns(30)) + 1e-6);
        const int calm = static_cast<int>(slider.xOf(SmallEstate::ns(26)));
        QVERIFY(inked(change) > 0);
        QCOMPARE(inked(calm), 0);
        const int before = inked(change);
        f.world.investigation->selectResource(f.world.workspace->resources()->find(
            "111111111111", "us-east-1", "AWS::EC2::SecurityGroup", "sg-1"));
        QVERIFY(inked(change) >= before);
        QVERIFY(slider.grab().toImage() != QImage());
    }
};

QTEST_MAIN(TestMomentBar)
#include "tst_momentbar.moc"
