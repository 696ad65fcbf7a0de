// ResourceLinks: from what is looked at to the resources it names, as far as AWS Config recorded
// them, and to their page.
//
// Threads: pure functions; show… on the GUI thread. Cost: some look-ups a text; of an event, one
// reading of it.
#pragma once

#include "model/config/resources.h"
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
// The same where it may only be an id or an ARN: a name alone says too little.
std::vector<config::ResourceNo> resourcesIdentified(const config::Resources& resources,
                                                    std::string_view text);

// What an event touches, in its order, each once. Of several resources with the same id or name
// those of the event's account and Region stand for all, where there are such.
std::vector<config::ResourceNo> resourcesOf(const config::Resources& resources,
                                            const std::shared_ptr<const store::EventStore>& events,
                                            RowId row);

// The Resources page, or `page`, with this resource selected, as of `moment` (all that was recorded
// without one). One step of the history.
void showResource(Investigation& investigation, config::ResourceNo resource,
                  std::optional<std::int64_t> momentNs = std::nullopt,
                  const QString& page = kResourcesPage);

} // namespace trailloupe::workspace
