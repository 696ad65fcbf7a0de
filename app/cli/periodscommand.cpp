// trailloupe-cli periods: two filters against each other, field by field.
#include "app/cli/command.h"
#include "app/cli/filteroption.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/compare/periods.h"
#include "model/query/fieldnames.h"

namespace trailloupe::cli {
namespace {

using compare::PeriodField;
using compare::PeriodLine;
using compare::Periods;
using compare::PeriodSide;
using compare::Trend;

const QString kBefore = QStringLiteral("a");
const QString kAfter = QStringLiteral("b");

struct Request
{
    query::PredicatePtr before;
    query::PredicatePtr after;
    std::vector<query::Field> fields;
    std::size_t top = 10;
    bool json = false;
};

void addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    parser.addOption({kBefore,
                      Command::tr("What is compared with, a filter: a baseline, a principal."),
                      QStringLiteral("filter")});
    parser.addOption({kAfter,
                      Command::tr("What is compared, a filter: an incident, another principal."),
                      QStringLiteral("filter")});
    addLanguageOption(parser);
    QStringList names;
    for (const query::Field& field : compare::periodFields())
        names << QString::fromStdString(query::fieldText(field));
    parser.addOption({QStringLiteral("field"),
                      Command::tr("A field to compare; may be given several times. Default: %1.")
                          .arg(names.join(QStringLiteral(", "))),
                      QStringLiteral("name")});
    parser.addOption(
        {QStringLiteral("top"),
         Command::tr("Shows <n> values of each trend of a field; 0: all. Default: 10."),
         QStringLiteral("n")});
    parser.addOption({QStringLiteral("format"),
                      Command::tr("table or json (every value). Default: table."),
                      QStringLiteral("format")});
    command.setExamples(
        QStringLiteral("  trailloupe-cli periods AWSLogs/ --a \"time<2026-03-12\" "
                       "--b \"time>=2026-03-12\"\n"
                       "  trailloupe-cli periods x.zip --a user:alice --b user:bob --field "
                       "eventName --field resource\n"));
}

std::optional<int> parseRequest(const Command& command, QCommandLineParser& parser,
                                Request& request)
{
    for (const QString& side : {kBefore, kAfter}) {
        if (!parser.isSet(side))
            return command.wrong(Command::tr("--%1 is missing.").arg(side));
        auto& predicate = side == kBefore ? request.before : request.after;
        if (const auto code = readFilter(command, parser, parser.value(side), predicate))
            return code;
    }
    if (const auto code = parseFields(command, parser, request.fields))
        return code;
    if (request.fields.empty())
        request.fields = compare::periodFields();
    if (const auto code = command.readNumber(QStringLiteral("top"), request.top))
        return code;
    if (request.top == 0)
        request.top = SIZE_MAX;
    const QString format = parser.value(QStringLiteral("format"));
    request.json = format == QStringLiteral("json");
    if (!request.json && !format.isEmpty() && format != QStringLiteral("table"))
        return command.wrong(Command::tr("'%1' is no format.").arg(format));
    return std::nullopt;
}

std::string rateText(const PeriodSide& side, std::uint64_t count)
{
    return side.span ? QString::number(side.rate(count), 'g', 3).toStdString() : "-";
}

void appendSide(const char* name, const PeriodSide& side, std::string& text)
{
    text += std::string("\"") + name + "\":{\"events\":" + std::to_string(side.events);
    if (side.span)
        text += ",\"from\":\"" + formatEventTime(side.span->from) + "\",\"to\":\""
            + formatEventTime(side.span->to)
            + "\",\"hours\":" + QString::number(side.hours(), 'g', 10).toStdString();
    text += '}';
}

void writeJson(Output& out, const Periods& periods)
{
    std::string text = "{";
    appendSide("a", periods.before, text);
    text += ",";
    appendSide("b", periods.after, text);
    text += ",\"inBoth\":" + std::to_string(periods.inBoth) + ",\"fields\":[";
    for (const PeriodField& field : periods.fields) {
        text += &field == &periods.fields.front() ? "\n {\"field\":" : ",\n {\"field\":";
        appendJsonString(query::fieldText(field.field), text);
        text += ",\"values\":[";
        for (const PeriodLine& line : field.lines) {
            text += &line == &field.lines.front() ? "\n  {\"value\":" : ",\n  {\"value\":";
            if (line.isMissing)
                text += "null";
            else
                appendJsonString(line.value, text);
            text += ",\"a\":" + std::to_string(line.before) + ",\"b\":" + std::to_string(line.after)
                + ",\"trend\":\"" + compare::trendName(line.trend) + "\"}";
        }
        text += "]}";
        out.write(text);
        text.clear();
    }
    out.write(text + "\n]}\n");
}

void writeTables(Output& out, const Periods& periods, std::size_t top)
{
    for (const PeriodSide* side : {&periods.before, &periods.after}) {
        out.write(std::string(side == &periods.before ? "a: " : "b: ") + grouped(side->events)
                  + " events"
                  + (side->span ? ", " + formatEventTime(side->span->from) + " to "
                             + formatEventTime(side->span->to)
                                : std::string())
                  + '\n');
    }
    if (periods.inBoth > 0)
        out.write(grouped(periods.inBoth) + " events are in both\n");
    for (const PeriodField& field : periods.fields) {
        out.write("\n");
        RowWriter writer(out,
                         {query::fieldText(field.field), "", "a", "b", "a per hour", "b per hour"},
                         {.rightAligned = {false, false, true, true, true, true}});
        std::array<std::size_t, compare::kTrends> written{};
        for (const PeriodLine& line : field.lines) {
            if (line.trend == Trend::Same || written[static_cast<std::size_t>(line.trend)]++ >= top)
                continue;
            writer.write({line.isMissing ? "(no value)" : line.value,
                          compare::trendName(line.trend), grouped(line.before), grouped(line.after),
                          rateText(periods.before, line.before),
                          rateText(periods.after, line.after)});
        }
        writer.finish();
        std::string sum;
        for (std::size_t trend = 0; trend < compare::kTrends; ++trend)
            sum += (sum.empty() ? "" : ", ") + grouped(field.counts[trend]) + ' '
                + compare::trendName(static_cast<Trend>(trend));
        out.write("(" + sum + ")\n");
    }
}

} // namespace

int runPeriods(const QStringList& arguments)
{
    Command command(QStringLiteral("periods"),
                    Command::tr("Compares what two filters find: per field which values are new, "
                                "gone, more and less, with exact counts and rates by the hour."));
    addOptions(command);
    if (const auto code = command.parse(arguments))
        return *code;
    Request request;
    if (const auto code = parseRequest(command, command.parser(), request))
        return *code;
    auto reading = readExports(command.exports());
    if (!reading)
        return kCouldNotRun;
    const auto& events = reading->evidence.store;
    query::Evaluator evaluator;
    query::FacetCache cache;
    const auto periods = [&] {
        TerminalProgress progress;
        addIdentities(*reading, progress.context());
        return compare::comparePeriods(events, request.before, request.after, request.fields, cache,
                                       evaluator, progress.context());
    }();
    if (!periods) {
        printError(QString::fromStdString(periods.error().detail));
        return kCouldNotRun;
    }
    noteMissingFields(events, request.fields);
    noteMissingFields(events, request.before);
    noteMissingFields(events, request.after);
    Output out;
    if (request.json)
        writeJson(out, **periods);
    else
        writeTables(out, **periods, request.top);
    return out.finish() ? reading->exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
