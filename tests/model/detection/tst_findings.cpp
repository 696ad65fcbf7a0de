// Findings: what each rule finds and does not, the same as filters would; the sample incident; real
// events.
#include "model/base/timestamp.h"
#include "model/detection/findings.h"
#include "model/ingest/loader.h"
#include "model/query/barquery.h"
#include "model/query/risks.h"
#include "tests/model/detection/rulecases.h"
#include "tests/support/incident/incident.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>
#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::detection;
using test::quoted;
using test::RuleCase;
using test::ruleCases;

namespace {

RulesPtr builtIn()
{
    return std::make_shared<const std::vector<Rule>>(builtinRules());
}

FindingsPtr found(const std::shared_ptr<const store::EventStore>& events, RulesPtr rules)
{
    query::Evaluator evaluator(2);
    auto findings = findAll(events, std::move(rules), evaluator, JobContext());
    return findings.ok() ? *findings : nullptr;
}

std::shared_ptr<const store::EventStore> loaded(const QString& path)
{
    ingest::LoadRequest request;
    request.paths = {path.toStdString()};
    const auto evidence = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
    return evidence ? evidence->store : nullptr;
}

std::string textOf(const store::EventStore& events, RowId row, const char* field)
{
    std::string text;
    if (const auto path = events.paths().find(field))
        events.value(row, *path, text);
    return text;
}

Rule rule(const char* id, Severity severity, const char* filter)
{
    return {
        .id = id, .title = id, .severity = severity, .why = {}, .filter = filter, .techniques = {}};
}

// "name at time" of the events of each finding, by rule.
std::map<std::string, std::vector<std::string>> listed(const Findings& findings)
{
    std::map<std::string, std::vector<std::string>> lists;
    for (const Finding& finding : findings.findings()) {
        auto& list = lists[findings.ruleOf(finding).id];
        for (std::size_t i = 0; i < finding.count(); ++i) {
            const RowId row = findings.row(finding, i);
            list.push_back(textOf(*findings.events(), row, "eventName") + " at "
                           + textOf(*findings.events(), row, "eventTime"));
        }
    }
    return lists;
}

} // namespace

