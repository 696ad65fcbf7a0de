// Resources: identity, order, lifetimes and the state as of any moment, against a slow oracle.
#include "model/base/timestamp.h"
#include "model/ingest/loader.h"
#include "tests/model/config/configitems.h"
#include "tests/support/testsupport.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::config;
using namespace Qt::StringLiterals;
using test::ItemSketch;
using test::resourcesOf;

namespace {

using Presence = State::Presence;

std::int64_t ns(const char* text)
{
    return parseTimestamp(text)->ns();
}

// Statuses of the items in order: "DOX" for discovered, OK, deleted; a repeat is lower case.
std::string orderOf(const Resources& resources, ResourceNo no)
{
    std::string text;
    for (const Item& item : resources.items(no)) {
        const char letter = item.status == ItemStatus::Ok ? 'O'
            : item.status == ItemStatus::Discovered       ? 'D'
            : item.status == ItemStatus::Deleted          ? 'X'
                                                          : '?';
        text += item.isRepeat ? static_cast<char>(letter + 32) : letter;
    }
    return text;
}

ResourceNo only(const Resources& resources)
{
    return resources.size() == 1 ? ResourceNo(0) : ResourceNo::invalid();
}

ItemSketch at(const char* time, const char* status, const char* rest = "")
{
    return {.time = time, .status = status, .rest = rest};
}

// What the oracle knows of an item.
struct Known
{
    std::string key;
    int second = 0;
    int family = 0; // of the state id
    int state = 0;
    char status = 'O';
    int delivery = 0;
    int content = 0;
    int position = 0;

    bool sameItem(const Known& o) const
    {
        return key == o.key && second == o.second && family == o.family && state == o.state
            && status == o.status && content == o.content && delivery == o.delivery;
    }
};

std::string timeText(int second)
{
    return QStringLiteral("2026-03-01T00:00:%1.500Z")
        .arg(second, 2, 10, QLatin1Char('0'))
        .toStdString();
}

ItemSketch sketchOf(const Known& known)
{
    ItemSketch sketch;
    const auto bar = known.key.find('|');
    sketch.account = known.key.substr(0, bar);
    sketch.id = known.key.substr(bar + 1);
    sketch.time = timeText(known.second);
    sketch.status = known.status == 'O' ? "OK"
        : known.status == 'D'           ? "ResourceDiscovered"
                                        : "ResourceDeleted";
    const char* const prefix[] = {"", "177237", "x"};
    sketch.rest = ",'configurationStateId':'" + std::string(prefix[known.family])
        + (known.family == 1 ? "00000000" : "") + std::to_string(known.state) + "'";
    if (known.delivery)
        sketch.rest += ",'configurationItemDeliveryTime':'" + timeText(known.delivery) + "'";
    sketch.rest += ",'configuration':{'n':" + std::to_string(known.content) + "}";
    return sketch;
}

// Slow: takes the last one out of what is left, again and again.
std::vector<Known> inOrder(std::vector<Known> left)
{
    const std::vector<Known> all = left;
    std::vector<Known> order;
    const auto moment = [](const Known& k) {
        return std::tuple(k.second, k.family, k.family == 2 ? 0 : k.state);
    };
    const auto isLater = [&](const Known& a, const Known& b) {
        if (moment(a) != moment(b))
            return moment(a) > moment(b);
        bool reborn = false;
        bool discovered = false;
        for (const Known& k : all) {
            reborn = reborn || moment(k) > moment(a);
            discovered = discovered || (moment(k) == moment(a) && k.status == 'D');
        }
        const std::string ranks = reborn && discovered ? "OXD" : "DOX";
        const auto rank = [&](const Known& k) {
            return ranks.find(k.status);
        };
        if (rank(a) != rank(b))
            return rank(a) > rank(b);
        if (a.delivery != b.delivery)
            return a.delivery > b.delivery;
        return a.position > b.position;
    };
    while (!left.empty()) {
        auto last = left.begin();
        for (auto it = left.begin(); it != left.end(); ++it)
            last = isLater(*it, *last) ? it : last;
        order.insert(order.begin(), *last);
        left.erase(last);
    }
    return order;
}

} // namespace

