#include "ui/principals/calldelegate.h"

#include "model/items/eventtableroles.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace trailloupe::ui {
namespace {

constexpr int kBracketLeft = 2;
constexpr int kBracketWidth = 4;
constexpr int kBracketEnd = 3; // from the edge of the row

} // namespace

CallDelegate::InSecond CallDelegate::inSecond(const QModelIndex& index)
{
    const QVariant seconds = index.data(items::SecondsRole);
    if (!seconds.isValid())
        return {};
    const auto isSame = [&](int row) {
        const QModelIndex other = index.sibling(row, index.column());
        return other.isValid() && other.data(items::SecondsRole) == seconds;
    };
    return {isSame(index.row() - 1), isSame(index.row() + 1)};
}

QString CallDelegate::tipOf(const QModelIndex& index) const
{
    const QString text = EventDelegate::tipOf(index);
    if (index.column() != 0 || !inSecond(index).isShared())
        return text;
    return (text.isEmpty() ? text : text + u'\n')
        + tr("One of several calls within one second: their order is not known.");
}

void CallDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    EventDelegate::paint(painter, option, index);
    if (index.column() != 0)
        return;
    const InSecond in = inSecond(index);
    if (!in.isShared())
        return;
    const ThemeColors& colors = themeColors(option.palette);
    const bool isSelected = option.state & QStyle::State_Selected;
    const int left = option.rect.left() + kBracketLeft;
    const int top = option.rect.top() + (in.hasBefore ? 0 : kBracketEnd);
    const int bottom = option.rect.bottom() - (in.hasAfter ? 0 : kBracketEnd);
    painter->setPen(isSelected ? colors.onSelection : colors.muted);
    painter->drawLine(left, top, left, bottom);
    if (!in.hasBefore)
        painter->drawLine(left, top, left + kBracketWidth, top);
    if (!in.hasAfter)
        painter->drawLine(left, bottom, left + kBracketWidth, bottom);
}

} // namespace trailloupe::ui
