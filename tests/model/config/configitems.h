// Items and stores of them for tests: written as a person would, with ' for ".
#pragma once

#include "model/config/resources.h"
#include "tests/support/storebuilding.h"

#include <string>
#include <vector>

namespace trailloupe::test {

struct ItemSketch
{
    std::string id = "i-1";
    std::string time = "2026-03-01T14:05:12.123Z"; // empty: none
    std::string status = "OK";
    std::string rest = {}; // more members, with a comma in front
    std::string type = "AWS::EC2::Instance";
    std::string account = "111111111111";
    std::string region = "us-east-1";
};

inline std::string itemText(const ItemSketch& sketch)
{
    std::string text = "{'configurationItemVersion':'1.3','awsAccountId':'" + sketch.account
        + "','awsRegion':'" + sketch.region + "','resourceType':'" + sketch.type
        + "','configurationItemStatus':'" + sketch.status + "'";
    if (!sketch.id.empty())
        text += ",'resourceId':'" + sketch.id + "'";
    if (!sketch.time.empty())
        text += ",'configurationItemCaptureTime':'" + sketch.time + "'";
    return quoted(text + sketch.rest + "}");
}

inline std::string historyText(const std::vector<ItemSketch>& items)
{
    std::string text = "{\"fileVersion\":\"1.0\",\"configurationItems\":[";
    for (std::size_t i = 0; i < items.size(); ++i)
        text += (i ? "," : "") + itemText(items[i]);
    return text + "]}";
}

inline std::shared_ptr<const config::Resources> resourcesOf(
    std::shared_ptr<const store::EventStore> items)
{
    auto made = config::Resources::make(std::move(items), JobContext());
    return made ? *made : nullptr;
}

// One history file each.
inline std::shared_ptr<const config::Resources> resourcesOf(
    const std::vector<std::vector<ItemSketch>>& files)
{
    StoreBuilding building;
    for (const auto& file : files)
        building.read(historyText(file), ingest::SourceKind::ConfigHistory);
    return resourcesOf(building.items());
}

} // namespace trailloupe::test
