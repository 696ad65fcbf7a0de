// ResourceHistory: what each state of a resource is and what it is compared with, against the rules
// told in other words, and snapshots that a resource is missing from.
#include "model/base/timestamp.h"
#include "model/config/itemdiff.h"
#include "model/config/resourcehistory.h"
#include "model/config/snapshots.h"
#include "model/ingest/loader.h"
#include "tests/model/config/configitems.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>
#include <QTest>

#include <random>
#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::config;
using test::ItemSketch;
using test::resourcesOf;

namespace {

std::int64_t ns(const char* text)
{
    return parseTimestamp(text)->ns();
}

ItemSketch at(const char* time, const char* status, const char* rest = "")
{
    return {.time = time, .status = status, .rest = rest};
}

// "created, updated<0, deleted<1": what each block is, and the number of what it is compared with.
QString textOf(const ResourceHistory& history)
{
    QStringList blocks;
    for (const Block& block : history.blocks) {
        QString text = QString::fromUtf8(blockKindKey(block.kind));
        if (block.comparedWith != kNoBlock)
            text += QStringLiteral("<%1").arg(block.comparedWith);
        if (block.repeats > 0)
            text += QStringLiteral("+%1").arg(block.repeats);
        blocks.append(text);
    }
    return blocks.join(QStringLiteral(", "));
}

QString historyText(const std::vector<std::vector<ItemSketch>>& files)
{
    const auto resources = resourcesOf(files);
    return resources && resources->size() == 1 ? textOf(historyOf(*resources, ResourceNo(0)))
                                               : QStringLiteral("not one resource");
}

const char* const kLarge = ",'configuration':{'size':'large'}";
const char* const kSmall = ",'configuration':{'size':'small'}";

} // namespace

