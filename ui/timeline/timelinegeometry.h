// timelinegeometry: where the lanes of a timeline are, and what is drawn in them: single events
// where there is room, columns of density where there is not, sessions, marks; and what is under a
// point.
//
// Whether there is room is decided place by place, by pixels per event: what stands alone within
// kGlyphRoom pixels is drawn as it is, the rest as columns. Nothing that is drawn of one lane
// overlaps, and nothing leaves its lane. Events of one second have no order that is known: they are
// a stack, opened where there is room for all of it.
// A function of Inputs: equal inputs, equal geometry. What comes from times is drawn from the cells
// of the detail, whatever window they were made for, so an old detail is stretched.
// Threads: immutable once made; any. Units: pixels of the view. Cost: O(cells in view).
#pragma once

#include "model/timeline/detail.h"
#include "ui/timeline/timelinecoordinates.h"
#include "ui/timeline/timelineflags.h"

#include <QPoint>
#include <QRect>
#include <QRectF>
#include <QSize>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::ui::timeline {

using trailloupe::timeline::DetailPtr;
using trailloupe::timeline::Part;
using trailloupe::timeline::PartCounts;

// What the person has put on events: those from one place of the store's time order
// to another, both included; or on a span of time, whatever happened in it.
struct Mark
{
    enum class Kind : std::uint8_t
    {
        Star,
        Tag,
        Note,
    };
    std::uint32_t firstPlace = 0;
    std::uint32_t lastPlace = 0;
    Kind kind = Kind::Star;
    int color = 0; // of a tag: an index of ThemeColors::ruleMark
    std::optional<query::TimeSpan> span; // then the places mean nothing
    QString name; // of a tag
    QString words; // what is to be said of it: star, tags, note
    bool operator==(const Mark&) const = default;
};
using Marks = std::shared_ptr<const std::vector<Mark>>;

struct Inputs
{
    QSize size;
    int headerWidth = 0; // for the names, at the left
    int axisHeight = 0; // at the top
    int spanHeight = 0; // of marked spans, between axis and lanes
    int laneHeight = 30;
    int thinHeight = 18; // of a lane that is folded
    int digitWidth = 8;
    int scroll = 0; // pixels of lanes above the plot
    Window window;
    DetailPtr detail; // null: no lanes
    std::vector<bool> thin; // by lane; missing ones are not
    Marks marks; // may be null
    FlagsPtr flags; // may be null; those of other lanes are not drawn

    bool operator==(const Inputs&) const = default;
};

constexpr int kGlyphRoom = 13; // pixels for an event that stands alone
constexpr int kGlyph = 12; // of those that it is drawn on
constexpr double kMarkSize = 9; // pixels
constexpr int kMostAtOnce = 3; // sessions of a lane that are told apart at one moment

struct Band // a lane
{
    std::size_t lane = 0;
    QRect header;
    QRect plot;
    bool isThin = false;
};

struct Glyph
{
    std::size_t lane = 0;
    std::uint32_t event = 0; // of the lane's arrays
    QRectF rect;
    query::EventClass eventClass = query::EventClass::Other;
};

// Several events at one place that stand alone together.
struct Stack
{
    std::size_t lane = 0;
    std::uint32_t first = 0;
    std::uint32_t events = 0;
    bool isOneSecond = false;
    bool isOpen = false; // each of them is a glyph
    QRectF rect; // all of it
    QRectF glyph; // where it is closed: one stands for all
    QRectF badge; // where the number has room
    query::EventClass telling = query::EventClass::Other; // what matters most among them
};

struct Column
{
    std::size_t lane = 0;
    std::uint32_t first = 0;
    std::uint32_t events = 0;
    int x = 0;
    int width = 1;
    std::uint32_t peak = 0; // events in one cell: what its height is of
    PartCounts byPart{};
};

struct RibbonRect
{
    std::size_t lane = 0;
    std::size_t ribbon = 0; // of the lane; the first of several that cannot be told apart
    std::size_t count = 1; // how many begin in it
    QRectF used; // issue to last use
    QRectF unused; // on to when it expires; may be empty
    bool issueIsKnown = false; // and in view
};

struct MarkRect
{
    std::size_t lane = 0;
    std::size_t mark = 0;
    QRectF rect;
};

// A marked span, over all lanes, from its begin to its end.
struct SpanRect
{
    std::size_t mark = 0; // the first one
    std::size_t marks = 1; // of the same span: star, tags, note
    QRectF rect; // in the room for them; as wide as its marks at least
    double left = 0; // within the plot
    double right = 0;
    bool beginIsInView = false;
    bool endIsInView = false;
};

struct Hit
{
    enum class Kind : std::uint8_t
    {
        Nothing,
        Axis,
        Header,
        Lane, // where nothing is drawn
        Ribbon,
        Column,
        Stack,
        Glyph,
        Mark, // of an event, which is the event
    };
    Kind kind = Kind::Nothing;
    std::size_t lane = 0;
    std::uint32_t first = 0; // of the events
    std::uint32_t events = 0;
    std::size_t ribbon = 0;
    std::size_t ribbons = 0; // that are one ribbon there
    bool isOneSecond = false;
    std::optional<std::size_t> mark; // also of a span, on the axis
    std::optional<std::size_t> flag; // of Geometry::flags()
    bool operator==(const Hit&) const = default;
};

QRect plotRect(const Inputs& in); // of all lanes
QRect axisRect(const Inputs& in);
int laneHeight(const Inputs& in, std::size_t lane);
int lanesHeight(const Inputs& in); // of all of them
int laneTop(const Inputs& in, std::size_t lane); // within all of them
// How high a column is, of so much room: by the logarithm, so that one event is seen beside many.
int columnHeight(std::uint64_t events, std::uint64_t most, int room);

class Geometry
{
public:
    Geometry() = default;
    explicit Geometry(const Inputs& in);

    const Inputs& inputs() const { return m_in; }
    std::span<const Band> bands() const { return m_bands; } // in view
    std::span<const Glyph> glyphs() const { return m_glyphs; }
    std::span<const Stack> stacks() const { return m_stacks; }
    std::span<const Column> columns() const { return m_columns; }
    std::span<const RibbonRect> ribbons() const { return m_ribbons; }
    std::span<const MarkRect> marks() const { return m_marks; }
    std::span<const SpanRect> spans() const { return m_spans; } // in view
    std::span<const FlagRect> flags() const { return m_flags; }

    Hit hit(const QPoint& point) const;
    const Band* bandOf(std::size_t lane) const; // null: out of view
    // The room for the columns of a lane, and for the one of its parts.
    static QRect columnRoom(const Band& band);

private:
    struct Spot; // of a lane, at a pixel
    class LaneMaking;

    void addSpans();
    void hitMark(const QPointF& at, Hit& hit) const;
    void hitFlag(const QPointF& at, Hit& hit) const;

    Inputs m_in;
    std::vector<Band> m_bands;
    std::vector<Glyph> m_glyphs;
    std::vector<Stack> m_stacks;
    std::vector<Column> m_columns;
    std::vector<RibbonRect> m_ribbons;
    std::vector<MarkRect> m_marks;
    std::vector<SpanRect> m_spans;
    std::vector<FlagRect> m_flags;
};

} // namespace trailloupe::ui::timeline
