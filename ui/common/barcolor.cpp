#include "ui/common/barcolor.h"

namespace trailloupe::ui {

QColor barColor(query::EventClass eventClass, const ThemeColors& colors)
{
    const bool isRead = eventClass == query::EventClass::Read;
    const QColor& mark = colors.mark(eventClass);
    if (!isRead && eventClass != query::EventClass::Other)
        return mark;
    const double share = isRead ? (colors.dark ? 0.62 : 0.5) : (colors.dark ? 0.36 : 0.25);
    const auto mix = [share](int over, int under) {
        return static_cast<int>(over * share + under * (1 - share));
    };
    return {mix(mark.red(), colors.base.red()), mix(mark.green(), colors.base.green()),
            mix(mark.blue(), colors.base.blue())};
}

} // namespace trailloupe::ui
