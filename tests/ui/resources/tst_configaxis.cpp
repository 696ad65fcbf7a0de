// The axis of a Config timeline: where states are drawn, what is under a point, what mouse and keys
// do.
#include "model/workspace/explaining.h"
#include "tests/model/config/configitems.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/uiworld.h"
#include "ui/resources/configaxis.h"

#include <QClipboard>
#include <QSignalSpy>
#include <QWheelEvent>

#include <cmath>
#include <random>
#include <set>

using namespace trailloupe;
using namespace trailloupe::ui;
using namespace trailloupe::ui::configaxis;
using test::ItemSketch;
using test::UiWorld;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kStart = 1'772'366'400 * kSecond; // 2026-03-01T12:00:00Z

std::shared_ptr<Content> contentOf(std::vector<std::int64_t> states)
{
    auto content = std::make_shared<Content>();
    std::ranges::sort(states);
    content->states = std::move(states);
    content->lastNs = content->states.empty() ? 0 : content->states.back();
    return content;
}

Inputs inputsOf(const std::shared_ptr<const Content>& content, QSize size = {700, 170})
{
    Inputs in;
    in.size = size;
    in.content = content;
    if (!content->states.empty())
        in.window = padded(secondsOf(content->states.front()), secondsOf(content->states.back()));
    return in;
}

// Empty where all is as the header says.
QString wrongIn(const Geometry& geometry)
{
    const Inputs& in = geometry.inputs();
    const QRectF view(QPointF(), QSizeF(in.size));
    std::uint32_t next = 0;
    const Mark* before = nullptr;
    for (const Mark& mark : geometry.marks()) {
        if (!view.contains(mark.rect))
            return QStringLiteral("a mark leaves the view");
        if (before && (before->rect.right() > mark.rect.left() + 0.01 || mark.first != next))
            return QStringLiteral("mark of %1 after %2").arg(mark.first).arg(before->first);
        if (!mark.isCluster()
            && std::abs(mark.rect.center().x() - geometry.xAt(in.content->states[mark.first]))
                > 0.01)
            return QStringLiteral("state %1 is not at its moment").arg(mark.first);
        next = mark.first + mark.states;
        before = &mark;
    }
    const auto cards = geometry.cards();
    for (std::size_t i = 0; i < cards.size(); ++i) {
        if (!plotRect(in).contains(cards[i].rect))
            return QStringLiteral("a card leaves the plot");
        for (std::size_t k = 0; k < i; ++k) {
            if (cards[i].rect.intersects(cards[k].rect))
                return QStringLiteral("cards overlap");
            const Card& high = cards[i].row > cards[k].row ? cards[i] : cards[k];
            const Card& low = cards[i].row > cards[k].row ? cards[k] : cards[i];
            if (high.row != low.row && high.foot.x() > low.rect.left()
                && high.foot.x() < low.rect.right())
                return QStringLiteral("a card covers a stem");
        }
    }
    return {};
}

// States of one resource, an hour apart.
std::vector<ItemSketch> hourly(int states)
{
    std::vector<ItemSketch> items;
    for (int i = 0; i < states; ++i)
        items.push_back({.time = QStringLiteral("2026-03-%1T%2:00:00.000Z")
                                     .arg(1 + i / 24, 2, 10, QLatin1Char('0'))
                                     .arg(i % 24, 2, 10, QLatin1Char('0'))
                                     .toStdString(),
                         .status = i == 0 ? "ResourceDiscovered" : "OK",
                         .rest = ",'configuration':{'n':" + std::to_string(i) + "}"});
    return items;
}

struct Fixture : UiWorld
{
    explicit Fixture(const std::vector<ItemSketch>& items)
    {
        test::writeFile(dir.path(), "history.json", test::historyText(items));
        opened = openAndWait(dir.path());
        timeline.setActive(true);
        axis.resize(700, 170);
        axis.show();
        axis.setFocus();
        const auto found = workspace->resources()->withId("i-1");
        if (!found.empty())
            investigation->selectResource(found.front());
        opened = opened && settle();
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle(); }, 20'000);
    }
    QPoint pointOf(std::uint32_t state)
    {
        return axis.geometry().markOf(state)->rect.center().toPoint();
    }
    void click(const QPoint& point, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mouseClick(&axis, Qt::LeftButton, modifiers, point);
    }
    void wheel(const QPoint& point, int notches, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWheelEvent event(point, axis.mapToGlobal(point), {}, {0, notches * 120}, Qt::NoButton,
                          modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&axis, &event);
    }

    QTemporaryDir dir;
    workspace::Explaining explaining{*workspace, *jobs};
    workspace::ConfigTimeline timeline{*workspace, *investigation, explaining, *jobs};
    ConfigAxis axis{timeline, *investigation};
    bool opened = false;
};

} // namespace

