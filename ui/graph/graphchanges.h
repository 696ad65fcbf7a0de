// GraphChanges: what happened between two moments, as a table: resources first, then relations;
// a line leads to what it is about.
//
// Threads: GUI thread only. Cost: making O(changes); a cell a few texts.
#pragma once

#include "model/workspace/graphasking.h"
#include "model/workspace/investigation.h"

#include <QAbstractTableModel>
#include <QWidget>

#include <memory>
#include <vector>

class QCheckBox;
class QTableView;

namespace trailloupe::ui {

class ElidedLabel;

class GraphChangesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        MarkColumn,
        WhatColumn, // the resource, or the relation
        TypeColumn,
        HowColumn,
        PlaceColumn, // account and Region
        ShownColumn,
        ColumnCount,
    };
    enum Role
    {
        KindRole = Qt::UserRole + 1, // int: graph::ChangeKind
    };
    struct Row
    {
        bool isEdge = false;
        std::uint32_t index = 0; // of the diff's nodes or edges
        bool isShown = false;
    };

    using QAbstractTableModel::QAbstractTableModel;

    using Diff = std::shared_ptr<const config::GraphDiff>;
    // Null: nothing. Without those that are not in the picture, where only it is asked for.
    void setDiff(const workspace::GraphPtr& graph, Diff diff,
                 const workspace::GraphPicturePtr& picture, bool onlyShown);
    const Row& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    config::NodeNo nodeAt(int row) const; // of a relation the end it begins at
    config::EdgeNo edgeAt(int row) const; // invalid for a resource

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QString text(const Row& row, int column) const;

    workspace::GraphPtr m_graph;
    Diff m_diff;
    std::vector<Row> m_rows;
};

class GraphChanges : public QWidget
{
    Q_OBJECT
public:
    GraphChanges(workspace::Graphing& graphing, workspace::GraphAsking& asking,
                 workspace::Investigation& investigation, QWidget* parent = nullptr);

    GraphChangesModel* model() const { return m_model; }
    QTableView* table() const { return m_table; }
    QCheckBox* onlyShownBox() const { return m_onlyShown; }
    QString summary() const;
    void copy() const; // the selected lines, else all, as tab-separated text

Q_SIGNALS:
    void nodeRequested(trailloupe::config::NodeNo no);
    void edgeRequested(trailloupe::config::EdgeNo no);
    void closeRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void fill();
    void showSummary();
    QString span() const; // "2026-03-12 02:00:00 → 2026-03-12 12:00:00"
    void follow(const QModelIndex& index);
    void fitColumns();

    workspace::Graphing& m_graphing;
    workspace::GraphAsking& m_asking;
    workspace::Investigation& m_investigation;
    GraphChangesModel* m_model;
    ElidedLabel* m_summary;
    QCheckBox* m_onlyShown;
    QTableView* m_table;
};

} // namespace trailloupe::ui
