// What a timeline shows, as a picture: written into a file, kept in the case.
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/timeline/timelinefixture.h"
#include "ui/common/dialogs.h"
#include "ui/common/theme.h"

#include <QSignalSpy>
#include <QToolButton>

#include <sys/resource.h>

#include <csignal>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::kHour;
using test::kStart;
using test::UiWorld;
using Fixture = test::TimelineFixture;

class TestTimelinePicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        UiWorld::prepare();
        QApplication::setPalette(paletteFor(lightColors()));
    }
    void init() { test::failOnAnyWarning(); }

    void aPictureSaysWhatItIsOf()
    {
        Fixture f;
        QVERIFY(f.opened);
        QApplication::setPalette(paletteFor(darkColors())); // whatever the theme
        workspace::Filter filter;
        filter.text = QStringLiteral("eventName:Hourly or eventName:Once");
        QVERIFY(f.investigation->setFilter(filter) && f.settle());
        f.investigation->setZone("Europe/Berlin");
        QVERIFY(f.settle());
        const QString svg = f.dir.filePath(QStringLiteral("a.svg"));
        dialogs::testing::answerNext({svg});
        QMenu* menu = test::menuAt(f.port(), {600, 300});
        QVERIFY(menu);
        test::entryOf(menu, QStringLiteral("Save Pictu"))->trigger();
        menu->close();
        QVERIFY(f.settle());
        QFile file(svg);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        for (const char* words : {"eventName:Hourly or eventName:Once", "Europe/Berlin",
                                  "a mark each", "Hourly", "25 events", "Sensitive write"})
            QVERIFY2(text.contains(QString::fromUtf8(words)), words);
        QVERIFY2(f.page.countText().contains(QStringLiteral("a.svg")),
                 qPrintable(f.page.countText()));
        const QString png = f.dir.filePath(QStringLiteral("a.png"));
        dialogs::testing::answerNext({png});
        const auto buttons = f.page.findChildren<QToolButton*>();
        const auto save = std::find_if(buttons.begin(), buttons.end(), [](const QToolButton* b) {
            return b->accessibleName() == QStringLiteral("A picture of what is seen, to keep");
        });
        QVERIFY(save != buttons.end());
        test::entryOf((*save)->menu(), QStringLiteral("Save as PNG"))->trigger();
        QVERIFY(f.settle());
        QApplication::setPalette(paletteFor(lightColors()));
        const QImage image(png);
        QVERIFY(image.width() > 2 * f.port()->width());
        QCOMPARE(image.pixelColor(3, 3), lightColors().base);
        QCOMPARE(image.text(QStringLiteral("Filter")), filter.text);
        QVERIFY(image.text(QStringLiteral("Span")).contains(QStringLiteral("Europe/Berlin")));
        QVERIFY(image.text(QStringLiteral("Scale")).contains(QStringLiteral("mark each")));
        // While other lanes are made, there is no picture of the old ones with the new words.
        filter.text = QStringLiteral("eventName:Once");
        QVERIFY((*save)->isEnabled());
        QVERIFY(f.investigation->setFilter(filter));
        QVERIFY(!(*save)->isEnabled());
        Q_EMIT f.view.pictureRequested();
        QVERIFY(f.settle());
        QVERIFY((*save)->isEnabled());
    }

    void aPictureSaysHowMuchIsInViewAndWhatItsMarksMean()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QTemporaryDir cases;
        workspace::Casebook casebook(*f.workspace, *f.jobs, cases.path());
        f.page.setCasebook(casebook);
        QVERIFY(QTest::qWaitFor(
            [&] { return casebook.state() == workspace::Casebook::State::Ready; }, 20'000));
        const auto svg = [&f](const char* name) {
            const QString path = f.dir.filePath(QString::fromLatin1(name));
            dialogs::testing::answerNext({path});
            Q_EMIT f.view.pictureRequested();
            QFile file(path);
            return f.settle() && file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll())
                                                                : QString();
        };
        const QString plain = svg("plain.svg");
        QVERIFY(plain.contains(QStringLiteral("1,468 of 1,468 events in view")));
        for (const char* words : {"Span taken", "starred", "T0: ", "a note"})
            QVERIFY2(!plain.contains(QString::fromUtf8(words)), words);
        // An hour, with one of each.
        QTest::mouseClick(f.port(), Qt::LeftButton, {}, f.at("Once", kStart + 12 * kHour));
        const auto once = casebook.entryOf(*f.investigation->selectedRow());
        casebook.addTag({"odd", 2});
        QVERIFY(casebook.setStarred({once}, true) && casebook.setTagged({once}, "odd", true));
        QVERIFY(casebook.setNote(once, QStringLiteral("look")));
        casebook.endNote();
        QTest::keyClick(&f.view, Qt::Key_T);
        f.zoom.setWindow({double(kStart + 12 * kHour - 1800), double(kStart + 12 * kHour + 1800)});
        f.zoom.setSelection(query::TimeSpan{kStart + 12 * kHour, kStart + 12 * kHour + 600});
        QVERIFY(f.settle());
        const QString all = svg("all.svg");
        for (const char* words : {"62 of 1,468 events in view", "2026-03-10", "Span taken: ",
                                  "12 events: 10 read", "starred", "tag “odd”", "has a note",
                                  "T0: times are counted from here", "selected event"})
            QVERIFY2(all.contains(QString::fromUtf8(words)), words);
        // Events of one second, and how many they are.
        f.zoom.setWindow({double(kStart + 6 * kHour - 60), double(kStart + 6 * kHour + 60)});
        QVERIFY(f.settle());
        QVERIFY(svg("second.svg").contains(QStringLiteral("their order is not known")));
        f.zoom.setWindow({double(kStart + 5 * kHour), double(kStart + 7 * kHour)});
        QVERIFY(f.settle());
        QVERIFY(QTest::qWaitFor([&] { return casebook.isSaved(); }, 20'000));
    }

    void aPictureHasTheFlagsOfFindingsAndSaysWhatTheyMean()
    {
        std::string records = test::oneDay();
        records.insert(records.rfind("]}"),
                       test::quoted("," + test::event("x", kStart + kHour, "CreateUser") + ","
                                    + test::event("y", kStart + 20 * kHour, "CreateSAMLProvider")));
        Fixture f(records);
        QVERIFY(f.opened);
        workspace::Detecting detecting(*f.workspace, *f.jobs);
        f.page.setDetecting(detecting);
        QVERIFY(f.settle());
        const auto svg = [&f] {
            return QString::fromUtf8(ui::timeline::svgOf(f.view.picture()));
        };
        const QString both = svg();
        QVERIFY(both.contains(QStringLiteral("in a finding: high")));
        QVERIFY(both.contains(QStringLiteral("in a finding: medium")));
        QVERIFY(!both.contains(QStringLiteral("in a finding: critical")));
        QVERIFY(!ui::timeline::pngOf(f.view.picture()).isEmpty());
        // Only what is in view is explained.
        f.zoom.setWindow({double(kStart), double(kStart + 2 * kHour)});
        QVERIFY(f.settle());
        QVERIFY(!svg().contains(QStringLiteral("in a finding: high")));
        QVERIFY(svg().contains(QStringLiteral("in a finding: medium")));
        f.view.setShowsFindings(false);
        QVERIFY(!svg().contains(QStringLiteral("in a finding")));
    }

    void aPictureIsKeptInTheCase()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QTemporaryDir cases;
        workspace::Casebook casebook(*f.workspace, *f.jobs, cases.path());
        casebook.noteFilterOf(*f.investigation);
        f.page.setCasebook(casebook);
        QVERIFY(QTest::qWaitFor(
            [&] { return casebook.state() == workspace::Casebook::State::Ready; }, 20'000));
        workspace::Filter filter;
        filter.text = QStringLiteral("eventName:Hourly");
        QVERIFY(f.investigation->setFilter(filter) && f.settle());
        QMenu* menu = test::menuAt(f.port(), {600, 300});
        QVERIFY(menu);
        test::entryOf(menu, QStringLiteral("&Keep Picture"))->trigger();
        menu->close();
        QVERIFY(f.settle());
        QCOMPARE(casebook.entries().size(), std::size_t{1});
        const auto& kept = casebook.entry(casebook.entries().front());
        QVERIFY(kept.subject.kind == casefile::Subject::Kind::Picture);
        QVERIFY(kept.mark.isStarred);
        QVERIFY(f.page.countText().startsWith(QStringLiteral("Kept in the case")));
        QCOMPARE(kept.mark.filter, std::string("eventName:Hourly"));
        QVERIFY(kept.subject.svg.starts_with("<?xml"));
        QVERIFY(*kept.subject.from <= kStart && *kept.subject.to > kStart + 23 * kHour);
        // The same again is the same picture.
        Q_EMIT f.view.keepRequested();
        QVERIFY(f.settle());
        QCOMPARE(casebook.entries().size(), std::size_t{1});
        casebook.undo();
        QVERIFY(casebook.entries().empty());
        QVERIFY(QTest::qWaitFor([&] { return casebook.isSaved(); }, 20'000));
        QVERIFY(f.settle());
    }

    void aPictureThatCannotBeWrittenIsSaid()
    {
        Fixture f;
        QVERIFY(f.opened);
        dialogs::testing::recordTold(true);
        dialogs::testing::answerNext({f.dir.filePath(QStringLiteral("no/such/dir.png"))});
        Q_EMIT f.view.pictureRequested();
        QVERIFY(f.settle());
        QCOMPARE(dialogs::testing::takeTold().size(), 1);
        // A full disk, as far as a process can have one of its own; what was there stays.
        const QString path = f.dir.filePath(QStringLiteral("old.png"));
        test::writeFile(f.dir.path(), "old.png", "old");
        dialogs::testing::answerNext({path});
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        rlimit little = before;
        little.rlim_cur = 2000;
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &little), 0);
        Q_EMIT f.view.pictureRequested();
        const bool settled = f.settle();
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, handler);
        QVERIFY(settled);
        QCOMPARE(dialogs::testing::takeTold().size(), 1);
        dialogs::testing::recordTold(false);
        QFile old(path);
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), QByteArray("old"));
    }
};

QTEST_MAIN(TestTimelinePicture)
#include "tst_timelinepicture.moc"
