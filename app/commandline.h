// CommandLine: what `trailloupe` was asked to do.
#pragma once

#include "ui/common/theme.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace trailloupe::app {

struct Options
{
    QStringList paths;
    QByteArray zone; // empty: as kept
    std::optional<ui::Theme::Choice> theme; // none: as kept
    QString page; // empty: the first
    QString tourDir; // empty: no tour
    bool sample = false;
};

struct CommandLine
{
    enum class Ask
    {
        Run,
        Help,
        Version,
        Wrong, // `text` says what
    };
    Ask ask = Ask::Run;
    Options options;
    QString text; // for Help, Version and Wrong
};

CommandLine parseCommandLine(const QStringList& arguments, const QString& version);

} // namespace trailloupe::app
