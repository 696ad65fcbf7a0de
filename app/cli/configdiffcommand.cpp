// trailloupe-cli config diff: what was born, died and changed between two moments.
#include "app/cli/configoption.h"
#include "app/cli/output.h"
#include "model/base/timestamp.h"
#include "model/base/visibletext.h"
#include "model/config/estatediff.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace trailloupe::cli {
namespace {

using config::EstateChange;
using config::ItemDiff;
using config::Resources;

std::string timeText(std::int64_t ns)
{
    return formatEventTime(Timestamp::fromNs(ns).seconds());
}

class DiffText
{
public:
    DiffText(const Resources& resources, const EstateChange& change)
        : m_resources(resources)
        , m_change(change)
    { }

    std::string text() const
    {
        static constexpr struct
        {
            EstateChange::Kind kind;
            const char* mark;
        } kMarks[] = {{EstateChange::Kind::Born, "+ "},
                      {EstateChange::Kind::Appeared, "? "},
                      {EstateChange::Kind::Died, "\u2212 "},
                      {EstateChange::Kind::Passed, "\u00B1 "},
                      {EstateChange::Kind::Changed, "\u2260 "},
                      {EstateChange::Kind::Reborn, "\u21BB "},
                      {EstateChange::Kind::ChangedBack, "\u21C4 "}};
        std::string lines =
            std::find_if(std::begin(kMarks), std::end(kMarks), [this](const auto& m) {
                return m.kind == m_change.kind;
            })->mark;
        const auto& resource = m_resources.resource(m_change.resource);
        lines += m_change.kind == EstateChange::Kind::ChangedBack
            ? Command::tr("changed and changed back").toStdString()
            : config::estateChangeKey(m_change.kind);
        lines += "  " + resourceLine(resource, resource.name).toStdString() + '\n';
        for (const config::Change& change : diff().changes)
            lines += changeLines(change);
        for (const Step& step : between()) {
            lines += "  " + visibleText(timeOf(step.item)) + '\n';
            for (const config::Change& change : step.changes)
                lines += changeLines(change);
        }
        return lines;
    }

    std::string json() const
    {
        const auto& resource = m_resources.resource(m_change.resource);
        std::string json = '{' + resourceMembersJson(resource, resource.name, resource.arn);
        appendMember(json, "change", config::estateChangeKey(m_change.kind));
        appendMember(json, "before", timeOf(m_change.before.item));
        appendMember(json, "after", timeOf(m_change.after.item));
        json += ",\"changes\":" + changesJson(diff().changes);
        json += ",\"between\":[";
        for (const Step& step : between()) {
            json += json.back() == '[' ? "{" : ",{";
            appendMember(json, "time", timeOf(step.item));
            json += ",\"changes\":" + changesJson(step.changes) + '}';
        }
        return json + "]}";
    }

private:
    struct Step // from one state to the next
    {
        std::uint32_t item;
        std::vector<config::Change> changes;
    };

    static std::string changesJson(const std::vector<config::Change>& changes)
    {
        std::string json = "[";
        for (const config::Change& change : changes)
            json += (json.size() == 1 ? "" : ",") + changeJson(change);
        return json + ']';
    }

    std::string timeOf(std::uint32_t item) const
    {
        return item == config::kNoItem
            ? std::string()
            : itemMember(m_resources, m_resources.items(m_change.resource)[item].row,
                         "configurationItemCaptureTime");
    }

    ItemDiff differ(std::uint32_t before, std::uint32_t after) const
    {
        if (before == config::kNoItem || after == config::kNoItem)
            return {};
        const auto items = m_resources.items(m_change.resource);
        auto made = config::differItems(*m_resources.store(), items[before].row, items[after].row);
        return made ? std::move(made).value() : ItemDiff();
    }

    ItemDiff diff() const
    {
        const bool isCompared = m_change.kind == EstateChange::Kind::Changed
            || m_change.kind == EstateChange::Kind::Reborn
            || m_change.kind == EstateChange::Kind::ChangedBack;
        return isCompared ? differ(m_change.before.described, m_change.after.described)
                          : ItemDiff();
    }

    // How it came that nothing is different: there and back.
    std::vector<Step> between() const
    {
        std::vector<Step> steps;
        if (m_change.kind != EstateChange::Kind::ChangedBack)
            return steps;
        std::uint32_t before = m_change.before.described;
        for (const std::uint32_t item : config::itemsBetween(m_resources, m_change)) {
            ItemDiff step = differ(std::exchange(before, item), item);
            if (!step.isEmpty())
                steps.push_back({item, std::move(step.changes)});
        }
        return steps;
    }

