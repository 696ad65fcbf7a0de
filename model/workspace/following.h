// Following: from one event to all that belong to something it names: the same session, address or
// request, the life of a key, who changed a resource.
//
// A session has a page of its own, "principals/" and its name, once it is known who was behind the
// events.
//
// Threads: GUI thread only. Cost: reads one event.
#pragma once

#include "model/workspace/pivots.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::workspace {

struct FollowTarget
{
    enum class Kind
    {
        AccessKey,
        Principal,
        SourceIp,
        Request,
        Resource,
        KeyLife, // what was done with a key and to it: made, used, switched off, deleted
        Changes, // what changed a resource, or tried to
    };
    Kind kind;
    std::string value; // the key, address …
    QString condition; // in the bar's language
};

// What the event can be followed by; nothing that it does not name.
std::vector<FollowTarget> followTargets(const std::shared_ptr<const store::EventStore>& events,
                                        RowId row);
// The same for a value without its event: of a facet, a list. Nothing where the field names no key,
// address, principal, request or resource.
std::optional<FollowTarget> followTarget(const PivotValue& value);
// Everything of that value, whatever was asked before; pinned chips stay. So does the time, except
// for a life and for changes: a question about all of time is not answered by some of it.
// False, and nothing changes, where the bar cannot hold it.
bool follow(Investigation& investigation, const FollowTarget& target);

// Investigation::page() of a session, by its name (the field session.id), and of the event's
// session: nothing before that is known.
QString sessionPage(std::string_view name);
std::optional<QString> sessionPage(const std::shared_ptr<const store::EventStore>& events,
                                   RowId row);
// The name that such a page is of; nothing for any other page.
std::optional<std::string> sessionOfPage(const QString& page);
// The page that is the tab of the window: "principals" for those of sessions.
QString windowPage(const QString& page);

} // namespace trailloupe::workspace
