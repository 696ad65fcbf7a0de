#include "ui/timeline/timelineflags.h"

#include "ui/common/eventcounttext.h"
#include "ui/common/findingmark.h"
#include "ui/words/findingwords.h"

#include <QCoreApplication>
#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <map>

namespace trailloupe::ui::timeline {

using detection::Findings;
using detection::Severity;
using trailloupe::timeline::Flags;

namespace {

struct TimelineFlags
{
    Q_DECLARE_TR_FUNCTIONS(TimelineFlags)
};

constexpr double kPole = 2; // pixels from the left edge of a flag
constexpr double kAround = 1; // pixels of a shape's picture, for its halo
constexpr std::size_t kMostLookedAt = 10'000; // events, for a tip

void paintShape(QPainter& painter, const QRectF& rect, Severity severity, const ThemeColors& colors)
{
    paintFindingMark(painter, rect, severity, colors, nullptr, &colors.base);
}

} // namespace

void addFlags(const Flags& flags, std::size_t lane, std::span<const FlagSpot> spots,
              const QRectF& plot, std::vector<FlagRect>& into)
{
    const auto events = flags.events(lane);
    const std::size_t before = into.size();
    auto at = events.begin();
    for (const FlagSpot& spot : spots) {
        at = std::lower_bound(at, events.end(), spot.first);
        const auto end = std::lower_bound(at, events.end(), spot.first + spot.events);
        if (at == end)
            continue;
        const auto first = static_cast<std::size_t>(at - events.begin());
        const auto count = static_cast<std::size_t>(end - at);
        at = end;
        const Flags::Worst worst = flags.worstOf(lane, first, first + count);
        const auto severity = static_cast<Severity>(worst.level);
        const double left = std::min(spot.x - kPole, plot.right() - kFlagSize);
        if (into.size() > before && left - into.back().rect.left() < kFlagSize) {
            FlagRect& last = into.back();
            last.count = first + count - last.first;
            if (severity > last.severity) {
                last.severity = severity;
                last.event = worst.event;
            }
            continue;
        }
        into.push_back({lane, first, count, severity, worst.event,
                        QRectF(left, plot.bottom() - kFlagSize, kFlagSize, kFlagSize)});
    }
}

QStringList findingsOf(const Findings& findings, RowId row)
{
    QStringList lines;
    for (const Findings::Hit& hit : findings.findingsOf(row))
        lines << findingText(findings.ruleOf(hit));
    return lines;
}

QString flagTip(const FlagRect& flag, const Flags& flags, const Findings& findings)
{
    std::map<std::uint32_t, std::uint64_t> events; // by finding, so that the gravest are first
    const auto flagged = flags.events(flag.lane).subspan(flag.first, flag.count);
    for (std::size_t i = 0; i < std::min(flagged.size(), kMostLookedAt); ++i) {
        for (const Findings::Hit& hit :
             findings.findingsOf(flags.lanes()->row(flag.lane, flagged[i])))
            ++events[hit.finding];
    }
    QStringList lines;
    for (const auto& [finding, count] : events) {
        const QString title = findingText(findings.ruleOf(findings.findings()[finding]));
        lines << (flag.count == 1 ? title
                                  : TimelineFlags::tr("%1 (%2)").arg(title, eventsText(count)));
    }
    if (flagged.size() > kMostLookedAt)
        lines << TimelineFlags::tr("of the first %1 of %2 in findings here")
                     .arg(eventsText(kMostLookedAt), eventsText(flagged.size()));
    return lines.join(u'\n');
}

void FlagPainter::draw(double ratio, const ThemeColors& colors)
{
    const double size = kFlagSize + 2 * kAround;
    const int pixels = static_cast<int>(std::ceil(size * ratio));
    m_shapes = QPixmap(pixels * static_cast<int>(detection::kSeverities.size()), pixels);
    m_shapes.fill(Qt::transparent);
    QPainter painter(&m_shapes);
    painter.scale(ratio, ratio);
    for (const Severity severity : detection::kSeverities) {
        const double left = static_cast<double>(severity) * pixels / ratio;
        paintShape(painter, QRectF(left + kAround, kAround, kFlagSize, kFlagSize), severity,
                   colors);
    }
    m_ratio = ratio;
    m_isDark = colors.dark;
}

void FlagPainter::paint(QPainter& painter, std::span<const FlagRect> flags,
                        const ThemeColors& colors, bool isPicture)
{
    if (isPicture) {
        for (const FlagRect& flag : flags)
            paintShape(painter, flag.rect, flag.severity, colors);
        return;
    }
    if (flags.empty())
        return;
    const double ratio = painter.device()->devicePixelRatioF();
    if (m_shapes.isNull() || m_ratio != ratio || m_isDark != colors.dark)
        draw(ratio, colors);
    const double size = m_shapes.height();
    std::vector<QPainter::PixmapFragment> fragments;
    for (const FlagRect& flag : flags) {
        // On whole pixels, or the shapes would be blurred.
        const QPointF corner(std::round((flag.rect.left() - kAround) * ratio) / ratio,
                             std::round((flag.rect.top() - kAround) * ratio) / ratio);
        fragments.push_back(QPainter::PixmapFragment::create(
            corner + QPointF(size, size) / (2 * ratio),
            QRectF(static_cast<double>(flag.severity) * size, 0, size, size), 1 / ratio,
            1 / ratio));
    }
    painter.drawPixmapFragments(fragments.data(), static_cast<int>(fragments.size()), m_shapes);
}

} // namespace trailloupe::ui::timeline
