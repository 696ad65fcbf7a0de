#include "model/workspace/workspace.h"

#include "model/identity/rowtexts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMetaObject>

#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

namespace trailloupe::workspace {

namespace {

const QString kLoadSlot = QStringLiteral("load");
const QString kInterpretSlot = QStringLiteral("interpret");
constexpr qint64 kMeasureMs = 700; // a rate taken from less is a guess

class NoSources : public ingest::SourceIndex
{
public:
    std::string origin(SourceId) const override { return {}; }
    Result<ingest::SourceText> read(SourceId, const JobContext&) const override
    {
        return Error{.kind = Error::Kind::NotFound, .detail = "nothing is open"};
    }
};

ingest::Evidence nothing()
{
    return {.store = std::make_shared<store::EventStore>(),
            .items = std::make_shared<store::EventStore>(),
            .ledger = std::make_shared<ingest::Ledger>(),
            .sources = std::make_shared<NoSources>(),
            .complete = true};
}

} // namespace

// Shared by the Workspace and its load job. The job never touches a Workspace that is gone: the
// receiver is cleared under the lock.
struct Workspace::Mailbox
{
    std::mutex mutex;
    Workspace* receiver = nullptr;
    std::optional<ingest::Evidence> newest;

    static void post(const std::shared_ptr<Mailbox>& mailbox, const ingest::Evidence& evidence)
    {
        const std::lock_guard lock(mailbox->mutex);
        Workspace* receiver = mailbox->receiver;
        const bool waiting = mailbox->newest.has_value();
        mailbox->newest = evidence;
        if (receiver && !waiting) {
            QMetaObject::invokeMethod(
                receiver, [receiver, mailbox] { receiver->collect(mailbox); },
                Qt::QueuedConnection);
        }
    }
    std::optional<ingest::Evidence> take()
    {
        const std::lock_guard lock(mutex);
        return std::exchange(newest, std::nullopt);
    }
};

Workspace::Workspace(JobRunner& jobs, ingest::ArchiveOpener openArchive, QObject* parent)
    : QObject(parent)
    , m_jobs(jobs)
    , m_openArchive(std::move(openArchive))
    , m_evidence(nothing())
{ }

Workspace::~Workspace()
{
    closeMailbox();
    m_jobs.cancelAllAndWait();
}

void Workspace::open(const QStringList& paths)
{
    if (paths.isEmpty())
        return;
    close();
    ingest::LoadRequest request;
    for (const QString& path : paths) {
        m_paths.append(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
        request.paths.push_back(QFile::encodeName(m_paths.back()).toStdString());
    }
    request.openArchive = m_openArchive;

    m_mailbox = std::make_shared<Mailbox>();
    m_mailbox->receiver = this;
    m_timer.start();
    setState(State::Loading);
    m_jobs.start(
        kLoadSlot, this,
        [request = std::move(request), mailbox = m_mailbox](const JobContext& context) {
            auto evidence =
                ingest::load(request, context, [&mailbox](const ingest::Evidence& newest) {
                    Mailbox::post(mailbox, newest);
                });
            if (!evidence)
                return Result<Loaded>(evidence.error());
            Loaded loaded;
            loaded.evidence = *std::move(evidence);
            interpret(loaded, context);
            return Result<Loaded>(std::move(loaded));
        },
        [this](Result<Loaded> outcome) { finishLoading(std::move(outcome)); },
        [this](const Progress& progress) { noteProgress(progress); });
}

// Who was behind the events, and what became of the resources, is told by all of them together.
// Without it the rest is as good.
void Workspace::interpret(Loaded& loaded, const JobContext& context)
{
    if (auto identified = identity::withIdentities(loaded.evidence.store, context)) {
        loaded.evidence.store = std::move(identified->events);
        loaded.identities = std::move(identified->identities);
        loaded.names = std::move(identified->names);
    }
    if (auto resources = config::Resources::make(loaded.evidence.items, context))
        loaded.resources = *std::move(resources);
}

void Workspace::finishLoading(Result<Loaded> outcome)
{
    m_loadedMs = m_timer.elapsed();
    auto unseen = m_mailbox ? m_mailbox->take() : std::nullopt;
    closeMailbox();
    if (outcome.ok()) {
        adopt(*std::move(outcome));
        setState(State::Ready);
        return;
    }
    Loaded kept;
    kept.evidence = unseen ? *std::move(unseen) : m_evidence;
    kept.evidence.complete = true;
    adopt(std::move(kept));
    m_error = outcome.error();
    setState(m_error.kind == Error::Kind::Cancelled ? State::Cancelled : State::Failed);
    interpretRest();
}

void Workspace::interpretRest()
{
    if (m_evidence.store->rowCount() == 0 && m_evidence.items->rowCount() == 0)
        return;
    Loaded kept;
    kept.evidence = m_evidence;
    m_jobs.startBeside(
        kInterpretSlot, this,
        [kept = std::move(kept)](const JobContext& context) {
            Loaded loaded = kept;
            interpret(loaded, context);
            return Result<Loaded>(std::move(loaded));
        },
        [this](Result<Loaded> outcome) {
            if (outcome)
                adopt(*std::move(outcome));
        });
}

void Workspace::cancel()
{
    m_jobs.cancel(kLoadSlot);
}

void Workspace::close()
{
    // The mailbox goes first: what the old load still publishes is nobody's news.
    closeMailbox();
    m_jobs.discard(kLoadSlot);
    m_jobs.discard(kInterpretSlot);
    m_paths.clear();
    m_error = {};
    m_progress = {};
    m_measuredFromMs = -1;
    m_loadedMs = 0;
    if (m_state == State::Empty)
        return;
    Loaded none;
    none.evidence = nothing();
    adopt(std::move(none));
    setState(State::Empty);
}

QString Workspace::title() const
{
    if (m_paths.isEmpty())
        return {};
    const QString name = QFileInfo(m_paths.front()).fileName();
    const QString first = name.isEmpty() ? m_paths.front() : name;
    return m_paths.size() == 1 ? first
                               : QStringLiteral("%1 + %2").arg(first).arg(m_paths.size() - 1);
}

qint64 Workspace::elapsedMs() const
{
    return m_state == State::Loading ? m_timer.elapsed() : m_loadedMs;
}

qint64 Workspace::remainingMs() const
{
    if (m_state != State::Loading || m_measuredFromMs < 0)
        return -1;
    const qint64 spent = m_timer.elapsed() - m_measuredFromMs;
    const std::uint64_t done = m_progress.done - m_measuredFromDone;
    if (spent < kMeasureMs || done == 0)
        return -1;
    const double perUnit = static_cast<double>(spent) / static_cast<double>(done);
    return static_cast<qint64>(perUnit * static_cast<double>(m_progress.total - m_progress.done));
}

void Workspace::noteProgress(const Progress& progress)
{
    const bool known = progress.total > 0 && progress.done <= progress.total;
    const bool sameUnits =
        std::string_view(m_progress.stage) == progress.stage && m_progress.done <= progress.done;
    if (!known) {
        m_measuredFromMs = -1;
    } else if (m_measuredFromMs < 0 || !sameUnits) {
        m_measuredFromMs = m_timer.elapsed();
        m_measuredFromDone = progress.done;
    }
    m_progress = progress;
    Q_EMIT progressChanged();
}

void Workspace::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

void Workspace::adopt(Loaded loaded)
{
    m_evidence = std::move(loaded.evidence);
    m_identities = std::move(loaded.identities);
    m_names = std::move(loaded.names);
    m_resources = std::move(loaded.resources);
    Q_EMIT evidenceChanged();
}

void Workspace::collect(const std::shared_ptr<Mailbox>& mailbox)
{
    if (mailbox != m_mailbox)
        return;
    if (auto newest = mailbox->take()) {
        Loaded soFar;
        soFar.evidence = *std::move(newest);
        adopt(std::move(soFar));
    }
}

void Workspace::closeMailbox()
{
    const auto mailbox = std::exchange(m_mailbox, nullptr);
    if (!mailbox)
        return;
    const std::lock_guard lock(mailbox->mutex);
    mailbox->receiver = nullptr;
    mailbox->newest.reset();
}

} // namespace trailloupe::workspace
