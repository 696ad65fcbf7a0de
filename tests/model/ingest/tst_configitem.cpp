// ConfigItem: seven encodings of one item become one, and what is odd is kept and said.
#include "model/ingest/configitem.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ingest;
using namespace Qt::StringLiterals;
using test::quoted;

namespace {

struct Read
{
    bool ok = false;
    std::string json;
    ItemFacts facts;
    std::uint32_t next = 0;
    std::uint32_t size = 0;
};

Read readItem(const std::string& text)
{
    ByteBuffer buffer;
    buffer.append(text);
    JsonTokens tokens;
    Read read;
    if (tokens.index(buffer) != JsonTokens::Status::Ok)
        return read;
    ConfigItemText item;
    read.ok = item.append(tokens, read.next, read.json, read.facts);
    read.size = tokens.size();
    return read;
}

QString itemOf(const std::string& text)
{
    return QString::fromStdString(readItem(quoted(text)).json);
}

QString want(const std::string& text)
{
    return QString::fromStdString(quoted(text));
}

std::string escaped(std::string text)
{
    std::string out;
    for (const char c : quoted(std::move(text))) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

// The same security group in each encoding.
const std::string kWanted =
    "{'version':'1.3','accountId':'012345678901',"
    "'configurationItemCaptureTime':'2026-03-01T14:05:12.123Z','configurationItemStatus':'OK',"
    "'configurationStateId':'1772373912123','arn':'arn:aws:ec2:us-east-1:012345678901:"
    "security-group/sg-1','resourceType':'AWS::EC2::SecurityGroup','resourceId':'sg-1',"
    "'resourceName':'web','awsRegion':'us-east-1','tags':{'Name':'web'},"
    "'relationships':[{'resourceType':'AWS::EC2::VPC','resourceId':'vpc-1',"
    "'relationshipName':'Is contained in Vpc'}],"
    "'configuration':{'groupId':'sg-1','ipPermissions':[]},"
    "'supplementaryConfiguration':{'Extra':{'a':[1]}}}";

const std::string kHistory =
    "{'configurationItemVersion':'1.3','awsAccountId':'012345678901',"
    "'configurationItemCaptureTime':'2026-03-01T14:05:12.123Z','configurationItemStatus':'OK',"
    "'configurationStateId':1772373912123,'ARN':'arn:aws:ec2:us-east-1:012345678901:"
    "security-group/sg-1','resourceType':'AWS::EC2::SecurityGroup','resourceId':'sg-1',"
    "'resourceName':'web','awsRegion':'us-east-1','tags':{'Name':'web'},"
    "'relationships':[{'resourceType':'AWS::EC2::VPC','resourceId':'vpc-1',"
    "'name':'Is contained in Vpc'}],"
    "'configuration':{'groupId':'sg-1','ipPermissions':[]},"
    "'supplementaryConfiguration':{'Extra':{'a':[1]}}}";

const std::string kApi =
    "{'version':'1.3','accountId':'012345678901',"
    "'configurationItemCaptureTime':1772373912.123,'configurationItemStatus':'OK',"
    "'configurationStateId':'1772373912123','arn':'arn:aws:ec2:us-east-1:012345678901:"
    "security-group/sg-1','resourceType':'AWS::EC2::SecurityGroup','resourceId':'sg-1',"
    "'resourceName':'web','awsRegion':'us-east-1','tags':{'Name':'web'},"
    "'relationships':[{'resourceType':'AWS::EC2::VPC','resourceId':'vpc-1',"
    "'relationshipName':'Is contained in Vpc'}],"
    "'configuration':'{\\'groupId\\':\\'sg-1\\',\\'ipPermissions\\':[]}',"
    "'supplementaryConfiguration':{'Extra':'{\\'a\\':[1]}'}}";

} // namespace

class TestConfigItem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void everyEncodingBecomesOne()
    {
        QCOMPARE(itemOf(kHistory), want(kWanted));
        QCOMPARE(itemOf(kApi), want(kWanted));
        QCOMPARE(itemOf(kWanted), want(kWanted)); // the console's copy
    }

