// FieldDelegate: paints the fields of an items::FieldTreeModel: makes the words of the model's
// facts, and keeps evidence plain.
//
// Threads: GUI thread only.
#pragma once

#include <QStyledItemDelegate>

#include <functional>
#include <utility>

namespace trailloupe::ui {

class FieldDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    // Asked for values in sight, whenever they are painted.
    using IsLink = std::function<bool(const QModelIndex& value)>;
    void setLinks(IsLink isLink) { m_isLink = std::move(isLink); }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    IsLink m_isLink;
};

} // namespace trailloupe::ui
