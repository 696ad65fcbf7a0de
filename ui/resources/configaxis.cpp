#include "ui/resources/configaxis.h"

#include "model/base/timestamp.h"
#include "ui/common/momenttext.h"
#include "ui/common/theme.h"
#include "ui/resources/timelinewords.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui {

using namespace configaxis;
using config::kNoTime;
using workspace::ConfigTimeline;
using workspace::Investigation;

namespace {

constexpr int kRows = 2; // of cards, that it would like to have room for
constexpr double kHour = 3600;
constexpr double kDay = 24 * kHour;

std::uint64_t changesIn(const ConfigTimeline& timeline, std::uint32_t first, std::uint32_t states)
{
    std::uint64_t sum = 0;
    for (std::uint32_t i = first; i < first + states; ++i) {
        if (const auto* changes = timeline.changes(i))
            sum += changes->changes;
    }
    return sum;
}

} // namespace

ConfigAxis::ConfigAxis(ConfigTimeline& timeline, Investigation& investigation, QWidget* parent)
    : QWidget(parent)
    , m_timeline(timeline)
    , m_investigation(investigation)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Config timeline: states of the resource along time"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    connect(&timeline, &ConfigTimeline::resourceChanged, this, &ConfigAxis::adoptResource);
    connect(&timeline, &ConfigTimeline::gapsChanged, this, &ConfigAxis::adoptGaps);
    connect(&timeline, &ConfigTimeline::currentChanged, this, [this] {
        reveal();
        refresh();
    });
    connect(&timeline, &ConfigTimeline::baseChanged, this, &ConfigAxis::refresh);
    connect(&timeline, &ConfigTimeline::countsChanged, this, &ConfigAxis::refresh);
    connect(&investigation, &Investigation::momentChanged, this, &ConfigAxis::refresh);
    connect(&investigation, &Investigation::zoneChanged, this, &ConfigAxis::refresh);
    adoptResource();
}

std::shared_ptr<const Content> ConfigAxis::makeContent() const
{
    auto content = std::make_shared<Content>();
    const config::ResourceHistory& states = history();
    if (states.blocks.empty())
        return nullptr;
    for (std::uint32_t i = 0; i < states.datedBlocks; ++i)
        content->states.push_back(states.blocks[i].capturedNs);
    content->undated = static_cast<std::uint32_t>(states.blocks.size()) - states.datedBlocks;
    content->lastNs = std::max(m_timeline.resources()->lastNs(),
                               content->states.empty() ? kNoTime : content->states.back());
    const auto& gaps = m_timeline.gaps();
    const auto items = m_timeline.resources()->items(states.resource);
    const auto lives = m_timeline.resources()->lifetimes(states.resource);
    for (std::size_t i = 0; i < lives.size(); ++i) {
        const config::Lifetime& from = lives[i];
        Content::Life life;
        life.beginNs = items[from.firstItem].capturedNs;
        life.createdNs = states.createdNs[i] == kNoTime
            ? life.beginNs
            : std::min(states.createdNs[i], life.beginNs);
        life.isOpenBefore = i == 0 && from.beginning == config::Beginning::Unrecorded;
        life.isDeleted = from.isDeleted;
        life.endNs = from.isDeleted ? from.endNs : content->lastNs;
        life.surelyNs = life.endNs;
        if (from.isDeleted && states.deletionLagHours > 0) {
            const std::int64_t lag = std::int64_t{states.deletionLagHours} * 3'600'000'000'000;
            // Its last state is no more than a moment at which it was there.
            life.surelyNs = life.beginNs;
            for (std::uint32_t k = from.firstItem; k < from.endItem; ++k) {
                if (!config::isDeletion(items[k].status))
                    life.surelyNs = items[k].capturedNs;
            }
            life.surelyNs = std::max(life.surelyNs, life.endNs - lag);
        }
        if (gaps.vanishing && i + 1 == lives.size())
            life.endNs = life.surelyNs = gaps.vanishing->lastSeenNs;
        content->lives.push_back(life);
    }
    for (const config::RecordingSpan& span : gaps.spans)
        content->gaps.push_back({.fromNs = span.fromNs,
                                 .toNs = span.toNs == kNoTime ? content->lastNs : span.toNs,
                                 .isOpen = span.toNs == kNoTime,
                                 .isLight = span.kind == config::RecordingSpan::Kind::Daily});
    if (gaps.vanishing)
        content->vanishing = {gaps.vanishing->lastSeenNs, gaps.vanishing->missingNs};
    return content;
}

void ConfigAxis::adoptResource()
{
    m_content = makeContent();
    m_hovered.reset();
    showAll();
    updateGeometry();
    refresh();
}

void ConfigAxis::adoptGaps()
{
    m_content = makeContent();
    if (m_showsAll)
        showAll();
    refresh();
}

void ConfigAxis::refresh()
{
    describe();
    update();
}

