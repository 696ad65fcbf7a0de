// The Timeline page: what it says, marks, keeps and copies, and what stands around its lanes.
#include "model/query/fieldnames.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/timeline/timelinefixture.h"
#include "ui/common/dialogs.h"
#include "ui/common/emptystate.h"
#include "ui/common/theme.h"
#include "ui/timeline/timelinecolumns.h"
#include "ui/timeline/timelineminimap.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QSignalSpy>

using namespace trailloupe;
using namespace trailloupe::ui;
using query::TimeSpan;
using test::UiWorld;

namespace {

using test::kHour;
using test::kStart;
using Fixture = test::TimelineFixture;

} // namespace

class TestTimelinePage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        UiWorld::prepare();
        QApplication::setPalette(paletteFor(lightColors()));
    }
    void init() { test::failOnAnyWarning(); }

    void theSelectedEventIsSaidOnThePage()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.page.eventText().startsWith(QStringLiteral("No event is selected")));
        while (f.view.currentLane() != f.lane("Hourly"))
            QTest::keyClick(&f.view, Qt::Key_Down);
        QTest::keyClick(&f.view, Qt::Key_Period);
        QTest::keyClick(&f.view, Qt::Key_Period);
        const QString words = f.page.eventText();
        for (const char* part : {"2026-03-10 01:00:00 UTC", "Hourly (iam)", "AccessDenied"})
            QVERIFY2(words.contains(QString::fromUtf8(part)), qPrintable(words));
        QTest::keyClick(&f.view, Qt::Key_T);
        QVERIFY(f.page.eventText().contains(QStringLiteral("T0")));
        f.investigation->setZone("Asia/Tokyo");
        QVERIFY(f.page.eventText().contains(QStringLiteral("2026-03-10 10:00:00")));
        // One that the filter does not find is still said.
        workspace::Filter filter;
        filter.text = QStringLiteral("eventName:Once");
        QVERIFY(f.investigation->setFilter(filter) && f.settle());
        QVERIFY2(f.page.eventText().contains(QStringLiteral("not in the lanes")),
                 qPrintable(f.page.eventText()));
    }

    void theMinimapTellsSharesAsTheLanesDo()
    {
        std::string records = test::event("s", kStart, "CreateAccessKey", ",'readOnly':false");
        for (int i = 0; i < 1000; ++i)
            records += ','
                + test::event("r" + std::to_string(i), kStart + kHour, "Often",
                              i < 100 ? ",'readOnly':false" : ",'readOnly':true");
        Fixture f(test::quoted("{'Records':[" + records + "]}"));
        QVERIFY(f.opened);
        const TimelineMinimap& map = *f.page.minimap();
        const auto columns = map.columns();
        QCOMPARE(columns.size(), std::size_t{2});
        QCOMPARE(columns[0].events + columns[1].events, 1001u);
        const QImage image = f.page.minimap()->grab().toImage();
        const auto pixels = [&](const ui::timeline::Column& column, ui::timeline::Part part) {
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                count +=
                    image.pixelColor(column.x, y) == ui::timeline::colorOf(part, lightColors());
            return count;
        };
        QVERIFY(pixels(columns[0], ui::timeline::Part::Sensitive) > 0);
        QCOMPARE(pixels(columns[1], ui::timeline::Part::Sensitive), 0);
        // A tenth are writes, so they have a tenth of the height.
        const int writes = pixels(columns[1], ui::timeline::Part::Write);
        const int reads = pixels(columns[1], ui::timeline::Part::Other);
        QVERIFY2(writes >= 1 && writes * 6 < reads,
                 qPrintable(QStringLiteral("%1 of %2").arg(writes).arg(reads)));
    }

    void whatIsStarredTaggedAndNotedIsMarked()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QTemporaryDir cases;
        workspace::Casebook casebook(*f.workspace, *f.jobs, cases.path());
        f.page.setCasebook(casebook);
        QVERIFY(QTest::qWaitFor(
            [&] { return casebook.state() == workspace::Casebook::State::Ready; }, 20'000));
        QVERIFY(f.geometry().marks().empty());
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("Once", kStart + 12 * kHour));
        const auto event = casebook.entryOf(*f.investigation->selectedRow());
        casebook.addTag({"odd", 2});
        QVERIFY(casebook.setStarred({event}, true) && casebook.setTagged({event}, "odd", true));
        QCOMPARE(f.geometry().marks().size(), std::size_t{2});
        QCOMPARE(f.geometry().marks()[0].lane, f.lane("Once"));
        QVERIFY(f.geometry().marks()[0].rect.right() <= f.geometry().marks()[1].rect.left() + 0.01);
        QVERIFY(f.geometry().marks()[0].rect.contains(QPointF(
            f.at("Once", kStart + 12 * kHour).x(), f.geometry().marks()[0].rect.top() + 1)));
        const QString tip = f.view.helpAt(f.geometry().marks()[1].rect.center().toPoint());
        QVERIFY2(tip.startsWith(QStringLiteral("Starred\nTagged: odd"))
                     && tip.contains(QStringLiteral("Once")),
                 qPrintable(tip));
        // A span is drawn from its begin to its end, whatever happened in it.
        casefile::Subject span;
        span.kind = casefile::Subject::Kind::Span;
        span.from = kStart + kHour;
        span.to = kStart + 2 * kHour + 1;
        QVERIFY(casebook.setNote(casebook.entryOf(span), QStringLiteral("quiet")));
        casebook.endNote();
        QCOMPARE(f.geometry().marks().size(), std::size_t{2});
        QCOMPARE(f.geometry().spans().size(), std::size_t{1});
        const ui::timeline::SpanRect drawn = f.geometry().spans()[0];
        const auto x = [&](std::int64_t seconds) {
            return f.at("Once", seconds).x();
        };
        QVERIFY(std::abs(drawn.left - x(*span.from)) <= 1);
        QVERIFY(std::abs(drawn.right - x(*span.to)) <= 1);
        const QPoint on = drawn.rect.center().toPoint();
        QVERIFY2(f.view.helpAt(on).contains(QStringLiteral("quiet")),
                 qPrintable(f.view.helpAt(on)));
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, on);
        QVERIFY((f.zoom.selection() == TimeSpan{*span.from, *span.to}));
        casebook.undo();
        QCOMPARE(f.geometry().marks().size(), std::size_t{2});
        QVERIFY(f.geometry().spans().empty());
        QVERIFY(QTest::qWaitFor([&] { return casebook.isSaved(); }, 20'000));
        QVERIFY(f.settle());
    }

    void eventsInFindingsHaveAFlag()
    {
        // At noon a user, at three o'clock two keys and a user.
        const auto more = [](int hour, int number, const char* name) {
            return "," + test::event("x" + std::to_string(number), kStart + hour * kHour, name);
        };
        std::string records = test::oneDay();
        records.insert(records.rfind("]}"),
                       test::quoted(more(12, 1, "CreateUser") + more(15, 2, "CreateAccessKey")
                                    + more(15, 3, "CreateUser") + more(15, 4, "CreateAccessKey")));
        Fixture f(records);
        QVERIFY(f.opened);
        workspace::Detecting detecting(*f.workspace, *f.jobs);
        f.page.setDetecting(detecting);
        QVERIFY(f.settle());
        const auto flagsOf = [&](const char* name) {
            std::vector<ui::timeline::FlagRect> flags;
            for (const auto& flag : f.geometry().flags()) {
                if (flag.lane == f.lane(name))
                    flags.push_back(flag);
            }
            return flags;
        };
        QVERIFY(flagsOf("Often").empty() && flagsOf("Once").empty());
        QCOMPARE(flagsOf("CreateUser").size(), std::size_t{2});
        const auto keys = flagsOf("CreateAccessKey");
        QCOMPARE(keys.size(), std::size_t{1});
        QCOMPARE(keys[0].count, std::size_t{2});
        // Beside what stands for the two.
        const int at = f.at("CreateAccessKey", kStart + 15 * kHour).x();
        QVERIFY(keys[0].rect.left() > at && keys[0].rect.left() < at + 10);
        const QPoint on = keys[0].rect.center().toPoint();
        QVERIFY2(
            f.view.helpAt(on).startsWith(QStringLiteral("Medium: Access key created (2 events)\n")),
            qPrintable(f.view.helpAt(on)));
        // A click selects the event, whose line says the finding.
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, on);
        QCOMPARE(f.selectedName(), std::string("CreateAccessKey"));
        QVERIFY2(f.page.eventText().endsWith(QStringLiteral("Medium: Access key created")),
                 qPrintable(f.page.eventText()));
        // By the field of the source all are one lane, with one flag for each of the hours.
        f.page.timelining().setField(query::parseField("eventSource").value());
        QVERIFY(f.settle());
        QCOMPARE(f.geometry().flags().size(), std::size_t{2});
        QVERIFY(f.view.helpAt(f.geometry().flags()[1].rect.center().toPoint())
                    .startsWith(QStringLiteral("Medium: IAM user created (1 event)\nMedium: Access "
                                               "key created (2 events)\n")));
    }

    void flagsCanBeHidden()
    {
        std::string records = test::oneDay();
        records.insert(records.rfind("]}"),
                       test::quoted("," + test::event("x", kStart + kHour, "CreateUser")));
        {
            Fixture f(records);
            QVERIFY(f.opened);
            workspace::Detecting detecting(*f.workspace, *f.jobs);
            f.page.setDetecting(detecting);
            QVERIFY(f.settle());
            QCOMPARE(f.geometry().flags().size(), std::size_t{1});
            QMenu* menu = test::menuAt(f.port(), {600, 300});
            QVERIFY(menu);
            QAction* mark = test::entryOf(menu, QStringLiteral("&Mark Findings"));
            QVERIFY(mark && mark->isChecked());
            mark->trigger();
            menu->close();
            QVERIFY(f.geometry().flags().empty());
            QVERIFY(f.view.picture().in.flags == nullptr);
        }
        Fixture again(records, UiWorld::Settings::Kept);
        QVERIFY(again.opened);
        workspace::Detecting detecting(*again.workspace, *again.jobs);
        again.page.setDetecting(detecting);
        QVERIFY(again.settle());
        QVERIFY(again.geometry().flags().empty());
        const auto buttons = again.page.findChildren<QToolButton*>();
        const auto button = std::ranges::find_if(buttons, [](const QToolButton* one) {
            return one->accessibleName() == QStringLiteral("Mark events that are in findings");
        });
        QVERIFY(button != buttons.end() && !(*button)->isChecked());
        (*button)->click();
        QCOMPARE(again.geometry().flags().size(), std::size_t{1});
    }

    void eventsAndSpansAreMarkedFromHere()
    {
        Fixture f;
        QVERIFY(f.opened);
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("Once", kStart + 12 * kHour));
        QTest::keyClick(&f.view, Qt::Key_Space); // without a case: nothing
        const QTemporaryDir cases;
        workspace::Casebook casebook(*f.workspace, *f.jobs, cases.path());
        f.page.setCasebook(casebook);
        QVERIFY(QTest::qWaitFor(
            [&] { return casebook.state() == workspace::Casebook::State::Ready; }, 20'000));
        QVERIFY(casebook.entries().empty());
        const RowId row = *f.investigation->selectedRow();
        QTest::keyClick(&f.view, Qt::Key_Space);
        QVERIFY(casebook.mark(row) && casebook.mark(row)->isStarred);
        QTest::keyClick(&f.view, Qt::Key_Space); // again
        QVERIFY(!casebook.mark(row) || !casebook.mark(row)->isStarred);
        QSignalSpy noted(&f.page, &TimelinePage::noteRequested);
        QTest::keyClick(&f.view, Qt::Key_N);
        QCOMPARE(noted.size(), 1);
        // By the menu, of an event that need not be selected.
        QMenu* menu = test::menuAt(f.port(), f.at("Hourly", kStart + 3 * kHour));
        QVERIFY(menu);
        QVERIFY(test::entryOf(menu, QStringLiteral("New tag")));
        QVERIFY(test::entryOf(menu, QStringLiteral("Note")));
        test::entryOf(menu, QStringLiteral("Star"))->trigger();
        menu->close();
        QCOMPARE(casebook.entries().size(), std::size_t{1});
        QVERIFY(casebook.entry(casebook.entries()[0]).subject.kind
                == casefile::Subject::Kind::Event);
        // The span that is taken, which the window is told too.
        const TimeSpan span{kStart + 100, kStart + 200};
        f.zoom.setSelection(span);
        QVERIFY(f.page.timelining().span() == span);
        menu = test::menuAt(f.port(), f.at("Once", kStart + 5 * kHour));
        QVERIFY(menu);
        test::entryOf(menu, QStringLiteral("St&ar This Span"))->trigger();
        menu->close();
        const casefile::Subject subject{
            .kind = casefile::Subject::Kind::Span, .from = span.from, .to = span.to};
        QVERIFY(casebook.find(subject) && casebook.find(subject)->mark.isStarred);
        f.zoom.setSelection(std::nullopt);
        QVERIFY(!f.page.timelining().span());
        QVERIFY(QTest::qWaitFor([&] { return casebook.isSaved(); }, 20'000));
        QVERIFY(f.settle());
    }

    void lanesAndTheEventAreCopied()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(!f.page.canCopy(PageCommands::CopyForm::Json)); // nothing is selected
        f.page.copy(PageCommands::CopyForm::Cells);
        const QString cells = QGuiApplication::clipboard()->text();
        QVERIFY2(cells.contains(QStringLiteral("Often\t1440\t0\nHourly\t24\t0\n")),
                 qPrintable(cells));
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("Once", kStart + 12 * kHour));
        f.page.copy(PageCommands::CopyForm::Json);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("\"Once\"")));
    }

    void lanesOfWhoWaitUntilThatIsKnown()
    {
        Fixture f;
        QVERIFY(f.opened);
        // Before everything is read there are no actors: that is said, and no lane pretends.
        bool saidSo = false;
        QObject::connect(&f.page.timelining(), &workspace::Timelining::lanesChanged, &f.page, [&] {
            const auto& lanes = f.page.timelining().lanes();
            if (lanes && lanes->found() > 0 && !lanes->events()->rowTexts()) {
                QVERIFY(!f.page.isShowingLanes());
                saidSo = true;
            }
        });
        f.page.timelining().setField(query::parseField("actor").value());
        QVERIFY(f.settle());
        QVERIFY(f.page.isShowingLanes()); // all is read
        QVERIFY(!saidSo);
        QVERIFY(f.openAndWait(f.dir.path()) && f.settle());
        QVERIFY(f.page.isShowingLanes());
    }

    void anotherFieldIsChosenAndKept()
    {
        {
            Fixture f;
            QVERIFY(f.opened);
            const int region = f.page.fieldBox()->findText(QStringLiteral("Region"));
            QVERIFY(region >= 0);
            f.page.fieldBox()->setCurrentIndex(region);
            Q_EMIT f.page.fieldBox()->activated(region);
            QVERIFY(f.settle());
            QCOMPARE(f.page.timelining().lanes()->lanes().size(), std::size_t{1}); // no value
            dialogs::testing::answerNext({QStringLiteral("errorCode")});
            Q_EMIT f.page.fieldBox()->activated(f.page.fieldBox()->count() - 1);
            QVERIFY(f.settle());
            QCOMPARE(f.page.timelining().lanes()->lanes().size(), std::size_t{2});
            QCOMPARE(f.page.fieldBox()->currentText(), QStringLiteral("Error code"));
            dialogs::testing::recordTold(true);
            dialogs::testing::answerNext({QStringLiteral("a..b")});
            Q_EMIT f.page.fieldBox()->activated(f.page.fieldBox()->count() - 1);
            QCOMPARE(dialogs::testing::takeTold().size(), 1);
            dialogs::testing::recordTold(false);
            QCOMPARE(f.page.fieldBox()->currentText(), QStringLiteral("Error code"));
        }
        UiWorld world(UiWorld::Settings::Kept);
        TimelinePage page(*world.workspace, *world.investigation, *world.filtering, *world.jobs);
        QCOMPARE(page.fieldBox()->currentText(), QStringLiteral("Error code"));
    }

    void keysGoThroughTheFieldsWithoutLosingThem()
    {
        Fixture f;
        QVERIFY(f.opened);
        QComboBox& fields = *f.page.fieldBox();
        fields.setFocus();
        const int index = fields.currentIndex();
        for (int i = 1; i <= 2; ++i) {
            QTest::keyClick(&fields, Qt::Key_Down);
            QVERIFY(f.settle());
            QCOMPARE(fields.currentIndex(), index + i);
            QCOMPARE(f.page.focusWidget(), static_cast<QWidget*>(&fields));
        }
        QTest::keyClick(&fields, Qt::Key_Return);
        QCOMPARE(f.page.focusWidget(), static_cast<QWidget*>(&f.view));
        QVERIFY(f.settle());
    }

    void theLaneOfASessionSaysWhoseItIs()
    {
        Fixture f(test::quoted(
            "{'Records':["
            + test::event("a", kStart, "GetUser",
                          ",'userIdentity':{'type':'IAMUser','arn':'arn:aws:iam::111111111111:user/"
                          "alice','accountId':'111111111111','principalId':'AIDAALICE','userName':"
                          "'alice','accessKeyId':'AKIAALICE'}")
            + "]}"));
        QVERIFY(f.opened);
        f.page.timelining().setField(query::parseField("session.id").value());
        QVERIFY(f.settle());
        const ui::timeline::Band& band = f.geometry().bands()[0];
        const QString tip = f.view.helpAt(band.header.center());
        QVERIFY2(tip.contains(QStringLiteral("AKIAALICE"))
                     && tip.contains(QStringLiteral("Session of ")) && tip.contains(u"alice"),
                 qPrintable(tip));
    }

    void nothingToShowIsSaid()
    {
        Fixture f;
        QVERIFY(f.opened);
        workspace::Filter filter;
        filter.text = QStringLiteral("eventName:Nothing");
        QVERIFY(f.investigation->setFilter(filter) && f.settle());
        QVERIFY(!f.page.isShowingLanes());
        QCOMPARE(f.page.emptyState()->title(), QStringLiteral("No event fits the filter"));
        QVERIFY(f.investigation->setFilter({}) && f.settle());
        QVERIFY(f.page.isShowingLanes());
        Fixture undated(test::quoted("{'Records':[{'eventID':'a','eventName':'X'}]}"));
        QVERIFY(undated.opened);
        QCOMPARE(undated.page.emptyState()->title(),
                 QStringLiteral("None of these events has a time"));
        QVERIFY2(undated.page.countText().contains(QStringLiteral("1 without a time")),
                 qPrintable(undated.page.countText()));
        f.workspace->close();
        QVERIFY(f.settle());
        QCOMPARE(f.page.emptyState()->title(), QStringLiteral("No events"));
    }

    void thePageIsPaintedInTheDarkToo()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QImage light = f.page.grab().toImage();
        QApplication::setPalette(paletteFor(darkColors()));
        f.page.setPalette(paletteFor(darkColors()));
        const QImage dark = f.page.grab().toImage();
        QApplication::setPalette(paletteFor(lightColors()));
        const auto middle = [](const QImage& image) {
            return image.pixelColor(image.width() - 5, image.height() - 40).lightness();
        };
        QVERIFY(middle(light) > 200 && middle(dark) < 80);
    }
};

QTEST_MAIN(TestTimelinePage)
#include "tst_timelinepage.moc"
