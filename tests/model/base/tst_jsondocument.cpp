#include "model/base/jsondocument.h"
#include "tests/support/testsupport.h"

#include <nlohmann/json.hpp>

#include <random>

using namespace trailloupe;
using Oracle = nlohmann::ordered_json;

namespace {

// The document as JSON text again, without recursion.
std::string written(const JsonDocument& document)
{
    using Kind = JsonDocument::Kind;
    std::string out;
    std::uint32_t index = 0;
    const auto close = [&](std::uint32_t node) {
        out += document.node(node).kind == Kind::Object ? '}' : ']';
    };
    for (;;) {
        const auto& node = document.node(index);
        if (node.parent != JsonDocument::kNone && document.node(node.parent).kind == Kind::Object) {
            appendJsonString(node.key, out);
            out += ':';
        }
        switch (node.kind) {
        case Kind::Object:
            out += '{';
            break;
        case Kind::Array:
            out += '[';
            break;
        case Kind::String:
            appendJsonString(node.text, out);
            break;
        case Kind::Number:
            out += node.text;
            break;
        case Kind::True:
            out += "true";
            break;
        case Kind::False:
            out += "false";
            break;
        case Kind::Null:
            out += "null";
            break;
        }
        if (node.firstChild != JsonDocument::kNone) {
            index = node.firstChild;
            continue;
        }
        if (node.kind == Kind::Object || node.kind == Kind::Array)
            close(index);
        while (document.node(index).nextSibling == JsonDocument::kNone) {
            index = document.node(index).parent;
            if (index == JsonDocument::kNone)
                return out;
            close(index);
        }
        out += ',';
        index = document.node(index).nextSibling;
    }
}

Oracle randomValue(std::mt19937& random, int depth)
{
    const auto upTo = [&random](unsigned n) {
        return random() % (n + 1);
    };
    const auto randomText = [&] {
        static const std::vector<std::string> kPieces{
            "a", "Zz", "\"", "\\", "/",  "\n",  "\t",     std::string(1, '\0'), "\x1f", "\x7f",
            "é", "漢", "😀",  " ",  "{}", "[,]", "\\u0041"};
        std::string text;
        for (auto n = upTo(6); n > 0; --n)
            text += kPieces[upTo(static_cast<unsigned>(kPieces.size() - 1))];
        return text;
    };
    switch (upTo(depth > 0 ? 8 : 5)) {
    case 0:
        return nullptr;
    case 1:
        return upTo(1) == 0;
    case 2:
        return static_cast<std::int64_t>(random()) - 2'000'000'000;
    case 3:
        return static_cast<double>(random()) / 977.0 - 100'000;
    case 4:
    case 5:
        return randomText();
    case 6: {
        Oracle array = Oracle::array();
        for (auto n = upTo(5); n > 0; --n)
            array.push_back(randomValue(random, depth - 1));
        return array;
    }
    default: {
        Oracle object = Oracle::object();
        for (auto n = upTo(5); n > 0; --n)
            object[randomText()] = randomValue(random, depth - 1);
        return object;
    }
    }
}

} // namespace

class TestJsonDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void randomDocumentsComeBackAsTheOracleWritesThem()
    {
        std::mt19937 random(20260301);
        for (int i = 0; i < 3000; ++i) {
            const Oracle value = randomValue(random, 6);
            const bool indented = random() % 2 == 0;
            const bool asciiOnly = random() % 2 == 0;
            const std::string text = value.dump(indented ? 2 : -1, ' ', asciiOnly);
            const auto document = JsonDocument::parse(text);
            QVERIFY_OK(document);
            QVERIFY(Oracle::parse(written(*document)) == value);
            for (const auto& node : document->nodes()) {
                const std::string slice = text.substr(node.offset, node.length);
                QVERIFY(Oracle::accept(slice));
            }
        }
    }

    void whatIsWrittenStaysTheSame_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"1E400",
                                 "-0.0",
                                 "-0",
                                 "1.50",
                                 "12345678901234567890123456789",
                                 "1e-7",
                                 "\"\"",
                                 "[]",
                                 "{}",
                                 "null",
                                 "true",
                                 "false",
                                 R"({"a":1,"b":2,"a":3})",
                                 R"({"":{"":[{},[]]}})",
                                 R"("\ud83d")",
                                 R"("\ude00\ud83d")",
                                 R"("x\udfff!")",
                                 "\"\xF0\x9F\x98\x80\"",
                                 "\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\\"",
                                 "\"\x7f\"",
                                 "\"\xff\xfe\""})
            QTest::newRow(QByteArray(text).toPercentEncoding().constData()) << QByteArray(text);
    }
    void whatIsWrittenStaysTheSame()
    {
        QFETCH(QByteArray, text);
        const auto document = JsonDocument::parse(text.toStdString());
        QVERIFY_OK(document);
        QCOMPARE(QByteArray::fromStdString(written(*document)), text);
    }

    void duplicateKeysAreKeptAndTheLastOneIsFound()
    {
        const auto document = JsonDocument::parse(R"( { "a" : 1 , "b" : "x" , "a" : [ 2 ] } )");
        QVERIFY_OK(document);
        QCOMPARE(document->root().childCount, 3u);
        QCOMPARE(document->nodes().size(), std::size_t(5));
        const auto last = document->member(0, "a");
        QCOMPARE(document->node(last).kind, JsonDocument::Kind::Array);
        QCOMPARE(document->node(last).offset, std::uint64_t(31));
        QCOMPARE(document->node(last).length, std::uint64_t(5));
        QCOMPARE(document->member(0, "c"), JsonDocument::kNone);
        QCOMPARE(document->member(last, "a"), JsonDocument::kNone);
    }

    void hundredThousandLevelsAreRead()
    {
        const std::size_t depth = 100'000;
        std::string text;
        for (std::size_t i = 0; i < depth; ++i)
            text += i % 2 == 0 ? "[" : "{\"k\":";
        text += "7";
        for (std::size_t i = depth; i > 0; --i)
            text += (i - 1) % 2 == 0 ? "]" : "}";
        const auto document = JsonDocument::parse(text);
        QVERIFY_OK(document);
        QCOMPARE(document->nodes().size(), depth + 1);
        QCOMPARE(document->nodes().back().text, std::string("7"));
        QVERIFY(written(*document) == text);

        const auto open = JsonDocument::parse(std::string(depth, '['));
        QVERIFY(!open.ok());
        QCOMPARE(open.error().offset, std::uint64_t(depth));
    }

    void malformedTextIsRefusedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("offset");
        const auto row = [](const char* name, QByteArray text, int offset) {
            QTest::newRow(name) << text << offset;
        };
        row("nothing", "", 0);
        row("only spaces", " \n\t ", 4);
        row("two values", "1 2", 2);
        row("trailing comma in an array", "[1,]", 3);
        row("trailing comma in an object", R"({"a":1,})", 7);
        row("leading comma", "[,1]", 1);
        row("no colon", R"({"a" 1})", 5);
        row("no value", R"({"a":})", 5);
        row("name without quotes", "{a:1}", 1);
        row("wrong bracket", "[1}", 2);
        row("wrong brace", R"({"a":1])", 6);
        row("cut in a string", "[\"abc", 5);
        row("cut after a name", R"({"abc")", 6);
        row("cut in a word", "tru", 3);
        row("misspelt word", "trux", 3);
        row("capital word", "True", 0);
        row("leading zero", "012", 1);
        row("plus sign", "+1", 0);
        row("lone minus", "-", 1);
        row("minus and a letter", "-x", 1);
        row("no digit after the point", "1.x", 2);
        row("no digit in the exponent", "1e+", 3);
        row("point first", ".5", 0);
        row("hexadecimal", "0x10", 1);
        row("NaN", "NaN", 0);
        row("raw newline in a string", "\"a\nb\"", 2);
        row("raw NUL in a string", QByteArray("\"a\0b\"", 5), 2);
        row("unknown escape", R"("ab\x")", 3);
        row("short hexadecimal escape", R"("\u12G4")", 1);
        row("backslash at the end", "\"\\", 1);
        row("byte order mark", "\xEF\xBB\xBF{}", 0);
        row("single quotes", "{'a':1}", 1);
        row("comment", "[1 /* one */]", 3);
    }
    void malformedTextIsRefusedWithItsPlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, offset);
        const auto document = JsonDocument::parse(text.toStdString());
        QVERIFY(!document.ok());
        QCOMPARE(document.error().kind, Error::Kind::Malformed);
        QCOMPARE(document.error().offset, std::uint64_t(offset));
        QVERIFY(!document.error().detail.empty());
    }

    void escapesAreUndone()
    {
        std::string out = "kept ";
        bool lone = true;
        QVERIFY(unescapeJsonString(R"(a\/\u00e9\uD83D\uDE00\n)", out, &lone));
        QCOMPARE(out, std::string("kept a/é😀\n"));
        QVERIFY(!lone);
        QVERIFY(unescapeJsonString(R"(\ud83d)", out, &lone));
        QVERIFY(lone);
        QCOMPARE(out, std::string("kept a/é😀\n\xED\xA0\xBD"));
        for (const char* bad : {"\\", R"(x\q)", R"(\u12)", R"(fine \u00zz)"}) {
            std::string unchanged = "as it was";
            QVERIFY(!unescapeJsonString(bad, unchanged));
            QCOMPARE(unchanged, std::string("as it was"));
        }
    }
};

QTEST_GUILESS_MAIN(TestJsonDocument)
#include "tst_jsondocument.moc"
