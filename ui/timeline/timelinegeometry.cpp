#include "ui/timeline/timelinegeometry.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace trailloupe::ui::timeline {

using query::EventClass;
using trailloupe::timeline::Cell;
using trailloupe::timeline::Detail;
using trailloupe::timeline::kParts;
using trailloupe::timeline::Lane;
using trailloupe::timeline::LaneDetail;
using trailloupe::timeline::Lanes;
using trailloupe::timeline::partOf;
using trailloupe::timeline::Ribbon;

namespace {

constexpr int kMargin = 3; // of a lane, above and below
constexpr double kHalfSecond = 0.5;
constexpr double kRounding = 1e-3; // pixels; of times in seconds since 1970
constexpr int kRows = 2; // of an open stack
constexpr int kBracket = 3; // at either side of a stack
constexpr double kNear = 3; // pixels between what belongs together
constexpr double kBurst = 7; // pixels that are one place when nothing else is near
constexpr double kSmallRibbon = 6; // pixels

std::size_t laneCount(const Inputs& in)
{
    return in.detail ? in.detail->laneCount() : 0;
}

// What matters most among some events of a lane: what the first of its part is.
EventClass tellingOf(const Lanes& lanes, std::size_t lane, std::uint32_t first,
                     const PartCounts& counts)
{
    constexpr std::uint32_t kLookedAt = 4096;
    constexpr EventClass kOf[kParts] = {EventClass::Failed, EventClass::Sensitive,
                                        EventClass::Write, EventClass::Read};
    std::size_t part = 0;
    while (part + 1 < kParts && counts[part] == 0)
        ++part;
    const auto events = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(kLookedAt, trailloupe::timeline::sumOf(counts)));
    for (std::uint32_t i = first; i < first + events; ++i) {
        if (partOf(lanes.eventClass(lane, i)) == static_cast<Part>(part))
            return lanes.eventClass(lane, i);
    }
    return kOf[part];
}

QRectF around(double x, double y, double width, double height)
{
    return {x - width / 2, y - height / 2, width, height};
}

} // namespace

QRect plotRect(const Inputs& in)
{
    const int top = in.axisHeight + in.spanHeight;
    return {in.headerWidth, top, std::max(1, in.size.width() - in.headerWidth),
            std::max(1, in.size.height() - top)};
}

QRect axisRect(const Inputs& in)
{
    return {in.headerWidth, 0, std::max(1, in.size.width() - in.headerWidth), in.axisHeight};
}

int laneHeight(const Inputs& in, std::size_t lane)
{
    return lane < in.thin.size() && in.thin[lane] ? in.thinHeight : in.laneHeight;
}

int laneTop(const Inputs& in, std::size_t lane)
{
    int top = 0;
    for (std::size_t i = 0; i < lane; ++i)
        top += laneHeight(in, i);
    return top;
}

int lanesHeight(const Inputs& in)
{
    return laneTop(in, laneCount(in));
}

int columnHeight(std::uint64_t events, std::uint64_t most, int room)
{
    if (events == 0)
        return 0;
    // A single one is still seen beside the most.
    constexpr double kLeast = 0.3;
    const double logs = std::log2(1.0 + static_cast<double>(events))
        / std::log2(1.0 + static_cast<double>(std::max(events, most)));
    const double share = kLeast + (1 - kLeast) * logs;
    return std::clamp(static_cast<int>(std::lround(share * room)), std::min(2, room), room);
}

QRect Geometry::columnRoom(const Band& band)
{
    const int margin = band.isThin ? 1 : kMargin;
    return band.plot.adjusted(0, margin, 0, -margin);
}

// What is at one pixel of a lane.
struct Geometry::Spot
{
    double x = 0; // middle of the events
    double left = 0; // of the cells
    double right = 0;
    std::uint32_t first = 0;
    std::uint32_t events = 0;
    std::uint32_t peak = 0;
    PartCounts byPart{};
    bool isMoment = true; // all in one second
    bool isColumn = false; // drawn so, not as single events
};

class Geometry::LaneMaking
{
public:
    LaneMaking(Geometry& geometry, const Band& band)
        : m_geometry(geometry)
        , m_in(geometry.m_in)
        , m_band(band)
        , m_detail(*m_in.detail)
        , m_lanes(*m_in.detail->lanes())
        , m_times(m_lanes.times(band.lane))
    { }

