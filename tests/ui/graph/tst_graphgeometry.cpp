// Where the parts of a graph are, what is under a point, how the picture lies in the view.
#include "tests/support/testsupport.h"
#include "ui/graph/graphgeometry.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace trailloupe;
using namespace trailloupe::ui::graph;
using config::GraphLayout;
using config::SceneEnd;
using config::SceneNode;
using workspace::GraphPicture;

namespace {

// Nodes in a grid, some in a box, curves between some of them.
GraphPicture gridOf(int columns, int rows, unsigned seed)
{
    std::mt19937 random(seed);
    GraphPicture picture;
    constexpr double kAcross = GraphLayout::kNodeWidth + 40;
    constexpr double kDown = GraphLayout::kNodeHeight + 60;
    picture.layout.width = columns * kAcross + 40;
    picture.layout.height = rows * kDown + 60;
    picture.scene.boxes.push_back({.key = "box", .title = "box", .members = 2, .hidden = 3});
    picture.layout.boxes.push_back({10, 10, picture.layout.width - 20, kDown + 20});
    for (int i = 0; i < columns * rows; ++i) {
        SceneNode node{.key = std::to_string(i), .title = "n" + std::to_string(i)};
        node.hidden = random() % 2;
        if (random() % 5 == 0)
            node.kind = SceneNode::Kind::Group;
        node.box = i < columns ? 0 : config::kNoBox;
        picture.scene.nodes.push_back(node);
        picture.layout.nodes.push_back({20 + (i % columns) * kAcross, 40 + (i / columns) * kDown,
                                        GraphLayout::kNodeWidth, GraphLayout::kNodeHeight});
    }
    for (std::uint32_t i = 0;
         i + static_cast<std::uint32_t>(columns) < static_cast<std::uint32_t>(columns * rows);
         ++i) {
        const auto to = i + static_cast<std::uint32_t>(columns);
        const auto& a = picture.layout.nodes[i];
        const auto& b = picture.layout.nodes[to];
        const double x = a.x + a.width / 2;
        picture.scene.edges.push_back(
            {.from = SceneEnd{false, i},
             .to = SceneEnd{false, to},
             .name = "contains",
             .isDerived = random() % 3 == 0,
             .isDirected = random() % 2 == 0,
             .statedBy = static_cast<config::StatedBy>(1 + random() % 3)});
        picture.layout.edges.push_back(
            {{{x, a.y + a.height}, {x - 60, a.y + a.height + 20}, {x + 60, b.y - 20}, {x, b.y}}});
    }
    return picture;
}

double distance(const QPointF& a, const QPointF& b)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

} // namespace