class TestResourceHistory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aLifeIsToldFromItsBeginningToItsEnd()
    {
        QCOMPARE(historyText({{at("2026-03-01T10:00:00Z", "ResourceDiscovered",
                                  ",'resourceCreationTime':'2026-03-01T09:59:00Z'"),
                               at("2026-03-01T11:00:00Z", "OK"),
                               at("2026-03-01T12:00:00Z", "ResourceDeleted")}}),
                 QStringLiteral("created, updated<0, deleted<1"));
    }

    void theFirstStateSaysHowItBegan_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("created");
        QTest::addColumn<QString>("kind");
        QTest::newRow("made just before") << "ResourceDiscovered"
                                          << "2026-03-01T09:30:00Z"
                                          << "created";
        QTest::newRow("there for years") << "ResourceDiscovered"
                                         << "2020-03-01T09:30:00Z"
                                         << "existed";
        QTest::newRow("nothing tells") << "ResourceDiscovered"
                                       << ""
                                       << "discovered";
        QTest::newRow("an update") << "OK"
                                   << ""
                                   << "unrecorded";
        QTest::newRow("only its end") << "ResourceDeleted"
                                      << ""
                                      << "deleted";
        QTest::newRow("never recorded") << "ResourceNotRecorded"
                                        << ""
                                        << "not-recorded";
    }
    void theFirstStateSaysHowItBegan()
    {
        QFETCH(QString, status);
        QFETCH(QString, created);
        QFETCH(QString, kind);
        ItemSketch item = at("2026-03-01T10:00:00Z", "");
        item.status = status.toStdString();
        if (!created.isEmpty())
            item.rest = ",'resourceCreationTime':'" + created.toStdString() + "'";
        QCOMPARE(historyText({{item}}), kind);
        const auto resources = resourcesOf({{item}});
        const ResourceHistory history = historyOf(*resources, ResourceNo(0));
        QCOMPARE(history.createdNs.front(),
                 created.isEmpty() ? kNoTime : ns(created.toUtf8().constData()));
    }

    void whatComesBackIsComparedWithTheStateBeforeItsDeletion()
    {
        QCOMPARE(historyText({{at("2026-03-01T10:00:00Z", "ResourceDiscovered"),
                               at("2026-03-01T11:00:00Z", "ResourceDeleted"),
                               at("2026-03-01T11:30:00Z", "ResourceDeleted"),
                               at("2026-03-01T12:00:00Z", "ResourceDiscovered"),
                               at("2026-03-01T13:00:00Z", "ResourceDiscovered"),
                               at("2026-03-01T14:00:00Z", "ResourceDeleted")}}),
                 QStringLiteral("discovered, deleted<0, deleted-again<1, rediscovered<0, "
                                "found-again<3, deleted<4"));
    }

    void whatSaysNothingIsComparedWithNothing()
    {
        QCOMPARE(historyText({{at("2026-03-01T10:00:00Z", "OK"),
                               at("2026-03-01T11:00:00Z", "ResourceNotRecorded"),
                               at("2026-03-01T12:00:00Z", "OK"), at("", "OK")}}),
                 QStringLiteral("unrecorded, not-recorded, updated<0, undated"));
    }

    void repeatsAreNoBlocks()
    {
        std::vector<std::vector<ItemSketch>> files;
        for (const char* time : {"2026-03-01T10:00:00Z", "2026-03-01T10:00:07Z"}) {
            ItemSketch item = at(time, "ResourceDiscovered", kLarge);
            item.region = "global";
            files.push_back({item});
        }
        ItemSketch later = at("2026-03-02T10:00:00Z", "OK", kSmall);
        later.region = "global";
        files.push_back({later});
        QCOMPARE(historyText(files), QStringLiteral("discovered+1, updated<0"));
    }

    void theStateAsOfAMomentIsTheLastOneUntilThen()
    {
        const auto resources =
            resourcesOf({{at("2026-03-01T10:00:00Z", "ResourceDiscovered"),
                          at("2026-03-01T11:00:00Z", "OK", kLarge),
                          at("2026-03-01T11:00:00Z", "OK", kSmall), at("", "OK")}});
        const ResourceHistory history = historyOf(*resources, ResourceNo(0));
        QVERIFY(!history.blockAt(ns("2026-03-01T09:59:59Z")));
        QCOMPARE(history.blockAt(ns("2026-03-01T10:00:00Z")), std::optional<std::uint32_t>(0));
        QCOMPARE(history.blockAt(ns("2026-03-01T10:59:59Z")), std::optional<std::uint32_t>(0));
        QCOMPARE(history.blockAt(ns("2026-03-01T11:00:00Z")), std::optional<std::uint32_t>(2));
        QCOMPARE(history.lastBlock(), std::optional<std::uint32_t>(2));
        QCOMPARE(history.datedBlocks, 3u);
        const auto undated = resourcesOf({{at("", "OK")}});
        const ResourceHistory none = historyOf(*undated, ResourceNo(0));
        QVERIFY(!none.blockAt(ns("2026-03-01T10:00:00Z")));
        QCOMPARE(none.lastBlock(), std::optional<std::uint32_t>(0));
    }

    // Of random orders of items: every item that is no repeat is a block, and the block as of any
    // moment is the item that Resources names.
    void blocksAgreeWithTheResources()
    {
        std::mt19937 random(7);
        const char* const statuses[] = {"OK", "ResourceDiscovered", "ResourceDeleted",
                                        "ResourceNotRecorded"};
        for (int round = 0; round < 50; ++round) {
            std::vector<ItemSketch> items;
            for (int i = 0; i < 12; ++i) {
                const auto time = QStringLiteral("2026-03-01T10:%1:00Z")
                                      .arg(random() % 20, 2, 10, QLatin1Char('0'));
                ItemSketch item = at("", statuses[random() % 4]);
                item.time = time.toStdString();
                item.rest = ",'configuration':{'n':" + std::to_string(random() % 3) + "}";
                items.push_back(item);
            }
            const auto resources = resourcesOf({items});
            const ResourceHistory history = historyOf(*resources, ResourceNo(0));
            QCOMPARE(history.blocks.size(),
                     std::size_t(resources->resource(ResourceNo(0)).itemCount));
            for (int minute = -1; minute < 21; ++minute) {
                const std::int64_t moment = ns("2026-03-01T10:00:00Z") + minute * 60'000'000'000LL;
                const State state = resources->stateAt(ResourceNo(0), moment);
                const auto block = history.blockAt(moment);
                QCOMPARE(block ? history.blocks[*block].item : kNoItem, state.item);
            }
            for (std::uint32_t i = 0; i < history.blocks.size(); ++i) {
                const Block& block = history.blocks[i];
                if (block.comparedWith == kNoBlock)
                    continue;
                QVERIFY(block.comparedWith < i);
                const Block& base = history.blocks[block.comparedWith];
                QVERIFY(base.status != ItemStatus::NotRecorded);
                QVERIFY(!isDeletion(base.status) || block.kind == Block::Kind::DeletedAgain);
            }
        }
    }

    void changesAreCountedWithoutNoise()
    {
        const auto resources =
            resourcesOf({{at("2026-03-01T10:00:00Z", "ResourceDiscovered",
                             ",'configuration':{'size':'large','itemCount':1},'tags':{'a':'1'}"),
                          at("2026-03-01T11:00:00Z", "OK",
                             ",'configuration':{'size':'small','itemCount':2},'tags':{'b':'1'}"),
                          at("2026-03-01T12:00:00Z", "OK",
                             ",'configuration':{'size':'small','itemCount':3},'tags':{'b':'1'}"),
                          at("2026-03-01T13:00:00Z", "OK",
                             ",'configuration':{'size':'small','itemCount':3},'tags':{'b':'1'},"
                             "'configurationStateId':'177'"),
                          at("2026-03-01T14:00:00Z", "ResourceDeleted")}});
        const ResourceHistory history = historyOf(*resources, ResourceNo(0));
        using Outcome = BlockChanges::Outcome;
        const auto is = [&](std::uint32_t block, Outcome outcome, std::uint32_t changes,
                            std::uint32_t noise) {
            return countChanges(*resources, history, block)
                == BlockChanges{outcome, changes, noise};
        };
        QVERIFY(is(0, Outcome::Nothing, 0, 0));
        QVERIFY(is(1, Outcome::Changed, 3, 1)); // the size, a tag that went and one that came
        QVERIFY(is(2, Outcome::OnlyNoise, 0, 1));
        QVERIFY(is(3, Outcome::Same, 0, 0));
        QCOMPARE(countChanges(*resources, history, 4).outcome, Outcome::Changed);
        const std::vector<std::uint32_t> wanted{3, 1};
        const auto counted = countChanges(*resources, history, wanted, JobContext());
        QVERIFY_OK(counted);
        QCOMPARE(counted->at(0).outcome, Outcome::Same);
        QCOMPARE(counted->at(1).changes, 3u);
        std::stop_source stop;
        stop.request_stop();
        const auto stopped =
            countChanges(*resources, history, wanted, JobContext(stop.get_token()));
        QVERIFY(!stopped.ok());
        QCOMPARE(stopped.error().kind, Error::Kind::Cancelled);
    }

    void deletionsOfSomeTypesAreLate()
    {
        ItemSketch item = at("2026-03-01T10:00:00Z", "OK");
        item.type = "AWS::Connect::Prompt";
        const auto resources = resourcesOf({{item}});
        QCOMPARE(historyOf(*resources, ResourceNo(0)).deletionLagHours, 120u);
    }

    void namesOfSnapshotsTellPlaceAndMoment()
    {
        const auto snapshot = snapshotOfName(
            "AWSLogs/111111111111/Config/us-east-1/2026/3/1/ConfigSnapshot/"
            "111111111111_Config_us-east-1_ConfigSnapshot_20260301T120000Z_1f.json.gz");
        QVERIFY(snapshot);
        QCOMPARE(snapshot->account, std::string("111111111111"));
        QCOMPARE(snapshot->region, std::string("us-east-1"));
        QCOMPARE(snapshot->ns, ns("2026-03-01T12:00:00Z"));
        for (const char* name :
             {"", "a/b.json", "111111111111_Config_us-east-1_ConfigSnapshot_.json",
              "111111111111_Config_us-east-1_ConfigSnapshot_20261301T120000Z_1.json",
              "_ConfigSnapshot_20260301T120000Z", "x_Config_ConfigSnapshot_20260301T120000Z_1"})
            QVERIFY2(!snapshotOfName(name), name);
    }

    void whatIsMissingFromTheNextSnapshotVanished();
};

