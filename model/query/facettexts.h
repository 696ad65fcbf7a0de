// FacetTexts: the texts of one field by number, and for each segment the numbers of its codes.
// Inside of facet.h.
//
// Threads: any; what needs the lock says so.
#pragma once

#include "model/query/derivedvalues.h"
#include "model/query/fieldplaces.h"
#include "model/query/predicate.h"
#include "model/store/dictionary.h"
#include "model/store/segment.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace trailloupe::query {

class FacetTexts
{
public:
    FacetTexts(const std::shared_ptr<const store::EventStore>& events, Field field);

    const Field& field() const { return m_field; }
    // False when `events` are of another export.
    bool isOf(const store::EventStore& events) const;
    std::uint64_t memoryBytes() const;

    // Of the events as they are now; null for a derived column.
    std::shared_ptr<const FieldPlan> plan(const store::EventStore& events);
    // Numbers of the texts of a dictionary, by code.
    using Numbers = std::shared_ptr<const std::vector<std::uint32_t>>;
    Numbers numbers(const std::shared_ptr<const store::Segment>& segment, std::uint32_t dictionary);
    Numbers numbers(const std::shared_ptr<const store::Segment>& segment,
                    const DerivedValues& values, std::uint64_t generation);
    std::uint32_t number(std::string_view text);

    std::unique_lock<std::mutex> lock() const { return std::unique_lock(m_mutex); }
    std::string_view text(std::uint32_t number) const // REQUIRES the lock while it is used
    {
        return m_texts.value(number);
    }

private:
    using Key = std::pair<const store::Segment*, std::uint64_t>; // dictionary or generation

    const Field m_field;
    std::weak_ptr<const store::Segment> m_firstSegment;
    mutable std::mutex m_mutex; // guards what follows
    std::shared_ptr<const FieldPlan> m_plan;
    store::DictionaryBuilder m_texts;
    std::map<Key, Numbers> m_numbers;
    std::uint64_t m_numberBytes = 0;
};

} // namespace trailloupe::query
