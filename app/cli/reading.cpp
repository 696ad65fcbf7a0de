#include "app/cli/reading.h"

#include "app/cli/output.h"
#include "model/archive/openarchive.h"
#include "model/identity/rowtexts.h"

#include <QFile>
#include <QFileInfo>

#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace trailloupe::cli {
namespace {

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::string asMinutes(double seconds)
{
    const auto whole = static_cast<long>(seconds + 0.5);
    char text[32];
    std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
    return text;
}

} // namespace

int Reading::exitCode() const
{
    return evidence.ledger->totals().problems > 0 ? kReadWithProblems : kRead;
}

std::optional<Reading> readExports(const QStringList& exports)
{
    ingest::LoadRequest request;
    request.openArchive = archive::openArchive;
    bool anyExists = false;
    for (const QString& path : exports) {
        anyExists = anyExists || QFileInfo::exists(path);
        request.paths.push_back(QFile::encodeName(path).toStdString());
    }
    if (!anyExists) {
        for (const QString& path : exports)
            printError(Command::tr("%1: there is no such file or folder").arg(path));
        return std::nullopt;
    }
    const double start = now();
    TerminalProgress progress;
    auto result = ingest::load(request, progress.context(), [](const ingest::Evidence&) {});
    if (!result) {
        printError(QString::fromStdString(result.error().source.empty() ? result.error().detail
                                                                        : result.error().source
                                                  + ": " + result.error().detail));
        return std::nullopt;
    }
    return Reading{std::move(result).value(), now() - start};
}

void addIdentities(Reading& reading, const JobContext& context)
{
    if (auto identified = identity::withIdentities(reading.evidence.store, context))
        reading.evidence.store = identified->events;
}

TerminalProgress::TerminalProgress()
    : m_isTerminal(isatty(STDERR_FILENO) != 0)
{ }

TerminalProgress::~TerminalProgress()
{
    if (m_isTerminal && m_stage)
        std::fputs("\r\x1B[K", stderr);
}

JobContext TerminalProgress::context()
{
    if (!m_isTerminal)
        return JobContext();
    return JobContext(std::stop_token(), [this](const Progress& progress) { show(progress); });
}

void TerminalProgress::show(const Progress& progress)
{
    const std::lock_guard lock(m_mutex);
    std::fprintf(stderr, "\r\x1B[K%s", describe(progress).c_str());
    std::fflush(stderr);
}

std::string TerminalProgress::describe(const Progress& progress)
{
    if (m_stage == nullptr || std::string_view(m_stage) != progress.stage) {
        m_stage = progress.stage;
        m_stageStart = now();
    }
    std::string line = std::string(progress.stage) + ": " + grouped(progress.done);
    if (progress.total > 0)
        line += " of " + grouped(progress.total);
    const double spent = now() - m_stageStart;
    if (progress.total > progress.done && progress.done > 0 && spent > 1) {
        const double left = spent * static_cast<double>(progress.total - progress.done)
            / static_cast<double>(progress.done);
        line += ", " + asMinutes(left) + " left";
    }
    return line;
}

} // namespace trailloupe::cli