namespace {

// A folder of snapshots and history files, loaded.
struct Export
{
    QTemporaryDir dir;
    ingest::Evidence evidence;
    std::shared_ptr<const Resources> resources;

    void snapshot(const char* moment, const std::vector<ItemSketch>& items)
    {
        std::string text =
            "{\"fileVersion\":\"1.0\",\"configSnapshotId\":\"1f\",\"configurationItems\":[";
        for (std::size_t i = 0; i < items.size(); ++i)
            text += (i ? "," : "") + test::itemText(items[i]);
        test::writeFile(dir.path(),
                        std::string("111111111111_Config_us-east-1_ConfigSnapshot_") + moment
                            + "_1f.json",
                        text + "]}");
    }
    bool load()
    {
        ingest::LoadRequest request;
        request.paths = {dir.path().toStdString()};
        request.threads = 1;
        auto loaded = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
        if (!loaded)
            return false;
        evidence = std::move(loaded).value();
        resources = resourcesOf(evidence.items);
        return resources != nullptr;
    }
    std::optional<Vanishing> vanishing(const char* id) const
    {
        return Snapshots(*evidence.ledger).vanishing(*resources, resources->withId(id).front());
    }
};

ItemSketch named(const char* id, const char* time, const char* status = "ResourceDiscovered")
{
    ItemSketch item = at(time, status);
    item.id = id;
    return item;
}

} // namespace

