// axisgeometry: where the states of a resource are drawn on the axis of its Config timeline: a mark
// for each, a cluster with a number where marks would overlap, a card with words where there is
// room; its lifetimes as bars, what was not recorded as gaps; and what is under a point.
//
//   ┌ span of time ─────────────────── legend ┐
//   │  ┌─────────┐           ┌─────────┐      │  cards, in rows; the lowest first
//   │  │ created │           │ changed │      │
//   │  └────┬────┘           └────┬────┘      │
//   │ ══════●════(12)═════════════◆═════════▸ │  band: lifetimes and marks
//   └──┴───────┴───────┴───────┴──────────────┘  ticks
//
// Invariants: marks do not overlap, cards neither, and no card covers the stem of another; all of
// them are within the plot; every dated state whose moment is in view is in exactly one mark.
// Single marks stand at their moments to the pixel; the card of what is looked at is always there.
// A function of Inputs: equal inputs, equal geometry.
// Threads: immutable once made; any. Units: pixels of the view; moments are ns since 1970 UTC.
// Cost: O(states in view + cards²), cards being as many as fit.
#pragma once

#include "ui/resources/axiswindow.h"

#include <QPoint>
#include <QPointF>
#include <QRect>
#include <QRectF>
#include <QSize>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::ui::configaxis {

// What there is to draw, whatever part of it is in view.
struct Content
{
    struct Life
    {
        std::int64_t beginNs = 0; // of the first state
        std::int64_t endNs = 0; // of its deletion, or of all that is known
        std::int64_t createdNs = 0; // before the first state, where that is known; else beginNs
        bool isOpenBefore = false; // what was before is not in the export
        bool isDeleted = false;
        std::int64_t surelyNs = 0; // it was certainly there until then
    };
    struct Gap
    {
        std::int64_t fromNs = 0;
        std::int64_t toNs = 0; // no later than what is known, where nothing tells its end
        bool isOpen = false; // nothing tells its end
        bool isLight = false; // recorded, but not every state
    };
    std::vector<std::int64_t> states; // moments of the dated ones, in order
    std::uint32_t undated = 0; // states behind them
    std::vector<Life> lives;
    std::vector<Gap> gaps;
    std::optional<std::pair<std::int64_t, std::int64_t>> vanishing; // between these moments
    std::int64_t lastNs = 0; // of all that is known
};

struct Inputs
{
    QSize size;
    int lineHeight = 16; // of text
    int markSize = 16; // room for a mark
    int cardWidth = 130;
    int undatedWidth = 0; // 0: there are none
    Window window;
    std::shared_ptr<const Content> content; // null: nothing
    std::optional<std::uint32_t> current; // states
    std::optional<std::uint32_t> base;

    bool operator==(const Inputs&) const = default;
};

// States that are drawn as one.
struct Mark
{
    std::uint32_t first = 0;
    std::uint32_t states = 1;
    QRectF rect;
    double x = 0; // its stem; of a single one its moment

    bool isCluster() const { return states > 1; }
    bool holds(std::uint32_t state) const { return state >= first && state - first < states; }
};

struct Card
{
    std::uint32_t first = 0; // as of its mark; of a state that was picked out of a cluster, itself
    std::uint32_t states = 1;
    QRect rect;
    int row = 0; // from the band up
    QPointF foot; // of the stem, on the mark
};

struct Bar
{
    enum class Kind : std::uint8_t
    {
        Known,
        Before, // there before the first state was recorded
        Unsure, // at some moment of it the resource was deleted
        After, // nothing says that it ended
    };
    Kind kind = Kind::Known;
    std::size_t life = 0;
    QRectF rect;
    bool isOpenLeft = false; // goes on out of what is known
    bool isOpenRight = false;
    bool endsInDeletion = false; // and the end is in view
};

struct GapRect
{
    std::size_t gap = 0;
    QRectF rect;
};

struct Hit
{
    enum class Kind : std::uint8_t
    {
        Nothing,
        State, // first
        Cluster, // first, states
        Undated,
        Vanishing,
        Gap,
        Axis, // elsewhere in the plot
    };
    Kind kind = Kind::Nothing;
    std::uint32_t first = 0;
    std::uint32_t states = 0;
    std::size_t gap = 0;
    bool operator==(const Hit&) const = default;
};

QRect plotRect(const Inputs& in); // all that goes along with time
QRect headRect(const Inputs& in); // words at the top
QRect bandRect(const Inputs& in);
QRect ticksRect(const Inputs& in);
QRect undatedRect(const Inputs& in); // empty when there are none
int cardHeight(const Inputs& in);
int rowsOfCards(const Inputs& in); // that there is room for
int heightFor(const Inputs& in, int rows);

class Geometry
{
public:
    Geometry() = default;
    explicit Geometry(const Inputs& in);

    const Inputs& inputs() const { return m_in; }
    std::span<const Mark> marks() const { return m_marks; }
    std::span<const Card> cards() const { return m_cards; }
    std::span<const Bar> bars() const { return m_bars; }
    std::span<const GapRect> gaps() const { return m_gaps; } // light ones first
    const QRectF& vanishing() const { return m_vanishing; } // empty: none in view

    double xAt(std::int64_t ns) const; // of the view; far outside for moments that are
    std::int64_t momentAt(double x) const;
    Hit hit(const QPoint& point) const;
    const Mark* markOf(std::uint32_t state) const; // null: out of view
    const Card* cardOf(std::uint32_t state) const; // of it alone

private:
    void addBars();
    void addBar(Bar bar, std::int64_t fromNs, std::int64_t toNs);
    void addGaps();
    void addMarks();
    void addCards();
    bool addCard(std::uint32_t first, std::uint32_t states, const QPointF& foot);
    bool isFree(const Card& card) const;

    Inputs m_in;
    std::vector<Mark> m_marks;
    std::vector<Card> m_cards;
    std::vector<Bar> m_bars;
    std::vector<GapRect> m_gaps;
    QRectF m_vanishing;
};

} // namespace trailloupe::ui::configaxis
