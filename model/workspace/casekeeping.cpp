#include "model/workspace/casekeeping.h"

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

// Which file is the case of this evidence: the chosen one, as long as it is there.
Result<QString> pathOf(const QString& folder, const QString& fingerprint,
                       const std::optional<QString>& chosen)
{
    const QString link = folder + u'/' + fingerprint + QStringLiteral(".path");
    const QString own = folder + u'/' + fingerprint + QString::fromLatin1(CaseFile::kSuffix);
    if (!chosen) {
        QFile file(link);
        if (!file.open(QIODevice::ReadOnly))
            return own;
        const QString path = QString::fromUtf8(file.read(kMaxPathBytes));
        return QFileInfo::exists(path) ? path : own;
    }
    if (chosen->isEmpty()) {
        QFile::remove(link);
        return own;
    }
    if (auto made = makeFolder(folder); !made)
        return made.error();
    OutputFile file(link);
    auto done = file.open();
    if (done)
        done = file.write(chosen->toUtf8().toStdString());
    if (done)
        done = file.commit();
    if (!done)
        return done.error();
    return *chosen;
}

// What it is called in a list, for when it is not in the evidence that is open.
std::string titleOf(const std::shared_ptr<const store::EventStore>& events, RowId row)
{
    const compare::EventTitle title = compare::eventTitle(events, row);
    std::string text = title.name + (title.user.empty() ? "" : " " + title.user);
    text.resize(std::min(text.size(), casefile::kMaxNameBytes));
    return text;
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
    const auto path = pathOf(folder, opened.fingerprint, chosen);
    if (!path)
        return path.error();
    opened.kept->path = *path;
    if (!QFileInfo::exists(*path))
        return opened;
    auto file = CaseFile::open(bytesOf(*path), Database::Mode::ReadWrite);
    if (!file)
        return file.error();
    auto found = contentsOf(*file, events);
    if (!found) {
        Error error = found.error();
        error.source = bytesOf(*path);
        return error;
    }
    opened.found = std::move(*found);
    opened.kept->file.emplace(std::move(*file));
    return opened;
}

Result<std::vector<MarkToSave>> saveMarks(const std::shared_ptr<KeptCase>& kept,
                                          const std::shared_ptr<const store::EventStore>& events,
                                          std::vector<MarkToSave> marks,
                                          const std::optional<std::vector<casefile::Tag>>& tags)
{
    std::vector<casefile::MarkedSubject> written;
    for (MarkToSave& mark : marks) {
        Subject& subject = mark.marked.subject;
        if (mark.row && subject.kind == Subject::Kind::Event && subject.sha256.empty()) {
            subject = casefile::eventKey(*events, *mark.row);
            mark.marked.mark.title = titleOf(events, *mark.row);
        }
        written.push_back(mark.marked);
    }
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
    if (auto done = kept->file->write(written, tags); !done) {
        Error error = done.error();
        error.source = bytesOf(kept->path);
        return error;
    }
    return marks;
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

Result<void> copyCase(const std::shared_ptr<KeptCase>& kept, const QString& path)
{
    const std::lock_guard lock(kept->mutex);
    if (!kept->file) {
        auto file = CaseFile::open(bytesOf(kept->path), Database::Mode::Create);
        if (!file)
            return file.error();
        kept->file.emplace(std::move(*file));
    }
    QFile::remove(path); // the person said that it may go
    return kept->file->copyTo(bytesOf(path));
}

} // namespace trailloupe::workspace
