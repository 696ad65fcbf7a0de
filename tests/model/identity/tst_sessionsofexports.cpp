// Identity resolution of whole exports: random ones, the sample incident, real events.
#include "model/ingest/loader.h"
#include "tests/model/identity/identityevents.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace trailloupe;
using namespace trailloupe::identity;
using test::call;
using test::clock;
using test::Json;
using test::kAccount;
using test::kOther;
using test::role;
using test::user;

namespace {

Json service(const std::string& name)
{
    return {{"type", "AWSService"}, {"invokedBy", name}};
}

// A user's temporary key, created at clock(created).
Json temporary(const std::string& name, const std::string& key, int created)
{
    Json identity = user(name, key);
    identity["sessionContext"]["attributes"]["creationDate"] = clock(created);
    return identity;
}

std::shared_ptr<const store::EventStore> loaded(const QString& path)
{
    ingest::LoadRequest request;
    request.paths = {path.toStdString()};
    const auto evidence = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
    return evidence ? evidence->store : nullptr;
}

// Many events of many callers, hardly any of them sane.
std::vector<Json> randomEvents(unsigned seed, int count)
{
    std::mt19937 random(seed);
    const auto pick = [&](int below) {
        return static_cast<int>(random() % static_cast<unsigned>(below));
    };
    const auto number = [&](const char* prefix, int below) {
        return prefix + std::to_string(pick(below));
    };
    std::vector<Json> events;
    for (int i = 0; i < count; ++i) {
        const std::string account = pick(2) ? kAccount : kOther;
        Json identity;
        switch (pick(7)) {
        case 0:
            identity =
                user(number("u", 4), number("AKIA", 8), number("AIDAUSERUSERUSER", 5), account);
            break;
        case 1:
            identity = temporary(number("u", 4), number("ASIA", 30), pick(600));
            break;
        case 2:
            identity = service(number("s", 3) + ".amazonaws.com");
            break;
        case 3:
            identity = {{"type", "AWSAccount"},
                        {"accountId", account},
                        {"principalId", number("AIDAUSERUSERUSER", 5)}};
            break;
        case 4:
            identity = {{"type", "IAMUser"}, {"userName", number("u", 4)}, {"accountId", account}};
            break;
        default:
            identity = role(std::string(1, static_cast<char>('a' + pick(4))), number("s", 4),
                            pick(4) ? number("ASIA", 30) : "", pick(3) ? pick(600) : -1, account);
        }
        Json more;
        const int what = pick(6);
        if (what == 0)
            more = test::assumed(std::string(1, static_cast<char>('a' + pick(4))), number("s", 4),
                                 pick(4) ? number("ASIA", 30) : "", account);
        else if (what == 1)
            more = {{"responseElements", {{"ConsoleLogin", "Success"}}}};
        else if (what == 2)
            more = {{"responseElements",
                     {{"accessKey",
                       {{"accessKeyId", number("AKIA", 8)}, {"userName", number("u", 4)}}}}}};
        if (pick(3) == 0)
            more["sharedEventID"] =
                "800fe8f9-d584-4921-9382-0000000000" + std::to_string(10 + pick(20));
        more["recipientAccountId"] = account;
        events.push_back(call(pick(900), what == 0 ? "AssumeRole" : "X", identity, more));
    }
    return events;
}

// The events of a source each, in this order, a segment every so many.
std::shared_ptr<const store::EventStore> storeInOrder(const std::vector<Json>& events,
                                                      std::size_t segment)
{
    test::StoreBuilding building;
    for (std::size_t i = 0; i < events.size(); ++i) {
        building.read(Json{{"Records", Json::array({events[i]})}}.dump());
        if (i % segment == segment - 1)
            building.seal();
    }
    return building.store();
}

// Which session each event belongs to, by eventID.
std::map<std::string, std::uint32_t> sessionsByEvent(const Identities& identities)
{
    std::map<std::string, std::uint32_t> sessions;
    const store::EventStore& store = *identities.events();
    for (const RowId row : store.timeOrder()) {
        std::string id;
        store.value(row, *store.paths().find("eventID"), id);
        sessions[id] = identities.sessionOf(row).value();
    }
    return sessions;
}

} // namespace