    void addRibbons()
    {
        const auto& ribbons = m_lanes.lanes()[m_band.lane].ribbons;
        const bool areMany = isCrowd(ribbons);
        const std::size_t before = m_geometry.m_ribbons.size();
        for (std::size_t i = 0; i < ribbons.size(); ++i) {
            const Ribbon& ribbon = ribbons[i];
            const auto begin = static_cast<double>(ribbon.begin);
            if (begin > m_in.window.to)
                break;
            if (endOf(ribbon) < m_in.window.from)
                continue;
            const auto used = static_cast<double>(ribbon.lastUse + 1);
            RibbonRect rect{m_band.lane,
                            i,
                            1,
                            between(begin, used),
                            between(used, endOf(ribbon)),
                            ribbon.issueIsKnown && begin >= m_in.window.from};
            rect.issueIsKnown =
                rect.issueIsKnown && rect.used.width() + rect.unused.width() >= kSmallRibbon;
            if (m_geometry.m_ribbons.size() > before
                && isOneWith(m_geometry.m_ribbons.back(), rect, areMany))
                continue;
            m_geometry.m_ribbons.push_back(rect);
        }
    }

    void addEvents()
    {
        findSpots();
        for (std::size_t i = 0; i < m_spots.size(); ++i) {
            Spot& spot = m_spots[i];
            const double room = roomAt(i);
            spot.isColumn = m_band.isThin || room + kRounding < kGlyphRoom
                || (!spot.isMoment && spot.right - spot.left > kGlyphRoom);
            if (spot.isColumn)
                addColumn(spot);
            else if (spot.events == 1)
                addGlyph(spot.first, around(spot.x, middle(), kGlyph, kGlyph));
            else
                addStack(spot, room);
        }
    }

    void addMarks()
    {
        const auto places = m_lanes.places(m_band.lane);
        if (!m_in.marks || m_band.isThin || places.empty())
            return;
        const auto isBefore = [](std::uint32_t time, double at) {
            return time < at;
        };
        const auto at = [&](double time) {
            const auto it = std::lower_bound(m_times.begin(), m_times.end(), time, isBefore);
            return std::min<std::size_t>(static_cast<std::size_t>(it - m_times.begin()),
                                         places.size() - 1);
        };
        const std::uint32_t from = places[at(m_in.window.from - 1)];
        const std::uint32_t to = places[at(m_in.window.to + 1)];
        int beside = 0; // marks of one event stand side by side
        for (std::size_t i = 0; i < m_in.marks->size(); ++i) {
            const Mark& mark = (*m_in.marks)[i];
            const bool isBeside = i > 0 && (*m_in.marks)[i - 1].firstPlace == mark.firstPlace
                && (*m_in.marks)[i - 1].lastPlace == mark.lastPlace;
            beside = isBeside ? beside + 1 : 0;
            if (!mark.span && mark.lastPlace >= from && mark.firstPlace <= to)
                addMark(i, mark, beside);
        }
    }

    // Of what addEvents() found.
    void addFlags()
    {
        if (!m_in.flags || m_in.flags->lanes() != m_in.detail->lanes() || m_band.isThin
            || m_in.flags->events(m_band.lane).empty())
            return;
        std::vector<FlagSpot> spots;
        for (const Spot& spot : m_spots) {
            const double beside = spot.isColumn ? 0 : kGlyph / 2.0 + 2;
            if (spot.x >= m_band.plot.left() && spot.x <= m_band.plot.right())
                spots.push_back({spot.x + beside, spot.first, spot.events});
        }
        timeline::addFlags(*m_in.flags, m_band.lane, spots,
                           QRect(m_band.plot).adjusted(0, 0, 0, -1), m_geometry.m_flags);
    }

private:
    double x(double seconds) const
    {
        return m_band.plot.left() + xOf(m_in.window, m_band.plot.width(), seconds);
    }
    double timeX(std::size_t event) const { return x(m_times[event] + kHalfSecond); }
    double middle() const { return m_band.plot.top() + m_band.plot.height() / 2.0; }
    QRectF inside(const QRectF& rect) const { return rect & QRectF(m_band.plot); }
    QRectF between(double from, double to) const
    {
        const QRectF plot(m_band.plot);
        const double left = std::clamp(x(from), plot.left(), plot.right());
        const double right = std::clamp(x(to), plot.left(), plot.right());
        return {left, plot.top(), right - left, plot.height()};
    }

