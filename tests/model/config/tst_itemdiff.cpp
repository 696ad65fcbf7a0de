// ItemDiff: changes are told by what things are; what says the same is no change.
#include "model/config/itemdiff.h"
#include "model/config/relationship.h"
#include "tests/model/config/configitems.h"
#include "tests/support/randomevents.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <random>

using namespace trailloupe;
using namespace trailloupe::config;
using namespace Qt::StringLiterals;
using Json = nlohmann::ordered_json;
using test::quoted;

namespace {

ItemDiff diffOf(const std::string& before, const std::string& after)
{
    auto diff = differItems(before, after);
    return diff ? std::move(diff).value() : ItemDiff{{Change{.path = diff.error().detail}}};
}

// One line a change.
QString linesOf(const ItemDiff& diff)
{
    QStringList lines;
    for (const Change& change : diff.changes)
        lines << QString::fromStdString(changeText(change));
    return lines.join(u'\n');
}

QString lines(const std::string& before, const std::string& after)
{
    return linesOf(diffOf(quoted(before), quoted(after)));
}

QString ofConfigurations(const std::string& before, const std::string& after)
{
    return lines("{'configuration':" + before + "}", "{'configuration':" + after + "}");
}

Json shuffled(const Json& value, std::mt19937& random)
{
    if (value.is_array()) {
        Json made = Json::array();
        for (const Json& element : value)
            made.push_back(shuffled(element, random));
        return made;
    }
    if (!value.is_object())
        return value;
    std::vector<std::string> keys;
    for (const auto& [key, below] : value.items())
        keys.push_back(key);
    std::shuffle(keys.begin(), keys.end(), random);
    Json made = Json::object();
    for (const std::string& key : keys)
        made[key] = shuffled(value[key], random);
    return made;
}

} // namespace

class TestItemDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void membersAreToldByTheirPath()
    {
        QCOMPARE(ofConfigurations("{'state':{'name':'stopped'},'a':1}",
                                  "{'state':{'name':'running'},'b':true}"),
                 u"≠ configuration.state.name: running, was stopped\n"
                 "− configuration.a: 1\n"
                 "+ configuration.b: true"_s);
    }

    void whatSaysNothingIsNoChange()
    {
        QCOMPARE(ofConfigurations("{'a':null,'b':[],'c':{'d':''},'e':1}", "{'e':1}"), QString());
        QCOMPARE(ofConfigurations("{'e':1,'f':2}", "{'f':2,'e':1}"), QString());
        QCOMPARE(ofConfigurations("{'state':'in-use'}", "{'state':{'value':'in-use'}}"), QString());
        QCOMPARE(lines("{'version':'1.2','configurationStateId':'1',"
                       "'configurationItemCaptureTime':'a','configurationItemStatus':"
                       "'ResourceDiscovered','relatedEvents':['x']}",
                       "{'version':'1.3','configurationStateId':'2',"
                       "'configurationItemCaptureTime':'b','configurationItemStatus':'OK'}"),
                 QString());
        // An element is something, also when it is nothing.
        QVERIFY(!ofConfigurations("{'a':[null]}", "{'a':[]}").isEmpty());
    }

    void rulesAreAlignedByProtocolPortsAndPeer()
    {
        const std::string before =
            "{'ipPermissions':[{'ipProtocol':'tcp','fromPort':22,'toPort':22,"
            "'ipRanges':['10.0.0.0/8','192.168.0.0/16']},"
            "{'ipProtocol':'-1','userIdGroupPairs':[{'groupId':'sg-2'}]}]}";
        // Split, in another order, with the newer lists beside the old one; one peer is new.
        const std::string after =
            "{'ipPermissions':[{'ipProtocol':'-1','userIdGroupPairs':[{'groupId':'sg-2'}]},"
            "{'ipProtocol':'tcp','fromPort':22,'toPort':22,'ipRanges':['192.168.0.0/16'],"
            "'ipv4Ranges':[{'cidrIp':'192.168.0.0/16'}]},"
            "{'ipProtocol':'tcp','fromPort':22,'toPort':22,'ipv4Ranges':[{'cidrIp':'0.0.0.0/0'}]}"
            "]}";
        QCOMPARE(ofConfigurations(before, after),
                 u"− configuration.ipPermissions[tcp 22 10.0.0.0/8]\n"
                 "+ configuration.ipPermissions[tcp 22 0.0.0.0/0]"_s);
        QCOMPARE(ofConfigurations(before, "{'ipPermissions':[]}"),
                 u"− configuration.ipPermissions[all sg-2]\n"
                 "− configuration.ipPermissions[tcp 22 10.0.0.0/8]\n"
                 "− configuration.ipPermissions[tcp 22 192.168.0.0/16]"_s);
        QCOMPARE(ofConfigurations(
                     "{'ipPermissions':[{'ipProtocol':'tcp','fromPort':80,'toPort':90,'ipv6Ranges':"
                     "[{'cidrIpv6':'::/0','description':'a'}]}]}",
                     "{'ipPermissions':[{'ipProtocol':'tcp','fromPort':80,'toPort':90,'ipv6Ranges':"
                     "[{'cidrIpv6':'::/0','description':'b'}]}]}"),
                 u"≠ configuration.ipPermissions[tcp 80-90 ::/0].description: b, was a"_s);
    }

    void elementsAreAlignedByWhatTheyAreAbout()
    {
        QCOMPARE(ofConfigurations(
                     "{'blockDeviceMappings':[{'deviceName':'/dev/sda1','ebs':{'volumeId':'v1'}},"
                     "{'deviceName':'/dev/sdb','ebs':{'volumeId':'v2'}}]}",
                     "{'blockDeviceMappings':[{'deviceName':'/dev/sdb','ebs':{'volumeId':'v3'}},"
                     "{'deviceName':'/dev/sda1','ebs':{'volumeId':'v1'}}]}"),
                 u"≠ configuration.blockDeviceMappings[/dev/sdb].ebs.volumeId: v3, was v2"_s);
        QCOMPARE(ofConfigurations("{'entries':[{'ruleNumber':100,'egress':true,'cidrBlock':'a'},"
                                  "{'ruleNumber':100,'egress':false,'cidrBlock':'b'}]}",
                                  "{'entries':[{'ruleNumber':100,'egress':false,'cidrBlock':'c'},"
                                  "{'ruleNumber':100,'egress':true,'cidrBlock':'a'}]}"),
                 u"≠ configuration.entries[100 ingress].cidrBlock: c, was b"_s);
        QCOMPARE(ofConfigurations(
                     "{'routes':[{'destinationCidrBlock':'10.0.0.0/16','gatewayId':'local'}]}",
                     "{'routes':[{'destinationCidrBlock':'0.0.0.0/0','gatewayId':'igw-1'},"
                     "{'destinationCidrBlock':'10.0.0.0/16','gatewayId':'local'}]}"),
                 u"+ configuration.routes[0.0.0.0/0]: "_s
                     + QString::fromStdString(
                         quoted("{'destinationCidrBlock':'0.0.0.0/0','gatewayId':'igw-1'}")));
        QCOMPARE(ofConfigurations("{'tags':[{'key':'a','value':'1'},{'key':'b','value':'2'}]}",
                                  "{'tags':[{'key':'b','value':'3'},{'key':'a','value':'1'}]}"),
                 u"≠ configuration.tags[b].value: 3, was 2"_s);
    }

    void listsThatBeginAreToldElementByElement()
    {
        QCOMPARE(ofConfigurations("{}", "{'groups':['a','b']}"),
                 u"+ configuration.groups[0]: a\n+ configuration.groups[1]: b"_s);
    }

    void policiesAreComparedByMeaning()
    {
        const auto policy = [](const std::string& action, const std::string& principal) {
            return "{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'Allow\\',"
                   "\\'Principal\\':"
                + principal + ",\\'Action\\':" + action + ",\\'Resource\\':\\'*\\'}]}";
        };
        const auto bucket = [](const std::string& text) {
            std::string json = "{'supplementaryConfiguration':{'BucketPolicy':{'policyText':'";
            for (const char c : text)
                json += c;
            return json + "'}}}";
        };
        const std::string before = bucket(policy("\\'s3:GetObject\\'", "{\\'AWS\\':\\'1\\'}"));
        // Another way to write the same.
        QCOMPARE(lines(before, bucket(policy("[\\'S3:getobject\\']", "{\\'AWS\\':[\\'1\\']}"))),
                 QString());
        const ItemDiff diff =
            diffOf(quoted(before), quoted(bucket(policy("\\'s3:GetObject\\'", "\\'*\\'"))));
        QCOMPARE(diff.changes.size(), std::size_t{1});
        QCOMPARE(diff.changes[0].section, Change::Section::Supplementary);
        QVERIFY(std::any_of(diff.changes[0].policy.begin(), diff.changes[0].policy.end(),
                            [](const compare::PolicyChange& change) {
                                return change.kind == compare::PolicyChange::Kind::MadePublic;
                            }));
        QVERIFY(linesOf(diff).contains(u"made public"_s));
        // URL-encoded, as IAM has them, and decoded in a list of one, as the console shows them.
        QCOMPARE(
            ofConfigurations(
                "{'assumeRolePolicyDocument':'%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow"
                "%22%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D'}",
                "{'assumeRolePolicyDocument':[{'Statement':[{'Effect':'Allow','Action':"
                "'sts:AssumeRole'}]}]}"),
            QString());
    }

    void jsonInTextIsComparedAsJson()
    {
        QCOMPARE(ofConfigurations("{'x':'{\\'a\\':1,\\'b\\':2}'}", "{'x':'{\\'b\\':2,\\'a\\':1}'}"),
                 QString());
        QCOMPARE(ofConfigurations("{'x':'{\\'a\\':1,\\'b\\':2}'}", "{'x':'{\\'b\\':3,\\'a\\':1}'}"),
                 u"≠ configuration.x→b: 3, was 2"_s);
        QCOMPARE(ofConfigurations("{'x':'{\\'a\\':1}'}", "{'x':'plain'}"),
                 u"≠ configuration.x: plain, was {\"a\":1}"_s);
    }

    void relationshipsAreListedAsVerbs()
    {
        const auto with = [](const char* list) {
            return std::string("{'relationships':[") + list + "]}";
        };
        const std::string before =
            with("{'relationshipName':'Is contained in Vpc','resourceType':'AWS::EC2::VPC',"
                 "'resourceId':'vpc-1'},{'relationshipName':'Is attached to Volume',"
                 "'resourceType':'AWS::EC2::Volume','resourceId':'vol-1'}");
        const std::string after =
            with("{'relationshipName':'Is attached to Volume','resourceType':'AWS::EC2::Volume',"
                 "'resourceId':'vol-2'},{'relationshipName':'Is contained in ','resourceType':"
                 "'AWS::EC2::VPC','resourceId':'vpc-1','resourceName':null}");
        QCOMPARE(lines(before, after),
                 u"− is attached to AWS::EC2::Volume vol-1\n"
                 "+ is attached to AWS::EC2::Volume vol-2"_s);
        // Once with the id, once with the name only.
        QCOMPARE(lines(with("{'relationshipName':'Is associated with ','resourceType':"
                            "'AWS::IAM::Role','resourceName':'r'}"),
                       with("{'relationshipName':'Is associated with ','resourceType':"
                            "'AWS::IAM::Role','resourceId':'AROA1','resourceName':'r'}")),
                 QString());
        QCOMPARE(relationshipVerb("Is associated with SecurityGroup"),
                 std::string("is associated with"));
        QCOMPARE(relationshipVerb(" Contains "), std::string("contains"));
        QCOMPARE(relationshipVerb("containsall"), std::string("containsall"));
    }

    void noiseIsMarkedAndStays()
    {
        const ItemDiff diff =
            diffOf(quoted("{'configuration':{'availableIpAddressCount':7,'a':1}}"),
                   quoted("{'configuration':{'availableIpAddressCount':6,'a':2}}"));
        QCOMPARE(diff.changes.size(), std::size_t{2});
        QCOMPARE(diff.noise(), std::size_t{1});
        QVERIFY(diff.changes[0].isNoise && !diff.changes[1].isNoise);
    }

    void aDeletionSaysThatItIsGone()
    {
        const QString text =
            lines("{'configurationItemStatus':'OK','configuration':{'a':1},'tags':{'k':'v'},"
                  "'availabilityZone':'us-east-1a','resourceCreationTime':'x','resourceName':'n'}",
                  "{'configurationItemStatus':'ResourceDeleted','configuration':null,'tags':{},"
                  "'availabilityZone':null,'resourceCreationTime':null,'resourceName':'n'}");
        QCOMPARE(text,
                 u"− configuration: {\"a\":1}\n"
                 "− tags.k: v\n"
                 "≠ configurationItemStatus: ResourceDeleted, was OK"_s);
    }

    void keysThatHoldADotAreToldApart()
    {
        const QString text = lines("{'tags':{'a.b':'1'}}", "{'tags':{'a.b':'2','c':'3'}}");
        QVERIFY(text.contains(u"a.b"_s));
        QVERIFY2(!text.contains(u"tags.a.b:"_s), qPrintable(text));
    }

    void whatIsNoItemIsAnError()
    {
        QVERIFY(!differItems("{", "{}").ok());
        QVERIFY(!differItems("{}", "[]").ok());
        QVERIFY(diffOf("{}", "{}").isEmpty());
    }

    void randomItems_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 40; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }

    // Nothing between an item and itself, in whatever order; one change is one change, both ways.
    void randomItems()
    {
        QFETCH(int, seed);
        test::RandomEvents events(static_cast<std::uint64_t>(seed));
        std::mt19937 random(static_cast<unsigned>(seed));
        for (int i = 0; i < 10; ++i) {
            // The tests' own reader takes no half of a surrogate pair.
            const auto next = [&] {
                std::string text = events.next();
                while (!Json::accept(text))
                    text = events.next();
                return Json{{"configuration", Json::parse(text)}};
            };
            const Json one = next();
            const Json two = next();
            QCOMPARE(linesOf(diffOf(one.dump(), one.dump())), QString());
            QCOMPARE(linesOf(diffOf(one.dump(), shuffled(one, random).dump())), QString());
            Json changed = one;
            changed["configuration"]["eventName"] = "other than before";
            const ItemDiff diff = diffOf(one.dump(), changed.dump());
            QCOMPARE(diff.changes.size(), std::size_t{1});
            QCOMPARE(diff.changes[0].path, std::string("configuration.eventName"));
            const ItemDiff there = diffOf(one.dump(), two.dump());
            const ItemDiff back = diffOf(two.dump(), one.dump());
            const auto count = [](const ItemDiff& of, Change::Kind kind) {
                return std::count_if(of.changes.begin(), of.changes.end(),
                                     [&](const Change& c) { return c.kind == kind; });
            };
            QVERIFY(!there.isEmpty());
            QCOMPARE(there.changes.size(), back.changes.size());
            QCOMPARE(count(there, Change::Kind::Added), count(back, Change::Kind::Removed));
            QCOMPARE(count(there, Change::Kind::Removed), count(back, Change::Kind::Added));
        }
    }

    void rowsOfTheStoreAreCompared()
    {
        const auto resources = test::resourcesOf(
            {{{.time = "2026-03-01T00:00:00Z", .rest = ",'configuration':{'a':1}"},
              {.time = "2026-03-02T00:00:00Z", .rest = ",'configuration':{'a':2}"}}});
        const auto items = resources->items(ResourceNo(0));
        const auto diff = differItems(*resources->store(), items[0].row, items[1].row);
        QVERIFY_OK(diff);
        QCOMPARE(linesOf(*diff), u"≠ configuration.a: 2, was 1"_s);
    }
};

QTEST_GUILESS_MAIN(TestItemDiff)
#include "tst_itemdiff.moc"
