#include "model/workspace/eventstates.h"
#include "model/workspace/resourcelinks.h"
#include "tests/support/testsupport.h"
#include "tests/ui/resources/resourceworld.h"
#include "ui/detail/ledtolabel.h"

#include <QMenu>
#include <QSignalSpy>

using namespace trailloupe;
using namespace trailloupe::ui;
using workspace::EventStates;

namespace {

constexpr const char* kGroup = "sg-0123456789abcdef0";

// The label over the morning of a security group.
struct Fixture : test::ResourceWorld
{
    explicit Fixture(const std::vector<test::ItemSketch>& items = {})
        : ResourceWorld(items)
    {
        QObject::connect(workspace.get(), &workspace::Workspace::evidenceChanged,
                         investigation.get(),
                         [this] { investigation->setResources(workspace->resources()); });
        label.resize(400, 60);
    }
    bool select(const char* id)
    {
        investigation->selectRow(event(id));
        return QTest::qWaitFor([this] { return states.answer() != EventStates::Answer::OnItsWay; });
    }
    void write(const char* name, const std::string& call)
    {
        test::writeFile(dir.path(), name, "{\"Records\":[" + call + "]}");
    }

    EventStates states{*workspace, *investigation, explaining, *jobs};
    LedToLabel label{states, *investigation};
};

} // namespace

class TestLedToLabel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { test::UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void anEventLeadsToTheStateItMade()
    {
        Fixture f;
        QVERIFY(f.open());
        QVERIFY(f.label.isHidden()); // no event is selected
        QVERIFY(f.select("opened"));
        QCOMPARE(f.states.answer(), EventStates::Answer::Known);
        QVERIFY(!f.label.isHidden());
        QCOMPARE(f.label.text(),
                 QStringLiteral("Led to: <a href=\"0\">EC2 SecurityGroup web at 2026-03-01 11:00:40"
                                "</a>, certain"));
        Q_EMIT f.label.linkActivated(QStringLiteral("0"));
        QCOMPARE(f.investigation->page(), workspace::kResourcesPage);
        QCOMPARE(f.investigation->selectedResource(), std::optional(f.resource(kGroup)));
        QCOMPARE(f.view.timeline().current(), std::optional(1U));
    }

    // The answer is that of the state itself: it names the event among its causes.
    void itIsTheInverseOfTheCausesOfAState()
    {
        Fixture f;
        QVERIFY(f.open() && f.choose(kGroup));
        const auto items = f.workspace->resources()->items(f.resource(kGroup));
        for (const char* id : {"made", "opened", "ended"}) {
            QVERIFY(f.select(id));
            QVERIFY2(f.states.states().size() == 1, id);
            const auto& state = f.states.states().front();
            const auto item = std::ranges::find(items, state.capturedNs, &config::Item::capturedNs);
            QVERIFY(item != items.end());
            QVERIFY(f.chooseState(static_cast<std::uint32_t>(item - items.begin())));
            QCOMPARE(f.view.timeline().explanation().size(), 1U);
            const auto& causes = f.view.timeline().explanation().front().causes.causes;
            QVERIFY(!causes.empty());
            QCOMPARE(causes.front().event, f.event(id));
            QCOMPARE(causes.front().confidence, state.confidence);
        }
    }

    void whatCannotHaveChangedAnythingIsNotAsked()
    {
        Fixture f;
        std::string read = test::callText("read", "DescribeSecurityGroups", "2026-03-01T11:30:00Z",
                                          "{'groupId':'sg-0123456789abcdef0'}");
        const std::string writes = "\"readOnly\":false";
        read.replace(read.find(writes), writes.size(), "\"readOnly\":true");
        f.write("read.json", read);
        QVERIFY(f.open());
        for (const char* id : {"read", "denied"}) {
            QVERIFY(f.select(id));
            QCOMPARE(f.states.answer(), EventStates::Answer::NotAsked);
            QVERIFY(f.label.isHidden());
        }
        QVERIFY(!f.explaining.causes()); // nobody had to make them
        QVERIFY(f.select("else"));
        QCOMPARE(f.label.text(), QStringLiteral("Led to no state that AWS Config recorded"));
    }

    void nothingIsSaidOfAnExportWithoutItems()
    {
        Fixture f;
        for (const char* name : {"groups.json", "others.json"})
            QVERIFY(QFile::remove(f.dir.filePath(QString::fromUtf8(name))));
        QVERIFY(f.open());
        QVERIFY(f.select("opened"));
        QCOMPARE(f.states.answer(), EventStates::Answer::NotAsked);
        QVERIFY(f.label.isHidden());
    }

    // Who walks through the table is answered for the event where they stop.
    void onlyTheEventWhereTheSelectionRestsIsAsked()
    {
        Fixture f;
        QVERIFY(f.open());
        QSignalSpy ran(f.jobs.get(), &workspace::JobRunner::runningChanged);
        f.investigation->selectRow(f.event("made"));
        QCOMPARE(f.label.text(), QStringLiteral("Led to: \u2026"));
        f.investigation->selectRow(f.event("opened"));
        QVERIFY(f.select("ended"));
        QCOMPARE(f.states.states().size(), 1U);
        QVERIFY(f.label.text().contains(QStringLiteral("13:00:20")));
        int asked = 0;
        for (const QList<QVariant>& one : ran)
            asked += one[0] == QStringLiteral("states") && one[1].toBool() ? 1 : 0;
        QCOMPARE(asked, 1);
    }

    void manyStatesAreInAMenu()
    {
        std::vector<test::ItemSketch> items;
        for (const char* id : {"i-a", "i-b", "i-c", "i-d"}) {
            items.push_back({.id = id,
                             .time = "2026-03-01T09:00:00.000Z",
                             .rest = ",'configuration':{'state':{'name':'running'}}"});
            items.push_back({.id = id,
                             .time = "2026-03-01T10:01:00.000Z",
                             .rest = ",'configuration':{'state':{'name':'stopped'}}"});
        }
        Fixture f(items);
        f.write("stop.json",
                test::callText("stop", "StopInstances", "2026-03-01T10:00:00Z",
                               "{'instancesSet':{'items':[{'instanceId':'i-a'},{'instanceId':"
                               "'i-b'},{'instanceId':'i-c'},{'instanceId':'i-d'}]}}"));
        QVERIFY(f.open());
        QVERIFY(f.select("stop"));
        QCOMPARE(f.states.answer(), EventStates::Answer::Known);
        QCOMPARE(f.states.states().size(), 4U);
        QVERIFY2(f.label.text().endsWith(QStringLiteral("<a href=\"more\">and 3 more</a>")),
                 qPrintable(f.label.text()));
        QMenu menu;
        f.label.fillMenu(&menu);
        QCOMPARE(menu.actions().size(), 4);
        menu.actions().last()->trigger();
        QCOMPARE(f.investigation->selectedResource(),
                 std::optional(f.states.states().back().resource));
    }

    void anotherExportTakesTheAnswerAway()
    {
        Fixture f;
        QVERIFY(f.open());
        QVERIFY(f.select("opened"));
        QVERIFY(!f.label.isHidden());
        QTemporaryDir other;
        test::writeFile(other.path(), "events.json",
                        "{\"Records\":[" + test::callText("a", "A", "2026-03-01T10:00:00Z", "null")
                            + "]}");
        f.investigation->reset();
        QVERIFY(f.openAndWait(other.path()));
        QVERIFY(f.label.isHidden());
        QVERIFY(!f.explaining.causes());
        QVERIFY(!f.explaining.isRunning());
    }
};

QTEST_MAIN(TestLedToLabel)
#include "tst_ledtolabel.moc"