    void addMark(std::size_t number, const Mark& mark, int beside)
    {
        const auto places = m_lanes.places(m_band.lane);
        const auto first = std::lower_bound(places.begin(), places.end(), mark.firstPlace);
        const auto end = std::upper_bound(first, places.end(), mark.lastPlace);
        if (first == end)
            return;
        const double from = timeX(static_cast<std::size_t>(first - places.begin()));
        const double to = timeX(static_cast<std::size_t>(end - places.begin()) - 1);
        const QRectF rect(from - kMarkSize / 2 + beside * kMarkSize, m_band.plot.top(),
                          to - from + kMarkSize, kMarkSize);
        if (rect.right() >= m_band.plot.left() && rect.left() <= m_band.plot.right())
            m_geometry.m_marks.push_back({m_band.lane, number, inside(rect)});
    }

    // How wide something at a spot may be: half the way to its neighbours, and not over them where
    // they are wide themselves.
    double roomAt(std::size_t i) const
    {
        double room = m_band.plot.width();
        if (i > 0)
            room = std::min(
                {room, m_spots[i].x - m_spots[i - 1].x, 2 * (m_spots[i].x - m_spots[i - 1].right)});
        if (i + 1 < m_spots.size())
            room = std::min(
                {room, m_spots[i + 1].x - m_spots[i].x, 2 * (m_spots[i + 1].left - m_spots[i].x)});
        return room;
    }

    static double endOf(const Ribbon& ribbon)
    {
        return static_cast<double>(
            std::max(ribbon.lastUse + 1, ribbon.expires.value_or(ribbon.lastUse)));
    }

    // Whether more sessions of the lane live at one moment than can be told apart.
    bool isCrowd(const std::vector<Ribbon>& ribbons) const
    {
        std::vector<double> ends; // of those that live
        for (const Ribbon& ribbon : ribbons) {
            const auto begin = static_cast<double>(ribbon.begin);
            if (begin > m_in.window.to)
                break;
            if (endOf(ribbon) < m_in.window.from)
                continue;
            std::erase_if(ends, [&](double end) { return end <= begin; });
            ends.push_back(endOf(ribbon));
            if (ends.size() > kMostAtOnce)
                return true;
        }
        return false;
    }

    // Many short sessions beside each other are one ribbon, and so are too many at once.
    static bool isOneWith(RibbonRect& last, const RibbonRect& next, bool areMany)
    {
        const bool touch = next.used.left() <= std::max(last.used.right(), last.unused.right()) + 1;
        const bool areSmall = next.used.width() + next.unused.width() < kSmallRibbon
            && last.used.width() + last.unused.width() < kSmallRibbon;
        if (!touch || !(areMany || areSmall))
            return false;
        const double end = std::max({last.used.right(), last.unused.right(), next.unused.right()});
        last.used.setRight(std::max(last.used.right(), next.used.right()));
        last.unused.setLeft(last.used.right());
        last.unused.setRight(std::max(end, last.used.right()));
        last.issueIsKnown = false;
        ++last.count;
        return true;
    }

    void findSpots()
    {
        const LaneDetail& detail = m_detail.of(m_band.lane);
        const auto step = static_cast<double>(m_detail.step());
        const auto begin =
            std::partition_point(detail.cells.begin(), detail.cells.end(), [&](const Cell& cell) {
                return static_cast<double>(m_detail.timeOf(cell)) + step <= m_in.window.from;
            });
        m_spots.clear();
        for (auto cell = begin; cell != detail.cells.end(); ++cell) {
            const auto time = static_cast<double>(m_detail.timeOf(*cell));
            if (time >= m_in.window.to)
                break;
            const auto events = static_cast<std::uint32_t>(cell->events());
            const double left = x(time);
            const double right = x(time + step);
            const Spot spot{0, left, right, cell->first, events, events, cell->byPart, true};
            if (!m_spots.empty() && std::floor(left) <= std::floor(m_spots.back().left))
                join(m_spots.back(), spot);
            else
                m_spots.push_back(spot);
        }
        joinBursts();
        for (Spot& spot : m_spots) {
            spot.isMoment = m_times[spot.first] == m_times[spot.first + spot.events - 1];
            spot.x = spot.isMoment ? timeX(spot.first) : (spot.left + spot.right) / 2;
            if (spot.isMoment && m_detail.level() > 0) {
                spot.left = x(m_times[spot.first]);
                spot.right = std::max(spot.left + 1, x(m_times[spot.first] + 1.0));
            }
        }
    }

