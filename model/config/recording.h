// Recording: when AWS Config did not record a resource, as far as an export tells: its recorder
// was stopped or deleted, its type was excluded, or only one state a day was kept.
//
// Two kinds of evidence, in order of time for each account and Region: items of the recorder itself
// (AWS::Config::ConfigurationRecorder), which say how it was when they were captured, and the
// successful calls of CloudTrail that start, stop, set and delete it, which say it to the second.
// Recorders that AWS services keep for themselves are left out. Before the first word nothing is
// known, and nothing is said; where something was recorded all the same, the gap ends there. A
// global resource is recorded by each Region: it has a gap where all Regions of its account have
// one. That only one state a day was kept, items say themselves too.
// Threads: immutable once made; any thread.
// Units: times are nanoseconds since 1970-01-01 UTC; spans are [from, to).
// Cost: make() one look for the calls, O(items); spansOf() O(words and items of the resource).
// Errors: make() is Cancelled or TooLarge.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/config/recordersetting.h"
#include "model/config/resources.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace trailloupe::config {

struct RecordingSpan
{
    enum class Kind : std::uint8_t
    {
        Stopped,
        RecorderDeleted,
        TypeExcluded,
        Daily, // one state a day at most: those between are lost
    };
    Kind kind = Kind::Stopped;
    std::int64_t fromNs = kNoTime;
    std::int64_t toNs = kNoTime; // kNoTime: nothing tells its end
    // What tells of its begin: an item of the recorder, or an event; neither: items of the resource
    // that say so of themselves.
    RowId item;
    RowId event;
    bool operator==(const RecordingSpan&) const = default;
};

class Recording
{
public:
    static Result<std::shared_ptr<const Recording>> make(
        std::shared_ptr<const Resources> resources,
        const std::shared_ptr<const store::EventStore>& events, const JobContext& context);

    // By begin. REQUIRES a resource of those it was made of.
    std::vector<RecordingSpan> spansOf(ResourceNo resource) const;

private:
    friend class RecordingMaking;
    // What is said of the recorder at a moment.
    struct Word
    {
        enum class State : std::uint8_t
        {
            Untold,
            Recording,
            Stopped,
            Deleted,
        };
        std::int64_t ns = kNoTime;
        State state = State::Untold;
        std::optional<RecordedTypes> types;
        std::optional<RecordingMode> mode;
        RowId item;
        RowId event;
    };
    struct Recorder
    {
        std::vector<Word> words; // by time
        std::vector<std::int64_t> captures; // of all that is recorded there, by time
    };
    using Place = std::pair<std::string, std::string>; // account, Region

    Recording() = default;
    std::vector<RecordingSpan> spansAt(const Recorder& recorder, std::string_view type) const;
    std::vector<RecordingSpan> gapsEverywhere(std::string_view account,
                                              std::string_view type) const;
    void addDailyItems(ResourceNo resource, std::vector<RecordingSpan>& spans) const;

    std::shared_ptr<const Resources> m_resources;
    std::map<Place, Recorder> m_recorders; // those that something is said of
    std::map<std::string, std::vector<std::string>, std::less<>> m_regions; // of accounts
};

// "stopped", "recorder-deleted" …
const char* recordingSpanKey(RecordingSpan::Kind kind);

} // namespace trailloupe::config
