// ConfigStripFixture: a timeline page on a day of events, with lanes of resources below them, and
// what a mouse does to these.
#pragma once

#include "tests/model/config/configitems.h"
#include "tests/ui/timeline/timelinefixture.h"
#include "ui/timeline/configstrip.h"

#include <QMenu>
#include <QScrollBar>
#include <QToolButton>

namespace trailloupe::test {

inline constexpr std::int64_t kNs = 1'000'000'000;
inline constexpr std::int64_t kDay = 24 * kHour;

inline std::string at(std::int64_t seconds, const char* fraction = "")
{
    std::string text = formatEventTime(kStart + seconds);
    return text.insert(text.size() - 1, fraction);
}

inline std::string with(int value)
{
    return ",'configuration':{'v':" + std::to_string(value) + "}";
}

// "web" lives from 01:00 to 18:00; "wall" was there before the day and changes at noon; "busy"
// changes every ten seconds for a while.
inline std::vector<ItemSketch> someItems()
{
    const std::string created = ",'resourceCreationTime':'" + at(kHour - 30) + "'";
    std::vector<ItemSketch> items{
        {.id = "web", .time = at(kHour), .status = "ResourceDiscovered", .rest = created + with(1)},
        {.id = "web", .time = at(6 * kHour), .rest = created + with(2)},
        {.id = "web", .time = at(9 * kHour), .rest = created + with(2)},
        {.id = "web", .time = at(18 * kHour), .status = "ResourceDeleted"},
        {.id = "wall", .time = at(-3 * kDay), .type = "AWS::EC2::SecurityGroup"},
        {.id = "wall",
         .time = at(12 * kHour, ".5"),
         .rest = with(5),
         .type = "AWS::EC2::SecurityGroup"}};
    for (int i = 0; i < 40; ++i)
        items.push_back({.id = "busy",
                         .time = at(3 * kHour + 10 * i),
                         .rest = with(i),
                         .type = "AWS::S3::Bucket"});
    return items;
}

struct ConfigStripFixture : UiWorld
{
    explicit ConfigStripFixture(const std::vector<ItemSketch>& items = someItems(),
                                const std::string& events = oneDay())
        : stacked(*workspace)
        , page(*workspace, *investigation, *filtering, *jobs)
    {
        if (!events.empty())
            writeFile(dir.path(), "a.json", events);
        if (!items.empty())
            writeFile(dir.path(), "items.json", historyText(items));
        page.timelining().setField(query::parseField("eventName").value());
        investigation->setPage(workspace::kTimelinePage);
        page.resize(1000, 700);
        page.show();
        opened = openAndWait(dir.path()) && settle();
        page.view()->setFocus();
    }

    ui::ConfigStrip& withStacked()
    {
        page.setStacked(stacked);
        return *page.strip();
    }
    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle() && !filtering->isRunning(); },
                               20'000);
    }
    bool add(const std::vector<const char*>& ids)
    {
        std::vector<config::ResourceNo> all;
        for (const char* id : ids)
            all.push_back(no(id));
        stacked.add(all);
        return settle();
    }
    config::ResourceNo no(const char* id) const
    {
        return workspace->resources()->withId(id).front();
    }
    std::size_t lane(const char* id) const
    {
        const auto& all = stacked.all();
        return static_cast<std::size_t>(std::ranges::find(all, no(id)) - all.begin());
    }
    QWidget* port() const { return strip.viewport(); }
    const ui::configstrip::Geometry& geometry() const { return strip.geometryNow(); }
    QPoint at(const char* id, std::int64_t seconds) const
    {
        return {static_cast<int>(geometry().xAt((kStart + seconds) * kNs)),
                geometry().bandOf(lane(id))->plot.center().y()};
    }
    QPoint nameOf(const char* id) const { return geometry().bandOf(lane(id))->header.center(); }
    // "web 6h", "none": the resource that is looked at, and the moment.
    QString looked() const
    {
        const auto resource = investigation->selectedResource();
        if (!resource)
            return QStringLiteral("none");
        const std::string_view id = workspace->resources()->resource(*resource).id;
        QString text = QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()));
        if (const auto moment = investigation->moment())
            text += QStringLiteral(" %1h").arg(double(*moment / kNs - kStart) / kHour);
        return text;
    }
    QString ids() const
    {
        QStringList ids;
        for (const config::ResourceNo no : stacked.all()) {
            const std::string_view id = workspace->resources()->resource(no).id;
            ids << QString::fromUtf8(id.data(), static_cast<qsizetype>(id.size()));
        }
        return ids.join(u' ');
    }
    void key(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
    }
    void move(const QPoint& to, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent event(QEvent::MouseMove, to, port()->mapToGlobal(to), Qt::NoButton,
                          Qt::LeftButton, modifiers);
        QApplication::sendEvent(port(), &event);
    }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(port(), Qt::LeftButton, modifiers, from);
        move((from + to) / 2, modifiers);
        move(to, modifiers);
        QTest::mouseRelease(port(), Qt::LeftButton, modifiers, to);
    }
    void wheel(const QPoint& where, QPoint delta, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(where, port()->mapToGlobal(where), {}, delta, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(port(), &event);
    }
    // The menu of the button, once it is filled; closed by the caller.
    QMenu* resourcesMenu()
    {
        QMenu* menu = strip.resourcesButton()->menu();
        Q_EMIT menu->aboutToShow();
        return settle() ? menu : nullptr;
    }

    QTemporaryDir dir;
    workspace::StackedResources stacked;
    TimelinePage page;
    ui::ConfigStrip& strip = withStacked();
    TimelineZoom& zoom = page.zoom();
    bool opened = false;
};

} // namespace trailloupe::test
