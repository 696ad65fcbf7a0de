#include "app/commandline.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTimeZone>

namespace trailloupe::app {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("CommandLine", text);
}

CommandLine wrong(const QString& text)
{
    return {.ask = CommandLine::Ask::Wrong, .options = {}, .text = text};
}

} // namespace

CommandLine parseCommandLine(const QStringList& arguments, const QString& version)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        tr(QT_TRANSLATE_NOOP("CommandLine",
                             "Trailloupe opens an AWS CloudTrail export and shows what happened.\n"
                             "It reads folders, zip and tar archives and single files, writes to "
                             "none of them, and uses no network.")));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  tr(QT_TRANSLATE_NOOP("CommandLine", "Shows this text.")));
    const QCommandLineOption versionOption(
        {QStringLiteral("v"), QStringLiteral("version")},
        tr(QT_TRANSLATE_NOOP("CommandLine", "Shows the version.")));
    const QCommandLineOption sample(
        QStringLiteral("sample"),
        tr(QT_TRANSLATE_NOOP("CommandLine", "Opens the sample incident.")));
    const QCommandLineOption zone(
        QStringLiteral("zone"),
        tr(QT_TRANSLATE_NOOP("CommandLine", "Shows times in <zone>: UTC, local, Europe/Berlin …")),
        QStringLiteral("zone"));
    const QCommandLineOption theme(
        QStringLiteral("theme"),
        tr(QT_TRANSLATE_NOOP("CommandLine", "Uses the <theme> light, dark or system.")),
        QStringLiteral("theme"));
    const QCommandLineOption page(
        QStringLiteral("page"),
        tr(QT_TRANSLATE_NOOP("CommandLine", "Starts on the <page> overview, events or ledger.")),
        QStringLiteral("page"));
    const QCommandLineOption tour(
        QStringLiteral("tour"),
        tr(QT_TRANSLATE_NOOP("CommandLine",
                             "Opens the export (or the sample incident), saves a picture of every "
                             "page in light and dark into the folder <dir>, and ends.")),
        QStringLiteral("dir"));
    parser.addOptions({help, versionOption, sample, zone, theme, page, tour});
    parser.addPositionalArgument(
        QStringLiteral("paths"),
        tr(QT_TRANSLATE_NOOP("CommandLine", "Files and folders to open together.")),
        QStringLiteral("[paths…]"));

    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    CommandLine line;
    if (parser.isSet(help)) {
        line.ask = CommandLine::Ask::Help;
        line.text = parser.helpText();
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
            return wrong(tr(QT_TRANSLATE_NOOP("CommandLine", "There is no time zone “%1”."))
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
            return wrong(tr(QT_TRANSLATE_NOOP("CommandLine", "There is no theme “%1”.")).arg(name));
    }
    return line;
}

} // namespace trailloupe::app
