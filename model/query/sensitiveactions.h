// SensitiveActions: the API calls that an investigator looks at first.
//
// What is in: writes that change who may do what (principals, credentials, policies, trust), who
// can see or reach data (sharing, public access, network doors, resource policies), what is
// recorded (trails, Config, GuardDuty, flow logs, alarms) or whether data can still be decrypted or
// restored (keys, backups), and calls that hand out code execution on someone's machines. What is
// not: reads, and ordinary life of resources (RunInstances, PutObject).
//
// Threads: pure functions over a constant table. Cost: one binary search.
#pragma once

#include <cstddef>
#include <string_view>

namespace trailloupe::query {

// `eventSource` as in the record ("iam.amazonaws.com"); API version suffixes of the name
// (AddPermission20150331v2) are looked through.
bool isSensitiveAction(std::string_view eventSource, std::string_view eventName);

// "AddPermission20150331v2" -> "AddPermission".
std::string_view withoutApiVersion(std::string_view eventName);

// True for names that read by their verb (Get…, List…, Describe …), for events that do not say
// whether they are read-only.
bool isReadVerb(std::string_view eventName);

// True for names of calls that delete, end or empty something, by their verb.
bool isDestructiveVerb(std::string_view eventName);

std::size_t sensitiveActionCount();
bool sensitiveActionsAreSorted(); // for tests

} // namespace trailloupe::query
