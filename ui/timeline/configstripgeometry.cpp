#include "ui/timeline/configstripgeometry.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trailloupe::ui::configstrip {

using config::Beginning;
using config::Block;
using config::kNoTime;
using config::Lifetime;
using config::RecordingSpan;
using workspace::ResourceLane;

namespace {

constexpr double kNs = 1e9;
constexpr double kBarHeight = 8;
constexpr double kLead = 18; // pixels of a beginning that nothing tells
constexpr double kLeastBar = 1.5;
constexpr double kLeastGap = 2;
constexpr double kBeyond = 9; // pixels of the mark of what is out of view

// What matters most of several: the first of these.
constexpr std::array kTelling{StateMark::Deleted,     StateMark::Begins,    StateMark::Changed,
                              StateMark::NotRecorded, StateMark::Unchanged, StateMark::Counting,
                              StateMark::Undated};

bool tellsMore(StateMark a, StateMark b)
{
    return std::ranges::find(kTelling, a) < std::ranges::find(kTelling, b);
}

// The dated blocks within the window: those at its left edge are, those at its right edge not.
struct Range
{
    std::uint32_t first = 0;
    std::uint32_t end = 0;
};

Range rangeIn(const ResourceLane& lane, const timeline::Window& window)
{
    const auto blocks = lane.dated();
    const auto at = [&](double seconds) {
        return static_cast<std::uint32_t>(
            std::ranges::lower_bound(blocks, seconds, {},
                                     [](const Block& b) { return secondsOf(b.capturedNs); })
            - blocks.begin());
    };
    return {at(window.from), at(window.to)};
}

} // namespace

double secondsOf(std::int64_t ns)
{
    return static_cast<double>(ns) / kNs;
}

QRect plotRect(const Inputs& in)
{
    return {in.plotLeft, in.headHeight, std::max(1, in.plotWidth),
            std::max(0, in.size.height() - in.headHeight)};
}

std::size_t laneCount(const Inputs& in)
{
    return in.lanes ? in.lanes->lanes.size() : 0;
}

int lanesHeight(const Inputs& in)
{
    return static_cast<int>(laneCount(in)) * in.laneHeight;
}

std::uint64_t statesIn(const workspace::StackedLanes& lanes, const timeline::Window& window)
{
    std::uint64_t states = 0;
    for (const auto& lane : lanes.lanes) {
        const Range range = rangeIn(*lane, window);
        states += range.end - range.first;
    }
    return states;
}

class Geometry::LaneMaking
{
public:
    LaneMaking(Geometry& geometry, const Band& band)
        : m_geometry(geometry)
        , m_lane(*geometry.m_in.lanes->lanes[band.lane])
        , m_band(band)
        , m_range(rangeIn(m_lane, geometry.m_in.window))
    { }

    void addGaps()
    {
        if (!m_lane.gaps)
            return;
        const double right = m_band.plot.right() + 1.0;
        for (std::size_t i = 0; i < m_lane.gaps->size(); ++i) {
            const RecordingSpan& gap = (*m_lane.gaps)[i];
            const double from = std::max<double>(m_band.plot.left(), x(gap.fromNs));
            const double to = gap.toNs == kNoTime ? right : std::min(right, x(gap.toNs));
            // What is too short for a pixel is seen all the same.
            if (from < right && to >= m_band.plot.left() && to >= from)
                m_geometry.m_gaps.push_back(
                    {m_band.lane, i,
                     QRectF(from, m_band.plot.top(), std::max(kLeastGap, to - from),
                            m_band.plot.height()),
                     gap.kind == RecordingSpan::Kind::Daily});
        }
    }

    void addBars()
    {
        const auto& resources = *m_geometry.m_in.lanes->resources;
        const auto lives = resources.lifetimes(m_lane.resource);
        for (std::uint32_t i = 0; i < lives.size(); ++i) {
            const Lifetime& life = lives[i];
            const double end = x(life.isDeleted ? life.endNs : resources.lastNs());
            // Of one that only its deletion tells of.
            const double begin = life.beginNs == kNoTime ? end : x(life.beginNs);
            const Bar::End right = life.isDeleted ? Bar::End::Closed : Bar::End::Open;
            const double free =
                i > 0 && lives[i - 1].endNs != kNoTime ? x(lives[i - 1].endNs) : -timeline::kFar;
            addBefore(i, life, begin, free);
            addBar(i, Bar::Part::Recorded, begin, end, endOf(life.beginning), right);
            if (!life.isDeleted)
                addBar(i, Bar::Part::After, end, m_band.plot.right() + 1.0, Bar::End::Open,
                       Bar::End::Open);
        }
    }

