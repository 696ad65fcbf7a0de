#include "model/query/derivedvalues.h"

#include "model/store/segment.h"

#include <unordered_map>

namespace trailloupe::query {
namespace {

constexpr std::uint32_t kRowsBetweenLooks = 1024; // at the cancel flag

} // namespace

std::shared_ptr<const DerivedValues> DerivedValues::make(
    const std::shared_ptr<const store::EventStore>& events, std::size_t index, Derived derived,
    const JobContext& context)
{
    auto made = std::make_shared<DerivedValues>();
    std::unordered_map<std::string, std::uint32_t> codes;
    const ColumnReader reader(events, Column::derivedColumn(derived));
    const std::uint32_t rows = events->segments()[index]->rowCount();
    made->m_first.reserve(std::size_t{rows} + 1);
    std::vector<std::string> values;
    for (std::uint32_t row = 0; row < rows; ++row) {
        if (row % kRowsBetweenLooks == 0 && context.cancelled())
            return nullptr;
        made->m_first.push_back(static_cast<std::uint32_t>(made->m_codes.size()));
        values.clear();
        reader.derivedValues(
            RowId(static_cast<std::uint32_t>(index) * store::Segment::kMaxRows + row), values);
        for (std::string& value : values) {
            const auto [it, isNew] =
                codes.emplace(std::move(value), static_cast<std::uint32_t>(made->m_values.size()));
            if (isNew)
                made->m_values.push_back(it->first);
            made->m_codes.push_back(it->second);
        }
    }
    made->m_first.push_back(static_cast<std::uint32_t>(made->m_codes.size()));
    return made;
}

std::uint64_t DerivedValues::memoryBytes() const
{
    std::uint64_t bytes = (m_first.capacity() + m_codes.capacity()) * sizeof(std::uint32_t);
    for (const std::string& value : m_values)
        bytes += sizeof value + value.capacity();
    return bytes;
}

std::shared_ptr<const DerivedValues> DerivedCache::get(
    const std::shared_ptr<const store::EventStore>& events, std::size_t index, Derived derived,
    const JobContext& context)
{
    const auto& segment = events->segments()[index];
    const auto key = std::make_pair(segment.get(), derived);
    {
        const std::lock_guard lock(m_mutex);
        // An entry of another segment at the same address belongs to an export that was closed.
        std::erase_if(m_entries, [](const auto& entry) { return entry.second.segment.expired(); });
        if (const auto it = m_entries.find(key); it != m_entries.end())
            return it->second.values;
    }
    auto values = DerivedValues::make(events, index, derived, context);
    if (!values)
        return nullptr;
    const std::lock_guard lock(m_mutex);
    return m_entries.emplace(key, Entry{segment, values}).first->second.values;
}

} // namespace trailloupe::query
