// InternetReach: what could reach the Internet, or be reached from it, through a security group,
// as far as AWS Config recorded: rules, interfaces, subnets, route tables, gateways. Network ACLs,
// firewalls on hosts and what is not in the export are not looked at.
//
// Threads: pure function; any thread.
// Cost: O(edges of the interfaces); some items are read, tens of microseconds each.
#pragma once

#include "model/config/graphview.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trailloupe::config {

struct OpenRule
{
    bool isEgress = false;
    std::string rule; // as networkRules() has it: "tcp 22 0.0.0.0/0"
    std::string description;
    bool operator==(const OpenRule&) const = default;
};

struct ReachStep
{
    enum class Kind : std::uint8_t
    {
        Guards, // the group is that of this interface or instance
        BelongsTo, // the interface is that of this instance
        InSubnet,
        RoutedBy, // the subnet's route table
        RoutedByMain, // the main route table of the VPC: the subnet has none of its own
        RoutesTo, // its default route goes there
    };
    Kind kind = Kind::Guards;
    NodeNo from;
    NodeNo to;
    EdgeNo edge; // invalid: said in an item, but no edge of the graph (the main route table)
    std::string detail; // of RoutesTo the destination: "0.0.0.0/0"
    bool operator==(const ReachStep&) const = default;
};
const char* reachStepKey(ReachStep::Kind kind); // "routes-to"

struct ReachPath
{
    NodeNo guarded; // the interface, or the instance where no interface is recorded
    std::vector<ReachStep> steps; // in order
    NodeNo gateway; // invalid: the steps end before one
    bool isInbound = false; // an internet gateway, and a rule that lets in
    bool isOutbound = false; // an internet or NAT gateway, and a rule that lets out
    std::string publicAddress; // of the interface or instance; empty: none is recorded
    bool operator==(const ReachPath&) const = default;
};

struct InternetReach
{
    std::vector<OpenRule> rules; // open to 0.0.0.0/0 or ::/0
    std::vector<ReachPath> paths; // by number of what is guarded
    std::vector<EdgeNo> edges; // of all paths that end at a gateway and have a rule; sorted
    bool isRecorded = false; // the group has a configuration as of the moment
};

// REQUIRES a node of the graph; of what is no security group nothing is said.
InternetReach internetReach(const TemporalGraph& graph, NodeNo securityGroup, std::int64_t atNs);

} // namespace trailloupe::config
