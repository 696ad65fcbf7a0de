// trailloupe-cli facets: the values of fields under a filter, with exact counts.
#include "app/cli/command.h"
#include "app/cli/filteroption.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "model/base/jsondocument.h"
#include "model/query/facet.h"
#include "model/query/fieldnames.h"

namespace trailloupe::cli {
namespace {

struct Request
{
    std::vector<query::Field> fields;
    query::PredicatePtr filter;
    query::FacetOrder order = query::FacetOrder::MostFirst;
    std::size_t top = 10;
    bool json = false;
};

void addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    parser.addOption(
        {QStringLiteral("field"),
         Command::tr("The field to count the values of: a path, or a derived column "
                     "(user, service, outcome, class, resource, …). May be given several "
                     "times."),
         QStringLiteral("name")});
    addFilterOption(parser);
    parser.addOption({QStringLiteral("top"),
                      Command::tr("Shows <n> values of each field; 0: all. Default: 10."),
                      QStringLiteral("n")});
    parser.addOption({QStringLiteral("rarest"), Command::tr("Rarest values first.")});
    parser.addOption({QStringLiteral("format"), Command::tr("table or json. Default: table."),
                      QStringLiteral("format")});
    command.setExamples(QStringLiteral(
        "  trailloupe-cli facets AWSLogs/ --field eventName --filter \"outcome:failure\"\n"
        "  trailloupe-cli facets x.zip --field user --field ip --rarest --top 20 --format json\n"));
}

std::optional<int> parseRequest(const Command& command, QCommandLineParser& parser,
                                Request& request)
{
    if (const auto code = parseFields(command, parser, request.fields))
        return code;
    if (request.fields.empty())
        return command.wrong(Command::tr("--field is missing."));
    if (const auto code = command.readNumber(QStringLiteral("top"), request.top))
        return code;
    if (request.top == 0)
        request.top = SIZE_MAX;
    if (parser.isSet(QStringLiteral("rarest")))
        request.order = query::FacetOrder::RarestFirst;
    const QString format = parser.value(QStringLiteral("format"));
    request.json = format == QStringLiteral("json");
    if (!request.json && !format.isEmpty() && format != QStringLiteral("table"))
        return command.wrong(Command::tr("'%1' is no format.").arg(format));
    return parseFilter(command, parser, request.filter);
}

void writeJson(Output& out, const std::vector<query::FacetPtr>& facets, const Request& request)
{
    std::string text = "[";
    for (const query::FacetPtr& facet : facets) {
        text += facet == facets.front() ? "\n  {\"field\":" : ",\n  {\"field\":";
        appendJsonString(query::fieldText(facet->field()), text);
        text += ",\"events\":" + std::to_string(facet->events())
            + ",\"withField\":" + std::to_string(facet->withField())
            + ",\"distinct\":" + std::to_string(facet->distinct()) + ",\"values\":[";
        const auto page = facet->list(request.order, 0, request.top);
        for (const query::FacetValue& value : page.values) {
            text += &value == &page.values.front() ? "\n    {\"value\":" : ",\n    {\"value\":";
            appendJsonString(value.text, text);
            text += ",\"events\":" + std::to_string(value.events) + '}';
        }
        text += "]}";
    }
    out.write(text + "\n]\n");
}

void writeTables(Output& out, const std::vector<query::FacetPtr>& facets, const Request& request)
{
    for (const query::FacetPtr& facet : facets) {
        const auto page = facet->list(request.order, 0, request.top);
        if (facet != facets.front())
            out.write("\n");
        RowWriter writer(out, {query::fieldText(facet->field()), "events"},
                         {.rightAligned = {false, true}});
        for (const query::FacetValue& value : page.values)
            writer.write({value.text, grouped(value.events)});
        writer.finish();
        out.write(Command::tr("%1 of %2 values; %3 of %4 events have the field\n")
                      .arg(QString::fromStdString(grouped(page.values.size())),
                           QString::fromStdString(grouped(facet->distinct())),
                           QString::fromStdString(grouped(facet->withField())),
                           QString::fromStdString(grouped(facet->events())))
                      .toStdString());
    }
}

} // namespace

int runFacets(const QStringList& arguments)
{
    Command command(QStringLiteral("facets"),
                    Command::tr("Counts the values of fields, exactly: in how many events each "
                                "stands. An event with several values counts for each."));
    addOptions(command);
    if (const auto code = command.parse(arguments))
        return *code;
    Request request;
    if (const auto code = parseRequest(command, command.parser(), request))
        return *code;
    const auto found = readFiltered(command, request.filter);
    if (!found)
        return kCouldNotRun;
    noteMissingFields(found->events(), request.fields);
    query::FacetCache cache;
    TerminalProgress progress;
    const auto facets = query::countFacets(found->events(), request.fields, *found->rows, cache,
                                           *found->evaluator, progress.context());
    if (!facets) {
        printError(QString::fromStdString(facets.error().detail));
        return kCouldNotRun;
    }
    Output out;
    if (request.json)
        writeJson(out, *facets, request);
    else
        writeTables(out, *facets, request);
    return out.finish() ? found->reading.exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
