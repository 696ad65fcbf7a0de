// Workspace: the open evidence, as a QObject: opens exports, publishes generations, tells progress.
//
// Representation: a load publishes into a mailbox that holds only the newest generation, so that
// the window sees at most one change per turn of its event loop however fast generations come.
// Threads: lives on the GUI thread; loading runs in the job slot "load". evidence() is immutable
// and may be handed to jobs. Destroying the Workspace cancels every job and waits.
#pragma once

#include "model/config/resources.h"
#include "model/identity/names.h"
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

    // Without an opener, archives are ledger lines.
    explicit Workspace(JobRunner& jobs, ingest::ArchiveOpener openArchive = {},
                       QObject* parent = nullptr);
    ~Workspace() override;

    void open(const QStringList& paths); // replaces what is open
    void cancel(); // stops loading, keeps what was read
    void close();

    State state() const { return m_state; }
    const Error& error() const { return m_error; }
    QStringList paths() const { return m_paths; } // absolute
    QString title() const; // "export.zip", "AWSLogs and 2 more"

    // Never null inside; an empty store and ledger when nothing is open.
    // Once nothing more will come (Ready, Cancelled), evidence().complete is true.
    const ingest::Evidence& evidence() const { return m_evidence; }

    // Who was behind the events: null until all that will come is read, and where it could not be
    // worked out. Changes with the evidence, whose store then has what it says as fields.
    const identity::IdentitiesPtr& identities() const { return m_identities; }
    // What those fields call them; null as identities() is.
    const identity::NamesPtr& names() const { return m_names; }

    // What AWS Config recorded, resource by resource: null until all that will come is read, and
    // where memory did not reach; without any resource where there are no items. A ResourceNo means
    // the same until the evidence is replaced.
    const config::ResourcesPtr& resources() const { return m_resources; }

    const Progress& progress() const { return m_progress; }
    qint64 elapsedMs() const;
    qint64 remainingMs() const; // -1: not known yet

Q_SIGNALS:
    void stateChanged();
    void evidenceChanged(); // a new generation; coalesced to one per event-loop turn
    void progressChanged();

private:
    struct Mailbox;
    struct Loaded
    {
        ingest::Evidence evidence;
        identity::IdentitiesPtr identities;
        identity::NamesPtr names;
        config::ResourcesPtr resources;
    };
    static void interpret(Loaded& loaded, const JobContext& context);

    void setState(State state);
    void adopt(Loaded loaded);
    void collect(const std::shared_ptr<Mailbox>& mailbox);
    void closeMailbox();
    void finishLoading(Result<Loaded> outcome);
    void interpretRest(); // what a load that was stopped has left
    void noteProgress(const Progress& progress);

    JobRunner& m_jobs;
    ingest::ArchiveOpener m_openArchive;
    State m_state = State::Empty;
    Error m_error;
    QStringList m_paths;
    ingest::Evidence m_evidence;
    identity::IdentitiesPtr m_identities;
    identity::NamesPtr m_names;
    config::ResourcesPtr m_resources;
    std::shared_ptr<Mailbox> m_mailbox; // of the load that runs
    Progress m_progress;
    QElapsedTimer m_timer;
    qint64 m_loadedMs = 0; // how long the last load took, once it ended
    qint64 m_measuredFromMs = -1; // when the total became known
    std::uint64_t m_measuredFromDone = 0;
};

} // namespace trailloupe::workspace
