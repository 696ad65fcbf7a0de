#include "ui/facets/facetdelegate.h"

#include "ui/common/foldmark.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui {

using items::FacetModel;
using Kind = FacetModel::Kind;

namespace {

constexpr int kMargin = 10;
constexpr int kIndent = 24; // of values; a check mark has room in it
constexpr int kButton = 20; // width of ⊕, ⊖ and the menu
constexpr int kIcon = 14;
constexpr int kBarHeight = 2;

Kind kindOf(const QModelIndex& index)
{
    return static_cast<Kind>(index.data(FacetModel::KindRole).toInt());
}

bool isHot(const QStyleOptionViewItem& option)
{
    return option.state & (QStyle::State_MouseOver | QStyle::State_Selected);
}

// Where button `fromRight` stands.
QRect buttonRect(const QRect& row, int fromRight)
{
    return QRect(row.right() + 1 - kMargin / 2 - (fromRight + 1) * kButton, row.top(), kButton,
                 row.height());
}

void paintIcon(QPainter& painter, const QRect& where, const QString& name, const QColor& color)
{
    QRect rect(0, 0, kIcon, kIcon);
    rect.moveCenter(where.center());
    icon(name, color).paint(&painter, rect);
}

QString valueText(const QModelIndex& index)
{
    if (kindOf(index) == Kind::Missing)
        return FacetDelegate::tr("no value");
    const QString text = index.data().toString();
    return text.isEmpty() ? FacetDelegate::tr("empty text") : visibleText(text);
}

} // namespace

QString percentText(quint64 part, quint64 all)
{
    if (all == 0 || part == 0)
        return QStringLiteral("0 %");
    if (part == all)
        return QStringLiteral("100 %");
    const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(all);
    if (percent < 1)
        return QStringLiteral("< 1 %");
    if (percent > 99)
        return QStringLiteral("> 99 %");
    return QStringLiteral("%1 %").arg(std::lround(percent));
}

FacetDelegate::FacetDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{ }

FacetDelegate::Part FacetDelegate::partAt(const QModelIndex& index, const QRect& row,
                                          const QPoint& at)
{
    switch (kindOf(index)) {
    case Kind::Field:
        return buttonRect(row, 0).contains(at) ? Part::Menu : Part::Row;
    case Kind::Value:
    case Kind::Missing:
        if (buttonRect(row, 1).contains(at))
            return Part::Only;
        return buttonRect(row, 0).contains(at) ? Part::Without : Part::Row;
    case Kind::More:
        break;
    }
    return Part::Row;
}

QString FacetDelegate::toolTip(const QModelIndex& index, Part part)
{
    const quint64 events = index.data(FacetModel::EventsRole).toULongLong();
    switch (kindOf(index)) {
    case Kind::Field:
        if (part == Part::Menu)
            return tr("Order, column, remove");
        if (!index.data(FacetModel::CountedRole).toBool())
            return index.data().toString();
        return tr("%1: %2 values\n%3 of %4 events have the field (%5)")
            .arg(index.data().toString(),
                 countText(index.data(FacetModel::MatchingRole).toULongLong()),
                 countText(index.data(FacetModel::WithFieldRole).toULongLong()), countText(events),
                 percentText(index.data(FacetModel::WithFieldRole).toULongLong(), events));
    case Kind::Value:
    case Kind::Missing:
        if (part == Part::Only)
            return index.data(FacetModel::ChosenRole).toBool()
                ? tr("No longer ask for it (Enter)")
                : tr("Only this, or also this (Enter)");
        if (part == Part::Without)
            return tr("Without this (-)");
        return tr("%1\n%2 events").arg(valueText(index), countText(events));
    case Kind::More:
        break;
    }
    return tr("%1 of %2 values are listed")
        .arg(countText(index.data(FacetModel::ShownRole).toULongLong()),
             countText(index.data(FacetModel::MatchingRole).toULongLong()));
}

void FacetDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, colors.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, colors.alternate);
    switch (kindOf(index)) {
    case Kind::Field:
        paintField(*painter, option, index);
        break;
    case Kind::Value:
    case Kind::Missing:
        paintValue(*painter, option, index);
        break;
    case Kind::More:
        paintMore(*painter, option, index);
        break;
    }
    painter->restore();
}

