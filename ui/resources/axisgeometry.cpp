#include "ui/resources/axisgeometry.h"

#include <algorithm>
#include <cmath>

namespace trailloupe::ui::configaxis {
namespace {

constexpr int kUndatedGap = 8;
constexpr int kCardPadding = 4; // above and below its two lines
constexpr int kBetweenCards = 6;
constexpr int kAboveBand = 8; // where stems are seen
constexpr double kBarHeight = 6;
constexpr int kTickHeight = 4;

// Beside the plot there is room for what a mark at its edge needs; a cluster leans to the right.
int leftMargin(const Inputs& in)
{
    return in.markSize / 2 + 1;
}

int rightMargin(const Inputs& in)
{
    return in.markSize * 21 / 16 + 2;
}

int bandHeight(const Inputs& in)
{
    return in.markSize + 6;
}

int headHeight(const Inputs& in)
{
    return in.lineHeight + 4;
}

int tickRoom(const Inputs& in)
{
    return in.lineHeight + kTickHeight + 2;
}

int rowHeight(const Inputs& in)
{
    return cardHeight(in) + kBetweenCards;
}

} // namespace

QRect plotRect(const Inputs& in)
{
    const int left = leftMargin(in);
    const int right =
        in.size.width() - rightMargin(in) - (in.undatedWidth ? in.undatedWidth + kUndatedGap : 0);
    return {left, 0, std::max(1, right - left), std::max(1, in.size.height())};
}

QRect headRect(const Inputs& in)
{
    const int margin = leftMargin(in);
    return {margin, 0, std::max(1, in.size.width() - 2 * margin), headHeight(in)};
}

QRect ticksRect(const Inputs& in)
{
    const QRect plot = plotRect(in);
    return {plot.left(), in.size.height() - tickRoom(in), plot.width(), tickRoom(in)};
}

QRect bandRect(const Inputs& in)
{
    const QRect ticks = ticksRect(in);
    return {ticks.left(), ticks.top() - bandHeight(in), ticks.width(), bandHeight(in)};
}

QRect undatedRect(const Inputs& in)
{
    if (in.undatedWidth == 0)
        return {};
    const QRect band = bandRect(in);
    return {in.size.width() - in.undatedWidth - kUndatedGap, band.top(), in.undatedWidth,
            band.height()};
}

int cardHeight(const Inputs& in)
{
    return 2 * in.lineHeight + 2 * kCardPadding;
}

int heightFor(const Inputs& in, int rows)
{
    return headHeight(in) + rows * rowHeight(in) + kAboveBand + bandHeight(in) + tickRoom(in);
}

int rowsOfCards(const Inputs& in)
{
    return std::max(0, (in.size.height() - heightFor(in, 0)) / rowHeight(in));
}

Geometry::Geometry(const Inputs& in)
    : m_in(in)
{
    if (!m_in.content)
        return;
    addGaps();
    addBars();
    addMarks();
    addCards();
}

double Geometry::xAt(std::int64_t ns) const
{
    const QRect plot = plotRect(m_in);
    return plot.left() + xOf(m_in.window, plot.width(), secondsOf(ns));
}

std::int64_t Geometry::momentAt(double x) const
{
    const QRect plot = plotRect(m_in);
    return std::llround(timeAt(m_in.window, plot.width(), x - plot.left()) * 1e9);
}

void Geometry::addGaps()
{
    const QRect plot = plotRect(m_in);
    const double top = headRect(m_in).bottom() + 1;
    const double bottom = bandRect(m_in).bottom() + 1;
    for (std::size_t i = 0; i < m_in.content->gaps.size(); ++i) {
        const Content::Gap& gap = m_in.content->gaps[i];
        const double left = std::max<double>(plot.left(), xAt(gap.fromNs));
        const double right =
            gap.isOpen ? plot.right() + 1.0 : std::min(plot.right() + 1.0, xAt(gap.toNs));
        if (left >= plot.right() + 1 || right <= plot.left())
            continue;
        // What is too short for a pixel is seen all the same.
        m_gaps.push_back({i, QRectF(left, top, std::max(2.0, right - left), bottom - top)});
    }
    std::ranges::stable_sort(m_gaps, {}, [this](const GapRect& gap) {
        return m_in.content->gaps[gap.gap].isLight ? 0 : 1;
    });
}

// What is in view of it.
void Geometry::addBar(Bar bar, std::int64_t fromNs, std::int64_t toNs)
{
    const QRect plot = plotRect(m_in);
    const QRect band = bandRect(m_in);
    const double from = xAt(fromNs);
    const double to = xAt(toNs);
    const double left = std::max<double>(plot.left(), bar.isOpenLeft ? from - m_in.markSize : from);
    const double right = std::min<double>(plot.right() + 1, to);
    if (left > plot.right() || right < plot.left() || to < from)
        return;
    bar.endsInDeletion = bar.endsInDeletion && to <= plot.right() + 1;
    bar.rect = {left, band.center().y() - kBarHeight / 2 + 0.5, std::max(1.0, right - left),
                kBarHeight};
    m_bars.push_back(bar);
}

void Geometry::addBars()
{
    using Kind = Bar::Kind;
    for (std::size_t i = 0; i < m_in.content->lives.size(); ++i) {
        const Content::Life& life = m_in.content->lives[i];
        if (life.isOpenBefore || life.createdNs < life.beginNs)
            addBar({.kind = Kind::Before, .life = i, .rect = {}, .isOpenLeft = life.isOpenBefore},
                   life.createdNs, life.beginNs);
        const std::int64_t surely = std::min(life.surelyNs, life.endNs);
        addBar({.kind = Kind::Known, .life = i, .rect = {}}, life.beginNs, surely);
        if (life.isDeleted)
            addBar({.kind = Kind::Unsure, .life = i, .rect = {}, .endsInDeletion = true}, surely,
                   life.endNs);
        else if (!m_in.content->vanishing || i + 1 < m_in.content->lives.size())
            addBar({.kind = Kind::After, .life = i, .rect = {}, .isOpenRight = true}, surely,
                   std::max(life.endNs, momentAt(plotRect(m_in).right() + 1)));
    }
    if (const auto& between = m_in.content->vanishing) {
        const QRect plot = plotRect(m_in);
        const QRect band = bandRect(m_in);
        const double left = std::max<double>(plot.left(), xAt(between->first));
        const double right = std::min<double>(plot.right() + 1, xAt(between->second));
        if (left < plot.right() + 1 && right > plot.left())
            m_vanishing = {left, static_cast<double>(band.top()), std::max(2.0, right - left),
                           static_cast<double>(band.height())};
    }
}

// A mark needs markSize pixels of its own. Where the next one is nearer, all within 15/8 of it are
// one cluster, 14/8 wide, 7/16 to the right of its first: so that it neither reaches the mark
// before nor the one behind, wherever these are.
void Geometry::addMarks()
{
    const QRect plot = plotRect(m_in);
    const QRect band = bandRect(m_in);
    const auto& states = m_in.content->states;
    const double size = m_in.markSize;
    const double middle = band.center().y() + 0.5;
    const auto begin = std::ranges::lower_bound(states, momentAt(plot.left()));
    for (auto at = begin; at != states.end();) {
        const double x = xAt(*at);
        if (x > plot.right() + 1)
            break;
        const auto first = static_cast<std::uint32_t>(at - states.begin());
        const auto isWithin = [&](double reach) {
            return [this, x, reach](std::int64_t ns) {
                return xAt(ns) - x < reach;
            };
        };
        const auto next = at + 1;
        if (next == states.end() || xAt(*next) - x >= size) {
            m_marks.push_back({first, 1, QRectF(x - size / 2, middle - size / 2, size, size), x});
            at = next;
            continue;
        }
        const auto end = std::partition_point(next, states.end(), isWithin(size * 15 / 8));
        const double width = size * 14 / 8;
        const double center = x + size * 7 / 16;
        m_marks.push_back({first, static_cast<std::uint32_t>(end - at),
                           QRectF(center - width / 2, middle - size / 2, width, size), center});
        at = end;
    }
}

bool Geometry::isFree(const Card& card) const
{
    const QRect room = card.rect.adjusted(-kBetweenCards, 0, kBetweenCards, 0);
    return std::ranges::none_of(m_cards, [&](const Card& other) {
        if (other.row == card.row)
            return room.intersects(other.rect);
        // The stem of the higher one passes beside the lower one.
        const Card& higher = other.row > card.row ? other : card;
        const QRect& lower = other.row > card.row ? card.rect : other.rect;
        return higher.foot.x() > lower.left() - 3 && higher.foot.x() < lower.right() + 3;
    });
}

bool Geometry::addCard(std::uint32_t first, std::uint32_t states, const QPointF& foot)
{
    const QRect plot = plotRect(m_in);
    const int width = std::min(m_in.cardWidth, plot.width());
    const int bottom = bandRect(m_in).top() - kAboveBand;
    const int rows = rowsOfCards(m_in);
    Card card{.first = first, .states = states, .rect = {}, .row = 0, .foot = foot};
    const int left = std::clamp(static_cast<int>(std::lround(foot.x())) - width / 2, plot.left(),
                                plot.right() + 1 - width);
    for (card.row = 0; card.row < rows; ++card.row) {
        card.rect = {left, bottom - card.row * rowHeight(m_in) - cardHeight(m_in), width,
                     cardHeight(m_in)};
        if (isFree(card)) {
            m_cards.push_back(card);
            return true;
        }
    }
    return false;
}

// First the states that are compared, then what stands alone, from left to right, then clusters.
void Geometry::addCards()
{
    for (const auto& picked : {m_in.current, m_in.base}) {
        const Mark* mark = picked ? markOf(*picked) : nullptr;
        if (mark && !cardOf(*picked))
            addCard(*picked, 1, {mark->x, mark->rect.top()});
    }
    for (const bool isCluster : {false, true}) {
        for (const Mark& mark : m_marks) {
            if (mark.isCluster() == isCluster && (isCluster || !cardOf(mark.first)))
                addCard(mark.first, mark.states, {mark.x, mark.rect.top()});
        }
    }
}

const Mark* Geometry::markOf(std::uint32_t state) const
{
    const auto it = std::ranges::upper_bound(m_marks, state, {}, &Mark::first);
    if (it == m_marks.begin() || !std::prev(it)->holds(state))
        return nullptr;
    return &*std::prev(it);
}

const Card* Geometry::cardOf(std::uint32_t state) const
{
    const auto it = std::ranges::find_if(
        m_cards, [&](const Card& card) { return card.states == 1 && card.first == state; });
    return it == m_cards.end() ? nullptr : &*it;
}

Hit Geometry::hit(const QPoint& point) const
{
    using Kind = Hit::Kind;
    const auto stateOrCluster = [](std::uint32_t first, std::uint32_t states) {
        return Hit{
            .kind = states == 1 ? Kind::State : Kind::Cluster, .first = first, .states = states};
    };
    if (!m_in.content)
        return {};
    for (const Card& card : m_cards) {
        if (card.rect.contains(point))
            return stateOrCluster(card.first, card.states);
    }
    for (const Mark& mark : m_marks) {
        if (mark.rect.contains(point))
            return stateOrCluster(mark.first, mark.states);
    }
    if (undatedRect(m_in).contains(point))
        return {.kind = Kind::Undated};
    if (m_vanishing.contains(point))
        return {.kind = Kind::Vanishing};
    // Of several the one that is drawn last.
    for (std::size_t i = m_gaps.size(); i-- > 0;) {
        if (m_gaps[i].rect.contains(point))
            return {.kind = Kind::Gap, .gap = m_gaps[i].gap};
    }
    return {.kind = plotRect(m_in).contains(point) ? Kind::Axis : Kind::Nothing};
}

} // namespace trailloupe::ui::configaxis
