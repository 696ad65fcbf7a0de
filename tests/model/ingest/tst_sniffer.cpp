#include "model/ingest/sniffer.h"
#include "tests/support/testsupport.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>

#include <zlib.h>

using namespace trailloupe;
using namespace trailloupe::ingest;

namespace {

const std::string kEvent =
    R"({"eventVersion":"1.08","userIdentity":{"type":"IAMUser",)"
    R"("arn":"arn:aws:iam::111122223333:user/alice"},)"
    R"("eventTime":"2026-03-01T14:05:12Z","eventSource":"iam.amazonaws.com",)"
    R"("eventName":"ListUsers","awsRegion":"us-east-1","eventID":"e-1"})";
const std::string kInsight = R"({"eventVersion":"1.07","eventTime":"2026-03-01T14:05:00Z",)"
                             R"("awsRegion":"us-east-1","eventID":"i-1",)"
                             R"("eventType":"AwsCloudTrailInsight","sharedEventID":"s",)"
                             R"("insightDetails":{"state":"Start"},"eventCategory":"Insight"})";
const std::string kLookup = R"({"EventId":"e-1","EventName":"ListUsers","ReadOnly":"true",)"
                            R"("CloudTrailEvent":"{\"eventVersion\":\"1.08\"}"})";
const std::string kItem = R"({"configurationItemVersion":"1.3","configurationItemCaptureTime":"t",)"
                          R"("configurationItemStatus":"OK","resourceType":"AWS::EC2::VPC"})";
const std::string kAggregated = R"({"eventVersion":"1.0","accountId":"111122223333",)"
                                R"("eventId":"a","eventCategory":"Aggregated",)"
                                R"("eventType":"AwsAggregatedEvent","timeWindow":{}})";
const std::string kS3 = R"({"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",)"
                        R"("eventTime":"2026-03-01T14:05:12Z","eventName":"ObjectCreated:Put",)"
                        R"("userIdentity":{"principalId":"x"},"s3":{"bucket":{}}})";

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string sns(const std::string& message, const std::string& subject = "x")
{
    return R"({"Type" : "Notification", "MessageId" : "m", "Subject" : )" + quoted(subject)
        + R"(, "Message" : )" + quoted(message) + "}";
}

std::string bridge(const std::string& type, const std::string& detail)
{
    return R"({"version":"0","id":"b","detail-type":")" + type
        + R"(","source":"aws.iam","account":"1","resources":[],"detail":)" + detail + "}";
}

std::string watchLogs(const std::string& message)
{
    return R"({"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logEvents":[{"id":"1",)"
           R"("timestamp":1,"message":)"
        + quoted(message) + "}]}";
}

// The start of a file's text, inflated when it is gzip.
QByteArray headOf(const QString& file)
{
    QByteArray head(static_cast<qsizetype>(kSniffBytes), '\0');
    const gzFile in = gzopen(QFile::encodeName(file).constData(), "rb");
    if (!in)
        return {};
    const int count = gzread(in, head.data(), static_cast<unsigned>(head.size()));
    gzclose(in);
    head.truncate(qMax(count, 0));
    return head;
}

// '*' stands for anything, '/' too.
bool matches(const QString& path, const char* glob)
{
    const QString pattern = QRegularExpression::escape(QString::fromUtf8(glob))
                                .replace(QStringLiteral("\\*"), QStringLiteral(".*"));
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(path).hasMatch();
}

QByteArray keyOf(SourceKind kind)
{
    return sourceKindKey(kind);
}

} // namespace

class TestSniffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void contentSaysWhatATextIs_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<SourceKind>("kind");
        const auto row = [](const char* name, std::string text, SourceKind kind) {
            QTest::newRow(name) << std::move(text) << kind;
        };
        using K = SourceKind;
        row("records", "{\"Records\":[" + kEvent + "," + kEvent + "]}", K::CloudTrailRecords);
        row("records with space", "\n { \"Records\" : [ " + kEvent, K::CloudTrailRecords);
        row("no records", "{\"Records\":[]}", K::CloudTrailRecords);
        row("records of another type", "{\"Records\":\"none\"}", K::CloudTrailRecords);
        row("numbers as records", "{\"Records\":[1,2]}", K::CloudTrailRecords);
        row("odd first record", "{\"Records\":[{}," + kInsight + "]}", K::Insight);
        row("other members first", R"({"a":{"Records":[1]},"b":[[{}]],"Records":[)" + kEvent,
            K::CloudTrailRecords);
        row("cut in the first record", "{\"Records\":[{\"eventVersion\":\"1.0",
            K::CloudTrailRecords);
        row("insights", "{\"Records\":[" + kInsight + "]}", K::Insight);
        row("one insight", kInsight, K::Insight);
        row("aggregated records", "{\"Records\":[" + kAggregated + "]}", K::AggregatedEvents);
        row("aggregated array", "[" + kAggregated + "]", K::AggregatedEvents);
        row("S3 notification", "{\"Records\":[" + kS3 + "]}", K::S3Notification);
        row("SQS records", R"({"Records":[{"messageId":"1","body":"","eventSource":"aws:sqs"}]})",
            K::OtherJson);
        row("SNS records", R"({"Records":[{"EventSource":"aws:sns","Sns":{}}]})", K::OtherJson);
        row("array", " [ " + kEvent + "]", K::CloudTrailArray);
        row("array after something odd", "[null, 7, " + kEvent + "]", K::CloudTrailArray);
        row("empty array", "[]", K::OtherJson);
        row("one event", kEvent, K::CloudTrailEvent);
        row("one event, cut", kEvent.substr(0, 150), K::CloudTrailEvent);
        row("lines", kEvent + "\n" + kEvent + "\n", K::CloudTrailLines);
        row("events without a line break", kEvent + kEvent, K::CloudTrailLines);
        row("version 1.0 without identifiers",
            R"({"eventVersion":"1.0","userIdentity":{},"eventTime":"t","eventSource":"s"})",
            K::CloudTrailEvent);
        row("lookup-events", "{\"Events\": [" + kLookup + "], \"NextToken\": \"n\"}",
            K::LookupEvents);
        row("lookup-events, token first", "{\"NextToken\": \"n\", \"Events\": [" + kLookup,
            K::LookupEvents);
        row("lookup-events, none", "{\"Events\": []}", K::LookupEvents);
        row("lookup-events lines", kLookup + "\n" + kLookup, K::LookupEvents);
        row("lookup-events array", "[" + kLookup + "]", K::LookupEvents);
        row("other Events", R"({"Events":[{"Name":"x"}]})", K::OtherJson);
        row("CloudWatch Logs", watchLogs(kEvent), K::CloudWatchLogs);
        row("CloudWatch Logs, reordered",
            R"({"logEvents":[{"message":)" + quoted(kEvent) + R"(,"id":"1"}],"owner":"1"})",
            K::CloudWatchLogs);
        row("CloudWatch Logs of something else", watchLogs("START RequestId"), K::OtherJson);
        row("EventBridge", bridge("AWS API Call via CloudTrail", kEvent), K::EventBridge);
        row("EventBridge, detail first",
            "{\"detail\":" + kEvent + ",\"detail-type\":\"AWS Console Sign In via CloudTrail\"}",
            K::EventBridge);
        row("EventBridge of something else",
            bridge("EC2 Instance State-change Notification", R"({"instance-id":"i-1"})"),
            K::OtherJson);
        row("EventBridge array", "[" + bridge("AWS API Call via CloudTrail", kEvent) + "]",
            K::EventBridge);
        row("EventBridge of AWS Config",
            bridge(
                "Config Configuration Item Change",
                R"({"recordVersion":"1.3","messageType":"ConfigurationItemChangeNotification"})"),
            K::ConfigNotification);
        row("SNS around EventBridge", sns(bridge("AWS API Call via CloudTrail", kEvent)),
            K::SnsNotification);
        row("SNS around records", sns("{\"Records\":[" + kEvent + "]}"), K::SnsNotification);
        row("SNS around an S3 notification", sns("{\"Records\":[" + kS3 + "]}"), K::S3Notification);
        row("SNS around AWS Config", sns(R"({"configurationItemDiff":{},"configurationItem":{}})"),
            K::ConfigNotification);
        row("SNS around AWS Config words", sns("View the Timeline", "[AWS Config:us-west-2] i-1"),
            K::ConfigNotification);
        row("SNS around words", sns("hello"), K::OtherJson);
        row("SNS around SNS around SNS", sns(sns(sns(sns(sns("hello"))))), K::OtherJson);
        row("digest", R"({"awsAccountId":"1","digestStartTime":"a","digestEndTime":"b"})",
            K::Digest);
        row("Config history", R"({"fileVersion":"1.0","configurationItems":[)" + kItem + "]}",
            K::ConfigHistory);
        row("Config history, identifier null",
            R"({"fileVersion":"1.0","configSnapshotId":null,"configurationItems":[]})",
            K::ConfigHistory);
        row("Config snapshot",
            R"({"fileVersion":"1.0","configSnapshotId":"u","configurationItems":[)" + kItem,
            K::ConfigSnapshot);
        row("Config item", kItem, K::ConfigHistory);
        row("Config rule's invocation",
            "{\"configRuleName\":\"r\",\"invokingEvent\":\"{\\\"configurationItem\\\":{",
            K::ConfigNotification);
        row("Config query", "{\"Results\":[\"{\\\"resourceId\\\":\\\"i-1\\\"}\"],\"QueryInfo\":{}}",
            K::ConfigQueryResult);
        row("Config query without a row", R"({"Results":[],"QueryInfo":{"SelectFields":[]}})",
            K::ConfigQueryResult);
        row("Results of something else", "{\"Results\":[\"{\\\"a\\\":1}\",\"x\"]}", K::OtherJson);
        row("Config batch", R"({"baseConfigurationItems":[],"unprocessedResourceKeys":[]})",
            K::ConfigQueryResult);
        row("Config histories in an array",
            "[{\"fileVersion\":\"1.0\",\"configurationItems\":[" + kItem + "]}]", K::ConfigHistory);
        row("recorded Config history",
            R"({"status_code":200,"data":{"configurationItems":[)" + kItem + "]}}",
            K::ConfigHistory);
        row("Config delivery",
            R"({"s3ObjectKey":"k","messageType":"ConfigurationHistoryDeliveryCompleted"})",
            K::ConfigNotification);
        row("Lake result", "eventID,eventTime,userIdentity\n\"x\",\"y\",\"z\"\n",
            K::LakeQueryResult);
        row("Lake sign file", R"({"version":"1.0","files":[],"hashSignature":"0"})",
            K::LakeQueryResult);
        row("Event history CSV",
            "User name,AWS access key,Event time,Event source,Event name,AWS region,"
            "Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only\n",
            K::EventHistoryCsv);
        row("Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:62da\n",
            K::GitLfsPointer);
        row("zip", std::string("PK\x03\x04\x14\x00", 6), K::Zip);
        row("tar", "name" + std::string(253, '\0') + "ustar\0", K::Tar);
        row("gzip in gzip", std::string("\x1F\x8B\x08\x00", 4), K::OtherBinary);
        row("binary", std::string("\x89PNG\r\n\x1A\n\0\0", 10), K::OtherBinary);
        row("text", "log 1\nlog 2\n", K::OtherText);
        row("an INI file", "[section]\nkey=value\n", K::OtherText);
        row("a program", "{ return 1; }", K::OtherText);
        row("other JSON", R"({"status_code":200,"data":{"Records":[]}})", K::OtherJson);
        row("byte order mark", "\xEF\xBB\xBF{\"Records\":[" + kEvent, K::CloudTrailRecords);
        row("only opening braces", std::string(70'000, '{'), K::OtherText);
        row("only opening brackets", std::string(70'000, '['), K::OtherJson);
    }
    void contentSaysWhatATextIs()
    {
        QFETCH(std::string, text);
        QFETCH(SourceKind, kind);
        QCOMPARE(keyOf(sniff(text, "any/name.bin")), keyOf(kind));
    }

    void utf16IsSeenThrough()
    {
        const std::string plain = "{\"Records\":[" + kEvent + "]}";
        std::string little;
        std::string big;
        for (const char c : plain) {
            little += {c, '\0'};
            big += {'\0', c};
        }
        for (const std::string& text : {little, big, "\xFF\xFE" + little, "\xFE\xFF" + big})
            QCOMPARE(keyOf(sniff(text, "x")), keyOf(SourceKind::CloudTrailRecords));
    }

    void theNameOnlyHelpsWhereTheContentIsSilent()
    {
        QCOMPARE(sniff("", "a/b/"), SourceKind::FolderMarker);
        QCOMPARE(sniff("", "Config/ConfigWritabilityCheckFile"),
                 SourceKind::ConfigWritabilityCheck);
        QCOMPARE(sniff("", "ConfigWritabilityCheckFile"), SourceKind::ConfigWritabilityCheck);
        QCOMPARE(sniff("", "a/b"), SourceKind::Empty);
        const char* log = "x/111122223333_CloudTrail_us-east-1_20260301T1405Z_abc.json.gz";
        QCOMPARE(sniff("{", log), SourceKind::CloudTrailRecords);
        QCOMPARE(sniff("{\"Rec", log), SourceKind::CloudTrailRecords);
        QCOMPARE(sniff("{\"Rec", "x"), SourceKind::OtherJson);
        QCOMPARE(sniff(kItem, log), SourceKind::ConfigHistory);
        QCOMPARE(sniff("a,b\n1,2\n", "AWSLogs/1/CloudTrail-Lake/Query/2026/03/01/q/result_1.csv"),
                 SourceKind::LakeQueryResult);
    }

    void aHeadCutAnywhereIsHarmless()
    {
        for (const std::string& text :
             {sns(bridge("AWS API Call via CloudTrail", kEvent)), watchLogs(kEvent),
              "{\"Records\":[" + kS3 + "]}", "[" + kLookup + "]"}) {
            const SourceKind whole = sniff(text, "x");
            for (std::size_t length = 1; length < text.size(); ++length) {
                const SourceKind cut = sniff(std::string(text, 0, length), "x");
                QVERIFY(cut != SourceKind::Unknown && cut != SourceKind::OtherBinary);
                if (length + 5 > text.size())
                    QCOMPARE(keyOf(cut), keyOf(whole));
            }
        }
    }

    void aCloudTrailLogIsKnownInAboutAMicrosecond()
    {
        std::string text = "{\"Records\":[" + kEvent;
        while (text.size() < kSniffBytes)
            text += "," + kEvent;
        QElapsedTimer timer;
        timer.start();
        int known = 0;
        for (int i = 0; i < 100'000; ++i)
            known += sniff(text, "x") == SourceKind::CloudTrailRecords ? 1 : 0;
        QCOMPARE(known, 100'000);
        const auto nanoseconds = timer.nsecsElapsed() / 100'000;
        qInfo("%lld ns", static_cast<long long>(nanoseconds));
        QVERIFY2(nanoseconds < 20'000, "far from a microsecond, even on a busy machine");
    }

    void everySampleFileIsKnown();
};

void TestSniffer::everySampleFileIsKnown()
{
    const QString root = test::sampleDataDir();
    if (root.isEmpty())
        QSKIP("the folder of sample files is absent");
    using K = SourceKind;
    struct Expectation
    {
        const char* glob;
        K kind;
    };
    // The first glob that matches counts.
    static const QList<Expectation> kExpected{
        {"*/LICENSE*", K::OtherText},
        {"*.md", K::OtherText},
        {"*/README", K::OtherText},
        {"atlassian-config-changes/awsconfigpayload.json", K::ConfigNotification},
        {"atlassian-config-changes/*", K::ConfigNotification},
        {"aws-cli-examples/cloudtrail_lookup-events_0.json", K::LookupEvents},
        {"aws-cli-examples/*", K::OtherJson},
        {"aws-config-rdk-example-items/*ManagedInstanceInventory*", K::ConfigNotification},
        {"aws-config-rdk-example-items/*.json", K::ConfigHistory},
        {"aws-config-resource-schema/*", K::OtherJson},
        {"awsdocs-cloudtrail-examples/*sign-in-events_00.json", K::CloudTrailRecords},
        {"awsdocs-cloudtrail-examples/*sign-in-events_*.json", K::CloudTrailEvent},
        {"awsdocs-cloudtrail-examples/*insight-details_00.txt", K::OtherText},
        {"awsdocs-cloudtrail-examples/*user-identity_03.txt", K::OtherText},
        {"awsdocs-cloudtrail-examples/*user-identity_05.json", K::CloudTrailEvent},
        {"awsdocs-cloudtrail-examples/cloudtrail-event-reference_00.txt", K::CloudTrailEvent},
        {"awsdocs-cloudtrail-examples/cloudtrail-event-reference_01.json", K::Insight},
        {"awsdocs-cloudtrail-examples/cloudtrail-log-file-examples_09.json", K::Insight},
        {"awsdocs-cloudtrail-examples/cloudtrail-log-file-examples_*", K::CloudTrailRecords},
        {"awsdocs-cloudtrail-examples/*digest*", K::Digest},
        {"awsdocs-cloudtrail-examples/*sign-file*", K::LakeQueryResult},
        {"awsdocs-cloudtrail-examples/cloudtrail-tutorial_00.json", K::CloudTrailEvent},
        {"awsdocs-cloudtrail-examples/insight-event_2024.json", K::Insight},
        {"awsdocs-cloudtrail-examples/network-activity*", K::CloudTrailRecords},
        {"awsdocs-cloudtrail-examples/non-api*", K::CloudTrailEvent},
        {"awsdocs-cloudtrail-examples/query-lake*", K::LakeQueryResult},
        {"awsdocs-cloudtrail-examples/query-limitations*", K::OtherJson},
        {"awsdocs-cloudtrail-examples/view-*", K::LookupEvents},
        {"awsdocs-cloudtrail-examples/viewing-service*", K::CloudTrailEvent},
        {"awsdocs-config-examples/cloudtrail-log-files*", K::CloudTrailEvent},
        {"awsdocs-config-examples/compliance-history*", K::ConfigHistory},
        {"awsdocs-config-examples/deliver-snapshot-cli_01.json", K::ConfigHistory},
        {"awsdocs-config-examples/view-compliance-history_01.txt", K::ConfigHistory},
        {"awsdocs-config-examples/view-manage-resource-console_01.json", K::ConfigHistory},
        {"awsdocs-config-examples/*notification*.json", K::ConfigNotification},
        {"awsdocs-config-examples/config-rules-evaluation-started*", K::ConfigNotification},
        {"awsdocs-config-examples/*example-events_*", K::ConfigNotification},
        {"awsdocs-config-examples/*.json", K::OtherJson},
        {"bindplane-shapes/logs_array_fragment.json", K::CloudTrailArray},
        {"bindplane-shapes/json_lines.txt", K::CloudTrailLines},
        {"bindplane-shapes/sns_notification.json", K::S3Notification},
        {"bindplane-shapes/*.json", K::CloudTrailRecords},
        {"bindplane-shapes/*.txt*", K::OtherText},
        {"boogy-cloudtrail-small/*", K::CloudTrailRecords},
        {"cado-cloudgrep/*", K::CloudTrailRecords},
        {"cloud-custodian/config/rds-cluster.json", K::ConfigHistory},
        {"cloud-custodian/config/pipeline.json", K::ConfigHistory},
        {"cloud-custodian/config/s3-from-rule*", K::ConfigNotification},
        {"cloud-custodian/config/app-elb-config-event.json", K::ConfigNotification},
        {"cloud-custodian/config/s3*", K::ConfigHistory},
        {"cloud-custodian/config/event-cloudsearch.json", K::EventBridge},
        {"cloud-custodian/config/*", K::OtherJson},
        {"cloud-custodian/cwe/event-config-rule-instance.json", K::ConfigNotification},
        {"cloud-custodian/cwe/event-appmesh*", K::CloudTrailEvent},
        {"cloud-custodian/cwe/event-cloud-trail-create-load-balancer*", K::CloudTrailEvent},
        {"cloud-custodian/cwe/event-cloud-trail-create-volume*", K::CloudTrailEvent},
        {"cloud-custodian/cwe/event-cloud-trail-run-instance*", K::CloudTrailEvent},
        {"cloud-custodian/cwe/*", K::EventBridge},
        {"cloud-custodian/placebo/*config.GetResourceConfigHistory*", K::ConfigHistory},
        {"cloud-custodian/placebo/*config.SelectResourceConfig*", K::ConfigQueryResult},
        {"cloud-custodian/placebo/*", K::OtherJson},
        {"cloudwatch-logs-subscription/*", K::CloudWatchLogs},
        {"config-eventbridge-oversized/*", K::ConfigNotification},
        {"config-notifications-antiope/*", K::ConfigNotification},
        {"config-rule-invocation/*", K::ConfigNotification},
        {"fivexl-test-events/*", K::OtherJson},
        {"invictus-ir-aws-dataset/*", K::CloudTrailRecords},
        {"manageiq-config-notifications/EBS_Snapshot_Notification.json", K::OtherJson},
        {"manageiq-config-notifications/*", K::ConfigNotification},
        {"manageiq-eventbridge-cloudtrail/*", K::SnsNotification},
        {"odd-inputs/*.gz", K::GitLfsPointer},
        {"otel-cloudtrail-testdata/cloudtrail_digest*", K::Digest},
        {"otel-cloudtrail-testdata/cloudtrail_log_cw*", K::CloudWatchLogs},
        {"otel-cloudtrail-testdata/*", K::CloudTrailRecords},
        {"otrf-security-datasets/*.zip", K::Zip},
        {"plaso-lookup-events-ndjson/*", K::LookupEvents},
        {"skyark-duplicates/*", K::CloudTrailRecords},
        {"splunk-data-source-examples/*", K::CloudTrailEvent},
        {"stratus-red-team/*", K::CloudTrailArray},
        {"streamalert-rule-tests/*", K::OtherJson},
        {"trailscraper/*", K::CloudTrailRecords},
        {"umccr-event-versions/*", K::CloudTrailRecords},
    };
    int files = 0;
    QStringList wrong;
    QDirIterator it(root, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString file = it.next();
        const QString path = QDir(root).relativeFilePath(file);
        const QByteArray head = headOf(file);
        const SourceKind kind =
            sniff({head.constData(), static_cast<std::size_t>(head.size())}, path.toStdString());
        ++files;
        if (path.startsWith(QStringLiteral("traildiscover/"))) {
            // One event, an array of them, or an array of none.
            if (kind != K::CloudTrailArray && kind != K::CloudTrailEvent
                && head.trimmed() != QByteArray("[]") && !path.endsWith(QStringLiteral(".md"))
                && !path.contains(QStringLiteral("LICENSE")))
                wrong << path + QStringLiteral(": ") + QString::fromUtf8(keyOf(kind));
            continue;
        }
        const auto known =
            std::find_if(kExpected.begin(), kExpected.end(),
                         [&](const Expectation& expected) { return matches(path, expected.glob); });
        // Fragments of documentation (.txt) without a row of their own may be anything.
        if (known == kExpected.end() ? !path.endsWith(QStringLiteral(".txt")) : known->kind != kind)
            wrong << path + QStringLiteral(": ") + QString::fromUtf8(keyOf(kind));
    }
    QVERIFY(files > 500);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
}

QTEST_GUILESS_MAIN(TestSniffer)
#include "tst_sniffer.moc"
