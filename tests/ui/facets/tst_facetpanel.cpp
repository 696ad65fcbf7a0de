// The facet panel under mouse and keys: what is clicked becomes a condition, and nothing else does.
#include "model/query/fieldnames.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/menus.h"
#include "tests/ui/support/uiworld.h"
#include "ui/facets/facetpanel.h"
#include "ui/facets/facetview.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace trailloupe;
using namespace trailloupe::ui;
using items::FacetModel;
using test::SmallExport;
using test::UiWorld;
using Part = FacetDelegate::Part;

namespace {

struct Fixture
{
    explicit Fixture(const QString& path)
    {
        panel = std::make_unique<FacetPanel>(*world.investigation, *world.filtering, *world.catalog,
                                             *world.jobs);
        panel->resize(260, 700);
        panel->show();
        opened = world.openAndWait(path) && wait();
    }
    [[nodiscard]] bool wait()
    {
        return QTest::qWaitFor([this] {
            return world.jobs->isIdle() && !world.filtering->isRunning()
                && !panel->faceting().isRunning();
        });
    }
    QModelIndex value(int field, int row) const
    {
        return view().model()->index(row, 0, view().model()->index(field, 0));
    }
    FacetView& view() const { return *panel->view(); }
    // The middle of a part of a row.
    [[nodiscard]] bool click(const QModelIndex& index, Part part)
    {
        view().scrollTo(index);
        const QRect row = view().visualRect(index);
        for (int x = row.right(); x >= row.left(); --x) {
            const QPoint at(x, row.center().y());
            const QPoint next(x - 8, row.center().y());
            if (FacetDelegate::partAt(index, row, at) == part
                && FacetDelegate::partAt(index, row, next) == part) {
                QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, next);
                return wait();
            }
        }
        return false;
    }
    QStringList chips() const
    {
        QStringList texts;
        for (const auto& chip : world.investigation->filter().chips)
            texts.append(chip.text);
        return texts;
    }

    UiWorld world;
    std::unique_ptr<FacetPanel> panel;
    bool opened = false;
};

// Values that are too long for a filter, alone or together, and a field whose name none can hold.
std::string oddRecords()
{
    const auto event = [](char letter) {
        return std::string("{\"eventID\":\"") + letter + "\",\"long\":\""
            + std::string(70'000, letter) + "\",\"half\":\"" + std::string(40'000, letter)
            + "\",\"od\\u0001d\":\"value\"}";
    };
    return "{\"Records\":[" + event('a') + ',' + event('b') + "]}";
}

} // namespace

