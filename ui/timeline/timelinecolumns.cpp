#include "ui/timeline/timelinecolumns.h"

namespace trailloupe::ui::timeline {

using query::EventClass;

QColor blend(const QColor& over, const QColor& under, double share)
{
    const auto mix = [share](int a, int b) {
        return static_cast<int>(a * share + b * (1 - share));
    };
    return {mix(over.red(), under.red()), mix(over.green(), under.green()),
            mix(over.blue(), under.blue())};
}

QColor faded(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

QColor colorOf(Part part, const ThemeColors& colors)
{
    switch (part) {
    case Part::Failed:
        return colors.mark(EventClass::Denied);
    case Part::Sensitive:
        return colors.mark(EventClass::Sensitive);
    case Part::Write:
        return colors.mark(EventClass::Write);
    case Part::Other:
        break;
    }
    return blend(colors.mark(EventClass::Read), colors.base, colors.dark ? 0.62 : 0.5);
}

Heights::Heights(std::uint64_t most, const QRect& room, bool isThin)
    : m_most(most)
    , m_room(std::max(1, room.height() - 2 * stripOf(isThin) - 2))
{
    for (std::size_t i = 0; i < m_known.size(); ++i)
        m_known[i] = columnHeight(i, most, m_room);
}

} // namespace trailloupe::ui::timeline
