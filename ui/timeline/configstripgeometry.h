// configstripgeometry: where the lanes of resources are, below those of events and on the same
// axis, and what is drawn in them: lifetimes as bars, states as marks at the moments of their
// capture, what was not recorded as gaps; and what is under a point.
//
//   ┌ head ────────────────────────────────────────┐  not scrolled
//   │ type      n │ ├═════●══◆════════ 3 ════✕     │
//   │ name        │                                │
//   └─────────────┴────────────────────────────────┘
//
// Invariants: marks of a lane do not overlap; each dated state within the window is in exactly one
// mark, so that their counts add up; a mark of one state stands at its moment to the pixel.
// A function of Inputs: equal inputs, equal geometry.
// Threads: immutable once made; any. Units: pixels of the view; moments are ns since 1970 UTC.
// Cost: O(states, lifetimes and gaps in view of the lanes in view).
#pragma once

#include "model/workspace/stacking.h"
#include "ui/common/statemark.h"
#include "ui/timeline/timelinecoordinates.h"

#include <QPoint>
#include <QRect>
#include <QRectF>
#include <QSize>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::ui::configstrip {

struct Inputs
{
    QSize size;
    int plotLeft = 0; // as of the lanes of events
    int plotWidth = 1; // likewise; may be other than what is left of the size
    int headHeight = 0;
    int laneHeight = 36;
    int digitWidth = 8;
    int scroll = 0; // pixels of lanes above the plot
    timeline::Window window;
    workspace::StackedLanesPtr lanes; // null: none

    bool operator==(const Inputs&) const = default;
};

constexpr int kMark = 14; // pixels of a mark that stands alone

struct Band // a lane
{
    std::size_t lane = 0;
    QRect header;
    QRect plot;
};

// A state; or several, which would overlap.
struct Mark
{
    std::size_t lane = 0;
    std::uint32_t first = 0; // of the dated blocks
    std::uint32_t states = 1;
    QRectF rect;
    StateMark mark = StateMark::Changed; // what matters most among them

    bool holds(std::uint32_t block) const { return block >= first && block - first < states; }
};

// A part of a lifetime.
struct Bar
{
    enum class Part : std::uint8_t
    {
        Before, // there, but its states are not recorded
        Recorded,
        After, // nothing says that it ended
    };
    enum class End : std::uint8_t
    {
        Open, // goes on, or is out of view
        Closed, // created, deleted
        Unsure, // created or only found
    };
    std::size_t lane = 0;
    std::uint32_t life = 0;
    Part part = Part::Recorded;
    QRectF rect;
    End left = End::Open;
    End right = End::Open;
};

struct Gap
{
    std::size_t lane = 0;
    std::size_t gap = 0; // of the lane's
    QRectF rect;
    bool isLight = false; // recorded, but not every state
};

// What of a lane is out of view.
struct Beyond
{
    std::size_t lane = 0;
    std::uint32_t before = 0; // states
    std::uint32_t after = 0;
    QRectF left; // where that is marked; empty: nothing is there
    QRectF right;
};

struct Hit
{
    enum class Kind : std::uint8_t
    {
        Nothing,
        Head,
        Header, // name of a lane
        Lane, // where nothing is drawn
        Gap,
        Bar,
        Before, // the mark of what is out of view: first is the nearest
        After,
        State,
        Cluster,
    };
    Kind kind = Kind::Nothing;
    std::size_t lane = 0;
    std::uint32_t first = 0; // of the dated blocks
    std::uint32_t states = 0;
    std::uint32_t life = 0;
    std::optional<std::size_t> gap; // also below a bar and a state

    bool isOfLane() const { return kind > Kind::Head; }
    bool isMark() const { return kind >= Kind::State; }
    bool operator==(const Hit&) const = default;
};

double secondsOf(std::int64_t ns);
QRect plotRect(const Inputs& in); // of all lanes
std::size_t laneCount(const Inputs& in);
int lanesHeight(const Inputs& in); // of all of them

class Geometry
{
public:
    Geometry() = default;
    explicit Geometry(const Inputs& in);

    const Inputs& inputs() const { return m_in; }
    std::span<const Band> bands() const { return m_bands; } // in view
    std::span<const Mark> marks() const { return m_marks; } // by lane and time
    std::span<const Bar> bars() const { return m_bars; }
    std::span<const Gap> gaps() const { return m_gaps; }
    std::span<const Beyond> beyond() const { return m_beyond; }

    double xAt(std::int64_t ns) const; // of the view
    const Band* bandOf(std::size_t lane) const; // null: out of view
    // The mark that a state is in; null: out of view.
    const Mark* markOf(std::size_t lane, std::uint32_t block) const;
    Hit hit(const QPoint& point) const;

private:
    class LaneMaking;

    Inputs m_in;
    std::vector<Band> m_bands;
    std::vector<Mark> m_marks;
    std::vector<Bar> m_bars;
    std::vector<Gap> m_gaps;
    std::vector<Beyond> m_beyond;
};

// States of all lanes within the window, whether their lanes are in view or not.
std::uint64_t statesIn(const workspace::StackedLanes& lanes, const timeline::Window& window);

} // namespace trailloupe::ui::configstrip