class TestConfigAxis : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void pixelsAndMomentsAreInverse()
    {
        const auto content = contentOf({kStart, kStart + 1000 * kSecond});
        const Geometry geometry(inputsOf(content));
        for (const std::int64_t ns :
             {kStart, kStart + 123'456'789'012, kStart + 1000 * kSecond, kStart - 5 * kSecond}) {
            // A microsecond is what a double tells of seconds since 1970.
            QVERIFY(std::abs(geometry.momentAt(geometry.xAt(ns)) - ns) < 1000);
        }
        const Window empty{};
        QVERIFY(std::isfinite(xOf(empty, 0, 1e18)));
        QVERIFY(std::abs(xOf(empty, 700, 1e18)) <= kFar);
    }

    void aWindowStaysWithinItsLimits()
    {
        const Window limits{0, 1000};
        QCOMPARE(within({-50, 50}, limits), (Window{0, 100}));
        QCOMPARE(within({950, 1050}, limits), (Window{900, 1000}));
        QCOMPARE(within({-500, 5000}, limits), limits);
        QCOMPARE(within({10, 10.5}, limits).length(), kLeastSeconds);
        const Window closer = zoomed({0, 100}, 25, 0.5);
        QCOMPARE(closer.length(), 50.0);
        QCOMPARE((25 - closer.from) / closer.length(), 0.25); // the moment keeps its place
    }

    void statesFarApartStandAlone()
    {
        const Geometry geometry(
            inputsOf(contentOf({kStart, kStart + 3600 * kSecond, kStart + 7200 * kSecond})));
        QCOMPARE(geometry.marks().size(), std::size_t{3});
        QCOMPARE(geometry.cards().size(), std::size_t{3});
        QCOMPARE(wrongIn(geometry), QString());
        for (std::uint32_t i = 0; i < 3; ++i) {
            QVERIFY(geometry.cardOf(i));
            const QPoint inCard = geometry.cardOf(i)->rect.center();
            QCOMPARE(geometry.hit(inCard), (Hit{Hit::Kind::State, i, 1}));
            const QPoint onMark = geometry.markOf(i)->rect.center().toPoint();
            QCOMPARE(geometry.hit(onMark), (Hit{Hit::Kind::State, i, 1}));
        }
        QCOMPARE(geometry.hit({350, 3}).kind, Hit::Kind::Axis);
        QCOMPARE(geometry.hit({-3, 3}).kind, Hit::Kind::Nothing);
    }

    void statesOfOneMomentAreACluster()
    {
        Inputs in = inputsOf(contentOf({kStart, kStart, kStart, kStart + 3600 * kSecond}));
        const Geometry geometry(in);
        QCOMPARE(geometry.marks().size(), std::size_t{2});
        QCOMPARE(geometry.marks()[0].states, 3u);
        QCOMPARE(geometry.hit(geometry.marks()[0].rect.center().toPoint()),
                 (Hit{Hit::Kind::Cluster, 0, 3}));
        // What is looked at has a card of its own, also within a cluster.
        in.current = 1;
        const Geometry picked(in);
        QVERIFY(picked.cardOf(1));
        QCOMPARE(picked.hit(picked.cardOf(1)->rect.center()), (Hit{Hit::Kind::State, 1, 1}));
        QCOMPARE(wrongIn(picked), QString());
    }

    // Whatever the states and the window: marks hold every state in view once and do not overlap.
    void marksAndCardsNeverOverlap()
    {
        std::mt19937_64 random(11);
        for (int round = 0; round < 200; ++round) {
            std::vector<std::int64_t> states;
            const std::int64_t span = kSecond << (random() % 24);
            const auto count = 1 + random() % 400;
            for (std::size_t i = 0; i < count; ++i) {
                // In heaps, with others in between.
                const auto heap = static_cast<std::int64_t>(random() % 5) * (span / 5);
                const auto beside = static_cast<std::int64_t>(
                    random() % static_cast<std::uint64_t>(random() % 2 ? span / 50 + 1 : span));
                states.push_back(kStart + (heap + beside) % span);
            }
            Inputs in = inputsOf(
                contentOf(states),
                {static_cast<int>(200 + random() % 1200), static_cast<int>(90 + random() % 200)});
            in.markSize = static_cast<int>(16 + random() % 20);
            in.lineHeight = in.markSize;
            in.cardWidth = static_cast<int>(80 + random() % 160);
            if (round % 2)
                in.window = zoomed(in.window, in.window.from + in.window.length() * 0.3, 0.2);
            in.current = static_cast<std::uint32_t>(random() % count);
            in.base = static_cast<std::uint32_t>(random() % count);
            const Geometry geometry(in);
            QCOMPARE(wrongIn(geometry), QString());
            for (std::uint32_t i = 0; i < in.content->states.size(); ++i) {
                const double x = geometry.xAt(in.content->states[i]);
                const bool isInView = x > plotRect(in).left() + 1 && x < plotRect(in).right() - 1;
                QVERIFY(!isInView || geometry.markOf(i));
            }
            if (rowsOfCards(in) > 0 && geometry.markOf(*in.current))
                QVERIFY(geometry.cardOf(*in.current));
            QVERIFY(Geometry(in).marks().size() == geometry.marks().size());
        }
    }

    void fiveThousandStatesAreDrawn()
    {
        std::vector<std::int64_t> states;
        for (int i = 0; i < 5000; ++i)
            states.push_back(kStart + i * 60 * kSecond);
        const Geometry geometry(inputsOf(contentOf(states)));
        QCOMPARE(wrongIn(geometry), QString());
        std::uint32_t sum = 0;
        for (const Mark& mark : geometry.marks())
            sum += mark.states;
        QCOMPARE(sum, 5000u);
        QVERIFY(geometry.marks().size() > 10); // along the axis, not in one heap
    }

    void lifetimesAndGapsAreWhereTheirTimesAre()
    {
        auto content = contentOf({kStart, kStart + 3600 * kSecond});
        content->lives.push_back({.beginNs = kStart,
                                  .endNs = kStart + 3600 * kSecond,
                                  .createdNs = kStart - 600 * kSecond,
                                  .isDeleted = true,
                                  .surelyNs = kStart + 1800 * kSecond});
        content->gaps.push_back(
            {.fromNs = kStart + 600 * kSecond, .toNs = kStart + 1200 * kSecond});
        content->gaps.push_back({.fromNs = kStart + 1200 * kSecond,
                                 .toNs = kStart + 1200 * kSecond + 1,
                                 .isOpen = true,
                                 .isLight = true});
        Inputs in = inputsOf(content);
        in.window = {secondsOf(kStart) - 1200, secondsOf(kStart) + 4800};
        const Geometry geometry(in);
        const auto barOf = [&](Bar::Kind kind) -> const Bar* {
            for (const Bar& bar : geometry.bars()) {
                if (bar.kind == kind)
                    return &bar;
            }
            return nullptr;
        };
        const auto isFrom = [&](const QRectF& rect, std::int64_t from, std::int64_t to) {
            return std::abs(rect.left() - geometry.xAt(from)) < 0.01
                && std::abs(rect.right() - geometry.xAt(to)) < 0.01;
        };
        QVERIFY(barOf(Bar::Kind::Before));
        QVERIFY(isFrom(barOf(Bar::Kind::Before)->rect, kStart - 600 * kSecond, kStart));
        QVERIFY(isFrom(barOf(Bar::Kind::Known)->rect, kStart, kStart + 1800 * kSecond));
        QVERIFY(barOf(Bar::Kind::Unsure)->endsInDeletion);
        QVERIFY(!barOf(Bar::Kind::After));
        // What hides least is drawn first, and hit last.
        QCOMPARE(geometry.gaps().size(), std::size_t{2});
        QCOMPARE(geometry.gaps()[0].gap, std::size_t{1});
        QVERIFY(isFrom(geometry.gaps()[1].rect, kStart + 600 * kSecond, kStart + 1200 * kSecond));
        QCOMPARE(geometry.gaps()[0].rect.right(), plotRect(in).right() + 1.0);
        const QPoint inGap(static_cast<int>(geometry.xAt(kStart + 900 * kSecond)), 40);
        QCOMPARE(geometry.hit(inGap).kind, Hit::Kind::Gap);
        QCOMPARE(geometry.hit(inGap).gap, std::size_t{0});
    }

    void whatGoesOnIsOpen()
    {
        auto content = contentOf({kStart});
        content->lives.push_back({.beginNs = kStart,
                                  .endNs = kStart + 60 * kSecond,
                                  .createdNs = kStart,
                                  .isOpenBefore = true,
                                  .surelyNs = kStart + 60 * kSecond});
        const Geometry geometry(inputsOf(content));
        bool isOpenLeft = false;
        bool isOpenRight = false;
        for (const Bar& bar : geometry.bars()) {
            isOpenLeft = isOpenLeft || bar.isOpenLeft;
            isOpenRight = isOpenRight || bar.isOpenRight;
        }
        QVERIFY(isOpenLeft);
        QVERIFY(isOpenRight);
        // What vanished goes on until it was last seen, and no further.
        auto vanished = std::make_shared<Content>(*content);
        vanished->vanishing = {kStart + 60 * kSecond, kStart + 600 * kSecond};
        const Geometry ended(inputsOf(vanished));
        QVERIFY(!ended.vanishing().isEmpty());
        QCOMPARE(ended.hit(ended.vanishing().center().toPoint()).kind, Hit::Kind::Vanishing);
        for (const Bar& bar : ended.bars())
            QVERIFY(bar.kind != Bar::Kind::After);
    }

    void clicksChooseStates()
    {
        Fixture f(hourly(4));
        QVERIFY(f.opened);
        QCOMPARE(f.timeline.current(), std::optional<std::uint32_t>(3));
        QVERIFY(!f.investigation->moment());
        f.click(f.pointOf(3)); // the one that is looked at anyway, but as of its capture now
        QCOMPARE(f.investigation->moment(),
                 std::optional(f.timeline.history().blocks[3].capturedNs));
        f.click(f.pointOf(1));
        QCOMPARE(f.timeline.current(), std::optional<std::uint32_t>(1));
        QCOMPARE(f.investigation->moment(),
                 std::optional(f.timeline.history().blocks[1].capturedNs));
        f.click(f.axis.geometry().cardOf(2)->rect.center());
        QCOMPARE(f.timeline.current(), std::optional<std::uint32_t>(2));
        f.click(f.pointOf(0), Qt::ShiftModifier);
        QCOMPARE(f.timeline.current(), std::optional<std::uint32_t>(2));
        QCOMPARE(f.timeline.base(), std::optional<std::uint32_t>(0));
        f.click(f.pointOf(0), Qt::ShiftModifier); // again: not any more
        QVERIFY(!f.timeline.base());
    }

    void keysGoFromStateToState()
    {
        Fixture f(hourly(5));
        QVERIFY(f.opened);
        const auto at = [&] {
            return int(f.timeline.current().value_or(99));
        };
        QTest::keyClick(&f.axis, Qt::Key_Left);
        QCOMPARE(at(), 3);
        QTest::keyClick(&f.axis, Qt::Key_Home);
        QCOMPARE(at(), 0);
        QTest::keyClick(&f.axis, Qt::Key_Left); // no further
        QCOMPARE(at(), 0);
        QTest::keyClick(&f.axis, Qt::Key_Right);
        QCOMPARE(at(), 1);
        QTest::keyClick(&f.axis, Qt::Key_End);
        QCOMPARE(at(), 4);
        // Any two: B stays while one goes on.
        QTest::keyClick(&f.axis, Qt::Key_B);
        QCOMPARE(f.timeline.base(), std::optional<std::uint32_t>(4));
        QTest::keyClick(&f.axis, Qt::Key_Home);
        QCOMPARE(f.timeline.compared(), std::optional(workspace::ConfigTimeline::Pair{0, 4}));
        QTest::keyClick(&f.axis, Qt::Key_Escape);
        QVERIFY(!f.timeline.base());
        // With Shift it begins where one is.
        QTest::keyClick(&f.axis, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&f.axis, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(f.timeline.compared(), std::optional(workspace::ConfigTimeline::Pair{0, 2}));
        QTest::keyClick(&f.axis, Qt::Key_Space);
        QCOMPARE(f.timeline.base(), std::optional<std::uint32_t>(2));
    }

    void aClickOpensACluster()
    {
        std::vector<ItemSketch> items = hourly(48);
        items.push_back({.time = "2026-03-30T00:00:00.000Z"});
        Fixture f(items);
        QVERIFY(f.opened);
        const auto marks = f.axis.geometry().marks();
        const auto cluster = std::ranges::find_if(marks, &Mark::isCluster);
        QVERIFY(cluster != marks.end());
        const Mark opened = *cluster;
        const double length = f.axis.window().length();
        f.click(opened.rect.center().toPoint());
        QVERIFY(f.axis.window().length() < length);
        QVERIFY(!f.axis.showsAll());
        for (std::uint32_t i = opened.first; i < opened.first + opened.states; ++i)
            QVERIFY(f.axis.geometry().markOf(i)); // all of it is in view
        QTest::keyClick(&f.axis, Qt::Key_0);
        QVERIFY(f.axis.showsAll());
    }

    void aClusterThatCannotBeOpenedIsGoneThrough()
    {
        Fixture f({{.rest = ",'configurationStateId':'1','configuration':{'n':1}"},
                   {.rest = ",'configurationStateId':'2','configuration':{'n':2}"},
                   {.rest = ",'configurationStateId':'3','configuration':{'n':3}"}});
        QVERIFY(f.opened);
        QCOMPARE(f.axis.geometry().marks().size(), std::size_t{1});
        const QPoint at = f.axis.geometry().marks()[0].rect.center().toPoint();
        std::set<std::uint32_t> seen;
        for (int i = 0; i < 3; ++i) {
            f.click(at);
            seen.insert(*f.timeline.current());
        }
        QCOMPARE(seen.size(), std::size_t{3});
    }

    void theWheelZoomsAroundThePointer()
    {
        Fixture f(hourly(6));
        QVERIFY(f.opened);
        const QPoint at = f.pointOf(2);
        const double length = f.axis.window().length();
        f.wheel(at, 3);
        QVERIFY(f.axis.window().length() < length);
        QVERIFY(std::abs(f.axis.geometry().xAt(f.timeline.history().blocks[2].capturedNs) - at.x())
                < 1.5);
        const Window before = f.axis.window();
        f.wheel(at, 1, Qt::ShiftModifier);
        QCOMPARE(f.axis.window().length(), before.length());
        QVERIFY(f.axis.window().from < before.from);
        // Out again as far as the export goes.
        for (int i = 0; i < 60; ++i)
            f.wheel(at, -3);
        const Window all = f.axis.window();
        f.wheel(at, -3);
        QCOMPARE(f.axis.window(), all);
    }

    void draggingMovesAndIsNoClick()
    {
        Fixture f(hourly(6));
        QVERIFY(f.opened);
        f.wheel(f.pointOf(3), 5);
        const Window before = f.axis.window();
        const auto current = f.timeline.current();
        const QPoint from(350, 8);
        QTest::mousePress(&f.axis, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, from + QPoint(60, 0),
                         f.axis.mapToGlobal(from + QPoint(60, 0)), Qt::NoButton, Qt::LeftButton,
                         Qt::NoModifier);
        QCoreApplication::sendEvent(&f.axis, &move);
        QTest::mouseRelease(&f.axis, Qt::LeftButton, {}, from + QPoint(60, 0));
        QVERIFY(f.axis.window().from < before.from);
        QCOMPARE(f.timeline.current(), current);
        QTest::mouseDClick(&f.axis, Qt::LeftButton, {}, QPoint(350, 8));
        QVERIFY(f.axis.showsAll());
    }

    void theMomentOfOthersIsFollowedAndShown()
    {
        Fixture f(hourly(4));
        QVERIFY(f.opened);
        const auto& blocks = f.timeline.history().blocks;
        QSignalSpy moments(f.investigation.get(), &workspace::Investigation::momentChanged);
        f.investigation->setMoment(blocks[1].capturedNs + 60 * kSecond);
        QCOMPARE(f.timeline.current(), std::optional<std::uint32_t>(1));
        QCOMPARE(moments.size(), 1); // not echoed
        f.investigation->setMoment(blocks[0].capturedNs - 1);
        QVERIFY(!f.timeline.current());
        QTest::keyClick(&f.axis, Qt::Key_Right); // into the first
        QCOMPARE(f.timeline.current(), std::optional<std::uint32_t>(0));
        f.investigation->setMoment(std::nullopt);
        QCOMPARE(f.timeline.current(), std::optional<std::uint32_t>(3));
    }

    void stepsStayInView()
    {
        Fixture f(hourly(48));
        QVERIFY(f.opened);
        QTest::keyClick(&f.axis, Qt::Key_Home);
        for (int i = 0; i < 12; ++i)
            QTest::keyClick(&f.axis, Qt::Key_W);
        const double length = f.axis.window().length();
        QVERIFY(length < 12 * 3600);
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(&f.axis, Qt::Key_Right);
            const double at =
                secondsOf(f.timeline.history().blocks[*f.timeline.current()].capturedNs);
            QVERIFY(at > f.axis.window().from && at < f.axis.window().to);
        }
        QCOMPARE(f.axis.window().length(), length);
    }

    void undatedStatesStandBeside()
    {
        std::vector<ItemSketch> items = hourly(2);
        items.push_back({.time = "", .rest = ",'configuration':{'n':7}"});
        items.push_back({.time = "", .rest = ",'configuration':{'n':8}"});
        Fixture f(items);
        QVERIFY(f.opened);
        const QRect undated = undatedRect(f.axis.inputs());
        QVERIFY(!undated.isEmpty());
        QVERIFY(!undated.intersects(plotRect(f.axis.inputs())));
        const auto moment = f.investigation->moment();
        f.click(undated.center());
        QCOMPARE(f.timeline.current(), std::optional<std::uint32_t>(2));
        f.click(undated.center());
        QCOMPARE(f.timeline.current(), std::optional<std::uint32_t>(3));
        QCOMPARE(f.investigation->moment(), moment); // an undated state sets none
        QVERIFY(!f.axis.grab().isNull());
    }

    void onlyUndatedStatesAreShownToo()
    {
        Fixture f(std::vector<ItemSketch>{{.time = "", .rest = ",'configuration':{'n':7}"}});
        QVERIFY(f.opened);
        QCOMPARE(f.timeline.current(), std::optional<std::uint32_t>(0));
        QVERIFY(!undatedRect(f.axis.inputs()).isEmpty());
        f.wheel({200, 50}, 3);
        QTest::keyClick(&f.axis, Qt::Key_Left);
        QCOMPARE(f.timeline.current(), std::optional<std::uint32_t>(0));
        QVERIFY(!f.axis.grab().isNull());
    }

    void whatIsLookedAtIsSeen()
    {
        Fixture f(hourly(4));
        QVERIFY(f.opened);
        f.click(f.pointOf(1));
        const QImage one = f.axis.grab().toImage();
        f.click(f.pointOf(2));
        const QImage other = f.axis.grab().toImage();
        QVERIFY(one != other);
        // The ground of the card of A is that of a selection, whatever the theme.
        const QRect card = f.axis.geometry().cardOf(2)->rect;
        const QColor ground = other.pixelColor(card.right() - 4, card.bottom() - 3);
        QCOMPARE(ground, themeColors(f.axis.palette()).selection);
        const QRect before = f.axis.geometry().cardOf(1)->rect;
        QVERIFY(other.pixelColor(before.right() - 4, before.bottom() - 3) != ground);
    }

    void tipsAndMenusTellOfStates()
    {
        Fixture f(hourly(3));
        QVERIFY(f.opened);
        const QString tip = f.axis.helpAt(f.pointOf(1));
        QVERIFY2(tip.contains(QStringLiteral("2026-03-01 01:00:00 UTC")), qPrintable(tip));
        QVERIFY2(tip.contains(QStringLiteral("1 change \u00B7 0 events (OK)")), qPrintable(tip));
        QVERIFY(f.axis.accessibleDescription().startsWith(QStringLiteral("3 states")));
        QMenu* menu = test::menuAt(&f.axis, f.pointOf(0));
        QVERIFY(menu);
        QAction* compare = test::entryOf(menu, QStringLiteral("Compare with this state"));
        QVERIFY(compare);
        compare->trigger();
        menu->close();
        QCOMPARE(f.timeline.base(), std::optional<std::uint32_t>(0));
        f.axis.copyStates();
        const QString copied = QGuiApplication::clipboard()->text();
        QCOMPARE(copied.count(u'\n'), 3);
        QVERIFY2(copied.startsWith(QStringLiteral(
                     "2026-03-01 00:00:00 UTC\tResourceDiscovered\tdiscovered \u00B7 0 events\n")),
                 qPrintable(copied));
    }

    void itWorksInLittleRoom()
    {
        Fixture f(hourly(30));
        QVERIFY(f.opened);
        for (const QSize size : {QSize(240, 60), QSize(420, 112), QSize(1, 1), QSize(1400, 600)}) {
            f.axis.resize(size);
            QCOMPARE(wrongIn(Geometry(f.axis.inputs())).contains(QStringLiteral("overlap")), false);
            QVERIFY(!f.axis.grab().isNull());
        }
    }
};

QTEST_MAIN(TestConfigAxis)
#include "tst_configaxis.moc"