    void timesBecomeOneSpelling_data()
    {
        QTest::addColumn<QString>("time");
        QTest::addColumn<QString>("wanted");
        const auto row = [](const char* name, const char* time, const char* wanted) {
            QTest::newRow(name) << want(time) << want(wanted);
        };
        row("history", "'2026-03-01T14:05:12.123Z'", "'2026-03-01T14:05:12.123Z'");
        row("no fraction", "'2026-03-01T14:05:12Z'", "'2026-03-01T14:05:12.000Z'");
        row("with an offset", "'2026-03-01T23:05:12.123000+09:00'", "'2026-03-01T14:05:12.123Z'");
        row("microseconds", "'2026-03-01T14:05:12.123456Z'", "'2026-03-01T14:05:12.123456Z'");
        row("seconds", "1772373912.123", "'2026-03-01T14:05:12.123Z'");
        row("whole seconds", "1772373912", "'2026-03-01T14:05:12.000Z'");
        row("milliseconds", "1772373912123", "'2026-03-01T14:05:12.123Z'");
        row("with an exponent", "1.772373912123E9", "'2026-03-01T14:05:12.123Z'");
        row("a recorded datetime",
            "{'__class__':'datetime','year':2026,'month':3,'day':1,'hour':14,'minute':5,"
            "'second':12,'microsecond':123000}",
            "'2026-03-01T14:05:12.123Z'");
        row("null", "null", "null");
        row("no moment", "'yesterday'", "'yesterday'");
        row("a number out of this world", "99999999999999999999", "99999999999999999999");
        row("a day that is none", "'2026-02-30T00:00:00Z'", "'2026-02-30T00:00:00Z'");
    }

    void timesBecomeOneSpelling()
    {
        QFETCH(QString, time);
        QFETCH(QString, wanted);
        const std::string text = "{\"resourceCreationTime\":" + time.toStdString() + "}";
        QCOMPARE(QString::fromStdString(readItem(text).json),
                 u"{\"resourceCreationTime\":"_s + wanted + u'}');
    }

    void tagsOfQueriesBecomeAnObject()
    {
        QCOMPARE(itemOf("{'tags':[{'key':'a','value':'1','tag':'a=1'},{'value':'','key':'b'}]}"),
                 want("{'tags':{'a':'1','b':''}}"));
        QCOMPARE(itemOf("{'tags':[{'Key':'a','Value':'1'}]}"), want("{'tags':{'a':'1'}}"));
        QCOMPARE(itemOf("{'tags':[{'tagName':'a','tagValue':'1'}]}"), want("{'tags':{'a':'1'}}"));
        QCOMPARE(itemOf("{'tags':[]}"), want("{'tags':{}}"));
        // What is no list of tags stays as it is.
        QCOMPARE(itemOf("{'tags':['a']}"), want("{'tags':['a']}"));
        QCOMPARE(itemOf("{'tags':[{'key':'a'}]}"), want("{'tags':[{'key':'a'}]}"));
        QCOMPARE(itemOf("{'tags':null}"), want("{'tags':null}"));
    }

    void jsonInTextIsDecodedAsOftenAsItIsEncoded()
    {
        const std::string once = escaped("{'a':[true]}");
        std::string twice;
        for (const char c : "\"" + once + "\"") {
            if (c == '\0')
                break;
            if (c == '"' || c == '\\')
                twice += '\\';
            twice += c;
        }
        const auto supplementary = [](const std::string& value) {
            return QString::fromStdString(
                readItem("{\"supplementaryConfiguration\":{\"x\":\"" + value + "\"}}").json);
        };
        const QString wanted = want("{'supplementaryConfiguration':{'x':{'a':[true]}}}");
        QCOMPARE(supplementary(once), wanted);
        QCOMPARE(supplementary(twice), wanted);
        QCOMPARE(supplementary("true"), want("{'supplementaryConfiguration':{'x':true}}"));
        QCOMPARE(supplementary("12"), want("{'supplementaryConfiguration':{'x':'12'}}"));
        QCOMPARE(supplementary("{broken"), want("{'supplementaryConfiguration':{'x':'{broken'}}"));
    }

