#include "model/query/facet.h"

#include "model/base/asciitext.h"
#include "model/base/timestamp.h"
#include "model/query/facettexts.h"
#include "model/query/uuidlists.h"

#include <algorithm>

namespace trailloupe::query {

namespace {

// `part` is lower case.
bool holds(std::string_view text, std::string_view part)
{
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [](char a, char b) { return lowerAscii(a) == b; })
        != text.end();
}

} // namespace

// One value, of one of the lists.
struct Facet::Item
{
    enum class Kind : std::uint8_t
    {
        Text,
        Uuid,
        Time,
    };
    std::uint32_t events;
    std::uint32_t at;
    Kind kind;
};

std::string Facet::textOf(const Item& item) const
{
    switch (item.kind) {
    case Item::Kind::Text:
        return std::string(m_known->text(m_texts[item.at].value));
    case Item::Kind::Uuid:
        return query::textOf(m_uuids.values[item.at]);
    case Item::Kind::Time:
        break;
    }
    return formatEventTime(m_times[item.at].value);
}

std::vector<Facet::Item> Facet::itemsWith(std::string_view search, UuidMatch match) const
{
    std::string part(search);
    part = lowerAscii(part);
    std::vector<Item> items;
    if (part.empty())
        items.reserve(distinct());
    for (std::uint32_t i = 0; i < m_texts.size(); ++i) {
        if (part.empty() || holds(m_known->text(m_texts[i].value), part))
            items.push_back({m_texts[i].events, i, Item::Kind::Text});
    }
    const UuidSearch uuids(part);
    const auto [begin, end] = match == UuidMatch::Beginning
        ? uuids.beginning(m_uuids.values)
        : std::pair(std::size_t{0}, m_uuids.values.size());
    for (auto i = static_cast<std::uint32_t>(begin); i < end; ++i) {
        if (part.empty() || match == UuidMatch::Beginning || uuids.isIn(m_uuids.values[i]))
            items.push_back({m_uuids.eventsWith(i), i, Item::Kind::Uuid});
    }
    for (std::uint32_t i = 0; i < m_times.size(); ++i) {
        if (part.empty() || holds(formatEventTime(m_times[i].value), part))
            items.push_back({m_times[i].events, i, Item::Kind::Time});
    }
    return items;
}

Facet::Page Facet::list(FacetOrder order, std::size_t first, std::size_t count,
                        std::string_view search) const
{
    const auto lock = m_known->lock();
    return page(itemsWith(search, UuidMatch::Anywhere), order, first, count);
}

Facet::Page Facet::listTyped(std::size_t count, std::string_view typed) const
{
    const auto lock = m_known->lock();
    return page(itemsWith(typed, UuidMatch::Beginning), FacetOrder::MostFirst, 0, count);
}

Facet::Page Facet::page(std::vector<Item> items, FacetOrder order, std::size_t first,
                        std::size_t count) const
{
    const auto byText = [&](const Item& a, const Item& b) {
        if (a.kind != b.kind)
            return textOf(a) < textOf(b);
        if (a.kind == Item::Kind::Text)
            return m_known->text(m_texts[a.at].value) < m_known->text(m_texts[b.at].value);
        return a.at < b.at; // sorted
    };
    const auto before = [&](const Item& a, const Item& b) {
        if (a.events != b.events && order != FacetOrder::ByText)
            return order == FacetOrder::MostFirst ? a.events > b.events : a.events < b.events;
        return byText(a, b);
    };
    Page page;
    page.matching = items.size();
    first = std::min(first, items.size());
    const std::size_t end = first + std::min(count, items.size() - first);
    std::partial_sort(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(end), items.end(),
                      before);
    for (std::size_t i = first; i < end; ++i)
        page.values.push_back({textOf(items[i]), items[i].events});
    return page;
}

std::uint64_t Facet::eventsWith(std::string_view text) const
{
    const auto lock = m_known->lock();
    for (const auto& counted : m_texts) {
        if (m_known->text(counted.value) == text)
            return counted.events;
    }
    if (const auto uuid = uuidOf(text)) {
        const auto at = std::lower_bound(m_uuids.values.begin(), m_uuids.values.end(), *uuid);
        if (at != m_uuids.values.end() && *at == *uuid && query::textOf(*uuid) == text)
            return m_uuids.eventsWith(static_cast<std::size_t>(at - m_uuids.values.begin()));
    }
    for (const auto& counted : m_times) {
        if (formatEventTime(counted.value) == text)
            return counted.events;
    }
    return 0;
}

void FacetCache::keepOnly(const store::EventStore& events)
{
    const std::lock_guard guard(m_mutex);
    std::erase_if(m_fields, [&](const auto& known) { return !known.second->isOf(events); });
}

std::shared_ptr<FacetTexts> FacetCache::of(const std::shared_ptr<const store::EventStore>& events,
                                           const Field& field)
{
    const std::string key = std::to_string(static_cast<int>(field.derived))
        + (field.path.forgiving ? '~' : '=') + field.path.text();
    const std::lock_guard guard(m_mutex);
    std::erase_if(m_fields, [&](const auto& known) { return !known.second->isOf(*events); });
    const auto it = std::find_if(m_fields.begin(), m_fields.end(),
                                 [&](const auto& known) { return known.first == key; });
    if (it != m_fields.end()) {
        m_fields.splice(m_fields.begin(), m_fields, it);
        return it->second;
    }
    std::uint64_t bytes = 0;
    for (auto at = m_fields.begin(); at != m_fields.end();) {
        bytes += at->second->memoryBytes();
        at = bytes > kCacheBytes ? m_fields.erase(at) : std::next(at);
    }
    m_fields.emplace_front(key, std::make_shared<FacetTexts>(events, field));
    return m_fields.front().second;
}

} // namespace trailloupe::query
