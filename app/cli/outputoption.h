// --output: the events of a command as a file instead of on stdout, with the note that says what it
// is.
//
// Threads: main thread only.
#pragma once

#include "app/cli/command.h"
#include "app/cli/reading.h"
#include "model/query/eventexport.h"

#include <optional>

namespace trailloupe::cli {

void addOutputOption(QCommandLineParser& parser);

// What --output asks for, by the end of the name; nothing without the option. An exit code when the
// name tells no format.
struct OutputFile
{
    QString path;
    query::ExportFormat format{};
};
std::optional<int> parseOutput(const Command& command, const QCommandLineParser& parser,
                               std::optional<OutputFile>& file);

// `input` with its rows and columns; `shown`: events that fulfil the filter. False, said on stderr,
// when the file could not be written; then there is none.
bool writeOutput(const OutputFile& file, query::EventExport input, const Reading& reading,
                 const QStringList& exports, const QString& filter, std::uint64_t shown);

} // namespace trailloupe::cli
