#include "model/workspace/exportfile.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {
namespace {

Error failed(const QSaveFile& file)
{
    return {.kind = Error::Kind::Io,
            .detail = file.errorString().toStdString(),
            .source = file.fileName().toStdString()};
}

Result<void> put(QSaveFile& file, std::string_view text)
{
    const auto size = static_cast<qint64>(text.size());
    if (file.write(text.data(), size) != size)
        return failed(file);
    return {};
}

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
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file);
    const auto written = query::writeEvents(
        input, [&file](std::string_view piece) { return put(file, piece); }, context);
    if (!written)
        return written; // the temporary file goes with `file`
    QSaveFile note(notePath);
    if (!notePath.isEmpty()) {
        if (!note.open(QIODevice::WriteOnly))
            return failed(note);
        if (auto put = workspace::put(note, query::noteText(input.note)); !put)
            return put;
        if (!note.flush())
            return failed(note);
    }
    if (!file.flush())
        return failed(file);
    if (context.cancelled())
        return Error{.kind = Error::Kind::Cancelled};
    if (!notePath.isEmpty() && !note.commit())
        return failed(note);
    if (!file.commit()) {
        if (!notePath.isEmpty())
            QFile::remove(notePath);
        return failed(file);
    }
    return {};
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
