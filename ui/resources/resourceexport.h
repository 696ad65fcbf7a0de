// ResourceExport: rows of the inventory as text for the clipboard or a file: cells, CSV, or the
// configuration items that describe them as JSON lines.
//
// CSV is safe to open in a spreadsheet; its times are ISO 8601 with the zone's offset.
// Threads: pure functions of their input; large inputs run as jobs.
// Errors: Cancelled; Io from a file; TooLarge when a text would pass kMostText.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/items/resourcetablemodel.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <string>
#include <vector>

namespace trailloupe::ui {

struct ResourceRows
{
    static constexpr std::size_t kMostText = std::size_t{1} << 30;

    config::InventoryPtr inventory;
    std::vector<int> rows; // of the inventory
    std::vector<config::InventoryColumn> columns;
    QByteArray zone;
};

enum class ResourceForm : std::uint8_t
{
    Cells, // tab-separated
    Csv, // with titles
    Json, // an item a line
};

// Without a line break at the end.
Result<std::string> resourcesAsText(const ResourceRows& rows, ResourceForm form,
                                    const JobContext& context);
// CSV. Replaces what was there, or leaves it as it was.
Result<std::uint64_t> writeResources(const ResourceRows& rows, const QString& path,
                                     const JobContext& context);

} // namespace trailloupe::ui
