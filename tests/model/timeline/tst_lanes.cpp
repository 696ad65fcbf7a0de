// Lanes against a slow reading of every event: random fields, row sets and numbers of lanes.
#include "model/identity/rowtexts.h"
#include "model/query/fieldnames.h"
#include "tests/model/identity/identityevents.h"
#include "tests/model/timeline/timelinestores.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <thread>

using namespace trailloupe;
using namespace trailloupe::test;
using query::Derived;
using query::EventClass;
using timeline::Lane;
using timeline::LaneQuestion;
using timeline::Lanes;
using timeline::LanesPtr;

namespace {

query::Field field(const char* text)
{
    return query::parseField(text).value();
}

// "pinned alice: 3", "rest of 4: 9", "no value: 2 and 1 undated", one a line.
QString asText(const Lanes& lanes)
{
    QString text;
    for (const Lane& lane : lanes.lanes()) {
        if (lane.isPinned)
            text += QStringLiteral("pinned ");
        if (lane.kind == Lane::Kind::Value)
            text += QString::fromStdString(lane.text);
        else if (lane.kind == Lane::Kind::Rest)
            text += QStringLiteral("rest of %1").arg(lane.values);
        else
            text += QStringLiteral("no value");
        text += QStringLiteral(": %1").arg(lane.dated);
        if (lane.undated > 0)
            text += QStringLiteral(" and %1 undated").arg(lane.undated);
        text += u'\n';
    }
    return text;
}

// What is wrong with the lanes of a question; "" for nothing.
std::string wrong(const LaneQuestion& question, const Lanes& lanes)
{
    const std::string broken = lanes.checkInvariants();
    if (!broken.empty())
        return broken;
    std::map<std::string, std::size_t> laneOf;
    std::optional<std::size_t> rest, none;
    for (std::size_t i = 0; i < lanes.lanes().size(); ++i) {
        const Lane& lane = lanes.lanes()[i];
        if (lane.kind == Lane::Kind::Value)
            laneOf[lane.text] = i;
        else
            (lane.kind == Lane::Kind::Rest ? rest : none) = i;
    }
    std::vector<std::vector<std::uint32_t>> places(lanes.lanes().size());
    std::vector<std::uint64_t> undated(lanes.lanes().size());
    std::set<std::string> restValues;
    const query::EventFacts facts(question.events);
    const auto order = question.events->timeOrder();
    std::uint64_t found = 0;
    for (std::uint32_t place = 0; place < order.size(); ++place) {
        if (question.rows && !question.rows->contains(order[place]))
            continue;
        ++found;
        std::set<std::size_t> in;
        const auto values = valuesOf(question.events, question.field, order[place]);
        for (const std::string& value : values) {
            if (laneOf.count(value)) {
                in.insert(laneOf[value]);
            } else if (rest) {
                in.insert(*rest);
                restValues.insert(value);
            } else {
                return "no lane for " + value;
            }
        }
        if (values.empty()) {
            if (!none)
                return "no lane for events without a value";
            in.insert(*none);
        }
        for (const std::size_t lane : in) {
            if (!question.events->time(order[place])) {
                ++undated[lane];
                continue;
            }
            const auto at = lanes.find(lane, place);
            if (!at)
                return "an event is not in its lane";
            if (lanes.eventClass(lane, *at) != facts.eventClass(order[place]))
                return "an event is of another class";
            places[lane].push_back(place);
        }
    }
    if (found != lanes.found())
        return "another number of events was found";
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto all = lanes.places(i);
        if (!std::equal(all.begin(), all.end(), places[i].begin(), places[i].end()))
            return "a lane holds other events";
        if (undated[i] != lanes.lanes()[i].undated)
            return "another number of undated events";
    }
    if (rest && lanes.lanes()[*rest].values != restValues.size())
        return "the rest is of another number of values";
    return {};
}

std::string anEvent(const std::string& id, const std::string& time, const std::string& name,
                    const std::string& more = {})
{
    return quoted("{'eventID':'" + id + "'" + (time.empty() ? "" : ",'eventTime':'" + time + "'")
                  + (name.empty() ? "" : ",'eventName':'" + name + "'") + more + "}");
}

} // namespace

