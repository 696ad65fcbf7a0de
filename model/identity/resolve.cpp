#include "model/identity/resolve.h"

#include "model/identity/assembly.h"

#include <algorithm>
#include <new>

namespace trailloupe::identity {

Result<IdentitiesPtr> resolve(const std::shared_ptr<const store::EventStore>& events,
                              const JobContext& context, unsigned threads)
{
    try {
        Assembly assembly(events, context, threads);
        if (IdentitiesPtr identities = assembly.run())
            return identities;
        if (!assembly.isOutOfMemory())
            return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
    } catch (const std::bad_alloc&) { }
    return Error{Error::Kind::TooLarge, "out of memory", {}, Error::kNoOffset};
}

} // namespace trailloupe::identity
