// Inventory: which resources were there at a moment, against a slow fold over all items; what is
// left out and why; the order by every column.
#include "model/base/timestamp.h"
#include "model/config/inventoryorder.h"
#include "model/query/barquery.h"
#include "model/query/evaluator.h"
#include "tests/support/smallestate.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::config;
using test::ItemSketch;
using test::resourcesOf;
using test::SmallEstate;

namespace {

using Kind = InventoryColumn::Kind;
using Presence = State::Presence;
using Texts = std::vector<std::string>;

std::int64_t ns(const std::string& text)
{
    return parseTimestamp(text)->ns();
}

std::string timeText(int minute)
{
    return SmallEstate::time(minute);
}

std::shared_ptr<const query::RowSet> fitting(const Resources& resources, const char* filter)
{
    query::Evaluator evaluator(2);
    const auto parsed = query::parseBar(filter);
    auto rows = evaluator.evaluate(resources.store(), parsed.predicate, JobContext());
    return rows ? *rows : nullptr;
}

InventoryPtr make(const ResourcesPtr& resources, const InventoryQuestion& question)
{
    auto made = Inventory::make(resources, question, JobContext());
    return made ? InventoryPtr(*made) : nullptr;
}

// "i-1 live 2", in the order of the rows.
Texts textsOf(const Inventory& inventory)
{
    Texts texts;
    for (const InventoryRow& row : inventory.rows())
        texts.push_back(std::string(inventory.resources()->resource(row.no).id) + ' '
                        + presenceKey(row.state.presence) + ' '
                        + std::to_string(row.state.itemCount));
    return texts;
}

// The ids in an order.
std::string sorted(const ResourcesPtr& resources, const InventorySort& sort,
                   const InventoryQuestion& question = {})
{
    const InventoryPtr inventory = make(resources, question);
    const auto rows = sortInventory(*inventory, sort, JobContext());
    std::string ids;
    for (const InventoryRow& row : *rows)
        ids += std::string(resources->resource(row.no).id) + ' ';
    return ids;
}

} // namespace

