// TemporalGraph: edges from what items say, on either side, by id, name and ARN.
#include "model/config/relationship.h"
#include "model/ingest/loader.h"
#include "model/query/fieldtree.h"
#include "tests/model/config/graphsketch.h"
#include "tests/support/testsupport.h"

#include <QDir>
#include <QTest>

#include <map>
#include <set>
#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::config;
using namespace Qt::StringLiterals;
using test::edgesAt;
using test::graphOf;
using test::ItemSketch;
using test::momentNs;
using test::nodeCalled;
using test::relationsText;
using test::relationText;
using test::resourcesOf;

namespace {

const std::string kInstance = "AWS::EC2::Instance";
const std::string kVolume = "AWS::EC2::Volume";
const std::string kVpc = "AWS::EC2::VPC";
const std::string kSubnet = "AWS::EC2::Subnet";
const std::string kGroup = "AWS::EC2::SecurityGroup";
const std::string kRole = "AWS::IAM::Role";

std::string configuration(const std::string& members)
{
    return ",'configuration':{" + members + "}";
}

QStringList edgesOf(const std::vector<ItemSketch>& items)
{
    const auto graph = graphOf(items);
    const std::string wrong = graph->checkInvariants();
    return wrong.empty() ? edgesAt(*graph) : QStringList{QString::fromStdString(wrong)};
}

} // namespace

class GraphTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void bothSidesOfARelationAreOneEdge()
    {
        QCOMPARE(
            edgesOf({{.id = "i-1",
                      .rest = relationsText({
                          relationText("Is contained in Vpc", kVpc, "vpc-1"),
                          relationText("Is attached to Volume", kVolume, "vol-1"),
                      })},
                     {.id = "vpc-1",
                      .rest = relationsText({relationText("Contains Instance", kInstance, "i-1")}),
                      .type = kVpc},
                     {.id = "vol-1",
                      .rest = relationsText({relationText("Is attached to ", kInstance, "i-1")}),
                      .type = kVolume}}),
            (QStringList{u"EC2::Instance i-1  is attached to  EC2::Volume vol-1"_s,
                         u"EC2::VPC vpc-1  contains  EC2::Instance i-1"_s}));
    }

    void whatOnlyOneSideSaysIsMarked()
    {
        QCOMPARE(
            edgesOf({{.id = "i-1",
                      .rest = relationsText({relationText("Is contained in Vpc", kVpc, "vpc-1")})},
                     {.id = "vpc-1", .type = kVpc}}),
            QStringList{u"EC2::VPC vpc-1  contains  EC2::Instance i-1  by to"_s});
    }

    void differentVerbsAreDifferentEdges()
    {
        QCOMPARE(
            edgesOf({{.id = "sg-1",
                      .rest = relationsText({relationText("Is contained in Vpc", kVpc, "vpc-1"),
                                             relationText("Is associated with Vpc", kVpc, "vpc-1"),
                                             relationText("Guards", kVpc, "vpc-1")}),
                      .type = kGroup},
                     {.id = "vpc-1", .type = kVpc}}),
            (QStringList{u"EC2::SecurityGroup sg-1  Guards  EC2::VPC vpc-1  by from"_s,
                         u"EC2::SecurityGroup sg-1  is associated with  EC2::VPC vpc-1  by from"_s,
                         u"EC2::VPC vpc-1  contains  EC2::SecurityGroup sg-1  by to"_s}));
    }

    void theSameSaidTwiceIsOneEdge()
    {
        const std::string said = relationText("Is attached to Volume", kVolume, "vol-1");
        QCOMPARE(edgesOf({{.id = "i-1", .rest = relationsText({said, said, said})},
                          {.id = "vol-1", .type = kVolume}})
                     .size(),
                 1);
    }

    void aRelationToItselfIsKept()
    {
        QCOMPARE(edgesOf({{.id = "i-1",
                           .rest = relationsText({
                               relationText("Is attached to ", kInstance, "i-1"),
                               relationText("Contains ", kInstance, "i-1"),
                           })}}),
                 (QStringList{u"EC2::Instance i-1  contains  EC2::Instance i-1"_s,
                              u"EC2::Instance i-1  is attached to  EC2::Instance i-1"_s}));
    }

    void whatIsNotInTheExportDangles()
    {
        const auto graph = graphOf({{.id = "i-1",
                                     .rest = relationsText({
                                         relationText("Is contained in Vpc", kVpc, "vpc-1"),
                                         relationText("Is associated with ", kRole, {}, "web"),
                                         relationText("Is associated with ", {}, "thing"),
                                         "{'name':'Is associated with '}",
                                         "'no object'",
                                     })}});
        QCOMPARE(edgesAt(*graph),
                 (QStringList{u"EC2::Instance i-1  is associated with   thing?  by from"_s,
                              u"EC2::Instance i-1  is associated with  IAM::Role web?  by from"_s,
                              u"EC2::VPC vpc-1?  contains  EC2::Instance i-1  by to"_s}));
        const NodeNo role = nodeCalled(*graph, "web");
        QVERIFY(graph->node(role).isDangling());
        QCOMPARE(graph->stateAt(role, kEndOfExport), NodeState::Unknown);
        QCOMPARE(graph->node(role).accountId, std::string_view("111111111111"));
        QCOMPARE(graph->node(role).region, std::string_view("global"));
        QCOMPARE(edgesAt(*graph, kEndOfExport, {.dangling = false}), QStringList());
    }

    // Two that may be the same are one; names of different accounts are not.
    void unknownOnesAreToldApartByWhatIsKnown()
    {
        const auto uses = [](const char* account, const std::string& id, const char* region) {
            return ItemSketch{
                .id = id,
                .rest = relationsText({relationText("Is associated with ", kRole, {}, "web"),
                                       relationText("Is contained in Vpc", kVpc, "vpc-0a1b2c3d"),
                                       relationText("Is contained in ", kSubnet, "subnet-1")}),
                .account = account,
                .region = region};
        };
        const auto graph = graphOf({uses("111111111111", "i-1", "us-east-1"),
                                    uses("111111111111", "i-2", "eu-west-1"),
                                    uses("222222222222", "i-3", "us-east-1")});
        QStringList unknown;
        for (std::size_t i = graph->resources()->size(); i < graph->nodes().size(); ++i) {
            const GraphNode& node = graph->nodes()[i];
            unknown << QString::fromStdString(std::string(node.accountId) + '/'
                                              + std::string(node.region) + ' '
                                              + std::string(node.id) + std::string(node.name));
        }
        QCOMPARE(
            unknown,
            (QStringList{u"111111111111/eu-west-1 subnet-1"_s, u"111111111111/us-east-1 subnet-1"_s,
                         u"222222222222/us-east-1 subnet-1"_s, u"/ vpc-0a1b2c3d"_s,
                         u"111111111111/global web"_s, u"222222222222/global web"_s}));
    }

    void namesAreLookedForNearby()
    {
        const auto role = [](const char* id, const char* account) {
            return ItemSketch{.id = id,
                              .rest = ",'resourceName':'web'",
                              .type = kRole,
                              .account = account,
                              .region = "global"};
        };
        QCOMPARE(edgesOf({{.id = "i-1",
                           .rest = relationsText(
                               {relationText("Is associated with ", kRole, {}, "web")})},
                          role("AROA2", "222222222222"),
                          role("AROA1", "111111111111")}),
                 QStringList{u"IAM::Role AROA1  is associated with  EC2::Instance i-1  by to"_s});
        // Another account's role of that name is another role.
        QCOMPARE(edgesOf({{.id = "i-1",
                           .rest = relationsText(
                               {relationText("Is associated with ", kRole, {}, "web")})},
                          role("AROA2", "222222222222")}),
                 QStringList{u"EC2::Instance i-1  is associated with  IAM::Role web?  by from"_s});
    }

    void idsAreLookedForInTheRegionFirst()
    {
        const auto vpc = [](const char* region, const char* account) {
            return ItemSketch{.id = "vpc-1", .type = kVpc, .account = account, .region = region};
        };
        const auto graph =
            graphOf({{.id = "i-1",
                      .rest = relationsText({relationText("Is contained in ", kVpc, "vpc-1")})},
                     vpc("eu-west-1", "111111111111"),
                     vpc("us-east-1", "111111111111"),
                     vpc("us-east-1", "222222222222")});
        QCOMPARE(graph->edges().size(), std::size_t{1});
        const GraphNode& found = graph->node(graph->edges()[0].from);
        QCOMPARE(found.region, std::string_view("us-east-1"));
        QCOMPARE(found.accountId, std::string_view("111111111111"));
        // A VPC of another account counts where its id is one that AWS gives once.
        const auto shared = [&](const std::string& id) {
            return edgesOf({{.id = "i-1",
                             .rest = relationsText({relationText("Is contained in ", kVpc, id)})},
                            {.id = id, .type = kVpc, .account = "222222222222"}})
                .front();
        };
        QVERIFY(shared("vpc-1").contains(u"vpc-1?"_s));
        QVERIFY(!shared("vpc-0a1b2c3d").contains(u'?'));
    }

    void arnsReachOtherAccounts()
    {
        const std::string arn = "arn:aws:iam::222222222222:role/path/deploy";
        const auto graph = graphOf({{.id = "f",
                                     .rest = configuration("'role':'" + arn + "'"),
                                     .type = "AWS::Lambda::Function"},
                                    {.id = "AROA2",
                                     .rest = ",'resourceName':'deploy','ARN':'" + arn + "'",
                                     .type = kRole,
                                     .account = "222222222222",
                                     .region = "global"}});
        QCOMPARE(edgesAt(*graph),
                 QStringList{u"Lambda::Function f  uses  IAM::Role AROA2  (configuration.role)"
                             "  by from"_s});
    }

    // A role that was deleted and made again has another id and the same name.
    void ofTwoWithTheSameNameTheLiveOneIsMeant()
    {
        const auto role = [](const char* id, const char* time, const char* status) {
            return ItemSketch{.id = id,
                              .time = time,
                              .status = status,
                              .rest = ",'resourceName':'web'",
                              .type = kRole,
                              .region = "global"};
        };
        const std::string uses =
            relationsText({relationText("Is associated with ", kRole, {}, "web")});
        const auto graph = graphOf({role("AROA1", "2026-03-01T00:00:00Z", "OK"),
                                    role("AROA1", "2026-03-03T00:00:00Z", "ResourceDeleted"),
                                    role("AROA2", "2026-03-03T00:01:00Z", "OK"),
                                    {.id = "i-1", .time = "2026-03-02T00:00:00Z", .rest = uses},
                                    {.id = "i-1", .time = "2026-03-04T00:00:00Z", .rest = uses}});
        QCOMPARE(edgesAt(*graph, momentNs("2026-03-02T12:00:00Z")),
                 QStringList{u"IAM::Role AROA1  is associated with  EC2::Instance i-1  by to"_s});
        QCOMPARE(edgesAt(*graph, momentNs("2026-03-05T00:00:00Z")),
                 QStringList{u"IAM::Role AROA2  is associated with  EC2::Instance i-1  by to"_s});
        // In between it still names the one that is gone.
        QCOMPARE(edgesAt(*graph, momentNs("2026-03-03T12:00:00Z")), QStringList());
        QCOMPARE(edgesAt(*graph, momentNs("2026-03-03T12:00:00Z"), {.deleted = true}).size(), 1);
    }

    void whatIsRecordedIsNotDerivedToo()
    {
        const std::string inSubnet = configuration("'subnetId':'subnet-1'");
        QCOMPARE(
            edgesOf({{.id = "i-1",
                      .rest = inSubnet
                          + relationsText({relationText("Is contained in ", kSubnet, "subnet-1")})},
                     {.id = "subnet-1", .type = kSubnet}}),
            QStringList{u"EC2::Subnet subnet-1  contains  EC2::Instance i-1  by to"_s});
        // Neither where only the other one lists it.
        QCOMPARE(edgesOf({{.id = "i-1", .rest = inSubnet},
                          {.id = "subnet-1",
                           .rest = relationsText({relationText("Contains ", kInstance, "i-1")}),
                           .type = kSubnet}}),
                 QStringList{u"EC2::Subnet subnet-1  contains  EC2::Instance i-1  by from"_s});
    }

    void derivedEdgesCanBeLeftOut()
    {
        const auto graph = graphOf({{.id = "i-1", .rest = configuration("'subnetId':'subnet-1'")},
                                    {.id = "subnet-1", .type = kSubnet}});
        QCOMPARE(edgesAt(*graph).size(), 1);
        QCOMPARE(edgesAt(*graph, kEndOfExport, {.derived = false}), QStringList());
    }

    void anEdgeHoldsWhileItIsSaid()
    {
        const std::string attached =
            relationsText({relationText("Is attached to ", kVolume, "vol-1")});
        const auto graph =
            graphOf({{.id = "vol-1", .time = "2026-03-01T00:00:00Z", .type = kVolume},
                     {.id = "i-1", .time = "2026-03-02T00:00:00Z", .rest = attached},
                     {.id = "i-1", .time = "2026-03-03T00:00:00Z", .rest = attached},
                     {.id = "i-1", .time = "2026-03-04T00:00:00Z"},
                     {.id = "i-1", .time = "2026-03-05T00:00:00Z", .rest = attached},
                     {.id = "i-1", .time = "2026-03-06T00:00:00Z", .status = "ResourceDeleted"}});
        QCOMPARE(graph->edges().size(), std::size_t{1});
        const std::vector<EdgeSpan> spans(graph->spans(EdgeNo(0)).begin(),
                                          graph->spans(EdgeNo(0)).end());
        const auto span = [](const char* begin, const char* end) {
            return EdgeSpan{momentNs(begin), momentNs(end), StatedBy::From};
        };
        QCOMPARE(spans,
                 (std::vector{span("2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z"),
                              span("2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z")}));
        QCOMPARE(edgesAt(*graph, momentNs("2026-03-02T00:00:00Z") - 1), QStringList());
        QCOMPARE(edgesAt(*graph, momentNs("2026-03-02T00:00:00Z")).size(), 1);
        QCOMPARE(edgesAt(*graph, momentNs("2026-03-04T00:00:00Z") - 1).size(), 1);
        QCOMPARE(edgesAt(*graph, momentNs("2026-03-04T00:00:00Z")), QStringList());
    }

    // The volume is detached: its own item says so first.
    void theNewerOfTwoSidesIsRight()
    {
        const auto volume = [](const char* time, const char* attachments) {
            const std::string says = *attachments
                ? relationsText({relationText("Is attached to ", kInstance, "i-1")})
                : std::string();
            return ItemSketch{
                .id = "vol-1",
                .time = time,
                .rest = configuration("'attachments':[" + std::string(attachments) + "]") + says,
                .type = kVolume};
        };
        const std::string attached =
            relationsText({relationText("Is attached to ", kVolume, "vol-1")});
        const std::vector<ItemSketch> items{
            volume("2026-03-01T00:00:00Z", "{'instanceId':'i-1'}"),
            {.id = "i-1", .time = "2026-03-01T00:00:01Z", .rest = attached},
            volume("2026-03-02T00:00:00Z", ""),
        };
        const auto graph = graphOf(items);
        QCOMPARE(edgesAt(*graph, momentNs("2026-03-01T12:00:00Z")).size(), 1);
        QCOMPARE(edgesAt(*graph), QStringList());
        // Until the instance says it again, in a newer item.
        std::vector<ItemSketch> more = items;
        more.push_back({.id = "i-1", .time = "2026-03-03T00:00:00Z", .rest = attached});
        QCOMPARE(edgesAt(*graphOf(more)).size(), 1);
    }

    // AWS Config may stop to record what only the other side can know of.
    void whatOneSideCannotKnowItCannotTakeBack()
    {
        const auto group = [](const char* time, bool says) {
            return ItemSketch{.id = "sg-1",
                              .time = time,
                              .rest = says ? relationsText(
                                          {relationText("Is associated with ", kInstance, "i-1")})
                                           : std::string(),
                              .type = kGroup};
        };
        const auto graph =
            graphOf({group("2026-03-01T00:00:00Z", true),
                     {.id = "i-1",
                      .time = "2026-03-01T00:00:01Z",
                      .rest = configuration("'securityGroups':[{'groupId':'sg-1'}]")
                          + relationsText({relationText("Is associated with ", kGroup, "sg-1")})},
                     group("2026-03-02T00:00:00Z", false)});
        QCOMPARE(edgesAt(*graph),
                 QStringList{u"EC2::Instance i-1  is associated with  EC2::SecurityGroup sg-1"
                             "  by from"_s});
    }

    void undatedOnesAreAtTheEnd()
    {
        const auto graph =
            graphOf({{.id = "i-1",
                      .time = "",
                      .rest = relationsText({relationText("Is contained in ", kVpc, "vpc-1")})},
                     {.id = "vpc-1", .type = kVpc}});
        QCOMPARE(edgesAt(*graph, momentNs("2026-04-01T00:00:00Z")), QStringList());
        QCOMPARE(edgesAt(*graph).size(), 1);
        QCOMPARE(graph->stateAt(nodeCalled(*graph, "i-1"), kEndOfExport), NodeState::Undated);
        QCOMPARE(countsAt(*graph, momentNs("2026-04-01T00:00:00Z")).undated, 1u);
        QCOMPARE(countsAt(*graph, kEndOfExport).undated, 0u);
    }

    void whatIsNotRecordedSaysNothing()
    {
        const auto graph =
            graphOf({{.id = "i-1",
                      .time = "2026-03-01T00:00:00Z",
                      .rest = relationsText({relationText("Is contained in ", kVpc, "vpc-1")})},
                     {.id = "i-1", .time = "2026-03-02T00:00:00Z", .status = "ResourceNotRecorded"},
                     {.id = "vpc-1", .time = "2026-03-01T00:00:00Z", .type = kVpc}});
        QCOMPARE(edgesAt(*graph, momentNs("2026-03-01T12:00:00Z")).size(), 1);
        QCOMPARE(edgesAt(*graph), QStringList());
        QCOMPARE(graph->stateAt(nodeCalled(*graph, "i-1"), kEndOfExport), NodeState::NotRecorded);
        QCOMPARE(countsAt(*graph, kEndOfExport).live, 2u);
    }

    void whatComesLaterIsNoNodeYet()
    {
        const auto graph =
            graphOf({{.id = "i-1",
                      .time = "2026-03-01T00:00:00Z",
                      .rest = relationsText({relationText("Is contained in ", kVpc, "vpc-1")})},
                     {.id = "vpc-1", .time = "2026-03-05T00:00:00Z", .type = kVpc},
                     {.id = "vpc-2", .time = "2026-03-05T00:00:00Z", .type = kVpc}});
        const std::int64_t before = momentNs("2026-03-02T00:00:00Z");
        const GraphCounts counts = countsAt(*graph, before);
        QCOMPARE(counts.live, 1u);
        QCOMPARE(counts.dangling, 1u); // named by the instance
        QCOMPARE(counts.nodes, 2u);
        QCOMPARE(graph->stateAt(nodeCalled(*graph, "vpc-1"), before), NodeState::NotYet);
        QCOMPARE(countsAt(*graph, kEndOfExport).live, 3u);
    }

    void thousandsOfRelationsOnOneNode()
    {
        std::vector<std::string> relations;
        std::vector<ItemSketch> items;
        for (int i = 0; i < 5000; ++i) {
            const std::string id = "i-" + std::to_string(i);
            relations.push_back(relationText("Contains Instance", kInstance, id));
            if (i % 2 == 0)
                items.push_back(
                    {.id = id,
                     .rest = relationsText({relationText("Is contained in Vpc", kVpc, "vpc-1")})});
        }
        items.push_back({.id = "vpc-1", .rest = relationsText(relations), .type = kVpc});
        const auto graph = graphOf(items);
        QCOMPARE(graph->checkInvariants(), std::string());
        QCOMPARE(graph->edges().size(), std::size_t{5000});
        QCOMPARE(graph->edgesOf(nodeCalled(*graph, "vpc-1")).size(), std::size_t{5000});
        std::size_t both = 0;
        for (std::uint32_t i = 0; i < 5000; ++i)
            both += graph->statedAt(EdgeNo(i), kEndOfExport) == StatedBy::Both ? 1 : 0;
        QCOMPARE(both, std::size_t{2500});
        QCOMPARE(countsAt(*graph, kEndOfExport).dangling, 2500u);
    }

    void itemsWithoutAnIdAreNodesToo()
    {
        const auto graph =
            graphOf({{.id = "", .rest = relationsText({relationText("Contains ", kVpc, "vpc-1")})},
                     {.id = "", .rest = ",'tags':{'a':'b'}"}});
        QCOMPARE(graph->resources()->size(), std::size_t{2});
        QCOMPARE(graph->edges().size(), std::size_t{1});
        std::set<std::string> keys;
        for (std::uint32_t i = 0; i < graph->nodes().size(); ++i) {
            const std::string key = nodeKey(*graph, NodeNo(i));
            keys.insert(key);
            QCOMPARE(nodeOfKey(*graph, key), std::optional(NodeNo(i)));
        }
        QCOMPARE(keys.size(), graph->nodes().size());
    }

    void anEmptyExportHasAnEmptyGraph()
    {
        const auto graph = graphOf(std::vector<ItemSketch>());
        QVERIFY(graph);
        QCOMPARE(graph->checkInvariants(), std::string());
        QVERIFY(graphAt(*graph, kEndOfExport).nodes.empty());
    }

    void makingCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto made =
            TemporalGraph::make(resourcesOf({{{.id = "i-1"}}}), JobContext(stop.get_token()));
        QVERIFY(!made);
        QCOMPARE(made.error().kind, Error::Kind::Cancelled);
    }

    void realItemsAreAccountedFor_data();
    void realItemsAreAccountedFor();
};

