#include "model/casefile/casenotes.h"

namespace trailloupe::casefile {

std::string Subject::key() const
{
    switch (kind) {
    case Kind::Event:
        return "event:" + sha256;
    case Kind::Session:
        return "session:" + session;
    case Kind::Span:
        break;
    }
    return "span:" + std::to_string(from.value_or(0)) + ".." + std::to_string(to.value_or(0));
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
    if (!mark.created)
        mark.created = after.created;
    mark.changed = after.changed;
    return mark;
}

} // namespace trailloupe::casefile
