#include "app/application.h"

#include "model/archive/openarchive.h"
#include "model/workspace/sampleincident.h"

#include <QApplication>
#include <QSettings>
#include <QTimeZone>

namespace trailloupe::app {

namespace {

const QString kZoneKey = QStringLiteral("zone");

} // namespace

Application::Application(const Options& options)
    : m_workspace(m_jobs, archive::openArchive)
    , m_filtering(m_workspace, m_investigation, m_jobs)
    , m_catalog(m_workspace, m_filtering, m_jobs)
    , m_window(m_workspace, m_investigation, m_filtering, m_catalog, m_jobs, m_theme)
    , m_report(m_workspace, m_investigation, m_jobs, m_window)
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

    const QString sample = workspace::sampleIncidentDir();
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
    if (const QString file = StateReport::requestedFile(); !file.isEmpty())
        m_report.start(file);
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