    void configurationThatIsNoJsonStaysAndIsSaid()
    {
        const Read read = readItem(quoted("{'configuration':'{a: 1'}"));
        QVERIFY(read.ok);
        QVERIFY(read.facts.isConfigurationText);
        QCOMPARE(QString::fromStdString(read.json), want("{'configuration':'{a: 1'}"));
        // The API writes null as text where a resource was deleted.
        const Read deleted = readItem(quoted("{'configuration':'null'}"));
        QVERIFY(!deleted.facts.isConfigurationText);
        QCOMPARE(QString::fromStdString(deleted.json), want("{'configuration':null}"));
    }

    void twoNamesOfOneMemberAreBothKept()
    {
        QCOMPARE(itemOf("{'arn':'a','ARN':'b','accountId':'1','awsAccountId':'2'}"),
                 want("{'arn':'a','ARN':'b','accountId':'1','awsAccountId':'2'}"));
        QCOMPARE(itemOf("{'ARN':'b','arn':'a'}"), want("{'arn':'b','arn':'a'}"));
    }

    void accountsKeepTheirLeadingZeros()
    {
        QCOMPARE(itemOf("{'accountId':'001234567890'}"), want("{'accountId':'001234567890'}"));
        QCOMPARE(itemOf("{'accountId':123456789012}"), want("{'accountId':'123456789012'}"));
    }

    void statusesHaveTheNameThatTheyHaveNow()
    {
        const auto statusOf = [](const char* status) {
            return itemOf(std::string("{'configurationItemStatus':'") + status + "'}");
        };
        QCOMPARE(statusOf("Discovered"), statusOf("ResourceDiscovered"));
        QCOMPARE(statusOf("Deleted"), statusOf("ResourceDeleted"));
        QCOMPARE(statusOf("Ok"), statusOf("OK"));
        const Read read = readItem(quoted("{'configurationItemStatus':'Vanished'}"));
        QVERIFY(!read.facts.isStatusKnown);
        QCOMPARE(QString::fromStdString(read.json), want("{'configurationItemStatus':'Vanished'}"));
    }

    void whatIsOddIsSaid()
    {
        const ItemFacts fine = readItem(quoted(kHistory)).facts;
        QVERIFY(fine.hasResourceId && fine.hasResourceType && fine.isTypeKnown);
        QVERIFY(fine.hasCaptureTime && fine.isCaptureReadable && fine.isVersionKnown);
        const ItemFacts odd =
            readItem(quoted("{'resourceType':'Volume','resourceId':'','version':'7',"
                            "'configurationItemCaptureTime':'soon'}"))
                .facts;
        QVERIFY(!odd.hasResourceId && odd.hasResourceType && !odd.isTypeKnown);
        QVERIFY(odd.hasCaptureTime && !odd.isCaptureReadable && !odd.isVersionKnown);
    }

    void itemsCutAnywhereAreRefusedAndNothingIsReadBehindThem()
    {
        const std::string whole = quoted(kApi);
        QVERIFY(readItem(whole).ok);
        for (std::size_t length = 1; length < whole.size(); ++length) {
            const Read read = readItem(whole.substr(0, length));
            QVERIFY2(!read.ok, qPrintable(QString::number(length)));
            QVERIFY(read.next <= read.size);
        }
    }

    void itemsOfAllEncodingsAreOneRow()
    {
        test::StoreBuilding building;
        building.read(quoted("{'fileVersion':'1.0','configurationItems':[" + kHistory + "]}"),
                      SourceKind::ConfigHistory);
        building.read(quoted("{'configurationItems':[" + kApi + "]}"), SourceKind::ConfigHistory);
        building.read(quoted(kWanted), SourceKind::ConfigHistory);
        building.read(quoted("{'messageType':'ConfigurationItemChangeNotification',"
                             "'configurationItemDiff':null,'configurationItem':"
                             + kHistory + "}"),
                      SourceKind::ConfigNotification);
        building.read("{\"Type\":\"Notification\",\"Message\":\""
                          + escaped("{'configurationItem':" + kHistory + "}") + "\"}",
                      SourceKind::ConfigNotification);
        building.read("{\"invokingEvent\":\"" + escaped("{'configurationItem':" + kHistory + "}")
                          + "\"}",
                      SourceKind::ConfigNotification);
        building.read(quoted("{'detail-type':'Config Configuration Item Change','detail':"
                             "{'configurationItem':"
                             + kHistory + "}}"),
                      SourceKind::ConfigNotification);
        building.read(quoted("{'eventCategory':'ConfigurationItem','eventVersion':'1.0',"
                             "'eventID':'1','eventData':"
                             + kHistory + "}"),
                      SourceKind::CloudTrailEvent);
        const auto items = building.items();
        QCOMPARE(items->rowCount(), std::size_t{1});
        QCOMPARE(items->occurrences(items->timeOrder()[0]).size(), std::size_t{8});
        QCOMPARE(QString::fromStdString(test::eventsOf(*items).front()), want(kWanted));
        QCOMPARE(items->time(items->timeOrder()[0]).value_or(0), std::int64_t{1772373912});
        QCOMPARE(QString::fromStdString(items->checkInvariants()), QString());
        QCOMPARE(building.store()->rowCount(), std::size_t{0});
    }

