// GraphPanel: beside the graph: what is selected in it, its relations as links, and the way that
// was asked for, step by step.
//
// Threads: GUI thread only. Cost: O(relations of what is selected).
#pragma once

#include "model/workspace/graphasking.h"
#include "model/workspace/investigation.h"
#include "ui/graph/graphlinks.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace trailloupe::ui {

class ElidedLabel;
class GraphFacts;
class GraphView;

class GraphPanel : public QWidget
{
    Q_OBJECT
public:
    GraphPanel(workspace::Graphing& graphing, workspace::GraphAsking& asking,
               workspace::Investigation& investigation, GraphView* view, QWidget* parent = nullptr);

    QString title() const;
    QString factsText() const; // "Type: EC2::Instance", a line each
    GraphFacts* facts() const { return m_facts; }
    GraphLinkList* relations() const { return m_relations; }
    GraphLinkList* trail() const { return m_trail; }
    QString trailTitle() const;

private:
    QWidget* makeFacts();
    QWidget* makeTrail();
    void setFacts(const QList<std::pair<QString, QString>>& facts);
    void showSelection();
    void showNode(config::NodeNo no);
    void showEdge(config::EdgeNo no);
    void showGroup();
    void showTrail();
    void follow(const GraphLink& link);
    QString stateText(config::NodeNo no) const;
    QString spansText(config::EdgeNo no) const;
    QString moment(std::int64_t ns) const;

    workspace::Graphing& m_graphing;
    workspace::GraphAsking& m_asking;
    workspace::Investigation& m_investigation;
    GraphView* m_view;
    QLabel* m_title = nullptr;
    GraphFacts* m_facts = nullptr;
    QWidget* m_actions = nullptr;
    QToolButton* m_timeline = nullptr;
    QToolButton* m_events = nullptr;
    QToolButton* m_expand = nullptr;
    QLabel* m_relationsTitle = nullptr;
    GraphLinkList* m_relations = nullptr;
    QWidget* m_trailBox = nullptr;
    QLabel* m_trailTitle = nullptr;
    GraphLinkList* m_trail = nullptr;
};

} // namespace trailloupe::ui
