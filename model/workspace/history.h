// History: where the person was: page, filter, selected event, resource and moment, for back and
// forward.
//
// Representation: a list of views and a place in it; a new view cuts off what lay ahead, as
// browsers do. Moving through events or moments changes the view at hand instead of adding one. So
// do typing and moving through resources: what was typed, or come to, is one view once the person
// pauses or does something else.
// Threads: GUI thread only.
#pragma once

#include "model/workspace/investigation.h"

#include <QObject>
#include <QTimer>

#include <optional>
#include <vector>

namespace trailloupe::workspace {

class History : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t kMaxViews = 200;

    explicit History(Investigation& investigation, QObject* parent = nullptr);

    struct View
    {
        QString page;
        Filter filter;
        std::optional<RowId> row;
        std::optional<config::ResourceNo> resource;
        std::optional<std::int64_t> moment;

        bool operator==(const View&) const = default;
    };

    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_views.size(); }
    void back();
    void forward();
    void goTo(std::size_t view); // REQUIRES view < views().size()
    const std::vector<View>& views() const { return m_views; }
    std::size_t current() const { return m_at; }
    // Forgets everything but the view at hand: another export was opened.
    void restart();

Q_SIGNALS:
    void changed(); // views, or the place among them

private:
    View present() const;
    void note();

    Investigation& m_investigation;
    std::vector<View> m_views;
    std::size_t m_at = 0;
    QTimer m_running; // as long as letters, or resources, belong to one view
    bool m_restoring = false;
};

} // namespace trailloupe::workspace