    void anEmptyMemberIsTheSameAsNone()
    {
        const std::string head = "{'resourceType':'AWS::EC2::VPC','resourceId':'v',"
                                 "'configurationItemCaptureTime':'2026-03-01T14:05:12.123Z'";
        test::StoreBuilding building;
        building.read(quoted(head + ",'configuration':{'a':1,'b':null,'c':{'d':[]}}}"),
                      SourceKind::ConfigHistory);
        building.read(quoted(head + ",'resourceName':null,'configuration':{'a':1}}"),
                      SourceKind::ConfigHistory);
        QCOMPARE(building.items()->rowCount(), std::size_t{1});
    }

    void theSameCaptureWithOtherContentIsShownTwiceAndSaid()
    {
        const std::string head = "{'resourceType':'AWS::EC2::VPC','resourceId':'v',"
                                 "'configurationItemCaptureTime':'2026-03-01T14:05:12.123Z',";
        test::StoreBuilding building;
        building.read(quoted(head + "'configuration':{'a':1}}"), SourceKind::ConfigHistory);
        building.read(quoted(head + "'configuration':{'a':2}}"), SourceKind::ConfigHistory);
        QCOMPARE(building.items()->rowCount(), std::size_t{2});
        std::size_t conflicts = 0;
        for (const auto& outcome : building.outcomes())
            conflicts += outcome.conflicts.size();
        QCOMPARE(conflicts, std::size_t{1});
    }

    void summariesGiveWayToTheWholeItem()
    {
        const std::string head =
            "{'configurationItemVersion':'1.3','awsAccountId':'1','awsRegion':'us-east-1',"
            "'configurationStateId':7,'resourceType':'AWS::SSM::ManagedInstanceInventory',"
            "'resourceId':'mi-1','configurationItemCaptureTime':'2026-03-01T14:05:12.123Z'";
        const std::string oversized =
            quoted("{'messageType':'OversizedConfigurationItemChangeNotification',"
                   "'configurationItemSummary':"
                   + head + ",'changeType':'UPDATE'}}");
        const std::string whole =
            quoted("{'configurationItem':" + head + ",'configuration':{'big':true}}}");
        const std::string query = "{\"Results\":[\"" + escaped(head + ",'tags':[]}") + "\"]}";
        for (const bool wholeFirst : {false, true}) {
            test::StoreBuilding building;
            if (wholeFirst)
                building.read(whole, SourceKind::ConfigNotification);
            building.read(oversized, SourceKind::ConfigNotification);
            building.read(query, SourceKind::ConfigQueryResult);
            if (!wholeFirst)
                building.read(whole, SourceKind::ConfigNotification);
            const auto items = building.items();
            QCOMPARE(items->rowCount(), std::size_t{1});
            QVERIFY(test::eventsOf(*items).front().find("big") != std::string::npos);
        }
    }

