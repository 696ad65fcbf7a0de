// Which resources changed within a span of time, the most changed first.
#include "model/base/timestamp.h"
#include "model/config/changedresources.h"
#include "tests/model/config/configitems.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <string>
#include <vector>

using namespace trailloupe;
using namespace trailloupe::config;
using test::ItemSketch;

namespace {

std::int64_t at(const char* time)
{
    return parseTimestamp(time)->ns();
}

// "id changes" of each, in order.
std::vector<std::string> changed(const Resources& resources, const char* from, const char* to)
{
    std::vector<std::string> texts;
    const auto found = changedResources(resources, at(from), at(to), JobContext());
    for (const ChangedResource& of : *found)
        texts.push_back(std::string(resources.resource(of.resource).id) + ' '
                        + std::to_string(of.changes));
    return texts;
}

using Texts = std::vector<std::string>;

} // namespace

class TestChangedResources : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void theMostChangedComeFirst()
    {
        const auto resources = test::resourcesOf({{
            {.id = "a", .time = "2026-03-01T10:00:00Z", .status = "ResourceDiscovered"},
            {.id = "b", .time = "2026-03-01T10:00:00Z", .status = "ResourceDiscovered"},
            {.id = "b", .time = "2026-03-01T11:00:00Z", .rest = ",'configuration':{'x':1}"},
            {.id = "c", .time = "2026-03-01T10:30:00Z", .status = "ResourceDeleted"},
            {.id = "d", .time = "2026-03-02T10:30:00Z"},
            {.id = "e", .time = ""},
        }});
        QVERIFY(resources);
        QCOMPARE(changed(*resources, "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"),
                 (Texts{"b 2", "a 1", "c 1"}));
        // The begin belongs to a span, its end does not.
        QCOMPARE(changed(*resources, "2026-03-01T10:30:00Z", "2026-03-01T11:00:00Z"),
                 (Texts{"c 1"}));
        QCOMPARE(changed(*resources, "2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z"), Texts());
    }

    void toBeFoundIsNoChange()
    {
        // Recording began long after it was created.
        const auto resources = test::resourcesOf(
            {{{.id = "old",
               .time = "2026-03-01T10:00:00Z",
               .status = "ResourceDiscovered",
               .rest = ",'resourceCreationTime':'2025-01-01T00:00:00Z'"},
              {.id = "new",
               .time = "2026-03-01T10:00:00Z",
               .status = "ResourceDiscovered",
               .rest = ",'resourceCreationTime':'2026-03-01T09:59:00Z'"},
              {.id = "old", .time = "2026-03-01T12:00:00Z", .rest = ",'configuration':{'x':1}"}}});
        QVERIFY(resources);
        QCOMPARE(changed(*resources, "2026-03-01T00:00:00Z", "2026-03-01T11:00:00Z"),
                 (Texts{"new 1"}));
        QCOMPARE(changed(*resources, "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z"),
                 (Texts{"old 1"}));
    }

    void aRepeatIsNoChange()
    {
        // Of a global resource, as each Region recorded it.
        const auto global = [](const char* time) {
            return std::vector<ItemSketch>{{.id = "AIDA1",
                                            .time = time,
                                            .rest = ",'configuration':{'x':1}",
                                            .type = "AWS::IAM::User",
                                            .region = "global"}};
        };
        const auto resources =
            test::resourcesOf({global("2026-03-01T10:00:00Z"), global("2026-03-01T10:00:09Z")});
        QVERIFY(resources);
        QCOMPARE_EQ(resources->items(ResourceNo(0)).size(), std::size_t(2));
        QVERIFY(resources->items(ResourceNo(0))[1].isRepeat);
        QCOMPARE(changed(*resources, "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"),
                 (Texts{"AIDA1 1"}));
    }

    void itCanBeCancelled()
    {
        const auto resources = test::resourcesOf({{{.id = "a"}}});
        std::stop_source stop;
        stop.request_stop();
        const auto found = changedResources(*resources, 0, 1, JobContext(stop.get_token()));
        QVERIFY(!found);
        QCOMPARE(found.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestChangedResources)
#include "tst_changedresources.moc"
