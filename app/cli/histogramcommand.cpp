// trailloupe-cli histogram: how many events fit a filter, step by step along time.
#include "app/cli/command.h"
#include "app/cli/filteroption.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "model/base/jsondocument.h"
#include "model/query/histogram.h"
#include "model/workspace/zonesteps.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>

namespace trailloupe::cli {
namespace {

using query::HistogramBar;
using query::TimeSpan;

constexpr std::size_t kWantedBars = 48; // without --step
constexpr std::uint64_t kGraphWidth = 40;

struct Request
{
    enum class Format
    {
        Table,
        Csv,
        Json,
    };
    query::PredicatePtr filter;
    std::int64_t step = 0; // 0: one that makes a few dozen bars
    QByteArray zone = "UTC";
    Format format = Format::Table;
};

// One line: a bar, or the events without a time.
struct Line
{
    std::string from; // empty: no time
    std::string to;
    HistogramBar counts;
};

struct Answer
{
    std::vector<Line> bars;
    HistogramBar undated;
    std::int64_t step = 0;
    std::uint64_t events = 0; // bars and undated together
    std::vector<std::pair<std::string, std::string>> gaps;
};

void addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    addFilterOption(parser);
    parser.addOption({QStringLiteral("step"),
                      Command::tr("How much time a bar is: 30s, 5m, 6h, 1d, 1w. Default: what "
                                  "makes a few dozen bars."),
                      QStringLiteral("step")});
    parser.addOption({QStringLiteral("zone"),
                      Command::tr("Hours, days and weeks begin as in <zone>, and times are shown "
                                  "in it: UTC, local, Europe/Berlin. Default: UTC."),
                      QStringLiteral("zone")});
    parser.addOption({QStringLiteral("format"), Command::tr("table, csv or json. Default: table."),
                      QStringLiteral("format")});
    command.setExamples(QStringLiteral(
        "  trailloupe-cli histogram AWSLogs/ --filter \"outcome:failure\" --step 5m\n"
        "  trailloupe-cli histogram x.zip --step 1d --zone Europe/Berlin --format csv\n"));
}

// Seconds; nothing when the text is no step.
std::optional<std::int64_t> parseStep(const QString& text)
{
    constexpr std::int64_t kLongest = std::int64_t{100} * 366 * 86'400;
    const QString units = QStringLiteral("smhdw");
    constexpr std::int64_t kSeconds[] = {1, 60, 3600, 86'400, 7 * 86'400};
    const auto unit = text.isEmpty() ? -1 : units.indexOf(text.back());
    bool ok = false;
    const qlonglong number = text.chopped(unit < 0 ? 0 : 1).toLongLong(&ok);
    if (!ok || unit < 0 || number <= 0 || number > kLongest / kSeconds[unit])
        return std::nullopt;
    return number * kSeconds[unit];
}

std::optional<int> parseRequest(const Command& command, QCommandLineParser& parser,
                                Request& request)
{
    if (parser.isSet(QStringLiteral("step"))) {
        const QString text = parser.value(QStringLiteral("step"));
        const auto step = parseStep(text);
        if (!step)
            return command.wrong(
                Command::tr("'%1' is no step. Try 30s, 5m, 6h, 1d or 1w.").arg(text));
        request.step = *step;
    }
    if (parser.isSet(QStringLiteral("zone"))) {
        request.zone = parser.value(QStringLiteral("zone")).toUtf8();
        if (request.zone == "local")
            request.zone = QTimeZone::systemTimeZoneId();
        if (!QTimeZone::isTimeZoneIdAvailable(request.zone))
            return command.wrong(
                Command::tr("There is no zone '%1'.").arg(QString::fromUtf8(request.zone)));
    }
    const QString format = parser.value(QStringLiteral("format"));
    if (format == QStringLiteral("csv"))
        request.format = Request::Format::Csv;
    else if (format == QStringLiteral("json"))
        request.format = Request::Format::Json;
    else if (!format.isEmpty() && format != QStringLiteral("table"))
        return command.wrong(Command::tr("'%1' is no format.").arg(format));
    return parseFilter(command, parser, request.filter);
}

std::string iso(std::int64_t seconds, const QTimeZone& zone)
{
    const QDateTime moment = zone == QTimeZone::utc()
        ? QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC)
        : QDateTime::fromSecsSinceEpoch(seconds, zone);
    return moment.toString(Qt::ISODate).toStdString();
}

