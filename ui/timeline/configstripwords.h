// configstripwords: what the lanes of resources say in words: of resources, their states, lifetimes
// and gaps.
//
// Threads: any. Texts may hold evidence: show them as plain text.
#pragma once

#include "ui/timeline/configstripgeometry.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <string_view>

namespace trailloupe::ui::configstrip {

struct Label
{
    QString type; // "EC2::SecurityGroup"
    QString name;
    QString count; // of its items, at all times
    bool operator==(const Label&) const = default;
};

Label labelOf(const workspace::StackedLanes& lanes, std::size_t lane);
// "AWS::EC2::SecurityGroup sg-1", with the name where there is another one.
QString resourceText(const config::Resource& resource);
QString resourcesText(std::uint64_t count); // "1 resource", "12 resources"
QString itemsText(std::uint64_t count);
// "5 resources  ·  12 items in view"
QString headText(const workspace::StackedLanes& lanes, const timeline::Window& window);

// "created", "changed", "deleted": a word or two.
QString stateWords(const config::Block& block, const config::BlockChanges* changes);
QString markName(StateMark mark); // for legends and counts: "begins", "changed"
QString laneTip(const workspace::StackedLanes& lanes, std::size_t lane, const QByteArray& zone);
// What is under a point; nothing where there is nothing to say.
QString hitTip(const Hit& hit, const workspace::StackedLanes& lanes, const QByteArray& zone,
               std::optional<std::int64_t> origin);

} // namespace trailloupe::ui::configstrip
