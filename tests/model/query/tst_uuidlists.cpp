// Many UUIDs at once, against sorting and searching their texts.
#include "model/query/uuidlists.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <random>

using namespace trailloupe;
using namespace trailloupe::query;
using Uuid = Facet::Uuid;

namespace {

std::vector<Uuid> randomUuids(std::size_t count, std::uint64_t mask, unsigned seed)
{
    std::mt19937_64 random(seed);
    std::vector<Uuid> uuids;
    for (std::size_t i = 0; i < count; ++i)
        uuids.push_back({random() & mask, random() & mask});
    return uuids;
}

} // namespace

class TestUuidLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void listsAreCountedTogether_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<quint64>("mask");
        QTest::newRow("none") << 0 << ~quint64{0};
        QTest::newRow("few") << 50 << ~quint64{0};
        QTest::newRow("many") << 6'000 << ~quint64{0};
        QTest::newRow("many that begin alike") << 6'000 << quint64{0xFF};
        QTest::newRow("many that differ late in each half") << 6'000 << quint64{0xF0F};
        QTest::newRow("many in few parts") << 6'000 << quint64{0xE000'0000'0000'0FFF};
        QTest::newRow("many that are the same") << 6'000 << quint64{0x1};
    }
    void listsAreCountedTogether()
    {
        QFETCH(int, count);
        QFETCH(quint64, mask);
        for (const unsigned threads : {1u, 2u, 3u}) {
            std::vector<std::vector<Uuid>> lists;
            std::map<std::string, std::uint32_t> expected;
            for (unsigned list = 0; list < 3; ++list) {
                lists.push_back(randomUuids(static_cast<std::size_t>(count), mask, list));
                for (const Uuid& uuid : lists.back())
                    ++expected[textOf(uuid)];
            }
            const auto counts = countedTogether(std::move(lists), threads);
            QCOMPARE(counts.values.size(), expected.size());
            std::size_t at = 0;
            for (const auto& [text, events] : expected) {
                QCOMPARE(textOf(counts.values[at]), text);
                QCOMPARE(counts.eventsWith(at), events);
                ++at;
            }
        }
    }

    void equalOnesAreCounted()
    {
        const Uuid a{1, 2}, b{1, 3}, c{9, 0};
        QVERIFY(countedTogether({}, 2).values.empty());
        const auto different = countedTogether({{c, a}, {}, {b}}, 2);
        QVERIFY(different.values == (std::vector{a, b, c}) && different.events.empty());
        QCOMPARE(different.eventsWith(2), 1u);
        const auto counted = countedTogether({{c, a, c}, {b, a, c}}, 2);
        QVERIFY(counted.values == (std::vector{a, b, c}));
        QVERIFY(counted.events == (std::vector{2u, 1u, 3u}));
    }

    void aTextIsOneOnlyAsItStandsInEvents()
    {
        const std::string text = "01234567-89ab-4cde-8f01-23456789abcd";
        const auto uuid = uuidOf(text);
        QVERIFY(uuid);
        QCOMPARE(textOf(*uuid), text);
        for (const char* other :
             {"", "01234567-89ab-4cde-8f01-23456789abc", "01234567x89ab-4cde-8f01-23456789abcd"})
            QVERIFY2(!uuidOf(std::string_view(other)), other);
    }

    void aPartIsFoundWhereItsTextHasIt()
    {
        const auto sorted = countedTogether({randomUuids(3'000, ~std::uint64_t{0}, 9)}, 1).values;
        const std::string one = textOf(sorted[1'234]);
        QCOMPARE(one.size(), std::size_t{36});
        for (const std::string& part : {std::string(),
                                        std::string("0"),
                                        std::string("ab"),
                                        std::string("-4"),
                                        std::string("g"),
                                        one,
                                        one.substr(0, 8),
                                        one.substr(0, 9),
                                        one.substr(0, 11),
                                        one.substr(20),
                                        one + '0',
                                        std::string("ffffffff"),
                                        std::string("00000000-"),
                                        std::string("-"),
                                        std::string("--"),
                                        std::string("-4-"),
                                        one.substr(24),
                                        one.substr(23),
                                        one.substr(25, 3),
                                        one.substr(3, 5),
                                        one.substr(4, 5),
                                        one.substr(10, 3),
                                        one.substr(6, 2) + one.substr(9, 2),
                                        one.substr(30, 6),
                                        one.substr(24) + '0',
                                        std::string("4"),
                                        std::string("0a")}) {
            const UuidSearch search(part);
            std::size_t first = sorted.size();
            std::size_t count = 0;
            for (std::size_t i = 0; i < sorted.size(); ++i) {
                const std::string text = textOf(sorted[i]);
                QCOMPARE(search.isIn(sorted[i]), text.find(part) != std::string::npos);
                if (text.starts_with(part)) {
                    first = std::min(first, i);
                    ++count;
                }
            }
            const auto [begin, end] = search.beginning(sorted);
            QCOMPARE(end - begin, count);
            QVERIFY(count == 0 || begin == first);
        }
    }
};

QTEST_GUILESS_MAIN(TestUuidLists)
#include "tst_uuidlists.moc"
