// trailloupe-cli config: what AWS Config recorded of the resources of an account.
#include "app/cli/configoption.h"
#include "app/cli/filteroption.h"
#include "app/cli/output.h"
#include "model/config/inventoryfacts.h"
#include "model/config/itemfilter.h"

namespace trailloupe::cli {
namespace {

using config::Inventory;
using config::InventoryRow;
using config::Resource;

enum class ListFormat
{
    Table,
    Csv,
    Json,
    JsonLines,
};

struct Request
{
    std::vector<std::string> types; // lower case, * for any text; empty: all
    query::PredicatePtr filter;
    bool hasFilter = false;
    std::optional<std::int64_t> asOfNs;
    bool deleted = false; // deleted ones too
    ListFormat format = ListFormat::Table;
};

class ResourceList
{
public:
    explicit ResourceList(const Inventory& inventory)
        : m_inventory(inventory)
        , m_facts(inventory.resources(), inventory.asOfNs())
    { }

    std::size_t size() const { return m_inventory.rows().size(); }

    void writeTable(Output& out) const
    {
        RowWriter writer(
            out, {"type", "id", "name", "account", "Region", "status", "items", "last change"},
            {.rightAligned = {false, false, false, false, false, false, true}});
        for (const InventoryRow& row : m_inventory.rows()) {
            const Resource& resource = resourceOf(row);
            if (!writer.write({std::string(resource.type), std::string(resource.id),
                               m_facts.name(row), std::string(resource.accountId),
                               std::string(resource.region), m_facts.status(row),
                               grouped(row.state.itemCount), m_facts.lastChange(row)}))
                return;
        }
        writer.finish();
    }

    void writeCsv(Output& out) const
    {
        RowWriter writer(out,
                         {"resourceType", "resourceId", "name", "accountId", "region", "arn",
                          "status", "state", "items", "firstSeen", "lastChange", "lifetimes"},
                         {.csv = true});
        for (const InventoryRow& row : m_inventory.rows()) {
            const Resource& resource = resourceOf(row);
            if (!writer.write(
                    {std::string(resource.type), std::string(resource.id), m_facts.name(row),
                     std::string(resource.accountId), std::string(resource.region),
                     m_facts.arn(row), m_facts.status(row), config::presenceKey(row.state.presence),
                     std::to_string(row.state.itemCount), m_facts.firstSeen(row),
                     m_facts.lastChange(row), std::to_string(m_facts.lifetimeCount(row))}))
                return;
        }
        writer.finish();
    }

    void writeJson(Output& out, bool lines) const
    {
        if (!lines)
            out.write("[");
        const char* separator = lines ? "" : "\n  ";
        for (const InventoryRow& row : m_inventory.rows()) {
            if (!out.write(separator + json(row)))
                return;
            separator = lines ? "\n" : ",\n  ";
        }
        out.write(lines ? (m_inventory.rows().empty() ? "" : "\n") : "\n]\n");
    }

private:
    const Resource& resourceOf(const InventoryRow& row) const
    {
        return m_inventory.resources()->resource(row.no);
    }

    std::string json(const InventoryRow& row) const
    {
        const Resource& resource = resourceOf(row);
        std::string json = '{' + resourceMembersJson(resource, m_facts.name(row), m_facts.arn(row));
        appendMember(json, "status", m_facts.status(row));
        appendMember(json, "state", config::presenceKey(row.state.presence));
        json += ",\"items\":" + std::to_string(row.state.itemCount);
        appendMember(json, "firstSeen", m_facts.firstSeen(row));
        appendMember(json, "lastChange", m_facts.lastChange(row));
        json += ",\"lifetimes\":" + std::to_string(m_facts.lifetimeCount(row));
        return json + '}';
    }

