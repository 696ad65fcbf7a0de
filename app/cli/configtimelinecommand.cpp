// trailloupe-cli config timeline: the items of a resource, and what changed from each to the next.
#include "app/cli/configoption.h"
#include "app/cli/output.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/base/visibletext.h"
#include "model/config/resourcehistory.h"

#include <algorithm>

namespace trailloupe::cli {
namespace {

using config::Beginning;
using config::Item;
using config::ItemDiff;
using config::Lifetime;
using config::ResourceNo;
using config::Resources;

const char* beginningKey(Beginning beginning)
{
    switch (beginning) {
    case Beginning::Created:
        return "created";
    case Beginning::Discovered:
        return "discovered";
    case Beginning::Existed:
        return "existed";
    case Beginning::Unrecorded:
        return "unrecorded";
    }
    return "";
}

QString beginningWords(Beginning beginning)
{
    switch (beginning) {
    case Beginning::Created:
        return Command::tr("created then");
    case Beginning::Discovered:
        return Command::tr("discovered; nothing tells when it was created");
    case Beginning::Existed:
        return Command::tr("discovered; it existed before");
    case Beginning::Unrecorded:
        return Command::tr("its history begins before this export");
    }
    return {};
}

class Timeline
{
public:
    Timeline(const Resources& resources, ResourceNo no)
        : m_resources(resources)
        , m_no(no)
        , m_history(config::historyOf(resources, no))
    { }

    void writeText(Output& out) const
    {
        const auto& resource = m_resources.resource(m_no);
        out.write(resourceLine(resource, resource.name).toStdString() + '\n');
        for (const config::Block& block : m_history.blocks) {
            if (!out.write("  " + itemLine(block).toStdString() + '\n'))
                return;
            if (const auto diff = changesOf(block)) {
                for (const config::Change& change : diff->changes)
                    out.write(changeLines(change));
            }
        }
    }

    std::string json() const
    {
        const auto& resource = m_resources.resource(m_no);
        std::string json = '{' + resourceMembersJson(resource, resource.name, resource.arn)
            + ",\n   \"lifetimes\":[";
        const auto items = m_resources.items(m_no);
        for (const Lifetime& life : m_resources.lifetimes(m_no)) {
            json += json.back() == '[' ? "{" : ",{";
            appendMember(json, "beginning", beginningKey(life.beginning));
            const bool hasBeginning = life.beginNs != config::kNoTime;
            appendMember(json, "begin", hasBeginning ? timeOf(items[life.firstItem]) : "");
            const auto deletion =
                std::ranges::find_if(items.subspan(life.firstItem), [](const Item& item) {
                    return config::isDeletion(item.status);
                });
            appendMember(json, "end", life.isDeleted ? timeOf(*deletion) : "");
            json += life.isDeleted ? ",\"deleted\":true" : ",\"deleted\":false";
            json += ",\"deletionLagHours\":"
                + std::to_string(life.isDeleted ? config::deletionLagHours(resource.type) : 0);
            json += '}';
        }
        json += "],\n   \"items\":[";
        for (const config::Block& block : m_history.blocks)
            json += (json.back() == '[' ? "\n    " : ",\n    ") + itemJson(block);
        return json + "]}";
    }

private:
    std::string member(const Item& item, std::string_view name) const
    {
        return itemMember(m_resources, item.row, name);
    }
    std::string timeOf(const Item& item) const
    {
        return member(item, "configurationItemCaptureTime");
    }

    // From the item before that says how the resource was, of the same lifetime or not; nothing for
    // the first, for undated ones and for those that are not recorded.
    std::optional<ItemDiff> changesOf(const config::Block& block) const
    {
        if (block.comparedWith == config::kNoBlock)
            return std::nullopt;
        const auto items = m_resources.items(m_no);
        const std::uint32_t before = m_history.blocks[block.comparedWith].item;
        auto diff =
            config::differItems(*m_resources.store(), items[before].row, items[block.item].row);
        return diff ? std::optional(std::move(diff).value()) : std::nullopt;
    }

