// Words of the inventory: its columns, states and numbers.
//
// Threads: any.
#pragma once

#include "model/config/inventoryorder.h"
#include "model/items/resourcetablemodel.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace trailloupe::ui::inventorywords {

// "Last change (UTC)"; a path is its own title. Without a zone just "Last change".
QString title(const config::InventoryColumn& column, const QString& zoneName = {});
QString titleTip(const config::InventoryColumn& column); // a sentence
int width(const config::InventoryColumn& column); // to begin with, in pixels

QString state(config::State::Presence presence); // "live", "deleted"
QString stateTip(config::State::Presence presence); // a sentence
// "sg-1 (web)": what a resource is called in a sentence, fit to be shown.
QString nameOf(const config::Resource& resource);
QString typeName(std::string_view type); // as AWS spells it, "no type" where there is none

// All that the table says, in a zone.
items::ResourceTableModel::Words tableWords(const QByteArray& zone);

QString resourcesText(quint64 count); // "1 resource", "5,312 resources"
// "412 of 5,312 resources", and where the others are, a line each.
QString countWords(const config::Inventory& inventory);
QString countTip(const config::Inventory& inventory);
// Why a resource is not in the list, parts of a sentence.
QStringList reasons(const config::LeftOut& left);

} // namespace trailloupe::ui::inventorywords