    const Resources& m_resources;
    const EstateChange& m_change;
};

void addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    parser.addOption({QStringLiteral("from"),
                      Command::tr("The moment before, UTC without a zone. Default: before the "
                                  "first item of the export."),
                      QStringLiteral("time")});
    parser.addOption({QStringLiteral("to"),
                      Command::tr("The moment after. Default: the end of the export."),
                      QStringLiteral("time")});
    parser.addOption({QStringLiteral("resource"),
                      Command::tr("Only this resource: an id, a name or an ARN."),
                      QStringLiteral("id")});
    addTypeOption(parser);
    parser.addOption({QStringLiteral("format"),
                      Command::tr("text (default) or json: from, to and resources, each with "
                                  "change (born, appeared: it existed before; died, passed, "
                                  "changed, reborn, changed-back: nothing differs, but did in "
                                  "between), changes and, of changed-back, the states between."),
                      QStringLiteral("format"), QStringLiteral("text")});
    command.setExamples(QStringLiteral(
        "  trailloupe-cli config diff AWSLogs/ --from 2026-03-11 --to 2026-03-12T03:00Z\n"
        "  trailloupe-cli config diff x.zip --from 2026-03-11 --type EC2::SecurityGroup\n"));
}

void write(Output& out, const Resources& resources, const std::vector<EstateChange>& changes,
           std::size_t asked, std::int64_t fromNs, std::int64_t toNs, bool isJson)
{
    if (isJson) {
        std::string head = "{";
        appendMember(head, "from", timeText(fromNs));
        appendMember(head, "to", timeText(toNs));
        out.write(head + ",\"resources\":[");
    }
    const char* separator = "\n  ";
    for (const EstateChange& change : changes) {
        const DiffText text(resources, change);
        if (!out.write(isJson ? std::exchange(separator, ",\n  ") + text.json() : text.text()))
            return;
    }
    if (isJson)
        out.write("\n]}\n");
    else
        out.write(Command::tr("%1 of %2 resources, from %3 to %4\n")
                      .arg(QString::fromStdString(grouped(changes.size())),
                           QString::fromStdString(grouped(asked)),
                           QString::fromStdString(timeText(fromNs)),
                           QString::fromStdString(timeText(toNs)))
                      .toStdString());
}

} // namespace

int runConfigDiff(const QStringList& arguments)
{
    Command command(
        QStringLiteral("config diff"),
        Command::tr(
            "Shows what was born, died and changed between two moments, or changed "
            "and changed back, and how: members by name, rules by protocol, ports and peer, "
            "relationships as verbs, policies by what they mean."));
    addOptions(command);
    if (const auto code = command.parse(arguments))
        return *code;
    QCommandLineParser& parser = command.parser();
    const QString format = parser.value(QStringLiteral("format"));
    if (format != QStringLiteral("json") && format != QStringLiteral("text"))
        return command.wrong(
            Command::tr("No such format: '%1'. There are text and json.").arg(format));
    std::optional<std::int64_t> from;
    std::optional<std::int64_t> to;
    if (const auto code = parseMoment(command, parser, QStringLiteral("from"), from))
        return *code;
    if (const auto code = parseMoment(command, parser, QStringLiteral("to"), to))
        return *code;
    if (from && to && *from > *to)
        return command.wrong(Command::tr("--from is after --to."));
    const auto read = readResources(command);
    if (!read)
        return kCouldNotRun;
    const Resources& resources = *read->resources;
    const bool isDated = resources.lastNs() != config::kNoTime;
    const std::int64_t lastNs = isDated ? resources.lastNs() : 0;
    // Behind the last item all is as it was at the end: what is asked is compared all the same.
    const std::int64_t toNs = to ? *to : std::max(lastNs, from.value_or(lastNs));
    const std::int64_t fromNs =
        from ? *from : std::min(toNs, isDated ? resources.firstNs() - 1 : 0);
    if (isDated && fromNs >= lastNs)
        printError(Command::tr("--from is not before the last item of the export, which is of %1: "
                               "nothing can have changed since")
                       .arg(QString::fromStdString(timeText(lastNs))));
    TerminalProgress progress;
    auto changes = config::differEstate(resources, fromNs, toNs, progress.context(), 0,
                                        config::ChangedBack::Told);
    if (!changes) {
        printError(QString::fromStdString(changes.error().detail));
        return kCouldNotRun;
    }
    const auto types = chosenTypes(parser);
    noteUnknownTypes(resources, parser);
    std::vector<config::ResourceNo> called;
    const QString name = parser.value(QStringLiteral("resource"));
    if (!name.isEmpty()) {
        called = resourcesCalled(resources, name.toStdString(), types);
        if (called.empty()) {
            printError(
                Command::tr("no resource of the export has the id, name or ARN '%1'").arg(name));
            return kCouldNotRun;
        }
    }
    std::erase_if(*changes, [&](const EstateChange& change) {
        return !isOfType(resources.resource(change.resource).type, types)
            || (!called.empty() && !std::ranges::binary_search(called, change.resource));
    });
    Output out;
    write(out, resources, *changes, called.empty() ? resources.size() : called.size(), fromNs, toNs,
          format == QStringLiteral("json"));
    return out.finish() ? read->reading.exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
