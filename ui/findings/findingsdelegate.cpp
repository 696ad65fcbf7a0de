#include "ui/findings/findingsdelegate.h"

#include "model/items/findingsmodel.h"
#include "ui/common/findingmark.h"
#include "ui/common/foldmark.h"
#include "ui/common/theme.h"

#include <QPainter>

namespace trailloupe::ui {

using detection::Severity;
using items::FindingsModel;

namespace {

constexpr int kPadding = 8;
constexpr int kFlag = 12;

} // namespace

int FindingsDelegate::rowHeight(const QFontMetrics& metrics)
{
    return metrics.height() + 10;
}

void FindingsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const bool isSelected = option.state & QStyle::State_Selected;
    const auto kind = static_cast<FindingsModel::Kind>(index.data(FindingsModel::KindRole).toInt());
    const bool isFold = kind == FindingsModel::Kind::Fold;
    const bool isQuiet = kind == FindingsModel::Kind::Silent;
    painter->fillRect(option.rect,
                      isSelected   ? colors.selection
                          : isFold ? colors.alternate
                                   : colors.base);
    QRect rect = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    QColor color = isSelected ? colors.onSelection
        : isQuiet             ? colors.muted
        : isFold              ? colors.accent
                              : colors.text;
    if (isFold) {
        paintFoldMark(*painter, QPointF(rect.left() + 4, rect.center().y() + 0.5),
                      index.data(FindingsModel::IsOpenRole).toBool(), color);
        rect.setLeft(rect.left() + kFlag + kPadding / 2);
    } else if (index.column() == FindingsModel::SeverityColumn) {
        const auto severity =
            static_cast<Severity>(index.data(FindingsModel::SeverityRole).toInt());
        const QRectF flag(rect.left(), rect.center().y() - kFlag / 2.0 + 0.5, kFlag, kFlag);
        paintFindingMark(*painter, flag, severity, colors,
                         isSelected || isQuiet ? &color : nullptr);
        if (!isSelected && !isQuiet)
            color = findingColor(severity, colors);
        rect.setLeft(rect.left() + kFlag + kPadding / 2);
    }
    painter->setFont(option.font);
    painter->setPen(color);
    const Qt::Alignment side(index.data(Qt::TextAlignmentRole).toInt());
    painter->drawText(
        rect, side | Qt::TextSingleLine,
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, rect.width()));
}

} // namespace trailloupe::ui
