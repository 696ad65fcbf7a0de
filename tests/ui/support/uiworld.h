// UiWorld: everything a page needs, without a window around it: own settings, jobs, evidence,
// state.
#pragma once

#include "model/workspace/catalog.h"
#include "model/workspace/filtering.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

namespace trailloupe::test {

struct UiWorld
{
    enum class Settings
    {
        Cleared,
        Kept, // as a world before this one left them
    };

    explicit UiWorld(Settings settings = Settings::Cleared)
    {
        if (settings == Settings::Cleared)
            QSettings().clear();
        jobs = std::make_unique<workspace::JobRunner>();
        workspace = std::make_unique<workspace::Workspace>(*jobs);
        investigation = std::make_unique<workspace::Investigation>();
        filtering = std::make_unique<workspace::Filtering>(*workspace, *investigation, *jobs);
        catalog = std::make_unique<workspace::Catalog>(*workspace, *filtering, *jobs);
    }

    // Call from initTestCase(): settings go to a folder of their own, numbers are English.
    static void prepare()
    {
        static const QTemporaryDir settings;
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
        QCoreApplication::setOrganizationName(QStringLiteral("trailloupe-test"));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }

    // False when it took too long.
    [[nodiscard]] bool openAndWait(const QString& path)
    {
        workspace->open({path});
        return QTest::qWaitFor(
            [this] {
                return workspace->state() != workspace::Workspace::State::Loading && jobs->isIdle();
            },
            20'000);
    }
    std::size_t rowCount() const { return workspace->evidence().store->rowCount(); }

    std::unique_ptr<workspace::JobRunner> jobs;
    std::unique_ptr<workspace::Workspace> workspace;
    std::unique_ptr<workspace::Investigation> investigation;
    std::unique_ptr<workspace::Filtering> filtering;
    std::unique_ptr<workspace::Catalog> catalog;
};

} // namespace trailloupe::test
