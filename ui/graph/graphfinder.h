// GraphFinder: a line to find resources with, by type, id, name or ARN: in the picture, and in the
// whole estate. Below it stand those that fit, the best first; Enter takes the first, or the one
// that was gone to.
//
// Threads: GUI thread only; the search is a job (GraphAsking::find).
#pragma once

#include "model/workspace/graphasking.h"

#include <QAbstractListModel>
#include <QLineEdit>

class QCompleter;

namespace trailloupe::ui {

class GraphFoundModel : public QAbstractListModel
{
    Q_OBJECT
public:
    explicit GraphFoundModel(workspace::Graphing& graphing, QObject* parent = nullptr);

    void setFound(const std::optional<workspace::GraphFound>& found);
    // Invalid for the line that says how many there are.
    config::NodeNo nodeAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    workspace::Graphing& m_graphing;
    std::vector<config::NodeNo> m_nodes;
    QStringList m_lines;
};

class GraphFinder : public QLineEdit
{
    Q_OBJECT
public:
    GraphFinder(workspace::Graphing& graphing, workspace::GraphAsking& asking,
                QWidget* parent = nullptr);

    GraphFoundModel* model() const { return m_model; }

Q_SIGNALS:
    void nodeRequested(trailloupe::config::NodeNo no);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showFound();
    void take(config::NodeNo no);
    void takeFirst();

    workspace::GraphAsking& m_asking;
    GraphFoundModel* m_model;
    QCompleter* m_completer;
    bool m_takesFirst = false; // once it is found
};

} // namespace trailloupe::ui
