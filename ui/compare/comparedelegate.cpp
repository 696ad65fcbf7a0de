#include "ui/compare/comparedelegate.h"

#include "ui/common/foldmark.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QTextLayout>
#include <QToolTip>

#include <algorithm>

namespace trailloupe::ui {

using compare::CellState;
using items::ComparisonModel;
using items::TextMark;
using LineKind = compare::Line::Kind;

namespace {

constexpr int kPadding = 8;
constexpr int kMark = 16; // width of the mark before a name or a value
constexpr int kIndent = 14; // of what is below
constexpr int kBefore = 12; // characters shown before a difference that would be out of sight
constexpr int kMostCharacters = 600; // of a value in a cell
constexpr double kTint = 0.13;
constexpr double kMarkTint = 0.38;

LineKind kindOf(const QModelIndex& index)
{
    return static_cast<LineKind>(index.data(ComparisonModel::LineKindRole).toInt());
}

CellState stateOf(const QModelIndex& index)
{
    return static_cast<CellState>(index.data(ComparisonModel::CellStateRole).toInt());
}

QColor colorOf(CellState state, const ThemeColors& colors)
{
    switch (state) {
    case CellState::Changed:
        return colors.warning;
    case CellState::Added:
        return colors.good;
    case CellState::Missing:
        return colors.bad;
    case CellState::Nowhere:
    case CellState::Same:
        break;
    }
    return colors.muted;
}

QString markOf(CellState state)
{
    switch (state) {
    case CellState::Changed:
        return QStringLiteral("\u2260");
    case CellState::Added:
        return QStringLiteral("+");
    case CellState::Missing:
        return QStringLiteral("\u2212");
    case CellState::Nowhere:
    case CellState::Same:
        break;
    }
    return {};
}

QColor mixed(const QColor& ground, const QColor& color, double share)
{
    const auto mix = [share](int a, int b) {
        return static_cast<int>(a * (1 - share) + b * share);
    };
    return QColor(mix(ground.red(), color.red()), mix(ground.green(), color.green()),
                  mix(ground.blue(), color.blue()));
}

// The text as it can be shown, its marks moved with it; begins shortly before the first mark where
// that would else be out of sight.
struct ShownText
{
    QString text;
    QList<TextMark> marks;
};

ShownText shownText(const QString& raw, const QList<TextMark>& marks, const QFontMetrics& metrics,
                    int width)
{
    ShownText shown;
    int from = 0;
    const auto isOutOfSight = [&](const TextMark& mark) {
        return metrics.horizontalAdvance(raw.left(mark.start + mark.length)) > width;
    };
    if (!marks.isEmpty() && marks.front().start > kBefore && isOutOfSight(marks.front())) {
        from = marks.front().start - kBefore;
        shown.text = QStringLiteral("\u2026");
    }
    const int end = static_cast<int>(std::min<qsizetype>(raw.size(), from + kMostCharacters));
    int at = from;
    const auto append = [&](int until, bool isMarked) {
        const QString part = visibleText(raw.mid(at, until - at));
        if (isMarked)
            shown.marks.append(
                {static_cast<int>(shown.text.size()), static_cast<int>(part.size())});
        shown.text += part;
        at = until;
    };
    for (const TextMark& mark : marks) {
        if (mark.start >= end)
            break;
        if (mark.start > at)
            append(mark.start, false);
        append(std::min(end, mark.start + mark.length), true);
    }
    if (at < end)
        append(end, false);
    if (end < raw.size())
        shown.text += QStringLiteral("\u2026");
    return shown;
}

QString foldedText(const QModelIndex& index)
{
    const QString count = countText(index.data(ComparisonModel::FoldedRole).toUInt());
    if (kindOf(index) == LineKind::FoldedIgnored)
        return CompareDelegate::tr("%1 ignored").arg(count);
    const uint ignored = index.data(ComparisonModel::FoldedIgnoredRole).toUInt();
    return ignored == 0
        ? CompareDelegate::tr("%1 equal").arg(count)
        : CompareDelegate::tr("%1 equal, %2 ignored").arg(count, countText(ignored));
}

QString noteWords(const QModelIndex& index)
{
    switch (static_cast<compare::RowNote>(index.data(ComparisonModel::NoteRole).toInt())) {
    case compare::RowNote::Order:
        return CompareDelegate::tr("the same in another order");
    case compare::RowNote::OrderToo:
        return CompareDelegate::tr("in another order too");
    case compare::RowNote::Writing:
        return CompareDelegate::tr("written otherwise, means the same");
    case compare::RowNote::None:
        break;
    }
    return {};
}

} // namespace

CompareDelegate::CompareDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{ }

int CompareDelegate::rowHeight(const QFontMetrics& metrics)
{
    return metrics.height() + 9;
}

void CompareDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const CellState state = stateOf(index);
    const bool isSelected = option.state & QStyle::State_Selected;
    QColor ground = colors.base;
    if (kindOf(index) != LineKind::Row && kindOf(index) != LineKind::Policy)
        ground = colors.alternate;
    else if (index.column() > 0 && state != CellState::Same && state != CellState::Nowhere
             && !index.data(ComparisonModel::IsContainerRole).toBool())
        ground = mixed(colors.base, colorOf(state, colors), kTint);
    painter->fillRect(option.rect, isSelected ? colors.selection : ground);
    painter->save();
    painter->setClipRect(option.rect);
    if (index.column() == 0)
        paintName(*painter, option, index);
    else
        paintValue(*painter, option, index);
    painter->restore();
    painter->setPen(colors.border);
    painter->drawLine(option.rect.topRight(), option.rect.bottomRight());
}

