#include "ui/notes/reportcommand.h"

#include "model/workspace/casereport.h"
#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"
#include "ui/common/dialogs.h"
#include "ui/words/evidencetext.h"
#include "ui/words/reportdocument.h"
#include "ui/words/reportfile.h"
#include "ui/words/timetext.h"

#include <QDir>
#include <QFileInfo>

#include <memory>

namespace trailloupe::ui {

using words::ReportForm;
using workspace::Casebook;

namespace {

const QString kSlot = QStringLiteral("case.report");

Result<void> writeCaseReport(casefile::ReportInput input, query::Evaluator& evaluator,
                             const QByteArray& zone, const QString& path, const JobContext& context)
{
    const auto report = workspace::caseReport(std::move(input), evaluator, context);
    if (!report)
        return report.error();
    const TimeText time(zone);
    const words::Document document = words::reportDocument(
        *report,
        {[&time](qint64 seconds) { return time.dateTimeWithZone(seconds); }, time.zoneName()});
    if (context.cancelled())
        return Error{.kind = Error::Kind::Cancelled};
    return words::writeReport(document, words::reportFormOf(path).value_or(ReportForm::Html), path);
}

} // namespace

ReportCommand::ReportCommand(workspace::Workspace& workspace,
                             workspace::Investigation& investigation,
                             const workspace::Filtering& filtering, Casebook& casebook,
                             workspace::JobRunner& jobs, QWidget* window)
    : QObject(window)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_casebook(casebook)
    , m_jobs(jobs)
    , m_window(window)
{
    // What came of the last one is of a case that is gone.
    connect(&m_casebook, &Casebook::stateChanged, this, [this] {
        if (m_casebook.state() != Casebook::State::None || m_isRunning)
            return;
        m_path.clear();
        say({}, false);
    });
}

bool ReportCommand::canStart() const
{
    return !m_isRunning
        && (m_casebook.state() == Casebook::State::Ready
            || m_casebook.state() == Casebook::State::Failed);
}

void ReportCommand::start()
{
    if (!canStart())
        return;
    const QString name = QFileInfo(m_workspace.title()).completeBaseName();
    dialogs::saveFile(
        m_window, tr("Write Report"), tr("Report on %1.html").arg(name),
        {tr("Page for any browser (*.html)"), tr("Markdown, its pictures beside it (*.md)")},
        [this](const QString& path) { write(path); });
}

void ReportCommand::write(const QString& path)
{
    if (!canStart())
        return;
    auto input = std::make_shared<casefile::ReportInput>(
        workspace::reportInputOf(m_workspace.evidence(), m_workspace.paths(), m_workspace.title()));
    workspace::CaseContents marked = m_casebook.contents();
    input->contents = std::move(marked.contents);
    input->rows = std::move(marked.rows);
    input->identities = m_workspace.identities();
    input->names = m_workspace.names();
    input->casePath = m_casebook.path().toStdString();
    m_isRunning = true;
    m_path.clear();
    say(tr("Writing the report…"), false);
    m_jobs.start(
        kSlot, this,
        [input, evaluator = m_filtering.evaluator(), zone = m_investigation.zone(),
         path](const JobContext& context) {
            return writeCaseReport(std::move(*input), *evaluator, zone, path, context);
        },
        [this, path](const Result<void>& written) {
            m_isRunning = false;
            const QString shown = visibleText(QDir::toNativeSeparators(path));
            if (written.ok()) {
                dialogs::rememberSaved(path);
                m_path = path;
                return say(tr("The report was written to %1").arg(shown), false);
            }
            const Error& error = written.error();
            if (error.kind == Error::Kind::Cancelled)
                return say(tr("The report was stopped; nothing was written."), false);
            say(tr("%1 could not be written: %2")
                    .arg(error.source.empty() ? shown
                                              : visibleText(QString::fromStdString(error.source)),
                         visibleText(QString::fromStdString(error.detail))),
                true);
        },
        [this](const Progress& progress) {
            if (m_isRunning && progress.total > 0)
                say(tr("Writing the report… %1 of %2 marks").arg(progress.done).arg(progress.total),
                    false);
        });
}

void ReportCommand::stop()
{
    m_jobs.cancel(kSlot);
}

void ReportCommand::say(const QString& words, bool isError)
{
    m_words = words;
    m_isError = isError;
    Q_EMIT changed();
}

} // namespace trailloupe::ui
