// GraphScene: what is drawn of a graph: nodes, boxes around them, edges; without places, colours
// and words of the window.
//
// Representation: lists; nodes and boxes name the box they are in by its index, outer boxes come
// before inner ones. A key tells what a node or a box is, the same in every scene of an export.
// Threads: a value; pure functions, any thread.
// Cost: O(nodes + edges); by tag an item for each node is read.
#pragma once

#include "model/config/graphview.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::config {

enum class GroupBy : std::uint8_t
{
    None,
    Account,
    Region, // inside its account
    Vpc, // inside its Region
    Subnet, // inside its VPC
    Type,
    Tag, // by the value of one tag
};
const char* groupByKey(GroupBy by); // "vpc"
std::optional<GroupBy> groupByOfKey(std::string_view key);

struct Grouping
{
    GroupBy by = GroupBy::None;
    std::string tag; // of GroupBy::Tag: its key
    std::set<std::string> collapsed; // keys of boxes that are drawn as one node
    bool operator==(const Grouping&) const = default;
};

inline constexpr std::uint32_t kNoBox = ~std::uint32_t{0};

struct SceneNode
{
    enum class Kind : std::uint8_t
    {
        Resource,
        Dangling,
        Group, // a collapsed box
    };
    Kind kind = Kind::Resource;
    std::string key;
    NodeNo node; // of a Group the VPC or subnet it stands for; else invalid
    NodeState state = NodeState::Live;
    std::string title; // its name, else its id; of a Group what it is the group of
    std::string type; // "EC2::Instance"; empty for a Group that is no resource
    GroupBy groupedBy = GroupBy::None; // of a Group
    std::uint32_t box = kNoBox;
    std::uint32_t members = 0; // of a Group: nodes in it
    std::uint32_t hidden = 0; // neighbours that are not in the scene
    bool operator==(const SceneNode&) const = default;
};

// A VPC or a subnet with something in it is drawn as a box around that, and as no node besides;
// what the box says ("contains") is no edge. What has no value to group by (an IAM role is in no
// VPC) is in the next outer box.
struct SceneBox
{
    std::string key;
    GroupBy groupedBy = GroupBy::Account;
    NodeNo node; // of a VPC or a subnet: that; else invalid
    bool isShown = false; // that node is one of those to be shown
    NodeState state = NodeState::Live; // of that node
    std::string title;
    std::uint32_t box = kNoBox; // the one around it
    std::uint32_t members = 0; // nodes in it and in its boxes, itself not
    std::uint32_t hidden = 0; // of its node, as of a node
    bool operator==(const SceneBox&) const = default;
};

struct SceneEnd
{
    bool isBox = false;
    std::uint32_t index = 0; // of nodes, or of boxes
    auto operator<=>(const SceneEnd&) const = default;
};

// One line: the edges between two ends with the same direction; more than one where a group is
// collapsed, or where two nodes have several relations.
struct SceneEdge
{
    SceneEnd from;
    SceneEnd to;
    std::vector<EdgeNo> edges; // sorted
    std::string name; // of all of them; where they differ "contains, is attached to"
    bool isDerived = false; // all of them
    bool isDirected = false; // one of them has a direction
    StatedBy statedBy = StatedBy::Both; // of all of them together
    bool operator==(const SceneEdge&) const = default;
};

struct GraphScene
{
    std::int64_t atNs = 0;
    std::vector<SceneNode> nodes;
    std::vector<SceneBox> boxes;
    std::vector<SceneEdge> edges;
    std::uint32_t shown = 0; // nodes of the graph, in boxes, collapsed or not
    std::uint32_t of = 0;
    std::uint32_t implied = 0; // edges that a box says, or that are inside a collapsed group
    bool operator==(const GraphScene&) const = default;
};

GraphScene makeScene(const TemporalGraph& graph, const ShownGraph& shown, const Grouping& grouping);

// The key of a node, and the node of a key.
std::string nodeKey(const TemporalGraph& graph, NodeNo no);
std::optional<NodeNo> nodeOfKey(const TemporalGraph& graph, std::string_view key);
// Its name, else its id, of an ARN the last part.
std::string nodeTitle(const GraphNode& node);
// "EC2::Instance".
std::string_view shortType(std::string_view type);

} // namespace trailloupe::config