    // A few pixels side by side, and nothing near them, are one place.
    void joinBursts()
    {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < m_spots.size();) {
            std::size_t end = i + 1;
            while (end < m_spots.size() && m_spots[end].left - m_spots[end - 1].right < kNear)
                ++end;
            const bool isBurst = m_spots[end - 1].right - m_spots[i].left <= kBurst;
            for (std::size_t from = i; i < end; ++i) {
                if (i > from && isBurst)
                    join(m_spots[kept - 1], m_spots[i]);
                else
                    m_spots[kept++] = m_spots[i];
            }
        }
        m_spots.resize(kept);
    }

    static void join(Spot& spot, const Spot& next)
    {
        spot.right = next.right;
        spot.events += next.events;
        spot.peak = std::max(spot.peak, next.peak);
        for (std::size_t part = 0; part < kParts; ++part)
            spot.byPart[part] += next.byPart[part];
    }

    void addColumn(const Spot& spot)
    {
        const int left = std::max(m_band.plot.left(), static_cast<int>(std::floor(spot.left)));
        const int right =
            std::min(m_band.plot.right() + 1, static_cast<int>(std::floor(spot.right)));
        if (left > m_band.plot.right() || spot.right <= m_band.plot.left())
            return;
        Column column;
        column.lane = m_band.lane;
        column.first = spot.first;
        column.events = spot.events;
        column.x = left;
        column.width = std::max(1, right - left);
        column.peak = spot.peak;
        column.byPart = spot.byPart;
        if (!m_geometry.m_columns.empty() && m_geometry.m_columns.back().lane == column.lane
            && isOneWith(m_geometry.m_columns.back(), column))
            return;
        m_geometry.m_columns.push_back(column);
    }

    // Every column has pixels of its own; two that begin at the same one are one.
    static bool isOneWith(Column& last, const Column& next)
    {
        if (last.x < next.x) {
            last.width = std::min(last.width, next.x - last.x);
            return false;
        }
        last.width = std::max(last.width, next.x + next.width - last.x);
        last.events += next.events;
        last.peak = std::max(last.peak, next.peak);
        for (std::size_t part = 0; part < kParts; ++part)
            last.byPart[part] += next.byPart[part];
        return true;
    }

    void addGlyph(std::uint32_t event, const QRectF& rect)
    {
        if (rect.left() < m_band.plot.left() || rect.right() > m_band.plot.right() + 1) {
            addCut(event, rect);
            return;
        }
        m_geometry.m_glyphs.push_back(
            {m_band.lane, event, rect, m_lanes.eventClass(m_band.lane, event)});
    }

    // At the edge of the view, what is left of it.
    void addCut(std::uint32_t event, const QRectF& rect)
    {
        const QRectF left = inside(rect);
        if (left.width() < 1)
            return;
        Column column;
        column.lane = m_band.lane;
        column.first = event;
        column.events = 1;
        column.x = static_cast<int>(std::floor(left.left()));
        column.width = std::max(1, static_cast<int>(std::floor(left.width())));
        column.peak = 1;
        column.byPart[static_cast<std::size_t>(partOf(m_lanes.eventClass(m_band.lane, event)))] = 1;
        m_geometry.m_columns.push_back(column);
    }

    void addStack(const Spot& spot, double room)
    {
        Stack stack;
        stack.lane = m_band.lane;
        stack.first = spot.first;
        stack.events = spot.events;
        stack.isOneSecond = spot.isMoment;
        stack.telling = tellingOf(m_lanes, m_band.lane, spot.first, spot.byPart);
        const double columns = std::ceil(spot.events / double(kRows));
        const double width = columns * kGlyph + 2 * kBracket;
        const bool isTall = m_band.plot.height() >= kRows * kGlyph + 2;
        stack.isOpen = stack.isOneSecond && isTall && width <= room - 1;
        if (stack.isOpen) {
            stack.rect = around(spot.x, middle(), width, kRows * kGlyph + 2);
        } else {
            // The mark stays where the events are; the number goes to its right.
            const double digits = std::floor(std::log10(double(spot.events))) + 2;
            const double badge = digits * m_in.digitWidth;
            const bool hasBadge = kGlyph / 2.0 + badge + kBracket + 1 <= room / 2;
            stack.glyph = around(spot.x, middle(), kGlyph, kGlyph);
            stack.rect = stack.glyph.adjusted(0, -2, 0, 2);
            if (hasBadge) {
                stack.badge =
                    QRectF(stack.glyph.right(), stack.rect.top(), badge, stack.rect.height());
                stack.rect.setRight(stack.badge.right() + kBracket);
                if (stack.isOneSecond && kGlyph / 2.0 + kBracket + 1 <= room / 2)
                    stack.rect.setLeft(stack.glyph.left() - kBracket);
            }
        }
        if (stack.rect.left() < m_band.plot.left()
            || stack.rect.right() > m_band.plot.right() + 1) {
            addColumn(spot);
            return;
        }
        if (stack.isOpen)
            addOpened(stack);
        m_geometry.m_stacks.push_back(stack);
    }

    void addOpened(const Stack& stack)
    {
        for (std::uint32_t i = 0; i < stack.events; ++i) {
            const double column = i / kRows;
            const bool isAlone = i + 1 == stack.events && i % kRows == 0;
            const double y = isAlone ? middle() : middle() + (i % kRows == 0 ? -0.5 : 0.5) * kGlyph;
            addGlyph(
                stack.first + i,
                around(stack.rect.left() + kBracket + (column + 0.5) * kGlyph, y, kGlyph, kGlyph));
        }
    }

    Geometry& m_geometry;
    const Inputs& m_in;
    const Band& m_band;
    const Detail& m_detail;
    const Lanes& m_lanes;
    std::span<const std::uint32_t> m_times;
    std::vector<Spot> m_spots;
};

