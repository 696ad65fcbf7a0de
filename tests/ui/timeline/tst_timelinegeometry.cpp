// Where the parts of a timeline are: properties that hold for random events in random windows, and
// what they look like once painted.
#include "model/base/timestamp.h"
#include "model/query/fieldnames.h"
#include "tests/model/timeline/timelinestores.h"
#include "tests/support/testsupport.h"
#include "ui/timeline/timelinecolumns.h"
#include "ui/timeline/timelinepainter.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;
using namespace trailloupe::ui::timeline;
using trailloupe::timeline::Detail;
using trailloupe::timeline::Lanes;
using trailloupe::timeline::LanesPtr;

namespace {

constexpr std::int64_t kStart = 1'772'373'912;

DetailPtr detailFor(const LanesPtr& lanes, const Window& window, int width, int extraLevels = 0)
{
    const query::TimeSpan span = spanOf(window);
    const std::int64_t beside = (span.to - span.from) / 2;
    const unsigned level =
        trailloupe::timeline::levelFor(span, width) + static_cast<unsigned>(extraLevels);
    return *trailloupe::timeline::makeDetail(lanes, {span.from - beside, span.to + beside}, level,
                                             1, JobContext());
}

Inputs inputsFor(const LanesPtr& lanes, const Window& window, QSize size = {1000, 400},
                 int extraLevels = 0)
{
    Inputs in;
    in.size = size;
    in.headerWidth = 200;
    in.axisHeight = 24;
    in.window = window;
    in.detail = detailFor(lanes, window, size.width() - in.headerWidth, extraLevels);
    return in;
}

LanesPtr randomLanes(std::uint64_t seed)
{
    return test::lanesOf({.events = test::randomStore(seed, 300),
                          .field = query::parseField("eventName").value(),
                          .most = 8});
}

// Events at so many seconds after kStart, in one lane; 'w' writes, 's' sensitive, 'f' failed.
LanesPtr lanesAt(const std::vector<std::pair<int, char>>& events)
{
    std::vector<std::string> records;
    for (const auto& event : events) {
        const char kind = event.second;
        records.push_back(test::quoted(
            "{'eventID':'e" + std::to_string(records.size()) + "','eventTime':'"
            + formatEventTime(kStart + event.first) + "','eventType':'AwsApiCall','eventName':'"
            + (kind == 's' ? "CreateAccessKey" : "Call") + "','eventSource':'iam.amazonaws.com'"
            + ",'readOnly':" + (kind == 'r' ? "true" : "false")
            + (kind == 'f' ? ",'errorCode':'Broken'" : "") + "}"));
    }
    return test::lanesOf(
        {.events = test::storeOf(records), .field = query::parseField("eventSource").value()});
}

std::vector<QRectF> rectsOf(const Geometry& geometry, std::size_t lane)
{
    std::vector<QRectF> rects;
    const Band& band = *geometry.bandOf(lane);
    for (const Column& column : geometry.columns()) {
        if (column.lane == lane)
            rects.emplace_back(column.x, band.plot.top(), column.width, band.plot.height());
    }
    for (const Stack& stack : geometry.stacks()) {
        if (stack.lane == lane)
            rects.push_back(stack.rect);
    }
    for (const Glyph& glyph : geometry.glyphs()) {
        const bool isInStack = std::any_of(
            geometry.stacks().begin(), geometry.stacks().end(), [&](const Stack& stack) {
                return stack.lane == glyph.lane && glyph.event >= stack.first
                    && glyph.event < stack.first + stack.events;
            });
        if (glyph.lane == lane && !isInStack)
            rects.push_back(glyph.rect);
    }
    return rects;
}

std::string wrong(const Geometry& geometry)
{
    const Inputs& in = geometry.inputs();
    const Lanes& lanes = *in.detail->lanes();
    for (const Band& band : geometry.bands()) {
        auto rects = rectsOf(geometry, band.lane);
        std::sort(rects.begin(), rects.end(),
                  [](const QRectF& a, const QRectF& b) { return a.left() < b.left(); });
        for (std::size_t i = 0; i < rects.size(); ++i) {
            if (!QRectF(band.plot).adjusted(-0.01, -0.01, 0.01, 0.01).contains(rects[i]))
                return "something is out of its lane";
            if (i > 0 && rects[i].left() < rects[i - 1].right() - 0.01)
                return "two things overlap";
        }
        // Each event whose moment is in view is in just one of them.
        std::map<std::uint32_t, int> seen;
        for (const Column& column : geometry.columns()) {
            for (std::uint32_t i = 0; i < column.events && column.lane == band.lane; ++i)
                ++seen[column.first + i];
        }
        for (const Stack& stack : geometry.stacks()) {
            for (std::uint32_t i = 0; i < stack.events && stack.lane == band.lane; ++i)
                seen[stack.first + i] += stack.isOpen ? 0 : 1;
        }
        for (const Glyph& glyph : geometry.glyphs())
            seen[glyph.event] += glyph.lane == band.lane ? 1 : 0;
        for (std::uint32_t event = 0; event < lanes.times(band.lane).size(); ++event) {
            const double x = xOf(in.window, band.plot.width(), lanes.times(band.lane)[event] + 0.5);
            const bool isInView = x >= 0 && x < band.plot.width();
            if (isInView && seen[event] != 1)
                return "an event is there " + std::to_string(seen[event]) + " times";
        }
    }
    return {};
}

QImage painted(const Geometry& geometry, const Scene* more = nullptr, bool picture = false)
{
    QImage image(geometry.inputs().size, QImage::Format_RGB32);
    image.fill(lightColors().base);
    QPainter painter(&image);
    Scene scene = more ? *more : Scene();
    scene.geometry = &geometry;
    scene.isPicture = picture;
    Painter().paint(painter, scene, lightColors());
    return image;
}

int pixelsOf(const QImage& image, const QRect& rect, const QColor& color)
{
    int count = 0;
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        for (int x = rect.left(); x <= rect.right(); ++x)
            count += image.pixelColor(x, y).rgb() == color.rgb() ? 1 : 0;
    }
    return count;
}

} // namespace

