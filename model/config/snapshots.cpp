#include "model/config/snapshots.h"

#include "model/base/timestamp.h"

#include <algorithm>
#include <tuple>

namespace trailloupe::config {
namespace {

constexpr std::string_view kMark = "_ConfigSnapshot_";
constexpr std::string_view kConfig = "_Config_";
constexpr std::size_t kMomentLength = 16; // "20260301T120000Z"

} // namespace

std::optional<Snapshot> snapshotOfName(std::string_view path)
{
    const std::string_view name = path.substr(path.find_last_of("/\\") + 1);
    const std::size_t mark = name.find(kMark);
    const std::size_t config = name.find(kConfig);
    if (mark == std::string_view::npos || config == std::string_view::npos || config > mark)
        return std::nullopt;
    const auto moment = parseTimestamp(name.substr(mark + kMark.size(), kMomentLength));
    const std::size_t region = config + kConfig.size();
    if (!moment || region >= mark)
        return std::nullopt;
    return Snapshot{.account = std::string(name.substr(0, config)),
                    .region = std::string(name.substr(region, mark - region)),
                    .ns = moment->ns()};
}

Snapshots::Snapshots(const ingest::Ledger& ledger)
{
    for (std::uint64_t i = 0; i < ledger.size(); ++i) {
        const SourceId source(static_cast<std::uint32_t>(i));
        const ingest::SourceEntry entry = ledger.entry(source);
        if (entry.kind != ingest::SourceKind::ConfigSnapshot
            || entry.status != ingest::SourceStatus::Read || entry.rejected > 0)
            continue;
        if (auto snapshot = snapshotOfName(entry.path)) {
            snapshot->source = source;
            m_all.push_back(*std::move(snapshot));
        }
    }
    std::ranges::sort(
        m_all, {}, [](const Snapshot& s) { return std::tie(s.account, s.region, s.ns, s.source); });
    for (std::size_t i = 0; i < m_all.size(); ++i)
        m_bySource.emplace_back(m_all[i].source, i);
    std::ranges::sort(m_bySource);
}

std::vector<std::size_t> Snapshots::snapshotsWith(const Resources& resources,
                                                  ResourceNo resource) const
{
    std::vector<std::size_t> with;
    if (m_all.empty())
        return with;
    const auto items = resources.items(resource);
    for (const Item& item : items) {
        for (const store::Occurrence& at : resources.store()->occurrences(item.row)) {
            const auto it = std::ranges::lower_bound(m_bySource, at.source, {},
                                                     [](const auto& one) { return one.first; });
            if (it != m_bySource.end() && it->first == at.source)
                with.push_back(it->second);
        }
    }
    std::ranges::sort(with);
    with.erase(std::unique(with.begin(), with.end()), with.end());
    return with;
}

std::vector<std::int64_t> Snapshots::seenNs(const Resources& resources, ResourceNo resource) const
{
    std::vector<std::int64_t> moments;
    for (const std::size_t i : snapshotsWith(resources, resource))
        moments.push_back(m_all[i].ns);
    std::ranges::sort(moments);
    return moments;
}

std::optional<Vanishing> Snapshots::vanishing(const Resources& resources, ResourceNo resource) const
{
    if (resources.lastState(resource).presence != State::Presence::Live)
        return std::nullopt;
    const auto dated = resources.items(resource).first(resources.datedCount(resource));
    std::optional<Vanishing> found;
    const std::vector<std::size_t> with = snapshotsWith(resources, resource);
    for (std::size_t k = 0; k < with.size(); ++k) {
        const Snapshot& seen = m_all[with[k]];
        const auto isSamePlace = [&](std::size_t i) {
            return i < m_all.size() && m_all[i].account == seen.account
                && m_all[i].region == seen.region;
        };
        if (k + 1 < with.size() && isSamePlace(with[k + 1]))
            continue; // not the last one of its account and Region that has it
        const std::size_t next = with[k] + 1;
        if (!isSamePlace(next) || dated.back().capturedNs >= m_all[next].ns)
            return std::nullopt;
        // A global resource may be in the snapshots of several Regions: gone after the last of
        // them.
        if (!found || seen.ns > found->lastSeenNs)
            found = Vanishing{seen.ns, m_all[next].ns, seen.source, m_all[next].source};
    }
    return found;
}

} // namespace trailloupe::config
