// Inventorying: the list follows moment, filter, types and order; the last good one stays.
#include "model/workspace/inventorying.h"
#include "tests/support/openworld.h"
#include "tests/support/smallestate.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"

#include <QSignalSpy>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;
using namespace Qt::StringLiterals;
using test::SmallEstate;
using Kind = config::InventoryColumn::Kind;

namespace {

struct World : test::OpenWorld
{
    World() { inventorying.setActive(true); }

    bool ask(const Inventorying::Question& question)
    {
        inventorying.setQuestion(question);
        return waitIdle();
    }
    // Ids in the order of the list; "-" where there is none.
    QString ids() const
    {
        if (!inventorying.inventory())
            return u"-"_s;
        QStringList ids;
        for (const config::InventoryRow& row : inventorying.inventory()->rows()) {
            const auto& resource = inventorying.inventory()->resources()->resource(row.no);
            ids.append(QString::fromUtf8(resource.id.data(), qsizetype(resource.id.size())));
        }
        return ids.join(u' ');
    }

    Inventorying inventorying{workspace, investigation, jobs};
};

} // namespace

class TestInventorying : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void nothingIsListedBeforeThereAreResources()
    {
        World world;
        QVERIFY(world.waitIdle());
        QCOMPARE(world.ids(), u"-"_s);
        const test::SmallExport events;
        QVERIFY(world.openAndWait(events.path()));
        QCOMPARE(world.ids(), QString()); // a list without a resource
    }

    void theListFollowsTheMoment()
    {
        const SmallEstate estate;
        World world;
        QVERIFY(world.openAndWait(estate.path()));
        QCOMPARE(world.ids(), u"host sg-1 AROA1 bucket queue"_s); // by type
        world.investigation.setMoment(SmallEstate::ns(12));
        QVERIFY(world.waitIdle());
        QCOMPARE(world.ids(), u"i-1 sg-1"_s);
        QCOMPARE(world.inventorying.inventory()->asOfNs(), std::optional(SmallEstate::ns(12)));
        world.investigation.setMoment(std::nullopt);
        QVERIFY(world.waitIdle());
        QCOMPARE(world.ids(), u"host sg-1 AROA1 bucket queue"_s);
    }

    void theListFollowsTheQuestion()
    {
        const SmallEstate estate;
        World world;
        QVERIFY(world.openAndWait(estate.path()));
        Inventorying::Question question;
        question.withDeleted = true;
        QVERIFY(world.ask(question));
        QCOMPARE(world.ids(), u"host i-1 sg-1 AROA1 bucket queue"_s);
        question.types = {"AWS::S3::Bucket", "AWS::EC2::Instance"}; // in any order
        QVERIFY(world.ask(question));
        QCOMPARE(world.ids(), u"i-1 bucket"_s);
        question.types.clear();
        question.filter = u"tags.Owner:(alice or bob)"_s;
        QVERIFY(world.ask(question));
        QCOMPARE(world.ids(), u"i-1 sg-1"_s);
        question.sort = {{Kind::Changes, {}}, true};
        question.filter = u"configuration.port>=0"_s;
        QVERIFY(world.ask(question));
        QCOMPARE(world.ids(), u"i-1 sg-1 AROA1"_s);
        QCOMPARE(world.inventorying.answered(), question);
        QVERIFY(world.inventorying.isSettled());
    }

    void aFilterThatCannotBeReadLeavesTheLastOneInForce()
    {
        const SmallEstate estate;
        World world;
        QVERIFY(world.openAndWait(estate.path()));
        Inventorying::Question question;
        question.filter = u"bob"_s;
        QVERIFY(world.ask(question));
        QCOMPARE(world.ids(), u"sg-1"_s);
        QSignalSpy changed(&world.inventorying, &Inventorying::inventoryChanged);
        question.filter = u"tags.Owner:("_s;
        QVERIFY(world.ask(question));
        QCOMPARE(world.ids(), u"sg-1"_s);
        QCOMPARE(changed.count(), 0);
        QVERIFY(world.inventorying.filterText().barError);
        QVERIFY(!world.inventorying.isSettled());
        // Of every moment: the list never tells of another one than the page does.
        world.investigation.setMoment(SmallEstate::ns(12));
        QVERIFY(world.waitIdle());
        QCOMPARE(world.ids(), QString()); // still alice's
        QCOMPARE(world.inventorying.answered().filter, u"bob"_s);
        question.filter.clear();
        QVERIFY(world.ask(question));
        QCOMPARE(world.ids(), u"i-1 sg-1"_s);
    }

    void onlyTheLastQuestionIsAnswered()
    {
        const SmallEstate estate;
        World world;
        QVERIFY(world.openAndWait(estate.path()));
        QSignalSpy changed(&world.inventorying, &Inventorying::inventoryChanged);
        for (int minute = 0; minute < 60; ++minute)
            world.investigation.setMoment(SmallEstate::ns(minute));
        QVERIFY(world.inventorying.isRunning());
        QVERIFY(world.waitIdle());
        QCOMPARE(changed.count(), 1);
        QCOMPARE(world.ids(), u"host sg-1 AROA1 bucket"_s);
    }

    void nobodyAsksWhileNobodyLooks()
    {
        const SmallEstate estate;
        World world;
        world.inventorying.setActive(false);
        QVERIFY(world.openAndWait(estate.path()));
        QCOMPARE(world.ids(), u"-"_s);
        world.investigation.setMoment(SmallEstate::ns(12));
        world.inventorying.setActive(true);
        QVERIFY(world.waitIdle());
        QCOMPARE(world.ids(), u"i-1 sg-1"_s);
    }

    void timesInTheFilterAreOfTheZone()
    {
        const SmallEstate estate;
        World world;
        QVERIFY(world.openAndWait(estate.path()));
        Inventorying::Question question;
        question.filter = u"time>=2026-03-01T01:45"_s;
        QVERIFY(world.ask(question));
        QCOMPARE(world.ids(), QString());
        world.investigation.setZone("Europe/Berlin"); // 00:45 UTC
        QVERIFY(world.waitIdle());
        QCOMPARE(world.ids(), u"bucket"_s);
    }

    void anotherExportTakesAllAway()
    {
        const SmallEstate estate;
        World world;
        QVERIFY(world.openAndWait(estate.path()));
        QVERIFY(world.inventorying.fields());
        const config::InventoryPtr before = world.inventorying.inventory();
        world.workspace.close();
        QCOMPARE(world.ids(), u"-"_s);
        QVERIFY(!world.inventorying.fields());
        QVERIFY(world.openAndWait(estate.path()));
        QCOMPARE(world.ids(), u"host sg-1 AROA1 bucket queue"_s);
        QVERIFY(world.inventorying.inventory() != before);
    }

    void theFieldsAreThoseOfItems()
    {
        const SmallEstate estate;
        World world;
        QVERIFY(world.openAndWait(estate.path()));
        QStringList names;
        for (const query::CatalogField& field : world.inventorying.fields()->fields())
            names.append(QString::fromStdString(field.name));
        for (const QString& name : {u"tags.Owner"_s, u"configuration.rules.n"_s, u"time"_s,
                                    u"resource"_s, u"resourceType"_s, u"account"_s})
            QVERIFY2(names.contains(name), qPrintable(name));
        // What is made for events means nothing of items.
        for (const QString& name : {u"user"_s, u"outcome"_s, u"session.id"_s, u"verb"_s})
            QVERIFY2(!names.contains(name), qPrintable(name));
    }
};

QTEST_GUILESS_MAIN(TestInventorying)
#include "tst_inventorying.moc"
