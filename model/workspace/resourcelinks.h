// ResourceLinks: from what is looked at to the resources it names, as far as AWS Config recorded
// them, and to their page.
//
// Threads: pure functions; show… on the GUI thread. Cost: some look-ups a text; of an event, one
// reading of it.
#pragma once

#include "model/config/resources.h"
#include "model/query/column.h"
#include "model/workspace/investigation.h"

#include <QString>

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace trailloupe::workspace {

inline const QString kResourcesPage = QStringLiteral("resources");
inline const QString kGraphPage = QStringLiteral("graph");

// Resources that ever had this id, ARN or name, the text as a whole, in order. Empty text is none.
std::vector<config::ResourceNo> resourcesCalled(const config::Resources& resources,
                                                std::string_view text);
// The same where it may only be an id or an ARN: a name alone says too little, and so does an id
// that is a word, as that of the recorder "default".
std::vector<config::ResourceNo> resourcesIdentified(const config::Resources& resources,
                                                    std::string_view text);

// What an event touches, in its order, each once. Of several resources with the same id or name
// those of the event's account and Region stand for all, where there are such.
std::vector<config::ResourceNo> resourcesOf(const config::Resources& resources,
                                            const std::shared_ptr<const store::EventStore>& events,
                                            RowId row);

// What a text of an event names: an id, an ARN, or a name together with its type. Nearest as above.
std::vector<config::ResourceNo> resourcesNamed(
    const config::Resources& resources, const std::shared_ptr<const store::EventStore>& events,
    RowId row, const query::ResourceRef& ref);
// When the event can be seen in the resource: the first capture at or after it; the event's time
// where there is none, nothing without a time. O(log items).
std::optional<std::int64_t> momentAfter(const config::Resources& resources,
                                        config::ResourceNo resource,
                                        const store::EventStore& events, RowId row);

// The Resources page, or `page`, with this resource selected, as of `moment` (all that was recorded
// without one). One step of the history.
void showResource(Investigation& investigation, config::ResourceNo resource,
                  std::optional<std::int64_t> momentNs = std::nullopt,
                  const QString& page = kResourcesPage);

} // namespace trailloupe::workspace
