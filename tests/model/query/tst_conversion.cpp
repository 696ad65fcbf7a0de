// Conversions: what each language is given, that what is named as no loss is none, and that jq
// itself agrees where it is installed.
#include "model/query/barquery.h"
#include "model/query/conversion.h"
#include "model/query/filterpattern.h"
#include "tests/support/randomevents.h"
#include "tests/support/slowevaluator.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;
using Code = Loss::Code;

namespace {

constexpr std::int64_t kLast = 1773151512; // 2026-03-10T14:05:12Z

// Read and written again they are the same tree, and nothing is lost.
constexpr std::array kPatterns{
    "{ $.eventName = \"RunInstances\" }",
    "{ $.eventName = Run* && ($.a != 5 || $.b NOT EXISTS) }",
    "{ ($.a = 1) || (($.b = 2) && ($.c = 3 || $.d = 4)) }",
    "{ $.a = +5 && $.b = 007 && $.c < .5 && $.d >= 1e3 && $.e <= 2 && $.f > 3 }",
    "{ $.a = \"007\" || $.a = \"c:\\\\x \\\"y\\\"\" || $.a = \"\" }",
    "{ $.a IS NULL || $.b IS TRUE || $.c IS FALSE }",
    "{ $.a = %^x\\.[0-9]\\%$% && $.b != %y% }",
    "{ $.a[0].b[*].c = x || $.*.d != \"*y*\" || $.['e.f'][\"g'h\"] = * }",
    "ERROR",
    "ERROR -\"x y\" 500",
    "?a ?\"b c\"",
    "-a ?b ?c",
    "\" \"",
    "\"say \\\"x\\\"\"",
    "%ERROR [0-9]{3}%",
    "[ip, ..., status = 4* || = 5*, bytes > 10]",
};

struct Case
{
    const char* bar;
    TextForm form;
    const char* text; // null: cannot be said
    std::vector<Code> losses = {};
    bool leftOut = false; // the last loss
};

const std::vector<Case>& cases()
{
    using F = TextForm;
    static const std::vector<Case> kAll{
        // ---- filter patterns
        {"", F::FilterPattern, ""},
        {"eventName:\"RunInstances\"", F::FilterPattern, "{ $.eventName = \"RunInstances\" }"},
        {"event:RunInstances",
         F::FilterPattern,
         "{ $.eventName = \"RunInstances\" }",
         {Code::LetterCase}},
        {"eventName:(\"A\" or \"B\") and awsRegion:\"c\"", F::FilterPattern,
         "{ (($.eventName = \"A\") || ($.eventName = \"B\")) && ($.awsRegion = \"c\") }"},
        {"not eventName:\"A\"", F::FilterPattern,
         "{ ($.eventName NOT EXISTS) || ($.eventName IS NULL) || ($.eventName != \"A\") }"},
        {"errorCode:*", F::FilterPattern, "{ $.errorCode = * }"},
        {"-errorCode:*", F::FilterPattern, "{ ($.errorCode NOT EXISTS) || ($.errorCode IS NULL) }"},
        {"errorCode startswith \"Access\"", F::FilterPattern, "{ $.errorCode = \"Access*\" }"},
        {"errorMessage ~ \"a*b\"", F::FilterPattern, "{ $.errorMessage = %a\\x2ab% }"},
        {"errorMessage:/a(b|%)/",
         F::FilterPattern,
         "{ $.errorMessage = %a(b|\\x25)% }",
         {Code::ServiceLetters}},
        {"ip:10.0.0.0/8", F::FilterPattern, "{ $.sourceIPAddress = \"10.*\" }", {Code::Network}},
        {"ip:64.0.0.0/2", F::FilterPattern, nullptr, {Code::NoNetwork}},
        {"ip:2001:db8::/32", F::FilterPattern, nullptr, {Code::NoNetwork}},
        {"requestParameters.n > 5",
         F::FilterPattern,
         "{ $.requestParameters.n > 5 }",
         {Code::NumbersInText, Code::ForgivingPath}},
        {"requestParameters.n:\"5\"",
         F::FilterPattern,
         "{ $.requestParameters.n = 5 }",
         {Code::ForgivingPath}},
        {"requestParameters:*",
         F::FilterPattern,
         "{ $.requestParameters = * }",
         {Code::ForgivingPath, Code::Containers}},
        {"eventName > A", F::FilterPattern, nullptr, {Code::NoOrderOfText}},
        {"time:last 2h and eventName:\"A\"",
         F::FilterPattern,
         "{ $.eventName = \"A\" }",
         {Code::NoTime},
         true},
        {"time:last 2h or eventName:\"A\"", F::FilterPattern, nullptr, {Code::NoTime}},
        {"time:last 2h", F::FilterPattern, nullptr, {Code::NoTime}},
        {"user:alice and eventName:\"A\"",
         F::FilterPattern,
         "{ $.eventName = \"A\" }",
         {Code::NoDerived},
         true},
        {"error:\"AccessDenied\"",
         F::FilterPattern,
         "{ $.errorCode = \"AccessDenied\" }",
         {Code::Derived}},
        {"service:\"iam\" and outcome:failure",
         F::FilterPattern,
         "{ ($.eventSource = \"iam.amazonaws.com\") && ($.errorCode = *) }",
         {Code::Derived, Code::Derived}},
        {"not outcome:failure",
         F::LogsInsights,
         "filter not ispresent(errorCode)",
         {Code::Derived}},
        {"outcome:success", F::Athena, "errorcode IS NULL", {Code::Derived}},
        {"\"x y\"", F::FilterPattern, "\"x y\"", {Code::WholeMessage}},
        {"\"a\" and not \"b\"",
         F::FilterPattern,
         "\"a\" -\"b\"",
         {Code::WholeMessage, Code::WholeMessage}},
        {"\"a\" or \"b\"",
         F::FilterPattern,
         "?\"a\" ?\"b\"",
         {Code::WholeMessage, Code::WholeMessage}},
        {"\"a\" and eventName:\"A\"",
         F::FilterPattern,
         "{ $.eventName = \"A\" }",
         {Code::NoText},
         true},
        // ---- Logs Insights
        {"", F::LogsInsights, ""},
        {"eventName:\"A\"", F::LogsInsights, "filter eventName = \"A\""},
        {"eventName:a", F::LogsInsights, "filter eventName like /(?i)^a$/"},
        {"eventName != \"A\"", F::LogsInsights, "filter eventName != \"A\""},
        {"eventName:(\"A\" or \"B\")", F::LogsInsights, "filter eventName in [\"A\", \"B\"]"},
        {"not eventName:(\"A\" or \"B\")", F::LogsInsights,
         "filter not ispresent(eventName) or eventName not in [\"A\", \"B\"]"},
        {"eventName:Run* and (errorCode:* or awsRegion:\"x\")", F::LogsInsights,
         "filter eventName like /(?i)^Run[\\s\\S]*$/ and (ispresent(errorCode) or awsRegion = "
         "\"x\")"},
        {"-errorCode:*", F::LogsInsights, "filter not ispresent(errorCode)"},
        {"ip:10.0.0.0/8", F::LogsInsights,
         "filter isIpv4InSubnet(sourceIPAddress, \"10.0.0.0/8\")"},
        {"requestParameters.a-b[0].c:\"5\"",
         F::LogsInsights,
         "filter `requestParameters.a-b.0.c` = 5",
         {Code::ForgivingPath}},
        {"requestParameters.a[*]:x", F::LogsInsights, nullptr, {Code::NoPath}},
        {"time:2026-03-10", F::LogsInsights,
         "filter eventTime >= \"2026-03-10T00:00:00Z\" and eventTime < "
         "\"2026-03-11T00:00:00Z\""},
        {"time:last 2h",
         F::LogsInsights,
         "filter eventTime >= \"2026-03-10T12:05:12Z\"",
         {Code::RelativeTime}},
        {"/a/", F::LogsInsights, "filter @message like /a/", {Code::WholeMessage}},
        // ---- Athena
        {"", F::Athena, ""},
        {"eventName:\"O'X\"", F::Athena, "eventname = 'O''X'"},
        {"eventName:RunX", F::Athena, "lower(eventname) = 'runx'"},
        {"eventName != \"A\"", F::Athena, "eventname IS NULL OR eventname <> 'A'"},
        {"eventName:(\"A\" or \"B\") and userIdentity.arn endswith \"_x\"", F::Athena,
         "eventname IN ('A', 'B') AND useridentity.arn LIKE '%\\_x' ESCAPE '\\'"},
        {"requestParameters.a.b-c[1]:\"x\"",
         F::Athena,
         "json_extract_scalar(requestparameters, '$.a[\"b-c\"][1]') = 'x'",
         {Code::ForgivingPath}},
        {"ip:10.0.0.0/8", F::Athena,
         "contains('10.0.0.0/8', try_cast(sourceipaddress AS ipaddress))"},
        {"requestParameters.n >= 5",
         F::Athena,
         "try_cast(json_extract_scalar(requestparameters, '$.n') AS double) >= 5",
         {Code::ForgivingPath}},
        {"resources.ARN:x", F::Athena, nullptr, {Code::NoColumn}},
        {"alice", F::Athena, nullptr, {Code::NoText}},
        {"time:..2026-03-10", F::Athena, "eventtime < '2026-03-11T00:00:00Z'"},
        {"errorCode:/x/i", F::Athena, "regexp_like(errorcode, '(?i)x')", {Code::RegexDialect}},
        // ---- jq
        {"", F::Jq, ".Records[]"},
        {"eventName:\"A\" and errorCode:*", F::Jq,
         ".Records[] | select(.eventName == \"A\" and .errorCode != null)"},
        {"eventName != \"A\"", F::Jq, ".Records[] | select(.eventName != \"A\")"},
        {"requestParameters.x:\"A\"",
         F::Jq,
         "def at($k): objects | select(has($k)) | .[$k]; def into($k): if type == \"array\" then "
         ".[] | into($k) else objects | select(has($k)) | .[$k] end; def spread: ., (arrays | .[] "
         "| spread); def value: scalars | select(. != null); .Records[] | "
         "select(any(at(\"requestParameters\") | into(\"x\") | spread | value; . == \"A\"))",
         {Code::ForgivingPath}},
    };
    return kAll;
}

struct ToBar
{
    const char* pattern;
    const char* text; // null: cannot be said
    std::vector<Code> losses = {};
};
const std::vector<ToBar>& toBar()
{
    static const std::vector<ToBar> kAll{
        {"{ $.eventName = \"ConsoleLogin\" }", "eventName:\"ConsoleLogin\""},
        {"{ ($.eventName = A) && ($.userIdentity.type = \"Root\") }",
         "eventName:\"A\" and userIdentity.type:\"Root\""},
        {"{ $.errorCode = \"*Unauthorized*\" || $.errorCode = \"Access*\" }",
         "errorCode ~ \"Unauthorized\" or errorCode startswith \"Access\""},
        {"{ $.eventName = A*b }", "eventName:/^A[\\s\\S]*b$/"},
        {"{ $.userIdentity.invokedBy != x }",
         "userIdentity.invokedBy:* and not userIdentity.invokedBy:\"x\""},
        {"{ $.errorCode NOT EXISTS }", "not errorCode:*", {Code::NullAndMissing}},
        {"{ $.errorCode IS NULL }", "not errorCode:*", {Code::NullAndMissing}},
        {"{ $.readOnly IS TRUE }", "readOnly:\"true\"", {Code::Types}},
        {"{ $.errorCode = * }", "errorCode:*"},
        {"{ $.a.b = x }", "a.b:\"x\"", {Code::ForgivingPath}},
        {"{ $.a.b > 5 }", "a.b > \"5\"", {Code::ForgivingPath, Code::NumbersInText}},
        {"{ $.eventName = %^A% }", "eventName:/^A/"},
        {"word", "\"word\"", {Code::WholeMessage}},
        {"?a ?b -c",
         "not \"c\" and (\"a\" or \"b\")",
         {Code::WholeMessage, Code::WholeMessage, Code::WholeMessage}},
        {"%x%", "/x/", {Code::WholeMessage}},
        {"[a, b]", nullptr, {Code::NoDelimited}},
        {"", ""},
    };
    return kAll;
}

std::vector<Code> codesOf(const Conversion& conversion)
{
    std::vector<Code> codes;
    for (const Loss& loss : conversion.losses)
        codes.push_back(loss.code);
    return codes;
}

std::string describe(const Conversion& conversion)
{
    std::string text = conversion.text.value_or("(no text)");
    for (const Loss& loss : conversion.losses)
        text += std::string("\n  ") + lossText(loss.code) + ": " + loss.detail;
    return text;
}

PredicatePtr bar(const std::string& text)
{
    const BarQuery query = parseBar(text);
    if (!query.predicate)
        qFatal("%s: %s", text.c_str(), barErrorText(query.error->code));
    return query.predicate;
}

// Conditions of the bar and events that they tell apart.
class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_random(seed)
    { }

