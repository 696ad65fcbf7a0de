// trailloupe-cli: the engine of Trailloupe for scripts and servers; no Gui library is linked.
#include "app/cli/command.h"
#include "app/cli/output.h"

#include <csignal>

using namespace trailloupe::cli;

namespace {

std::string helpText()
{
    return Command::tr(
               "Usage: trailloupe-cli <command> [options] EXPORT...\n\n"
               "Reads AWS CloudTrail and Config exports (folders, zip and tar archives, files) as "
               "they are; "
               "writes to none\nof them and uses no network.\n\n"
               "Commands:\n"
               "  summary   what an export holds, in numbers\n"
               "  events    lists events: any field as a column, sorted by any of them\n"
               "  facets    counts the values of any field\n"
               "  histogram counts events along time\n"
               "  compare   2 to 8 events side by side\n"
               "  periods   what is new, gone, more and less between two filters\n"
               "  sessions  who was behind the events: persons, keys, sessions, their origin\n"
               "  config    what AWS Config recorded: resources, their states and changes\n"
               "  report    what a case says, with the evidence for it, as HTML or Markdown\n"
               "  ledger    accounts for every source: read, skipped, failed, and why\n"
               "  explain   how a filter is read, and the same in other languages\n\n"
               "'trailloupe-cli <command> --help' shows the options of a command; --version shows "
               "the version.\n\n"
               "Exit code: 0 everything was read, 1 read with problems, 2 could not run.\n"
               "Progress is shown on stderr when that is a terminal.\n")
        .toStdString();
}

int print(const std::string& text)
{
    Output out;
    out.write(text);
    return out.finish() ? kRead : kCouldNotRun;
}

} // namespace

int main(int argc, char* argv[])
{
    std::signal(SIGPIPE, SIG_IGN); // a reader that went away only ends the output
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    const QString command = arguments.value(0);
    if (command == QStringLiteral("summary"))
        return runSummary(arguments);
    if (command == QStringLiteral("events"))
        return runEvents(arguments);
    if (command == QStringLiteral("ledger"))
        return runLedger(arguments);
    if (command == QStringLiteral("facets"))
        return runFacets(arguments);
    if (command == QStringLiteral("histogram"))
        return runHistogram(arguments);
    if (command == QStringLiteral("compare"))
        return runCompare(arguments);
    if (command == QStringLiteral("periods"))
        return runPeriods(arguments);
    if (command == QStringLiteral("sessions"))
        return runSessions(arguments);
    if (command == QStringLiteral("config"))
        return runConfig(arguments);
    if (command == QStringLiteral("report"))
        return runReport(arguments);
    if (command == QStringLiteral("explain"))
        return runExplain(arguments);
    if (command == QStringLiteral("--help") || command == QStringLiteral("-h")
        || command == QStringLiteral("help"))
        return print(helpText());
    if (command == QStringLiteral("--version") || command == QStringLiteral("-v"))
        return print("trailloupe-cli " TRAILLOUPE_VERSION "\n");
    printError(command.isEmpty() ? Command::tr("No command was given.")
                                 : Command::tr("No such command: '%1'.").arg(command));
    printError(Command::tr("'trailloupe-cli --help' shows what there is."));
    return kCouldNotRun;
}
