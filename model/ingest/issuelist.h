// Adding to the issues of one source while it is read: one entry per code, with how often and where
// first.
#pragma once

#include "model/ingest/ledgerbuilder.h"

#include <string>
#include <utility>
#include <vector>

namespace trailloupe::ingest {

inline void addIssue(std::vector<Issue>& issues, const Issue& issue)
{
    mergeIssue(issue, issues);
}

inline void addIssue(std::vector<Issue>& issues, Issue::Code code,
                     std::uint64_t offset = Error::kNoOffset,
                     std::uint64_t record = Error::kNoOffset, std::string detail = {})
{
    mergeIssue(Issue{code, 1, offset, record, std::move(detail)}, issues);
}

} // namespace trailloupe::ingest
