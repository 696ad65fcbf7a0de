#include "model/query/coveragegrid.h"
#include "tests/support/testsupport.h"

#include <map>
#include <random>

using namespace trailloupe;
using namespace trailloupe::query;

class TestCoverageGrid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void noEventsMakeNoGrid()
    {
        const CoverageGrid grid{Summary()};
        QCOMPARE(grid.rowCount(), std::size_t(0));
        QCOMPARE(grid.dayCount(), 0);
    }

    void everyCellAgreesWithAPlainMap()
    {
        std::mt19937 generator(11);
        const auto random = [&] {
            return static_cast<std::uint32_t>(generator());
        };
        Summary summary;
        for (int i = 0; i < 3; ++i)
            summary.accounts.push_back({std::to_string(i), 1});
        for (int i = 0; i < 5; ++i)
            summary.regions.push_back({"r" + std::to_string(i), 1});
        std::map<std::tuple<std::uint32_t, std::uint32_t, std::int64_t>, std::uint64_t> oracle;
        for (int i = 0; i < 300; ++i) {
            CoverageCell cell{random() % 3u, random() % 5u, 19'000 + std::int64_t(random() % 90u),
                              1 + random() % 1000u, 0};
            if (oracle.try_emplace({cell.account, cell.region, cell.day}, cell.events).second)
                summary.coverage.push_back(cell);
        }
        const CoverageGrid grid(summary);
        std::uint64_t total = 0;
        for (std::size_t row = 0; row < grid.rowCount(); ++row) {
            const auto account = static_cast<std::uint32_t>(std::stoul(grid.row(row).account));
            const auto region =
                static_cast<std::uint32_t>(std::stoul(grid.row(row).region.substr(1)));
            for (std::int64_t day = grid.firstDay(); day < grid.firstDay() + grid.dayCount();
                 ++day) {
                const auto expected = oracle.find({account, region, day});
                QCOMPARE(grid.cell(row, day).events,
                         expected == oracle.end() ? 0 : expected->second);
                total += grid.cell(row, day).events;
            }
        }
        std::uint64_t expectedTotal = 0;
        for (const auto& [key, events] : oracle)
            expectedTotal += events;
        QCOMPARE(total, expectedTotal);
        QCOMPARE(grid.hiddenEvents(), 0u);
    }

    void aDayWithoutEventsIsAColumnToo()
    {
        Summary summary;
        summary.accounts = {{"111122223333", 2}};
        summary.regions = {{"us-east-1", 2}};
        summary.coverage = {{0, 0, 100, 1, 0}, {0, 0, 103, 1, 1}};
        const CoverageGrid grid(summary);
        QCOMPARE(grid.dayCount(), 4);
        QCOMPARE(grid.cell(0, 101).events, 0u);
        QCOMPARE(grid.cell(0, 103).failures, 1u);
        QCOMPARE(grid.row(0).daysWithEvents, 2u);
    }

    void oneAbsurdDayDoesNotMakeMillionsOfColumns()
    {
        Summary summary;
        summary.accounts = {{"111122223333", 8}};
        summary.regions = {{"us-east-1", 8}};
        summary.coverage = {{0, 0, -700'000, 7, 0}, {0, 0, 19'000, 1, 0}};
        const CoverageGrid grid(summary);
        QCOMPARE(grid.dayCount(), CoverageGrid::kMaxDays);
        QCOMPARE(grid.cell(0, 19'000).events, 1u);
        QCOMPARE(grid.hiddenEvents(), 7u);
        QCOMPARE(grid.row(0).events, 8u);
    }
};

QTEST_GUILESS_MAIN(TestCoverageGrid)
#include "tst_coveragegrid.moc"
