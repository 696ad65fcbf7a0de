// Where scenes are drawn, and what they are as text for other programs.
#include "model/config/graphlayout.h"
#include "model/config/graphtext.h"
#include "model/config/graphviz.h"
#include "tests/model/config/graphsketch.h"
#include "tests/support/testsupport.h"

#include <QTest>
#include <QXmlStreamReader>

#include <array>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <stop_token>
#include <thread>

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

// VPCs with subnets with instances, groups and volumes, all over the place.
std::vector<ItemSketch> estate(unsigned seed, int instances)
{
    std::mt19937 random(seed);
    const auto number = [&](unsigned below) {
        return std::to_string(random() % below);
    };
    std::vector<ItemSketch> items;
    for (int i = 0; i < 3; ++i)
        items.push_back({.id = "vpc-" + std::to_string(i), .type = kVpc});
    for (int i = 0; i < 6; ++i)
        items.push_back({.id = "subnet-" + std::to_string(i),
                         .rest = relationsText({relationText("Is contained in Vpc", kVpc,
                                                             "vpc-" + std::to_string(i % 3))}),
                         .type = kSubnet});
    for (int i = 0; i < instances; ++i) {
        std::vector<std::string> relations{
            relationText("Is contained in Subnet", kSubnet, "subnet-" + number(6)),
            relationText("Is associated with SecurityGroup", kGroup, "sg-" + number(5)),
            relationText("Is attached to Volume", "AWS::EC2::Volume", "vol-" + std::to_string(i))};
        if (random() % 3 == 0)
            relations.push_back(relationText("Feeds", kInstance, "i-" + number(40)));
        items.push_back({.id = "i-" + std::to_string(i), .rest = relationsText(relations)});
    }
    for (int i = 0; i < 5; ++i)
        items.push_back(
            {.id = "sg-" + std::to_string(i),
             .rest = relationsText({relationText("Is contained in Vpc", kVpc, "vpc-" + number(3))}),
             .type = kGroup});
    return items;
}

GraphScene sceneOf(const TemporalGraph& graph, const Grouping& grouping)
{
    return makeScene(graph, shownGraph(graph, graphAt(graph, kEndOfExport).nodes, kEndOfExport),
                     grouping);
}

bool overlaps(const LayoutRect& a, const LayoutRect& b)
{
    constexpr double kEpsilon = 0.01;
    return a.x + kEpsilon < b.x + b.width && b.x + kEpsilon < a.x + a.width
        && a.y + kEpsilon < b.y + b.height && b.y + kEpsilon < a.y + a.height;
}

bool holds(const LayoutRect& outer, const LayoutRect& inner)
{
    constexpr double kEpsilon = 0.01;
    return inner.x > outer.x - kEpsilon && inner.y > outer.y - kEpsilon
        && inner.x + inner.width < outer.x + outer.width + kEpsilon
        && inner.y + inner.height < outer.y + outer.height + kEpsilon;
}

bool isWithin(const GraphScene& scene, std::uint32_t box, std::uint32_t outer)
{
    for (; box != kNoBox; box = scene.boxes[box].box) {
        if (box == outer)
            return true;
    }
    return false;
}

// How far a point is from the border of a rectangle.
double fromBorder(const LayoutRect& rect, const LayoutPoint& point)
{
    const double dx = std::max({rect.x - point.x, 0.0, point.x - rect.x - rect.width});
    const double dy = std::max({rect.y - point.y, 0.0, point.y - rect.y - rect.height});
    if (dx > 0 || dy > 0)
        return std::hypot(dx, dy);
    return std::min({point.x - rect.x, rect.x + rect.width - point.x, point.y - rect.y,
                     rect.y + rect.height - point.y});
}

