#include "model/workspace/casekeeping.h"

#include "model/base/visibletext.h"
#include "model/casefile/eventkeys.h"
#include "model/compare/comparison.h"
#include "model/workspace/outputfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <utility>

namespace trailloupe::workspace {

using casefile::CaseFile;
using casefile::Database;
using casefile::Subject;

namespace {

constexpr qint64 kMaxPathBytes = 16 << 10;

std::string bytesOf(const QString& path)
{
    return QFile::encodeName(path).toStdString();
}

Result<void> makeFolder(const QString& folder)
{
    if (QDir().mkpath(folder))
        return {};
    return Error{
        .kind = Error::Kind::Io, .detail = "cannot make the folder", .source = bytesOf(folder)};
}

QString linkOf(const QString& folder, const QString& fingerprint)
{
    return folder + u'/' + fingerprint + QStringLiteral(".path");
}

// Which file is the case of this evidence: the chosen one, as long as it is there.
QString pathOf(const QString& folder, const QString& fingerprint,
               const std::optional<QString>& chosen, QString& missing)
{
    const QString own = folder + u'/' + fingerprint + QString::fromLatin1(CaseFile::kSuffix);
    if (chosen)
        return chosen->isEmpty() ? own : *chosen;
    QFile file(linkOf(folder, fingerprint));
    if (!file.open(QIODevice::ReadOnly))
        return own;
    const QString path = QString::fromUtf8(file.read(kMaxPathBytes));
    if (QFileInfo::exists(path))
        return path;
    missing = path;
    return own;
}

Result<void> keepChoice(const QString& folder, const QString& fingerprint, const QString& chosen)
{
    const QString link = linkOf(folder, fingerprint);
    if (chosen.isEmpty()) {
        QFile::remove(link);
        return {};
    }
    if (auto made = makeFolder(folder); !made)
        return made;
    OutputFile file(link);
    auto done = file.open();
    if (done)
        done = file.write(chosen.toUtf8().toStdString());
    if (done)
        done = file.commit();
    return done;
}

// What it is called in a list, for when it is not in the evidence that is open.
std::string titleOf(const std::shared_ptr<const store::EventStore>& events, RowId row)
{
    const compare::EventTitle title = compare::eventTitle(events, row);
    const std::string text = title.name + (title.user.empty() ? "" : " " + title.user);
    return std::string(cutText(text, casefile::kMaxNameBytes));
}

Result<CaseContents> contentsOf(CaseFile& file,
                                const std::shared_ptr<const store::EventStore>& events)
{
    auto contents = file.read();
    if (!contents)
        return contents.error();
    CaseContents found{.contents = std::move(*contents), .rows = {}};
    for (const casefile::MarkedSubject& marked : found.contents.marks) {
        const bool isEvent = marked.subject.kind == Subject::Kind::Event;
        found.rows.push_back(isEvent ? casefile::findEvent(*events, marked.subject) : std::nullopt);
    }
    return found;
}

// With what names the events, for those that had none yet.
std::vector<casefile::MarkChange> wholeChanges(
    const std::shared_ptr<const store::EventStore>& events, std::vector<MarkToSave>& marks)
{
    std::vector<casefile::MarkChange> changes;
    for (MarkToSave& mark : marks) {
        Subject& subject = mark.change.subject;
        if (mark.row && subject.kind == Subject::Kind::Event && subject.sha256.empty()) {
            subject = casefile::eventSubject(*events, *mark.row);
            mark.change.after.title = titleOf(events, *mark.row);
        }
        changes.push_back(mark.change);
    }
    return changes;
}

} // namespace

Result<OpenedCase> openCase(const std::shared_ptr<const store::EventStore>& events,
                            const QString& folder, const std::optional<QString>& chosen,
                            const JobContext& context)
{
    OpenedCase opened;
    opened.kept = std::make_shared<KeptCase>();
    opened.fingerprint = QString::fromStdString(casefile::fingerprint(*events));
    if (context.cancelled())
        return Error{.kind = Error::Kind::Cancelled};
    const QString path = pathOf(folder, opened.fingerprint, chosen, opened.missingChoice);
    opened.kept->path = path;
    if (QFileInfo::exists(path)) {
        auto file = CaseFile::open(bytesOf(path), Database::Mode::ReadWrite);
        if (!file)
            return file.error();
        auto found = contentsOf(*file, events);
        if (!found) {
            Error error = found.error();
            error.source = bytesOf(path);
            return error;
        }
        opened.found = std::move(*found);
        opened.kept->file.emplace(std::move(*file));
    }
    // Kept only once it is known to be a case.
    if (chosen) {
        if (auto done = keepChoice(folder, opened.fingerprint, *chosen); !done)
            return done.error();
    }
    return opened;
}

Result<std::vector<MarkToSave>> saveMarks(const std::shared_ptr<KeptCase>& kept,
                                          const std::shared_ptr<const store::EventStore>& events,
                                          std::vector<MarkToSave> marks,
                                          const std::optional<std::vector<casefile::Tag>>& tags)
{
    const auto changes = wholeChanges(events, marks);
    const std::lock_guard lock(kept->mutex);
    if (!kept->file) {
        if (auto made = makeFolder(QFileInfo(kept->path).path()); !made)
            return made.error();
        kept->isUnread = QFileInfo::exists(kept->path);
        auto file = CaseFile::open(bytesOf(kept->path), Database::Mode::Create);
        if (!file)
            return file.error();
        kept->file.emplace(std::move(*file));
    }
    const auto done = kept->file->apply(changes, tags);
    if (!done) {
        Error error = done.error();
        error.source = bytesOf(kept->path);
        return error;
    }
    kept->isUnread = kept->isUnread || *done;
    return marks;
}

void readAgain(const std::shared_ptr<KeptCase>& kept)
{
    const std::lock_guard lock(kept->mutex);
    kept->isUnread = true;
}

Result<std::optional<CaseContents>> newsOf(const std::shared_ptr<KeptCase>& kept,
                                           const std::shared_ptr<const store::EventStore>& events)
{
    const std::lock_guard lock(kept->mutex);
    if (!kept->file)
        return std::optional<CaseContents>();
    const auto news = kept->file->hasNews();
    if (!news)
        return news.error();
    if (!*news && !std::exchange(kept->isUnread, false))
        return std::optional<CaseContents>();
    auto found = contentsOf(*kept->file, events);
    if (!found)
        return found.error();
    return std::optional(std::move(*found));
}

Result<void> copyCase(const std::shared_ptr<KeptCase>& kept,
                      const std::shared_ptr<const store::EventStore>& events,
                      std::vector<MarkToSave> marks, const std::vector<casefile::Tag>& tags,
                      const QString& path)
{
    const auto changes = wholeChanges(events, marks);
    // Beside it, so that what is there goes only once the new one is whole.
    const QString made = path + QStringLiteral(".new");
    QFile::remove(made);
    const auto make = [&]() -> Result<void> {
        if (kept) {
            const std::lock_guard lock(kept->mutex);
            if (kept->file) {
                if (auto copied = kept->file->copyTo(bytesOf(made)); !copied)
                    return copied;
            }
        }
        auto file = CaseFile::open(bytesOf(made), Database::Mode::Create);
        if (!file)
            return file.error();
        if (auto done = file->apply(changes, tags); !done)
            return done.error();
        return {};
    };
    if (auto done = make(); !done) {
        QFile::remove(made);
        return done;
    }
    QFile::remove(path);
    if (!QFile::rename(made, path))
        return Error{
            .kind = Error::Kind::Io, .detail = "cannot be renamed", .source = bytesOf(made)};
    return {};
}

} // namespace trailloupe::workspace
