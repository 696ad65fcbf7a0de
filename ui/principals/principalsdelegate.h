// PrincipalsDelegate: how a line of the tree of principals looks: names of principals stand out,
// numbers to the right, how sure a link is by mark and word, what is unknown in the colour of
// warnings.
//
// Threads: GUI thread only.
#pragma once

#include <QStyledItemDelegate>

#include <functional>

namespace trailloupe::ui {

class PrincipalsDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit PrincipalsDelegate(QObject* parent = nullptr);

    using TimeWords = std::function<QString(qint64 seconds)>;
    void setTimeWords(TimeWords words) { m_time = std::move(words); }
    // What a tip says where that is more than the cell; empty: what the cell says.
    void setTips(std::function<QString(const QModelIndex&)> tips) { m_tips = std::move(tips); }
    // The text of a cell as it is drawn; also what is copied.
    QString wordsOf(const QModelIndex& index) const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    TimeWords m_time;
    std::function<QString(const QModelIndex&)> m_tips;
};

} // namespace trailloupe::ui