class TestFacetPanel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void clicksOnValuesMakeOneChipPerField()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        const QString first = f.value(0, 0).data().toString();
        const QString second = f.value(0, 1).data().toString();
        QVERIFY(f.click(f.value(0, 0), Part::Row));
        QCOMPARE(f.chips(), QStringList{QStringLiteral("eventName:\"%1\"").arg(first)});
        QVERIFY(f.value(0, 0).data(FacetModel::ChosenRole).toBool());
        QVERIFY(f.click(f.value(0, 1), Part::Only));
        QCOMPARE(f.chips(),
                 QStringList{QStringLiteral("eventName:(\"%1\" or \"%2\")").arg(first, second)});
        QVERIFY(f.click(f.value(0, 0), Part::Only));
        QCOMPARE(f.chips(), QStringList{QStringLiteral("eventName:\"%1\"").arg(second)});
        QVERIFY(f.world.investigation->filter().text.isEmpty());
    }

    void theSecondButtonTakesAValueAway()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        const QString first = f.value(0, 0).data().toString();
        const quint64 events = f.value(0, 0).data(FacetModel::EventsRole).toULongLong();
        QVERIFY(f.click(f.value(0, 0), Part::Without));
        QCOMPARE(f.chips(), QStringList{QStringLiteral("not eventName:\"%1\"").arg(first)});
        QCOMPARE(f.world.filtering->result().count(), 60 - events);
        QVERIFY(f.value(0, 0).data().toString() != first);
    }

    void keysDoTheSame()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        const QString first = f.value(0, 0).data().toString();
        f.view().setFocus();
        f.view().setCurrentIndex(f.value(0, 0));
        QTest::keyClick(&f.view(), Qt::Key_Return);
        QVERIFY(f.wait());
        QCOMPARE(f.chips(), QStringList{QStringLiteral("eventName:\"%1\"").arg(first)});
        QTest::keyClick(&f.view(), Qt::Key_Return);
        QVERIFY(f.wait());
        QVERIFY(f.chips().isEmpty());
        QTest::keyClick(&f.view(), Qt::Key_Minus);
        QVERIFY(f.wait());
        QCOMPARE(f.chips(), QStringList{QStringLiteral("not eventName:\"%1\"").arg(first)});
        f.view().setCurrentIndex(f.value(0, 0));
        QTest::keyClick(&f.view(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), f.value(0, 0).data().toString());
    }

    void fieldsCloseAndStayClosed()
    {
        const SmallExport small(1, 60);
        {
            Fixture f(small.path());
            QVERIFY(f.opened);
            const QModelIndex field = f.view().model()->index(0, 0);
            QVERIFY(f.view().isExpanded(field));
            QVERIFY(f.click(field, Part::Row));
            QVERIFY(!f.view().isExpanded(field));
            QCOMPARE(f.view().model()->rowCount(field), 0);
            f.view().setFocus();
            f.view().setCurrentIndex(f.view().model()->index(1, 0));
            QTest::keyClick(&f.view(), Qt::Key_Delete);
            QCOMPARE(f.view().model()->rowCount(), 7);
        }
        UiWorld world(UiWorld::Settings::Kept);
        FacetPanel again(*world.investigation, *world.filtering, *world.catalog, *world.jobs);
        QCOMPARE(again.faceting().fields().size(), std::size_t{7});
        QVERIFY(!again.faceting().fields()[0].open);
        QVERIFY(again.faceting().fields()[1].open);
    }

    void moreValuesAndASearchAmongThem()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        QVERIFY(f.panel->faceting().add(*query::parseField("eventID")));
        QVERIFY(f.wait());
        const int first = static_cast<int>(workspace::Faceting::kFirstValues);
        const QModelIndex field = f.view().model()->index(0, 0);
        QCOMPARE(f.view().model()->rowCount(field), first + 1);
        QVERIFY(f.click(f.value(0, first), Part::Row));
        QCOMPARE(f.view().model()->rowCount(f.view().model()->index(0, 0)), 60);
        f.panel->search()->setFocus();
        QTest::keyClicks(f.panel->search(), QStringLiteral("00003b"));
        QTRY_COMPARE(f.view().model()->rowCount(f.view().model()->index(0, 0)), 1);
        QTest::keyClick(f.panel->search(), Qt::Key_Down);
        QCOMPARE(f.view().currentIndex(), f.value(0, 0));
        QTest::keyClick(f.panel->search(), Qt::Key_Escape);
        QTRY_COMPARE(f.view().model()->rowCount(f.view().model()->index(0, 0)), 60);
    }

    void aFieldOfTheExportIsFoundAndAdded_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("in other letters") << "eventid";
        QTest::newRow("in full") << "eventID";
    }
    void aFieldOfTheExportIsFoundAndAdded()
    {
        QFETCH(QString, typed);
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        QVERIFY(f.panel->foundFields()->isHidden());
        f.panel->search()->setFocus();
        QTest::keyClicks(f.panel->search(), typed);
        QTRY_COMPARE(f.panel->foundFields()->count(), 1);
        QListWidget* found = f.panel->foundFields();
        QTest::mouseClick(found->viewport(), Qt::LeftButton, {},
                          found->visualItemRect(found->item(0)).center());
        QVERIFY(f.panel->faceting().fields()[0].field == *query::parseField("eventID"));
        QVERIFY(f.panel->search()->text().isEmpty());
        QVERIFY(found->isHidden());
        QVERIFY(f.wait());
        QCOMPARE(f.view().model()->rowCount(f.view().model()->index(0, 0)),
                 static_cast<int>(workspace::Faceting::kFirstValues) + 1);
    }

    void enterAddsAFieldWhereNoValueHoldsTheText()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        const auto fieldsBefore = f.panel->faceting().fields().size();
        f.panel->search()->setFocus();
        QTest::keyClicks(f.panel->search(), QStringLiteral("eventID"));
        QTest::keyClick(f.panel->search(), Qt::Key_Return); // before anything was found
        QTRY_COMPARE(f.panel->faceting().fields().size(), fieldsBefore + 1);
        QVERIFY(f.panel->faceting().fields()[0].field == *query::parseField("eventID"));
        QVERIFY(f.wait());
        // A path that is in no list, as it is typed.
        QTest::keyClicks(f.panel->search(), QStringLiteral("userIdentity.*"));
        QTest::keyClick(f.panel->search(), Qt::Key_Return);
        QTRY_COMPARE(f.panel->faceting().fields().size(), fieldsBefore + 2);
        QVERIFY(f.wait());
        // A value is gone to.
        QTest::keyClicks(f.panel->search(), QStringLiteral("RunInst"));
        QTest::keyClick(f.panel->search(), Qt::Key_Return);
        QTRY_VERIFY(f.view().currentIndex().isValid());
        QCOMPARE(f.panel->faceting().fields().size(), fieldsBefore + 2);
        // Nothing is said to be nothing.
        f.panel->search()->clear();
        QTest::keyClicks(f.panel->search(), QStringLiteral("no-such-thing"));
        QTRY_VERIFY(
            f.panel->foundTitle().startsWith(QStringLiteral("No value of the open fields")));
    }

    void theMenuOrdersAndPinsAsColumn()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        QVERIFY(f.panel->faceting().add(*query::parseField("userIdentity.type")));
        QVERIFY(f.wait());
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("plugin does not")));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("plugin does not")));
        QVERIFY(f.click(f.view().model()->index(0, 0), Part::Menu));
        auto* menu = f.view().findChild<QMenu*>();
        QVERIFY(menu);
        const auto action = [menu](const char* text) {
            for (QAction* one : menu->actions()) {
                if (one->text() == QString::fromUtf8(text))
                    return one;
            }
            return static_cast<QAction*>(nullptr);
        };
        QVERIFY(action("Rarest first") && action("Show as column"));
        action("Rarest first")->trigger();
        QVERIFY(f.panel->faceting().fields()[0].order == query::FacetOrder::RarestFirst);
        action("Show as column")->trigger();
        QVERIFY(f.world.investigation->columns().back()
                == query::Column::pathColumn("userIdentity.type"));
        menu->close();
        QVERIFY(f.wait());
    }

    void aValueIsFollowedWhereThatMakesSense()
    {
        const SmallExport small(1, 60);
        Fixture f(small.path());
        QVERIFY(f.opened);
        QVERIFY(f.world.investigation->setFilter({QStringLiteral("eventName:*"), {}}));
        const char* const fields[] = {"eventName", "sourceIPAddress"};
        for (const char* field : fields) {
            const auto& shown = f.panel->faceting().fields();
            const auto at = static_cast<std::size_t>(
                std::ranges::find(shown, *query::parseField(field), &workspace::FacetField::field)
                - shown.begin());
            QVERIFY(at < shown.size());
            f.panel->faceting().setOpen(at, true);
            QVERIFY(f.wait());
            const QModelIndex first = f.value(static_cast<int>(at), 0);
            f.view().scrollTo(first);
            const QString value = first.data().toString();
            QMenu* menu = test::menuAt(f.view().viewport(), f.view().visualRect(first).center());
            QVERIFY(menu);
            QAction* entry = test::entryOf(menu, QStringLiteral("Follow: "));
            QCOMPARE(entry != nullptr, field == fields[1]);
            if (entry) {
                QCOMPARE(entry->text(), QStringLiteral("Follow: Same source IP: ") + value);
                entry->trigger();
                QCOMPARE(f.chips(),
                         QStringList{QStringLiteral("sourceIPAddress:\"%1\"").arg(value)});
                QCOMPARE(f.world.investigation->filter().text, QString());
            }
            menu->close();
        }
        QVERIFY(f.wait());
    }

    void whatNoFilterCanHoldIsRefusedInWords_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("words");
        QTest::newRow("a long value") << "long"
                                      << "This value is longer";
        QTest::newRow("a name that cannot be written") << "od\x01"
                                                          "d"
                                                       << "The name of this field";
    }
    void whatNoFilterCanHoldIsRefusedInWords()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, words);
        SmallExport small(1, 60);
        small.add(QStringLiteral("odd.json"), oddRecords());
        Fixture f(small.path());
        QVERIFY(f.opened);
        QVERIFY(f.panel->faceting().add(*workspace::fieldOf(field.toStdString())));
        QVERIFY(f.wait());
        FacetView& view = f.view();
        const auto refuses = [&] {
            const bool said = f.panel->message().startsWith(words)
                && f.panel->message().endsWith(QStringLiteral("Nothing has changed."));
            return said && f.chips().isEmpty();
        };
        for (const Part part : {Part::Row, Part::Only, Part::Without}) {
            QVERIFY(f.click(f.value(0, 0), part));
            QVERIFY2(refuses(), qPrintable(f.panel->message()));
            QVERIFY(f.click(view.model()->index(1, 0), Part::Row)); // goes on elsewhere
            QCOMPARE(f.panel->message(), QString());
            QVERIFY(f.click(view.model()->index(1, 0), Part::Row));
        }
        view.setFocus();
        view.setCurrentIndex(f.value(0, 0));
        for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Minus}) {
            QTest::keyClick(&view, key);
            QVERIFY2(refuses(), qPrintable(f.panel->message()));
            QTest::keyClick(&view, Qt::Key_Down);
            QCOMPARE(f.panel->message(), QString());
            QTest::keyClick(&view, Qt::Key_Up);
            QCOMPARE(view.currentIndex(), f.value(0, 0));
        }
        // A filter from elsewhere is an end of it as well.
        QTest::keyClick(&view, Qt::Key_Minus);
        QVERIFY(refuses());
        QVERIFY(f.world.investigation->setFilter({QStringLiteral("eventName:*"), {}}));
        QCOMPARE(f.panel->message(), QString());
        QVERIFY(f.wait());
    }

    void oneValueTooManyIsRefusedInWords()
    {
        SmallExport small(1, 60);
        small.add(QStringLiteral("odd.json"), oddRecords());
        Fixture f(small.path());
        QVERIFY(f.opened);
        QVERIFY(f.panel->faceting().add(*workspace::fieldOf("half")));
        QVERIFY(f.wait());
        QVERIFY(f.click(f.value(0, 0), Part::Only));
        QCOMPARE(f.panel->message(), QString());
        const QStringList chips = f.chips();
        QCOMPARE(chips.size(), 1);
        int other = 0;
        while (f.value(0, other).data(FacetModel::ChosenRole).toBool())
            ++other;
        const QModelIndex index = f.value(0, other);
        QCOMPARE(FacetModel::Kind(index.data(FacetModel::KindRole).toInt()),
                 FacetModel::Kind::Value);
        QMenu* menu = test::menuAt(f.view().viewport(), f.view().visualRect(index).center());
        QVERIFY(menu);
        QVERIFY(test::entryOf(menu, QStringLiteral("Only "))->isEnabled());
        QVERIFY(!test::entryOf(menu, QStringLiteral("Or "))->isEnabled());
        QVERIFY(test::entryOf(menu, QStringLiteral("Together with what is chosen")));
        menu->close();
        QVERIFY(f.click(index, Part::Only));
        QVERIFY2(f.panel->message().startsWith(QStringLiteral("Together with what is chosen")),
                 qPrintable(f.panel->message()));
        QCOMPARE(f.chips(), chips);
        // What is chosen can be taken back.
        QVERIFY(f.click(f.value(0, other == 0 ? 1 : 0), Part::Only));
        QVERIFY(f.chips().isEmpty());
        QCOMPARE(f.panel->message(), QString());
    }

    void partsOfAWholeAreNeverRoundedAway()
    {
        QCOMPARE(percentText(0, 10), QStringLiteral("0 %"));
        QCOMPARE(percentText(1, 1'000'000), QStringLiteral("< 1 %"));
        QCOMPARE(percentText(999'999, 1'000'000), QStringLiteral("> 99 %"));
        QCOMPARE(percentText(1, 3), QStringLiteral("33 %"));
        QCOMPARE(percentText(7, 7), QStringLiteral("100 %"));
        QCOMPARE(percentText(0, 0), QStringLiteral("0 %"));
    }
};

QTEST_MAIN(TestFacetPanel)
#include "tst_facetpanel.moc"
