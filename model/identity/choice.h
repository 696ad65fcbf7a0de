// chosenSessions: the sessions that a text names, with all that stands above and below them.
//
// Threads: pure function.  Cost: O(sessions), some look-ups of the text in short ones each.
#pragma once

#include "model/identity/identities.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace trailloupe::identity {

// By session. A session is named by its key, its name or its sourceIdentity, and by the name, ARN,
// unique id or account of its principal, of who acted and of the principal that it stands below.
// ASCII letters in either case; an empty text names all.
std::vector<bool> chosenSessions(const Identities& identities, std::string_view text);
// How well a text names something.
enum class Fit : std::uint8_t
{
    None,
    Within, // it is somewhere in the name, or is the account
    Start, // the name begins with it
    Whole,
};
Fit fitOf(const Principal& principal, std::string_view text); // in its name, ARN, id, account
Fit fitOf(const Session& session, std::string_view text); // in its key, name, sourceIdentity
// Whether the text is in the principal's name, ARN, unique id or account.
bool isNamed(const Principal& principal, std::string_view text);

} // namespace trailloupe::identity