Geometry::Geometry(const Inputs& in)
    : m_in(in)
{
    const QRect plot = plotRect(in);
    int top = plot.top() - in.scroll;
    for (std::size_t lane = 0; lane < laneCount(in) && top <= plot.bottom(); ++lane) {
        const int height = laneHeight(in, lane);
        if (top + height > plot.top())
            m_bands.push_back({lane, QRect(0, top, in.headerWidth, height),
                               QRect(plot.left(), top, plot.width(), height),
                               height < in.laneHeight});
        top += height;
    }
    for (const Band& band : m_bands) {
        LaneMaking making(*this, band);
        making.addRibbons();
        making.addEvents();
        making.addMarks();
        making.addFlags();
    }
    addSpans();
}

void Geometry::addSpans()
{
    if (!m_in.marks || m_in.spanHeight == 0)
        return;
    const QRectF plot(plotRect(m_in));
    const auto x = [&](std::int64_t seconds) {
        return plot.left()
            + xOf(m_in.window, static_cast<int>(plot.width()), static_cast<double>(seconds));
    };
    const std::vector<Mark>& marks = *m_in.marks;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (!marks[i].span)
            continue;
        if (i > 0 && marks[i - 1].span == marks[i].span) {
            if (!m_spans.empty() && m_spans.back().mark + m_spans.back().marks == i)
                ++m_spans.back().marks;
            continue;
        }
        const double from = x(marks[i].span->from);
        const double to = std::max(x(marks[i].span->to), from + 1);
        if (to <= plot.left() || from >= plot.right())
            continue;
        SpanRect span{.mark = i,
                      .left = std::max(from, plot.left()),
                      .right = std::min(to, plot.right()),
                      .beginIsInView = from >= plot.left(),
                      .endIsInView = to <= plot.right()};
        m_spans.push_back(span);
    }
    for (SpanRect& span : m_spans)
        span.rect = QRectF(
            span.left, m_in.axisHeight,
            std::max(span.right - span.left, static_cast<double>(span.marks) * kMarkSize + 2),
            m_in.spanHeight);
}

const Band* Geometry::bandOf(std::size_t lane) const
{
    if (m_bands.empty() || lane < m_bands.front().lane || lane > m_bands.back().lane)
        return nullptr;
    return &m_bands[lane - m_bands.front().lane];
}

} // namespace trailloupe::ui::timeline
