#include "model/config/inventory.h"

#include <map>
#include <new>
#include <utility>

namespace trailloupe::config {
namespace {

constexpr std::uint32_t kNoRow = ~std::uint32_t{0};
constexpr std::uint32_t kStep = 1024; // resources between two looks at the context

} // namespace

const char* presenceKey(State::Presence presence)
{
    switch (presence) {
    case State::Presence::NotYet:
        return "not-yet";
    case State::Presence::Live:
        return "live";
    case State::Presence::Deleted:
        return "deleted";
    case State::Presence::NotRecorded:
        return "not-recorded";
    case State::Presence::Undated:
        return "undated";
    }
    return "";
}

void Inventory::add(ResourceNo no, const InventoryQuestion& question)
{
    const InventoryRow row{
        no, m_asOfNs ? m_resources->stateAt(no, *m_asOfNs) : m_resources->lastState(no)};
    LeftOut& left = m_leftOut[no.index()];
    left.notYet = row.state.presence == State::Presence::NotYet;
    if (left.notYet) {
        ++m_counts.notYet;
        return;
    }
    left.deleted = row.state.presence == State::Presence::Deleted && !question.withDeleted;
    if (question.fits) {
        const auto items = m_resources->items(no);
        const auto fits = [&](std::uint32_t item) {
            return item != kNoItem && question.fits->contains(items[item].row);
        };
        left.filter = !fits(row.state.item) && !fits(row.state.described);
    }
    left.type = question.isOfType && !question.isOfType(m_resources->resource(no).type);
    if (left.deleted) {
        ++m_counts.deleted;
    } else if (left.filter) {
        ++m_counts.filter;
    } else if (left.type) {
        ++m_counts.type;
    } else {
        m_rowOf[no.index()] = static_cast<std::uint32_t>(m_rows.size());
        m_rows.push_back(row);
    }
}

// Resources stand by account and Region first: a type begins anew in each of them.
void Inventory::countTypes()
{
    std::map<std::string_view, std::uint64_t> counts;
    auto at = counts.end();
    for (std::uint32_t i = 0; i < m_resources->size(); ++i) {
        const std::string_view type = m_resources->resource(ResourceNo(i)).type;
        if (at == counts.end() || at->first != type)
            at = counts.try_emplace(type, 0).first;
        const LeftOut& left = m_leftOut[i];
        at->second += left.notYet || left.deleted || left.filter ? 0 : 1;
    }
    for (const auto& [type, resources] : counts)
        m_types.push_back({type, resources});
}

Result<std::shared_ptr<Inventory>> Inventory::make(ResourcesPtr resources,
                                                   const InventoryQuestion& question,
                                                   const JobContext& context)
{
    try {
        std::shared_ptr<Inventory> made(new Inventory);
        made->m_resources = std::move(resources);
        made->m_asOfNs = question.asOfNs;
        const auto count = static_cast<std::uint32_t>(made->m_resources->size());
        made->m_counts.resources = count;
        made->m_rowOf.assign(count, kNoRow);
        made->m_leftOut.resize(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            if (i % kStep == 0 && context.cancelled())
                return Error{.kind = Error::Kind::Cancelled};
            made->add(ResourceNo(i), question);
        }
        made->countTypes();
        return made;
    } catch (const std::bad_alloc&) {
        return Error{.kind = Error::Kind::TooLarge, .detail = "out of memory"};
    }
}

std::optional<std::size_t> Inventory::rowOf(ResourceNo no) const
{
    const std::uint32_t row = m_rowOf[no.index()];
    return row == kNoRow ? std::nullopt : std::optional<std::size_t>(row);
}

LeftOut Inventory::leftOut(ResourceNo no) const
{
    return m_leftOut[no.index()];
}

void Inventory::setRows(std::vector<InventoryRow> rows)
{
    m_rows = std::move(rows);
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_rowOf[m_rows[i].no.index()] = static_cast<std::uint32_t>(i);
}

} // namespace trailloupe::config
