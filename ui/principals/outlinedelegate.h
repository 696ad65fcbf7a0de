// OutlineDelegate: how a line of a session's outline looks: steps further right the further down
// the chain, links with how sure they are by mark and word, what is unknown in the colour of
// warnings, the session itself in bold.
//
// Threads: GUI thread only.
#pragma once

#include <QStyledItemDelegate>

#include <functional>

namespace trailloupe::ui {

class OutlineDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit OutlineDelegate(QObject* parent = nullptr);

    using TimeWords = std::function<QString(qint64 seconds)>;
    void setTimeWords(TimeWords words) { m_time = std::move(words); }
    QString wordsOf(const QModelIndex& index) const;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    TimeWords m_time;
};

} // namespace trailloupe::ui
