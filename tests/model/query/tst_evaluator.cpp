// The evaluator against a slow reading of every event's JSON: random predicates with every policy,
// over random events in several segments, with the cache cold and warm.
#include "model/query/evaluator.h"
#include "tests/support/randomevents.h"
#include "tests/support/randompredicates.h"
#include "tests/support/slowevaluator.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <algorithm>
#include <set>

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;
using Op = FieldTest::Op;

namespace {

std::shared_ptr<const store::EventStore> randomStore(std::uint64_t seed, int events)
{
    RandomEvents random(seed);
    StoreBuilding building;
    std::string again;
    for (int segment = 0; segment < 3; ++segment) {
        std::string text = "{\"Records\":[";
        for (int i = 0; i < events; ++i) {
            const std::string event = i == 3 && !again.empty() ? again : random.next();
            text += (i ? "," : "") + event;
            again = event; // a duplicate of another segment
        }
        building.read(text + "]}");
        building.seal();
    }
    return building.store();
}

std::set<RowId> rowsOf(const store::EventStore& store, const RowSet& set)
{
    std::set<RowId> rows;
    for (const RowId row : store.timeOrder()) {
        if (set.contains(row))
            rows.insert(row);
    }
    return rows;
}

} // namespace

class TestEvaluator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void agreesWithASlowReading_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 4; ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void agreesWithASlowReading()
    {
        QFETCH(quint64, seed);
        const auto store = randomStore(seed, 120);
        QVERIFY(store->duplicateCount() > 0);
        const std::int64_t last = store->time(store->timeOrder()[store->datedCount() - 1]).value();
        std::map<RowId, std::string> events;
        for (const RowId row : store->timeOrder())
            store->json(row, events[row]);
        RandomPredicates random(seed * 7, *store);
        Evaluator shared(2);
        for (int i = 0; i < 150; ++i) {
            const PredicatePtr predicate = random.next(3);
            std::set<RowId> expected;
            for (const auto& [row, json] : events) {
                if (slowlyFulfils(*predicate, json, last))
                    expected.insert(row);
            }
            // What other filters left in the cache changes nothing.
            for (Evaluator* evaluator : {&shared, &shared}) {
                const auto found = evaluator->evaluate(store, predicate, JobContext());
                QVERIFY_OK(found);
                const auto rows = rowsOf(*store, **found);
                if (rows != expected)
                    qWarning("%d: %s", i, explain(*predicate, rows, expected, events).c_str());
                QVERIFY2(rows == expected, predicate->key().c_str());
                QCOMPARE((*found)->count(), static_cast<std::uint64_t>(expected.size()));
            }
        }
    }

    void oneConditionMoreIsAnsweredFromTheRest()
    {
        const auto store = randomStore(20, 300);
        RandomPredicates random(21, *store);
        for (int i = 0; i < 100; ++i) {
            const PredicatePtr a = random.next(1), b = random.next(1), c = random.next(1);
            Evaluator warm(1), cold(1);
            QVERIFY_OK(warm.evaluate(store, Predicate::all({a, b}), JobContext()));
            const auto one = warm.evaluate(store, Predicate::all({b, c, a}), JobContext());
            const auto other = cold.evaluate(store, Predicate::all({a, b, c}), JobContext());
            QVERIFY_OK(one);
            QVERIFY_OK(other);
            QVERIFY(rowsOf(*store, **one) == rowsOf(*store, **other));
        }
    }

    // A text is looked for where the rest leaves rows; what is known of them is added to, in any
    // order and with any rest.
    void whatIsKnownOfSomeRowsIsAddedTo()
    {
        const auto store = randomStore(22, 300);
        RandomPredicates random(23, *store);
        for (int i = 0; i < 15; ++i) {
            const PredicatePtr slow = random.nextText();
            const PredicatePtr either = Predicate::any({slow, random.next(1)});
            Evaluator warm(1);
            for (int rest = 0; rest < 6; ++rest) {
                const PredicatePtr other = random.next(1);
                for (const PredicatePtr& asked :
                     {Predicate::all({other, slow}), Predicate::all({other, either}),
                      Predicate::all({other, Predicate::negation(slow)}), slow}) {
                    // All rows only in the end.
                    if (asked == slow && rest != 5)
                        continue;
                    const auto found = warm.evaluate(store, asked, JobContext());
                    const auto fresh = Evaluator(1).evaluate(store, asked, JobContext());
                    QVERIFY_OK(found);
                    QVERIFY_OK(fresh);
                    QVERIFY2(rowsOf(*store, **found) == rowsOf(*store, **fresh),
                             asked->key().c_str());
                }
            }
        }
    }

    void filteringKeepsTheOrder()
    {
        const auto store = randomStore(30, 100);
        RandomPredicates random(31, *store);
        Evaluator evaluator(2);
        for (int i = 0; i < 50; ++i) {
            const auto set = evaluator.evaluate(store, random.next(2), JobContext());
            QVERIFY_OK(set);
            std::vector<RowId> expected;
            for (const RowId row : store->timeOrder()) {
                if ((*set)->contains(row))
                    expected.push_back(row);
            }
            QVERIFY((*set)->filter(store->timeOrder()) == expected);
        }
    }

    void aCancelledFilterIsNoAnswer()
    {
        const auto store = randomStore(40, 100);
        std::stop_source stop;
        stop.request_stop();
        FieldTest test;
        test.field.path = *FieldPath::parse("eventName");
        test.operands = {"Event1"};
        const auto found =
            Evaluator(2).evaluate(store, Predicate::of(test), JobContext(stop.get_token()));
        QVERIFY(!found.ok());
        QCOMPARE(found.error().kind, Error::Kind::Cancelled);
    }

    void manyWordsAreManyTimesOneWord()
    {
        const auto store = randomStore(45, 20);
        std::vector<PredicatePtr> words;
        for (int i = 0; i < 20'000; ++i) {
            TextTest word;
            word.operand = "no-such-word-" + std::to_string(i);
            words.push_back(Predicate::of(std::move(word)));
        }
        // The keys without each one of them would take 10 GB.
        const auto found = Evaluator(1).evaluate(store, Predicate::all(words), JobContext());
        QVERIFY_OK(found);
        QCOMPARE((*found)->count(), std::uint64_t{0});
    }

    void aFilterIsCancelledBeforeItIsReady()
    {
        const auto store = randomStore(46, 1);
        FieldTest test;
        test.field.path = *FieldPath::parse("eventName");
        test.op = Op::Regex;
        test.operands = {"a(b"}; // never looked at
        std::stop_source stop;
        stop.request_stop();
        const auto found =
            Evaluator(1).evaluate(store, Predicate::of(test), JobContext(stop.get_token()));
        QVERIFY(!found.ok());
        QCOMPARE(found.error().kind, Error::Kind::Cancelled);
    }

    void aPatternThatIsNoneIsSaid()
    {
        const auto store = randomStore(50, 10);
        FieldTest test;
        test.field.path = *FieldPath::parse("eventName");
        test.op = Op::Regex;
        test.operands = {"a(b"};
        const auto found = Evaluator(1).evaluate(store, Predicate::of(test), JobContext());
        QVERIFY(!found.ok());
        QCOMPARE(found.error().kind, Error::Kind::Malformed);
    }

    void addressesAreInTheirNetworks()
    {
        static constexpr std::array<const char*, 16> kValues{"\"10.0.0.1\"",
                                                             "\"10.1.2.3\"",
                                                             "\"203.0.113.255\"",
                                                             "\"0.0.0.0\"",
                                                             "\"255.255.255.255\"",
                                                             "\"2001:db8::1\"",
                                                             "\"2001:DB8:1::\"",
                                                             "\"::1\"",
                                                             "\"::ffff:10.0.0.1\"",
                                                             "\"10.0.0.256\"",
                                                             "\"ec2.amazonaws.com\"",
                                                             "\"\"",
                                                             "10",
                                                             "null",
                                                             "[\"10.0.0.1\",\"192.0.2.1\"]",
                                                             "{\"a\":\"10.0.0.1\"}"};
        static constexpr std::array<const char*, 12> kNetworks{
            "10.0.0.0/8",         "10.0.0.1/32",   "0.0.0.0/0",    "203.0.113.0/24",
            "255.255.255.254/31", "2001:db8::/32", "::/0",         "::1/128",
            "2001:db8::1/127",    "10.0.0.1",      "192.0.2.0/30", "2001:db8:1::/48"};
        std::vector<std::string> events;
        for (std::size_t i = 0; i < kValues.size(); ++i)
            events.push_back("{\"eventTime\":\"2026-03-01T00:00:00Z\",\"eventID\":\""
                             + std::to_string(i) + "\",\"ip\":" + kValues[i] + '}');
        events.push_back("{\"eventTime\":\"2026-03-01T00:00:00Z\",\"eventID\":\"none\"}");
        const auto store = storeOf(events);
        RandomEvents random(60);
        Evaluator evaluator(1);
        for (int i = 0; i < 400; ++i) {
            FieldTest test;
            test.op = Op::InNetwork;
            test.field.path.steps = {{PathStep::Kind::Key, "ip", 0}};
            test.negated = random.below(3) == 0;
            test.onMissing = random.below(3) == 0;
            test.onNull = random.below(3) == 0;
            test.field.path.forgiving = random.below(4) != 0;
            for (std::uint32_t k = 0; k <= random.below(2); ++k)
                test.operands.emplace_back(kNetworks[random.below(kNetworks.size())]);
            const PredicatePtr predicate = Predicate::of(test);
            QVERIFY2(agreesWithSlowReading(store, evaluator, predicate), predicate->key().c_str());
        }
    }

    void derivedColumnsAreTestedByTheirTexts()
    {
        RandomEvents random(61);
        const auto store = storeWithDerivedColumns(random);
        Evaluator evaluator(2);
        for (const Derived derived :
             {Derived::User, Derived::Role, Derived::Resource, Derived::Error, Derived::Class,
              Derived::Outcome, Derived::Service, Derived::Verb, Derived::Agent, Derived::Account,
              Derived::Via}) {
            // What the slow evaluator reads: the texts of each row as an array.
            const ColumnReader reader(store, Column::derivedColumn(derived));
            std::map<RowId, std::string> rows;
            std::set<std::string> seen{"nothing", "AWS", "u"};
            for (const RowId row : store->timeOrder()) {
                std::vector<std::string> texts;
                reader.derivedValues(row, texts);
                seen.insert(texts.begin(), texts.end());
                std::string json;
                for (const std::string& text : texts) {
                    json += json.empty() ? "" : ",";
                    appendJsonString(text, json);
                }
                rows[row] = texts.empty() ? "{}" : "{\"d\":[" + json + "]}";
            }
            QVERIFY(seen.size() > 3);
            const std::vector<std::string> values(seen.begin(), seen.end());
            for (int i = 0; i < 60; ++i) {
                FieldTest test = testOfOne(random, values);
                test.field.path.steps = {{PathStep::Kind::Key, "d", 0}};
                const PredicatePtr slow = Predicate::of(test);
                test.field = {derived, {}};
                const auto found = evaluator.evaluate(store, Predicate::of(test), JobContext());
                QVERIFY_OK(found);
                for (const auto& [row, json] : rows) {
                    if ((*found)->contains(row) != slowlyFulfils(*slow, json))
                        QFAIL((slow->key() + ' ' + json).c_str());
                }
            }
        }
    }

    void lettersOfAllAlphabetsFold()
    {
        struct Pair
        {
            const char* a;
            const char* b;
            bool alike;
        };
        static constexpr std::array<Pair, 10> kPairs{{
            {"ÉCOLE à", "école À", true},
            {"ПРИВЕТ", "привет", true},
            {"ΣΊΣΥΦΟΣ", "σίσυφος", true}, // also the sigma at the end
            {"ÅNGSTRÖM", "ångström", true},
            {"Ǆ", "ǆ", true},
            {"ÿ", "Ÿ", true},
            {"straße", "STRASSE", false}, // one letter is one letter
            {"e\u0301", "é", false},
            {"日本", "日本語", false},
            {"İ", "i", false},
        }};
        for (const Pair& pair : kPairs) {
            const auto store = storeOf({std::string("{\"eventTime\":\"2026-03-01T00:00:00Z\",")
                                        + "\"eventID\":\"1\",\"x\":\"" + pair.a + "\"}"});
            Evaluator evaluator(1);
            const auto finds = [&](const PredicatePtr& predicate) {
                const auto found = evaluator.evaluate(store, predicate, JobContext());
                return found && (*found)->count() == 1;
            };
            for (const Op op :
                 {Op::Equal, Op::Contains, Op::StartsWith, Op::EndsWith, Op::Glob, Op::Regex}) {
                FieldTest test;
                test.field.path.steps = {{PathStep::Kind::Key, "x", 0}};
                test.op = op;
                test.operands = {op == Op::Regex ? '^' + std::string(pair.b) + '$' : pair.b};
                QVERIFY2(!finds(Predicate::of(test)), pair.b);
                test.foldCase = true;
                QVERIFY2(finds(Predicate::of(test)) == pair.alike, pair.b);
            }
            for (const TextTest::Op op : {TextTest::Op::Contains, TextTest::Op::Equal}) {
                TextTest test;
                test.op = op;
                test.operand = pair.b;
                QVERIFY2(!finds(Predicate::of(test)), pair.b);
                test.foldCase = true;
                QVERIFY2(finds(Predicate::of(test)) == pair.alike, pair.b);
            }
        }
    }

