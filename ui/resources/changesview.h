// ChangesView: what changed between two states of a resource, and the events that led to it.
//
// While the next difference is on its way the last one stays, for kBusyAfterMs.
// Threads: GUI thread only.
#pragma once

#include "model/workspace/configtimeline.h"
#include "ui/resources/changesdocument.h"

#include <QTextBrowser>
#include <QTimer>

class QUrl;

namespace trailloupe::ui {

class ChangesView : public QTextBrowser
{
    Q_OBJECT
public:
    static constexpr int kBusyAfterMs = 150;

    ChangesView(workspace::ConfigTimeline& timeline, workspace::Investigation& investigation,
                QWidget* parent = nullptr);

    const ChangesShown& shown() const { return m_shown; }
    QString text() const; // all of it as plain text
    void copyAll();

Q_SIGNALS:
    void eventRequested(trailloupe::RowId event); // to be shown among the others
    void eventsRequested(); // all that name the resource in this time

protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void adopt(); // another difference
    void render();
    void follow(const QUrl& link);

    workspace::ConfigTimeline& m_timeline;
    workspace::Investigation& m_investigation;
    ChangesShown m_shown;
    QTimer m_busy;
};

} // namespace trailloupe::ui
