#include "model/base/jsondocument.h"
#include "model/store/eventjson.h"
#include "model/store/eventstore.h"
#include "tests/support/randomevents.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace trailloupe;
using namespace trailloupe::test;

namespace {

// The slow oracle: every leaf of a JSON value by path text, in document order, as JsonDocument sees
// it.
using Leaves = std::vector<std::pair<std::string, std::string>>;

Leaves leavesOf(const std::string& json)
{
    const auto document = JsonDocument::parse(json);
    Leaves leaves;
    std::vector<std::vector<store::PathTable::Step>> steps(document->nodes().size());
    for (std::uint32_t i = 0; i < document->nodes().size(); ++i) {
        const auto& node = document->node(i);
        if (node.parent != JsonDocument::kNone) {
            steps[i] = steps[node.parent];
            const bool element = document->node(node.parent).kind == JsonDocument::Kind::Array;
            steps[i].push_back({element, element ? std::string() : node.key});
        }
        if (node.childCount)
            continue;
        std::string path;
        for (const auto& step : steps[i])
            store::PathTable::appendStep(path, step);
        leaves.emplace_back(path,
                            node.kind == JsonDocument::Kind::String
                                ? node.text
                                : json.substr(node.offset, node.length));
    }
    return leaves;
}

std::string eventAt(const std::string& time, const std::string& id, const std::string& more = {})
{
    return quoted("{'eventTime':'" + time + "','eventID':'" + id + "'" + more + "}");
}

} // namespace

class TestEventStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void randomEventsComeBackAsTheyWere_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 5; ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void randomEventsComeBackAsTheyWere()
    {
        QFETCH(quint64, seed);
        RandomEvents random(seed);
        StoreBuilding building;
        std::multiset<std::string> expected;
        for (int source = 0; source < 20; ++source) {
            std::string text = "{\"Records\":[";
            const std::uint32_t count = random.below(60);
            for (std::uint32_t i = 0; i < count; ++i) {
                const std::string event = random.next();
                expected.insert(event);
                text += (i ? "," : "") + event;
            }
            const auto entry = building.read(text + "]}");
            QCOMPARE(entry.records, std::uint64_t{count});
            QCOMPARE(entry.shown, std::uint64_t{count});
            if (random.below(3) == 0)
                building.seal();
        }
        const auto store = building.store();
        QCOMPARE(QString::fromStdString(store->checkInvariants()), QString());
        QCOMPARE(store->rowCount(), expected.size());
        for (const std::string& event : eventsOf(*store)) {
            QVERIFY2(expected.contains(event), event.c_str());
            expected.erase(expected.find(event));
        }
        QVERIFY(expected.empty());
    }

    void everyPathAnswersLikeTheOracle()
    {
        RandomEvents random(99);
        std::vector<std::string> events;
        for (int i = 0; i < 400; ++i)
            events.push_back(random.next());
        const auto store = storeOf(events);
        std::string json;
        for (const RowId row : store->timeOrder()) {
            json.clear();
            store->json(row, json);
            std::map<std::string, std::vector<std::string>> byPath;
            for (const auto& [path, text] : leavesOf(json))
                byPath[path].push_back(text);
            for (const auto& [pathText, expected] : byPath) {
                const auto parsed = store::PathTable::parse(pathText);
                QVERIFY2(parsed.has_value(), pathText.c_str());
                const auto path = store->paths().find(pathText);
                if (!path)
                    continue; // only inside subtrees that are kept as text
                std::vector<std::string> values;
                store->values(row, *path, [&](store::ValueKind kind, std::string_view text) {
                    if (kind != store::ValueKind::Json)
                        values.emplace_back(text);
                });
                // Subtrees kept as text answer after the columns, so compare as sets.
                auto wanted = expected;
                std::sort(wanted.begin(), wanted.end());
                std::sort(values.begin(), values.end());
                QCOMPARE(values, wanted);
                std::string first;
                QVERIFY(store->value(row, *path, first) != store::ValueKind::Missing);
            }
        }
    }

    void whatAPlainReaderSeesIsWhatTheStoreHolds()
    {
        RandomEvents random(5);
        std::vector<std::string> events;
        for (int i = 0; i < 200; ++i)
            events.push_back(random.next());
        std::multiset<std::string> expected;
        for (const auto& event : events) {
            if (event.find("\\ud800") == std::string::npos) // nlohmann refuses lone surrogates
                expected.insert(nlohmann::json::parse(event).dump());
        }
        std::size_t found = 0;
        for (const auto& event : eventsOf(*storeOf(events))) {
            if (event.find("\\ud800") != std::string::npos)
                continue;
            QVERIFY(expected.contains(nlohmann::json::parse(event).dump()));
            ++found;
        }
        QCOMPARE(found, expected.size());
    }

    void oneEventDeliveredTwiceIsShownOnce()
    {
        RandomEvents random(3);
        const std::string event = random.next();
        StoreBuilding building;
        building.read("{\"Records\":[" + event + "]}");
        building.seal();
        building.read("{\"Records\":[" + random.next() + "," + event + "]}");
        const auto store = building.store();
        QCOMPARE(store->rowCount(), std::size_t{2});
        QCOMPARE(store->duplicateCount(), std::uint64_t{1});
        QCOMPARE(QString::fromStdString(store->checkInvariants()), QString());
        const RowId row = *store->findByOccurrence(SourceId(0), 0);
        const auto occurrences = store->occurrences(row);
        QCOMPARE(occurrences.size(), std::size_t{2});
        QCOMPARE(occurrences[0].source, SourceId(0));
        QCOMPARE(occurrences[1].source, SourceId(1));
        QCOMPARE(occurrences[1].record, std::uint64_t{1});
        QCOMPARE(store->findByOccurrence(SourceId(1), 1), std::optional(row));
    }

    void memberOrderMakesNoOtherEvent()
    {
        StoreBuilding building;
        building.read(quoted(
            "{'Records':[{'eventID':'x','eventName':'A','eventTime':'2026-03-01T00:00:00Z'}]}"));
        building.read(quoted(
            "{'Records':[{'eventTime':'2026-03-01T00:00:00Z','eventName':'A','eventID':'x'}]}"));
        QCOMPARE(building.store()->rowCount(), std::size_t{1});
    }

    void sameIdWithOtherContentIsShownTwiceAndSaid()
    {
        StoreBuilding building;
        building.read(quoted("{'Records':[{'eventID':'x','eventName':'A'}]}"));
        building.read(quoted("{'Records':[{'eventID':'x','eventName':'B'}]}"));
        const auto store = building.store();
        QCOMPARE(store->rowCount(), std::size_t{2});
        QCOMPARE(building.outcomes().back().conflicts.size(), std::size_t{1});
        QCOMPARE(building.outcomes().back().conflicts[0].source, SourceId(1));
        QCOMPARE(store->findByEventId("x").size(), std::size_t{2});
    }

    void eventsWithoutIdAreComparedByContent()
    {
        StoreBuilding building;
        const std::string a =
            quoted("{'eventVersion':'1.0','eventName':'A','eventTime':'2013-12-01T00:00:00Z'}");
        const std::string b =
            quoted("{'eventVersion':'1.0','eventName':'B','eventTime':'2013-12-01T00:00:00Z'}");
        building.read("{\"Records\":[" + a + "," + b + "]}");
        building.read("{\"Records\":[" + a + "]}");
        const auto store = building.store();
        QCOMPARE(store->rowCount(), std::size_t{2});
        QCOMPARE(store->duplicateCount(), std::uint64_t{1});
    }

    void theSourceListedFirstIsShownWhicheverWasReadFirst()
    {
        const std::string event = eventAt("2026-03-01T00:00:00Z", "e1");
        auto schema = std::make_shared<store::Schema>();
        store::EventWriter writer(schema);
        store::EventStoreBuilder builder(schema);
        store::EventWriter items(std::make_shared<store::Schema>(store::RecordSort::Items));
        ingest::RecordReader reader(writer, items, {}, [] {});
        std::vector<store::EventStoreBuilder::SourceInfo> sources;
        for (const std::uint32_t sequence : {7u, 3u, 5u, 1u}) {
            ByteBuffer text;
            text.append("{\"Records\":[" + event + "]}");
            ingest::SourceEntry entry;
            const auto number = static_cast<std::uint32_t>(sources.size());
            sources.push_back({SourceId(number), sequence, false});
            (void)reader.read(ingest::SourceKind::CloudTrailRecords, text, number, entry);
            builder.add(writer.seal(), sources);
        }
        const auto store = builder.publish();
        QCOMPARE(store->rowCount(), std::size_t{1});
        QCOMPARE(store->occurrences(store->timeOrder()[0])[0].source, SourceId(3)); // sequence 1
        QCOMPARE(store->occurrences(store->timeOrder()[0]).size(), std::size_t{4});
        QCOMPARE(QString::fromStdString(store->checkInvariants()), QString());
    }

    void rowsComeInTimeOrderAndUndatedOnesLast()
    {
        const auto store =
            storeOf({eventAt("2026-03-01T00:00:02Z", "c"), eventAt("not a time", "u"),
                     eventAt("2026-03-01T00:00:00Z", "a"), eventAt("1601-01-01T00:00:00Z", "v"),
                     eventAt("2026-03-01 00:00:01", "b"), quoted("{'eventID':'w'}")});
        const auto id = store->paths().find("eventID");
        QVERIFY(id);
        std::string ids;
        std::string text;
        for (const RowId row : store->timeOrder()) {
            store->value(row, *id, text);
            ids += text;
        }
        QCOMPARE(ids, std::string("abcuvw"));
        QCOMPARE(store->datedCount(), std::size_t{3});
        QVERIFY(!store->time(store->timeOrder()[3]));
    }

    void aRowIsFoundInTimeOrder()
    {
        std::vector<std::string> events;
        for (int i = 0; i < 200; ++i) // seconds that many share, some without a time
            events.push_back(eventAt(i % 9 ? "2026-03-01T00:00:0" + std::to_string(i * 7 % 10) + 'Z'
                                           : std::string("never"),
                                     "id" + std::to_string(i % 150))); // some twice
        const auto store = storeOf(events);
        QVERIFY(store->duplicateCount() > 0);
        std::size_t found = 0;
        for (std::uint32_t row = 0; row < store->segments().front()->rowCount(); ++row) {
            const auto at = store->placeInTimeOrder(RowId(row));
            const auto order = store->timeOrder();
            const auto expected = std::find(order.begin(), order.end(), RowId(row));
            QCOMPARE(at.has_value(), expected != order.end());
            if (at) {
                QCOMPARE(*at, static_cast<std::size_t>(expected - order.begin()));
                ++found;
            }
        }
        QCOMPARE(found, store->rowCount());
        for (const std::uint32_t other : {60'000u, 65'536u, ~0u})
            QVERIFY(!store->placeInTimeOrder(RowId(other)));
    }

    void olderGenerationsStayAsTheyWere()
    {
        RandomEvents random(11);
        StoreBuilding building;
        building.read("{\"Records\":[" + random.next() + "]}");
        const auto first = building.store();
        const auto before = eventsOf(*first);
        for (int i = 0; i < 50; ++i)
            building.read("{\"Records\":[" + random.next() + "," + random.next() + "]}");
        const auto second = building.store();
        QCOMPARE(eventsOf(*first), before);
        QCOMPARE(second->rowCount(), std::size_t{101});
        QVERIFY(second->generation() > first->generation());
    }

    void anEventIdIsFoundWhateverItsForm()
    {
        RandomEvents random(21);
        const std::string uuid = random.uuid();
        const auto store = storeOf(
            {eventAt("2026-03-01T00:00:00Z", uuid), eventAt("2026-03-01T00:00:00Z", "short")});
        QCOMPARE(store->findByEventId(uuid).size(), std::size_t{1});
        QCOMPARE(store->findByEventId("short").size(), std::size_t{1});
        QCOMPARE(store->findByEventId("nowhere").size(), std::size_t{0});
    }

    // Any byte at any place: only the lower-case form is a UUID, and it comes back as it was.
    void uuidsAreReadByteByByte()
    {
        const std::string good = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
        for (std::size_t at = 0; at < good.size(); ++at) {
            for (int c = 0; c < 256; ++c) {
                std::string text = good;
                text[at] = static_cast<char>(c);
                const bool isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                std::uint8_t bytes[16] = {};
                const bool isUuid = store::parseUuid(text, bytes);
                QVERIFY2(isUuid == (good[at] == '-' ? c == '-' : isHex), text.c_str());
                std::string back;
                store::formatUuid(bytes, back);
                QVERIFY2(!isUuid || back == text, back.c_str());
            }
        }
        std::uint8_t bytes[16] = {};
        QVERIFY(!store::parseUuid(good.substr(1), bytes));
    }

    void aRecordOfUniqueKeysIsKeptAsText()
    {
        std::string event = quoted("{'eventTime':'2026-03-01T00:00:00Z','eventID':'wide'");
        for (int i = 0; i < 5000; ++i)
            event += ",\"key" + std::to_string(i) + "\":" + std::to_string(i);
        event += '}';
        const auto store = storeOf({event});
        QCOMPARE(eventsOf(*store), std::vector<std::string>{event});
        QVERIFY(store->paths().size() < 2100);
        QCOMPARE(store->datedCount(), std::size_t{1});
        std::string text;
        QCOMPARE(store->value(store->timeOrder()[0], *store->paths().find("eventID"), text),
                 store::ValueKind::Text);
        QCOMPARE(text, std::string("wide"));
    }

    void segmentsFullOfRowsFollowOneAnother()
    {
        StoreBuilding building;
        std::string text = "{\"Records\":[";
        constexpr int kEvents = 70000;
        for (int i = 0; i < kEvents; ++i)
            text += (i ? "," : "") + eventAt("2026-03-01T00:00:00Z", "id" + std::to_string(i));
        const auto entry = building.read(text + "]}");
        QCOMPARE(entry.shown, std::uint64_t{kEvents});
        const auto store = building.store();
        QCOMPARE(store->rowCount(), std::size_t{kEvents});
        QCOMPARE(store->segments().size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(store->checkInvariants()), QString());
        QCOMPARE(store->findByOccurrence(SourceId(0), kEvents - 1),
                 std::optional(store->timeOrder()[kEvents - 1]));
    }
};

QTEST_GUILESS_MAIN(TestEventStore)
#include "tst_eventstore.moc"
