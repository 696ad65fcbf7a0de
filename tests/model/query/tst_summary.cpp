#include "model/query/column.h"
#include "model/query/summary.h"
#include "model/query/valueids.h"
#include "tests/support/randomevents.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <nlohmann/json.hpp>

#include <map>
#include <random>
#include <set>

using namespace trailloupe;
using namespace trailloupe::query;
using Json = nlohmann::ordered_json;

namespace {

std::map<std::string, std::uint64_t> asMap(const std::vector<CountedValue>& values)
{
    std::map<std::string, std::uint64_t> map;
    for (const CountedValue& value : values)
        map[value.value] = value.count;
    return map;
}

bool isSorted(const std::vector<CountedValue>& values)
{
    return std::is_sorted(values.begin(), values.end(),
                          [](const CountedValue& a, const CountedValue& b) {
                              return a.count != b.count ? a.count > b.count : a.value < b.value;
                          });
}

Summary summaryOf(const std::shared_ptr<const store::EventStore>& store)
{
    auto result = summarise(store, JobContext());
    return result.ok() ? std::move(result).value() : Summary();
}

std::string recordsOf(const std::vector<Json>& events)
{
    return Json{{"Records", events}}.dump();
}

} // namespace

class TestSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void anEmptyStoreHasNothingToCount()
    {
        const Summary summary = summaryOf(std::make_shared<store::EventStore>());
        QCOMPARE(summary.events, std::uint64_t(0));
        QVERIFY(!summary.firstSeconds.has_value());
        QVERIFY(summary.accounts.empty() && summary.coverage.empty());
    }

    void countsAgreeWithAPlainReading()
    {
        std::mt19937 random(5);
        const auto pick = [&random](const std::vector<std::string>& from) {
            return from[random() % from.size()];
        };
        std::vector<Json> events;
        std::map<std::string, std::uint64_t> accounts, regions, names, users, errors;
        std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t> coverage;
        std::uint64_t root = 0, signIns = 0, signInFailures = 0, withoutMfa = 0;
        for (int i = 0; i < 4000; ++i) {
            Json event;
            event["eventVersion"] = "1.08";
            const std::string day = "2026-03-0" + std::to_string(1 + random() % 5);
            event["eventTime"] = day + "T0" + std::to_string(random() % 10) + ":00:00Z";
            const std::string user = pick({"alice", "bob", ""});
            const bool isRoot = random() % 10 == 0;
            event["userIdentity"]["type"] = isRoot ? "Root" : "IAMUser";
            const bool byService = isRoot && random() % 3 == 0;
            if (byService)
                event["userIdentity"]["invokedBy"] = "ec2.amazonaws.com";
            if (!user.empty())
                event["userIdentity"]["userName"] = user;
            const std::string name = pick({"ListUsers", "ConsoleLogin", "RunInstances"});
            event["eventName"] = name;
            event["eventSource"] = "x.amazonaws.com";
            const std::string region = pick({"us-east-1", "eu-west-1", "us-east-1"});
            event["awsRegion"] = region;
            const std::string account = pick({"111122223333", "444455556666", ""});
            if (!account.empty())
                event[random() % 2 == 0 ? "recipientAccountId" : "x"] = account;
            const bool names1 = event.contains("recipientAccountId");
            if (!names1 && !account.empty())
                event["userIdentity"]["accountId"] = account;
            const std::string error = pick({"", "", "AccessDenied", "Throttling"});
            if (!error.empty())
                event["errorCode"] = error;
            const std::string mfa = pick({"Yes", "No"});
            if (name == "ConsoleLogin")
                event["additionalEventData"]["MFAUsed"] = mfa;
            event["eventID"] = "id-" + std::to_string(i);
            events.push_back(event);

            ++accounts[account];
            ++regions[region];
            ++names[name];
            if (isRoot)
                ++users["root"];
            else if (!user.empty())
                ++users[user];
            if (!error.empty())
                ++errors[error];
            ++coverage[{account, region, day}];
            root += isRoot && !byService ? 1 : 0;
            if (name == "ConsoleLogin") {
                ++signIns;
                signInFailures += error.empty() ? 0 : 1;
                withoutMfa += error.empty() && mfa == "No" ? 1 : 0;
            }
        }
        test::StoreBuilding building;
        building.read(recordsOf(events));
        building.read(recordsOf({events[0], events[1], events[2]})); // delivered twice
        const auto store = building.store();
        const Summary summary = summaryOf(store);

        QCOMPARE(summary.events, std::uint64_t(4000));
        QCOMPARE(summary.duplicates, std::uint64_t(3));
        QCOMPARE(summary.undated, std::uint64_t(0));
        QVERIFY(asMap(summary.accounts) == accounts);
        QVERIFY(asMap(summary.regions) == regions);
        QVERIFY(asMap(summary.eventNames) == names);
        QVERIFY(asMap(summary.users) == users);
        QVERIFY(asMap(summary.errors) == errors);
        QCOMPARE(summary.eventSources.size(), std::size_t(1));
        for (const auto* values : {&summary.accounts, &summary.regions, &summary.eventNames,
                                   &summary.users, &summary.errors})
            QVERIFY(isSorted(*values));
        QCOMPARE(summary.rootEvents, root);
        QCOMPARE(summary.consoleSignIns, signIns);
        QCOMPARE(summary.consoleSignInFailures, signInFailures);
        QCOMPARE(summary.consoleSignInsWithoutMfa, withoutMfa);
        QCOMPARE(summary.reads + summary.writes + summary.sensitive + summary.denied
                     + summary.failed + summary.other,
                 summary.events);
        QCOMPARE(summary.denied, errors["AccessDenied"]);
        QCOMPARE(summary.failed, errors["Throttling"]);
        QCOMPARE(summary.coverage.size(), coverage.size());
        std::uint64_t covered = 0;
        for (const CoverageCell& cell : summary.coverage) {
            const auto day = "2026-03-0" + std::to_string(cell.day - 20513 + 1);
            QCOMPARE(cell.events,
                     (coverage[{summary.accounts[cell.account].value,
                                summary.regions[cell.region].value, day}]));
            QVERIFY(cell.failures <= cell.events);
            covered += cell.events;
        }
        QCOMPARE(covered, summary.events);
        QCOMPARE(*summary.firstSeconds, *store->time(store->timeOrder().front()));
        QVERIFY(*summary.lastSeconds > *summary.firstSeconds);
    }

    void undatedEventsAreCountedAndNotCovered()
    {
        test::StoreBuilding building;
        building.read(recordsOf({Json{{"eventVersion", "1.08"},
                                      {"eventName", "A"},
                                      {"eventSource", "s"},
                                      {"eventID", "1"}},
                                 Json{{"eventVersion", "1.08"},
                                      {"eventName", "B"},
                                      {"eventTime", "2026-03-01T00:00:00Z"},
                                      {"eventID", "2"}}}));
        const Summary summary = summaryOf(building.store());
        QCOMPARE(summary.events, std::uint64_t(2));
        QCOMPARE(summary.undated, std::uint64_t(1));
        QCOMPARE(summary.coverage.size(), std::size_t(1));
        QCOMPARE(*summary.firstSeconds, *summary.lastSeconds);
        QCOMPARE(summary.accounts.front().value, std::string());
    }

    void countsAgreeWithTheFactsOfEachRow()
    {
        test::RandomEvents random(3);
        test::StoreBuilding building;
        for (int part = 0; part < 3; ++part) {
            std::string text;
            for (int i = 0; i < 1500; ++i)
                text += random.next() + "\n";
            building.read(text, ingest::SourceKind::CloudTrailLines);
            building.seal();
        }
        const auto store = building.store();
        const Summary summary = summaryOf(store);
        const EventFacts facts(store);
        std::map<std::string, std::uint64_t> users, errors, classes;
        for (const RowId row : store->timeOrder()) {
            if (const std::string user = facts.user(row); !user.empty())
                ++users[user];
            if (const std::string error = facts.error(row); !error.empty())
                ++errors[error];
            ++classes[eventClassKey(facts.eventClass(row))];
        }
        QCOMPARE(summary.events, std::uint64_t(store->rowCount()));
        QVERIFY(asMap(summary.users) == users);
        QVERIFY(asMap(summary.errors) == errors);
        QCOMPARE(summary.reads, classes["read"]);
        QCOMPARE(summary.writes, classes["write"]);
        QCOMPARE(summary.sensitive, classes["sensitive"]);
        QCOMPARE(summary.denied, classes["denied"]);
        QCOMPARE(summary.failed, classes["failed"]);
        QCOMPARE(summary.other, classes["other"]);
    }

    void idsStandForTheValuesOfEveryPath()
    {
        test::RandomEvents random(4);
        test::StoreBuilding building;
        for (int part = 0; part < 3; ++part) {
            std::string text;
            for (int i = 0; i < 400; ++i)
                text += random.next() + "\n";
            building.read(text, ingest::SourceKind::CloudTrailLines);
            building.seal();
        }
        const auto store = building.store();
        Interner texts;
        std::size_t values = 0;
        for (std::uint32_t i = 1; i < std::min<std::size_t>(store->paths().size(), 400); ++i) {
            const PathId path(i);
            ValueIds ids(store, store->paths().text(path), texts);
            QVERIFY(ids.exists());
            for (const RowId row : store->timeOrder()) {
                std::string text;
                const auto kind = store->value(row, path, text);
                if (kind == store::ValueKind::Null || kind == store::ValueKind::EmptyObject
                    || kind == store::ValueKind::EmptyArray)
                    text.clear();
                QVERIFY(texts.text(ids.id(row)) == text);
                values += text.empty() ? 0 : 1;
            }
        }
        QVERIFY(values > 5000);
        QCOMPARE(ValueIds(store, "not.there", texts).id(store->timeOrder().front()), 0u);
    }

    void aCancelledSummaryIsNone()
    {
        test::StoreBuilding building;
        building.read(R"({"eventVersion":"1.08","eventName":"A","eventSource":"s"})",
                      ingest::SourceKind::CloudTrailEvent);
        std::stop_source stop;
        stop.request_stop();
        const auto result = summarise(building.store(), JobContext(stop.get_token()));
        QVERIFY(!result.ok());
        QCOMPARE(result.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestSummary)
#include "tst_summary.moc"