class TestFindings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void everyRuleIsWhole()
    {
        std::set<std::string> ids;
        for (const Rule& rule : builtinRules()) {
            QVERIFY2(ids.insert(rule.id).second, rule.id.c_str());
            QVERIFY2(!rule.title.empty() && rule.title.size() < 70, rule.id.c_str());
            QVERIFY2(!rule.why.empty() && !rule.techniques.empty(), rule.id.c_str());
            const query::BarQuery query = query::parseBar(rule.filter);
            QVERIFY2(query.predicate, rule.id.c_str());
            // Nothing that the bar would warn of.
            for (const query::Risk& risk :
                 query::risksOf(rule.filter, query.terms, *query.predicate, nullptr))
                QFAIL((rule.id + ": " + query::riskText(risk)).c_str());
        }
    }

    void theDocumentHoldsTheRules()
    {
        QFile file(test::sourcePath("model/detection/DETECTION.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString document = QString::fromUtf8(file.readAll());
        const QString table = QString::fromStdString(rulesAsMarkdown(builtinRules()));
        for (const QString& line : table.split(u'\n'))
            QVERIFY2(document.contains(line), qPrintable(line));
        QVERIFY(document.endsWith(table));
    }

    void aRuleFindsWhatItIsAbout_data()
    {
        QTest::addColumn<int>("number");
        int number = 0;
        for (const RuleCase& one : ruleCases())
            QTest::addRow("%s: %s", one.rule, one.name) << number++;
    }

    void aRuleFindsWhatItIsAbout()
    {
        QFETCH(int, number);
        const RuleCase& one = ruleCases()[static_cast<std::size_t>(number)];
        const auto events = test::storeOf({one.event});
        QCOMPARE(events->rowCount(), std::size_t{1});
        const FindingsPtr findings = found(events, builtIn());
        QVERIFY(findings);
        QCOMPARE(findings->checkInvariants(), std::string());
        QVERIFY(findings->failures().empty());
        QStringList ids;
        for (const Findings::Hit& hit : findings->findingsOf(events->timeOrder().front()))
            ids << QString::fromStdString(findings->ruleOf(hit).id);
        QStringList expected;
        for (const std::string& id : one.found)
            expected << QString::fromStdString(id);
        ids.sort();
        expected.sort();
        QCOMPARE(ids, expected);
    }

    // Of what is open to the world each is either for the web or for more, whatever the ports are.
    void aGroupIsOpenForTheWebOrForMore()
    {
        const std::vector<std::string> ports{"", "-1", "0", "22", "80", "443", "8080", "65535"};
        std::vector<std::string> events;
        std::vector<bool> areForTheWeb;
        for (const std::string& from : ports) {
            for (const std::string& to : ports) {
                const std::string both = (from.empty() ? "" : ",'fromPort':" + from)
                    + (to.empty() ? "" : ",'toPort':" + to);
                for (const std::string& request :
                     {"'ipPermissions':{},'cidrIp':'0.0.0.0/0'" + both,
                      "'ipPermissions':{'items':[{'ipv6Ranges':{'items':[{'cidrIpv6':'::/0'}]}"
                          + both + "}]}"}) {
                    const std::string number = std::to_string(100 + events.size());
                    events.push_back(quoted("{'eventID':'" + number
                                            + "','eventTime':'2026-03-12T02:00:00Z',"
                                              "'eventSource':'ec2.amazonaws.com','eventName':"
                                              "'AuthorizeSecurityGroupIngress',"
                                              "'requestParameters':{"
                                            + request + "}}"));
                    const auto isWeb = [](const std::string& port) {
                        return port == "80" || port == "443";
                    };
                    areForTheWeb.push_back(isWeb(from) && isWeb(to));
                }
            }
        }
        const auto store = test::storeOf(events);
        const FindingsPtr findings = found(store, builtIn());
        for (const RowId row : store->timeOrder()) {
            const auto hits = findings->findingsOf(row);
            const std::string number = textOf(*store, row, "eventID");
            QVERIFY2(hits.size() == 1, number.c_str());
            QCOMPARE(findings->ruleOf(hits.front()).id,
                     std::string(areForTheWeb[std::stoul(number) - 100] ? "security-group-web"
                                                                        : "security-group-open"));
        }
    }

    void everyRuleHasEventsThatItFindsAndSomeThatItDoesNot()
    {
        for (const Rule& rule : builtinRules()) {
            int fires = 0;
            int misses = 0;
            for (const RuleCase& one : ruleCases()) {
                if (one.rule != rule.id)
                    continue;
                ++(std::ranges::find(one.found, rule.id) != one.found.end() ? fires : misses);
            }
            QVERIFY2(fires >= 1 && misses >= 2, rule.id.c_str());
        }
    }

    void theWorstComesFirstAndAnEventMayBeInSeveral()
    {
        const auto events = test::storeOf(
            {quoted("{'eventID':'1','eventTime':'2026-03-01T00:00:05Z','eventName':'B'}"),
             quoted("{'eventID':'2','eventTime':'2026-03-01T00:00:01Z','eventName':'A'}"),
             quoted("{'eventID':'3','eventName':'A'}"), // without a time
             quoted("{'eventID':'4','eventTime':'2026-03-01T00:00:09Z','eventName':'A'}")});
        const auto rules = std::make_shared<const std::vector<Rule>>(std::vector<Rule>{
            rule("all", Severity::Low, "eventName:*"), rule("none", Severity::High, "eventName:C"),
            rule("a", Severity::High, "eventName:A"), rule("b", Severity::High, "eventName:B"),
            rule("wrong", Severity::High, "eventName:("),
            rule("undated", Severity::Medium, "not time:*")});
        const FindingsPtr findings = found(events, rules);
        QVERIFY(findings);
        QCOMPARE(findings->checkInvariants(), std::string());
        QStringList order;
        for (const Finding& finding : findings->findings())
            order << QString::fromStdString(findings->ruleOf(finding).id);
        QCOMPARE(order,
                 QStringList({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("undated"),
                              QStringLiteral("all")}));
        const Finding& first = findings->findings()[0];
        QCOMPARE(first.count(), std::uint64_t{3});
        QCOMPARE(*first.first, parseTimestamp("2026-03-01T00:00:01Z")->seconds());
        QCOMPARE(*first.last, parseTimestamp("2026-03-01T00:00:09Z")->seconds());
        QVERIFY(!findings->findings()[2].first && !findings->findings()[2].last);
        QCOMPARE(findings->silent().size(), std::size_t{1});
        QCOMPARE(findings->rules()[findings->silent()[0]].id, std::string("none"));
        QCOMPARE(findings->failures().size(), std::size_t{1});
        QCOMPARE(findings->rules()[findings->failures()[0].rule].id, std::string("wrong"));
        QCOMPARE(findings->failures()[0].error.kind, Error::Kind::Malformed);
        // The worst of an event first; every event once among the places.
        const auto of = findings->findingsOf(findings->row(first, 0));
        QCOMPARE(of.size(), std::size_t{2});
        QCOMPARE(findings->ruleOf(of[0]).id, std::string("a"));
        QCOMPARE(findings->places().size(), std::size_t{4});
        QVERIFY(findings->findingsOf(RowId(77)).empty());
    }

    void whatIsCancelledFindsNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        query::Evaluator evaluator(1);
        const auto findings = findAll(test::storeOf({ruleCases().front().event}), builtIn(),
                                      evaluator, JobContext(stop.get_token()));
        QVERIFY(!findings.ok());
        QCOMPARE(findings.error().kind, Error::Kind::Cancelled);
    }

    void anEmptyStoreAndNoRulesFindNothing()
    {
        const auto empty = std::make_shared<const store::EventStore>();
        QCOMPARE(found(empty, builtIn())->silent().size(), builtinRules().size());
        const FindingsPtr none = found(test::storeOf({ruleCases().front().event}),
                                       std::make_shared<const std::vector<Rule>>());
        QVERIFY(none->findings().empty() && none->places().empty());
        QCOMPARE(none->checkInvariants(), std::string());
    }

    // Every step of the attack that a rule is about, and of two ordinary days only what an
    // investigator would want to see once.
    void theSampleIncidentIsFound()
    {
        const auto events = loaded(test::sourcePath("resources/sample-incident"));
        QVERIFY(events);
        const FindingsPtr findings = found(events, builtIn());
        QCOMPARE(findings->checkInvariants(), std::string());
        const std::map<std::string, std::vector<std::string>> rulesOfSteps{
            {"CreateUser", {"user-created"}},
            {"CreateAccessKey", {"access-key-created"}},
            {"AttachUserPolicy", {"administrator-attached"}},
            {"AuthorizeSecurityGroupIngress", {"security-group-open"}},
            {"StopConfigurationRecorder", {"config-stopped"}},
            {"StopLogging", {"cloudtrail-stopped", "recording-attempt"}},
            {"PutBucketPolicy", {"bucket-policy-changed"}}};
        std::set<std::string> ofSteps; // ids of events
        std::set<std::string> rulesThatFired;
        for (const incident::Step& step : incident::makeIncident().steps) {
            const auto expected = rulesOfSteps.find(step.name);
            if (expected == rulesOfSteps.end())
                continue;
            const auto rows = events->findByEventId(step.eventId);
            QVERIFY2(rows.size() == 1, step.what.c_str());
            const auto hits = findings->findingsOf(rows.front());
            QVERIFY2(hits.size() == 1, step.what.c_str());
            const std::string& id = findings->ruleOf(hits.front()).id;
            QVERIFY2(std::ranges::count(expected->second, id) == 1, id.c_str());
            ofSteps.insert(step.eventId);
            rulesThatFired.insert(id);
        }
        QCOMPARE(rulesThatFired.size(), std::size_t{8});

        std::map<std::string, int> others; // by rule and name of the event
        for (const Findings::Hit& hit : findings->hits()) {
            if (!ofSteps.contains(textOf(*events, hit.row, "eventID")))
                ++others[findings->ruleOf(hit).id + ": " + textOf(*events, hit.row, "eventName")];
        }
        std::string list;
        for (const auto& [what, count] : others)
            list += what + " ×" + std::to_string(count) + "\n";
        QCOMPARE(QString::fromStdString(list), QString::fromUtf8(kOrdinary));
    }

    void countsAreThoseOfTheFilters()
    {
        const QString dir = test::sampleDataDir();
        if (dir.isEmpty())
            QSKIP("no sample data");
        const auto events = loaded(dir);
        QVERIFY(events && events->rowCount() > 1000);
        const FindingsPtr findings = found(events, builtIn());
        QVERIFY(findings && findings->failures().empty());
        QCOMPARE(findings->checkInvariants(), std::string());
        QVERIFY(findings->findings().size() > builtinRules().size() / 2);
        std::vector<std::uint64_t> counts(builtinRules().size());
        for (const Finding& finding : findings->findings())
            counts[finding.rule] = finding.count();
        for (std::size_t i = 0; i < builtinRules().size(); ++i) {
            query::Evaluator fresh(1);
            const auto rows = fresh.evaluate(
                events, query::parseBar(builtinRules()[i].filter).predicate, JobContext());
            QVERIFY(rows.ok());
            QVERIFY2((*rows)->count() == counts[i], builtinRules()[i].id.c_str());
        }
        const auto lists = listed(*findings);
        // Stratus Red Team and Invictus did these.
        for (const char* id :
             {"cloudtrail-stopped", "cloudtrail-narrowed", "flow-logs-deleted", "log-bucket-expiry",
              "security-group-open", "security-group-web", "snapshot-shared", "access-key-created",
              "administrator-attached", "trust-policy-changed", "federated-provider",
              "lambda-public", "console-without-mfa", "root-used", "password-policy-weakened",
              "console-password-set", "policy-version-set"})
            QVERIFY2(lists.contains(id), id);
    }

private:
    // alice signs in as root on the first day, with MFA.
    static constexpr const char* kOrdinary = "cloudtrail-changed: UpdateTrail ×1\n"
                                             "root-used: CheckMfa ×1\n"
                                             "root-used: ConsoleLogin ×1\n"
                                             "root-used: PutBucketVersioning ×1\n";
};

QTEST_GUILESS_MAIN(TestFindings)
#include "tst_findings.moc"
