// linking: finds for each session the one that its credentials came from. IDENTITY.md has the
// rules, the surest first. Inside of resolve.h.
//
// Threads: one.  Cost: O(sessions + issues) hash look-ups.
#pragma once

#include "model/base/jobcontext.h"
#include "model/identity/drafts.h"

#include <functional>
#include <span>
#include <vector>

namespace trailloupe::identity {

// A sign-in with the session that it opened.
struct SignInDraft
{
    SignIn event;
    std::uint32_t session = kNobody;
};

struct LinkInput
{
    std::span<const SignInDraft> signIns;
    std::span<const RoleGrant> grants;
    std::function<std::uint32_t(RowId)> sessionOf; // a folded one
    std::function<bool(RowId)> isShared; // known from another account's copy of the event
};

// False when cancelled. REQUIRES folded drafts. May add principals and sessions.
bool linkSessions(Drafts& drafts, const LinkInput& input, const JobContext& context);

// Whether a stands before b, whatever their numbers.
bool isBefore(const Drafts& drafts, const SessionDraft& a, const SessionDraft& b);

} // namespace trailloupe::identity
