#include "tests/support/eventsleft.h"

#include "model/query/evaluator.h"
#include "model/store/schema.h"

namespace trailloupe::test {

std::string left(const std::shared_ptr<const store::EventStore>& store,
                 const workspace::Investigation& investigation)
{
    query::Evaluator evaluator(1);
    const auto rows = evaluator.evaluate(store, investigation.predicate(), JobContext());
    if (!rows)
        return "?";
    std::string ids;
    for (const RowId row : (*rows)->filter(store->timeOrder())) {
        std::string id;
        store->value(row, store->schema().eventId(), id);
        ids += id;
    }
    return ids;
}

} // namespace trailloupe::test
