// What a filter hardly means: told at its place, with numbers where there is an export, and mended
// by what is offered.
#include "model/query/risks.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;
using Code = Risk::Code;

namespace {

struct Case
{
    const char* text;
    const char* expected; // "Code@offset+length", with "=> the mended text" where there is one
};

// One of four events has an errorCode, all have a user agent, two a request parameter.
std::shared_ptr<const FieldCatalog> fourEvents(Evaluator& evaluator)
{
    const auto store = storeOf(
        {quoted("{'eventID':'1','eventName':'A','eventSource':'iam.amazonaws.com','userAgent':'x',"
                "'errorCode':'AccessDenied','requestParameters':{'bucketName':'b'}}"),
         quoted("{'eventID':'2','eventName':'B','eventSource':'s3.amazonaws.com','userAgent':'x',"
                "'requestParameters':{'bucketName':'b'}}"),
         quoted("{'eventID':'3','eventName':'C','userAgent':'x','errorCode':null}"),
         quoted("{'eventID':'4','eventName':'D','userAgent':'x'}")});
    return FieldCatalog::make(store, &evaluator, JobContext()).value();
}

const char* nameOf(Code code)
{
    switch (code) {
    case Code::FindsLacking:
        return "lacking";
    case Code::NoSuchField:
        return "field";
    case Code::NoSuchValue:
        return "value";
    case Code::QuotedWildcard:
        return "quoted";
    case Code::SourceWithoutDomain:
        return "source";
    case Code::LooksLikeTerms:
        return "terms";
    }
    return "";
}

std::string mended(std::string text, const Risk::Edit& edit)
{
    return text.replace(edit.where.offset, edit.where.length, edit.text);
}

std::vector<Risk> risksIn(const std::string& text, const FieldCatalog* catalog)
{
    const BarQuery query = parseBar(text);
    return query.predicate ? risksOf(text, query.terms, *query.predicate, catalog)
                           : std::vector<Risk>();
}

std::string told(const std::string& text, const FieldCatalog* catalog)
{
    std::string all;
    for (const Risk& risk : risksIn(text, catalog)) {
        all += (all.empty() ? "" : "; ") + std::string(nameOf(risk.code)) + '@'
            + std::to_string(risk.where.offset) + '+' + std::to_string(risk.where.length);
        if (risk.fix)
            all += " => " + mended(text, *risk.fix);
    }
    return all;
}

constexpr std::array kWithExport{
    Case{"errorCode != AccessDenied", "lacking@0+25 => errorCode != AccessDenied and errorCode:*"},
    Case{"not errorCode:AccessDenied",
         "lacking@0+26 => not errorCode:AccessDenied and errorCode:*"},
    Case{"-errorCode:Acc*", "lacking@0+15 => -errorCode:Acc* and errorCode:*"},
    Case{"-(errorCode:x)", "lacking@0+14 => -(errorCode:x) and errorCode:*"},
    Case{"errorCode:(not x)", "lacking@0+17 => errorCode:(not x) and errorCode:*"},
    Case{"errorCode !~ Denied", "lacking@0+19 => errorCode !~ Denied and errorCode:*"},
    Case{"error != x", "lacking@0+10 => error != x and error:*"},
    Case{"eventName:A or errorCode != x eventName:B",
         "lacking@15+14 => eventName:A or errorCode != x and errorCode:* eventName:B"},
    Case{"not (errorCode:x or eventName:A)", "lacking@5+11"},
    Case{"not (eventName:A not errorCode:x)", ""}, // turned round twice
    Case{"errorCode:* and errorCode != x", ""},
    Case{"errorCode:(Acc* and not AccessDenied)", ""},
    Case{"(errorCode:* eventName:A) and (userAgent:x or errorCode != x)", ""},
    Case{"errorCode:* or errorCode != x",
         "lacking@15+14 => errorCode:* or errorCode != x and errorCode:*"},
    Case{"not errorCode:*", ""},
    Case{"errorCode is null", ""},
    Case{"errorCode:x", ""},
    Case{"eventName != A", ""},
    Case{"requestParameters.bucketName != b", ""}, // half of them have it
    Case{"eventNam:A", "field@0+8 => eventName:A"},
    Case{"userAgent:x and eventname:B", "field@16+9 => userAgent:x and eventName:B"},
    Case{"sharedEventID:x", "field@0+13"}, // of CloudTrail, but not here
    Case{"requestParameters.qqqqqqqqqqqqq != b", "field@0+31"},
    Case{"outcome:failed", "value@8+6 => outcome:failure"},
    Case{"outcome:FAILURE", ""},
    Case{"outcome:\"Failure\"", "value@8+9 => outcome:failure"},
    Case{"outcome:(success or bad)", "value@8+16"},
    Case{"verb:delete", "value@5+6"},
    Case{"class:den*", ""},
    Case{"eventName:\"A*\"", "quoted@10+4 => eventName:A*"},
    Case{"eventName:\"A *\"", "quoted@10+5"},
    Case{"requestParameters.bucketName:\"b*\"", ""}, // may well hold one
    Case{"?ERROR ?Denied", "terms@0+14 => \"ERROR\" or \"Denied\""},
    Case{"user:?ob", ""},
    Case{"eventSource:iam", "source@12+3 => service:iam"},
    Case{"eventSource:(iam or sts)", "source@12+12 => service:(iam or sts)"},
    Case{"eventSource:iam.amazonaws.com", ""},
    Case{"eventSource:iam*", ""},
    Case{"A and \"B*\" not C", ""},
    Case{"time:2026-03-10 and not time:*", ""},
    Case{"", ""},
};

constexpr std::array kWithout{
    Case{"errorCode != x", "lacking@0+14 => errorCode != x and errorCode:*"},
    Case{"eventName != x", ""},
    Case{"outcome != success", ""},
    Case{"resource != x", "lacking@0+13 => resource != x and resource:*"},
    Case{"nothing.like.it:x", ""},
    Case{"outcome:ok", "value@8+2"},
};

} // namespace

