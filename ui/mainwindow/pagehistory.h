// PageHistory: where the person was, for back and forward.
//
// Representation: a list of page names and a position in it; neighbours differ. Visiting a page
// cuts off what lay ahead, as browsers do.
// Threads: a value type.
#pragma once

#include <QString>
#include <QStringList>

namespace trailloupe::ui {

class PageHistory
{
public:
    void visit(const QString& page);
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_pages.size(); }
    QString back(); // the page to show; REQUIRES canGoBack()
    QString forward(); // REQUIRES canGoForward()

private:
    QStringList m_pages;
    qsizetype m_at = -1;
};

} // namespace trailloupe::ui
