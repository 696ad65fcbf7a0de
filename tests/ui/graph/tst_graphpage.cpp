// The Graph page: what it says, shows and keeps.
#include "tests/support/busythreads.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/graph/graphfixture.h"
#include "ui/common/dialogs.h"
#include "ui/common/emptystate.h"
#include "ui/common/theme.h"
#include "ui/graph/graphchanges.h"
#include "ui/graph/graphfacts.h"
#include "ui/graph/graphfinder.h"
#include "ui/graph/graphlegend.h"
#include "ui/graph/graphnotes.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QImageReader>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QScrollBar>
#include <QSpinBox>
#include <QSvgRenderer>
#include <QTableView>
#include <QToolButton>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::SmallNetwork;
using test::UiWorld;
using Fixture = test::GraphFixture;

namespace {

bool saysSomewhere(const GraphPage& page, const char* words)
{
    return page.notes()->words().join(u'\n').contains(QString::fromUtf8(words));
}

} // namespace

class TestGraphPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        UiWorld::prepare();
        QApplication::setPalette(paletteFor(lightColors()));
    }
    void init() { test::failOnAnyWarning(); }

    void withoutItemsItSaysWhy()
    {
        const test::SmallExport small(1, 10);
        UiWorld world;
        GraphPage page(*world.workspace, *world.investigation, *world.jobs);
        page.resize(900, 600);
        page.show();
        QVERIFY(!page.isShowingGraph());
        QVERIFY(world.openAndWait(small.path()));
        QCOMPARE(page.emptyState()->title(), QStringLiteral("No configuration items"));
    }

    void withoutAChoiceItOffersSome()
    {
        Fixture f;
        QVERIFY(f.opened && !f.page.isShowingGraph());
        auto* links = f.page.connected()->links();
        QVERIFY(links->rowCount() > 3);
        const auto first = f.page.connected()->visualRect(links->index(0));
        QTest::mouseClick(f.page.connected()->viewport(), Qt::LeftButton, {}, first.center());
        QVERIFY(f.settle() && f.page.isShowingGraph());
        QCOMPARE(f.selectedId(), std::string("vpc-1"));
        QVERIFY(f.investigation->selectedResource() == f.resource("vpc-1"));
    }

    void howManyOfHowManyIsTrue()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-2", 3));
        const auto check = [&] {
            const auto& shown = f.picture().shown();
            const auto all = graphAt(*f.page.graphing().graph(), f.picture().question.atNs,
                                     f.picture().question.filter);
            QCOMPARE(std::size_t{shown.of}, all.nodes.size());
            const auto named = std::ranges::count_if(all.nodes, [&](config::NodeNo no) {
                const auto state =
                    f.page.graphing().graph()->stateAt(no, f.picture().question.atNs);
                return state == config::NodeState::Unknown || state == config::NodeState::NotYet;
            });
            QVERIFY(named > 0);
            QCOMPARE(f.page.countText(),
                     QStringLiteral("%1 of %2 resources shown, %3 relation(s); %4 of the %2 are "
                                    "only named, not recorded by then")
                         .arg(shown.nodes.size())
                         .arg(all.nodes.size())
                         .arg(shown.edges.size())
                         .arg(named));
        };
        check();
        f.page.tools()->depthBox()->setValue(2);
        QVERIFY(f.settle());
        check();
        f.page.graphing().setMost(3);
        QVERIFY(f.settle());
        check();
        QCOMPARE(f.picture().shown().nodes.size(), std::size_t{3});
        QVERIFY2(saysSomewhere(f.page, "3 of the 9 resources that were asked for"),
                 qPrintable(f.page.notes()->words().join(u'\n')));
        f.page.notes()->act(0); // more of them
        QVERIFY(f.settle());
        QCOMPARE(f.picture().shown().nodes.size(), std::size_t{6});
    }

    void aRootThatIsNotThereYetIsSaid()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-2", 1));
        QVERIFY(f.page.isShowingGraph() && f.isShown("i-2"));
        QVERIFY2(saysSomewhere(f.page,
                               "batch (EC2::Instance) is not there yet: it was first "
                               "recorded 2026-03-10 02:00:00"),
                 qPrintable(f.page.notes()->words().join(u'\n')));
        f.page.notes()->act(0);
        QVERIFY(f.settle());
        QVERIFY(f.investigation->moment() == SmallNetwork::at(2));
        QVERIFY(f.page.notes()->words().isEmpty());
        QVERIFY(f.look("i-1", 7));
        QVERIFY(saysSomewhere(f.page, "web-1 (EC2::Instance) is deleted"));
        QVERIFY(!f.isShown("sg-1"));
        f.page.notes()->act(0); // to just before
        QVERIFY(f.settle());
        QVERIFY(f.isShown("sg-1") && f.page.notes()->words().isEmpty());
    }

    void theFactsOfWhatIsSelectedAreBesideIt()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        QCOMPARE(f.page.panel()->title(), QStringLiteral("web-1"));
        const QString facts = f.page.panel()->factsText();
        for (const char* fact : {"Type: AWS::EC2::Instance", "Id: i-1", "Account: 111111111111",
                                 "Region: us-east-1", "State: There, as recorded 2026-03-10 00:00"})
            QVERIFY2(facts.contains(QString::fromUtf8(fact)), qPrintable(facts));
        auto* relations = f.page.panel()->relations();
        QStringList lines;
        for (int row = 0; row < relations->links()->rowCount(); ++row)
            lines << relations->links()->index(row).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(lines.contains(QStringLiteral("is contained in vpc-1 (EC2::VPC)")),
                 qPrintable(lines.join(u'\n')));
        QVERIFY(lines.filter(QStringLiteral("derived, configuration.role")).size() == 1);
        // Each is a link; one out of the picture comes into it.
        QVERIFY(f.look("sg-1", 3));
        f.page.graphing().look(f.node("sg-1"));
        QVERIFY(f.settle());
        f.page.graphing().setDepth(0);
        QVERIFY(f.settle() && !f.isShown("i-2"));
        for (int row = 0; row < relations->links()->rowCount(); ++row) {
            if (relations->links()->index(row).data().toString().startsWith(
                    QStringLiteral("batch"))) {
                relations->setCurrentIndex(relations->links()->index(row));
                break;
            }
        }
        relations->setFocus();
        QTest::keyClick(relations, Qt::Key_Return);
        QVERIFY(f.settle());
        QVERIFY(f.isShown("i-2") && f.isShown("sg-1"));
        QCOMPARE(f.selectedId(), std::string("i-2"));
    }

    void aFactIsNeverCut()
    {
        const std::string id = "arn-0123456789abcdef0123456789abcdef";
        Fixture f({SmallNetwork::item(2, "AWS::EC2::Instance", id, "ResourceDiscovered",
                                      ",'ARN':'arn:aws:ec2:us-east-1:111111111111:security-group/"
                                          + id + "','configuration':{}"
                                          + SmallNetwork::related({SmallNetwork::relation(
                                              "Is contained in Vpc", "AWS::EC2::VPC", "vpc-1")}))});
        QVERIFY(f.opened && f.look(id, 3));
        auto* facts = f.page.panel()->facts();
        const auto check = [&] {
            QApplication::processEvents();
            int bottom = 0;
            for (int row = 0; row < facts->rowCount(); ++row) {
                const QLabel* value = facts->valueAt(row);
                if (value->height() < value->heightForWidth(value->width())
                    || value->geometry().top() < bottom)
                    return false;
                bottom = value->geometry().bottom();
            }
            // What is not seen can be scrolled to.
            return facts->rowCount() > 0 && facts->widget()->height() > bottom
                && facts->verticalScrollBar()->maximum()
                >= facts->widget()->height() - facts->viewport()->height();
        };
        QVERIFY(check());
        QCOMPARE(facts->verticalScrollBar()->maximum(), 0); // there is room for all of it
        f.view.setFocus();
        f.key(Qt::Key_E); // its relation
        QVERIFY(f.view.selection().edge.isValid() && check());
        f.view.selectNode(f.node(id));
        QVERIFY(check());
        for (const QSize size : {QSize(800, 420), QSize(1100, 760), QSize(1400, 900)}) {
            f.page.resize(size);
            QVERIFY2(check(), qPrintable(QString::number(size.height())));
        }
        f.page.asking().findPath(f.node(id), f.node("vpc-1"));
        QVERIFY(f.settle() && check());
    }

    void findingBringsResourcesIntoThePicture()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-2", 3));
        auto* finder = f.page.tools()->finder();
        new QAbstractItemModelTester(finder->model(),
                                     QAbstractItemModelTester::FailureReportingMode::Fatal, finder);
        // In the picture: it is only selected.
        finder->setText({});
        QTest::keyClicks(finder, QStringLiteral("sg-1"));
        QTest::keyClick(finder, Qt::Key_Return);
        QVERIFY(f.settle());
        QTRY_COMPARE(f.selectedId(), std::string("sg-1"));
        QVERIFY(f.page.graphing().question().roots == std::vector{f.node("i-2")});
        // Elsewhere: it begins there too.
        finder->setText({});
        QTest::keyClicks(finder, QStringLiteral("s3::bucket"));
        QTest::keyClick(finder, Qt::Key_Return);
        QTRY_COMPARE(f.selectedId(), std::string("lonely"));
        QVERIFY(f.settle());
        QVERIFY(f.isShown("lonely") && f.isShown("i-2"));
        const QRectF there = f.view.rectOf(f.node("lonely"));
        QVERIFY(QRectF(f.view.rect()).contains(there.center()));
        finder->setText({});
        QTest::keyClicks(finder, QStringLiteral("nothing of the kind"));
        QTest::keyClick(finder, Qt::Key_Return);
        QVERIFY(f.settle());
        QCOMPARE(finder->model()->rowCount(), 1);
        QCOMPARE(f.selectedId(), std::string("lonely"));
    }

    void aPathEndsWhereItIsFound()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-2", 3));
        f.view.setFocus();
        f.key(Qt::Key_P);
        QVERIFY(saysSomewhere(f.page, "or find it above"));
        auto* finder = f.page.tools()->finder();
        QTest::keyClicks(finder, QStringLiteral("eni-1"));
        QTest::keyClick(finder, Qt::Key_Return);
        QTRY_VERIFY(f.page.asking().trail());
        QVERIFY(f.settle());
        QVERIFY(!f.view.pathStart() && f.isShown("eni-1"));
        QVERIFY2(f.page.panel()->trailTitle().endsWith(QStringLiteral("batch → eni-1")),
                 qPrintable(f.page.panel()->trailTitle()));
    }

    void replaySaysWhatChanged()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("sg-1"));
        QVERIFY(!f.page.tools()->laterButton()->isEnabled());
        f.page.tools()->earlierButton()->click();
        QVERIFY(f.settle());
        QVERIFY2(saysSomewhere(f.page, "2026-03-10 06:00:00 UTC: "),
                 qPrintable(f.page.notes()->words().join(u'\n')));
        QVERIFY(saysSomewhere(f.page, "web-1 (EC2::Instance): gone"));
        f.page.tools()->earlierButton()->click();
        QVERIFY(f.settle());
        QVERIFY2(saysSomewhere(f.page, "web (EC2::SecurityGroup): changed ("),
                 qPrintable(f.page.notes()->words().join(u'\n')));
        f.page.tools()->laterButton()->click();
        QVERIFY(f.settle());
        f.page.tools()->laterButton()->click();
        QVERIFY(f.settle());
        QVERIFY(saysSomewhere(f.page, "Nothing of this picture changes later."));
    }

    void comparingFillsATableOfLinks()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-2"));
        auto* changes = f.page.changes();
        new QAbstractItemModelTester(
            changes->model(), QAbstractItemModelTester::FailureReportingMode::Fatal, changes);
        QVERIFY(!changes->isVisible());
        dialogs::testing::answerNext({QStringLiteral("2026-03-10 01:30")});
        Q_EMIT f.page.tools()->compareMenu()->aboutToShow(); // as when it is opened
        for (QAction* action : f.page.tools()->compareMenu()->actions()) {
            if (action->text().startsWith(QStringLiteral("&Another")))
                action->trigger();
        }
        QVERIFY(f.settle());
        QVERIFY(changes->isVisible());
        QVERIFY2(
            changes->summary().startsWith(QStringLiteral("2026-03-10 01:30:00 → the end of the "
                                                         "export:  Resources: 1 new, 2 gone, "
                                                         "1 changed")),
            qPrintable(changes->summary()));
        // Its last title too is whole.
        const auto* header = changes->table()->horizontalHeader();
        for (int column = 0; column < changes->model()->columnCount(); ++column)
            QVERIFY(header->sectionSize(column) >= header->sectionSizeHint(column));
        f.investigation->setZone("Asia/Tokyo");
        QVERIFY2(changes->summary().startsWith(QStringLiteral("2026-03-10 10:30:00 → ")),
                 qPrintable(changes->summary()));
        f.investigation->setZone("UTC");
        const auto& diff = *f.page.asking().changes();
        QCOMPARE(changes->model()->rowCount(),
                 static_cast<int>(diff.nodes.size() + diff.edges.size()));
        const auto rowOf = [&](const char* words) {
            for (int row = 0; row < changes->model()->rowCount(); ++row) {
                if (changes->model()->index(row, GraphChangesModel::WhatColumn).data().toString()
                    == QString::fromUtf8(words))
                    return row;
            }
            return -1;
        };
        const int web = rowOf("web-1");
        QVERIFY(web >= 0);
        QCOMPARE(changes->model()->index(web, GraphChangesModel::MarkColumn).data().toString(),
                 QStringLiteral("gone"));
        // A line leads to its resource, which comes into the picture.
        const bool wasShown = f.isShown("i-1");
        changes->table()->setCurrentIndex(changes->model()->index(web, 1));
        QTest::mouseClick(changes->table()->viewport(), Qt::LeftButton, {},
                          changes->table()->visualRect(changes->model()->index(web, 1)).center());
        QVERIFY(f.settle());
        QVERIFY(!wasShown && f.isShown("i-1"));
        QCOMPARE(f.selectedId(), std::string("i-1"));
        changes->onlyShownBox()->setChecked(true);
        for (int row = 0; row < changes->model()->rowCount(); ++row)
            QVERIFY(changes->model()->at(row).isShown);
        QVERIFY(changes->model()->rowCount() > 0);
        changes->copy();
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("gone\tweb-1\t")));
        f.page.asking().compareWith(std::nullopt);
        QVERIFY(f.settle());
        QVERIFY(!changes->isVisible());
    }

    void whatIsNoMomentIsAskedForAgain()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-2"));
        Q_EMIT f.page.tools()->compareMenu()->aboutToShow();
        for (QAction* action : f.page.tools()->compareMenu()->actions()) {
            if (action->text().startsWith(QStringLiteral("&Another")))
                action->trigger();
        }
        const QPointer<QInputDialog> dialog = f.page.tools()->findChild<QInputDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        auto* line = dialog->findChild<QLineEdit*>();
        QTest::keyClicks(line, QStringLiteral("garbage"));
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(line->text(), QStringLiteral("garbage"));
        QVERIFY2(dialog->labelText().contains(QStringLiteral("“garbage” is no moment")),
                 qPrintable(dialog->labelText()));
        QVERIFY(!f.page.asking().comparedWith());
        line->selectAll();
        QTest::keyClicks(line, QStringLiteral("2026-03-10 01:30"));
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(!dialog || !dialog->isVisible());
        QVERIFY(f.settle());
        QVERIFY(f.page.asking().comparedWith().has_value());
    }

    void pathAndInternetAreToldInSteps()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-2", 3));
        f.page.tools()->pathButton()->click();
        QVERIFY(saysSomewhere(f.page, "A path from batch (EC2::Instance)"));
        f.click(f.at("vpc-1"));
        QVERIFY(f.settle());
        QCOMPARE(f.page.panel()->trailTitle(), QStringLiteral("Path of 1 step(s): batch → vpc-1"));
        QCOMPARE(f.page.panel()->trail()->links()->rowCount(), 2);
        QVERIFY(f.page.tools()->pathButton()->isChecked());
        f.page.tools()->pathButton()->click();
        QVERIFY(f.page.panel()->trailTitle().isEmpty());
        QVERIFY(!f.page.tools()->internetButton()->isEnabled());
        f.investigation->setMoment(SmallNetwork::at(5));
        QVERIFY(f.settle());
        f.click(f.at("sg-1"));
        f.page.tools()->internetButton()->click();
        QVERIFY(f.settle());
        QVERIFY(f.page.tools()->internetButton()->isChecked());
        QVERIFY(!f.page.tools()->pathButton()->isChecked());
        QStringList steps;
        for (int row = 0; row < f.page.panel()->trail()->links()->rowCount(); ++row)
            steps << f.page.panel()->trail()->links()->at(row).text;
        const QString all = steps.join(u'\n');
        for (const char* words : {"lets in: ", "0.0.0.0/0", "web guards eni-1",
                                  "routes 0.0.0.0/0 to igw-1", "network ACLs"})
            QVERIFY2(all.contains(QString::fromUtf8(words)), qPrintable(all));
        f.page.tools()->internetButton()->click(); // no longer
        QVERIFY(!f.page.asking().trail() && !f.page.tools()->internetButton()->isChecked());
    }

    void groupingAndDepthAreKept()
    {
        {
            Fixture f;
            QVERIFY(f.opened && f.look("i-1", 3));
            QComboBox* box = f.page.tools()->groupBox();
            const int vpc = box->findText(QStringLiteral("VPC"));
            box->setCurrentIndex(vpc);
            Q_EMIT box->activated(vpc);
            f.page.tools()->depthBox()->setValue(2);
            QVERIFY(f.settle());
            QVERIFY(!f.picture().scene.boxes.empty());
        }
        Fixture again({}, UiWorld::Settings::Kept);
        QCOMPARE(again.page.tools()->groupBox()->currentText(), QStringLiteral("VPC"));
        QCOMPARE(again.page.tools()->depthBox()->value(), 2);
        dialogs::testing::answerNext({QStringLiteral("Team")});
        QComboBox* box = again.page.tools()->groupBox();
        Q_EMIT box->activated(box->count() - 1);
        QVERIFY(again.page.graphing().question().grouping.by == config::GroupBy::Tag);
        QCOMPARE(box->currentText(), QStringLiteral("Tag Team"));
    }

    void aTagIsGroupedByAgain()
    {
        const auto tagged = SmallNetwork::item(2, "AWS::EC2::Instance", "i-3", "ResourceDiscovered",
                                               ",'configuration':{},'tags':{'Team':'shop'}");
        Fixture f({tagged});
        QVERIFY(f.opened && f.look("i-3"));
        QComboBox* box = f.page.tools()->groupBox();
        const auto choose = [&](const QString& words) {
            const int at = box->findText(words);
            if (at < 0)
                return false;
            box->setCurrentIndex(at);
            Q_EMIT box->activated(at); // as the list does
            return f.settle();
        };
        dialogs::testing::answerNext({QStringLiteral("Team")});
        QVERIFY(choose(QStringLiteral("A tag…")));
        QCOMPARE(f.picture().scene.boxes.size(), std::size_t{1});
        QVERIFY(!saysSomewhere(f.page, "has the tag"));
        QVERIFY(choose(QStringLiteral("Type")));
        QVERIFY(choose(QStringLiteral("Tag Team")));
        QCOMPARE(box->currentText(), QStringLiteral("Tag Team"));
        QCOMPARE(f.page.graphing().question().grouping.tag, std::string("Team"));
        QCOMPARE(f.picture().scene.boxes.size(), std::size_t{1});
        dialogs::testing::answerNext({QStringLiteral("team")});
        QVERIFY(choose(QStringLiteral("A tag…")));
        QVERIFY(saysSomewhere(f.page, "No resource in the picture has the tag “team”."));
        QVERIFY(f.page.tools()->groupBox()->findText(QStringLiteral("Tag team")) > 0);
        // Another time too, whatever was grouped by last.
        QVERIFY(choose(QStringLiteral("Nothing")));
        Fixture again({tagged}, UiWorld::Settings::Kept);
        QCOMPARE(again.page.tools()->groupBox()->currentText(), QStringLiteral("Nothing"));
        QVERIFY(again.page.tools()->groupBox()->findText(QStringLiteral("Tag team")) > 0);
    }

    void theLegendTellsOnlyWhatIsThere()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("lonely", 3));
        QVERIFY(f.page.legend()->legend().empty());
        QVERIFY(f.look("i-1", 3));
        using Sign = graph::LegendEntry::Sign;
        const auto has = [&](Sign sign) {
            return std::ranges::count(f.page.legend()->legend(), sign, &graph::LegendEntry::sign)
                > 0;
        };
        QVERIFY(has(Sign::Dashed) && has(Sign::Frame) && has(Sign::Badge) && has(Sign::Ring));
        QVERIFY(!has(Sign::Change) && !has(Sign::Struck));
        f.page.asking().compareWith(SmallNetwork::at(0));
        QVERIFY(f.look("i-1", 7));
        QVERIFY(has(Sign::Change) && has(Sign::Struck));
    }

    void exportsAreWholeAndSayWhatTheyShow_data()
    {
        QTest::addColumn<QString>("ending");
        for (const char* ending : {"png", "svg", "dot"})
            QTest::newRow(ending) << QString::fromUtf8(ending);
    }
    void exportsAreWholeAndSayWhatTheyShow()
    {
        QFETCH(const QString, ending);
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        f.investigation->setZone("Asia/Tokyo");
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("a.") + ending);
        dialogs::testing::answerNext({path});
        for (QAction* action : f.page.tools()->exportMenu()->actions()) {
            if (action->text().contains(ending, Qt::CaseInsensitive))
                action->trigger();
        }
        QVERIFY(f.settle());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(f.page.countText().contains(QStringLiteral("Saved to")));
        if (ending == QStringLiteral("png")) {
            QImageReader reader(path);
            const QImage image = reader.read();
            QVERIFY(image.width() > 800);
            // On light ground, whatever the window has.
            QCOMPARE(image.pixelColor(2, 2), lightColors().base);
            const QString said = image.text(QStringLiteral("Description"));
            const auto& shown = f.picture().shown();
            QVERIFY2(said.contains(QStringLiteral("%1 of %2 resources shown")
                                       .arg(shown.nodes.size())
                                       .arg(shown.of)),
                     qPrintable(said));
            QVERIFY(said.contains(QStringLiteral("2026-03-10 12:00:00")));
            QVERIFY(said.contains(QStringLiteral("Asia/Tokyo")));
        } else if (ending == QStringLiteral("svg")) {
            QSvgRenderer renderer(bytes);
            QVERIFY(renderer.isValid());
            QVERIFY(bytes.contains("web-1") && bytes.contains("vol-gone"));
        } else {
            QVERIFY(bytes.startsWith("digraph") || bytes.startsWith("strict digraph")
                    || bytes.startsWith("//"));
            QCOMPARE(bytes.count('{'), bytes.count('}'));
            QVERIFY(bytes.contains("web-1"));
        }
    }

    void whatIsShownIsCopied()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        QVERIFY(f.page.canCopy(PageCommands::CopyForm::Cells));
        f.page.copy(PageCommands::CopyForm::Cells);
        const QString table = QGuiApplication::clipboard()->text();
        const auto& shown = f.picture().shown();
        QCOMPARE(static_cast<std::size_t>(table.count(u'\n')),
                 1 + shown.nodes.size() + shown.edges.size());
        QVERIFY(table.contains(QStringLiteral("web-1\tAWS::EC2::Instance\ti-1\t")));
        QVERIFY(f.page.canCopy(PageCommands::CopyForm::Json));
        f.page.copy(PageCommands::CopyForm::Json);
        QVERIFY(QGuiApplication::clipboard()->text().contains(
            QStringLiteral("\"resourceId\":\"i-1\"")));
        f.click(f.at("vol-gone"));
        QVERIFY(!f.page.canCopy(PageCommands::CopyForm::Json));
    }

    void whatBelongsToThePictureIsChosen()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        QVERIFY(f.isShown("vol-gone") && f.isShown("AROASERVER"));
        for (QAction* action : f.page.tools()->showMenu()->actions()) {
            if (action->isCheckable())
                action->trigger();
        }
        QVERIFY(f.settle());
        QVERIFY(!f.isShown("vol-gone") && !f.isShown("AROASERVER") && f.isShown("sg-1"));
    }

    void aPictureThatWasStoppedIsSaid()
    {
        Fixture f;
        QVERIFY(f.opened && f.look("i-1", 3));
        // Before it is done: every thread waits until then.
        test::BusyThreads busy(*f.jobs);
        const auto begun = connect(f.jobs.get(), &workspace::JobRunner::runningChanged, this,
                                   [&](const QString& slot, bool running) {
                                       if (slot == QStringLiteral("graph") && running) {
                                           f.page.graphing().cancel();
                                           busy.release();
                                       }
                                   });
        f.page.graphing().setDepth(4);
        QVERIFY(f.settle());
        disconnect(begun);
        QVERIFY(f.page.isShowingGraph());
        QVERIFY2(saysSomewhere(f.page, "Arranging was stopped"),
                 qPrintable(f.page.notes()->words().join(u'\n')
                            + QString::number(f.picture().question.depth)));
        f.page.notes()->act(0);
        QVERIFY(f.settle());
        QVERIFY(f.page.notes()->words().isEmpty());
        QCOMPARE(f.picture().question.depth, 4u);
    }

    void itFitsIntoASmallWindow()
    {
        Fixture f;
        f.page.resize(800, 420);
        QVERIFY(f.opened && f.look("i-1", 3));
        QVERIFY(f.page.minimumSizeHint().width() <= 800);
        QVERIFY(f.page.minimumSizeHint().height() <= 420);
        QVERIFY(f.view.height() >= 120);
    }
};

QTEST_MAIN(TestGraphPage)
#include "tst_graphpage.moc"
