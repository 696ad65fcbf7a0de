#include "model/workspace/casereport.h"

#include "model/workspace/exporting.h"
#include "model/workspace/filter.h"

namespace trailloupe::workspace {

casefile::ReportInput reportInputOf(const ingest::Evidence& evidence, const QStringList& paths,
                                    const QString& title)
{
    const query::ExportNote note = noteOf(evidence, paths);
    casefile::ReportInput input;
    input.events = evidence.store;
    input.ledger = evidence.ledger;
    input.sources = note.sources;
    input.title = title.toStdString();
    input.program = note.program;
    input.madeAt = note.madeAt;
    input.isComplete = evidence.complete;
    return input;
}

Result<casefile::Report> caseReport(casefile::ReportInput input, query::Evaluator& evaluator,
                                    const JobContext& context)
{
    auto report = casefile::makeReport(std::move(input), context);
    if (!report)
        return report;
    const auto& events = report->input.events;
    for (casefile::ReportFilter& filter : report->filters) {
        const QByteArray zone =
            filter.zone.empty() ? QByteArray("UTC") : QByteArray::fromStdString(filter.zone);
        const query::PredicatePtr predicate =
            readFilterText(QString::fromStdString(filter.text), zone).predicate;
        if (!predicate)
            continue;
        const auto rows = evaluator.evaluate(events, predicate, context);
        if (rows.ok())
            filter.found = *rows ? (*rows)->count() : events->rowCount();
        else if (rows.error().kind == Error::Kind::Cancelled)
            return rows.error();
    }
    return report;
}

} // namespace trailloupe::workspace
