// CaseFile: stars, tags and notes in a file of their own. FORMAT.md says what is in it.
//
// Representation: an SQLite database. A change is in the file when write() has returned, whatever
// happens to the program then; of a write that did not return, nothing is. Several programs may
// have the same file open: each writes the marks that it changed, and hasNews() tells it of the
// others'.
// Threads: one at a time.  Cost: a write some milliseconds (it waits for the disk).
// Errors: Unsupported when a newer version wrote the file; Malformed when it is no case file, or
// broken, or holds what no version writes; Conflict when another program keeps it busy; Io.
#pragma once

#include "model/casefile/casenotes.h"
#include "model/casefile/sqlite.h"

#include <functional>
#include <map>
#include <optional>
#include <span>

namespace trailloupe::casefile {

class CaseFile
{
public:
    static constexpr std::int64_t kApplicationId = 0x54524C43; // "TRLC"
    static constexpr const char* kSuffix = ".tlcase";

    // An older file is brought up to date, and kept beside it as it was ("x.tlcase.v1"). Opened to
    // be read only, it is left as it is and brought up to date in memory.
    static Result<CaseFile> open(const std::string& path, Database::Mode mode);

    const std::string& path() const { return m_path; }
    bool isReadOnly() const
    {
        return m_mode == Database::Mode::ReadOnly || m_database.isReadOnly();
    }

    Result<Contents> read();
    // Puts these marks in place of what is there for their subjects; those that say nothing are
    // taken out. Tags are replaced when given.
    Result<void> write(std::span<const MarkedSubject> marks,
                       const std::optional<std::vector<Tag>>& tags);
    // Does changes to what the file says at that moment (see merged()). True: it said something
    // else than these changes began with.
    Result<bool> apply(std::span<const MarkChange> changes,
                       const std::optional<std::vector<Tag>>& tags);
    // Whether another program has written since the last time this was asked.
    Result<bool> hasNews();
    // The whole file as it is, to a path where there is none or one that may go.
    Result<void> copyTo(const std::string& path);

private:
    CaseFile(std::string path, Database database, Database::Mode mode)
        : m_path(std::move(path))
        , m_database(std::move(database))
        , m_mode(mode)
    { }
    // casefilemarks.cpp
    using TakeRow = std::function<bool(const Statement&, MarkedSubject&)>; // false: malformed
    Result<void> eachOf(std::string_view sql, Contents& contents,
                        const std::map<std::string, std::size_t>& places, const TakeRow& take);
    Result<void> readMarks(Contents& contents);
    Result<void> readParts(Contents& contents, const std::map<std::string, std::size_t>& places);
    Result<Mark> readMark(const std::string& key);
    Result<void> readTags(Contents& contents);
    Result<void> put(std::span<const MarkedSubject> marks,
                     const std::optional<std::vector<Tag>>& tags); // within a transaction
    Result<void> putParts(const MarkedSubject& marked, const std::string& key);
    Result<void> putTags(const std::vector<Tag>& tags);

    std::string m_path;
    Database m_database;
    Database::Mode m_mode;
    std::int64_t m_dataVersion = 0;
};

// The steps that lead from each version to the next: the last one is today's. Step i leads from
// version i. A file of version 0 is new.
std::span<const char* const> caseFileSteps();

// Brings a database from its version to that of the last step, all of it or nothing.
// Unsupported when it is newer.
Result<void> migrate(Database& database, std::span<const char* const> steps);

} // namespace trailloupe::casefile
