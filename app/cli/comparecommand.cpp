// trailloupe-cli compare: 2 to 8 events side by side.
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "model/base/visibletext.h"
#include "model/compare/comparisonlines.h"
#include "model/compare/jsonpatch.h"

#include <algorithm>

namespace trailloupe::cli {
namespace {

enum class Form
{
    Text,
    Markdown,
    Json,
    Patch,
};

struct Request
{
    std::vector<std::string> ids;
    std::vector<std::string> ignored;
    Form form = Form::Text;
};

void addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    parser.addOption({QStringLiteral("event"),
                      Command::tr("The eventID of an event; the others are told against the first "
                                  "one. Different events with the same id are all compared."),
                      QStringLiteral("id")});
    parser.addOption({QStringLiteral("ignore"),
                      Command::tr("A path that makes no difference, with all below it. May be "
                                  "given several times."),
                      QStringLiteral("path")});
    parser.addOption({QStringLiteral("all"),
                      Command::tr("Ignores nothing. Without it, ids and times of the call are "
                                  "ignored: %1.")
                          .arg([] {
                              QStringList paths;
                              for (const std::string& path : compare::ignoredByDefault())
                                  paths << QString::fromStdString(path);
                              return paths.join(QStringLiteral(", "));
                          }())});
    parser.addOption({QStringLiteral("format"),
                      Command::tr("text, markdown, json, or patch: the JSON Patch (RFC 6902) that "
                                  "makes the second event of the first one, nothing ignored. "
                                  "Default: text."),
                      QStringLiteral("format")});
    command.setExamples(
        QStringLiteral("  trailloupe-cli compare AWSLogs/ --event ID --event ID\n"
                       "  trailloupe-cli compare x.zip --event ID --event ID --ignore userAgent "
                       "--format json | jq .rows\n"));
}

std::optional<int> parseRequest(const Command& command, QCommandLineParser& parser,
                                Request& request)
{
    for (const QString& id : parser.values(QStringLiteral("event")))
        request.ids.push_back(id.toStdString());
    if (request.ids.empty())
        return command.wrong(Command::tr("--event is missing."));
    if (!parser.isSet(QStringLiteral("all")))
        request.ignored = compare::ignoredByDefault();
    for (const QString& path : parser.values(QStringLiteral("ignore")))
        request.ignored.push_back(path.toStdString());
    const QString format = parser.value(QStringLiteral("format"));
    if (format == QStringLiteral("markdown"))
        request.form = Form::Markdown;
    else if (format == QStringLiteral("json"))
        request.form = Form::Json;
    else if (format == QStringLiteral("patch"))
        request.form = Form::Patch;
    else if (!format.isEmpty() && format != QStringLiteral("text"))
        return command.wrong(Command::tr("'%1' is no format.").arg(format));
    return std::nullopt;
}

// The rows of the ids; nothing, with a message, when they are not 2 to 8.
std::optional<std::vector<RowId>> findEvents(const store::EventStore& events,
                                             const Request& request)
{
    std::vector<RowId> rows;
    bool isMissing = false;
    for (const std::string& id : request.ids) {
        const auto found = events.findByEventId(id);
        if (found.empty())
            printError(Command::tr("No event has the id %1.")
                           .arg(QString::fromStdString(visibleText(id))));
        isMissing = isMissing || found.empty();
        rows.insert(rows.end(), found.begin(), found.end());
    }
    if (isMissing)
        return std::nullopt;
    if (rows.size() < compare::kFewestEvents || rows.size() > compare::kMostEvents) {
        printError(
            rows.size() == 1
                ? Command::tr("This is one event; 2 to 8 can be compared.")
                : Command::tr("These are %1 events; 2 to 8 can be compared.").arg(rows.size()));
        return std::nullopt;
    }
    if (request.form == Form::Patch && rows.size() != 2) {
        printError(Command::tr("A patch is of two events; these are %1.").arg(rows.size()));
        return std::nullopt;
    }
    return rows;
}

// Paths that were asked for and make no difference because no event has them.
void sayUnknown(const compare::Comparison& comparison, const QStringList& asked)
{
    for (const QString& path : asked) {
        const auto only = comparison.ignoring({path.toStdString()});
        if (std::ranges::none_of(only->rows(), &compare::Row::isIgnored))
            printError(Command::tr("--ignore %1: none of these events has that path.")
                           .arg(QString::fromStdString(visibleText(path.toStdString()))));
    }
}

std::string textOf(const compare::Comparison& comparison,
                   const std::shared_ptr<const store::EventStore>& store, Form form)
{
    if (form == Form::Json)
        return compare::comparisonJson(comparison);
    if (form == Form::Patch) {
        const auto before = comparison.value(0, 0);
        const auto after = comparison.value(0, 1);
        return compare::jsonPatch(*before.tree, *after.tree);
    }
    std::vector<std::string> titles;
    for (const compare::ComparedEvent& event : comparison.events())
        titles.push_back(compare::eventTitle(store, event.row).line());
    const auto lines = compare::linesOf(comparison, {});
    return form == Form::Markdown ? compare::markdown(comparison, lines, titles)
                                  : compare::plainText(comparison, lines, titles);
}

} // namespace

int runCompare(const QStringList& arguments)
{
    Command command(QStringLiteral("compare"),
                    Command::tr("Shows 2 to 8 events side by side: what differs, what only some "
                                "of them say. Elements of lists are told by what they are about, "
                                "not by their place; policies also by what they mean."));
    addOptions(command);
    if (const auto code = command.parse(arguments))
        return *code;
    Request request;
    if (const auto code = parseRequest(command, command.parser(), request))
        return *code;
    const auto reading = readExports(command.exports());
    if (!reading)
        return kCouldNotRun;
    const auto& store = reading->evidence.store;
    const auto rows = findEvents(*store, request);
    if (!rows)
        return kCouldNotRun;
    const auto comparison = compare::compareRows(store, *rows, request.ignored, JobContext());
    if (!comparison) {
        printError(QString::fromStdString(comparison.error().detail));
        return kCouldNotRun;
    }
    sayUnknown(**comparison, command.parser().values(QStringLiteral("ignore")));
    for (const compare::ComparedEvent& event : (*comparison)->events()) {
        for (const std::string& name : event.leftOut)
            printError(Command::tr("%1: '%2' is too large and was not compared.")
                           .arg(QString::fromStdString(
                                    visibleText(compare::eventTitle(store, event.row).line())),
                                QString::fromStdString(visibleText(name))));
    }
    Output out;
    out.write(textOf(**comparison, store, request.form));
    return out.finish() ? reading->exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
