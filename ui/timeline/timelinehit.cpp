// What of a timeline is under a point.
#include "ui/timeline/timelinegeometry.h"

#include <algorithm>

namespace trailloupe::ui::timeline {

// Of what is marked, the shortest span, or the event whatever else is below it.
void Geometry::hitMark(const QPointF& at, Hit& hit) const
{
    if (hit.kind == Hit::Kind::Axis) {
        double width = 0;
        for (const SpanRect& span : m_spans) {
            if (!span.rect.contains(at) || (hit.mark && span.rect.width() >= width))
                continue;
            hit.mark = span.mark;
            width = span.rect.width();
        }
        return;
    }
    for (const MarkRect& rect : m_marks) {
        if (rect.lane != hit.lane || !rect.rect.contains(at))
            continue;
        hit.mark = rect.mark;
        const Mark& mark = (*m_in.marks)[rect.mark];
        const auto event = m_in.detail->lanes()->find(hit.lane, mark.firstPlace);
        if (event && mark.firstPlace == mark.lastPlace) {
            hit.kind = Hit::Kind::Mark;
            hit.first = static_cast<std::uint32_t>(*event);
            hit.events = 1;
        }
    }
}

// The event that makes it what it is.
void Geometry::hitFlag(const QPointF& at, Hit& hit) const
{
    const auto isUnder = [&](const FlagRect& flag) {
        return flag.lane == hit.lane && flag.rect.contains(at);
    };
    const auto flag = std::find_if(m_flags.begin(), m_flags.end(), isUnder);
    if (flag == m_flags.end())
        return;
    hit.flag = static_cast<std::size_t>(flag - m_flags.begin());
    hit.kind = Hit::Kind::Mark;
    hit.first = flag->event;
    hit.events = 1;
}

Hit Geometry::hit(const QPoint& point) const
{
    Hit hit;
    if (!QRect(QPoint(), m_in.size).contains(point))
        return hit;
    const QPointF at(point.x() + 0.5, point.y() + 0.5);
    if (point.y() < plotRect(m_in).top()) {
        hit.kind = point.x() < m_in.headerWidth ? Hit::Kind::Nothing : Hit::Kind::Axis;
        if (hit.kind == Hit::Kind::Axis)
            hitMark(at, hit);
        return hit;
    }
    const auto band = std::find_if(m_bands.begin(), m_bands.end(), [&](const Band& b) {
        return b.header.contains(point) || b.plot.contains(point);
    });
    if (band == m_bands.end())
        return hit;
    hit.lane = band->lane;
    hit.kind = point.x() < m_in.headerWidth ? Hit::Kind::Header : Hit::Kind::Lane;
    if (hit.kind == Hit::Kind::Header)
        return hit;
    const auto ofLane = [&](const auto& all) {
        const auto before = [](const auto& a, std::size_t lane) {
            return a.lane < lane;
        };
        const auto first = std::lower_bound(all.begin(), all.end(), hit.lane, before);
        const auto end = std::lower_bound(first, all.end(), hit.lane + 1, before);
        return std::span(first, end);
    };
    for (const RibbonRect& ribbon : ofLane(m_ribbons)) {
        if (ribbon.used.contains(at) || ribbon.unused.contains(at)) {
            hit.kind = Hit::Kind::Ribbon;
            hit.ribbon = ribbon.ribbon;
            hit.ribbons = ribbon.count;
        }
    }
    for (const Column& column : ofLane(m_columns)) {
        if (point.x() >= column.x && point.x() < column.x + column.width) {
            hit.kind = Hit::Kind::Column;
            hit.first = column.first;
            hit.events = column.events;
        }
    }
    for (const Stack& stack : ofLane(m_stacks)) {
        if (stack.rect.contains(at)) {
            hit.kind = Hit::Kind::Stack;
            hit.first = stack.first;
            hit.events = stack.events;
        }
    }
    for (const Glyph& glyph : ofLane(m_glyphs)) {
        if (glyph.rect.contains(at)) {
            hit.kind = Hit::Kind::Glyph;
            hit.first = glyph.event;
            hit.events = 1;
        }
    }
    hitMark(at, hit);
    hitFlag(at, hit);
    if (hit.events > 0) {
        const auto times = m_in.detail->lanes()->times(hit.lane);
        hit.isOneSecond = times[hit.first] == times[hit.first + hit.events - 1];
    }
    return hit;
}

} // namespace trailloupe::ui::timeline
