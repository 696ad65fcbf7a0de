// What AWS Config delivered of the sample incident, against what the generator says of it.
#include "model/config/resources.h"
#include "model/ingest/loader.h"
#include "tests/support/incident/incident.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace trailloupe;
using incident::ItemReason;
using incident::ItemTruth;
using incident::Json;

namespace {

constexpr const char* kNoticeable[] = {incident::kVirginia, incident::kTokyo}; // switched off

// Where an item was found.
struct Found
{
    std::string path;
    Json json;
};

std::string text(const Json& json, const char* member)
{
    return json[member].get<std::string>();
}

// recorder | account | Region | type | id | capture | status
std::string keyOf(const std::string& recorder, const Json& item)
{
    std::string key = recorder;
    for (const char* member : {"awsAccountId", "awsRegion", "resourceType", "resourceId",
                               "configurationItemCaptureTime", "configurationItemStatus"})
        key += " | " + text(item, member);
    return key;
}

std::string keyOf(const ItemTruth& truth)
{
    const auto& [account, region, type, id] = truth.resource;
    return truth.recorder + " | " + account + " | " + region + " | " + type + " | " + id + " | "
        + truth.captured + " | " + truth.status;
}

// "us-east-1" of "AWSLogs/111122223333/Config/us-east-1/2026/3/12/…".
std::string recorderOf(const std::string& path)
{
    const std::size_t begin = path.find("/Config/") + 8;
    return path.substr(begin, path.find('/', begin) - begin);
}

bool isConfig(const std::string& path, const char* kind)
{
    return path.find("/Config/") != std::string::npos
        && path.find(std::string("/") + kind + "/") != std::string::npos;
}

std::int64_t secondsOf(const std::string& captured)
{
    return incident::timeOf(
        std::stoi(captured.substr(0, 4)), unsigned(std::stoi(captured.substr(5, 2))),
        unsigned(std::stoi(captured.substr(8, 2))), std::stoi(captured.substr(11, 2)),
        std::stoi(captured.substr(14, 2)), std::stoi(captured.substr(17, 2)));
}

// What an item says of its resource, without what follows from others.
std::string ownContent(Json item)
{
    if (item["configuration"].is_object())
        item["configuration"].erase("availableIpAddressCount");
    return item["configuration"].dump() + item["supplementaryConfiguration"].dump()
        + item["tags"].dump();
}

} // namespace

class ConfigStoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { test::failOnAnyWarning(); }
    void everyItemIsToldOf();
    void filesAreNamedAsTheyAreFilled();
    void historiesAreDeliveredOnce();
    void changesFollowTheirCauses();
    void contentsChangeWhereTheTruthSaysSo();
    void recordersThatAreOffWriteNothing();
    void relationshipsAreToldByBothSides();
    void snapshotsThatWereAskedForCarryTheId();
    void theDocumentTellsWhatWasRecorded();
    void lifetimesAreThoseOfTheStory();
    void nothingInItIsReal();

private:
    std::vector<Found> itemsIn(const char* kind) const;
    const incident::Event* eventOf(const std::string& id) const;

    incident::Incident m_incident;
    std::map<std::string, Json> m_items; // by key
    std::map<std::string, const incident::Event*> m_events; // by id
};

void ConfigStoryTest::initTestCase()
{
    m_incident = incident::makeIncident();
    for (const char* kind : {"ConfigSnapshot", "ConfigHistory"})
        for (const Found& found : itemsIn(kind))
            m_items[keyOf(recorderOf(found.path), found.json)] = found.json;
    for (const incident::Event& event : m_incident.events)
        m_events[text(event.json, "eventID")] = &event;
    QVERIFY(m_items.size() > 200);
}

std::vector<Found> ConfigStoryTest::itemsIn(const char* kind) const
{
    std::vector<Found> found;
    for (const auto& [path, file] : m_incident.files) {
        if (!isConfig(path, kind))
            continue;
        const Json json = Json::parse(file.text);
        for (const Json& item : json["configurationItems"])
            found.push_back({path, item});
    }
    return found;
}

const incident::Event* ConfigStoryTest::eventOf(const std::string& id) const
{
    const auto found = m_events.find(id);
    return found == m_events.end() ? nullptr : found->second;
}

