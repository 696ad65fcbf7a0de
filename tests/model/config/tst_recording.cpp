// Recording: when a resource was not recorded, as the items of recorders and the calls about them
// tell it.
#include "model/base/timestamp.h"
#include "model/config/recording.h"
#include "tests/model/config/configitems.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::config;
using test::ItemSketch;

namespace {

std::int64_t ns(const char* text)
{
    return parseTimestamp(text)->ns();
}

ItemSketch recorder(const char* time, const char* configuration, const char* status = "OK")
{
    return {.id = "default",
            .time = time,
            .status = status,
            .rest = std::string(",'configuration':") + configuration,
            .type = "AWS::Config::ConfigurationRecorder"};
}

ItemSketch instance(const char* time, const char* rest = "")
{
    return {.time = time, .rest = rest};
}

std::string call(const char* name, const char* time, const char* parameters = "null",
                 const char* rest = "")
{
    static int number = 0;
    return test::quoted(
        std::string("{'eventVersion':'1.08','eventID':'e") + std::to_string(++number)
        + "','eventSource':'config.amazonaws.com','eventName':'" + name + "','eventTime':'" + time
        + "','awsRegion':'us-east-1','recipientAccountId':'111111111111',"
          "'requestParameters':"
        + parameters + rest + "}");
}

QString momentText(std::int64_t moment)
{
    return moment == kNoTime
        ? QStringLiteral("?")
        : QString::fromStdString(formatEventTime(moment / 1'000'000'000)).mid(5, 11);
}

struct World
{
    World(const std::vector<ItemSketch>& items, const std::vector<std::string>& calls = {})
        : resources(test::resourcesOf({items}))
        , events(test::storeOf(calls))
    {
        auto made = Recording::make(resources, events, JobContext());
        if (made)
            recording = *made;
    }
    // "stopped 03-01T10:00–03-01T12:00" of each span.
    QString spans(const char* id = "i-1") const
    {
        const auto found = resources->withId(id);
        if (!recording || found.empty())
            return QStringLiteral("nothing made");
        QStringList texts;
        for (const RecordingSpan& span : recording->spansOf(found.front()))
            texts.append(QStringLiteral("%1 %2–%3")
                             .arg(QString::fromUtf8(recordingSpanKey(span.kind)),
                                  momentText(span.fromNs), momentText(span.toNs)));
        return texts.join(QStringLiteral("; "));
    }

    std::shared_ptr<const Resources> resources;
    std::shared_ptr<const store::EventStore> events;
    std::shared_ptr<const Recording> recording;
};

const char* const kOn = "{'Name':'default','Recording':true}";
const char* const kOff = "{'Name':'default','Recording':false}";
const char* const kName = "{'configurationRecorderName':'default'}";

} // namespace

class TestRecording : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void nothingIsSaidWhereNothingIsKnown()
    {
        const World world({instance("2026-03-01T10:00:00Z"), instance("2026-03-05T10:00:00Z")});
        QCOMPARE(world.spans(), QString());
    }

    void itemsOfTheRecorderTellWhenItWasStopped()
    {
        const World world({instance("2026-03-01T09:00:00Z"), recorder("2026-03-01T10:00:00Z", kOff),
                           recorder("2026-03-01T12:00:00Z", kOn)});
        QCOMPARE(world.spans(), QStringLiteral("stopped 03-01T10:00–03-01T12:00"));
        QCOMPARE(world.spans("default"), QString()); // itself is always recorded
        const RecordingSpan span =
            world.recording->spansOf(world.resources->withId("i-1").front()).front();
        QVERIFY(span.item.isValid());
        QVERIFY(!span.event.isValid());
    }

    void callsTellItToTheSecond()
    {
        const World world({instance("2026-03-01T09:00:00Z"), recorder("2026-03-01T10:03:00Z", kOff),
                           recorder("2026-03-01T12:03:00Z", kOn)},
                          {call("StopConfigurationRecorder", "2026-03-01T10:01:00Z", kName),
                           call("StartConfigurationRecorder", "2026-03-01T12:01:00Z", kName)});
        QCOMPARE(world.spans(), QStringLiteral("stopped 03-01T10:01–03-01T12:01"));
        const RecordingSpan span =
            world.recording->spansOf(world.resources->withId("i-1").front()).front();
        QVERIFY(span.event.isValid());
        QCOMPARE(world.events->time(span.event),
                 std::optional(ns("2026-03-01T10:01:00Z") / 1'000'000'000));
    }

    void aCallThatFailedStopsNothing()
    {
        const World world({instance("2026-03-01T09:00:00Z")},
                          {call("StopConfigurationRecorder", "2026-03-01T10:01:00Z", kName,
                                ",'errorCode':'AccessDenied'")});
        QCOMPARE(world.spans(), QString());
    }

    void aDeletedRecorderRecordsNothingUntilAnotherIsStarted()
    {
        const World world({instance("2026-03-01T09:00:00Z")},
                          {call("StopConfigurationRecorder", "2026-03-01T10:00:00Z", kName),
                           call("DeleteConfigurationRecorder", "2026-03-01T10:05:00Z", kName),
                           call("PutConfigurationRecorder", "2026-03-01T12:00:00Z",
                                "{'configurationRecorder':{'name':'default'}}"),
                           call("StartConfigurationRecorder", "2026-03-01T12:01:00Z", kName)});
        QCOMPARE(world.spans(),
                 QStringLiteral("stopped 03-01T10:00–03-01T10:05; "
                                "recorder-deleted 03-01T10:05–03-01T12:01"));
    }

    void aGapThatNothingEndsIsOpen()
    {
        const World world({instance("2026-03-01T09:00:00Z")},
                          {call("StopConfigurationRecorder", "2026-03-01T10:00:00Z", kName)});
        QCOMPARE(world.spans(), QStringLiteral("stopped 03-01T10:00–?"));
    }

    // What had begun may still be recorded; what is recorded an hour later says that it went on.
    void whatIsRecordedEndsAGap()
    {
        ItemSketch other = instance("2026-03-01T10:05:00Z");
        other.id = "i-2";
        ItemSketch another = instance("2026-03-01T11:00:00Z");
        another.id = "i-2";
        const World world({instance("2026-03-01T09:00:00Z"), other, another},
                          {call("StopConfigurationRecorder", "2026-03-01T10:00:00Z", kName)});
        QCOMPARE(world.spans(), QStringLiteral("stopped 03-01T10:00–03-01T11:00"));
    }

    void otherPlacesAndRecordersOfServicesSayNothing()
    {
        ItemSketch elsewhere = recorder("2026-03-01T10:00:00Z", kOff);
        elsewhere.region = "eu-west-1";
        ItemSketch foreign = recorder("2026-03-01T10:00:00Z", kOff);
        foreign.account = "222222222222";
        const World world(
            {instance("2026-03-01T09:00:00Z"), elsewhere, foreign,
             recorder("2026-03-01T10:00:00Z",
                      "{'Name':'AWSConfigurationRecorderForSecurityHub_x','Recording':false}")},
            {call("StopConfigurationRecorder", "2026-03-01T10:00:00Z",
                  "{'configurationRecorderName':'AWSConfigurationRecorderForX'}")});
        QCOMPARE(world.spans(), QString());
    }

    void typesThatAreExcluded_data()
    {
        QTest::addColumn<QString>("group");
        QTest::addColumn<bool>("isExcluded");
        QTest::newRow("all") << "{'AllSupported':true}" << false;
        QTest::newRow("listed") << "{'AllSupported':false,'ResourceTypes':['AWS::EC2::Instance']}"
                                << false;
        QTest::newRow("not listed")
            << "{'AllSupported':false,'ResourceTypes':['AWS::S3::Bucket']}" << true;
        QTest::newRow("left out")
            << "{'RecordingStrategy':{'UseOnly':'EXCLUSION_BY_RESOURCE_TYPES'},"
               "'ExclusionByResourceTypes':{'ResourceTypes':['AWS::EC2::Instance']}}"
            << true;
        QTest::newRow("another left out")
            << "{'RecordingStrategy':{'UseOnly':'EXCLUSION_BY_RESOURCE_TYPES'},"
               "'ExclusionByResourceTypes':{'ResourceTypes':['AWS::S3::Bucket']}}"
            << false;
        QTest::newRow("included")
            << "{'RecordingStrategy':{'UseOnly':'INCLUSION_BY_RESOURCE_TYPES'},"
               "'ResourceTypes':['AWS::S3::Bucket']}"
            << true;
        QTest::newRow("nothing") << "{}" << false;
        QTest::newRow("no object") << "7" << false;
    }
    void typesThatAreExcluded()
    {
        QFETCH(QString, group);
        QFETCH(bool, isExcluded);
        const std::string configuration =
            "{'Recording':true,'RecordingGroup':" + group.toStdString() + "}";
        const World world({instance("2026-03-01T09:00:00Z"),
                           recorder("2026-03-01T10:00:00Z", configuration.c_str()),
                           recorder("2026-03-01T12:00:00Z",
                                    "{'Recording':true,'RecordingGroup':{'AllSupported':true}}")});
        QCOMPARE(world.spans(),
                 isExcluded ? QStringLiteral("type-excluded 03-01T10:00–03-01T12:00") : QString());
    }

    void aCallThatSetsTheRecorderLeavesNothingOpen()
    {
        const World world(
            {instance("2026-03-01T09:00:00Z")},
            {call("PutConfigurationRecorder", "2026-03-01T10:00:00Z",
                  "{'configurationRecorder':{'name':'default','recordingGroup':{'allSupported':"
                  "false,'resourceTypes':['AWS::S3::Bucket']},'recordingMode':"
                  "{'recordingFrequency':'DAILY'}}}"),
             call("PutConfigurationRecorder", "2026-03-01T12:00:00Z",
                  "{'configurationRecorder':{'name':'default'}}")});
        QCOMPARE(world.spans(),
                 QStringLiteral("type-excluded 03-01T10:00–03-01T12:00; "
                                "daily 03-01T10:00–03-01T12:00"));
    }

    void aTypeThatIsRecordedIsNotExcluded()
    {
        const World world({instance("2026-03-01T09:00:00Z"), instance("2026-03-01T11:00:00Z"),
                           recorder("2026-03-01T10:00:00Z",
                                    "{'Recording':true,'RecordingGroup':{'AllSupported':false,"
                                    "'ResourceTypes':['AWS::S3::Bucket']}}")});
        QCOMPARE(world.spans(), QStringLiteral("type-excluded 03-01T10:00–03-01T11:00"));
    }

    void dailyRecordingIsToldByItemsAndByTheRecorder()
    {
        const char* const daily = ",'recordingFrequency':'DAILY'";
        const World byItems(
            {instance("2026-03-01T10:00:00Z"), instance("2026-03-02T10:00:00Z", daily),
             instance("2026-03-03T10:00:00Z", daily), instance("2026-03-04T10:00:00Z"),
             instance("2026-03-05T10:00:00Z", daily)});
        QCOMPARE(byItems.spans(),
                 QStringLiteral("daily 03-01T10:00–03-03T10:00; daily 03-04T10:00–03-05T10:00"));
        const World byRecorder(
            {instance("2026-03-01T10:00:00Z"),
             recorder("2026-03-02T00:00:00Z",
                      "{'Recording':true,'RecordingMode':{'RecordingFrequency':'CONTINUOUS',"
                      "'RecordingModeOverrides':[{'ResourceTypes':['AWS::EC2::Instance'],"
                      "'RecordingFrequency':'DAILY'}]}}"),
             instance("2026-03-02T10:00:00Z", daily)});
        QCOMPARE(byRecorder.spans(), QStringLiteral("daily 03-01T10:00–?"));
    }

    void aGlobalResourceHasAGapWhereAllRegionsHaveOne()
    {
        ItemSketch user = instance("2026-03-01T09:00:00Z");
        user.type = "AWS::IAM::User";
        user.id = "AIDA1";
        user.region = "global";
        const auto in = [](const char* region, ItemSketch item) {
            item.region = region;
            return item;
        };
        const std::vector<ItemSketch> both{user, recorder("2026-03-01T10:00:00Z", kOff),
                                           recorder("2026-03-01T14:00:00Z", kOn),
                                           in("eu-west-1", recorder("2026-03-01T12:00:00Z", kOff)),
                                           in("eu-west-1", recorder("2026-03-01T16:00:00Z", kOn))};
        QCOMPARE(World(both).spans("AIDA1"), QStringLiteral("stopped 03-01T12:00–03-01T14:00"));
        // A Region whose recorder nobody speaks of goes on recording.
        auto three = both;
        three.push_back(in("ap-south-1", instance("2026-03-01T09:00:00Z")));
        QCOMPARE(World(three).spans("AIDA1"), QString());
    }

    void makingItCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto made = Recording::make(
            test::resourcesOf({{instance("2026-03-01T09:00:00Z")}}),
            test::storeOf({call("StopConfigurationRecorder", "2026-03-01T10:00:00Z", kName)}),
            JobContext(stop.get_token()));
        QVERIFY(!made.ok());
        QCOMPARE(made.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestRecording)
#include "tst_recording.moc"