    QString itemLine(const config::Block& block) const
    {
        const std::uint32_t i = block.item;
        const Item& item = m_resources.items(m_no)[i];
        const std::string time = timeOf(item);
        const std::string status = member(item, "configurationItemStatus");
        QString line = QString::fromStdString(visibleText(time.empty() ? "undated" : time));
        line += QStringLiteral("  ")
            + QString::fromStdString(visibleText(status.empty() ? "no status" : status));
        for (const Lifetime& life : m_resources.lifetimes(m_no)) {
            if (life.firstItem == i)
                line += QStringLiteral("  ") + beginningWords(life.beginning);
        }
        if (config::isDeletion(item.status)) {
            const auto hours = config::deletionLagHours(m_resources.resource(m_no).type);
            if (hours > 0)
                line += Command::tr("  deletions of this type are recorded up to %1 hours late")
                            .arg(hours);
        }
        const auto diff = changesOf(block);
        if (block.kind == config::Block::Kind::NotRecorded)
            line += Command::tr("  not recorded: it is compared with nothing");
        else if (diff && diff->isEmpty())
            line += Command::tr("  no visible change");
        const auto occurrences = m_resources.occurrences(m_no, i).size();
        if (occurrences > 1)
            line += Command::tr("  recorded %1 times").arg(occurrences);
        return line;
    }

    std::string itemJson(const config::Block& block) const
    {
        const std::uint32_t i = block.item;
        const Item& item = m_resources.items(m_no)[i];
        std::string json = "{";
        appendMember(json, "time", timeOf(item));
        appendMember(json, "status", member(item, "configurationItemStatus"));
        appendMember(json, "stateId", member(item, "configurationStateId"));
        json += ",\"occurrences\":" + std::to_string(m_resources.occurrences(m_no, i).size());
        json += ",\"changes\":";
        const auto diff = changesOf(block);
        if (!diff)
            return json + "null}";
        json += '[';
        for (const config::Change& change : diff->changes)
            json += (json.back() == '[' ? "" : ",") + changeJson(change);
        return json + "]}";
    }

    const Resources& m_resources;
    ResourceNo m_no;
    config::ResourceHistory m_history;
};

} // namespace

int runConfigTimeline(const QStringList& arguments)
{
    Command command(QStringLiteral("config timeline"),
                    Command::tr("Shows the items of a resource in the order of their captures, "
                                "and what changed from each to the next: members by name, rules "
                                "by protocol, ports and peer, policies by what they mean. A "
                                "capture is when the state was recorded, not when it was made."));
    QCommandLineParser& parser = command.parser();
    parser.addOption({QStringLiteral("resource"),
                      Command::tr("The resource: an id, a name or an ARN that it has or had."),
                      QStringLiteral("id")});
    addTypeOption(parser);
    parser.addOption({QStringLiteral("format"),
                      Command::tr("text (default) or json: an array of the resources that are "
                                  "called so, with lifetimes, items and their changes."),
                      QStringLiteral("format"), QStringLiteral("text")});
    command.setExamples(QStringLiteral(
        "  trailloupe-cli config timeline AWSLogs/ --resource sg-0123456789abcdef0\n"
        "  trailloupe-cli config timeline x.zip --resource web --type EC2::Instance --format "
        "json\n"));
    if (const auto code = command.parse(arguments))
        return *code;
    const QString format = parser.value(QStringLiteral("format"));
    const bool isJson = format == QStringLiteral("json");
    if (!isJson && format != QStringLiteral("text"))
        return command.wrong(
            Command::tr("No such format: '%1'. There are text and json.").arg(format));
    const QString called = parser.value(QStringLiteral("resource"));
    if (called.isEmpty())
        return command.wrong(Command::tr("--resource is missing."));
    const auto read = readResources(command);
    if (!read)
        return kCouldNotRun;
    const auto found = resourcesCalled(*read->resources, called.toStdString(), chosenTypes(parser));
    noteUnknownTypes(*read->resources, parser);
    if (found.empty()) {
        printError(
            Command::tr("no resource of the export has the id, name or ARN '%1'").arg(called));
        return kCouldNotRun;
    }
    Output out;
    if (isJson)
        out.write("[");
    for (const ResourceNo no : found) {
        const Timeline timeline(*read->resources, no);
        if (isJson)
            out.write((no == found.front() ? "\n  " : ",\n  ") + timeline.json());
        else
            timeline.writeText(out);
    }
    if (isJson)
        out.write("\n]\n");
    return out.finish() ? read->reading.exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
