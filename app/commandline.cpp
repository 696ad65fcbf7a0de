#include "app/commandline.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTimeZone>

namespace trailloupe::app {

namespace {

CommandLine wrong(const QString& text)
{
    return {.ask = CommandLine::Ask::Wrong, .options = {}, .text = text};
}

} // namespace

CommandLine parseCommandLine(const QStringList& arguments, const QString& version)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "CommandLine",
        "Trailloupe opens an AWS CloudTrail export and shows what happened.\n"
        "It reads folders, zip and tar archives and single files, writes to "
        "none of them, and uses no network."));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  QCoreApplication::translate("CommandLine", "Shows this text."));
    const QCommandLineOption versionOption(
        {QStringLiteral("v"), QStringLiteral("version")},
        QCoreApplication::translate("CommandLine", "Shows the version."));
    const QCommandLineOption sample(
        QStringLiteral("sample"),
        QCoreApplication::translate("CommandLine", "Opens the sample incident."));
    const QCommandLineOption zone(
        QStringLiteral("zone"),
        QCoreApplication::translate("CommandLine",
                                    "Shows times in <zone>: UTC, local, Europe/Berlin …"),
        QStringLiteral("zone"));
    const QCommandLineOption theme(
        QStringLiteral("theme"),
        QCoreApplication::translate("CommandLine", "Uses the <theme> light, dark or system."),
        QStringLiteral("theme"));
    const QCommandLineOption page(
        QStringLiteral("page"),
        QCoreApplication::translate(
            "CommandLine",
            "Starts on the <page> overview, events, timeline, principals, resources, graph, "
            "compare, periods, notes or ledger."),
        QStringLiteral("page"));
    const QCommandLineOption tour(
        QStringLiteral("tour"),
        QCoreApplication::translate(
            "CommandLine",
            "Opens the export (or the sample incident), saves a picture of every "
            "page in light and dark into the folder <dir>, and ends."),
        QStringLiteral("dir"));
    parser.addOptions({help, versionOption, sample, zone, theme, page, tour});
    parser.addPositionalArgument(
        QStringLiteral("paths"),
        QCoreApplication::translate("CommandLine", "Files and folders to open together."),
        QStringLiteral("[paths…]"));

    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    CommandLine line;
    if (parser.isSet(help)) {
        line.ask = CommandLine::Ask::Help;
        line.text = parser.helpText().replace(QStringLiteral("<executable_name>"),
                                              QStringLiteral("trailloupe"));
        return line;
    }
    if (parser.isSet(versionOption)) {
        line.ask = CommandLine::Ask::Version;
        line.text = QStringLiteral("trailloupe %1\n").arg(version);
        return line;
    }
    Options& options = line.options;
    options.paths = parser.positionalArguments();
    options.sample = parser.isSet(sample);
    options.page = parser.value(page);
    options.tourDir = parser.value(tour);
    if (parser.isSet(zone)) {
        options.zone = parser.value(zone).toUtf8();
        if (options.zone == "local")
            options.zone = QTimeZone::systemTimeZoneId();
        if (!QTimeZone::isTimeZoneIdAvailable(options.zone))
            return wrong(QCoreApplication::translate("CommandLine", "There is no time zone “%1”.")
                             .arg(parser.value(zone)));
    }
    if (parser.isSet(theme)) {
        const QString name = parser.value(theme);
        if (name == QStringLiteral("light"))
            options.theme = ui::Theme::Choice::Light;
        else if (name == QStringLiteral("dark"))
            options.theme = ui::Theme::Choice::Dark;
        else if (name == QStringLiteral("system"))
            options.theme = ui::Theme::Choice::System;
        else
            return wrong(
                QCoreApplication::translate("CommandLine", "There is no theme “%1”.").arg(name));
    }
    return line;
}

} // namespace trailloupe::app
