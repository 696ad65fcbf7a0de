// What may stand at the cursor: the place, and what is suggested there.
#include "model/query/completion.h"
#include "model/query/fieldnames.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::query;
using Kind = CompletionPlace::Kind;

namespace {

struct Case
{
    const char* text; // '|' is the cursor
    Kind kind;
    const char* typed = "";
    const char* field = "";
    const char* replaced = ""; // what a suggestion takes the place of
    const char* rest = "*";
};

const std::vector<Case>& cases()
{
    static const std::vector<Case> all{
        {"|", Kind::Field},
        {"eve|", Kind::Field, "eve", "", "eve"},
        {"eve|ntN", Kind::Field, "eve", "", "eventN"},
        {"eventName:|", Kind::Value, "", "eventName"},
        {"eventName:Get|", Kind::Value, "Get", "eventName", "Get"},
        {"eventName:Get|Object", Kind::Value, "Get", "eventName", "GetObject"},
        {"eventName:\"Get|", Kind::Value, "Get", "eventName", "\"Get"},
        {"eventName:\"Get|Obj\"", Kind::Value, "Get", "eventName", "\"GetObj\""},
        {"eventName:(A or |", Kind::Value, "", "eventName", ""},
        {"eventName:(A or B|", Kind::Value, "B", "eventName", "B"},
        {"eventName:(A or B|) and x:y", Kind::Value, "B", "eventName", "B", "* and x:y"},
        {"eventName:[A,B|", Kind::Value, "B", "eventName", "B"},
        {"eventName != Get|", Kind::Value, "Get", "eventName", "Get"},
        {"eventName in (A, B|", Kind::Value, "B", "eventName", "B"},
        {"user:bob and eventName:Get|", Kind::Value, "Get", "eventName", "Get", "user:bob and *"},
        {"eventName:Get| and user:bob", Kind::Value, "Get", "eventName", "Get", "* and user:bob"},
        {"user:bob and (eventName:Get|", Kind::Value, "Get", "eventName", "Get",
         "user:bob and (*)"},
        {"not eventName:|", Kind::Value, "", "eventName", ""},
        {"user:bob and |", Kind::Field, "", "", "", "user:bob and *"},
        {"eventName |", Kind::Operator, "", "eventName", "", "eventName *"},
        {"eventName con|", Kind::Operator, "con", "eventName", "con", "eventName *"},
        {"eventName:a user |", Kind::Operator, "", "user", "", "eventName:a user *"},
        {"time:|", Kind::Value, "", "time"},
        {"time:la|", Kind::Value, "la", "time", "la"},
        {"user:bob time:|", Kind::Value, "", "time", "", "user:bob *"},
        {"requestParameters.bucketName:log|", Kind::Value, "log", "requestParameters.bucketName",
         "log"},
        {"errorCode:/Acc|", Kind::None},
        {"eventName =~ ab|", Kind::Value, "ab", "eventName", "ab"},
        {"\"some text|", Kind::None},
        {"a) b|", Kind::None},
    };
    return all;
}

std::shared_ptr<const store::EventStore> someStore()
{
    return test::storeOf({
        test::quoted("{'eventTime':'2026-03-01T00:00:00Z','eventID':'1','eventName':'GetObject',"
                     "'userIdentity':{'userName':'an \\\"odd\\\" (name)'}}"),
        test::quoted("{'eventTime':'2026-03-01T00:10:00Z','eventID':'2','eventName':'GetObject'}"),
        test::quoted("{'eventTime':'2026-03-01T00:20:00Z','eventID':'3','eventName':'ForgetIt',"
                     "'errorCode':'E'}"),
        test::quoted("{'eventTime':'2026-03-01T00:20:00Z','eventID':'4','eventName':'ForgetIt'}"),
        test::quoted("{'eventTime':'2026-03-01T00:20:00Z','eventID':'5','eventName':'ForgetIt'}"),
        test::quoted("{'eventTime':'2026-03-01T00:30:00Z','eventID':'6','eventName':'PutObject'}"),
    });
}

std::vector<std::string> shown(const std::vector<Suggestion>& suggestions)
{
    std::vector<std::string> texts;
    for (const Suggestion& one : suggestions)
        texts.push_back(one.shown);
    return texts;
}

} // namespace

class TestCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void thePlaceOfTheCursor_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::addRow("%s", cases()[i].text) << static_cast<int>(i);
    }
    void thePlaceOfTheCursor()
    {
        QFETCH(int, index);
        const Case& one = cases()[static_cast<std::size_t>(index)];
        std::string text = one.text;
        const std::size_t cursor = text.find('|');
        text.erase(cursor, 1);
        const CompletionPlace place = completionPlace(text, cursor);
        QCOMPARE(static_cast<int>(place.kind), static_cast<int>(one.kind));
        if (one.kind == Kind::None)
            return;
        QCOMPARE(QString::fromStdString(place.typed), QString::fromUtf8(one.typed));
        QCOMPARE(place.field ? QString::fromStdString(fieldText(*place.field)) : QString(),
                 QString::fromUtf8(one.field));
        QCOMPARE(QString::fromStdString(text.substr(place.replace.offset, place.replace.length)),
                 QString::fromUtf8(one.replaced));
        QCOMPARE(QString::fromStdString(place.rest), QString::fromUtf8(one.rest));
        QVERIFY2(parseBar(place.rest).predicate, place.rest.c_str());
    }

    void anyCursorInAnyTextHasAPlace()
    {
        const std::string letters = "ab:\"'()[],/\\ *?!=<>~.-\n\xc3\xa9";
        std::uint32_t state = 7;
        for (int i = 0; i < 3'000; ++i) {
            std::string text;
            for (int k = 0; k < 12; ++k) {
                state = state * 1664525U + 1013904223U;
                text += letters[(state >> 16) % letters.size()];
            }
            for (std::size_t cursor = 0; cursor <= text.size(); ++cursor) {
                const CompletionPlace place = completionPlace(text, cursor);
                if (place.kind == Kind::None)
                    continue;
                QVERIFY2(place.replace.offset <= cursor && cursor <= place.replace.end()
                             && place.replace.end() <= text.size(),
                         text.c_str());
            }
        }
    }

    void fieldsThatBeginWithTheTextComeFirst()
    {
        const auto store = someStore();
        const auto catalog = FieldCatalog::make(store, nullptr, JobContext());
        QVERIFY(catalog.ok());
        const auto names = shown(suggestFields(**catalog, "event", 10));
        QVERIFY(names.size() >= 3);
        QVERIFY(names[0].starts_with("event"));
        const auto inside = shown(suggestFields(**catalog, "name", 10));
        QVERIFY(std::ranges::find(inside, "eventName") != inside.end());
        QVERIFY(std::ranges::find(inside, "userIdentity.userName") != inside.end());
        // eventName has more events.
        QVERIFY(std::ranges::find(inside, "eventName")
                < std::ranges::find(inside, "userIdentity.userName"));
        QVERIFY(suggestFields(**catalog, "nothing like it", 10).empty());
        QCOMPARE(suggestFields(**catalog, "", 2).size(), std::size_t{2});
    }

    void valuesComeByCountThoseThatBeginFirst()
    {
        const auto store = someStore();
        Evaluator evaluator(1);
        FacetCache cache;
        const Field field = *parseField("eventName");
        const auto facets =
            countFacets(store, std::span(&field, 1), *shownRows(*store), cache, evaluator, {});
        QVERIFY(facets.ok());
        const Facet& facet = *facets->front();
        using Texts = std::vector<std::string>;
        QVERIFY(shown(suggestValues(facet.list(FacetOrder::MostFirst, 0, 9, ""), ""))
                == (Texts{"ForgetIt", "GetObject", "PutObject"}));
        QVERIFY(shown(suggestValues(facet.list(FacetOrder::MostFirst, 0, 9, "get"), "get"))
                == (Texts{"GetObject", "ForgetIt"}));
        QCOMPARE(
            *suggestValues(facet.list(FacetOrder::MostFirst, 0, 9, "get"), "get").front().events,
            std::uint64_t{2});
    }

    void whatIsPutThereReadsAsTheValue()
    {
        for (const char* value :
             {"GetObject", "an \"odd\" (name)", "a*b", "", "and", "or", "not", "10.0.0.0/8", "1..5",
              "a\\b", "/x/", "arn:aws:s3:::b/*", "a,b", "[x]", "it's", "last"}) {
            const BarQuery query = parseBar("x:(" + barValue(value) + ")");
            QVERIFY2(query.predicate, value);
            QVERIFY2(query.predicate->kind() == Predicate::Kind::Field, value);
            QVERIFY2(query.predicate->field().op == FieldTest::Op::Equal, value);
            QVERIFY2(query.predicate->field().operands == std::vector<std::string>{value}, value);
        }
        QCOMPARE(barValue("GetObject"), std::string("GetObject"));
    }

    void shortNamesAndCapitalsFindFields()
    {
        const auto store = test::storeOf({test::quoted(
            "{'eventTime':'2026-03-01T00:00:00Z','eventID':'1','eventName':'A','sourceIPAddress':"
            "'192.0.2.1','userAgent':'x','userIdentity':{'arn':'a','accountId':'1'},"
            "'requestParameters':{'tipOfTheIceberg':'1'}}")});
        const auto catalog = FieldCatalog::make(store, nullptr, JobContext());
        QVERIFY(catalog.ok());
        const auto first = [&](const char* typed) {
            const auto names = shown(suggestFields(**catalog, typed, 10));
            return names.empty() ? std::string() : names.front();
        };
        QCOMPARE(first("ip"), std::string("sourceIPAddress")); // not "tipOfTheIceberg"
        QCOMPARE(first("UA"), std::string("userAgent"));
        QCOMPARE(first("uia"), std::string("userIdentity.accountId"));
        QCOMPARE(first("rpto"), std::string("requestParameters.tipOfTheIceberg"));
        QCOMPARE(first("source.ip"), std::string("sourceIPAddress"));
        QCOMPARE(first("qqq"), std::string());
    }

    void operatorsFitTheValuesOfTheField()
    {
        const auto store = test::storeOf(
            {test::quoted("{'eventTime':'2026-03-01T00:00:00Z','eventID':'1','eventName':'A','"
                          "readOnly':true,"
                          "'requestParameters':{'count':7,'mixed':1,'text':'a'}}"),
             test::quoted("{'eventTime':'2026-03-01T00:00:00Z','eventID':'2','eventName':'A',"
                          "'requestParameters':{'mixed':'a'}}")});
        const auto catalog = FieldCatalog::make(store, nullptr, JobContext());
        QVERIFY(catalog.ok());
        const auto offers = [&](const char* name, const char* op) {
            const auto ops = shown(suggestOperators(**catalog, *parseField(name), ""));
            return std::ranges::find(ops, op) != ops.end();
        };
        QVERIFY(offers("readOnly", "is true ") && !offers("readOnly", "< "));
        QVERIFY(!offers("readOnly", "contains "));
        QVERIFY(offers("requestParameters.count", "< "));
        QVERIFY(!offers("requestParameters.count", "contains "));
        QVERIFY(offers("requestParameters.text", "contains "));
        QVERIFY(!offers("requestParameters.text", "is true "));
        QVERIFY(offers("requestParameters.mixed", "contains ")
                && offers("requestParameters.mixed", "< "));
        QVERIFY(offers("not.in.this.export", "contains "));
        QVERIFY(offers("time", ">= ") && !offers("time", "= "));
    }

    void conditionsAreJoinedAndBracketsClosed_data()
    {
        QTest::addColumn<QString>("text"); // the cursor is at its end
        QTest::addColumn<QStringList>("joints");
        const QString a = QStringLiteral("and "), o = QStringLiteral("or "),
                      c = QStringLiteral(")");
        const auto row = [](const char* text, const QStringList& joints) {
            QTest::newRow(text) << QString::fromUtf8(text) << joints;
        };
        row("", {});
        row("us", {});
        row("user:bob ", {a, o});
        row("user:bob  a", {a});
        row("user:bob O", {o});
        row("user:bob x", {});
        row("user:bob and ", {});
        row("not ", {});
        row("(user:bob ", {a, o, c});
        row("(user:bob) ", {a, o});
        row("user:(a or b) ", {a, o});
        row("(", {});
        row("\"any text\" ", {a, o});
    }
    void conditionsAreJoinedAndBracketsClosed()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, joints);
        const std::string utf8 = text.toStdString();
        QStringList offered;
        for (const Suggestion& one : suggestJoints(completionPlace(utf8, utf8.size())))
            offered.append(QString::fromStdString(one.text));
        QCOMPARE(offered, joints);
    }

    void operatorsAndTimesReadBack()
    {
        const auto store = someStore();
        const auto catalog = FieldCatalog::make(store, nullptr, JobContext());
        QVERIFY(catalog.ok());
        for (const Suggestion& op : suggestOperators(**catalog, *parseField("eventName"), "")) {
            const std::string text = "eventName " + op.text
                + (op.text.find('(') != std::string::npos ? "a)"
                       : op.text.find("exist") != std::string::npos || op.text.starts_with("is ")
                       ? ""
                       : "a");
            const BarQuery query = parseBar(text);
            QVERIFY2(query.predicate && query.terms.size() == 1, text.c_str());
        }
        QCOMPARE(suggestTimes("LAST 1").size(), std::size_t{2});
        for (const Suggestion& time : suggestTimes(""))
            QVERIFY2(parseBar("time:" + time.text).predicate, time.text.c_str());
    }
};

QTEST_GUILESS_MAIN(TestCompletion)
#include "tst_completion.moc"
