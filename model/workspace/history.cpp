#include "model/workspace/history.h"

#include <QScopedValueRollback>

namespace trailloupe::workspace {
namespace {

constexpr int kPauseMs = 1500;

} // namespace

History::History(Investigation& investigation, QObject* parent)
    : QObject(parent)
    , m_investigation(investigation)
{
    m_running.setSingleShot(true);
    m_running.setInterval(kPauseMs);
    restart();
    connect(&investigation, &Investigation::pageChanged, this, &History::note);
    connect(&investigation, &Investigation::filterChanged, this, &History::note);
    connect(&investigation, &Investigation::selectionChanged, this, &History::note);
    connect(&investigation, &Investigation::selectedResourceChanged, this, &History::note);
    connect(&investigation, &Investigation::momentChanged, this, &History::note);
}

void History::restart()
{
    m_running.stop();
    m_views = {present()};
    m_at = 0;
    Q_EMIT changed();
}

History::View History::present() const
{
    return {.page = m_investigation.page(),
            .filter = m_investigation.filter(),
            .row = m_investigation.selectedRow(),
            .resource = m_investigation.selectedResource(),
            .moment = m_investigation.moment()};
}

void History::note()
{
    if (m_restoring)
        return;
    const View now = present();
    View& top = m_views[m_at];
    if (now == top)
        return;
    const bool samePage = now.page == top.page;
    const bool sameFilter = samePage && now.filter == top.filter;
    const bool moved = sameFilter && now.resource == top.resource;
    const bool typed =
        samePage && now.filter.chips == top.filter.chips && now.filter.text != top.filter.text;
    const bool runs = typed || (sameFilter && !moved);
    const bool goesOn = runs && m_running.isActive();
    if (runs)
        m_running.start();
    else if (!moved)
        m_running.stop();
    if (moved || goesOn) {
        top = now;
        Q_EMIT changed();
        return;
    }
    m_views.resize(m_at + 1);
    m_views.push_back(now);
    if (m_views.size() > kMaxViews)
        m_views.erase(m_views.begin());
    m_at = m_views.size() - 1;
    Q_EMIT changed();
}

void History::back()
{
    if (canGoBack())
        goTo(m_at - 1);
}

void History::forward()
{
    if (canGoForward())
        goTo(m_at + 1);
}

void History::goTo(std::size_t view)
{
    m_running.stop();
    m_at = view;
    {
        const QScopedValueRollback restoring(m_restoring, true);
        const View to = m_views[view];
        m_investigation.setFilter(to.filter);
        m_investigation.setMoment(to.moment);
        m_investigation.selectResource(to.resource);
        m_investigation.setPage(to.page);
        m_investigation.selectRow(to.row);
    }
    Q_EMIT changed();
}

} // namespace trailloupe::workspace
