// From an event to all that belong to what it names.
#include "model/query/evaluator.h"
#include "model/workspace/following.h"
#include "model/workspace/timepivots.h"
#include "tests/support/eventsleft.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <algorithm>
#include <string>

using namespace trailloupe;
using namespace trailloupe::workspace;
using test::left;
using Kind = FollowTarget::Kind;

namespace {

// A key is made, used, looked at, switched off and deleted; another one does other things.
std::shared_ptr<const store::EventStore> someStore()
{
    const auto event = [](int minute, const std::string& source, const std::string& name,
                          const std::string& key, const std::string& rest) {
        const std::string number = std::to_string(minute);
        return test::quoted("{'eventTime':'2026-03-01T00:0" + number + ":00Z','eventID':'" + number
                            + "','eventSource':'" + source + ".amazonaws.com','eventName':'" + name
                            + "','userIdentity':{'accessKeyId':'" + key + "'" + rest + "}");
    };
    return test::storeOf({
        event(0, "iam", "CreateAccessKey", "AKIAROOT",
              "},'responseElements':{'accessKey':{'accessKeyId':'AKIANEW'}},"
              "'sourceIPAddress':'192.0.2.1','requestID':'r0'"),
        event(1, "s3", "PutBucketPolicy", "AKIANEW",
              ",'principalId':'P'},'requestParameters':{'bucketName':'b'}"),
        event(2, "s3", "GetBucketPolicy", "AKIANEW",
              ",'principalId':'P'},'requestParameters':{'bucketName':'b'}"),
        event(3, "iam", "GetAccessKeyLastUsed", "AKIAROOT",
              "},'requestParameters':{'accessKeyId':'AKIANEW'}"),
        event(4, "s3", "DeleteBucket", "AKIAROOT",
              "},'errorCode':'AccessDenied','requestParameters':{'bucketName':'b'}"),
        event(5, "s3", "DeleteBucket", "AKIAROOT", "},'requestParameters':{'bucketName':'other'}"),
        event(6, "iam", "DeleteAccessKey", "AKIAROOT",
              "},'requestParameters':{'accessKeyId':'AKIANEW'}"),
        event(7, "sts", "AssumeRole", "akianew",
              "},'responseElements':{'credentials':{'accessKeyId':'ASIA1'}}"),
        test::quoted("{'eventTime':'2026-03-01T00:08:00Z','eventID':'8','eventName':'B'}"),
    });
}

std::vector<FollowTarget> targetsOf(const std::shared_ptr<const store::EventStore>& store,
                                    std::size_t event, Kind kind)
{
    auto targets = followTargets(store, store->timeOrder()[event]);
    std::erase_if(targets, [&](const FollowTarget& target) { return target.kind != kind; });
    return targets;
}

} // namespace

