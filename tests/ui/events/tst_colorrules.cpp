// Colour rules on screen: made from a cell, seen in the row, edited in their list, kept.
#include "model/items/eventtableroles.h"
#include "tests/support/scarcememory.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/theme.h"
#include "ui/events/colorrules.h"
#include "ui/events/colorrulesdialog.h"
#include "ui/events/eventspage.h"
#include "ui/events/eventtableview.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::SmallExport;
using test::UiWorld;
using workspace::ColorRule;

namespace {

struct Fixture : UiWorld
{
    explicit Fixture(Settings settings = Settings::Cleared, int events = 20)
        : UiWorld(settings)
        , small(1, events)
        , page(*workspace, *investigation, *filtering, *jobs)
    {
        page.resize(1200, 700);
        page.show();
        opened = openAndWait(small.path());
    }
    bool waitIdle()
    {
        return QTest::qWaitFor([this] { return jobs->isIdle(); }, 20'000);
    }
    int rowOf(const QString& name) const
    {
        const auto* model = page.table()->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, 1).data().toString() == name)
                return row;
        }
        return -1;
    }
    QVariant colorOf(int row) const
    {
        return page.table()->model()->index(row, 0).data(items::RuleColorRole);
    }
    // Chooses a colour, or none, in the menu of a cell.
    bool choose(int row, int column, const QString& entry)
    {
        const auto& store = workspace->evidence().store;
        const auto* model = page.table()->model();
        const RowId id(model->index(row, 0).data(items::RowIdRole).toUInt());
        QMenu menu;
        colorrules::addMenu(
            &menu, page.coloring(),
            trailloupe::workspace::pivotValues(
                store, id, investigation->columns()[static_cast<std::size_t>(column)]),
            [] {});
        const auto actions = menu.actions().front()->menu()->actions();
        const auto found = std::ranges::find(actions, entry, &QAction::text);
        if (found == actions.end() || !(*found)->isEnabled())
            return false;
        (*found)->trigger();
        return waitIdle();
    }
    bool saysThatColorsFailed() const
    {
        const auto labels = page.findChildren<QLabel*>();
        return std::ranges::any_of(labels, [](const QLabel* label) {
            return label->text().contains(
                QStringLiteral("colours could not be computed: out of memory"));
        });
    }
    ColorRulesDialog* openDialog()
    {
        page.editColors();
        return page.findChild<ColorRulesDialog*>();
    }

    SmallExport small;
    EventsPage page;
    bool opened = false;
};

QPushButton* buttonOf(const QDialog& dialog, const QString& text)
{
    for (auto* button : dialog.findChildren<QPushButton*>()) {
        if (button->text().remove(u'&') == text)
            return button;
    }
    return nullptr;
}

} // namespace

