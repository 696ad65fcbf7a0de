// LaneSets: in which lanes the rows of one segment are. Inside of lanes.h.
//
// Representation: the number of a set of lanes per row; sets below the number of lanes hold just
// that lane, as nearly all do.
// Threads: immutable once made. Cost: 4 bytes a row; one look at each distinct value.
#pragma once

#include "model/base/jobcontext.h"
#include "model/query/evaluator.h"
#include "model/query/fieldplaces.h"
#include "model/query/predicate.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trailloupe::timeline {

using LaneNumber = std::uint16_t;

// Which lane a value has.
class LaneChoice
{
public:
    // The first lanes are these values', then comes the rest, then events without a value.
    explicit LaneChoice(std::vector<std::string> values);

    LaneNumber of(std::string_view value) const
    {
        const auto it = m_lanes.find(value);
        return it == m_lanes.end() ? rest() : it->second;
    }
    LaneNumber rest() const { return static_cast<LaneNumber>(m_values.size()); }
    LaneNumber noValue() const { return static_cast<LaneNumber>(m_values.size() + 1); }
    std::size_t count() const { return m_values.size() + 2; }
    const std::vector<std::string>& values() const { return m_values; }

private:
    std::vector<std::string> m_values;
    std::unordered_map<std::string_view, LaneNumber> m_lanes;
};

class LaneSets
{
public:
    // Of the rows among `rows` of segment `index`. `plan` is the field's, null for a derived one.
    // Nothing when cancelled.
    static std::unique_ptr<const LaneSets> make(
        const std::shared_ptr<const store::EventStore>& events, std::size_t index,
        const query::RowBits& rows, const query::Field& field, const query::FieldPlan* plan,
        const LaneChoice& choice, query::Evaluator& evaluator, const JobContext& context);

    // The lanes of a row, each once.
    std::span<const LaneNumber> of(std::uint32_t row) const
    {
        const std::uint32_t set = m_set[row];
        if (set < m_singles.size())
            return {&m_singles[set], 1};
        return m_several[set - m_singles.size()];
    }
    bool hasSeveral() const { return !m_several.empty(); }

private:
    class Making;
    explicit LaneSets(const LaneChoice& choice, std::uint32_t rows);
    std::uint32_t setOf(std::vector<LaneNumber>& lanes); // sorts

    std::vector<std::uint32_t> m_set; // by row
    std::vector<LaneNumber> m_singles; // each its own number
    std::vector<std::vector<LaneNumber>> m_several;
    std::map<std::vector<LaneNumber>, std::uint32_t> m_known;
    LaneNumber m_noValue;
};

} // namespace trailloupe::timeline