    // From left to right; what would overlap the mark before joins it, which may then overlap the
    // one before that.
    void addMarks()
    {
        const std::size_t before = m_geometry.m_marks.size();
        auto& marks = m_geometry.m_marks;
        for (std::uint32_t i = m_range.first; i < m_range.end; ++i) {
            const double at = x(m_lane.dated()[i].capturedNs);
            Mark mark{m_band.lane, i, 1, rectOf(1, at, at),
                      stateMark(m_lane.dated()[i], m_lane.changesOf(i))};
            while (marks.size() > before && marks.back().rect.right() > mark.rect.left()) {
                const Mark& last = marks.back();
                mark.first = last.first;
                mark.states += last.states;
                if (tellsMore(last.mark, mark.mark))
                    mark.mark = last.mark;
                mark.rect = rectOf(mark.states, x(m_lane.dated()[mark.first].capturedNs), at);
                marks.pop_back();
            }
            marks.push_back(mark);
        }
    }

    void addBeyond()
    {
        Beyond beyond{
            m_band.lane, m_range.first, m_lane.history->datedBlocks - m_range.end, {}, {}};
        const double y = m_band.plot.top() + 2;
        if (beyond.before > 0)
            beyond.left = QRectF(m_band.plot.left() + 2, y, kBeyond, kBeyond);
        if (beyond.after > 0)
            beyond.right = QRectF(m_band.plot.right() - 1 - kBeyond, y, kBeyond, kBeyond);
        if (beyond.before + beyond.after > 0)
            m_geometry.m_beyond.push_back(beyond);
    }

private:
    double x(std::int64_t ns) const { return m_geometry.xAt(ns); }
    double middle() const { return m_band.plot.top() + m_band.plot.height() / 2.0; }

    static Bar::End endOf(Beginning beginning)
    {
        switch (beginning) {
        case Beginning::Created:
            return Bar::End::Closed;
        case Beginning::Discovered:
            return Bar::End::Unsure;
        case Beginning::Existed:
        case Beginning::Unrecorded:
            break;
        }
        return Bar::End::Open;
    }

    void addBefore(std::uint32_t number, const Lifetime& life, double begin, double free)
    {
        const std::int64_t created =
            number < m_lane.history->createdNs.size() ? m_lane.history->createdNs[number] : kNoTime;
        if (life.beginning == Beginning::Existed && created != kNoTime)
            addBar(number, Bar::Part::Before, x(created), begin, Bar::End::Closed, Bar::End::Open);
        else if (life.beginning == Beginning::Existed || life.beginning == Beginning::Unrecorded)
            addBar(number, Bar::Part::Before, std::max(free, begin - kLead), begin, Bar::End::Open,
                   Bar::End::Open);
    }

    void addBar(std::uint32_t life, Bar::Part part, double from, double to, Bar::End left,
                Bar::End right)
    {
        const double plotLeft = m_band.plot.left();
        const double plotRight = m_band.plot.right() + 1.0;
        if (to < from || from >= plotRight || to < plotLeft
            || (part != Bar::Part::Recorded && to - from < 1))
            return;
        Bar bar{m_band.lane, life, part, {}, left, right};
        if (from < plotLeft)
            bar.left = Bar::End::Open;
        if (to > plotRight)
            bar.right = Bar::End::Open;
        const double begin = std::max(from, plotLeft);
        bar.rect = QRectF(begin, middle() - kBarHeight / 2,
                          std::max(kLeastBar, std::min(to, plotRight) - begin), kBarHeight);
        m_geometry.m_bars.push_back(bar);
    }

