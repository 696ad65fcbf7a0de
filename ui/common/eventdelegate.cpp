#include "ui/common/eventdelegate.h"

#include "model/items/eventtablemodel.h"
#include "model/items/eventtableroles.h"
#include "ui/common/columntitles.h"
#include "ui/common/eventmark.h"
#include "ui/common/findingmark.h"
#include "ui/common/markmenu.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/findingwords.h"

#include <QAbstractItemView>
#include <QFontDatabase>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <optional>

namespace trailloupe::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kMarkSize = 10;
constexpr int kFindingWidth = 14; // of its flag
constexpr int kRuleEdge = 4; // of a row that a colour rule holds for
constexpr int kNarrowest = 3; // no character of a font this size is narrower, in pixels

const items::EventTableModel& modelOf(const QModelIndex& index)
{
    return *static_cast<const items::EventTableModel*>(index.model());
}

const query::Column& columnOf(const QModelIndex& index)
{
    return modelOf(index).columns()[static_cast<std::size_t>(index.column())];
}

query::EventClass classOf(const QModelIndex& index)
{
    return static_cast<query::EventClass>(index.data(items::EventClassRole).toInt());
}

// The colour of the rule that holds for the row.
std::optional<std::size_t> ruleColorOf(const QModelIndex& index)
{
    const QVariant color = index.data(items::RuleColorRole);
    return color.isValid() ? std::optional(static_cast<std::size_t>(color.toInt())) : std::nullopt;
}

bool hasCase(const QModelIndex& index)
{
    return modelOf(index).casebook() != nullptr;
}

const casefile::Mark* markOf(const QModelIndex& index)
{
    const workspace::Casebook* casebook = modelOf(index).casebook();
    return casebook ? casebook->mark(modelOf(index).rowIdAt(index.row())) : nullptr;
}

CaseMark caseMarkOf(const QModelIndex& index)
{
    const casefile::Mark* mark = markOf(index);
    return mark ? ui::caseMarkOf(*mark, *modelOf(index).casebook()) : CaseMark();
}

// How much room it takes: where some event is in a finding, all leave it.
int paintFinding(QPainter& painter, const QRect& rect, const QModelIndex& index,
                 const ThemeColors& colors, bool isSelected)
{
    const detection::Findings* findings = modelOf(index).findings();
    if (!findings || findings->places().empty())
        return 0;
    const QVariant severity = index.data(items::FindingRole);
    if (severity.isValid())
        paintFindingMark(
            painter,
            QRectF(rect.left(), rect.center().y() - kMarkSize / 2.0 + 0.5, kMarkSize, kMarkSize),
            static_cast<detection::Severity>(severity.toInt()), colors,
            isSelected ? &colors.onSelection : nullptr);
    return kFindingWidth;
}

QColor textColor(const ThemeColors& colors, const QStyleOptionViewItem& option,
                 const query::Column& column, query::EventClass eventClass, bool hasRule)
{
    if (option.state & QStyle::State_Selected)
        return colors.onSelection;
    if (hasRule)
        return colors.text;
    if (column.derived == query::Derived::Error || column.derived == query::Derived::Class)
        return colors.mark(eventClass);
    return colors.text;
}

} // namespace

EventDelegate::EventDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
    , m_idFont(QFontDatabase::systemFont(QFontDatabase::FixedFont))
{ }

int EventDelegate::rowHeight(const QFontMetrics& metrics)
{
    return metrics.height() + 9;
}

void EventDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const ThemeColors& colors = themeColors(option.palette);
    const query::EventClass eventClass = classOf(index);
    const query::Column& column = columnOf(index);
    const bool selected = option.state & QStyle::State_Selected;
    const auto rule = ruleColorOf(index);
    painter->fillRect(option.rect,
                      selected   ? colors.selection
                          : rule ? colors.ruleTint[*rule]
                                 : colors.tint(eventClass));
    if (rule && index.column() == 0) {
        QRect edge = option.rect;
        edge.setWidth(kRuleEdge);
        painter->fillRect(edge, colors.ruleMark[*rule]);
    }

    QRect rect = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    if (index.column() == 0) {
        const CaseMark kept = caseMarkOf(index);
        if (hasCase(index)) {
            const CaseMark first{
                .isStarred = kept.isStarred, .hasNote = kept.hasNote, .tagColors = {}};
            paintCaseMark(*painter, rect, first, colors, selected ? &colors.onSelection : nullptr);
            rect.setLeft(rect.left() + kCaseMarkWidth);
        }
        rect.setLeft(rect.left() + paintFinding(*painter, rect, index, colors, selected));
        const QRectF mark(rect.left(), rect.center().y() - kMarkSize / 2.0 + 0.5, kMarkSize,
                          kMarkSize);
        paintEventMark(*painter, mark, eventClass,
                       selected ? colors.onSelection : colors.mark(eventClass));
        rect.setLeft(rect.left() + kMarkSize + kPadding);
        const CaseMark tags{.isStarred = false, .hasNote = false, .tagColors = kept.tagColors};
        paintCaseMark(*painter, rect, tags, colors, selected ? &colors.onSelection : nullptr);
        rect.setLeft(rect.left() + caseMarkWidth(tags));
    }
    if (rect.width() < kNarrowest)
        return;
    QFont font = option.font;
    if (isIdColumn(column)) {
        font = m_idFont;
        font.setPointSizeF(option.font.pointSizeF());
    }
    painter->setFont(font);
    painter->setPen(textColor(colors, option, column, eventClass, rule.has_value()));
    const QString whole = index.data(Qt::DisplayRole).toString();
    const QString fits = visibleText(whole.left(rect.width() / kNarrowest + 1));
    painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(fits, Qt::ElideRight, rect.width()));
}

QSize EventDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return {columnWidth(columnOf(index)), rowHeight(option.fontMetrics)};
}

QString EventDelegate::tipOf(const QModelIndex& index) const
{
    QString text = index.data(items::RawTextRole).toString();
    if (index.column() == 0) {
        text = eventClassName(classOf(index)) + (text.isEmpty() ? QString() : u'\n' + text);
        const QString rule = index.data(items::RuleFilterRole).toString();
        if (!rule.isEmpty())
            text += u'\n' + tr("Colour rule: %1").arg(rule);
        if (const casefile::Mark* mark = markOf(index))
            text += u'\n' + markText(*mark);
        if (const detection::Findings* findings = modelOf(index).findings()) {
            for (const auto& hit : findings->findingsOf(modelOf(index).rowIdAt(index.row())))
                text += u'\n' + findingText(findings->ruleOf(hit));
        }
    }
    return text;
}

bool EventDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                              const QStyleOptionViewItem&, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    const QString text = tipOf(index);
    QToolTip::showText(event->globalPos(), text.isEmpty() ? QString() : toolTipText(text), view);
    return true;
}

} // namespace trailloupe::ui
