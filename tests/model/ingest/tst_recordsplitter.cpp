#include "model/base/jsondocument.h"
#include "model/ingest/recordsplitter.h"
#include "tests/support/testsupport.h"

#include <QElapsedTimer>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <random>

using namespace trailloupe;
using namespace trailloupe::ingest;

namespace {

using Record = std::pair<std::uint64_t, std::string>;

struct Outcome
{
    std::vector<Record> records;
    std::vector<Issue> issues;
    std::uint64_t count = 0;
    std::uint64_t rejected = 0;
    bool operator==(const Outcome&) const = default;
};

// `nextSize` gives the sizes of the chunks.
template<typename NextSize>
Outcome split(const std::string& text, NextSize nextSize, std::uint64_t recordBytes = 1u << 30)
{
    Limits limits;
    limits.recordBytes = recordBytes;
    RecordSplitter splitter(limits);
    Outcome outcome;
    const RecordSplitter::Sink sink = [&](std::uint64_t offset, std::string_view record) {
        outcome.records.emplace_back(offset, record);
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = std::min<std::size_t>(nextSize(), text.size() - at);
        // A copy of its own, so that reading outside of the chunk shows.
        const std::vector<char> chunk(text.begin() + static_cast<std::ptrdiff_t>(at),
                                      text.begin() + static_cast<std::ptrdiff_t>(at + size));
        splitter.feed({chunk.data(), chunk.size()}, sink);
        at += size;
    }
    splitter.finish();
    outcome.issues = splitter.issues();
    outcome.count = splitter.records();
    outcome.rejected = splitter.rejected();
    return outcome;
}

Outcome splitWhole(const std::string& text, std::uint64_t recordBytes = 1u << 30)
{
    return split(
        text, [&] { return text.size(); }, recordBytes);
}

// The elements of an array as a JSON reader sees them.
std::vector<Record> elementsOf(const std::string& text, std::string_view member)
{
    const auto document = JsonDocument::parse(text);
    std::vector<Record> records;
    if (!document.ok())
        return records;
    const std::uint32_t array = member.empty() ? 0 : document->member(0, member);
    for (auto child = document->node(array).firstChild; child != JsonDocument::kNone;
         child = document->node(child).nextSibling) {
        const auto& node = document->node(child);
        records.emplace_back(node.offset, text.substr(node.offset, node.length));
    }
    return records;
}

nlohmann::ordered_json randomValue(std::mt19937& random, int depth)
{
    static const std::vector<std::string> kTexts{"",   "plain", "Records", "a\"b", "\\", "\\\\\"",
                                                 "{[", "]}",    ":,",      "\n",   "é",  "\\\""};
    switch (random() % (depth > 0 ? 7 : 4)) {
    case 0:
        return random() % 2 == 0;
    case 1:
        return random();
    case 2:
    case 3:
        return kTexts[random() % kTexts.size()];
    case 4: {
        auto array = nlohmann::ordered_json::array();
        for (auto n = random() % 4; n > 0; --n)
            array.push_back(randomValue(random, depth - 1));
        return array;
    }
    default: {
        auto object = nlohmann::ordered_json::object();
        for (auto n = random() % 4; n > 0; --n)
            object[kTexts[random() % kTexts.size()]] = randomValue(random, depth - 1);
        return object;
    }
    }
}

QByteArray describe(const Outcome& outcome)
{
    QByteArray text;
    for (const auto& [offset, record] : outcome.records)
        text +=
            QByteArray::number(quint64(offset)) + ' ' + QByteArray::fromStdString(record) + '\n';
    for (const Issue& issue : outcome.issues) {
        text += issueCodeKey(issue.code);
        text += ' ' + QByteArray::number(quint64(issue.count)) + " at "
            + QByteArray::number(quint64(issue.offset));
        if (issue.record != Error::kNoOffset)
            text += " record " + QByteArray::number(quint64(issue.record));
        text += '\n';
    }
    return text;
}

} // namespace

class TestRecordSplitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void anyChunkingGivesTheRecordsOfAJsonReader()
    {
        std::mt19937 random(11);
        static const std::vector<std::string> kMembers{"Records", "Events", "logEvents", ""};
        for (int i = 0; i < 600; ++i) {
            const std::string member = kMembers[random() % kMembers.size()];
            auto array = nlohmann::ordered_json::array();
            for (auto n = random() % 6; n > 0; --n)
                array.push_back(randomValue(random, 4));
            nlohmann::ordered_json whole = array;
            if (!member.empty()) {
                whole = nlohmann::ordered_json::object();
                if (random() % 2 == 0)
                    whole["before"] = randomValue(random, 4);
                whole[member] = array;
                if (random() % 2 == 0)
                    whole["after"] = randomValue(random, 3);
            }
            const std::string text = whole.dump(random() % 2 == 0 ? 1 : -1);
            const std::vector<Record> expected = elementsOf(text, member);
            const Outcome outcome = splitWhole(text);
            QVERIFY2(outcome.records == expected, text.c_str());
            QVERIFY(outcome.issues.empty());
            QCOMPARE(outcome.count, std::uint64_t(expected.size()));
            for (const std::size_t size : {1u, 2u, 3u, 7u})
                QVERIFY2(split(text, [&] { return size; }) == outcome, text.c_str());
            QVERIFY(split(text, [&] { return 1 + random() % 40; }) == outcome);
        }
    }

    void objectsOneAfterTheOtherAreRecords()
    {
        std::mt19937 random(12);
        for (int i = 0; i < 300; ++i) {
            std::string text = i % 3 == 0 ? "\xEF\xBB\xBF" : "";
            std::vector<Record> expected;
            for (auto n = random() % 6; n > 0; --n) {
                nlohmann::ordered_json object = {{"id", n}};
                object["x"] = randomValue(random, 4);
                expected.emplace_back(text.size(), object.dump());
                text += object.dump() + (random() % 3 == 0 ? "" : "\n");
            }
            const Outcome outcome = splitWhole(text);
            QVERIFY2(outcome.records == expected, text.c_str());
            QVERIFY(outcome.issues.empty());
            QVERIFY(split(text, [] { return std::size_t(1); }) == outcome);
        }
    }

    void oddTextsBecomeIssuesWithTheirPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        row("nothing", "", "");
        row("space", " \n", "");
        row("cut in a record", "{\"Records\":[{\"a\":1},{\"b\":[2",
            "12 {\"a\":1}\n"
            "json-truncated 1 at 20 record 1\n");
        row("cut between records", "{\"Records\":[{\"a\":1},",
            "12 {\"a\":1}\njson-truncated 1 at 20\n");
        row("cut in an array", "[{}", "1 {}\njson-truncated 1 at 3\n");
        row("cut in a string", "{\"a\":\"b", "json-truncated 1 at 0 record 0\n");
        row("cut after the array", "{\"Records\":[{}]", "12 {}\njson-truncated 1 at 15\n");
        row("no JSON at all", "hello\nworld\n", "json-malformed 1 at 0\n");
        row("garbage behind", "[{}]xyz", "1 {}\ntrailing-garbage 1 at 4\n");
        row("a bad line between", "{\"a\":1}\n?? not JSON {\n{\"b\":2}\n",
            "0 {\"a\":1}\n22 {\"b\":2}\ntrailing-garbage 1 at 8\n");
        row("Records is an object", "{\"Records\":{\"a\":[1]}}", "records-not-an-array 1 at 11\n");
        row("Records is a text", "{\"a\":1,\"Records\":\"x\"}", "records-not-an-array 1 at 17\n");
        row("no comma", "[{}{} {}]", "1 {}\n3 {}\n6 {}\njson-malformed 2 at 3 record 1\n");
        row("numbers as records", "[1,true , \"x\"]", "1 1\n3 true\n10 \"x\"\n");
        row("two containers", "{\"Records\":[1]}{\"Records\":[2]}[3]", "12 1\n27 2\n31 3\n");
        row("the wrong bracket", "{\"Records\":[{}}\n{\"c\":3}",
            "12 {}\n16 {\"c\":3}\njson-malformed 1 at 14\n");
        row("Records deeper down", "{\"a\":{\"Records\":[1]}}", "0 {\"a\":{\"Records\":[1]}}\n");
    }
    void oddTextsBecomeIssuesWithTheirPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const Outcome outcome = splitWhole(text.toStdString());
        QCOMPARE(describe(outcome), expected);
        QCOMPARE(outcome.count, outcome.records.size() + outcome.rejected);
        QVERIFY(split(text.toStdString(), [] { return std::size_t(1); }) == outcome);
    }

    void aRecordBeyondTheLimitIsSkippedAndReadingGoesOn()
    {
        const std::string large = "{\"x\":\"" + std::string(5000, 'y') + "\"}";
        const std::string text = "{\"Records\":[{\"a\":1}," + large + ",{\"b\":2}]}";
        for (const std::size_t size : {1u, 100u, 4096u, 100'000u}) {
            const Outcome outcome = split(
                text, [&] { return size; }, 1000);
            QCOMPARE(outcome.records.size(), std::size_t(2));
            QCOMPARE(outcome.records[1].second, std::string("{\"b\":2}"));
            QCOMPARE(outcome.count, std::uint64_t(3));
            QCOMPARE(outcome.rejected, std::uint64_t(1));
            QCOMPARE(outcome.issues.size(), std::size_t(1));
            QCOMPARE(outcome.issues[0].code, Issue::Code::RecordTooLarge);
            QCOMPARE(outcome.issues[0].offset, std::uint64_t(20));
            QCOMPARE(outcome.issues[0].record, std::uint64_t(1));
        }
        // Members before the container do not count as a record, however long they are.
        const std::string after = "{\"before\":" + large + ",\"Records\":[{}]}";
        const Outcome outcome = split(
            after, [] { return std::size_t(64); }, 1000);
        QCOMPARE(outcome.records.size(), std::size_t(1));
        QVERIFY(outcome.issues.empty());
    }

    void deepNestingCostsNoStack()
    {
        const std::string deep = std::string(300'000, '[') + std::string(300'000, ']');
        const Outcome outcome = splitWhole("[" + deep + ",{}]");
        QCOMPARE(outcome.records.size(), std::size_t(2));
        QCOMPARE(outcome.records[0].second.size(), deep.size());
    }

    void largeTextsAreSplitQuickly()
    {
        const std::string event = R"({"eventVersion":"1.08","userIdentity":{"type":"AssumedRole",)"
                                  R"("principalId":"AROAEXAMPLE:session","accountId":"1111"},)"
                                  R"("eventTime":"2026-03-01T14:05:12Z","requestParameters":null})";
        std::string text = "{\"Records\":[";
        while (text.size() < 32u << 20)
            text += event + ",";
        text.back() = ']';
        text += '}';
        RecordSplitter splitter;
        std::uint64_t bytes = 0;
        const RecordSplitter::Sink sink = [&](std::uint64_t, std::string_view record) {
            bytes += record.size();
        };
        QElapsedTimer timer;
        timer.start();
        for (std::size_t at = 0; at < text.size(); at += 1u << 18)
            splitter.feed(std::string_view(text).substr(at, 1u << 18), sink);
        splitter.finish();
        const double megabytes = static_cast<double>(text.size()) / 1e6;
        const double rate = megabytes / (static_cast<double>(timer.nsecsElapsed()) / 1e9);
        qInfo("%.0f MB/s", rate);
        QCOMPARE(bytes, splitter.records() * event.size());
        QVERIFY2(rate > 30, "ten times slower than it should be");
    }
};

QTEST_GUILESS_MAIN(TestRecordSplitter)
#include "tst_recordsplitter.moc"