class TestTimelineGeometry : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void nothingOverlapsAndNothingIsMissing()
    {
        for (const std::uint64_t seed : {1u, 2u}) {
            const LanesPtr lanes = randomLanes(seed);
            test::RandomEvents random(seed);
            for (int i = 0; i < 120; ++i) {
                const double from = static_cast<double>(kStart) - 500 + random.below(87'000);
                const double part = random.below(100) / 100.0;
                const double length = 10.0 * std::pow(10'000.0, random.below(1000) / 1000.0);
                const int levels = static_cast<int>(random.below(4)); // an old picture
                Inputs in =
                    inputsFor(lanes, {from + part, from + part + length}, {700, 240}, levels);
                in.scroll = static_cast<int>(random.below(80));
                in.thin.assign(lanes->lanes().size(), false);
                in.thin[random.below(static_cast<std::uint32_t>(in.thin.size()))] = true;
                const std::string found = wrong(Geometry(in));
                QVERIFY2(found.empty(), found.c_str());
            }
        }
    }

    void whatIsHitIsWhatIsThere()
    {
        const LanesPtr lanes = randomLanes(3);
        for (const double length : {20.0, 300.0, 5000.0, 90'000.0}) {
            const double from = static_cast<double>(kStart) + 1000;
            const Geometry geometry(inputsFor(lanes, {from, from + length}));
            const QRect plot = plotRect(geometry.inputs());
            for (const Glyph& glyph : geometry.glyphs()) {
                const QPoint centre = glyph.rect.center().toPoint();
                if (!plot.contains(centre))
                    continue;
                const Hit hit = geometry.hit(centre);
                QCOMPARE(hit.kind, Hit::Kind::Glyph);
                QCOMPARE(hit.lane, glyph.lane);
                QCOMPARE(hit.first, glyph.event);
                QCOMPARE(hit.events, 1u);
            }
            for (const Column& column : geometry.columns()) {
                const Band& band = *geometry.bandOf(column.lane);
                const QPoint at(column.x + column.width / 2, band.plot.center().y());
                if (!plot.contains(at))
                    continue;
                const Hit hit = geometry.hit(at);
                QCOMPARE(hit.kind, Hit::Kind::Column);
                QCOMPARE(hit.lane, column.lane);
                QCOMPARE(hit.first, column.first);
                QCOMPARE(hit.events, column.events);
            }
            for (const Stack& stack : geometry.stacks()) {
                const QPoint at = stack.glyph.center().toPoint();
                if (stack.isOpen || !plot.contains(at))
                    continue;
                const Hit hit = geometry.hit(at);
                QCOMPARE(hit.kind, Hit::Kind::Stack);
                QCOMPARE(hit.first, stack.first);
                QCOMPARE(hit.events, stack.events);
            }
            for (const Band& band : geometry.bands()) {
                const Hit hit = geometry.hit(band.header.center());
                QCOMPARE(hit.kind, Hit::Kind::Header);
                QCOMPARE(hit.lane, band.lane);
            }
        }
        const Geometry geometry(inputsFor(lanes, {double(kStart), double(kStart) + 100}));
        QCOMPARE(geometry.hit({500, 5}).kind, Hit::Kind::Axis);
        QCOMPARE(geometry.hit({5, 5}).kind, Hit::Kind::Nothing);
        QCOMPARE(geometry.hit({-1, 50}).kind, Hit::Kind::Nothing);
        QCOMPARE(geometry.hit({5000, 50}).kind, Hit::Kind::Nothing);
    }

    void equalInputsAreEqualGeometry()
    {
        const LanesPtr lanes = randomLanes(4);
        const Inputs in = inputsFor(lanes, {double(kStart), double(kStart) + 4000});
        QCOMPARE(painted(Geometry(in)), painted(Geometry(in)));
        Inputs other = in;
        QVERIFY(other == in);
        other.scroll = 3;
        QVERIFY(!(other == in));
    }

    void thereAreSingleEventsWhereThereIsRoom_data()
    {
        QTest::addColumn<int>("between"); // pixels from one event to the next
        QTest::addColumn<bool>("areSingle");
        QTest::newRow("well apart") << 40 << true;
        QTest::newRow("just room") << kGlyphRoom << true;
        QTest::newRow("no room") << kGlyphRoom - 1 << false;
        QTest::newRow("side by side") << 2 << false;
    }
    void thereAreSingleEventsWhereThereIsRoom()
    {
        QFETCH(int, between);
        QFETCH(bool, areSingle);
        const LanesPtr lanes = lanesAt({{100, 'r'}, {110, 'w'}, {120, 'w'}, {130, 'f'}});
        const double perPixel = 10.0 / between;
        const Geometry geometry(
            inputsFor(lanes, {double(kStart), double(kStart) + 800 * perPixel}));
        QCOMPARE(geometry.glyphs().size(), areSingle ? std::size_t{4} : std::size_t{0});
        // Two pixels apart they are one place.
        if (between == 2)
            QCOMPARE(geometry.stacks().size() + geometry.columns().size() > 0, true);
        else
            QCOMPARE(geometry.columns().size(), areSingle ? std::size_t{0} : std::size_t{4});
    }

    void eventsOfOneSecondAreAStackThatOpensWhereThereIsRoom()
    {
        const LanesPtr lanes =
            lanesAt({{50, 'r'}, {50, 'f'}, {50, 'w'}, {50, 's'}, {50, 'r'}, {300, 'r'}});
        const Geometry near(inputsFor(lanes, {double(kStart), double(kStart) + 400}));
        QCOMPARE(near.stacks().size(), std::size_t{1});
        const Stack& open = near.stacks()[0];
        QVERIFY(open.isOpen && open.isOneSecond);
        QCOMPARE(open.events, 5u);
        QCOMPARE(near.glyphs().size(), std::size_t{6});
        for (const Glyph& glyph : near.glyphs()) {
            QVERIFY(glyph.event == 5 || open.rect.contains(glyph.rect));
            for (const Glyph& other : near.glyphs())
                QVERIFY(&glyph == &other
                        || !glyph.rect.adjusted(0.1, 0.1, -0.1, -0.1).intersects(other.rect));
        }
        // 16 pixels to the other event: one mark for all, the one that matters most.
        const Geometry far(inputsFor(lanes, {double(kStart) - 1000, double(kStart) + 11'500}));
        QCOMPARE(far.stacks().size(), std::size_t{1});
        QVERIFY(!far.stacks()[0].isOpen && far.stacks()[0].isOneSecond);
        QCOMPARE(far.stacks()[0].telling, query::EventClass::Failed);
        QCOMPARE(far.glyphs().size(), std::size_t{1});
    }

    void lanesFollowEachOtherAndScroll()
    {
        const LanesPtr lanes = randomLanes(6);
        Inputs in = inputsFor(lanes, {double(kStart), double(kStart) + 100}, {600, 120});
        in.thin = {true, false, true};
        QCOMPARE(lanesHeight(in),
                 2 * in.thinHeight + static_cast<int>(lanes->lanes().size() - 2) * in.laneHeight);
        for (const int scroll : {0, 7, 40, 150}) {
            in.scroll = scroll;
            const Geometry geometry(in);
            for (const Band& band : geometry.bands()) {
                QCOMPARE(band.plot.top(), in.axisHeight - scroll + laneTop(in, band.lane));
                QCOMPARE(band.plot.height(), laneHeight(in, band.lane));
                QVERIFY(geometry.bandOf(band.lane) == &band);
            }
            QVERIFY(geometry.bands().front().plot.top() <= in.axisHeight);
            QVERIFY(geometry.bands().back().plot.bottom() >= in.size.height() - 1
                    || geometry.bands().back().lane + 1 == lanes->lanes().size());
        }
    }

    void moreEventsAreHigherColumns()
    {
        int last = 0;
        for (const std::uint64_t events : {0u, 1u, 3u, 10u, 100u, 5000u}) {
            const int height = columnHeight(events, 5000, 40);
            QVERIFY(events == 0 ? height == 0 : height >= last && height <= 40);
            last = height;
        }
        QCOMPARE(last, 40);
        QVERIFY(columnHeight(1, 1'000'000, 40) >= 2); // and still seen
        QVERIFY(columnHeight(100, 5000, 40) > columnHeight(10, 5000, 40));
    }

    void whatAColumnHoldsIsSeenByItsPlaceToo()
    {
        // A row of crowded seconds, some with failed ones, some with sensitive ones.
        std::vector<std::pair<int, char>> events;
        for (int i = 0; i < 100; ++i) {
            events.emplace_back(i, 'r');
            if (i < 20)
                events.emplace_back(i, 'f');
            else if (i < 40)
                events.emplace_back(i, 's');
        }
        const LanesPtr lanes = lanesAt(events);
        const Geometry geometry(inputsFor(lanes, {double(kStart), double(kStart) + 400}));
        QCOMPARE(geometry.columns().size(), std::size_t{100});
        const QImage image = painted(geometry);
        const QRect room = Geometry::columnRoom(geometry.bands()[0]);
        const auto band = [&](int from, int to, int top, int bottom) {
            return QRect(QPoint(200 + from * 2, top), QPoint(199 + to * 2, bottom));
        };
        const QColor failed = colorOf(Part::Failed, lightColors());
        const QColor sensitive = colorOf(Part::Sensitive, lightColors());
        const QRect under(0, room.bottom() - 2, 1000, 3);
        QCOMPARE(pixelsOf(image, band(0, 20, under.top(), under.bottom()), failed), 40 * 3);
        QCOMPARE(pixelsOf(image, band(20, 100, room.top(), room.bottom()), failed), 0);
        QCOMPARE(pixelsOf(image, band(20, 40, room.top(), room.top() + 3), sensitive), 40 * 4);
        QCOMPARE(pixelsOf(image, band(40, 100, room.top(), room.bottom()), sensitive), 0);
        // A picture for a file is drawn in another way, and looks the same.
        QCOMPARE(painted(geometry, nullptr, true), image);
    }

    void theSpanThatIsTakenIsSeenFromEndToEnd()
    {
        const LanesPtr lanes = lanesAt({{0, 'r'}, {799, 'r'}});
        const Geometry geometry(inputsFor(lanes, {double(kStart), double(kStart) + 800}));
        Scene scene;
        scene.selection = query::TimeSpan{kStart + 100, kStart + 300};
        const QImage with = painted(geometry, &scene);
        const QImage without = painted(geometry);
        const int y = 300; // below the lane
        for (const int x : {300, 350, 499})
            QVERIFY(with.pixel(x, y) != without.pixel(x, y));
        for (const int x : {299, 500, 600})
            QCOMPARE(with.pixel(x, y), without.pixel(x, y));
        scene.selection = query::TimeSpan{kStart - 5000, kStart - 4000}; // out of view
        QCOMPARE(painted(geometry, &scene), without);
    }

    void marksAreAtTheirEventsInEveryLaneThatHasThem()
    {
        const LanesPtr lanes = lanesAt({{100, 'r'}, {200, 'r'}, {300, 'r'}});
        Inputs in = inputsFor(lanes, {double(kStart), double(kStart) + 800});
        in.marks = std::make_shared<const std::vector<Mark>>(std::vector<Mark>{
            {.firstPlace = 0, .lastPlace = 0, .kind = Mark::Kind::Star},
            {.firstPlace = 1, .lastPlace = 2, .kind = Mark::Kind::Tag, .color = 2},
            {.firstPlace = 7, .lastPlace = 9, .kind = Mark::Kind::Note}});
        const Geometry geometry(in);
        QCOMPARE(geometry.marks().size(), std::size_t{2});
        QVERIFY(std::abs(geometry.marks()[0].rect.center().x() - 300.5) < 1);
        QVERIFY(geometry.marks()[1].rect.left() < 401 && geometry.marks()[1].rect.right() > 500);
        in.marks.reset();
        QVERIFY(painted(geometry) != painted(Geometry(in)));
    }

    void aMarkedSpanIsDrawnFromEndToEndWhereNothingHappenedToo()
    {
        const LanesPtr lanes = lanesAt({{100, 'r'}, {700, 'r'}});
        Inputs in = inputsFor(lanes, {double(kStart), double(kStart) + 800});
        in.spanHeight = 14;
        const query::TimeSpan span{kStart + 200, kStart + 400}; // without an event
        const query::TimeSpan before{kStart - 900, kStart + 50};
        const query::TimeSpan outside{kStart - 900, kStart - 500};
        in.marks = std::make_shared<const std::vector<Mark>>(
            std::vector<Mark>{{.kind = Mark::Kind::Note, .span = outside},
                              {.kind = Mark::Kind::Tag, .span = outside},
                              {.kind = Mark::Kind::Star, .span = before},
                              {.kind = Mark::Kind::Star, .span = span},
                              {.kind = Mark::Kind::Note, .span = span}});
        const Geometry geometry(in);
        QVERIFY(geometry.marks().empty());
        QCOMPARE(geometry.spans().size(), std::size_t{2});
        const SpanRect& cut = geometry.spans()[0];
        QVERIFY(cut.left == 200 && !cut.beginIsInView && cut.endIsInView);
        const SpanRect& drawn = geometry.spans()[1];
        QCOMPARE(drawn.marks, std::size_t{2});
        QVERIFY(std::abs(drawn.left - 400) < 1 && std::abs(drawn.right - 600) < 1);
        QCOMPARE(geometry.hit(drawn.rect.center().toPoint()).mark, std::optional(std::size_t{3}));
        QVERIFY(!geometry.hit({800, static_cast<int>(drawn.rect.center().y())}).mark);
        // Over the lanes too, at both ends, and below the lane that there is.
        const QImage with = painted(geometry);
        in.marks.reset();
        const QImage without = painted(Geometry(in));
        for (const int x : {400, 500, 599}) {
            QVERIFY(with.pixel(x, in.axisHeight + 12) != without.pixel(x, in.axisHeight + 12));
            QVERIFY(with.pixel(x, 300) != without.pixel(x, 300));
        }
        for (const int x : {300, 399, 601, 700})
            QCOMPARE(with.pixel(x, 300), without.pixel(x, 300));
    }

    void flagsAreAtTheFootOfTheirLaneAndHaveRoomOfTheirOwn()
    {
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            const LanesPtr lanes = randomLanes(seed);
            const query::TimeSpan span = *lanes->span();
            const auto length = static_cast<double>(span.to - span.from);
            std::vector<std::uint32_t> places;
            std::vector<std::uint8_t> levels;
            for (std::uint32_t place = 0; place < lanes->events()->datedCount(); ++place) {
                if (place % 3 == 0) {
                    places.push_back(place);
                    levels.push_back(static_cast<std::uint8_t>(place % 4));
                }
            }
            const auto flags = trailloupe::timeline::makeFlags(lanes, places, levels, JobContext());
            QVERIFY_OK(flags);
            for (const double part : {1.0, 0.1, 0.003}) {
                const auto from = static_cast<double>(span.from) + length * 0.3 * (1 - part);
                Inputs in = inputsFor(lanes, {from, from + length * part});
                in.flags = *flags;
                const Geometry geometry(in);
                QVERIFY(!geometry.flags().empty());
                const FlagRect* last = nullptr;
                for (const FlagRect& flag : geometry.flags()) {
                    const Band& band = *geometry.bandOf(flag.lane);
                    QVERIFY(flag.rect.bottom() <= band.plot.bottom());
                    QVERIFY(flag.rect.top() > band.plot.top() + kMarkSize); // below the stars
                    const bool isNext = last && last->lane == flag.lane;
                    QVERIFY(!isNext || last->rect.right() <= flag.rect.left() + 0.01);
                    QVERIFY(!isNext || last->first + last->count <= flag.first);
                    // The gravest of its events, and the first that is.
                    const auto ofFlag = (*flags)->levels(flag.lane).subspan(flag.first, flag.count);
                    const auto gravest = std::ranges::max_element(ofFlag);
                    QCOMPARE(static_cast<int>(flag.severity), static_cast<int>(*gravest));
                    QCOMPARE(flag.event,
                             (*flags)->events(
                                 flag.lane)[flag.first
                                            + static_cast<std::size_t>(gravest - ofFlag.begin())]);
                    const Hit hit = geometry.hit(flag.rect.center().toPoint());
                    QCOMPARE(hit.flag,
                             std::optional<std::size_t>(
                                 static_cast<std::size_t>(&flag - geometry.flags().data())));
                    QCOMPARE(hit.kind, Hit::Kind::Mark);
                    QCOMPARE(hit.first, flag.event);
                    QCOMPARE(hit.events, 1U);
                    last = &flag;
                }
                // Each flagged event whose place is drawn is in just one of them.
                std::map<std::size_t, std::size_t> counts;
                for (const FlagRect& flag : geometry.flags())
                    counts[flag.lane] += flag.count;
                if (part == 1.0) {
                    for (const Band& band : geometry.bands())
                        QVERIFY(counts[band.lane] + 2 >= (*flags)->events(band.lane).size());
                }
            }
        }
    }

    void aFlagHasTheShapeOfTheGravestAndNoneIsDrawnOfOtherLanes()
    {
        const LanesPtr lanes = lanesAt({{100, 'r'}, {101, 'r'}, {400, 'r'}});
        Inputs in = inputsFor(lanes, {double(kStart), double(kStart) + 800});
        const auto flagged = [&](const LanesPtr& of, std::uint8_t first, std::uint8_t second) {
            const std::uint32_t places[] = {0, 1};
            const std::uint8_t levels[] = {first, second};
            return *trailloupe::timeline::makeFlags(of, places, levels, JobContext());
        };
        const QImage without = painted(Geometry(in));
        std::vector<QImage> shapes;
        for (std::uint8_t level = 0; level < 4; ++level) {
            in.flags = flagged(lanes, 0, level);
            const Geometry geometry(in);
            QCOMPARE(geometry.flags().size(), std::size_t{1});
            QCOMPARE(geometry.flags()[0].count, std::size_t{2});
            QCOMPARE(static_cast<int>(geometry.flags()[0].severity), int{level});
            shapes.push_back(painted(geometry));
            QVERIFY(shapes.back() != without);
            // Not by colour alone.
            for (std::size_t i = 0; i + 1 < shapes.size(); ++i)
                QVERIFY(shapes[i].convertToFormat(QImage::Format_Mono)
                        != shapes.back().convertToFormat(QImage::Format_Mono));
        }
        in.flags = flagged(lanesAt({{100, 'r'}, {101, 'r'}}), 3, 3);
        QCOMPARE(painted(Geometry(in)), without);
    }

    void nothingToDrawIsDrawn()
    {
        QCOMPARE(Geometry().hit({1, 1}).kind, Hit::Kind::Nothing);
        Inputs in;
        in.size = {300, 100};
        const Geometry geometry(in);
        QVERIFY(geometry.bands().empty());
        QVERIFY(!painted(geometry).isNull());
    }
};

QTEST_MAIN(TestTimelineGeometry)
#include "tst_timelinegeometry.moc"
