#include "ui/principals/outlinedelegate.h"

#include "model/items/sessionoutlinemodel.h"
#include "ui/common/confidencedots.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace trailloupe::ui {

using items::SessionOutlineModel;
using Kind = SessionOutlineModel::Kind;

namespace {

constexpr int kPadding = 8;
constexpr int kStep = 16; // of a depth
constexpr int kDeepest = 8; // that is drawn further right

} // namespace

OutlineDelegate::OutlineDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{ }

QSize OutlineDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {80, option.fontMetrics.height() + 9};
}

QString OutlineDelegate::wordsOf(const QModelIndex& index) const
{
    const QVariant number = index.data(SessionOutlineModel::NumberRole);
    if (index.column() == SessionOutlineModel::WhatColumn)
        return index.data().toString(); // made fit to be shown where it was made
    if (!number.isValid())
        return {};
    if (index.column() == SessionOutlineModel::EventsColumn)
        return countText(number.toULongLong());
    return m_time ? m_time(number.toLongLong()) : QString();
}

void OutlineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const bool isSelected = option.state & QStyle::State_Selected;
    const auto kind = static_cast<Kind>(index.data(SessionOutlineModel::KindRole).toInt());
    const bool isWhat = index.column() == SessionOutlineModel::WhatColumn;
    painter->fillRect(option.rect,
                      isSelected                 ? colors.selection
                          : kind == Kind::Itself ? colors.alternate
                                                 : colors.base);
    QFont font = option.font;
    QColor color = isWhat ? colors.text : colors.muted;
    QRect rect = option.rect.adjusted(kPadding / 2, 0, -kPadding, 0);
    if (kind == Kind::Principal || kind == Kind::Itself)
        font.setWeight(QFont::DemiBold);
    if (isWhat) {
        const int depth = std::min(index.data(SessionOutlineModel::DepthRole).toInt(), kDeepest);
        rect.setLeft(rect.left() + depth * kStep);
        if (kind == Kind::Gap)
            color = colors.warning;
        else if (kind == Kind::Link || kind == Kind::Issued)
            color = colors.muted;
        else if (kind == Kind::Above || kind == Kind::Below)
            color = colors.accent; // leads there
        if (const int confidence = index.data(SessionOutlineModel::ConfidenceRole).toInt())
            rect.setLeft(paintConfidence(painter, rect, confidence,
                                         isSelected ? colors.onSelection : colors.muted));
    } else if (index.column() == SessionOutlineModel::EventsColumn) {
        color = colors.text;
    }
    const Qt::Alignment side =
        index.column() == SessionOutlineModel::EventsColumn ? Qt::AlignRight : Qt::AlignLeft;
    painter->setFont(font);
    painter->setPen(isSelected ? colors.onSelection : color);
    painter->drawText(rect, side | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(wordsOf(index), Qt::ElideRight, rect.width()));
}

bool OutlineDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                                const QStyleOptionViewItem&, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const QString words = wordsOf(index);
    QToolTip::showText(event->globalPos(), words.isEmpty() ? QString() : toolTipText(words), view);
    return true;
}

} // namespace trailloupe::ui
