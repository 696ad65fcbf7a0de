// timelinepainter: draws a timeline from its geometry; computes nothing but colours.
//
// What events are has a place, a shape and a colour: a column stands on a line, writes below reads;
// failed events hang under the line, sensitive ones are at the top of the lane. Single events are
// the marks that the table of events has.
// Threads: GUI thread only (pictures of marks are kept). Cost: O(what is in view); columns on the
// screen are written into an image, row by row of pixels, never one call an event.
#pragma once

#include "ui/common/theme.h"
#include "ui/common/timeticks.h"
#include "ui/timeline/timelinegeometry.h"

#include <QFont>
#include <QImage>
#include <QPixmap>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace trailloupe::ui::timeline {

constexpr int kNamePadding = 10; // beside the names of lanes

struct LaneLabel
{
    QString name;
    QString count;
    bool isPinned = false;
    bool isQuiet = false; // the rest, and no value
    bool operator==(const LaneLabel&) const = default;
};

// Everything that is drawn.
struct Scene
{
    const Geometry* geometry = nullptr;
    std::vector<LaneLabel> labels; // of the bands in view
    std::vector<Tick> ticks;
    std::vector<Tick> relativeTicks; // from T0; none without one
    std::optional<std::int64_t> origin;
    std::optional<std::int64_t> momentNs; // resources are looked at as of then
    QString axisText; // zone, above the names
    QString axisDate; // of the left edge, where the ticks are of hours and less
    std::optional<query::TimeSpan> selection;
    std::optional<std::uint32_t> selectedPlace; // event, by place in the time order
    std::optional<std::size_t> currentLane; // of the keyboard
    std::optional<std::size_t> hoveredLane;
    bool hasFocus = false;
    bool isPicture = false; // shapes, no images: for files
    QString emptyText;
};

// Keeps what need not be drawn anew for each frame.
class Painter
{
public:
    void paint(QPainter& painter, const Scene& scene, const ThemeColors& colors);

private:
    void paintColumns(QPainter& painter, const Scene& scene, const ThemeColors& colors);
    void paintGlyphs(QPainter& painter, const Scene& scene, const ThemeColors& colors);
    void paintHeaders(QPainter& painter, const Scene& scene, const ThemeColors& colors);
    const QPixmap& marksFor(double ratio, const ThemeColors& colors);

    // What the names of the lanes look like.
    struct HeaderKey
    {
        std::vector<LaneLabel> labels;
        std::vector<int> tops;
        std::optional<std::size_t> currentLane;
        std::optional<std::size_t> hoveredLane;
        QSize size;
        QFont font;
        double ratio = 0;
        bool isDark = false;
        bool operator==(const HeaderKey&) const = default;
    };

    FlagPainter m_flags;
    QImage m_columns;
    HeaderKey m_headerKey;
    QPixmap m_header;
    QPixmap m_marks; // one beside the other, by EventClass
    double m_marksRatio = 0;
    bool m_marksDark = false;
};

} // namespace trailloupe::ui::timeline
