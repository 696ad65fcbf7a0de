// differPolicies(): what changed in a policy document (IAM, bucket, KMS key, trust), by meaning.
//
// A policy is a set of statements, and a statement's actions, resources and principals are sets:
// order, one value in a list or by itself, and the case of an action mean nothing; as a principal
// of AWS the id of an account means its root. Statements belong together by Sid, else by likeness.
// A pattern that covers another ("s3:*" and "s3:Get*") makes it wider, not different.
//
// Statements without a Sid, and patterns, are only paired where that is at most 10,000 comparisons;
// beyond that they are told as added and removed.
//
// Threads: pure functions. Cost: O(n log n) of what the policies say. Nothing is evaluated: what a
// policy allows in the end depends on others too.
#pragma once

#include "model/query/fieldtree.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trailloupe::compare {

struct PolicyChange
{
    enum class Kind : std::uint8_t
    {
        StatementAdded,
        StatementRemoved,
        EffectChanged,
        Widened, // `after` covers `before`
        Narrowed, // `before` covers `after`
        ValueAdded,
        ValueRemoved,
        ConditionAdded,
        ConditionRemoved,
        ConditionChanged,
        MadePublic, // anybody, where it was not so before
        MadePublicUnderCondition,
        NoLongerPublic,
        OtherChanged, // Version, Id and what no policy has
    };
    Kind kind;
    std::string statement; // its Sid, else "Statement 2"
    std::string element; // "Action", "Principal.AWS", "Condition.IpAddress.aws:SourceIp"
    std::string before; // empty where there is none
    std::string after;
    bool operator==(const PolicyChange&) const = default;
};

// True of an object with a Statement that is an object or a list of them.
bool isPolicy(const query::FieldTree& tree, std::uint32_t node);
// REQUIRES isPolicy() of both. In the order of the statements of the first, then new ones.
std::vector<PolicyChange> differPolicies(const query::FieldTree& before, std::uint32_t nodeBefore,
                                         const query::FieldTree& after, std::uint32_t nodeAfter);
// What an all new policy brings with it.
std::vector<PolicyChange> describePolicy(const query::FieldTree& tree, std::uint32_t node);
// Whether both say the same in other words: the same Sids, and nothing to tell in differPolicies().
// False when in doubt. REQUIRES isPolicy() of both.
bool meanTheSame(const query::FieldTree& before, std::uint32_t nodeBefore,
                 const query::FieldTree& after, std::uint32_t nodeAfter);
// "+ Statement 1: action s3:* (was s3:Get*)": in English, one line.
std::string policyChangeText(const PolicyChange& change);

} // namespace trailloupe::compare
