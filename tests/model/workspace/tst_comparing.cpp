#include "model/workspace/comparing.h"
#include "tests/model/identity/identityevents.h"
#include "tests/support/fixtures.h"
#include "tests/support/openworld.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace trailloupe;
using test::OpenWorld;
using workspace::Comparing;

namespace {

// One event of a role session, or of a user where there is no role.
std::string eventOf(int number, const char* name, const std::string& role, const char* who,
                    const std::string& more = {})
{
    const std::string identity = role.empty()
        ? std::string("{'type':'IAMUser','userName':'") + who + "'}"
        : "{'type':'AssumedRole','arn':'arn:aws:sts::1:assumed-role/" + role + "/" + who
            + "','principalId':'AROA" + role + ":" + who
            + "','sessionContext':{'sessionIssuer':{'type':'Role','userName':'" + role + "'}}}";
    return test::quoted("{'eventID':'e" + std::to_string(number)
                        + "','eventTime':'2026-03-01T10:00:" + (number < 10 ? "0" : "")
                        + std::to_string(number) + "Z','eventName':'" + name
                        + "','userIdentity':" + identity + more + "}");
}

struct World : OpenWorld
{
    explicit World(const std::vector<std::string>& events)
    {
        std::string records;
        for (const std::string& event : events)
            records += (records.empty() ? "" : ",") + event;
        test::writeFile(dir.path(), "a.json", "{\"Records\":[" + records + "]}");
        opened = openAndWait(dir.path());
    }
    RowId row(std::size_t place) const { return workspace.evidence().store->timeOrder()[place]; }
    std::string id(RowId of) const { return comparing.title(of).id; }

    Comparing::LikeThis likeThis(std::size_t event)
    {
        Comparing::LikeThis found;
        comparing.findLikeThis(event, [&found](Result<Comparing::LikeThis> like) {
            if (like.ok())
                found = *like;
        });
        return waitIdle() ? found : Comparing::LikeThis();
    }

    QTemporaryDir dir;
    bool opened = false;
    Comparing comparing{workspace, investigation, filtering, jobs};
};

} // namespace