// From the first to the last of the rows that have a time.
std::optional<TimeSpan> spanOf(const store::EventStore& events, const query::RowSet& rows)
{
    const auto order = events.timeOrder().first(events.datedCount());
    const auto isIn = [&](RowId row) {
        return rows.contains(row);
    };
    const auto first = std::find_if(order.begin(), order.end(), isIn);
    if (first == order.end())
        return std::nullopt;
    const auto last = std::find_if(order.rbegin(), order.rend(), isIn);
    return TimeSpan{*events.time(*first), *events.time(*last) + 1};
}

Result<Answer> countBars(const std::shared_ptr<const store::EventStore>& events,
                         const query::RowSet& rows, const Request& request,
                         query::Evaluator& evaluator, const JobContext& context)
{
    Answer answer;
    std::vector<std::int64_t> boundaries;
    const auto span = spanOf(*events, rows);
    answer.step = request.step;
    if (span) {
        if (answer.step == 0)
            answer.step = query::niceStep(span->from, span->to, kWantedBars);
        const std::int64_t bars = (span->to - span->from) / answer.step;
        if (bars > static_cast<std::int64_t>(query::kMostBars) - 2)
            return Error{Error::Kind::TooLarge,
                         "a step of that length makes more than " + std::to_string(query::kMostBars)
                             + " bars",
                         {},
                         Error::kNoOffset};
        boundaries = query::barBoundaries(span->from, span->to, answer.step,
                                          workspace::zoneStepStart(request.zone));
    }
    auto counts = query::countHistogram(events, rows, boundaries, evaluator, context);
    if (!counts)
        return counts.error();
    const QTimeZone zone(request.zone);
    for (std::size_t i = 0; i < counts->bars.size(); ++i)
        answer.bars.push_back(
            {iso(boundaries[i], zone), iso(boundaries[i + 1], zone), counts->bars[i]});
    answer.undated = counts->undated;
    answer.events = rows.count();
    const auto gaps = query::deliveryGaps(*events, query::kLeastGapSeconds, context);
    if (!gaps)
        return gaps.error();
    for (const TimeSpan& gap : *gaps) {
        if (span && gap.to > span->from && gap.from < span->to)
            answer.gaps.emplace_back(iso(gap.from, zone), iso(gap.to, zone));
    }
    return answer;
}

std::string jsonCounts(const HistogramBar& counts)
{
    const auto member = [](const char* name, std::uint64_t count) {
        return ",\"" + std::string(name) + "\":" + std::to_string(count);
    };
    return "\"events\":" + std::to_string(counts.all()) + member("failed", counts.failures())
        + member("write", counts.writes()) + member("read", counts.reads())
        + member("other", counts.others());
}

void writeJson(Output& out, const Answer& answer, const Request& request)
{
    std::string text = "{\n  \"zone\":";
    appendJsonString(request.zone.toStdString(), text);
    text += ",\n  \"stepSeconds\":" + std::to_string(answer.step)
        + ",\n  \"events\":" + std::to_string(answer.events) + ",\n  \"undated\":{"
        + jsonCounts(answer.undated) + "},\n  \"bars\":[";
    const char* between = "\n    ";
    for (const Line& line : answer.bars) {
        text += between + ("{\"from\":\"" + line.from) + "\",\"to\":\"" + line.to + "\","
            + jsonCounts(line.counts) + '}';
        between = ",\n    ";
    }
    text += "],\n  \"gaps\":[";
    between = "\n    ";
    for (const auto& gap : answer.gaps) {
        text += between + ("{\"from\":\"" + gap.first) + "\",\"to\":\"" + gap.second + "\"}";
        between = ",\n    ";
    }
    out.write(text + "]\n}\n");
}

