#include "model/casefile/casenotes.h"

#include "model/ingest/sha256.h"

#include <algorithm>

namespace trailloupe::casefile {

std::string Subject::key() const
{
    switch (kind) {
    case Kind::Event:
        return "event:" + sha256;
    case Kind::Session:
        return "session:" + session;
    case Kind::Comparison:
        return "comparison:" + sha256;
    case Kind::Picture:
        return "picture:" + sha256;
    case Kind::Span:
        break;
    }
    return "span:" + std::to_string(from.value_or(0)) + ".." + std::to_string(to.value_or(0));
}

std::string comparisonText(const Subject& comparison)
{
    std::string text;
    for (const EventKey& event : comparison.events)
        text += "event " + event.sha256 + '\n';
    for (const std::string& path : comparison.ignored)
        text += "ignore " + path + '\n';
    return text;
}

Subject comparisonOf(std::vector<EventKey> events, std::vector<std::string> ignored)
{
    std::ranges::sort(ignored);
    ignored.erase(std::unique(ignored.begin(), ignored.end()), ignored.end());
    Subject subject{.kind = Subject::Kind::Comparison,
                    .events = std::move(events),
                    .ignored = std::move(ignored)};
    if (!subject.events.empty())
        subject.from = subject.events.front().time;
    subject.sha256 = ingest::Sha256::of(comparisonText(subject));
    return subject;
}

Subject pictureOf(std::string svg, std::int64_t from, std::int64_t to)
{
    Subject subject{.kind = Subject::Kind::Picture, .from = from, .to = to, .svg = std::move(svg)};
    subject.sha256 = ingest::Sha256::of(subject.svg);
    return subject;
}

Mark merged(const Mark& current, const Mark& before, const Mark& after)
{
    Mark mark = current;
    if (before.isStarred != after.isStarred)
        mark.isStarred = after.isStarred;
    for (const std::string& tag : before.tags) {
        if (!after.tags.contains(tag))
            mark.tags.erase(tag);
    }
    for (const std::string& tag : after.tags) {
        if (!before.tags.contains(tag))
            mark.tags.insert(tag);
    }
    if (current.note == before.note)
        mark.note = after.note;
    if (mark.title.empty())
        mark.title = after.title;
    if (!mark.created) {
        mark.created = after.created;
        mark.filter = after.filter;
        mark.zone = after.zone;
    }
    mark.changed = after.changed;
    return mark;
}

} // namespace trailloupe::casefile
