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

    void aPartIsFoundWhereItsTextHasIt()
    {
        std::vector<Facet::Counted<Uuid>> sorted;
        for (const Uuid& uuid : sortedTogether({randomUuids(3'000, ~std::uint64_t{0}, 9)}, 1))
            sorted.push_back({uuid, 1});
        const std::string one = textOf(sorted[1'234].value);
        QCOMPARE(one.size(), std::size_t{36});
        for (const std::string& part :
             {std::string(), std::string("0"), std::string("ab"), std::string("-4"),
              std::string("g"), one, one.substr(0, 8), one.substr(0, 9), one.substr(0, 11),
              one.substr(20), one + '0', std::string("ffffffff"), std::string("00000000-")}) {
            const UuidSearch search(part);
            std::size_t first = sorted.size();
            std::size_t count = 0;
            for (std::size_t i = 0; i < sorted.size(); ++i) {
                const std::string text = textOf(sorted[i].value);
                QCOMPARE(search.isIn(sorted[i].value), text.find(part) != std::string::npos);
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
