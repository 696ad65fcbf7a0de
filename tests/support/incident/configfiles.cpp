#include "tests/support/incident/configfiles.h"

#include <algorithm>
#include <tuple>

namespace trailloupe::incident {
namespace {

constexpr std::int64_t kSixHours = 6 * 3600;

// "20260312T023941Z"
std::string compact(std::int64_t time)
{
    std::string text = timeText(time);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

// Folders of days are not padded, unlike those of CloudTrail.
std::string folder(const ConfigService::Recorder& recorder, std::int64_t time)
{
    const std::string day = timeText(time);
    return "AWSLogs/" + recorder.account + "/Config/" + recorder.region + "/" + day.substr(0, 4)
        + "/" + std::to_string(std::stoi(day.substr(5, 2))) + "/"
        + std::to_string(std::stoi(day.substr(8, 2))) + "/";
}

std::string fileName(const ConfigService::Recorder& recorder, const std::string& what)
{
    return recorder.account + "_Config_" + recorder.region + "_" + what + ".json.gz";
}

Json wrapped(const std::vector<const ConfigItem*>& items)
{
    Json list = Json::array();
    for (const ConfigItem* item : items)
        list.push_back(item->json);
    return list;
}

class Delivering
{
public:
    explicit Delivering(const ConfigService& service)
        : m_service(service)
    { }

    void deliverHistory(std::size_t recorderNo)
    {
        const ConfigService::Recorder& recorder = m_service.recorders()[recorderNo];
        // Deliveries are not at the same minute everywhere.
        const std::int64_t first =
            firstSecond() + 3 * 3600 + 1000 + static_cast<std::int64_t>(recorderNo) * 130;
        std::map<std::pair<std::int64_t, std::string>, std::vector<const ConfigItem*>> parts;
        for (const ConfigItem& item : m_service.items()) {
            const std::int64_t time = item.capturedMs / 1000;
            if (time < firstSecond() || !isOf(item, recorder))
                continue;
            const std::int64_t number =
                std::max<std::int64_t>(0, time - first + kSixHours) / kSixHours;
            parts[{first + number * kSixHours, item.truth.resource.type}].push_back(&item);
        }
        for (const auto& [key, items] : parts) {
            const auto& [time, type] = key;
            if (time >= firstSecond() + kDays * 86400LL)
                continue; // of the day after
            const Json json{{"fileVersion", "1.0"}, {"configurationItems", wrapped(items)}};
            add(folder(recorder, time) + "ConfigHistory/"
                    + fileName(recorder,
                               "ConfigHistory_" + type + "_"
                                   + compact(items.front()->capturedMs / 1000) + "_"
                                   + compact(items.back()->capturedMs / 1000) + "_1"),
                json, items);
        }
    }

    // The last item of everything that is there.
    void deliverSnapshot(const ConfigService::Recorder& recorder, std::int64_t time,
                         const std::string& id)
    {
        std::map<ResourceKey, const ConfigItem*> last;
        for (const ConfigItem& item : m_service.items())
            if (isOf(item, recorder) && item.capturedMs <= time * 1000)
                last[item.truth.resource] = &item;
        std::vector<const ConfigItem*> items;
        for (const auto& [key, item] : last)
            if (item->truth.status != "ResourceDeleted")
                items.push_back(item);
        const Json json{{"fileVersion", "1.0"},
                        {"configSnapshotId", id},
                        {"configurationItems", wrapped(items)}};
        add(folder(recorder, time) + "ConfigSnapshot/"
                + fileName(recorder, "ConfigSnapshot_" + compact(time) + "_" + id),
            json, items);
    }

    ConfigStory take()
    {
        for (const ConfigItem& item : m_service.items())
            if (m_delivered.contains(&item))
                m_story.items.push_back(item.truth);
        std::stable_sort(
            m_story.items.begin(), m_story.items.end(),
            [](const ItemTruth& a, const ItemTruth& b) { return a.captured < b.captured; });
        return std::move(m_story);
    }

private:
    static bool isOf(const ConfigItem& item, const ConfigService::Recorder& recorder)
    {
        return item.truth.resource.account == recorder.account
            && item.truth.recorder == recorder.region;
    }

    void add(const std::string& path, const Json& json, const std::vector<const ConfigItem*>& items)
    {
        m_story.deliveries.push_back({path, json.dump()});
        m_delivered.insert(items.begin(), items.end());
    }

    const ConfigService& m_service;
    ConfigStory m_story;
    std::set<const ConfigItem*> m_delivered;
};

} // namespace

ConfigStory recordConfig(const std::vector<Event>& events, const std::vector<bool>& isLogged,
                         std::uint64_t seed)
{
    Estate estate = estateBefore();
    ConfigService service(estate, seed);
    for (std::size_t i = 0; i < events.size(); ++i)
        service.see(events[i], isLogged[i]);
    service.finish(firstSecond() + kDays * 86400LL);

    Random random(seed + 1);
    Delivering delivering(service);
    for (std::size_t i = 0; i < service.recorders().size(); ++i) {
        const ConfigService::Recorder& recorder = service.recorders()[i];
        delivering.deliverHistory(i);
        for (int day = 0; day < kDays; ++day)
            delivering.deliverSnapshot(
                recorder, firstSecond() + day * 86400LL + 2400 + static_cast<std::int64_t>(i) * 47,
                random.uuid());
        for (const Event& event : events)
            if (event.json["eventName"] == "DeliverConfigSnapshot"
                && event.account == recorder.account && event.region == recorder.region)
                delivering.deliverSnapshot(recorder, event.time + 38,
                                           event.json["responseElements"]["configSnapshotId"]);
    }
    ConfigStory story = delivering.take();
    for (const char* account : {kShop, kData})
        story.deliveries.push_back(
            {std::string("AWSLogs/") + account + "/Config/ConfigWritabilityCheckFile", ""});
    return story;
}

} // namespace trailloupe::incident
