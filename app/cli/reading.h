// Reading: loads exports for a command, with progress on stderr when that is a terminal.
//
// Threads: main thread; the loader starts its own, and they may report progress.
#pragma once

#include "app/cli/command.h"
#include "model/ingest/loader.h"

#include <mutex>
#include <optional>
#include <string>

namespace trailloupe::cli {

struct Reading
{
    ingest::Evidence evidence;
    double seconds = 0; // from the first file to the last published row

    // kRead, or kReadWithProblems when a source has one.
    int exitCode() const;
};

// Nothing, with a message on stderr, when no export could be read at all.
std::optional<Reading> readExports(const QStringList& exports);
// Makes who was behind the events a field like any other; without memory for it nothing changes.
void addIdentities(Reading& reading, const JobContext& context);

// A context whose progress goes to the terminal; silent when stderr is none.
class TerminalProgress
{
public:
    TerminalProgress();
    ~TerminalProgress(); // wipes the line
    TerminalProgress(const TerminalProgress&) = delete;
    TerminalProgress& operator=(const TerminalProgress&) = delete;

    JobContext context();

private:
    void show(const Progress& progress);
    std::string describe(const Progress& progress);

    bool m_isTerminal;
    std::mutex m_mutex; // the loader reports from several threads
    const char* m_stage = nullptr;
    double m_stageStart = 0;
};

} // namespace trailloupe::cli