void ConfigStoryTest::everyItemIsToldOf()
{
    std::set<std::string> told;
    for (const ItemTruth& truth : m_incident.items) {
        QVERIFY2(told.insert(keyOf(truth)).second, keyOf(truth).c_str());
        QVERIFY2(m_items.contains(keyOf(truth)), keyOf(truth).c_str());
    }
    QCOMPARE(told.size(), m_items.size());
    QVERIFY(std::is_sorted(
        m_incident.items.begin(), m_incident.items.end(),
        [](const ItemTruth& a, const ItemTruth& b) { return a.captured < b.captured; }));
}

void ConfigStoryTest::filesAreNamedAsTheyAreFilled()
{
    for (const auto& [path, file] : m_incident.files) {
        if (!isConfig(path, "ConfigHistory") && !isConfig(path, "ConfigSnapshot"))
            continue;
        const Json json = Json::parse(file.text);
        const Json& items = json["configurationItems"];
        QVERIFY2(!items.empty() && path.find("/03/") == std::string::npos, path.c_str());
        QVERIFY(path.find("/2026/3/1") != std::string::npos);
        for (const Json& item : items)
            QVERIFY2(path.starts_with("AWSLogs/" + text(item, "awsAccountId") + "/Config/"),
                     path.c_str());
        if (json.contains("configSnapshotId")) {
            QVERIFY2(path.ends_with("_" + text(json, "configSnapshotId") + ".json.gz"),
                     path.c_str());
            continue;
        }
        const auto compact = [](const Json& item) {
            std::string time = text(item, "configurationItemCaptureTime").substr(0, 19) + "Z";
            std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
            return time;
        };
        const std::string end = "_ConfigHistory_" + text(items[0], "resourceType") + "_"
            + compact(items.front()) + "_" + compact(items.back()) + "_1.json.gz";
        QVERIFY2(path.ends_with(end), path.c_str());
        for (const Json& item : items)
            QCOMPARE(item["resourceType"].dump(), items[0]["resourceType"].dump());
    }
}

void ConfigStoryTest::historiesAreDeliveredOnce()
{
    std::set<std::string> seen;
    for (const Found& found : itemsIn("ConfigHistory"))
        QVERIFY2(seen.insert(keyOf(recorderOf(found.path), found.json)).second, found.path.c_str());
}

void ConfigStoryTest::changesFollowTheirCauses()
{
    int caused = 0;
    for (const ItemTruth& truth : m_incident.items) {
        const std::string key = keyOf(truth);
        const bool isMoved = truth.reason == ItemReason::Change || truth.reason == ItemReason::Echo
            || truth.reason == ItemReason::Found;
        if (truth.reason == ItemReason::Baseline || truth.reason == ItemReason::Restart)
            QVERIFY2(truth.causes.empty() && truth.captured != "", key.c_str());
        if (isMoved)
            QVERIFY2(truth.isUnlogged || !truth.causes.empty(), key.c_str());
        bool isNamed = false;
        for (const std::string& id : truth.causes) {
            ++caused;
            const incident::Event* event = eventOf(id);
            QVERIFY2(event, key.c_str());
            QCOMPARE(event->account, truth.resource.account);
            QVERIFY(!event->json["readOnly"].get<bool>() && !event->json.contains("errorCode"));
            const std::int64_t passed = secondsOf(truth.captured) - event->time;
            QVERIFY2(passed >= 0 && (passed <= 120 || truth.reason == ItemReason::Repeat),
                     key.c_str());
            QVERIFY2(truth.resource.region == incident::kGlobal
                         || truth.resource.region == event->region,
                     key.c_str());
            const std::string json = event->json.dump();
            for (const std::string& word :
                 {truth.resource.id, truth.name, text(m_items[key], "ARN")})
                isNamed =
                    isNamed || (!word.empty() && json.find('"' + word + '"') != std::string::npos);
        }
        QVERIFY2(truth.isNamed == isNamed, key.c_str());
    }
    QVERIFY(caused > 100);
}

