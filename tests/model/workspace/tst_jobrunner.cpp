#include "model/workspace/jobrunner.h"
#include "tests/support/testsupport.h"

#include <QElapsedTimer>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#endif

#include <atomic>
#include <optional>
#include <thread>

using namespace trailloupe;
using workspace::JobRunner;

namespace {

const QString kSlot = QStringLiteral("sort");

// A job that runs until it is told to stop or let go, and says which it was.
struct Gate
{
    QSemaphore started;
    QSemaphore release;

    Result<int> run(const JobContext& context, int value)
    {
        started.release();
        while (!release.tryAcquire(1, 1)) {
            if (context.cancelled())
                return Error{.kind = Error::Kind::Cancelled};
        }
        return value;
    }
};

} // namespace

class TestJobRunner : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aJobRunsElsewhereAndItsResultArrivesHere()
    {
        JobRunner jobs;
        QSignalSpy running(&jobs, &JobRunner::runningChanged);
        std::optional<int> result;
        std::thread::id worker;
        std::thread::id receiver;
        jobs.start(
            kSlot, this,
            [&worker](const JobContext&) -> Result<int> {
                worker = std::this_thread::get_id();
                return 7;
            },
            [&](Result<int> outcome) {
                receiver = std::this_thread::get_id();
                QVERIFY_OK(outcome);
                result = *outcome;
            });
        QVERIFY(!result); // never from inside start()
        QVERIFY(jobs.isRunning(kSlot));
        QTRY_VERIFY(result);
        QCOMPARE_EQ(*result, 7);
        QVERIFY(receiver == std::this_thread::get_id());
        QVERIFY(worker != receiver);
        QVERIFY(jobs.isIdle());
        QCOMPARE_EQ(running.size(), 2);
    }

    void aFailureArrivesWithItsError()
    {
        JobRunner jobs;
        std::optional<Error> error;
        jobs.start(
            kSlot, this,
            [](const JobContext&) -> Result<int> {
                return Error{.kind = Error::Kind::Io, .detail = "disk"};
            },
            [&](Result<int> outcome) { error = outcome.error(); });
        QTRY_VERIFY(error);
        QVERIFY(error->kind == Error::Kind::Io);
    }

    void runningOutOfMemoryEndsTheJobAsTooLarge()
    {
        JobRunner jobs;
        std::optional<Error> error;
        jobs.start(
            kSlot, this, [](const JobContext&) -> Result<int> { throw std::bad_alloc(); },
            [&](Result<int> outcome) { error = outcome.error(); });
        QTRY_VERIFY(error);
        QVERIFY(error->kind == Error::Kind::TooLarge);
    }

    void cancelAnswersWithinATenthOfASecondAndOnlyWithCancelled()
    {
        JobRunner jobs;
        Gate gate;
        int calls = 0;
        std::optional<Error> error;
        jobs.start(
            kSlot, this, [&gate](const JobContext& context) { return gate.run(context, 1); },
            [&](Result<int> outcome) {
                ++calls;
                QVERIFY(!outcome.ok());
                error = outcome.error();
            });
        gate.started.acquire();
        QElapsedTimer timer;
        timer.start();
        jobs.cancel(kSlot);
        jobs.cancel(kSlot);
        QVERIFY(!error); // never from inside cancel()
        QTRY_VERIFY(error);
        QCOMPARE_LT(timer.elapsed(), 100);
        QVERIFY(error->kind == Error::Kind::Cancelled);
        jobs.cancelAllAndWait();
        QCoreApplication::processEvents();
        QCOMPARE_EQ(calls, 1);
    }

    void cancelDoesNotWaitForAJobThatDoesNotListen()
    {
        JobRunner jobs;
        QSemaphore started;
        QSemaphore release;
        int calls = 0;
        bool cancelled = false;
        jobs.start(
            kSlot, this,
            [&](const JobContext&) -> Result<int> {
                started.release();
                release.acquire();
                return 5;
            },
            [&](Result<int> outcome) {
                ++calls;
                cancelled = !outcome.ok() && outcome.error().kind == Error::Kind::Cancelled;
            });
        started.acquire();
        QElapsedTimer timer;
        timer.start();
        jobs.cancel(kSlot);
        QTRY_COMPARE_EQ(calls, 1);
        QCOMPARE_LT(timer.elapsed(), 100);
        QVERIFY(cancelled);
        release.release();
        jobs.cancelAllAndWait();
        QCoreApplication::processEvents();
        QCOMPARE_EQ(calls, 1); // the late value was dropped
    }

    void aSupersededResultIsDropped()
    {
        JobRunner jobs;
        Gate first;
        Gate second;
        QList<int> results;
        const auto note = [&results](Result<int> outcome) {
            results.append(outcome.ok() ? *outcome : -1);
        };
        jobs.start(
            kSlot, this, [&first](const JobContext& context) { return first.run(context, 1); },
            note);
        first.started.acquire();
        first.release.release(); // it finishes with a value, but too late
        jobs.start(
            kSlot, this, [&second](const JobContext& context) { return second.run(context, 2); },
            note);
        second.started.acquire();
        second.release.release();
        QTRY_COMPARE_EQ(results.size(), 1);
        jobs.cancelAllAndWait();
        QCoreApplication::processEvents();
        QCOMPARE_EQ(results, QList<int>{2});
    }

    void slotsDoNotDisturbEachOther()
    {
        JobRunner jobs;
        int sum = 0;
        const auto add = [&sum](Result<int> outcome) {
            sum += *outcome;
        };
        jobs.start(
            QStringLiteral("a"), this, [](const JobContext&) -> Result<int> { return 1; }, add);
        jobs.start(
            QStringLiteral("b"), this, [](const JobContext&) -> Result<int> { return 10; }, add);
        QTRY_COMPARE_EQ(sum, 11);
    }

    // Threads that a job starts are of its haste too, and a thread that worked beside is never lent
    // to a job that somebody waits for.
    void whatIsWaitedForGoesBeforeWhatRunsBeside()
    {
#ifndef Q_OS_LINUX
        QSKIP("threads have no nice value of their own here");
#else
        struct Nice
        {
            int job = 0;
            int helper = 0;
        };
        const auto ask = [](const JobContext&) -> Result<Nice> {
            Nice nice;
            nice.job = getpriority(PRIO_PROCESS, 0);
            std::thread([&nice] { nice.helper = getpriority(PRIO_PROCESS, 0); }).join();
            return nice;
        };
        const int window = getpriority(PRIO_PROCESS, 0);
        if (window > 0)
            QSKIP("the test itself gives way: too few steps are left below it");
        JobRunner jobs;
        for (int round = 0; round < 3; ++round) {
            std::optional<Nice> awaited;
            std::optional<Nice> beside;
            jobs.startBeside(QStringLiteral("facets"), this, ask,
                             [&beside](Result<Nice> nice) { beside = *nice; });
            QTRY_VERIFY(beside);
            jobs.start(kSlot, this, ask, [&awaited](Result<Nice> nice) { awaited = *nice; });
            QTRY_VERIFY(awaited);
            QCOMPARE_GT(awaited->job, window);
            QCOMPARE_GT(beside->job, awaited->job);
            QCOMPARE_EQ(awaited->helper, awaited->job);
            QCOMPARE_EQ(beside->helper, beside->job);
        }
        QCOMPARE_EQ(getpriority(PRIO_PROCESS, 0), window);
#endif
    }

    void aReceiverThatDiedGetsNothing()
    {
        JobRunner jobs;
        Gate gate;
        bool called = false;
        auto receiver = std::make_unique<QObject>();
        jobs.start(
            kSlot, receiver.get(),
            [&gate](const JobContext& context) { return gate.run(context, 1); },
            [&called](Result<int>) { called = true; });
        gate.started.acquire();
        receiver.reset();
        gate.release.release();
        QTRY_VERIFY(jobs.isIdle());
        QVERIFY(!called);
    }

    void aDiscardedJobIsNeverHeardOf()
    {
        JobRunner jobs;
        Gate gate;
        bool called = false;
        jobs.start(
            kSlot, this, [&gate](const JobContext& context) { return gate.run(context, 1); },
            [&called](Result<int>) { called = true; });
        gate.started.acquire();
        jobs.discard(kSlot);
        QVERIFY(jobs.isIdle());
        jobs.cancelAllAndWait();
        QCoreApplication::processEvents();
        QVERIFY(!called);
    }

    void destructionCancelsAndWaits()
    {
        std::atomic<bool> ended = false;
        bool called = false;
        Gate gate;
        {
            JobRunner jobs;
            jobs.start(
                kSlot, this,
                [&](const JobContext& context) {
                    auto outcome = gate.run(context, 1);
                    ended = true;
                    return outcome;
                },
                [&called](Result<int>) { called = true; });
            gate.started.acquire();
        }
        QVERIFY(ended);
        QCoreApplication::processEvents();
        QVERIFY(!called);
    }

    void progressArrivesHereAndNotAfterTheJobWasSuperseded()
    {
        JobRunner jobs;
        QList<quint64> seen;
        QSemaphore reported;
        std::optional<int> result;
        jobs.start(
            kSlot, this,
            [&](const JobContext& context) -> Result<int> {
                context.report({.done = 3, .total = 3, .stage = "reading"});
                reported.release();
                return 1;
            },
            [](Result<int>) {}, [&seen](const Progress& p) { seen.append(p.done); });
        reported.acquire();
        jobs.start(
            kSlot, this,
            [&](const JobContext& context) -> Result<int> {
                context.report({.done = 9, .total = 9, .stage = "reading"});
                return 2;
            },
            [&](Result<int> outcome) { result = *outcome; },
            [&seen](const Progress& p) { seen.append(p.done); });
        QTRY_VERIFY(result);
        QCOMPARE_EQ(*result, 2);
        QCOMPARE_EQ(seen, QList<quint64>{9});
    }
};

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_jobrunner.moc"
