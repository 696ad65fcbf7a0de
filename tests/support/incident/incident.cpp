#include "tests/support/incident/incident.h"

#include "tests/support/incident/ordinary.h"

#include <zlib.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <tuple>

namespace trailloupe::incident {
namespace {

constexpr std::int64_t kDelivery = 300;

// One member, no name, no time: the same bytes on every day.
std::string gzip(const std::string& text)
{
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib could not be started");
    std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int state = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (state != Z_STREAM_END)
        throw std::runtime_error("zlib did not finish");
    return packed;
}

std::string compactTime(std::int64_t time)
{
    std::string text = timeText(time); // 2026-03-12T02:11:07Z
    return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 5) + text.substr(14, 2) + "Z";
}

std::string deliveryPath(Random& random, const std::string& account, const std::string& region,
                         std::int64_t time)
{
    const std::string day = timeText(time);
    return "AWSLogs/" + account + "/CloudTrail/" + region + "/" + day.substr(0, 4) + "/"
        + day.substr(5, 2) + "/" + day.substr(8, 2) + "/" + account + "_CloudTrail_" + region + "_"
        + compactTime(time) + "_"
        + random.text(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        + ".json.gz";
}

// Records of a real delivery are in no order.
void mixUp(Random& random, std::vector<const Event*>& events)
{
    for (std::size_t i = events.size(); i > 1; --i)
        if (random.percent(30))
            std::swap(events[i - 1], events[static_cast<std::size_t>(random.below(i))]);
}

File fileOf(const std::vector<const Event*>& events)
{
    File file;
    file.text = "{\"Records\":[";
    for (const Event* event : events) {
        if (!file.eventIds.empty())
            file.text += ',';
        file.text += event->json.dump();
        file.eventIds.push_back(event->json["eventID"].get<std::string>());
    }
    file.text += "]}";
    file.bytes = gzip(file.text);
    return file;
}

// A trail that is off delivers nothing, and nothing of another day belongs to this export.
bool wasDelivered(const Event& event)
{
    const bool trailWasOff =
        event.account == kShop && event.time > stopLogging() && event.time < startLogging();
    const std::int64_t end = firstSecond() + kDays * 86400LL - 2 * kDelivery;
    return !trailWasOff && event.time >= firstSecond() && event.time < end;
}

// The next delivery of a region nobody works in, on the second day.
std::string findFile(const Incident& incident, const std::string& part, std::size_t least)
{
    for (const auto& [path, file] : incident.files)
        if (path.find(part) != std::string::npos && file.eventIds.size() >= least)
            return path;
    throw std::runtime_error("no delivery like " + part);
}

void sortByTime(std::vector<Event>& events)
{
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.time < b.time; });
}

// In order of time, without what no trail delivered.
std::vector<Event> logged(const std::vector<Event>& events)
{
    std::vector<Event> delivered;
    std::copy_if(events.begin(), events.end(), std::back_inserter(delivered), wasDelivered);
    sortByTime(delivered);
    return delivered;
}

void deliver(Random& random, const std::vector<Event>& events, Incident& incident)
{
    using Delivery = std::tuple<std::string, std::string, std::int64_t>;
    std::map<Delivery, std::vector<const Event*>> deliveries;
    for (const Event& event : events)
        deliveries[{event.account, event.region, event.time / kDelivery}].push_back(&event);
    for (auto& [key, together] : deliveries) {
        const auto& [account, region, slot] = key;
        mixUp(random, together);
        const std::int64_t time = (slot + 1) * kDelivery + (random.percent(40) ? kDelivery : 0);
        incident.files[deliveryPath(random, account, region, time)] = fileOf(together);
    }
}

void spoil(Random& random, Incident& incident)
{
    incident.truncatedFile =
        findFile(incident, "444455556666_CloudTrail_ap-northeast-1_20260311T", 8);
    std::string& bytes = incident.files[incident.truncatedFile].bytes;
    bytes.resize(bytes.size() * 3 / 5);

    const std::string first =
        findFile(incident, "444455556666_CloudTrail_eu-west-1_20260312T14", 8);
    incident.duplicateFile = deliveryPath(random, kData, kIreland, timeOf(2026, 3, 12, 15, 10));
    incident.files[incident.duplicateFile] = incident.files[first];

    incident.strayFile = "AWSLogs/111122223333/CloudTrail/notes.txt";
    incident.files[incident.strayFile].bytes =
        "Copied from the bucket on 2026-03-13 for the investigation. Do not edit.\n";
}

} // namespace

