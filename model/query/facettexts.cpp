#include "model/query/facettexts.h"

#include <algorithm>
#include <new>

namespace trailloupe::query {

using store::Segment;

namespace {

// DictionaryBuilder counts bytes in 32 bits.
constexpr std::uint64_t kMostTextBytes = std::uint64_t{3} << 30;

} // namespace

FacetTexts::FacetTexts(const std::shared_ptr<const store::EventStore>& events, Field field)
    : m_field(std::move(field))
{
    if (!events->segments().empty())
        m_firstSegment = events->segments().front();
}

bool FacetTexts::isOf(const store::EventStore& events) const
{
    const auto first = m_firstSegment.lock();
    return first && !events.segments().empty() && events.segments().front() == first;
}

std::uint64_t FacetTexts::memoryBytes() const
{
    const std::lock_guard guard(m_mutex);
    return m_texts.text().size()
        + std::uint64_t{m_texts.size()} * store::DictionaryBuilder::kBytesPerValue * 2
        + m_numberBytes;
}

std::shared_ptr<const FieldPlan> FacetTexts::plan(const store::EventStore& events)
{
    if (m_field.derived != Derived::None)
        return nullptr;
    const std::lock_guard guard(m_mutex);
    if (!m_plan || m_plan->byShape.size() < shapesOf(events))
        m_plan = std::make_shared<const FieldPlan>(m_field.path, events);
    return m_plan;
}

FacetTexts::Numbers FacetTexts::numbers(const std::shared_ptr<const Segment>& segment,
                                        std::uint32_t dictionary)
{
    const std::lock_guard guard(m_mutex);
    Numbers& numbers = m_numbers[{segment.get(), dictionary}];
    if (numbers)
        return numbers;
    const auto& values = segment->dictionaries()[dictionary];
    std::vector<std::uint32_t> made(values.count);
    for (std::uint32_t code = 0; code < values.count; ++code) {
        if (m_texts.text().size() > kMostTextBytes)
            throw std::bad_alloc();
        made[code] = m_texts.intern(segment->dictionaryValue(values, code));
    }
    m_numberBytes += made.size() * sizeof(std::uint32_t);
    numbers = std::make_shared<const std::vector<std::uint32_t>>(std::move(made));
    return numbers;
}

FacetTexts::Numbers FacetTexts::numbers(const std::shared_ptr<const Segment>& segment,
                                        const DerivedValues& values, std::uint64_t generation)
{
    const std::lock_guard guard(m_mutex);
    Numbers& numbers = m_numbers[{segment.get(), generation}];
    if (numbers)
        return numbers;
    std::vector<std::uint32_t> made;
    made.reserve(values.values().size());
    for (const std::string& value : values.values()) {
        if (m_texts.text().size() > kMostTextBytes)
            throw std::bad_alloc();
        made.push_back(m_texts.intern(value));
    }
    m_numberBytes += made.size() * sizeof(std::uint32_t);
    numbers = std::make_shared<const std::vector<std::uint32_t>>(std::move(made));
    return numbers;
}

std::uint32_t FacetTexts::number(std::string_view text)
{
    const std::lock_guard guard(m_mutex);
    if (m_texts.text().size() > kMostTextBytes)
        throw std::bad_alloc();
    return m_texts.intern(text);
}

} // namespace trailloupe::query
