// trailloupe-cli explain: how a filter is read, what is odd about it, and the same in other
// languages.
#include "app/cli/command.h"
#include "app/cli/filteroption.h"
#include "app/cli/output.h"
#include "model/query/barquery.h"
#include "model/query/conversion.h"
#include "model/query/filterpattern.h"

namespace trailloupe::cli {
namespace {

std::string lossLine(const query::Loss& loss)
{
    std::string line = "    ! ";
    line += query::lossText(loss.code);
    if (!loss.detail.empty())
        line += ": " + loss.detail;
    return line + (loss.leftOut ? " (left out)\n" : "\n");
}

void writeConversions(Output& out, const query::Predicate& predicate)
{
    using query::TextForm;
    for (const TextForm form : {TextForm::Bar, TextForm::FilterPattern, TextForm::LogsInsights,
                                TextForm::Athena, TextForm::Jq}) {
        const query::Conversion conversion = query::convert(predicate, form);
        out.write(std::string(query::textFormName(form)) + ":\n    "
                  + conversion.text.value_or("cannot say it") + '\n');
        for (const query::Loss& loss : conversion.losses)
            out.write(lossLine(loss));
    }
}

} // namespace

int runExplain(const QStringList& arguments)
{
    Command command(QStringLiteral("explain"),
                    Command::tr("Says how a filter is read, and the same in other languages, each "
                                "with what it cannot carry."),
                    Command::Subject::Filter);
    addLanguageOption(command.parser());
    command.setExamples(QStringLiteral(
        "  trailloupe-cli explain 'eventSource:iam* and outcome:failure'\n"
        "  trailloupe-cli explain '{ ($.eventName = ConsoleLogin) && ($.errorCode = \"*\") }'\n"));
    if (const auto code = command.parse(arguments))
        return *code;
    const QString text = command.filterText();
    query::PredicatePtr predicate;
    if (const auto code = readFilter(command, command.parser(), text, predicate))
        return *code;
    Output out;
    const bool isPattern = isPatternText(command.parser(), text);
    out.write(isPattern ? "read as: CloudWatch filter pattern\n" : "read as: filter bar\n");
    if (isPattern) {
        for (const auto& warning : query::parseFilterPattern(text.toStdString()).warnings)
            out.write(std::string("    ! ") + query::patternWarningText(warning.code)
                      + (warning.detail.empty() ? "" : ": " + warning.detail) + '\n');
    }
    writeConversions(out, *predicate);
    return out.finish() ? kRead : kCouldNotRun;
}

} // namespace trailloupe::cli
