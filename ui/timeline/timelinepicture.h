// timelinepicture: what a timeline shows, as a file to keep and to print: PNG at twice the size, or
// SVG. Always in the light theme, with what it is about, the filter, the zone, the scale and what
// the marks mean written on it,
// and how many of the events are in view.
//
// Threads: a Picture is a value that may be drawn by a job; it keeps the detail that it shows.
// Cost: some 100 ms. Errors: Io with the system's words (see workspace::OutputFile); Internal where
// the picture cannot be made, as for a size that does not fit into memory.
#pragma once

#include "model/base/result.h"
#include "ui/timeline/configstrippainter.h"
#include "ui/timeline/timelinepainter.h"

#include <QByteArray>
#include <QFont>
#include <QString>
#include <QStringList>

#include <optional>

namespace trailloupe::ui::timeline {

struct Picture
{
    Inputs in;
    Scene scene; // its geometry is made anew
    std::optional<configstrip::Picture> strip; // below it
    QFont font;
    QString title; // "export.zip: lanes by actor"
    QString span; // with zone
    QString scale; // "one mark each 6 h"
    QString filter; // any length
    QString selection; // the span that is taken, in words; may be empty
    QStringList counts; // what is to be said besides how many events are in view
};

constexpr double kPictureRatio = 2; // pixels of a PNG for one of the screen

QByteArray pngOf(const Picture& picture); // empty: it could not be made
QByteArray svgOf(const Picture& picture);
// The ending of the path decides: ".svg", else PNG.
Result<void> savePicture(const Picture& picture, const QString& path);

} // namespace trailloupe::ui::timeline
