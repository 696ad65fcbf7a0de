// Causes of the first and the last item of a lifetime: what created the resource, and what deleted
// it.
#include "tests/model/config/causeworld.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace Qt::StringLiterals;
using test::CauseWorld;
using test::EventSketch;
using test::groupItem;
using test::ItemSketch;
using test::ruleRequest;
using test::ruleText;

namespace {

constexpr auto kBefore = "2026-03-01T12:00:00.000Z";
constexpr auto kAfter = "2026-03-02T12:00:00.000Z";

EventSketch opening(const char* time)
{
    return {.name = "AuthorizeSecurityGroupIngress",
            .time = time,
            .request = ruleRequest("sg-1", 22, "0.0.0.0/0")};
}

} // namespace

class TestCausesOfLives : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aCallCreatesWhatIsDiscovered()
    {
        ItemSketch found = groupItem(kAfter, "");
        found.status = "ResourceDiscovered";
        const EventSketch creation{.name = "CreateSecurityGroup",
                                   .request = "{'groupName':'web'}",
                                   .response = "{'groupId':'sg-1'}"};
        const CauseWorld world({found}, {creation});
        QCOMPARE(world.text("sg-1", 0), u"certain CreateSecurityGroup"_s);
        QCOMPARE(world.reasons("sg-1", 0), u"created same-id"_s);

        // As long ago as the events reach: the identifier is of this one alone.
        EventSketch old = creation;
        old.time = "2025-12-02T11:58:00Z";
        QCOMPARE(CauseWorld({found}, {old}).text("sg-1", 0), u"certain CreateSecurityGroup"_s);
        // By the name alone it might have been another one.
        old.response = "{'_return':true}";
        QCOMPARE(CauseWorld({found}, {old}).text("sg-1", 0), u"likely CreateSecurityGroup"_s);
        // What was done to it since is part of what the item shows.
        EventSketch opened = opening("2026-03-02T11:59:00Z");
        ItemSketch open = groupItem(kAfter, ruleText(22, "0.0.0.0/0"));
        open.status = "ResourceDiscovered";
        QCOMPARE(CauseWorld({open}, {creation, opened}).text("sg-1", 0),
                 u"certain CreateSecurityGroup, certain AuthorizeSecurityGroupIngress"_s);
        // Before its creation it was not there.
        opened.time = "2026-03-02T11:57:00Z";
        QCOMPARE(CauseWorld({open}, {creation, opened}).text("sg-1", 0),
                 u"certain CreateSecurityGroup"_s);
    }

    void whatExistedBeforeWasNotCreatedByAnotherCall()
    {
        ItemSketch bucket{.id = "b",
                          .time = kAfter,
                          .status = "ResourceDiscovered",
                          .rest = ",'resourceCreationTime':'2026-01-01T00:00:00.000Z'",
                          .type = "AWS::S3::Bucket"};
        EventSketch creation{
            .name = "CreateBucket", .request = "{'bucketName':'b'}", .source = "s3"};
        QCOMPARE(CauseWorld({bucket}, {creation}).text("b", 0), QString());
        creation.time = "2026-01-01T00:00:01Z";
        QCOMPARE(CauseWorld({bucket}, {creation}).text("b", 0), u"likely CreateBucket"_s);
        creation.region = "eu-west-1";
        QCOMPARE(CauseWorld({bucket}, {creation}).text("b", 0), QString());
        bucket.region = "eu-west-1";
        creation.region = "us-east-1"; // where buckets of any Region are made
        QCOMPARE(CauseWorld({bucket}, {creation}).text("b", 0), u"likely CreateBucket"_s);
    }

    void aCallThatNamesASubnetDoesNotCreateIt()
    {
        const ItemSketch found{.id = "subnet-0123456789abcdef0",
                               .time = kAfter,
                               .status = "ResourceDiscovered",
                               .type = "AWS::EC2::Subnet"};
        const CauseWorld world(
            {found},
            {{.name = "RunInstances",
              .request = "{'subnetId':'subnet-0123456789abcdef0'}",
              .response = "{'instancesSet':{'items':[{'instanceId':'i-1','subnetId':"
                          "'subnet-0123456789abcdef0'}]}}"}});
        QCOMPARE(world.text(found.id, 0), QString());
    }

    void whatIsMadeAndDeletedWithAnotherHasItsCause()
    {
        const char* related = ",'relationships':[{'name':'Is attached to Instance','resourceType':"
                              "'AWS::EC2::Instance','resourceId':'i-1'}]";
        const std::string created = ",'resourceCreationTime':'2026-03-01T11:58:01.000Z'";
        const CauseWorld world({{.id = "vol-1",
                                 .time = kBefore,
                                 .status = "ResourceDiscovered",
                                 .rest = related + created,
                                 .type = "AWS::EC2::Volume"},
                                {.id = "vol-1",
                                 .time = kAfter,
                                 .status = "ResourceDeleted",
                                 .type = "AWS::EC2::Volume"}},
                               {{.name = "RunInstances",
                                 .time = "2026-03-01T11:58:00Z",
                                 .request = "{'imageId':'ami-1'}",
                                 .response = "{'instancesSet':{'items':[{'instanceId':'i-1'}]}}"},
                                {.name = "TerminateInstances"}});
        QCOMPARE(world.text("vol-1", 0), u"likely RunInstances"_s);
        QCOMPARE(world.reasons("vol-1", 0), u"made-with"_s);
        QVERIFY(world.ofItem("vol-1", 0).causes[0].isIndirect);
        QCOMPARE(world.text("vol-1", 1), u"likely TerminateInstances"_s);
    }

    void onlyADeletionExplainsADeletion()
    {
        ItemSketch gone = groupItem(kAfter, "");
        gone.status = "ResourceDeleted";
        gone.rest = ",'configuration':null";
        const EventSketch deletion{.name = "DeleteSecurityGroup", .request = "{'groupId':'sg-1'}"};
        EventSketch revoked = opening("2026-03-02T11:59:00Z");
        revoked.name = "RevokeSecurityGroupIngress";
        const CauseWorld world({groupItem(kBefore, ""), gone}, {deletion, revoked});
        QCOMPARE(world.text("sg-1", 1), u"certain DeleteSecurityGroup"_s);
        QCOMPARE(world.reasons("sg-1", 1), u"deleted same-id"_s);
        QCOMPARE(CauseWorld({groupItem(kBefore, ""), gone}, {revoked}).text("sg-1", 1), QString());
        // A policy of a bucket is not the bucket.
        const CauseWorld bucket(
            {{.id = "b", .time = kBefore, .type = "AWS::S3::Bucket"},
             {.id = "b", .time = kAfter, .status = "ResourceDeleted", .type = "AWS::S3::Bucket"}},
            {{.name = "DeleteBucketPolicy", .request = "{'bucketName':'b'}", .source = "s3"}});
        QCOMPARE(bucket.text("b", 1), QString());
    }

    void someDeletionsAreRecordedDaysLater()
    {
        const ItemSketch gone{
            .id = "p", .time = kAfter, .status = "ResourceDeleted", .type = "AWS::Connect::Prompt"};
        const EventSketch deletion{.name = "DeletePrompt",
                                   .time = "2026-02-27T00:00:00Z",
                                   .request = "{'promptId':'p'}",
                                   .source = "connect"};
        QCOMPARE(CauseWorld({gone}, {deletion}).text("p", 0), u"certain DeletePrompt"_s);
        ItemSketch group = gone;
        group.type = "AWS::EC2::SecurityGroup";
        const EventSketch prompt{.name = "DeleteSecurityGroup",
                                 .time = "2026-02-27T00:00:00Z",
                                 .request = "{'groupId':'p'}"};
        QCOMPARE(CauseWorld({group}, {prompt}).text("p", 0), QString());
    }

    void eachLifeHasItsOwnBeginning()
    {
        const auto at = [](const char* time, const char* status) {
            return ItemSketch{.id = "b", .time = time, .status = status, .type = "AWS::S3::Bucket"};
        };
        const auto call = [](const char* name, const char* time, const char* id) {
            return EventSketch{.name = name,
                               .time = time,
                               .request = "{'bucketName':'b'}",
                               .source = "s3",
                               .id = id};
        };
        const CauseWorld world({at("2026-03-01T01:00:00Z", "ResourceDiscovered"),
                                at("2026-03-01T02:00:00Z", "ResourceDeleted"),
                                at("2026-03-01T03:00:00Z", "ResourceDiscovered"),
                                at("2026-03-01T04:00:00Z", "ResourceDeleted"),
                                at("2026-03-01T04:10:00Z", "ResourceDeleted")},
                               {call("CreateBucket", "2026-03-01T00:59:00Z", "born"),
                                call("DeleteBucket", "2026-03-01T01:59:00Z", "died"),
                                call("CreateBucket", "2026-03-01T02:59:00Z", "reborn"),
                                call("DeleteBucket", "2026-03-01T03:59:00Z", "died again")});
        QCOMPARE(world.text("b", 0), u"certain born"_s);
        QCOMPARE(world.text("b", 1), u"certain died"_s);
        QCOMPARE(world.text("b", 2), u"certain reborn"_s);
        QCOMPARE(world.text("b", 3), u"certain died again"_s);
        // A deletion that is recorded again is no change.
        QCOMPARE(world.text("b", 4), QString());
        QVERIFY(!world.ofItem("b", 4).isSearched());
    }
};

QTEST_GUILESS_MAIN(TestCausesOfLives)
#include "tst_causesoflives.moc"
