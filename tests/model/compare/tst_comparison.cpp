#include "model/compare/comparison.h"
#include "model/compare/comparisonlines.h"
#include "tests/support/randomevents.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::compare;

namespace {

ComparisonPtr compared(const std::vector<std::string>& texts,
                       const std::vector<std::string>& ignored = {})
{
    std::vector<ComparedEvent> events;
    for (const std::string& text : texts)
        events.push_back({RowId(static_cast<std::uint32_t>(events.size())), text, {}});
    auto made = Comparison::make(std::move(events), ignored, JobContext());
    return made ? *made : nullptr;
}

// The rows that count as different: their path, name where it is an element, and states.
QByteArray differences(const ComparisonPtr& comparison)
{
    static constexpr char kMarks[] = {'.', '=', '~', '+', '-'};
    QByteArray text;
    for (std::uint32_t row = 1; row < comparison->rows().size(); ++row) {
        if (!comparison->isDifferent(row))
            continue;
        const Row& at = comparison->rows()[row];
        text += QByteArray::fromStdString(at.path);
        if (at.isElement)
            text += '<' + QByteArray::fromStdString(at.name) + '>';
        text += ' ';
        for (std::size_t event = 0; event < comparison->events().size(); ++event)
            text += kMarks[static_cast<int>(comparison->cellState(row, event))];
        if (at.note != RowNote::None)
            text += QByteArray(" ") + noteText(at.note).c_str();
        text += '\n';
    }
    return text;
}

std::string policyEvent(const char* policy)
{
    std::string text = R"({"eventName":"PutRolePolicy","requestParameters":{"policyDocument":)";
    appendJsonString(policy, text);
    return text + "}}";
}

} // namespace

