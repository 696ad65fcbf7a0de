// RecorderSetting: what a configuration recorder is set to record and how often, as its item or the
// call that set it says.
//
// Threads: pure functions. Cost: O(types that it lists).
#pragma once

#include "model/query/fieldtree.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trailloupe::config {

struct RecordedTypes
{
    enum class Which : std::uint8_t
    {
        All,
        Listed,
        AllButListed,
    };
    Which which = Which::All;
    std::vector<std::string> listed;

    bool excludes(std::string_view type) const;
};

struct RecordingMode
{
    bool isDaily = false; // else continuous
    std::vector<std::pair<std::string, bool>> overrides; // by type: whether that is daily

    bool isDailyFor(std::string_view type) const;
};

struct RecorderSetting
{
    // Nothing: it does not say.
    std::optional<bool> isRecording;
    std::optional<RecordedTypes> types;
    std::optional<RecordingMode> mode;
    bool isOfService = false; // kept by an AWS service for itself
};

// `recorder` is an object: the configuration of an AWS::Config::ConfigurationRecorder, or the
// configurationRecorder of PutConfigurationRecorder. Names of members in any case.
RecorderSetting recorderSettingOf(const query::FieldTree& tree, std::uint32_t recorder);
// Recorders of services have names that AWS gives.
bool isRecorderOfService(std::string_view recorderName);

} // namespace trailloupe::config
