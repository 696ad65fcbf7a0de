// NetworkRules: what the permissions of a security group allow, one rule for each peer.
//
// AWS lists permissions by protocol and ports, with peers in up to five lists, of which ipRanges
// and ipv4Ranges say the same; one item may split what another joins. As a set of rules they
// compare by what they allow.
// Threads: pure functions. Cost: O(permissions log permissions).
#pragma once

#include "model/query/fieldtree.h"

#include <cstdint>
#include <map>
#include <string>

namespace trailloupe::config {

// "tcp 22 10.0.0.0/8", "all sg-1", "tcp 80-90 ::/0": its description, empty where it has none.
using NetworkRules = std::map<std::string, std::string>;

// An array of objects that all have a protocol, and at least one: the permissions of a security
// group. False for a null tree or no node.
bool areNetworkRules(const query::FieldTree* tree, std::uint32_t node);
// REQUIRES an array. A permission without a peer is one rule.
NetworkRules networkRules(const query::FieldTree& tree, std::uint32_t node);

} // namespace trailloupe::config
