#include "model/ingest/textrepair.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QStringDecoder>
#include <QTest>

#include <nlohmann/json.hpp>

#include <random>

using namespace trailloupe;
using namespace trailloupe::ingest;

class TestTextRepair : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void onlyMarksAndUtf16AskForDecoding();
    void textIsRepairedAndSaid_data();
    void textIsRepairedAndSaid();
    void invalidUtf8BecomesWhatOtherDecodersMakeOfIt();
    void anyBytesInAStringBecomeJsonThatParses();
    void repairedTextStaysAsItIs();
    void aLargeTextOfNulsGrowsSixTimesAtMost();
};

void TestTextRepair::onlyMarksAndUtf16AskForDecoding()
{
    QVERIFY(!needsDecoding(""));
    QVERIFY(!needsDecoding("{"));
    QVERIFY(!needsDecoding("{\"Records\":[]}"));
    QVERIFY(!needsDecoding("\xC3\xA9"));
    QVERIFY(needsDecoding("\xEF\xBB\xBF{}"));
    for (const bool bigEndian : {false, true})
        for (const bool mark : {false, true})
            QVERIFY(needsDecoding(test::utf16(u"{\"Records\":[]}", bigEndian, mark)));
}

void TestTextRepair::textIsRepairedAndSaid_data()
{
    QTest::addColumn<std::string>("given");
    QTest::addColumn<std::string>("repaired");
    QTest::addColumn<QString>("issues");
    const auto row = [](const char* name, std::string_view given, std::string_view repaired,
                        const char* issues) {
        QTest::newRow(name) << std::string(given) << std::string(repaired)
                            << QString::fromUtf8(issues).replace(
                                   QStringLiteral("repaired"), QStringLiteral("encoding-repaired"));
    };
    using namespace std::string_view_literals;

    row("nothing", "", "", "");
    row("plain JSON", R"({"a":"b\n\u0000"})", R"({"a":"b\n\u0000"})", "");
    row("UTF-8 of every length", "{\"a\":\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"}",
        "{\"a\":\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"}", "");
    row("byte order mark", "\xEF\xBB\xBF{}", "{}", "repaired at 0: 1 byte order mark\n");
    row("only a byte order mark", "\xEF\xBB\xBF", "", "repaired at 0: 1 byte order mark\n");
    row("marks between concatenated files", "\xEF\xBB\xBF{}\n\xEF\xBB\xBF{}", "{}\n   {}",
        "repaired at 0 ×2: 2 byte order marks\n");
    row("a mark inside a string stays", "{\"a\":\"\xEF\xBB\xBF\"}", "{\"a\":\"\xEF\xBB\xBF\"}", "");

    row("invalid bytes", "{\"a\":\"x\xFF\xE2\x82y\"}", "{\"a\":\"x\xEF\xBF\xBD\xEF\xBF\xBDy\"}",
        "repaired at 7 ×3: 3 bytes are not UTF-8\n");
    row("Latin-1", "{\"a\":\"caf\xE9\"}", "{\"a\":\"caf\xEF\xBF\xBD\"}",
        "repaired at 9: 1 byte is not UTF-8\n");
    row("cut at the end", "{\"a\":\"\xF0\x9F\x98", "{\"a\":\"\xEF\xBF\xBD",
        "repaired at 6 ×3: 3 bytes are not UTF-8\n");
    row("surrogate in UTF-8", "\"\xED\xA0\xBD\"", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"",
        "repaired at 1 ×3: 3 bytes are not UTF-8\n");

    row("NUL in a string", "{\"a\":\"b\0c\"}"sv, R"({"a":"b\u0000c"})",
        "repaired at 7: 1 raw control character in a string\n");
    row("tab and line ends in a string", "{\"a\":\"b\tc\r\nd\"}",
        R"({"a":"b\u0009c\u000d\u000ad"})",
        "repaired at 7 ×3: 3 raw control characters in strings\n");
    row("control character after a backslash", "{\"a\":\"b\\\nc\"}", R"({"a":"b\\\u000ac"})",
        "repaired at 8: 1 raw control character in a string\n");
    row("escaped quote before a control character", "{\"a\":\"\\\"\x01\",\"b\":1}",
        R"({"a":"\"\u0001","b":1})", "repaired at 8: 1 raw control character in a string\n");
    row("NULs between values", "{\"a\":\0\0 1}\0"sv, "{\"a\":   1} ",
        "repaired at 5 ×3: 3 control characters between values\n");
    row("record separators", "\x1E{\"a\":1}\n\x1E{\"a\":2}\n", " {\"a\":1}\n {\"a\":2}\n",
        "repaired at 0 ×2: 2 control characters between values\n");
    row("white space stays", "{\r\n\t\"a\" : 1\r\n}", "{\r\n\t\"a\" : 1\r\n}", "");
    row("CSV keeps its control characters", "a,\"b\nc\td\"\r\n\x01", "a,\"b\nc\td\"\r\n\x01", "");

    row("a cut line does not swallow the next", "{\"a\":1}\n{\"a\":\"x\n{\"a\":\"y\tz\"}\n",
        "{\"a\":1}\n{\"a\":\"x\n{\"a\":\"y\\u0009z\"}\n",
        "repaired at 23: 1 raw control character in a string\n");
    row("nor does a cut first line", "{\"eventVersion\":\"1\n{\"eventVersion\":\"1\t\"}\n",
        "{\"eventVersion\":\"1\n{\"eventVersion\":\"1\\u0009\"}\n",
        "repaired at 37: 1 raw control character in a string\n");

    const std::u16string text = u"{\"a\":\"é€😀\"}";
    const std::string_view same = "{\"a\":\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"}";
    row("UTF-16, little-endian with a mark", test::utf16(text, false, true), same,
        "repaired at 0: UTF-16 text, little-endian, with a byte order mark\n");
    row("UTF-16, big-endian with a mark", test::utf16(text, true, true), same,
        "repaired at 0: UTF-16 text, big-endian, with a byte order mark\n");
    row("UTF-16, little-endian", test::utf16(text, false, false), same,
        "repaired at 0: UTF-16 text, little-endian, without a byte order mark\n");
    row("UTF-16, big-endian", test::utf16(text, true, false), same,
        "repaired at 0: UTF-16 text, big-endian, without a byte order mark\n");
    row("UTF-16 with a lone surrogate in a string",
        test::utf16(std::u16string(u"{\"é\":\"x") + char16_t(0xD83D) + u"\"}", false, true),
        "{\"\xC3\xA9\":\"x\\ud83d\"}",
        "repaired at 0: UTF-16 text, little-endian, with a byte order mark\n"
        "repaired at 16: 1 lone surrogate in UTF-16 text\n");
    row("UTF-16 with a control character", test::utf16(u"{\"😀\":\"\x01\"}", true, true),
        "{\"\xF0\x9F\x98\x80\":\"\\u0001\"}",
        "repaired at 0: UTF-16 text, big-endian, with a byte order mark\n"
        "repaired at 16: 1 raw control character in a string\n");
    row("UTF-16 cut in a unit", test::utf16(u"{} ", false, false) + " ", "{} \xEF\xBF\xBD",
        "repaired at 0: UTF-16 text, little-endian, without a byte order mark\n"
        "repaired at 6: half a UTF-16 unit at the end\n");
    row("UTF-16 of nothing", "\xFF\xFE", "",
        "repaired at 0: UTF-16 text, little-endian, with a byte order mark\n");
}