class TestResources : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void anEmptyStoreHasNoResources()
    {
        const auto resources = resourcesOf(std::vector<std::vector<ItemSketch>>{});
        QCOMPARE(resources->size(), std::size_t{0});
        QCOMPARE(resources->firstNs(), kNoTime);
        QVERIFY(!resources->find("a", "b", "c", "d"));
        QCOMPARE(QString::fromStdString(resources->checkInvariants()), QString());
    }

    void identityIsNeverTheIdAlone()
    {
        const auto resources = resourcesOf({{{.id = "a"},
                                             {.id = "a", .account = "222222222222"},
                                             {.id = "a", .region = "eu-west-1"},
                                             {.id = "a", .type = "AWS::EC2::Volume"},
                                             {.id = "b"}}});
        QCOMPARE(resources->size(), std::size_t{5});
        QCOMPARE(resources->withId("a").size(), std::size_t{4});
        const auto found = resources->find("222222222222", "us-east-1", "AWS::EC2::Instance", "a");
        QVERIFY(found.has_value());
        QVERIFY(resources->resource(*found).accountId == "222222222222");
        QVERIFY(!resources->find("222222222222", "eu-west-1", "AWS::EC2::Instance", "a"));
        QCOMPARE(QString::fromStdString(resources->checkInvariants()), QString());
    }

    void captureTimeOrdersWhateverTheFilesSay()
    {
        const auto resources = resourcesOf(
            {{at("2026-03-03T00:00:00Z", "ResourceDeleted"), at("2026-03-02T00:00:00Z", "OK")},
             {at("2026-03-01T00:00:00Z", "ResourceDiscovered")}});
        QCOMPARE(orderOf(*resources, only(*resources)), std::string("DOX"));
        QCOMPARE(resources->firstNs(), ns("2026-03-01T00:00:00Z"));
        QCOMPARE(resources->lastNs(), ns("2026-03-03T00:00:00Z"));
    }

    void millisecondsOrderWithinASecond()
    {
        const auto resources = resourcesOf({{at("2026-03-01T00:00:00.900Z", "OK"),
                                             at("2026-03-01T00:00:00.100Z", "ResourceDiscovered"),
                                             at("2026-03-01T00:00:00.950Z", "ResourceDeleted")}});
        const ResourceNo no = only(*resources);
        QCOMPARE(orderOf(*resources, no), std::string("DOX"));
        const auto state = resources->stateAt(no, ns("2026-03-01T00:00:00.900Z"));
        QCOMPARE(state.presence, Presence::Live);
        QCOMPARE(state.item, std::uint32_t{1});
    }

    void lifetimesBeginAndEnd()
    {
        const auto resources = resourcesOf(
            {{at("2026-03-01T00:00:00Z", "ResourceDiscovered"), at("2026-03-02T00:00:00Z", "OK"),
              at("2026-03-03T00:00:00Z", "ResourceDeleted"),
              at("2026-03-04T00:00:00Z", "ResourceDiscovered")}});
        const ResourceNo no = only(*resources);
        const auto lives = resources->lifetimes(no);
        QCOMPARE(lives.size(), std::size_t{2});
        QCOMPARE(lives[0].beginning, Beginning::Discovered);
        QVERIFY(lives[0].isDeleted);
        QCOMPARE(lives[0].beginNs, ns("2026-03-01T00:00:00Z"));
        QCOMPARE(lives[0].endNs, ns("2026-03-03T00:00:00Z"));
        QCOMPARE(lives[1].firstItem, std::uint32_t{3});
        QVERIFY(!lives[1].isDeleted);
        QCOMPARE(resources->stateAt(no, ns("2026-02-28T00:00:00Z")).presence, Presence::NotYet);
        const State deleted = resources->stateAt(no, ns("2026-03-03T12:00:00Z"));
        QCOMPARE(deleted.presence, Presence::Deleted);
        QCOMPARE(deleted.described, std::uint32_t{1});
        QCOMPARE(deleted.itemCount, std::uint32_t{3});
        QCOMPARE(resources->lastState(no).presence, Presence::Live);
        QCOMPARE(resources->resource(no).itemCount, std::uint32_t{4});
    }

    void discoveredIsNotCreated_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("creation");
        QTest::addColumn<Beginning>("wanted");
        const auto row = [](const char* name, const char* status, const char* creation,
                            Beginning wanted) {
            QTest::newRow(name) << status << creation << wanted;
        };
        row("nothing tells", "ResourceDiscovered", "", Beginning::Discovered);
        row("a null time", "ResourceDiscovered", "null", Beginning::Discovered);
        row("created then", "ResourceDiscovered", "'2026-03-01T11:58:00Z'", Beginning::Created);
        row("a clock that is ahead", "ResourceDiscovered", "'2026-03-01T12:00:30Z'",
            Beginning::Created);
        row("created long before", "ResourceDiscovered", "'2024-03-01T11:58:00Z'",
            Beginning::Existed);
        row("an update", "OK", "", Beginning::Unrecorded);
        row("an update of old", "OK", "'2024-03-01T11:58:00Z'", Beginning::Unrecorded);
        row("a deletion", "ResourceDeleted", "", Beginning::Unrecorded);
        row("not recorded", "ResourceNotRecorded", "", Beginning::Unrecorded);
    }

    void discoveredIsNotCreated()
    {
        QFETCH(QString, status);
        QFETCH(QString, creation);
        QFETCH(Beginning, wanted);
        ItemSketch sketch = at("2026-03-01T12:00:00Z", "");
        sketch.status = status.toStdString();
        if (!creation.isEmpty())
            sketch.rest = ",'resourceCreationTime':" + creation.toStdString();
        const auto resources = resourcesOf({{sketch}});
        QCOMPARE(resources->lifetimes(only(*resources)).size(), std::size_t{1});
        QCOMPARE(resources->lifetimes(only(*resources))[0].beginning, wanted);
    }

    void aDeletionWithoutADiscoveryIsALifetimeOfUnknownLength()
    {
        const auto resources = resourcesOf({{at("2026-03-01T00:00:00Z", "ResourceDeleted"),
                                             at("2026-03-02T00:00:00Z", "ResourceDeleted")}});
        const ResourceNo no = only(*resources);
        QCOMPARE(resources->lifetimes(no).size(), std::size_t{1});
        QCOMPARE(resources->lifetimes(no)[0].beginNs, kNoTime);
        QCOMPARE(resources->lifetimes(no)[0].endNs, ns("2026-03-01T00:00:00Z"));
        const State state = resources->lastState(no);
        QCOMPARE(state.presence, Presence::Deleted);
        QCOMPARE(state.described, kNoItem);
    }

    void lateDeletionsAreKnownByType()
    {
        QCOMPARE(deletionLagHours("AWS::EC2::Instance"), 0u);
        QCOMPARE(deletionLagHours("AWS::Connect::Prompt"), 120u);
        QCOMPARE(deletionLagHours("AWS::BedrockAgentCore::Memory"), 360u);
    }

    void atOneMomentADeletionIsLastUnlessADiscoveryAndMoreFollow()
    {
        const char* moment = "2026-03-01T00:00:00Z";
        const auto last = resourcesOf(
            {{at(moment, "ResourceDeleted"), at(moment, "ResourceDiscovered"), at(moment, "OK")}});
        QCOMPARE(orderOf(*last, only(*last)), std::string("DOX"));
        const auto reborn =
            resourcesOf({{at(moment, "ResourceDiscovered"), at(moment, "ResourceDeleted"),
                          at("2026-03-02T00:00:00Z", "OK")}});
        QCOMPARE(orderOf(*reborn, only(*reborn)), std::string("XDO"));
        QCOMPARE(reborn->lifetimes(only(*reborn)).size(), std::size_t{2});
    }

    void stateIdsOrderWithinTheirFamily()
    {
        const char* moment = "2026-03-01T00:00:00Z";
        const auto resources =
            resourcesOf({{at(moment, "ResourceDeleted", ",'configurationStateId':'1772323200001'"),
                          at(moment, "OK", ",'configurationStateId':'1772323200000'"),
                          at(moment, "ResourceDiscovered", ",'configurationStateId':949")}});
        QCOMPARE(orderOf(*resources, only(*resources)), std::string("DOX"));
    }

    void itemsWithoutAnIdAreNotThrownTogether()
    {
        ItemSketch alone{.id = "", .rest = ",'configuration':{'n':1}"};
        ItemSketch other{.id = "", .rest = ",'configuration':{'n':2}"};
        ItemSketch named{.id = "", .rest = ",'ARN':'arn:a','configuration':{'n':3}"};
        ItemSketch again{.id = "", .rest = ",'ARN':'arn:a','configuration':{'n':4}"};
        const auto resources = resourcesOf({{alone, named, other, again}});
        QCOMPARE(resources->size(), std::size_t{3});
        QCOMPARE(resources->withArn("arn:a").size(), std::size_t{1});
        QCOMPARE(resources->resource(resources->withArn("arn:a")[0]).itemCount, std::uint32_t{2});
        QVERIFY(resources->withId("").empty());
        QCOMPARE(QString::fromStdString(resources->checkInvariants()), QString());
    }

    void undatedItemsStayInSight()
    {
        const auto mixed = resourcesOf({{at("", "ResourceDeleted"), at("soon", "OK"),
                                         at("2026-03-01T00:00:00Z", "ResourceDiscovered")}});
        const ResourceNo no = only(*mixed);
        QCOMPARE(mixed->items(no).size(), std::size_t{3});
        QCOMPARE(mixed->datedCount(no), std::uint32_t{1});
        QCOMPARE(mixed->lastState(no).presence, Presence::Live);
        QCOMPARE(mixed->lastState(no).itemCount, std::uint32_t{3});
        const auto undated = resourcesOf({{at("", "OK")}});
        QCOMPARE(undated->lastState(only(*undated)).presence, Presence::Undated);
        QCOMPARE(undated->lastState(only(*undated)).item, std::uint32_t{0});
        QCOMPARE(undated->stateAt(only(*undated), ns("2030-01-01T00:00:00Z")).presence,
                 Presence::NotYet);
        QCOMPARE(QString::fromStdString(mixed->checkInvariants()), QString());
    }

    void aGlobalItemOfSeveralRegionsIsOne()
    {
        const auto user = [](const char* time, const char* path) {
            ItemSketch sketch{.id = "AIDA1", .time = time, .type = "AWS::IAM::User"};
            sketch.region = "global";
            sketch.rest = std::string(",'configuration':{'path':'") + path + "'}";
            return sketch;
        };
        const auto resources = resourcesOf(
            {{user("2026-03-01T00:00:00.100Z", "/a/"), user("2026-03-01T00:10:00.100Z", "/b/")},
             {user("2026-03-01T00:00:02.700Z", "/a/"), user("2026-03-01T00:10:03.100Z", "/b/")},
             {user("2026-03-01T00:00:01.500Z", "/a/")}});
        const ResourceNo no = only(*resources);
        QCOMPARE(orderOf(*resources, no), std::string("OooOo"));
        QCOMPARE(resources->resource(no).itemCount, std::uint32_t{2});
        QCOMPARE(resources->occurrences(no, 0).size(), std::size_t{3});
        QCOMPARE(resources->occurrences(no, 3).size(), std::size_t{2});
        QCOMPARE(resources->lastState(no).itemCount, std::uint32_t{2});
        QCOMPARE(QString::fromStdString(resources->checkInvariants()), QString());
    }

    void nothingElseIsARepeat()
    {
        ItemSketch first{.id = "AIDA1", .type = "AWS::IAM::User", .region = "global"};
        first.time = "2026-03-01T00:00:00.000Z";
        ItemSketch second = first;
        second.time = "2026-03-01T00:00:01.000Z";
        // One recorder that says the same twice.
        const auto together = resourcesOf({{first, second}});
        QCOMPARE(orderOf(*together, only(*together)), std::string("OO"));
        // Hours apart.
        second.time = "2026-03-01T02:00:01.000Z";
        const auto later = resourcesOf({{first}, {second}});
        QCOMPARE(orderOf(*later, only(*later)), std::string("OO"));
        // A resource of a Region.
        first.region = second.region = "us-east-1";
        second.time = "2026-03-01T00:00:01.000Z";
        const auto regional = resourcesOf({{first}, {second}});
        QCOMPARE(orderOf(*regional, only(*regional)), std::string("OO"));
    }

    void aStateThatCameBackIsNotARepeatOfTheFirst()
    {
        const auto policy = [](const char* time, int n) {
            ItemSketch sketch{.id = "ANPA1", .time = time, .type = "AWS::IAM::Policy"};
            sketch.region = "global";
            sketch.rest = ",'configuration':{'n':" + std::to_string(n) + "}";
            return sketch;
        };
        const auto resources = resourcesOf({{policy("2026-03-01T00:00:00Z", 1)},
                                            {policy("2026-03-01T00:01:00Z", 2)},
                                            {policy("2026-03-01T00:02:00Z", 1)}});
        QCOMPARE(orderOf(*resources, only(*resources)), std::string("OOO"));
    }

    void namesAndArnsThatWereAreFoundToo()
    {
        const auto resources = resourcesOf(
            {{at("2026-03-01T00:00:00Z", "OK", ",'resourceName':'bob','ARN':'arn:user/bob'"),
              at("2026-03-02T00:00:00Z", "OK", ",'resourceName':'root','ARN':'arn:user/root'"),
              at("2026-03-03T00:00:00Z", "ResourceDeleted", ",'resourceName':null")}});
        QCOMPARE(resources->withName("bob").size(), std::size_t{1});
        QCOMPARE(resources->withName("root").size(), std::size_t{1});
        QCOMPARE(resources->withArn("arn:user/bob").size(), std::size_t{1});
        QVERIFY(resources->withName("bo").empty());
        QVERIFY(resources->resource(ResourceNo(0)).name == "root");
        QVERIFY(resources->resource(ResourceNo(0)).arn == "arn:user/root");
    }

    void histories_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 60; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }

    // Lifetimes and the state as of every moment equal those of the oracle.
    void histories()
    {
        QFETCH(int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto upTo = [&](int most) {
            return static_cast<int>(random() % static_cast<unsigned>(most + 1));
        };
        const int seconds = 1 + upTo(20);
        std::map<std::string, std::vector<Known>> wanted;
        test::StoreBuilding building;
        int position = 0;
        const int files = 1 + upTo(4);
        for (int file = 0; file < files; ++file) {
            std::vector<ItemSketch> sketches;
            for (int i = upTo(30); i >= 0; --i) {
                Known known;
                known.key = std::string(upTo(1) ? "111111111111|" : "222222222222|") + "i-"
                    + std::to_string(upTo(3));
                known.second = upTo(seconds);
                known.family = upTo(5) == 0 ? upTo(2) : 1;
                known.state = 10 + upTo(2);
                known.status = "OODX"[upTo(3)];
                known.delivery = upTo(4) == 0 ? 1 + upTo(2) : 0;
                known.content = upTo(2);
                known.position = position++;
                sketches.push_back(sketchOf(known));
                auto& list = wanted[known.key];
                if (std::none_of(list.begin(), list.end(),
                                 [&](const Known& k) { return k.sameItem(known); }))
                    list.push_back(known);
            }
            building.read(test::historyText(sketches), ingest::SourceKind::ConfigHistory);
        }
        const auto resources = resourcesOf(building.items());
        QCOMPARE(QString::fromStdString(resources->checkInvariants()), QString());
        QCOMPARE(resources->size(), wanted.size());
        const auto n = resources->store()->paths().find("configuration.n");
        for (const auto& [key, items] : wanted) {
            const auto bar = key.find('|');
            const auto no = resources->find(key.substr(0, bar), "us-east-1", "AWS::EC2::Instance",
                                            key.substr(bar + 1));
            QVERIFY(no.has_value());
            const std::vector<Known> order = inOrder(items);
            std::string statuses;
            for (const Known& known : order)
                statuses += known.status;
            QCOMPARE(orderOf(*resources, *no), statuses);
            std::size_t lives = 0;
            for (std::size_t i = 0; i < order.size(); ++i)
                lives += i == 0 || (order[i - 1].status == 'X' && order[i].status != 'X') ? 1 : 0;
            QCOMPARE(resources->lifetimes(*no).size(), lives);
            for (int second = -1; second <= seconds + 1; ++second) {
                const std::int64_t moment =
                    ns("2026-03-01T00:00:00Z") + second * 1'000'000'000LL + 500'000'000;
                std::uint32_t until = 0;
                for (const Known& known : order)
                    until += known.second <= second ? 1 : 0;
                const State state = resources->stateAt(*no, moment);
                QCOMPARE(state.itemCount, until);
                if (until == 0) {
                    QCOMPARE(state.presence, Presence::NotYet);
                    continue;
                }
                const Known& known = order[until - 1];
                QCOMPARE(state.presence, known.status == 'X' ? Presence::Deleted : Presence::Live);
                std::string content;
                resources->store()->value(resources->items(*no)[state.item].row, *n, content);
                QCOMPARE(content, std::to_string(known.content));
            }
        }
    }

    void theSampleFoldersHoldTheResourcesOfAPlainReading()
    {
        const QString root = test::sampleDataDir();
        if (root.isEmpty())
            QSKIP("the folder of sample files is absent");
        ingest::LoadRequest request;
        request.paths = {root.toStdString()};
        const auto evidence = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
        QVERIFY_OK(evidence);
        const auto resources = resourcesOf(evidence->items);
        QCOMPARE(QString::fromStdString(resources->checkInvariants()), QString());
        std::set<QStringList> wanted;
        std::size_t rows = 0;
        for (const std::string& json : test::eventsOf(*evidence->items)) {
            const auto item = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
            QVERIFY(!item.isEmpty());
            ++rows;
            QStringList key;
            for (const char* member : {"accountId", "awsRegion", "resourceType", "resourceId"})
                key << item.value(QLatin1String(member)).toString();
            wanted.insert(key);
        }
        std::size_t withId = 0;
        std::size_t items = 0;
        for (std::uint32_t i = 0; i < resources->size(); ++i) {
            withId += resources->resource(ResourceNo(i)).id.empty() ? 0 : 1;
            items += resources->items(ResourceNo(i)).size();
        }
        const auto wantedWithId = std::count_if(
            wanted.begin(), wanted.end(), [](const auto& key) { return !key.last().isEmpty(); });
        QCOMPARE(withId, static_cast<std::size_t>(wantedWithId));
        QCOMPARE(items, rows);
        QVERIFY(withId > 100);
    }

    void aCancelledJobSaysSo()
    {
        std::stop_source stop;
        stop.request_stop();
        test::StoreBuilding building;
        building.read(test::historyText({{.id = "a"}}), ingest::SourceKind::ConfigHistory);
        const auto made = Resources::make(building.items(), JobContext(stop.get_token()));
        QVERIFY(!made.ok());
        QCOMPARE(made.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestResources)
#include "tst_resources.moc"
