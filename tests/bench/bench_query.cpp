// bench_query EXPORT… [--threads N] [--runs N] [--filter TEXT]
//
// How long filters take, from text to the rows of the table in time order: with nothing known
// (cold), and with one condition added to a filter that was run before (more).  Figures are
// milliseconds: least, median, most of the runs.
#include "model/query/barquery.h"
#include "model/query/evaluator.h"
#include "model/query/facet.h"
#include "model/query/fieldcatalog.h"
#include "model/query/fieldnames.h"
#include "model/query/histogram.h"
#include "tests/bench/benchload.h"

#include <algorithm>
#include <atomic>
#include <thread>

using namespace trailloupe;

namespace {

using StorePtr = std::shared_ptr<const store::EventStore>;

struct Named
{
    const char* name;
    std::string filter;
};

// The rows that a filter leaves, as the table needs them.
std::size_t rowsOf(query::Evaluator& evaluator, const StorePtr& store, const std::string& filter)
{
    const query::BarQuery parsed = query::parseBar(filter);
    if (!parsed.predicate)
        return 0;
    const auto set = evaluator.evaluate(store, parsed.predicate, JobContext());
    return set ? (*set)->filter(store->timeOrder()).size() : 0;
}

void print(const char* name, std::vector<double> times, std::size_t rows, bool first)
{
    std::sort(times.begin(), times.end());
    std::printf("%s\"%s\":{\"rows\":%zu,\"ms\":[%.1f,%.1f,%.1f]}", first ? "" : ",", name, rows,
                times.front(), times[times.size() / 2], times.back());
}

// All values of some derived columns, made from nothing, one after the other.
void derivedColumns(const StorePtr& store, unsigned threads, unsigned runs)
{
    using query::Derived;
    bool first = true;
    for (const Derived derived :
         {Derived::User, Derived::Role, Derived::Service, Derived::Verb, Derived::Outcome,
          Derived::Error, Derived::Class, Derived::Account, Derived::Agent, Derived::Resource}) {
        std::vector<double> times;
        for (unsigned run = 0; run < runs; ++run) {
            query::DerivedCache cache;
            const bench::Stopwatch watch;
            std::atomic<std::size_t> next{0};
            std::vector<std::jthread> pool;
            for (unsigned i = 0; i < threads; ++i)
                pool.emplace_back([&] {
                    for (std::size_t at = next++; at < store->segments().size(); at = next++)
                        cache.get(store, at, derived, JobContext());
                });
            pool.clear();
            times.push_back(watch.seconds() * 1000);
        }
        print(query::columnText(query::Column::derivedColumn(derived)).c_str(), times,
              store->rowCount(), first);
        first = false;
    }
}

// Counts of the fields that the panel starts with, top 200 of each, under filters that leave all,
// many and few rows. "cold" counts for the first time, derived columns included.
void facets(const StorePtr& store, unsigned threads, unsigned runs)
{
    std::vector<query::Field> fields;
    for (const char* name : {"eventName", "eventSource", "awsRegion", "user", "sourceIPAddress",
                             "error", "userAgent", "account"})
        fields.push_back(*query::parseField(name));
    const auto measure = [&](const char* name, const std::vector<query::Field>& of,
                             const std::string& filter, bool cold, bool first) {
        query::FacetCache kept;
        query::Evaluator evaluator(threads);
        std::vector<double> times;
        std::size_t rows = 0;
        for (unsigned run = 0; run < runs + (cold ? 0 : 1); ++run) {
            query::FacetCache fresh;
            query::Evaluator another(threads);
            query::Evaluator& with = cold ? another : evaluator;
            const auto set = with.evaluate(store, query::parseBar(filter).predicate, JobContext());
            const bench::Stopwatch watch;
            const auto counted =
                countFacets(store, of, **set, cold ? fresh : kept, with, JobContext());
            for (const query::FacetPtr& facet : *counted)
                facet->list(query::FacetOrder::MostFirst, 0, 200);
            if (cold || run > 0)
                times.push_back(watch.seconds() * 1000);
            rows = (*set)->count();
        }
        print(name, times, rows, first);
    };
    measure("cold", fields, "", true, true);
    measure("all", fields, "", false, false);
    measure("many", fields, "eventSource:ec2* or eventSource:s3*", false, false);
    measure("few", fields, "errorCode:*", false, false);
    measure("eventIds", {*query::parseField("eventID")}, "", false, false);
    measure("times", {*query::parseField("time")}, "", false, false);
}

// 1,000 bars over the whole export, classes known, for all rows and for some; the gaps; and the
// list of fields.
void histograms(const StorePtr& store, unsigned threads, unsigned runs)
{
    query::Evaluator evaluator(threads);
    const auto order = store->timeOrder().first(store->datedCount());
    if (order.empty())
        return;
    const std::int64_t from = *store->time(order.front());
    const std::int64_t to = *store->time(order.back()) + 1;
    std::vector<std::int64_t> boundaries;
    for (std::int64_t i = 0; i <= 1000; ++i)
        boundaries.push_back(from + (to - from) * i / 1000 + i / 1000);
    boundaries.erase(std::unique(boundaries.begin(), boundaries.end()), boundaries.end());
    const auto measure = [&](const char* name, std::size_t rows, const auto& work, bool first) {
        std::vector<double> times;
        work();
        for (unsigned run = 0; run < runs; ++run) {
            const bench::Stopwatch watch;
            work();
            times.push_back(watch.seconds() * 1000);
        }
        print(name, times, rows, first);
    };
    for (const char* filter : {"", "eventSource:ec2*"}) {
        const auto set = evaluator.evaluate(store, query::parseBar(filter).predicate, JobContext());
        measure(
            *filter ? "some" : "all", (*set)->count(),
            [&] { (void)countHistogram(store, **set, boundaries, evaluator, JobContext()); },
            !*filter);
    }
    measure(
        "gaps", store->rowCount(),
        [&] { (void)query::deliveryGaps(*store, query::kLeastGapSeconds, JobContext()); }, false);
    measure(
        "catalog", store->rowCount(),
        [&] { (void)query::FieldCatalog::make(store, nullptr, JobContext()); }, false);
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    const auto [runs, threads, store] =
        bench::load(arguments, "bench_query EXPORT... [--threads N] [--runs N] [--filter TEXT]");
    if (!store)
        return 2;
    std::vector<Named> filters = {
        {"name", "eventName:RunInstances"},
        {"wildcard", "eventSource:iam*"},
        {"deepPath", "requestParameters.instancesSet.items.instanceId:i-0*"},
        {"regex", "userAgent:/aws-(cli|sdk)[^ ]*/i"},
        {"four", "(eventSource:iam* or eventSource:s3*) and errorCode:* and -awsRegion:us-east-1"},
        {"time", "time:last 24h"},
        {"network", "ip:10.0.0.0/8"},
        {"anyField", "secret"},
        {"anyFieldHex", "abc1"},
        {"anyFieldExact", "\"AdministratorAccess\""},
    };
    if (arguments.option("filter", "") != std::string())
        filters.push_back({"own", arguments.option("filter", "")});
    std::printf("{\"bench\":\"query\",\"threads\":%u,\"runs\":%u,\"rows\":%zu,\"segments\":%zu,"
                "\"cold\":{",
                threads, runs, store->rowCount(), store->segments().size());
    for (const Named& named : filters) {
        std::vector<double> times;
        std::size_t rows = 0;
        for (unsigned run = 0; run < runs; ++run) {
            query::Evaluator evaluator(threads);
            const bench::Stopwatch watch;
            rows = rowsOf(evaluator, store, named.filter);
            times.push_back(watch.seconds() * 1000);
        }
        print(named.name, times, rows, &named == &filters.front());
    }
    std::printf("},\"more\":{");
    for (const Named& named : filters) {
        std::vector<double> times;
        std::size_t rows = 0;
        for (unsigned run = 0; run < runs; ++run) {
            query::Evaluator evaluator(threads);
            const std::string before = "eventSource:ec2* and userIdentity.type:IAMUser";
            rowsOf(evaluator, store, before);
            const bench::Stopwatch watch;
            rows = rowsOf(evaluator, store, before + " and (" + named.filter + ')');
            times.push_back(watch.seconds() * 1000);
        }
        print(named.name, times, rows, &named == &filters.front());
    }
    std::printf("},\"derived\":{");
    derivedColumns(store, threads, runs);
    std::printf("},\"facets\":{");
    facets(store, threads, runs);
    std::printf("},\"histogram\":{");
    histograms(store, threads, runs);
    std::printf("}}\n");
    return 0;
}
