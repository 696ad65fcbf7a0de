#include "model/items/ledgermodel.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"
#include "tests/support/fixtures.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"
#include "ui/common/dialogs.h"
#include "ui/common/emptystate.h"
#include "ui/ledger/ledgerpage.h"
#include "ui/ledger/ledgerwords.h"

#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;
using workspace::Workspace;

namespace {

std::string recordsOf(int first, int count)
{
    std::string text = "{'Records':[";
    for (int i = first; i < first + count; ++i)
        text += (i > first ? "," : "")
            + ("{'eventVersion':'1.08','eventTime':'2023-07-10T10:00:00Z','eventID':'e"
               + std::to_string(i)
               + "','eventName':'GetUser','eventSource':'iam.amazonaws.com','awsRegion':'us-east-1'"
                 "}");
    return test::quoted(text + "]}");
}

struct Opened
{
    QTemporaryDir dir;
    workspace::JobRunner jobs;
    Workspace workspace{jobs};
    workspace::Investigation investigation;
    LedgerPage page{workspace, investigation, jobs};

    bool open()
    {
        test::writeFile(dir.path(), "a.json", recordsOf(0, 5));
        test::writeFile(dir.path(), "b.json", recordsOf(3, 5));
        test::writeFile(dir.path(), "cut.json.gz", test::gzip(recordsOf(20, 200)).substr(0, 200));
        test::writeFile(dir.path(), "notes.txt", "nothing to see here\n");
        page.resize(1200, 700);
        page.show();
        workspace.open({dir.path()});
        return QTest::qWaitFor([this] {
            return workspace.state() == Workspace::State::Ready && jobs.isIdle()
                && page.model()->ledger() == workspace.evidence().ledger;
        });
    }
    QString paths() const
    {
        QStringList all;
        for (int row = 0; row < page.model()->rowCount(); ++row)
            all.append(QString::fromStdString(page.model()->entry(row).path));
        return all.join(u' ');
    }
};

} // namespace

class TestLedgerPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QCoreApplication::setOrganizationName(QStringLiteral("trailloupe-test"));
    }
    void init() { test::failOnAnyWarning(); }

    void nothingOpenSaysSo()
    {
        Opened opened;
        QVERIFY(!opened.page.isShowingTable());
        QCOMPARE(opened.page.emptyState()->title(), QStringLiteral("Nothing is open"));
    }

    void theSumStandsAtTheTopAndReconciles()
    {
        Opened opened;
        QVERIFY(opened.open());
        const ingest::LedgerTotals& totals = opened.workspace.evidence().ledger->totals();
        QVERIFY(totals.reconciles());
        QCOMPARE(totals.duplicates, 2u);
        QVERIFY2(opened.page.sumText().startsWith(
                     QStringLiteral("%1 records read = %2 shown + 2 duplicates + %3 rejected")
                         .arg(totals.records)
                         .arg(totals.shown)
                         .arg(totals.rejected)),
                 qPrintable(opened.page.sumText()));
        QVERIFY(opened.page.sumText().endsWith(u'\u2713'));
    }

    void problemsComeFirstAndHeadersSort()
    {
        Opened opened;
        QVERIFY(opened.open());
        QVERIFY2(opened.paths().startsWith(QLatin1String("cut.json.gz")),
                 qPrintable(opened.paths()));
        QHeaderView* header = opened.page.table()->horizontalHeader();
        const int section = int(items::LedgerColumn::Path);
        const QPoint at(header->sectionViewportPosition(section) + 20, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(opened.paths(), QStringLiteral("a.json b.json cut.json.gz notes.txt"));
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(opened.paths(), QStringLiteral("notes.txt cut.json.gz b.json a.json"));
    }

    void filtersSayHowMuchTheyShow()
    {
        Opened opened;
        QVERIFY(opened.open());
        QCOMPARE(opened.page.countLine(), QStringLiteral("4 sources"));
        opened.page.showBox()->setCurrentIndex(1); // with problems
        QCOMPARE(opened.paths(), QStringLiteral("cut.json.gz"));
        QCOMPARE(opened.page.countLine(), QStringLiteral("1 of 4 sources"));
        opened.page.showBox()->setCurrentIndex(0);
        QTest::keyClicks(opened.page.searchLine(), QStringLiteral("B.JS"));
        QCOMPARE(opened.paths(), QStringLiteral("b.json"));
    }

    void theDetailNamesEveryIssueAndItsPlace()
    {
        Opened opened;
        QVERIFY(opened.open());
        opened.page.table()->setCurrentIndex(opened.page.model()->index(0, 0));
        const QString text = opened.page.detailText();
        QVERIFY2(text.contains(QLatin1String("Path: cut.json.gz")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("gzip stream ends early")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("SHA-256: ")), qPrintable(text));
    }

    void linesAreCopiedAndExported()
    {
        Opened opened;
        QVERIFY(opened.open());
        opened.page.table()->selectRow(0);
        opened.page.copy(PageCommands::CopyForm::Cells);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QLatin1String("cut.json.gz\t")));
        opened.page.copy(PageCommands::CopyForm::Csv);
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QLatin1String("path,kind,status")));
        const QString path = opened.dir.filePath(QStringLiteral("ledger.csv"));
        dialogs::testing::answerNext({path});
        opened.page.exportCsv();
        QTRY_VERIFY(QFile::exists(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 5);
    }

    void everyKindStatusAndIssueHasWords()
    {
        for (int i = 0; i < kKindCount; ++i)
            QVERIFY2(!kindWords(static_cast<ingest::SourceKind>(i)).isEmpty(),
                     ingest::sourceKindKey(static_cast<ingest::SourceKind>(i)));
        for (int i = 0; i < kStatusCount; ++i)
            QVERIFY(!statusWords(static_cast<ingest::SourceStatus>(i)).isEmpty());
        for (int i = 0; i <= int(ingest::Issue::Code::NestingTooDeep); ++i)
            QVERIFY2(!issueWords(static_cast<ingest::Issue::Code>(i)).isEmpty(),
                     ingest::issueCodeKey(static_cast<ingest::Issue::Code>(i)));
    }

private:
    QTemporaryDir m_settings;
};

QTEST_MAIN(TestLedgerPage)
#include "tst_ledgerpage.moc"
