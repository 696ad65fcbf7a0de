// trailloupe-cli events: the events of an export, a line each.
#include "app/cli/command.h"
#include "app/cli/filteroption.h"
#include "app/cli/output.h"
#include "app/cli/outputoption.h"
#include "app/cli/reading.h"
#include "model/base/jsondocument.h"
#include "model/query/column.h"
#include "model/query/sort.h"

#include <unistd.h>

#include <cstdio>

namespace trailloupe::cli {

using store::ValueKind;

namespace {

class EventsText
{
    Q_DECLARE_TR_FUNCTIONS(trailloupe::cli::EventsText)

public:
    static void addOptions(Command& command);
};

struct Request
{
    std::vector<query::Column> columns;
    bool wholeEvents = false; // jsonl without columns
    std::optional<query::SortKey> sort;
    query::PredicatePtr filter;
    std::size_t limit = SIZE_MAX;
    bool formulaSafe = false;
    std::optional<OutputFile> file;
};

void EventsText::addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    parser.addOption(
        {QStringLiteral("columns"),
         tr("What to show, separated by commas. A path of the event (eventName, "
            "userIdentity.arn, requestParameters.instancesSet.items[].instanceId; a name with a "
            "dot is written as [\"tag.key\"]) or one of time, user (as the console's User name), "
            "role, resource, resourceType, error, class (read, write, sensitive, denied, failed, "
            "other). Default: time, eventName, user, eventSource, awsRegion, recipientAccountId, "
            "sourceIPAddress, resource, error, readOnly."),
         QStringLiteral("a,b,...")});
    addFilterOption(parser);
    parser.addOption(
        {QStringLiteral("sort"),
         tr("Sorts by any column or path, ascending unless ':desc' follows. Events without a value "
            "come last. Default: by time; undated events come last."),
         QStringLiteral("column[:desc]")});
    parser.addOption(
        {QStringLiteral("limit"), tr("Shows at most <n> events."), QStringLiteral("n")});
    parser.addOption(
        {QStringLiteral("formula-safe"),
         tr("--format csv: puts an apostrophe in front of cells that a spreadsheet would take for "
            "a "
            "formula. Without it, cells are exactly what the event says. A file of --output always "
            "has it.")});
    command.addFormatOption();
    addOutputOption(parser);
    command.setExamples(QStringLiteral(
        "  trailloupe-cli events AWSLogs/ --limit 20 --sort time:desc\n"
        "  trailloupe-cli events x.zip --columns time,user,errorCode --sort errorCode\n"
        "  trailloupe-cli events x.zip --filter \"eventSource:iam* and outcome:failure\"\n"
        "  trailloupe-cli events x.zip --filter \"user:alice\" --output alice.json\n"
        "  trailloupe-cli events x.zip --format jsonl > all.jsonl     # whole events, as "
        "recorded\n"));
}

// Splits at commas that do not stand inside quotes.
QStringList splitColumns(const QString& text)
{
    QStringList parts(QString{});
    bool quoted = false;
    for (const QChar c : text) {
        if (c == QLatin1Char('"'))
            quoted = !quoted;
        if (c == QLatin1Char(',') && !quoted)
            parts.append(QString());
        else
            parts.last().append(c);
    }
    return parts;
}

std::optional<query::SortKey> parseSort(QString text)
{
    query::SortKey key;
    key.direction = query::Direction::Ascending;
    if (text.endsWith(QStringLiteral(":desc"))) {
        key.direction = query::Direction::Descending;
        text.chop(5);
    } else if (text.endsWith(QStringLiteral(":asc"))) {
        text.chop(4);
    }
    const auto column = query::parseColumn(text.toStdString());
    if (!column)
        return std::nullopt;
    key.column = *column;
    return key;
}

// The request, or the exit code when the arguments are wrong.
std::optional<int> parseRequest(const Command& command, QCommandLineParser& parser,
                                Request& request)
{
    if (parser.isSet(QStringLiteral("columns"))) {
        for (const QString& text :
             splitColumns(parser.values(QStringLiteral("columns")).join(u','))) {
            const auto column = query::parseColumn(text.trimmed().toStdString());
            if (!column)
                return command.wrong(Command::tr("'%1' is neither a column nor a path.").arg(text));
            request.columns.push_back(*column);
        }
    } else {
        request.columns = query::eventHistoryColumns();
        request.wholeEvents = command.format() == Format::JsonLines;
    }
    if (parser.isSet(QStringLiteral("sort"))) {
        const QString text = parser.value(QStringLiteral("sort"));
        request.sort = parseSort(text);
        if (!request.sort)
            return command.wrong(Command::tr("Cannot sort by '%1'.").arg(text));
    }
    if (const auto code = command.readNumber(QStringLiteral("limit"), request.limit))
        return code;
    if (const auto code = parseFilter(command, parser, request.filter))
        return code;
    if (const auto code = parseOutput(command, parser, request.file))
        return code;
    request.formulaSafe = parser.isSet(QStringLiteral("formula-safe"));
    return std::nullopt;
}

void warnOfUnknownPaths(const store::EventStore& events, const Request& request)
{
    std::vector<query::Column> columns = request.columns;
    if (request.sort)
        columns.push_back(request.sort->column);
    for (const query::Column& column : columns) {
        if (column.derived == query::Derived::None && !events.paths().find(column.path))
            printError(
                Command::tr("note: no event has '%1'").arg(QString::fromStdString(column.path)));
    }
}

void appendJsonValue(ValueKind kind, const query::Column& column, std::string_view text,
                     std::string& json)
{
    // Several values joined, and derived columns, are text.
    const bool joined = column.path.find("[]") != std::string::npos;
    switch (kind) {
    case ValueKind::Missing:
        json += "null";
        return;
    case ValueKind::Text:
        break;
    case ValueKind::Null:
    case ValueKind::False:
    case ValueKind::True:
    case ValueKind::Number:
    case ValueKind::EmptyObject:
    case ValueKind::EmptyArray:
    case ValueKind::Json:
        if (joined)
            break;
        json += text;
        return;
    }
    appendJsonString(text, json);
}

class EventLister
{
public:
    EventLister(std::shared_ptr<const store::EventStore> events, const Request& request,
                std::span<const RowId> rows)
        : m_events(std::move(events))
        , m_request(request)
        , m_rows(rows.first(std::min(rows.size(), request.limit)))
    {
        if (!request.wholeEvents) {
            for (const query::Column& column : request.columns)
                m_readers.emplace_back(m_events, column);
        }
    }

