// The lanes of resources on the Timeline page.
#include "ui/timeline/configstrip.h"
#include "ui/timeline/timelinepage.h"
#include "ui/timeline/timelineview.h"

#include <QSplitter>

#include <algorithm>

namespace trailloupe::ui {

using workspace::Stacking;

void TimelinePage::setStacked(workspace::StackedResources& stacked)
{
    m_stacking = new Stacking(m_workspace, stacked, m_jobs, this);
    m_strip = new ConfigStrip(m_workspace, m_investigation, *m_stacking, m_zoom, *m_view, m_split);
    m_split->addWidget(m_strip);
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 0);
    connect(m_stacking, &Stacking::resourcesChanged, this, &TimelinePage::showStrip);
    connect(m_stacking, &Stacking::lanesChanged, this, &TimelinePage::showState);
    connect(m_strip, &ConfigStrip::heightChanged, this, &TimelinePage::arrangeStrip);
    connect(m_split, &QSplitter::splitterMoved, this, [this] { m_splitIsChosen = true; });
    connect(m_view, &TimelineView::leftBelow, m_strip, &ConfigStrip::enterFromAbove);
    connect(m_strip, &ConfigStrip::leftAbove, m_view, &TimelineView::enterFromBelow);
    m_stacking->setActive(isVisible());
    showStrip();
}

void TimelinePage::showStrip()
{
    m_strip->setVisible(m_stacking->hasResources());
    arrangeStrip();
}

// As high as its lanes, up to two fifths, or most of it where there are no events, unless somebody
// chose otherwise.
void TimelinePage::arrangeStrip()
{
    if (!m_strip || m_strip->isHidden())
        return;
    m_strip->setMinimumHeight(m_strip->leastHeight());
    m_strip->setMaximumHeight(m_strip->wholeHeight());
    if (m_splitIsChosen)
        return;
    const int all = m_split->height() - m_split->handleWidth();
    const int most = m_workspace.evidence().store->rowCount() > 0 ? all * 2 / 5 : all * 4 / 5;
    const int below = std::clamp(most, m_strip->leastHeight(), m_strip->wholeHeight());
    m_split->setSizes({all - below, below});
}

bool TimelinePage::isInStrip() const
{
    return m_strip && m_strip->hasFocus();
}

} // namespace trailloupe::ui
