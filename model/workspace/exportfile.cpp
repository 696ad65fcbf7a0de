#include "model/workspace/exportfile.h"

#include "model/workspace/outputfile.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace trailloupe::workspace {
namespace {

// Where a file is, or would be, whatever links lead there.
QString realPath(const QString& file)
{
    const QFileInfo info(file);
    if (info.exists())
        return info.canonicalFilePath();
    const QString folder = QFileInfo(info.absolutePath()).canonicalFilePath();
    return folder.isEmpty() ? info.absoluteFilePath() : folder + u'/' + info.fileName();
}

Error refused(const QString& path, const char* why)
{
    return {.kind = Error::Kind::Unsupported, .detail = why, .source = path.toStdString()};
}

// What must not be replaced, if anything.
Result<void> checkTarget(const QString& path, const QString& notePath,
                         const std::vector<std::string>& evidence)
{
    if (isInEvidence(path, evidence))
        return refused(path, "it lies in the evidence that is open, which is never written to");
    // The note of a file that is replaced is replaced with it; any other file is somebody else's.
    if (!notePath.isEmpty() && QFile::exists(notePath) && !QFile::exists(path))
        return refused(notePath, "its note would replace a file that is already there");
    return {};
}

// A file that makes room for another one. It goes with this object, unless it was put back.
class PutAside
{
public:
    explicit PutAside(const QString& path)
        : m_path(realPath(path))
        , m_aside(m_path + QStringLiteral(".XXXXXX"))
    { }

    Result<void> take()
    {
        if (!QFile::exists(m_path))
            return {};
        if (!m_aside.open())
            return error(m_aside.errorString());
        m_aside.close();
        if (!move(m_path, m_aside.fileName()))
            return error(qt_error_string());
        m_isAside = true;
        return {};
    }

    // In place of what came instead, which did not help because of `reason`.
    Error putBack(Error reason)
    {
        if (!m_isAside) {
            QFile::remove(m_path);
            return reason;
        }
        if (move(m_aside.fileName(), m_path)) {
            m_isAside = false;
            return reason;
        }
        m_aside.setAutoRemove(false);
        reason.kind = Error::Kind::Conflict;
        reason.detail += "; the note that was there is now " + m_aside.fileName().toStdString();
        return reason;
    }

private:
    // In one step, in place of what is there.
    static bool move(const QString& from, const QString& to)
    {
        return std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData())
            == 0;
    }
    Error error(const QString& words) const
    {
        return {
            .kind = Error::Kind::Io, .detail = words.toStdString(), .source = m_path.toStdString()};
    }

    QString m_path;
    QTemporaryFile m_aside;
    bool m_isAside = false;
};

// The last steps where there is a note.
Result<void> commit(OutputFile& file, OutputFile& note, const QString& notePath)
{
    PutAside older(notePath);
    if (auto taken = older.take(); !taken)
        return taken;
    if (auto committed = note.commit(); !committed)
        return older.putBack(committed.error());
    if (auto committed = file.commit(); !committed)
        return older.putBack(committed.error());
    return {};
}

} // namespace

bool isInEvidence(const QString& file, const std::vector<std::string>& opened)
{
    const QString target = realPath(file);
    return std::any_of(opened.begin(), opened.end(), [&](const std::string& path) {
        const QFileInfo info(QString::fromStdString(path));
        const QString real = info.canonicalFilePath();
        if (real.isEmpty())
            return false;
        return target == real
            || (info.isDir() && target.startsWith(real.endsWith(u'/') ? real : real + u'/'));
    });
}

Result<void> writeExportFile(query::EventExport input, const QString& path,
                             const JobContext& context)
{
    input.note.written = input.rows.size();
    input.note.undated = static_cast<std::uint64_t>(std::count_if(
        input.rows.begin(), input.rows.end(), [&](RowId row) { return !input.store->time(row); }));
    const QString notePath = noteFileOf(path, input.format);
    if (auto allowed = checkTarget(path, notePath, input.note.sources); !allowed)
        return allowed;
    OutputFile file(path);
    if (auto opened = file.open(); !opened)
        return opened;
    const auto written = query::writeEvents(
        input, [&file](std::string_view piece) { return file.write(piece); }, context);
    if (!written)
        return written; // the temporary file goes with `file`
    OutputFile note(notePath);
    if (!notePath.isEmpty()) {
        if (auto opened = note.open(); !opened)
            return opened;
        if (auto put = note.write(query::noteText(input.note)); !put)
            return put;
    }
    if (context.cancelled())
        return Error{.kind = Error::Kind::Cancelled};
    return notePath.isEmpty() ? file.commit() : commit(file, note, notePath);
}

std::optional<query::ExportFormat> exportFormatOf(const QString& path)
{
    const QString name = path.toLower();
    if (name.endsWith(QStringLiteral(".csv")))
        return query::ExportFormat::Csv;
    if (name.endsWith(QStringLiteral(".jsonl")) || name.endsWith(QStringLiteral(".ndjson")))
        return query::ExportFormat::JsonLines;
    if (name.endsWith(QStringLiteral(".json")))
        return query::ExportFormat::Records;
    return std::nullopt;
}

QString noteFileOf(const QString& path, query::ExportFormat format)
{
    return format == query::ExportFormat::Records ? QString() : path + QStringLiteral(".note.txt");
}

} // namespace trailloupe::workspace
