// The table of the Resources page by real keys and mouse: types, order, columns, what is copied and
// written, and how the states are told apart.
#include "tests/support/smallestate.h"
#include "tests/support/testsupport.h"
#include "tests/ui/resources/resourcesworld.h"
#include "tests/ui/support/menus.h"
#include "ui/common/dialogs.h"
#include "ui/resources/pathcolumndialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTreeView>

#include <vector>

using namespace trailloupe;
using namespace trailloupe::ui;
using namespace Qt::StringLiterals;
using config::InventoryColumn;
using test::showTypes;
using test::SmallEstate;
using test::UiWorld;
using Fixture = test::ResourcesWorld;
using Kind = InventoryColumn::Kind;
using Settings = UiWorld::Settings;

class TestResourceTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void titlesSort()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        QVERIFY(f.clickTitle(Kind::Id));
        QCOMPARE(f.ids(), u"AROA1 bucket host queue sg-1"_s);
        QVERIFY(f.clickTitle(Kind::Id));
        QCOMPARE(f.ids(), u"sg-1 queue host bucket AROA1"_s);
        QCOMPARE(f.table().horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
        QVERIFY(f.clickTitle(Kind::Changes)); // what changed most comes first
        QCOMPARE(f.ids(), u"sg-1 AROA1 host bucket queue"_s);
        f.clickRow(0);
        f.table().setCurrentIndex(f.model().index(0, f.columnOf(Kind::Name)));
        QTest::keyClick(&f.table(), Qt::Key_S);
        QVERIFY(f.settle());
        QCOMPARE(f.ids(), u"AROA1 sg-1 host bucket queue"_s);
        QCOMPARE(f.selected(), std::optional(f.called("sg-1"))); // still
    }

    void typesAreChosenInTheirList()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        TypeChooser& types = *f.list().types();
        showTypes(types);
        QTreeView& list = *types.list();
        QStringList lines;
        for (int row = 0; row < list.model()->rowCount(); ++row)
            lines.append(list.model()->index(row, 0).data().toString() + u' '
                         + list.model()->index(row, 1).data().toString());
        QCOMPARE(lines,
                 QStringList({u"AWS::EC2::Host 1"_s, u"AWS::EC2::Instance 0"_s,
                              u"AWS::EC2::SecurityGroup 1"_s, u"AWS::IAM::Role 1"_s,
                              u"AWS::S3::Bucket 1"_s, u"AWS::SQS::Queue 1"_s}));
        QTest::keyClick(types.searchLine(), Qt::Key_Down);
        QTest::keyClick(&list, Qt::Key_Down);
        QTest::keyClick(&list, Qt::Key_Down);
        QTest::keyClick(&list, Qt::Key_Space);
        QVERIFY(f.settle());
        QCOMPARE(f.ids(), u"sg-1"_s);
        QTest::keyClick(&list, Qt::Key_Down);
        QTest::keyClick(&list, Qt::Key_Space);
        QVERIFY(f.settle());
        QCOMPARE(f.ids(), u"sg-1 AROA1"_s);
        QVERIFY(types.text().startsWith(u"2 types"_s));
        QTest::keyClick(&list, Qt::Key_Return); // only this
        QVERIFY(f.settle());
        QCOMPARE(f.ids(), u"AROA1"_s);
        QVERIFY(types.text().startsWith(u"AWS::IAM::Role"_s));
        // The others are counted all the same.
        showTypes(types);
        QCOMPARE(list.model()->index(4, 1).data().toString(), u"1"_s);
        QTest::keyClicks(types.searchLine(), u"sqs"_s);
        QCOMPARE(list.model()->rowCount(), 1);
        QTest::keyClick(types.searchLine(), Qt::Key_Return);
        QVERIFY(f.settle());
        QCOMPARE(f.ids(), u"queue"_s);
        showTypes(types);
        QTest::mouseClick(types.allButton(), Qt::LeftButton);
        QVERIFY(f.settle());
        QCOMPARE(f.ids(), u"host sg-1 AROA1 bucket queue"_s);
    }

    void aPathBecomesAColumn()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        f.page.addPathColumn();
        auto* dialog = f.page.findChild<PathColumnDialog*>();
        QVERIFY(dialog);
        QTest::keyClicks(dialog->edit(), u"configuration.lost"_s);
        QTest::keyClick(dialog->edit(), Qt::Key_Return);
        QVERIFY(dialog->isVisible());
        QVERIFY(dialog->message().contains(u"configuration.lost"_s));
        dialog->edit()->selectAll();
        QTest::keyClicks(dialog->edit(), u"configuration.rules.n"_s); // as a person writes it
        QTest::keyClick(dialog->edit(), Qt::Key_Return);
        QTRY_VERIFY(!f.page.findChild<PathColumnDialog*>());
        const int column = int(f.model().columns().size()) - 1;
        QCOMPARE(f.model().columns().back(),
                 (InventoryColumn{Kind::Path, "configuration.rules[].n"}));
        QCOMPARE(f.model().index(1, column).data().toString(), u"1, 2"_s);
        QCOMPARE(f.model().headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                 u"configuration.rules[].n"_s);
    }

    void columnsOrderAndWidthsAreKept()
    {
        const SmallEstate estate;
        {
            Fixture f(estate.path());
            QVERIFY(f.opened && f.active);
            QMenu* menu = test::menuAt(f.table().horizontalHeader()->viewport(), {12, 8});
            QVERIFY(menu);
            test::entryOf(menu, u"ARN"_s)->trigger();
            test::entryOf(menu, u"Hide “Type”"_s)->trigger();
            menu->close();
            QVERIFY(f.clickTitle(Kind::Id));
            QVERIFY(f.clickTitle(Kind::Id));
            f.table().horizontalHeader()->resizeSection(f.columnOf(Kind::Name), 77);
            f.table().horizontalHeader()->moveSection(f.columnOf(Kind::Name), 0);
        }
        Fixture f(estate.path(), Settings::Kept);
        QVERIFY(f.opened && f.active);
        QCOMPARE(f.ids(), u"sg-1 queue host bucket AROA1"_s);
        QCOMPARE(f.model().columns().front().kind, Kind::Name);
        QCOMPARE(f.model().columns().back().kind, Kind::Arn);
        QCOMPARE(f.columnOf(Kind::Type), int(f.model().columns().size()));
        QCOMPARE(f.table().columnWidth(0), 77);
    }

    void rowsAndCellsAreCopied()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        QVERIFY(!f.page.canCopy(PageCommands::CopyForm::Cells));
        f.clickRow(1);
        f.table().setCurrentIndex(f.model().index(1, f.columnOf(Kind::Name)));
        f.page.copy(PageCommands::CopyForm::Cells);
        QCOMPARE(QApplication::clipboard()->text(), u"web"_s);
        f.page.copy(PageCommands::CopyForm::Json);
        QVERIFY(QApplication::clipboard()->text().contains(u"\"resourceName\":\"web\""_s));
        f.table().selectAll();
        f.page.copy(PageCommands::CopyForm::Csv);
        const QStringList lines = QApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.size(), qsizetype(6));
        QVERIFY(lines[0].startsWith(u"Type,Id,Name"_s));
        QVERIFY(lines[2].startsWith(u"AWS::EC2::SecurityGroup,sg-1,web,us-east-1,live,2,"
                                    "2026-03-01T00:30:00Z"_s));
        f.page.copy(PageCommands::CopyForm::Cells);
        QCOMPARE(QApplication::clipboard()->text().split(u'\n').size(), qsizetype(5));
    }

    void theListIsExported()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        QTemporaryDir dir;
        const QString path = dir.filePath(u"out.csv"_s);
        QVERIFY(f.page.canExport());
        dialogs::testing::answerNext({path});
        f.page.exportEvents();
        QVERIFY(f.settle());
        QVERIFY2(f.list().saidWords().contains(u"5 resources"_s), qPrintable(f.list().saidWords()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().trimmed().split('\n').size(), qsizetype(6));
        dialogs::testing::answerNext({dir.filePath(u"no/such/folder.csv"_s)});
        f.page.exportEvents();
        QVERIFY(f.settle());
        QVERIFY(f.list().saidWords().contains(u"was not written"_s));
    }

    void stateIsToldWithoutColour()
    {
        const SmallEstate estate;
        Fixture f(estate.path());
        QVERIFY(f.opened && f.active);
        f.list().withDeleted()->setChecked(true);
        QVERIFY(f.settle());
        // The marks of live, deleted, not recorded and undated differ as black and white too.
        std::vector<QImage> marks;
        for (const char* id : {"sg-1", "i-1", "host", "queue"}) {
            const int row = *f.model().rowOf(f.called(id));
            QRect rect = f.table().visualRect(f.model().index(row, 0));
            rect.setWidth(20);
            QImage mark = f.table().viewport()->grab(rect).toImage();
            const QRgb ground = mark.pixel(0, 0);
            QImage bits(mark.size(), QImage::Format_Mono);
            for (int y = 0; y < mark.height(); ++y) {
                for (int x = 0; x < mark.width(); ++x)
                    bits.setPixel(x, y, mark.pixel(x, y) == ground ? 0 : 1);
            }
            for (const QImage& other : marks)
                QVERIFY(bits != other);
            marks.push_back(bits);
        }
    }
};

QTEST_MAIN(TestResourceTable)
#include "tst_resourcetable.moc"
