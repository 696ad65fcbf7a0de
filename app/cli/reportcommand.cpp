// trailloupe-cli report: what a case says, with the evidence for each of its statements.
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "model/casefile/casefile.h"
#include "model/identity/rowtexts.h"
#include "model/workspace/casereport.h"
#include "model/workspace/exportfile.h"
#include "ui/words/reportdocument.h"
#include "ui/words/reportfile.h"
#include "ui/words/timetext.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTimeZone>

namespace trailloupe::cli {
namespace {

using words::ReportForm;

const QString kOutput = QStringLiteral("output");
const QString kFormat = QStringLiteral("format");
const QString kZone = QStringLiteral("zone");

struct Request
{
    ReportForm form = ReportForm::Html;
    QString path; // empty: stdout
    QByteArray zone = "UTC";
};

void addOptions(Command& command)
{
    QCommandLineParser& parser = command.parser();
    parser.addOption({kOutput,
                      Command::tr("Writes into <file> instead: .html, or .md with the pictures "
                                  "beside it."),
                      QStringLiteral("file")});
    parser.addOption({kFormat,
                      Command::tr("html (default) or markdown, without its pictures; for what goes "
                                  "to stdout."),
                      QStringLiteral("format")});
    parser.addOption({kZone,
                      Command::tr("Times are shown in <zone>: \"Europe/Berlin\", \"local\". "
                                  "Default: UTC."),
                      QStringLiteral("zone")});
    command.setExamples(
        QStringLiteral("  trailloupe-cli report incident.tlcase AWSLogs/ --output report.html\n"
                       "  trailloupe-cli report incident.tlcase x.zip --format markdown\n"));
}

std::optional<int> parseRequest(const Command& command, QCommandLineParser& parser,
                                Request& request)
{
    const QString format = parser.value(kFormat);
    if (format == QStringLiteral("markdown"))
        request.form = ReportForm::Markdown;
    else if (!format.isEmpty() && format != QStringLiteral("html"))
        return command.wrong(
            Command::tr("No such format: '%1'. There are html and markdown.").arg(format));
    if (parser.isSet(kOutput)) {
        request.path = parser.value(kOutput);
        const auto form = words::reportFormOf(request.path);
        if (!form)
            return command.wrong(
                Command::tr("'%1' ends in none of .html and .md.").arg(request.path));
        if (parser.isSet(kFormat))
            return command.wrong(Command::tr("The name of the output file tells its format; "
                                             "--format is for what goes to stdout."));
        request.form = *form;
    }
    if (parser.isSet(kZone)) {
        request.zone = parser.value(kZone).toUtf8();
        if (request.zone == "local")
            request.zone = QTimeZone::systemTimeZoneId();
        if (!QTimeZone::isTimeZoneIdAvailable(request.zone))
            return command.wrong(
                Command::tr("There is no zone '%1'.").arg(QString::fromUtf8(request.zone)));
    }
    return std::nullopt;
}

// Nothing, with a message, when it is none that can be read.
std::optional<casefile::Contents> readCase(const QString& path)
{
    if (!QFileInfo::exists(path)) {
        printError(Command::tr("%1: there is no such file").arg(path));
        return std::nullopt;
    }
    auto file = casefile::CaseFile::open(QFile::encodeName(path).toStdString(),
                                         casefile::Database::Mode::ReadOnly);
    auto contents = file ? file->read() : Result<casefile::Contents>(file.error());
    if (contents)
        return std::move(*contents);
    const Error& error = contents.error();
    if (error.kind == Error::Kind::Unsupported)
        printError(Command::tr("%1 was written by a newer Trailloupe (%2); it was not changed.")
                       .arg(path, QString::fromStdString(error.detail)));
    else
        printError(Command::tr("%1 cannot be read as a case file: %2")
                       .arg(path, QString::fromStdString(error.detail)));
    return std::nullopt;
}

QStringList sourcesOf(const Command& command)
{
    QStringList sources;
    for (const QString& path : command.exports())
        sources.append(QFileInfo(path).absoluteFilePath());
    return sources;
}

QString titleOf(const QStringList& exports)
{
    const QString first = QFileInfo(QDir::cleanPath(exports.front())).fileName();
    return exports.size() == 1 ? first
                               : Command::tr("%1 and %2 more").arg(first).arg(exports.size() - 1);
}

casefile::ReportInput inputOf(const Command& command, Reading& reading, casefile::Contents contents)
{
    identity::IdentitiesPtr identities;
    identity::NamesPtr names;
    {
        TerminalProgress progress;
        // Without memory for it the report says less.
        if (auto identified =
                identity::withIdentities(reading.evidence.store, progress.context())) {
            reading.evidence.store = identified->events;
            identities = identified->identities;
            names = identified->names;
        }
    }
    casefile::ReportInput input =
        workspace::reportInputOf(reading.evidence, sourcesOf(command), titleOf(command.exports()));
    input.program = "trailloupe-cli " TRAILLOUPE_VERSION;
    input.casePath = QFileInfo(command.casePath()).absoluteFilePath().toStdString();
    input.contents = std::move(contents);
    input.identities = identities;
    input.names = names;
    return input;
}

} // namespace

int runReport(const QStringList& arguments)
{
    Command command(QStringLiteral("report"),
                    Command::tr("Writes what a case says: stars, tags, notes, comparisons and "
                                "pictures, by time, each with the evidence for it (event id, file, "
                                "offset, SHA-256), the filters that were used and the account of "
                                "all sources. Neither the case nor the evidence is changed."),
                    Command::Subject::Case);
    addOptions(command);
    if (const auto code = command.parse(arguments))
        return *code;
    Request request;
    if (const auto code = parseRequest(command, command.parser(), request))
        return *code;
    std::vector<std::string> opened;
    for (const QString& path : sourcesOf(command))
        opened.push_back(path.toStdString());
    if (!request.path.isEmpty() && workspace::isInEvidence(request.path, opened))
        return command.wrong(
            Command::tr("%1 lies in the evidence, which is never written to.").arg(request.path));
    auto contents = readCase(command.casePath());
    if (!contents)
        return kCouldNotRun;
    auto reading = readExports(command.exports());
    if (!reading)
        return kCouldNotRun;
    query::Evaluator evaluator;
    const auto report = [&] {
        auto input = inputOf(command, *reading, std::move(*contents));
        TerminalProgress progress;
        return workspace::caseReport(std::move(input), evaluator, progress.context());
    }();
    if (!report) {
        printError(QString::fromStdString(report.error().detail));
        return kCouldNotRun;
    }
    const ui::TimeText time(request.zone);
    const words::Document document = words::reportDocument(
        *report,
        {[&time](qint64 seconds) { return time.dateTimeWithZone(seconds); }, time.zoneName()});
    if (!request.path.isEmpty()) {
        const auto written = words::writeReport(document, request.form, request.path);
        if (!written)
            printError(Command::tr("cannot write %1: %2")
                           .arg(QString::fromStdString(written.error().source.empty()
                                                           ? request.path.toStdString()
                                                           : written.error().source),
                                QString::fromStdString(written.error().detail)));
        return written ? reading->exitCode() : kCouldNotRun;
    }
    Output out;
    out.write(request.form == ReportForm::Html
                  ? words::html(document)
                  : words::markdown(document, QStringLiteral("report")).text);
    return out.finish() ? reading->exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