// All of this resource: its states, and where it vanished.
Window ConfigAxis::all() const
{
    if (!m_content || m_content->states.empty())
        return {};
    double to = secondsOf(m_content->states.back());
    if (m_content->vanishing)
        to = std::max(to, secondsOf(m_content->vanishing->second));
    return padded(secondsOf(m_content->states.front()), to);
}

// All of the export, so that one sees when a resource began and ended within it.
Window ConfigAxis::limits() const
{
    const Window own = all();
    if (!m_content || m_content->states.empty())
        return own;
    const config::Resources& resources = *m_timeline.resources();
    const Window whole = padded(secondsOf(resources.firstNs()), secondsOf(resources.lastNs()));
    return {std::min(own.from, whole.from), std::max(own.to, whole.to)};
}

void ConfigAxis::setWindow(const Window& window)
{
    m_window = within(window, limits());
    m_showsAll = m_window == all();
    update();
}

void ConfigAxis::showAll()
{
    m_window = all();
    m_showsAll = true;
    update();
}

void ConfigAxis::zoomAround(double seconds, double factor)
{
    setWindow(zoomed(m_window, seconds, factor));
}

void ConfigAxis::zoom(double factor)
{
    const auto current = m_timeline.current();
    double around = (m_window.from + m_window.to) / 2;
    if (current && *current < history().datedBlocks) {
        const double at = secondsOf(history().blocks[*current].capturedNs);
        if (at >= m_window.from && at <= m_window.to)
            around = at;
    }
    zoomAround(around, factor);
}

// So that the state that is looked at is in view.
void ConfigAxis::reveal()
{
    const auto current = m_timeline.current();
    if (!current || *current >= history().datedBlocks)
        return;
    constexpr double kMargin = 0.02; // of the window
    const double at = secondsOf(history().blocks[*current].capturedNs);
    const double margin = m_window.length() * kMargin;
    if (at < m_window.from + margin || at > m_window.to - margin)
        setWindow(moved(m_window, at - (m_window.from + m_window.to) / 2));
}

Inputs ConfigAxis::inputs() const
{
    const QFontMetrics metrics(font());
    Inputs in;
    in.size = size();
    in.lineHeight = metrics.height();
    in.markSize = std::max(16, metrics.height() * 16 / 17);
    in.cardWidth = metrics.horizontalAdvance(tr("%1 changes").arg(QStringLiteral("00"))
                                             + QStringLiteral(" \u00B7 ")
                                             + tr("%1 events").arg(QStringLiteral("00")))
        + 26;
    if (m_content && m_content->undated > 0)
        in.undatedWidth = metrics.horizontalAdvance(tr("%1 undated").arg(m_content->undated)) + 16;
    in.window = m_window;
    in.content = m_content;
    in.current = m_timeline.current();
    in.base = m_timeline.base();
    return in;
}

const Geometry& ConfigAxis::geometry() const
{
    const Inputs in = inputs();
    if (!(m_geometry.inputs() == in))
        m_geometry = Geometry(in);
    return m_geometry;
}

QSize ConfigAxis::sizeHint() const
{
    return {600, heightFor(inputs(), kRows)};
}

QSize ConfigAxis::minimumSizeHint() const
{
    return {240, heightFor(inputs(), 0)};
}

QString ConfigAxis::cardTime(std::int64_t ns) const
{
    const QString full = momentText(ns, m_investigation.zone()); // "2026-03-14 09:26:53.120"
    if (m_window.length() <= 60)
        return full.mid(11);
    if (m_window.length() <= 20 * kHour)
        return full.mid(11, 8);
    return m_window.length() <= 300 * kDay ? full.mid(5, 11) : full.left(10);
}

CardWords ConfigAxis::cardWords(const Card& card) const
{
    const config::Block& first = history().blocks[card.first];
    if (card.states == 1) {
        // There is no room to say that there is none.
        auto events = m_timeline.eventCount(card.first);
        if (events == 0)
            events.reset();
        return {cardTime(first.capturedNs),
                countsWords(first, m_timeline.changes(card.first), events)};
    }
    const config::Block& last = history().blocks[card.first + card.states - 1];
    const QString from = cardTime(first.capturedNs);
    QString to = cardTime(last.capturedNs);
    if (from == to)
        return {tr("%1 states").arg(countText(card.states)), from};
    // The day is said once; of several, only the days are.
    const qsizetype day = from.lastIndexOf(u' ');
    if (day > 0 && to.left(day) == from.left(day))
        to.remove(0, day + 1);
    else if (day > 0)
        return {tr("%1 states").arg(countText(card.states)),
                tr("%1 \u2013 %2").arg(from.left(day), to.left(day))};
    return {tr("%1 states").arg(countText(card.states)), tr("%1 \u2013 %2").arg(from, to)};
}

// Where it is that of the state, the state tells it.
std::optional<std::int64_t> ConfigAxis::shownMoment() const
{
    const auto moment = m_investigation.moment();
    const auto current = m_timeline.current();
    if (moment && current && history().blocks[*current].capturedNs == *moment)
        return std::nullopt;
    return moment;
}