class TestComparing : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void theTrayTakesEightDifferentOnes()
    {
        std::vector<std::string> events;
        for (int i = 0; i < 12; ++i)
            events.push_back(eventOf(i, "A", {}, "alice"));
        World w(events);
        QVERIFY(w.opened);
        QSignalSpy changed(&w.comparing, &Comparing::trayChanged);
        QCOMPARE(w.comparing.add({w.row(0), w.row(0), w.row(1)}), std::size_t{0});
        QCOMPARE(w.comparing.tray().size(), std::size_t{2});
        std::vector<RowId> all(w.workspace.evidence().store->timeOrder().begin(),
                               w.workspace.evidence().store->timeOrder().end());
        QSignalSpy full(&w.comparing, &Comparing::noRoomFor);
        QCOMPARE(w.comparing.add(all), std::size_t{4});
        QCOMPARE(w.comparing.add({w.row(0), w.row(11)}, 100), std::size_t{99});
        QCOMPARE(full.size(), 2);
        QCOMPARE(w.comparing.tray().size(), std::size_t{8});
        w.comparing.makeFirst(w.row(5));
        QVERIFY(w.comparing.tray().front() == w.row(5));
        w.comparing.remove(w.row(5));
        QVERIFY(!w.comparing.contains(w.row(5)));
        QCOMPARE(changed.size(), 4);
        w.workspace.close();
        QVERIFY(w.comparing.tray().empty());
        QVERIFY(w.waitIdle());
    }

    // Sessions of a role are the same actor, as long as it is not known who took it on.
    void thePreviousOfItsKindIsOfTheSameActorAndName()
    {
        World w({eventOf(1, "Put", "deploy", "run-1"), eventOf(2, "Put", "other", "run-2"),
                 eventOf(3, "Get", "deploy", "run-2"), eventOf(4, "Put", {}, "alice"),
                 eventOf(5, "Put", "deploy", "run-2")});
        QVERIFY(w.opened);
        QSignalSpy found(&w.comparing, &Comparing::compared);
        w.comparing.comparePrevious(w.row(4));
        QVERIFY(w.waitIdle());
        QCOMPARE(found.size(), 1);
        QCOMPARE(w.id(w.comparing.tray()[0]), std::string("e1"));
        QCOMPARE(w.id(w.comparing.tray()[1]), std::string("e5"));
        QSignalSpy none(&w.comparing, &Comparing::nonePrevious);
        w.comparing.comparePrevious(w.row(3));
        QVERIFY(w.waitIdle());
        QCOMPARE(none.size(), 1);
        QCOMPARE(w.comparing.tray().size(), std::size_t{2});
    }

    // Whoever took the role on, and whichever role it was.
    void thePreviousOneIsFoundAcrossRoles()
    {
        using test::call;
        const std::vector<test::Json> events{
            call(0, "AssumeRole", test::user("alice", "AKIA1"), test::assumed("one", "x", "ASIA1")),
            call(1, "AssumeRole", test::user("bob", "AKIA2"), test::assumed("two", "y", "ASIA2")),
            call(2, "AssumeRole", test::user("alice", "AKIA1"), test::assumed("two", "z", "ASIA3")),
            call(3, "Put", test::role("one", "x", "ASIA1", 0)), // alice
            call(4, "Put", test::role("two", "y", "ASIA2", 1)), // bob
            call(5, "Put", test::role("two", "z", "ASIA3", 2))}; // alice
        std::vector<std::string> texts;
        for (const test::Json& event : events)
            texts.push_back(event.dump());
        World w(texts);
        QVERIFY(w.opened);
        w.comparing.comparePrevious(w.row(5));
        QVERIFY(w.waitIdle());
        QCOMPARE(w.comparing.tray(), (std::vector<RowId>{w.row(3), w.row(5)}));
    }

    void anUndatedEventHasNoPreviousOne()
    {
        std::string undated = eventOf(2, "Put", {}, "alice");
        undated.replace(undated.find("eventTime"), 9, "someTimes");
        World w({eventOf(1, "Put", {}, "alice"), undated});
        QVERIFY(w.opened);
        QVERIFY(!w.workspace.evidence().store->time(w.row(1)));
        QSignalSpy none(&w.comparing, &Comparing::nonePrevious);
        w.comparing.comparePrevious(w.row(1));
        QVERIFY(w.waitIdle());
        QCOMPARE(none.size(), 1);
        QVERIFY(w.comparing.tray().empty());
    }

    void aComparisonIsOfTheTrayAsItIsNow()
    {
        World w({eventOf(1, "A", {}, "alice"), eventOf(2, "B", {}, "alice"),
                 eventOf(3, "A", {}, "alice")});
        QVERIFY(w.opened);
        w.comparing.setTray({w.row(0), w.row(1)});
        w.comparing.setTray({w.row(0), w.row(2)}); // before the first one is done
        QVERIFY(w.waitIdle());
        QCOMPARE(w.comparing.comparison()->counts().different, 0u);
        w.comparing.setIgnored({});
        QVERIFY(w.waitIdle());
        QCOMPARE(w.comparing.comparison()->counts().different, 2u); // its id and its time
        w.comparing.remove(w.row(2));
        QVERIFY(!w.comparing.comparison());
        QVERIFY(w.comparing.lines().empty());
    }

    // Paths that were ignored while the comparison was on its way are ignored in it.
    void ignoringWhileItIsMade()
    {
        World w({eventOf(1, "A", {}, "alice"), eventOf(2, "B", {}, "alice")});
        QVERIFY(w.opened);
        w.comparing.setTray({w.row(0), w.row(1)});
        std::vector<std::string> ignored = w.comparing.ignored();
        ignored.push_back("eventName");
        w.comparing.setIgnored(ignored);
        QVERIFY(w.waitIdle());
        QCOMPARE(w.comparing.comparison()->counts().different, 0u);
        QCOMPARE(w.comparing.comparison()->counts().ignored, 3u);
    }

    void otherLinesAreMadeByAJob()
    {
        std::string list = ",'requestParameters':{'list':[";
        for (int i = 0; i < 25'000; ++i)
            list += (i ? ",'" : "'") + std::to_string(i) + "'";
        const std::string one = list + "]}";
        World w(
            {eventOf(1, "A", {}, "alice", one), eventOf(2, "A", {}, "alice", list + ",'more']}")});
        QVERIFY(w.opened);
        w.comparing.setTray({w.row(0), w.row(1)});
        QVERIFY(w.waitIdle());
        QCOMPARE_GT(w.comparing.comparison()->rows().size(), std::size_t{25'000});
        QCOMPARE(w.comparing.comparison()->counts().different, 1u);
        const std::size_t folded = w.comparing.lines().size();
        QCOMPARE_LT(folded, std::size_t{20});
        compare::LineOptions options;
        for (const compare::Line& line : w.comparing.lines()) {
            if (line.folded > 20'000)
                options.opened.insert(line.row);
        }
        w.comparing.setOptions(options);
        QVERIFY(w.comparing.isRunning());
        QCOMPARE(w.comparing.lines().size(), folded); // the old ones stay until then
        QVERIFY(w.waitIdle());
        QCOMPARE_GT(w.comparing.lines().size(), std::size_t{25'000});
    }

    void moreLikeThisNamesWhatItDoesNotAskFor()
    {
        const std::string longText(2000, 'x');
        World w({eventOf(1, "A", {}, "alice",
                         ",'requestParameters':{'long':'" + longText
                             + "','list':['a','b','a'],'none':null,'on':true}"),
                 eventOf(2, "B", {}, "alice")});
        QVERIFY(w.opened);
        w.comparing.setTray({w.row(0), w.row(1)});
        QVERIFY(w.waitIdle());
        const auto like = w.likeThis(0);
        QCOMPARE(like.leftOut, QStringList{QStringLiteral("requestParameters.long")});
        QCOMPARE(like.values, 6); // name, type, user, a, b, on
        QVERIFY(w.filter(like.condition));
        QCOMPARE(w.filtering.result().count(), std::uint64_t{1});
        QVERIFY(w.filtering.result().rows->contains(w.row(0)));
        QVERIFY(!like.isTooLong);
    }

    // The text as a whole would ask for the part that is ignored.
    void moreLikeThisDoesNotAskForTextThatIsIgnoredInPart()
    {
        const auto event = [](int number, const char* sid) {
            return eventOf(number, "Put", {}, "alice",
                           std::string(",'requestParameters':{'name':'x','policyDocument':'{"
                                       "\\'Id\\':\\'")
                               + sid + "\\',\\'Statement\\':[]}'}");
        };
        World w({event(1, "a"), event(2, "b")});
        QVERIFY(w.opened);
        w.comparing.setTray({w.row(0), w.row(1)});
        std::vector<std::string> ignored = w.comparing.ignored();
        ignored.push_back("requestParameters.policyDocument\u2192Id");
        w.comparing.setIgnored(ignored);
        QVERIFY(w.waitIdle());
        QCOMPARE(w.comparing.comparison()->counts().different, 0u);
        const auto like = w.likeThis(0);
        QCOMPARE(like.leftOut, QStringList{QStringLiteral("requestParameters.policyDocument")});
        QVERIFY(w.filter(like.condition));
        QCOMPARE(w.filtering.result().count(), std::uint64_t{2});
    }

    void anEventThatSaysMoreThanAFilterMayIsNotLookedFor()
    {
        std::string list = ",'requestParameters':{'list':[";
        for (int i = 0; i < 20'000; ++i)
            list += (i ? ",'" : "'") + std::to_string(i) + "'";
        World w({eventOf(1, "A", {}, "alice", list + "]}"), eventOf(2, "B", {}, "alice")});
        QVERIFY(w.opened);
        w.comparing.setTray({w.row(0), w.row(1)});
        QVERIFY(w.waitIdle());
        const auto like = w.likeThis(0);
        QVERIFY(like.isTooLong);
        QCOMPARE_LT(like.values, 20'000);
    }

    // What is copied is of the comparison that is there, whatever is in the tray by now.
    void textIsOfTheEventsThatAreShown()
    {
        World w({eventOf(1, "A", {}, "alice"), eventOf(2, "B", {}, "alice"),
                 eventOf(3, "C", {}, "alice")});
        QVERIFY(w.opened);
        w.comparing.setTray({w.row(0), w.row(1)});
        QVERIFY(w.waitIdle());
        w.comparing.setTray({w.row(1), w.row(2)});
        QCOMPARE(w.comparing.comparison()->events()[0].row, w.row(0));
        QString text;
        w.comparing.makeText(Comparing::TextForm::Plain, [&text](const Result<QString>& made) {
            text = made.ok() ? *made : QString();
        });
        QVERIFY(w.waitIdle());
        QVERIFY2(text.startsWith(QStringLiteral("1  2026-03-01T10:00:01Z A alice e1\n"
                                                "2  2026-03-01T10:00:02Z B alice e2\n")),
                 qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TestComparing)
#include "tst_comparing.moc"
