// rowTexts: what is known of who was behind events as columns of the store: actor, session and the
// top of its chain. IDENTITY.md says what the texts are.
//
// Threads: immutable; any thread.  Cost: making it O(sessions); 20 bytes a session and the texts.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/identity/names.h"
#include "model/store/rowtexts.h"

#include <memory>

namespace trailloupe::identity {

std::shared_ptr<const store::RowTexts> rowTexts(IdentitiesPtr identities, NamesPtr names);

struct Identified
{
    std::shared_ptr<const store::EventStore> events; // the next generation, which has these texts
    IdentitiesPtr identities; // of the rows of either generation
    NamesPtr names;
};

Result<Identified> withIdentities(const std::shared_ptr<const store::EventStore>& events,
                                  const JobContext& context, unsigned threads = 0);

} // namespace trailloupe::identity
