#include "model/query/fieldnames.h"
#include "model/workspace/profiling.h"
#include "tests/model/identity/randomidentities.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <set>

using namespace trailloupe;
using identity::PrincipalId;
using identity::Profile;
using identity::ProfileField;
using identity::SessionId;
using identity::Subject;
using test::Json;
using workspace::PivotValue;
using Scope = Subject::Scope;

namespace {

constexpr int kLongMs = 20'000;

struct World
{
    explicit World(const QString& path) { openedOk = open(path); }
    explicit World(const std::vector<Json>& events)
    {
        Json records{{"Records", events}};
        test::writeFile(dir.path(), "a.json", records.dump());
        openedOk = open(dir.path());
    }
    bool open(const QString& path)
    {
        workspace.open({path});
        return settle() && workspace.identities();
    }
    bool settle()
    {
        return QTest::qWaitFor(
            [this] {
                return workspace.state() != workspace::Workspace::State::Loading && jobs.isIdle()
                    && !filtering.isRunning();
            },
            kLongMs);
    }
    const identity::Identities& identities() const { return *workspace.identities(); }
    PrincipalId principal(const std::string& name) const
    {
        for (std::uint32_t i = 0; i < identities().principals().size(); ++i) {
            if (workspace.names()->principal(PrincipalId(i)) == name)
                return PrincipalId(i);
        }
        return {};
    }
    identity::ProfilePtr profileOf(const Subject& subject)
    {
        profiling.setActive(true);
        profiling.setSubject(subject);
        return settle() ? profiling.profile() : nullptr;
    }
    // What the filter finds now, asked at once.
    std::uint64_t found()
    {
        const auto rows = filtering.evaluator()->evaluate(workspace.evidence().store,
                                                          investigation.predicate(), JobContext());
        return rows ? (*rows)->count() : UINT64_MAX;
    }
    // Every principal and session under every scope that it has.
    std::vector<Subject> subjects() const
    {
        std::vector<Subject> all;
        for (std::uint32_t i = 0; i < identities().principals().size(); ++i) {
            all.push_back({Scope::Actor, PrincipalId(i), {}});
            all.push_back({Scope::Credentials, PrincipalId(i), {}});
        }
        for (std::uint32_t i = 0; i < identities().sessions().size(); ++i) {
            all.push_back({Scope::Session, {}, SessionId(i)});
            all.push_back({Scope::SessionAndBelow, {}, SessionId(i)});
        }
        return all;
    }

