// Subject: whose events are meant: those that a principal was behind, those made with its
// credentials, those of a session, or of a session and all below it. And the filter that finds
// exactly these.
//
// Threads: value type, pure functions.
#pragma once

#include "model/identity/names.h"
#include "model/query/predicate.h"
#include "model/query/rowset.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace trailloupe::identity {

struct Subject
{
    enum class Scope : std::uint8_t
    {
        Actor, // of a principal: what it was behind, roles and sessions included
        Credentials, // of a principal: what was done with its credentials, whoever was behind it
        Session, // of a session: its own calls
        SessionAndBelow, // of a session: also those of all that it issued, keys included
    };

    Scope scope = Scope::Actor;
    PrincipalId principal; // of the first two
    SessionId session; // of the others
    bool operator==(const Subject&) const = default;

    bool isOfPrincipal() const { return scope == Scope::Actor || scope == Scope::Credentials; }
};

// What a principal is asked about first: a role's own credentials are what people look for; anyone
// else is asked what they were behind.
Subject subjectOf(const Identities& identities, PrincipalId id);

// By session: whether the subject's events are its.
std::vector<bool> sessionsOf(const Identities& identities, const Subject& subject);
// The rows of the subject. O(rows).
std::shared_ptr<const query::RowSet> rowsOf(const Identities& identities, const Subject& subject);

// The subject as a condition: events of which the field has one of the values. No value: those that
// have none.
struct SubjectCondition
{
    query::Field field;
    std::vector<std::string> values;
    bool isWhole = true; // false: there are more values than a filter may hold
};
SubjectCondition conditionOf(const Identities& identities, const Names& names,
                             const Subject& subject);

} // namespace trailloupe::identity
