// Exports as text: the rows that were asked for, in their order, and what other readers make of it.
#include "model/base/csvtext.h"
#include "model/ingest/sniffer.h"
#include "model/query/eventexport.h"
#include "tests/support/randomevents.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace trailloupe;
using namespace trailloupe::query;
using namespace trailloupe::test;
using Json = nlohmann::ordered_json;
using Format = ExportFormat;

namespace {

using StorePtr = std::shared_ptr<const store::EventStore>;

StorePtr randomStore(int events)
{
    RandomEvents random(11);
    StoreBuilding building;
    std::string text = "{\"Records\":[";
    for (int i = 0; i < events; ++i)
        text += (i ? "," : "") + random.next();
    building.read(text + "]}");
    return building.store();
}

EventExport exportOf(const StorePtr& store, Format format)
{
    const auto order = store->timeOrder();
    EventExport input;
    input.store = store;
    input.rows.assign(order.begin(), order.end());
    input.format = format;
    input.columns = {*parseColumn("time"), *parseColumn("eventName"),
                     *parseColumn("requestParameters.name")};
    input.titles = {"time", "eventName", "requestParameters.name"};
    return input;
}

std::string textOf(const EventExport& input)
{
    std::string text;
    const auto done = writeEvents(
        input,
        [&](std::string_view piece) -> Result<void> {
            text += piece;
            return {};
        },
        JobContext());
    if (!done)
        qWarning("an export that failed");
    return text;
}

ExportNote someNote()
{
    ExportNote note;
    note.program = "Trailloupe 1";
    note.filter = "eventName:\"a\nb\"";
    note.zone = "Europe/Berlin";
    note.sources = {"/a/\"b\""};
    note.written = 3;
    note.ledgerRecords = 12;
    return note;
}

} // namespace

class TestEventExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void cellsAreQuotedAndFormulasGuarded_data()
    {
        QTest::addColumn<QByteArray>("cell");
        QTest::addColumn<QByteArray>("safe");
        QTest::addColumn<QByteArray>("exact");
        const auto row = [](const char* name, const char* cell, const char* safe,
                            const char* exact) {
            QTest::newRow(name) << QByteArray(cell) << QByteArray(safe) << QByteArray(exact);
        };
        row("plain", "alice", "alice", "alice");
        row("empty", "", "", "");
        row("comma", "a,b", "\"a,b\"", "\"a,b\"");
        row("quote", "a\"b", "\"a\"\"b\"", "\"a\"\"b\"");
        row("line break", "a\nb", "\"a\nb\"", "\"a\nb\"");
        row("equals", "=1+1", "'=1+1", "=1+1");
        row("plus", "+1", "'+1", "+1");
        row("minus", "-1", "'-1", "-1");
        row("at", "@SUM(A1)", "'@SUM(A1)", "@SUM(A1)");
        row("tab", "\t=1", "'\t=1", "\t=1");
        row("carriage return", "\r=1", "\"'\r=1\"", "\"\r=1\"");
        row("formula with a comma", "=A(1,2)", "\"'=A(1,2)\"", "\"=A(1,2)\"");
        row("sign in the middle", "a=b", "a=b", "a=b");
    }
    void cellsAreQuotedAndFormulasGuarded()
    {
        QFETCH(QByteArray, cell);
        QFETCH(QByteArray, safe);
        QFETCH(QByteArray, exact);
        for (const bool isSafe : {true, false}) {
            std::string line;
            appendCsvCell(cell.toStdString(), isSafe, line);
            QCOMPARE(QByteArray::fromStdString(line), isSafe ? safe : exact);
        }
    }

    void csvHasAHeadingAndTheRowsInTheirOrder()
    {
        const auto store =
            storeOf({quoted("{'eventID':'1','eventTime':'2026-03-10T14:05:12Z','eventName':'A',"
                            "'requestParameters':{'name':'=1,2'}}"),
                     quoted("{'eventID':'2','eventTime':'2026-03-10T14:05:13Z','eventName':'B'}"),
                     quoted("{'eventID':'3','eventName':'C'}")});
        EventExport input = exportOf(store, Format::Csv);
        std::reverse(input.rows.begin(), input.rows.end());
        QCOMPARE(textOf(input),
                 std::string("time,eventName,requestParameters.name\r\n"
                             ",C,\r\n"
                             "2026-03-10T14:05:13Z,B,\r\n"
                             "2026-03-10T14:05:12Z,A,\"'=1,2\"\r\n"));
        input.rows.resize(1);
        input.byteOrderMark = true;
        QCOMPARE(textOf(input),
                 std::string("\xEF\xBB\xBF"
                             "time,eventName,requestParameters.name\r\n,C,\r\n"));
    }

    void timesAreWrittenAsTheCallerSays()
    {
        const auto store = storeOf({quoted("{'eventID':'1','eventTime':'2026-03-10T14:05:12Z'}")});
        EventExport input = exportOf(store, Format::Tabs);
        input.timeText = [](std::int64_t seconds) {
            return "at " + std::to_string(seconds);
        };
        QCOMPARE(textOf(input), std::string("at 1773151512\t\t\n"));
    }

    void jsonLinesAreTheEventsAsRecorded()
    {
        const auto store = randomStore(300);
        const std::string text = textOf(exportOf(store, Format::JsonLines));
        std::string expected;
        for (const std::string& event : eventsOf(*store))
            expected += event + '\n';
        QCOMPARE(text, expected);
    }

    void recordsAreReadAgainEventByEvent()
    {
        const auto store = randomStore(1500); // several pieces
        EventExport input = exportOf(store, Format::Records);
        input.note = someNote();
        const std::string text = textOf(input);
        QVERIFY(text.starts_with("{\"Records\":["));
        // The events are as odd as recorded; other parsers need not take them.
        const std::string member = "],\n\"trailloupe\":";
        const std::size_t at = text.rfind(member);
        QVERIFY(at != text.npos && text.ends_with("}}\n"));
        const Json note =
            Json::parse(text.substr(at + member.size(), text.size() - 2 - at - member.size()));
        QCOMPARE(note["filter"].get<std::string>(), someNote().filter);
        QCOMPARE(note["written"].get<int>(), 3);
        QCOMPARE(note["sources"][0].get<std::string>(), someNote().sources[0]);

        QCOMPARE(int(ingest::sniff(text, "export.json")),
                 int(ingest::SourceKind::CloudTrailRecords));
        StoreBuilding again;
        const auto entry = again.read(text);
        QCOMPARE(entry.records, static_cast<std::uint64_t>(store->timeOrder().size()));
        QVERIFY(!entry.hasProblem());
        QVERIFY(eventsOf(*again.store()) == eventsOf(*store));
    }

    void noEventsAreAFileToo()
    {
        EventExport input = exportOf(randomStore(5), Format::Records);
        input.rows.clear();
        QVERIFY(Json::parse(textOf(input))["Records"].empty());
        input.format = Format::JsonLines;
        QCOMPARE(textOf(input), std::string());
        input.format = Format::Csv;
        QCOMPARE(textOf(input), std::string("time,eventName,requestParameters.name\r\n"));
    }

    void theFirstErrorOfTheSinkEndsIt()
    {
        const EventExport input = exportOf(randomStore(2000), Format::JsonLines);
        int pieces = 0;
        const auto done = writeEvents(
            input,
            [&](std::string_view) -> Result<void> {
                if (++pieces == 2)
                    return Error{.kind = Error::Kind::Io, .detail = "full"};
                return {};
            },
            JobContext());
        QVERIFY(!done);
        QCOMPARE(done.error().detail, std::string("full"));
        QCOMPARE(pieces, 2);
    }

    void canBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto done = writeEvents(
            exportOf(randomStore(10), Format::Csv),
            [](std::string_view) -> Result<void> { return {}; }, JobContext(stop.get_token()));
        QVERIFY(!done);
        QCOMPARE(int(done.error().kind), int(Error::Kind::Cancelled));
    }

    void theNoteSaysWhatTheFileIs()
    {
        const std::string text = noteText(someNote());
        QVERIFY(text.find("made by: Trailloupe 1\n") != text.npos);
        QVERIFY(text.find("filter: eventName:\"a b\"\n") != text.npos); // one line
        QVERIFY(text.find("time zone: Europe/Berlin\n") != text.npos);
        QVERIFY(text.find("events written: 3\n") != text.npos);
        QVERIFY(text.find("ledger: records: 12\n") != text.npos);
        QVERIFY(text.find("source: /a/\"b\"\n") != text.npos);
        QVERIFY(text.find("still being read") == text.npos);
        ExportNote loading;
        loading.complete = false;
        QVERIFY(noteText(loading).find("filter: none\n") != std::string::npos);
        QVERIFY(noteText(loading).find("still being read") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestEventExport)
#include "tst_eventexport.moc"
