// bench_findings EXPORT… [--runs N] [--threads N] [--list 1]
//
// The built-in rules over all events of an export: with nothing known (first), and where the
// evaluator has asked them before (again). Figures are milliseconds: best, median, worst.
#include "model/detection/findings.h"
#include "tests/bench/benchload.h"

#include <algorithm>

using namespace trailloupe;

namespace {

void list(const detection::Findings& findings)
{
    for (const detection::Finding& finding : findings.findings())
        std::fprintf(stderr, "%8llu  %s\n", static_cast<unsigned long long>(finding.count()),
                     findings.ruleOf(finding).id.c_str());
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    const bench::Loaded loaded = bench::load(arguments, "bench_findings EXPORT... [--runs N]");
    if (!loaded.store)
        return 2;
    const auto rules =
        std::make_shared<const std::vector<detection::Rule>>(detection::builtinRules());
    std::vector<double> first;
    std::vector<double> again;
    detection::FindingsPtr findings;
    for (unsigned run = 0; run < loaded.runs; ++run) {
        query::Evaluator evaluator(loaded.threads);
        for (auto* times : {&first, &again}) {
            const bench::Stopwatch watch;
            findings = *detection::findAll(loaded.store, rules, evaluator, JobContext());
            times->push_back(watch.seconds() * 1000);
        }
    }
    std::sort(first.begin(), first.end());
    std::sort(again.begin(), again.end());
    std::printf("{\"bench\":\"findings\",\"rows\":%zu,\"rules\":%zu,\"found\":%zu,\"events\":%zu,"
                "\"bytes\":%llu,\"firstMs\":[%.1f,%.1f,%.1f],\"againMs\":[%.1f,%.1f,%.1f]}\n",
                loaded.store->rowCount(), rules->size(), findings->findings().size(),
                findings->places().size(), static_cast<unsigned long long>(findings->memoryBytes()),
                first.front(), first[first.size() / 2], first.back(), again.front(),
                again[again.size() / 2], again.back());
    if (arguments.number("list", 0))
        list(*findings);
    return findings->failures().empty() ? 0 : 1;
}