    const Inventory& m_inventory;
    config::InventoryFacts m_facts;
};

void addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    addTypeOption(parser);
    parser.addOption(
        {QStringLiteral("filter"),
         Command::tr("Only resources whose state fulfils <text>, in the language of the filter "
                     "bar, over the fields of configuration items as the API names them: "
                     "\"configuration.state.name:running\", \"tags.Owner:alice and not "
                     "awsRegion:us-east-1\", \"configuration.ipPermissions.fromPort:22\"; type, "
                     "id, name and status are those of the resource. A word alone is looked for "
                     "in every field."),
         QStringLiteral("text")});
    addLanguageOption(parser);
    parser.addOption({QStringLiteral("as-of"),
                      Command::tr("The resources and their states as of <time>, UTC without a "
                                  "zone: 2026-03-01T14:05:12Z. Default: the end of the export."),
                      QStringLiteral("time")});
    parser.addOption({QStringLiteral("deleted"), Command::tr("Deleted resources too.")});
    parser.addOption({QStringLiteral("format"),
                      Command::tr("table (default), csv, json (an array) or jsonl (one JSON object "
                                  "a line): resourceType, resourceId, accountId, region, name, "
                                  "arn, status (of the item), state (live, deleted, not-recorded, "
                                  "undated), items, firstSeen, lastChange, lifetimes."),
                      QStringLiteral("format"), QStringLiteral("table")});
    command.setExamples(QStringLiteral(
        "  trailloupe-cli config list AWSLogs/ --type AWS::EC2::SecurityGroup\n"
        "  trailloupe-cli config list x.zip --as-of 2026-03-01T14:05:00Z --deleted\n"
        "  trailloupe-cli config list x.zip --filter \"tags.Owner:alice\" --format json | jq "
        "length\n"));
}

std::optional<int> parseRequest(const Command& command, QCommandLineParser& parser,
                                Request& request)
{
    request.types = chosenTypes(parser);
    if (const auto code = parseMoment(command, parser, QStringLiteral("as-of"), request.asOfNs))
        return code;
    request.deleted = parser.isSet(QStringLiteral("deleted"));
    const QString format = parser.value(QStringLiteral("format"));
    if (format == QStringLiteral("csv"))
        request.format = ListFormat::Csv;
    else if (format == QStringLiteral("json"))
        request.format = ListFormat::Json;
    else if (format == QStringLiteral("jsonl"))
        request.format = ListFormat::JsonLines;
    else if (format != QStringLiteral("table"))
        return command.wrong(
            Command::tr("No such format: '%1'. There are table, csv, json and jsonl.").arg(format));
    request.hasFilter = parser.isSet(QStringLiteral("filter"));
    return parseFilter(command, parser, request.filter);
}

void write(Output& out, const ResourceList& list, ListFormat format, std::size_t all)
{
    switch (format) {
    case ListFormat::Table:
        list.writeTable(out);
        out.write(Command::tr("%1 of %2 resources\n")
                      .arg(QString::fromStdString(grouped(list.size())),
                           QString::fromStdString(grouped(all)))
                      .toStdString());
        break;
    case ListFormat::Csv:
        list.writeCsv(out);
        break;
    case ListFormat::Json:
    case ListFormat::JsonLines:
        list.writeJson(out, format == ListFormat::JsonLines);
        break;
    }
}

int runList(const QStringList& arguments)
{
    Command command(QStringLiteral("config list"),
                    Command::tr("Lists the resources that AWS Config recorded, as they were at the "
                                "end of the export or at any moment. A resource is one by account, "
                                "Region, type and id. That it was discovered does not say that it "
                                "was created then."));
    addOptions(command);
    if (const auto code = command.parse(arguments))
        return *code;
    Request request;
    if (const auto code = parseRequest(command, command.parser(), request))
        return *code;
    const auto read = readResources(command);
    if (!read)
        return kCouldNotRun;
    noteUnknownTypes(*read->resources, command.parser());
    const auto& items = read->reading.evidence.items;
    TerminalProgress progress;
    query::RowSetPtr fits;
    if (request.hasFilter) {
        query::Evaluator evaluator;
        const auto filter = config::itemFilter(request.filter);
        const auto rows = evaluator.evaluate(items, filter, progress.context());
        if (!rows) {
            printError(QString::fromStdString(rows.error().detail));
            return kCouldNotRun;
        }
        fits = *rows;
        noteMissingFields(items, filter, "configuration item");
    }
    const auto inventory = Inventory::make(
        read->resources,
        {.asOfNs = request.asOfNs,
         .withDeleted = request.deleted,
         .isOfType = [&](std::string_view type) { return isOfType(type, request.types); },
         .fits = fits},
        progress.context());
    if (!inventory) {
        printError(QString::fromStdString(inventory.error().detail));
        return kCouldNotRun;
    }
    Output out;
    write(out, ResourceList(**inventory), request.format, read->resources->size());
    return out.finish() ? read->reading.exitCode() : kCouldNotRun;
}

} // namespace

int runConfig(const QStringList& arguments)
{
    const QString what = arguments.value(1);
    if (what == QStringLiteral("list"))
        return runList(arguments.mid(1));
    if (what == QStringLiteral("timeline"))
        return runConfigTimeline(arguments.mid(1));
    if (what == QStringLiteral("causes"))
        return runConfigCauses(arguments.mid(1));
    if (what == QStringLiteral("diff"))
        return runConfigDiff(arguments.mid(1));
    if (what == QStringLiteral("graph"))
        return runConfigGraph(arguments.mid(1));
    if (what == QStringLiteral("--help") || what == QStringLiteral("-h")) {
        Output out;
        out.write(Command::tr("Usage: trailloupe-cli config <command> [options] EXPORT...\n\n"
                              "What AWS Config recorded.\n\n"
                              "Commands:\n"
                              "  list      the resources and their states, as of any moment\n"
                              "  timeline  the items of a resource and what changed\n"
                              "  causes    the events behind each state of a resource\n"
                              "  diff      what was born, died and changed between two moments\n"
                              "  graph     what is around a resource, as of any moment\n\n"
                              "'trailloupe-cli config <command> --help' shows the options of a "
                              "command.\n")
                      .toStdString());
        return out.finish() ? kRead : kCouldNotRun;
    }
    printError(what.isEmpty() ? Command::tr("config: no command was given.")
                              : Command::tr("config: no such command: '%1'.").arg(what));
    printError(Command::tr("'trailloupe-cli config --help' shows what there is."));
    return kCouldNotRun;
}

} // namespace trailloupe::cli
