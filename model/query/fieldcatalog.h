// FieldCatalog: the fields of an export and how many events have each: for completion, for the
// share shown beside a field, for warnings about conditions on fields that most events lack.
//
// Paths are listed by the names that people type: elements of an array belong to the array's name.
// An event has a field when it is there and not null: what "field:*" finds. Counts are exact but
// for what may hide inside subtrees that are kept as text.
// Threads: immutable; any thread. Cost: making looks at every shape, not at rows (only at their
// blocks, where there are duplicates); derived columns are made when an evaluator is given.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/query/evaluator.h"
#include "model/query/predicate.h"
#include "model/store/eventstore.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

struct CatalogField
{
    Field field;
    std::string name; // as fieldText() gives it
    std::optional<std::uint64_t> events; // nothing: not counted
    bool hasValues = false; // not only objects and arrays
    bool hasNumbers = false;
    bool hasBooleans = false;
    bool hasTexts = false; // times and UUIDs among them
    bool mayHaveMore = false; // inside subtrees that are kept as text
};

class FieldCatalog
{
public:
    // Without an evaluator derived columns other than time and class are not counted; with one all
    // but the resources are. Errors: Cancelled.
    static Result<std::shared_ptr<const FieldCatalog>> make(
        const std::shared_ptr<const store::EventStore>& events, Evaluator* evaluator,
        const JobContext& context);

    std::uint64_t events() const { return m_events; }
    // Derived columns first; then what most events have, equals by name.
    std::span<const CatalogField> fields() const { return m_fields; }
    const CatalogField* find(const Field& field) const; // or null; O(fields)

    struct Coverage
    {
        std::uint64_t events = 0;
        bool mayHaveMore = false;
        bool operator==(const Coverage&) const = default;
    };
    // Of any field, also one with element numbers or "*". Nothing for a derived column that was not
    // counted. O(shapes).
    std::optional<Coverage> coverage(const Field& field) const;
    // True when fewer than half of the events have the field for sure: "field != x" then finds
    // mostly events that do not have it at all.
    bool isLackedByMost(const Field& field) const;

    // Names that the text may have meant, best first: equal but for letter case, the same last
    // step, or few letters off. O(fields).
    std::vector<std::string> nearest(std::string_view text, std::size_t count) const;

private:
    class Making;
    FieldCatalog() = default;

    std::shared_ptr<const store::EventStore> m_store;
    std::uint64_t m_events = 0;
    std::vector<std::uint64_t> m_rowsOfShape; // that are shown
    std::vector<CatalogField> m_fields;
};

} // namespace trailloupe::query
