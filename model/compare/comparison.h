// Comparison: 2 to 8 events side by side, one row for each thing that some of them says.
//
// Representation: rows in document order, parents before their children; row 0 stands for the
// events themselves. A row has a value of each event, or none. What belongs together is found by
// alignment.h: members by name, elements by what they are about. Text that is JSON behind AWS's
// wrapping (a policy document) has rows for what is in it, if all events that have it have JSON
// there; its path goes on behind kInside. The first event is the one that the others differ from.
//
// What counts as a difference: a value that is not the same, or not there; elements in another
// order; JSON in text that says the same but is written otherwise. The order of members does not.
// Ignored paths, and all below them, are in the rows and count for nothing.
//
// Threads: immutable after make().  Cost: O(values); memory some 300 bytes a value.
// Errors: Malformed (an event is no JSON), TooLarge (over 2^24 rows), Cancelled.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/base/strongid.h"
#include "model/compare/contenthashes.h"
#include "model/query/fieldtree.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace trailloupe::compare {

constexpr std::size_t kFewestEvents = 2;
constexpr std::size_t kMostEvents = 8;
constexpr std::string_view kInside = "\u2192"; // "requestParameters.policyDocument→Statement"

enum class CellState : std::uint8_t
{
    Nowhere, // neither the first event nor this one has it
    Same,
    Changed,
    Added, // the first event does not have it
    Missing, // the first event has it
};

enum class RowState : std::uint8_t // the later one prevails
{
    Equal,
    Partial, // some events do not have it; those that do agree
    Changed, // values differ, or something below does
};

// What is different about a row beside what is below it.
enum class RowNote : std::uint8_t
{
    None,
    Order, // all elements are equal
    OrderToo, // those that are equal, or have the same name, stand in another order
    Writing,
};

struct Row
{
    std::uint32_t parent = 0;
    std::uint32_t end = 0; // one past the last row below it
    std::uint32_t depth = 0;
    RowState state = RowState::Equal;
    RowNote note = RowNote::None;
    bool isContainer = false; // has rows below it
    bool isElement = false;
    bool hasPlaceAsName = false; // an element that nothing else tells apart: "[3]"
    bool isDecoded = false; // text; the rows below say what is in it
    bool isIgnored = false;
    std::string name; // of a member; of an element what it is about, else "[3]"
    std::string path; // "requestParameters.items[].id"
};

struct Counts // of rows without rows below them, and of those with a note
{
    std::uint32_t equal = 0;
    std::uint32_t different = 0;
    std::uint32_t ignored = 0;
};

struct ComparedEvent
{
    RowId row;
    std::string json;
    std::vector<std::string> leftOut; // members too large to be compared
};

class Comparison;
using ComparisonPtr = std::shared_ptr<const Comparison>;

// Ids of the call and moments: different in any two events.
const std::vector<std::string>& ignoredByDefault();

class Comparison
{
public:
    // REQUIRES kFewestEvents to kMostEvents events.
    static Result<ComparisonPtr> make(std::vector<ComparedEvent> events,
                                      std::vector<std::string> ignored, const JobContext& context);
    // The same with other paths ignored. O(rows).
    ComparisonPtr ignoring(std::vector<std::string> ignored) const;

    const std::vector<ComparedEvent>& events() const { return m_shared->events; }
    const std::vector<std::string>& ignored() const { return m_ignored; }
    const std::vector<Row>& rows() const { return m_rows; }
    const Counts& counts() const { return m_counts; }
    bool isDifferent(std::uint32_t row) const; // it counts among counts().different

    bool has(std::uint32_t row, std::size_t event) const;
    // Against the first event; of a container, what the values below it say that count.
    CellState cellState(std::uint32_t row, std::size_t event) const
    {
        return m_cells[row * m_shared->events.size() + event];
    }
    // REQUIRES has(). Text without quotes, else the JSON as it stands; and its kind.
    std::string_view text(std::uint32_t row, std::size_t event) const;
    std::string_view json(std::uint32_t row, std::size_t event) const;
    JsonDocument::Kind kind(std::uint32_t row, std::size_t event) const;
    // REQUIRES has(). Of a decoded row what is in it.
    struct Value
    {
        const query::FieldTree* tree;
        std::uint32_t node;
    };
    Value value(std::uint32_t row, std::size_t event) const;
    // The steps that lead to the row from the event; nothing inside decoded text.
    std::optional<std::uint32_t> nodeInEvent(std::uint32_t row, std::size_t event) const;

private:
    friend class ComparisonBuilder;

    struct Document
    {
        query::FieldTree tree;
        ContentHashes hashes;
    };
    struct Place // in m_shared->documents; the events come first
    {
        std::uint32_t document = 0;
        std::uint32_t node = query::FieldTree::kNone;
        std::uint32_t inside = query::FieldTree::kNone; // the document of what is in the text
    };
    struct Shared
    {
        std::vector<ComparedEvent> events;
        std::vector<std::unique_ptr<const Document>> documents;
        std::vector<Place> places; // by row and event
    };

    const Place& place(std::uint32_t row, std::size_t event) const
    {
        return m_shared->places[row * m_shared->events.size() + event];
    }
    bool isSame(const Place& a, const Place& b) const;
    void applyIgnored();
    void findStates();
    void findCells();
    RowState valueState(std::uint32_t row) const;
    RowState containerState(std::uint32_t row, RowState below) const;

    std::shared_ptr<const Shared> m_shared;
    std::vector<std::string> m_ignored;
    std::vector<Row> m_rows;
    std::vector<CellState> m_cells; // by row and event
    Counts m_counts;
};

// The events as JSON; members over kMaxMemberBytes of events over kMaxTreeBytes are left out
// (eventdetail.h).
Result<ComparisonPtr> compareRows(const std::shared_ptr<const store::EventStore>& store,
                                  std::span<const RowId> rows, std::vector<std::string> ignored,
                                  const JobContext& context);

// Which event it is; texts as they stand in the evidence, empty where it has none.
struct EventTitle
{
    std::string time; // ISO UTC
    std::string name;
    std::string user;
    std::string id;

    std::string line() const; // "2026-03-01T06:00:00Z CreateUser alice e-1"
};
EventTitle eventTitle(const std::shared_ptr<const store::EventStore>& store, RowId row);

} // namespace trailloupe::compare