class TestGraphGeometry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aCameraGoesThereAndBack()
    {
        const Camera camera{.scale = 0.7, .offset = {13, -40}};
        for (const QPointF point : {QPointF(0, 0), QPointF(100, 7), QPointF(-3, 2000)})
            QVERIFY(distance(camera.toScene(camera.toView(point)), point) < 1e-9);
    }

    void zoomingKeepsWhatIsUnderThePointer()
    {
        std::mt19937 engine(3);
        const auto random = [&engine] {
            return static_cast<int>(engine() % 6000);
        };
        for (int i = 0; i < 200; ++i) {
            const Camera camera{.scale = 0.1 + (random() % 100) / 40.0,
                                .offset = QPoint(random() % 2000 - 1000, random() % 2000 - 1000)};
            const QPointF around(random() % 800, random() % 600);
            const QPointF under = camera.toScene(around);
            const Camera after = zoomed(camera, 0.5 + (random() % 100) / 50.0, around);
            QVERIFY(distance(after.toView(under), around) <= 1);
            QVERIFY(after.scale >= Camera::kLeast && after.scale <= Camera::kMost);
        }
    }

    void whatIsFittedIsInView()
    {
        for (const QSize view : {QSize(800, 600), QSize(300, 900), QSize(160, 120)}) {
            for (const QRectF rect : {QRectF(0, 0, 5000, 400), QRectF(70, 30, 20, 900)}) {
                const Camera camera = fitted(rect, view, 1.5);
                QVERIFY(camera.scale <= 1.5);
                QVERIFY(QRectF(0, 0, view.width(), view.height()).contains(camera.toView(rect)));
            }
        }
    }

    void namesCoverNothing()
    {
        const GraphPicture picture = gridOf(7, 5, 11);
        const Geometry geometry(picture);
        for (const QSizeF size : {QSizeF(30, 12), QSizeF(60, 20), QSizeF(90, 40)}) {
            std::vector<QRectF> taken;
            for (std::size_t line = 0; line < geometry.lines().size(); ++line) {
                const auto place = geometry.nameOf(line, size, taken);
                if (!place)
                    continue;
                QCOMPARE(place->size(), size);
                QVERIFY(
                    geometry.lines()[line].bounds.adjusted(-1, -1, 1, 1).contains(place->center()));
                for (const NodeShape& node : geometry.nodes())
                    QVERIFY(!node.rect.intersects(*place));
                for (const QRectF& other : taken)
                    QVERIFY(!other.intersects(*place));
                taken.push_back(*place);
            }
            // There is room between the rows for all that are no higher than that.
            if (size.height() <= 20)
                QCOMPARE(taken.size(), geometry.lines().size());
        }
        // Higher than the room between two rows: nowhere.
        QVERIFY(!geometry.nameOf(0, QSizeF(30, 70), {}));
    }

    void somethingStaysInView()
    {
        const QSizeF picture(3000, 500);
        const QSize view(640, 480);
        for (const double scale : {0.05, 1.0, 4.0}) {
            for (const QPoint offset :
                 {QPoint(99999, 0), QPoint(-99999, 0), QPoint(3, 99999), QPoint(0, -99999)}) {
                const Camera camera = bounded({scale, offset}, picture, view);
                const QRectF seen = camera.toView(QRectF(QPointF(), picture))
                                        .intersected(QRectF(QPointF(), QSizeF(view)));
                QVERIFY(seen.width() >= 20 && seen.height() >= 20);
                QVERIFY(bounded(camera, picture, view) == camera);
            }
        }
    }

    void aHitIsWhatIsThere()
    {
        const GraphPicture picture = gridOf(6, 5, 1);
        const Geometry geometry(picture);
        for (std::uint32_t i = 0; i < geometry.nodes().size(); ++i) {
            const NodeShape& node = geometry.nodes()[i];
            QCOMPARE(geometry.hit(node.rect.topRight() + QPointF(-2, 2), 4),
                     (Hit{Hit::Kind::Node, i}));
            QCOMPARE(!node.badge.isEmpty(), picture.scene.nodes[i].hidden > 0);
            if (!node.badge.isEmpty()) {
                QVERIFY(node.rect.contains(node.badge));
                QCOMPARE(geometry.hit(node.badge.center(), 4), (Hit{Hit::Kind::NodeBadge, i}));
            }
            if (!node.fold.isEmpty())
                QCOMPARE(geometry.hit(node.fold.center(), 4), (Hit{Hit::Kind::NodeFold, i}));
        }
        const BoxShape& box = geometry.boxes()[0];
        QCOMPARE(geometry.hit(box.fold.center(), 4), (Hit{Hit::Kind::BoxFold, 0}));
        QCOMPARE(geometry.hit(box.badge.center(), 4), (Hit{Hit::Kind::BoxBadge, 0}));
        QCOMPARE(geometry.hit(box.title.center(), 4), (Hit{Hit::Kind::Box, 0}));
        QCOMPARE(geometry.hit({-50, -50}, 4), Hit());
        for (std::uint32_t i = 0; i < geometry.lines().size(); ++i) {
            const QPointF middle = geometry.lines()[i].middle;
            QCOMPARE(geometry.hit(middle, 4), (Hit{Hit::Kind::Line, i}));
            QVERIFY(geometry.lines()[i].bounds.contains(middle));
        }
    }

    void piecesFollowTheirLineFromEndToEnd()
    {
        const GraphPicture picture = gridOf(4, 4, 2);
        const Geometry geometry(picture);
        for (std::size_t i = 0; i < geometry.lines().size(); ++i) {
            for (std::size_t f = 0; f < kFinenesses; ++f) {
                const auto pieces = geometry.pieces(i, f);
                QVERIFY(!pieces.empty());
                const auto& points = picture.layout.edges[i].points;
                QVERIFY(distance(pieces.front().from, {points.front().x, points.front().y}) < 1e-6);
                double length = 0;
                for (std::size_t k = 0; k < pieces.size(); ++k) {
                    length += distance(pieces[k].from, pieces[k].to);
                    const double gap = k == 0 ? 0 : distance(pieces[k - 1].to, pieces[k].from);
                    QVERIFY(picture.scene.edges[i].isDerived || gap < 1e-6);
                }
                if (picture.scene.edges[i].isDerived)
                    continue; // with gaps
                QVERIFY(distance(pieces.back().to, {points.back().x, points.back().y}) < 1e-6);
                const double straight = distance(pieces.front().from, pieces.back().to);
                QVERIFY(length >= straight - 1e-6 && length < 2 * straight);
            }
        }
    }

    void ringsStandWhereNothingIsListed()
    {
        const GraphPicture picture = gridOf(5, 5, 4);
        const Geometry geometry(picture);
        for (std::size_t i = 0; i < geometry.lines().size(); ++i) {
            const auto& edge = picture.scene.edges[i];
            const LineShape& line = geometry.lines()[i];
            QCOMPARE(line.hasArrow, edge.isDirected);
            const bool isSilent = !edge.isDerived && edge.statedBy != config::StatedBy::Both;
            QCOMPARE(line.silentEnd.has_value(), isSilent);
            if (isSilent) {
                const bool atEnd = edge.statedBy == config::StatedBy::From;
                QVERIFY(distance(*line.silentEnd, atEnd ? line.end : line.begin)
                        < distance(*line.silentEnd, atEnd ? line.begin : line.end));
            }
        }
    }

    void arrowsLeadToNeighbours()
    {
        const GraphPicture picture = gridOf(5, 4, 5);
        const Geometry geometry(picture);
        const auto from = [&](std::uint32_t node, int dx, int dy) {
            return geometry.nodeTowards(geometry.nodes()[node].rect.center(), dx, dy, node);
        };
        QVERIFY(from(7, 1, 0) == std::optional(8u));
        QVERIFY(from(7, -1, 0) == std::optional(6u));
        QVERIFY(from(7, 0, 1) == std::optional(12u));
        QVERIFY(from(7, 0, -1) == std::optional(2u));
        QVERIFY(!from(0, -1, 0));
        QVERIFY(!from(0, 0, -1));
    }

    void readingOrderHasEachNodeOnce()
    {
        const Geometry geometry(gridOf(5, 4, 6));
        const auto order = geometry.readingOrder();
        QCOMPARE(order.size(), std::size_t{20});
        for (std::uint32_t i = 0; i < order.size(); ++i)
            QCOMPARE(order[i], i); // rows from the top, each from the left
    }
};

QTEST_GUILESS_MAIN(TestGraphGeometry)
#include "tst_graphgeometry.moc"
