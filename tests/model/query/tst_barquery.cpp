// The filter bar's language: what texts mean, that printing reads back as the same tree, and that a
// text that cannot be read is told at its place.
#include "model/query/barquery.h"
#include "model/query/fieldnames.h"
#include "model/query/filterpattern.h"
#include "tests/support/randomevents.h"
#include "tests/support/slowevaluator.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"
#include "tests/support/wrongtexts.h"

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;
using Code = BarError::Code;

namespace {

const std::string kEvent = quoted(
    "{'eventTime':'2026-03-10T14:05:12Z','eventName':'RunInstances','eventSource':'ec2.amazonaws."
    "com',"
    "'awsRegion':'us-east-1','sourceIPAddress':'203.0.113.7','errorCode':null,'readOnly':false,"
    "'userIdentity':{'type':'IAMUser','arn':'arn:aws:iam::111122223333:user/"
    "alice','userName':'alice',"
    "'accessKeyId':'AKIAEXAMPLE'},'requestParameters':{'maxCount':10,'port':'443','a.b':'dotted',"
    "'items':[{'id':'i-1'},{'id':'i-2'}],'note':'two words','path':'/aws/lambda/x','empty':''},"
    "'requestID':'12345678-1234-1234-1234-123456789012','eventID':"
    "'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'}");
constexpr std::int64_t kLast = 1773151512 + 3600; // an hour after the event

struct Case
{
    const char* text;
    bool fits;
};

constexpr std::array kCases{
    // names and letters
    Case{"eventName:RunInstances", true},
    Case{"eventName:runinstances", true},
    Case{"eventName:\"runinstances\"", false},
    Case{"eventName:\"RunInstances\"", true},
    Case{"eventName:'RunInstances'", true},
    Case{"event:runinstances", true},
    Case{"event.action:RunInstances", true},
    Case{"EVENT.ACTION:RunInstances", true},
    Case{"eventName : RunInstances", false}, // two values and a colon between them
    Case{"eventName: RunInstances", true},
    Case{"eventName = RunInstances", true},
    Case{"eventName=RunInstances", true},
    Case{"eventName == RunInstances", true},
    Case{"eventName != RunInstances", false},
    Case{"eventName <> StopInstances", true},
    // wildcards
    Case{"eventName:Run*", true},
    Case{"eventName:*stances", true},
    Case{"eventName:R?nInstances", true},
    Case{"eventName:Run\\*", false},
    Case{"eventSource:ec2*", true},
    Case{"key:AKIA*", true},
    // there, missing, null
    Case{"eventName:*", true},
    Case{"errorCode:*", false}, // null is no value
    Case{"errorMessage:*", false},
    Case{"-errorMessage:*", true},
    Case{"not errorCode:*", true},
    Case{"errorCode is null", true},
    Case{"errorMessage is null", true},
    Case{"eventName is not null", true},
    Case{"eventName exists", true},
    Case{"errorMessage not exists", true},
    Case{"exists(eventName)", true},
    Case{"ispresent( errorMessage )", false},
    Case{"errorMessage != x", true},
    Case{"not errorMessage:x", true},
    // lists
    Case{"eventName:(StopInstances or RunInstances)", true},
    Case{"eventName:(StopInstances, RunInstances)", true},
    Case{"eventName:[StopInstances, RunInstances]", true},
    Case{"eventName:[StopInstances RunInstances]", true},
    Case{"eventName in (StopInstances, RunInstances)", true},
    Case{"eventName not in (StopInstances, RunInstances)", false},
    Case{"eventName:(Run* and not RunFast)", true},
    Case{"eventName:(Run* and not *Instances)", false},
    Case{"eventName:((a or b) or Run*)", true},
    // and, or, not
    Case{"eventName:RunInstances awsRegion:us-east-1", true},
    Case{"eventName:RunInstances awsRegion:eu-west-1", false},
    Case{"eventName:x or awsRegion:us-east-1", true},
    Case{"eventName:x || awsRegion:us-east-1", true},
    Case{"eventName:x and eventName:y or awsRegion:us-east-1", true}, // and binds tighter
    Case{"eventName:x and (eventName:y or awsRegion:us-east-1)", false},
    Case{"eventName:x AND NOT eventName:y", false},
    Case{"eventName:Run* && !awsRegion:eu*", true},
    Case{"-awsRegion:eu*", true},
    Case{"not not eventName:Run*", true},
    Case{"-(eventName:Run* awsRegion:us*)", false},
    Case{"", true},
    Case{"   ", true},
    Case{"*", true},
    // numbers
    Case{"requestParameters.maxCount:10", true},
    Case{"requestParameters.maxCount:10.0", true},
    Case{"requestParameters.maxCount > 9", true},
    Case{"requestParameters.maxCount>=10", true},
    Case{"requestParameters.maxCount<10", false},
    Case{"requestParameters.maxCount:5..10", true},
    Case{"requestParameters.maxCount:11..", false},
    Case{"requestParameters.maxCount:..10", true},
    Case{"requestParameters.port > 400", true}, // a number in a string
    Case{"eventName > A", true},
    // truth
    Case{"readOnly:false", true},
    Case{"readOnly is false", true},
    Case{"readOnly is not true", true},
    // arrays
    Case{"requestParameters.items.id:i-2", true},
    Case{"requestParameters.items[*].id:i-2", true},
    Case{"requestParameters.items[0].id:i-2", false},
    Case{"requestParameters.items[1].id:i-2", true},
    Case{"requestParameters.items.*:i-1", true},
    Case{"requestParameters.a.b:dotted", true},
    Case{"requestParameters.`a.b`:dotted", true},
    Case{"requestParameters.items.id != i-2", false},
    // text
    Case{"eventName ~ nInst", true},
    Case{"eventName ~ \"ninst\"", false},
    Case{"eventName !~ stop", true},
    Case{"eventName contains INST", true},
    Case{"eventName startswith run", true},
    Case{"eventName endswith s", true},
    Case{"eventName:/^Run.*s$/", true},
    Case{"eventName:/^run/", false},
    Case{"eventName:/^run/i", true},
    Case{"eventName =~ /run/i", true},
    Case{"eventName =~ \"Run\"", true},
    Case{"eventName !=~ /Stop/", true},
    Case{"eventName matches ^Run", true},
    Case{"requestParameters.path:/aws/lambda/x", true}, // no regular expression
    Case{"requestParameters.note:\"two words\"", true},
    Case{"requestParameters.note:two\\ words", true},
    // addresses
    Case{"ip:203.0.113.0/24", true},
    Case{"ip:203.0.112.0/24", false},
    Case{"ip:203.0.*", true},
    Case{"ip:2001:db8::/32", false},
    // anywhere
    Case{"alice", true},
    Case{"ALICE", true},
    Case{"\"ALICE\"", false},
    Case{"\"two words\"", true},
    Case{"-bob", true},
    Case{"/ali.e/", true},
    Case{"ali*", true}, // a whole value
    Case{"lic*", false},
    Case{"arn:aws:iam::111122223333:user/alice", true},
    Case{"aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", true},
    Case{"2026-03-10T14:05:12Z", true},
    Case{"http://example.com", false},
    Case{"userIdentity", false}, // a name is no value
    // time
    Case{"time:2026-03-10", true},
    Case{"time:2026-03-11", false},
    Case{"time:2026-03-10T14", true},
    Case{"time:2026-03-10T14:05", true},
    Case{"time:2026-03-10T14:05:12Z", true},
    Case{"time:2026-03-10T14:05:13Z", false},
    Case{"time:2026-03-10T23:05+09:00", true},
    Case{"time >= 2026-03-10", true},
    Case{"time < 2026-03-10", false},
    Case{"time <= 2026-03-10", true}, // the whole day
    Case{"time > 2026-03-10", false},
    Case{"time:2026-03-09..2026-03-10", true},
    Case{"time:2026-03-11..", false},
    Case{"time:last 2h", true},
    Case{"time:last 30m", false},
    Case{"time:-2h", true},
    Case{"time:-2h..-30m", true},
    Case{"time:..-2h", false},
    Case{"time != 2026-03-10", false},
    Case{"@timestamp >= 2026-03-10", true},
};

using Wrong = WrongText<Code>;

constexpr std::array kWrong{
    Wrong{"(eventName:x", Code::UnclosedBracket, 0, 1},
    Wrong{"eventName:x)", Code::UnexpectedBracket, 11, 1, ""},
    Wrong{"eventName:\"x", Code::UnclosedQuote, 10, 1},
    Wrong{"eventName:", Code::MissingValue, 10, 0},
    Wrong{"eventName: and x", Code::MissingValue, 11, 3},
    Wrong{"eventName:()", Code::MissingValue, 11, 0},
    Wrong{"eventName:[]", Code::MissingValue, 11, 1},
    Wrong{"a and", Code::MissingCondition, 5, 0},
    Wrong{"a or or b", Code::MissingCondition, 5, 2},
    Wrong{"and a", Code::MissingCondition, 0, 3},
    Wrong{"not", Code::MissingCondition, 3, 0},
    Wrong{"()", Code::MissingCondition, 1, 1},
    Wrong{"eventName:/a(b/", Code::BadRegex, 10, 5},
    Wrong{"/(?<=a)b/", Code::BadRegex, 0, 9},
    Wrong{"time:yesterday", Code::BadTime, 5, 9},
    Wrong{"time:2026-02-30", Code::BadTime, 5, 10},
    Wrong{"time:last week", Code::BadTime, 10, 4},
    Wrong{"time ~ 2026", Code::BadOperator, 5, 1},
    Wrong{"time:2026-03-10..2026-03-01", Code::BadRange, 5, 22, "2026-03-01..2026-03-10"},
    Wrong{"a.n:9..1", Code::BadRange, 4, 4, "1..9"},
    Wrong{"exists()", Code::MissingField, 7, 0},
    Wrong{"a..b:x", Code::BadPath, 0, 4},
    Wrong{"a\x01"
          "b",
          Code::ControlCharacter, 1, 1, " "},
    Wrong{"`a:x", Code::UnclosedQuote, 0, 1},
};

// Trees of conditions of the bar over names and values that are hard to write.
class RandomTrees
{
public:
    explicit RandomTrees(std::uint64_t seed)
        : m_random(seed)
    { }