class TestLanes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void everyEventIsInTheLanesOfItsValues()
    {
        for (const std::uint64_t seed : {1u, 2u}) {
            const StorePtr store = randomStore(seed, 120);
            for (const char* name :
                 {"eventName", "eventID", "eventTime", "readOnly", "userIdentity",
                  "requestParameters.name", "requestParameters.items", "responseElements.*",
                  "requestParameters.items[0]", "requestParameters.*.*", "user", "class", "verb",
                  "resource", "nosuchfield"}) {
                for (const std::size_t most : {std::size_t{0}, std::size_t{5}, std::size_t{500}}) {
                    const LaneQuestion question{.events = store,
                                                .rows =
                                                    most == 5 ? someRows(*store, seed, 3) : nullptr,
                                                .field = field(name),
                                                .most = most,
                                                .pinned = {},
                                                .identities = nullptr};
                    const LanesPtr lanes = lanesOf(question, most == 5 ? 1 : 3);
                    QVERIFY2(lanes, name);
                    const std::string found = wrong(question, *lanes);
                    QVERIFY2(found.empty(), (std::string(name) + ": " + found).c_str());
                }
            }
        }
    }

    void theMostFrequentComeFirstAndTheRestIsOneLane()
    {
        std::vector<std::string> events;
        int number = 0;
        const auto add = [&](int count, const char* name) {
            for (int i = 0; i < count; ++i)
                events.push_back(anEvent("e" + std::to_string(++number),
                                         "2026-03-01T10:00:0" + std::to_string(i) + "Z", name));
        };
        add(1, "D");
        add(3, "B");
        add(4, "A");
        add(2, "C");
        add(1, "");
        events.push_back(anEvent("u1", "", "C"));
        const StorePtr store = storeOf(events);
        LaneQuestion question{.events = store, .field = field("eventName"), .most = 2};
        // C is as frequent as B with its undated event.
        QCOMPARE(asText(*lanesOf(question)),
                 QStringLiteral("A: 4\nB: 3\nrest of 2: 3 and 1 undated\nno value: 1\n"));
        question.most = 4;
        QCOMPARE(asText(*lanesOf(question)),
                 QStringLiteral("A: 4\nB: 3\nC: 2 and 1 undated\nD: 1\nno value: 1\n"));
        question.most = 1;
        question.pinned = {"D", "gone", "D"};
        QCOMPARE(asText(*lanesOf(question)),
                 QStringLiteral("pinned D: 1\npinned gone: 0\nA: 4\n"
                                "rest of 2: 5 and 1 undated\nno value: 1\n"));
        QCOMPARE(lanesOf(question)->undated(), 1u);
        QCOMPARE(lanesOf(question)->found(), 12u);
    }

    void anEventWithSeveralValuesIsInSeveralLanes()
    {
        const StorePtr store = storeOf(
            {anEvent("a", "2026-03-01T10:00:00Z", "X", ",'requestParameters':{'ids':['i','j']}"),
             anEvent("b", "2026-03-01T10:00:01Z", "X",
                     ",'requestParameters':{'ids':['i','k','l']}"),
             anEvent("c", "2026-03-01T10:00:02Z", "X", ",'requestParameters':{'ids':['i','i']}")});
        LaneQuestion question{.events = store, .field = field("requestParameters.ids"), .most = 1};
        const LanesPtr lanes = lanesOf(question);
        QCOMPARE(asText(*lanes), QStringLiteral("i: 3\nrest of 3: 2\n"));
        QVERIFY(lanes->hasSeveral());
        QCOMPARE(lanes->found(), 3u);
        const std::int64_t first = lanes->span()->from;
        QCOMPARE(lanes->eventsIn(*lanes->span()), 3u); // each once
        QCOMPARE(lanes->eventsIn({first, first + 2}), 2u);
        QCOMPARE(lanes->eventsIn({first + 3, first}), 0u);
        question.field = field("eventName");
        QCOMPARE(lanesOf(question)->eventsIn({first + 1, INT64_MAX}), 2u);
        QVERIFY(!lanesOf(question)->hasSeveral());
    }

    void theOverviewHoldsEveryDatedEventOnce()
    {
        const StorePtr store = randomStore(7, 200);
        const LanesPtr lanes =
            lanesOf({.events = store, .field = field("requestParameters.items"), .most = 3});
        std::uint64_t sum = 0;
        for (const timeline::PartCounts& counts : lanes->overview())
            sum += timeline::sumOf(counts);
        QCOMPARE(sum, store->datedCount());
        QCOMPARE(lanes->span()->from, *store->time(store->timeOrder().front()));
        QCOMPARE(lanes->span()->to, *store->time(store->timeOrder()[store->datedCount() - 1]) + 1);
    }

    void nothingFoundAndNothingDatedAreLanesToo()
    {
        const LanesPtr none = lanesOf(
            {.events = std::make_shared<const store::EventStore>(), .field = field("eventName")});
        QVERIFY(none && none->lanes().empty() && !none->span() && none->found() == 0);
        const LanesPtr undated =
            lanesOf({.events = storeOf({anEvent("a", "", "X")}), .field = field("eventName")});
        QCOMPARE(asText(*undated), QStringLiteral("X: 0 and 1 undated\n"));
        QVERIFY(!undated->span() && undated->overview().empty());
    }

    void timeIsNoFieldForLanes()
    {
        query::FacetCache cache;
        query::Evaluator evaluator;
        const auto made = timeline::makeLanes(
            {.events = randomStore(1, 5), .field = {.derived = Derived::Time, .path = {}}}, cache,
            evaluator, JobContext());
        QVERIFY(!made.ok() && made.error().kind == Error::Kind::Unsupported);
    }

    void whatIsCancelledGivesNothing()
    {
        const StorePtr store = randomStore(3, 300);
        std::stop_source stop;
        stop.request_stop();
        query::FacetCache cache;
        query::Evaluator evaluator;
        const auto made = timeline::makeLanes({.events = store, .field = field("eventName")}, cache,
                                              evaluator, JobContext(stop.get_token()));
        QVERIFY(!made.ok() && made.error().kind == Error::Kind::Cancelled);
    }

    void sessionsAreRibbonsOfTheirActorAndOfThemselves()
    {
        const auto identified =
            identity::withIdentities(storeOfEvents({call(0, "AssumeRole", user("alice", "AKIA1"),
                                                         assumed("one", "a", "ASIA1")),
                                                    call(10, "X", role("one", "a", "ASIA1", 0)),
                                                    call(90, "Y", role("one", "a", "ASIA1", 0)),
                                                    call(200, "Z", user("alice", "AKIA1"))}),
                                     JobContext());
        QVERIFY(identified.ok());
        LaneQuestion question{.events = identified->events,
                              .field = {.derived = Derived::Session, .path = {}},
                              .identities = identified->identities};
        const LanesPtr sessions = lanesOf(question);
        const auto lane = sessions->laneOf(Lane::Kind::Value, "ASIA1");
        QVERIFY(lane);
        const auto& ribbons = sessions->lanes()[*lane].ribbons;
        QCOMPARE(ribbons.size(), std::size_t{1});
        const std::int64_t start = *parseEventTime(clock(0));
        QCOMPARE(ribbons[0].begin, start);
        QCOMPARE(ribbons[0].lastUse, start + 90);
        QVERIFY(ribbons[0].issueIsKnown);
        question.field.derived = Derived::Actor;
        const LanesPtr actors = lanesOf(question);
        QCOMPARE(actors->lanes().size(), std::size_t{1}); // alice, who is behind the role
        QCOMPARE(actors->lanes()[0].ribbons.size(), std::size_t{2});
        question.field = field("eventName");
        const LanesPtr names = lanesOf(question);
        for (const Lane& other : names->lanes())
            QVERIFY(other.ribbons.empty());
    }
};

QTEST_GUILESS_MAIN(TestLanes)
#include "tst_lanes.moc"
