#include "model/workspace/exportfile.h"

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

} // namespace

Result<void> writeExportFile(query::EventExport input, const QString& path,
                             const JobContext& context)
{
    input.note.written = input.rows.size();
    input.note.undated = static_cast<std::uint64_t>(std::count_if(
        input.rows.begin(), input.rows.end(), [&](RowId row) { return !input.store->time(row); }));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file);
    const auto written = query::writeEvents(
        input, [&file](std::string_view piece) { return put(file, piece); }, context);
    if (!written)
        return written; // the temporary file goes with `file`
    const QString notePath = noteFileOf(path, input.format);
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
    if (!file.commit())
        return failed(file);
    if (!notePath.isEmpty() && !note.commit())
        return failed(note);
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