    // Around its state; several in their middle, with room for the mark and their number, and
    // within the plot, so that it can be read.
    QRectF rectOf(std::uint32_t states, double from, double to) const
    {
        QRectF rect(0, middle() - kMark / 2.0, kMark, kMark);
        if (states > 1) {
            const double digits = std::min(4.0, std::floor(std::log10(double(states))) + 1);
            rect.setWidth(kMark + (digits + 1) * m_geometry.m_in.digitWidth);
        }
        rect.moveLeft((from + to) / 2 - rect.width() / 2);
        if (states > 1)
            rect.moveLeft(
                std::max<double>(m_band.plot.left(),
                                 std::min(rect.left(), m_band.plot.right() + 1.0 - rect.width())));
        return rect;
    }

    Geometry& m_geometry;
    const ResourceLane& m_lane;
    const Band& m_band;
    Range m_range;
};

Geometry::Geometry(const Inputs& in)
    : m_in(in)
{
    const QRect plot = plotRect(in);
    int top = plot.top() - in.scroll;
    for (std::size_t lane = 0; lane < laneCount(in) && top <= plot.bottom(); ++lane) {
        if (top + in.laneHeight > plot.top())
            m_bands.push_back({lane, QRect(0, top, in.plotLeft, in.laneHeight),
                               QRect(plot.left(), top, plot.width(), in.laneHeight)});
        top += in.laneHeight;
    }
    for (const Band& band : m_bands) {
        LaneMaking making(*this, band);
        making.addGaps();
        making.addBars();
        making.addMarks();
        making.addBeyond();
    }
}

double Geometry::xAt(std::int64_t ns) const
{
    return m_in.plotLeft + timeline::xOf(m_in.window, plotRect(m_in).width(), secondsOf(ns));
}

const Band* Geometry::bandOf(std::size_t lane) const
{
    if (m_bands.empty() || lane < m_bands.front().lane || lane > m_bands.back().lane)
        return nullptr;
    return &m_bands[lane - m_bands.front().lane];
}

const Mark* Geometry::markOf(std::size_t lane, std::uint32_t block) const
{
    const auto at = std::ranges::find_if(
        m_marks, [&](const Mark& mark) { return mark.lane == lane && mark.holds(block); });
    return at == m_marks.end() ? nullptr : &*at;
}

Hit Geometry::hit(const QPoint& point) const
{
    Hit hit;
    if (!QRect(QPoint(), m_in.size).contains(point))
        return hit;
    if (point.y() < m_in.headHeight) {
        hit.kind = Hit::Kind::Head;
        return hit;
    }
    const auto band = std::ranges::find_if(
        m_bands, [&](const Band& b) { return b.header.contains(point) || b.plot.contains(point); });
    if (band == m_bands.end())
        return hit;
    hit.lane = band->lane;
    hit.kind = band->header.contains(point) ? Hit::Kind::Header : Hit::Kind::Lane;
    if (hit.kind == Hit::Kind::Header)
        return hit;
    const QPointF at(point.x() + 0.5, point.y() + 0.5);
    for (const Gap& gap : m_gaps) {
        // The one that says more, where only some states were lost besides.
        if (gap.lane == hit.lane && gap.rect.contains(at) && !(hit.gap && gap.isLight)) {
            hit.kind = Hit::Kind::Gap;
            hit.gap = gap.gap;
        }
    }
    for (const Bar& bar : m_bars) {
        if (bar.lane == hit.lane && bar.rect.adjusted(-1, -3, 1, 3).contains(at)) {
            hit.kind = Hit::Kind::Bar;
            hit.life = bar.life;
        }
    }
    for (const Beyond& beyond : m_beyond) {
        if (beyond.lane != hit.lane)
            continue;
        const auto& lane = *m_in.lanes->lanes[hit.lane];
        if (beyond.before > 0 && beyond.left.adjusted(-2, -2, 3, 3).contains(at)) {
            hit.kind = Hit::Kind::Before;
            hit.first = beyond.before - 1;
            hit.states = beyond.before;
        } else if (beyond.after > 0 && beyond.right.adjusted(-3, -2, 2, 3).contains(at)) {
            hit.kind = Hit::Kind::After;
            hit.first = lane.history->datedBlocks - beyond.after;
            hit.states = beyond.after;
        }
    }
    for (const Mark& mark : m_marks) {
        if (mark.lane != hit.lane || !mark.rect.contains(at))
            continue;
        hit.kind = mark.states == 1 ? Hit::Kind::State : Hit::Kind::Cluster;
        hit.first = mark.first;
        hit.states = mark.states;
    }
    return hit;
}

} // namespace trailloupe::ui::configstrip
