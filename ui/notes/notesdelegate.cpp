#include "ui/notes/notesdelegate.h"

#include "model/items/notesmodel.h"
#include "ui/common/casemark.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace trailloupe::ui {

using items::NotesModel;

namespace {

constexpr int kPadding = 8;

} // namespace

int NotesDelegate::rowHeight(const QFontMetrics& metrics)
{
    return metrics.height() + 9;
}

void NotesDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const bool isSelected = option.state & QStyle::State_Selected;
    const bool isThere = index.data(NotesModel::IsThereRole).toBool();
    painter->fillRect(option.rect, isSelected ? colors.selection : colors.base);
    QRect rect = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    CaseMark mark;
    if (index.column() == NotesModel::TimeColumn)
        mark.isStarred = index.data(NotesModel::IsStarredRole).toBool();
    if (index.column() == NotesModel::TagsColumn)
        mark.tagColors = index.data(NotesModel::TagColorsRole).value<QList<int>>();
    if (!mark.isEmpty())
        paintCaseMark(*painter, rect, mark, colors, isSelected ? &colors.onSelection : nullptr);
    // Times stand one below the other, with and without a star.
    rect.setLeft(
        rect.left()
        + (index.column() == NotesModel::TimeColumn ? kCaseMarkWidth : caseMarkWidth(mark)));
    QString text = index.data().toString();
    if (index.column() == NotesModel::SubjectColumn && !isThere)
        text = tr("%1 (not in this evidence)").arg(text);
    painter->setFont(option.font);
    painter->setPen(isSelected ? colors.onSelection : isThere ? colors.text : colors.muted);
    painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(visibleText(text.left(rect.width())),
                                                    Qt::ElideRight, rect.width()));
}

bool NotesDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                              const QStyleOptionViewItem&, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const QString text = index.data(NotesModel::RawRole).toString();
    QToolTip::showText(event->globalPos(), text.isEmpty() ? QString() : toolTipText(text), view);
    return true;
}

} // namespace trailloupe::ui
