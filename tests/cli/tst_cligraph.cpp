// trailloupe-cli config graph: what is around a resource, as a script sees it.
#include "tests/cli/clirun.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>
#include <QTest>

using namespace trailloupe;
using namespace Qt::StringLiterals;
using test::Json;
using test::run;
using test::Run;

namespace {

Json item(const char* type, const char* id, const char* time, const Json& relationships)
{
    return Json{{"configurationItemVersion", "1.3"},
                {"awsAccountId", "111122223333"},
                {"awsRegion", "us-east-1"},
                {"resourceType", type},
                {"resourceId", id},
                {"configurationItemCaptureTime", time},
                {"configurationItemStatus", "OK"},
                {"relationships", relationships}};
}

Json relation(const char* name, const char* type, const char* id)
{
    return Json{{"name", name}, {"resourceType", type}, {"resourceId", id}};
}

} // namespace

class TestCliGraph : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    Run graph(const QStringList& more)
    {
        return run(QStringList{u"config"_s, u"graph"_s, m_dir.path(), u"--resource"_s} + more);
    }
    Json json(const QStringList& more)
    {
        const Run result = graph(more + QStringList{u"--format"_s, u"json"_s});
        if (result.code != 0 || !result.err.isEmpty())
            qWarning("%d: %s", result.code, result.err.constData());
        return Json::parse(result.out.toStdString());
    }
    // "i-1 contains eni-1", with a "~" in front where it is derived.
    static QStringList edges(const Json& graph)
    {
        QStringList text;
        const auto id = [&](const Json& place) {
            return graph["nodes"][place.get<std::size_t>()]["resourceId"].get<std::string>();
        };
        for (const Json& edge : graph["edges"])
            text << QString::fromStdString(
                (edge["derived"].get<bool>() ? "~" : "") + id(edge["from"]) + ' '
                + edge["name"].get<std::string>() + ' ' + id(edge["to"]));
        text.sort();
        return text;
    }

