#include "model/workspace/stackedresources.h"

#include <algorithm>

namespace trailloupe::workspace {

using config::ResourceNo;

StackedResources::StackedResources(const Workspace& workspace, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_resources(workspace.resources())
{
    connect(&workspace, &Workspace::evidenceChanged, this, &StackedResources::adoptEvidence);
}

void StackedResources::adoptEvidence()
{
    if (m_resources == m_workspace.resources())
        return;
    m_resources = m_workspace.resources();
    clear();
}

bool StackedResources::contains(ResourceNo resource) const
{
    return std::ranges::find(m_all, resource) != m_all.end();
}

void StackedResources::add(std::span<const ResourceNo> resources)
{
    const std::size_t before = m_all.size();
    for (const ResourceNo no : resources) {
        if (m_resources && no.index() < m_resources->size() && !contains(no))
            m_all.push_back(no);
    }
    if (m_all.size() > before)
        Q_EMIT changed();
}

void StackedResources::remove(ResourceNo resource)
{
    if (std::erase(m_all, resource) > 0)
        Q_EMIT changed();
}

void StackedResources::move(ResourceNo resource, int by)
{
    const auto at = std::ranges::find(m_all, resource);
    if (at == m_all.end())
        return;
    const auto from = at - m_all.begin();
    const auto to =
        std::clamp<std::ptrdiff_t>(from + by, 0, static_cast<std::ptrdiff_t>(m_all.size()) - 1);
    if (to == from)
        return;
    m_all.erase(at);
    m_all.insert(m_all.begin() + to, resource);
    Q_EMIT changed();
}

void StackedResources::clear()
{
    if (m_all.empty())
        return;
    m_all.clear();
    Q_EMIT changed();
}

void showOnTimeline(StackedResources& stacked, Investigation& investigation,
                    std::span<const ResourceNo> resources)
{
    stacked.add(resources);
    investigation.setPage(kTimelinePage, resources.front(), investigation.moment());
}

} // namespace trailloupe::workspace
