// Detecting: findings of what is open, and of nothing else.
#include "model/workspace/detecting.h"
#include "tests/support/fixtures.h"
#include "tests/support/openworld.h"
#include "tests/support/smallexport.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;

namespace {

struct World : test::OpenWorld
{
    Detecting detecting{workspace, jobs};

    QStringList ids() const
    {
        QStringList ids;
        if (detecting.findings()) {
            for (const detection::Finding& finding : detecting.findings()->findings())
                ids << QString::fromStdString(detecting.findings()->ruleOf(finding).id);
        }
        return ids;
    }
};

// A trail that is switched off, unless it was refused.
void writeStop(const QTemporaryDir& dir, const char* more = "")
{
    test::writeFile(dir.path(), "a.json",
                    test::quoted("{'Records':[{'eventID':'1','eventTime':'2026-03-12T02:00:00Z',"
                                 "'eventSource':'cloudtrail.amazonaws.com','eventName':"
                                 "'StopLogging','userIdentity':{'type':'IAMUser'}"
                                 + std::string(more) + "}]}"));
}

const QString kStopped = QStringLiteral("cloudtrail-stopped");

} // namespace

class TestDetecting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void findingsComeOnceAllIsRead()
    {
        const QTemporaryDir dir;
        writeStop(dir);
        World w;
        bool cameEarly = false;
        connect(&w.detecting, &Detecting::changed, &w.workspace, [&] {
            cameEarly = cameEarly || (w.detecting.findings() && !w.workspace.evidence().complete);
        });
        QVERIFY(!w.detecting.findings() && !w.detecting.isRunning());
        QVERIFY(w.openAndWait(dir.path()));
        QCOMPARE(w.ids(), QStringList{kStopped});
        QVERIFY(!w.detecting.isRunning() && !w.detecting.error() && !cameEarly);
        QCOMPARE(w.detecting.findings()->events(), w.workspace.evidence().store);
    }

    void theFilterDoesNotMatter()
    {
        const QTemporaryDir dir;
        writeStop(dir);
        World w;
        QVERIFY(w.openAndWait(dir.path()));
        const auto before = w.detecting.findings();
        const QSignalSpy changed(&w.detecting, &Detecting::changed);
        QVERIFY(w.filter(QStringLiteral("eventName:Nothing")));
        QCOMPARE(w.detecting.findings(), before);
        QCOMPARE(changed.count(), 0);
    }

    void anotherExportTakesThemAway()
    {
        const QTemporaryDir stopped;
        writeStop(stopped);
        const QTemporaryDir refused;
        writeStop(refused, ",'errorCode':'AccessDenied'");
        World w;
        QVERIFY(w.openAndWait(stopped.path()));
        QCOMPARE(w.ids(), QStringList{kStopped});
        w.workspace.open({refused.path()});
        QTRY_VERIFY(!w.detecting.findings() || w.ids() != QStringList{kStopped});
        QVERIFY(w.waitIdle());
        QCOMPARE(w.ids(), QStringList{QStringLiteral("recording-attempt")});
        w.workspace.close();
        QVERIFY(w.waitIdle());
        QVERIFY(!w.detecting.findings() && !w.detecting.isRunning());
    }

    void whatIsOpenAlreadyIsLookedAtToo()
    {
        const QTemporaryDir dir;
        writeStop(dir);
        test::OpenWorld open;
        QVERIFY(open.openAndWait(dir.path()));
        Detecting late(open.workspace, open.jobs);
        QVERIFY(late.isRunning());
        QVERIFY(open.waitIdle());
        QVERIFY(late.findings());
        QCOMPARE(late.findings()->findings().size(), std::size_t{1});
    }

    void withoutFindingsEveryRuleIsSilent()
    {
        const test::SmallExport small(1, 3);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(w.detecting.findings());
        QCOMPARE(w.detecting.findings()->silent().size()
                     + w.detecting.findings()->findings().size(),
                 detection::builtinRules().size());
    }
};

QTEST_GUILESS_MAIN(TestDetecting)
#include "tst_detecting.moc"
