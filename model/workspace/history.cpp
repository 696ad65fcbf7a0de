#include "model/workspace/history.h"

#include <QScopedValueRollback>

namespace trailloupe::workspace {
namespace {

constexpr int kTypingMs = 1500;

} // namespace

History::History(Investigation& investigation, QObject* parent)
    : QObject(parent)
    , m_investigation(investigation)
{
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingMs);
    restart();
    connect(&investigation, &Investigation::pageChanged, this, &History::note);
    connect(&investigation, &Investigation::filterChanged, this, &History::note);
    connect(&investigation, &Investigation::selectionChanged, this, &History::note);
}

void History::restart()
{
    m_typing.stop();
    m_views = {{m_investigation.page(), m_investigation.filter(), m_investigation.selectedRow()}};
    m_at = 0;
    Q_EMIT changed();
}

void History::note()
{
    if (m_restoring)
        return;
    const View now{m_investigation.page(), m_investigation.filter(), m_investigation.selectedRow()};
    View& top = m_views[m_at];
    if (now == top)
        return;
    const bool samePage = now.page == top.page;
    const bool moved = samePage && now.filter == top.filter;
    const bool typed =
        samePage && now.filter.chips == top.filter.chips && now.filter.text != top.filter.text;
    const bool goesOn = typed && m_typing.isActive();
    if (typed)
        m_typing.start();
    else if (!moved)
        m_typing.stop();
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
    m_typing.stop();
    m_at = view;
    {
        const QScopedValueRollback restoring(m_restoring, true);
        const View to = m_views[view];
        m_investigation.setFilter(to.filter);
        m_investigation.setPage(to.page);
        m_investigation.selectRow(to.row);
    }
    Q_EMIT changed();
}

} // namespace trailloupe::workspace