class TestInventory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void theLatestHasWhatIsThere()
    {
        const auto resources = resourcesOf(SmallEstate::items());
        QCOMPARE(textsOf(*make(resources, {})),
                 (Texts{"AROA1 live 1", "host not-recorded 1", "sg-1 live 2", "bucket live 1",
                        "queue undated 1"}));
        QCOMPARE(textsOf(*make(resources, {.withDeleted = true})),
                 (Texts{"AROA1 live 1", "host not-recorded 1", "i-1 deleted 2", "sg-1 live 2",
                        "bucket live 1", "queue undated 1"}));
    }

    void asOfAMomentItIsAsItWas()
    {
        const auto resources = resourcesOf(SmallEstate::items());
        const InventoryPtr then = make(resources, {.asOfNs = ns(timeText(25))});
        QCOMPARE(textsOf(*then),
                 (Texts{"AROA1 live 1", "host not-recorded 1", "i-1 live 1", "sg-1 live 1"}));
        const InventoryFacts facts(resources, then->asOfNs());
        const InventoryRow& group = then->rows()[3];
        QCOMPARE(facts.name(group), std::string("old"));
        QCOMPARE(facts.tags(group), std::string("Owner=alice"));
        QCOMPARE(facts.path(group, "configuration.peer"), std::string("10.0.0.0/8"));
        // The moment of an item is included, the one before it not.
        QCOMPARE(textsOf(*make(resources, {.asOfNs = ns(timeText(10))})), (Texts{"sg-1 live 1"}));
        QVERIFY(make(resources, {.asOfNs = ns(timeText(10)) - 1})->rows().empty());
    }

    void filtersAskTheStateThenAndWhatWasBeforeADeletion()
    {
        const auto resources = resourcesOf(SmallEstate::items());
        const auto open = fitting(*resources, "configuration.peer:\"0.0.0.0/0\"");
        QCOMPARE(textsOf(*make(resources, {.fits = open})), (Texts{"sg-1 live 2"}));
        QVERIFY(make(resources, {.asOfNs = ns(timeText(20)), .fits = open})->rows().empty());
        const auto alice = fitting(*resources, "tags.Owner:alice");
        QVERIFY(make(resources, {.fits = alice})->rows().empty());
        QCOMPARE(textsOf(*make(resources, {.withDeleted = true, .fits = alice})),
                 (Texts{"i-1 deleted 2"}));
        // A word is looked for in every value: types, ids, names, tags.
        for (const char* word : {"SecurityGroup", "sg-1", "web", "bob", "0.0.0.0/0"})
            QCOMPARE(textsOf(*make(resources, {.fits = fitting(*resources, word)})),
                     (Texts{"sg-1 live 2"}));
    }

    void typesAreCountedWhateverIsChosen()
    {
        const auto resources = resourcesOf(SmallEstate::items());
        const InventoryPtr one = make(resources, {.isOfType = [](std::string_view type) {
                                          return type == "AWS::S3::Bucket";
                                      }});
        QCOMPARE(textsOf(*one), (Texts{"bucket live 1"}));
        std::map<std::string, std::uint64_t> counts;
        for (const TypeCount& type : one->types())
            counts[std::string(type.type)] = type.resources;
        QCOMPARE(counts,
                 (std::map<std::string, std::uint64_t>{{"AWS::EC2::Host", 1},
                                                       {"AWS::EC2::Instance", 0},
                                                       {"AWS::EC2::SecurityGroup", 1},
                                                       {"AWS::IAM::Role", 1},
                                                       {"AWS::S3::Bucket", 1},
                                                       {"AWS::SQS::Queue", 1}}));
        QVERIFY(std::ranges::is_sorted(one->types(), {}, &TypeCount::type));
    }

    void everyReasonIsTold()
    {
        const auto resources = resourcesOf(SmallEstate::items());
        const InventoryPtr list = make(
            resources,
            {.asOfNs = ns(timeText(45)),
             .isOfType = [](std::string_view type) { return type == "AWS::EC2::SecurityGroup"; },
             .fits = fitting(*resources, "tags.Owner:nobody")});
        const auto left = [&](const char* type, const char* region, const char* id) {
            return list->leftOut(*resources->find("111111111111", region, type, id));
        };
        QCOMPARE(left("AWS::EC2::Instance", "us-east-1", "i-1"),
                 (LeftOut{.deleted = true, .filter = true, .type = true}));
        QCOMPARE(left("AWS::EC2::SecurityGroup", "us-east-1", "sg-1"), (LeftOut{.filter = true}));
        QCOMPARE(left("AWS::S3::Bucket", "us-east-1", "bucket"), (LeftOut{.notYet = true}));
        QCOMPARE(left("AWS::SQS::Queue", "us-east-1", "queue"), (LeftOut{.notYet = true}));
        QCOMPARE(
            list->counts(),
            (InventoryCounts{.resources = 6, .notYet = 2, .deleted = 1, .filter = 3, .type = 0}));
    }

    // Items are made up; the fold goes through all of them.
    void itAgreesWithASlowFold()
    {
        std::mt19937 random(7);
        const auto below = [&random](unsigned limit) {
            return static_cast<int>(random() % limit);
        };
        for (int round = 0; round < 12; ++round) {
            std::vector<ItemSketch> items;
            for (int i = 0; i < 60; ++i)
                items.push_back({.id = "r-" + std::to_string(below(9)),
                                 .time = below(12) == 0 ? "" : timeText(i * 5 + below(5)),
                                 .status = below(4) == 0 ? "ResourceDeleted" : "OK",
                                 .rest = ",'configuration':{'n':" + std::to_string(below(3)) + "}",
                                 .type = "T" + std::to_string(below(2))});
            const auto resources = resourcesOf({items});
            const auto fits = fitting(*resources, "configuration.n:1");
            for (int step = 0; step < 10; ++step) {
                const int minute = below(320);
                const bool withDeleted = below(2) == 0;
                const bool hasFilter = below(2) == 0;
                const std::int64_t at = ns(timeText(minute));
                const InventoryPtr list = make(
                    resources,
                    {.asOfNs = at, .withDeleted = withDeleted, .fits = hasFilter ? fits : nullptr});
                std::map<std::string, std::vector<ItemSketch>> until;
                for (const ItemSketch& item : items) {
                    if (!item.time.empty() && ns(item.time) <= at)
                        until[item.type + ' ' + item.id].push_back(item);
                }
                Texts expected;
                for (const auto& [key, known] : until) {
                    const bool isDeleted = known.back().status == "ResourceDeleted";
                    const auto alive = std::ranges::find_if(
                        known.rbegin(), known.rend(),
                        [](const ItemSketch& item) { return item.status == "OK"; });
                    const auto isFound = [](const ItemSketch& item) {
                        return item.rest.find(":1}") != std::string::npos;
                    };
                    const bool found =
                        isFound(known.back()) || (alive != known.rend() && isFound(*alive));
                    if ((!isDeleted || withDeleted) && (found || !hasFilter))
                        expected.push_back(key.substr(3) + (isDeleted ? " deleted " : " live ")
                                           + std::to_string(known.size()));
                }
                QCOMPARE(textsOf(*list), expected);
                const InventoryCounts& counts = list->counts();
                QCOMPARE(counts.resources, std::uint64_t{resources->size()});
                QCOMPARE(counts.notYet + counts.deleted + counts.filter + counts.type
                             + list->rows().size(),
                         counts.resources);
                std::uint64_t ofTypes = 0;
                for (const TypeCount& type : list->types())
                    ofTypes += type.resources;
                QCOMPARE(ofTypes, std::uint64_t{list->rows().size()});
                for (std::uint32_t i = 0; i < resources->size(); ++i) {
                    const auto row = list->rowOf(ResourceNo(i));
                    QCOMPARE(row.has_value(), list->leftOut(ResourceNo(i)).isEmpty());
                    QVERIFY(!row || list->rows()[*row].no == ResourceNo(i));
                }
            }
        }
    }

    void factsAreThoseOfTheMoment()
    {
        const auto resources = resourcesOf(SmallEstate::items());
        const InventoryPtr list = make(resources, {.withDeleted = true});
        const InventoryFacts facts(resources, std::nullopt);
        const auto row = [&](const char* region, const char* type, const char* id) {
            return list->rows()[*list->rowOf(*resources->find("111111111111", region, type, id))];
        };
        const InventoryRow gone = row("us-east-1", "AWS::EC2::Instance", "i-1");
        QCOMPARE(facts.arn(gone), std::string("arn:aws:ec2:us-east-1:111111111111:instance/i-1"));
        QCOMPARE(facts.tags(gone), std::string("Owner=alice"));
        QCOMPARE(facts.path(gone, "configuration.port"), std::string("3"));
        QCOMPARE(facts.status(gone), std::string("ResourceDeleted"));
        QCOMPARE(facts.lastChangeNs(gone), ns(timeText(40)));
        QCOMPARE(facts.firstSeenNs(gone), ns(timeText(12)));
        const InventoryRow group = row("us-east-1", "AWS::EC2::SecurityGroup", "sg-1");
        QCOMPARE(facts.tags(group), std::string("Owner=bob, Team=net"));
        QCOMPARE(facts.path(group, "configuration.missing"), std::string());
        // What was recorded in another Region a minute later is no change.
        const InventoryRow role = row("global", "AWS::IAM::Role", "AROA1");
        QCOMPARE(facts.lastChangeNs(role), ns(timeText(20)));
        QCOMPARE(facts.lastChange(role), timeText(20));
        const InventoryRow queue = row("us-east-1", "AWS::SQS::Queue", "queue");
        QCOMPARE(facts.lastChangeNs(queue), kNoTime);
        QCOMPARE(facts.lastChange(queue), std::string());
    }

    void tagsOfManyKeysAreReadAllTheSame()
    {
        std::vector<ItemSketch> items;
        for (int i = 0; i < 80; ++i)
            items.push_back({.id = "i-" + std::to_string(100 + i),
                             .time = timeText(i),
                             .rest = ",'tags':{'key" + std::to_string(i) + "':'v','Name':'"
                                 + std::to_string(i) + "'}"});
        const auto resources = resourcesOf({items});
        const InventoryPtr list = make(resources, {});
        const InventoryFacts facts(resources, std::nullopt);
        QCOMPARE(list->rows().size(), std::size_t{80});
        for (std::size_t i = 0; i < list->rows().size(); ++i)
            QCOMPARE(facts.tags(list->rows()[i]),
                     "key" + std::to_string(i) + "=v, Name=" + std::to_string(i));
    }

    void everyColumnHasAnOrder_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("up");
        QTest::addColumn<QString>("down");
        const auto row = [](const char* name, Kind kind, const char* up, const char* down,
                            const char* path = "") {
            QTest::newRow(name) << static_cast<int>(kind) << QString::fromUtf8(path)
                                << QString::fromUtf8(up) << QString::fromUtf8(down);
        };
        row("type", Kind::Type, "host i-1 sg-1 AROA1 bucket queue ",
            "queue bucket AROA1 sg-1 i-1 host ");
        row("id", Kind::Id, "AROA1 bucket host i-1 queue sg-1 ",
            "sg-1 queue i-1 host bucket AROA1 ");
        // Without one comes last either way.
        row("name", Kind::Name, "AROA1 sg-1 host i-1 bucket queue ",
            "sg-1 AROA1 host i-1 bucket queue ");
        row("tags", Kind::Tags, "i-1 sg-1 AROA1 host bucket queue ",
            "sg-1 i-1 AROA1 host bucket queue ");
        row("state", Kind::State, "AROA1 sg-1 bucket host queue i-1 ",
            "i-1 queue host AROA1 sg-1 bucket ");
        row("changes", Kind::Changes, "AROA1 host bucket queue i-1 sg-1 ",
            "i-1 sg-1 AROA1 host bucket queue ");
        row("last change", Kind::LastChange, "host AROA1 sg-1 i-1 bucket queue ",
            "bucket i-1 sg-1 AROA1 host queue ");
        row("first seen", Kind::FirstSeen, "sg-1 i-1 host AROA1 bucket queue ",
            "bucket AROA1 host i-1 sg-1 queue ");
        row("region", Kind::Region, "AROA1 host i-1 sg-1 bucket queue ",
            "host i-1 sg-1 bucket queue AROA1 ");
        row("account", Kind::Account, "AROA1 host i-1 sg-1 bucket queue ",
            "AROA1 host i-1 sg-1 bucket queue ");
        // Numbers by value, not by letters.
        row("path", Kind::Path, "i-1 sg-1 AROA1 host bucket queue ",
            "AROA1 sg-1 i-1 host bucket queue ", "configuration.port");
    }
    void everyColumnHasAnOrder()
    {
        QFETCH(int, kind);
        QFETCH(QString, path);
        QFETCH(QString, up);
        QFETCH(QString, down);
        const auto resources = resourcesOf(SmallEstate::items());
        const InventoryColumn column{static_cast<Kind>(kind), path.toStdString()};
        const InventoryQuestion all{.withDeleted = true};
        QCOMPARE(sorted(resources, {column, false}, all), up.toStdString());
        QCOMPARE(sorted(resources, {column, true}, all), down.toStdString());
        QCOMPARE(parseInventoryColumn(inventoryColumnKey(column)), std::optional(column));
    }

    void numbersOfEverySignAreInOrder()
    {
        std::vector<ItemSketch> items;
        int i = 0;
        for (const char* value : {"-1.5", "3", "-20", "0", "1e3", "'x'", "0.25", "'-7'"})
            items.push_back({.id = value,
                             .time = timeText(++i),
                             .rest = std::string(",'configuration':{'n':") + value + "}"});
        for (ItemSketch& item : items)
            std::erase(item.id, '\'');
        const auto resources = resourcesOf({items});
        const InventoryColumn column{Kind::Path, "configuration.n"};
        QCOMPARE(sorted(resources, {column, false}), std::string("-20 -7 -1.5 0 0.25 3 1e3 x "));
        QCOMPARE(sorted(resources, {column, true}), std::string("x 1e3 3 0.25 0 -1.5 -7 -20 "));
    }

    void columnKeysThatAreNoneAreRefused()
    {
        for (const char* key : {"", "lost", "path:", "path:a..b"})
            QVERIFY2(!parseInventoryColumn(key), key);
    }

    void aCancelledOneIsNone()
    {
        const auto resources = resourcesOf(SmallEstate::items());
        std::stop_source stop;
        stop.request_stop();
        const JobContext context(stop.get_token());
        const auto made = Inventory::make(resources, {}, context);
        QVERIFY(!made.ok());
        QCOMPARE(made.error().kind, Error::Kind::Cancelled);
        QCOMPARE(sortInventory(*make(resources, {}), {}, context).error().kind,
                 Error::Kind::Cancelled);
    }

    void captureTimesAreThoseOfTheChanges()
    {
        const auto resources = resourcesOf(SmallEstate::items());
        QCOMPARE(resources->checkInvariants(), std::string());
        // Neither the role that was recorded again, nor the queue without a time.
        std::vector<std::int64_t> expected;
        for (const int minute : {10, 12, 15, 20, 30, 40, 50})
            expected.push_back(ns(timeText(minute)));
        const auto times = resources->captureTimes();
        QCOMPARE(std::vector<std::int64_t>(times.begin(), times.end()), expected);
    }
};

QTEST_GUILESS_MAIN(TestInventory)
#include "tst_inventory.moc"