private Q_SLOTS:
    void initTestCase()
    {
        Json instance = item("AWS::EC2::Instance", "i-1", "2026-03-01T00:00:00.000Z",
                             {relation("Is contained in Vpc", "AWS::EC2::VPC", "vpc-1"),
                              relation("Is attached to Volume", "AWS::EC2::Volume", "vol-1")});
        instance["configuration"] = {{"securityGroups", {{{"groupId", "sg-1"}}}}};
        instance["resourceName"] = "web";
        const Json detached = item("AWS::EC2::Instance", "i-1", "2026-03-05T00:00:00.000Z",
                                   {relation("Is contained in Vpc", "AWS::EC2::VPC", "vpc-1")});
        const Json vpc = item("AWS::EC2::VPC", "vpc-1", "2026-03-01T00:00:00.000Z",
                              {relation("Contains Instance", "AWS::EC2::Instance", "i-1"),
                               relation("Contains Subnet", "AWS::EC2::Subnet", "subnet-1")});
        const Json group =
            item("AWS::EC2::SecurityGroup", "sg-1", "2026-03-01T00:00:00.000Z", Json::array());
        test::writeFile(
            m_dir.path(), "1.json",
            Json{{"fileVersion", "1.0"}, {"configurationItems", {instance, detached, vpc, group}}}
                .dump());
    }
    void init() { test::failOnAnyWarning(); }

    void theNeighboursOfAResourceAreListed()
    {
        const Json found = json({u"i-1"_s, u"--as-of"_s, u"2026-03-02"_s});
        QCOMPARE(found["asOf"].get<std::string>(), std::string("2026-03-02T00:00:00Z"));
        QCOMPARE(found["shown"].get<int>(), 4);
        QCOMPARE(found["wanted"].get<int>(), 4);
        QCOMPARE(found["of"].get<int>(), 5);
        QCOMPARE(edges(found),
                 QStringList({u"i-1 is attached to vol-1"_s, u"vpc-1 contains i-1"_s,
                              u"~i-1 is associated with sg-1"_s}));
        const Json& instance = found["nodes"][0];
        QCOMPARE(instance["resourceType"].get<std::string>(), std::string("AWS::EC2::Instance"));
        QCOMPARE(instance["accountId"].get<std::string>(), std::string("111122223333"));
        QCOMPARE(instance["region"].get<std::string>(), std::string("us-east-1"));
        QCOMPARE(instance["state"].get<std::string>(), std::string("live"));
        QCOMPARE(instance["dangling"].get<bool>(), false);
        const Json& volume = found["nodes"][3];
        QCOMPARE(volume["resourceId"].get<std::string>(), std::string("vol-1"));
        QCOMPARE(volume["dangling"].get<bool>(), true);
        QCOMPARE(volume["state"].get<std::string>(), std::string("unknown"));
        for (const Json& edge : found["edges"]) {
            if (edge["name"] == "contains")
                QCOMPARE(edge["statedBy"].get<std::string>(), std::string("both"));
            QCOMPARE(edge["derived"].get<bool>(), !edge["path"].is_null());
        }
    }

    void itChangesWithTheMoment()
    {
        const Json found = json({u"web"_s});
        QVERIFY(found["asOf"].is_null());
        QCOMPARE(edges(found), QStringList(u"vpc-1 contains i-1"_s));
    }

    void itGoesAsFarAsAskedFor()
    {
        QCOMPARE(json({u"i-1"_s, u"--depth"_s, u"2"_s})["shown"].get<int>(), 3);
        const Json few = json({u"i-1"_s, u"--depth"_s, u"2"_s, u"--max-nodes"_s, u"2"_s});
        QCOMPARE(few["shown"].get<int>(), 2);
        QCOMPARE(few["wanted"].get<int>(), 3);
        QCOMPARE(few["nodes"][1]["hidden"].get<int>(), 1);
        QCOMPARE(json({u"i-1"_s, u"--recorded"_s, u"--as-of"_s, u"2026-03-02"_s})["edges"].size(),
                 std::size_t{2});
    }

    // Others name it, and no item tells of it.
    void whatIsNotInTheExportCanBeTheRoot()
    {
        QCOMPARE(edges(json({u"subnet-1"_s})), QStringList(u"vpc-1 contains subnet-1"_s));
    }

    void thereAreOtherFormats()
    {
        const Run text = graph({u"i-1"_s});
        QVERIFY(text.out.startsWith("2 of 4 nodes, as of the end of the export\n"));
        QVERIFY(text.out.contains("AWS::EC2::VPC vpc-1  contains  AWS::EC2::Instance i-1\n"));
        QVERIFY(text.out.contains("and 1 more around it"));
        QVERIFY2(text.out.contains("\n1 relation\n"), text.out.constData());
        const Run alone = graph({u"i-1"_s, u"--max-nodes"_s, u"1"_s});
        QVERIFY2(
            alone.out.contains("\n0 relations\n1 node more is as near; --max-nodes shows it\n"),
            alone.out.constData());
        const Run early = graph({u"i-1"_s, u"--as-of"_s, u"2026-03-02"_s});
        QVERIFY2(early.out.contains("\n3 relations\n"), early.out.constData());
        const Run dot = graph({u"i-1"_s, u"--format"_s, u"dot"_s, u"--group"_s, u"account"_s});
        QVERIFY(dot.out.startsWith("digraph"));
        QVERIFY(dot.out.contains("subgraph cluster0"));
        const Run svg = graph({u"i-1"_s, u"--format"_s, u"svg"_s, u"--group"_s, u"tag:Owner"_s});
        QCOMPARE(svg.code, 0);
        QVERIFY(svg.out.startsWith("<?xml"));
        QVERIFY(svg.out.contains("showing 2 of 4 nodes"));
        QCOMPARE(svg.out, graph({u"i-1"_s, u"--format"_s, u"svg"_s}).out);
    }

    void wrongArgumentsAreSaid()
    {
        QCOMPARE(run({u"config"_s, u"graph"_s, m_dir.path()}).code, 2);
        const Run lost = graph({u"i-9"_s});
        QCOMPARE(lost.code, 2);
        QVERIFY(lost.err.contains("i-9"));
        QVERIFY(lost.out.isEmpty());
        for (const QStringList& wrong :
             {QStringList{u"--format"_s, u"png"_s}, QStringList{u"--group"_s, u"colour"_s},
              QStringList{u"--group"_s, u"tag"_s}, QStringList{u"--as-of"_s, u"soon"_s},
              QStringList{u"--depth"_s, u"far"_s}, QStringList{u"--type"_s, u"EC2::Volume"_s},
              QStringList{u"--format"_s, u"svg"_s, u"--max-nodes"_s, u"999999"_s}})
            QCOMPARE(graph(QStringList(u"i-1"_s) + wrong).code, 2);
        const Run none = graph({u"i-1"_s, u"--max-nodes"_s, u"0"_s});
        QCOMPARE(none.code, 2);
        QVERIFY2(none.err.contains("--max-nodes is at least 1"), none.err.constData());
        QVERIFY(none.out.isEmpty());
        QCOMPARE(run({u"config"_s, u"graph"_s, u"--help"_s}).code, 0);
    }
};

QTEST_GUILESS_MAIN(TestCliGraph)
#include "tst_cligraph.moc"