    PredicatePtr tree(int depth)
    {
        const std::uint32_t kind = depth > 0 ? m_random.below(6) : 0;
        if (kind < 3)
            return condition();
        if (kind == 3)
            return Predicate::negation(tree(depth - 1));
        std::vector<PredicatePtr> children;
        for (std::uint32_t i = 0; i <= m_random.below(4); ++i)
            children.push_back(tree(depth - 1));
        return kind == 4 ? Predicate::all(std::move(children))
                         : Predicate::any(std::move(children));
    }

    Field field()
    {
        using Kind = PathStep::Kind;
        if (m_random.below(8) == 0)
            return {Derived::User, {}};
        Field field;
        for (std::uint32_t i = 0; i <= m_random.below(3); ++i) {
            field.path.steps.push_back(m_random.below(8) == 0 ? PathStep{Kind::AnyKey, {}, 0}
                                                              : PathStep{Kind::Key, letters(), 0});
            if (m_random.below(6) == 0)
                field.path.steps.push_back({Kind::Index, {}, m_random.below(12)});
            else if (m_random.below(6) == 0)
                field.path.steps.push_back({Kind::AnyElement, {}, 0});
        }
        return field;
    }

private:
    std::string letters()
    {
        static const std::array<std::string, 57> kPieces{
            "x",    "1",      "0",     "9.5",  "a.b", ":",          "/",      ".",   "..",   "`",
            " ",    "[",      "]",     "(",    ")",   "\"",         "'",      "\\",  "*",    "?",
            ",",    "-",      "!",     "=",    "<",   ">",          "~",      "|",   "||",   "&&",
            "and",  "OR",     "not",   "last", "in",  "is",         "exists", "arn", "arn:", "time",
            "user", "ip",     "event", "日本", "É",   "@",          "_",      "$",   "%",    "{",
            "}",    "\\u{7}", "#",     ";",    "\t",  "10.0.0.0/8", "1..5"};
        std::string text;
        for (std::uint32_t i = 0; i <= m_random.below(3); ++i)
            text += kPieces[m_random.below(kPieces.size())];
        return m_random.below(20) == 0 ? std::string() : text;
    }

