// "Export…" of the events page: what is shown or selected goes into the file, and how it ended is
// said on the page.
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/dialogs.h"
#include "ui/events/eventspage.h"
#include "ui/events/eventtableview.h"

#include <QApplication>
#include <QDir>
#include <QMenu>
#include <QRegularExpression>
#include <QTest>
#include <QToolButton>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::SmallExport;
using test::UiWorld;

namespace {

struct Fixture : UiWorld
{
    Fixture()
        : page(*workspace, *investigation, *filtering, *jobs)
    {
        page.resize(1000, 500);
        page.show();
        opened = openAndWait(small.path());
    }
    bool settle()
    {
        return QTest::qWaitFor(
            [this] { return jobs->isIdle() && !filtering->isRunning() && !page.isSorting(); },
            10'000);
    }
    bool filter(const QString& text)
    {
        workspace::Filter filter;
        filter.text = text;
        return investigation->setFilter(filter) && settle();
    }
    QString file(const QString& name) const { return dir.filePath(name); }
    QByteArray content(const QString& name) const
    {
        QFile read(file(name));
        return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
    }
    QStringList files() const { return QDir(dir.path()).entryList(QDir::Files | QDir::Hidden); }
    QMenu* clickForMenu()
    {
        for (int i = 0; i < 2; ++i) // raised, and it takes the keys
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("does not supp")));
        click();
        return page.exporting()->button()->findChild<QMenu*>();
    }
    void click() { QTest::mouseClick(page.exporting()->button(), Qt::LeftButton); }
    QString message() const { return page.exporting()->message(); }

    QTemporaryDir dir;
    SmallExport small{1, 40};
    EventsPage page;
    bool opened = false;
};

} // namespace

class TestExportCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void whatIsShownIsWrittenAndSaid()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.filter(QStringLiteral("eventName:RunInstances")));
        const auto shown = f.filtering->result().count();
        QVERIFY(shown > 1 && shown < 40);
        dialogs::testing::answerNext({f.file(QStringLiteral("some.csv"))});
        f.click();
        QTRY_COMPARE(f.message(), QStringLiteral("%1 events were written to some.csv.").arg(shown));
        QCOMPARE_EQ(f.content(QStringLiteral("some.csv")).count("\r\n"), int(shown) + 1);
        const QByteArray note = f.content(QStringLiteral("some.csv.note.txt"));
        QVERIFY2(note.contains("filter: eventName:RunInstances\n"), note.constData());
        QVERIFY2(note.contains("time zone: UTC\n"), note.constData());
        QVERIFY2(note.contains("rows: all shown\n"), note.constData());
        QVERIFY2(note.contains("events in all: 40\n"), note.constData());
    }

    void theNoteIsOfTheRowsAlsoWhileAFilterIsOnItsWay()
    {
        Fixture f;
        workspace::Filter filter;
        filter.text = QStringLiteral("eventName:RunInstances");
        QVERIFY(f.investigation->setFilter(filter)); // its answer is not there yet
        QVERIFY(f.filtering->isRunning());
        dialogs::testing::answerNext({f.file(QStringLiteral("some.csv"))});
        f.click();
        QTRY_VERIFY(f.message().contains(QStringLiteral("written to some.csv")));
        const auto shown = f.filtering->result().count();
        QVERIFY(shown < 40);
        QCOMPARE_EQ(f.content(QStringLiteral("some.csv")).count("\r\n"), int(shown) + 1);
        const QByteArray note = f.content(QStringLiteral("some.csv.note.txt"));
        QVERIFY2(note.contains("filter: eventName:RunInstances\n"), note.constData());
        QVERIFY2(note.contains("events written: " + QByteArray::number(qulonglong(shown)) + '\n'),
                 note.constData());
    }

    void evidenceIsNotWrittenTo()
    {
        Fixture f;
        const QDir evidence(f.small.path());
        const QStringList before = evidence.entryList(QDir::Files | QDir::Hidden);
        dialogs::testing::answerNext({evidence.filePath(QStringLiteral("mine.json"))});
        f.click();
        QTRY_VERIFY(f.message().contains(QStringLiteral("evidence is never written to")));
        QCOMPARE(evidence.entryList(QDir::Files | QDir::Hidden), before);
        QVERIFY(f.files().isEmpty());
    }

    void oneSelectedRowIsAskedAbout()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.page.table()->selectRow(1);
        dialogs::testing::answerNext({f.file(QStringLiteral("one.jsonl"))});
        QMenu* menu = f.clickForMenu();
        QVERIFY(menu);
        QCOMPARE_EQ(menu->actions().first()->text(), QStringLiteral("The selected row…"));
        menu->actions().first()->trigger();
        menu->close();
        QTRY_VERIFY(f.message().startsWith(QStringLiteral("1 event was written")));
        QCOMPARE_EQ(f.content(QStringLiteral("one.jsonl")).count('\n'), 1);
    }

    void severalSelectedRowsAreAskedAbout()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.page.table()->selectRow(1);
        QTest::keyClick(f.page.table(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(f.page.table(), Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE_EQ(f.page.table()->selectedCount(), 3);
        dialogs::testing::answerNext({f.file(QStringLiteral("three.jsonl"))});
        QMenu* menu = f.clickForMenu();
        QVERIFY(menu);
        QCOMPARE_EQ(menu->actions().size(), 2);
        QCOMPARE_EQ(menu->actions().first()->text(), QStringLiteral("Selected rows (3)…"));
        menu->actions().first()->trigger();
        menu->close();
        QTRY_VERIFY(f.message().startsWith(QStringLiteral("3 events")));
        QCOMPARE_EQ(f.content(QStringLiteral("three.jsonl")).count('\n'), 3);
        QVERIFY(f.content(QStringLiteral("three.jsonl.note.txt")).contains("rows: selected\n"));
    }

    void theOrderIsThatOfTheTable()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.investigation->setSortKey(
            {query::Column::derivedColumn(query::Derived::Time), query::Direction::Descending});
        QVERIFY(f.settle());
        dialogs::testing::answerNext({f.file(QStringLiteral("all.jsonl"))});
        f.click();
        QTRY_VERIFY(!f.message().isEmpty());
        const QByteArrayList lines = f.content(QStringLiteral("all.jsonl")).split('\n');
        QCOMPARE_EQ(lines.size(), 41);
        QCOMPARE_EQ(lines.front().toStdString(), SmallExport::event(39));
        QCOMPARE_EQ(lines[39].toStdString(), SmallExport::event(0));
    }

    void aPlaceThatCannotBeWrittenIsSaidWithTheReason()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QString file = f.file(QStringLiteral("no/folder/x.json"));
        dialogs::testing::answerNext({file});
        f.click();
        QTRY_VERIFY(!f.message().isEmpty());
        QVERIFY2(f.message().contains(file), qPrintable(f.message()));
        QVERIFY2(f.message().contains(QStringLiteral("Nothing was left behind")),
                 qPrintable(f.message()));
        // A name without a known ending is refused at once.
        dialogs::testing::answerNext({f.file(QStringLiteral("x.xlsx"))});
        f.click();
        QVERIFY2(f.message().contains(QStringLiteral("x.xlsx")), qPrintable(f.message()));
        QVERIFY(f.files().isEmpty());
    }

    void aNoteThatCannotBeWrittenIsNamed()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.filter(QStringLiteral("eventName:RunInstances")));
        dialogs::testing::answerNext({f.file(QStringLiteral("some.csv"))});
        f.click();
        QTRY_VERIFY(!f.message().isEmpty());
        const QByteArray before = f.content(QStringLiteral("some.csv"));
        const QString note = f.file(QStringLiteral("some.csv.note.txt"));
        QVERIFY(QFile::remove(note) && QDir().mkpath(note));
        QVERIFY(f.filter({}));
        dialogs::testing::answerNext({f.file(QStringLiteral("some.csv"))});
        f.click();
        QTRY_VERIFY2(f.message().startsWith(note + QStringLiteral(" could not be written")),
                     qPrintable(f.message()));
        QVERIFY(f.message().endsWith(QStringLiteral("Nothing was left behind.")));
        QVERIFY(!before.isEmpty());
        QCOMPARE(f.content(QStringLiteral("some.csv")), before);
        QCOMPARE(f.files(), QStringList{QStringLiteral("some.csv")});
    }

    void nothingIsAskedWhenThereIsNothingToWrite()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.filter(QStringLiteral("eventName:Nothing")));
        QVERIFY(!f.page.canExport());
        f.page.exportEvents();
        QVERIFY(f.message().isEmpty());
    }
};

QTEST_MAIN(TestExportCommand)
#include "tst_exportcommand.moc"
