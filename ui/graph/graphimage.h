// graphimage: what a graph shows, as a file to keep: PNG in the light theme, with what it is about,
// the moment, the zone, how much of the graph it is and what the marks mean; SVG and DOT as
// config::graphSvg() and graphDot() write them.
//
// A PNG is twice as large as on the screen, less where it would be more than kMostPixels.
// Threads: an Image is a value that may be written by a job.
// Errors: Io with the system's words; Internal where the picture cannot be made.
#pragma once

#include "model/base/result.h"
#include "ui/graph/graphpainter.h"

#include <QByteArray>
#include <QFont>
#include <QString>
#include <QStringList>

namespace trailloupe::ui::graph {

struct Image
{
    workspace::GraphPicturePtr picture;
    Overlay overlay;
    QFont font;
    QString title; // "export.zip: around web-1"
    QStringList lines; // moment with zone, showing N of M, what is compared …
};

constexpr double kImageRatio = 2;
constexpr double kMostPixels = 64e6;

QByteArray pngOf(const Image& image); // empty: it could not be made
// The ending of the path decides: ".svg", ".dot" or ".gv", else PNG.
Result<void> saveImage(const Image& image, const QString& path);

} // namespace trailloupe::ui::graph
