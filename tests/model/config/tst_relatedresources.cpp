// RelatedResources, ItemDetail: which resource a relationship means, and who says so of a resource
// at which moment.
#include "model/base/timestamp.h"
#include "model/config/itemdetail.h"
#include "tests/model/config/configitems.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::config;
using test::ItemSketch;
using test::resourcesOf;

namespace {

std::int64_t ns(const char* text)
{
    return parseTimestamp(text)->ns();
}

ItemSketch item(const char* type, const char* id, const char* time, const char* rest = "")
{
    return {.id = id, .time = time, .rest = rest, .type = std::string("AWS::") + type};
}

QString textOf(const Resources& resources, const std::vector<RelatedResource>& all)
{
    static const char* const words[] = {"not yet", "live", "deleted", "not recorded", "undated"};
    QStringList lines;
    for (const RelatedResource& one : all) {
        QString line = QString::fromStdString(one.relationship.text());
        if (one.resource.isValid()) {
            const Resource& to = resources.resource(one.resource);
            line += QStringLiteral(" > %1 %2 %3")
                        .arg(QString::fromUtf8(to.id.data(), qsizetype(to.id.size())),
                             QString::fromUtf8(to.region.data(), qsizetype(to.region.size())),
                             QString::fromUtf8(words[int(one.presence)]));
        }
        lines.append(line);
    }
    return lines.join(u'\n');
}

QString told(const Resources& resources, const char* id, const char* at)
{
    const ResourceNo no = resources.withId(id).front();
    const std::int64_t moment = ns(at);
    const auto detail =
        loadItemDetail(resources, no, resources.stateAt(no, moment).item, moment, JobContext());
    return detail ? textOf(resources, detail->relatedTo) : test::describe(detail.error());
}

QString namedBy(const Resources& resources, const char* id, const char* at)
{
    const auto all =
        relatedBy(resources, resources.withId(id).front(), at ? ns(at) : kNoTime, JobContext());
    return all ? textOf(resources, *all) : test::describe(all.error());
}

const char* const kInVpc = ",'relationships':[{'resourceType':'AWS::EC2::VPC','resourceId':'vpc-1',"
                           "'relationshipName':'Is contained in Vpc'}]";

} // namespace

