// Workspace: the open evidence, as a QObject: opens exports, publishes generations, tells progress.
//
// Threads: lives on the GUI thread; loading runs in jobs. evidence() is immutable and may be handed
// to jobs.
//   Destroying the Workspace cancels and waits.
#pragma once

#include "model/ingest/loader.h"
#include "model/workspace/jobrunner.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

namespace trailloupe::workspace {

class Workspace : public QObject
{
    Q_OBJECT
public:
    enum class State
    {
        Empty, // nothing was opened
        Loading,
        Ready, // everything was read; the ledger may still hold problems
        Cancelled, // the person stopped it; what was read stays
        Failed, // nothing could be opened; error() says why
    };
    Q_ENUM(State)

    explicit Workspace(JobRunner& jobs, QObject* parent = nullptr);
    ~Workspace() override;

    void open(const QStringList& paths); // replaces what is open
    void cancel(); // stops loading, keeps what was read
    void close();

    State state() const { return m_state; }
    const Error& error() const { return m_error; }
    QStringList paths() const { return m_paths; } // absolute
    QString title() const; // "export.zip", "AWSLogs and 2 more"

    // Never null inside; an empty store and ledger when nothing is open.
    const ingest::Evidence& evidence() const { return m_evidence; }

    const Progress& progress() const { return m_progress; }
    qint64 elapsedMs() const;
    qint64 remainingMs() const; // -1: not known yet

Q_SIGNALS:
    void stateChanged();
    void evidenceChanged(); // a new generation; coalesced to one per event-loop turn
    void progressChanged();

private:
    void setState(State state);
    void adopt(const ingest::Evidence& evidence);

    JobRunner& m_jobs;
    State m_state = State::Empty;
    Error m_error;
    QStringList m_paths;
    ingest::Evidence m_evidence;
    Progress m_progress;
    QElapsedTimer m_timer;
    qint64 m_loadedMs = 0;
};

} // namespace trailloupe::workspace
