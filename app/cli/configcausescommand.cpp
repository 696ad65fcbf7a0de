// trailloupe-cli config causes: the events behind the states of a resource, and the states that an
// event led to.
#include "app/cli/configoption.h"
#include "app/cli/output.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/base/visibletext.h"
#include "model/config/causes.h"
#include "model/config/resourcehistory.h"
#include "model/query/column.h"
#include "ui/words/numbertext.h"

namespace trailloupe::cli {
namespace {

using config::Cause;
using config::CauseReason;
using config::ItemCauses;
using config::ResourceNo;
using config::Resources;
using query::Column;
using query::ColumnReader;
using query::Derived;

constexpr std::int64_t kSecond = 1'000'000'000;

std::string momentText(std::int64_t ns)
{
    return ns == config::kNoTime ? std::string() : formatEventTime(Timestamp::fromNs(ns).seconds());
}

// What is shown of events.
class EventTexts
{
public:
    explicit EventTexts(const std::shared_ptr<const store::EventStore>& events)
        : m_events(*events)
        , m_caller(events, Column::derivedColumn(Derived::User))
        , m_actor(events, Column::derivedColumn(Derived::Actor))
    { }

    std::string time(RowId row) const
    {
        const auto seconds = m_events.time(row);
        return seconds ? formatEventTime(*seconds) : std::string();
    }
    std::string text(RowId row, std::string_view path) const
    {
        std::string found;
        if (const auto id = m_events.paths().find(path))
            m_events.value(row, *id, found);
        return found;
    }
    std::string caller(RowId row) const { return of(m_caller, row); }
    std::string actor(RowId row) const { return of(m_actor, row); }

    // "2026-03-01T14:05:12Z  StopInstances by alice, acting for bob"
    std::string line(RowId row) const
    {
        const std::string moment = time(row);
        std::string line = moment.empty() ? "undated" : moment;
        line += "  " + visibleText(text(row, "eventName"));
        const std::string by = caller(row);
        const std::string behind = actor(row);
        if (!by.empty())
            line +=
                Command::tr(" by %1").arg(QString::fromStdString(visibleText(by))).toStdString();
        if (!behind.empty() && behind != by)
            line += Command::tr(", behind it %1")
                        .arg(QString::fromStdString(visibleText(behind)))
                        .toStdString();
        return line;
    }

private:
    static std::string of(const ColumnReader& reader, RowId row)
    {
        std::string found;
        reader.text(row, found);
        return found;
    }

    const store::EventStore& m_events;
    ColumnReader m_caller;
    ColumnReader m_actor;
};

class CausesOutput
{
public:
    CausesOutput(const Resources& resources, const EventTexts& events)
        : m_resources(resources)
        , m_events(events)
    { }

    void writeText(Output& out, ResourceNo no, const std::vector<ItemCauses>& causes) const
    {
        const auto& resource = m_resources.resource(no);
        out.write(resourceLine(resource, resource.name).toStdString() + '\n');
        // The items that are no repeats, in their order.
        const config::ResourceHistory history = config::historyOf(m_resources, no);
        for (std::uint32_t block = 0; block < history.blocks.size(); ++block) {
            if (!out.write(itemText(history, block, causes[history.blocks[block].item])))
                return;
        }
    }

    std::string json(ResourceNo no, const std::vector<ItemCauses>& causes) const
    {
        const auto& resource = m_resources.resource(no);
        std::string json =
            '{' + resourceMembersJson(resource, resource.name, resource.arn) + ",\n   \"items\":[";
        const auto items = m_resources.items(no);
        for (std::uint32_t i = 0; i < items.size(); ++i) {
            if (!items[i].isRepeat)
                json += (json.back() == '[' ? "\n    " : ",\n    ") + itemJson(no, i, causes[i]);
        }
        return json + "]}";
    }

private:
    std::string member(ResourceNo no, std::uint32_t item, std::string_view name) const
    {
        return itemMember(m_resources, m_resources.items(no)[item].row, name);
    }

    std::string itemText(const config::ResourceHistory& history, std::uint32_t block,
                         const ItemCauses& causes) const
    {
        const ResourceNo no = history.resource;
        const std::uint32_t i = history.blocks[block].item;
        const std::string time = member(no, i, "configurationItemCaptureTime");
        const std::string status = member(no, i, "configurationItemStatus");
        std::string text = "  " + visibleText(time.empty() ? "undated" : time) + "  "
            + visibleText(status.empty() ? "no status" : status) + '\n';
        for (const Cause& cause : causes.causes)
            text += causeText(cause, config::causeConfidenceKey(cause.confidence));
        if (causes.causes.empty())
            text += nothingText(history, block, causes).toStdString();
        for (const Cause& cause : causes.tried)
            text += causeText(cause, "tried");
        for (const std::string& id : causes.missingEvents)
            text += Command::tr("    AWS Config names event %1, which is not in this export\n")
                        .arg(QString::fromStdString(visibleText(id)))
                        .toStdString();
        return text;
    }

