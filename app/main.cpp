#include "app/application.h"
#include "app/commandline.h"

#include <QApplication>
#include <QLocale>
#include <QSettings>
#include <QTemporaryDir>
#include <QTranslator>

#include <cstdio>

using namespace trailloupe;

int main(int argc, char* argv[])
{
    QCoreApplication::setOrganizationName(QStringLiteral("trailloupe"));
    QCoreApplication::setApplicationName(QStringLiteral("trailloupe"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TRAILLOUPE_VERSION));

    // Before there is an application, so that help and version need no display.
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    // Qt's own options (-platform, -style …) are taken out by QApplication below.
    const bool talkOnly = arguments.contains(QStringLiteral("--help"))
        || arguments.contains(QStringLiteral("-h"))
        || arguments.contains(QStringLiteral("--version"))
        || arguments.contains(QStringLiteral("-v"));
    std::unique_ptr<QApplication> qt;
    if (!talkOnly) {
        qt = std::make_unique<QApplication>(argc, argv);
        arguments = QApplication::arguments();
    }
    const app::CommandLine line =
        app::parseCommandLine(arguments, QCoreApplication::applicationVersion());
    switch (line.ask) {
    case app::CommandLine::Ask::Help:
    case app::CommandLine::Ask::Version:
        std::fputs(qPrintable(line.text), stdout);
        return 0;
    case app::CommandLine::Ask::Wrong:
        std::fprintf(stderr, "trailloupe: %s\n", qPrintable(line.text));
        return 2;
    case app::CommandLine::Ask::Run:
        break;
    }

    if (QLocale().language() == QLocale::C)
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication::setDesktopFileName(QStringLiteral("trailloupe"));

    QTranslator words;
    if (words.load(QLocale(), QStringLiteral("trailloupe"), QStringLiteral("_"),
                   QStringLiteral(":/i18n"))
        || words.load(QStringLiteral(":/i18n/trailloupe_en.qm")))
        QApplication::installTranslator(&words);

    // A tour leaves no trace in the person's settings, and does not depend on them.
    QTemporaryDir ownSettings;
    if (!line.options.tourDir.isEmpty()) {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, ownSettings.path());
    }
    app::Application application(line.options);
    if (!application.startError().isEmpty()) {
        std::fprintf(stderr, "trailloupe: %s\n", qPrintable(application.startError()));
        return 2;
    }
    return QApplication::exec();
}
