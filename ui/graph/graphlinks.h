// GraphLinks: lines that lead to resources and relations of a graph, as a list: relations of a
// resource, steps of a path.
//
// Threads: GUI thread only.
#pragma once

#include "model/config/graph.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

#include <vector>

namespace trailloupe::ui {

struct GraphLink
{
    QString above; // a small line over the text: "is attached to"; may be empty
    QString text;
    config::NodeNo node; // where it leads; invalid: nowhere
    config::EdgeNo edge; // what it is about; invalid: no relation
    bool isHeading = false;
    bool isDerived = false;
};

class GraphLinkModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role
    {
        AboveRole = Qt::UserRole + 1,
        HeadingRole,
        LeadsRole, // somewhere
        DerivedRole,
    };

    using QAbstractListModel::QAbstractListModel;

    void setLinks(std::vector<GraphLink> links);
    const GraphLink& at(int row) const { return m_links[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<GraphLink> m_links;
};

// Text is broken where it is wider than the list.
class GraphLinkDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

class GraphLinkList : public QListView
{
    Q_OBJECT
public:
    explicit GraphLinkList(QWidget* parent = nullptr);

    GraphLinkModel* links() const { return m_links; }
    void copy() const; // the selected lines, else all
    QSize sizeHint() const override; // few lines: it takes the room that is left

Q_SIGNALS:
    void followed(const trailloupe::ui::GraphLink& link); // Enter, a click

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    GraphLinkModel* m_links;
};

} // namespace trailloupe::ui