// "" when the picture is one: everything apart or inside of each other, lines from border to
// border.
QString wrongIn(const GraphScene& scene, const GraphLayout& layout)
{
    if (layout.nodes.size() != scene.nodes.size() || layout.boxes.size() != scene.boxes.size()
        || layout.edges.size() != scene.edges.size())
        return u"not all of the scene"_s;
    const LayoutRect picture{0, 0, layout.width, layout.height};
    for (std::uint32_t i = 0; i < layout.nodes.size(); ++i) {
        if (!holds(picture, layout.nodes[i]))
            return QString::fromStdString("node " + scene.nodes[i].key
                                          + " is outside of the picture");
        for (std::uint32_t k = 0; k < i; ++k) {
            if (overlaps(layout.nodes[i], layout.nodes[k]))
                return QString::fromStdString("nodes " + scene.nodes[i].key + " and "
                                              + scene.nodes[k].key + " overlap");
        }
        for (std::uint32_t k = 0; k < layout.boxes.size(); ++k) {
            const bool isInside = isWithin(scene, scene.nodes[i].box, k);
            if (isInside ? !holds(layout.boxes[k], layout.nodes[i])
                         : overlaps(layout.boxes[k], layout.nodes[i]))
                return QString::fromStdString("node " + scene.nodes[i].key + " and box "
                                              + scene.boxes[k].key);
        }
    }
    for (std::uint32_t i = 0; i < layout.boxes.size(); ++i) {
        if (!holds(picture, layout.boxes[i]))
            return QString::fromStdString("box " + scene.boxes[i].key
                                          + " is outside of the picture");
        for (std::uint32_t k = 0; k < i; ++k) {
            const bool isInside = isWithin(scene, i, k);
            if (isInside ? !holds(layout.boxes[k], layout.boxes[i])
                         : overlaps(layout.boxes[k], layout.boxes[i]))
                return QString::fromStdString("boxes " + scene.boxes[i].key + " and "
                                              + scene.boxes[k].key);
        }
    }
    for (std::uint32_t i = 0; i < layout.edges.size(); ++i) {
        const auto& points = layout.edges[i].points;
        if (points.size() < 4 || points.size() % 3 != 1)
            return u"a line that is no curve"_s;
        const auto rectOf = [&](const SceneEnd& end) {
            return end.isBox ? layout.boxes[end.index] : layout.nodes[end.index];
        };
        if (fromBorder(rectOf(scene.edges[i].from), points.front()) > 4
            || fromBorder(rectOf(scene.edges[i].to), points.back()) > 4)
            return u"a line that ends nowhere"_s;
    }
    return {};
}

// How many of those that were there moved otherwise than with everything.
std::uint32_t movedIn(const GraphScene& scene, const KeptLayout& kept, const GraphScene& before,
                      const GraphLayout& previous)
{
    std::map<std::string, LayoutRect> places;
    for (std::size_t i = 0; i < before.nodes.size(); ++i)
        places[before.nodes[i].key] = previous.nodes[i];
    std::uint32_t moved = 0;
    for (std::size_t i = 0; i < scene.nodes.size(); ++i) {
        const auto it = places.find(scene.nodes[i].key);
        if (it != places.end()
            && (std::abs(it->second.x + kept.shift.x - kept.layout.nodes[i].x) > 0.01
                || std::abs(it->second.y + kept.shift.y - kept.layout.nodes[i].y) > 0.01))
            ++moved;
    }
    return moved;
}

} // namespace

class GraphLayoutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void scenesAreLaidOut_data()
    {
        QTest::addColumn<int>("by");
        QTest::addColumn<int>("instances");
        for (const GroupBy by : {GroupBy::None, GroupBy::Account, GroupBy::Region, GroupBy::Vpc,
                                 GroupBy::Subnet, GroupBy::Type}) {
            for (const int instances : {0, 1, 40, 130, 700})
                QTest::addRow("%s %d", groupByKey(by), instances)
                    << static_cast<int>(by) << instances;
        }
    }

    void scenesAreLaidOut()
    {
        QFETCH(int, by);
        QFETCH(int, instances);
        const auto graph = graphOf(estate(1, instances));
        const GraphScene scene = sceneOf(*graph, {.by = static_cast<GroupBy>(by)});
        const auto layout = layOut(scene, JobContext());
        QVERIFY_OK(layout);
        QCOMPARE(wrongIn(scene, *layout), QString());
    }

    void denseScenesAreLaidOut_data()
    {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("edges");
        QTest::addColumn<int>("boxes");
        for (const int nodes : {20, 300, 600}) {
            for (const int edges : {100, 1000, 3000}) {
                for (const int boxes : {0, 3})
                    QTest::addRow("%d nodes, %d edges, %d boxes", nodes, edges, boxes)
                        << nodes << edges << boxes;
            }
        }
    }

    // Where dot would take minutes.
    void denseScenesAreLaidOut()
    {
        QFETCH(int, nodes);
        QFETCH(int, edges);
        QFETCH(int, boxes);
        std::mt19937 random(11);
        GraphScene scene;
        for (int i = 0; i < boxes; ++i)
            scene.boxes.push_back(
                {.key = "box" + std::to_string(i), .box = i == 2 ? 0 : kNoBox, .members = 1});
        for (int i = 0; i < nodes; ++i)
            scene.nodes.push_back({.key = "node" + std::to_string(i),
                                   .box = boxes ? static_cast<std::uint32_t>(i % boxes) : kNoBox});
        const auto below = static_cast<std::uint32_t>(nodes);
        std::set<std::pair<SceneEnd, SceneEnd>> known;
        for (int i = 0; i < edges; ++i) {
            const SceneEnd from{false, static_cast<std::uint32_t>(random() % below)};
            const SceneEnd to{false, static_cast<std::uint32_t>(random() % below)};
            if (known.insert({from, to}).second)
                scene.edges.push_back({.from = from, .to = to, .edges = {EdgeNo(0)}});
        }
        const auto layout = layOut(scene, JobContext());
        QVERIFY_OK(layout);
        QCOMPARE(wrongIn(scene, *layout), QString());
        QVERIFY(*layOut(scene, JobContext()) == *layout);
    }

    void anEmptySceneIsAnEmptyPicture()
    {
        const auto layout = layOut({}, JobContext());
        QVERIFY_OK(layout);
        QCOMPARE(*layout, GraphLayout());
    }

    void theSameSceneGivesTheSamePlaces()
    {
        const auto graph = graphOf(estate(2, 60));
        const GraphScene scene = sceneOf(*graph, {.by = GroupBy::Subnet});
        const auto first = layOut(scene, JobContext());
        QVERIFY_OK(first);
        // From several threads at once: Graphviz itself could not do that.
        std::array<std::optional<Result<GraphLayout>>, 3> made;
        {
            std::vector<std::jthread> pool;
            for (auto& one : made)
                pool.emplace_back([&] { one = layOut(scene, JobContext()); });
        }
        for (const auto& one : made) {
            QVERIFY_OK(*one);
            QVERIFY(**one == *first);
        }
    }

    void whatWasThereStaysWhenTheGraphGrows_data()
    {
        QTest::addColumn<int>("by");
        for (const GroupBy by : {GroupBy::None, GroupBy::Account, GroupBy::Vpc, GroupBy::Subnet})
            QTest::addRow("%s", groupByKey(by)) << static_cast<int>(by);
    }

    void whatWasThereStaysWhenTheGraphGrows()
    {
        QFETCH(int, by);
        const Grouping grouping{.by = static_cast<GroupBy>(by)};
        const auto graph = graphOf(estate(3, 40));
        const auto around = [&](std::uint32_t depth) {
            return makeScene(
                *graph,
                neighbourhood(
                    *graph,
                    {.roots = {nodeCalled(*graph, "sg-1")}, .depth = depth, .maxNodes = 60}),
                grouping);
        };
        GraphScene before = around(1);
        auto previous = layOut(before, JobContext());
        QVERIFY_OK(previous);
        GraphLayout layout = *previous;
        for (const std::uint32_t depth : {2u, 3u, 1u}) {
            const GraphScene scene = around(depth);
            QVERIFY(depth == 1 || scene.nodes.size() > before.nodes.size());
            const auto kept = layOutKeeping(scene, before, layout, JobContext());
            QVERIFY_OK(kept);
            QCOMPARE(wrongIn(scene, kept->layout), QString());
            QVERIFY(kept->isKept);
            QCOMPARE(movedIn(scene, *kept, before, layout), kept->moved);
            // Without boxes in the way there is always room.
            QVERIFY(kept->moved == 0 || grouping.by != GroupBy::None);
            const auto again = layOutKeeping(scene, before, layout, JobContext());
            QVERIFY(again->layout == kept->layout);
            before = scene;
            layout = kept->layout;
        }
    }

    void nothingMovesWhenNothingIsNew()
    {
        const auto graph = graphOf(estate(4, 20));
        const GraphScene scene = sceneOf(*graph, {});
        const auto layout = layOut(scene, JobContext());
        QVERIFY_OK(layout);
        const auto kept = layOutKeeping(scene, scene, *layout, JobContext());
        QVERIFY_OK(kept);
        QVERIFY(kept->isKept);
        QCOMPARE(kept->shift, LayoutPoint());
        QVERIFY(kept->layout.nodes == layout->nodes);
        QVERIFY(kept->layout.edges == layout->edges);
    }

    void anotherSceneIsLaidOutAfresh()
    {
        const auto graph = graphOf(estate(5, 10));
        const auto only = [&](const char* id) {
            return makeScene(*graph, shownGraph(*graph, {nodeCalled(*graph, id)}, kEndOfExport),
                             {});
        };
        const GraphScene before = only("i-1");
        const auto layout = layOut(before, JobContext());
        QVERIFY_OK(layout);
        const auto kept = layOutKeeping(only("i-2"), before, *layout, JobContext());
        QVERIFY_OK(kept);
        QVERIFY(!kept->isKept);
    }

    void oddScenesAreLaidOutToo()
    {
        // To itself, both ways, and a box with lines from outside.
        const auto graph =
            graphOf({{.id = "i-1",
                      .rest = relationsText({relationText("Feeds", kInstance, "i-1"),
                                             relationText("Feeds", kInstance, "i-2"),
                                             relationText("Is contained in Vpc", kVpc, "vpc-1"),
                                             relationText("Feeds", kVpc, "vpc-2")})},
                     {.id = "i-2",
                      .rest = relationsText({relationText("Feeds", kInstance, "i-1"),
                                             relationText("Is contained in Vpc", kVpc, "vpc-2")})},
                     {.id = "pcx-1",
                      .rest = relationsText({relationText("Is associated with ", kVpc, "vpc-1"),
                                             relationText("Is associated with ", kVpc, "vpc-2")}),
                      .type = "AWS::EC2::VPCPeeringConnection"},
                     {.id = "vpc-1",
                      .rest = relationsText({relationText("Feeds", kVpc, "vpc-2")}),
                      .type = kVpc},
                     {.id = "vpc-2", .type = kVpc}});
        const GraphScene scene = sceneOf(*graph, {.by = GroupBy::Vpc});
        QCOMPARE(scene.boxes.size(), std::size_t{4});
        QVERIFY(std::ranges::any_of(
            scene.edges, [](const SceneEdge& edge) { return edge.from.isBox && edge.to.isBox; }));
        const auto layout = layOut(scene, JobContext());
        QVERIFY_OK(layout);
        QCOMPARE(wrongIn(scene, *layout), QString());
    }

    void tooMuchIsSaid()
    {
        GraphScene scene;
        scene.nodes.resize(GraphLayout::kMostNodes + 1);
        const auto layout = layOut(scene, JobContext());
        QVERIFY(!layout);
        QCOMPARE(layout.error().kind, Error::Kind::TooLarge);
    }

    void layoutsCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto graph = graphOf(estate(6, 5));
        const GraphScene scene = sceneOf(*graph, {});
        for (const auto& layout :
             {layOut(scene, JobContext(stop.get_token())),
              layOutByGraphviz(scene, GraphvizEngine::Layers, JobContext(stop.get_token()))}) {
            QVERIFY(!layout);
            QCOMPARE(layout.error().kind, Error::Kind::Cancelled);
        }
    }

    void dotIsReadByGraphviz_data() { names(); }
    void dotIsReadByGraphviz()
    {
        const GraphScene scene = namedScene();
        const std::string dot = graphDot(scene);
        QCOMPARE(dotError(dot), std::string());
        const QString text = QString::fromStdString(dot);
        QVERIFY(text.contains(u"subgraph cluster0"_s));
        QVERIFY(text.contains(u"of %1 nodes"_s.arg(scene.of)));
        qsizetype edges = 0;
        for (const QString& line : text.split(u'\n'))
            edges += line.startsWith(u"  n"_s) && line.contains(u" -> n"_s) ? 1 : 0;
        QCOMPARE(edges, static_cast<qsizetype>(scene.edges.size()));
        QVERIFY(!dotError("digraph { a -> ").empty());
    }

    void svgIsXml_data() { names(); }
    void svgIsXml()
    {
        const GraphScene scene = namedScene();
        const auto layout = layOut(scene, JobContext());
        QVERIFY_OK(layout);
        const QByteArray svg = QByteArray::fromStdString(graphSvg(scene, *layout));
        QXmlStreamReader reader(svg);
        int paths = 0;
        QString texts;
        while (!reader.atEnd()) {
            if (reader.readNext() == QXmlStreamReader::StartElement
                && reader.attributes().value(u"class"_s).startsWith(u"edge"_s))
                ++paths;
            if (reader.isCharacters())
                texts += reader.text();
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QCOMPARE(paths, static_cast<int>(scene.edges.size()));
        QVERIFY(
            texts.contains(u"as of the end of the export, showing %1 of %2 nodes"_s.arg(scene.shown)
                               .arg(scene.of)));
    }

    void theMomentAndWhatIsUncertainAreInThePicture()
    {
        const auto graph = graphOf({{.id = "i-1",
                                     .time = "2026-03-01T00:00:00Z",
                                     .rest = ",'configuration':{'subnetId':'subnet-1'}"}});
        const std::int64_t at = test::momentNs("2026-03-01T12:00:00.250Z");
        const GraphScene scene = makeScene(
            *graph, neighbourhood(*graph, {.roots = {nodeCalled(*graph, "i-1")}, .atNs = at}), {});
        const QString svg = QString::fromStdString(graphSvg(scene, *layOut(scene, JobContext())));
        QVERIFY(svg.contains(u"as of 2026-03-01T12:00:00.250Z (UTC)"_s));
        QVERIFY(svg.contains(u"class=\"edge dashed\""_s));
        QVERIFY(svg.contains(u"class=\"node dashed\""_s));
        const QString dot = QString::fromStdString(graphDot(scene));
        QCOMPARE(dot.count(u"style=dashed"_s), 2);
    }

private:
    void names()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("plain") << QByteArray("web");
        QTest::newRow("quotes") << QByteArray("a\\\"b\\u0027c\\\\");
        QTest::newRow("markup") << QByteArray("<b>&amp;</b><TABLE>]]>");
        QTest::newRow("controls") << QByteArray("a\\u0000b\\u0001c\\nd\\u001be");
        QTest::newRow("no characters") << QByteArray("\\ud800\\ufffe\\uffff");
        QTest::newRow("no UTF-8") << QByteArray("a\xff\xc0\xaf\xed\xa0\x80z");
        QTest::newRow("right to left") << QByteArray("\xe2\x80\xae"
                                                     "txt.exe");
        QTest::newRow("very long") << QByteArray(100'000, 'x');
        QTest::newRow("long in another alphabet") << QByteArray("\xe6\x97\xa5").repeated(5000);
        QTest::newRow("graph language") << QByteArray("\\\"]; } digraph x { a -> b [label=<");
    }

    // With the name of the row in every place where one can stand.
    static GraphScene namedScene()
    {
        const QByteArray bytes =
            *static_cast<const QByteArray*>(QTest::qData("name", qMetaTypeId<QByteArray>()));
        const std::string name = bytes.toStdString();
        const auto graph = graphOf(test::resourcesOf(
            {{{.id = "i-1",
               .rest = ","
                   + std::string("'tags':{'k':'" + name + "'},'resourceName':'" + name + "'")
                   + relationsText({relationText("Is attached to ", "AWS::EC2::Volume", {}, name),
                                    relationText("F" + name, kInstance, "i-2"),
                                    relationText("Feeds", name, "id")})},
              {.id = "i-2", .rest = ",'tags':{'k':'" + name + "'}"}}}));
        return sceneOf(*graph, {.by = GroupBy::Tag, .tag = "k"});
    }
};

QTEST_GUILESS_MAIN(GraphLayoutTest)
#include "tst_graphlayout.moc"