void ConfigStoryTest::contentsChangeWhereTheTruthSaysSo()
{
    std::map<incident::ResourceKey, const Json*> last;
    std::map<ItemReason, int> reasons;
    for (const ItemTruth& truth : m_incident.items) {
        const std::string key = keyOf(truth);
        const Json& item = m_items[key];
        const Json* before = last[truth.resource];
        last[truth.resource] = &item;
        ++reasons[truth.reason];
        if (truth.reason == ItemReason::Baseline) {
            QVERIFY2(!before, key.c_str());
            continue;
        }
        const bool isSame = before && ownContent(*before) == ownContent(item);
        const bool hasSameOthers =
            before && (*before)["relationships"].dump() == item["relationships"].dump();
        if (truth.reason == ItemReason::Change)
            QVERIFY2(!isSame, key.c_str());
        if (truth.reason == ItemReason::Echo)
            QVERIFY2(isSame && !hasSameOthers, key.c_str());
        if (truth.reason == ItemReason::Found)
            QVERIFY2(!isSame || !hasSameOthers, key.c_str());
        if (truth.reason == ItemReason::Repeat || truth.reason == ItemReason::Restart)
            QVERIFY2(isSame && hasSameOthers, key.c_str());
    }
    for (const ItemReason reason : {ItemReason::Baseline, ItemReason::Change, ItemReason::Echo,
                                    ItemReason::Repeat, ItemReason::Restart, ItemReason::Found})
        QVERIFY(reasons[reason] > 0);
}

void ConfigStoryTest::recordersThatAreOffWriteNothing()
{
    for (const std::string recorder : kNoticeable) {
        std::int64_t stopped = 0;
        std::int64_t started = 0;
        for (const incident::Event& event : m_incident.events) {
            if (event.region != recorder || event.account != incident::kShop)
                continue;
            if (event.json["eventName"] == "StopConfigurationRecorder")
                stopped = event.time;
            if (event.json["eventName"] == "StartConfigurationRecorder")
                started = event.time;
        }
        QVERIFY(stopped > 0 && started > stopped + 4 * 3600);
        std::set<incident::ResourceKey> alive;
        std::set<incident::ResourceKey> again;
        std::vector<Json> ofRecorder;
        for (const ItemTruth& truth : m_incident.items) {
            if (truth.resource.account != incident::kShop || truth.recorder != recorder)
                continue;
            const std::int64_t time = secondsOf(truth.captured);
            if (truth.resource.type == "AWS::Config::ConfigurationRecorder") {
                ofRecorder.push_back(m_items[keyOf(truth)]["configuration"]["Recording"]);
                continue;
            }
            QVERIFY2(time <= stopped || time >= started, keyOf(truth).c_str());
            if (time <= stopped && truth.status == "ResourceDeleted")
                alive.erase(truth.resource);
            else if (time <= stopped)
                alive.insert(truth.resource);
            else if (time < started + 180)
                again.insert(truth.resource);
        }
        QVERIFY(ofRecorder == std::vector<Json>({true, false, true}));
        QVERIFY(!alive.empty());
        QVERIFY(std::includes(again.begin(), again.end(), alive.begin(), alive.end()));
    }
    // What nobody logged and only the forgotten recorder saw.
    const auto trust =
        std::find_if(m_incident.items.begin(), m_incident.items.end(), [](const ItemTruth& truth) {
            return truth.name == incident::kInfrastructure && truth.reason == ItemReason::Change;
        });
    QVERIFY(trust != m_incident.items.end());
    QVERIFY(trust->isUnlogged && trust->causes.empty());
    QCOMPARE(trust->recorder, std::string(incident::kIreland));
    QVERIFY(secondsOf(trust->captured) > incident::stopLogging()
            && secondsOf(trust->captured) < incident::startLogging());
}

void ConfigStoryTest::relationshipsAreToldByBothSides()
{
    int told = 0;
    for (const auto& [path, file] : m_incident.files) {
        if (!isConfig(path, "ConfigSnapshot"))
            continue;
        const Json json = Json::parse(file.text);
        std::set<std::pair<std::string, std::string>> pairs;
        std::set<std::string> ids;
        for (const Json& item : json["configurationItems"]) {
            ids.insert(text(item, "resourceId"));
            for (const Json& other : item["relationships"])
                if (other.contains("resourceId"))
                    pairs.insert({text(item, "resourceId"), text(other, "resourceId")});
        }
        for (const Json& item : json["configurationItems"]) {
            const std::string type = text(item, "resourceType");
            if (!type.starts_with("AWS::EC2::") && !type.starts_with("AWS::IAM::"))
                continue;
            for (const Json& other : item["relationships"]) {
                ++told;
                const std::string id = text(other, "resourceId");
                QVERIFY2(ids.contains(id), id.c_str());
                QVERIFY2(pairs.contains({id, text(item, "resourceId")}), id.c_str());
            }
        }
    }
    QVERIFY(told > 100);
}

