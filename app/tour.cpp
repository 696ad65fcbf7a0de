#include "app/tour.h"

#include "model/query/column.h"
#include "model/workspace/following.h"
#include "model/workspace/resourcelinks.h"

#include <QApplication>
#include <QDir>
#include <QPixmap>
#include <QTextStream>

#include <cstdio>
#include <optional>

namespace trailloupe::app {

namespace {

const QString kFollow = QStringLiteral("follow");
constexpr int kTurnMs = 40;
constexpr int kQuietTurns = 10; // turns without a job before a page counts as drawn

// A row worth a picture: the newest event that changed who may do what, or just the newest.
std::optional<RowId> telling(const std::shared_ptr<const store::EventStore>& store)
{
    const auto dated = store->timeOrder().first(store->datedCount());
    if (dated.empty())
        return std::nullopt;
    const query::EventFacts facts(store);
    constexpr std::size_t kLookedAt = 20'000;
    std::size_t looked = 0;
    for (auto row = dated.rbegin(); row != dated.rend() && looked < kLookedAt; ++row, ++looked) {
        if (facts.eventClass(*row) == query::EventClass::Sensitive)
            return *row;
    }
    return dated.back();
}

// A resource worth a picture: that of the event at the state it led to, or the one that changed
// most.
std::optional<config::ResourceNo> telling(const config::Resources& resources,
                                          const std::shared_ptr<const store::EventStore>& events,
                                          std::optional<RowId> row)
{
    if (resources.size() == 0)
        return std::nullopt;
    if (row) {
        const auto named = workspace::resourcesOf(resources, events, *row);
        if (!named.empty())
            return named.front();
    }
    config::ResourceNo best(0);
    for (std::uint32_t i = 1; i < resources.size(); ++i) {
        const config::ResourceNo no(i);
        if (resources.items(no).size() > resources.items(best).size())
            best = no;
    }
    return best;
}

} // namespace

Tour::Tour(workspace::Workspace& workspace, workspace::Investigation& investigation,
           workspace::JobRunner& jobs, ui::Theme& theme, ui::MainWindow& window, const QString& dir)
    : m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_theme(theme)
    , m_window(window)
    , m_dir(dir)
{
    using Choice = ui::Theme::Choice;
    for (const Choice choice : {Choice::Light, Choice::Dark})
        m_stops.push_back({{}, choice});
    for (const QString& page : window.pageIds()) {
        for (const Choice choice : {Choice::Light, Choice::Dark})
            m_stops.push_back({page, choice});
    }
    for (const Choice choice : {Choice::Light, Choice::Dark})
        m_stops.push_back({kFollow, choice});
    m_clock.setInterval(kTurnMs);
    connect(&m_clock, &QTimer::timeout, this, &Tour::look);
}

void Tour::start(const QStringList& paths)
{
    m_paths = paths;
    if (!QDir().mkpath(m_dir)) {
        std::fprintf(stderr, "trailloupe: cannot write to %s\n", qPrintable(m_dir));
        QMetaObject::invokeMethod(
            this, [this] { end(1); }, Qt::QueuedConnection);
        return;
    }
    arrive();
    m_clock.start();
}

void Tour::arrive()
{
    const Stop& stop = m_stops.at(m_at);
    m_theme.show(stop.theme);
    if (!stop.page.isEmpty()) {
        if (m_workspace.state() == workspace::Workspace::State::Empty)
            m_window.openPaths(m_paths);
        m_investigation.setPage(pageOf(stop));
    }
    m_quietTurns = 0;
}

QString Tour::pageOf(const Stop& stop) const
{
    if (stop.page != kFollow)
        return stop.page;
    const auto row = m_investigation.selectedRow();
    const auto page =
        row ? workspace::sessionPage(m_workspace.evidence().store, *row) : std::nullopt;
    return page.value_or(QStringLiteral("principals"));
}

bool Tour::isSettled() const
{
    return m_workspace.state() != workspace::Workspace::State::Loading && m_jobs.isIdle();
}

void Tour::look()
{
    if (!isSettled()) {
        m_quietTurns = 0;
        return;
    }
    if (m_quietTurns++ == 0 && !m_investigation.selectedRow())
        m_investigation.selectRow(telling(m_workspace.evidence().store));
    const bool isFirst = m_quietTurns == 1;
    if (const auto& resources = m_investigation.resources();
        isFirst && resources && !m_investigation.selectedResource())
        m_investigation.selectResource(
            telling(*resources, m_workspace.evidence().store, m_investigation.selectedRow()));
    if (isFirst && m_stops.at(m_at).page == QStringLiteral("compare")
        && m_window.comparing().tray().empty() && m_investigation.selectedRow())
        m_window.comparing().comparePrevious(*m_investigation.selectedRow());
    if (m_quietTurns < kQuietTurns)
        return;
    const Stop& stop = m_stops.at(m_at);
    const QString name = QStringLiteral("%1-%2.png")
                             .arg(stop.page.isEmpty() ? QStringLiteral("welcome") : stop.page,
                                  stop.theme == ui::Theme::Choice::Dark ? QStringLiteral("dark")
                                                                        : QStringLiteral("light"));
    const QString path = QDir(m_dir).filePath(name);
    if (!m_window.grab().save(path)) {
        std::fprintf(stderr, "trailloupe: cannot write %s\n", qPrintable(path));
        end(1);
        return;
    }
    QTextStream(stdout) << path << Qt::endl;
    if (++m_at == m_stops.size() || (m_paths.isEmpty() && !m_stops.at(m_at).page.isEmpty()))
        end(0);
    else
        arrive();
}

void Tour::end(int code)
{
    m_clock.stop();
    QApplication::exit(code);
}

} // namespace trailloupe::app