Scene ConfigAxis::scene() const
{
    const QByteArray& zone = m_investigation.zone();
    Scene scene;
    scene.geometry = &geometry();
    scene.mark = [this](std::uint32_t state) {
        return stateMark(history().blocks[state], m_timeline.changes(state));
    };
    scene.words = [this](const Card& card) {
        return cardWords(card);
    };
    if (m_content && !m_content->states.empty()) {
        const query::TimeSpan span = spanOf(m_window);
        const int room = QFontMetrics(font()).horizontalAdvance(QStringLiteral("0000-00-00")) + 24;
        scene.ticks = timeTicks(span, plotRect(scene.geometry->inputs()).width(), room, zone);
        scene.span = TimeText(zone).span(span.from, span.to);
    }
    if (m_content && m_content->undated > 0)
        scene.undated = tr("%1 undated").arg(m_content->undated);
    std::vector<config::RecordingSpan::Kind> told;
    for (const config::RecordingSpan& span : m_timeline.gaps().spans) {
        if (std::ranges::find(told, span.kind) != told.end())
            continue;
        told.push_back(span.kind);
        scene.legend.push_back(
            {gapName(span.kind), span.kind == config::RecordingSpan::Kind::Daily});
    }
    scene.moment = shownMoment();
    if (scene.moment)
        scene.momentWords = tr("as of %1").arg(cardTime(*scene.moment));
    scene.seen = m_timeline.gaps().seenNs;
    scene.hovered = m_hovered;
    scene.isUndatedCurrent = m_timeline.current() && *m_timeline.current() >= history().datedBlocks;
    scene.hasFocus = hasFocus();
    return scene;
}

void ConfigAxis::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    configaxis::paint(painter, scene(), themeColors(palette()));
}

QString ConfigAxis::helpOf(std::uint32_t state) const
{
    const config::Block& block = history().blocks[state];
    QStringList lines;
    lines.append(block.capturedNs == kNoTime
                     ? tr("Without a capture time")
                     : momentTextWithZone(block.capturedNs, m_investigation.zone()));
    const QString status = statusText(block.status);
    const QString words =
        countsWords(block, m_timeline.changes(state), m_timeline.eventCount(state));
    lines.append(status.isEmpty() ? words : tr("%1 (%2)").arg(words, status));
    const QString notes = stateNotes(history(), state, m_investigation.zone());
    if (!notes.isEmpty())
        lines.append(notes);
    return lines.join(u'\n');
}

QString ConfigAxis::helpAt(const QPoint& point) const
{
    const Hit hit = geometry().hit(point);
    const QByteArray& zone = m_investigation.zone();
    switch (hit.kind) {
    case Hit::Kind::State:
        return helpOf(hit.first);
    case Hit::Kind::Cluster: {
        const auto& blocks = history().blocks;
        return tr("%1 states with %2 changes, %3 to %4. A click opens them.")
            .arg(countText(hit.states), countText(changesIn(m_timeline, hit.first, hit.states)),
                 momentText(blocks[hit.first].capturedNs, zone),
                 momentTextWithZone(blocks[hit.first + hit.states - 1].capturedNs, zone));
    }
    case Hit::Kind::Undated:
        return tr("States without a capture time: when it was so is not known. A click goes "
                  "through them.");
    case Hit::Kind::Gap:
        return gapText(m_timeline.gaps().spans[hit.gap], zone);
    case Hit::Kind::Vanishing:
        return vanishingText(*m_timeline.gaps().vanishing, zone);
    case Hit::Kind::Axis:
    case Hit::Kind::Nothing:
        break;
    }
    return {};
}

void ConfigAxis::describe()
{
    QStringList parts;
    const auto states = history().blocks.size();
    parts.append(states == 1 ? tr("1 state") : tr("%1 states").arg(countText(states)));
    if (const auto current = m_timeline.current())
        parts.append(tr("looking at state %1: %2")
                         .arg(countText(*current + 1), helpOf(*current).replace(u'\n', u' ')));
    if (const auto base = m_timeline.base())
        parts.append(tr("compared with state %1").arg(countText(*base + 1)));
    for (const config::RecordingSpan& span : m_timeline.gaps().spans)
        parts.append(gapText(span, m_investigation.zone()).replace(u'\n', u' '));
    setAccessibleDescription(parts.join(QStringLiteral("; ")));
}

void ConfigAxis::copyStates()
{
    QString text;
    for (std::uint32_t i = 0; i < history().blocks.size(); ++i) {
        const config::Block& block = history().blocks[i];
        text += (block.capturedNs == kNoTime
                     ? QString()
                     : momentTextWithZone(block.capturedNs, m_investigation.zone()))
            + u'\t' + statusText(block.status) + u'\t'
            + countsWords(block, m_timeline.changes(i), m_timeline.eventCount(i)) + u'\n';
    }
    QGuiApplication::clipboard()->setText(text);
}

} // namespace trailloupe::ui
