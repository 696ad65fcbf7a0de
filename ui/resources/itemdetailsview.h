// ItemDetailsView: what a state of a resource says: the key facts, and all of it as a tree of
// fields with a search. A value that names a resource of the export is a link to it, as of the
// moment that is looked at.
//
// Threads: GUI thread only; a long value is wrapped in the job slots "resource.value.…".
#pragma once

#include "model/items/fieldtreemodel.h"
#include "model/workspace/configtimeline.h"

#include <QModelIndex>
#include <QWidget>

#include <array>
#include <string_view>
#include <vector>

class QLabel;
class QSplitter;
class QTreeView;

namespace trailloupe::ui {

class ElidedLabel;
class SearchLine;
class TextPane;

class ItemDetailsView : public QWidget
{
    Q_OBJECT
public:
    ItemDetailsView(workspace::ConfigTimeline& timeline, workspace::Investigation& investigation,
                    workspace::JobRunner& jobs, QWidget* parent = nullptr);

    QTreeView* tree() const { return m_tree; }
    items::FieldTreeModel* model() const { return m_model; }
    SearchLine* searchLine() const { return m_search; }
    TextPane* value() const { return m_value; }
    QString factsText() const; // "Status: OK", a line each
    // The resources that a value names, without the one that is shown.
    std::vector<config::ResourceNo> linksAt(const QModelIndex& index) const;
    void find(bool forward);

private:
    enum Fact
    {
        Status,
        Captured,
        Created,
        Tags,
        kFacts
    };
    void makeFacts(class QGridLayout* layout);
    void makeTree();
    void fill();
    void openFields();
    void fillFacts();
    void setFact(Fact fact, const QString& text);
    std::string_view memberText(std::string_view key) const;
    QString tagsText() const;
    void select(const QModelIndex& index);
    void showValue();
    void open(const QModelIndex& index);
    void showMenu(const QPoint& at);

    workspace::ConfigTimeline& m_timeline;
    workspace::Investigation& m_investigation;
    std::array<QLabel*, kFacts> m_labels{};
    std::array<ElidedLabel*, kFacts> m_facts{};
    QLabel* m_notice;
    SearchLine* m_search;
    items::FieldTreeModel* m_model;
    QTreeView* m_tree;
    QSplitter* m_splitter;
    QWidget* m_below;
    QLabel* m_path;
    TextPane* m_value;
};

} // namespace trailloupe::ui
