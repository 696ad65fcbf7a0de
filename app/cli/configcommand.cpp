// trailloupe-cli config: what AWS Config recorded of the resources of an account.
#include "app/cli/configoption.h"
#include "app/cli/filteroption.h"
#include "app/cli/output.h"

#include <algorithm>

namespace trailloupe::cli {
namespace {

using config::Resource;
using config::ResourceNo;
using config::Resources;
using config::State;
using Presence = State::Presence;

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

// One resource as it is listed.
struct Row
{
    ResourceNo no;
    State state;
};

const char* presenceKey(Presence presence)
{
    switch (presence) {
    case Presence::NotYet:
        return "not-yet";
    case Presence::Live:
        return "live";
    case Presence::Deleted:
        return "deleted";
    case Presence::NotRecorded:
        return "not-recorded";
    case Presence::Undated:
        return "undated";
    }
    return "";
}

class ResourceList
{
public:
    ResourceList(const Resources& resources, const Request& request, const query::RowSet* fits)
        : m_resources(resources)
        , m_request(request)
    {
        for (std::uint32_t i = 0; i < resources.size(); ++i) {
            const Row row{ResourceNo(i),
                          request.asOfNs ? resources.stateAt(ResourceNo(i), *request.asOfNs)
                                         : resources.lastState(ResourceNo(i))};
            if (isListed(row, fits))
                m_rows.push_back(row);
        }
    }

    std::size_t size() const { return m_rows.size(); }

    void writeTable(Output& out) const
    {
        RowWriter writer(
            out, {"type", "id", "name", "account", "Region", "status", "items", "last change"},
            {.rightAligned = {false, false, false, false, false, false, true}});
        for (const Row& row : m_rows) {
            const Resource& resource = m_resources.resource(row.no);
            if (!writer.write({std::string(resource.type), std::string(resource.id), name(row),
                               std::string(resource.accountId), std::string(resource.region),
                               text(row, row.state.item, "configurationItemStatus"),
                               grouped(row.state.itemCount), lastChange(row)}))
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
        for (const Row& row : m_rows) {
            const Resource& resource = m_resources.resource(row.no);
            if (!writer.write({std::string(resource.type), std::string(resource.id), name(row),
                               std::string(resource.accountId), std::string(resource.region),
                               arn(row), text(row, row.state.item, "configurationItemStatus"),
                               presenceKey(row.state.presence), std::to_string(row.state.itemCount),
                               text(row, 0, "configurationItemCaptureTime"), lastChange(row),
                               std::to_string(lifetimeCount(row))}))
                return;
        }
        writer.finish();
    }

    void writeJson(Output& out, bool lines) const
    {
        if (!lines)
            out.write("[");
        const char* separator = lines ? "" : "\n  ";
        for (const Row& row : m_rows) {
            if (!out.write(separator + json(row)))
                return;
            separator = lines ? "\n" : ",\n  ";
        }
        out.write(lines ? (m_rows.empty() ? "" : "\n") : "\n]\n");
    }

private:
    bool isListed(const Row& row, const query::RowSet* fits) const
    {
        const Presence presence = row.state.presence;
        if (presence == Presence::NotYet || (presence == Presence::Deleted && !m_request.deleted))
            return false;
        if (!isOfType(m_resources.resource(row.no).type, m_request.types))
            return false;
        if (!fits)
            return true;
        // A deletion says little: what was before it counts too.
        const auto items = m_resources.items(row.no);
        const auto fit = [&](std::uint32_t item) {
            return item != config::kNoItem && fits->contains(items[item].row);
        };
        return fit(row.state.item) || fit(row.state.described);
    }

    // A member of an item; empty where it has none.
    std::string text(const Row& row, std::uint32_t item, std::string_view member) const
    {
        return item == config::kNoItem
            ? std::string()
            : itemMember(m_resources, m_resources.items(row.no)[item].row, member);
    }

    // As of the moment; of what is deleted, what it was called.
    std::string textOr(const Row& row, std::string_view member, std::string_view otherwise) const
    {
        std::string found = text(row, row.state.item, member);
        if (found.empty())
            found = text(row, row.state.described, member);
        return found.empty() && !m_request.asOfNs ? std::string(otherwise) : found;
    }
    std::string name(const Row& row) const
    {
        return textOr(row, "resourceName", m_resources.resource(row.no).name);
    }
    std::string arn(const Row& row) const
    {
        return textOr(row, "arn", m_resources.resource(row.no).arn);
    }

    std::string lastChange(const Row& row) const
    {
        // A repeat is no change.
        const auto items = m_resources.items(row.no);
        std::uint32_t item = row.state.item;
        while (item > 0 && items[item].isRepeat)
            --item;
        return text(row, item, "configurationItemCaptureTime");
    }

    std::size_t lifetimeCount(const Row& row) const
    {
        const auto lives = m_resources.lifetimes(row.no);
        return static_cast<std::size_t>(
            std::ranges::count_if(lives, [&](const config::Lifetime& life) {
                return !m_request.asOfNs || life.firstItem <= row.state.item;
            }));
    }

    std::string json(const Row& row) const
    {
        const Resource& resource = m_resources.resource(row.no);
        std::string json = '{' + resourceMembersJson(resource, name(row), arn(row));
        appendMember(json, "status", text(row, row.state.item, "configurationItemStatus"));
        appendMember(json, "state", presenceKey(row.state.presence));
        json += ",\"items\":" + std::to_string(row.state.itemCount);
        appendMember(json, "firstSeen", text(row, 0, "configurationItemCaptureTime"));
        appendMember(json, "lastChange", lastChange(row));
        json += ",\"lifetimes\":" + std::to_string(lifetimeCount(row));
        return json + '}';
    }

    const Resources& m_resources;
    const Request& m_request;
    std::vector<Row> m_rows;
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
                     "awsRegion:us-east-1\", \"configuration.ipPermissions.fromPort:22\". A word "
                     "alone is looked for in every field."),
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
    const auto& items = read->reading.evidence.items;
    TerminalProgress progress;
    query::RowSetPtr fits;
    if (request.hasFilter) {
        query::Evaluator evaluator;
        const auto rows = evaluator.evaluate(items, request.filter, progress.context());
        if (!rows) {
            printError(QString::fromStdString(rows.error().detail));
            return kCouldNotRun;
        }
        fits = *rows;
        noteMissingFields(items, request.filter);
    }
    Output out;
    write(out, ResourceList(*read->resources, request, fits.get()), request.format,
          read->resources->size());
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
    if (what == QStringLiteral("diff"))
        return runConfigDiff(arguments.mid(1));
    if (what == QStringLiteral("--help") || what == QStringLiteral("-h")) {
        Output out;
        out.write(Command::tr("Usage: trailloupe-cli config <command> [options] EXPORT...\n\n"
                              "What AWS Config recorded.\n\n"
                              "Commands:\n"
                              "  list      the resources and their states, as of any moment\n"
                              "  timeline  the items of a resource and what changed\n"
                              "  diff      what was born, died and changed between two moments\n\n"
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
