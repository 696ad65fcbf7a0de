// RelationshipsView: what a resource has to do with others, as of the moment that is looked at:
// what its state lists, by verb, and which others list it. Each one that is known is a link to that
// resource at that time.
//
// Threads: GUI thread only.
#pragma once

#include "model/items/relatedmodel.h"
#include "model/workspace/configtimeline.h"

#include <QWidget>

class QLabel;
class QTreeView;

namespace trailloupe::ui {

class RelationshipsView : public QWidget
{
    Q_OBJECT
public:
    RelationshipsView(workspace::ConfigTimeline& timeline, workspace::Investigation& investigation,
                      QWidget* parent = nullptr);

    items::RelatedModel* model() const { return m_model; }
    QTreeView* tree() const { return m_tree; }
    QString summaryText() const;
    void copy(); // the selected lines, else all of them

private:
    void fill();
    void fitColumns();
    void open(const QModelIndex& index, const QString& page);
    void showMenu(const QPoint& at);
    QString lineText(const QModelIndex& index) const;

    workspace::ConfigTimeline& m_timeline;
    workspace::Investigation& m_investigation;
    QLabel* m_summary;
    items::RelatedModel* m_model;
    QTreeView* m_tree;
};

} // namespace trailloupe::ui
