#include "app/cli/outputoption.h"

#include "app/cli/output.h"
#include "model/query/column.h"
#include "model/workspace/exportfile.h"
#include "model/workspace/exporting.h"

#include <QFileInfo>

#include <utility>

namespace trailloupe::cli {
namespace {

const QString kOutput = QStringLiteral("output");

} // namespace

void addOutputOption(QCommandLineParser& parser)
{
    parser.addOption(
        {kOutput,
         Command::tr("Writes into <file> instead, all of it or nothing: .csv (the columns), .jsonl "
                     "(whole events) or .json (a CloudTrail log file, which opens again). What the "
                     "file is (filter, counts, the sum of the ledger) stands in <file>.note.txt, "
                     "of a .json in the file itself."),
         QStringLiteral("file")});
}

std::optional<int> parseOutput(const Command& command, const QCommandLineParser& parser,
                               std::optional<OutputFile>& file)
{
    if (!parser.isSet(kOutput))
        return std::nullopt;
    const QString path = parser.value(kOutput);
    const auto format = workspace::exportFormatOf(path);
    if (!format)
        return command.wrong(Command::tr("'%1' ends in none of .csv, .jsonl and .json.").arg(path));
    if (parser.isSet(QStringLiteral("format")))
        return command.wrong(Command::tr("The name of the output file tells its format; --format "
                                         "is for what goes to the terminal."));
    if (*format != query::ExportFormat::Csv && parser.isSet(QStringLiteral("columns")))
        return command.wrong(Command::tr("Only .csv has columns; .jsonl and .json hold whole "
                                         "events."));
    file = OutputFile{path, *format};
    return std::nullopt;
}

bool writeOutput(const OutputFile& file, query::EventExport input, const Reading& reading,
                 const QStringList& exports, const QString& filter, std::uint64_t shown)
{
    const auto& evidence = reading.evidence;
    QStringList sources;
    for (const QString& path : exports)
        sources.append(QFileInfo(path).absoluteFilePath());
    input.format = file.format;
    input.formulaSafe = true; // as in the window: such a file is made to be opened
    input.note = workspace::noteOf(evidence, sources);
    input.note.program = "trailloupe-cli " TRAILLOUPE_VERSION;
    input.note.filter = filter.toStdString();
    input.note.zone = "UTC";
    input.note.shown = shown;
    TerminalProgress progress;
    const auto written =
        workspace::writeExportFile(std::move(input), file.path, progress.context());
    if (!written)
        printError(Command::tr("cannot write %1: %2")
                       .arg(file.path, QString::fromStdString(written.error().detail)));
    return written.ok();
}

} // namespace trailloupe::cli
