// bench_periods EXPORT… [--runs N]
//
// Two halves of an export by time, compared in twelve fields: with nothing known (first), and for
// other halves of the same export (again). Figures are milliseconds: best, median, worst. The bar
// is 300 ms for halves of 1 M events.
#include "model/compare/periods.h"
#include "model/query/barquery.h"
#include "tests/bench/benchload.h"

#include <algorithm>

using namespace trailloupe;

namespace {

query::PredicatePtr sideOf(std::optional<std::int64_t> from, std::optional<std::int64_t> to)
{
    query::TimeTest test;
    if (from)
        test.from = query::TimeBound{*from, false};
    if (to)
        test.to = query::TimeBound{*to, false};
    return query::Predicate::of(test);
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    const bench::Loaded loaded = bench::load(arguments, "bench_periods EXPORT... [--runs N]");
    if (!loaded.store || loaded.store->datedCount() == 0)
        return 2;
    const auto& store = loaded.store;
    const auto order = store->timeOrder();
    const std::int64_t middle = *store->time(order[store->datedCount() / 2]);
    std::vector<double> first;
    std::vector<double> again;
    std::uint64_t lines = 0;
    for (unsigned run = 0; run < loaded.runs; ++run) {
        query::Evaluator evaluator;
        query::FacetCache cache;
        const auto compare = [&](std::int64_t at) {
            const bench::Stopwatch watch;
            const auto made =
                compare::comparePeriods(store, sideOf({}, at), sideOf(at, {}),
                                        compare::periodFields(), cache, evaluator, JobContext());
            lines = 0;
            for (const compare::PeriodField& field : (*made)->fields)
                lines += field.lines.size();
            return watch.seconds() * 1000;
        };
        first.push_back(compare(middle));
        again.push_back(compare(middle - 60));
    }
    std::sort(first.begin(), first.end());
    std::sort(again.begin(), again.end());
    std::printf("{\"bench\":\"periods\",\"rows\":%zu,\"lines\":%llu,\"firstMs\":[%.1f,%.1f,%.1f],"
                "\"againMs\":[%.1f,%.1f,%.1f]}\n",
                store->rowCount(), static_cast<unsigned long long>(lines), first.front(),
                first[first.size() / 2], first.back(), again.front(), again[again.size() / 2],
                again.back());
    return lines > 0 ? 0 : 1;
}