    std::string causeText(const Cause& cause, const std::string& what) const
    {
        std::string text = "    " + what + "  " + m_events.line(cause.event);
        const std::string error = m_events.text(cause.event, "errorCode");
        if (!error.empty())
            text += ": " + visibleText(error);
        const QString distance = ui::durationText(std::abs(cause.beforeNs) / 1'000'000);
        text += (cause.beforeNs < 0 ? Command::tr("  %1 after the capture").arg(distance)
                                    : Command::tr("  %1 before the capture").arg(distance))
                    .toStdString();
        text += "  " + visibleText(m_events.text(cause.event, "eventID")) + '\n';
        for (const CauseReason& reason : cause.reasons)
            text += "      " + visibleText(config::causeReasonText(reason)) + '\n';
        return text;
    }

    // Nothing but what changes by itself, as far as that is known.
    bool isUnchanged(const config::ResourceHistory& history, std::uint32_t block) const
    {
        using Outcome = config::BlockChanges::Outcome;
        const Outcome outcome = config::countChanges(m_resources, history, block).outcome;
        return outcome == Outcome::Same || outcome == Outcome::OnlyNoise;
    }

    QString nothingText(const config::ResourceHistory& history, std::uint32_t block,
                        const ItemCauses& causes) const
    {
        const config::Searched& searched = causes.searched;
        if (!causes.isSearched())
            return Command::tr("    nothing was searched: there is no change or no time\n");
        const bool hasEvents = searched.exportFromNs != config::kNoTime;
        if (hasEvents && searched.named == 0 && isUnchanged(history, block))
            return Command::tr("    nothing changed that a call would have to explain\n");
        const auto& resource = m_resources.resource(history.resource);
        QStringList texts;
        for (const std::string& text : searched.texts)
            texts << QString::fromStdString(visibleText(text));
        QString said =
            Command::tr("    no cause found: searched %1 events between %2 and %3 in account %4, "
                        "%5, for %6; %7 of them can change something, %8 name it\n")
                .arg(QString::fromStdString(grouped(searched.events)),
                     QString::fromStdString(momentText(searched.fromNs)),
                     QString::fromStdString(momentText(searched.toNs)),
                     QString::fromStdString(visibleText(resource.accountId)),
                     QString::fromStdString(visibleText(resource.region)),
                     texts.join(QStringLiteral(", ")),
                     QString::fromStdString(grouped(searched.writes)),
                     QString::fromStdString(grouped(searched.named)));
        if (searched.trailStoppedNs != config::kNoTime)
            said += searched.trailStartedNs == config::kNoTime
                ? Command::tr("      a trail of the account was stopped at %1: calls may be "
                              "missing\n")
                      .arg(QString::fromStdString(momentText(searched.trailStoppedNs)))
                : Command::tr("      a trail of the account was stopped from %1 to %2: calls may "
                              "be missing\n")
                      .arg(QString::fromStdString(momentText(searched.trailStoppedNs)),
                           QString::fromStdString(momentText(searched.trailStartedNs)));
        if (!hasEvents)
            said += Command::tr("      the export has no events of this account and Region\n");
        else if (searched.fromNs < searched.exportFromNs || searched.toNs > searched.exportToNs)
            said += Command::tr("      the events of the export reach from %1 to %2\n")
                        .arg(QString::fromStdString(momentText(searched.exportFromNs)),
                             QString::fromStdString(momentText(searched.exportToNs)));
        return said;
    }

    std::string itemJson(ResourceNo no, std::uint32_t i, const ItemCauses& causes) const
    {
        std::string json = "{";
        appendMember(json, "time", member(no, i, "configurationItemCaptureTime"));
        appendMember(json, "status", member(no, i, "configurationItemStatus"));
        appendMember(json, "stateId", member(no, i, "configurationStateId"));
        json += ",\"causes\":" + causesJson(causes.causes, true);
        json += ",\"tried\":" + causesJson(causes.tried, false);
        json += ",\"others\":[";
        for (const RowId row : causes.others) {
            json += json.back() == '[' ? "" : ",";
            appendJsonString(m_events.text(row, "eventID"), json);
        }
        json += "],\"missingEvents\":" + textsJson(causes.missingEvents);
        return json + ",\"searched\":" + searchedJson(causes) + '}';
    }

