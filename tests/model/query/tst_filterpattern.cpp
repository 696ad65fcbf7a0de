// CloudWatch filter patterns: what they mean for events and for plain text, what is wrong with one
// and where, what is only risky; and the public patterns and agreed cases, where they are there.
#include "model/query/delimitedpattern.h"
#include "model/query/evaluator.h"
#include "model/query/filterpattern.h"
#include "model/query/messagematcher.h"
#include "tests/support/randomevents.h"
#include "tests/support/slowevaluator.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"
#include "tests/support/wrongtexts.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;
using Code = PatternError::Code;
using Warning = PatternWarning::Code;
using Language = FilterPattern::Language;

namespace {

const std::string kEvent = quoted(
    "{'eventTime':'2026-03-10T14:05:12Z','eventName':'RunInstances','errorCode':null,"
    "'readOnly':false,'userIdentity':{'type':'IAMUser','accountId':'012345678901'},"
    "'requestParameters':{'maxCount':10,'tiny':5e-1,'negative':-3,'port':'443','a.b':'dotted',"
    "'it is':'odd','tags':['red','blue'],'rules':[{'id':1,'deep':[1,2]},{'id':2}],"
    "'matrix':[[1,2],[3,4]],'empty':'','none':{},'list':[],'dry':true,'text':'c:\\\\x 50% (a)'}}");

struct Case
{
    const char* text;
    bool fits;
};

// Of the event above.
constexpr std::array kCases{
    Case{"{ $.eventName = \"RunInstances\" }", true},
    Case{"{$.eventName=RunInstances}", true},
    Case{"{ $.eventName = runinstances }", false},
    Case{"{ $.eventname = RunInstances }", false},
    Case{"\n{\n$.eventName\t=\nRun*\n}\n", true},
    Case{"{ $.eventName = *stances }", true},
    Case{"{ $.eventName = R*n*es }", true},
    Case{"{ $.eventName = Run?nstances }", false}, // '?' is a letter
    Case{"{ $.eventName != \"Stop*\" }", true},
    Case{"{ $.eventName = %^Run% }", true},
    Case{"{ $.eventName != %^Run% }", false},
    Case{"{ $.eventName = %run% }", false},
    Case{"{ $.eventName = 'RunInstances' }", true},
    Case{"{ $.eventName == RunInstances }", true},
    // missing and null
    Case{"{ $.nope = x }", false},
    Case{"{ $.nope != x }", false},
    Case{"{ $.nope NOT EXISTS }", true},
    Case{"{ $.nope.deeper not exists }", true},
    Case{"{ $.nope IS NULL }", false},
    Case{"{ $.errorCode IS NULL }", true},
    Case{"{ $.errorCode NOT EXISTS }", false},
    Case{"{ $.errorCode = * }", false},
    Case{"{ $.errorCode != x }", false},
    Case{"{ $.errorCode != %x% }", false},
    Case{"{ ($.nope NOT EXISTS) || ($.nope != x) }", true},
    // objects and arrays
    Case{"{ $.userIdentity = * }", false},
    Case{"{ $.userIdentity != x }", false},
    Case{"{ $.userIdentity NOT EXISTS }", false},
    Case{"{ $.requestParameters.none NOT EXISTS }", false},
    Case{"{ $.requestParameters.list = * }", false},
    Case{"{ $.requestParameters.tags = red }", false},
    Case{"{ $.requestParameters.rules.id = 1 }", false},
    // elements
    Case{"{ $.requestParameters.tags[0] = red }", true},
    Case{"{ $.requestParameters.tags[ 1 ] = blue }", true},
    Case{"{ $.requestParameters.tags[2] NOT EXISTS }", true},
    Case{"{ $.requestParameters.tags[*] = blue }", true},
    Case{"{ $.requestParameters.tags[*] != blue }", true}, // another one is not
    Case{"{ $.requestParameters.tags[*] = green }", false},
    Case{"{ $.requestParameters.tags[*].x NOT EXISTS }", true},
    Case{"{ $.requestParameters.rules[*].id = 2 }", true},
    Case{"{ $.requestParameters.rules[*].deep NOT EXISTS }", false}, // one has it
    Case{"{ $.requestParameters.matrix[1][0] = 3 }", true},
    Case{"{ $.requestParameters.matrix[0][0] = 3 }", false},
    Case{"{ $.requestParameters.* = 443 }", true},
    Case{"{ $.requestParameters[*] = 443 }", true},
    Case{"{ $.requestParameters.tags.* = red }", true},
    Case{"{ $.*.type = IAMUser }", true},
    Case{"{ $.* = IAMUser }", false},
    // names
    Case{"{ $.requestParameters.['a.b'] = dotted }", true},
    Case{"{ $.requestParameters[\"a.b\"] = dotted }", true},
    Case{"{ $.requestParameters.a\\.b = dotted }", true},
    Case{"{ $.requestParameters.a.b = dotted }", false},
    Case{"{ $['requestParameters']['it is'] = odd }", true},
    // numbers
    Case{"{ $.requestParameters.maxCount = 10 }", true},
    Case{"{ $.requestParameters.maxCount = 10.0 }", true},
    Case{"{ $.requestParameters.maxCount = \"10\" }", true},
    Case{"{ $.requestParameters.maxCount = \"10.0\" }", false},
    Case{"{ $.requestParameters.maxCount = +10 }", true},
    Case{"{ $.requestParameters.maxCount = 010 }", true},
    Case{"{ $.requestParameters.maxCount = 1* }", true},
    Case{"{ $.requestParameters.maxCount != 10 }", false},
    Case{"{ $.requestParameters.maxCount > 9.5 }", true},
    Case{"{ $.requestParameters.maxCount >= +1e1 }", true},
    Case{"{ $.requestParameters.maxCount<10 }", false},
    Case{"{ $.requestParameters.tiny = .5 }", true},
    Case{"{ $.requestParameters.tiny <= .5 }", true},
    Case{"{ $.requestParameters.negative < -2 }", true},
    Case{"{ $.requestParameters.port > 400 }", false}, // a text
    Case{"{ $.requestParameters.port = 443 }", true},
    Case{"{ $.userIdentity.accountId = 012345678901 }", true},
    Case{"{ $.userIdentity.accountId = 12345678901 }", false},
    // truth
    Case{"{ $.readOnly IS FALSE }", true},
    Case{"{ $.readOnly is true }", false},
    Case{"{ $.readOnly = false }", true},
    Case{"{ $.readOnly != \"true\" }", true},
    Case{"{ $.eventName IS TRUE }", false},
    // texts
    Case{"{ $.requestParameters.empty = \"\" }", true},
    Case{"{ $.requestParameters.empty != \"A*\" }", true},
    Case{"{ $.requestParameters.text = \"c:\\\\x*\" }", true},
    Case{"{ $.requestParameters.text = \"c:\\x*\" }", true}, // '\\' before an x is a letter
    Case{"{ $.requestParameters.text = %50\\% \\x28a\\x29% }", true},
    // && and ||
    Case{"{ $.eventName = x && $.readOnly IS FALSE || $.eventName = Run* }", true},
    Case{"{ $.eventName = x && ($.readOnly IS FALSE || $.eventName = Run*) }", false},
    Case{"{(($.eventName=Run*)&&($.readOnly IS FALSE))}", true},
    // terms
    Case{"", true},
    Case{"  ", true},
    Case{"\" \"", true},
    Case{"RunInstances", true},
    Case{"runinstances", false},
    Case{"Inst", true},
    Case{"eventName RunInstances", true},
    Case{"RunInstances StopInstances", false},
    Case{"RunInstances -StopInstances", true},
    Case{"-RunInstances", false},
    Case{"?nope ?RunInstances", true},
    Case{"?nope ?neither", false},
    Case{"?nope -neither", false},
    Case{"?nope RunInstances", true}, // the optional one is ignored
    Case{"\"\"\"userIdentity\"", true},
    Case{"\"Run*\"", false},
    // text of the message
    Case{"%Run[A-Z]%", true},
    Case{"%^Run%", false},
    Case{"%^[{]%", true},
    Case{"%%", true},
    Case{"[a]", false},
    Case{"[a, ...]", true},
    Case{"[a = \"{*\", ...]", true},
    Case{"[..., z = *}}]", true},
};

struct TextCase
{
    const char* text;
    const char* message;
    bool fits;
};
constexpr const char* kLine = "127.0.0.1 - frank [10/Oct/2025:13:25:15 -0700] \"GET /a b\" 404 007";
constexpr std::array kTextCases{
    TextCase{"{ $.a NOT EXISTS }", "no JSON", false},
    TextCase{"{ $.a NOT EXISTS }", "[1]", false},
    TextCase{"{ $.a NOT EXISTS }", "{}", true},
    TextCase{"{ $.a = 1 }", "{\"a\":1}", true},
    TextCase{"[ip, dash, user, time, request, status, bytes]", kLine, true},
    TextCase{"[ip, dash, user, time, request, status]", kLine, false},
    TextCase{"[ip, ..., bytes]", kLine, true},
    TextCase{"[...]", "", true},
    TextCase{"[a]", "", false},
    TextCase{"[..., time = 10/Oct*, request, status, bytes]", kLine, true},
    TextCase{"[..., request = \"GET /a b\", status, bytes]", kLine, true},
    TextCase{"[..., status = 404 || status = 410, bytes]", kLine, true},
    TextCase{"[..., status = 4* && != 404, bytes]", kLine, false},
    TextCase{"[..., status = 1 || = 2 && = 3 || >= 404, bytes]", kLine, true},
    TextCase{"[..., bytes = 7]", kLine, true},
    TextCase{"[..., bytes = \"7\"]", kLine, false},
    TextCase{"[..., bytes < 8]", kLine, true},
    TextCase{"[ip = %^127\\.[0-9]{1,3}%, ...]", kLine, true}, // the comma is of the expression
    TextCase{"[ip < 8, ...]", kLine, false},
    TextCase{"[ip != 8, ...]", kLine, true},
    TextCase{"[a, b]", "[open x", true}, // not closed: a letter
    TextCase{"[a, b]", "[x]y", true},
    TextCase{"[a, b]", "\"x y\" z", true},
    TextCase{"[a=\"x,y\",b]", "x,y z", true},
    TextCase{"ERROR -\"x y\"", "an ERROR", true},
    TextCase{"%E.*R%", "an ERROR", true},
};

using Wrong = WrongText<Code>;

constexpr std::array kWrong{
    Wrong{"{ $.a = 1", Code::UnclosedBrace, 9, 0, "}"},
    Wrong{"{", Code::MissingSelector, 1, 0},
    Wrong{"{ }", Code::MissingSelector, 2, 0},
    Wrong{"{ $.a = 1 } x", Code::UnexpectedText, 11, 2, ""},
    Wrong{"{ $.a = 1) }", Code::UnexpectedText, 9, 1, ""},
    Wrong{"{ ($.a = 1 }", Code::UnclosedParenthesis, 11, 0, ")"},
    Wrong{"{ $.a EXISTS }", Code::ExistsAlone, 6, 6, "= *"},
    Wrong{"{ $.a IS NOT NULL }", Code::IsNot, 6, 11, "= *"},
    Wrong{"{ $.a is not true }", Code::IsNot, 6, 11, "IS FALSE"},
    Wrong{"{ $.a IS 5 }", Code::BadComparison, 6, 4},
    Wrong{"{ $.a NOT NULL }", Code::BadComparison, 6, 4, "NOT EXISTS", false},
    Wrong{"{ eventName = x }", Code::MissingSelector, 2, 9, "$.eventName"},
    Wrong{"{ userIdentity.type = x }", Code::MissingSelector, 2, 17, "$.userIdentity.type"},
    Wrong{"{ \"a\" = x }", Code::MissingSelector, 2, 0},
    Wrong{"{ ($.a = 1)($.b = 2) }", Code::BadConnective, 11, 1},
    Wrong{"{ $.a = 1 $.b = 2 }", Code::BadConnective, 10, 3},
    Wrong{"{ $.a = 1 and $.b = 2 }", Code::BadConnective, 10, 3, "&&"},
    Wrong{"{ $.a = 1 OR $.b = 2 }", Code::BadConnective, 10, 2, "||"},
    Wrong{"{ $.a = 1 & $.b = 2 }", Code::BadConnective, 10, 1, "&&"},
    Wrong{"{ $.a = 1 && }", Code::MissingSelector, 13, 0},
    Wrong{"{ !($.a = 1) }", Code::NoNegation, 2, 1},
    Wrong{"{ NOT $.a = 1 }", Code::NoNegation, 2, 3},
    Wrong{"{ $.a : 1 }", Code::BadComparison, 6, 1, "="},
    Wrong{"{ $.a <> 1 }", Code::BadComparison, 6, 2, "!="},
    Wrong{"{ $.a }", Code::BadComparison, 5, 0},
    Wrong{"{ $.a like x }", Code::BadComparison, 6, 4},
    Wrong{"{ $.a = }", Code::MissingValue, 8, 0},
    Wrong{"{ $.a = $.b }", Code::MissingValue, 8, 3},
    Wrong{"{ $.a > x }", Code::OrderNeedsNumber, 8, 1},
    Wrong{"{ $.a > \"5\" }", Code::OrderNeedsNumber, 8, 3, "5"},
    Wrong{"{ $.a > %5% }", Code::RegexNeedsEquality, 6, 1},
    Wrong{"{ $.a = %a(% }", Code::BadRegex, 8, 4},
    Wrong{"{ $.a = %a }", Code::UnclosedRegex, 8, 1},
    Wrong{"{ $.a = \"x }", Code::UnclosedQuote, 8, 1},
    Wrong{"{ $ = 1 }", Code::BadSelector, 2, 1},
    Wrong{"{ $.a..b = 1 }", Code::BadSelector, 2, 4},
    Wrong{"{ $.a[x] = 1 }", Code::BadSelector, 2, 4},
    Wrong{"{ $.a[99999999999] = 1 }", Code::BadSelector, 2, 4},
    Wrong{"[a, b", Code::UnclosedBracket, 5, 0, "]"},
    Wrong{"[]", Code::BadFieldName, 1, 0},
    Wrong{"[a,]", Code::BadFieldName, 3, 0},
    Wrong{"[..., a, ...]", Code::DuplicateEllipsis, 9, 3},
    Wrong{"[a, b = 1 && a = 2]", Code::OtherField, 13, 1, "b"},
    Wrong{"[a b]", Code::BadComparison, 3, 1},
    Wrong{"[a =]", Code::MissingValue, 4, 0},
    Wrong{"[a > x]", Code::OrderNeedsNumber, 5, 1},
    Wrong{"[a = x y]", Code::UnexpectedText, 7, 1},
    Wrong{"internal-server", Code::SymbolInTerm, 0, 15, "\"internal-server\""},
    Wrong{"x -a.b", Code::SymbolInTerm, 2, 4, "-\"a.b\""},
    Wrong{"x \"a", Code::UnclosedQuote, 2, 1},
    Wrong{"-", Code::SymbolInTerm, 0, 1},
    Wrong{"%abc", Code::UnclosedRegex, 4, 0, "%"},
    Wrong{"%a(%", Code::BadRegex, 0, 4},
    Wrong{"a\x01", Code::ControlCharacter, 1, 1, " "},
};

struct Risk
{
    const char* text;
    Warning code;
    std::size_t offset;
    std::size_t length;
    const char* detail = "";
};
constexpr std::array kRisks{
    Risk{"{ $.a = 'x' }", Warning::SingleQuotes, 8, 3},
    Risk{"{ $.a == x }", Warning::DoubleEquals, 6, 2},
    Risk{"{ $.a = %a(b)% }", Warning::RegexLetter, 10, 1, "("},
    Risk{"%a!%", Warning::RegexLetter, 2, 1, "!"},
    Risk{"{ ($.a = x) && ($.b.c != \"y\") }", Warning::DropsWithoutField, 16, 12, "b.c"},
    // Events of AWS services have no type of identity.
    Risk{"{ $.userIdentity.type != Root }", Warning::DropsWithoutField, 2, 27, "userIdentity.type"},
    Risk{"{ ($.a NOT EXISTS) || ($.b != y) }", Warning::DropsWithoutField, 23, 8, "b"},
    Risk{"{ $.a[*].b[*] = x }", Warning::TooManyWildcardsInSelector, 2, 11},
    Risk{"{ $.a[*]=x && $.b[*]=x && $.c[*]=x && $.*=x }", Warning::TooManyWildcards, 0, 45},
    Risk{"{ $.a=%a% || $.b=%b% || $.c=%c% }", Warning::TooManyRegexes, 0, 33},
    Risk{"?a b", Warning::OptionalTermsIgnored, 0, 2},
};
constexpr std::array kNoRisks{
    "{ $.eventName != x }",
    "{ ($.a NOT EXISTS) || ($.a != x) }",
    "{ $.b = y && ($.a != x || $.c = z || $.a NOT EXISTS) }",
    "{ $.a[*] = %a% || $.b = %b% }",
    "?a ?b -c",
};

QString patternsDir()
{
    const QString data = sampleDataDir();
    const QString dir = data + QStringLiteral("/../reference/patterns");
    return !data.isEmpty() && QDir(dir).exists() ? dir : QString();
}

QJsonDocument jsonFile(const QString& name)
{
    QFile file(patternsDir() + QLatin1Char('/') + name);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll())
                                          : QJsonDocument();
}

