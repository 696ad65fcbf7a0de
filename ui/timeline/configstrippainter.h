// configstrippainter: draws the lanes of resources from their geometry; computes nothing but
// colours.
//
// States are told apart by shape and colour (statemark.h). A bar is full where states were recorded
// and a dotted frame where nothing tells; a stroke across its end says that it was created or
// deleted there, a dotted stroke that it may only have been found. What was not recorded is
// hatched. Threads: GUI thread only (pictures of marks are kept). Cost: O(what is in view).
#pragma once

#include "ui/common/theme.h"
#include "ui/common/timeticks.h"
#include "ui/timeline/configstripgeometry.h"
#include "ui/timeline/configstripwords.h"

#include <QFont>
#include <QPixmap>
#include <QString>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

class QPainter;

namespace trailloupe::ui::configstrip {

// Everything that is drawn.
struct Scene
{
    const Geometry* geometry = nullptr;
    std::vector<Label> labels; // of the bands in view
    std::vector<Tick> ticks; // as of the axis
    std::optional<std::int64_t> origin; // T0, seconds
    std::optional<query::TimeSpan> selection;
    std::optional<std::int64_t> momentNs; // resources are looked at as of then
    std::optional<std::size_t> selectedLane;
    std::optional<std::uint32_t> selectedState; // of that lane: as of the moment
    std::optional<std::size_t> currentLane; // of the keyboard
    std::optional<std::size_t> hoveredLane;
    bool hasFocus = false;
    bool isPicture = false; // shapes, no images: for files
    QString head; // what is said above the lanes
};

// What of it is to be kept as a file.
struct Picture
{
    Inputs in;
    Scene scene; // its geometry is made anew
};

void paintHatch(QPainter& painter, const QRectF& rect, bool isLight, const ThemeColors& colors);
void paintBar(QPainter& painter, const Bar& bar, const ThemeColors& colors);

class Painter
{
public:
    void paint(QPainter& painter, const Scene& scene, const ThemeColors& colors);

private:
    // What the names of the lanes look like.
    struct HeaderKey
    {
        std::vector<Label> labels;
        std::vector<int> tops;
        std::optional<std::size_t> selectedLane;
        std::optional<std::size_t> currentLane;
        std::optional<std::size_t> hoveredLane;
        QSize size;
        QFont font;
        double ratio = 0;
        bool isDark = false;
        bool operator==(const HeaderKey&) const = default;
    };

    void paintMarks(QPainter& painter, const Scene& scene, const ThemeColors& colors);
    void paintHeaders(QPainter& painter, const Scene& scene, const ThemeColors& colors);
    const QPixmap& marksFor(double ratio, const ThemeColors& colors);

    QPixmap m_marks; // one beside the other, by StateMark
    double m_marksRatio = 0;
    bool m_marksDark = false;
    HeaderKey m_headerKey;
    QPixmap m_header;
};

} // namespace trailloupe::ui::configstrip
