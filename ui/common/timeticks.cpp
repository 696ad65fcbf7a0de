#include "ui/common/timeticks.h"

#include "model/base/timestamp.h"
#include "model/workspace/zonesteps.h"
#include "ui/words/timetext.h"

#include <algorithm>
#include <array>

namespace trailloupe::ui {

using query::TimeSpan;

namespace {

constexpr std::int64_t kDay = 86'400;

// The first moment of a month, counted from year 0, in a zone.
std::int64_t monthStart(std::int64_t month, const TimeText& text, const query::StepStart& startOf)
{
    const auto year = static_cast<int>(month / 12);
    const std::int64_t local = daysFromCivil(year, static_cast<int>(month % 12) + 1, 1) * kDay;
    return startOf(local - text.offsetAt(local) + kDay / 2, kDay);
}

std::int64_t monthOf(std::int64_t seconds, const TimeText& text)
{
    const CivilDate date =
        civilFromDays(query::utcStepStart(seconds + text.offsetAt(seconds), kDay) / kDay);
    return std::int64_t{date.year} * 12 + date.month - 1;
}

std::vector<Tick> monthTicks(TimeSpan visible, std::int64_t most, const QByteArray& zone)
{
    static constexpr std::array<std::int64_t, 11> kMonths{1,  2,   3,   6,   12,  24,
                                                          60, 120, 240, 600, 1200};
    const TimeText text(zone);
    const auto startOf = workspace::zoneStepStart(zone);
    const std::int64_t months = (visible.to - visible.from) / (28 * kDay) + 1;
    const auto step = std::find_if(kMonths.begin(), kMonths.end(),
                                   [&](std::int64_t m) { return months / m <= most; });
    const std::int64_t by = step == kMonths.end() ? kMonths.back() : *step;
    std::vector<Tick> ticks;
    for (std::int64_t month = monthOf(visible.from, text) / by * by;; month += by) {
        const std::int64_t at = monthStart(month, text, startOf);
        if (at >= visible.to)
            return ticks;
        if (at < visible.from)
            continue;
        const bool isYear = month % 12 == 0;
        const QString date = text.date(at);
        ticks.push_back({at, by >= 12 ? date.left(4) : date.left(7), isYear && by < 12});
    }
}

} // namespace

std::vector<Tick> timeTicks(TimeSpan visible, int width, int room, const QByteArray& zone)
{
    const std::int64_t most = std::max(1, width / std::max(room, 1));
    const std::int64_t step =
        query::niceStep(visible.from, visible.to, static_cast<std::size_t>(most));
    if ((visible.to - visible.from) / step > most)
        return monthTicks(visible, most, zone);
    const TimeText text(zone);
    const auto startOf = workspace::zoneStepStart(zone);
    std::vector<Tick> ticks;
    for (const std::int64_t at : query::barBoundaries(visible.from, visible.to, step, startOf)) {
        if (at < visible.from || at >= visible.to)
            continue;
        const bool isDay = startOf(at, kDay) == at;
        QString label = step >= kDay || isDay ? text.date(at) : text.time(at);
        if (step < kDay && !isDay && step % 60 == 0)
            label.chop(3); // no seconds
        ticks.push_back({at, label, isDay && step < kDay});
    }
    return ticks;
}

} // namespace trailloupe::ui
