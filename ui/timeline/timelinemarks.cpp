#include "ui/timeline/timelinemarks.h"

#include <algorithm>

namespace trailloupe::ui::timeline {

using casefile::Subject;
using workspace::Casebook;

namespace {

struct Places
{
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

std::optional<Places> placesOf(const Casebook::Entry& entry, const store::EventStore& events)
{
    const auto dated = events.timeOrder().first(events.datedCount());
    if (entry.subject.kind == Subject::Kind::Span && entry.subject.from && entry.subject.to) {
        const auto at = [&](std::int64_t time) {
            const auto it = std::partition_point(dated.begin(), dated.end(), [&](RowId row) {
                return events.time(row).value_or(0) < time;
            });
            return static_cast<std::uint32_t>(it - dated.begin());
        };
        const Places places{at(*entry.subject.from), at(*entry.subject.to)};
        if (places.first < places.last)
            return Places{places.first, places.last - 1};
    } else if (entry.row) {
        const auto place = events.placeInTimeOrder(*entry.row);
        if (place && *place < dated.size())
            return Places{static_cast<std::uint32_t>(*place), static_cast<std::uint32_t>(*place)};
    }
    return std::nullopt;
}

} // namespace

Marks marksOf(const Casebook& casebook, const store::EventStore& events)
{
    std::vector<Mark> marks;
    for (const Casebook::EntryId id : casebook.entries()) {
        const Casebook::Entry& entry = casebook.entry(id);
        const auto places = placesOf(entry, events);
        if (!places)
            continue;
        const auto add = [&](Mark::Kind kind, int color) {
            marks.push_back({places->first, places->last, kind, color});
        };
        if (entry.mark.isStarred)
            add(Mark::Kind::Star, 0);
        for (const casefile::Tag& tag : casebook.tags()) {
            if (entry.mark.tags.contains(tag.name))
                add(Mark::Kind::Tag, tag.color);
        }
        if (!entry.mark.note.empty())
            add(Mark::Kind::Note, 0);
    }
    return marks.empty() ? nullptr : std::make_shared<const std::vector<Mark>>(std::move(marks));
}

} // namespace trailloupe::ui::timeline
