#include "model/workspace/workspace.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"

#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using test::SmallExport;
using workspace::JobRunner;
using workspace::Workspace;

class TestWorkspace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void nothingIsOpenAtFirst()
    {
        JobRunner jobs;
        Workspace workspace(jobs);
        QCOMPARE_EQ(workspace.state(), Workspace::State::Empty);
        QVERIFY(workspace.evidence().store);
        QVERIFY(workspace.evidence().ledger);
        QVERIFY(workspace.evidence().sources);
        QCOMPARE_EQ(workspace.evidence().store->rowCount(), std::size_t(0));
        QCOMPARE_EQ(workspace.remainingMs(), -1);
        QVERIFY(workspace.title().isEmpty());
    }

    void anExportIsReadToItsEnd()
    {
        const SmallExport small(3, 20);
        JobRunner jobs;
        Workspace workspace(jobs);
        QSignalSpy states(&workspace, &Workspace::stateChanged);
        QSignalSpy changes(&workspace, &Workspace::evidenceChanged);
        workspace.open({small.path()});
        QCOMPARE_EQ(workspace.state(), Workspace::State::Loading);
        QTRY_COMPARE_EQ(workspace.state(), Workspace::State::Ready);
        QCOMPARE_EQ(states.size(), 2);
        QCOMPARE_GE(changes.size(), 1);
        QVERIFY(workspace.evidence().complete);
        QCOMPARE_EQ(workspace.evidence().store->rowCount(), std::size_t(60));
        QCOMPARE_EQ(workspace.evidence().ledger->totals().read, std::uint64_t(3));
        QVERIFY(workspace.evidence().ledger->totals().reconciles());
        QCOMPARE_EQ(workspace.paths(), QStringList{small.path()});
        QCOMPARE_EQ(workspace.title(), QDir(small.path()).dirName());
    }

    void generationsOnlyGrowAndNeverMixWithTheExportBefore()
    {
        const SmallExport first(40, 50);
        const SmallExport second(1, 7);
        JobRunner jobs;
        Workspace workspace(jobs);
        std::size_t largest = 0;
        connect(&workspace, &Workspace::evidenceChanged, this,
                [&] { largest = std::max(largest, workspace.evidence().store->rowCount()); });
        workspace.open({first.path()});
        workspace.open({second.path()});
        largest = 0;
        QTRY_COMPARE_EQ(workspace.state(), Workspace::State::Ready);
        QCOMPARE_EQ(workspace.evidence().store->rowCount(), std::size_t(7));
        jobs.cancelAllAndWait();
        QCoreApplication::processEvents();
        QCOMPARE_EQ(largest, std::size_t(7));
        QCOMPARE_EQ(workspace.state(), Workspace::State::Ready);
    }

    void cancelAnswersAtOnceAndKeepsWhatWasRead()
    {
        SmallExport big(1, 2000);
        big.deliverAgain(2000);
        JobRunner jobs;
        Workspace workspace(jobs);
        workspace.open({big.path()});
        QElapsedTimer timer;
        timer.start();
        workspace.cancel();
        QTRY_COMPARE_EQ(workspace.state(), Workspace::State::Cancelled);
        QCOMPARE_LT(timer.elapsed(), 100);
        QVERIFY(workspace.evidence().complete);
        QVERIFY(workspace.evidence().ledger->totals().reconciles());
        const auto kept = workspace.evidence().store;
        jobs.cancelAllAndWait();
        QCoreApplication::processEvents();
        QVERIFY(workspace.evidence().store == kept); // nothing came in late
        QCOMPARE_EQ(workspace.paths(), QStringList{big.path()});
    }

    void whoWasBehindTheEventsIsKnownOnceAllIsRead()
    {
        const SmallExport small(3, 20);
        JobRunner jobs;
        Workspace workspace(jobs);
        QVERIFY(!workspace.identities());
        workspace.open({small.path()});
        QTRY_COMPARE_EQ(workspace.state(), Workspace::State::Ready);
        QVERIFY(workspace.identities());
        QVERIFY(workspace.evidence().store->rowTexts());
        QCOMPARE_EQ(workspace.identities()->events()->rowCount(), std::size_t(60));
        workspace.close();
        QVERIFY(!workspace.identities());
    }

    void whatBecameOfResourcesIsKnownOnceAllIsRead()
    {
        SmallExport small(2, 10);
        small.add(QStringLiteral("config.json"),
                  R"({"fileVersion":"1.0","configurationItems":[{"resourceType":)"
                  R"("AWS::EC2::Instance","resourceId":"i-1","awsRegion":"us-east-1",)"
                  R"("awsAccountId":"111111111111","configurationItemStatus":"OK",)"
                  R"("configurationItemCaptureTime":"2026-03-01T00:00:00Z"}]})");
        JobRunner jobs;
        Workspace workspace(jobs);
        QVERIFY(!workspace.resources());
        workspace.open({small.path()});
        QTRY_COMPARE_EQ(workspace.state(), Workspace::State::Ready);
        QVERIFY(workspace.resources());
        QCOMPARE_EQ(workspace.resources()->size(), std::size_t(1));
        QCOMPARE_EQ(workspace.resources()->store(), workspace.evidence().items);
        workspace.close();
        QVERIFY(!workspace.resources());
    }

    void whoWasBehindWhatAStoppedLoadLeftIsKnownToo()
    {
        const SmallExport big(200, 200);
        JobRunner jobs;
        Workspace workspace(jobs);
        workspace.open({big.path()});
        QTRY_VERIFY(workspace.evidence().store->rowCount() > 0);
        workspace.cancel();
        QTRY_VERIFY(workspace.identities());
        QVERIFY(workspace.resources());
        QCOMPARE_EQ(workspace.identities()->events()->rowCount(),
                    workspace.evidence().store->rowCount());
        QVERIFY(workspace.evidence().store->rowTexts());
        QVERIFY(workspace.evidence().complete);
    }

    void closingForgetsEverything()
    {
        const SmallExport small;
        JobRunner jobs;
        Workspace workspace(jobs);
        workspace.open({small.path()});
        QTRY_COMPARE_EQ(workspace.state(), Workspace::State::Ready);
        workspace.close();
        QCOMPARE_EQ(workspace.state(), Workspace::State::Empty);
        QCOMPARE_EQ(workspace.evidence().store->rowCount(), std::size_t(0));
        QVERIFY(workspace.paths().isEmpty());
    }

    void aPathThatDoesNotExistIsSaid()
    {
        JobRunner jobs;
        Workspace workspace(jobs);
        workspace.open({QStringLiteral("/no/such/export")});
        QTRY_VERIFY(workspace.state() != Workspace::State::Loading);
        const bool said = workspace.state() == Workspace::State::Failed
            || workspace.evidence().ledger->totals().problems == 1;
        QVERIFY(said);
    }

    void aWorkspaceMayGoWhileItLoads()
    {
        const SmallExport big(200, 50);
        JobRunner jobs;
        {
            Workspace workspace(jobs);
            workspace.open({big.path()});
        }
        QCoreApplication::processEvents();
        QVERIFY(jobs.isIdle());
    }
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
