// bench_compare [--events 8] [--kib 100] [--runs 9]
//
// Events of about that size each, like answers of DescribeInstances: items with ids, of which one
// in twenty is changed, missing or new, in another order, and a policy document. Times, in ms, of
// comparing them and of the lines in sight; best and median. The bar is 80 ms for the defaults.
#include "model/compare/comparisonlines.h"
#include "tests/bench/benchsupport.h"

#include <algorithm>
#include <random>

using namespace trailloupe;

namespace {

std::string eventOf(std::size_t bytes, std::mt19937& random)
{
    std::vector<std::string> items;
    std::size_t size = 0;
    for (int i = 0; size < bytes; ++i) {
        if (random() % 20 == 0)
            continue;
        const std::string id =
            std::to_string(random() % 20 == 0 ? random() : static_cast<unsigned>(i));
        items.push_back(
            R"({"instanceId":"i-0)" + id
            + R"(","imageId":"ami-1234","instanceState":{"code":16,"name":")"
            + (random() % 20 ? "running" : "stopped") + R"("},"privateDnsName":"ip-10-0-0-)" + id
            + R"(.ec2.internal","tagSet":{"items":[{"key":"Name","value":"web"},{"key":"team","value":"ops"}]},)"
              R"("groupSet":{"items":[{"groupId":"sg-1","groupName":"default"}]}})");
        size += items.back().size();
    }
    std::swap(items[random() % items.size()], items[random() % items.size()]);
    std::string text = R"({"eventName":"DescribeInstances","eventID":")" + std::to_string(random())
        + R"(","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:Get)"
        + std::to_string(random() % 2) + R"(*\",\"Resource\":\"*\"}]}","instancesSet":{"items":[)";
    for (const std::string& item : items)
        text += (&item == &items.front() ? "" : ",") + item;
    return text + "]}}";
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Arguments arguments(argc, argv);
    std::mt19937 random(1);
    std::vector<compare::ComparedEvent> events;
    for (unsigned i = 0; i < arguments.number("events", 8); ++i)
        events.push_back({RowId(i), eventOf(arguments.number("kib", 100) << 10, random), {}});
    std::vector<double> comparing;
    std::vector<double> lines;
    compare::ComparisonPtr comparison;
    std::size_t shown = 0;
    for (unsigned run = 0; run < arguments.number("runs", 9); ++run) {
        const bench::Stopwatch watch;
        auto made = compare::Comparison::make(events, compare::ignoredByDefault(), JobContext());
        if (!made) {
            std::fprintf(stderr, "%s\n", made.error().detail.c_str());
            return 1;
        }
        comparing.push_back(watch.seconds() * 1000);
        comparison = *made;
        const bench::Stopwatch again;
        shown = compare::linesOf(*comparison, {}).size();
        lines.push_back(again.seconds() * 1000);
    }
    std::sort(comparing.begin(), comparing.end());
    std::sort(lines.begin(), lines.end());
    std::printf("{\"bench\":\"compare\",\"events\":%zu,\"rows\":%zu,\"different\":%u,\"lines\":%zu,"
                "\"compareMs\":{\"best\":%.1f,\"median\":%.1f},\"linesMs\":{\"best\":%.1f,"
                "\"median\":%.1f}}\n",
                events.size(), comparison->rows().size(), comparison->counts().different, shown,
                comparing.front(), comparing[comparing.size() / 2], lines.front(),
                lines[lines.size() / 2]);
    return comparison->rows().size() > 1 ? 0 : 1;
}