void FacetDelegate::paintField(QPainter& painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const QColor& quiet = selected ? colors.onSelection : colors.muted;
    const auto* model = static_cast<const FacetModel*>(index.model());
    const bool open = model->faceting().fields()[model->fieldOf(index)].open;
    const QRect rect = option.rect.adjusted(kMargin, 4, -kMargin / 2, 0);
    paintFoldMark(painter, QPointF(rect.left() + 3, rect.center().y() + 0.5), open, quiet);

    QRect text = rect.adjusted(kIndent - kMargin, 0, kMargin / 2 - kMargin, 0);
    if (isHot(option))
        text.setRight(buttonRect(option.rect, 0).left() - 2);
    if (index.data(FacetModel::CountedRole).toBool()) {
        const quint64 events = index.data(FacetModel::EventsRole).toULongLong();
        const quint64 with = index.data(FacetModel::WithFieldRole).toULongLong();
        QString share = countText(index.data(FacetModel::MatchingRole).toULongLong());
        if (with < events)
            share = percentText(with, events) + QStringLiteral("  ·  ") + share;
        painter.setPen(quiet);
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignRight, share);
        text.setRight(text.right() - option.fontMetrics.horizontalAdvance(share) - 8);
    }
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    const bool chosen = index.data(FacetModel::ChosenRole).toBool();
    painter.setPen(selected ? colors.onSelection : chosen ? colors.accent : colors.text);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     QFontMetrics(bold).elidedText(visibleText(index.data().toString()),
                                                   Qt::ElideMiddle, text.width()));
    if (isHot(option))
        paintIcon(painter, buttonRect(option.rect, 0).translated(0, 2), QStringLiteral("more"),
                  quiet);
}

void FacetDelegate::paintValue(QPainter& painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    const bool chosen = index.data(FacetModel::ChosenRole).toBool();
    const QColor& quiet = selected ? colors.onSelection : colors.muted;
    // The count makes room for the buttons.
    QRect text = option.rect.adjusted(kIndent, 0, -kMargin, 0);
    const QRect bar = text;
    if (isHot(option))
        text.setRight(buttonRect(option.rect, 1).left() - 2);
    if (chosen)
        paintIcon(
            painter,
            QRect(option.rect.left() + 4, option.rect.top(), kIndent - 6, option.rect.height()),
            QStringLiteral("check"), selected ? colors.onSelection : colors.accent);

    const double share = index.data(FacetModel::ShareRole).toDouble();
    painter.fillRect(QRect(bar.left(), bar.bottom() - kBarHeight + 1,
                           std::max(1, static_cast<int>(share * bar.width())), kBarHeight),
                     chosen ? colors.accent : colors.series[0]);

    const QString count = countText(index.data(FacetModel::EventsRole).toULongLong());
    painter.setPen(quiet);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignRight, count);
    text.setRight(text.right() - option.fontMetrics.horizontalAdvance(count) - 8);
    QFont font = option.font;
    const bool isWord = kindOf(index) == Kind::Missing || index.data().toString().isEmpty();
    font.setItalic(isWord);
    painter.setFont(font);
    painter.setPen(selected     ? colors.onSelection
                       : chosen ? colors.accent
                       : isWord ? colors.muted
                                : colors.text);
    painter.drawText(
        text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(valueText(index), Qt::ElideMiddle, text.width()));
    if (isHot(option)) {
        paintIcon(painter, buttonRect(option.rect, 1), QStringLiteral("filter"), quiet);
        paintIcon(painter, buttonRect(option.rect, 0), QStringLiteral("filter-not"), quiet);
    }
}

void FacetDelegate::paintMore(QPainter& painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const quint64 shown = index.data(FacetModel::ShownRole).toULongLong();
    const quint64 all = index.data(FacetModel::MatchingRole).toULongLong();
    const QRect text = option.rect.adjusted(kIndent, 0, -kMargin, 0);
    const bool selected = option.state & QStyle::State_Selected;
    painter.setPen(selected ? colors.onSelection : colors.accent);
    const QString words = tr("%1 of %2  ·  show more").arg(countText(shown), countText(all));
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     option.fontMetrics.elidedText(words, Qt::ElideRight, text.width()));
}

QSize FacetDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int height = option.fontMetrics.height();
    return {120, kindOf(index) == Kind::Field ? height + 13 : height + 8};
}

bool FacetDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                              const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    QToolTip::showText(
        event->globalPos(),
        toolTipText(visibleText(toolTip(index, partAt(index, option.rect, event->pos())),
                                LineBreaks::Kept)),
        view);
    return true;
}

} // namespace trailloupe::ui
