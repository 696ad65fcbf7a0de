#include "ui/periods/periodsdelegate.h"

#include "model/items/periodsmodel.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

namespace trailloupe::ui {

using compare::Trend;
using items::PeriodsModel;

namespace {

constexpr int kPadding = 8;

QColor trendColor(Trend trend, const ThemeColors& colors)
{
    switch (trend) {
    case Trend::New:
    case Trend::More:
        return colors.warning;
    case Trend::Gone:
    case Trend::Less:
        return colors.text;
    case Trend::Same:
        break;
    }
    return colors.muted;
}

QString valueWords(const QModelIndex& index)
{
    const QVariant more = index.data(PeriodsModel::MoreRole);
    if (more.isValid())
        return PeriodsDelegate::tr("%1 more values: show").arg(countText(more.toULongLong()));
    if (index.data(PeriodsModel::IsMissingRole).toBool())
        return PeriodsDelegate::tr("no value");
    const QString text = index.data().toString();
    return text.isEmpty() ? PeriodsDelegate::tr("empty text") : visibleText(text);
}

// "29 new  ·  3 gone": of a field.
QString countsWords(const QModelIndex& index)
{
    const auto counts = index.data(PeriodsModel::CountsRole).value<QList<qulonglong>>();
    const QString words[] = {PeriodsDelegate::tr("new"), PeriodsDelegate::tr("gone"),
                             PeriodsDelegate::tr("more"), PeriodsDelegate::tr("less"),
                             PeriodsDelegate::tr("the same")};
    QStringList parts;
    for (qsizetype trend = 0; trend < counts.size(); ++trend) {
        if (counts[trend] > 0)
            parts.append(countText(counts[trend]) + u' ' + words[trend]);
    }
    return parts.isEmpty() ? PeriodsDelegate::tr("no values") : parts.join(QStringLiteral("  ·  "));
}

QString numberWords(const QModelIndex& index)
{
    const QVariant number = index.data(PeriodsModel::NumberRole);
    if (!number.isValid())
        return {};
    return number.typeId() == QMetaType::Double ? rateWords(number.toDouble())
                                                : countText(number.toULongLong());
}

} // namespace

QString trendWords(Trend trend)
{
    switch (trend) {
    case Trend::New:
        return QStringLiteral("+ ") + PeriodsDelegate::tr("new");
    case Trend::Gone:
        return QStringLiteral("\u2212 ") + PeriodsDelegate::tr("gone");
    case Trend::More:
        return QStringLiteral("\u2191 ") + PeriodsDelegate::tr("more");
    case Trend::Less:
        return QStringLiteral("\u2193 ") + PeriodsDelegate::tr("less");
    case Trend::Same:
        break;
    }
    return QStringLiteral("= ") + PeriodsDelegate::tr("same");
}

QString rateWords(double perHour)
{
    if (perHour == 0)
        return QStringLiteral("0");
    const int digits = perHour >= 100 ? 0 : perHour >= 10 ? 1 : perHour >= 1 ? 2 : 3;
    const QString words = QLocale().toString(perHour, 'f', digits);
    return perHour < 0.001 ? QStringLiteral("< %1").arg(QLocale().toString(0.001, 'f', 3)) : words;
}

PeriodsDelegate::PeriodsDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{ }

QSize PeriodsDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    return {80, option.fontMetrics.height() + 9};
}

void PeriodsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const bool isSelected = option.state & QStyle::State_Selected;
    const bool isField = index.data(PeriodsModel::IsFieldRole).toBool();
    const QVariant trend = index.data(PeriodsModel::TrendRole);
    painter->fillRect(option.rect,
                      isSelected    ? colors.selection
                          : isField ? colors.alternate
                                    : colors.base);
    QFont font = option.font;
    QColor color = colors.text;
    QString words;
    Qt::Alignment side = Qt::AlignLeft;
    switch (index.column()) {
    case PeriodsModel::ValueColumn:
        words = isField ? visibleText(index.data().toString()) : valueWords(index);
        if (isField)
            font.setWeight(QFont::DemiBold);
        else if (index.data(PeriodsModel::MoreRole).isValid())
            color = colors.accent;
        font.setItalic(index.data(PeriodsModel::IsMissingRole).toBool());
        break;
    case PeriodsModel::TrendColumn:
        if (trend.isValid()) {
            words = trendWords(static_cast<Trend>(trend.toInt()));
            color = trendColor(static_cast<Trend>(trend.toInt()), colors);
        }
        break;
    default:
        words = numberWords(index);
        side = Qt::AlignRight;
        if (words == QStringLiteral("0"))
            color = colors.muted;
        break;
    }
    painter->setFont(font);
    painter->setPen(isSelected ? colors.onSelection : color);
    const QRect rect = option.rect.adjusted(kPadding / 2, 0, -kPadding, 0);
    painter->drawText(rect, side | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(words, Qt::ElideMiddle, rect.width()));
    if (!isField || index.column() != PeriodsModel::ValueColumn)
        return;
    const QRect rest =
        rect.adjusted(QFontMetrics(font).horizontalAdvance(words) + 2 * kPadding, 0, 0, 0);
    painter->setFont(option.font);
    painter->setPen(isSelected ? colors.onSelection : colors.muted);
    painter->drawText(
        rest, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        option.fontMetrics.elidedText(countsWords(index), Qt::ElideRight, rest.width()));
}

bool PeriodsDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                                const QStyleOptionViewItem&, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const QString text =
        index.column() == PeriodsModel::ValueColumn ? index.data().toString() : QString();
    QToolTip::showText(event->globalPos(), text.isEmpty() ? QString() : toolTipText(text), view);
    return true;
}

} // namespace trailloupe::ui
