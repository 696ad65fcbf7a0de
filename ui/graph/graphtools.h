// GraphTools: the controls over the graph: what it is grouped by, how far it goes, finding, replay,
// comparing, paths, what is shown, export.
//
// Threads: GUI thread only.
#pragma once

#include "model/workspace/graphasking.h"
#include "model/workspace/investigation.h"

#include <QWidget>

#include <string>

class QComboBox;
class QMenu;
class QSpinBox;
class QToolButton;

namespace trailloupe::ui {

class GraphFinder;
class GraphView;

class GraphTools : public QWidget
{
    Q_OBJECT
public:
    GraphTools(workspace::Graphing& graphing, workspace::GraphAsking& asking,
               workspace::Investigation& investigation, GraphView* view, QWidget* parent = nullptr);

    GraphFinder* finder() const { return m_finder; }
    QComboBox* groupBox() const { return m_groupBy; }
    QSpinBox* depthBox() const { return m_depth; }
    QToolButton* earlierButton() const { return m_earlier; }
    QToolButton* laterButton() const { return m_later; }
    QToolButton* pathButton() const { return m_path; }
    QToolButton* internetButton() const { return m_internet; }
    QToolButton* exportButton() const { return m_export; }
    QMenu* compareMenu() const;
    QMenu* exportMenu() const;
    QMenu* showMenu() const;

    void setCanExport(bool can);
    void showState(); // what can be done now

Q_SIGNALS:
    void nodeRequested(trailloupe::config::NodeNo no); // was found
    void saveRequested(const QString& ending); // "png", "svg", "dot"

private:
    void addQuestionTools();
    void addReplayTools();
    void addPathTools();
    void addMenus();
    QToolButton* addButton(const QString& iconName, const QString& words, const QString& tip);
    void fillShowMenu(QMenu* menu);
    void fillCompareMenu(QMenu* menu);
    void fillGroups();
    void chooseGrouping(int index);
    void setGrouping(config::GroupBy by, const std::string& tag);
    void restore();
    void askForMoment();
    void pressPath();
    void pressInternet();
    bool isAsked(workspace::TrailQuestion::Kind kind) const; // and answered

    workspace::Graphing& m_graphing;
    workspace::GraphAsking& m_asking;
    workspace::Investigation& m_investigation;
    GraphView* m_view;
    std::string m_tag; // that was grouped by last; empty: none was
    QComboBox* m_groupBy = nullptr;
    QSpinBox* m_depth = nullptr;
    GraphFinder* m_finder = nullptr;
    QToolButton* m_earlier = nullptr;
    QToolButton* m_later = nullptr;
    QToolButton* m_compare = nullptr;
    QToolButton* m_path = nullptr;
    QToolButton* m_internet = nullptr;
    QToolButton* m_show = nullptr;
    QToolButton* m_export = nullptr;
};

} // namespace trailloupe::ui
