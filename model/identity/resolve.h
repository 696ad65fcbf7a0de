// resolve: finds out who was behind the events of a store. IDENTITY.md has the rules.
//
// Threads: any; works on `threads` of its own (0: one per processor), segment by segment. The
// result is the same for any number of them, and whichever source was read first.
// Cost: O(rows) small look-ups, and some microseconds for each distinct userIdentity.
// Errors: Cancelled; TooLarge when memory runs out.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/identity/identities.h"

namespace trailloupe::identity {

Result<IdentitiesPtr> resolve(const std::shared_ptr<const store::EventStore>& events,
                              const JobContext& context, unsigned threads = 0);

} // namespace trailloupe::identity