class TestFollowing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void anEventIsFollowedByWhatItNames()
    {
        const auto store = someStore();
        const auto targets = followTargets(store, store->timeOrder()[0]);
        std::vector<Kind> kinds;
        for (const FollowTarget& target : targets)
            kinds.push_back(target.kind);
        // The key that signed, and the one that was made.
        const std::vector<Kind> expected{Kind::AccessKey, Kind::SourceIp, Kind::Request,
                                         Kind::KeyLife, Kind::KeyLife};
        std::erase_if(kinds, [](Kind k) { return k == Kind::Resource || k == Kind::Changes; });
        QVERIFY(kinds == expected);
        QVERIFY(followTargets(store, store->timeOrder()[8]).empty());
    }

    void aKeyLivesFromItsMakingToItsEnd()
    {
        const auto store = someStore();
        // From the event that made it, one it signed, and the one that ended it.
        for (const std::size_t event : {0u, 1u, 6u}) {
            const auto lives = targetsOf(store, event, Kind::KeyLife);
            const auto life = std::ranges::find(lives, "AKIANEW", &FollowTarget::value);
            QVERIFY(life != lives.end());
            Investigation investigation;
            follow(investigation, *life);
            QCOMPARE(left(store, investigation), std::string("01236"));
        }
        Investigation issued;
        const auto lives = targetsOf(store, 7, Kind::KeyLife);
        QCOMPARE(lives.size(), std::size_t{2});
        follow(issued, lives[1]);
        QCOMPARE(left(store, issued), std::string("7"));
    }

    void whoChangedAResourceTriedToOrDid()
    {
        const auto store = someStore();
        const auto changes = targetsOf(store, 2, Kind::Changes);
        QCOMPARE(changes.size(), std::size_t{1});
        Investigation investigation;
        follow(investigation, changes[0]);
        QCOMPARE(left(store, investigation), std::string("14"));
    }

    void aValueAloneIsFollowedLikeItsEvent()
    {
        const auto store = someStore();
        for (const FollowTarget& target : followTargets(store, store->timeOrder()[1])) {
            if (target.kind == Kind::KeyLife || target.kind == Kind::Changes)
                continue;
            const char* column = target.kind == Kind::AccessKey ? "userIdentity.accessKeyId"
                : target.kind == Kind::Principal                ? "userIdentity.principalId"
                                                                : "resource";
            const auto alone = followTarget({*fieldOf(column), target.value});
            QVERIFY(alone);
            QCOMPARE(alone->condition, target.condition);
            QVERIFY(alone->kind == target.kind);
        }
        // A key that a call is about has a life.
        const auto life = followTarget({*fieldOf("requestParameters.accessKeyId"), "AKIANEW"});
        QVERIFY(life && life->kind == Kind::KeyLife);
        Investigation investigation;
        follow(investigation, *life);
        QCOMPARE(left(store, investigation), std::string("01236"));
        QVERIFY(followTarget({*fieldOf("user"), "alice"}));
        QVERIFY(!followTarget({*fieldOf("eventName"), "CreateAccessKey"}));
        QVERIFY(!followTarget({*fieldOf("sourceIPAddress"), std::nullopt}));
        QVERIFY(!followTarget({*fieldOf("sourceIPAddress"), ""}));
    }

    void aTimeIsTakenAway()
    {
        const auto store = someStore();
        const std::int64_t first = *store->time(store->timeOrder()[0]);
        Investigation investigation;
        pivotWithoutTime(investigation, {first, first + 180});
        QCOMPARE(left(store, investigation), std::string("345678"));
        pivotToTime(investigation, first + 180, first + 360);
        QCOMPARE(left(store, investigation), std::string("345"));
        pivotWithoutTime(investigation, {first + 180, first + 360});
        QCOMPARE(left(store, investigation), std::string("678"));
        QVERIFY(timeChoice(investigation).isEmpty());
        Investigation other;
        QVERIFY(other.setFilter({timeCondition({first, first + 60}), {}}));
        QCOMPARE(left(store, other), std::string("0"));
    }

    void followingKeepsWhatIsPinnedAndTheTime()
    {
        const auto store = someStore();
        Investigation investigation;
        Filter filter;
        filter.text = QStringLiteral("eventName:B");
        filter.chips = {{.text = QStringLiteral("eventSource:*"), .pinned = true},
                        {.text = QStringLiteral("eventName:B")}};
        QVERIFY(investigation.setFilter(filter));
        const std::int64_t first = *store->time(store->timeOrder()[0]);
        pivotToTime(investigation, first, first + 150);
        const Filter before = investigation.filter();
        follow(investigation, targetsOf(store, 1, Kind::AccessKey).at(0));
        QCOMPARE(left(store, investigation), std::string("12"));
        QCOMPARE(investigation.filter().text, QString());
        QCOMPARE(investigation.filter().chips.size(), std::size_t{3});
        QCOMPARE(investigation.filter().chips.back().text,
                 QStringLiteral("userIdentity.accessKeyId:\"AKIANEW\""));

        // A life is not cut to the time that was looked at.
        QVERIFY(investigation.setFilter(before));
        follow(investigation, targetsOf(store, 1, Kind::KeyLife).at(0));
        QCOMPARE(left(store, investigation), std::string("01236"));
        QCOMPARE(investigation.filter().chips.size(), std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(TestFollowing)
#include "tst_following.moc"
