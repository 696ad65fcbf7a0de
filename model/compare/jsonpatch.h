// jsonPatch(): the steps that make one event of another, as a JSON Patch (RFC 6902).
//
// Steps are "add", "remove", "replace" and "move"; elements are followed by what they are about,
// as the comparison shows them. An object with a repeated key, which a patch cannot address, is
// replaced as a whole. Applied to the first value, the patch gives the second one, but for the
// order of members and repeated keys, of which readers keep one.
//
// Threads: pure function.  Cost: O(values of both), of an array whose elements changed places
// O(elements²).  Nesting is not bounded by the stack.
#pragma once

#include "model/query/fieldtree.h"

#include <string>

namespace trailloupe::compare {

// A JSON array, one step a line.
std::string jsonPatch(const query::FieldTree& from, const query::FieldTree& to);

} // namespace trailloupe::compare
