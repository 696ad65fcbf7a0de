// StackedResources: the resources whose configuration is shown below the events on the timeline, in
// the order of their lanes.
//
// Every page may add to them; the Timeline page shows them. ResourceNos are of resources(): when
// the evidence is replaced the list is empty again, before anybody hears of the new one.
// Invariant: each resource is there once.
// Threads: GUI thread only. Cost: O(resources that are stacked).
#pragma once

#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"

#include <QObject>

#include <span>
#include <vector>

namespace trailloupe::workspace {

inline const QString kTimelinePage = QStringLiteral("timeline");

class StackedResources : public QObject
{
    Q_OBJECT
public:
    // REQUIRES that it is made before those who read it, so that it hears of new evidence first.
    explicit StackedResources(const Workspace& workspace, QObject* parent = nullptr);

    const config::ResourcesPtr& resources() const { return m_resources; } // null as the workspace's
    const std::vector<config::ResourceNo>& all() const { return m_all; }
    bool contains(config::ResourceNo resource) const;

    // At the end, in this order; what is there already, or is no resource of the evidence, is left
    // out.
    void add(std::span<const config::ResourceNo> resources);
    void add(config::ResourceNo resource) { add(std::span(&resource, 1)); }
    void remove(config::ResourceNo resource);
    void move(config::ResourceNo resource, int by); // down, or up; as far as there are lanes
    void clear();

Q_SIGNALS:
    void changed();

private:
    void adoptEvidence();

    const Workspace& m_workspace;
    config::ResourcesPtr m_resources;
    std::vector<config::ResourceNo> m_all;
};

// Stacks them and goes to the Timeline page, the first of them being the one that is looked at.
// REQUIRES at least one.
void showOnTimeline(StackedResources& stacked, Investigation& investigation,
                    std::span<const config::ResourceNo> resources);

} // namespace trailloupe::workspace
