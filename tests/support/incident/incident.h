// Incident: the sample incident as an export, made from a seed, always the same.
//
//   AWSLogs/<account>/CloudTrail/<region>/2026/03/11/*.json.gz     deliveries of five minutes
//   AWSLogs/<account>/Config/<region>/2026/3/11/…                  see configfiles.h
//
// and three things that are not in order: a file that is cut off, one that was delivered twice and
// a note somebody left in the bucket.
#pragma once

#include "tests/support/incident/configfiles.h"

#include <map>
#include <string>
#include <vector>

namespace trailloupe::incident {

inline constexpr std::uint64_t kSeed = 20260312;

struct File
{
    std::string bytes; // as they are stored
    std::string text; // the JSON in it, when it is a log file
    std::vector<std::string> eventIds;
};

struct Incident
{
    std::map<std::string, File> files; // by path, '/' between folders
    std::vector<Event> events; // all that were delivered, in order of time
    std::vector<Step> steps; // in order of time
    std::vector<ItemTruth> items; // all that AWS Config delivered, in order of capture
    std::string truncatedFile; // its path; `text` is what the whole file would have held
    std::string duplicateFile; // the second delivery
    std::string strayFile;
};

Incident makeIncident(std::uint64_t seed = kSeed);

// The tables of docs/sample-incident.md: a line for each step, and one for each change that the
// night left in AWS Config.
std::string stepsAsMarkdown(const std::vector<Step>& steps);
std::string itemsAsMarkdown(const std::vector<ItemTruth>& items);

} // namespace trailloupe::incident