    void writeRows(Output& out, bool csv) const
    {
        std::vector<std::string> headings;
        for (const query::Column& column : m_request.columns)
            headings.push_back(query::columnText(column));
        RowWriter writer(out, std::move(headings), {csv, m_request.formulaSafe});
        for (const RowId row : m_rows) {
            std::vector<std::string> cells(m_readers.size());
            for (std::size_t i = 0; i < m_readers.size(); ++i)
                m_readers[i].text(row, cells[i]);
            if (!writer.write(std::move(cells)))
                return;
        }
        writer.finish();
    }

    void writeJsonLines(Output& out) const
    {
        std::string line;
        for (const RowId row : m_rows) {
            line.clear();
            if (m_request.wholeEvents)
                m_events->json(row, line);
            else
                appendObject(row, line);
            line += '\n';
            if (!out.write(line))
                return;
        }
    }

private:
    void appendObject(RowId row, std::string& line) const
    {
        std::string text;
        line += '{';
        for (const query::ColumnReader& reader : m_readers) {
            if (line.back() != '{')
                line += ',';
            appendJsonString(query::columnText(reader.column()), line);
            line += ':';
            const ValueKind kind = reader.text(row, text);
            appendJsonValue(kind, reader.column(), text, line);
        }
        line += '}';
    }

    std::shared_ptr<const store::EventStore> m_events;
    const Request& m_request;
    std::span<const RowId> m_rows;
    std::vector<query::ColumnReader> m_readers;
};

query::EventExport exportOf(const std::shared_ptr<const store::EventStore>& events,
                            const Request& request, std::vector<RowId> rows)
{
    query::EventExport input;
    input.store = events;
    input.rows = std::move(rows);
    input.columns = request.columns;
    for (const query::Column& column : request.columns)
        input.titles.push_back(query::columnText(column));
    return input;
}

// On stderr: what --limit leaves out is never left out in silence.
void sayLimit(const Request& request, std::uint64_t events)
{
    if (events > request.limit)
        printError(Command::tr("%1 of %2 events shown")
                       .arg(QString::fromStdString(grouped(request.limit)),
                            QString::fromStdString(grouped(events))));
}

} // namespace

int runEvents(const QStringList& arguments)
{
    Command command(QStringLiteral("events"),
                    Command::tr("Lists events, one a line. As jsonl without --columns each line is "
                                "one whole event, rebuilt from the store, member for member as it "
                                "was recorded."));
    EventsText::addOptions(command);
    if (const auto code = command.parse(arguments))
        return *code;
    Request request;
    if (const auto code = parseRequest(command, command.parser(), request))
        return *code;
    const auto found = readFiltered(command, request.filter);
    if (!found)
        return kCouldNotRun;
    const auto& events = found->events();
    if (!request.wholeEvents || request.sort)
        warnOfUnknownPaths(*events, request);

    std::span<const RowId> rows = events->timeOrder();
    query::RowOrder sorted;
    if (request.sort) {
        TerminalProgress progress;
        auto result = query::sortRows(events, *request.sort, progress.context());
        if (!result) {
            printError(QString::fromStdString(result.error().detail));
            return kCouldNotRun;
        }
        sorted = *result;
        rows = {sorted->data(), sorted->size()};
    }
    std::vector<RowId> shown = found->rows->filter(rows);
    if (request.file) {
        const std::uint64_t all = shown.size();
        sayLimit(request, all);
        shown.resize(std::min(shown.size(), request.limit));
        const bool written =
            writeOutput(*request.file, exportOf(events, request, std::move(shown)), found->reading,
                        command.exports(), filterTextOf(command.parser()), all);
        return written ? found->reading.exitCode() : int(kCouldNotRun);
    }
    rows = shown;
    Output out;
    const EventLister lister(events, request, rows);
    if (command.format() == Format::JsonLines)
        lister.writeJsonLines(out);
    else
        lister.writeRows(out, command.format() == Format::Csv);
    const bool written = out.finish();
    sayLimit(request, rows.size());
    return written ? found->reading.exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
