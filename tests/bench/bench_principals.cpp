// bench_principals EXPORT… [--threads N] [--runs N]
//
// How long the Principals page waits: for the tree, for the card of the principal with the most
// events, and for the calls of the longest session; each the first time, when nothing about the
// fields is known, and again. Figures are milliseconds.
#include "model/identity/profile.h"
#include "model/identity/rowtexts.h"
#include "model/identity/tree.h"
#include "tests/bench/benchload.h"

#include <algorithm>

using namespace trailloupe;

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    const auto [runs, threads, store] =
        bench::load(arguments, "bench_principals EXPORT... [--threads N] [--runs N]");
    if (!store)
        return 2;
    const auto known = identity::withIdentities(store, JobContext(), threads);
    if (!known || known->identities->principals().empty())
        return 1;
    query::Evaluator evaluator(threads);
    query::FacetCache cache;
    const auto timed = [](const auto& work) {
        const bench::Stopwatch watch;
        work();
        return watch.seconds() * 1000;
    };
    const auto makeTree = [&] {
        return *identity::makeTree(known->events, known->identities, known->names, nullptr, {},
                                   evaluator, JobContext());
    };
    const double firstTree = timed(makeTree);
    const double nextTree = timed(makeTree);
    const auto tree = makeTree(); // most events first
    const auto subject = identity::subjectOf(*known->identities, tree->principals().front());
    const auto makeProfile = [&] {
        return *identity::makeProfile(known->events, *known->identities, subject, cache, evaluator,
                                      JobContext());
    };
    const double firstCard = timed(makeProfile);
    std::vector<double> cards;
    for (unsigned run = 0; run < std::max(1u, runs); ++run)
        cards.push_back(timed(makeProfile));
    std::sort(cards.begin(), cards.end());
    const auto sessions = known->identities->sessions();
    const auto longest = std::ranges::max_element(sessions, {}, &identity::Session::events);
    const double calls = timed([&] {
        return known->identities->rowsOf(
            identity::SessionId(static_cast<std::uint32_t>(longest - sessions.begin())));
    });
    std::printf("{\"bench\":\"principals\",\"threads\":%u,\"rows\":%zu,\"principals\":%zu,"
                "\"sessions\":%zu,\"treeMs\":[%.1f,%.1f],\"cardEvents\":%llu,\"firstCardMs\":%.1f,"
                "\"cardMs\":[%.1f,%.1f,%.1f],\"callsMs\":%.1f}\n",
                threads, store->rowCount(), known->identities->principals().size(), sessions.size(),
                firstTree, nextTree, static_cast<unsigned long long>(makeProfile()->events),
                firstCard, cards.front(), cards[cards.size() / 2], cards.back(), calls);
    return 0;
}