void writeCsv(Output& out, const Answer& answer)
{
    RowWriter writer(out, {"from", "to", "events", "failed", "write", "read", "other"},
                     {.csv = true});
    const auto write = [&](const std::string& from, const std::string& to, const HistogramBar& c) {
        return writer.write({from, to, std::to_string(c.all()), std::to_string(c.failures()),
                             std::to_string(c.writes()), std::to_string(c.reads()),
                             std::to_string(c.others())});
    };
    for (const Line& line : answer.bars) {
        if (!write(line.from, line.to, line.counts))
            return;
    }
    if (answer.undated.all() > 0)
        write("undated", {}, answer.undated);
    writer.finish();
}

// At least a mark for what is not nothing.
std::string graph(std::uint64_t count, std::uint64_t most)
{
    const std::uint64_t length =
        count == 0 ? 0 : std::max<std::uint64_t>(1, count * kGraphWidth / most);
    return std::string(length, '#');
}

void writeTable(Output& out, const Answer& answer)
{
    std::uint64_t most = std::max<std::uint64_t>(1, answer.undated.all());
    std::uint64_t inBars = 0;
    for (const Line& line : answer.bars) {
        most = std::max(most, line.counts.all());
        inBars += line.counts.all();
    }
    RowWriter writer(out, {"from", "events", "failed", "write", "read", "other", ""},
                     {.rightAligned = {false, true, true, true, true, true, false}});
    const auto write = [&](const std::string& from, const HistogramBar& c) {
        return writer.write({from, grouped(c.all()), grouped(c.failures()), grouped(c.writes()),
                             grouped(c.reads()), grouped(c.others()), graph(c.all(), most)});
    };
    for (const Line& line : answer.bars) {
        if (!write(line.from, line.counts))
            return;
    }
    if (answer.undated.all() > 0)
        write("undated", answer.undated);
    writer.finish();
    const auto text = [](std::uint64_t count) {
        return QString::fromStdString(grouped(count));
    };
    out.write(Command::tr("%1 events = %2 in %3 bars + %4 undated\n")
                  .arg(text(answer.events), text(inBars), text(answer.bars.size()),
                       text(answer.undated.all()))
                  .toStdString());
    for (const auto& gap : answer.gaps)
        out.write(Command::tr("no event in any file: %1 to %2\n")
                      .arg(QString::fromStdString(gap.first), QString::fromStdString(gap.second))
                      .toStdString());
}

} // namespace

int runHistogram(const QStringList& arguments)
{
    Command command(QStringLiteral("histogram"),
                    Command::tr("Counts events along time, from the first that fits the filter to "
                                "the last; those without a time are counted by themselves. Spans "
                                "of an hour and more in which no file of the export holds an event "
                                "are named: whether nothing happened, nothing was recorded or a "
                                "file is missing cannot be told."));
    addOptions(command);
    if (const auto code = command.parse(arguments))
        return *code;
    Request request;
    if (const auto code = parseRequest(command, command.parser(), request))
        return *code;
    const auto found = readFiltered(command, request.filter);
    if (!found)
        return kCouldNotRun;
    Result<Answer> answer = [&] {
        TerminalProgress progress;
        return countBars(found->events(), *found->rows, request, *found->evaluator,
                         progress.context());
    }();
    if (!answer) {
        printError(QString::fromStdString(answer.error().detail));
        return kCouldNotRun;
    }
    Output out;
    switch (request.format) {
    case Request::Format::Table:
        writeTable(out, *answer);
        break;
    case Request::Format::Csv:
        writeCsv(out, *answer);
        break;
    case Request::Format::Json:
        writeJson(out, *answer, request);
        break;
    }
    return out.finish() ? found->reading.exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