void ConfigStoryTest::snapshotsThatWereAskedForCarryTheId()
{
    int asked = 0;
    for (const incident::Event& event : m_incident.events) {
        if (event.json["eventName"] != "DeliverConfigSnapshot")
            continue;
        ++asked;
        const std::string id = text(event.json["responseElements"], "configSnapshotId");
        const auto file = std::find_if(
            m_incident.files.begin(), m_incident.files.end(),
            [&id](const auto& entry) { return entry.first.find(id) != std::string::npos; });
        QVERIFY2(file != m_incident.files.end(), id.c_str());
        QCOMPARE(recorderOf(file->first), event.region);
    }
    QCOMPARE(asked, 2);
}

void ConfigStoryTest::theDocumentTellsWhatWasRecorded()
{
    QFile file(test::sourcePath("docs/sample-incident.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const std::string story = file.readAll().toStdString();
    QVERIFY2(story.find(incident::itemsAsMarkdown(m_incident.items)) != std::string::npos,
             "copy what make_sample_incident --items prints");
    const std::string count = std::to_string(m_incident.items.size()) + " configuration items";
    QVERIFY2(story.find(count) != std::string::npos, count.c_str());
}

void ConfigStoryTest::lifetimesAreThoseOfTheStory()
{
    ingest::LoadRequest request;
    request.paths = {test::sourcePath("resources/sample-incident").toStdString()};
    const auto loaded = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
    QVERIFY_OK(loaded);
    const auto made = config::Resources::make(loaded->items, JobContext());
    QVERIFY_OK(made);
    const config::Resources& resources = **made;
    QCOMPARE(resources.checkInvariants(), std::string());

    std::set<incident::ResourceKey> told;
    for (const ItemTruth& truth : m_incident.items)
        told.insert(truth.resource);
    QCOMPARE(resources.size(), told.size());
    for (const incident::ResourceKey& key : told) {
        const auto no = resources.find(key.account, key.region, key.type, key.id);
        QVERIFY2(no, key.id.c_str());
        std::vector<bool> repeats;
        std::size_t deaths = 0;
        bool isDead = false;
        for (const ItemTruth& truth : m_incident.items) {
            if (truth.resource != key)
                continue;
            repeats.push_back(truth.reason == ItemReason::Repeat);
            isDead = truth.status == "ResourceDeleted";
            deaths += isDead ? 1 : 0;
        }
        const auto items = resources.items(*no);
        QCOMPARE(items.size(), repeats.size());
        for (std::size_t i = 0; i < items.size(); ++i)
            QVERIFY2(items[i].isRepeat == repeats[i], key.id.c_str());
        QCOMPARE(resources.lifetimes(*no).size(), deaths + (isDead ? 0 : 1));
    }
    const auto function = resources.find(incident::kShop, incident::kVirginia,
                                         "AWS::Lambda::Function", incident::kThumbnails);
    QCOMPARE(resources.lifetimes(*function).size(), std::size_t{2});
}

void ConfigStoryTest::nothingInItIsReal()
{
    const QRegularExpression forDocuments(
        QStringLiteral(R"(^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$)"));
    int addresses = 0;
    for (const auto& [key, item] : m_items) {
        const Json& json = item["configuration"];
        if (!json.is_object() || !json.contains("publicIpAddress"))
            continue;
        ++addresses;
        const auto address = QString::fromStdString(text(json, "publicIpAddress"));
        QVERIFY2(forDocuments.match(address).hasMatch(), qPrintable(address));
    }
    QVERIFY(addresses > 0);
}

QTEST_GUILESS_MAIN(ConfigStoryTest)
#include "tst_configstory.moc"