    QTemporaryDir dir;
    workspace::JobRunner jobs;
    workspace::Workspace workspace{jobs};
    workspace::Investigation investigation;
    workspace::Filtering filtering{workspace, investigation, jobs};
    workspace::Profiling profiling{workspace, investigation, filtering, jobs};
    bool openedOk = false;
};

// Whether the subject's events are the row's, the slow way.
bool isIts(const identity::Identities& identities, const Subject& subject, RowId row)
{
    const SessionId id = identities.sessionOf(row);
    const identity::Session& session = identities.session(id);
    switch (subject.scope) {
    case Scope::Actor:
        return session.actor == subject.principal;
    case Scope::Credentials:
        return session.principal == subject.principal;
    case Scope::Session:
        return id == subject.session;
    case Scope::SessionAndBelow:
        break;
    }
    const auto chain = identities.chain(id);
    return std::ranges::find(chain, subject.session) != chain.end();
}

std::set<std::string> valuesOf(const std::shared_ptr<const store::EventStore>& store, RowId row,
                               const query::Field& field)
{
    const auto column = workspace::columnOf(*store, field);
    std::set<std::string> values;
    if (!column)
        return values;
    for (const PivotValue& value : workspace::pivotValues(store, row, *column)) {
        if (value.value)
            values.insert(*value.value);
    }
    return values;
}

using Counts = std::map<std::string, std::uint64_t>;

Counts countsOf(const ProfileField& field)
{
    Counts counts;
    for (const query::FacetValue& value : field.values)
        counts[value.text] = value.events;
    return counts;
}

const ProfileField& fieldOf(const std::vector<ProfileField>& fields, const char* name)
{
    return *std::ranges::find(fields, *query::parseField(name), &ProfileField::field);
}

// "" when the profile says what is found by looking at every row, else the first difference.
std::string checkAgainstRows(const World& world, const Profile& profile)
{
    const auto& store = world.workspace.evidence().store;
    const query::EventFacts facts(store);
    std::vector<RowId> rows;
    for (const RowId row : store->timeOrder()) {
        if (isIts(world.identities(), profile.subject, row))
            rows.push_back(row);
    }
    if (profile.events != rows.size())
        return "events";
    std::uint64_t denied = 0;
    std::set<SessionId> sessions;
    for (const RowId row : rows) {
        denied += facts.eventClass(row) == query::EventClass::Denied;
        sessions.insert(world.identities().sessionOf(row));
    }
    if (profile.denied != denied || profile.sessions != sessions.size())
        return "denied or sessions";
    const auto compare = [&](const ProfileField& field, bool onlyDenied) {
        Counts counts;
        std::uint64_t without = 0;
        for (const RowId row : rows) {
            if (onlyDenied && facts.eventClass(row) != query::EventClass::Denied)
                continue;
            const auto values = valuesOf(store, row, field.field);
            without += values.empty();
            for (const std::string& value : values)
                ++counts[value];
        }
        return counts == countsOf(field) && without == field.without;
    };
    for (const ProfileField& field : profile.fields) {
        if (!compare(field, false))
            return query::fieldText(field.field);
    }
    for (const ProfileField& field : profile.deniedFields) {
        if (!compare(field, true))
            return "denied " + query::fieldText(field.field);
    }
    std::size_t firsts = 0;
    for (const query::Field& field : identity::firstFields()) {
        std::map<std::string, std::pair<RowId, bool>> first;
        std::set<std::string> known;
        for (const RowId row : store->timeOrder().first(store->datedCount())) {
            for (const std::string& value : valuesOf(store, row, field)) {
                if (isIts(world.identities(), profile.subject, row))
                    first.try_emplace(value, row, !known.contains(value));
                known.insert(value);
            }
        }
        firsts += first.size();
        for (const identity::ProfileFirst& of : profile.firsts) {
            if (of.field != field)
                continue;
            const auto expected = first.find(of.value);
            if (expected == first.end() || expected->second.first != of.row
                || expected->second.second != of.isFirstOfAll
                || of.time != *store->time(expected->second.first))
                return "first " + of.value;
        }
    }
    if (firsts != profile.firsts.size())
        return "number of firsts";
    for (std::size_t i = 1; i < profile.firsts.size(); ++i) {
        if (profile.firsts[i - 1].time < profile.firsts[i].time)
            return "order of firsts";
    }
    std::uint64_t bars = profile.histogram.undated.all();
    for (const query::HistogramBar& bar : profile.histogram.bars)
        bars += bar.all();
    return bars == rows.size() ? "" : "bars";
}

// "" when every count is what the filter of its pivot finds, else the first that is not.
std::string checkPivots(World& world, const Profile& profile)
{
    const auto differs = [&](const std::vector<PivotValue>& values, std::uint64_t events) {
        return !world.profiling.showEvents(profile.subject, values) || world.found() != events;
    };
    if (differs({}, profile.events))
        return "the subject";
    const PivotValue denied{{query::Derived::Class, {}}, "denied"};
    const auto check = [&](const ProfileField& field, bool onlyDenied) -> std::string {
        std::vector<PivotValue> values;
        if (onlyDenied)
            values.push_back(denied);
        values.emplace_back();
        for (const query::FacetValue& value : field.values) {
            values.back() = {field.field, value.text};
            if (differs(values, value.events))
                return query::fieldText(field.field) + " " + value.text;
        }
        values.back() = {field.field, std::nullopt};
        return differs(values, field.without) ? query::fieldText(field.field) + " missing" : "";
    };
    for (const ProfileField& field : profile.fields) {
        if (auto wrong = check(field, false); !wrong.empty())
            return wrong;
    }
    for (const ProfileField& field : profile.deniedFields) {
        if (auto wrong = check(field, true); !wrong.empty())
            return "denied " + wrong;
    }
    for (const identity::ProfileFirst& first : profile.firsts) {
        if (differs({{first.field, first.value}}, first.events))
            return "first " + first.value;
    }
    return {};
}

} // namespace

