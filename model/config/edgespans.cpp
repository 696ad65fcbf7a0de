#include "model/config/edgespans.h"

#include <algorithm>

namespace trailloupe::config {
namespace {

bool holds(const TimeSpans& spans, std::int64_t atNs)
{
    const auto it = std::ranges::upper_bound(spans, atNs, {}, &TimeSpan::beginNs);
    return it != spans.begin() && atNs < std::prev(it)->endNs;
}

// Of an item that describes the resource: one of a type that is not recorded says nothing.
std::int64_t lastCapture(const Resources& resources, ResourceNo no, std::int64_t atNs)
{
    const State state = resources.stateAt(no, atNs);
    return state.described == kNoItem ? kNoTime : resources.items(no)[state.described].capturedNs;
}

void addCaptures(const Resources& resources, ResourceNo no, const TimeSpan& within,
                 std::vector<std::int64_t>& times)
{
    const auto dated = resources.items(no).first(resources.datedCount(no));
    auto it = std::ranges::upper_bound(dated, within.beginNs, {}, &Item::capturedNs);
    for (; it != dated.end() && it->capturedNs < within.endNs; ++it)
        times.push_back(it->capturedNs);
}

// When `other` has taken back what `teller` still says.
TimeSpans takenBack(const Resources& resources, const EndSays& teller, const EndSays& other)
{
    TimeSpans taken;
    if (!teller.resource.isValid() || !other.resource.isValid())
        return taken;
    for (const Lifetime& life : resources.lifetimes(other.resource)) {
        const auto first = std::ranges::find_if(other.direct, [&](const TimeSpan& span) {
            return span.beginNs >= life.beginNs && (!life.isDeleted || span.beginNs < life.endNs);
        });
        if (first == other.direct.end() || life.beginNs == kNoTime)
            continue;
        // While it lives, after it first said so, and does not say so.
        const TimeSpan rest{first->endNs, life.isDeleted ? life.endNs : kEndOfExport + 1};
        if (rest.beginNs >= rest.endNs)
            continue;
        for (const TimeSpan& span : withoutSpans({rest}, other.stated)) {
            std::vector<std::int64_t> times{span.beginNs};
            addCaptures(resources, other.resource, span, times);
            addCaptures(resources, teller.resource, span, times);
            std::ranges::sort(times);
            for (std::size_t i = 0; i < times.size(); ++i) {
                const std::int64_t end = i + 1 < times.size() ? times[i + 1] : span.endNs;
                if (times[i] < end
                    && lastCapture(resources, other.resource, times[i])
                        > lastCapture(resources, teller.resource, times[i]))
                    taken.push_back({times[i], end});
            }
        }
    }
    joinSpans(taken);
    return taken;
}

} // namespace

void joinSpans(TimeSpans& spans)
{
    std::ranges::sort(spans);
    std::size_t count = 0;
    for (const TimeSpan& span : spans) {
        if (span.beginNs >= span.endNs)
            continue;
        if (count > 0 && span.beginNs <= spans[count - 1].endNs)
            spans[count - 1].endNs = std::max(spans[count - 1].endNs, span.endNs);
        else
            spans[count++] = span;
    }
    spans.resize(count);
}

TimeSpans withoutSpans(const TimeSpans& spans, const TimeSpans& taken)
{
    TimeSpans left;
    for (TimeSpan span : spans) {
        auto it = std::ranges::upper_bound(taken, span.beginNs, {}, &TimeSpan::endNs);
        for (; it != taken.end() && it->beginNs < span.endNs; ++it) {
            if (it->beginNs > span.beginNs)
                left.push_back({span.beginNs, it->beginNs});
            span.beginNs = std::max(span.beginNs, it->endNs);
        }
        if (span.beginNs < span.endNs)
            left.push_back(span);
    }
    return left;
}

std::vector<EdgeSpan> edgeSpans(const Resources& resources, const EndSays& from, const EndSays& to)
{
    std::vector<std::int64_t> borders;
    const auto addBorders = [&](const TimeSpans& spans) {
        for (const TimeSpan& span : spans) {
            borders.push_back(span.beginNs);
            borders.push_back(span.endNs);
        }
    };
    const TimeSpans fromStated =
        to.direct.empty() ? from.stated : withoutSpans(from.stated, takenBack(resources, from, to));
    const TimeSpans toStated =
        from.direct.empty() ? to.stated : withoutSpans(to.stated, takenBack(resources, to, from));
    addBorders(fromStated);
    addBorders(toStated);
    std::ranges::sort(borders);
    borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
    std::vector<EdgeSpan> spans;
    for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
        const int says =
            (holds(fromStated, borders[i]) ? 1 : 0) | (holds(toStated, borders[i]) ? 2 : 0);
        if (says == 0)
            continue;
        const auto statedBy = static_cast<StatedBy>(says);
        if (!spans.empty() && spans.back().endNs == borders[i] && spans.back().statedBy == statedBy)
            spans.back().endNs = borders[i + 1];
        else
            spans.push_back({borders[i], borders[i + 1], statedBy});
    }
    return spans;
}

} // namespace trailloupe::config
