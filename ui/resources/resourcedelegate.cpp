#include "ui/resources/resourcedelegate.h"

#include "model/items/resourcetablemodel.h"
#include "ui/common/theme.h"
#include "ui/resources/inventorywords.h"
#include "ui/words/evidencetext.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace trailloupe::ui {

using config::InventoryColumn;
using items::ResourceTableModel;
using Presence = config::State::Presence;

namespace {

constexpr int kPadding = 8;
constexpr double kMark = 4; // half of its size
constexpr int kMarkRoom = 18;
constexpr qsizetype kLongestElided = 500; // characters; what is longer is cut before it is measured
constexpr int kNarrowest = 3; // no character of a font this size is narrower, in pixels

const InventoryColumn& columnOf(const QModelIndex& index)
{
    const auto* model = static_cast<const ResourceTableModel*>(index.model());
    return model->columns()[static_cast<std::size_t>(index.column())];
}

Presence presenceOf(const QModelIndex& index)
{
    return static_cast<Presence>(index.data(ResourceTableModel::PresenceRole).toInt());
}

QColor markColor(Presence presence, const ThemeColors& colors)
{
    switch (presence) {
    case Presence::Live:
        return colors.good;
    case Presence::Deleted:
        return colors.muted;
    case Presence::NotRecorded:
    case Presence::Undated:
    case Presence::NotYet:
        break;
    }
    return colors.warning;
}

void paintMark(QPainter& painter, const QPointF& at, Presence presence, const QColor& color)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.6));
    painter.setBrush(Qt::NoBrush);
    switch (presence) {
    case Presence::Live:
        painter.setBrush(color);
        painter.drawEllipse(at, kMark - 0.8, kMark - 0.8);
        break;
    case Presence::Deleted:
        painter.drawLine(at + QPointF(-kMark, -kMark), at + QPointF(kMark, kMark));
        painter.drawLine(at + QPointF(-kMark, kMark), at + QPointF(kMark, -kMark));
        break;
    case Presence::NotRecorded:
        painter.drawEllipse(at, kMark - 0.8, kMark - 0.8);
        break;
    case Presence::Undated:
    case Presence::NotYet:
        painter.drawText(QRectF(at.x() - 8, at.y() - 12, 16, 24), Qt::AlignCenter,
                         QStringLiteral("?"));
        break;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

// What the resource is called; the rest is no longer so, but still readable.
bool isStruckThrough(const InventoryColumn& column)
{
    using Kind = InventoryColumn::Kind;
    return column.kind == Kind::Id || column.kind == Kind::Name || column.kind == Kind::Arn;
}

// "…Scaling::AutoScalingGroup", "arn:aws:sns:us…2223333:alerts": they are told apart by their end.
Qt::TextElideMode elidingOf(const InventoryColumn& column)
{
    using Kind = InventoryColumn::Kind;
    switch (column.kind) {
    case Kind::Type:
        return Qt::ElideLeft;
    case Kind::Id:
    case Kind::Arn:
        return Qt::ElideMiddle;
    default:
        return Qt::ElideRight;
    }
}

} // namespace

ResourceDelegate::ResourceDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{ }

int ResourceDelegate::rowHeight(const QFontMetrics& metrics)
{
    return metrics.height() + 9;
}

QSize ResourceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return {inventorywords::width(columnOf(index)), rowHeight(option.fontMetrics)};
}

void ResourceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const bool isSelected = option.state & QStyle::State_Selected;
    const Presence presence = presenceOf(index);
    const InventoryColumn& column = columnOf(index);
    painter->fillRect(option.rect,
                      isSelected                 ? colors.selection
                          : index.row() % 2 != 0 ? colors.alternate
                                                 : colors.base);
    QRect rect = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    if (index.column() == 0) {
        const QPointF at(rect.left() + kMark, rect.center().y() + 0.5);
        paintMark(*painter, at, presence,
                  isSelected ? colors.onSelection : markColor(presence, colors));
        rect.setLeft(rect.left() + kMarkRoom);
    }
    if (rect.width() < kNarrowest)
        return;
    QFont font = option.font;
    font.setStrikeOut(presence == Presence::Deleted && isStruckThrough(column));
    painter->setFont(font);
    painter->setPen(isSelected                          ? colors.onSelection
                        : presence == Presence::Deleted ? colors.muted
                                                        : colors.text);
    const QVariant aligned = index.data(Qt::TextAlignmentRole);
    const int alignment =
        aligned.isValid() ? aligned.toInt() : static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    const QString whole = index.data(Qt::DisplayRole).toString();
    const bool isLong = whole.size() > kLongestElided;
    const QString fits = visibleText(isLong ? whole.left(rect.width() / kNarrowest + 1) : whole);
    painter->drawText(rect, alignment | static_cast<int>(Qt::TextSingleLine),
                      QFontMetrics(font).elidedText(
                          fits, isLong ? Qt::ElideRight : elidingOf(column), rect.width()));
}

QString ResourceDelegate::tipOf(const QModelIndex& index)
{
    const Presence presence = presenceOf(index);
    QString text = index.data(ResourceTableModel::RawTextRole).toString();
    const bool isState = columnOf(index).kind == InventoryColumn::Kind::State;
    if (isState || (index.column() == 0 && presence != Presence::Live))
        text += (text.isEmpty() ? QString() : QStringLiteral("\n"))
            + inventorywords::stateTip(presence);
    return text;
}

bool ResourceDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                                 const QStyleOptionViewItem&, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const QString text = tipOf(index);
    QToolTip::showText(event->globalPos(), text.isEmpty() ? QString() : toolTipText(text), view);
    return true;
}

} // namespace trailloupe::ui
