#include "model/base/jsonindent.h"
#include "tests/support/testsupport.h"

using namespace trailloupe;

class TestJsonIndent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void layout_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("members and elements have lines of their own")
            << QByteArray(R"({"a":1,"b":[true,null]})")
            << QByteArray("{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ]\n}");
        QTest::newRow("empty containers stay on their line")
            << QByteArray(R"({"a":{},"b":[ ]})") << QByteArray("{\n  \"a\": {},\n  \"b\": []\n}");
        QTest::newRow("brackets inside strings are content")
            << QByteArray("{\"a\":\"{[,:]}\\\"{\"}")
            << QByteArray("{\n  \"a\": \"{[,:]}\\\"{\"\n}");
        QTest::newRow("number text is untouched")
            << QByteArray(R"([1e400, 9.82222E-5,12345678901234567890])")
            << QByteArray("[\n  1e400,\n  9.82222E-5,\n  12345678901234567890\n]");
        QTest::newRow("characters that steer direction become escapes")
            << QByteArray("{\"a\":\"x\xE2\x80\xAEy\xE2\x81\xA6z\"}")
            << QByteArray("{\n  \"a\": \"x\\u202ey\\u2066z\"\n}");
        QTest::newRow("other characters beyond ASCII stay")
            << QByteArray("[\"\xE2\x82\xAC\xE6\x97\xA5\"]")
            << QByteArray("[\n  \"\xE2\x82\xAC\xE6\x97\xA5\"\n]");
        QTest::newRow("a string without an end comes out whole")
            << QByteArray("{\"a\":\"cut") << QByteArray("{\n  \"a\": \"cut");
    }
    void layout()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(indentJson(json.toStdString())), expected);
    }

    void indentedTextIndentsToItself()
    {
        const std::string once = indentJson(R"({"a":[{"b":"c d","e":{}},[1,[2,[3]]]],"f":""})");
        QCOMPARE(indentJson(once), once);
    }

    void deepNestingDoesNotSquareTheOutput()
    {
        constexpr std::size_t kDepth = 20'000;
        const std::string json = std::string(kDepth, '[') + '1' + std::string(kDepth, ']');
        const std::string indented = indentJson(json);
        QCOMPARE_LT(indented.size(), json.size() * (kMaxIndentDepth * kIndentSpaces + 2));
        QCOMPARE(std::count(indented.begin(), indented.end(), '['), std::ptrdiff_t(kDepth));
    }
};

QTEST_GUILESS_MAIN(TestJsonIndent)
#include "tst_jsonindent.moc"
