#include "ui/events/rowexport.h"

#include <string>

namespace trailloupe::ui {

namespace {

constexpr std::size_t kReportEvery = 512; // rows

Error cancelledError()
{
    return {.kind = Error::Kind::Cancelled};
}

Error tooLarge()
{
    return {.kind = Error::Kind::TooLarge, .detail = "too much text for the clipboard"};
}

QString quoted(QString text)
{
    text.replace(u'"', QStringLiteral("\"\""));
    return u'"' + text + u'"';
}

bool startsFormula(const QString& text)
{
    return !text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text.front());
}

QString tabField(const QString& text)
{
    const bool special = text.contains(u'\t') || text.contains(u'\n') || text.contains(u'\r');
    return special ? quoted(text) : text;
}

// Calls `field(text)` for every cell and `endRow()` after every row.
template<typename Field, typename EndRow>
Result<void> eachCell(const RowExport& input, const JobContext& context, Field field, EndRow endRow)
{
    std::vector<query::ColumnReader> readers;
    for (const query::Column& column : input.columns)
        readers.emplace_back(input.store, column);
    std::string text;
    for (std::size_t i = 0; i < input.rows.size(); ++i) {
        if (i % kReportEvery == 0) {
            if (context.cancelled())
                return cancelledError();
            context.report({.done = i, .total = input.rows.size(), .stage = "copying"});
        }
        const RowId row = input.rows[i];
        for (const query::ColumnReader& reader : readers) {
            const auto seconds = reader.column().derived == query::Derived::Time
                ? input.store->time(row)
                : std::nullopt;
            if (seconds) {
                field(input.time.iso(*seconds));
                continue;
            }
            reader.text(row, text);
            field(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
        }
        if (!endRow())
            return tooLarge();
    }
    return {};
}

// Rows of fields with a separator between them.
template<typename Escape>
Result<QString> separated(const RowExport& input, const JobContext& context, bool withTitles,
                          QChar separator, const QString& lineEnd, Escape escape)
{
    QString out;
    bool first = true;
    const auto field = [&](const QString& text) {
        if (!first)
            out += separator;
        first = false;
        out += escape(text);
    };
    const auto endRow = [&] {
        out += lineEnd;
        first = true;
        return static_cast<std::size_t>(out.size()) * sizeof(QChar) < RowExport::kMaxTextBytes;
    };
    if (withTitles) {
        for (const QString& title : input.titles)
            field(title);
        endRow();
    }
    if (const auto done = eachCell(input, context, field, endRow); !done.ok())
        return done.error();
    return out;
}

} // namespace

QString csvField(const QString& text)
{
    const QString safe = startsFormula(text) ? u'\'' + text : text;
    const bool special =
        safe.contains(u',') || safe.contains(u'"') || safe.contains(u'\n') || safe.contains(u'\r');
    return special ? quoted(safe) : safe;
}

Result<QString> rowsAsText(const RowExport& input, const JobContext& context)
{
    return separated(input, context, false, u'\t', QStringLiteral("\n"), tabField);
}

Result<QString> rowsAsCsv(const RowExport& input, const JobContext& context)
{
    return separated(input, context, true, u',', QStringLiteral("\r\n"), csvField);
}

Result<QString> rowsAsJsonLines(const RowExport& input, const JobContext& context)
{
    QString out;
    std::string json;
    for (std::size_t i = 0; i < input.rows.size(); ++i) {
        if (i % kReportEvery == 0) {
            if (context.cancelled())
                return cancelledError();
            context.report({.done = i, .total = input.rows.size(), .stage = "copying"});
        }
        json.clear();
        input.store->json(input.rows[i], json);
        out += QString::fromUtf8(json.data(), static_cast<qsizetype>(json.size()));
        out += u'\n';
        if (static_cast<std::size_t>(out.size()) * sizeof(QChar) >= RowExport::kMaxTextBytes)
            return tooLarge();
    }
    return out;
}

} // namespace trailloupe::ui
