// Mentions: rows by the texts that they name, against a slow oracle.
#include "model/config/mentions.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <random>
#include <set>
#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::config;
using namespace Qt::StringLiterals;

namespace {

std::string sketch(int number, int second, const std::string& request)
{
    const QString time = u"2026-03-01T00:%1:%2Z"_s.arg(second / 60, 2, 10, QLatin1Char('0'))
                             .arg(second % 60, 2, 10, QLatin1Char('0'));
    return test::quoted("{'eventTime':'" + time.toStdString() + "','eventName':'E"
                        + std::to_string(number) + "','requestParameters':" + request + "}");
}

std::vector<bool> allPaths(const store::EventStore& events)
{
    return std::vector<bool>(events.paths().size(), true);
}

// "E0 E3": the events that name a text, in the order they are given.
QString named(const store::EventStore& events, const std::string& text, bool isUnique = true)
{
    const std::vector<WantedText> wanted{{text, isUnique}};
    const auto found =
        Mentions::find(events, {.wanted = wanted, .paths = allPaths(events)}, JobContext());
    QStringList names;
    for (const RowId row : found->of(0)) {
        std::string name;
        events.value(row, *events.paths().find("eventName"), name);
        names << QString::fromStdString(name);
    }
    return names.join(u' ');
}

QString formsOf(const std::string& value, const std::string& wanted)
{
    std::set<QString> forms;
    namedTexts(value, [&](std::string_view text, TextForm form) {
        if (text == wanted)
            forms.insert(form == TextForm::Whole         ? u"whole"_s
                             : form == TextForm::End     ? u"end"_s
                             : form == TextForm::Element ? u"element"_s
                                                         : u"inside"_s);
    });
    return QStringList(forms.begin(), forms.end()).join(u' ');
}

} // namespace

