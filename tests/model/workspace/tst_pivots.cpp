// From a value to a filter: what each pivot asks for, against a plain look at every event.
#include "model/query/fieldnames.h"
#include "model/workspace/filtering.h"
#include "model/workspace/pivots.h"
#include "tests/support/eventsleft.h"
#include "tests/support/smallexport.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;
using query::Column;
using test::left;

namespace {

std::shared_ptr<const store::EventStore> someStore()
{
    return test::storeOf({
        test::quoted("{'eventTime':'2026-03-01T00:00:00Z','eventID':'1','eventName':'A','x':'a b',"
                     "'list':['p','q'],'userIdentity':{'accessKeyId':'AKIA1','principalId':'P'},"
                     "'sourceIPAddress':'192.0.2.1','requestID':'r1'}"),
        test::quoted("{'eventTime':'2026-03-01T00:10:00Z','eventID':'2','eventName':'a','x':7,"
                     "'list':['q'],'odd':'*?\\\"\\\\ (not)'}"),
        test::quoted("{'eventTime':'2026-03-01T00:20:00Z','eventID':'3','eventName':'B','x':null}"),
    });
}

} // namespace

class TestPivots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aPathOfTheFieldTreeIsTheFieldThatTheBarReads()
    {
        for (const char* text : {"eventName", "userIdentity.accessKeyId", "user"})
            QVERIFY(fieldOf(text) == query::parseField(text));
        // The way through an array needs no step in a filter.
        QVERIFY(fieldOf("resources[].ARN") == query::parseField("resources.ARN"));
        QVERIFY(!fieldOf("a..b"));
        // A path is a path, also where a derived column has its name.
        QVERIFY(fieldOf(*store::PathTable::parse("user")) != query::parseField("user"));
    }

    void aFieldHasTheColumnThatShowsIt()
    {
        const auto store = someStore();
        QVERIFY(columnOf(*store, *query::parseField("list")) == Column::pathColumn("list[]"));
        QVERIFY(columnOf(*store, *query::parseField("user"))
                == Column::derivedColumn(query::Derived::User));
        QVERIFY(!columnOf(*store, *query::parseField("no.such")));
    }

    void onlyAndWithoutPartTheEvents()
    {
        const auto store = someStore();
        for (const char* column :
             {"eventName", "x", "list[]", "odd", "user", "time", "missing.path"}) {
            for (const RowId row : store->timeOrder()) {
                for (const PivotValue& value :
                     pivotValues(store, row, *query::parseColumn(column))) {
                    Investigation only, without;
                    pivot(only, value, Pivot::Only);
                    pivot(without, value, Pivot::Without);
                    const std::string a = left(store, only);
                    const std::string b = left(store, without);
                    std::string id;
                    store->value(row, store->schema().eventId(), id);
                    QVERIFY2(a.find(id) != std::string::npos, qPrintable(value.condition()));
                    QCOMPARE(a.size() + b.size(), std::size_t{3});
                }
            }
        }
    }

    void lettersAreToldApart()
    {
        const auto store = someStore();
        Investigation investigation;
        const auto values =
            pivotValues(store, store->timeOrder()[0], Column::pathColumn("eventName"));
        QCOMPARE(values.size(), std::size_t{1});
        pivot(investigation, values[0], Pivot::Only);
        QCOMPARE(left(store, investigation), std::string("1"));
    }

    void orAddsToTheChipOfTheField()
    {
        const auto store = someStore();
        const auto nameOf = [&](std::size_t i) {
            return pivotValues(store, store->timeOrder()[i], Column::pathColumn("eventName"))[0];
        };
        Investigation investigation;
        pivot(investigation, nameOf(0), Pivot::Or);
        pivot(investigation, nameOf(2), Pivot::Or);
        pivot(investigation, nameOf(2), Pivot::Or);
        QCOMPARE(investigation.filter().chips.size(), std::size_t{1});
        QCOMPARE(left(store, investigation), std::string("13"));
    }

    void theOppositeTakesThePlaceOfAChip()
    {
        const auto store = someStore();
        const auto value =
            pivotValues(store, store->timeOrder()[0], Column::pathColumn("eventName"))[0];
        Investigation investigation;
        pivot(investigation, value, Pivot::Only);
        pivot(investigation, value, Pivot::Without);
        QCOMPARE(investigation.filter().chips.size(), std::size_t{1});
        QCOMPARE(left(store, investigation), std::string("23"));
        pivot(investigation, value, Pivot::Without);
        QCOMPARE(investigation.filter().chips.size(), std::size_t{1});
    }

    void severalValuesAreSeveralPivots()
    {
        const auto store = someStore();
        const auto values = pivotValues(store, store->timeOrder()[0], Column::pathColumn("list[]"));
        QCOMPARE(values.size(), std::size_t{2});
        Investigation investigation;
        pivot(investigation, values[1], Pivot::Only);
        QCOMPARE(left(store, investigation), std::string("12"));
    }

    void valuesOfAnyLettersCanBeAskedFor()
    {
        const auto store = test::storeOf({
            test::quoted("{'eventTime':'2026-03-01T00:00:00Z','eventID':'1','x':'y\\u0007y',"
                         "'a:b':'1','a':'b:1'}"),
            test::quoted("{'eventTime':'2026-03-01T00:00:00Z','eventID':'2','x':'\\u007f\\n',"
                         "'a:b':'2','a':'b:2'}"),
        });
        for (const char* column : {"x", "a:b"}) {
            for (const RowId row : store->timeOrder()) {
                const auto values = pivotValues(store, row, Column::pathColumn(column));
                std::string id;
                store->value(row, store->schema().eventId(), id);
                Investigation only, without;
                QVERIFY(pivot(only, values[0], Pivot::Only));
                QCOMPARE(left(store, only), id);
                QVERIFY(pivot(without, values[0], Pivot::Without));
                QCOMPARE(left(store, without), std::string(id == "1" ? "2" : "1"));
            }
        }
    }

    void whatTheBarCannotHoldIsRefused()
    {
        const PivotValue longest{*query::parseField("x"), std::string(query::kMaxBarText, 'x')};
        const PivotValue half{*query::parseField("x"), std::string(query::kMaxBarText / 2, 'y')};
        const PivotValue other{*query::parseField("x"), std::string(query::kMaxBarText / 2, 'z')};
        QVERIFY(!canPivot(longest));
        QVERIFY(canPivot(half));
        QVERIFY(longest.condition().isEmpty());
        Investigation investigation;
        QVERIFY(!pivot(investigation, longest, Pivot::Only));
        QVERIFY(!toggle(investigation, longest));
        QVERIFY(investigation.filter().chips.empty());
        QVERIFY(toggle(investigation, half));
        const Filter before = investigation.filter();
        QVERIFY(!toggle(investigation, other)); // both together
        QCOMPARE(investigation.filter(), before);
    }

    void orTakesThePlaceOfItsOpposite()
    {
        const auto store = someStore();
        const auto nameOf = [&](std::size_t i) {
            return pivotValues(store, store->timeOrder()[i], Column::pathColumn("eventName"))[0];
        };
        Investigation investigation;
        QVERIFY(pivot(investigation, nameOf(0), Pivot::Or));
        QVERIFY(pivot(investigation, nameOf(2), Pivot::Without));
        QVERIFY(pivot(investigation, nameOf(2), Pivot::Or));
        QCOMPARE(investigation.filter().chips.size(), std::size_t{1});
        QCOMPARE(left(store, investigation), std::string("13"));
    }

    void orAddsToWhatTheTextAsksFor()
    {
        struct Case
        {
            const char* text;
            const char* then;
            std::size_t chips;
        };
        static constexpr std::array<Case, 9> kCases{{
            {"eventName:A", "eventName:(A or \"B\")", 0},
            {"x:* event = \"A\"", "x:* event = (\"A\" or \"B\")", 0},
            {"eventName:(a or C) x:*", "eventName:(a or C or \"B\") x:*", 0},
            {"eventName in (a, C)", "eventName in (a, C or \"B\")", 0},
            {"x:* or eventName:A", "x:* or eventName:A", 1}, // does not depend on it
            {"eventName != A", "eventName != A", 1},
            {"eventName:[A]", "eventName:[A]", 1},
            {"eventName:A,C", "eventName:A,C", 1}, // in a list it would be two
            {"{ $.eventName = \"A\" }", "{ $.eventName = \"A\" }", 1},
        }};
        for (const Case& one : kCases) {
            Investigation investigation;
            QVERIFY(investigation.setFilter({.text = QString::fromUtf8(one.text), .chips = {}}));
            QVERIFY(pivot(investigation, {*query::parseField("eventName"), "B"}, Pivot::Or));
            QCOMPARE(investigation.filter().text, QString::fromUtf8(one.then));
            QCOMPARE(investigation.filter().chips.size(), one.chips);
        }
    }

    void ofMomentsTheLastOneStays()
    {
        const auto store = someStore();
        const Column time = Column::derivedColumn(query::Derived::Time);
        Investigation investigation;
        for (const std::size_t row : {0u, 1u}) {
            QVERIFY(pivot(investigation, pivotValues(store, store->timeOrder()[row], time)[0],
                          Pivot::Or));
            QCOMPARE(investigation.filter().chips.size(), std::size_t{1});
            QVERIFY(investigation.filter().chips[0].isTime);
            QCOMPARE(left(store, investigation), std::string(row == 0 ? "1" : "2"));
        }
    }

    void noValueIsOneOfTheChoices()
    {
        const auto store = someStore();
        const query::Field field = *query::parseField("x");
        const PivotValue missing{field, std::nullopt};
        const PivotValue seven{field, "7"};
        const PivotValue words{field, "a b"};
        Investigation investigation;
        const auto chips = [&] {
            return investigation.filter().chips.size();
        };
        QVERIFY(toggle(investigation, seven));
        QVERIFY(toggle(investigation, missing));
        QCOMPARE(chips(), std::size_t{1});
        QCOMPARE(investigation.filter().chips[0].text, QStringLiteral("x:\"7\" or not x:*"));
        QCOMPARE(left(store, investigation), std::string("23"));
        QVERIFY(isMissingChosen(investigation, field));
        QCOMPARE(chosenValues(investigation, field), std::vector<std::string>{"7"});
        QVERIFY(predicateWithoutChoice(investigation, field)->isEverything());
        QVERIFY(toggle(investigation, words));
        QCOMPARE(left(store, investigation), std::string("123"));
        QVERIFY(toggle(investigation, seven));
        QVERIFY(toggle(investigation, words));
        QCOMPARE(left(store, investigation), std::string("3"));
        QCOMPARE(investigation.filter().chips[0].text, missing.condition());
        QVERIFY(toggle(investigation, words));
        QCOMPARE(left(store, investigation), std::string("13"));
        QVERIFY(toggle(investigation, missing));
        QVERIFY(!isMissingChosen(investigation, field));
        QCOMPARE(left(store, investigation), std::string("1"));
        QVERIFY(toggle(investigation, words));
        QCOMPARE(chips(), std::size_t{0});
    }

    void theTimeChipIsOneAndIsReplaced()
    {
        const auto store = someStore();
        Investigation investigation;
        const std::int64_t at = *store->time(store->timeOrder()[1]);
        pivotToTime(investigation, at - 60, at + 61);
        QCOMPARE(left(store, investigation), std::string("2"));
        pivotToTime(investigation, at, at + 601);
        QCOMPARE(left(store, investigation), std::string("23"));
        pivotToTime(investigation, at, at + 600); // up to it, not with it
        QCOMPARE(left(store, investigation), std::string("2"));
        QCOMPARE(investigation.filter().chips.size(), std::size_t{1});
        clearTime(investigation);
        QVERIFY(investigation.filter().chips.empty());
    }
};

QTEST_GUILESS_MAIN(TestPivots)
#include "tst_pivots.moc"
