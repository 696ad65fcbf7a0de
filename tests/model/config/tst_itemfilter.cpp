#include "model/config/itemfilter.h"
#include "model/query/barquery.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;

class TestItemFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreThoseOfResources_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("means");
        const auto row = [](const char* typed, const char* means) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(means);
        };
        row("type:AWS::EC2::Instance", "`resourceType`:AWS::EC2::Instance");
        row("resourceType:*Instance", "`resourceType`:*Instance");
        row("id:i-1", "resourceId:i-1");
        row("name:web*", "resourceName:web*");
        row("status:OK", "configurationItemStatus:OK");
        row("-type:*Instance", "-`resourceType`:*Instance");
        row("(id:a or id:b) not name:c", "(resourceId:a or resourceId:b) not resourceName:c");
        row("type:a a word", "`resourceType`:a a word");
        // What a path says is left as it is.
        for (const char* same :
             {"", "web", "tags.Owner:alice", "configuration.state.name:running", "region:us-*",
              "account:111122223333", "configuration.id:x", "resourceId:i-1", "`resourceType`:a"})
            row(same, same);
    }

    void namesAreThoseOfResources()
    {
        QFETCH(QString, typed);
        QFETCH(QString, means);
        const auto read = query::parseBar(typed.toStdString());
        const auto wanted = query::parseBar(means.toStdString());
        QVERIFY(read.predicate && wanted.predicate);
        const auto filter = config::itemFilter(read.predicate);
        QVERIFY2(filter->sameTree(*wanted.predicate),
                 (filter->key() + "\n" + wanted.predicate->key()).c_str());
        if (typed == means)
            QCOMPARE(filter, read.predicate); // nothing is made anew
    }
};

QTEST_APPLESS_MAIN(TestItemFilter)
#include "tst_itemfilter.moc"
