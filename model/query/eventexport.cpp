#include "model/query/eventexport.h"

#include "model/base/csvtext.h"
#include "model/base/jsondocument.h"

#include <optional>
#include <utility>

namespace trailloupe::query {
namespace {

constexpr std::size_t kReportEvery = 512; // rows
constexpr std::size_t kPieceBytes = 64 << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

void appendTabCell(std::string_view cell, std::string& line)
{
    if (cell.find_first_of("\t\r\n") == std::string_view::npos) {
        line += cell;
        return;
    }
    line += '"';
    for (const char c : cell) {
        if (c == '"')
            line += '"';
        line += c;
    }
    line += '"';
}

class Writer
{
public:
    Writer(const EventExport& input, const ExportSink& sink, const JobContext& context)
        : m_input(input)
        , m_sink(sink)
        , m_context(context)
    {
        if (isCells()) {
            for (const Column& column : input.columns)
                m_readers.emplace_back(input.store, column);
        }
    }

    Result<void> run()
    {
        begin();
        for (std::size_t i = 0; i < m_input.rows.size(); ++i) {
            if (i % kReportEvery == 0) {
                if (m_context.cancelled())
                    return Error{Error::Kind::Cancelled, {}, {}, Error::kNoOffset};
                m_context.report({.done = i, .total = m_input.rows.size(), .stage = "exporting"});
            }
            add(i);
            if (m_piece.size() >= kPieceBytes) {
                if (auto sent = send(); !sent)
                    return sent;
            }
        }
        end();
        return send();
    }

private:
    bool isCells() const
    {
        return m_input.format == ExportFormat::Csv || m_input.format == ExportFormat::Tabs;
    }

    Result<void> send()
    {
        auto sent = m_piece.empty() ? Result<void>() : m_sink(m_piece);
        m_piece.clear();
        return sent;
    }

    void begin()
    {
        if (m_input.format == ExportFormat::Records)
            m_piece += "{\"Records\":[";
        if (m_input.format != ExportFormat::Csv)
            return;
        if (m_input.byteOrderMark)
            m_piece += kByteOrderMark;
        for (const std::string& title : m_input.titles)
            addCell(title, &title == &m_input.titles.front());
        m_piece += "\r\n";
    }

    void add(std::size_t index)
    {
        const RowId row = m_input.rows[index];
        switch (m_input.format) {
        case ExportFormat::Csv:
        case ExportFormat::Tabs:
            return addCells(row);
        case ExportFormat::JsonLines:
            m_input.store->json(row, m_piece);
            m_piece += '\n';
            return;
        case ExportFormat::Records:
            m_piece += index == 0 ? "\n" : ",\n";
            m_input.store->json(row, m_piece);
            return;
        }
    }

    void addCells(RowId row)
    {
        for (const ColumnReader& reader : m_readers) {
            const auto seconds = reader.column().derived == Derived::Time && m_input.timeText
                ? m_input.store->time(row)
                : std::nullopt;
            if (seconds)
                m_cell = m_input.timeText(*seconds);
            else
                reader.text(row, m_cell);
            addCell(m_cell, &reader == &m_readers.front());
        }
        m_piece += m_input.format == ExportFormat::Csv ? "\r\n" : "\n";
    }

    void addCell(std::string_view cell, bool isFirst)
    {
        const bool csv = m_input.format == ExportFormat::Csv;
        if (!isFirst)
            m_piece += csv ? ',' : '\t';
        if (csv)
            appendCsvCell(cell, m_input.formulaSafe, m_piece);
        else
            appendTabCell(cell, m_piece);
    }

    void end()
    {
        if (m_input.format == ExportFormat::Records)
            m_piece += "\n],\n\"trailloupe\":" + noteJson(m_input.note) + "}\n";
    }

    const EventExport& m_input;
    const ExportSink& m_sink;
    const JobContext& m_context;
    std::vector<ColumnReader> m_readers;
    std::string m_piece;
    std::string m_cell;
};

// One line of the note: text or a number.
struct NoteLine
{
    const char* name; // of the text
    const char* key; // of the JSON
    std::string text;
    std::optional<std::uint64_t> number;
};

std::vector<NoteLine> linesOf(const ExportNote& note)
{
    std::vector<NoteLine> lines;
    const auto text = [&](const char* name, const char* key, std::string value) {
        lines.push_back({name, key, std::move(value), std::nullopt});
    };
    const auto number = [&](const char* name, const char* key, std::uint64_t value) {
        lines.push_back({name, key, {}, value});
    };
    text("made by", "madeBy", note.program);
    text("made at", "madeAt", note.madeAt);
    text("filter", "filter", note.filter);
    text("time zone", "zone", note.zone);
    if (!note.rows.empty())
        text("rows", "rows", note.rows);
    number("events written", "written", note.written);
    number("of these undated", "undated", note.undated);
    number("events that fulfil the filter", "shown", note.shown);
    number("events in all", "events", note.events);
    number("duplicates left out", "duplicates", note.duplicates);
    number("ledger: sources", "ledgerSources", note.ledgerSources);
    number("ledger: records", "ledgerRecords", note.ledgerRecords);
    if (note.ledgerItems)
        number("ledger: configuration items", "ledgerItems", note.ledgerItems);
    number("ledger: records that are no events", "ledgerRejected", note.ledgerRejected);
    number("ledger: sources with a problem", "ledgerProblems", note.ledgerProblems);
    return lines;
}

// A text of evidence stays on its line.
std::string oneLine(std::string_view text)
{
    std::string line;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            line += ' ';
        else
            line += c;
    }
    return line;
}

} // namespace

Result<void> writeEvents(const EventExport& input, const ExportSink& sink,
                         const JobContext& context)
{
    return Writer(input, sink, context).run();
}

std::string noteText(const ExportNote& note)
{
    std::string text;
    for (const NoteLine& line : linesOf(note)) {
        text += std::string(line.name) + ": "
            + (line.number             ? std::to_string(*line.number)
                   : line.text.empty() ? std::string("none")
                                       : oneLine(line.text))
            + '\n';
    }
    if (!note.complete)
        text += "the export was still being read\n";
    for (const std::string& source : note.sources)
        text += "source: " + oneLine(source) + '\n';
    return text;
}

std::string noteJson(const ExportNote& note)
{
    std::string json = "{";
    for (const NoteLine& line : linesOf(note)) {
        appendJsonString(line.key, json);
        json += ':';
        if (line.number)
            json += std::to_string(*line.number);
        else
            appendJsonString(line.text, json);
        json += ',';
    }
    json += note.complete ? "\"complete\":true,\"sources\":[" : "\"complete\":false,\"sources\":[";
    for (const std::string& source : note.sources) {
        if (&source != &note.sources.front())
            json += ',';
        appendJsonString(source, json);
    }
    return json + "]}";
}

} // namespace trailloupe::query
