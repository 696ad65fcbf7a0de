// The chips under the filter line: what they say, and what is done to them.
#include "model/workspace/pivots.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/querybarworld.h"
#include "ui/querybar/filterchips.h"

#include <QLayout>
#include <QMenu>
#include <QSignalSpy>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::UiWorld;
using workspace::Filter;
using Fixture = test::QueryBarWorld;

namespace {

QAction* editEntry(const QMenu& menu)
{
    for (QAction* action : menu.actions()) {
        if (action->text() == QStringLiteral("&Edit as Text"))
            return action;
    }
    return nullptr;
}

} // namespace

class TestFilterChips : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init() { test::failOnAnyWarning(); }

    void theTimeIsSaidInTheZoneOfTheWindow()
    {
        Fixture f;
        constexpr qint64 from = 1'773'140'400; // 2026-03-10T11:00Z
        workspace::pivotToTime(*f.investigation, from, from + 3600);
        QVERIFY(f.button(QStringLiteral("2026-03-10 11:00 – 12:00 UTC")));
        f.investigation->setZone("Asia/Tokyo");
        QToolButton* chip = f.button(QStringLiteral("2026-03-10 20:00 – 21:00 JST (UTC+09:00)"));
        QVERIFY(chip);
        QVERIFY(chip->toolTip().contains(QLatin1String("2026-03-10T11:00:00Z")));
        workspace::pivotToUndated(*f.investigation);
        QVERIFY(f.button(QStringLiteral("without a time")));
    }

    void aConditionThatWouldBeTooLongStaysAsItIs()
    {
        Fixture f;
        const QString longest = u'"' + QString(64 * 1024 - 2, u'a') + u'"';
        QVERIFY(f.investigation->setFilter({{}, {{.text = longest}}}));
        QVERIFY(f.bar.message().isEmpty());
        f.bar.chips()->perform(FilterChips::Action::Negate, 0);
        QVERIFY(f.bar.message().contains(QStringLiteral("64 KiB")));
        QCOMPARE_EQ(f.investigation->filter().chips.front().text, longest);
    }

    void chipsAreSwitchedTurnedPinnedEditedAndRemoved()
    {
        Fixture f;
        QCOMPARE_EQ(f.bar.chips()->layout()->count(), 1);
        QVERIFY(f.investigation->setFilter(
            {QString(),
             {{.text = QStringLiteral("user:alice")}, {.text = QStringLiteral("a:b")}}}));
        QCOMPARE_EQ(f.bar.chips()->layout()->count(), 3);
        const auto& chips = f.investigation->filter().chips;
        QToolButton* first = f.button(QStringLiteral("user:alice"));
        QVERIFY(first);
        QTest::mouseClick(first, Qt::LeftButton);
        QVERIFY(!chips[0].enabled);
        using Action = FilterChips::Action;
        f.bar.chips()->perform(Action::Toggle, 0);
        QVERIFY(chips[0].enabled);
        f.bar.chips()->perform(Action::Negate, 0);
        QCOMPARE_EQ(chips[0].text, QStringLiteral("not user:alice"));
        f.bar.chips()->perform(Action::Negate, 0);
        QCOMPARE_EQ(chips[0].text, QStringLiteral("user:alice"));
        f.bar.chips()->perform(Action::Pin, 0);
        QVERIFY(chips[0].pinned);
        f.bar.chips()->perform(Action::Edit, 1);
        QCOMPARE_EQ(chips.size(), std::size_t{1});
        QCOMPARE_EQ(f.bar.edit()->text(), QStringLiteral("a:b"));
        QCOMPARE_EQ(f.inForce(), QStringLiteral("a:b"));
        QToolButton* remove = f.button(QStringLiteral("Remove user:alice"));
        QVERIFY(remove);
        QTest::mouseClick(remove, Qt::LeftButton);
        QVERIFY(chips.empty());
        QCOMPARE_EQ(f.bar.chips()->layout()->count(), 1);
    }

    void aChipThatBecomesTextMeansTheSame_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("chip");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing before") << QString() << "a:b or c:d"
                                        << "a:b or c:d";
        QTest::newRow("one and one") << "user:x"
                                     << "a:b"
                                     << "user:x a:b";
        QTest::newRow("an or in the line") << "user:x or user:y"
                                           << "a:b"
                                           << "(user:x or user:y) a:b";
        QTest::newRow("an or in the chip") << "user:x"
                                           << "a:b or c:d"
                                           << "user:x (a:b or c:d)";
        QTest::newRow("an or in both") << "user:x or e:f"
                                       << "a:b or c:d"
                                       << "(user:x or e:f) (a:b or c:d)";
        QTest::newRow("and beside or") << "user:x b:c or e:f"
                                       << "not a:b"
                                       << "(user:x b:c or e:f) not a:b";
    }
    void aChipThatBecomesTextMeansTheSame()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, chip);
        QFETCH(const QString, expected);
        Fixture f;
        QVERIFY(f.investigation->setFilter({text, {{.text = chip}}}));
        const std::string meant = f.investigation->predicate()->key();
        QMenu menu;
        f.bar.chips()->fillMenu(&menu, 0);
        QAction* edit = editEntry(menu);
        QVERIFY(edit && edit->isEnabled());
        edit->trigger();
        QCOMPARE_EQ(f.bar.edit()->text(), expected);
        QCOMPARE_EQ(f.inForce(), expected);
        QVERIFY(f.investigation->filter().chips.empty());
        QCOMPARE_EQ(f.investigation->predicate()->key(), meant);
    }

    void aChipStaysWhereItCannotBecomeText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("a pattern") << "{ $.eventName = * }";
        QTest::newRow("what cannot be read") << "user:alice (";
    }
    void aChipStaysWhereItCannotBecomeText()
    {
        QFETCH(const QString, text);
        Fixture f;
        QVERIFY(f.investigation->setFilter({QString(), {{.text = QStringLiteral("a:b")}}}));
        f.bar.edit()->setText(text);
        const Filter before = f.investigation->filter();
        QMenu menu;
        f.bar.chips()->fillMenu(&menu, 0);
        QAction* edit = editEntry(menu);
        QVERIFY(edit && !edit->isEnabled());
        QVERIFY(!edit->toolTip().isEmpty());
        f.bar.chips()->perform(FilterChips::Action::Edit, 0);
        QVERIFY(f.investigation->filter() == before);
        QCOMPARE_EQ(before.chips.size(), std::size_t{1});
        QCOMPARE_EQ(f.bar.edit()->text(), text);
        f.bar.edit()->clear();
        menu.clear();
        f.bar.chips()->fillMenu(&menu, 0);
        QVERIFY(editEntry(menu)->isEnabled());
    }
};

QTEST_MAIN(TestFilterChips)
#include "tst_filterchips.moc"
