#include "model/config/recording.h"

#include "model/query/column.h"
#include "model/query/evaluator.h"

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <optional>
#include <set>
#include <string_view>

namespace trailloupe::config {
namespace {

using Kind = RecordingSpan::Kind;

constexpr std::string_view kRecorderType = "AWS::Config::ConfigurationRecorder";
constexpr std::int64_t kSecond = 1'000'000'000;
// What had begun when the recorder was stopped may still be recorded.
constexpr std::int64_t kGraceNs = 600 * kSecond;
constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();

constexpr std::array<std::string_view, 4> kCalls{
    "StartConfigurationRecorder", "StopConfigurationRecorder", "PutConfigurationRecorder",
    "DeleteConfigurationRecorder"};

bool isOfNoRegion(std::string_view region)
{
    return region.empty() || region == "global" || region == "Not Applicable";
}

std::int64_t endOf(const RecordingSpan& span)
{
    return span.toNs == kNoTime ? kForever : span.toNs;
}

void sortByBegin(std::vector<RecordingSpan>& spans)
{
    std::ranges::stable_sort(spans, {}, &RecordingSpan::fromNs);
}

// Spans that overlap or touch become one, with the evidence of the first. REQUIRES sorted ones.
std::vector<RecordingSpan> merged(const std::vector<RecordingSpan>& spans)
{
    std::vector<RecordingSpan> all;
    for (const RecordingSpan& span : spans) {
        if (all.empty() || endOf(all.back()) < span.fromNs)
            all.push_back(span);
        else if (endOf(span) > endOf(all.back()))
            all.back().toNs = span.toNs;
    }
    return all;
}

// Where both are; what began last says why. REQUIRES merged ones.
std::vector<RecordingSpan> common(const std::vector<RecordingSpan>& some,
                                  const std::vector<RecordingSpan>& others)
{
    std::vector<RecordingSpan> both;
    for (auto a = some.begin(), b = others.begin(); a != some.end() && b != others.end();) {
        RecordingSpan span = a->fromNs > b->fromNs ? *a : *b;
        const std::int64_t end = std::min(endOf(*a), endOf(*b));
        span.toNs = end == kForever ? kNoTime : end;
        if (span.fromNs < end)
            both.push_back(span);
        ++(endOf(*a) == end ? a : b);
    }
    return both;
}

query::PredicatePtr oneOf(std::string_view path, std::vector<std::string> values)
{
    query::FieldTest test;
    test.field.path = *query::FieldPath::parse(path);
    test.operands = std::move(values);
    return query::Predicate::of(std::move(test));
}

} // namespace

class RecordingMaking
{
public:
    RecordingMaking(std::shared_ptr<const Resources> resources,
                    const std::shared_ptr<const store::EventStore>& events,
                    const JobContext& context)
        : m_resources(*resources)
        , m_events(events)
        , m_context(context)
        , m_made(new Recording)
    {
        m_made->m_resources = std::move(resources);
    }