private:
    static bool agreesWithSlowReading(const std::shared_ptr<const store::EventStore>& store,
                                      Evaluator& evaluator, const PredicatePtr& predicate)
    {
        const auto found = evaluator.evaluate(store, predicate, JobContext());
        const auto rows = store->timeOrder();
        return found && std::all_of(rows.begin(), rows.end(), [&](RowId row) {
                   std::string json;
                   store->json(row, json);
                   return (*found)->contains(row) == slowlyFulfils(*predicate, json);
               });
    }

    static std::shared_ptr<const store::EventStore> storeWithDerivedColumns(RandomEvents& random)
    {
        static constexpr std::array<const char*, 5> kNames{"RunInstances", "DeleteTrail", "GetUser",
                                                           "ConsoleLogin", "PutBucketPolicy"};
        static constexpr std::array<const char*, 3> kSources{"iam", "ec2", "s3"};
        static constexpr std::array<const char*, 3> kAgents{"aws-cli/2.1", "Boto3/1.26",
                                                            "console.amazonaws.com"};
        std::vector<std::string> events;
        for (int i = 0; i < 200; ++i) {
            const std::string number = std::to_string(random.below(3));
            std::string event = "{\"eventTime\":\"2026-03-01T00:00:00Z\",\"eventID\":\""
                + std::to_string(i) + "\",\"eventName\":\"" + kNames[random.below(kNames.size())]
                + '"';
            if (random.below(3))
                event += std::string(",\"eventSource\":\"") + kSources[random.below(3)]
                    + ".amazonaws.com\",\"userAgent\":\"" + kAgents[random.below(3)] + '"';
            if (random.below(2))
                event += std::string(",\"sourceIPAddress\":\"")
                    + (random.below(2) ? "10.0.0." + number
                                       : kSources[random.below(3)] + std::string(".amazonaws.com"))
                    + '"';
            if (random.below(3) == 0)
                event += ",\"errorCode\":\"Error" + number + '"';
            const std::string account = "\"accountId\":\"11112222333" + number + '"';
            if (random.below(2))
                event += ",\"userIdentity\":{\"type\":\"IAMUser\",\"userName\":\"u" + number + "\","
                    + (random.below(3) ? "" : "\"invokedBy\":\"AWS Internal\",") + account + '}';
            else if (random.below(2))
                event += ",\"userIdentity\":{\"type\":\"AssumedRole\",\"arn\":\"arn:aws:sts::"
                         "111122223333:"
                         "assumed-role/R"
                    + number
                    + "/session\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\","
                    + "\"userName\":\"R" + number + "\"}}," + account + '}';
            if (random.below(3) == 0)
                event += ",\"resources\":[{\"ARN\":\"arn:aws:s3:::a\"},{\"ARN\":\"arn:aws:s3:::B"
                    + number + "\"}]";
            events.push_back(event + '}');
        }
        return storeOf(events);
    }

    // A test with one of the values, or a part of it; its field is still open.
    static FieldTest testOfOne(RandomEvents& random, const std::vector<std::string>& values)
    {
        static constexpr std::array kOps{Op::Equal,    Op::Contains, Op::StartsWith,
                                         Op::EndsWith, Op::Exists,   Op::Glob};
        FieldTest test;
        test.op = kOps[random.below(kOps.size())];
        if (test.op == Op::Exists)
            return test;
        test.foldCase = random.below(2) == 0;
        test.negated = random.below(4) == 0;
        test.onMissing = random.below(4) == 0;
        std::string value = values[random.below(static_cast<std::uint32_t>(values.size()))];
        if (test.foldCase && random.below(2))
            value = upperAscii(value);
        test.operands = {test.op == Op::Glob ? value.substr(0, value.size() / 2) + '*' : value};
        return test;
    }
    static std::string upperAscii(std::string text)
    {
        std::transform(text.begin(), text.end(), text.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
        return text;
    }

    static std::string explain(const Predicate& predicate, const std::set<RowId>& found,
                               const std::set<RowId>& expected,
                               const std::map<RowId, std::string>& events)
    {
        for (const auto& [row, json] : events) {
            if (found.contains(row) != expected.contains(row))
                return predicate.key() + (found.contains(row) ? " found " : " missed ") + json;
        }
        return {};
    }
};

QTEST_GUILESS_MAIN(TestEvaluator)
#include "tst_evaluator.moc"
