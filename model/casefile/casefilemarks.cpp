// What a case file says of each mark, read and written row by row.
#include "model/casefile/casefile.h"
#include "model/ingest/sha256.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace trailloupe::casefile {
namespace {

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
    const auto areWithin = [](const auto& texts, std::size_t bytes) {
        return std::ranges::all_of(texts,
                                   [bytes](std::string_view text) { return text.size() <= bytes; });
    };
    const Subject& subject = marked.subject;
    const Mark& mark = marked.mark;
    return areWithin(std::array<std::string_view, 4>{subject.eventId, subject.session, mark.title,
                                                     mark.zone},
                     kMaxNameBytes)
        && areWithin(std::array<std::string_view, 2>{mark.note, mark.filter}, kMaxNoteBytes)
        && areWithin(mark.tags, kMaxTagBytes) && areWithin(subject.ignored, kMaxNameBytes)
        && subject.ignored.size() <= kMostIgnored && subject.svg.size() <= kMaxPictureBytes;
}

bool isHash(std::string_view text)
{
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// Whether the kind has what it needs, and the key is its own.
bool isWhole(const Subject& subject, const std::string& key)
{
    const auto isNamed = [](const EventKey& event) {
        return isHash(event.sha256) && event.eventId.size() <= kMaxNameBytes;
    };
    switch (subject.kind) {
    case Subject::Kind::Event:
        if (!isHash(subject.sha256))
            return false;
        break;
    case Subject::Kind::Session:
        break;
    case Subject::Kind::Span:
        if (!subject.from || !subject.to || *subject.from >= *subject.to)
            return false;
        break;
    case Subject::Kind::Comparison:
        if (subject.events.size() < 2 || subject.events.size() > kMostCompared
            || !std::ranges::all_of(subject.events, isNamed)
            || ingest::Sha256::of(comparisonText(subject)) != subject.sha256)
            return false;
        break;
    case Subject::Kind::Picture:
        if (!subject.from || !subject.to || subject.svg.empty()
            || ingest::Sha256::of(subject.svg) != subject.sha256)
            return false;
        break;
    default:
        return false;
    }
    return subject.key() == key;
}

} // namespace

// What stands in other tables about the marks, by key.
Result<void> CaseFile::eachOf(std::string_view sql, Contents& contents,
                              const std::map<std::string, std::size_t>& places, const TakeRow& take)
{
    auto statement = m_database.prepare(sql);
    if (!statement)
        return statement.error();
    for (;;) {
        const auto row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            return {};
        const auto of = places.find(statement->text(0));
        if (of == places.end() || !take(*statement, contents.marks[of->second]))
            return malformed("what a mark says");
    }
}

Result<void> CaseFile::readMarks(Contents& contents)
{
    auto statement = m_database.prepare(
        "SELECT key, kind, event_id, sha256, session, time_from, time_to, starred, note, title, "
        "created, changed, filter, zone FROM mark ORDER BY key");
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
        const std::int64_t kind = statement->integer(1);
        if (kind < 1 || kind > 5)
            return malformed("the mark of " + key.substr(0, 100));
        MarkedSubject marked;
        marked.subject = {.kind = static_cast<Subject::Kind>(kind),
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
        marked.mark.filter = statement->text(12);
        marked.mark.zone = statement->text(13);
        places.emplace(key, contents.marks.size());
        contents.marks.push_back(std::move(marked));
    }
    if (auto done = readParts(contents, places); !done)
        return done;
    for (const auto& [key, place] : places) {
        const MarkedSubject& marked = contents.marks[place];
        if (!isWithin(marked) || !isWhole(marked.subject, key))
            return malformed("the mark of " + key.substr(0, 100));
    }
    return {};
}

