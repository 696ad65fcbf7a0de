// TimelineFixture: a timeline page on a day of events, with what a mouse does to it.
#pragma once

#include "model/base/timestamp.h"
#include "model/query/fieldnames.h"
#include "tests/support/fixtures.h"
#include "tests/support/storebuilding.h"
#include "tests/ui/support/uiworld.h"
#include "ui/timeline/timelinepage.h"
#include "ui/timeline/timelineview.h"

#include <QApplication>
#include <QTest>
#include <QWheelEvent>

namespace trailloupe::test {

using ui::TimelinePage;
using ui::TimelineView;
using ui::TimelineZoom;

constexpr std::int64_t kStart = 1'773'100'800; // 2026-03-10T00:00:00Z
constexpr std::int64_t kHour = 3600;

inline std::string event(const std::string& id, std::int64_t time, const std::string& name,
                         const std::string& more = {})
{
    return "{'eventID':'" + id + "','eventTime':'" + formatEventTime(time)
        + "','eventType':'AwsApiCall','eventSource':'iam.amazonaws.com','eventName':'" + name + "'"
        + more + "}";
}

// A day: Often every minute, Hourly at each full hour, Once at noon; three at one second.
inline std::string oneDay(int names = 0)
{
    std::string records;
    int number = 0;
    const auto add = [&](std::int64_t time, const std::string& name, const std::string& more = {}) {
        records +=
            (records.empty() ? "" : ",") + event("e" + std::to_string(++number), time, name, more);
    };
    for (int minute = 0; minute < 24 * 60; ++minute)
        add(kStart + minute * 60, "Often", ",'readOnly':true");
    for (int hour = 0; hour < 24; ++hour)
        add(kStart + hour * kHour, "Hourly", hour % 2 ? ",'errorCode':'AccessDenied'" : "");
    add(kStart + 12 * kHour, "Once", ",'readOnly':false");
    for (int i = 0; i < 3; ++i)
        add(kStart + 6 * kHour, "Together", ",'readOnly':true");
    for (int i = 0; i < names; ++i)
        add(kStart + 3 * kHour, "Name" + std::to_string(100 + i));
    return test::quoted("{'Records':[" + records + "]}");
}

struct TimelineFixture : UiWorld
{
    explicit TimelineFixture(const std::string& records = oneDay(),
                             Settings settings = Settings::Cleared)
        : UiWorld(settings)
        , page(*workspace, *investigation, *filtering, *jobs)
    {
        test::writeFile(dir.path(), "a.json", records);
        page.timelining().setField(query::parseField("eventName").value());
        page.resize(1000, 560);
        page.show();
        opened = openAndWait(dir.path()) && settle();
        view.setFocus();
    }

    bool settle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle() && !filtering->isRunning(); },
                               20'000);
    }
    QWidget* port() const { return view.viewport(); }
    const ui::timeline::Geometry& geometry() const { return view.geometryNow(); }
    std::size_t lane(const char* name) const
    {
        return page.view() ? *const_cast<TimelinePage&>(page).timelining().lanes()->laneOf(
                   trailloupe::timeline::Lane::Kind::Value, name)
                           : 0;
    }
    QPoint at(const char* name, std::int64_t seconds) const
    {
        const ui::timeline::Band& band = *geometry().bandOf(lane(name));
        const double x = ui::timeline::xOf(geometry().inputs().window, band.plot.width(),
                                           static_cast<double>(seconds) + 0.5);
        return {band.plot.left() + static_cast<int>(x), band.plot.center().y()};
    }
    std::string selectedName() const
    {
        std::string text;
        if (const auto row = investigation->selectedRow())
            query::ColumnReader(workspace->evidence().store, query::Column::pathColumn("eventName"))
                .text(*row, text);
        return text;
    }
    std::int64_t selectedTime() const
    {
        return workspace->evidence().store->time(*investigation->selectedRow()).value_or(0)
            - kStart;
    }
    void wheel(const QPoint& where, QPoint delta, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(where, port()->mapToGlobal(where), {}, delta, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(port(), &event);
    }
    void move(QWidget* widget, const QPoint& to, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent event(QEvent::MouseMove, to, widget->mapToGlobal(to), Qt::NoButton,
                          Qt::LeftButton, modifiers);
        QApplication::sendEvent(widget, &event);
    }
    void drag(QWidget* widget, const QPoint& from, const QPoint& to,
              Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(widget, Qt::LeftButton, modifiers, from);
        move(widget, (from + to) / 2, modifiers);
        move(widget, to, modifiers);
        QTest::mouseRelease(widget, Qt::LeftButton, modifiers, to);
    }
    QToolButton* button(const QString& text)
    {
        for (auto* button : page.findChildren<QToolButton*>()) {
            if (button->text() == text)
                return button;
        }
        return nullptr;
    }

    QTemporaryDir dir;
    TimelinePage page;
    TimelineView& view = *page.view();
    TimelineZoom& zoom = page.zoom();
    bool opened = false;
};

} // namespace trailloupe::test
