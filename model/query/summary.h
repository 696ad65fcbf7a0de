// Summary: what an export holds, in numbers: the Overview page and `trailloupe-cli summary` show
// it.
//
// Threads: summarise() is a pure function of its inputs, cancellable; stage "summarising".
// Units: seconds since 1970-01-01 UTC; days are days since 1970-01-01 UTC.
// Cost: one pass over the rows, a few hundred ns each.
#pragma once

#include "model/base/jobcontext.h"
#include "model/base/result.h"
#include "model/store/eventstore.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::query {

struct CountedValue
{
    std::string value;
    std::uint64_t count = 0;
    bool operator==(const CountedValue&) const = default;
};

// Events of one account in one Region on one UTC day.
struct CoverageCell
{
    std::uint32_t account = 0; // index into Summary::accounts
    std::uint32_t region = 0; // index into Summary::regions
    std::int64_t day = 0;
    std::uint64_t events = 0;
    std::uint64_t failures = 0;
};

struct Summary
{
    std::uint64_t events = 0;
    std::uint64_t undated = 0;
    std::uint64_t duplicates = 0;
    std::optional<std::int64_t> firstSeconds;
    std::optional<std::int64_t> lastSeconds;
    std::vector<CountedValue> accounts; // most events first; "" for events that name none
    std::vector<CountedValue> regions;
    std::vector<CountedValue> eventNames;
    std::vector<CountedValue> eventSources;
    std::vector<CountedValue> users;
    std::vector<CountedValue> errors;
    std::uint64_t reads = 0, writes = 0, sensitive = 0, denied = 0, failed = 0,
                  other = 0; // sum is `events`
    std::uint64_t rootEvents = 0; // userIdentity.type is Root and no service acted
    std::uint64_t consoleSignIns = 0;
    std::uint64_t consoleSignInFailures = 0;
    std::uint64_t consoleSignInsWithoutMfa = 0;
    std::vector<CoverageCell> coverage; // sorted by account, Region, day; dated events only
};

Result<Summary> summarise(const std::shared_ptr<const store::EventStore>& store,
                          const JobContext& context);

} // namespace trailloupe::query