    static std::string textsJson(const std::vector<std::string>& texts)
    {
        std::string json = "[";
        for (const std::string& text : texts) {
            json += json.size() == 1 ? "" : ",";
            appendJsonString(text, json);
        }
        return json + ']';
    }

    static std::string searchedJson(const ItemCauses& causes)
    {
        if (!causes.isSearched())
            return "null";
        const config::Searched& searched = causes.searched;
        std::string json = "{";
        appendMember(json, "from", momentText(searched.fromNs));
        appendMember(json, "to", momentText(searched.toNs));
        json += ",\"events\":" + std::to_string(searched.events);
        json += ",\"writes\":" + std::to_string(searched.writes);
        json += ",\"named\":" + std::to_string(searched.named);
        appendMember(json, "trailStopped", momentText(searched.trailStoppedNs));
        appendMember(json, "trailStarted", momentText(searched.trailStartedNs));
        appendMember(json, "exportFrom", momentText(searched.exportFromNs));
        appendMember(json, "exportTo", momentText(searched.exportToNs));
        return json + ",\"texts\":" + textsJson(searched.texts) + '}';
    }

    std::string causesJson(const std::vector<Cause>& causes, bool hasConfidence) const
    {
        std::string json = "[";
        for (const Cause& cause : causes) {
            json += json.size() == 1 ? "{" : ",{";
            appendMember(json, "eventID", m_events.text(cause.event, "eventID"));
            appendMember(json, "eventTime", m_events.time(cause.event));
            appendMember(json, "eventSource", m_events.text(cause.event, "eventSource"));
            appendMember(json, "eventName", m_events.text(cause.event, "eventName"));
            appendMember(json, "errorCode", m_events.text(cause.event, "errorCode"));
            appendMember(json, "caller", m_events.caller(cause.event));
            appendMember(json, "actor", m_events.actor(cause.event));
            if (hasConfidence) {
                appendMember(json, "confidence", config::causeConfidenceKey(cause.confidence));
                json += ",\"score\":" + std::to_string(cause.score);
                json += cause.isIndirect ? ",\"indirect\":true" : ",\"indirect\":false";
            }
            json += ",\"secondsBefore\":" + std::to_string(cause.beforeNs / kSecond);
            json += ",\"reasons\":[";
            for (const CauseReason& reason : cause.reasons) {
                json += json.back() == '[' ? "{" : ",{";
                appendMember(json, "kind", config::causeReasonKey(reason.kind));
                appendMember(json, "path", reason.path);
                appendMember(json, "value", reason.value);
                appendMember(json, "change", reason.change);
                appendMember(json, "text", config::causeReasonText(reason));
                json += '}';
            }
            json += "]}";
        }
        return json + ']';
    }

