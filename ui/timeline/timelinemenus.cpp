// The menus of TimelineView.
#include "model/workspace/pivots.h"
#include "ui/common/icons.h"
#include "ui/common/markmenu.h"
#include "ui/common/pivotmenu.h"
#include "ui/timeline/timelineview.h"
#include "ui/timeline/timelinewords.h"
#include "ui/words/timetext.h"

#include <QContextMenuEvent>
#include <QMenu>

namespace trailloupe::ui {

using timeline::Hit;
using trailloupe::timeline::Lane;
using trailloupe::timeline::Lanes;
using workspace::Casebook;
using workspace::PivotValue;

namespace {

casefile::Subject spanSubject(query::TimeSpan span)
{
    return {.kind = casefile::Subject::Kind::Span, .from = span.from, .to = span.to};
}

} // namespace

void TimelineView::addLaneActions(QMenu* menu, std::size_t number)
{
    const Lanes& all = *lanes();
    const Lane& lane = all.lanes()[number];
    if (lane.kind == Lane::Kind::Rest) {
        menu->addAction(tr("&Open the Next Values"), this, [this] { m_timelining.openRest(); });
        menu->addSeparator();
        return;
    }
    PivotValue value{all.field(), std::nullopt};
    if (lane.kind == Lane::Kind::Value)
        value.value = lane.text;
    addPivotActions(menu, m_investigation, {value});
    addFollowAction(menu, m_investigation, value);
    addColumnAction(menu, m_investigation, *all.events(), all.field());
    menu->addSeparator();
    if (lane.kind == Lane::Kind::Value)
        menu->addAction(lane.isPinned ? tr("Un&pin This Lane\tP") : tr("&Pin This Lane\tP"), this,
                        [this, text = lane.text, pinned = lane.isPinned] {
                            m_timelining.setPinned(text, !pinned);
                        });
}

void TimelineView::addEventActions(QMenu* menu, const Hit& hit)
{
    const Lanes& all = *lanes();
    const TimeText time(m_investigation.zone());
    const auto times = all.times(hit.lane);
    const std::int64_t from = times[hit.first];
    const std::int64_t to = std::int64_t{times[hit.first + hit.events - 1]} + 1;
    if (hit.events == 1) {
        const RowId row = all.row(hit.lane, hit.first);
        menu->addAction(icon(QStringLiteral("events")), tr("&Read This Event\tEnter"), this,
                        [this, row] {
                            m_investigation.selectRow(row);
                            openSelected();
                        });
        addFollowActions(menu, m_investigation, all.events(), row);
        if (canMark())
            addEventMarkActions(menu, row);
    } else {
        addTimeActions(menu, m_investigation, {from, to}, time.span(from, to));
    }
    menu->addSeparator();
    menu->addAction(tr("Count Times from &Here (T0)"), this,
                    [this, from] { m_zoom.setOrigin(from); });
}

bool TimelineView::canMark() const
{
    return m_casebook && m_casebook->state() != Casebook::State::None;
}

void TimelineView::starSelected()
{
    if (canMark() && m_investigation.selectedRow())
        toggleStar(this, *m_casebook, {m_casebook->entryOf(*m_investigation.selectedRow())});
}

void TimelineView::starSpan(query::TimeSpan span)
{
    if (canMark())
        toggleStar(this, *m_casebook, {m_casebook->entryOf(spanSubject(span))});
}

void TimelineView::addEventMarkActions(QMenu* menu, RowId row)
{
    menu->addSeparator();
    addMarkActions(
        menu, *m_casebook, [this, row] { return std::vector{m_casebook->entryOf(row)}; },
        [this, row] {
            m_investigation.selectRow(row);
            Q_EMIT noteRequested();
        });
}

// Of the span that is taken.
void TimelineView::addSpanActions(QMenu* menu, query::TimeSpan span)
{
    addTimeActions(menu, m_investigation, span,
                   TimeText(m_investigation.zone()).span(span.from, span.to));
    if (canMark()) {
        const Casebook::Entry* known = m_casebook->find(spanSubject(span));
        menu->addAction(known && known->mark.isStarred ? tr("Take the Star of This Span Away")
                                                       : tr("St&ar This Span"),
                        this, [this, span] { starSpan(span); });
    }
    menu->addSeparator();
}

void TimelineView::addViewActions(QMenu* menu)
{
    const auto add = [&](const QString& text, bool enabled, auto action) {
        menu->addAction(text, this, action)->setEnabled(enabled);
    };
    const bool isThere = m_zoom.trace().has_value();
    if (m_zoom.selection())
        addSpanActions(menu, *m_zoom.selection());
    add(tr("&Focus the Selection\tF"), m_zoom.selection() || m_selectedPlace,
        [this] { focusSelection(); });
    add(tr("Fit &All\tShift+F"), isThere && !m_zoom.showsAll(), [this] { m_zoom.showAll(); });
    add(tr("Zoom &In\tW"), isThere, [this] { zoomBy(0.6); });
    add(tr("Zoom &Out\tS"), isThere && !m_zoom.showsAll(), [this] { zoomBy(1 / 0.6); });
    add(tr("No T&0"), m_zoom.origin().has_value(), [this] { m_zoom.setOrigin(std::nullopt); });
    add(tr("Give the &Span Up\tEsc"), m_zoom.selection().has_value(),
        [this] { m_zoom.setSelection(std::nullopt); });
    QAction* findings =
        menu->addAction(tr("&Mark Findings"), this, &TimelineView::setShowsFindings);
    findings->setCheckable(true);
    findings->setChecked(m_showsFindings);
    menu->addSeparator();
    menu->addAction(icon(QStringLiteral("export")), tr("Save Pictu&re…"), this,
                    &TimelineView::pictureRequested)
        ->setEnabled(isThere);
    menu->addAction(icon(QStringLiteral("notes")), tr("&Keep Picture in the Case"), this,
                    &TimelineView::keepRequested)
        ->setEnabled(isThere);
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event)
{
    const Lanes* all = lanes();
    if (!all)
        return;
    Hit hit;
    if (event->reason() != QContextMenuEvent::Keyboard) {
        hit = geometryNow().hit(event->pos());
    } else if (const auto selected = selectedHit()) {
        hit = *selected;
    } else if (m_currentLane) {
        hit.kind = Hit::Kind::Header;
        hit.lane = *m_currentLane;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (hit.events > 0) {
        addEventActions(menu, hit);
        menu->addSeparator();
    }
    if (hit.kind != Hit::Kind::Nothing && hit.kind != Hit::Kind::Axis) {
        setCurrentLane(hit.lane);
        addLaneActions(menu, hit.lane);
        menu->addAction(tr("Fold or &Unfold This Lane\tX"), this, [this, lane = hit.lane] {
            if (lanes() && lane < lanes()->lanes().size())
                toggleFolded(lane);
        });
        menu->addSeparator();
    }
    addViewActions(menu);
    menu->popup(event->globalPos());
}

} // namespace trailloupe::ui
