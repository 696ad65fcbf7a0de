#include "ui/events/rowexport.h"

#include <string>

namespace trailloupe::ui {

namespace {

Result<QString> textOf(const RowExport& input, query::ExportFormat format,
                       const JobContext& context)
{
    std::string text;
    const auto done = query::writeEvents(
        eventExportOf(input, format),
        [&text](std::string_view piece) -> Result<void> {
            // As QString the text takes twice the bytes.
            if ((text.size() + piece.size()) * sizeof(QChar) > RowExport::kMaxTextBytes)
                return Error{.kind = Error::Kind::TooLarge,
                             .detail = "too much text for the clipboard"};
            text += piece;
            return {};
        },
        context);
    if (!done)
        return done.error();
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

query::EventExport eventExportOf(const RowExport& input, query::ExportFormat format)
{
    query::EventExport made;
    made.store = input.store;
    made.rows = input.rows;
    made.format = format;
    made.columns = input.columns;
    for (const QString& title : input.titles)
        made.titles.push_back(title.toStdString());
    made.timeText = [time = input.time](std::int64_t seconds) {
        return time.iso(seconds).toStdString();
    };
    return made;
}

Result<QString> rowsAsText(const RowExport& input, const JobContext& context)
{
    return textOf(input, query::ExportFormat::Tabs, context);
}

Result<QString> rowsAsCsv(const RowExport& input, const JobContext& context)
{
    return textOf(input, query::ExportFormat::Csv, context);
}

Result<QString> rowsAsJsonLines(const RowExport& input, const JobContext& context)
{
    return textOf(input, query::ExportFormat::JsonLines, context);
}

} // namespace trailloupe::ui
