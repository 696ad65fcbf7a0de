// PrincipalCard: what a principal or a session did, in numbers, each of which leads to its events.
//
// Threads: GUI thread only; the numbers come from a job (model/workspace/profiling.h). The last
// ones stay until the next are there, and lead to what they count.
#pragma once

#include "model/workspace/profiling.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QGridLayout;
class QLabel;
class QMenu;
class QScrollArea;
class QToolButton;

namespace trailloupe::ui {

class ActivityStrip;
class CountList;
class ElidedLabel;
class AgentLine;
class FirstList;

class PrincipalCard : public QWidget
{
    Q_OBJECT
public:
    PrincipalCard(workspace::Workspace& workspace, workspace::Investigation& investigation,
                  workspace::Profiling& profiling, QWidget* parent = nullptr);

    QString title() const;
    QString idText() const;
    QString originText() const;
    QString factsText() const;
    QComboBox* scopes() const { return m_scope; }
    QToolButton* eventsButton() const { return m_events; }
    QToolButton* followButton() const { return m_follow; }
    ActivityStrip* strip() const { return m_strip; }
    AgentLine* agents() const { return m_agents; }
    FirstList* firsts() const { return m_firsts; }
    // The list of a field; null where the card has none. Hidden lists have nothing to say.
    CountList* listOf(const char* field) const;
    CountList* deniedListOf(const char* field) const;

Q_SIGNALS:
    void followRequested(trailloupe::identity::SessionId session);
    // The two filters of the Periods page.
    void periodsRequested(const QString& before, const QString& after);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct List
    {
        const char* field;
        bool ofDenied;
        CountList* list;
    };
    QWidget* makeContent();
    void makeHead(QWidget* content);
    void showSubject();
    void showProfile();
    void showHead();
    void showFacts();
    void fillScopes();
    void fillMore(QMenu* menu);
    bool showEvents(const std::vector<workspace::PivotValue>& values,
                    const std::optional<query::TimeSpan>& span = std::nullopt);
    void goToEvents(const std::vector<workspace::PivotValue>& values,
                    const std::optional<query::TimeSpan>& span = std::nullopt);
    void arrange();

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::Profiling& m_profiling;
    QScrollArea* m_scroll;
    ElidedLabel* m_title = nullptr;
    QLabel* m_ids = nullptr;
    QLabel* m_origin = nullptr;
    QComboBox* m_scope = nullptr;
    QToolButton* m_events = nullptr;
    QToolButton* m_follow = nullptr;
    QToolButton* m_more = nullptr;
    QLabel* m_facts = nullptr;
    ActivityStrip* m_strip = nullptr;
    AgentLine* m_agents = nullptr;
    FirstList* m_firsts = nullptr;
    QWidget* m_numbers = nullptr; // all that the profile says
    QGridLayout* m_grid = nullptr;
    std::vector<List> m_lists;
    int m_columns = 0;
};

} // namespace trailloupe::ui