    void messagesWithoutAnItemArePassedOver()
    {
        for (const char* message :
             {"{'messageType':'ConfigurationHistoryDeliveryCompleted','s3ObjectKey':'x'}",
              "{'messageType':'ComplianceChangeNotification','resourceId':'a','resourceType':"
              "'AWS::EC2::VPC'}",
              "{'messageType':'ConfigurationItemChangeNotification','configurationItem':null}"}) {
            test::StoreBuilding building;
            const SourceEntry bare = building.read(quoted(message), SourceKind::ConfigNotification);
            QCOMPARE(bare.records, std::uint64_t{0});
            QVERIFY(bare.issues.empty());
            const SourceEntry wrapped = building.read("{\"Type\":\"Notification\",\"Message\":\""
                                                          + escaped(message) + "\"}",
                                                      SourceKind::ConfigNotification);
            QCOMPARE(wrapped.records, std::uint64_t{0});
            QVERIFY(wrapped.issues.empty());
        }
    }

    void theSummaryInWordsForPeopleIsRead()
    {
        const auto wordsWith = [](const std::string& json) {
            return "{\"Type\":\"Notification\",\"Message\":\"View the Timeline:\\n New State:\\n"
                + json + "\\n more words\"}";
        };
        test::StoreBuilding building;
        const SourceEntry summary = building.read(
            wordsWith(escaped("{'configurationItemSummary':{'resourceType':'AWS::EC2::VPC',"
                              "'resourceId':'v','configurationItemStatus':'OK',"
                              "'configurationItemCaptureTime':'2026-03-01T14:05:12.123Z'}}")),
            SourceKind::ConfigNotification);
        QCOMPARE(summary.items, std::uint64_t{1});
        QVERIFY(summary.issues.empty());
        const SourceEntry words = building.read(wordsWith(""), SourceKind::ConfigNotification);
        QCOMPARE(words.records, std::uint64_t{0});
        QVERIFY(words.issues.empty());
    }

    void eventsAndItemsOfOneSourceGoWhereTheyBelong()
    {
        const std::string event = quoted("{'eventVersion':'1.0','eventName':'A','eventID':'1',"
                                         "'eventTime':'2026-03-01T00:00:00Z'}");
        for (const SourceKind kind : {SourceKind::CloudTrailRecords, SourceKind::CloudTrailArray,
                                      SourceKind::ConfigHistory}) {
            test::StoreBuilding building;
            const std::string list = event + "," + quoted(kHistory);
            const SourceEntry entry =
                building.read(kind == SourceKind::CloudTrailRecords ? "{\"Records\":[" + list + "]}"
                                                                    : "[" + list + "]",
                              kind);
            QCOMPARE(entry.records, std::uint64_t{2});
            QCOMPARE(entry.shown, std::uint64_t{2});
            QCOMPARE(entry.items, std::uint64_t{1});
            QCOMPARE(building.store()->rowCount(), std::size_t{1});
            QCOMPARE(building.items()->rowCount(), std::size_t{1});
        }
    }

    void longListsAndManyStructuresAreFoundAllTheSame()
    {
        Limits limits;
        limits.itemShapes = 8;
        test::StoreBuilding building(limits);
        std::string text = "{\"configurationItems\":[";
        for (int i = 0; i < 200; ++i) {
            std::string list;
            for (int n = 0; n <= i; ++n)
                list += (n ? ",{'port':" : "{'port':") + std::to_string(n) + ",'p"
                    + std::to_string(i) + "':1}";
            text += (i ? "," : "")
                + quoted("{'resourceType':'AWS::EC2::SecurityGroup','resourceId':'sg-"
                         + std::to_string(i)
                         + "','configurationItemCaptureTime':'2026-03-01T14:05:12.123Z',"
                           "'configuration':{'ports':["
                         + list + "]}}");
        }
        const SourceEntry entry = building.read(text + "]}", SourceKind::ConfigHistory);
        QCOMPARE(entry.items, std::uint64_t{200});
        const auto items = building.items();
        QVERIFY(items->schema().shapeCount() < 20);
        const auto port = items->paths().find("configuration.ports[].port");
        QVERIFY(port.has_value());
        std::size_t values = 0;
        for (const RowId row : items->timeOrder())
            items->values(row, *port, [&](store::ValueKind, std::string_view) { ++values; });
        QCOMPARE(values, std::size_t{200 * 201 / 2});
        QCOMPARE(QString::fromStdString(items->checkInvariants()), QString());
    }
};

QTEST_GUILESS_MAIN(TestConfigItem)
#include "tst_configitem.moc"
