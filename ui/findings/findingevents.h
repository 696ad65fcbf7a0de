// FindingEvents: the events of a finding, by time, to be gone through and opened.
//
// The event that is chosen here is the one that is selected everywhere.
// Threads: GUI thread only. Cost: setFinding() O(events of the finding), a copy of their rows.
#pragma once

#include "model/detection/findings.h"
#include "model/items/eventtablemodel.h"

#include <QTableView>

#include <optional>
#include <vector>

namespace trailloupe::workspace {
class Casebook;
class Investigation;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class FindingEvents : public QTableView
{
    Q_OBJECT
public:
    explicit FindingEvents(workspace::Investigation& investigation, QWidget* parent = nullptr);

    void setCasebook(const workspace::Casebook& casebook);
    // Null: none.
    void setFinding(const detection::FindingsPtr& findings, const detection::Finding* finding);

    items::EventTableModel* events() const { return m_events; }
    std::optional<RowId> currentEvent() const;
    std::vector<RowId> chosenEvents(std::size_t most) const;

Q_SIGNALS:
    void eventRequested(RowId row);
    void timelineRequested(RowId row);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void showWords();
    void showSelected();
    void showMenu(const QPoint& at);
    void step(int rows);

    workspace::Investigation& m_investigation;
    items::EventTableModel* m_events;
    bool m_isSelecting = false; // not by the person
};

} // namespace trailloupe::ui