void recordOrdinaryDays(Recorder& recorder)
{
    for (int day = 0; day < kDays; ++day) {
        const std::int64_t begin = firstSecond() + day * 86400LL;
        recordWebServers(recorder, begin);
        recordPipeline(recorder, begin);
        recordLakeJobs(recorder, begin);
        recordReportBot(recorder, begin);
        recordAwsItself(recorder, begin);
        recordConsoleWork(recorder, begin);
        recordTerraform(recorder, begin);
        recordAnalyst(recorder, begin);
        recordSignInTrouble(recorder, begin);
    }
}

Incident makeIncident(std::uint64_t seed)
{
    Incident incident;
    Recorder recorder(seed);
    recordOrdinaryDays(recorder);
    incident.steps = recordAttack(recorder);
    Recorder changes(seed + 1);
    recordChanges(changes);
    for (Step& step : recordAttackOnConfig(changes))
        incident.steps.push_back(std::move(step));
    std::stable_sort(incident.steps.begin(), incident.steps.end(),
                     [](const Step& a, const Step& b) { return a.time < b.time; });

    std::vector<Event> all = recorder.take();
    std::vector<Event> changing = changes.take();
    deliver(recorder.random(), logged(all), incident);
    deliver(changes.random(), logged(changing), incident);
    all.insert(all.end(), changing.begin(), changing.end());
    sortByTime(all);
    incident.events = logged(all);
    std::vector<bool> isLogged;
    for (const Event& event : all)
        isLogged.push_back(wasDelivered(event));
    ConfigStory config = recordConfig(all, isLogged, seed + 2);
    incident.items = std::move(config.items);

    spoil(recorder.random(), incident);
    for (const ConfigDelivery& delivery : config.deliveries)
        incident.files[delivery.path] = {
            delivery.text.empty() ? std::string() : gzip(delivery.text), delivery.text, {}};
    return incident;
}

std::string stepsAsMarkdown(const std::vector<Step>& steps)
{
    std::string text;
    for (const Step& step : steps)
        text += "| " + timeText(step.time) + " | " + step.account + " | " + step.region + " | `"
            + step.name + "` | " + step.what + " | `" + step.eventId + "` |\n";
    return text;
}

// Of what was captured together for the same reason only the first is named.
std::string itemsAsMarkdown(const std::vector<ItemTruth>& items)
{
    struct Line
    {
        const ItemTruth* first;
        int count;
    };
    std::vector<Line> lines;
    for (const ItemTruth& item : items) {
        const bool changed = item.reason == ItemReason::Change || item.reason == ItemReason::Found;
        if (!changed || item.what.empty() || item.captured < "2026-03-12T02:"
            || item.captured > "2026-03-12T08:10")
            continue;
        const auto same = std::find_if(lines.begin(), lines.end(), [&item](const Line& line) {
            return line.first->what == item.what && line.first->causes == item.causes
                && line.first->reason == item.reason
                && line.first->resource.type == item.resource.type;
        });
        if (same == lines.end())
            lines.push_back({&item, 1});
        else
            ++same->count;
    }
    std::string text;
    for (const auto& [item, count] : lines) {
        const std::string more =
            count > 1 ? " and " + std::to_string(count - 1) + " more" : std::string();
        std::string cause = item->reason == ItemReason::Found ? "none: found after the restart"
                                                              : "none: the trail was off";
        for (const std::string& id : item->causes)
            cause = "`" + id + "`";
        text += "| " + item->captured + " | " + item->resource.region + " | "
            + item->resource.type.substr(5) + " `"
            + (item->name.empty() ? item->resource.id : item->name) + "`" + more + " | "
            + item->status + " | " + item->what + " | " + cause + " |\n";
    }
    return text;
}

} // namespace trailloupe::incident
