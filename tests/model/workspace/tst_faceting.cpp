// Facets that follow the filter: what is counted, under which part of it, and how much is listed.
#include "model/items/facetmodel.h"
#include "model/query/fieldnames.h"
#include "model/workspace/faceting.h"
#include "model/workspace/pivots.h"
#include "tests/support/openworld.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;
using items::FacetModel;
using test::SmallExport;
using Kind = FacetModel::Kind;

namespace {

query::Field field(const char* text)
{
    return *query::parseField(text);
}

struct World : test::OpenWorld
{
    bool openAndWait(const QString& path)
    {
        faceting.setActive(true);
        return OpenWorld::openAndWait(path);
    }
    bool toggleAndWait(std::size_t facet, const char* value)
    {
        toggle(investigation, {faceting.fields()[facet].field, std::string(value)});
        return waitIdle();
    }
    std::uint64_t events(std::size_t facet, const std::string& value) const
    {
        const auto& values = faceting.answer(facet).values;
        const auto found = std::ranges::find(values, value, &query::FacetValue::text);
        return found == values.end() ? 0 : found->events;
    }

    Faceting faceting{investigation, filtering, jobs};
};

} // namespace

class TestFaceting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void countsFollowTheFilter()
    {
        const SmallExport small(2, 30);
        World w;
        w.faceting.setFields({field("eventName"), field("awsRegion")});
        QVERIFY(w.openAndWait(small.path()));
        const FacetAnswer before = w.faceting.answer(0);
        QVERIFY(before.facet);
        QCOMPARE(before.facet->events(), std::uint64_t{60});
        const query::FacetValue first = before.values.front();
        Filter filter;
        filter.text = QStringLiteral("eventName:\"%1\"").arg(QString::fromStdString(first.text));
        QVERIFY(w.investigation.setFilter(filter));
        QVERIFY(w.waitIdle());
        QCOMPARE(w.faceting.answer(0).facet->distinct(), std::uint64_t{1});
        QCOMPARE(w.faceting.answer(1).facet->events(), first.events);
    }

    void withTheExportGoesWhatWasCounted()
    {
        const SmallExport small(2, 30);
        World w;
        w.faceting.setFields({field("eventName")});
        QVERIFY(w.openAndWait(small.path()));
        const std::weak_ptr<const query::Facet> counted = w.faceting.answer(0).facet;
        QVERIFY(!counted.expired());
        // One that is still being counted comes no more.
        QVERIFY(w.investigation.setFilter({QStringLiteral("awsRegion:*"), {}}));
        w.workspace.close();
        QVERIFY(w.faceting.answer(0).values.empty());
        QVERIFY(w.waitIdle());
        QVERIFY(counted.expired());
        QVERIFY(w.faceting.answer(0).values.empty());
    }

    void valuesOfOneFieldMeanOrAndTheOthersStayInSight()
    {
        const SmallExport small(2, 30);
        World w;
        w.faceting.setFields({field("eventName"), field("awsRegion")});
        QVERIFY(w.openAndWait(small.path()));
        const auto names = w.faceting.answer(0).values;
        QVERIFY(names.size() >= 2);
        QVERIFY(w.toggleAndWait(0, names[0].text.c_str()));
        QCOMPARE(w.filtering.result().count(), names[0].events);
        // The field's own values are counted as before, the other field's are not.
        QVERIFY(w.faceting.answer(0).values == names);
        QCOMPARE(w.faceting.answer(1).facet->events(), names[0].events);
        QVERIFY(w.toggleAndWait(0, names[1].text.c_str()));
        QCOMPARE(w.filtering.result().count(), names[0].events + names[1].events);
        QCOMPARE(w.investigation.filter().chips.size(), std::size_t{1});
        QVERIFY(w.faceting.answer(0).isChosen(names[0].text));
        QVERIFY(w.faceting.answer(0).isChosen(names[1].text));
        QVERIFY(w.toggleAndWait(0, names[0].text.c_str()));
        QCOMPARE(w.filtering.result().count(), names[1].events);
        QVERIFY(w.toggleAndWait(0, names[1].text.c_str()));
        QVERIFY(w.investigation.filter().chips.empty());
        QCOMPARE(w.filtering.result().count(), std::uint64_t{60});
    }

    void aValueOfAnotherFieldNarrowsTheFirst()
    {
        const SmallExport small(2, 30);
        World w;
        w.faceting.setFields({field("eventName"), field("awsRegion")});
        QVERIFY(w.openAndWait(small.path()));
        const auto names = w.faceting.answer(0).values;
        const auto regions = w.faceting.answer(1).values;
        QVERIFY(w.toggleAndWait(0, names[0].text.c_str()));
        QVERIFY(w.toggleAndWait(1, regions[0].text.c_str()));
        // Each counts under the other's condition and not under its own.
        QCOMPARE(w.faceting.answer(0).facet->events(), regions[0].events);
        QCOMPARE(w.faceting.answer(1).facet->events(), names[0].events);
        QCOMPARE(w.events(0, names[0].text), w.filtering.result().count());
        QCOMPARE(w.events(1, regions[0].text), w.filtering.result().count());
    }

    void theRestIsListedOnDemand()
    {
        const SmallExport small(1, 50);
        World w;
        w.faceting.setFields({field("eventID")});
        QVERIFY(w.openAndWait(small.path()));
        QCOMPARE(w.faceting.answer(0).values.size(), Faceting::kFirstValues);
        QCOMPARE(w.faceting.answer(0).matching, std::uint64_t{50});
        w.faceting.setLimit(0, 1000);
        QVERIFY(w.waitIdle());
        QCOMPARE(w.faceting.answer(0).values.size(), std::size_t{50});
        w.faceting.setSearch("00000001");
        QVERIFY(w.waitIdle());
        // …0001, and …0010 to …001f
        QCOMPARE(w.faceting.answer(0).values.size(), std::size_t{17});
    }

    void aChosenValueIsListedBeyondTheLimit()
    {
        const SmallExport small(1, 50);
        World w;
        w.faceting.setFields({field("eventID")});
        QVERIFY(w.openAndWait(small.path()));
        const std::string last = "00000000-0000-4000-8000-000000000031";
        QCOMPARE(w.events(0, last), std::uint64_t{0});
        QVERIFY(w.toggleAndWait(0, last.c_str()));
        QCOMPARE(w.events(0, last), std::uint64_t{1});
        QCOMPARE(w.faceting.answer(0).listed, std::uint64_t{Faceting::kFirstValues});
        QCOMPARE(w.faceting.answer(0).values.size(), Faceting::kFirstValues + 1);
    }

    void rarestFirstAndByText()
    {
        const SmallExport small(1, 31);
        World w;
        w.faceting.setFields({field("eventName")});
        QVERIFY(w.openAndWait(small.path()));
        w.faceting.setOrder(0, query::FacetOrder::RarestFirst);
        QVERIFY(w.waitIdle());
        const auto rare = w.faceting.answer(0).values;
        QVERIFY(std::ranges::is_sorted(rare, {}, &query::FacetValue::events));
        w.faceting.setOrder(0, query::FacetOrder::ByText);
        QVERIFY(w.waitIdle());
        QVERIFY(std::ranges::is_sorted(w.faceting.answer(0).values, {}, &query::FacetValue::text));
    }

    void nothingIsCountedWhileNobodyLooks()
    {
        const SmallExport small(1, 10);
        World w;
        w.faceting.setFields({field("eventName"), field("awsRegion")});
        w.faceting.setOpen(1, false);
        QVERIFY(w.openAndWait(small.path()));
        QVERIFY(w.faceting.answer(0).facet);
        QVERIFY(!w.faceting.answer(1).facet);
        w.faceting.setActive(false);
        const auto kept = w.faceting.answer(0).facet;
        Filter filter;
        filter.text = QStringLiteral("eventName:nothing");
        QVERIFY(w.investigation.setFilter(filter));
        QVERIFY(w.waitIdle());
        QVERIFY(w.faceting.answer(0).facet == kept);
        w.faceting.setActive(true);
        QVERIFY(w.waitIdle());
        QCOMPARE(w.faceting.answer(0).facet->events(), std::uint64_t{0});
    }

    void anotherOrderCountsNothingAnew()
    {
        const SmallExport small(1, 10);
        World w;
        w.faceting.setFields({field("eventName")});
        QVERIFY(w.openAndWait(small.path()));
        const auto facet = w.faceting.answer(0).facet;
        w.faceting.setOrder(0, query::FacetOrder::ByText);
        QVERIFY(w.waitIdle());
        QVERIFY(w.faceting.answer(0).facet == facet);
    }

    void noValueIsAChoiceLikeTheValues()
    {
        const SmallExport small(1, 50);
        World w;
        FacetModel model(w.faceting);
        w.faceting.setFields({field("errorCode")});
        QVERIFY(w.openAndWait(small.path()));
        const auto& answer = w.faceting.answer(0);
        const std::size_t values = answer.values.size();
        const auto missing = [&] {
            return model.index(static_cast<int>(values), 0, model.index(0, 0));
        };
        QVERIFY(model.kindOf(missing()) == Kind::Missing);
        QVERIFY(!missing().data(FacetModel::ChosenRole).toBool());
        const qulonglong without = missing().data(FacetModel::EventsRole).toULongLong();
        QVERIFY(toggle(w.investigation, *model.pivotValue(missing())));
        QVERIFY(w.waitIdle());
        // The values stay in sight.
        QCOMPARE(answer.values.size(), values);
        QVERIFY(missing().data(FacetModel::ChosenRole).toBool());
        QVERIFY(model.index(0, 0).data(FacetModel::ChosenRole).toBool());
        QCOMPARE(missing().data(FacetModel::EventsRole).toULongLong(), without);
        QCOMPARE(w.filtering.result().count(), static_cast<std::uint64_t>(without));
    }

    void theModelHasARowForEachValueAndForWhatIsNotListed()
    {
        const SmallExport small(1, 50);
        World w;
        FacetModel model(w.faceting);
        const QAbstractItemModelTester tester(&model);
        w.faceting.setFields({field("eventID"), field("errorCode"), field("eventName")});
        QVERIFY(w.openAndWait(small.path()));
        QCOMPARE(model.rowCount(), 3);
        const QModelIndex ids = model.index(0, 0);
        QCOMPARE(model.rowCount(ids), static_cast<int>(Faceting::kFirstValues) + 1);
        const QModelIndex more = model.index(static_cast<int>(Faceting::kFirstValues), 0, ids);
        QVERIFY(model.kindOf(more) == Kind::More);
        QCOMPARE(more.data(FacetModel::MatchingRole).toULongLong(), 50ULL);
        QVERIFY(!model.pivotValue(more));

        const QModelIndex errors = model.index(1, 0);
        const auto& answer = w.faceting.answer(1);
        const QModelIndex missing = model.index(static_cast<int>(answer.values.size()), 0, errors);
        QVERIFY(model.kindOf(missing) == Kind::Missing);
        std::uint64_t all = missing.data(FacetModel::EventsRole).toULongLong();
        for (const query::FacetValue& value : answer.values)
            all += value.events;
        QCOMPARE(all, std::uint64_t{50});
        QVERIFY(model.pivotValue(missing) && !model.pivotValue(missing)->value);

        w.faceting.setOpen(0, false);
        QCOMPARE(model.rowCount(model.index(0, 0)), 0);
        w.faceting.remove(0);
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(w.faceting.add(field("eventID")));
        QVERIFY(!w.faceting.add(field("eventID")));
        QVERIFY(w.waitIdle());
        QVERIFY(model.rowCount(model.index(0, 0)) > 0);
    }

    void theModelKeepsUpWhileAnExportLoads()
    {
        SmallExport small(20, 50);
        World w;
        FacetModel model(w.faceting);
        const QAbstractItemModelTester tester(&model);
        w.faceting.setFields({field("eventName"), field("user"), field("errorCode")});
        QVERIFY(w.openAndWait(small.path()));
        QCOMPARE(w.faceting.answer(0).facet->events(), std::uint64_t{1000});
        // Values change their number and their order at once.
        for (const char* text : {"readOnly:true", "eventName:(PutObject or RunInstances)", "",
                                 "eventName:NoSuchThing", "errorCode:*", ""})
            QVERIFY(w.filter(QString::fromUtf8(text)));
        w.workspace.close();
        QVERIFY(w.waitIdle());
        QCOMPARE(w.faceting.answer(0).facet->events(), std::uint64_t{0});
    }
};

QTEST_GUILESS_MAIN(TestFaceting)
#include "tst_faceting.moc"