class TestRelatedResources : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void theStateOfTheOtherOneIsThatOfTheMoment()
    {
        ItemSketch end = item("EC2::VPC", "vpc-1", "2026-03-01T12:00:00Z");
        end.status = "ResourceDeleted";
        const auto resources =
            resourcesOf({{item("EC2::Instance", "i-1", "2026-03-01T09:00:00Z", kInVpc),
                          item("EC2::VPC", "vpc-1", "2026-03-01T10:00:00Z"), end}});
        const QString relation = QStringLiteral("is contained in AWS::EC2::VPC vpc-1");
        QCOMPARE(told(*resources, "i-1", "2026-03-01T09:30:00Z"),
                 relation + QStringLiteral(" > vpc-1 us-east-1 not yet"));
        QCOMPARE(told(*resources, "i-1", "2026-03-01T11:00:00Z"),
                 relation + QStringLiteral(" > vpc-1 us-east-1 live"));
        QCOMPARE(told(*resources, "i-1", "2026-03-01T12:00:00Z"),
                 relation + QStringLiteral(" > vpc-1 us-east-1 deleted"));
    }

    void whatNoItemTellsOfIsListedAllTheSame()
    {
        const auto resources =
            resourcesOf({{item("EC2::Instance", "i-1", "2026-03-01T09:00:00Z", kInVpc)}});
        QCOMPARE(told(*resources, "i-1", "2026-03-01T10:00:00Z"),
                 QStringLiteral("is contained in AWS::EC2::VPC vpc-1"));
    }

    void theNearestIsMeant()
    {
        const char* const role = ",'relationships':[{'resourceType':'AWS::IAM::Role',"
                                 "'resourceName':'app','relationshipName':'Is associated with '}]";
        ItemSketch there =
            item("IAM::Role", "AROA1", "2026-03-01T09:00:00Z", ",'resourceName':'app'");
        there.region = "global";
        ItemSketch foreign =
            item("IAM::Role", "AROA2", "2026-03-01T09:00:00Z", ",'resourceName':'app'");
        foreign.account = "222222222222";
        foreign.region = "global";
        ItemSketch user =
            item("IAM::User", "AIDA1", "2026-03-01T09:00:00Z", ",'resourceName':'app'");
        user.region = "global";
        const auto resources = resourcesOf(
            {{item("Lambda::Function", "f", "2026-03-01T09:00:00Z", role), there, foreign, user}});
        QCOMPARE(told(*resources, "f", "2026-03-01T10:00:00Z"),
                 QStringLiteral("is associated with AWS::IAM::Role app > AROA1 global live"));
    }

    void othersAreAskedAsOfTheMoment()
    {
        const auto resources =
            resourcesOf({{item("EC2::VPC", "vpc-1", "2026-03-01T08:00:00Z"),
                          item("EC2::Instance", "i-1", "2026-03-01T09:00:00Z", kInVpc),
                          item("EC2::Instance", "i-1", "2026-03-01T11:00:00Z"),
                          item("EC2::Subnet", "subnet-1", "2026-03-01T10:00:00Z", kInVpc)}});
        QCOMPARE(namedBy(*resources, "vpc-1", "2026-03-01T08:30:00Z"), QString());
        const QString instance =
            QStringLiteral("is contained in AWS::EC2::VPC vpc-1 > i-1 us-east-1 live");
        const QString subnet =
            QStringLiteral("is contained in AWS::EC2::VPC vpc-1 > subnet-1 us-east-1 live");
        QCOMPARE(namedBy(*resources, "vpc-1", "2026-03-01T09:00:00Z"), instance);
        QCOMPARE(namedBy(*resources, "vpc-1", "2026-03-01T10:00:00Z"), instance + u'\n' + subnet);
        QCOMPARE(namedBy(*resources, "vpc-1", "2026-03-01T11:00:00Z"), subnet);
        QCOMPARE(namedBy(*resources, "vpc-1", nullptr), subnet);
        QCOMPARE(namedBy(*resources, "i-1", nullptr), QString());
    }

    void anotherOfTheSameIdIsNotNamed()
    {
        ItemSketch foreign = item("EC2::VPC", "vpc-1", "2026-03-01T08:00:00Z");
        foreign.account = "222222222222";
        const auto resources =
            resourcesOf({{item("EC2::VPC", "vpc-1", "2026-03-01T08:00:00Z"), foreign,
                          item("EC2::Instance", "i-1", "2026-03-01T09:00:00Z", kInVpc)}});
        for (const ResourceNo no : resources->withId("vpc-1")) {
            const auto all = relatedBy(*resources, no, kNoTime, JobContext());
            QVERIFY_OK(all);
            QCOMPARE(all->empty(), resources->resource(no).accountId == "222222222222");
        }
    }

    void anItemIsReadAsAWhole()
    {
        const auto resources =
            resourcesOf({{item("EC2::Instance", "i-1", "2026-03-01T09:00:00Z", kInVpc)},
                         {item("EC2::Instance", "i-1", "2026-03-01T09:00:00Z", kInVpc)}});
        const auto detail = loadItemDetail(*resources, ResourceNo(0), 0, kNoTime, JobContext());
        QVERIFY_OK(detail);
        QCOMPARE(detail->occurrences.size(), std::size_t{2}); // delivered twice
        QVERIFY(detail->json->starts_with("{\"version\":\"1.3\""));
        QVERIFY(detail->indented->find("\n  \"resourceId\": \"i-1\"") != std::string::npos);
        QVERIFY(detail->fields->document().member(0, "relationships") != JsonDocument::kNone);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(loadItemDetail(*resources, ResourceNo(0), 0, kNoTime, JobContext(stop.get_token()))
                     .error()
                     .kind,
                 Error::Kind::Cancelled);
        QCOMPARE(relatedBy(*resources, ResourceNo(0), kNoTime, JobContext(stop.get_token()))
                     .error()
                     .kind,
                 Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestRelatedResources)
#include "tst_relatedresources.moc"