class TestProfiling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aProfileSaysWhatLookingAtEveryRowSays()
    {
        for (std::uint64_t seed = 1; seed <= 2; ++seed) {
            World world(test::randomIdentityEvents(seed, 60));
            QVERIFY(world.openedOk);
            for (const Subject& subject : world.subjects()) {
                const auto profile = world.profileOf(subject);
                QVERIFY(profile && profile->subject == subject);
                const std::string wrong = checkAgainstRows(world, *profile);
                QVERIFY2(wrong.empty(), wrong.c_str());
            }
        }
    }

    void everyCountIsWhatItsFilterFinds()
    {
        World world(test::randomIdentityEvents(11, 60));
        QVERIFY(world.openedOk);
        for (const Subject& subject : world.subjects()) {
            const auto profile = world.profileOf(subject);
            QVERIFY(profile);
            const std::string wrong = checkPivots(world, *profile);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
    }

    // report-bot's key leaked; svc-backup is the user that was made with it.
    void theLeakedKeyOfTheSampleIncident()
    {
        World world(test::sourcePath("resources/sample-incident"));
        QVERIFY(world.openedOk);
        const PrincipalId bot = world.principal("report-bot");
        QVERIFY(bot.isValid());
        auto profile = world.profileOf({Scope::Actor, bot, {}});
        QVERIFY(profile);
        QCOMPARE(checkAgainstRows(world, *profile), std::string());
        QCOMPARE(checkPivots(world, *profile), std::string());
        const Counts addresses = countsOf(fieldOf(profile->fields, "sourceIPAddress"));
        QVERIFY(addresses.contains("192.0.2.44") && addresses.contains("203.0.113.66"));
        QCOMPARE(addresses.size(), std::size_t{2});
        // 18 refused calls within a minute, and the one of reconnaissance before them.
        QCOMPARE(profile->denied, std::uint64_t{19});
        // The last thing that it did for the first time is what made the back door.
        QCOMPARE(profile->firsts.front().value, std::string("AttachUserPolicy"));
        QVERIFY(profile->firsts.front().isFirstOfAll);
        const auto made =
            std::ranges::find(profile->firsts, "CreateUser", &identity::ProfileFirst::value);
        QVERIFY(made != profile->firsts.end());
        QCOMPARE(formatEventTime(made->time), std::string("2026-03-12T02:21:44Z"));

        profile = world.profileOf({Scope::Actor, world.principal("svc-backup"), {}});
        QVERIFY(profile);
        QCOMPARE(profile->events, std::uint64_t{107});
        QCOMPARE(countsOf(fieldOf(profile->fields, "sourceIPAddress")),
                 (Counts{{"203.0.113.71", 107}}));
        QCOMPARE(countsOf(fieldOf(profile->fields, "eventName"))["GetObject"], std::uint64_t{84});
        QCOMPARE(countsOf(fieldOf(profile->deniedFields, "eventName"))["StopLogging"],
                 std::uint64_t{1});
        QVERIFY(countsOf(fieldOf(profile->fields, "awsRegion")).contains("ap-northeast-1"));
        QCOMPARE(checkPivots(world, *profile), std::string());
    }

    void theFilterInTheBarFindsThem()
    {
        World world(test::randomIdentityEvents(5, 100));
        QVERIFY(world.openedOk);
        const auto profile = world.profileOf({Scope::Actor, world.principal("bob"), {}});
        QVERIFY(profile && profile->events > 0);
        workspace::Filter before{QStringLiteral("eventName:Nothing"), {}};
        workspace::addChip(before, QStringLiteral("eventName:*"));
        before.chips.back().pinned = true;
        QVERIFY(world.investigation.setFilter(before));
        QVERIFY(world.profiling.showEvents(profile->subject, {}));
        QVERIFY(world.settle());
        QCOMPARE(world.filtering.result().count(), profile->events);
        QCOMPARE(world.investigation.filter().chips.front().text, QStringLiteral("eventName:*"));
        // One bar of the strip.
        for (std::size_t i = 0; i < profile->histogram.bars.size(); ++i) {
            const query::TimeSpan span{profile->boundaries[i], profile->boundaries[i + 1]};
            QVERIFY(world.profiling.showEvents(profile->subject, {}, span));
            QCOMPARE(world.found(), profile->histogram.bars[i].all());
        }
    }

    void aUserThatWasMadeAgainHasACardOfItsOwn()
    {
        World world(std::vector<Json>{
            test::call(0, "A", test::user("alice", "AKIA1", "AIDAFIRSTFIRSTFIRST1")),
            test::call(5, "B", test::user("alice", "AKIA2", "AIDASECONDSECONDSEC1"))});
        QVERIFY(world.openedOk);
        const PrincipalId first = world.principal("alice (AIDAFIRSTFIRSTFIRST1)");
        QVERIFY(first.isValid() && world.principal("alice (AIDASECONDSECONDSEC1)").isValid());
        const auto profile = world.profileOf({Scope::Actor, first, {}});
        QCOMPARE(profile->events, std::uint64_t{1});
        QCOMPARE(countsOf(fieldOf(profile->fields, "eventName")), (Counts{{"A", 1}}));
        QCOMPARE(checkPivots(world, *profile), std::string());
    }

    // No filter holds the keys of so many sessions, so none is set.
    void moreSessionsThanAFilterHolds()
    {
        std::vector<Json> events{test::call(0, "AssumeRole", test::user("alice", "AKIA1"),
                                            test::assumed("one", "a", "ASIATOP"))};
        for (int i = 0; i < 2500; ++i) {
            const std::string key = "ASIAMANYMANYMANYMANYMANY" + std::to_string(i);
            const std::string name = "s" + std::to_string(i);
            events.push_back(test::call(i + 1, "AssumeRole", test::role("one", "a", "ASIATOP", 0),
                                        test::assumed("many", name, key)));
            events.push_back(test::call(i + 1, "X", test::role("many", name, key, i + 1)));
        }
        World world(events);
        QVERIFY(world.openedOk);
        SessionId top;
        for (std::uint32_t i = 0; i < world.identities().sessions().size(); ++i) {
            if (world.identities().sessions()[i].accessKey == "ASIATOP")
                top = SessionId(i);
        }
        QVERIFY(top.isValid());
        const auto below = world.profileOf({Scope::SessionAndBelow, {}, top});
        QCOMPARE(below->events, std::uint64_t{5000});
        QVERIFY(!world.profiling.showEvents(below->subject, {}));
        QVERIFY(world.investigation.filter().isEmpty());
        // By the role all of them can be asked for.
        const auto role = world.profileOf({Scope::Credentials, world.principal("many"), {}});
        QCOMPARE(role->events, std::uint64_t{2500});
        QVERIFY(world.profiling.showEvents(role->subject, {}));
        QCOMPARE(world.found(), std::uint64_t{2500});
    }

    void nothingIsWorkedOutWhileNobodyLooks()
    {
        World world(test::randomIdentityEvents(2, 30));
        QVERIFY(world.openedOk);
        QVERIFY(!world.profiling.tree());
        world.profiling.setSubject(Subject{Scope::Actor, PrincipalId(0), {}});
        QVERIFY(world.jobs.isIdle());
        world.profiling.setActive(true);
        QVERIFY(world.settle());
        QVERIFY(world.profiling.tree() && world.profiling.profile());
        QVERIFY(!world.profiling.hasFilter());
        // Another filter, another tree; the card stays.
        const auto tree = world.profiling.tree();
        const auto profile = world.profiling.profile();
        QVERIFY(world.investigation.setFilter({QStringLiteral("eventName:GetObject"), {}}));
        QVERIFY(world.settle());
        QVERIFY(world.profiling.tree() != tree && world.profiling.hasFilter());
        QCOMPARE(world.profiling.profile(), profile);
        world.workspace.close();
        QVERIFY(!world.profiling.tree() && !world.profiling.profile());
        QVERIFY(!world.profiling.subject());
    }
};

QTEST_GUILESS_MAIN(TestProfiling)
#include "tst_profiling.moc"
