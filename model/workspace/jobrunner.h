// JobRunner: runs jobs off the GUI thread, one slot per purpose.
//
// Starting a job in a slot cancels the one before it; a result that belongs to an older ticket is
// dropped. The callbacks (done, progress) run on the thread the JobRunner lives on, from its event
// loop, never from inside start() or cancel(). Cancelled is an outcome of its own: `done` gets a
// Result with Error::Kind::Cancelled only when cancel(slot) was called, never when superseded; it
// gets it at once, however long the job takes to notice, and nothing else afterwards.
//
// Two orders of haste: what a person waits for (start), and what may come a little later beside it
// (startBeside: facets, bars, colours, the overview). Where processors are short, the window goes
// before both, and the first before the second.
//
// Threads: every public member on the owner's thread. Destruction cancels every job, waits for it
// and delivers nothing.
// Errors: a job that runs out of memory ends with Error::Kind::TooLarge.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <QThreadPool>

#include <functional>
#include <map>
#include <memory>
#include <new>
#include <stop_token>
#include <type_traits>

namespace trailloupe::workspace {

class JobRunner : public QObject
{
    Q_OBJECT
public:
    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override;

    // work: Result<T>(const JobContext&), runs on the pool; captures its inputs by value.
    // done: void(Result<T>), runs here unless superseded or `receiver` died. REQUIRES receiver.
    // progress: void(const Progress&), runs here, throttled.
    template<typename Work, typename Done>
    void start(const QString& slot, QObject* receiver, Work work, Done done,
               std::function<void(const Progress&)> progress = {})
    {
        startIn(m_awaited, slot, receiver, std::move(work), std::move(done), std::move(progress));
    }
    // As start(), with fewer rights to a processor.
    template<typename Work, typename Done>
    void startBeside(const QString& slot, QObject* receiver, Work work, Done done,
                     std::function<void(const Progress&)> progress = {})
    {
        startIn(m_beside, slot, receiver, std::move(work), std::move(done), std::move(progress));
    }

    void cancel(const QString& slot);
    void discard(const QString& slot); // stops the job; nobody hears of it any more
    bool isRunning(const QString& slot) const;
    bool isIdle() const;
    // Cancels everything and waits; for shutdown and tests.
    void cancelAllAndWait();

Q_SIGNALS:
    void runningChanged(const QString& slot, bool running);

private:
    // The threads of a pool; `nice` as in setpriority(2).
    struct Crew
    {
        QThreadPool pool;
        int nice = 0;
    };
    using ErasedWork = std::function<std::shared_ptr<void>(const JobContext&)>;
    using ErasedDone = std::function<void(std::shared_ptr<void>)>; // null: cancelled
    using ErasedProgress = std::function<void(const Progress&)>;

    template<typename Work, typename Done>
    void startIn(Crew& crew, const QString& slot, QObject* receiver, Work work, Done done,
                 std::function<void(const Progress&)> progress)
    {
        using Outcome = std::invoke_result_t<Work, const JobContext&>;
        QPointer<QObject> guard(receiver);
        startErased(
            crew, slot,
            [work = std::move(work)](const JobContext& context) -> std::shared_ptr<void> {
                try {
                    return std::make_shared<Outcome>(work(context));
                } catch (const std::bad_alloc&) {
                    return std::make_shared<Outcome>(
                        Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"});
                }
            },
            [guard, done = std::move(done)](std::shared_ptr<void> outcome) {
                if (!guard)
                    return;
                if (outcome)
                    done(std::move(*static_cast<Outcome*>(outcome.get())));
                else
                    done(Outcome(Error{.kind = Error::Kind::Cancelled}));
            },
            [guard, progress = std::move(progress)](const Progress& p) {
                if (guard && progress)
                    progress(p);
            });
    }

    void startErased(Crew& crew, const QString& slot, ErasedWork work, ErasedDone done,
                     ErasedProgress progress);
    void finish(const QString& slot, quint64 ticket, std::shared_ptr<void> outcome);
    bool isCurrent(const QString& slot, quint64 ticket) const;

    struct Job
    {
        quint64 ticket = 0;
        std::stop_source stop;
        ErasedDone done;
    };
    std::map<QString, Job> m_running; // newest job of each slot
    quint64 m_nextTicket = 1;
    Crew m_awaited;
    Crew m_beside;
};

} // namespace trailloupe::workspace