class TestRisks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void areToldAtTheirPlaceWithAFixThatMends_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<bool>("hasExport");
        for (const Case& one : kWithExport)
            QTest::addRow("%s", one.text) << one.text << one.expected << true;
        for (const Case& one : kWithout)
            QTest::addRow("without an export: %s", one.text) << one.text << one.expected << false;
    }
    void areToldAtTheirPlaceWithAFixThatMends()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QFETCH(bool, hasExport);
        Evaluator evaluator(1);
        const auto catalog = hasExport ? fourEvents(evaluator) : nullptr;
        const std::string utf8 = text.toStdString();
        QCOMPARE(QString::fromStdString(told(utf8, catalog.get())), expected);
        for (const Risk& risk : risksIn(utf8, catalog.get())) {
            QVERIFY(!riskText(risk).empty());
            if (!risk.fix)
                continue;
            const std::string better = mended(utf8, *risk.fix);
            QVERIFY2(parseBar(better).predicate, better.c_str());
            QCOMPARE(told(better, catalog.get()), std::string());
        }
    }

    void theShareIsThatOfTheExport()
    {
        Evaluator evaluator(1);
        const auto catalog = fourEvents(evaluator);
        const auto risks = risksIn("errorCode != x", catalog.get());
        QCOMPARE(risks.size(), std::size_t{1});
        QCOMPARE(risks[0].events, std::uint64_t{1});
        QCOMPARE(risks[0].of, std::uint64_t{4});
        QCOMPARE(riskText(risks[0]),
                 std::string("finds every event without errorCode too; 25.0 % of the events have "
                             "it"));
    }

    void nothingIsSaidWhileNothingIsOpen()
    {
        const auto empty =
            FieldCatalog::make(std::make_shared<store::EventStore>(), nullptr, JobContext());
        QCOMPARE(told("nothing:x", empty->get()), std::string());
    }

    void aLongTextIsToldInPart()
    {
        std::string text;
        for (int i = 0; i < 3000; ++i)
            text += "errorCode != x" + std::to_string(i) + ' ';
        QCOMPARE(risksIn(text, nullptr).size(), kMaxRisks);
    }
};

QTEST_GUILESS_MAIN(TestRisks)
#include "tst_risks.moc"
