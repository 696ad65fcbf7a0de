// trailloupe-cli explain: how a filter is read, what is odd about it, what it costs, and the same
// in other languages.
#include "app/cli/command.h"
#include "app/cli/filteroption.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "model/base/visibletext.h"
#include "model/query/barquery.h"
#include "model/query/conditioncost.h"
#include "model/query/conversion.h"
#include "model/query/filterpattern.h"
#include "model/query/predicatetext.h"
#include "model/query/risks.h"

#include <cstdio>

namespace trailloupe::cli {
namespace {

using StorePtr = std::shared_ptr<const store::EventStore>;

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

void writePatternWarnings(Output& out, const std::string& text)
{
    for (const auto& warning : query::parseFilterPattern(text).warnings)
        out.write(std::string("    ! ") + query::patternWarningText(warning.code)
                  + (warning.detail.empty() ? "" : ": " + warning.detail) + '\n');
}

// What the filter hardly means, with the numbers of an export where one is given.
void writeRisks(Output& out, const std::string& text, const query::FieldCatalog* catalog)
{
    const query::BarQuery read = query::parseBar(text);
    for (const query::Risk& risk : query::risksOf(text, read.terms, *read.predicate, catalog)) {
        out.write("    ! " + visibleText(text.substr(risk.where.offset, risk.where.length)) + ": "
                  + visibleText(query::riskText(risk)) + '\n');
        if (!risk.fix)
            continue;
        std::string better = text;
        better.replace(risk.fix->where.offset, risk.fix->where.length, risk.fix->text);
        out.write("      better: " + visibleText(better) + '\n');
    }
}

// False, said on stderr, when a condition could not be measured.
bool writeCosts(Output& out, const query::PredicatePtr& predicate, const StorePtr& events)
{
    auto costs = query::conditionCosts(predicate);
    if (costs.empty())
        return true;
    out.write("looks at:\n");
    std::vector<std::string> headings{"    condition", "what"};
    if (events)
        headings.insert(headings.end(), {"values", "segments", "ms", "events"});
    RowWriter writer(out, std::move(headings),
                     {.rightAligned = {false, false, true, true, true, true}});
    for (query::ConditionCost& cost : costs) {
        std::vector<std::string> cells{"    " + cost.text, query::wayText(cost.way)};
        if (events) {
            if (const auto done = query::measure(cost, events, JobContext()); !done) {
                printError(QString::fromStdString(done.error().detail));
                return false;
            }
            char ms[32];
            std::snprintf(ms, sizeof ms, "%.1f", cost.measured->milliseconds);
            cells.insert(cells.end(),
                         {grouped(cost.measured->values), grouped(cost.measured->segments), ms,
                          grouped(cost.measured->events)});
        }
        writer.write(std::move(cells));
    }
    writer.finish();
    return true;
}

} // namespace

int runExplain(const QStringList& arguments)
{
    Command command(QStringLiteral("explain"),
                    Command::tr("Says how a filter is read, what is odd about it, what each of its "
                                "conditions has to look at, and the same in other languages, each "
                                "with what it cannot carry. With an export: with its numbers."),
                    Command::Subject::Filter);
    addLanguageOption(command.parser());
    command.setExamples(QStringLiteral(
        "  trailloupe-cli explain 'eventSource:iam* and outcome:failure'\n"
        "  trailloupe-cli explain 'errorCode != AccessDenied' AWSLogs/\n"
        "  trailloupe-cli explain '{ ($.eventName = ConsoleLogin) && ($.errorCode = \"*\") }'\n"));
    if (const auto code = command.parse(arguments))
        return *code;
    const QString text = command.filterText();
    query::PredicatePtr predicate;
    if (const auto code = readFilter(command, command.parser(), text, predicate))
        return *code;
    std::optional<Reading> reading;
    std::shared_ptr<const query::FieldCatalog> catalog;
    StorePtr events;
    if (!command.exports().isEmpty()) {
        reading = readExports(command.exports());
        if (!reading)
            return kCouldNotRun;
        addIdentities(*reading, JobContext());
        events = reading->evidence.store;
        query::Evaluator evaluator;
        const auto made = query::FieldCatalog::make(events, &evaluator, JobContext());
        catalog = made ? *made : nullptr;
    }
    Output out;
    const bool isPattern = isPatternText(command.parser(), text);
    out.write(isPattern ? "read as: CloudWatch filter pattern\n" : "read as: filter bar\n");
    if (isPattern)
        writePatternWarnings(out, text.toStdString());
    else
        writeRisks(out, text.toStdString(), catalog.get());
    out.write("means:\n" + query::predicateText(*predicate, "    "));
    if (!writeCosts(out, predicate, events))
        return kCouldNotRun;
    writeConversions(out, *predicate);
    if (!out.finish())
        return kCouldNotRun;
    return reading ? reading->exitCode() : int(kRead);
}

} // namespace trailloupe::cli
