#include "model/config/inventoryfacts.h"

#include "model/base/jsondocument.h"

#include <algorithm>
#include <array>

namespace trailloupe::config {
namespace {

// Of more keys than this few are in one item: reading it whole is less than asking for each.
constexpr std::size_t kMostTagKeys = 48;

void appendTag(std::string_view key, std::string_view value, std::string& text)
{
    if (!text.empty())
        text += ", ";
    text += key;
    text += '=';
    text += value;
}

} // namespace

InventoryFacts::InventoryFacts(ResourcesPtr resources, std::optional<std::int64_t> asOfNs)
    : m_resources(std::move(resources))
    , m_asOfNs(asOfNs)
{
    const store::PathTable& paths = m_resources->store()->paths();
    const auto member = [&paths](std::string_view name) {
        return paths.findChild(store::PathTable::root(), name);
    };
    m_name = member("resourceName");
    m_arn = member("arn");
    m_status = member("configurationItemStatus");
    m_captured = member("configurationItemCaptureTime");
    m_tags = member("tags");
    findTags();
}

void InventoryFacts::findTags()
{
    if (!m_tags)
        return;
    const store::PathTable& paths = m_resources->store()->paths();
    const std::size_t size = paths.size();
    for (std::size_t i = 1; i < size; ++i) {
        const PathId path(static_cast<PathId::Value>(i));
        if (paths.parent(path) == *m_tags && !paths.isElement(path))
            m_tagKeys.emplace_back(path, paths.key(path));
    }
}

std::string InventoryFacts::text(const InventoryRow& row, std::uint32_t item,
                                 std::optional<PathId> path) const
{
    std::string found;
    if (item == kNoItem || !path)
        return found;
    const RowId at = m_resources->items(row.no)[item].row;
    if (m_resources->store()->value(at, *path, found) == store::ValueKind::Null)
        found.clear();
    return found;
}

std::string InventoryFacts::textOr(const InventoryRow& row, std::optional<PathId> path,
                                   std::string_view otherwise) const
{
    std::string found = text(row, row.state.item, path);
    if (found.empty())
        found = text(row, row.state.described, path);
    return found.empty() && !m_asOfNs ? std::string(otherwise) : found;
}

std::string InventoryFacts::name(const InventoryRow& row) const
{
    return textOr(row, m_name, m_resources->resource(row.no).name);
}

std::string InventoryFacts::arn(const InventoryRow& row) const
{
    return textOr(row, m_arn, m_resources->resource(row.no).arn);
}

std::string InventoryFacts::status(const InventoryRow& row) const
{
    return text(row, row.state.item, m_status);
}

std::optional<RowId> InventoryFacts::described(const InventoryRow& row) const
{
    const std::uint32_t item =
        row.state.described != kNoItem ? row.state.described : row.state.item;
    return item == kNoItem ? std::nullopt : std::optional(m_resources->items(row.no)[item].row);
}

std::string InventoryFacts::tags(const InventoryRow& row) const
{
    std::string text;
    const auto item = described(row);
    if (!item || !m_tags)
        return text;
    const store::EventStore& store = *m_resources->store();
    std::string value;
    if (store.value(*item, *m_tags, value) == store::ValueKind::Json) {
        tagsInText(value, text);
        return text;
    }
    if (m_tagKeys.size() > kMostTagKeys) {
        const auto isTag = [this, &paths = store.paths()](PathId path) {
            return path != store::PathTable::root() && paths.parent(path) == *m_tags;
        };
        store.leaves(*item, [&](PathId path, store::ValueKind, std::string_view leaf) {
            if (isTag(path))
                appendTag(store.paths().key(path), leaf, text);
        });
        return text;
    }
    for (const auto& [path, key] : m_tagKeys) {
        if (store.value(*item, path, value) != store::ValueKind::Missing)
            appendTag(key, value, text);
    }
    return text;
}

// Tags that the store keeps as text.
void InventoryFacts::tagsInText(const std::string& json, std::string& text) const
{
    const auto parsed = JsonDocument::parse(json);
    if (!parsed)
        return;
    for (std::uint32_t i = parsed->root().firstChild; i != JsonDocument::kNone;
         i = parsed->node(i).nextSibling)
        appendTag(parsed->node(i).key, parsed->node(i).text, text);
}

std::string InventoryFacts::path(const InventoryRow& row, const std::string& path) const
{
    std::string text;
    const auto item = described(row);
    if (!item)
        return text;
    auto reader = m_readers.find(path);
    if (reader == m_readers.end())
        reader =
            m_readers
                .emplace(path,
                         query::ColumnReader(m_resources->store(), query::Column::pathColumn(path)))
                .first;
    if (reader->second.text(*item, text) == store::ValueKind::Missing)
        text.clear();
    return text;
}

std::uint32_t InventoryFacts::lastChangedItem(const InventoryRow& row) const
{
    const auto items = m_resources->items(row.no);
    std::uint32_t item = row.state.item;
    while (item != kNoItem && item > 0 && items[item].isRepeat)
        --item;
    return item;
}

std::int64_t InventoryFacts::lastChangeNs(const InventoryRow& row) const
{
    const std::uint32_t item = lastChangedItem(row);
    return item == kNoItem ? kNoTime : m_resources->items(row.no)[item].capturedNs;
}

std::int64_t InventoryFacts::firstSeenNs(const InventoryRow& row) const
{
    return row.state.item == kNoItem ? kNoTime : m_resources->items(row.no).front().capturedNs;
}

std::string InventoryFacts::lastChange(const InventoryRow& row) const
{
    return text(row, lastChangedItem(row), m_captured);
}

std::string InventoryFacts::firstSeen(const InventoryRow& row) const
{
    return text(row, row.state.item == kNoItem ? kNoItem : 0, m_captured);
}

std::size_t InventoryFacts::lifetimeCount(const InventoryRow& row) const
{
    const auto lives = m_resources->lifetimes(row.no);
    return static_cast<std::size_t>(std::ranges::count_if(lives, [&](const Lifetime& life) {
        return !m_asOfNs || life.firstItem <= row.state.item;
    }));
}

} // namespace trailloupe::config