    std::string filter(int depth)
    {
        const std::uint32_t kind = m_random.below(depth > 0 ? 7 : 3);
        if (kind < 3)
            return condition();
        if (kind == 3)
            return "not (" + filter(depth - 1) + ')';
        return '(' + filter(depth - 1) + (kind < 6 ? " and " : " or ") + filter(depth - 1) + ')';
    }

    std::string event()
    {
        std::string text =
            "{\"eventTime\":\"2026-03-10T14:05:1" + std::to_string(m_random.below(10)) + "Z\"";
        for (const char* field : {"eventName", "errorCode", "readOnly"})
            add(text, field, scalar());
        text += ",\"userIdentity\":{\"type\":" + scalar();
        add(text, "arn", scalar());
        text += "},\"requestParameters\":";
        if (m_random.below(8) == 0)
            return text + "null}";
        text += "{\"z\":" + value();
        add(text, "x", value());
        if (m_random.below(2))
            text += ",\"list\":[" + value() + ",{\"x\":" + value() + "}," + value() + ']';
        return text + "}}";
    }

private:
    template<typename T, std::size_t n>
    T one(const std::array<T, n>& of)
    {
        return of[m_random.below(n)];
    }

    std::string condition()
    {
        static const std::array<const char*, 8> kFields{
            "eventName", "errorCode",           "userIdentity.arn",       "userIdentity.type",
            "readOnly",  "requestParameters.x", "requestParameters.list", "requestParameters.z"};
        static const std::array<const char*, 16> kConditions{":\"Alpha\"",
                                                             ":alpha",
                                                             ":*",
                                                             " ~ \"p\"",
                                                             " startswith \"Al\"",
                                                             " endswith \"a\"",
                                                             ":Al*",
                                                             ":A?pha",
                                                             " > 9",
                                                             ":/^A.*a$/",
                                                             ":\"10\"",
                                                             ":(\"Alpha\" or \"10\")",
                                                             " is true",
                                                             ":\"10.0\"",
                                                             " is null",
                                                             " <= 10"};
        if (m_random.below(12) == 0)
            return "time >= 2026-03-10T14:05:15Z";
        return std::string(one(kFields)) + one(kConditions);
    }