    const Resources& m_resources;
    const EventTexts& m_events;
};

void addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    parser.addOption({QStringLiteral("resource"),
                      Command::tr("The resource: an id, a name or an ARN that it has or had."),
                      QStringLiteral("id")});
    addTypeOption(parser);
    parser.addOption(
        {QStringLiteral("event"),
         Command::tr("The other way: the states that the event with this eventID led to."),
         QStringLiteral("id")});
    parser.addOption(
        {QStringLiteral("without-related"),
         Command::tr(
             "As if the items did not name events themselves (relatedEvents, until 2018).")});
    parser.addOption({QStringLiteral("format"),
                      Command::tr("text (default) or json: an array of the resources that are "
                                  "called so, with their items and the causes of each; of an event "
                                  "an array of states."),
                      QStringLiteral("format"), QStringLiteral("text")});
    command.setExamples(QStringLiteral(
        "  trailloupe-cli config causes AWSLogs/ --resource sg-0123456789abcdef0\n"
        "  trailloupe-cli config causes x.zip --resource web --type IAM::Role --format json\n"
        "  trailloupe-cli config causes x.zip --event 01234567-89ab-cdef-0123-456789abcdef\n"));
}

// False, said on stderr, when the search did not end.
bool writeCauses(Output& out, const config::Causes& causes, const std::vector<ResourceNo>& found,
                 bool isJson)
{
    const EventTexts events(causes.events());
    const CausesOutput output(*causes.resources(), events);
    if (isJson)
        out.write("[");
    for (const ResourceNo no : found) {
        TerminalProgress progress;
        const auto ofItems = causes.causesOfResource(no, progress.context());
        if (!ofItems) {
            printError(QString::fromStdString(ofItems.error().detail));
            return false;
        }
        if (isJson)
            out.write((no == found.front() ? "\n  " : ",\n  ") + output.json(no, *ofItems));
        else
            output.writeText(out, no, *ofItems);
    }
    if (isJson)
        out.write("\n]\n");
    return true;
}

bool writeStates(Output& out, const config::Causes& causes, const std::vector<RowId>& rows,
                 bool isJson)
{
    const EventTexts events(causes.events());
    const Resources& resources = *causes.resources();
    std::string json = "[";
    for (const RowId row : rows) {
        TerminalProgress progress;
        const auto states = causes.statesOf(row, progress.context());
        if (!states) {
            printError(QString::fromStdString(states.error().detail));
            return false;
        }
        if (!isJson)
            out.write(events.line(row) + '\n');
        if (!isJson && states->empty())
            out.write(Command::tr("  led to no state that the export has\n").toStdString());
        for (const config::CauseLink& link : *states) {
            const auto& resource = resources.resource(link.resource);
            const RowId item = resources.items(link.resource)[link.item].row;
            const std::string time = itemMember(resources, item, "configurationItemCaptureTime");
            const std::string status = itemMember(resources, item, "configurationItemStatus");
            const char* confidence = config::causeConfidenceKey(link.confidence);
            if (!isJson) {
                out.write(std::string("  ") + confidence + "  " + visibleText(time) + "  "
                          + visibleText(status) + "  "
                          + resourceLine(resource, resource.name).toStdString() + '\n');
                continue;
            }
            json += json.size() == 1 ? "\n  {" : ",\n  {";
            json += resourceMembersJson(resource, resource.name, resource.arn);
            appendMember(json, "time", time);
            appendMember(json, "status", status);
            appendMember(json, "confidence", confidence);
            json += ",\"score\":" + std::to_string(link.score) + '}';
        }
    }
    if (isJson)
        out.write(json + "\n]\n");
    return true;
}

} // namespace

int runConfigCauses(const QStringList& arguments)
{
    Command command(QStringLiteral("config causes"),
                    Command::tr("Shows the events behind each state of a resource, with reasons "
                                "and how sure it is: certain, when the event says itself what the "
                                "item shows; likely, when the kind of call fits; possible, when it "
                                "only names the resource in the span. Failed calls are told apart. "
                                "Where there is none, it says what was searched."));
    addOptions(command);
    if (const auto code = command.parse(arguments))
        return *code;
    QCommandLineParser& parser = command.parser();
    const QString format = parser.value(QStringLiteral("format"));
    const bool isJson = format == QStringLiteral("json");
    if (!isJson && format != QStringLiteral("text"))
        return command.wrong(
            Command::tr("No such format: '%1'. There are text and json.").arg(format));
    const QString called = parser.value(QStringLiteral("resource"));
    const QString eventId = parser.value(QStringLiteral("event"));
    if (called.isEmpty() && eventId.isEmpty())
        return command.wrong(Command::tr("Either --resource or --event is needed."));
    if (!called.isEmpty() && !eventId.isEmpty())
        return command.wrong(Command::tr("Only one of --resource and --event can be given."));
    auto read = readResources(command);
    if (!read)
        return kCouldNotRun;
    TerminalProgress progress;
    addIdentities(read->reading, progress.context());
    const auto& events = read->reading.evidence.store;
    const auto found = resourcesCalled(*read->resources, called.toStdString(), chosenTypes(parser));
    if (!called.isEmpty())
        noteUnknownTypes(*read->resources, parser);
    const auto rows = events->findByEventId(eventId.toStdString());
    if (!called.isEmpty() && found.empty()) {
        printError(
            Command::tr("no resource of the export has the id, name or ARN '%1'").arg(called));
        return kCouldNotRun;
    }
    if (!eventId.isEmpty() && rows.empty()) {
        printError(Command::tr("no event of the export has the eventID '%1'").arg(eventId));
        return kCouldNotRun;
    }
    const bool usesRelated = !parser.isSet(QStringLiteral("without-related"));
    const auto causes = config::Causes::make(events, read->resources, progress.context(),
                                             {.usesRelatedEvents = usesRelated, .threads = 0});
    if (!causes) {
        printError(QString::fromStdString(causes.error().detail));
        return kCouldNotRun;
    }
    Output out;
    const bool isDone = called.isEmpty() ? writeStates(out, **causes, rows, isJson)
                                         : writeCauses(out, **causes, found, isJson);
    return out.finish() && isDone ? read->reading.exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
