#include "model/compare/jsonpatch.h"
#include "tests/support/randomevents.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace trailloupe;
using namespace trailloupe::compare;
using nlohmann::json;
using query::FieldTree;

namespace {

std::string patchOf(const std::string& from, const std::string& to)
{
    auto a = FieldTree::build(from);
    auto b = FieldTree::build(to);
    return a && b ? jsonPatch(*a, *b) : "no JSON";
}

} // namespace

class TestJsonPatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void appliedItGivesTheOther_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<int>("steps");
        const auto row = [](const char* name, const char* from, const char* to, int steps) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << steps;
        };
        row("same", R"({"a":1})", R"({"a":1})", 0);
        row("the order of members", R"({"a":1,"b":2})", R"({"b":2,"a":1})", 0);
        row("a value", R"({"a":{"b":1}})", R"({"a":{"b":2}})", 1);
        row("a member comes and one goes", R"({"a":1})", R"({"b":1})", 2);
        row("a kind", R"({"a":{"b":1}})", R"({"a":[1]})", 1);
        row("keys to be escaped", R"({"a/b":1,"m~n":2,"":3})", R"({"a/b":2,"m~n":3,"":4})", 3);
        row("elements", "[1,2,3,4]", "[0,1,3,5,4]", 3);
        row("elements by id", R"([{"id":"a","x":1},{"id":"b","x":2},{"id":"c","x":3}])",
            R"([{"id":"c","x":3},{"id":"d"},{"id":"a","x":9}])", 4);
        row("equal elements", "[1,1,2,2]", "[2,1,1,1]", 2);
        row("a whole event", "1", "[1]", 1);
        row("in elements of elements", R"([[1,2],[3,4]])", R"([[3,4,5],[1,2]])", 2);
    }
    void appliedItGivesTheOther()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(int, steps);
        const json patch = json::parse(patchOf(from.toStdString(), to.toStdString()));
        QCOMPARE(static_cast<int>(patch.size()), steps);
        QCOMPARE(QByteArray::fromStdString(json::parse(from.toStdString()).patch(patch).dump()),
                 QByteArray::fromStdString(json::parse(to.toStdString()).dump()));
    }

    void aRepeatedKeyIsReplacedWithItsObject()
    {
        QCOMPARE(patchOf(R"({"o":{"a":1,"a":2}})", R"({"o":{"a":1,"a":3}})"),
                 std::string("[\n  {\"op\":\"replace\",\"path\":\"/o\",\"value\":"
                             "{\"a\":1,\"a\":3}}\n]\n"));
    }

    void ofAnyTwoEventsItGivesTheOther()
    {
        test::RandomEvents random(11);
        int compared = 0;
        std::string before = "{}";
        for (int i = 0; i < 400; ++i) {
            const std::string event = random.next();
            const json from = json::parse(before, nullptr, false);
            const json to = json::parse(event, nullptr, false);
            const json patch = json::parse(patchOf(before, event), nullptr, false);
            // Texts that are no UTF-8, and numbers beyond a double, are not for this reader.
            if (!from.is_discarded() && !to.is_discarded() && !patch.is_discarded()) {
                QVERIFY2(from.patch(patch) == to, event.c_str());
                ++compared;
            }
            QCOMPARE(patchOf(event, event), std::string("[]\n"));
            before = event;
        }
        QCOMPARE_GT(compared, 200);
    }

    // Arrays of few different values, the hard case: nearly everything moves.
    void ofAnyTwoArraysItGivesTheOther()
    {
        test::RandomEvents random(12);
        const auto array = [&random] {
            std::string text = "[";
            for (auto left = random.below(8); left > 0; --left) {
                const std::string value = std::to_string(random.below(4));
                text += text.size() > 1 ? "," : "";
                text += random.below(3) ? value : "{\"a\":" + value + ",\"b\":[" + value + "]}";
            }
            return text + ']';
        };
        for (int i = 0; i < 3000; ++i) {
            const std::string from = array();
            const std::string to = array();
            const json patch = json::parse(patchOf(from, to));
            QCOMPARE(QByteArray::fromStdString(json::parse(from).patch(patch).dump()),
                     QByteArray::fromStdString(json::parse(to).dump()));
        }
    }

    void deepNestingIsNoDanger()
    {
        const std::string deep = std::string(200'000, '[') + '1' + std::string(200'000, ']');
        const std::string other = std::string(200'000, '[') + '2' + std::string(200'000, ']');
        const std::string patch = patchOf(deep, other);
        QVERIFY(patch.starts_with("[\n  {\"op\":\"replace\",\"path\":\"/0/0/0"));
        QCOMPARE_LT(patch.size(), 2 * deep.size());
    }
};

QTEST_APPLESS_MAIN(TestJsonPatch)
#include "tst_jsonpatch.moc"