class TestMentions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aValueNamesWhatItHolds_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("forms");
        const auto row = [](const char* value, const char* text, const char* forms) {
            QTest::addRow("%s in %s", text, value)
                << QString::fromUtf8(value) << QString::fromUtf8(text) << QString::fromUtf8(forms);
        };
        row("web", "web", "whole");
        row("webs", "web", "");
        row("my web", "web", "inside");
        row("arn:aws:iam::111111111111:role/path/web", "web", "end");
        row("arn:aws:iam::111111111111:role/path/web", "path", "inside");
        row("arn:aws:iam::111111111111:role/path/web", "path/web", "end");
        row("arn:aws:iam::111111111111:role/path/web", "role/path/web", "end");
        row("arn:aws:iam::111111111111:role/path/web", "iam", "");
        row("arn:aws:iam::111111111111:role/path/web", "role", "inside");
        row("arn:aws:s3:::bucket/key", "arn:aws:s3:::bucket", "inside");
        row("arn:aws:s3:::bucket/key", "bucket", "inside");
        row("arn:aws:s3:::bucket", "bucket", "end");
        row("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket", "inside");
        row("arn:aws:logs:us-east-1:1:log-group:/aws/lambda/x", "/aws/lambda/x", "end");
        row("https://sqs.us-east-1.amazonaws.com/111111111111/queue", "queue", "end");
        row("/hostedzone/Z1", "Z1", "end");
        row("111111111111:function:web", "web", "end");
        row("[\"web\",\"db\"]", "db", "element inside");
        row("{\"Resource\":\"arn:aws:s3:::bucket\"}", "arn:aws:s3:::bucket", "element inside");
        row("{\"name\":\"two words\"}", "two words", "element");
        row("%7B%22Resource%22%3A%22arn%3Aaws%3As3%3A%3A%3Abucket%22%7D", "arn:aws:s3:::bucket",
            "element inside");
        row("sg-1, sg-2", "sg-2", "inside");
        row("sg-10", "sg-1", "");
        row("", "web", "");
        row("%", "web", "");
        row("arn:aws", "aws", "");
        row("\"\\", "web", "");
    }

    void aValueNamesWhatItHolds()
    {
        QFETCH(QString, value);
        QFETCH(QString, text);
        QFETCH(QString, forms);
        QCOMPARE(formsOf(value.toStdString(), text.toStdString()), forms);
    }

    void identifiersAreFoundAnywhereNamesWhereTheyStandAlone()
    {
        const auto events = test::storeOf({
            sketch(0, 3, "{'name':'web'}"),
            sketch(1, 2, "{'text':'about the web'}"),
            sketch(2, 1, "{'arn':'arn:aws:iam::111111111111:role/web'}"),
            sketch(3, 0, "{'id':'01234567-89ab-cdef-0123-456789abcdef'}"),
            sketch(4, 4, "{'list':['a','web','web']}"),
        });
        QCOMPARE(named(*events, "web", true), u"E2 E1 E0 E4"_s);
        QCOMPARE(named(*events, "web", false), u"E2 E0 E4"_s);
        QCOMPARE(named(*events, "01234567-89ab-cdef-0123-456789abcdef"), u"E3"_s);
        QCOMPARE(named(*events, "nobody"), QString());
        QCOMPARE(named(*test::storeOf({}), "web"), QString());
    }

    void onlyTheAskedRowsAndPathsCount()
    {
        const auto events = test::storeOf({
            sketch(0, 0, "{'a':'x'}"),
            sketch(1, 1, "{'b':'x'}"),
            sketch(2, 2, "{'a':'x'}"),
        });
        const std::vector<WantedText> wanted{{"x", false}};
        Mentions::Question question{.wanted = wanted, .paths = allPaths(*events)};
        question.paths[events->paths().find("requestParameters.b")->index()] = false;
        QCOMPARE(Mentions::find(*events, question, JobContext())->of(0).size(), std::size_t{2});
        const std::vector<query::RowBits> rows{{0b100}};
        question.rows = rows;
        const auto found = Mentions::find(*events, question, JobContext());
        QCOMPARE(found->of(0).size(), std::size_t{1});
        QCOMPARE(found->of(0)[0], RowId(2));
        question.mayName = [](PathId, std::uint32_t) {
            return false;
        };
        QVERIFY(Mentions::find(*events, question, JobContext())->of(0).empty());
    }

    void anyNumberOfThreadsFindsWhatAScanOfAllLeavesDoes()
    {
        std::mt19937 random(7);
        const std::vector<std::string> texts{"i-0123456789abcdef0",
                                             "web",
                                             "a/b",
                                             "arn:aws:iam::1:role/web",
                                             "01234567-89ab-cdef-0123-456789abcdef",
                                             "x y"};
        test::StoreBuilding building;
        for (int file = 0; file < 4; ++file) {
            std::string text = "{\"Records\":[";
            for (int i = 0; i < 120; ++i) {
                const auto pick = [&] {
                    const std::string& one = texts[random() % texts.size()];
                    switch (random() % 5) {
                    case 0:
                        return "pre-" + one;
                    case 1:
                        return "arn:aws:x::1:" + one;
                    case 2:
                        return "see " + one + ", " + texts[random() % texts.size()];
                    default:
                        return one;
                    }
                };
                text += (i ? "," : "")
                    + sketch(i, static_cast<int>(random() % 1800),
                             random() % 3 ? "{'a':'" + pick() + "','b':['" + pick() + "']}"
                                          : "{'b':['" + pick() + "','" + pick() + "']}");
            }
            building.read(text + "]}");
            building.seal();
        }
        const auto events = building.store();
        std::vector<WantedText> wanted;
        for (const std::string& text : texts)
            wanted.push_back({text, true});
        for (const unsigned threads : {1u, 3u}) {
            const auto found = Mentions::find(*events,
                                              {.wanted = wanted,
                                               .paths = allPaths(*events),
                                               .rows = {},
                                               .mayName = {},
                                               .threads = threads},
                                              JobContext());
            QVERIFY_OK(found);
            for (std::uint32_t i = 0; i < wanted.size(); ++i) {
                std::vector<RowId> expected;
                for (const RowId row : events->timeOrder()) {
                    bool isNamed = false;
                    events->leaves(row, [&](PathId, store::ValueKind, std::string_view value) {
                        isNamed = isNamed || !formsOf(std::string(value), texts[i]).isEmpty();
                    });
                    if (isNamed)
                        expected.push_back(row);
                }
                auto rows = std::vector<RowId>(found->of(i).begin(), found->of(i).end());
                QVERIFY(!rows.empty());
                for (std::size_t k = 1; k < rows.size(); ++k)
                    QVERIFY(*events->time(rows[k - 1]) <= *events->time(rows[k]));
                std::ranges::sort(rows);
                std::ranges::sort(expected);
                QVERIFY2(rows == expected, texts[i].c_str());
            }
        }
    }

    void aCancelledSearchSaysSo()
    {
        const auto events = test::storeOf({sketch(0, 0, "{'a':'x'}")});
        const std::vector<WantedText> wanted{{"x", false}};
        std::stop_source stop;
        stop.request_stop();
        const auto found = Mentions::find(*events, {.wanted = wanted, .paths = allPaths(*events)},
                                          JobContext(stop.get_token()));
        QVERIFY(!found.ok());
        QCOMPARE(found.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestMentions)
#include "tst_mentions.moc"
