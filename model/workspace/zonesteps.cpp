#include "model/workspace/zonesteps.h"

#include <QDateTime>

#include <algorithm>

namespace trailloupe::workspace {
namespace {

// QTimeZone answers for these moments; what lies beyond takes the offset of the nearer end.
constexpr std::int64_t kZoneDataFrom = -5'000'000'000;
constexpr std::int64_t kZoneDataUntil = 30'000'000'000;

} // namespace

ZoneOffsets::ZoneOffsets(const QByteArray& ianaId)
    : m_zone(ianaId)
{
    m_isUtc = !m_zone.isValid() || ianaId == "UTC";
}

std::int64_t ZoneOffsets::at(std::int64_t seconds)
{
    if (m_isUtc || (seconds >= m_from && seconds < m_until))
        return m_offset;
    const QDateTime moment =
        QDateTime::fromSecsSinceEpoch(std::clamp(seconds, kZoneDataFrom, kZoneDataUntil), Qt::UTC);
    m_offset = m_zone.offsetFromUtc(moment);
    // No transition lies between these two, so the offset holds for all that is between them.
    const auto before = m_zone.previousTransition(moment.addSecs(1));
    const auto after = m_zone.nextTransition(moment);
    m_from = before.atUtc.isValid() ? before.atUtc.toSecsSinceEpoch() : seconds;
    m_until = after.atUtc.isValid() ? after.atUtc.toSecsSinceEpoch() : seconds + 1;
    if (seconds < m_from || seconds >= m_until) {
        m_from = seconds;
        m_until = seconds + 1;
    }
    return m_offset;
}

query::StepStart zoneStepStart(const QByteArray& ianaId)
{
    if (ianaId == "UTC")
        return query::utcStepStart;
    return [offsets = ZoneOffsets(ianaId)](std::int64_t seconds, std::int64_t step) mutable {
        const std::int64_t offset = offsets.at(seconds);
        const std::int64_t local = query::utcStepStart(seconds + offset, step);
        const std::int64_t start = local - offset;
        // The clock may have been changed since. What it skipped begins with the change.
        const std::int64_t earlier = offsets.at(start);
        return earlier == offset ? start : std::min(local - earlier, seconds);
    };
}

} // namespace trailloupe::workspace
