// The filter as state, its answer, and the order of the rows that follow from both.
#include "model/query/fieldnames.h"
#include "model/workspace/eventorder.h"
#include "model/workspace/filtering.h"
#include "tests/support/openworld.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"

#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;
using test::SmallExport;

namespace {

struct World : test::OpenWorld
{
    std::vector<std::string> names() const
    {
        std::vector<std::string> names;
        const auto& shown = order.shown();
        const auto path = shown.store->paths().find("eventName");
        const auto add = [&](RowId row) {
            shown.store->value(row, *path, names.emplace_back());
        };
        if (shown.rows)
            std::ranges::for_each(*shown.rows, add);
        else
            std::ranges::for_each(shown.store->timeOrder(), add);
        return names;
    }

    EventOrder order{workspace, investigation, filtering, jobs};
};

} // namespace

class TestFiltering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void everythingIsShownWithoutAFilter()
    {
        const SmallExport small(2, 20);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(!w.filtering.result().rows);
        QVERIFY(!w.order.shown().rows);
        QCOMPARE(w.filtering.result().count(), std::uint64_t{40});
    }

    void aFilterLeavesWhatFits()
    {
        const SmallExport small(2, 20);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        const std::size_t all = w.names().size();
        QVERIFY(w.filter(QStringLiteral("eventName:runinstances")));
        const auto names = w.names();
        QVERIFY(!names.empty() && names.size() < all);
        QVERIFY(std::ranges::all_of(names, [](const auto& n) { return n == "RunInstances"; }));
        QCOMPARE(w.filtering.result().count(), static_cast<std::uint64_t>(names.size()));
        QVERIFY(w.filter(QStringLiteral("not eventName:runinstances")));
        QCOMPARE(w.names().size(), all - names.size());
        QVERIFY(w.filter(QString()));
        QCOMPARE(w.names().size(), all);
    }

    void chipsJoinTheTextAndCanBeSwitchedOff()
    {
        const SmallExport small(1, 40);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        Filter filter;
        filter.text = QStringLiteral("eventName:RunInstances");
        filter.chips = {{.text = QStringLiteral("time:2026-03-10T00:00:00Z..2026-03-10T00:00:09Z")},
                        {.text = QStringLiteral("eventName:Nothing"), .enabled = false}};
        QVERIFY(w.investigation.setFilter(filter));
        QVERIFY(w.waitIdle());
        const std::size_t both = w.names().size();
        filter.chips.clear();
        QVERIFY(w.investigation.setFilter(filter));
        QVERIFY(w.waitIdle());
        QVERIFY(both > 0 && both < w.names().size());
    }

    void aConditionHasOneChip()
    {
        const QString condition = QStringLiteral("user:alice");
        Filter filter;
        addChip(filter, condition);
        addChip(filter, QStringLiteral("a:b"));
        filter.chips[0].enabled = false;
        filter.chips[0].pinned = true;
        addChip(filter, condition);
        const std::vector<FilterChip> expected{{.text = condition, .pinned = true},
                                               {.text = QStringLiteral("a:b")}};
        QVERIFY(filter.chips == expected);
    }

    void whatTheBarCannotHoldHasNoConditionText()
    {
        const auto longest = std::string(query::kMaxBarText, 'x');
        QCOMPARE(conditionText(*query::parseBar("user:alice").predicate),
                 QStringLiteral("user:alice"));
        query::FieldTest test;
        test.field = *query::parseField("user");
        test.operands = {longest};
        QCOMPARE(conditionText(*query::Predicate::of(std::move(test))), QString());
    }

    void theWholeFilterIsOneText()
    {
        Filter filter;
        QCOMPARE(wholeText(filter), QString());
        filter.text = QStringLiteral(" a:b or c ");
        QCOMPARE(wholeText(filter), QStringLiteral("a:b or c"));
        filter.chips = {{.text = QStringLiteral("user:alice")},
                        {.text = QStringLiteral("x:y"), .enabled = false}};
        QCOMPARE(wholeText(filter), QStringLiteral("(a:b or c) and (user:alice)"));
        filter.text.clear();
        QCOMPARE(wholeText(filter), QStringLiteral("user:alice"));
    }

    void aPatternAndChipsAreOneTextWhereTheBarCanSayIt()
    {
        Filter filter{.text = QStringLiteral("{ $.eventName = \"ConsoleLogin\" }"), .chips = {}};
        QCOMPARE(asOneText(filter), std::optional(filter.text));
        filter.chips = {{.text = QStringLiteral("user:alice or user:bob")}};
        const auto one = asOneText(filter);
        QVERIFY(one);
        QCOMPARE(readFilterText(*one, {}).predicate->key(),
                 query::parseBar("eventName:\"ConsoleLogin\" and (user:alice or user:bob)")
                     .predicate->key());
        QCOMPARE(wholeText(filter), *one);
        // Whose text is searched as it stands in the record cannot be said in the bar.
        filter.text = QStringLiteral("\"ConsoleLogin\" -Failure");
        QVERIFY(!readFilterText(filter.text, {}).isPattern || !asOneText(filter));
        filter.text = QStringLiteral("[a, b = \"x\", ...]");
        QVERIFY(readFilterText(filter.text, {}).isPattern);
        QVERIFY(!asOneText(filter));
        QCOMPARE(wholeText(filter), filter.text + QStringLiteral("\nuser:alice or user:bob"));
        filter.chips[0].enabled = false;
        QCOMPARE(asOneText(filter), std::optional(filter.text));
    }

    void aFilterThatCannotBeReadChangesNothing()
    {
        World w;
        QVERIFY(w.filter(QStringLiteral("a:b")));
        QSignalSpy changed(&w.investigation, &Investigation::filterChanged);
        Filter wrong;
        wrong.text = QStringLiteral("(a:b");
        QVERIFY(!w.investigation.setFilter(wrong));
        wrong = {QString(), {{.text = QStringLiteral("a:\"b")}}};
        QVERIFY(!w.investigation.setFilter(wrong));
        QCOMPARE(w.investigation.filter().text, QStringLiteral("a:b"));
        QCOMPARE(changed.size(), 0);
    }

    void aDayIsADayOfTheZone()
    {
        const SmallExport small(1, 10); // all in the first seconds of 2026-03-10 UTC
        World w;
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(w.filter(QStringLiteral("time:2026-03-10")));
        QCOMPARE(w.filtering.result().count(), std::uint64_t{10});
        w.investigation.setZone("America/New_York"); // the evening of the 9th there
        QVERIFY(w.waitIdle());
        QCOMPARE(w.filtering.result().count(), std::uint64_t{0});
        QVERIFY(w.filter(QStringLiteral("time:2026-03-09")));
        QCOMPARE(w.filtering.result().count(), std::uint64_t{10});
    }

    void theOrderIsThatOfTheWholeAlsoUnderAFilter()
    {
        const SmallExport small(3, 30);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        for (const auto direction : {query::Direction::Ascending, query::Direction::Descending}) {
            for (const auto& column : {query::Column::derivedColumn(query::Derived::Time),
                                       query::Column::pathColumn("eventName")}) {
                QVERIFY(w.filter(QString()));
                w.investigation.setSortKey({column, direction});
                QVERIFY(w.waitIdle());
                QVERIFY(w.filter(QStringLiteral("user:alice or errorCode:*")));
                const auto& shown = w.order.shown();
                const auto whole = query::sortRows(shown.store, {column, direction}, JobContext());
                QVERIFY_OK(whole);
                std::vector<RowId> expected = w.filtering.result().rows->filter(**whole);
                QVERIFY(!expected.empty());
                QVERIFY(*shown.rows == expected);
            }
        }
    }

    void theFilterFollowsTheLoading()
    {
        const SmallExport small(40, 50);
        World w;
        QVERIFY(w.filter(QStringLiteral("eventName:RunInstances")));
        w.workspace.open({small.path()});
        QVERIFY(w.waitIdle());
        const auto names = w.names();
        QVERIFY(names.size() > 100);
        QVERIFY(std::ranges::all_of(names, [](const auto& n) { return n == "RunInstances"; }));
        QVERIFY(w.filtering.result().store == w.workspace.evidence().store);
        QVERIFY(w.order.shown().store == w.workspace.evidence().store);
    }

    void theLastOfManyFiltersWins()
    {
        const SmallExport small(4, 100);
        World w;
        QVERIFY(w.openAndWait(small.path()));
        for (const QString& text :
             {QStringLiteral("r"), QStringLiteral("ru"), QStringLiteral("run"),
              QStringLiteral("eventName:Run*"), QStringLiteral("eventName:RunInstances")}) {
            Filter filter;
            filter.text = text;
            QVERIFY(w.investigation.setFilter(filter));
        }
        QVERIFY(w.waitIdle());
        QCOMPARE(w.filtering.result().predicate->key(), w.investigation.predicate()->key());
        QVERIFY(std::ranges::all_of(w.names(), [](const auto& n) { return n == "RunInstances"; }));
    }
};

QTEST_GUILESS_MAIN(TestFiltering)
#include "tst_filtering.moc"
