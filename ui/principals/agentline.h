// AgentLine: console or API, in one line: how many calls came from the console, the command line,
// SDKs, services and other programs. Each is a link to its events, with a menu of pivots.
//
// Threads: GUI thread only.
#pragma once

#include "model/query/agentfamily.h"
#include "model/query/facet.h"
#include "model/workspace/pivots.h"

#include <QLabel>

#include <functional>
#include <vector>

namespace trailloupe::ui {

class AgentLine : public QLabel
{
    Q_OBJECT
public:
    explicit AgentLine(workspace::Investigation& investigation, QWidget* parent = nullptr);

    // Events by family of their user agents; `without` have none. By the whole user agent where the
    // family says only on what the program runs.
    void setCounts(const std::vector<query::FacetValue>& families, std::uint64_t without,
                   const std::vector<query::FacetValue>& userAgents);
    using Values = std::vector<workspace::PivotValue>;
    // Leads to the events that have any of the values. False: that cannot be asked for.
    void setShowEvents(std::function<bool(const Values&)> show) { m_show = std::move(show); }
    QString words() const; // as it is read

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Part
    {
        QString name;
        quint64 events = 0;
        Values values;
    };
    void showParts();
    void openMenu(const QPoint& at);

    workspace::Investigation& m_investigation;
    std::function<bool(const Values&)> m_show;
    std::vector<Part> m_parts; // that have events
    QString m_hovered; // link: number of a part
};

} // namespace trailloupe::ui
