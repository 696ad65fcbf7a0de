// bench_identity EXPORT… [--threads N] [--runs N]
//
// How long it takes to find out who was behind the events of an export, from nothing. Figures are
// milliseconds: least, median, most of the runs; memory is that of the result.
#include "model/identity/resolve.h"
#include "tests/bench/benchload.h"

#include <algorithm>

using namespace trailloupe;

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    const auto [runs, threads, store] =
        bench::load(arguments, "bench_identity EXPORT... [--threads N] [--runs N]");
    if (!store)
        return 2;
    std::vector<double> times;
    identity::IdentitiesPtr identities;
    for (unsigned run = 0; run < std::max(1u, runs); ++run) {
        identities.reset();
        const bench::Stopwatch watch;
        auto resolved = identity::resolve(store, JobContext(), threads);
        times.push_back(watch.seconds() * 1000);
        if (!resolved)
            return 1;
        identities = *resolved;
    }
    std::sort(times.begin(), times.end());
    std::size_t linked = 0;
    std::size_t unknown = 0;
    for (const identity::Session& session : identities->sessions()) {
        linked += session.reason != identity::LinkReason::None ? 1 : 0;
        unknown += session.reason == identity::LinkReason::None
                && session.missing != identity::MissingLog::None
            ? 1
            : 0;
    }
    std::printf(
        "{\"bench\":\"identity\",\"threads\":%u,\"runs\":%u,\"rows\":%zu,\"principals\":%zu,"
        "\"sessions\":%zu,\"linked\":%zu,\"unknown\":%zu,\"bytesPerRow\":%.1f,"
        "\"ms\":[%.1f,%.1f,%.1f]}\n",
        threads, runs, store->rowCount(), identities->principals().size(),
        identities->sessions().size(), linked, unknown,
        store->rowCount() ? static_cast<double>(identities->memoryBytes())
                / static_cast<double>(store->rowCount())
                          : 0.0,
        times.front(), times[times.size() / 2], times.back());
    return 0;
}