class TestColorRules : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void colorsThatCannotBeComputedAreSaid()
    {
        Fixture f(UiWorld::Settings::Cleared, 20'000);
        QVERIFY(f.opened && f.waitIdle());
        ColorRulesDialog* dialog = f.openDialog();
        QVERIFY(dialog);
        const auto* list = dialog->findChild<QTreeWidget*>();
        {
            const test::ScarceMemory scarce;
            f.page.coloring().setRules({{.filter = QStringLiteral("eventName:*"), .color = 1}});
            QVERIFY(f.waitIdle());
        }
        QVERIFY(f.saysThatColorsFailed());
        QCOMPARE(list->topLevelItem(0)->text(1), QStringLiteral("not computed"));
        QVERIFY(!list->topLevelItem(0)->toolTip(1).isEmpty());
        f.page.coloring().setRules({{.filter = QStringLiteral("eventName:*"), .color = 2}});
        QVERIFY(f.waitIdle());
        QVERIFY(!f.saysThatColorsFailed());
        QCOMPARE(list->topLevelItem(0)->text(1), QStringLiteral("20,000"));
    }

    void aCellColoursEventsLikeIt()
    {
        Fixture f;
        QVERIFY(f.opened);
        const int row = f.rowOf(QStringLiteral("RunInstances"));
        QVERIFY(row >= 0);
        QVERIFY(f.choose(row, 1, QStringLiteral("Green")));
        QCOMPARE(f.colorOf(row), QVariant(2));
        const auto* model = f.page.table()->model();
        for (int i = 0; i < model->rowCount(); ++i) {
            const bool same =
                model->index(i, 1).data().toString() == QStringLiteral("RunInstances");
            QCOMPARE(f.colorOf(i), same ? QVariant(2) : QVariant());
        }

        // Another colour takes its place; then there is none.
        QVERIFY(!f.choose(row, 1, QStringLiteral("Green")));
        QVERIFY(f.choose(row, 1, QStringLiteral("Red")));
        QCOMPARE(f.page.coloring().rules().size(), std::size_t{1});
        QCOMPARE(f.colorOf(row), QVariant(0));
        QVERIFY(f.choose(row, 1, QStringLiteral("No colour")));
        QVERIFY(!f.colorOf(row).isValid());
    }

    void theRowIsPaintedInItsColour()
    {
        Fixture f;
        f.page.coloring().setRules({{.filter = QStringLiteral("eventName:*"), .color = 1}});
        QVERIFY(f.waitIdle());
        EventTableView& table = *f.page.table();
        const ThemeColors& colors = themeColors(table.palette());
        const auto rect = [&](int row) {
            return table.visualRect(table.model()->index(row, 0));
        };
        QImage image = table.viewport()->grab().toImage();
        QCOMPARE(image.pixelColor(rect(3).left() + 1, rect(3).center().y()), colors.ruleMark[1]);
        QCOMPARE(image.pixelColor(rect(3).right() - 1, rect(3).top() + 1), colors.ruleTint[1]);
        // A selected row keeps its edge.
        table.selectRow(3);
        image = table.viewport()->grab().toImage();
        QCOMPARE(image.pixelColor(rect(3).left() + 1, rect(3).center().y()), colors.ruleMark[1]);
        QCOMPARE(image.pixelColor(rect(3).right() - 1, rect(3).top() + 1), colors.selection);
    }

    void rulesAreKept()
    {
        const std::vector<ColorRule> rules{
            {.filter = QStringLiteral("eventName:\"a=b;c\\\\d\""), .color = 5},
            {.filter = QStringLiteral("user:日本"), .color = 2, .enabled = false}};
        {
            Fixture f;
            f.page.coloring().setRules(rules);
        }
        {
            Fixture f(UiWorld::Settings::Kept);
            QVERIFY(f.page.coloring().rules() == rules);
            f.page.coloring().setRules({rules[1]});
        }
        Fixture f(UiWorld::Settings::Kept);
        QVERIFY(f.page.coloring().rules() == std::vector{rules[1]});
    }

    void settingsOfAnotherVersionDoNoHarm()
    {
        QSettings().clear();
        {
            QSettings settings;
            settings.beginWriteArray(QStringLiteral("colorRules"), 2);
            settings.setArrayIndex(0);
            settings.setValue(QStringLiteral("filter"), QStringLiteral("eventName:*"));
            settings.setValue(QStringLiteral("color"), 99);
            settings.setArrayIndex(1);
            settings.setValue(QStringLiteral("color"), QStringLiteral("mauve"));
            settings.endArray();
        }
        Fixture f(UiWorld::Settings::Kept);
        QVERIFY(f.waitIdle());
        QCOMPARE(f.colorOf(0), QVariant(workspace::Coloring::kColors - 1));
        QCOMPARE(f.page.coloring().rules().size(), std::size_t{2});
    }

    void theListAddsTheFilterInForce()
    {
        Fixture f;
        workspace::Filter filter;
        filter.text = QStringLiteral("eventName:RunInstances");
        QVERIFY(f.investigation->setFilter(filter));
        QVERIFY(f.waitIdle());
        ColorRulesDialog* dialog = f.openDialog();
        QVERIFY(dialog && dialog->isVisible());
        QTest::mouseClick(buttonOf(*dialog, QStringLiteral("Add")), Qt::LeftButton);
        QVERIFY(f.waitIdle());
        QCOMPARE(f.page.coloring().rules().front().filter, filter.text);
        auto* list = dialog->findChild<QTreeWidget*>();
        QCOMPARE(list->topLevelItem(0)->text(0), filter.text);
        QCOMPARE(list->topLevelItem(0)->text(1), QString::number(f.filtering->result().count()));
        // The colour of the rule is the one that is pressed; another one is a click away.
        const auto buttons = dialog->findChildren<QToolButton*>();
        QVERIFY(buttons.front()->isChecked());
        QTest::mouseClick(buttons.at(4), Qt::LeftButton);
        QCOMPARE(f.page.coloring().rules().front().color, 4);
        QVERIFY(!buttons.front()->isChecked() && buttons.at(4)->isChecked());
        // Off by its box.
        const QRect row = list->visualItemRect(list->topLevelItem(0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier,
                          QPoint(12, row.center().y()));
        QTRY_VERIFY(!f.page.coloring().rules().front().enabled);
    }

    void aRuleIsEditedInPlaceAndSaysWhatIsWrong()
    {
        Fixture f;
        ColorRulesDialog* dialog = f.openDialog();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        // Without a filter in force there is a line to type in at once.
        QTest::mouseClick(buttonOf(*dialog, QStringLiteral("Add")), Qt::LeftButton);
        auto* list = dialog->findChild<QTreeWidget*>();
        const auto type = [&](const QString& text) {
            auto* edit = list->findChild<QLineEdit*>();
            if (!edit)
                return false;
            edit->selectAll();
            QTest::keyClicks(edit, text);
            QTest::keyClick(edit, Qt::Key_Return);
            return QTest::qWaitFor(
                [&] { return f.page.coloring().rules().front().filter == text; });
        };
        QVERIFY(type(QStringLiteral("eventName:(Run")));
        QTRY_COMPARE(list->topLevelItem(0)->text(1), QStringLiteral("cannot be read"));
        const auto says = [&] {
            QStringList words;
            for (const auto* label : dialog->findChildren<QLabel*>()) {
                if (label->isVisible())
                    words.append(label->text());
            }
            return words.join(u'\n');
        };
        QVERIFY2(says().contains(QStringLiteral("bracket")), qPrintable(says()));
        list->editItem(list->topLevelItem(0), 0);
        QVERIFY(type(QStringLiteral("eventName:RunInstances")));
        QVERIFY(f.waitIdle());
        QVERIFY(list->topLevelItem(0)->text(1).toInt() > 0);
        QCOMPARE(f.colorOf(f.rowOf(QStringLiteral("RunInstances"))), QVariant(0));
    }

    void theOrderIsChangedAndRulesRemoved()
    {
        Fixture f;
        f.page.coloring().setRules({{.filter = QStringLiteral("eventName:*"), .color = 0},
                                    {.filter = QStringLiteral("user:*"), .color = 1}});
        ColorRulesDialog* dialog = f.openDialog();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        auto* list = dialog->findChild<QTreeWidget*>();
        QCOMPARE(list->currentItem(), list->topLevelItem(0));
        QVERIFY(!buttonOf(*dialog, QStringLiteral("Move Up"))->isEnabled());
        QTest::mouseClick(buttonOf(*dialog, QStringLiteral("Move Down")), Qt::LeftButton);
        QCOMPARE(f.page.coloring().rules()[0].filter, QStringLiteral("user:*"));
        QCOMPARE(list->currentItem(), list->topLevelItem(1));
        QVERIFY(!buttonOf(*dialog, QStringLiteral("Move Down"))->isEnabled());
        list->setFocus();
        QTRY_VERIFY(list->hasFocus());
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(f.page.coloring().rules().size(), std::size_t{1});
        QTest::mouseClick(buttonOf(*dialog, QStringLiteral("Remove")), Qt::LeftButton);
        QVERIFY(f.page.coloring().rules().empty());
        QVERIFY(!buttonOf(*dialog, QStringLiteral("Remove"))->isEnabled());
        // One window, however often it is asked for.
        QCOMPARE(f.openDialog(), dialog);
    }
};

QTEST_MAIN(TestColorRules)
#include "tst_colorrules.moc"
