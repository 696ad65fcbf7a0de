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

Error malformed(std::string detail)
{
    return {.kind = Error::Kind::Malformed, .detail = std::move(detail)};
}

void bindTime(Statement& statement, int place, std::optional<std::int64_t> time)
{
    if (time)
        statement.bind(place, *time);
    else
        statement.bindNull(place);
}

std::optional<std::int64_t> timeOf(const Statement& statement, int column)
{
    return statement.isNull(column) ? std::nullopt : std::optional(statement.integer(column));
}

bool isWithin(const MarkedSubject& marked)
{
    const Subject& subject = marked.subject;
    return subject.eventId.size() <= kMaxNameBytes && subject.session.size() <= kMaxNameBytes
        && marked.mark.title.size() <= kMaxNameBytes && marked.mark.note.size() <= kMaxNoteBytes
        && std::ranges::all_of(marked.mark.tags,
                               [](const std::string& tag) { return tag.size() <= kMaxTagBytes; });
}

// Whether the kind has what it needs, and the key is its own.
bool isWhole(const Subject& subject, const std::string& key)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    switch (subject.kind) {
    case Subject::Kind::Event:
        if (subject.sha256.size() != 64
            || subject.sha256.find_first_not_of(kDigits) != std::string::npos)
            return false;
        break;
    case Subject::Kind::Session:
        break;
    case Subject::Kind::Span:
        if (!subject.from || !subject.to || *subject.from >= *subject.to)
            return false;
        break;
    default:
        return false;
    }
    return subject.key() == key;
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
    static constexpr std::array<const char*, 1> kSteps{kFirstVersion};
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
    CaseFile file(path, std::move(*database));
    if (*version > newest || *version < 0)
        return in(
            {.kind = Error::Kind::Unsupported, .detail = "version " + std::to_string(*version)});
    if (*version < newest) {
        if (file.isReadOnly())
            return in({.kind = Error::Kind::Unsupported,
                       .detail = "version " + std::to_string(*version) + ", read-only"});
        if (*version > 0) {
            if (auto kept = file.copyTo(path + ".v" + std::to_string(*version)); !kept)
                return in(kept.error());
        }
        if (auto done = migrate(file.m_database, caseFileSteps()); !done)
            return in(done.error());
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

Result<void> CaseFile::readMarks(Contents& contents)
{
    auto statement = m_database.prepare(
        "SELECT key, kind, event_id, sha256, session, time_from, time_to, starred, note, title, "
        "created, changed FROM mark ORDER BY key");
    if (!statement)
        return statement.error();
    std::map<std::string, std::size_t> places;
    for (;;) {
        const auto row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const std::string key = statement->text(0);
        MarkedSubject marked;
        marked.subject = {.kind = static_cast<Subject::Kind>(statement->integer(1)),
                          .eventId = statement->text(2),
                          .sha256 = statement->text(3),
                          .session = statement->text(4),
                          .from = timeOf(*statement, 5),
                          .to = timeOf(*statement, 6)};
        marked.mark.isStarred = statement->integer(7) != 0;
        marked.mark.note = statement->text(8);
        marked.mark.title = statement->text(9);
        marked.mark.created = timeOf(*statement, 10);
        marked.mark.changed = timeOf(*statement, 11);
        if (statement->integer(1) < 1 || statement->integer(1) > 3 || !isWhole(marked.subject, key)
            || !isWithin(marked))
            return malformed("the mark of " + key.substr(0, 100));
        places.emplace(key, contents.marks.size());
        contents.marks.push_back(std::move(marked));
    }
    auto tags = m_database.prepare("SELECT mark, tag FROM mark_tag");
    if (!tags)
        return tags.error();
    for (;;) {
        const auto row = tags->step();
        if (!row)
            return row.error();
        if (!*row)
            return {};
        const auto of = places.find(tags->text(0));
        if (of == places.end() || tags->text(1).size() > kMaxTagBytes)
            return malformed("the tag of a mark");
        contents.marks[of->second].mark.tags.insert(tags->text(1));
    }
}

Result<void> CaseFile::readTags(Contents& contents)
{
    auto statement = m_database.prepare("SELECT name, color FROM tag ORDER BY place, name");
    if (!statement)
        return statement.error();
    std::set<std::string> known;
    for (;;) {
        const auto row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const std::int64_t color = statement->integer(1);
        if (color < 0 || color >= kTagColors || statement->text(0).size() > kMaxTagBytes)
            return malformed("a tag");
        contents.tags.push_back({statement->text(0), static_cast<int>(color)});
        known.insert(statement->text(0));
    }
    // One that another program took out of the list while it was given to a mark.
    for (const MarkedSubject& marked : contents.marks) {
        for (const std::string& tag : marked.mark.tags) {
            if (known.insert(tag).second)
                contents.tags.push_back({tag, 0});
        }
    }
    return {};
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

// What the file says of a subject; a mark that says nothing where it says nothing.
Result<Mark> CaseFile::readMark(const std::string& key)
{
    Mark mark;
    auto row = m_database.prepare("SELECT starred, note, title, created, changed FROM mark "
                                  "WHERE key=?");
    if (!row)
        return row.error();
    row->bind(1, key);
    const auto found = row->step();
    if (!found)
        return found.error();
    if (!*found)
        return mark;
    mark.isStarred = row->integer(0) != 0;
    mark.note = row->text(1);
    mark.title = row->text(2);
    mark.created = timeOf(*row, 3);
    mark.changed = timeOf(*row, 4);
    auto tags = m_database.prepare("SELECT tag FROM mark_tag WHERE mark=?");
    if (!tags)
        return tags.error();
    tags->bind(1, key);
    for (;;) {
        const auto tag = tags->step();
        if (!tag)
            return tag.error();
        if (!*tag)
            return mark;
        mark.tags.insert(tags->text(0));
    }
}

Result<void> CaseFile::put(std::span<const MarkedSubject> marks,
                           const std::optional<std::vector<Tag>>& tags)
{
    for (const MarkedSubject& marked : marks) {
        if (!isWithin(marked))
            return Error{.kind = Error::Kind::TooLarge, .detail = "a note or a name"};
        if (!isWhole(marked.subject, marked.subject.key()))
            return Error{.kind = Error::Kind::Internal, .detail = marked.subject.key()};
    }
    auto take = m_database.prepare("DELETE FROM mark WHERE key=?");
    auto put = m_database.prepare("INSERT INTO mark VALUES (?,?,?,?,?,?,?,?,?,?,?,?)");
    auto tag = m_database.prepare("INSERT INTO mark_tag VALUES (?,?)");
    for (auto* statement : {&take, &put, &tag}) {
        if (!*statement)
            return statement->error();
    }
    for (const auto& [subject, mark] : marks) {
        const std::string key = subject.key();
        take->bind(1, key);
        if (auto done = take->run(); !done)
            return done;
        if (mark.isEmpty())
            continue;
        Statement& row = *put;
        row.bind(1, key);
        row.bind(2, static_cast<std::int64_t>(subject.kind));
        row.bind(3, subject.eventId);
        row.bind(4, subject.sha256);
        row.bind(5, subject.session);
        bindTime(row, 6, subject.from);
        bindTime(row, 7, subject.to);
        row.bind(8, std::int64_t{mark.isStarred});
        row.bind(9, mark.note);
        row.bind(10, mark.title);
        bindTime(row, 11, mark.created);
        bindTime(row, 12, mark.changed);
        if (auto done = row.run(); !done)
            return done;
        for (const std::string& name : mark.tags) {
            tag->bind(1, key);
            tag->bind(2, name);
            if (auto done = tag->run(); !done)
                return done;
        }
    }
    if (tags) {
        if (auto done = m_database.run("DELETE FROM tag"); !done)
            return done;
        auto add = m_database.prepare("INSERT OR REPLACE INTO tag VALUES (?,?,?)");
        if (!add)
            return add.error();
        std::int64_t place = 0;
        for (const Tag& one : *tags) {
            add->bind(1, one.name);
            add->bind(2, std::int64_t{one.color});
            add->bind(3, place++);
            if (auto done = add->run(); !done)
                return done;
        }
    }
    return {};
}

Result<void> CaseFile::copyTo(const std::string& path)
{
    return m_database.copyTo(path);
}

} // namespace trailloupe::casefile
