// ComparisonBuilder: the rows of a Comparison, before anything is ignored.
//
// Goes through the events without recursion: nesting is only bounded by the size of an event.
// Threads: one at a time.  Errors: Malformed, TooLarge, Cancelled.
#pragma once

#include "model/compare/alignment.h"
#include "model/compare/comparison.h"

namespace trailloupe::compare {

class ComparisonBuilder
{
public:
    ComparisonBuilder(std::vector<ComparedEvent> events, const JobContext& context);

    Result<void> build();
    Comparison take();

private:
    using Document = Comparison::Document;
    using Place = Comparison::Place;
    // A container whose members or elements become rows.
    struct Open
    {
        std::list<Group> groups;
        std::uint32_t row = 0;
        std::vector<std::uint32_t> documents; // of each event, or kNone
        std::uint32_t unwrapped = 0; // how often text was decoded on the way here
        bool isArray = false;
    };

    Result<void> addDocument(std::string json);
    Open open(std::uint32_t row, const std::vector<Place>& places, std::uint32_t unwrapped,
              bool isArray);
    void addRow(Open& parent, std::vector<Open>& opened);
    bool decode(std::vector<Place>& places, std::string_view key);
    bool areOnePolicy(const std::vector<Place>& places) const;
    RowNote noteOf(std::uint32_t row, const std::vector<Place>& places, const Open& opened) const;
    RowNote orderNote(const std::vector<Place>& places, const Open& opened) const;
    bool isOrderAnother(const std::vector<const Group*>& groups, const Open& in) const;
    bool isSameWhereItIs(const Group& group, const Open& in) const;
    const query::FieldTree& tree(std::uint32_t document) const
    {
        return m_shared->documents[document]->tree;
    }

    const JobContext& m_context;
    std::shared_ptr<Comparison::Shared> m_shared;
    std::vector<Row> m_rows;
};

} // namespace trailloupe::compare
