// bench_store EXPORT… [--threads N] [--runs N] [--column PATH]
//
// How long sorting all rows takes: by event name, by source IP, by a deep path (or any column
// given), and by event id, where every value differs. Each figure is the median of its runs.
#include "model/query/sort.h"
#include "tests/bench/benchload.h"

#include <algorithm>

using namespace trailloupe;

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    const auto [runs, threads, store] =
        bench::load(arguments, "bench_store EXPORT... [--threads N] [--runs N] [--column PATH]");
    if (!store)
        return 2;
    const std::vector<std::string> columns = {
        "eventName", "sourceIPAddress",
        arguments.option("column", "requestParameters.instancesSet.items[].instanceId"), "eventID",
        "user"};
    std::printf("{\"bench\":\"store\",\"threads\":%u,\"runs\":%u,\"rows\":%zu,\"segments\":%zu,"
                "\"sortMs\":{",
                threads, runs, store->rowCount(), store->segments().size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        std::vector<double> times;
        for (unsigned run = 0; run < runs; ++run) {
            const bench::Stopwatch watch;
            const auto sorted = query::sortRows(
                store, {*query::parseColumn(columns[c]), query::Direction::Ascending}, JobContext(),
                threads);
            times.push_back(watch.seconds() * 1000);
            if (!sorted || (*sorted)->size() != store->rowCount())
                return 1;
        }
        std::sort(times.begin(), times.end());
        std::printf("%s\"%s\":[%.1f,%.1f,%.1f]", c ? "," : "", columns[c].c_str(), times.front(),
                    times[runs / 2], times.back());
    }
    std::printf("}}\n");
    return 0;
}
