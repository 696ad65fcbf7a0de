#include "ui/resources/inventorywords.h"

#include "model/base/timestamp.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QCoreApplication>

namespace trailloupe::ui::inventorywords {

using config::InventoryColumn;
using Kind = InventoryColumn::Kind;
using Presence = config::State::Presence;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Inventory)
};

QString shown(std::string_view text)
{
    return visibleText(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
}

} // namespace

QString resourcesText(quint64 count)
{
    return count == 1 ? Words::tr("1 resource") : Words::tr("%1 resources").arg(countText(count));
}

QString title(const InventoryColumn& column, const QString& zoneName)
{
    const auto inZone = [&zoneName](const QString& text) {
        return zoneName.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, zoneName);
    };
    switch (column.kind) {
    case Kind::Type:
        return Words::tr("Type");
    case Kind::Id:
        return Words::tr("Id");
    case Kind::Name:
        return Words::tr("Name");
    case Kind::Account:
        return Words::tr("Account");
    case Kind::Region:
        return Words::tr("Region");
    case Kind::Tags:
        return Words::tr("Tags");
    case Kind::State:
        return Words::tr("State");
    case Kind::Changes:
        return Words::tr("Changes");
    case Kind::LastChange:
        return inZone(Words::tr("Last change"));
    case Kind::FirstSeen:
        return inZone(Words::tr("First seen"));
    case Kind::Arn:
        return Words::tr("ARN");
    case Kind::Path:
        return visibleText(QString::fromStdString(column.path));
    }
    return {};
}

QString titleTip(const InventoryColumn& column)
{
    switch (column.kind) {
    case Kind::Type:
        return Words::tr("The type of the resource, as AWS Config names it");
    case Kind::Id:
        return Words::tr("resourceId: one by account, Region and type, not by itself");
    case Kind::Name:
        return Words::tr("resourceName, as of the moment");
    case Kind::Account:
        return Words::tr("The account that the resource belongs to");
    case Kind::Region:
        return Words::tr("awsRegion; “global” for what belongs to none");
    case Kind::Tags:
        return Words::tr("Tags as of the moment; of a deleted resource, the last ones");
    case Kind::State:
        return Words::tr("Whether the resource was there at the moment");
    case Kind::Changes:
        return Words::tr("How many configuration items were recorded until the moment; what was "
                         "recorded in several Regions counts once");
    case Kind::LastChange:
        return Words::tr("When the last of them was captured");
    case Kind::FirstSeen:
        return Words::tr("When the first item of the export was captured: the resource may be "
                         "older");
    case Kind::Arn:
        return Words::tr("The ARN, as of the moment");
    case Kind::Path:
        return Words::tr("%1 of the configuration item, as of the moment").arg(title(column));
    }
    return {};
}

int width(const InventoryColumn& column)
{
    switch (column.kind) {
    case Kind::Type:
        return 190;
    case Kind::Id:
        return 175;
    case Kind::LastChange:
    case Kind::FirstSeen:
        return 165;
    case Kind::Name:
        return 130;
    case Kind::Account:
    case Kind::Region:
        return 110;
    case Kind::Tags:
    case Kind::Path:
        return 180;
    case Kind::State:
        return 80;
    case Kind::Changes:
        return 76;
    case Kind::Arn:
        return 320;
    }
    return 120;
}

QString state(Presence presence)
{
    switch (presence) {
    case Presence::Live:
        return Words::tr("live");
    case Presence::Deleted:
        return Words::tr("deleted");
    case Presence::NotRecorded:
        return Words::tr("not recorded");
    case Presence::Undated:
        return Words::tr("undated");
    case Presence::NotYet:
        return Words::tr("not yet");
    }
    return {};
}

QString stateTip(Presence presence)
{
    switch (presence) {
    case Presence::Live:
        return Words::tr("It was there.");
    case Presence::Deleted:
        return Words::tr("It had been deleted; names, tags and paths are of the item before that.");
    case Presence::NotRecorded:
        return Words::tr("It was there, but its type was excluded from recording.");
    case Presence::Undated:
        return Words::tr("Its items have no capture time: when it was like that is not known.");
    case Presence::NotYet:
        return Words::tr("Nothing was recorded of it until then.");
    }
    return {};
}

QString typeName(std::string_view type)
{
    return type.empty() ? Words::tr("no type") : shown(type);
}

QString nameOf(const config::Resource& resource)
{
    const QString id = shown(resource.id);
    const QString name = shown(resource.name);
    if (id.isEmpty())
        return name.isEmpty() ? Words::tr("a resource without an id") : name;
    return name.isEmpty() || name == id ? id : QStringLiteral("%1 (%2)").arg(id, name);
}

items::ResourceTableModel::Words tableWords(const QByteArray& zone)
{
    items::ResourceTableModel::Words words;
    const TimeText time(zone);
    words.time = [time](std::int64_t ns) {
        return time.dateTime(Timestamp::fromNs(ns).seconds());
    };
    words.count = [](std::uint64_t count) {
        return countText(count);
    };
    words.state = [](const config::InventoryRow& row) {
        return state(row.state.presence);
    };
    words.title = [zoneName = time.zoneName()](const InventoryColumn& column) {
        return title(column, zoneName);
    };
    words.titleTip = titleTip;
    return words;
}

QString countWords(const config::Inventory& inventory)
{
    const auto shown = static_cast<quint64>(inventory.rows().size());
    const quint64 all = inventory.counts().resources;
    return shown == all ? resourcesText(all)
                        : Words::tr("%1 of %2").arg(countText(shown), resourcesText(all));
}

QString countTip(const config::Inventory& inventory)
{
    const config::InventoryCounts& counts = inventory.counts();
    QStringList lines{Words::tr("%1 in the export").arg(resourcesText(counts.resources))};
    const std::pair<quint64, QString> parts[] = {
        {counts.notYet, Words::tr("− %1 not recorded by then")},
        {counts.deleted, Words::tr("− %1 deleted by then")},
        {counts.filter, Words::tr("− %1 that the search does not find")},
        {counts.type, Words::tr("− %1 of other types")},
    };
    for (const auto& [count, text] : parts) {
        if (count > 0)
            lines.append(text.arg(countText(count)));
    }
    lines.append(Words::tr("= %1 shown").arg(countText(inventory.rows().size())));
    return lines.join(u'\n');
}

QStringList reasons(const config::LeftOut& left)
{
    QStringList parts;
    if (left.notYet)
        parts.append(Words::tr("nothing was recorded of it by then"));
    if (left.deleted)
        parts.append(Words::tr("it was deleted by then"));
    if (left.filter)
        parts.append(Words::tr("the search does not find it"));
    if (left.type)
        parts.append(Words::tr("its type is not among the chosen ones"));
    return parts;
}

} // namespace trailloupe::ui::inventorywords
