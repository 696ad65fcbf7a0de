// TemporalGraph: what the resources of an export have to do with each other, at every moment.
// CONFIG.md, "Graph", has the rules.
//
// Representation: nodes are the resources, in their order, and behind them what relations name and
// no item tells of (dangling). Edges are sorted by their ends; each has the spans in which it
// holds, so that a graph as of a moment is a look at spans, never at items.
// Threads: immutable; any thread.
// Units: times are nanoseconds since 1970-01-01 UTC; spans are [begin, end).
// Cost: make() some 20 µs an item, on `threads` of its own; an edge at a moment O(log its spans).
// Errors: make() is Cancelled, or TooLarge when memory runs out.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/base/strongid.h"
#include "model/config/resources.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::config {

using NodeNo = StrongId<struct GraphNodeTag>;
using EdgeNo = StrongId<struct GraphEdgeTag>;

// The moment behind everything that is dated; resources without any time are in the graph then
// and at no other moment.
inline constexpr std::int64_t kEndOfExport = std::numeric_limits<std::int64_t>::max() - 1;

struct GraphNode
{
    ResourceNo resource; // invalid: dangling
    std::string_view accountId; // of a dangling one, as far as what names it tells
    std::string_view region;
    std::string_view type;
    std::string_view id;
    std::string_view name;
    std::string_view arn;

    bool isDangling() const { return !resource.isValid(); }
};

enum class NodeState : std::uint8_t
{
    Live,
    NotRecorded, // its type is excluded; it is there, and says nothing of relations
    Undated, // only items without a capture time
    Deleted,
    NotYet, // named by others before its first item
    Unknown, // dangling
};
const char* nodeStateKey(NodeState state); // "live"
// Live, NotRecorded and Undated.
bool isThere(NodeState state);

struct GraphEdge
{
    NodeNo
        from; // of "contains" the outer one; of a symmetric relation the one with the lower number
    NodeNo to;
    // "contains", "is attached to", "is associated with", another label as it stands; of a derived
    // edge also "routes to", "allows from" … and "refers to".
    std::string_view name;
    // Of a derived edge where it stands in the item: "configuration.role"; else empty.
    std::string_view path;
    bool isDerived = false; // no item lists it under relationships
    bool isSymmetric = false; // "is attached to", "is associated with": no direction
};

// Which of the ends has an item that says so.
enum class StatedBy : std::uint8_t
{
    None = 0,
    From = 1,
    To = 2,
    Both = 3,
};
const char* statedByKey(StatedBy statedBy); // "from"

struct EdgeSpan
{
    std::int64_t beginNs = 0;
    std::int64_t endNs = 0;
    StatedBy statedBy = StatedBy::None;
    bool operator==(const EdgeSpan&) const = default;
};

class TemporalGraph
{
public:
    static Result<std::shared_ptr<const TemporalGraph>> make(
        std::shared_ptr<const Resources> resources, const JobContext& context,
        unsigned threads = 0);
    ~TemporalGraph();
    TemporalGraph(const TemporalGraph&) = delete;
    TemporalGraph& operator=(const TemporalGraph&) = delete;

    const std::shared_ptr<const Resources>& resources() const { return m_resources; }

    std::span<const GraphNode> nodes() const { return m_nodes; }
    // REQUIRES no.index() < nodes().size(), or edges().size(), here and below.
    const GraphNode& node(NodeNo no) const { return m_nodes[no.index()]; }
    NodeNo nodeOf(ResourceNo resource) const { return NodeNo(resource.value()); }
    std::span<const GraphEdge> edges() const { return m_edges; }
    const GraphEdge& edge(EdgeNo no) const { return m_edges[no.index()]; }
    std::span<const EdgeSpan> spans(EdgeNo no) const; // in order, apart or of different statedBy
    std::span<const EdgeNo> edgesOf(NodeNo no) const; // in order; one to itself once

    NodeState stateAt(NodeNo no, std::int64_t atNs) const;
    StatedBy statedAt(EdgeNo no, std::int64_t atNs) const; // None: it does not hold

    // The other end. REQUIRES that `no` is one of the ends.
    NodeNo otherEnd(EdgeNo edge, NodeNo no) const
    {
        return m_edges[edge.index()].from == no ? m_edges[edge.index()].to
                                                : m_edges[edge.index()].from;
    }

    std::uint64_t memoryBytes() const;
    // "" when all is as said here, else what is wrong. Slow: for tests.
    std::string checkInvariants() const;

private:
    friend class GraphBuilder;
    struct Texts; // owns what the views point to
    TemporalGraph();

    std::shared_ptr<const Resources> m_resources;
    std::unique_ptr<Texts> m_texts;
    std::vector<GraphNode> m_nodes;
    std::vector<GraphEdge> m_edges;
    std::vector<std::uint32_t> m_firstSpan; // edges + 1 entries
    std::vector<EdgeSpan> m_spans;
    std::vector<std::uint32_t> m_firstEdge; // nodes + 1 entries
    std::vector<EdgeNo> m_edgesOf;
};

} // namespace trailloupe::config