void CompareDelegate::paintName(QPainter& painter, const QStyleOptionViewItem& option,
                                const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const bool isSelected = option.state & QStyle::State_Selected;
    const CellState state = stateOf(index);
    const bool isIgnored = index.data(ComparisonModel::IsIgnoredRole).toBool();
    QRect rect = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    const bool isFolded =
        kindOf(index) == LineKind::FoldedEqual || kindOf(index) == LineKind::FoldedIgnored;
    const int depth = index.data(ComparisonModel::DepthRole).toInt();
    QFont font = option.font;
    QColor text = isSelected ? colors.onSelection : isIgnored ? colors.muted : colors.text;
    const QRect mark(rect.left(), rect.top(), kMark, rect.height());
    rect.setLeft(std::min(rect.left() + kMark + depth * kIndent, rect.right()));
    QString words = visibleText(index.data().toString());
    if (isFolded) {
        text = isSelected ? colors.onSelection : colors.muted;
        paintFoldMark(painter, QPointF(rect.left() + 4, rect.center().y() + 0.5),
                      index.data(ComparisonModel::IsOpenRole).toBool(), text);
        rect.setLeft(rect.left() + kMark);
        words = foldedText(index);
    } else if (kindOf(index) == LineKind::Policy) {
        words = tr("by meaning");
        text = isSelected ? colors.onSelection : colors.muted;
        font.setItalic(true);
        rect.setLeft(rect.left() + kIndent);
    } else {
        painter.setPen(isSelected ? colors.onSelection : colorOf(state, colors));
        QFont bold = option.font;
        bold.setBold(true);
        painter.setFont(bold);
        painter.drawText(mark, Qt::AlignLeft | Qt::AlignVCenter, markOf(state));
        if (index.data(ComparisonModel::IsContainerRole).toBool())
            font.setWeight(QFont::DemiBold);
    }
    painter.setFont(font);
    painter.setPen(text);
    const QFontMetrics metrics(font);
    const QString fits = metrics.elidedText(words, Qt::ElideMiddle, rect.width());
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, fits);
    const QString note = noteWords(index);
    if (note.isEmpty())
        return;
    rect.setLeft(rect.left() + metrics.horizontalAdvance(fits) + kPadding);
    painter.setFont(option.font);
    painter.setPen(isSelected ? colors.onSelection : colors.muted);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     option.fontMetrics.elidedText(note, Qt::ElideRight, rect.width()));
}

void CompareDelegate::paintValue(QPainter& painter, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const bool isSelected = option.state & QStyle::State_Selected;
    const CellState state = stateOf(index);
    QRect rect = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    if (kindOf(index) == LineKind::Row && !index.data(ComparisonModel::IsContainerRole).toBool()) {
        QFont bold = option.font;
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(isSelected ? colors.onSelection : colorOf(state, colors));
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, markOf(state));
        rect.setLeft(rect.left() + kMark);
        if (state == CellState::Missing && index.data().toString().isEmpty()) {
            painter.setFont(option.font);
            painter.setPen(isSelected ? colors.onSelection : colors.muted);
            painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, tr("not there"));
            return;
        }
    }
    const auto marks = index.data(ComparisonModel::MarksRole).value<QList<TextMark>>();
    const ShownText shown =
        shownText(index.data().toString(), marks, option.fontMetrics, rect.width());
    const QString fits = option.fontMetrics.elidedText(shown.text, Qt::ElideRight, rect.width());
    QTextLayout layout(fits, option.font);
    QList<QTextLayout::FormatRange> formats;
    const int kept = static_cast<int>(fits == shown.text ? fits.size() : fits.size() - 1);
    for (const TextMark& mark : shown.marks) {
        if (mark.start >= kept || isSelected)
            break;
        QTextLayout::FormatRange range;
        range.start = mark.start;
        range.length = std::min(mark.length, kept - mark.start);
        range.format.setBackground(mixed(
            colors.base, colorOf(state == CellState::Same ? CellState::Changed : state, colors),
            kMarkTint));
        formats.append(range);
    }
    layout.setFormats(formats);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    if (line.isValid())
        line.setLineWidth(1e6);
    layout.endLayout();
    painter.setPen(isSelected                                                ? colors.onSelection
                       : kindOf(index) == LineKind::Policy                   ? colors.warning
                       : index.data(ComparisonModel::IsIgnoredRole).toBool() ? colors.muted
                                                                             : colors.text);
    layout.draw(&painter,
                QPointF(rect.left(), rect.center().y() + 0.5 - layout.boundingRect().height() / 2));
}

bool CompareDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                                const QStyleOptionViewItem&, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const bool isRow = kindOf(index) == LineKind::Row;
    QString text = index.column() > 0 ? index.data(ComparisonModel::RawRole).toString() : QString();
    if (index.column() == 0 && isRow) {
        text = index.data(ComparisonModel::PathRole).toString();
        if (const QString note = noteWords(index); !note.isEmpty())
            text += u'\n' + note;
    }
    QToolTip::showText(event->globalPos(), text.isEmpty() ? QString() : toolTipText(text), view);
    return true;
}

} // namespace trailloupe::ui