class TestComparison : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void whatDiffersIsTold_data()
    {
        QTest::addColumn<QList<QByteArray>>("events");
        QTest::addColumn<QByteArray>("told");
        const auto row = [](const char* name, QList<QByteArray> events, const char* told) {
            QTest::newRow(name) << std::move(events) << QByteArray(told);
        };
        row("a value", {R"({"a":1,"b":"x"})", R"({"b":"y","a":1})"}, "b =~\n");
        row("added and missing", {R"({"a":1,"b":2})", R"({"a":1,"c":3})"}, "b =-\nc .+\n");
        row("a kind", {R"({"a":{"b":1}})", R"({"a":"x"})"}, "a =~\n");
        row("below", {R"({"a":{"b":{"c":1,"d":2}}})", R"({"a":{"b":{"c":1,"d":3}}})"},
            "a.b.d =~\n");
        row("a container that is missing", {R"({"a":{"b":1,"c":[2]}})", "{}"},
            "a.b =-\na.c[]<[0]> =-\n");
        row("empty ones are values", {R"({"a":{},"b":[]})", R"({"a":{},"b":{}})"}, "b =~\n");
        row("null is a value", {R"({"a":null})", "{}"}, "a =-\n");
        row("numbers as they are written", {R"({"a":1.0})", R"({"a":1})"}, "a =~\n");
        row("three events", {R"({"a":1,"b":1})", R"({"a":2,"b":1})", R"({"a":1})"},
            "a =~=\nb ==-\n");
        row("elements by ARN, not by place",
            {R"({"r":[{"ARN":"x","t":1},{"ARN":"y","t":1}]})",
             R"({"r":[{"ARN":"n","t":1},{"ARN":"x","t":1},{"ARN":"y","t":2}]})"},
            "r[].ARN .+\nr[].t .+\nr[].t =~\n");
        row("elements by ports",
            {R"({"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"10.0.0.0/8"}]}}]})",
             R"({"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"ipRanges":{"items":[{"cidrIp":"10.0.0.0/8"}]}},{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]})"},
            "items[].ipProtocol .+\nitems[].fromPort .+\nitems[].toPort .+\n"
            "items[].ipRanges.items[].cidrIp .+\n"
            "items[].ipRanges.items[].cidrIp =-\nitems[].ipRanges.items[].cidrIp .+\n");
        row("values of a list", {R"({"a":["x","y","z"]})", R"({"a":["x","n","z"]})"},
            "a[]<[1]> =~\n");
        row("only another order", {R"({"a":["x","y"]})", R"({"a":["y","x"]})"},
            "a =~ the same elements in another order\n");
        row("another order, and elements that changed",
            {R"({"a":[{"id":"x","n":1},{"id":"y","n":1}]})",
             R"({"a":[{"id":"y","n":1},{"id":"x","n":2}]})"},
            "a =~ in another order too\na[].n =~\n");
        row("another order, and one that is new", {R"({"a":["x","y"]})", R"({"a":["y","x","z"]})"},
            "a =~ in another order too\na[]<[2]> .+\n");
        row("one for another is no other order", {R"({"a":["x","y"]})", R"({"a":["z","x"]})"},
            "a[]<[1]> =~\n");
        row("the same order in one of three events",
            {R"({"a":["x","y"]})", R"({"a":["x","y"]})", R"({"a":["y","x"]})"},
            "a =~~ the same elements in another order\n");
        row("repeated keys", {R"({"a":1,"a":2})", R"({"a":1,"a":3})"}, "a =~\n");
        row("odd keys", {R"({"a.b":{"[]":1}})", R"({"a.b":{"[]":2}})"}, "[\"a.b\"][\"[]\"] =~\n");
    }
    void whatDiffersIsTold()
    {
        QFETCH(QList<QByteArray>, events);
        std::vector<std::string> texts;
        for (const QByteArray& event : events)
            texts.push_back(event.toStdString());
        const auto comparison = compared(texts);
        QVERIFY(comparison);
        QTEST(differences(comparison), "told");
    }

    void jsonInTextIsLookedInto()
    {
        const auto comparison = compared(
            {policyEvent(R"({"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]})"),
             policyEvent(R"({"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]})")});
        QCOMPARE(differences(comparison),
                 QByteArray("requestParameters.policyDocument→Statement[].Action =~\n"));
        std::uint32_t policy = 0;
        while (!comparison->rows()[policy].isDecoded)
            ++policy;
        const auto changes = policyChanges(*comparison, policy, 1);
        QCOMPARE(changes.size(), std::size_t{1});
        QVERIFY(changes[0].kind == PolicyChange::Kind::Widened);
        QCOMPARE(comparison->text(policy, 1).substr(0, 13), std::string_view("{\"Statement\":"));
    }

    void textThatSaysTheSameIsWrittenOtherwise()
    {
        const auto comparison = compared({policyEvent(R"({"Statement":[],"Id":"x"})"),
                                          policyEvent(R"({ "Id": "x", "Statement": [] })")});
        QCOMPARE(differences(comparison),
                 QByteArray("requestParameters.policyDocument =~ written otherwise, means "
                            "the same\n"));
        QCOMPARE(comparison->counts().different, 1u);
    }

    void whatIsInTextIsToldInOneLine()
    {
        const auto comparison = compared(
            {policyEvent(
                 "{ \"Statement\": [ { \"Effect\": \"Allow\",\n \"Action\": \"s3:*\" } ] }"),
             policyEvent("{ \"Statement\": [ { \"Effect\": \"Allow\",\n \"Action\": [\n"
                         " \"s3:Get\\\" Object\" ,\n{ } ] } ] }")});
        QCOMPARE(differences(comparison),
                 QByteArray("requestParameters.policyDocument\u2192Statement[].Action =~\n"));
        std::uint32_t row = 1;
        while (!comparison->isDifferent(row))
            ++row;
        QCOMPARE(comparison->text(row, 1), std::string_view("[\"s3:Get\\\" Object\",{}]"));
        const std::string text = plainText(*comparison, linesOf(*comparison, {}), {"1", "2"});
        QVERIFY2(text.find("\u240a") == std::string::npos, text.c_str());
    }

    void aPolicyThatMeansTheSameIsWrittenOtherwise()
    {
        const char* list = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",
            "Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":["s3:Get*"]}]})";
        const char* one = R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",
            "Principal":{"AWS":["111122223333"]},"Action":"S3:get*"}})";
        const auto comparison = compared({policyEvent(list), policyEvent(one), policyEvent(list)});
        QCOMPARE(differences(comparison),
                 QByteArray("requestParameters.policyDocument =~= written otherwise, means the "
                            "same\n"));
        QCOMPARE(comparison->counts().different, 1u);
        const auto asObject = [](const char* policy) {
            return std::string(R"({"a":1,"policy":)") + policy + "}";
        };
        QCOMPARE(differences(compared({asObject(list), asObject(one)})),
                 QByteArray("policy =~ written otherwise, means the same\n"));
        const std::string wider = QByteArray(one).replace("get*", "*").toStdString();
        QVERIFY(differences(compared({policyEvent(list), policyEvent(wider.c_str())}))
                    .contains("Statement"));
    }

    void textThatIsJsonOnlyOnceIsText()
    {
        const auto comparison = compared({policyEvent("{\"Statement\":[]}"), policyEvent("none")});
        QCOMPARE(differences(comparison), QByteArray("requestParameters.policyDocument =~\n"));
    }

    void ignoredPathsCountForNothingAndAreStillThere()
    {
        const std::string a =
            R"({"eventID":"1","requestParameters":{"list":[{"id":"a","n":1}],"listing":1}})";
        const std::string b =
            R"({"eventID":"2","requestParameters":{"list":[{"id":"a","n":2}],"listing":2}})";
        const auto comparison = compared({a, b}, {"eventID", "requestParameters.list"});
        QCOMPARE(differences(comparison), QByteArray("requestParameters.listing =~\n"));
        QCOMPARE(comparison->counts().ignored, 3u);
        const auto none = comparison->ignoring({});
        QCOMPARE(none->counts().different, 3u);
        QCOMPARE(none->counts().ignored, 0u);
        QCOMPARE(comparison->counts().different, 1u); // the one before stays as it was
    }

    void equalRowsAreFoldedWithHowManyThereAre()
    {
        const std::string a = R"({"a":1,"b":{"c":2,"d":3},"e":4,"f":{"g":5,"h":6}})";
        const std::string b = R"({"a":1,"b":{"c":2,"d":3},"e":9,"f":{"g":5,"h":7}})";
        const auto comparison = compared({a, b});
        const auto text = [&](const LineOptions& options) {
            QByteArray out;
            for (const Line& line : linesOf(*comparison, options)) {
                if (line.kind == Line::Kind::Row)
                    out += QByteArray::fromStdString(comparison->rows()[line.row].path) + ' ';
                else
                    out += '(' + QByteArray::number(line.folded) + (line.isOpen ? "v) " : ") ");
            }
            return out.trimmed();
        };
        QCOMPARE(text({}), QByteArray("(3) e f f.g f.h"));
        QCOMPARE(text({.onlyDifferent = true}), QByteArray("e f f.h"));
        QCOMPARE(text({.opened = {1}}), QByteArray("(3v) a b b.c b.d e f f.g f.h"));
        QCOMPARE(text({.search = "d"}), QByteArray("b b.d"));
        QCOMPARE(text({.search = "7"}), QByteArray("f f.h"));
        QCOMPARE(text({.onlyDifferent = true, .search = "2"}), QByteArray(""));
        QCOMPARE(comparison->counts().equal, 4u);
        QCOMPARE(comparison->counts().different, 2u);
    }

    void badTextIsAnError()
    {
        std::vector<ComparedEvent> events{{RowId(0), "{}", {}}, {RowId(1), "{\"a\":", {}}};
        const auto made = Comparison::make(std::move(events), {}, JobContext());
        QVERIFY(!made);
        QVERIFY(made.error().kind == Error::Kind::Malformed);
    }

    void itStopsWhenCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        std::vector<ComparedEvent> events{{RowId(0), "{\"a\":1}", {}}, {RowId(1), "{}", {}}};
        const auto made = Comparison::make(std::move(events), {}, JobContext(stop.get_token()));
        QVERIFY(!made);
        QVERIFY(made.error().kind == Error::Kind::Cancelled);
    }

    // An event is equal to itself; swapping two mirrors; every row counts once.
    void itHoldsForAnyEvents()
    {
        test::RandomEvents random(5);
        std::string before = random.next();
        for (int i = 0; i < 300; ++i) {
            const std::string event = random.next();
            const auto self = compared({event, event, event});
            QVERIFY2(self, event.c_str());
            QCOMPARE(self->counts().different, 0u);
            QVERIFY(self->rows()[0].state == RowState::Equal);
            const auto there = compared({before, event});
            const auto back = compared({event, before});
            QCOMPARE(there->counts().different, back->counts().different);
            QCOMPARE(there->counts().equal, back->counts().equal);
            const auto count = [](const ComparisonPtr& of, CellState state) {
                int found = 0;
                for (std::uint32_t row = 1; row < of->rows().size(); ++row)
                    found += of->cellState(row, 1) == state;
                return found;
            };
            QCOMPARE(count(there, CellState::Added), count(back, CellState::Missing));
            QCOMPARE(count(there, CellState::Changed), count(back, CellState::Changed));
            // Every value of an event is in a row.
            std::uint32_t counted = 0;
            for (const Row& row : there->rows())
                counted += !row.isContainer || row.note != RowNote::None;
            QCOMPARE(counted, there->counts().different + there->counts().equal);
            before = event;
        }
    }

    // Folded or not, each value is in sight or counted in a folded line, as what it is.
    void theLinesAddUpToTheCounts()
    {
        test::RandomEvents random(6);
        const std::vector<std::vector<std::string>> ignored{
            {"eventTime"}, {"eventID", "userIdentity.type", "requestParameters"}};
        for (int i = 0; i < 400; ++i) {
            const std::string event = random.next();
            const auto comparison =
                compared({event, i % 3 == 0 ? event : random.next()}, ignored[i % 2]);
            Counts told;
            for (const Line& line : linesOf(*comparison, {})) {
                const Row& row = comparison->rows()[line.row];
                if (line.kind == Line::Kind::Row && (!row.isContainer || row.note != RowNote::None))
                    ++(row.isIgnored                           ? told.ignored
                           : comparison->isDifferent(line.row) ? told.different
                                                               : told.equal);
                else if (line.kind == Line::Kind::FoldedEqual)
                    told.equal += line.folded;
                else if (line.kind == Line::Kind::FoldedIgnored)
                    told.ignored += line.folded;
                told.ignored += line.ignored;
            }
            const Counts& counts = comparison->counts();
            QCOMPARE(told.equal, counts.equal);
            QCOMPARE(told.different, counts.different);
            QCOMPARE(told.ignored, counts.ignored);
        }
    }

    void whatIsIgnoredBelowEqualRowsIsCountedApart()
    {
        const std::string a = R"({"a":{"b":1,"id":1,"c":2},"d":{"id":1,"it":2},"e":1})";
        const std::string b = R"({"a":{"b":1,"id":2,"c":2},"d":{"id":3,"it":4},"e":2})";
        const auto told = [](const ComparisonPtr& comparison) {
            return foldText(linesOf(*comparison, {}).front());
        };
        QCOMPARE(told(compared({a, b}, {"a.id", "d.id", "d.it"})),
                 std::string("2 equal, 3 ignored"));
        QCOMPARE(told(compared({a, b}, {"a.b", "a.c", "a.id", "d.id", "d.it"})),
                 std::string("5 ignored"));
    }

    void asTextAndAsMarkdown()
    {
        const auto comparison =
            compared({R"({"a":"x|y","b":1,"c":[{"id":"k","n":1}]})",
                      R"({"a":"z","b":1,"c":[{"id":"k","n":1},{"id":"l","n":2}],"d":true})"});
        const auto lines = linesOf(*comparison, {});
        QCOMPARE(plainText(*comparison, lines, {"first", "second"}),
                 std::string("1  first\n2  second\n4 different, 3 equal, 0 ignored\n\n"
                             "~ a\n      1: \"x|y\"\n      2: \"z\"\n"
                             "= b\n      1: 1\n      2: 1\n"
                             "~ c\n"
                             "=   (2 equal)\n"
                             "+   l\n"
                             "+     id\n          1: (not there)\n          2: \"l\"\n"
                             "+     n\n          1: (not there)\n          2: 2\n"
                             "+ d\n      1: (not there)\n      2: true\n"));
        QCOMPARE(markdown(*comparison, lines, {"first", "second"}),
                 std::string("1. first\n2. second\n\n4 different, 3 equal, 0 ignored\n\n"
                             "|  | Path | 1 | 2 |\n| --- | --- | --- | --- |\n"
                             "| ~ | a | \"x\\|y\" | \"z\" |\n"
                             "| = | b | 1 | 1 |\n"
                             "| = | 2 equal |||\n"
                             "| + | c\\[l\\].id | (not there) | \"l\" |\n"
                             "| + | c\\[l\\].n | (not there) | 2 |\n"
                             "| + | d | (not there) | true |\n"));
    }

    // Whatever is in sight of the rows above: a path alone does not say which rule it was.
    void eachRowTellsItsElements()
    {
        const auto rule = [](int port, const char* range) {
            return "{'ipProtocol':'tcp','fromPort':" + std::to_string(port) + ",'toPort':"
                + std::to_string(port) + ",'ipRanges':{'items':[{'cidrIp':'" + range + "'}]}}";
        };
        const auto event = [&](const char* range, const char* sid) {
            return test::quoted("{'items':[" + rule(22, range) + ',' + rule(443, "10.0.0.0/8")
                                + "],'tags':['a','" + range + "'],'list':[{'id':'" + sid
                                + "','n':1}],'p':'[{\\'id\\':\\'k\\',\\'x\\':\\'" + range
                                + "\\'}]'}");
        };
        const auto comparison = compared({event("10.0.0.0/8", "k]"), event("0.0.0.0/0", "k]")});
        QVERIFY(comparison);
        QByteArray paths;
        for (std::uint32_t row = 1; row < comparison->rows().size(); ++row) {
            if (comparison->isDifferent(row))
                paths += QByteArray::fromStdString(pathWithElements(*comparison, row)) + '\n';
        }
        QCOMPARE(paths,
                 QByteArray("items[tcp 22].ipRanges.items[10.0.0.0/8].cidrIp\n"
                            "items[tcp 22].ipRanges.items[0.0.0.0/0].cidrIp\n"
                            "tags[1]\n"
                            "p\u2192[k].x\n"));
        const std::string marked = markdown(*comparison, linesOf(*comparison, {}), {"a", "b"});
        QVERIFY2(marked.find("items\\[tcp 22\\].ipRanges.items\\[0.0.0.0/0\\].cidrIp |")
                     != std::string::npos,
                 marked.c_str());
        const auto json = nlohmann::json::parse(comparisonJson(*comparison));
        QCOMPARE(json["rows"][1]["path"].get<std::string>(),
                 std::string("items[].ipRanges.items[].cidrIp"));
        QCOMPARE(json["rows"][1]["elements"].get<std::vector<std::string>>(),
                 (std::vector<std::string>{"tcp 22", "0.0.0.0/0"}));
        // A name that looks like the end of a step is no step.
        bool isFound = false;
        for (std::uint32_t row = 1; row < comparison->rows().size(); ++row)
            isFound = isFound || pathWithElements(*comparison, row) == "list[\"k]\"].n";
        QVERIFY(isFound);
    }

    // An ignored row is not called equal: nobody looked at its values.
    void anIgnoredRowHasItsOwnMark()
    {
        const auto comparison = compared({R"({"a":{"id":1,"n":1},"b":1,"i":1,"j":2})",
                                          R"({"a":{"id":2,"n":2},"b":1,"i":3,"j":4})"},
                                         {"a.id", "i", "j"});
        const auto lines = linesOf(*comparison, {});
        QCOMPARE(plainText(*comparison, lines, {"first", "second"}),
                 std::string("1  first\n2  second\n1 different, 1 equal, 3 ignored\n\n"
                             "~ a\n\u00b7   id  (ignored)\n        1: 1\n        2: 2\n"
                             "~   n\n        1: 1\n        2: 2\n"
                             "= b\n      1: 1\n      2: 1\n"
                             "\u00b7 (2 ignored)\n"));
        const std::string marked = markdown(*comparison, lines, {"first", "second"});
        QVERIFY2(marked.find("| \u00b7 | a.id (ignored) | 1 | 2 |\n") != std::string::npos,
                 marked.c_str());
        QVERIFY(marked.find("| \u00b7 | 2 ignored |||\n") != std::string::npos);
        const auto json = nlohmann::json::parse(comparisonJson(*comparison));
        QStringList told;
        for (const auto& row : json["rows"])
            told << QString::fromStdString(row["path"].get<std::string>())
                    + (row.value("ignored", false) ? u'.' : u'!');
        QCOMPARE(told.join(u' '), QStringLiteral("a.id. a.n! i. j."));
    }

    // Names, texts and titles from an event cannot look like a line that says something else.
    void evidenceCannotForgeTheText()
    {
        const auto comparison =
            compared({test::quoted("{'a\\n= b':'x','p':'\\u202ey'}"),
                      test::quoted("{'a\\n= b':'[l](u) <i> &amp; ~~#\\u0085','p':'z'}")});
        const auto lines = linesOf(*comparison, {});
        const std::vector<std::string> titles{"one\n0 different", "two\r\n| x |"};
        const std::string plain = plainText(*comparison, lines, titles);
        QCOMPARE(plain,
                 std::string("1  one\u240a0 different\n2  two\u240d\u240a| x |\n"
                             "2 different, 0 equal, 0 ignored\n\n"
                             "~ a\u240a= b\n      1: \"x\"\n"
                             "      2: \"[l](u) <i> &amp; ~~#\u27e8U+0085\u27e9\"\n"
                             "~ p\n      1: \"\u27e8U+202E\u27e9y\"\n      2: \"z\"\n"));
        const std::string marked = markdown(*comparison, lines, titles);
        QCOMPARE(std::ranges::count(marked, '\n'), 9);
        QVERIFY(marked.find("2. two\u240d\u240a\\| x \\|\n") != std::string::npos);
        QVERIFY(marked.find("\\[l\\](u) \\<i\\> \\&amp; \\~\\~\\#") != std::string::npos);
    }

    // A container is different from the first event's where a value below it is.
    void theStateOfAContainerIsThatOfWhatCountsBelowIt()
    {
        test::RandomEvents random(11);
        for (int round = 0; round < 60; ++round) {
            std::vector<std::string> events;
            for (int i = 0; i < 3; ++i)
                events.push_back(random.next());
            const auto comparison = compared(events, {"eventID", "userIdentity"});
            for (std::uint32_t row = 1; row < comparison->rows().size(); ++row) {
                const Row& at = comparison->rows()[row];
                for (std::size_t event = 1; at.isContainer && event < 3; ++event) {
                    if (!comparison->has(row, 0) || !comparison->has(row, event))
                        continue;
                    bool isDifferent = at.note != RowNote::None;
                    for (std::uint32_t below = row + 1; below < at.end; ++below) {
                        const bool counts = at.isIgnored || !comparison->rows()[below].isIgnored;
                        const CellState state = comparison->cellState(below, event);
                        isDifferent = isDifferent
                            || (counts && !at.isIgnored && state != CellState::Same
                                && state != CellState::Nowhere);
                    }
                    QCOMPARE(comparison->cellState(row, event),
                             isDifferent ? CellState::Changed : CellState::Same);
                }
            }
        }
    }

    void asJson()
    {
        const auto comparison =
            compared({policyEvent(R"({"Statement":{"Effect":"Allow","Action":"a:b"}})"),
                      policyEvent(R"({"Statement":{"Effect":"Deny","Action":"a:b"}})")});
        const auto json = nlohmann::json::parse(comparisonJson(*comparison));
        QCOMPARE(json["events"].size(), std::size_t{2});
        QCOMPARE(json["counts"]["different"].get<int>(), 1);
        QCOMPARE(json["rows"].size(), std::size_t{2}); // the policy by meaning, and its effect
        QCOMPARE(json["rows"][0]["policy"][0]["change"].get<std::string>(),
                 std::string("Statement 1: effect Allow is now Deny"));
        QCOMPARE(json["rows"][1]["values"][1]["value"].get<std::string>(), std::string("Deny"));
    }

    void deepNestingIsNoDanger()
    {
        const auto deep = [](char value) {
            return "{\"a\":" + std::string(100'000, '[') + value + std::string(100'000, ']') + '}';
        };
        const auto comparison = compared({deep('1'), deep('2')});
        QVERIFY(comparison);
        QCOMPARE(comparison->counts().different, 1u);
        QCOMPARE(compared({deep('1'), deep('1')})->counts().different, 0u);
    }
};

QTEST_APPLESS_MAIN(TestComparison)
#include "tst_comparison.moc"
