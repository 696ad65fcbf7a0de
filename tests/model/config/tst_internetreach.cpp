// What could reach the Internet through a security group, on estates made by hand.
#include "model/config/internetreach.h"
#include "tests/model/config/graphsketch.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::config;
using namespace Qt::StringLiterals;
using test::graphOf;
using test::ItemSketch;
using test::nodeCalled;
using test::nodeText;
using test::relationsText;
using test::relationText;

namespace {

constexpr const char* kOpenBothWays =
    "'ipPermissions':[{'ipProtocol':'tcp','fromPort':22,'toPort':22,"
    "'ipv4Ranges':[{'cidrIp':'0.0.0.0/0','description':'anyone'},{'cidrIp':'10.0.0.0/8'}]}],"
    "'ipPermissionsEgress':[{'ipProtocol':'-1','ipv4Ranges':[{'cidrIp':'0.0.0.0/0'}]}]";
constexpr const char* kOpenOut =
    "'ipPermissions':[{'ipProtocol':'tcp','fromPort':22,'toPort':22,'ipRanges':['10.0.0.0/8']}],"
    "'ipPermissionsEgress':[{'ipProtocol':'-1','ipRanges':['0.0.0.0/0']}]";
constexpr const char* kOpenIn6 = "'ipPermissions':[{'ipProtocol':'tcp','fromPort':443,'toPort':443,"
                                 "'ipv6Ranges':[{'cidrIpv6':'::/0'}]}],'ipPermissionsEgress':[]";

constexpr const char* kToGateway =
    "{'destinationCidrBlock':'10.0.0.0/16','gatewayId':'local','state':'active'},"
    "{'destinationCidrBlock':'0.0.0.0/0','gatewayId':'igw-1','state':'active'}";
constexpr const char* kToNat =
    "{'destinationCidrBlock':'0.0.0.0/0','natGatewayId':'nat-1','state':'active'}";
constexpr const char* kToNothing =
    "{'destinationCidrBlock':'0.0.0.0/0','gatewayId':'igw-1','state':'blackhole'}";

struct Network
{
    const char* rules = kOpenBothWays;
    const char* routes = kToGateway;
    bool isMain = false; // the route table is that of the VPC, not the subnet's own
};

// sg-1 on eni-1 of i-1, in subnet-1 of vpc-1.
std::vector<ItemSketch> estate(const Network& network)
{
    const std::string table = std::string("'routes':[") + network.routes + "],'associations':["
        + (network.isMain ? "{'main':true}" : "") + "]";
    std::vector<std::string> ofTable{relationText("Is contained in Vpc", "AWS::EC2::VPC", "vpc-1")};
    if (!network.isMain)
        ofTable.push_back(relationText("Contains Subnet", "AWS::EC2::Subnet", "subnet-1"));
    return {
        {.id = "sg-1",
         .rest = std::string(",'configuration':{") + network.rules + "}",
         .type = "AWS::EC2::SecurityGroup"},
        {.id = "eni-1",
         .rest = ",'configuration':{'association':{'publicIp':'198.51.100.7'}}"
             + relationsText(
                     {relationText("Is associated with SecurityGroup", "AWS::EC2::SecurityGroup",
                                   "sg-1"),
                      relationText("Is attached to Instance", "AWS::EC2::Instance", "i-1"),
                      relationText("Is contained in Subnet", "AWS::EC2::Subnet", "subnet-1")}),
         .type = "AWS::EC2::NetworkInterface"},
        {.id = "i-1",
         .rest = relationsText(
             {relationText("Is associated with SecurityGroup", "AWS::EC2::SecurityGroup", "sg-1"),
              relationText("Is contained in Subnet", "AWS::EC2::Subnet", "subnet-1")})},
        {.id = "subnet-1",
         .rest = relationsText({relationText("Is contained in Vpc", "AWS::EC2::VPC", "vpc-1")}),
         .type = "AWS::EC2::Subnet"},
        {.id = "vpc-1", .type = "AWS::EC2::VPC"},
        {.id = "rtb-1",
         .rest = ",'configuration':{" + table + "}" + relationsText(ofTable),
         .type = "AWS::EC2::RouteTable"},
        {.id = "igw-1", .type = "AWS::EC2::InternetGateway"},
        {.id = "nat-1", .type = "AWS::EC2::NatGateway"},
    };
}

QStringList pathText(const TemporalGraph& graph, const ReachPath& path)
{
    QStringList text;
    for (const ReachStep& step : path.steps)
        text << nodeText(graph, step.from) + u' ' + QString::fromLatin1(reachStepKey(step.kind))
                + u' ' + nodeText(graph, step.to)
                + (step.detail.empty() ? QString() : u' ' + QString::fromStdString(step.detail));
    return text;
}

} // namespace

class InternetReachTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aPublicInterfaceIsReachedThroughItsGateway()
    {
        const auto graph = graphOf(estate({}));
        const InternetReach reach = internetReach(*graph, nodeCalled(*graph, "sg-1"), kEndOfExport);
        QVERIFY(reach.isRecorded);
        QCOMPARE(reach.rules,
                 (std::vector<OpenRule>{{false, "tcp 22 0.0.0.0/0", "anyone"},
                                        {true, "all 0.0.0.0/0", ""}}));
        // The instance is reached by its interface, not a second time by itself.
        QCOMPARE(reach.paths.size(), std::size_t{1});
        const ReachPath& path = reach.paths.front();
        QCOMPARE(pathText(*graph, path),
                 (QStringList{
                     u"EC2::SecurityGroup sg-1 guards EC2::NetworkInterface eni-1"_s,
                     u"EC2::NetworkInterface eni-1 belongs-to EC2::Instance i-1"_s,
                     u"EC2::NetworkInterface eni-1 in-subnet EC2::Subnet subnet-1"_s,
                     u"EC2::Subnet subnet-1 routed-by EC2::RouteTable rtb-1"_s,
                     u"EC2::RouteTable rtb-1 routes-to EC2::InternetGateway igw-1 0.0.0.0/0"_s}));
        QVERIFY(path.isInbound);
        QVERIFY(path.isOutbound);
        QCOMPARE(path.publicAddress, std::string("198.51.100.7"));
        QCOMPARE(nodeText(*graph, path.gateway), u"EC2::InternetGateway igw-1"_s);
        // Every step is an edge of the graph, and they are what is lit.
        QCOMPARE(reach.edges.size(), path.steps.size());
        for (const ReachStep& step : path.steps) {
            const GraphEdge& edge = graph->edge(step.edge);
            QVERIFY((edge.from == step.from && edge.to == step.to)
                    || (edge.from == step.to && edge.to == step.from));
        }
    }

    void rulesAndRoutesDecide_data()
    {
        QTest::addColumn<QString>("rules");
        QTest::addColumn<QString>("routes");
        QTest::addColumn<bool>("in");
        QTest::addColumn<bool>("out");
        QTest::addColumn<bool>("hasGateway");
        const auto row = [](const char* name, const char* rules, const char* routes, bool in,
                            bool out, bool hasGateway) {
            QTest::newRow(name) << QString::fromUtf8(rules) << QString::fromUtf8(routes) << in
                                << out << hasGateway;
        };
        row("closed inwards", kOpenOut, kToGateway, false, true, true);
        row("NAT lets out only", kOpenBothWays, kToNat, false, true, true);
        row("a black hole", kOpenBothWays, kToNothing, false, false, false);
        row("no default route", kOpenBothWays, "", false, false, false);
        row("IPv6 rules need a route of IPv6", kOpenIn6, kToGateway, false, false, true);
        row("IPv6", kOpenIn6,
            "{'destinationIpv6CidrBlock':'::/0','gatewayId':'igw-1','state':'active'}", true, false,
            true);
        row("a transit gateway is not the Internet", kOpenBothWays,
            "{'destinationCidrBlock':'0.0.0.0/0','transitGatewayId':'tgw-1','state':'active'}",
            false, false, false);
        row("no rules", "'groupName':'g'", kToGateway, false, false, true);
    }

    void rulesAndRoutesDecide()
    {
        QFETCH(QString, rules);
        QFETCH(QString, routes);
        QFETCH(bool, in);
        QFETCH(bool, out);
        QFETCH(bool, hasGateway);
        const std::string ruleText = rules.toStdString();
        const std::string routeText = routes.toStdString();
        const auto graph =
            graphOf(estate({.rules = ruleText.c_str(), .routes = routeText.c_str()}));
        const InternetReach reach = internetReach(*graph, nodeCalled(*graph, "sg-1"), kEndOfExport);
        QCOMPARE(reach.paths.size(), std::size_t{1});
        QCOMPARE(reach.paths[0].isInbound, in);
        QCOMPARE(reach.paths[0].isOutbound, out);
        QCOMPARE(reach.paths[0].gateway.isValid(), hasGateway);
        QCOMPARE(reach.edges.empty(), !in && !out);
    }

    void aSubnetWithoutATableHasTheMainOne()
    {
        const auto graph = graphOf(estate({.isMain = true}));
        const InternetReach reach = internetReach(*graph, nodeCalled(*graph, "sg-1"), kEndOfExport);
        QCOMPARE(reach.paths.size(), std::size_t{1});
        QVERIFY(reach.paths[0].isInbound);
        QVERIFY(pathText(*graph, reach.paths[0])
                    .contains(u"EC2::Subnet subnet-1 routed-by-main EC2::RouteTable rtb-1"_s));
    }

    void itIsAsOfTheMoment()
    {
        auto items = estate({});
        ItemSketch closed = items.front();
        closed.time = "2026-03-09T00:00:00Z";
        closed.rest = std::string(",'configuration':{") + kOpenOut + "}";
        items.push_back(closed);
        const auto graph = graphOf(items);
        const NodeNo group = nodeCalled(*graph, "sg-1");
        QVERIFY(internetReach(*graph, group, test::momentNs("2026-03-05T00:00:00Z"))
                    .paths[0]
                    .isInbound);
        QVERIFY(!internetReach(*graph, group, kEndOfExport).paths[0].isInbound);
        const InternetReach before =
            internetReach(*graph, group, test::momentNs("2026-01-01T00:00:00Z"));
        QVERIFY(!before.isRecorded);
        QVERIFY(before.paths.empty());
    }

    void anInstanceWithoutInterfacesCounts()
    {
        auto items = estate({});
        std::erase_if(items, [](const ItemSketch& item) { return item.id == "eni-1"; });
        items[1].rest += ",'configuration':{'publicIpAddress':'198.51.100.9'}";
        const auto graph = graphOf(items);
        const InternetReach reach = internetReach(*graph, nodeCalled(*graph, "sg-1"), kEndOfExport);
        QCOMPARE(reach.paths.size(), std::size_t{1});
        QCOMPARE(nodeText(*graph, reach.paths[0].guarded), u"EC2::Instance i-1"_s);
        QCOMPARE(reach.paths[0].publicAddress, std::string("198.51.100.9"));
        QVERIFY(reach.paths[0].isInbound);
    }

    void ofOtherTypesNothingIsSaid()
    {
        const auto graph = graphOf(estate({}));
        const InternetReach reach =
            internetReach(*graph, nodeCalled(*graph, "vpc-1"), kEndOfExport);
        QVERIFY(!reach.isRecorded);
        QVERIFY(reach.paths.empty());
        QVERIFY(reach.rules.empty());
    }
};

QTEST_GUILESS_MAIN(InternetReachTest)
#include "tst_internetreach.moc"
