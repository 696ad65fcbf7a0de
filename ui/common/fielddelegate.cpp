#include "ui/common/fielddelegate.h"

#include "model/items/fieldtreemodel.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"

#include <algorithm>

namespace trailloupe::ui {

using items::FieldTreeModel;

namespace {

constexpr int kRowPadding = 6; // pixels

QString countOfChildren(const QModelIndex& index, JsonDocument::Kind kind)
{
    const int count = index.data(FieldTreeModel::ChildCountRole).toInt();
    if (count == 0)
        return kind == JsonDocument::Kind::Object ? QStringLiteral("{}") : QStringLiteral("[]");
    return kind == JsonDocument::Kind::Object ? FieldDelegate::tr("%n field(s)", nullptr, count)
                                              : FieldDelegate::tr("%n element(s)", nullptr, count);
}

} // namespace

QSize FieldDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QSize tight = QStyledItemDelegate::sizeHint(option, index);
    return {tight.width(), std::max(tight.height(), option.fontMetrics.height() + kRowPadding)};
}

void FieldDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const ThemeColors& colors = themeColors(option->palette);
    const auto column = static_cast<FieldTreeModel::Column>(index.column());
    const auto kind = static_cast<JsonDocument::Kind>(index.data(FieldTreeModel::KindRole).toInt());
    const bool container = kind == JsonDocument::Kind::Object || kind == JsonDocument::Kind::Array;
    option->textElideMode = Qt::ElideRight;
    option->text = visibleText(option->text);
    const bool quiet = column == FieldTreeModel::Column::Type
        || (column == FieldTreeModel::Column::Value
            && (container || kind == JsonDocument::Kind::Null));
    if (column == FieldTreeModel::Column::Value && container)
        option->text = countOfChildren(index, kind);
    if (quiet)
        option->palette.setColor(QPalette::Text, colors.muted);
    if (column == FieldTreeModel::Column::Field && container)
        option->font.setWeight(QFont::Medium);
    if (column == FieldTreeModel::Column::Value && m_isLink && m_isLink(index)) {
        option->palette.setColor(QPalette::Text, colors.accent);
        option->font.setUnderline(true);
    }
}

} // namespace trailloupe::ui
