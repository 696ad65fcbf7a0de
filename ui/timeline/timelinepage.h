// TimelinePage: the whole of what the filter finds on one time axis, in lanes.
//
// Threads: GUI thread only; lanes and cells are made by jobs (model/workspace/timelining.h).
#pragma once

#include "model/workspace/casebook.h"
#include "model/workspace/detecting.h"
#include "model/workspace/stacking.h"
#include "model/workspace/timelining.h"
#include "ui/common/pagecommands.h"
#include "ui/timeline/timelinepicture.h"
#include "ui/timeline/timelinezoom.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QComboBox;
class QProgressBar;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace trailloupe::ui {

class ElidedLabel;
class ConfigStrip;
class EmptyState;
class TimelineMinimap;
class TimelineView;

class TimelinePage : public QWidget, public PageCommands
{
    Q_OBJECT
public:
    TimelinePage(workspace::Workspace& workspace, workspace::Investigation& investigation,
                 const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                 QWidget* parent = nullptr);

    // What is starred, tagged and noted is shown; REQUIRES that it outlives the page.
    void setCasebook(workspace::Casebook& casebook);

    // Events that are in findings have a flag; the same REQUIRES.
    void setDetecting(workspace::Detecting& detecting);
    // Their configuration is shown below the events, where the export tells of resources; REQUIRES
    // that it outlives the page.
    void setStacked(workspace::StackedResources& stacked);

    workspace::Timelining& timelining() { return m_timelining; }
    TimelineZoom& zoom() { return m_zoom; }
    TimelineView* view() const { return m_view; }
    TimelineMinimap* minimap() const { return m_minimap; }
    ConfigStrip* strip() const { return m_strip; } // null without stacked resources
    EmptyState* emptyState() const { return m_empty; }
    QComboBox* fieldBox() const { return m_fields; }
    QComboBox* mostBox() const { return m_most; }
    bool isShowingLanes() const;
    QString countText() const;
    QString eventText() const; // of the event that is selected
    QString spanWords() const; // of the span that is taken; empty without one

    bool canCopy(CopyForm form) const override;
    void copy(CopyForm form) override;
    std::vector<RowId> chosenEvents(std::size_t most) const override;
    void focusSearch() override;

Q_SIGNALS:
    void noteRequested(); // for the selected event

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeToolBar();
    QWidget* makeEventLine();
    QWidget* makeSpanBar();
    void fillFields();
    void chooseField(int index);
    void adoptLanes();
    void showQuestion();
    void showState();
    QStringList countParts() const; // besides how many events there are
    void showCount();
    void say(const QString& words); // what was done
    void showSelected();
    void showSpan();
    timeline::Picture picture() const;
    bool isMakingPicture() const;
    bool canKeepPicture() const;
    void savePicture();
    void keepPicture();
    void showMarks();
    void showFindings();
    void forgetFindings();
    void showStrip();
    void arrangeStrip();
    bool isInStrip() const; // the focus

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::JobRunner& m_jobs;
    workspace::Casebook* m_casebook = nullptr;
    std::weak_ptr<const store::EventStore> m_marksOf; // events that the marks shown are on
    const workspace::Detecting* m_detecting = nullptr;
    // What the flags that are shown, or on their way, are of.
    std::weak_ptr<const trailloupe::timeline::Lanes> m_flagsOf;
    std::weak_ptr<const detection::Findings> m_flagsFor;
    workspace::Timelining m_timelining;
    TimelineZoom m_zoom;
    TimelineMinimap* m_minimap;
    TimelineView* m_view;
    workspace::Stacking* m_stacking = nullptr;
    ConfigStrip* m_strip = nullptr;
    QSplitter* m_split; // lanes of events, lanes of resources
    bool m_splitIsChosen = false; // by the person
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QComboBox* m_fields = nullptr;
    bool m_fieldIsStepped = false; // through the closed list
    QComboBox* m_most = nullptr;
    QToolButton* m_fit = nullptr;
    QToolButton* m_focus = nullptr;
    QToolButton* m_origin = nullptr;
    QToolButton* m_fold = nullptr;
    QToolButton* m_follow = nullptr;
    QToolButton* m_flagged = nullptr;
    QToolButton* m_save = nullptr;
    QAction* m_keep = nullptr;
    ElidedLabel* m_count = nullptr;
    QString m_said;
    QTimer m_saidTimer; // runs while it is said
    QProgressBar* m_busy = nullptr;
    ElidedLabel* m_event = nullptr;
    QWidget* m_spanBar = nullptr;
    ElidedLabel* m_span = nullptr;
    ElidedLabel* m_spanValues = nullptr;
};

} // namespace trailloupe::ui
