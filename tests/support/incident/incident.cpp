#include "tests/support/incident/incident.h"

#include "tests/support/incident/ordinary.h"

#include <zlib.h>

#include <algorithm>
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
    for (Event& event : recorder.take())
        if (wasDelivered(event))
            incident.events.push_back(std::move(event));
    std::stable_sort(incident.events.begin(), incident.events.end(),
                     [](const Event& a, const Event& b) { return a.time < b.time; });

    using Delivery = std::tuple<std::string, std::string, std::int64_t>;
    std::map<Delivery, std::vector<const Event*>> deliveries;
    for (const Event& event : incident.events)
        deliveries[{event.account, event.region, event.time / kDelivery}].push_back(&event);

    Random& random = recorder.random();
    for (auto& [key, events] : deliveries) {
        const auto& [account, region, slot] = key;
        mixUp(random, events);
        const std::int64_t time = (slot + 1) * kDelivery + (random.percent(40) ? kDelivery : 0);
        incident.files[deliveryPath(random, account, region, time)] = fileOf(events);
    }
    spoil(random, incident);
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

} // namespace trailloupe::incident
