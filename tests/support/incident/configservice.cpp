#include "tests/support/incident/configservice.h"

#include <algorithm>
#include <cstdio>

namespace trailloupe::incident {
namespace {

constexpr std::int64_t kNever = INT64_MAX;
constexpr std::int64_t kHourMs = 3600000;
constexpr const char* kConfigRecorder = "AWS::Config::ConfigurationRecorder";

Json textOrNull(const std::string& text)
{
    return text.empty() ? Json() : Json(text);
}

bool isDeployedOften(const std::string& type)
{
    return type == "AWS::ECS::Service" || type == "AWS::Lambda::Function";
}

} // namespace

std::string preciseTime(std::int64_t ms)
{
    char text[8];
    std::snprintf(text, sizeof text, ".%03dZ", static_cast<int>(ms % 1000));
    std::string time = timeText(ms / 1000);
    time.pop_back();
    return time + text;
}

ConfigService::ConfigService(Estate& estate, std::uint64_t seed)
    : m_estate(estate)
    , m_random(seed)
{
    for (const char* account : {kShop, kData})
        for (const char* region : {kVirginia, kIreland, kTokyo})
            m_recorders.push_back({account, region, true, {}});
    discoverAll();
}

bool ConfigService::records(const Recorder& recorder, const ResourceKey& key) const
{
    if (key.account != recorder.account)
        return false;
    const bool withGlobal =
        recorder.region == kIreland || (recorder.account == kShop && recorder.region == kVirginia);
    return key.region == recorder.region || (key.region == kGlobal && withGlobal);
}

std::string ConfigService::contentText(const ResourceKey& key) const
{
    const Resource* resource = m_estate.find(key);
    return resource ? m_estate.contentOf(*resource).dump() : std::string();
}

// Two days before the export begins the recorders were switched on.
void ConfigService::discoverAll()
{
    for (const auto& [key, resource] : m_estate.all()) {
        m_contents[key] = contentText(key);
        m_lastSeen[key] = resource;
    }
    for (std::size_t i = 0; i < m_recorders.size(); ++i) {
        Recorder& recorder = m_recorders[i];
        std::int64_t now = (timeOf(2026, 3, 9, 9, 10) + static_cast<std::int64_t>(i) * 41) * 1000;
        for (const auto& [key, resource] : m_estate.all()) {
            if (!records(recorder, key))
                continue;
            now += m_random.between(40, 2600);
            recorder.known.insert(key);
            const bool wasDeployed = isDeployedOften(key.type) && key.account == kShop;
            ItemTruth truth;
            if (m_last.contains(key)) // in another Region, moments ago
                truth.reason = ItemReason::Repeat;
            write(recorder, key,
                  wasDeployed ? timeOf(2026, 3, 10, 16, 21) * 1000 + now % 60000 : now,
                  wasDeployed ? "OK" : "ResourceDiscovered", std::move(truth));
        }
    }
}

std::int64_t ConfigService::delayMs(const ResourceKey& key, bool isOwn)
{
    if (key.type == kConfigRecorder)
        return m_random.between(2000, 6000);
    if (key.type.starts_with("AWS::IAM::"))
        return m_random.between(4000, 16000);
    return isOwn ? m_random.between(15000, 70000) : m_random.between(45000, 110000);
}

void ConfigService::touch(const ResourceKey& key, const Event& event, const Cause& cause,
                          const std::string& what)
{
    for (std::size_t i = 0; i < m_recorders.size(); ++i) {
        if (!records(m_recorders[i], key))
            continue;
        const std::int64_t delay = delayMs(key, !what.empty());
        Pending& pending = m_pending[{i, key}];
        if (pending.dueMs == 0)
            pending.dueMs = event.time * 1000 + delay;
        pending.causes.push_back(cause);
        if (!what.empty())
            pending.what += (pending.what.empty() ? "" : "; ") + what;
    }
}

void ConfigService::restart(std::size_t recorder, std::int64_t time)
{
    std::set<ResourceKey> all = m_recorders[recorder].known;
    for (const auto& [key, resource] : m_estate.all())
        if (records(m_recorders[recorder], key))
            all.insert(key);
    std::int64_t now = time * 1000 + 9000;
    for (const ResourceKey& key : all) {
        if (key.type == kConfigRecorder)
            continue;
        Pending& pending = m_pending[{recorder, key}];
        now += m_random.between(300, 2400);
        pending.dueMs = now;
        pending.isRestart = true;
    }
}

void ConfigService::see(const Event& event, bool wasDelivered)
{
    settle(event.time * 1000);
    const Effect effect = applyEvent(m_estate, event);
    if (effect.changes.empty())
        return;
    const Cause cause{event.json["eventID"], event.json.dump(), wasDelivered};
    // Nothing else can have changed with it.
    const auto isNear = [&event](const ResourceKey& key) {
        return key.account == event.account
            && (key.region == event.region || key.region == kGlobal);
    };
    std::set<ResourceKey> keys;
    for (const auto& [key, content] : m_contents)
        if (isNear(key))
            keys.insert(key);
    for (const auto& [key, resource] : m_estate.all()) {
        if (!isNear(key))
            continue;
        keys.insert(key);
        m_lastSeen[key] = resource;
    }
    for (const ResourceKey& key : keys) {
        std::string content = contentText(key);
        std::string& before = m_contents[key];
        if (content == before)
            continue;
        before = std::move(content);
        const auto own = effect.changes.find(key);
        touch(key, event, cause, own == effect.changes.end() ? "" : own->second);
    }
    if (!effect.recording)
        return;
    for (std::size_t i = 0; i < m_recorders.size(); ++i) {
        Recorder& recorder = m_recorders[i];
        if (recorder.account != event.account || recorder.region != event.region)
            continue;
        recorder.isOn = *effect.recording;
        if (recorder.isOn)
            restart(i, event.time);
    }
}

void ConfigService::finish(std::int64_t end)
{
    settle(end * 1000);
}

void ConfigService::settle(std::int64_t untilMs)
{
    for (;;) {
        const auto next =
            std::min_element(m_pending.begin(), m_pending.end(), [](const auto& a, const auto& b) {
                return a.second.dueMs < b.second.dueMs;
            });
        if (next == m_pending.end() || next->second.dueMs > untilMs)
            return;
        const auto [recorder, key] = next->first;
        // The recorder itself is always recorded.
        if (!m_recorders[recorder].isOn && key.type != kConfigRecorder) {
            next->second.dueMs = kNever; // until it is on again
            continue;
        }
        const Pending pending = next->second;
        m_pending.erase(next);
        capture(recorder, key, pending);
    }
}

ItemReason ConfigService::reasonOf(const Recorder& recorder, const ResourceKey& key,
                                   const Pending& pending, const std::string& status,
                                   const std::string& content) const
{
    const auto last = m_last.find(key);
    const bool isSame = last != m_last.end() && last->second.content == content;
    if (isSame && last->second.status == status && last->second.recorder != recorder.region
        && pending.dueMs - last->second.capturedMs < kHourMs)
        return ItemReason::Repeat;
    if (pending.isRestart)
        return isSame ? ItemReason::Restart : ItemReason::Found;
    return pending.what.empty() ? ItemReason::Echo : ItemReason::Change;
}

void ConfigService::capture(std::size_t recorderNo, const ResourceKey& key, const Pending& pending)
{
    Recorder& recorder = m_recorders[recorderNo];
    const bool isThere = m_estate.find(key) != nullptr;
    const bool wasKnown = recorder.known.contains(key);
    if (!isThere && !wasKnown)
        return; // came and went unseen
    const char* status = !isThere ? "ResourceDeleted" : wasKnown ? "OK" : "ResourceDiscovered";
    if (isThere)
        recorder.known.insert(key);
    else
        recorder.known.erase(key);

    ItemTruth truth{.reason = reasonOf(recorder, key, pending, status, m_contents[key]),
                    .what = pending.what};
    const Resource& resource = m_lastSeen[key];
    for (const Cause& cause : pending.causes) {
        if (!cause.wasDelivered) {
            truth.isUnlogged = true;
            continue;
        }
        truth.causes.push_back(cause.eventId);
        for (const std::string& word : {key.id, resource.name, resource.arn})
            truth.isNamed = truth.isNamed
                || (!word.empty() && cause.eventText.find('"' + word + '"') != std::string::npos);
    }
    write(recorder, key, pending.dueMs, status, std::move(truth));
}

void ConfigService::write(const Recorder& recorder, const ResourceKey& key, std::int64_t capturedMs,
                          const char* status, ItemTruth truth)
{
    const Resource& resource = m_lastSeen[key];
    const bool isGone = std::string_view(status) == "ResourceDeleted";
    Json content{{"relationships", Json::array()},
                 {"configuration", nullptr},
                 {"supplementaryConfiguration", Json::object()},
                 {"tags", Json::object()}};
    if (!isGone)
        content = m_estate.contentOf(resource);
    Json json{{"relatedEvents", Json::array()}};
    json.update(content);
    json["configurationItemVersion"] = "1.3";
    json["configurationItemCaptureTime"] = preciseTime(capturedMs);
    json["configurationStateId"] = capturedMs;
    json["awsAccountId"] = key.account;
    json["configurationItemStatus"] = status;
    json["resourceType"] = key.type;
    json["resourceId"] = key.id;
    json["resourceName"] = textOrNull(resource.name);
    json["ARN"] = resource.arn;
    json["awsRegion"] = key.region;
    json["availabilityZone"] = isGone ? Json() : Json(resource.zone);
    json["configurationStateMd5Hash"] = "";
    json["resourceCreationTime"] = isGone ? Json() : textOrNull(resource.created);

    truth.recorder = recorder.region;
    truth.resource = key;
    truth.name = resource.name;
    truth.captured = preciseTime(capturedMs);
    truth.status = status;
    m_last[key] = {m_contents[key], status, capturedMs, recorder.region};
    m_items.push_back({capturedMs, std::move(json), std::move(truth)});
}

} // namespace trailloupe::incident
