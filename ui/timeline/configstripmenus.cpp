// The menus of ConfigStrip, and what they do.
#include "model/base/timestamp.h"
#include "model/workspace/following.h"
#include "model/workspace/pivots.h"
#include "model/workspace/resourcelinks.h"
#include "ui/common/icons.h"
#include "ui/timeline/configstrip.h"
#include "ui/timeline/timelineview.h"
#include "ui/words/numbertext.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <set>

namespace trailloupe::ui {

using config::ResourceNo;
using configstrip::Hit;
using workspace::FollowTarget;

namespace {

constexpr qsizetype kLongestEntry = 70;

// An ampersand of the evidence is no mnemonic.
QString entryText(QString text)
{
    if (text.size() > kLongestEntry)
        text = text.left(kLongestEntry) + QChar(u'…');
    return text.replace(u'&', QStringLiteral("&&"));
}

// What an event may call the resource.
QString namedCondition(const config::Resource& resource)
{
    std::set<std::string_view> names{resource.id, resource.name, resource.arn};
    names.erase(std::string_view());
    QStringList conditions;
    for (const std::string_view name : names) {
        const QString condition =
            workspace::PivotValue{*workspace::fieldOf("resource"), std::string(name)}.condition();
        if (!condition.isEmpty())
            conditions << condition;
    }
    return conditions.join(QStringLiteral(" or "));
}

} // namespace

void ConfigStrip::fillResourcesMenu()
{
    m_menu->clear();
    workspace::StackedResources& stacked = m_stacking.stacked();
    const auto& resources = stacked.resources();
    if (!resources)
        return;
    auto selected = m_investigation.selectedResource();
    if (selected && selected->index() >= resources->size()) // of the evidence before
        selected.reset();
    QAction* add = m_menu->addAction(
        selected ? tr("The &Selected Resource: %1")
                       .arg(entryText(configstrip::resourceText(resources->resource(*selected))))
                 : tr("The &Selected Resource"),
        this, [this] {
            if (const auto no = m_investigation.selectedResource())
                m_stacking.stacked().add(*no);
        });
    add->setEnabled(selected && !stacked.contains(*selected));

    std::vector<ResourceNo> touched;
    if (const auto row = m_investigation.selectedRow())
        touched = workspace::resourcesOf(*resources, m_workspace.evidence().store, *row);
    std::erase_if(touched, [&](ResourceNo no) { return stacked.contains(no); });
    add = m_menu->addAction(
        touched.empty()
            ? tr("Resources of the Selected &Event")
            : tr("Resources of the Selected &Event (%1)").arg(countText(touched.size())),
        this, [this, touched] { m_stacking.stacked().add(touched); });
    add->setEnabled(!touched.empty());

    m_changed = m_menu->addAction(tr("Those That &Changed in View (counting…)"), this,
                                  &ConfigStrip::addChanged);
    m_changed->setEnabled(false);
    m_stacking.findChanged(timeline::spanOf(m_zoom.window()));
    m_menu->addSeparator();
    m_menu->addAction(tr("&Remove All"), this, [this] { m_stacking.stacked().clear(); })
        ->setEnabled(!stacked.all().empty());
}

// In the menu that is open.
void ConfigStrip::showChanged()
{
    if (!m_changed || !m_stacking.changed())
        return;
    const auto& all = m_stacking.changed()->resources;
    const auto others = static_cast<std::size_t>(std::ranges::count_if(
        all, [this](const auto& of) { return !m_stacking.stacked().contains(of.resource); }));
    m_changed->setEnabled(others > 0);
    if (others > kMostAdded)
        m_changed->setText(tr("Those That &Changed in View: %1 of %2, the Most Changed First")
                               .arg(countText(kMostAdded), countText(all.size())));
    else if (others < all.size())
        m_changed->setText(tr("Those That &Changed in View (%1 more of %2)")
                               .arg(countText(others), countText(all.size())));
    else
        m_changed->setText(tr("Those That &Changed in View (%1)").arg(countText(others)));
}

void ConfigStrip::addChanged()
{
    const std::size_t added = m_stacking.addChanged(kMostAdded);
    if (added == 0)
        return;
    m_said = tr("added %1 of %2 that changed in view, the most changed first")
                 .arg(countText(added), countText(m_stacking.changed()->resources.size()));
    refresh();
}

void ConfigStrip::open(std::size_t lane, std::optional<std::uint32_t> state, const QString& page)
{
    workspace::showResource(
        m_investigation, resourceOf(lane),
        state ? std::optional(blockOf(lane, *state).capturedNs) : m_investigation.moment(), page);
}

void ConfigStrip::openSelected()
{
    if (const auto state = selectedState(); state && selectedLane() == m_currentLane)
        open(*m_currentLane, state, workspace::kResourcesPage);
    else if (m_currentLane)
        open(*m_currentLane, std::nullopt, workspace::kResourcesPage);
}

// The filter of the window: the lanes above are of them, then.
void ConfigStrip::showEvents(std::size_t lane)
{
    const config::Resource& resource = lanes()->resource(lane);
    const std::string_view name = resource.id.empty() ? resource.arn : resource.id;
    workspace::follow(m_investigation,
                      {FollowTarget::Kind::Resource, std::string(name), namedCondition(resource)});
}

void ConfigStrip::moveLane(std::size_t lane, int by)
{
    m_stacking.stacked().move(resourceOf(lane), by);
    if (m_currentLane)
        revealLane(*m_currentLane);
}

void ConfigStrip::removeLane(std::size_t lane)
{
    m_stacking.stacked().remove(resourceOf(lane));
}

void ConfigStrip::addStateActions(QMenu* menu, const Hit& hit)
{
    const std::uint32_t state = tellingOf(hit);
    const std::int64_t second = Timestamp::fromNs(blockOf(hit.lane, state).capturedNs).seconds();
    if (hit.states > 1)
        menu->addAction(tr("&Zoom to These %1 Items").arg(countText(hit.states)), this,
                        [this, hit] { showStates(hit.lane, hit.first, hit.states); });
    menu->addAction(icon(QStringLiteral("clock")), tr("Look at Resources as &of Then"), this,
                    [this, lane = hit.lane, state] { select(lane, state); });
    menu->addAction(tr("Count Times from &Here (T0)\tT"), this,
                    [this, second] { m_zoom.setOrigin(second); });
    menu->addSeparator();
}

void ConfigStrip::addLaneActions(QMenu* menu, std::size_t lane, std::optional<std::uint32_t> state)
{
    const ResourceNo no = resourceOf(lane);
    const auto add = [&](const QString& text, bool isEnabled, auto action) {
        menu->addAction(text, this, action)->setEnabled(isEnabled);
    };
    // Lanes may be others by the time that something is chosen.
    const auto withLane = [this, no](auto what) {
        return [this, no, what] {
            if (const auto now = hasLanes() ? lanes()->laneOf(no) : std::nullopt)
                what(*now);
        };
    };
    add(tr("Show Its &Config Timeline\tEnter"), true,
        withLane([this, state](std::size_t now) { open(now, state, workspace::kResourcesPage); }));
    add(tr("Show in the &Graph"), true,
        withLane([this, state](std::size_t now) { open(now, state, workspace::kGraphPage); }));
    add(tr("Only Its &Events"), !namedCondition(lanes()->resource(lane)).isEmpty(),
        withLane([this](std::size_t now) { showEvents(now); }));
    menu->addSeparator();
    add(tr("Move &Up\tShift+↑"), lane > 0,
        withLane([this](std::size_t now) { moveLane(now, -1); }));
    add(tr("Move &Down\tShift+↓"), lane + 1 < lanes()->lanes.size(),
        withLane([this](std::size_t now) { moveLane(now, 1); }));
    add(tr("&Remove\tX"), true, withLane([this](std::size_t now) { removeLane(now); }));
    menu->addSeparator();
}

void ConfigStrip::contextMenuEvent(QContextMenuEvent* event)
{
    Hit hit;
    if (event->reason() != QContextMenuEvent::Keyboard) {
        hit = geometryNow().hit(event->pos());
    } else if (m_currentLane) {
        hit.lane = *m_currentLane;
        const auto state = selectedLane() == m_currentLane ? selectedState() : std::nullopt;
        hit.kind = state ? Hit::Kind::State : Hit::Kind::Header;
        hit.first = state.value_or(0);
        hit.states = state ? 1 : 0;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (hit.isOfLane()) {
        setCurrentLane(hit.lane);
        if (hit.isMark())
            addStateActions(menu, hit);
        addLaneActions(menu, hit.lane, hit.isMark() ? std::optional(tellingOf(hit)) : std::nullopt);
    }
    menu->addAction(tr("Look at Resources as of the &Last Item"), this,
                    [this] { m_investigation.setMoment(std::nullopt); })
        ->setEnabled(m_investigation.moment().has_value());
    menu->addAction(tr("Remove &All"), this, [this] { m_stacking.stacked().clear(); })
        ->setEnabled(hasLanes());
    menu->popup(event->globalPos());
}

} // namespace trailloupe::ui
