#include "ui/principals/principalsdelegate.h"

#include "model/items/principalsmodel.h"
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

using identity::Confidence;
using items::PrincipalsModel;

namespace {

constexpr int kPadding = 8;

bool isNumber(int column)
{
    return column == PrincipalsModel::EventsColumn || column == PrincipalsModel::FoundColumn
        || column == PrincipalsModel::DeniedColumn;
}

bool isTime(int column)
{
    return column == PrincipalsModel::FirstColumn || column == PrincipalsModel::LastColumn;
}

} // namespace

PrincipalsDelegate::PrincipalsDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{ }

QSize PrincipalsDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {80, option.fontMetrics.height() + 9};
}

QString PrincipalsDelegate::wordsOf(const QModelIndex& index) const
{
    const QVariant number = index.data(PrincipalsModel::NumberRole);
    if (isNumber(index.column()))
        return countText(number.toULongLong());
    if (isTime(index.column()))
        return number.isValid() && m_time ? m_time(number.toLongLong()) : QString();
    return index.data().toString(); // made fit to be shown where it was made
}

void PrincipalsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const bool isSelected = option.state & QStyle::State_Selected;
    const bool isPrincipal = index.data(PrincipalsModel::IsPrincipalRole).toBool();
    painter->fillRect(option.rect, isSelected ? colors.selection : colors.base);
    QFont font = option.font;
    QColor color = colors.text;
    QRect rect = option.rect.adjusted(kPadding / 2, 0, -kPadding, 0);
    const QString words = wordsOf(index);
    Qt::Alignment side = Qt::AlignLeft;
    Qt::TextElideMode elide = Qt::ElideRight;
    if (isNumber(index.column())) {
        side = Qt::AlignRight;
        const bool isNone = words == QStringLiteral("0");
        color = isNone ? colors.muted
            : index.column() == PrincipalsModel::DeniedColumn
            ? colors.mark(query::EventClass::Denied)
            : colors.text;
    } else if (index.column() == PrincipalsModel::NameColumn) {
        if (isPrincipal)
            font.setWeight(QFont::DemiBold);
        elide = Qt::ElideMiddle;
    } else if (index.column() == PrincipalsModel::LinkColumn) {
        const int confidence = index.data(PrincipalsModel::ConfidenceRole).toInt();
        if (index.data(PrincipalsModel::IsUnknownRole).toBool())
            color = colors.warning;
        if (confidence > 0)
            rect.setLeft(paintConfidence(painter, rect, confidence,
                                         isSelected ? colors.onSelection : colors.muted));
    } else {
        color = colors.muted;
    }
    painter->setFont(font);
    painter->setPen(isSelected ? colors.onSelection : color);
    painter->drawText(rect, side | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(words, elide, rect.width()));
}

bool PrincipalsDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                                   const QStyleOptionViewItem&, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const QString tip = m_tips ? m_tips(index) : QString();
    const QString words = tip.isEmpty() ? wordsOf(index) : tip;
    QToolTip::showText(event->globalPos(), words.isEmpty() ? QString() : toolTipText(words), view);
    return true;
}

} // namespace trailloupe::ui
