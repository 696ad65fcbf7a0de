#include "model/config/itembody.h"

#include "model/base/jsondocument.h"
#include "model/store/eventjson.h"

#include <algorithm>
#include <array>

namespace trailloupe::config {
namespace {

constexpr std::array<std::string_view, 9> kOfTheRecording{
    "version",
    "configurationItemCaptureTime",
    "configurationItemDeliveryTime",
    "configurationItemStatus",
    "configurationStateId",
    "configurationItemMD5Hash",
    "relatedEvents",
    "recordingFrequency",
    "resourceTransitionStatus",
};

} // namespace

std::string itemBody(const store::EventStore& items, RowId row)
{
    std::string json;
    items.json(row, json);
    const auto parsed = JsonDocument::parse(json);
    if (!parsed || parsed->root().kind != JsonDocument::Kind::Object)
        return json;
    std::string body = "{";
    for (auto c = parsed->root().firstChild; c != JsonDocument::kNone;
         c = parsed->node(c).nextSibling) {
        const JsonDocument::Node& node = parsed->node(c);
        if (std::ranges::find(kOfTheRecording, node.key) != kOfTheRecording.end())
            continue;
        if (body.size() > 1)
            body += ',';
        appendJsonString(node.key, body);
        body += ':';
        body += std::string_view(json).substr(node.offset, node.length);
    }
    return store::canonicalJson(body + '}', store::EmptyMembers::Dropped);
}

} // namespace trailloupe::config
