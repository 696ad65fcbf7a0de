// FieldsView: every field of an event as a tree with type, the whole value below, decoded where AWS
// encodes it.
//
// Threads: GUI thread only.  Cost: as FieldTreeModel; values are decoded when they are selected.
#pragma once

#include "model/query/eventdetail.h"
#include "model/workspace/pivots.h"
#include "ui/words/timetext.h"

#include <QModelIndex>
#include <QWidget>

#include <memory>
#include <optional>

class QLabel;
class QSplitter;
class QToolButton;
class QTreeView;

namespace trailloupe::items {
class FieldTreeModel;
}
namespace trailloupe::workspace {
class Investigation;
class JobRunner;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class SearchLine;
class TextPane;

class FieldsView : public QWidget
{
    Q_OBJECT
public:
    FieldsView(workspace::Investigation& investigation, workspace::JobRunner& jobs,
               QWidget* parent = nullptr);

    // `events` hold the event, for what it can be followed by.
    void setDetail(std::shared_ptr<const query::EventDetail> detail,
                   std::shared_ptr<const store::EventStore> events, const TimeText& time);
    void clearDetail();

    QTreeView* tree() const { return m_tree; }
    SearchLine* searchLine() const { return m_search; }
    items::FieldTreeModel* model() const { return m_model; }

    void copyValue();
    void copyPath();
    void copyJson();
    void showAsColumn();

private:
    void makeActions();
    void find(bool forward);
    void select(const QModelIndex& index);
    void showValue();
    std::optional<workspace::PivotValue> pivotValue() const; // of the current field
    void openResource(const QModelIndex& index); // that the value names
    void openMenu(const QPoint& at);

    workspace::Investigation& m_investigation;
    items::FieldTreeModel* m_model;
    QTreeView* m_tree;
    SearchLine* m_search;
    QLabel* m_notice;
    QLabel* m_path;
    QToolButton* m_raw;
    QToolButton* m_column;
    TextPane* m_value;
    QSplitter* m_splitter;
    std::shared_ptr<const query::EventDetail> m_detail;
    std::shared_ptr<const store::EventStore> m_events;
    TimeText m_time;
};

} // namespace trailloupe::ui
