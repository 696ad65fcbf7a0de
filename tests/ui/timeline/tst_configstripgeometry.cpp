// Where the lanes of resources are, what is drawn in them, and what is under a point.
#include "model/base/timestamp.h"
#include "tests/model/config/configitems.h"
#include "tests/support/testsupport.h"
#include "ui/timeline/configstripgeometry.h"
#include "ui/timeline/configstripwords.h"
#include "ui/timeline/timelinegeometry.h"

#include <QTest>

#include <random>

using namespace trailloupe;
using namespace trailloupe::ui::configstrip;
using config::RecordingSpan;
using test::ItemSketch;
using ui::StateMark;
using ui::timeline::Window;
using workspace::ResourceLane;
using workspace::StackedLanes;
using workspace::StackedLanesPtr;

namespace {

constexpr std::int64_t kStart = 1'773'100'800; // 2026-03-10T00:00:00Z
constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kNs = 1'000'000'000;

std::string at(double hours)
{
    return formatEventTime(kStart + std::llround(hours * kHour));
}

std::string with(int value)
{
    return ",'configuration':{'v':" + std::to_string(value) + "}";
}

// A lane of each resource, everything about it known.
StackedLanesPtr lanesOf(const std::vector<ItemSketch>& items,
                        const std::vector<RecordingSpan>& gaps = {})
{
    auto lanes = std::make_shared<StackedLanes>();
    lanes->resources = test::resourcesOf({items});
    for (std::uint32_t i = 0; i < lanes->resources->size(); ++i) {
        auto lane = std::make_shared<ResourceLane>();
        lane->resource = config::ResourceNo(i);
        lane->history = std::make_shared<config::ResourceHistory>(
            config::historyOf(*lanes->resources, lane->resource));
        for (std::uint32_t block = 0; block < lane->history->blocks.size(); ++block)
            lane->changes.push_back(config::countChanges(*lanes->resources, *lane->history, block));
        lane->gaps = gaps;
        lanes->lanes.push_back(std::move(lane));
    }
    return lanes;
}

Inputs inputsFor(StackedLanesPtr lanes, double fromHours = 0, double toHours = 24)
{
    return {.size = QSize(1000, 300),
            .plotLeft = 200,
            .plotWidth = 800,
            .headHeight = 24,
            .laneHeight = 36,
            .digitWidth = 8,
            .scroll = 0,
            .window = Window{double(kStart) + fromHours * kHour, double(kStart) + toHours * kHour},
            .lanes = std::move(lanes)};
}

// One resource: created, changed, the same again, deleted.
std::vector<ItemSketch> aLife()
{
    const std::string created = ",'resourceCreationTime':'" + at(0.99) + "'";
    return {{.time = at(1), .status = "ResourceDiscovered", .rest = created + with(1)},
            {.time = at(6), .rest = created + with(2)},
            {.time = at(12), .rest = created + with(2)},
            {.time = at(18), .status = "ResourceDeleted"}};
}

const Bar* barOf(const Geometry& geometry, Bar::Part part)
{
    const auto bar = std::ranges::find(geometry.bars(), part, &Bar::part);
    return bar == geometry.bars().end() ? nullptr : &*bar;
}

} // namespace

