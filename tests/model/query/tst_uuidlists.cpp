// Many UUIDs at once, against sorting and searching their texts.
#include "model/query/uuidlists.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <algorithm>
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

    void listsAreSortedTogether_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<quint64>("mask");
        QTest::newRow("none") << 0 << ~quint64{0};
        QTest::newRow("few") << 50 << ~quint64{0};
        QTest::newRow("many") << 6'000 << ~quint64{0};
        QTest::newRow("many that begin alike") << 6'000 << quint64{0xFF};
        QTest::newRow("many that are the same") << 6'000 << quint64{0x1};
    }
    void listsAreSortedTogether()
    {
        QFETCH(int, count);
        QFETCH(quint64, mask);
        for (const unsigned threads : {1u, 2u, 3u}) {
            std::vector<std::vector<Uuid>> lists;
            std::vector<Uuid> expected;
            for (unsigned list = 0; list < 3; ++list) {
                lists.push_back(randomUuids(static_cast<std::size_t>(count), mask, list));
                expected.insert(expected.end(), lists.back().begin(), lists.back().end());
            }
            std::sort(expected.begin(), expected.end(),
                      [](const Uuid& a, const Uuid& b) { return textOf(a) < textOf(b); });
            QVERIFY(sortedTogether(std::move(lists), threads) == expected);
        }
    }

    void equalOnesAreCounted()
    {
        const Uuid a{1, 2}, b{1, 3}, c{9, 0};
        QVERIFY(countsOf({}).values.empty());
        const auto different = countsOf({a, b, c});
        QVERIFY(different.values == (std::vector{a, b, c}) && different.events.empty());
        QCOMPARE(different.eventsWith(2), 1u);
        const auto counted = countsOf({a, a, b, c, c, c});
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
        const auto sorted = sortedTogether({randomUuids(3'000, ~std::uint64_t{0}, 9)}, 1);
        const std::string one = textOf(sorted[1'234]);
        QCOMPARE(one.size(), std::size_t{36});
        for (const std::string& part :
             {std::string(), std::string("0"), std::string("ab"), std::string("-4"),
              std::string("g"), one, one.substr(0, 8), one.substr(0, 9), one.substr(0, 11),
              one.substr(20), one + '0', std::string("ffffffff"), std::string("00000000-")}) {
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
