#include "ui/mainwindow/pagehistory.h"

namespace trailloupe::ui {

namespace {

constexpr qsizetype kMaxPages = 100;

} // namespace

void PageHistory::visit(const QString& page)
{
    if (m_at >= 0 && m_pages.at(m_at) == page)
        return;
    m_pages.resize(m_at + 1);
    m_pages.append(page);
    if (m_pages.size() > kMaxPages)
        m_pages.removeFirst();
    m_at = m_pages.size() - 1;
}

QString PageHistory::back()
{
    Q_ASSERT(canGoBack());
    return m_pages.at(--m_at);
}

QString PageHistory::forward()
{
    Q_ASSERT(canGoForward());
    return m_pages.at(++m_at);
}

} // namespace trailloupe::ui
