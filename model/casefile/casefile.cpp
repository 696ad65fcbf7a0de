#include "model/casefile/casefile.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace trailloupe::casefile {
namespace {

constexpr const char* kFirstVersion = R"(
CREATE TABLE tag (
    name TEXT NOT NULL PRIMARY KEY,
    color INTEGER NOT NULL,
    place INTEGER NOT NULL
) STRICT;
CREATE TABLE mark (
    key TEXT NOT NULL PRIMARY KEY,
    kind INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    session TEXT NOT NULL,
    time_from INTEGER,
    time_to INTEGER,
    starred INTEGER NOT NULL,
    note TEXT NOT NULL,
    title TEXT NOT NULL,
    created INTEGER,
    changed INTEGER
) STRICT;
CREATE TABLE mark_tag (
    mark TEXT NOT NULL REFERENCES mark (key) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (mark, tag)
) STRICT;
)";

constexpr const char* kSecondVersion = R"(
ALTER TABLE mark ADD COLUMN filter TEXT NOT NULL DEFAULT '';
ALTER TABLE mark ADD COLUMN zone TEXT NOT NULL DEFAULT '';
CREATE TABLE compared_event (
    mark TEXT NOT NULL REFERENCES mark (key) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    time INTEGER,
    PRIMARY KEY (mark, place)
) STRICT;
CREATE TABLE ignored_path (
    mark TEXT NOT NULL REFERENCES mark (key) ON DELETE CASCADE,
    path TEXT NOT NULL,
    PRIMARY KEY (mark, path)
) STRICT;
CREATE TABLE picture (
    mark TEXT NOT NULL PRIMARY KEY REFERENCES mark (key) ON DELETE CASCADE,
    svg TEXT NOT NULL
) STRICT;
)";

Error malformed(std::string detail)
{
    return {.kind = Error::Kind::Malformed, .detail = std::move(detail)};
}

Result<void> checkApplication(Database& database, Database::Mode mode)
{
    const auto application = database.integer("PRAGMA application_id");
    if (!application)
        return application.error();
    if (*application == CaseFile::kApplicationId)
        return {};
    const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return tables.error();
    if (*application != 0 || *tables != 0 || mode == Database::Mode::ReadOnly)
        return malformed("not a case file");
    return {};
}

} // namespace

std::span<const char* const> caseFileSteps()
{
    static constexpr std::array<const char*, 2> kSteps{kFirstVersion, kSecondVersion};
    return kSteps;
}

Result<void> migrate(Database& database, std::span<const char* const> steps)
{
    auto transaction = Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    // Asked under the lock: another program may be doing the same.
    const auto version = database.integer("PRAGMA user_version");
    if (!version)
        return version.error();
    if (*version < 0 || *version > static_cast<std::int64_t>(steps.size()))
        return Error{.kind = Error::Kind::Unsupported,
                     .detail = "version " + std::to_string(*version)};
    for (const char* step : steps.subspan(static_cast<std::size_t>(*version))) {
        if (auto done = database.run(step); !done)
            return done;
    }
    if (auto noted =
            database.run("PRAGMA application_id=" + std::to_string(CaseFile::kApplicationId)
                         + "; PRAGMA user_version=" + std::to_string(steps.size()));
        !noted)
        return noted;
    return transaction->commit();
}

Result<CaseFile> CaseFile::open(const std::string& path, Database::Mode mode)
{
    const auto in = [&path](Error error) {
        error.source = path;
        return error;
    };
    auto database = Database::open(path, mode);
    if (!database)
        return database.error();
    if (auto ours = checkApplication(*database, mode); !ours)
        return in(ours.error());
    const auto version = database->integer("PRAGMA user_version");
    if (!version)
        return in(version.error());
    const auto newest = static_cast<std::int64_t>(caseFileSteps().size());
    CaseFile file(path, std::move(*database), mode);
    if (*version > newest || *version < 0)
        return in(
            {.kind = Error::Kind::Unsupported, .detail = "version " + std::to_string(*version)});
    if (*version < newest) {
        if (mode == Database::Mode::ReadOnly) {
            auto copy = file.m_database.inMemory();
            if (!copy)
                return in(copy.error());
            file.m_database = std::move(*copy);
        } else if (file.isReadOnly()) {
            return in({.kind = Error::Kind::Unsupported,
                       .detail = "version " + std::to_string(*version) + ", read-only"});
        } else if (*version > 0) {
            // Only what can be read as a whole is changed.
            auto whole = open(path, Database::Mode::ReadOnly);
            auto contents = whole ? whole->read() : Result<Contents>(whole.error());
            if (!contents)
                return in(contents.error());
            if (auto kept = file.copyTo(path + ".v" + std::to_string(*version)); !kept)
                return in(kept.error());
        }
        if (auto done = migrate(file.m_database, caseFileSteps()); !done)
            return in(done.error());
        if (mode == Database::Mode::ReadOnly) {
            if (auto done = file.m_database.run("PRAGMA query_only=ON"); !done)
                return in(done.error());
        }
    }
    if (const auto news = file.hasNews(); !news)
        return in(news.error());
    return file;
}

Result<bool> CaseFile::hasNews()
{
    const auto version = m_database.integer("PRAGMA data_version");
    if (!version)
        return version.error();
    return std::exchange(m_dataVersion, *version) != *version;
}

Result<Contents> CaseFile::read()
{
    // One state of the file, whatever others write meanwhile.
    if (auto begun = m_database.run("BEGIN"); !begun)
        return begun.error();
    Contents contents;
    auto done = readMarks(contents);
    if (done)
        done = readTags(contents);
    (void)m_database.run("COMMIT");
    if (!done)
        return done.error();
    return contents;
}

Result<void> CaseFile::write(std::span<const MarkedSubject> marks,
                             const std::optional<std::vector<Tag>>& tags)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    if (auto done = put(marks, tags); !done)
        return done;
    return transaction->commit();
}

Result<bool> CaseFile::apply(std::span<const MarkChange> changes,
                             const std::optional<std::vector<Tag>>& tags)
{
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    bool isNews = false;
    std::vector<MarkedSubject> marks;
    for (const MarkChange& change : changes) {
        const auto current = readMark(change.subject.key());
        if (!current)
            return current.error();
        marks.push_back({change.subject, merged(*current, change.before, change.after)});
        isNews = isNews || marks.back().mark.isStarred != change.after.isStarred
            || marks.back().mark.tags != change.after.tags
            || marks.back().mark.note != change.after.note;
    }
    if (auto done = put(marks, tags); !done)
        return done.error();
    if (auto done = transaction->commit(); !done)
        return done.error();
    return isNews;
}

Result<void> CaseFile::copyTo(const std::string& path)
{
    return m_database.copyTo(path);
}

} // namespace trailloupe::casefile