class TestSessionsOfExports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void theResultDependsNeitherOnThreadsNorOnOrder()
    {
        for (unsigned seed = 1; seed <= 12; ++seed) {
            std::vector<Json> events = randomEvents(seed, 400);
            const auto first = resolve(storeInOrder(events, 400), JobContext(), 1);
            QVERIFY_OK(first);
            QCOMPARE((*first)->checkInvariants(), std::string());
            const std::string tree = test::treeOf(**first);
            const auto sessions = sessionsByEvent(**first);
            QCOMPARE(sessions.size(), events.size());
            for (const unsigned threads : {1u, 2u, 7u}) {
                std::shuffle(events.begin(), events.end(), std::mt19937(seed * 10 + threads));
                const auto other = resolve(storeInOrder(events, 30), JobContext(), threads);
                QVERIFY_OK(other);
                QCOMPARE((*other)->checkInvariants(), std::string());
                QCOMPARE(test::treeOf(**other), tree);
                QVERIFY(sessionsByEvent(**other) == sessions);
            }
        }
    }

    void aLongChainIsNoBurden()
    {
        std::vector<Json> events;
        constexpr int kLength = 3000;
        for (int i = 0; i < kLength; ++i)
            events.push_back(
                call(i, "AssumeRole",
                     i ? role("r", "s", "ASIA" + std::to_string(i), i - 1) : user("alice", "AKIA1"),
                     test::assumed("r", "s", "ASIA" + std::to_string(i + 1))));
        const auto identities = test::identitiesOf(events);
        QVERIFY(identities);
        const auto last = identities->sessionOf(identities->events()->timeOrder().back());
        QCOMPARE(identities->chain(last).size(), std::size_t{kLength});
        QCOMPARE(identities->principal(identities->session(last).actor).name,
                 std::string_view("alice"));
    }

    // docs/sample-incident.md, step by step.
    void theSampleIncidentLeadsToTheLeakedKey()
    {
        const auto store = loaded(test::sourcePath("resources/sample-incident"));
        QVERIFY(store);
        const auto result = resolve(store, JobContext());
        QVERIFY_OK(result);
        const Identities& identities = **result;
        QCOMPARE(identities.checkInvariants(), std::string());
        struct Step
        {
            const char* eventId;
            const char* key; // of the session
            std::size_t chain; // from the session up to the leaked key
        };
        const char* const leaked = "AKIAIOSFODNN7EXAMPLE";
        const char* const created = "AKIAI44QH8DHBEXAMPLE";
        const char* const assumed = "ASIACROSSACCTEXAMPLE";
        for (const Step& step : {
                 Step{"1f964728-cea7-4660-bdac-38adfa69cdcf", leaked, 1}, // GetCallerIdentity
                 Step{"d1620afa-5f36-4cb4-9033-f6707d6ec144", leaked, 1}, // reconnaissance
                 Step{"c04b9d9e-a2d7-4f52-9d16-e2d986521eaa", leaked, 1}, // GetPolicyVersion
                 Step{"b297f1e3-fbb0-4181-b30e-7c06ea452f58", leaked, 1}, // CreateUser
                 Step{"80640204-2f5b-4859-8978-a4fe98b169e7", leaked, 1}, // CreateAccessKey
                 Step{"751755b2-cf35-4543-b197-0b09e94ead55", leaked, 1}, // AttachUserPolicy
                 Step{"a3105d44-d36e-4abd-8fa4-68b4c67447f4", created, 2}, // GetCallerIdentity
                 Step{"3ddd6167-aedf-4cb2-a2db-bcbd7f21acb6", created, 2}, // AssumeRole
                 Step{"c8c6d997-aa0a-4630-8273-5ab66efba207", created,
                      2}, // as the other account saw
                 Step{"14a2682c-80e6-4567-accd-ecf7cf5ba108", created, 2}, // port 22
                 Step{"951a4aee-536c-4352-90a6-181ccc50bb8f", created, 2}, // RunInstances, refused
                 Step{"e23dec40-142d-4a6c-90b9-31b1022b068e", created, 2}, // RunInstances
                 Step{"8abf648f-9cd4-44ba-8980-a51d2d2ca6c3", created, 2}, // StopLogging
                 Step{"664cb748-d335-463b-9072-bbb992e6df46", assumed, 3}, // StopLogging, refused
                 Step{"ee838561-8f9d-474b-9fb7-c448c40d9217", assumed, 3}, // the first GetObject
                 Step{"95767561-6fa6-4ade-a8a9-13509e7f201d", assumed, 3}, // the last
             }) {
            const auto rows = store->findByEventId(step.eventId);
            QVERIFY2(rows.size() == 1, step.eventId);
            const SessionId id = identities.sessionOf(rows.front());
            const Session& session = identities.session(id);
            QVERIFY2(session.accessKey == step.key, step.eventId);
            QVERIFY2(identities.chain(id).size() == step.chain, step.eventId);
            QVERIFY2(identities.session(session.root).accessKey == leaked, step.eventId);
            QVERIFY2(identities.principal(session.rootPrincipal).name == "report-bot",
                     step.eventId);
            QVERIFY2(session.weakest == Confidence::Certain, step.eventId);
        }
        // Who stopped it is somebody else.
        for (const char* id :
             {"c9eb2d4e-e7d6-4d91-aa3c-a5d213f21fc5", "24e1ca3e-8792-4f50-a4cd-4fd7adb9ae4f",
              "a5c0e8ff-5162-4321-9884-2557b0221abd", "63cc266d-14cc-4a04-8116-c38b4babe97a"}) {
            const auto rows = store->findByEventId(id);
            QVERIFY2(rows.size() == 1, id);
            QVERIFY2(identities.principal(identities.actorOf(rows.front())).name == "bob", id);
        }
    }

    void everySessionOfTheSampleIncidentHasAnOrigin()
    {
        const auto store = loaded(test::sourcePath("resources/sample-incident"));
        QVERIFY(store);
        const auto result = resolve(store, JobContext());
        QVERIFY_OK(result);
        for (const Session& session : (*result)->sessions()) {
            const Principal& principal = (*result)->principal(session.principal);
            // Nothing in the export says what assumes this one.
            if (session.missing == MissingLog::AssumeRole && session.reason == LinkReason::None)
                QVERIFY2(principal.name == "lake-loader" || principal.name == "ci-deploy",
                         std::string(principal.name).c_str());
            if (principal.name == "alice" || principal.name == "dave")
                QCOMPARE((*result)->principal(session.actor).name, principal.name);
        }
    }

    void realEventsAllBelongToSomebody()
    {
        const QString data = test::sampleDataDir();
        if (data.isEmpty())
            QSKIP("the folder of real sample files is absent");
        const auto store = loaded(data);
        QVERIFY(store);
        const auto one = resolve(store, JobContext(), 1);
        const auto many = resolve(store, JobContext(), 4);
        QVERIFY_OK(one);
        QVERIFY_OK(many);
        QCOMPARE((*one)->checkInvariants(), std::string());
        QCOMPARE(test::treeOf(**one), test::treeOf(**many));
        QVERIFY(store->rowCount() > 1000);
        std::size_t linked = 0;
        for (const Session& session : (*one)->sessions())
            linked += session.reason == LinkReason::KeyIssued ? 1 : 0;
        QVERIFY2(linked > 10, "real AssumeRole events issue keys");
    }
};

QTEST_GUILESS_MAIN(TestSessionsOfExports)
#include "tst_sessionsofexports.moc"
