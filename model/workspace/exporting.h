// Exporting: writes events into a file in the background, one file at a time.
//
// Works in the job slot "export". What is written is what was asked for, whatever the window shows
// later. Threads: GUI thread only.
#pragma once

#include "model/query/eventexport.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"

#include <QObject>
#include <QString>

#include <optional>

namespace trailloupe::workspace {

class Exporting : public QObject
{
    Q_OBJECT
public:
    explicit Exporting(JobRunner& jobs, QObject* parent = nullptr);

    // Replaces a file of that name. REQUIRES !isRunning().
    void start(query::EventExport input, const QString& path);
    void stop(); // finished() tells Error::Kind::Cancelled

    bool isRunning() const { return m_isRunning; }
    const Progress& progress() const { return m_progress; } // of events
    QString path() const { return m_path; } // of the last one
    std::uint64_t events() const { return m_events; } // of the last one
    const std::optional<Error>& error() const { return m_error; } // of the last one

Q_SIGNALS:
    void runningChanged();
    void progressChanged();
    void finished(); // however it ended

private:
    JobRunner& m_jobs;
    bool m_isRunning = false;
    Progress m_progress;
    QString m_path;
    std::uint64_t m_events = 0;
    std::optional<Error> m_error;
};

// What is known of the evidence now: sources, events, duplicates, the sum of the ledger. The rest
// of the note is for the caller.
query::ExportNote noteOf(const ingest::Evidence& evidence, const QStringList& paths);

} // namespace trailloupe::workspace
