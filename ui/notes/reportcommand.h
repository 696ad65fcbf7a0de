// ReportCommand: the report of the case as a file: asks for a name, makes it in the background,
// says what came of it.
//
// Threads: GUI thread only; the report is made by a job in the slot "case.report", of what is
// marked and open when it is asked for.
#pragma once

#include "model/workspace/casebook.h"
#include "model/workspace/filtering.h"

#include <QObject>

namespace trailloupe::workspace {
class Investigation;
class Workspace;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class ReportCommand : public QObject
{
    Q_OBJECT
public:
    ReportCommand(workspace::Workspace& workspace, workspace::Investigation& investigation,
                  const workspace::Filtering& filtering, workspace::Casebook& casebook,
                  workspace::JobRunner& jobs, QWidget* window);

    bool canStart() const; // a case is open, and no other report is being made
    void start(); // asks for the name first
    bool isRunning() const { return m_isRunning; }
    void stop();
    QString words() const { return m_words; } // what is going on, or came of the last one
    bool isError() const { return m_isError; }
    QString path() const { return m_path; } // of the last one that was written; else empty

Q_SIGNALS:
    void changed();

private:
    void write(const QString& path);
    void say(const QString& words, bool isError);

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    const workspace::Filtering& m_filtering;
    workspace::Casebook& m_casebook;
    workspace::JobRunner& m_jobs;
    QWidget* m_window;
    bool m_isRunning = false;
    bool m_isError = false;
    QString m_words;
    QString m_path;
};

} // namespace trailloupe::ui
