#include "model/casefile/eventkeys.h"
#include "model/ingest/sha256.h"
#include "tests/support/randomevents.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace trailloupe;
using namespace trailloupe::casefile;

namespace {

using StorePtr = std::shared_ptr<const store::EventStore>;

StorePtr storeOf(const std::vector<std::string>& events, std::size_t segment)
{
    test::StoreBuilding building;
    for (std::size_t i = 0; i < events.size(); ++i) {
        building.read("{\"Records\":[" + events[i] + "]}");
        if (i % segment == segment - 1)
            building.seal();
    }
    return building.store();
}

} // namespace

class TestEventKeys : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    // Another order, other segments, white space: every event is found again, and only it.
    void anEventIsFoundInAnyCopyOfTheEvidence()
    {
        test::RandomEvents random(21);
        std::vector<std::string> events;
        for (int i = 0; i < 120; ++i)
            events.push_back(random.next());
        // Without an id and without a time.
        events.push_back(test::quoted("{'eventName':'A','eventTime':'2026-03-01T10:00:00Z'}"));
        events.push_back(test::quoted("{'eventName':'B','eventTime':'2026-03-01T10:00:00Z'}"));
        events.push_back(test::quoted("{'eventName':'C'}"));
        events.push_back(test::quoted("{'eventName':'D','eventID':'same'}"));
        events.push_back(test::quoted("{'eventName':'E','eventID':'same'}"));
        const StorePtr first = storeOf(events, 40);
        std::shuffle(events.begin(), events.end(), std::mt19937(4));
        for (std::string& event : events)
            event = " " + event + "\n ";
        const StorePtr second = storeOf(events, 7);
        QCOMPARE(fingerprint(*first), fingerprint(*second));
        std::string json;
        std::string other;
        for (const RowId row : first->timeOrder()) {
            const Subject subject = eventSubject(*first, row);
            const auto found = findEvent(*second, subject);
            QVERIFY(found);
            json.clear();
            other.clear();
            first->json(row, json);
            second->json(*found, other);
            QCOMPARE(other, json);
            QCOMPARE(subject.sha256, ingest::Sha256::of(json));
            QCOMPARE(eventSubject(*second, *found), subject);
        }
    }

    void anotherEventOfThatIdIsAnotherEvent()
    {
        const StorePtr first = storeOf({test::quoted("{'eventID':'e','eventName':'A'}")}, 9);
        const StorePtr second = storeOf({test::quoted("{'eventID':'e','eventName':'B'}")}, 9);
        QVERIFY(!findEvent(*second, eventSubject(*first, first->timeOrder()[0])));
        const StorePtr empty = std::make_shared<store::EventStore>();
        QVERIFY(!findEvent(*empty, eventSubject(*first, first->timeOrder()[0])));
    }

    void evidenceWithOneEventMoreHasAnotherFingerprint()
    {
        const auto event = [](int number) {
            return test::quoted("{'eventID':'e" + std::to_string(number) + "','eventName':'A'}");
        };
        const StorePtr one = storeOf({event(1)}, 9);
        const StorePtr two = storeOf({event(1), event(2)}, 9);
        QVERIFY(fingerprint(*one) != fingerprint(*two));
        QCOMPARE(fingerprint(*one).size(), std::size_t{16});
        QCOMPARE(fingerprint(store::EventStore()), std::string("0000000000000000"));
    }
};

QTEST_APPLESS_MAIN(TestEventKeys)
#include "tst_eventkeys.moc"
