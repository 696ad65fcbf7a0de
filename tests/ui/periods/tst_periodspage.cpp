#include "tests/support/fixtures.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/emptystate.h"
#include "ui/periods/periodspage.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace trailloupe;
using namespace trailloupe::ui;
using items::PeriodsModel;
using test::UiWorld;

namespace {

// Twenty quiet calls before noon by alice; at noon a new name, and many of one that was rare.
std::string twoPeriods(int extraNames = 0)
{
    std::string records;
    int number = 0;
    const auto add = [&](const char* hour, const std::string& name, const char* user) {
        records += std::string(records.empty() ? "" : ",") + "{'eventID':'e"
            + std::to_string(++number) + "','eventTime':'2026-03-01T" + hour + ":00Z','eventName':'"
            + name + "','awsRegion':'eu-west-1','userIdentity':{" + "'type':'IAMUser','userName':'"
            + user + "'}}";
    };
    for (int i = 0; i < 20; ++i)
        add("11:10", "Quiet", "alice");
    add("11:20", "Rare", "alice");
    for (int i = 0; i < 20; ++i)
        add("12:10", "Quiet", "alice");
    for (int i = 0; i < 30; ++i)
        add("12:20", "Rare", "mallory");
    add("12:59", "Fresh", "mallory");
    add("11:00", "Quiet", "alice"); // an hour each
    for (int i = 0; i < extraNames; ++i)
        add("12:30", "Extra" + std::to_string(i), "mallory");
    return test::quoted("{'Records':[" + records + "]}");
}

struct Fixture : UiWorld
{
    explicit Fixture(const std::string& records = twoPeriods())
        : page(*workspace, *investigation, *filtering, *jobs)
    {
        test::writeFile(dir.path(), "a.json", records);
        page.resize(1000, 700);
        page.show();
        opened = openAndWait(dir.path());
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle() && !filtering->isRunning(); },
                               20'000);
    }
    bool compare(const QString& before, const QString& after)
    {
        for (QLineEdit* line : {page.beforeLine(), page.afterLine()}) {
            line->setFocus();
            line->clear();
            QTest::keyClicks(line, line == page.beforeLine() ? before : after);
        }
        QTest::keyClick(page.afterLine(), Qt::Key_Return);
        return settle();
    }
    // The values of a field with their trends.
    QStringList lines(const QString& title)
    {
        const auto* model = page.model();
        QStringList lines;
        for (int field = 0; field < model->rowCount(); ++field) {
            const QModelIndex parent = model->index(field, 0);
            if (parent.data().toString() != title)
                continue;
            for (int row = 0; row < model->rowCount(parent); ++row) {
                const QModelIndex cell = model->index(row, 0, parent);
                const compare::PeriodLine* line = model->lineOf(cell);
                lines << (line ? QStringLiteral("%1 %2 %3 %4")
                                     .arg(cell.data().toString(),
                                          QString::fromUtf8(compare::trendName(line->trend)))
                                     .arg(line->before)
                                     .arg(line->after)
                               : QStringLiteral("more %1").arg(
                                   cell.data(PeriodsModel::MoreRole).toULongLong()));
            }
        }
        return lines;
    }
    QToolButton* button(const QString& text)
    {
        for (auto* button : page.findChildren<QToolButton*>()) {
            if (button->text() == text)
                return button;
        }
        return nullptr;
    }

    QTemporaryDir dir;
    PeriodsPage page;
    bool opened = false;
};

const QString kBefore = QStringLiteral("time<2026-03-01T12:00:00Z");
const QString kAfter = QStringLiteral("time>=2026-03-01T12:00:00Z");

} // namespace

class TestPeriodsPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void twoFiltersAreComparedFieldByField()
    {
        Fixture f;
        QVERIFY(f.opened);
        const QAbstractItemModelTester tester(
            f.page.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(!f.page.isShowingTree());
        QVERIFY(f.compare(kBefore, kAfter));
        QVERIFY(f.page.isShowingTree());
        QCOMPARE(f.lines(QStringLiteral("Event name")),
                 QStringList({QStringLiteral("Fresh new 0 1"), QStringLiteral("Rare more 1 30")}));
        QTest::mouseClick(f.button(QStringLiteral("Also the same")), Qt::LeftButton);
        QCOMPARE(f.lines(QStringLiteral("Event name")).last(), QStringLiteral("Quiet same 21 20"));
        QVERIFY2(f.page.beforeWords().startsWith(QStringLiteral("22 events")),
                 qPrintable(f.page.beforeWords()));
        QVERIFY2(f.page.afterWords().startsWith(QStringLiteral("51 events")),
                 qPrintable(f.page.afterWords()));
        QTest::mouseClick(f.button(QStringLiteral("Swap")), Qt::LeftButton);
        QVERIFY(f.settle());
        QCOMPARE(f.page.beforeLine()->text(), kAfter);
        QCOMPARE(f.lines(QStringLiteral("Event name")).first(), QStringLiteral("Fresh gone 1 0"));
        QVERIFY(!f.page.grab().isNull());
    }

    void aWrongFilterIsSaidAtItsPlace()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.compare(QStringLiteral("user:("), kAfter));
        QVERIFY(!f.page.isShowingTree());
        QVERIFY(!f.page.beforeWords().isEmpty());
        QVERIFY(f.page.afterWords().isEmpty());
        QVERIFY(f.compare(kBefore, kAfter));
        QVERIFY(f.page.isShowingTree());
    }

    void aLineLeadsToItsEvents()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.compare(kBefore, kAfter));
        const auto* model = f.page.model();
        const QModelIndex fresh = model->index(0, 0, model->index(0, 0));
        f.page.tree()->setCurrentIndex(fresh);
        Q_EMIT f.page.tree()->activated(fresh);
        QCOMPARE(f.investigation->page(), QStringLiteral("events"));
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{1});
        // Either side by the menu.
        const QModelIndex rare = model->index(1, 0, model->index(0, 0));
        const QRect rect = f.page.tree()->visualRect(rare);
        for (const auto& [entry, events] :
             {std::pair(QStringLiteral("The 1 events of A"), std::uint64_t{1}),
              std::pair(QStringLiteral("The 30 events of B"), std::uint64_t{30})}) {
            QMenu* menu = test::menuAt(f.page.tree()->viewport(), rect.center());
            QVERIFY(menu);
            QAction* action = test::entryOf(menu, entry);
            QVERIFY2(action, qPrintable(entry));
            action->trigger();
            menu->close();
            QVERIFY(f.settle());
            QCOMPARE(f.filtering->result().count(), events);
        }
    }

    // Until the new filters are answered, nothing that is shown is said of them.
    void countsAndLinesAreOfTheTextsThatTheyWereMadeOf()
    {
        Fixture f;
        QVERIFY(f.opened);
        QVERIFY(f.compare(kBefore, kAfter));
        const PeriodsModel& model = *f.page.model();
        f.page.comparing().setTexts({kBefore, QStringLiteral("user:alice")});
        QVERIFY2(f.page.beforeWords().startsWith(QStringLiteral("22 events")),
                 qPrintable(f.page.beforeWords()));
        QCOMPARE(f.page.afterWords(), QStringLiteral("Comparing"));
        QVERIFY(f.page.isShowingTree());
        QModelIndex fresh;
        for (int field = 0; field < model.rowCount() && !fresh.isValid(); ++field) {
            const QModelIndex parent = model.index(field, 0);
            for (int row = 0; row < model.rowCount(parent); ++row) {
                if (model.index(row, 0, parent).data().toString() == QStringLiteral("Fresh"))
                    fresh = model.index(row, 0, parent);
            }
        }
        QVERIFY(fresh.isValid());
        Q_EMIT f.page.tree()->activated(fresh);
        QVERIFY(f.settle());
        QCOMPARE(f.filtering->result().count(), std::uint64_t{1});
        QVERIFY2(f.page.afterWords().startsWith(QStringLiteral("42 events")),
                 qPrintable(f.page.afterWords()));
        // The same written otherwise is the same.
        f.page.comparing().setTexts({kBefore, QStringLiteral(" user:alice ")});
        QVERIFY(f.settle());
        QVERIFY2(f.page.afterWords().startsWith(QStringLiteral("42 events")),
                 qPrintable(f.page.afterWords()));
    }

    void manyValuesComeOnDemand()
    {
        Fixture f(twoPeriods(40));
        QVERIFY(f.opened);
        const QAbstractItemModelTester tester(
            f.page.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(f.compare(kBefore, kAfter));
        QStringList lines = f.lines(QStringLiteral("Event name"));
        QCOMPARE(lines.size(), 13);
        QCOMPARE(lines.last(), QStringLiteral("more 30")); // of 42: 41 new ones and one more
        const auto* model = f.page.model();
        const QModelIndex more = model->index(12, 0, model->index(0, 0));
        QTest::mouseClick(f.page.tree()->viewport(), Qt::LeftButton, {},
                          f.page.tree()->visualRect(more).center());
        lines = f.lines(QStringLiteral("Event name"));
        QCOMPARE(lines.size(), 42);
        QCOMPARE(lines.last(), QStringLiteral("Rare more 1 30"));
    }

    void theSelectedEventAndTimeAndTheFilterAreOffered()
    {
        Fixture f;
        QVERIFY(f.opened);
        auto& comparing = f.page.comparing();
        QVERIFY(!comparing.aroundSelectedEvent() && !comparing.beforeSelectedTime()
                && !comparing.againstTheRest());
        const auto& store = f.workspace->evidence().store;
        f.investigation->selectRow(store->timeOrder()[22]); // the first at 12:10
        QVERIFY(f.investigation->setFilter({QStringLiteral("user:alice"), {}}));
        const auto around = comparing.aroundSelectedEvent();
        QVERIFY(around);
        comparing.setTexts(*around);
        QVERIFY(f.settle());
        QCOMPARE(comparing.periods()->before.events, std::uint64_t{22});
        QCOMPARE(comparing.periods()->after.events, std::uint64_t{20});
        QCOMPARE(f.page.beforeLine()->text(), around->before);
        comparing.setTexts(*comparing.againstTheRest());
        QVERIFY(f.settle());
        QCOMPARE(comparing.periods()->before.events, std::uint64_t{31});
        QCOMPARE(comparing.periods()->after.events, std::uint64_t{42});
        QCOMPARE(comparing.periods()->inBoth, std::uint64_t{0});
        QVERIFY(f.investigation->setFilter({}));
        const std::int64_t noon = *store->time(store->timeOrder()[22]);
        workspace::pivotToTime(*f.investigation, noon, noon + 60);
        comparing.setTexts(*comparing.beforeSelectedTime());
        QVERIFY(f.settle());
        QCOMPARE(comparing.periods()->before.events, std::uint64_t{22});
        QCOMPARE(comparing.periods()->after.events, std::uint64_t{20});
    }

    void nothingIsWorkedOutWhileNobodyLooks()
    {
        Fixture f;
        QVERIFY(f.opened);
        f.page.hide();
        f.page.comparing().setTexts({kBefore, kAfter});
        QVERIFY(f.jobs->isIdle());
        QVERIFY(!f.page.comparing().periods());
        f.page.show();
        QVERIFY(f.settle());
        QVERIFY(f.page.comparing().periods());
        f.workspace->close();
        QVERIFY(!f.page.comparing().periods());
        QVERIFY(!f.page.isShowingTree());
    }
};

QTEST_MAIN(TestPeriodsPage)
#include "tst_periodspage.moc"
