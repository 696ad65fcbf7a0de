#include "model/items/fieldtreemodel.h"
#include "model/workspace/detecting.h"
#include "model/workspace/filtering.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"
#include "tests/support/fixtures.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "ui/common/emptystate.h"
#include "ui/common/linklabel.h"
#include "ui/common/searchline.h"
#include "ui/common/sourcebytesview.h"
#include "ui/common/textpane.h"
#include "ui/common/textview.h"
#include "ui/detail/detailpanel.h"
#include "ui/detail/fieldsview.h"
#include "ui/detail/summaryheader.h"
#include "ui/detail/summaryview.h"

#include <QClipboard>
#include <QCryptographicHash>
#include <QFile>
#include <QGuiApplication>
#include <QListView>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace trailloupe;
using namespace trailloupe::ui;
using workspace::Workspace;

namespace {

std::string keyEvent()
{
    return test::quoted(
        "{'eventVersion':'1.08','userIdentity':{'type':'IAMUser','principalId':'AIDAEXAMPLE',"
        "'arn':'arn:aws:iam::111122223333:user/alice','accountId':'111122223333',"
        "'accessKeyId':'AKIAIOSFODNN7EXAMPLE','userName':'alice','sessionContext':{'attributes':"
        "{'mfaAuthenticated':'true','creationDate':'2023-07-10T11:00:00Z'}}},"
        "'eventTime':'2023-07-10T11:41:12Z','eventSource':'iam.amazonaws.com',"
        "'eventName':'CreateAccessKey','awsRegion':'us-east-1','sourceIPAddress':'203.0.113.9',"
        "'userAgent':'aws-cli/2.12.0 Python/3.11','errorCode':'AccessDenied',"
        "'errorMessage':'not authorized <b>bold</b>','requestParameters':{'userName':'bob',"
        "'policyDocument':'%7B%22Version%22%3A%222012-10-17%22%7D','none':{},'list':[],'items':[{'"
        "id':'i-1'},"
        "{'id':'i-2'}]},'responseElements':null,'requestID':'req-1','eventID':'event-1',"
        "'readOnly':false,'eventType':'AwsApiCall','recipientAccountId':'111122223333'}");
}

std::string listEvent()
{
    return test::quoted("{'eventVersion':'1.08','userIdentity':{'type':'AWSService','invokedBy':"
                        "'ec2.amazonaws.com'},'eventTime':'2023-07-10T11:42:00Z','eventSource':"
                        "'sts.amazonaws.com','eventName':'AssumeRole','awsRegion':'us-east-1',"
                        "'sourceIPAddress':'ec2.amazonaws.com','userAgent':'ec2.amazonaws.com',"
                        "'requestParameters':{},'eventID':'event-2','readOnly':true,"
                        "'recipientAccountId':'111122223333'}");
}

std::string recordsOf(const std::string& events)
{
    return "{\"Records\":[" + events + "]}";
}

// A window's worth of objects over a folder of evidence.
struct Opened
{
    QTemporaryDir dir;
    workspace::JobRunner jobs;
    Workspace workspace{jobs};
    workspace::Investigation investigation;
    DetailPanel panel{workspace, investigation, jobs};

    void write(const char* name, const std::string& bytes)
    {
        test::writeFile(dir.path(), name, bytes);
    }
    bool open()
    {
        panel.resize(460, 800);
        panel.show();
        workspace.open({dir.path()});
        return QTest::qWaitFor([this] { return workspace.state() == Workspace::State::Ready; });
    }
    bool select(std::size_t row)
    {
        investigation.selectRow(workspace.evidence().store->timeOrder()[row]);
        return QTest::qWaitFor([this] { return jobs.isIdle(); })
            && QTest::qWaitFor([this] { return panel.isShowingEvent(); });
    }
};

} // namespace

class TestDetailPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFindingsOfTheEventAreLinks()
    {
        Opened o;
        std::string made = keyEvent(); // refused: a finding of nothing
        made.replace(made.find("\"errorCode\":\"AccessDenied\","), 27, "");
        made.replace(made.find("event-1"), 7, "event-3");
        made.replace(made.find(",\"errorMessage\""),
                     made.find(",\"requestParameters\"") - made.find(",\"errorMessage\""), "");
        o.write("a.json", recordsOf(made + ',' + listEvent()));
        workspace::Detecting detecting(o.workspace, o.jobs);
        o.panel.setDetecting(detecting);
        QVERIFY(o.open());
        QVERIFY(o.select(1));
        QVERIFY(o.panel.findings()->isHidden());
        QVERIFY(o.select(0));
        QTRY_VERIFY(!o.panel.findings()->isHidden());
        QVERIFY2(o.panel.findings()->text().contains(QStringLiteral("Medium: Access key created")),
                 qPrintable(o.panel.findings()->text()));
        Q_EMIT o.panel.findings()->linkActivated(QStringLiteral("findings/access-key-created"));
        QCOMPARE(o.investigation.page(), QStringLiteral("findings/access-key-created"));
    }

    void thatTheFilterLeavesTheEventOutIsSaid()
    {
        Opened o;
        o.write("a.json", recordsOf(keyEvent() + ',' + listEvent()));
        const workspace::Filtering filtering(o.workspace, o.investigation, o.jobs);
        o.panel.setFiltering(filtering);
        QVERIFY(o.open());
        QVERIFY(o.select(0));
        QCOMPARE(o.panel.filterNote(), QString());
        QVERIFY(o.investigation.setFilter({QStringLiteral("eventName:AssumeRole"), {}}));
        QTRY_VERIFY(!filtering.isRunning());
        QVERIFY(!o.panel.filterNote().isEmpty());
        QVERIFY(o.select(1));
        QTRY_COMPARE(o.panel.filterNote(), QString());
        QVERIFY(o.select(0));
        QTRY_VERIFY(!o.panel.filterNote().isEmpty());
        QVERIFY(o.investigation.setFilter({}));
        QTRY_VERIFY(!filtering.isRunning());
        QCOMPARE(o.panel.filterNote(), QString());
    }

    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QCoreApplication::setOrganizationName(QStringLiteral("trailloupe-test"));
    }
    void init() { test::failOnAnyWarning(); }

    void nothingSelectedSaysSo()
    {
        Opened opened;
        QVERIFY(!opened.panel.isShowingEvent());
        QCOMPARE(opened.panel.emptyState()->title(), QStringLiteral("No event selected"));
    }

    void theHeaderTellsTheStory()
    {
        Opened opened;
        opened.write("a.json", recordsOf(keyEvent() + ',' + listEvent()));
        QVERIFY(opened.open());
        QVERIFY(opened.select(0));
        const QString text = opened.panel.header()->text();
        for (const char* expected :
             {"2023-07-10 11:41:12 UTC", "us-east-1", "111122223333", "alice", "IAM user, MFA",
              "from 203.0.113.9, with aws-cli/2.12.0", "CreateAccessKey", "IAM", "denied", "bob"})
            QVERIFY2(text.contains(QLatin1String(expected)), qPrintable(text));
        opened.investigation.setZone("Europe/Berlin");
        QVERIFY(opened.panel.header()->text().contains(QLatin1String("2023-07-10 13:41:12")));
        QVERIFY(opened.select(1));
        QVERIFY(opened.panel.header()->text().contains(QLatin1String("ec2.amazonaws.com")));
    }

    // What is longer than the panel scrolls in its tab; the panel does not scroll around it.
    void onlyTheTabScrolls()
    {
        Opened opened;
        std::string request;
        for (int i = 0; i < 60; ++i)
            request += "'key" + std::to_string(i) + "':'value',";
        opened.write("a.json",
                     recordsOf(test::quoted("{'eventName':'A','requestParameters':{" + request
                                            + "'last':1}}")));
        QVERIFY(opened.open());
        QVERIFY(opened.select(0));
        auto* scroll = opened.panel.findChild<QScrollArea*>();
        QTRY_COMPARE(scroll->verticalScrollBar()->maximum(), 0);
        opened.panel.resize(460, 300); // lower than what must be in sight
        QTRY_VERIFY(scroll->verticalScrollBar()->maximum() > 0);
    }

    void theSummaryDecodesAndShowsTheRawFormOnAClick()
    {
        Opened opened;
        opened.write("a.json", recordsOf(keyEvent()));
        QVERIFY(opened.open());
        QVERIFY(opened.select(0));
        SummaryView* summary = opened.panel.summary();
        QVERIFY(summary->toPlainText().contains(QLatin1String("\"Version\": \"2012-10-17\"")));
        QVERIFY(!summary->toPlainText().contains(QLatin1String("%7B%22Version")));
        QVERIFY2(summary->toPlainText().contains(QLatin1String("<b>bold</b>")),
                 "evidence is shown as it is, never as markup");
        QCOMPARE(summary->toPlainText().count(QLatin1String("decoded:")), 1);
        const QString html = summary->toHtml();
        const qsizetype at = html.indexOf(QLatin1String("toggle-raw:"));
        QVERIFY(at > 0);
        const QString link = html.mid(at).section(u'"', 0, 0);
        Q_EMIT summary->anchorClicked(QUrl(link));
        QVERIFY(summary->toPlainText().contains(QLatin1String("%7B%22Version")));
        Q_EMIT summary->anchorClicked(QUrl(link));
        QVERIFY(!summary->toPlainText().contains(QLatin1String("%7B%22Version")));
    }

    void fieldsOfferAllThatTheTableDoes()
    {
        Opened opened;
        opened.write("a.json", recordsOf(keyEvent() + ',' + listEvent()));
        QVERIFY(opened.open());
        QVERIFY(opened.select(0));
        opened.panel.showTab(DetailPanel::Tab::Fields);
        QTreeView* tree = opened.panel.fields()->tree();
        tree->setCurrentIndex(tree->model()->index(0, 0));
        const auto choose = [&](const char* begin) {
            QMenu* menu =
                test::menuAt(tree->viewport(), tree->visualRect(tree->currentIndex()).center());
            QVERIFY(menu);
            QAction* entry = test::entryOf(menu, QString::fromUtf8(begin));
            QVERIFY2(entry && entry->isEnabled(), begin);
            entry->trigger();
            menu->close();
        };
        choose("Same source IP: 203.0.113.9");
        QCOMPARE(opened.investigation.filter().chips.size(), std::size_t{1});
        QCOMPARE(opened.investigation.filter().chips[0].text,
                 QStringLiteral("sourceIPAddress:\"203.0.113.9\""));
        choose("± 5 min");
        const auto choice = workspace::timeChoice(opened.investigation);
        const std::int64_t at = 1'688'989'272; // 2023-07-10T11:41:12Z
        QVERIFY(choice.span == (query::TimeSpan{at - 300, at + 301}));
    }

    void valuesOfTheSummaryAreAskedAbout()
    {
        Opened opened;
        opened.write("a.json", recordsOf(keyEvent() + ',' + listEvent()));
        QVERIFY(opened.open());
        QVERIFY(opened.select(0));
        SummaryView* summary = opened.panel.summary();
        const auto menuOn = [&](const QString& text) {
            const QTextCursor found = summary->document()->find(text);
            QTextCursor begin(summary->document());
            begin.setPosition(found.selectionStart() + 1);
            summary->setTextCursor(begin);
            summary->ensureCursorVisible();
            return test::menuAt(summary->viewport(), summary->cursorRect(begin).center());
        };
        QMenu* menu = menuOn(QStringLiteral("aws-cli/2.12.0"));
        QVERIFY(menu);
        QAction* without = test::entryOf(menu, QStringLiteral("Without "));
        QVERIFY(without);
        without->trigger();
        QVERIFY(test::entryOf(menu, QStringLiteral("Same access key: ")));
        QVERIFY(test::entryOf(menu, QStringLiteral("&Copy")));
        for (const QMenu* other : opened.panel.findChildren<QMenu*>())
            QVERIFY(other == menu || !other->isVisible());
        menu->close();
        QCOMPARE(opened.investigation.filter().chips[0].text,
                 QStringLiteral("not userAgent:\"aws-cli/2.12.0 Python/3.11\""));
        // A value of the request is one of its path.
        opened.investigation.reset();
        QVERIFY(opened.select(0));
        menu = menuOn(QStringLiteral("i-2"));
        QVERIFY(menu);
        QAction* only = test::entryOf(menu, QStringLiteral("Only i-2"));
        QVERIFY(only);
        only->trigger();
        QAction* column = test::entryOf(menu, QStringLiteral("Show as column"));
        QVERIFY(column && column->isEnabled());
        column->trigger();
        QVERIFY(opened.investigation.columns().back()
                == query::Column::pathColumn("requestParameters.items[].id"));
        menu->close();
        QCOMPARE(opened.investigation.filter().chips[0].text,
                 QStringLiteral("requestParameters.items.id:\"i-2\""));
        // Words for people are no values.
        menu = menuOn(QStringLiteral("11:41:12"));
        QVERIFY(menu);
        QVERIFY(!test::entryOf(menu, QStringLiteral("Only ")));
        menu->close();
    }

    void theSummaryStartsAtItsTop()
    {
        Opened opened;
        opened.write("a.json", recordsOf(keyEvent()));
        QVERIFY(opened.open());
        opened.panel.resize(460, 320);
        QVERIFY(opened.select(0));
        QTRY_VERIFY(opened.panel.summary()->verticalScrollBar()->maximum() > 0);
        opened.panel.resize(440, 300);
        QCOMPARE(opened.panel.summary()->verticalScrollBar()->value(), 0);
    }

    void aFieldCanBecomeAColumn()
    {
        Opened opened;
        opened.write("a.json", recordsOf(keyEvent()));
        QVERIFY(opened.open());
        QVERIFY(opened.select(0));
        opened.panel.showTab(DetailPanel::Tab::Fields);
        FieldsView* fields = opened.panel.fields();
        QTest::keyClicks(fields->searchLine(), QStringLiteral("i-2"));
        QCOMPARE(
            fields->tree()->currentIndex().data(items::FieldTreeModel::ExactPathRole).toString(),
            QStringLiteral("requestParameters.items[1].id"));
        fields->copyValue();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("i-2"));
        fields->copyPath();
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("requestParameters.items[].id"));
        QSignalSpy changed(&opened.investigation, &workspace::Investigation::columnsChanged);
        fields->showAsColumn();
        QCOMPARE(changed.count(), 1);
        QCOMPARE(opened.investigation.columns().back().path, "requestParameters.items[].id");
    }

    void theJsonIsTheWholeEventIndented()
    {
        Opened opened;
        opened.write("a.json", recordsOf(listEvent()));
        QVERIFY(opened.open());
        QVERIFY(opened.select(0));
        opened.panel.showTab(DetailPanel::Tab::Json);
        opened.panel.copyJson();
        const QString json = QGuiApplication::clipboard()->text();
        QVERIFY(json.startsWith(QLatin1String("{\n  \"eventVersion\": \"1.08\",\n")));
        QVERIFY(json.contains(QLatin1String("  \"requestParameters\": {},\n")));
        opened.panel.json()->view()->selectAll();
        QCOMPARE(opened.panel.json()->view()->selectedText(), json);
    }

    void theSupportCaseIsOnTheClipboard()
    {
        Opened opened;
        opened.write("a.json", recordsOf(keyEvent()));
        QVERIFY(opened.open());
        QVERIFY(opened.select(0));
        opened.panel.copySupportCase();
        const QString text = QGuiApplication::clipboard()->text();
        for (const char* expected : {"Time: 2023-07-10T11:41:12Z (UTC)", "Error code: AccessDenied",
                                     "Source IP: 203.0.113.9", "Account: 111122223333",
                                     "Request ID: req-1", "Event ID: event-1"})
            QVERIFY2(text.contains(QLatin1String(expected)), qPrintable(text));
    }

    void theBytesAreThoseOfTheFile()
    {
        Opened opened;
        const std::string spaced = "{ \"Records\" : [\n  " + listEvent() + " ]\n}";
        opened.write("a.json", spaced);
        QVERIFY(opened.open());
        QVERIFY(opened.select(0));
        opened.panel.showTab(DetailPanel::Tab::Source);
        SourceBytesView* source = opened.panel.source();
        QTRY_VERIFY(source->isShowingBytes());
        source->pane()->view()->selectAll();
        QCOMPARE(source->pane()->view()->selectedText(), QString::fromStdString(listEvent()));
        QCOMPARE(source->stateText(), QStringLiteral("unchanged since it was opened"));
        const auto sha = [](const std::string& bytes) {
            return QString::fromLatin1(QCryptographicHash::hash(QByteArray::fromStdString(bytes),
                                                                QCryptographicHash::Sha256)
                                           .toHex());
        };
        const QString facts = source->factsText();
        QVERIFY2(facts.contains(sha(spaced)), qPrintable(facts));
        QVERIFY2(facts.contains(sha(listEvent())), qPrintable(facts));
        QVERIFY2(facts.contains(QStringLiteral("bytes %1 to").arg(spaced.find(listEvent()))),
                 qPrintable(facts));
        source->hexButton()->click();
        QVERIFY(source->pane()->view()->lines()->line(0).contains(QLatin1String("7b 22 65 76")));
    }

    void everyOccurrenceCanBeLookedAt()
    {
        Opened opened;
        opened.write("a.json", recordsOf(listEvent()));
        opened.write("b.json", "\n" + recordsOf(listEvent()));
        QVERIFY(opened.open());
        QCOMPARE(opened.workspace.evidence().store->rowCount(), std::size_t(1));
        QVERIFY(opened.select(0));
        opened.panel.showTab(DetailPanel::Tab::Source);
        SourceBytesView* source = opened.panel.source();
        QTRY_VERIFY(source->isShowingBytes());
        QListView* list = source->occurrences();
        QVERIFY(list->isVisible());
        QCOMPARE(list->model()->rowCount(), 2);
        QVERIFY(source->factsText().contains(QLatin1String("File: a.json")));
        list->setCurrentIndex(list->model()->index(1, 0));
        QTRY_VERIFY(source->isShowingBytes());
        QVERIFY2(source->factsText().contains(QLatin1String("File: b.json")),
                 qPrintable(source->factsText()));
    }

    void aFileThatChangedOrVanishedIsSaid()
    {
        Opened opened;
        opened.write("a.json", recordsOf(listEvent() + ',' + keyEvent()));
        QVERIFY(opened.open());
        opened.write("a.json", recordsOf(listEvent() + ' '));
        opened.panel.showTab(DetailPanel::Tab::Source);
        QVERIFY(opened.select(1)); // event-2 comes later in time
        SourceBytesView* source = opened.panel.source();
        QTRY_VERIFY(source->isShowingBytes());
        QVERIFY2(source->stateText().contains(QLatin1String("has changed")),
                 qPrintable(source->stateText()));
        QVERIFY(QFile::remove(opened.dir.filePath(QStringLiteral("a.json"))));
        QVERIFY(opened.select(0));
        QTRY_COMPARE(source->stateText(), QStringLiteral("The file is no longer there"));
        QVERIFY(!source->isShowingBytes());
    }

    void quickSelectionsEndAtTheLastOne()
    {
        Opened opened;
        opened.write("a.json", recordsOf(keyEvent() + ',' + listEvent()));
        QVERIFY(opened.open());
        const auto order = opened.workspace.evidence().store->timeOrder();
        for (int i = 0; i < 20; ++i)
            opened.investigation.selectRow(order[static_cast<std::size_t>(i % 2)]);
        QTRY_VERIFY(opened.panel.isShowingEvent());
        QTRY_VERIFY(opened.jobs.isIdle());
        QCoreApplication::processEvents();
        QCOMPARE(opened.panel.detail()->summary.eventId, "event-2");
        opened.investigation.selectRow(std::nullopt);
        QVERIFY(!opened.panel.isShowingEvent());
    }

    void everySampleEventCanBeShown()
    {
        const QString samples = test::sampleDataDir();
        if (samples.isEmpty())
            QSKIP("no sample data here");
        Opened opened;
        opened.panel.resize(460, 800);
        opened.panel.show();
        opened.workspace.open({samples});
        QTRY_COMPARE_WITH_TIMEOUT(opened.workspace.state(), Workspace::State::Ready, 60'000);
        const std::size_t rows = opened.workspace.evidence().store->rowCount();
        QVERIFY(rows > 100);
        for (std::size_t row = 0; row < rows; row += 1 + rows / 40) {
            QVERIFY(opened.select(row));
            QVERIFY(!opened.panel.detail()->summary.eventId.empty()
                    || !opened.panel.header()->text().isEmpty());
        }
        QVERIFY(!opened.panel.grab().isNull());
    }

private:
    QTemporaryDir m_settings;
};

QTEST_MAIN(TestDetailPanel)
#include "tst_detailpanel.moc"