void TestResourceHistory::whatIsMissingFromTheNextSnapshotVanished()
{
    Export made;
    const ItemSketch stays = named("i-stays", "2026-03-01T10:00:00Z");
    const ItemSketch goes = named("i-goes", "2026-03-01T10:00:00Z");
    const ItemSketch ends = named("i-ends", "2026-03-01T10:00:00Z");
    const ItemSketch later = named("i-later", "2026-03-01T10:00:00Z");
    made.snapshot("20260301T120000Z", {stays, goes, ends, later});
    made.snapshot("20260301T180000Z", {stays, goes});
    made.snapshot("20260302T000000Z", {stays});
    test::writeFile(made.dir.path(), "history.json",
                    test::historyText({named("i-ends", "2026-03-01T15:00:00Z", "ResourceDeleted"),
                                       named("i-later", "2026-03-01T19:00:00Z", "OK"),
                                       named("i-nowhere", "2026-03-01T10:00:00Z")}));
    QVERIFY(made.load());
    QCOMPARE(Snapshots(*made.evidence.ledger).all().size(), std::size_t{3});
    QVERIFY(!made.vanishing("i-stays"));
    QVERIFY(!made.vanishing("i-ends")); // its deletion is recorded
    QVERIFY(!made.vanishing("i-later")); // it was recorded after the snapshot
    QVERIFY(!made.vanishing("i-nowhere")); // no snapshot has it
    const auto vanished = made.vanishing("i-goes");
    QVERIFY(vanished);
    QCOMPARE(vanished->lastSeenNs, ns("2026-03-01T18:00:00Z"));
    QCOMPARE(vanished->missingNs, ns("2026-03-02T00:00:00Z"));
    QVERIFY(made.evidence.ledger->path(vanished->missing).find("20260302T") != std::string::npos);
    const auto seen = Snapshots(*made.evidence.ledger)
                          .seenNs(*made.resources, made.resources->withId("i-goes").front());
    QCOMPARE(seen.size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(TestResourceHistory)
#include "tst_resourcehistory.moc"
