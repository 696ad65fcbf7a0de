#include "ui/ledger/ledgerdelegate.h"

#include "model/items/ledgermodel.h"
#include "ui/common/theme.h"
#include "ui/ledger/ledgerwords.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace trailloupe::ui {
namespace {

using items::LedgerColumn;
using items::LedgerModel;

constexpr int kCellPadding = 5; // pixels, besides the style's own

bool isNumber(LedgerColumn column)
{
    switch (column) {
    case LedgerColumn::Records:
    case LedgerColumn::Shown:
    case LedgerColumn::Duplicates:
    case LedgerColumn::Rejected:
    case LedgerColumn::BytesStored:
    case LedgerColumn::BytesText:
        return true;
    default:
        return false;
    }
}

// ✓ read · ◐ partly · – skipped · ✕ failed
QChar mark(ingest::SourceStatus status)
{
    switch (status) {
    case ingest::SourceStatus::Read:
        return u'\u2713';
    case ingest::SourceStatus::Partial:
        return u'\u25D0';
    case ingest::SourceStatus::Skipped:
        return u'\u2013';
    case ingest::SourceStatus::Failed:
        return u'\u2715';
    }
    return {};
}

} // namespace

LedgerDelegate::LedgerDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{ }

QString LedgerDelegate::text(const QModelIndex& index) const
{
    const auto* model = qobject_cast<const LedgerModel*>(index.model());
    if (!model || !index.isValid())
        return {};
    const ingest::SourceEntry& entry = model->entry(index.row());
    switch (static_cast<LedgerColumn>(index.column())) {
    case LedgerColumn::Status:
        return mark(entry.status) + QStringLiteral("  ") + statusWords(entry.status);
    case LedgerColumn::Path:
        return visibleText(index.data().toString());
    case LedgerColumn::Kind:
        return kindWords(entry.kind);
    case LedgerColumn::Problem:
        return problemWords(entry);
    case LedgerColumn::First:
        return entry.hasTimeSpan() ? m_time.dateTime(entry.firstSeconds) : QString();
    case LedgerColumn::Last:
        return entry.hasTimeSpan() ? m_time.dateTime(entry.lastSeconds) : QString();
    default:
        return countText(index.data().toULongLong());
    }
}

// Text stands as far from the edge as the titles of the columns do.
void LedgerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, option.palette.highlight());
    QStyleOptionViewItem inner(option);
    inner.rect.adjust(kCellPadding, 0, -kCellPadding, 0);
    QStyledItemDelegate::paint(painter, inner, index);
}

void LedgerDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto* model = qobject_cast<const LedgerModel*>(index.model());
    if (!model)
        return;
    const ThemeColors& colors = themeColors(option->palette);
    const auto column = static_cast<LedgerColumn>(index.column());
    const ingest::SourceEntry& entry = model->entry(index.row());
    option->features |= QStyleOptionViewItem::HasDisplay;
    option->text = text(index);
    option->textElideMode = column == LedgerColumn::Path ? Qt::ElideMiddle : Qt::ElideRight;
    QColor ink;
    if (isNumber(column)) {
        option->displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
        if (index.data().toULongLong() == 0)
            ink = colors.muted;
    }
    if (column == LedgerColumn::Status || column == LedgerColumn::Problem) {
        if (entry.status == ingest::SourceStatus::Failed)
            ink = colors.bad;
        else if (entry.hasProblem())
            ink = colors.warning;
        else if (column == LedgerColumn::Problem || entry.status == ingest::SourceStatus::Skipped)
            ink = colors.muted;
        else
            ink = colors.good;
    }
    if (column == LedgerColumn::Kind)
        ink = colors.muted;
    if (column == LedgerColumn::Rejected && entry.rejected > 0)
        ink = colors.warning;
    if (ink.isValid())
        option->palette.setColor(QPalette::Text, ink);
}

bool LedgerDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                               const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QToolTip::showText(event->globalPos(), toolTipText(text(index)), view);
    return true;
}

} // namespace trailloupe::ui
