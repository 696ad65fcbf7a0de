#include "model/config/recordersetting.h"

#include "model/base/asciitext.h"

#include <algorithm>
#include <array>

namespace trailloupe::config {
namespace {

using query::FieldTree;
using Kind = JsonDocument::Kind;

constexpr std::uint32_t kNone = FieldTree::kNone;
constexpr std::string_view kRecorderType = "AWS::Config::ConfigurationRecorder";

std::uint32_t memberOf(const FieldTree& tree, std::uint32_t object, std::string_view name)
{
    if (object == kNone || tree.node(object).kind != Kind::Object)
        return kNone;
    for (std::uint32_t i = 0; i < tree.childCount(object); ++i) {
        const std::uint32_t member = tree.child(object, i);
        if (equalFolded(tree.node(member).key, name))
            return member;
    }
    return kNone;
}

std::string textOf(const FieldTree& tree, std::uint32_t object, std::string_view name)
{
    const std::uint32_t member = memberOf(tree, object, name);
    return member == kNone ? std::string() : tree.node(member).text;
}

// true and false, also as text.
std::optional<bool> truthOf(const FieldTree& tree, std::uint32_t object, std::string_view name)
{
    const std::uint32_t member = memberOf(tree, object, name);
    if (member == kNone)
        return std::nullopt;
    const auto& node = tree.node(member);
    if (node.kind == Kind::True || (node.kind == Kind::String && equalFolded(node.text, "true")))
        return true;
    if (node.kind == Kind::False || (node.kind == Kind::String && equalFolded(node.text, "false")))
        return false;
    return std::nullopt;
}

std::vector<std::string> textsOf(const FieldTree& tree, std::uint32_t object, std::string_view name)
{
    std::vector<std::string> texts;
    const std::uint32_t list = memberOf(tree, object, name);
    if (list == kNone || tree.node(list).kind != Kind::Array)
        return texts;
    for (std::uint32_t i = 0; i < tree.childCount(list); ++i) {
        const auto& node = tree.node(tree.child(list, i));
        if (node.kind == Kind::String)
            texts.push_back(node.text);
    }
    return texts;
}

std::optional<RecordedTypes> typesOf(const FieldTree& tree, std::uint32_t recorder)
{
    using Which = RecordedTypes::Which;
    const std::uint32_t group = memberOf(tree, recorder, "recordingGroup");
    if (group == kNone || tree.node(group).kind != Kind::Object)
        return std::nullopt;
    const std::string strategy =
        textOf(tree, memberOf(tree, group, "recordingStrategy"), "useOnly");
    auto excluded =
        textsOf(tree, memberOf(tree, group, "exclusionByResourceTypes"), "resourceTypes");
    if (strategy == "EXCLUSION_BY_RESOURCE_TYPES" || (strategy.empty() && !excluded.empty()))
        return RecordedTypes{Which::AllButListed, std::move(excluded)};
    auto listed = textsOf(tree, group, "resourceTypes");
    const bool takesAll = truthOf(tree, group, "allSupported").value_or(listed.empty());
    if (strategy == "INCLUSION_BY_RESOURCE_TYPES" || (strategy.empty() && !takesAll))
        return RecordedTypes{Which::Listed, std::move(listed)};
    return RecordedTypes{};
}

std::optional<RecordingMode> modeOf(const FieldTree& tree, std::uint32_t recorder)
{
    const std::uint32_t member = memberOf(tree, recorder, "recordingMode");
    if (member == kNone || tree.node(member).kind != Kind::Object)
        return std::nullopt;
    const auto isDaily = [&](std::uint32_t object) {
        return textOf(tree, object, "recordingFrequency") == "DAILY";
    };
    RecordingMode mode;
    mode.isDaily = isDaily(member);
    const std::uint32_t overrides = memberOf(tree, member, "recordingModeOverrides");
    if (overrides == kNone || tree.node(overrides).kind != Kind::Array)
        return mode;
    for (std::uint32_t i = 0; i < tree.childCount(overrides); ++i) {
        const std::uint32_t one = tree.child(overrides, i);
        for (std::string& type : textsOf(tree, one, "resourceTypes"))
            mode.overrides.emplace_back(std::move(type), isDaily(one));
    }
    return mode;
}

} // namespace

bool RecordedTypes::excludes(std::string_view type) const
{
    if (which == Which::All || type == kRecorderType)
        return false; // the recorder itself is always recorded
    const bool isListed = std::ranges::find(listed, type) != listed.end();
    return isListed == (which == Which::AllButListed);
}

bool RecordingMode::isDailyFor(std::string_view type) const
{
    static constexpr std::array<std::string_view, 3> kAlwaysContinuous{
        kRecorderType, "AWS::Config::ResourceCompliance", "AWS::Config::ConformancePackCompliance"};
    if (std::ranges::find(kAlwaysContinuous, type) != kAlwaysContinuous.end())
        return false;
    const auto it = std::ranges::find(overrides, type, [](const auto& one) { return one.first; });
    return it == overrides.end() ? isDaily : it->second;
}

RecorderSetting recorderSettingOf(const FieldTree& tree, std::uint32_t recorder)
{
    RecorderSetting setting;
    setting.isRecording = truthOf(tree, recorder, "recording");
    setting.types = typesOf(tree, recorder);
    setting.mode = modeOf(tree, recorder);
    setting.isOfService = !textOf(tree, recorder, "servicePrincipal").empty()
        || isRecorderOfService(textOf(tree, recorder, "name"));
    return setting;
}

bool isRecorderOfService(std::string_view recorderName)
{
    return recorderName.starts_with("AWSConfigurationRecorderFor");
}

} // namespace trailloupe::config
