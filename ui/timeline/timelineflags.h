// timelineflags: where a timeline has flags for the findings that its events are in, and how they
// are drawn: at the foot of a lane, so that they leave the stars, tags and notes at its head alone,
// and beside what stands for an event.
//
// Flags that would overlap are one, which has the shape of the gravest. Threads: GUI thread, or a
// job for a picture. Cost: see addFlags(); painting O(flags in view).
#pragma once

#include "model/detection/findings.h"
#include "model/timeline/flags.h"
#include "ui/common/theme.h"

#include <QPixmap>
#include <QRectF>
#include <QString>

#include <span>
#include <vector>

class QPainter;

namespace trailloupe::ui::timeline {

using trailloupe::timeline::FlagsPtr;

constexpr double kFlagSize = 11; // pixels

// Of one lane, from left to right.
struct FlagRect
{
    std::size_t lane = 0;
    std::size_t first = 0; // of Flags::events(lane)
    std::size_t count = 0;
    detection::Severity severity = detection::Severity::Low; // the gravest
    std::uint32_t event = 0; // of the lane: the first of the gravest
    QRectF rect;
};

// What is drawn at one place of a lane: where a flag is planted, and its events.
struct FlagSpot
{
    double x = 0; // of the pole
    std::uint32_t first = 0;
    std::uint32_t events = 0;
};
// `spots` from left to right, in the lane's plot. O(spots log flags + flags within them).
void addFlags(const trailloupe::timeline::Flags& flags, std::size_t lane,
              std::span<const FlagSpot> spots, const QRectF& plot, std::vector<FlagRect>& into);

// Which findings the events of a flag are in, one a line, the gravest first.
QString flagTip(const FlagRect& flag, const trailloupe::timeline::Flags& flags,
                const detection::Findings& findings);
// Those of one event.
QStringList findingsOf(const detection::Findings& findings, RowId row);

// Keeps pictures of the shapes.
class FlagPainter
{
public:
    void paint(QPainter& painter, std::span<const FlagRect> flags, const ThemeColors& colors,
               bool isPicture);

private:
    void draw(double ratio, const ThemeColors& colors);

    QPixmap m_shapes; // one beside the other, by severity
    double m_ratio = 0;
    bool m_isDark = false;
};

} // namespace trailloupe::ui::timeline