// What the store, the slow reading and the reading of a text say about an event; they agree.
bool fitsEvent(const FilterPattern& pattern, const std::string& event)
{
    const auto store = storeOf({event});
    const auto found = Evaluator(1).evaluate(store, pattern.predicate, JobContext());
    const auto matcher = MessageMatcher::compile(pattern);
    if (!found || !matcher || store->rowCount() != 1)
        qFatal("an event or pattern that cannot be used");
    const std::string compact = eventsOf(*store).front();
    const bool fits = (*found)->count() == 1;
    if (fits != slowlyFulfils(*pattern.predicate, compact))
        qWarning("the slow reading says otherwise");
    if (fits != matcher->matches(compact))
        qWarning("the reading as a message says otherwise");
    return fits;
}

} // namespace

class TestFilterPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void meansForAnEventWhatCloudWatchMeans_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("fits");
        for (const Case& one : kCases)
            QTest::addRow("%s", one.text) << QString::fromUtf8(one.text) << one.fits;
    }
    void meansForAnEventWhatCloudWatchMeans()
    {
        QFETCH(QString, text);
        QFETCH(bool, fits);
        const FilterPattern pattern = parseFilterPattern(text.toStdString());
        QVERIFY2(pattern.predicate, pattern.error ? patternErrorText(pattern.error->code) : "");
        QVERIFY(!pattern.error);
        QCOMPARE(fitsEvent(pattern, kEvent), fits);
    }

    void meansForATextWhatCloudWatchMeans_data() { addRows(kTextCases); }
    void meansForATextWhatCloudWatchMeans()
    {
        QFETCH(int, index);
        const TextCase& one = kTextCases[static_cast<std::size_t>(index)];
        const FilterPattern pattern = parseFilterPattern(one.text);
        QVERIFY2(pattern.predicate, pattern.error ? patternErrorText(pattern.error->code) : "");
        const auto matcher = MessageMatcher::compile(pattern);
        QVERIFY_OK(matcher);
        QCOMPARE(matcher->matches(one.message), one.fits);
    }

    void whatIsWrongIsToldAtItsPlace_data() { addRows(kWrong); }
    void whatIsWrongIsToldAtItsPlace()
    {
        QFETCH(int, index);
        const Wrong& wrong = kWrong[static_cast<std::size_t>(index)];
        const FilterPattern pattern = parseFilterPattern(wrong.text);
        QVERIFY(!pattern.predicate);
        QCOMPARE(differenceOf(wrong, pattern.error,
                              [](const std::string& text) {
                                  return parseFilterPattern(text).predicate != nullptr;
                              }),
                 QString());
        QVERIFY(*patternErrorText(pattern.error->code));
    }

    void whatIsRiskyIsMarked_data() { addRows(kRisks); }
    void whatIsRiskyIsMarked()
    {
        QFETCH(int, index);
        const Risk& risk = kRisks[static_cast<std::size_t>(index)];
        const FilterPattern pattern = parseFilterPattern(risk.text);
        QVERIFY(pattern.predicate);
        QCOMPARE(pattern.warnings.size(), std::size_t{1});
        QCOMPARE(int(pattern.warnings[0].code), int(risk.code));
        QCOMPARE(pattern.warnings[0].where, (TextSpan{risk.offset, risk.length}));
        QCOMPARE(pattern.warnings[0].detail, std::string(risk.detail));
        QVERIFY(*patternWarningText(risk.code));
    }
    void whatIsNotRiskyIsNotMarked()
    {
        for (const char* text : kNoRisks) {
            const FilterPattern pattern = parseFilterPattern(text);
            QVERIFY2(pattern.predicate && pattern.warnings.empty(), text);
        }
    }

    void longAndDeepTextsAreRefused()
    {
        QCOMPARE(int(parseFilterPattern(std::string(1 << 20, 'x')).error->code),
                 int(Code::TooLong));
        QCOMPARE(int(parseFilterPattern('{' + std::string(60000, '(')).error->code),
                 int(Code::TooDeep));
        std::string many = "{ $.a = 0";
        for (int i = 1; i < 3000; ++i)
            many += " || $.a = " + std::to_string(i);
        const FilterPattern pattern = parseFilterPattern(many + " }");
        QVERIFY(pattern.predicate);
        QCOMPARE(pattern.warnings.size(), std::size_t{1});
        QCOMPARE(int(pattern.warnings[0].code), int(Warning::TooLongForService));
        QCOMPARE(pattern.warnings[0].where.offset, kServicePatternLetters);
        QVERIFY(!parseFilterPattern("{ $.a" + std::string(500, '.') + " = 1 }").predicate);
        std::string deep = "{ $";
        for (std::size_t i = 0; i <= FieldPath::kMaxSteps; ++i)
            deep += ".a";
        QCOMPARE(int(parseFilterPattern(deep + " = 1 }").error->code), int(Code::BadSelector));
    }

    void theLanguageIsRecognised()
    {
        QCOMPARE(int(parseFilterPattern(" { $.a = 1 }").language), int(Language::Json));
        QCOMPARE(int(parseFilterPattern("\t[a]").language), int(Language::Delimited));
        QCOMPARE(int(parseFilterPattern("%a%").language), int(Language::Regex));
        QCOMPARE(int(parseFilterPattern("a").language), int(Language::Terms));
        for (const char* text : {"{ $.a = 1 }", "{$.a=1}", " {(($.a = 1) }", "{ $.a = 1", "[a, b]",
                                 "[..., status=4*]", "%a b%", "{ ($.eventName = x)", "{", "{ ("}) {
            QVERIFY2(detectLanguage(text) == FilterLanguage::Pattern, text);
        }
        for (const char* text : {"", "{}", "eventName:x", "[a]", "[a, b", "%", "%%", "50%", "%x",
                                 "{\"a\":1}", "\"{ $.a = 1 }\"", "alice", "[1, 2]"}) {
            QVERIFY2(detectLanguage(text) == FilterLanguage::Bar, text);
        }
    }

    void aDelimitedPatternReadsBackFromItsText()
    {
        for (const char* text : {"[a]", "[...]", "[a, ..., b]", "[a = x || = y && != %a,b%, b<5]",
                                 "[a=\"x, y\", b>=1.50, ...]", "[a=x\"y]"}) {
            std::vector<PatternWarning> warnings;
            const auto first = parseDelimited(text, warnings);
            QVERIFY2(std::holds_alternative<DelimitedPattern>(first), text);
            const std::string printed = std::get<DelimitedPattern>(first).text();
            const auto again = parseDelimited(printed, warnings);
            QVERIFY2(std::holds_alternative<DelimitedPattern>(again), printed.c_str());
            QCOMPARE(std::get<DelimitedPattern>(again).text(), printed);
        }
    }

    void anyTextIsReadOrRefused()
    {
        static const std::array<std::string, 40> kPieces{"{",    "}",
                                                         "(",    ")",
                                                         "$.a",  "$",
                                                         ".b",   "[0]",
                                                         "[*]",  ".*",
                                                         "[",    "]",
                                                         "=",    "!=",
                                                         "<",    "==",
                                                         "&&",   "||",
                                                         "IS",   "NOT",
                                                         "NULL", "EXISTS",
                                                         "\"",   "'",
                                                         "%",    "\\",
                                                         "*",    "x",
                                                         "10",   "-",
                                                         "?",    ",",
                                                         "...",  " ",
                                                         " ",    "\n",
                                                         "日本", "\xED\xA0\x80",
                                                         "%a%",  "\"b\""};
        RandomEvents random(77);
        int read = 0;
        for (int i = 0; i < 20000; ++i) {
            std::string text;
            static const std::array<const char*, 6> kStarts{
                "{ $.a = 1 && ", "{ $.a ", "[a, ", "", "{", "a "};
            text += kStarts[random.below(kStarts.size())];
            for (std::uint32_t k = 0; k <= random.below(7); ++k)
                text += kPieces[random.below(kPieces.size())];
            const FilterPattern pattern = parseFilterPattern(text);
            QCOMPARE(pattern.predicate == nullptr, pattern.error.has_value());
            static_cast<void>(detectLanguage(text));
            for (const PatternWarning& warning : pattern.warnings)
                QVERIFY(warning.where.end() <= text.size());
            if (!pattern.predicate) {
                QVERIFY2(pattern.error->where.end() <= text.size(), text.c_str());
                continue;
            }
            ++read;
            const auto matcher = MessageMatcher::compile(pattern);
            QVERIFY_OK(matcher);
            static_cast<void>(matcher->matches("{\"a\":1}"));
            static_cast<void>(matcher->matches(text));
        }
        QVERIFY(read > 500);
    }

    void thePublicPatternsGetTheirVerdict()
    {
        const QJsonArray patterns = jsonFile(QStringLiteral("metric_filter_patterns.json")).array();
        if (patterns.isEmpty())
            QSKIP("the folder of public patterns is not there");
        QCOMPARE(patterns.size(), 153);
        for (const QJsonValue& one : patterns) {
            const std::string text = one[QLatin1String("pattern")].toString().toStdString();
            const QString expected = one[QLatin1String("expect")].toString();
            const FilterPattern pattern = parseFilterPattern(text);
            QVERIFY2((pattern.predicate != nullptr) == (expected != QLatin1String("reject")),
                     text.c_str());
            if (!pattern.predicate) {
                QCOMPARE(int(pattern.error->code), int(Code::BadConnective));
                continue;
            }
            if (expected == QLatin1String("warn"))
                QVERIFY(!pattern.warnings.empty());
            const bool limits = std::any_of(
                pattern.warnings.begin(), pattern.warnings.end(),
                [](const auto& warning) { return warning.code < Warning::RegexLetter; });
            QVERIFY2(!limits || expected == QLatin1String("warn"), text.c_str());
            if (text.find_first_of("{[%") == 0)
                QCOMPARE(int(detectLanguage(text)), int(FilterLanguage::Pattern));
        }
    }

    void theAgreedCasesAreAnsweredAsAgreed()
    {
        QFile file(patternsDir() + QStringLiteral("/filter_pattern_vectors.json"));
        if (patternsDir().isEmpty() || !file.open(QIODevice::ReadOnly))
            QSKIP("the folder of agreed cases is not there");
        const std::string json = file.readAll().toStdString();
        const auto document = JsonDocument::parse(json);
        QVERIFY_OK(document);
        const auto textOf = [&](std::uint32_t object, const char* name) {
            return document->node(document->member(object, name)).text;
        };
        const std::uint32_t events = document->member(0, "events");
        const std::uint32_t cases = document->member(0, "cases");
        int count = 0;
        for (auto at = document->node(cases).firstChild; at != JsonDocument::kNone;
             at = document->node(at).nextSibling) {
            ++count;
            const std::string text = textOf(at, "pattern");
            const auto& expect = document->node(document->member(at, "expect"));
            const FilterPattern pattern = parseFilterPattern(text);
            QVERIFY2((pattern.error.has_value()) == (expect.text == "error"), text.c_str());
            if (pattern.error)
                continue;
            const bool fits = expect.kind == JsonDocument::Kind::True;
            const auto& event = document->node(document->member(events, textOf(at, "event")));
            if (event.kind == JsonDocument::Kind::Object) {
                const std::string record = json.substr(event.offset, event.length);
                QVERIFY2(fitsEvent(pattern, record) == fits, text.c_str());
                continue;
            }
            const auto matcher = MessageMatcher::compile(pattern);
            QVERIFY_OK(matcher);
            QVERIFY2(matcher->matches(event.text) == fits, text.c_str());
        }
        QCOMPARE(count, 134);
    }
};

QTEST_GUILESS_MAIN(TestFilterPattern)
#include "tst_filterpattern.moc"