    std::string value()
    {
        static const std::array<const char*, 12> kValues{
            "\"Alpha\"", "\"alpha\"", "\"Al\"", "\"x\\npha\"", "10",       "10.0",
            "9.5",       "\"10\"",    "true",   "\"true\"",    "\"A pa\"", "\"\""};
        return one(kValues);
    }
    // Fields of CloudTrail hold no numbers.
    std::string scalar()
    {
        std::string text = value();
        return text[0] >= '0' && text[0] <= '9' ? "false" : text;
    }
    void add(std::string& text, const char* field, const std::string& given)
    {
        const std::uint32_t kind = m_random.below(6);
        if (kind > 0)
            text += std::string(",\"") + field + "\":" + (kind == 1 ? "null" : given);
    }

    RandomEvents m_random;
};

bool losesNothing(const Conversion& conversion)
{
    return conversion.text && conversion.losses.empty();
}

} // namespace

class TestConversion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void patternsReadBackAsTheSameTree()
    {
        std::vector<std::string> patterns(kPatterns.begin(), kPatterns.end());
        QFile corpus(sampleDataDir()
                     + QStringLiteral("/../reference/patterns/metric_filter_patterns.json"));
        if (!sampleDataDir().isEmpty() && corpus.open(QIODevice::ReadOnly)) {
            const QJsonArray all = QJsonDocument::fromJson(corpus.readAll()).array();
            for (const QJsonValue& one : all)
                patterns.push_back(one[QLatin1String("pattern")].toString().toStdString());
        }
        for (const std::string& text : patterns) {
            const FilterPattern pattern = parseFilterPattern(text);
            if (!pattern.predicate)
                continue;
            const Conversion written = convert(*pattern.predicate, TextForm::FilterPattern);
            QVERIFY2(losesNothing(written), (text + '\n' + describe(written)).c_str());
            const FilterPattern again = parseFilterPattern(*written.text);
            QVERIFY2(again.predicate && again.predicate->sameTree(*pattern.predicate),
                     describe(written).c_str());
        }
    }

    void eachLanguageIsGivenItsWords_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::addRow("%s: %s", textFormName(cases()[i].form), cases()[i].bar)
                << static_cast<int>(i);
    }
    void eachLanguageIsGivenItsWords()
    {
        QFETCH(int, index);
        const Case& one = cases()[static_cast<std::size_t>(index)];
        const Conversion made = convert(*bar(one.bar), one.form, {kLast});
        QCOMPARE(QString::fromStdString(made.text.value_or("(none)")),
                 QString::fromUtf8(one.text ? one.text : "(none)"));
        QVERIFY2(codesOf(made) == one.losses, describe(made).c_str());
        QCOMPARE(!made.losses.empty() && made.losses.back().leftOut, one.leftOut);
        for (const Loss& loss : made.losses)
            QVERIFY(*lossText(loss.code));
    }

    void patternsGetTheClosestFormOfTheBar()
    {
        for (const ToBar& one : toBar()) {
            const FilterPattern pattern = parseFilterPattern(one.pattern);
            QVERIFY2(pattern.predicate, one.pattern);
            const Conversion made = convert(*pattern.predicate, TextForm::Bar);
            QCOMPARE(QString::fromStdString(made.text.value_or("(none)")),
                     QString::fromUtf8(one.text ? one.text : "(none)"));
            QVERIFY2(codesOf(made) == one.losses, describe(made).c_str());
            if (made.text)
                QVERIFY(parseBar(*made.text).predicate);
        }
    }

    void aBarFilterStaysAsItIs()
    {
        const PredicatePtr predicate = bar("event:a* and not (user:bob or time:last 2h)");
        const Conversion made = convert(*predicate, TextForm::Bar);
        QVERIFY(losesNothing(made));
        QVERIFY(bar(*made.text)->sameTree(*predicate));
    }

    void aValueThatIsNoUtf8StandsInNoRegularExpression()
    {
        const Conversion made = convert(*bar("eventName:R?n\xe1\xe1"), TextForm::FilterPattern);
        QVERIFY(!made.text);
        QVERIFY(codesOf(made) == std::vector<Code>{Code::NoLetters});
    }

    void aRegularExpressionIsWrittenInLettersThatTheBarReads()
    {
        const std::pair<const char*, const char*> cases[] = {
            {"%a\f{3}%", R"(/a\x0c{3}/)"},
            {R"(%a\/b/c%)", R"(/a\/b\/c/)"},
            {"{ $.eventName = %a\\/b% }", R"(eventName:/a\/b/)"},
        };
        for (const auto& [text, expected] : cases) {
            const FilterPattern pattern = parseFilterPattern(text);
            QVERIFY2(pattern.predicate, text);
            const Conversion made = convert(*pattern.predicate, TextForm::Bar);
            QVERIFY2(made.text, text);
            QCOMPARE(QByteArray::fromStdString(*made.text), QByteArray(expected));
            QVERIFY(bar(*made.text));
        }
    }

    void timesThatAreCountedBackNeedTheLastEvent()
    {
        const Conversion made = convert(*bar("time:last 2h"), TextForm::Athena);
        QVERIFY(!made.text);
        QVERIFY(codesOf(made) == std::vector<Code>{Code::RelativeTime});
    }

    void whatIsNamedAsNoLossIsNone()
    {
        Random random(5);
        int patterns = 0, bars = 0;
        for (int i = 0; i < 4000; ++i) {
            const std::string text = random.filter(2);
            const PredicatePtr predicate = bar(text);
            const Conversion made = convert(*predicate, TextForm::FilterPattern);
            if (!losesNothing(made))
                continue;
            ++patterns;
            const FilterPattern pattern = parseFilterPattern(*made.text);
            QVERIFY2(pattern.predicate, describe(made).c_str());
            const Conversion back = convert(*pattern.predicate, TextForm::Bar);
            QVERIFY2(back.text, describe(made).c_str());
            bars += losesNothing(back);
            for (int k = 0; k < 20; ++k) {
                const std::string event = random.event();
                const bool fits = slowlyFulfils(*predicate, event, kLast);
                QVERIFY2(slowlyFulfils(*pattern.predicate, event, kLast) == fits,
                         (text + '\n' + *made.text + '\n' + event).c_str());
                if (losesNothing(back))
                    QVERIFY2(slowlyFulfils(*bar(*back.text), event, kLast) == fits,
                             (text + '\n' + *back.text + '\n' + event).c_str());
            }
        }
        QVERIFY(patterns > 300);
        QVERIFY(bars > 100);
    }

    void whatIsLeftOutOnlyFindsMore()
    {
        Random random(6);
        int found = 0;
        for (int i = 0; i < 8000; ++i) {
            const std::string text = random.filter(2);
            const PredicatePtr predicate = bar(text);
            const Conversion made = convert(*predicate, TextForm::FilterPattern);
            const bool onlyLeftOut = made.text && !made.losses.empty()
                && std::all_of(made.losses.begin(), made.losses.end(),
                               [](const Loss& loss) { return loss.leftOut; });
            if (!onlyLeftOut)
                continue;
            ++found;
            const FilterPattern pattern = parseFilterPattern(*made.text);
            for (int k = 0; k < 20; ++k) {
                const std::string event = random.event();
                QVERIFY2(!slowlyFulfils(*predicate, event, kLast)
                             || slowlyFulfils(*pattern.predicate, event, kLast),
                         (text + '\n' + *made.text + '\n' + event).c_str());
            }
        }
        QVERIFY2(found > 20, std::to_string(found).c_str());
    }

    void jqAgrees()
    {
        const QString jq = QStandardPaths::findExecutable(QStringLiteral("jq"));
        if (jq.isEmpty())
            QSKIP("jq is not installed");
        Random random(7);
        QTemporaryDir dir;
        QFile file(dir.filePath(QStringLiteral("events.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        std::vector<std::string> events;
        QByteArray records;
        for (int i = 0; i < 60; ++i) {
            events.push_back(random.event());
            std::string numbered = events.back();
            numbered.insert(1, "\"n\":" + std::to_string(i) + ',');
            records += (i ? "," : "") + QByteArray::fromStdString(numbered);
        }
        file.write("{\"Records\":[" + records + "]}");
        file.close();
        for (int i = 0; i < 60; ++i) {
            const std::string text = random.filter(2);
            const PredicatePtr predicate = bar(text);
            const Conversion made = convert(*predicate, TextForm::Jq, {kLast});
            QVERIFY2(made.text, describe(made).c_str());
            QProcess process;
            process.start(jq,
                          {QStringLiteral("-c"),
                           QString::fromStdString('[' + *made.text + " | .n]"), file.fileName()});
            QVERIFY(process.waitForFinished());
            QVERIFY2(
                process.exitCode() == 0,
                (describe(made) + '\n' + process.readAllStandardError().toStdString()).c_str());
            QByteArray expected = "[";
            for (std::size_t k = 0; k < events.size(); ++k) {
                if (slowlyFulfils(*predicate, events[k], kLast))
                    expected += (expected.size() > 1 ? "," : "") + QByteArray::number(int(k));
            }
            const QByteArray answer = process.readAllStandardOutput().trimmed();
            QVERIFY2(answer == expected + ']',
                     (text + '\n' + describe(made) + '\n' + answer.toStdString() + '\n'
                      + expected.toStdString())
                         .c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestConversion)
#include "tst_conversion.moc"
