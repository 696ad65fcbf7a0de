// GraphFixture: a graph page on a small estate, with what a mouse does to it.
#pragma once

#include "tests/support/smallnetwork.h"
#include "tests/ui/support/uiworld.h"
#include "ui/graph/graphpage.h"
#include "ui/graph/graphpanel.h"
#include "ui/graph/graphtools.h"
#include "ui/graph/graphview.h"

#include <QApplication>
#include <QTest>
#include <QWheelEvent>

namespace trailloupe::test {

using config::NodeNo;
using ui::GraphPage;
using ui::GraphView;

struct GraphFixture : UiWorld
{
    explicit GraphFixture(const std::vector<ItemSketch>& more = {},
                          Settings settings = Settings::Cleared)
        : UiWorld(settings)
        , estate(more)
        , page(*workspace, *investigation, *jobs)
    {
        page.resize(1100, 760);
        page.show();
        opened = openAndWait(estate.path()) && settle();
    }

    bool settle()
    {
        return QTest::qWaitFor(
            [this] {
                return jobs->isIdle() && !page.graphing().isRunning() && !page.asking().isStepping()
                    && !page.asking().isComparing();
            },
            20'000);
    }
    NodeNo node(std::string_view id)
    {
        const auto& graph = *page.graphing().graph();
        for (std::uint32_t i = 0; i < graph.nodes().size(); ++i) {
            if (graph.node(NodeNo(i)).id == id)
                return NodeNo(i);
        }
        return {};
    }
    config::ResourceNo resource(std::string_view id)
    {
        return page.graphing().graph()->node(node(id)).resource;
    }
    // Selected elsewhere, and looked at as of an hour of the day.
    bool look(std::string_view id, std::optional<int> hour = std::nullopt)
    {
        if (hour)
            investigation->setMoment(SmallNetwork::at(*hour));
        investigation->selectResource(resource(id));
        return settle();
    }
    bool isShown(std::string_view id) { return page.graphing().picture()->isShown(node(id)); }
    const workspace::GraphPicture& picture() { return *page.graphing().picture(); }
    std::string selectedId()
    {
        const NodeNo no = view.selection().node;
        return no.isValid() ? std::string(page.graphing().graph()->node(no).id) : std::string();
    }

    QPoint at(std::string_view id) { return view.rectOf(node(id)).center().toPoint(); }
    // The middle of a rectangle of the layout, in the view.
    QPoint at(const QRectF& rect) { return view.camera().toView(rect).center().toPoint(); }
    const ui::graph::NodeShape& shape(std::string_view id)
    {
        return view.geometryNow().nodes()[picture().endOf(node(id))->index];
    }
    void click(const QPoint& point) { QTest::mouseClick(&view, Qt::LeftButton, {}, point); }
    void doubleClick(const QPoint& point)
    {
        click(point);
        QTest::mouseDClick(&view, Qt::LeftButton, {}, point);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(&view, key, modifiers);
    }
    void wheel(const QPoint& where, int delta)
    {
        QWheelEvent event(where, view.mapToGlobal(where), {}, {0, delta}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&view, &event);
    }
    void move(const QPoint& to, Qt::MouseButtons buttons = Qt::NoButton)
    {
        QMouseEvent event(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, buttons, {});
        QApplication::sendEvent(&view, &event);
    }

    SmallNetwork estate;
    GraphPage page;
    GraphView& view = *page.view();
    bool opened = false;
};

} // namespace trailloupe::test