class TestConfigStripGeometry : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aMarkStandsWhereAnEventOfThatMomentDoes()
    {
        const Geometry geometry(inputsFor(lanesOf(aLife())));
        ui::timeline::Inputs events;
        events.size = QSize(1000, 400);
        events.headerWidth = 200;
        events.window = geometry.inputs().window;
        QCOMPARE_EQ(geometry.marks().size(), std::size_t(4));
        const double hours[] = {1, 6, 12, 18};
        for (std::size_t i = 0; i < 4; ++i) {
            const QRect plot = ui::timeline::plotRect(events);
            const double x = plot.left()
                + ui::timeline::xOf(events.window, plot.width(), double(kStart) + hours[i] * kHour);
            QVERIFY(std::abs(geometry.marks()[i].rect.center().x() - x) < 1e-6);
        }
    }

    void whatAStateIsHasAShape()
    {
        const Geometry geometry(inputsFor(lanesOf(aLife())));
        std::vector<StateMark> marks;
        for (const Mark& mark : geometry.marks())
            marks.push_back(mark.mark);
        QCOMPARE(marks,
                 (std::vector{StateMark::Begins, StateMark::Changed, StateMark::Unchanged,
                              StateMark::Deleted}));
    }

    void aLifetimeIsClosedWhereItWasCreatedAndDeleted()
    {
        const Geometry geometry(inputsFor(lanesOf(aLife())));
        QCOMPARE_EQ(geometry.bars().size(), std::size_t(1));
        const Bar& bar = geometry.bars()[0];
        QCOMPARE(bar.part, Bar::Part::Recorded);
        QCOMPARE(bar.left, Bar::End::Closed);
        QCOMPARE(bar.right, Bar::End::Closed);
        QVERIFY(std::abs(bar.rect.left() - geometry.xAt((kStart + kHour) * kNs)) < 1e-6);
        QVERIFY(std::abs(bar.rect.right() - geometry.xAt((kStart + 18 * kHour) * kNs)) < 1e-6);
        // Out of view its ends are not seen.
        const Geometry closer(inputsFor(lanesOf(aLife()), 2, 17));
        QCOMPARE(closer.bars()[0].left, Bar::End::Open);
        QCOMPARE(closer.bars()[0].right, Bar::End::Open);
        QCOMPARE_EQ(closer.bars()[0].rect.left(), 200.0);
        QCOMPARE_EQ(closer.bars()[0].rect.right(), 1000.0);
    }

    void whatOnlyWasFoundIsNoBeginning()
    {
        // Nothing tells when it was created.
        const Geometry found(inputsFor(lanesOf({{.time = at(4), .status = "ResourceDiscovered"}})));
        QCOMPARE(barOf(found, Bar::Part::Recorded)->left, Bar::End::Unsure);
        QVERIFY(!barOf(found, Bar::Part::Before));
        // Nothing says that it ended.
        QVERIFY(barOf(found, Bar::Part::After));
        QCOMPARE_EQ(barOf(found, Bar::Part::After)->rect.right(), 1000.0);

        const Geometry existed(
            inputsFor(lanesOf({{.time = at(8),
                                .status = "ResourceDiscovered",
                                .rest = ",'resourceCreationTime':'" + at(2) + "'"}})));
        const Bar* before = barOf(existed, Bar::Part::Before);
        QVERIFY(before);
        QCOMPARE(before->left, Bar::End::Closed);
        QVERIFY(std::abs(before->rect.left() - existed.xAt((kStart + 2 * kHour) * kNs)) < 1e-6);
        QVERIFY(std::abs(before->rect.right() - existed.xAt((kStart + 8 * kHour) * kNs)) < 1e-6);

        // Begins with an update: it was there, from when on is not known.
        const Geometry unrecorded(inputsFor(lanesOf({{.time = at(8)}})));
        before = barOf(unrecorded, Bar::Part::Before);
        QVERIFY(before);
        QCOMPARE(before->left, Bar::End::Open);
        QVERIFY(before->rect.width() < 30);
    }

    void aDeletionAloneIsALifetime()
    {
        const Geometry geometry(inputsFor(lanesOf({{.time = at(8), .status = "ResourceDeleted"}})));
        QVERIFY(barOf(geometry, Bar::Part::Before));
        QCOMPARE(barOf(geometry, Bar::Part::Recorded)->right, Bar::End::Closed);
        QVERIFY(!barOf(geometry, Bar::Part::After));
    }

    void twoLivesDoNotOverlap()
    {
        auto items = aLife();
        items.push_back({.time = at(18.01)}); // an update: something is missing
        const Geometry geometry(inputsFor(lanesOf(items)));
        double end = 0;
        for (const Bar& bar : geometry.bars()) {
            QVERIFY(bar.rect.left() >= end - 2);
            end = bar.rect.right();
        }
        QCOMPARE_EQ(geometry.bars().back().life, 1U);
    }

    void everyStateInViewIsInOneMark()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 60; ++round) {
            std::vector<ItemSketch> items;
            const int lanes = 1 + round % 5;
            for (int i = 0; i < 120; ++i) {
                // Crowds here and there.
                const double hour = random() % 2 ? 5 + double(random() % 600) / 3600
                                                 : double(random() % 86'400) / 3600;
                items.push_back({.id = "i-" + std::to_string(random() % unsigned(lanes)),
                                 .time = at(hour),
                                 .rest = with(static_cast<int>(random() % 2))});
            }
            const StackedLanesPtr all = lanesOf(items);
            const double from = double(random() % 12) - 2;
            Inputs in = inputsFor(all, from, from + 0.1 + double(random() % 200) / 10);
            in.scroll = round % 3 == 0 ? 20 : 0;
            in.size.setHeight(500);
            const Geometry geometry(in);
            std::uint64_t inMarks = 0;
            for (std::size_t i = 0; i < geometry.marks().size(); ++i) {
                const Mark& mark = geometry.marks()[i];
                inMarks += mark.states;
                const auto dated = all->lanes[mark.lane]->dated();
                for (std::uint32_t state = mark.first; state < mark.first + mark.states; ++state) {
                    const double x = geometry.xAt(dated[state].capturedNs);
                    QVERIFY(x >= in.plotLeft - 1e-6 && x <= in.plotLeft + in.plotWidth + 1e-6);
                    QVERIFY(geometry.markOf(mark.lane, state) == &mark);
                }
                if (mark.states == 1)
                    QVERIFY(std::abs(mark.rect.center().x()
                                     - geometry.xAt(dated[mark.first].capturedNs))
                            < 1e-6);
                else
                    QVERIFY(mark.rect.left() >= in.plotLeft
                            && mark.rect.right() <= in.plotLeft + in.plotWidth);
                if (i > 0 && geometry.marks()[i - 1].lane == mark.lane) {
                    const Mark& last = geometry.marks()[i - 1];
                    QVERIFY(mark.rect.left() >= last.rect.right());
                    QCOMPARE_EQ(mark.first, last.first + last.states);
                }
            }
            QCOMPARE_EQ(inMarks, statesIn(*all, in.window));
            for (const Beyond& beyond : geometry.beyond()) {
                std::uint32_t states = beyond.before + beyond.after;
                for (const Mark& mark : geometry.marks())
                    states += mark.lane == beyond.lane ? mark.states : 0;
                QCOMPARE_EQ(states, all->lanes[beyond.lane]->history->datedBlocks);
            }
        }
    }

    void ofACrowdTheDeletionIsSeen()
    {
        std::vector<ItemSketch> items{
            {.time = at(6), .status = "ResourceDiscovered", .rest = with(0)}};
        for (int i = 1; i < 9; ++i)
            items.push_back({.time = at(6 + i * 0.01), .rest = with(i)});
        items.push_back({.time = at(6.1), .status = "ResourceDeleted"});
        const Geometry geometry(inputsFor(lanesOf(items)));
        QCOMPARE_EQ(geometry.marks().size(), std::size_t(1));
        QCOMPARE_EQ(geometry.marks()[0].states, 10U);
        QCOMPARE(geometry.marks()[0].mark, StateMark::Deleted);
    }

    void hitIsTheInverseOfWhatIsDrawn()
    {
        const std::vector<RecordingSpan> gaps{{RecordingSpan::Kind::Stopped,
                                               (kStart + 14 * kHour) * kNs,
                                               (kStart + 16 * kHour) * kNs,
                                               {},
                                               {}}};
        auto items = aLife();
        items.push_back({.id = "i-2", .time = at(6), .rest = with(1)});
        items.push_back({.id = "i-2", .time = at(6.01), .rest = with(2)});
        const Geometry geometry(inputsFor(lanesOf(items, gaps)));
        for (const Mark& mark : geometry.marks()) {
            const Hit hit = geometry.hit(mark.rect.center().toPoint());
            QCOMPARE(hit.kind, mark.states == 1 ? Hit::Kind::State : Hit::Kind::Cluster);
            QCOMPARE_EQ(hit.lane, mark.lane);
            QCOMPARE_EQ(hit.first, mark.first);
            QCOMPARE_EQ(hit.states, mark.states);
        }
        const auto inLane = [&](std::size_t lane, double hour, int below = 0) {
            const Band& band = *geometry.bandOf(lane);
            return geometry.hit(
                QPoint(static_cast<int>(geometry.xAt((kStart + std::llround(hour * kHour)) * kNs)),
                       band.plot.center().y() + below));
        };
        QCOMPARE(inLane(0, 3).kind, Hit::Kind::Bar);
        QVERIFY(!inLane(0, 3).gap);
        QCOMPARE(inLane(0, 15).kind, Hit::Kind::Bar); // and the gap below it
        QVERIFY(inLane(0, 15).gap == std::size_t(0));
        QCOMPARE(inLane(0, 15, 14).kind, Hit::Kind::Gap);
        QCOMPARE(inLane(0, 20).kind, Hit::Kind::Lane);
        QCOMPARE(inLane(1, 2).kind, Hit::Kind::Lane);
        QCOMPARE(geometry.hit(QPoint(20, 30)).kind, Hit::Kind::Header);
        QCOMPARE(geometry.hit(QPoint(20, 30)).lane, std::size_t(0));
        QCOMPARE(geometry.hit(QPoint(20, 24 + 36 + 5)).lane, std::size_t(1));
        QCOMPARE(geometry.hit(QPoint(500, 10)).kind, Hit::Kind::Head);
        QCOMPARE(geometry.hit(QPoint(500, 250)).kind, Hit::Kind::Nothing); // below the lanes
        QCOMPARE(geometry.hit(QPoint(-1, 30)).kind, Hit::Kind::Nothing);
    }

    void whatIsOutOfViewIsSaidAtTheEdges()
    {
        const Geometry geometry(inputsFor(lanesOf(aLife()), 5, 10));
        QCOMPARE_EQ(geometry.beyond().size(), std::size_t(1));
        const Beyond& beyond = geometry.beyond()[0];
        QCOMPARE_EQ(beyond.before, 1U);
        QCOMPARE_EQ(beyond.after, 2U);
        Hit hit = geometry.hit(beyond.left.center().toPoint());
        QCOMPARE(hit.kind, Hit::Kind::Before);
        QCOMPARE_EQ(hit.first, 0U);
        hit = geometry.hit(beyond.right.center().toPoint());
        QCOMPARE(hit.kind, Hit::Kind::After);
        QCOMPARE_EQ(hit.first, 2U); // the nearest
        QVERIFY(Geometry(inputsFor(lanesOf(aLife()))).beyond().empty());
    }

    void aGapIsSeenHoweverShortAndGoesOnWhereNothingEndsIt()
    {
        const std::vector<RecordingSpan> gaps{
            {RecordingSpan::Kind::Daily,
             (kStart + kHour) * kNs,
             (kStart + kHour + 1) * kNs,
             {},
             {}},
            {RecordingSpan::Kind::TypeExcluded,
             (kStart + 20 * kHour) * kNs,
             config::kNoTime,
             {},
             {}},
            {RecordingSpan::Kind::Stopped, (kStart + 40 * kHour) * kNs, config::kNoTime, {}, {}}};
        const Geometry geometry(inputsFor(lanesOf(aLife(), gaps)));
        QCOMPARE_EQ(geometry.gaps().size(), std::size_t(2));
        QVERIFY(geometry.gaps()[0].rect.width() >= 2);
        QVERIFY(geometry.gaps()[0].isLight && !geometry.gaps()[1].isLight);
        QCOMPARE_EQ(geometry.gaps()[1].rect.right(), 1000.0);
    }

    void onlyLanesInViewAreMade()
    {
        std::vector<ItemSketch> items;
        for (int i = 0; i < 100; ++i)
            items.push_back({.id = "i-" + std::to_string(1000 + i), .time = at(i % 24)});
        Inputs in = inputsFor(lanesOf(items));
        in.scroll = 36 * 50 + 10;
        const Geometry geometry(in);
        QCOMPARE_EQ(geometry.bands().front().lane, std::size_t(50));
        QVERIFY(geometry.bands().size() <= 9);
        for (const Mark& mark : geometry.marks())
            QVERIFY(geometry.bandOf(mark.lane));
        QCOMPARE_EQ(lanesHeight(in), 3600);
        QCOMPARE_EQ(statesIn(*in.lanes, in.window), std::uint64_t(100));
    }

    void nothingToDrawIsNoTrouble()
    {
        QVERIFY(Geometry(Inputs()).bands().empty());
        Inputs in = inputsFor(lanesOf({{.time = ""}})); // only undated
        QVERIFY(Geometry(in).marks().empty() && Geometry(in).bars().empty());
        in.window = {};
        in.plotWidth = 0;
        in.size = QSize(0, 0);
        QVERIFY(Geometry(in).marks().empty());
        // Moments far outside, in years.
        const Geometry far(inputsFor(
            lanesOf({{.time = "2010-01-01T00:00:00Z"}, {.time = "2090-01-01T00:00:00Z"}})));
        QVERIFY(far.marks().empty());
        QCOMPARE_EQ(barOf(far, Bar::Part::Recorded)->rect.width(), 800.0);
    }

    void wordsSayWhatIsThere()
    {
        const std::vector<RecordingSpan> gaps{
            {RecordingSpan::Kind::Stopped, (kStart + 14 * kHour) * kNs, config::kNoTime, {}, {}}};
        auto items = aLife();
        items[3].rest = ",'resourceName':'we\nb'";
        const StackedLanesPtr lanes = lanesOf(items, gaps);
        const Label label = labelOf(*lanes, 0);
        QCOMPARE(label.type, QStringLiteral("EC2::Instance"));
        QCOMPARE(label.name, QStringLiteral("we␊b"));
        QCOMPARE(label.count, QStringLiteral("4"));
        QCOMPARE(headText(*lanes, inputsFor(lanes, 5, 13).window),
                 QStringLiteral("1 resource  ·  2 items in view"));
        Hit hit;
        hit.kind = Hit::Kind::State;
        hit.first = 1;
        hit.states = 1;
        QString tip = hitTip(hit, *lanes, "UTC", kStart);
        for (const char* words : {"AWS::EC2::Instance i-1", "changed: 1 change",
                                  "captured 2026-03-10 06:00:00 UTC", "status OK", "T0 + 6 h"})
            QVERIFY2(tip.contains(QString::fromUtf8(words)), qPrintable(tip));
        hit.first = 2;
        QVERIFY(hitTip(hit, *lanes, "UTC", {}).contains(QStringLiteral("the same state")));
        hit.kind = Hit::Kind::Cluster;
        hit.first = 0;
        hit.states = 4;
        tip = hitTip(hit, *lanes, "UTC", {});
        QVERIFY2(tip.contains(QStringLiteral("4 items: 1 created or discovered, 1 changed, "
                                             "1 the same state again, 1 deleted")),
                 qPrintable(tip));
        hit.kind = Hit::Kind::Bar;
        hit.gap = 0;
        tip = hitTip(hit, *lanes, "Asia/Tokyo", {});
        for (const char* words : {"Created", "Deleted", "2026-03-11 03:00:00 JST",
                                  "AWS Config was stopped", "nothing tells until when"})
            QVERIFY2(tip.contains(QString::fromUtf8(words)), qPrintable(tip));
    }
};

QTEST_GUILESS_MAIN(TestConfigStripGeometry)
#include "tst_configstripgeometry.moc"
