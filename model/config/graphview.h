// Questions to a TemporalGraph as of a moment: all of it, what is around a resource, how two
// resources hang together.
//
// Threads: pure functions; any thread.
// Units: nanoseconds since 1970-01-01 UTC.
// Cost: graphAt(), pathBetween() O(nodes + edges); neighbourhood() O(edges of what it visits);
// counts O(nodes + edges). 10,000 nodes and 50,000 edges: some milliseconds.
#pragma once

#include "model/config/graph.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace trailloupe::config {

// What belongs to the graph besides live resources and recorded relations.
struct GraphFilter
{
    bool derived = true; // edges that stand only in configuration
    bool dangling = true; // what relations name and no item tells of, or only later ones
    bool deleted = false; // deleted resources that others still name
    bool operator==(const GraphFilter&) const = default;
};

struct EdgeAt
{
    EdgeNo edge;
    StatedBy statedBy = StatedBy::Both;
    bool operator==(const EdgeAt&) const = default;
};

// Nodes and edges in the order of their numbers. Live resources are nodes with or without edges,
// others only where an edge leads to them.
struct GraphAt
{
    std::vector<NodeNo> nodes;
    std::vector<EdgeAt> edges;
    bool operator==(const GraphAt&) const = default;
};
GraphAt graphAt(const TemporalGraph& graph, std::int64_t atNs, const GraphFilter& filter = {});

// How many graphAt() would give.
struct GraphCounts
{
    std::uint32_t nodes = 0; // live + dangling + deleted
    std::uint32_t live = 0; // not recorded and, at the end of the export, undated ones too
    std::uint32_t dangling = 0;
    std::uint32_t deleted = 0;
    std::uint32_t edges = 0;
    std::uint32_t undated = 0; // resources without any time, that are in no graph of a moment
};
GraphCounts countsAt(const TemporalGraph& graph, std::int64_t atNs, const GraphFilter& filter = {});

struct Neighbour
{
    NodeNo node;
    EdgeAt edge;
};
// By edge; a node once for each edge to it, `no` itself where an edge leads back.
std::vector<Neighbour> neighbours(const TemporalGraph& graph, NodeNo no, std::int64_t atNs,
                                  const GraphFilter& filter = {});

// A part of the graph: nodes, all edges among them, and how much more there is.
struct ShownNode
{
    NodeNo node;
    NodeState state = NodeState::Live;
    std::uint32_t depth = 0; // steps from the nearest root
    std::uint32_t hidden = 0; // neighbours that are not shown
};
struct ShownGraph
{
    std::int64_t atNs = 0;
    GraphFilter filter;
    std::vector<ShownNode> nodes; // by number
    std::vector<EdgeAt> edges; // by number
    std::uint32_t of = 0; // nodes of the whole graph at the moment: "showing nodes.size() of `of`"
    std::uint32_t ofDangling = 0; // those of them that are named, and Unknown or NotYet
    // Nodes that the request asked for but for its bounds; the same as nodes.size() when all of
    // them are shown.
    std::uint32_t wanted = 0;
};

struct NeighbourhoodRequest
{
    std::vector<NodeNo> roots; // shown whatever their state is
    std::uint32_t depth = 1;
    std::int64_t atNs = kEndOfExport;
    std::uint32_t maxNodes = 400; // the nearest first, then by edge; roots always
    // What has more neighbours than this is shown, but not gone on from (a VPC leads to
    // everything); roots are always gone on from.
    std::uint32_t maxFanOut = 60;
    GraphFilter filter;
};
ShownGraph neighbourhood(const TemporalGraph& graph, const NeighbourhoodRequest& request);

// Exactly these nodes, whatever their states; depth 0.
ShownGraph shownGraph(const TemporalGraph& graph, std::vector<NodeNo> nodes, std::int64_t atNs,
                      const GraphFilter& filter = {});

// When something may have changed: captures of items that are no repeats, in order, each once.
std::vector<std::int64_t> moments(const TemporalGraph& graph);
// Of these nodes and the edges among them.
std::vector<std::int64_t> momentsOf(const TemporalGraph& graph, std::span<const NodeNo> nodes);

// A shortest way over edges in either direction, of several the one over the lowest edges; without
// steps when both are the same node, nothing when there is none. A step leads to `node`.
std::optional<std::vector<Neighbour>> pathBetween(const TemporalGraph& graph, NodeNo from,
                                                  NodeNo to, std::int64_t atNs,
                                                  const GraphFilter& filter = {});

// The item that says so: of `teller`, as of the moment.
struct EdgeEvidence
{
    ResourceNo teller;
    std::uint32_t item = kNoItem; // in its items
};
std::vector<EdgeEvidence> evidenceAt(const TemporalGraph& graph, EdgeNo edge, std::int64_t atNs);

} // namespace trailloupe::config
