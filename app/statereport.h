// StateReport: writes what the window shows into a file, as JSON, for tests that drive the real
// program from outside.
//
// Active only when the environment variable TRAILLOUPE_STATE_FILE names a file. The file is
// replaced as a whole whenever something in it has changed; see describe() for its members.
// Threads: GUI thread only.
#pragma once

#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"

#include <QByteArray>
#include <QJsonObject>
#include <QTimer>
#include <QWidget>

namespace trailloupe::app {

class StateReport : public QObject
{
    Q_OBJECT
public:
    StateReport(const workspace::Workspace& workspace,
                const workspace::Investigation& investigation, const workspace::JobRunner& jobs,
                const QWidget& window, QObject* parent = nullptr);

    // The file that was asked for, or an empty string.
    static QString requestedFile();
    void start(const QString& file);

    QJsonObject describe() const;

private:
    void write();

    const workspace::Workspace& m_workspace;
    const workspace::Investigation& m_investigation;
    const workspace::JobRunner& m_jobs;
    const QWidget& m_window;
    QString m_file;
    QByteArray m_written;
    QTimer m_clock;
};

} // namespace trailloupe::app
