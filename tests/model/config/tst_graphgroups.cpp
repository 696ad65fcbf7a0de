// Scenes: nodes in boxes, collapsed groups, lines; nothing gets lost.
#include "model/config/graphgroups.h"
#include "tests/model/config/graphsketch.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <random>
#include <set>

using namespace trailloupe;
using namespace trailloupe::config;
using namespace Qt::StringLiterals;
using test::graphOf;
using test::ItemSketch;
using test::nodeCalled;
using test::relationsText;
using test::relationText;

namespace {

const std::string kInstance = "AWS::EC2::Instance";
const std::string kVpc = "AWS::EC2::VPC";
const std::string kSubnet = "AWS::EC2::Subnet";
const std::string kGroup = "AWS::EC2::SecurityGroup";

// Two subnets of a VPC with an instance each, a security group, a role and a bucket.
std::shared_ptr<const TemporalGraph> network()
{
    const auto inSubnet = [](const char* id, const char* subnet) {
        return ItemSketch{
            .id = id,
            .rest = ",'tags':{'Owner':'alice'}"
                + relationsText({relationText("Is contained in Subnet", kSubnet, subnet),
                                 relationText("Is contained in Vpc", kVpc, "vpc-1"),
                                 relationText("Is associated with SecurityGroup", kGroup, "sg-1"),
                                 relationText("Is associated with ", "AWS::IAM::Role", "role-1")})};
    };
    const auto subnet = [](const char* id) {
        return ItemSketch{.id = id,
                          .rest =
                              relationsText({relationText("Is contained in Vpc", kVpc, "vpc-1")}),
                          .type = kSubnet};
    };
    return graphOf({inSubnet("i-1", "subnet-1"),
                    inSubnet("i-2", "subnet-2"),
                    subnet("subnet-1"),
                    subnet("subnet-2"),
                    {.id = "vpc-1", .rest = ",'resourceName':'prod'", .type = kVpc},
                    {.id = "sg-1",
                     .rest = relationsText({relationText("Is contained in Vpc", kVpc, "vpc-1")}),
                     .type = kGroup},
                    {.id = "role-1", .type = "AWS::IAM::Role", .region = "global"},
                    {.id = "bucket",
                     .rest = ",'tags':{'Owner':'bob'}",
                     .type = "AWS::S3::Bucket",
                     .account = "222222222222"}});
}

ShownGraph all(const TemporalGraph& graph)
{
    return shownGraph(graph, graphAt(graph, kEndOfExport).nodes, kEndOfExport);
}

// Boxes and nodes, indented by how deep they are.
QStringList treeOf(const GraphScene& scene)
{
    QStringList text;
    const auto add = [&](auto&& self, std::uint32_t box, const QString& indent) -> void {
        for (std::uint32_t i = 0; i < scene.boxes.size(); ++i) {
            if (scene.boxes[i].box != box)
                continue;
            text << indent
                    + u"[%1 %2] %3"_s
                          .arg(QLatin1String(groupByKey(scene.boxes[i].groupedBy)),
                               QString::fromStdString(scene.boxes[i].title))
                          .arg(scene.boxes[i].members);
            self(self, i, indent + u"  "_s);
        }
        for (const SceneNode& node : scene.nodes) {
            if (node.box != box)
                continue;
            text << indent + QString::fromStdString(node.title)
                    + (node.kind == SceneNode::Kind::Group ? u" (%1)"_s.arg(node.members)
                                                           : QString());
        }
    };
    add(add, kNoBox, {});
    return text;
}

QString endText(const GraphScene& scene, const SceneEnd& end)
{
    return end.isBox ? u"[%1]"_s.arg(QString::fromStdString(scene.boxes[end.index].title))
                     : QString::fromStdString(scene.nodes[end.index].title);
}

QStringList linesOf(const GraphScene& scene)
{
    QStringList text;
    for (const SceneEdge& edge : scene.edges)
        text << u"%1 > %2: %3 x%4"_s
                    .arg(endText(scene, edge.from), endText(scene, edge.to),
                         QString::fromStdString(edge.name))
                    .arg(edge.edges.size());
    text.sort();
    return text;
}

} // namespace

class GraphGroupsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void withoutGroupsEverythingIsANode()
    {
        const auto graph = network();
        const GraphScene scene = makeScene(*graph, all(*graph), {});
        QCOMPARE(scene.nodes.size(), std::size_t{8});
        QVERIFY(scene.boxes.empty());
        QCOMPARE(scene.implied, 0u);
        QCOMPARE(scene.shown, 8u);
        QCOMPARE(scene.of, 8u);
        QVERIFY(linesOf(scene).contains(u"prod > i-1: contains x1"_s));
    }

    void networksAreBoxesInBoxes()
    {
        const auto graph = network();
        const GraphScene scene = makeScene(*graph, all(*graph), {.by = GroupBy::Subnet});
        QCOMPARE(treeOf(scene),
                 (QStringList{
                     u"[account 111111111111] 7"_s,
                     u"  [region global] 1"_s,
                     u"    role-1"_s,
                     u"  [region us-east-1] 6"_s,
                     u"    [vpc prod] 5"_s,
                     u"      [subnet subnet-1] 1"_s,
                     u"        i-1"_s,
                     u"      [subnet subnet-2] 1"_s,
                     u"        i-2"_s,
                     u"      sg-1"_s,
                     u"[account 222222222222] 1"_s,
                     u"  [region us-east-1] 1"_s,
                     u"    bucket"_s,
                 }));
        // What the boxes say is no line.
        QCOMPARE(linesOf(scene),
                 (QStringList{u"i-1 > sg-1: is associated with x1"_s,
                              u"i-2 > sg-1: is associated with x1"_s,
                              u"role-1 > i-1: is associated with x1"_s,
                              u"role-1 > i-2: is associated with x1"_s}));
    }

    void groupsByOtherThings_data()
    {
        QTest::addColumn<int>("by");
        QTest::addColumn<QStringList>("tree");
        const auto row = [](const char* name, GroupBy by, const QStringList& tree) {
            QTest::newRow(name) << static_cast<int>(by) << tree;
        };
        row("account", GroupBy::Account,
            {u"[account 111111111111] 7"_s, u"  i-1"_s, u"  i-2"_s, u"  sg-1"_s, u"  subnet-1"_s,
             u"  subnet-2"_s, u"  prod"_s, u"  role-1"_s, u"[account 222222222222] 1"_s,
             u"  bucket"_s});
        row("type", GroupBy::Type,
            {u"[type EC2::Instance] 2"_s, u"  i-1"_s, u"  i-2"_s, u"[type EC2::SecurityGroup] 1"_s,
             u"  sg-1"_s, u"[type EC2::Subnet] 2"_s, u"  subnet-1"_s, u"  subnet-2"_s,
             u"[type EC2::VPC] 1"_s, u"  prod"_s, u"[type IAM::Role] 1"_s, u"  role-1"_s,
             u"[type S3::Bucket] 1"_s, u"  bucket"_s});
        row("tag", GroupBy::Tag,
            {u"[tag alice] 2"_s, u"  i-1"_s, u"  i-2"_s, u"[tag bob] 1"_s, u"  bucket"_s, u"sg-1"_s,
             u"subnet-1"_s, u"subnet-2"_s, u"prod"_s, u"role-1"_s});
    }

    void groupsByOtherThings()
    {
        QFETCH(int, by);
        QFETCH(QStringList, tree);
        const auto graph = network();
        QStringList found = treeOf(
            makeScene(*graph, all(*graph), {.by = static_cast<GroupBy>(by), .tag = "Owner"}));
        found.sort();
        tree.sort();
        QCOMPARE(found, tree);
    }

    void aCollapsedGroupIsOneNodeWithItsCount()
    {
        const auto graph = network();
        Grouping grouping{.by = GroupBy::Subnet};
        for (const SceneBox& box : makeScene(*graph, all(*graph), grouping).boxes) {
            if (box.groupedBy == GroupBy::Vpc)
                grouping.collapsed.insert(box.key);
        }
        const GraphScene scene = makeScene(*graph, all(*graph), grouping);
        QCOMPARE(scene.shown, 8u);
        QVERIFY(treeOf(scene).contains(u"    prod (5)"_s));
        QCOMPARE(linesOf(scene), QStringList{u"role-1 > prod: is associated with x2"_s});
        const auto group = std::ranges::find(scene.nodes, SceneNode::Kind::Group, &SceneNode::kind);
        QVERIFY(group != scene.nodes.end());
        QCOMPARE(group->node, nodeCalled(*graph, "vpc-1"));
        QVERIFY(grouping.collapsed.contains(group->key));
    }

    void anEmptyNetworkIsANode()
    {
        const auto graph = network();
        const ShownGraph shown = shownGraph(
            *graph, {nodeCalled(*graph, "vpc-1"), nodeCalled(*graph, "role-1")}, kEndOfExport);
        QCOMPARE(treeOf(makeScene(*graph, shown, {.by = GroupBy::Vpc})),
                 (QStringList{u"[account 111111111111] 2"_s, u"  [region global] 1"_s,
                              u"    role-1"_s, u"  [region us-east-1] 1"_s, u"    prod"_s}));
    }

    // Its box is there although it is not shown itself.
    void aNetworkThatIsNotShownIsABoxToo()
    {
        const auto graph = network();
        const ShownGraph shown = shownGraph(*graph, {nodeCalled(*graph, "i-1")}, kEndOfExport);
        const GraphScene scene = makeScene(*graph, shown, {.by = GroupBy::Vpc});
        const auto vpc = std::ranges::find(scene.boxes, GroupBy::Vpc, &SceneBox::groupedBy);
        QVERIFY(vpc != scene.boxes.end());
        QVERIFY(!vpc->isShown);
        QCOMPARE(vpc->members, 1u);
        QCOMPARE(scene.shown, 1u);
    }

    void severalRelationsOfTwoAreOneLine()
    {
        const auto graph =
            graphOf({{.id = "i-1",
                      .rest = relationsText({relationText("Is attached to ", kInstance, "i-2"),
                                             relationText("Is associated with ", kInstance, "i-2"),
                                             relationText("Contains ", kInstance, "i-2")})},
                     {.id = "i-2"}});
        QCOMPARE(linesOf(makeScene(*graph, all(*graph), {})),
                 QStringList{u"i-1 > i-2: contains, is associated with, is attached to x3"_s});
    }

    void directionsAreKeptApart()
    {
        const auto graph = graphOf(
            {{.id = "i-1", .rest = relationsText({relationText("Contains ", kInstance, "i-2")})},
             {.id = "i-2", .rest = relationsText({relationText("Contains ", kInstance, "i-1")})}});
        QCOMPARE(linesOf(makeScene(*graph, all(*graph), {})),
                 (QStringList{u"i-1 > i-2: contains x1"_s, u"i-2 > i-1: contains x1"_s}));
    }

    // Every shown node is a node, in a collapsed group, or a box; every edge a line or implied.
    void nothingGetsLost()
    {
        const auto graph = network();
        std::mt19937 random(7);
        for (int round = 0; round < 200; ++round) {
            std::vector<NodeNo> some;
            for (const NodeNo no : graphAt(*graph, kEndOfExport).nodes) {
                if (random() % 3 != 0)
                    some.push_back(no);
            }
            const ShownGraph shown = shownGraph(*graph, some, kEndOfExport);
            Grouping grouping{.by = static_cast<GroupBy>(random() % 7), .tag = "Owner"};
            for (const SceneBox& box : makeScene(*graph, shown, grouping).boxes) {
                if (random() % 4 == 0)
                    grouping.collapsed.insert(box.key);
            }
            const GraphScene scene = makeScene(*graph, shown, grouping);
            std::size_t nodes = 0;
            std::set<std::string> keys;
            for (const SceneNode& node : scene.nodes) {
                const bool isGroup = node.kind == SceneNode::Kind::Group;
                const bool isOwnShown = isGroup && node.node.isValid()
                    && std::ranges::find(some, node.node) != some.end();
                nodes += isGroup ? node.members + (isOwnShown ? 1 : 0) : 1;
                QVERIFY(keys.insert(node.key).second);
                QVERIFY(node.box == kNoBox || node.box < scene.boxes.size());
            }
            for (std::uint32_t i = 0; i < scene.boxes.size(); ++i) {
                nodes += scene.boxes[i].isShown ? 1 : 0;
                QVERIFY(keys.insert(scene.boxes[i].key).second);
                QVERIFY(scene.boxes[i].box == kNoBox || scene.boxes[i].box < i);
                QVERIFY(scene.boxes[i].members > 0);
            }
            QCOMPARE(nodes, shown.nodes.size());
            std::size_t edges = scene.implied;
            std::set<std::pair<SceneEnd, SceneEnd>> ends;
            for (const SceneEdge& edge : scene.edges) {
                edges += edge.edges.size();
                QVERIFY(ends.insert({edge.from, edge.to}).second);
            }
            QCOMPARE(edges, shown.edges.size());
        }
    }

    void keysLeadBackToNodes()
    {
        const auto graph =
            graphOf({{.id = "a|b\\c",
                      .rest = relationsText({relationText("Is attached to ", "T|\\", "x|y"),
                                             relationText("Is attached to ", "T", {}, "x|y")})},
                     {.id = "", .time = ""}});
        for (std::uint32_t i = 0; i < graph->nodes().size(); ++i)
            QCOMPARE(nodeOfKey(*graph, nodeKey(*graph, NodeNo(i))), std::optional(NodeNo(i)));
        QCOMPARE(nodeOfKey(*graph, "r|x"), std::nullopt);
        QCOMPARE(nodeOfKey(*graph, ""), std::nullopt);
    }

    void titlesAreWhatPeopleCallThings()
    {
        const auto title = [](const char* id, const char* name) {
            return nodeTitle({.type = "AWS::A::B", .id = id, .name = name});
        };
        QCOMPARE(title("i-1", "web"), std::string("web"));
        QCOMPARE(title("i-1", ""), std::string("i-1"));
        QCOMPARE(title("arn:aws:sns:us-east-1:1:topic", ""), std::string("topic"));
        QCOMPARE(title("arn:aws:x:::", ""), std::string("arn:aws:x:::"));
        QCOMPARE(title("", ""), std::string("A::B"));
    }
};

QTEST_GUILESS_MAIN(GraphGroupsTest)
#include "tst_graphgroups.moc"