void TestTextRepair::textIsRepairedAndSaid()
{
    QFETCH(std::string, given);
    QFETCH(std::string, repaired);
    QFETCH(QString, issues);
    ByteBuffer text = test::bufferOf(given);
    const TextRepair repair = repairText(text);
    QCOMPARE(QByteArray::fromStdString(std::string(text.view())),
             QByteArray::fromStdString(repaired));
    QCOMPARE(test::issuesAsText(repair.issues), issues);
    QCOMPARE(repair.changed, given != repaired);
    QCOMPARE(repair.changed, !repair.issues.empty());
    for (std::size_t pad = 0; text.data() && pad < ByteBuffer::kPadding; ++pad)
        QCOMPARE(int(text.data()[text.size() + pad]), 0);
}

void TestTextRepair::invalidUtf8BecomesWhatOtherDecodersMakeOfIt()
{
    std::mt19937 random(11);
    constexpr unsigned char kTricky[] = {0x80, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xA0, 0x9F,
                                         0xED, 0xEF, 0xF0, 0x90, 0x8F, 0xF4, 'a'};
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = "x"; // no mark at the start
        for (std::size_t i = random() % 12; i > 0; --i)
            bytes += static_cast<char>(kTricky[random() % std::size(kTricky)]);
        // nlohmann replaces each maximal invalid sequence by U+FFFD as well.
        const std::string dumped =
            nlohmann::json(bytes).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        ByteBuffer text = test::bufferOf(bytes);
        repairText(text);
        QCOMPARE('"' + std::string(text.view()) + '"', dumped);
    }
}

void TestTextRepair::anyBytesInAStringBecomeJsonThatParses()
{
    std::mt19937 random(12);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes;
        for (std::size_t i = random() % 40; i > 0; --i) {
            const char byte = static_cast<char>(random() & 0xFF);
            bytes += byte == '"' || byte == '\\' || byte == '{' ? 'x' : byte;
        }
        ByteBuffer text = test::bufferOf("[\"" + bytes + "\"]");
        repairText(text);
        const auto parsed = nlohmann::json::parse(text.view(), nullptr, false);
        QVERIFY2(!parsed.is_discarded(), bytes.c_str());
        QCOMPARE(parsed.size(), std::size_t{1});
    }
}

void TestTextRepair::repairedTextStaysAsItIs()
{
    std::mt19937 random(13);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes = "[";
        for (std::size_t i = random() % 40; i > 0; --i)
            bytes += static_cast<char>(random() % 3 ? "\"\\\n{}\t\0\xEF"[random() % 8]
                                                    : char(random() & 0xFF));
        ByteBuffer once = test::bufferOf(bytes);
        repairText(once);
        ByteBuffer twice = test::bufferOf(once.view());
        const TextRepair again = repairText(twice);
        QCOMPARE(twice.view(), once.view());
        QVERIFY(!again.changed);
    }
}

void TestTextRepair::aLargeTextOfNulsGrowsSixTimesAtMost()
{
    ByteBuffer text = test::bufferOf("[\"" + std::string(1 << 20, '\0'));
    const TextRepair repair = repairText(text);
    QCOMPARE(text.size(), 2 + 6 * (std::size_t{1} << 20));
    QCOMPARE_LE(text.capacity(), 12 * (std::size_t{1} << 20));
    QCOMPARE(repair.issues.size(), std::size_t{1});
    QCOMPARE(repair.issues[0].count, std::uint64_t{1} << 20);
}

QTEST_GUILESS_MAIN(TestTextRepair)
#include "tst_textrepair.moc"