    PredicatePtr condition()
    {
        using Op = FieldTest::Op;
        if (m_random.below(6) == 0) {
            TextTest text;
            text.operand = letters();
            text.foldCase = m_random.below(2) == 0;
            return Predicate::of(std::move(text));
        }
        static constexpr std::array kOps{Op::Equal,    Op::Equal, Op::Equal,          Op::Contains,
                                         Op::EndsWith, Op::Less,  Op::GreaterOrEqual, Op::Glob,
                                         Op::Regex,    Op::Exists};
        FieldTest test;
        test.field = field();
        test.op = kOps[m_random.below(kOps.size())];
        test.foldCase = test.op == Op::Glob || m_random.below(2) == 0;
        if (test.op == Op::Less || test.op == Op::GreaterOrEqual) {
            test.foldCase = false;
            test.numbersInText = true;
        }
        if (test.op == Op::Exists)
            test.foldCase = false;
        else
            test.operands = {test.op == Op::Regex      ? "^a[/:]\\/(b|c)$"
                                 : test.op == Op::Glob ? letters() + '*' + letters()
                                                       : letters()};
        test.questionMark = test.op == Op::Glob;
        while (test.op == Op::Equal && m_random.below(3) == 0)
            test.operands.push_back(letters() + (m_random.below(9) == 0 ? "\x07\x7F" : ""));
        return Predicate::of(std::move(test));
    }

