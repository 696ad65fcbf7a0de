#include "model/workspace/exporting.h"

#include "model/workspace/exportfile.h"

#include <QCoreApplication>
#include <QDateTime>

#include <memory>
#include <utility>

namespace trailloupe::workspace {
namespace {

const QString kSlot = QStringLiteral("export");

} // namespace

Exporting::Exporting(JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_jobs(jobs)
{ }

void Exporting::start(query::EventExport input, const QString& path)
{
    Q_ASSERT(!m_isRunning);
    m_isRunning = true;
    m_path = path;
    m_events = input.rows.size();
    m_error.reset();
    m_progress = {.done = 0, .total = m_events, .stage = "exporting"};
    const auto shared = std::make_shared<query::EventExport>(std::move(input));
    m_jobs.start(
        kSlot, this,
        [shared, path](const JobContext& context) {
            return writeExportFile(std::move(*shared), path, context);
        },
        [this](Result<void> written) {
            m_isRunning = false;
            if (!written)
                m_error = written.error();
            Q_EMIT runningChanged();
            Q_EMIT finished();
        },
        [this](const Progress& progress) {
            m_progress = progress;
            Q_EMIT progressChanged();
        });
    Q_EMIT runningChanged();
}

void Exporting::stop()
{
    m_jobs.cancel(kSlot);
}

query::ExportNote noteOf(const ingest::Evidence& evidence, const QStringList& paths)
{
    const ingest::LedgerTotals& totals = evidence.ledger->totals();
    query::ExportNote note;
    note.program =
        QStringLiteral("%1 %2")
            .arg(QCoreApplication::applicationName(), QCoreApplication::applicationVersion())
            .trimmed()
            .toStdString();
    note.madeAt = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    for (const QString& path : paths)
        note.sources.push_back(path.toStdString());
    note.events = evidence.store->rowCount();
    note.duplicates = totals.duplicates;
    note.ledgerSources = totals.sources;
    note.ledgerRecords = totals.records;
    note.ledgerItems = totals.items;
    note.ledgerRejected = totals.rejected;
    note.ledgerProblems = totals.problems;
    note.complete = evidence.complete;
    return note;
}

} // namespace trailloupe::workspace
