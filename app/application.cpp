#include "app/application.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QTimeZone>

namespace trailloupe::app {

namespace {

const QString kZoneKey = QStringLiteral("zone");

} // namespace

QString sampleIncidentPath()
{
    const QString beside = QApplication::applicationDirPath();
    const QString candidates[] = {
        beside + QStringLiteral("/../share/trailloupe/sample-incident"),
        QStringLiteral(TRAILLOUPE_SOURCE_DIR "/resources/sample-incident"),
    };
    for (const QString& candidate : candidates) {
        if (QFileInfo(candidate).isDir())
            return QDir(candidate).canonicalPath();
    }
    return {};
}

Application::Application(const Options& options)
    : m_workspace(m_jobs)
    , m_window(m_workspace, m_investigation, m_jobs, m_theme)
{
    const QByteArray kept = QSettings().value(kZoneKey).toByteArray();
    if (!options.zone.isEmpty())
        m_investigation.setZone(options.zone);
    else if (QTimeZone::isTimeZoneIdAvailable(kept))
        m_investigation.setZone(kept);
    QObject::connect(&m_investigation, &workspace::Investigation::zoneChanged, &m_investigation,
                     [this] { QSettings().setValue(kZoneKey, m_investigation.zone()); });
    if (options.theme)
        m_theme.show(*options.theme);

    const QString sample = sampleIncidentPath();
    m_window.setSamplePath(sample);
    if (!options.page.isEmpty()) {
        if (!m_window.pageIds().contains(options.page)) {
            m_startError =
                QApplication::translate("Application", "There is no page “%1”.").arg(options.page);
            return;
        }
        m_investigation.setPage(options.page);
    }
    m_window.show();
    QStringList paths = options.paths;
    if (paths.isEmpty() && (options.sample || !options.tourDir.isEmpty()) && !sample.isEmpty())
        paths = {sample};
    if (!options.tourDir.isEmpty()) {
        m_tour = std::make_unique<Tour>(m_workspace, m_investigation, m_jobs, m_theme, m_window,
                                        options.tourDir);
        m_tour->start(paths);
    } else {
        m_window.openPaths(paths);
    }
}

Application::~Application() = default;

} // namespace trailloupe::app