    Result<std::shared_ptr<const Recording>> make()
    {
        readItems();
        if (const auto error = readCalls())
            return *error;
        for (auto& [place, recorder] : m_made->m_recorders)
            std::ranges::stable_sort(recorder.words, {}, &Word::ns);
        gatherCaptures();
        if (m_context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
        return std::shared_ptr<const Recording>(std::move(m_made));
    }

private:
    using Word = Recording::Word;
    using Place = Recording::Place;

    void readItems()
    {
        for (std::uint32_t i = 0; i < m_resources.size(); ++i) {
            const ResourceNo no(i);
            if (m_resources.resource(no).type != kRecorderType)
                continue;
            const Place place{m_resources.resource(no).accountId, m_resources.resource(no).region};
            for (const Item& item : m_resources.items(no).first(m_resources.datedCount(no))) {
                if (!item.isRepeat && item.status != ItemStatus::NotRecorded)
                    readItem(place, item);
            }
        }
    }

    void readItem(const Place& place, const Item& item)
    {
        Word word{.ns = item.capturedNs, .item = item.row};
        std::string json;
        m_resources.store()->json(item.row, json);
        const auto tree = query::FieldTree::build(std::move(json));
        if (!tree)
            return;
        const auto setting = recorderSettingOf(*tree, tree->document().member(0, "configuration"));
        if (setting.isOfService)
            return;
        if (isDeletion(item.status))
            word.state = Word::State::Deleted;
        else if (setting.isRecording)
            word.state = *setting.isRecording ? Word::State::Recording : Word::State::Stopped;
        word.types = setting.types;
        word.mode = setting.mode;
        m_made->m_recorders[place].words.push_back(std::move(word));
    }

    std::optional<Error> readCalls()
    {
        if (!m_events || m_events->rowCount() == 0)
            return std::nullopt;
        const auto calls =
            query::Predicate::all({oneOf("eventSource", {"config.amazonaws.com"}),
                                   oneOf("eventName", {kCalls.begin(), kCalls.end()})});
        query::Evaluator evaluator;
        const auto found = evaluator.evaluate(m_events, calls, m_context);
        if (!found)
            return found.error();
        const query::EventFacts facts(m_events);
        for (const RowId row : (*found)->filter(m_events->timeOrder())) {
            if (m_events->time(row) && !facts.isFailure(row))
                readCall(facts, row);
        }
        return std::nullopt;
    }

    void readCall(const query::EventFacts& facts, RowId row)
    {
        Word word{.ns = *m_events->time(row) * kSecond, .event = row};
        const std::string name = text(row, "eventName");
        if (name == "PutConfigurationRecorder") {
            std::string json;
            m_events->json(row, json);
            const auto tree = query::FieldTree::build(std::move(json));
            if (!tree)
                return;
            const auto& document = tree->document();
            const std::uint32_t parameters = document.member(0, "requestParameters");
            const auto setting =
                recorderSettingOf(*tree,
                                  parameters == JsonDocument::kNone
                                      ? parameters
                                      : document.member(parameters, "configurationRecorder"));
            if (setting.isOfService)
                return;
            // What the call leaves out is as by default.
            word.types = setting.types.value_or(RecordedTypes());
            word.mode = setting.mode.value_or(RecordingMode());
        } else {
            if (isRecorderOfService(text(row, "requestParameters.configurationRecorderName")))
                return;
            word.state = name == kCalls[0] ? Word::State::Recording
                : name == kCalls[1]        ? Word::State::Stopped
                                           : Word::State::Deleted;
        }
        const Place place{facts.account(row), text(row, "awsRegion")};
        m_made->m_recorders[place].words.push_back(std::move(word));
    }

    std::string text(RowId row, std::string_view path) const
    {
        std::string value;
        if (const auto id = m_events->paths().find(path))
            m_events->value(row, *id, value);
        return value;
    }

    void gatherCaptures()
    {
        std::map<std::string, std::set<std::string>, std::less<>> regions;
        for (std::uint32_t i = 0; i < m_resources.size(); ++i) {
            const ResourceNo no(i);
            const Resource& resource = m_resources.resource(no);
            if (isOfNoRegion(resource.region))
                continue;
            regions[std::string(resource.accountId)].emplace(resource.region);
            if (resource.type == kRecorderType) // recorded while nothing else is
                continue;
            const auto at = m_made->m_recorders.find(
                Place(std::string(resource.accountId), std::string(resource.region)));
            if (at == m_made->m_recorders.end())
                continue;
            for (const Item& item : m_resources.items(no).first(m_resources.datedCount(no)))
                at->second.captures.push_back(item.capturedNs);
        }
        for (auto& [place, recorder] : m_made->m_recorders) {
            std::ranges::sort(recorder.captures);
            regions[place.first].insert(place.second);
        }
        for (const auto& [account, names] : regions)
            m_made->m_regions[account] = {names.begin(), names.end()};
    }

    const Resources& m_resources;
    const std::shared_ptr<const store::EventStore>& m_events;
    const JobContext& m_context;
    std::unique_ptr<Recording> m_made;
};

std::vector<RecordingSpan> Recording::spansAt(const Recorder& recorder, std::string_view type) const
{
    std::vector<RecordingSpan> spans;
    std::optional<RecordingSpan> off;
    std::optional<RecordingSpan> excluded;
    std::optional<RecordingSpan> daily;
    const auto close = [&](std::optional<RecordingSpan>& open, std::int64_t atNs) {
        open->toNs = atNs;
        if (open->fromNs < endOf(*open))
            spans.push_back(*open);
        open.reset();
    };
    const auto turn = [&](std::optional<RecordingSpan>& open, bool isIn, Kind kind,
                          const Word& word) {
        if (open && (!isIn || open->kind != kind))
            close(open, word.ns);
        if (isIn && !open)
            open = RecordingSpan{kind, word.ns, kNoTime, word.item, word.event};
    };
    const auto resume = [&](std::int64_t untilNs) {
        if (!off)
            return;
        const auto next = std::ranges::upper_bound(recorder.captures, off->fromNs + kGraceNs);
        if (next != recorder.captures.end() && *next < untilNs)
            close(off, *next);
    };
    for (const Word& word : recorder.words) {
        resume(word.ns);
        const bool isDeleted = word.state == Word::State::Deleted;
        if (word.state != Word::State::Untold)
            turn(off, word.state != Word::State::Recording,
                 isDeleted ? Kind::RecorderDeleted : Kind::Stopped, word);
        if (word.types)
            turn(excluded, word.types->excludes(type), Kind::TypeExcluded, word);
        if (word.mode)
            turn(daily, word.mode->isDailyFor(type), Kind::Daily, word);
    }
    resume(kForever);
    for (auto* open : {&off, &excluded, &daily}) {
        if (*open)
            close(*open, kNoTime);
    }
    return spans;
}

// The gaps that all Regions of the account have in common.
std::vector<RecordingSpan> Recording::gapsEverywhere(std::string_view account,
                                                     std::string_view type) const
{
    std::optional<std::vector<RecordingSpan>> everywhere;
    const auto regions = m_regions.find(account);
    if (regions == m_regions.end())
        return {};
    for (const std::string& region : regions->second) {
        const auto at = m_recorders.find(Place(std::string(account), region));
        if (at == m_recorders.end())
            return {};
        auto gaps = spansAt(at->second, type);
        std::erase_if(gaps, [](const RecordingSpan& span) { return span.kind == Kind::Daily; });
        sortByBegin(gaps);
        gaps = merged(gaps);
        everywhere = everywhere ? common(*everywhere, gaps) : std::move(gaps);
    }
    return everywhere.value_or(std::vector<RecordingSpan>());
}

void Recording::addDailyItems(ResourceNo resource, std::vector<RecordingSpan>& spans) const
{
    const auto path = m_resources->store()->paths().find("recordingFrequency");
    if (!path)
        return;
    const Item* before = nullptr;
    std::string text;
    for (const Item& item : m_resources->items(resource).first(m_resources->datedCount(resource))) {
        if (item.isRepeat)
            continue;
        m_resources->store()->value(item.row, *path, text);
        if (text == "DAILY" && before && !isDeletion(before->status)
            && before->capturedNs < item.capturedNs)
            spans.push_back({Kind::Daily, before->capturedNs, item.capturedNs, {}, {}});
        before = &item;
    }
}

std::vector<RecordingSpan> Recording::spansOf(ResourceNo no) const
{
    const Resource& resource = m_resources->resource(no);
    if (resource.type == kRecorderType)
        return {};
    std::vector<RecordingSpan> gaps;
    if (isOfNoRegion(resource.region)) {
        gaps = gapsEverywhere(resource.accountId, resource.type);
    } else {
        const auto at =
            m_recorders.find(Place(std::string(resource.accountId), std::string(resource.region)));
        if (at != m_recorders.end())
            gaps = spansAt(at->second, resource.type);
    }
    std::vector<RecordingSpan> daily;
    std::ranges::copy_if(gaps, std::back_inserter(daily),
                         [](const RecordingSpan& span) { return span.kind == Kind::Daily; });
    std::erase_if(gaps, [](const RecordingSpan& span) { return span.kind == Kind::Daily; });
    addDailyItems(no, daily);
    sortByBegin(daily);
    // That the type is excluded is refuted by what is recorded.
    for (const Item& item : m_resources->items(no).first(m_resources->datedCount(no))) {
        if (item.status == ItemStatus::NotRecorded || item.status == ItemStatus::DeletedNotRecorded)
            continue;
        for (RecordingSpan& gap : gaps) {
            if (gap.kind == Kind::TypeExcluded && item.capturedNs > gap.fromNs + kGraceNs
                && item.capturedNs < endOf(gap))
                gap.toNs = item.capturedNs;
        }
    }
    for (const RecordingSpan& span : merged(daily))
        gaps.push_back(span);
    sortByBegin(gaps);
    return gaps;
}

Result<std::shared_ptr<const Recording>> Recording::make(
    std::shared_ptr<const Resources> resources,
    const std::shared_ptr<const store::EventStore>& events, const JobContext& context)
{
    try {
        return RecordingMaking(std::move(resources), events, context).make();
    } catch (const std::bad_alloc&) {
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    }
}

const char* recordingSpanKey(Kind kind)
{
    switch (kind) {
    case Kind::Stopped:
        return "stopped";
    case Kind::RecorderDeleted:
        return "recorder-deleted";
    case Kind::TypeExcluded:
        return "type-excluded";
    case Kind::Daily:
        return "daily";
    }
    return "";
}

} // namespace trailloupe::config
