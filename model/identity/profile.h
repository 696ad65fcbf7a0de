// Profile: what a subject (a principal, a session) did, in numbers: from where, with what, which
// services, what was denied, and what it did for the first time.
//
// Counts are exact: the subject's condition (conditionOf()) and "the field has this value" find as
// many events as a value's count says, "the field is not there" as many as `without`.
// Threads: pure function; immutable result. Units: seconds since 1970-01-01 UTC, spans
// [from, to). Cost: O(rows) small look-ups a field; what a field holds is looked at once per
// export (FacetCache).
#pragma once

#include "model/identity/subject.h"
#include "model/query/facet.h"
#include "model/query/histogram.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::identity {

struct ProfileField
{
    query::Field field;
    std::vector<query::FacetValue> values; // all of them, most first
    std::uint64_t without = 0; // events that do not have the field
};

// The first time that the subject did something.
struct ProfileFirst
{
    query::Field field; // one of firstFields()
    std::string value;
    std::int64_t time = 0;
    RowId row;
    std::uint64_t events = 0; // of the subject, with this value
    bool isFirstOfAll = false; // nobody did before, as far as the export tells
};

struct Profile
{
    Subject subject;
    std::uint64_t events = 0;
    std::uint64_t undated = 0;
    std::uint64_t denied = 0;
    std::uint64_t failed = 0; // without the denied ones
    std::uint64_t sessions = 0; // that have events
    std::optional<query::TimeSpan> span; // of its dated events
    std::vector<ProfileField> fields; // in the order of profileFields()
    std::vector<ProfileField> deniedFields; // of the denied events, in the order of deniedFields()
    std::vector<ProfileFirst> firsts; // by time, the last first
    std::vector<std::int64_t> boundaries; // of the bars: over the whole export
    query::Histogram histogram;
};
using ProfilePtr = std::shared_ptr<const Profile>;

// Who and how; from where and with what; what.
const std::vector<query::Field>& profileFields();
const std::vector<query::Field>& deniedFields(); // event name, error
const std::vector<query::Field>& firstFields(); // event name, service, Region

// About as many bars as the activity is drawn with.
constexpr std::size_t kProfileBars = 120;

// `events` are those of the identities with their RowTexts. Errors: Cancelled; TooLarge when memory
// runs out.
Result<ProfilePtr> makeProfile(const std::shared_ptr<const store::EventStore>& events,
                               const Identities& identities, const Subject& subject,
                               query::FacetCache& cache, query::Evaluator& evaluator,
                               const JobContext& context);

} // namespace trailloupe::identity