    RandomEvents m_random;
};

} // namespace

class TestBarQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void meansWhatPeopleMean_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("fits");
        for (const Case& one : kCases)
            QTest::addRow("%s", one.text) << QString::fromUtf8(one.text) << one.fits;
    }
    void meansWhatPeopleMean()
    {
        QFETCH(QString, text);
        QFETCH(bool, fits);
        const BarQuery query = parseBar(text.toStdString());
        QVERIFY2(query.predicate, query.error ? barErrorText(query.error->code) : "");
        QCOMPARE(slowlyFulfils(*query.predicate, kEvent, kLast), fits);
        // What is printed reads as the same tree.
        const auto printed = printBar(*query.predicate);
        QVERIFY(printed);
        const BarQuery again = parseBar(*printed);
        QVERIFY2(again.predicate && again.predicate->sameTree(*query.predicate), printed->c_str());
    }

    void whatIsWrongIsToldAtItsPlace_data() { addRows(kWrong); }
    void whatIsWrongIsToldAtItsPlace()
    {
        QFETCH(int, index);
        const Wrong& wrong = kWrong[static_cast<std::size_t>(index)];
        const BarQuery query = parseBar(wrong.text);
        QVERIFY(!query.predicate);
        QCOMPARE(differenceOf(
                     wrong, query.error,
                     [](const std::string& text) { return parseBar(text).predicate != nullptr; }),
                 QString());
    }

    void longAndDeepTextsAreRefused()
    {
        QCOMPARE(int(parseBar(std::string(1 << 20, 'x')).error->code), int(Code::TooLong));
        QCOMPARE(int(parseBar(std::string(5000, '(')).error->code), int(Code::TooDeep));
        QCOMPARE(int(parseBar(std::string(5000, '!') + "a").error->code), int(Code::TooDeep));
        QCOMPARE(int(parseBar("a:" + std::string(5000, '(')).error->code), int(Code::TooDeep));
        std::string many;
        for (int i = 0; i < 5000; ++i)
            many += "a:" + std::to_string(i) + " ";
        QVERIFY(parseBar(many).predicate);
        // Each could begin a regular expression; that none ends is found out once.
        std::string slashes;
        for (int i = 0; i < 20'000; ++i)
            slashes += "/a ";
        QCOMPARE(parseBar(slashes).terms.size(), std::size_t{20'000});
        QCOMPARE(parseBar("a:/b/ a:(/c or /d) a:/e").terms.size(), std::size_t{3});
    }

    void termsNameTheirPlaces()
    {
        const std::string text = "-eventName:Run* or (user != alice and key)";
        const BarQuery query = parseBar(text);
        QVERIFY(query.predicate);
        const auto part = [&](TextSpan span) {
            return text.substr(span.offset, span.length);
        };
        QCOMPARE(query.terms.size(), std::size_t{3});
        QCOMPARE(part(query.terms[0].whole), std::string("-eventName:Run*"));
        QCOMPARE(part(query.terms[0].field), std::string("eventName"));
        QCOMPARE(part(query.terms[0].op), std::string(":"));
        QCOMPARE(part(query.terms[0].value), std::string("Run*"));
        QVERIFY(query.terms[0].negated);
        QCOMPARE(part(query.terms[1].whole), std::string("user != alice"));
        QVERIFY(query.terms[1].negated);
        QCOMPARE(part(query.terms[2].whole), std::string("key"));
        QCOMPARE(query.terms[2].field.length, std::size_t{0});
    }

    void anyTextIsReadOrRefused()
    {
        // Pieces of the language in any order: never a crash, and what reads prints and reads
        // again.
        static const std::array<std::string, 42> kPieces{"eventName",  ":",
                                                         " ",          "(",
                                                         ")",          "and",
                                                         "or",         "not",
                                                         "-",          "!",
                                                         "\"",         "'",
                                                         "/",          "i",
                                                         "\\",         "*",
                                                         "?",          "..",
                                                         "time",       "last",
                                                         "2h",         "2026-03-10",
                                                         "10",         "<",
                                                         ">=",         "~",
                                                         "=~",         "in",
                                                         "[",          "]",
                                                         ",",          "exists",
                                                         "is null",    "`",
                                                         "10.0.0.0/8", "arn:aws:x",
                                                         "日本",       "\xED\xA0\x80",
                                                         "|",          "&&",
                                                         "%",          "{"};
        RandomEvents random(77);
        int read = 0;
        for (int i = 0; i < 20000; ++i) {
            std::string text;
            for (std::uint32_t k = 0; k <= random.below(8); ++k)
                text += kPieces[random.below(kPieces.size())];
            const BarQuery query = parseBar(text);
            QCOMPARE(query.predicate == nullptr, query.error.has_value());
            if (!query.predicate) {
                QVERIFY(query.error->where.end() <= text.size());
                continue;
            }
            ++read;
            const auto printed = printBar(*query.predicate);
            if (!printed)
                continue;
            QVERIFY2(detectLanguage(*printed) == FilterLanguage::Bar, printed->c_str());
            const BarQuery again = parseBar(*printed);
            QVERIFY2(again.predicate && again.predicate->sameTree(*query.predicate),
                     (text + "  printed as  " + *printed).c_str());
        }
        QVERIFY(read > 2000);
    }

    void namesAndValuesOfAnyLettersPrintAsTheyAreRead()
    {
        RandomTrees random(20260312);
        int printed = 0;
        for (int i = 0; i < 20000; ++i) {
            const PredicatePtr tree = random.tree(2);
            const auto text = printBar(*tree);
            if (!text)
                continue;
            ++printed;
            const BarQuery again = parseBar(*text);
            QVERIFY2(again.predicate && again.predicate->key() == tree->key(), text->c_str());
        }
        QVERIFY2(printed > 15000, std::to_string(printed).c_str());
    }

    void everyNameOfKeysHasAText()
    {
        RandomTrees random(4);
        int names = 0;
        for (int i = 0; i < 20000; ++i) {
            FieldTest test;
            test.field = random.field();
            test.operands = {"v"};
            QCOMPARE(parseField(fieldText(test.field)), test.field);
            const PredicatePtr tree = Predicate::of(test);
            // "*:v" is a word.
            if (test.field.path.steps.size() == 1
                && test.field.path.steps.front().kind == PathStep::Kind::AnyKey)
                continue;
            ++names;
            const auto text = printBar(*tree);
            QVERIFY2(text, fieldText(test.field).c_str());
            QCOMPARE(QByteArray::fromStdString(*text),
                     QByteArray::fromStdString(fieldText(test.field) + ":\"v\""));
        }
        QVERIFY(names > 15000);
    }

    void aNameWithAColonStandsInTicks()
    {
        FieldTest test;
        test.field.path.steps = {{PathStep::Kind::Key, "requestParameters", 0},
                                 {PathStep::Kind::Key, "x:y", 0}};
        test.operands = {"v"};
        QCOMPARE(printBar(*Predicate::of(test)),
                 std::optional<std::string>("requestParameters.`x:y`:\"v\""));
        test.field.path.steps = {{PathStep::Kind::Key, "arn", 0}};
        QCOMPARE(printBar(*Predicate::of(test)), std::optional<std::string>("`arn`:\"v\""));
    }

    void controlCharactersStandInQuotesAsNumbers()
    {
        std::string all;
        for (int c = 0; c < 0x20; ++c)
            all += static_cast<char>(c);
        all += "\x7F\\u{7}\"";
        FieldTest test;
        test.field.path.steps = {{PathStep::Kind::Key, "x", 0}};
        test.operands = {all};
        const PredicatePtr tree = Predicate::of(test);
        const auto text = printBar(*tree);
        QVERIFY(text);
        QVERIFY(
            std::none_of(text->begin(), text->end(), [](char c) { return c < ' ' || c == 0x7F; }));
        const BarQuery again = parseBar(*text);
        QVERIFY(again.predicate && again.predicate->sameTree(*tree));
        QCOMPARE(again.predicate->field().operands, std::vector<std::string>{all});
    }

    void moreBracketsThanTheBarTakesAreNotPrinted()
    {
        FieldTest test;
        test.field.path.steps = {{PathStep::Kind::Key, "x", 0}};
        test.operands = {"v"};
        const PredicatePtr leaf = Predicate::of(test);
        PredicatePtr deep = leaf;
        for (int i = 0; i < 300; ++i) {
            std::vector<PredicatePtr> children{leaf, deep};
            deep =
                i % 2 ? Predicate::all(std::move(children)) : Predicate::any(std::move(children));
        }
        std::string reason;
        QVERIFY(!printBar(*deep, &reason));
        QVERIFY(!reason.empty());
        test.operands = {std::string(kMaxBarText, 'x')};
        QVERIFY(!printBar(*Predicate::of(test)));
    }

    void fieldNamesReadBack()
    {
        for (const FieldAlias& alias : fieldAliases()) {
            const auto field = parseField(alias.name);
            QVERIFY2(field, std::string(alias.name).c_str());
            QCOMPARE(parseField(fieldText(*field)), field);
        }
        for (const char* path : {"`time`", "`event`.x", "a.`b.c`[2]", "`user`[*].x", "*.y"}) {
            const auto field = parseField(path);
            QVERIFY2(field, path);
            QCOMPARE(int(field->derived), int(Derived::None));
            QCOMPARE(parseField(fieldText(*field)), field);
        }
    }
};

QTEST_GUILESS_MAIN(TestBarQuery)
#include "tst_barquery.moc"