Result<void> CaseFile::readParts(Contents& contents,
                                 const std::map<std::string, std::size_t>& places)
{
    auto done = eachOf("SELECT mark, tag FROM mark_tag", contents, places,
                       [](const Statement& row, MarkedSubject& marked) {
                           marked.mark.tags.insert(row.text(1));
                           return true;
                       });
    if (done)
        done =
            eachOf("SELECT mark, event_id, sha256, time FROM compared_event ORDER BY mark, place",
                   contents, places, [](const Statement& row, MarkedSubject& marked) {
                       marked.subject.events.push_back({row.text(1), row.text(2), timeOf(row, 3)});
                       return marked.subject.kind == Subject::Kind::Comparison
                           && marked.subject.events.size() <= kMostCompared;
                   });
    if (done)
        done = eachOf("SELECT mark, path FROM ignored_path ORDER BY mark, path", contents, places,
                      [](const Statement& row, MarkedSubject& marked) {
                          marked.subject.ignored.push_back(row.text(1));
                          return marked.subject.kind == Subject::Kind::Comparison
                              && marked.subject.ignored.size() <= kMostIgnored;
                      });
    if (done)
        done = eachOf("SELECT mark, svg FROM picture", contents, places,
                      [](const Statement& row, MarkedSubject& marked) {
                          marked.subject.svg = row.text(1);
                          return marked.subject.kind == Subject::Kind::Picture;
                      });
    return done;
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

// What the file says of a subject; a mark that says nothing where it says nothing.
Result<Mark> CaseFile::readMark(const std::string& key)
{
    Mark mark;
    auto row = m_database.prepare("SELECT starred, note, title, created, changed, filter, zone "
                                  "FROM mark WHERE key=?");
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
    mark.filter = row->text(5);
    mark.zone = row->text(6);
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
            return Error{.kind = Error::Kind::TooLarge, .detail = "a note, a name or a picture"};
        if (!isWhole(marked.subject, marked.subject.key()))
            return Error{.kind = Error::Kind::Internal, .detail = marked.subject.key()};
    }
    auto take = m_database.prepare("DELETE FROM mark WHERE key=?");
    auto put = m_database.prepare("INSERT INTO mark VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    for (auto* statement : {&take, &put}) {
        if (!*statement)
            return statement->error();
    }
    for (const MarkedSubject& marked : marks) {
        const auto& [subject, mark] = marked;
        const std::string key = subject.key();
        take->bind(1, key); // with what stands in the other tables about it
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
        row.bind(13, mark.filter);
        row.bind(14, mark.zone);
        if (auto done = row.run(); !done)
            return done;
        if (auto done = putParts(marked, key); !done)
            return done;
    }
    return tags ? putTags(*tags) : Result<void>();
}

Result<void> CaseFile::putParts(const MarkedSubject& marked, const std::string& key)
{
    const auto insert = [&](std::string_view sql, auto count, auto bind) -> Result<void> {
        if (count == 0)
            return {};
        auto statement = m_database.prepare(sql);
        if (!statement)
            return statement.error();
        for (std::size_t i = 0; i < count; ++i) {
            statement->bind(1, key);
            bind(*statement, i);
            if (auto done = statement->run(); !done)
                return done;
        }
        return {};
    };
    const Subject& subject = marked.subject;
    const std::vector<std::string> tags(marked.mark.tags.begin(), marked.mark.tags.end());
    auto done = insert("INSERT INTO mark_tag VALUES (?,?)", tags.size(),
                       [&](Statement& row, std::size_t i) { row.bind(2, tags[i]); });
    if (done)
        done = insert("INSERT INTO compared_event VALUES (?,?,?,?,?)", subject.events.size(),
                      [&](Statement& row, std::size_t i) {
                          const EventKey& event = subject.events[i];
                          row.bind(2, static_cast<std::int64_t>(i));
                          row.bind(3, event.eventId);
                          row.bind(4, event.sha256);
                          bindTime(row, 5, event.time);
                      });
    if (done)
        done = insert("INSERT INTO ignored_path VALUES (?,?)", subject.ignored.size(),
                      [&](Statement& row, std::size_t i) { row.bind(2, subject.ignored[i]); });
    if (done)
        done =
            insert("INSERT INTO picture VALUES (?,?)", std::size_t{subject.svg.empty() ? 0u : 1u},
                   [&](Statement& row, std::size_t) { row.bind(2, subject.svg); });
    return done;
}

// In place of those that are there.
Result<void> CaseFile::putTags(const std::vector<Tag>& tags)
{
    if (auto done = m_database.run("DELETE FROM tag"); !done)
        return done;
    auto add = m_database.prepare("INSERT OR REPLACE INTO tag VALUES (?,?,?)");
    if (!add)
        return add.error();
    std::int64_t place = 0;
    for (const Tag& one : tags) {
        add->bind(1, one.name);
        add->bind(2, std::int64_t{one.color});
        add->bind(3, place++);
        if (auto done = add->run(); !done)
            return done;
    }
    return {};
}

} // namespace trailloupe::casefile
