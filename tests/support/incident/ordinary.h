// Ordinary: what happens on any day in the two accounts, part by part.  Each records one day, which
// begins at `day`.
#pragma once

#include "tests/support/incident/cast.h"

namespace trailloupe::incident {

// ordinarymachines.cpp: what runs by itself.
void recordWebServers(Recorder& recorder, std::int64_t day);
void recordPipeline(Recorder& recorder, std::int64_t day);
void recordLakeJobs(Recorder& recorder, std::int64_t day);
void recordReportBot(Recorder& recorder, std::int64_t day);
void recordAwsItself(Recorder& recorder, std::int64_t day);

// ordinarypeople.cpp: what people do at work.
void recordConsoleWork(Recorder& recorder, std::int64_t day);
void recordTerraform(Recorder& recorder, std::int64_t day);
void recordAnalyst(Recorder& recorder, std::int64_t day);
void recordSignInTrouble(Recorder& recorder, std::int64_t day);

} // namespace trailloupe::incident