void GraphTest::realItemsAreAccountedFor_data()
{
    QTest::addColumn<QString>("folder");
    for (const char* folder :
         {"aws-config-rdk-example-items", "cloud-custodian", "awsdocs-config-examples",
          "config-notifications-antiope", "config-eventbridge-oversized", "config-rule-invocation",
          "manageiq-config-notifications", "atlassian-config-changes"})
        QTest::newRow(folder) << QString::fromUtf8(folder);
}

// Whatever a live item lists is an edge of its resource, to a resource or to a dangling node.
void GraphTest::realItemsAreAccountedFor()
{
    QFETCH(QString, folder);
    const QString path = QDir(test::sampleDataDir()).filePath(folder);
    if (test::sampleDataDir().isEmpty() || !QDir(path).exists())
        QSKIP("the real sample files are not here");
    ingest::LoadRequest request;
    request.paths = {path.toStdString()};
    auto loaded = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
    QVERIFY(loaded.ok());
    const auto resources = resourcesOf(loaded->items);
    const auto graph = graphOf(resources);
    QCOMPARE(graph->checkInvariants(), std::string());
    std::size_t said = 0;
    for (std::uint32_t i = 0; i < resources->size(); ++i) {
        const ResourceNo no(i);
        const bool isUndated = resources->datedCount(no) == 0;
        const State state = resources->lastState(no);
        if (state.presence != State::Presence::Live && !isUndated)
            continue;
        std::string json;
        resources->store()->json(resources->items(no)[state.item].row, json);
        const auto tree = query::FieldTree::build(json);
        QVERIFY(tree.ok());
        std::set<std::string> wanted;
        for (const Relationship& r : relationshipsOf(*tree)) {
            if (!r.id.empty() || !r.name.empty() || !r.type.empty())
                wanted.insert(r.text());
        }
        std::size_t edges = 0;
        for (const EdgeNo edge : graph->edgesOf(graph->nodeOf(no))) {
            const int by = static_cast<int>(graph->statedAt(edge, kEndOfExport));
            const bool isFrom = graph->edge(edge).from == graph->nodeOf(no);
            const bool isTo = graph->edge(edge).to == graph->nodeOf(no);
            edges += !graph->edge(edge).isDerived && ((isFrom && by & 1) || (isTo && by & 2));
        }
        QVERIFY2(edges == wanted.size(), json.c_str());
        said += edges;
    }
    qInfo("%zu resources, %zu relations, %zu edges, %zu dangling nodes", resources->size(), said,
          graph->edges().size(), graph->nodes().size() - resources->size());
}

QTEST_GUILESS_MAIN(GraphTest)
#include "tst_graph.moc"
