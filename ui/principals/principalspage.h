// PrincipalsPage: who was behind the events: principals, their sessions, and what each did; and the
// sessions that somebody follows, a tab each.
//
// Which tab is shown is said by Investigation::page(): "principals", or that of a session (see
// model/workspace/following.h). So back and forward lead through them, and open again what was
// closed. Another export closes all of them.
// Threads: GUI thread only.
#pragma once

#include "ui/common/pagecommands.h"
#include "ui/principals/principalsview.h"

#include <vector>

class QTabBar;

namespace trailloupe::workspace {
class Casebook;
}

namespace trailloupe::ui {

class FollowView;

class PrincipalsPage : public QWidget, public PageCommands
{
    Q_OBJECT
public:
    PrincipalsPage(workspace::Workspace& workspace, workspace::Investigation& investigation,
                   const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                   QWidget* parent = nullptr);

    // Its stars and tags stand beside the calls of followed sessions. REQUIRES that it outlives
    // this, and no session is followed yet.
    void setCasebook(const workspace::Casebook& casebook) { m_casebook = &casebook; }
    PrincipalsView* view() const { return m_view; }
    QTabBar* tabs() const { return m_tabs; } // hidden while there are no sessions
    FollowView* followed() const; // the session that is shown; null for the tree

    bool canCopy(CopyForm form) const override { return form == CopyForm::Cells; }
    void copy(CopyForm form) override;
    void focusSearch() override;
    std::vector<RowId> chosenEvents(std::size_t most) const override;
    std::optional<FollowTo> followTo() const override;

Q_SIGNALS:
    // The two filters of the Periods page.
    void periodsRequested(const QString& before, const QString& after);
    void said(const QString& words); // what the person has to know and did not ask for

private:
    void makeTabs();
    void showPage();
    void showTab(int tab);
    void evidenceChanged();
    void follow(identity::SessionId session);
    void close(int tab);
    // Its tab, made where there is none yet.
    int tabOf(identity::SessionId session);
    std::optional<identity::SessionId> sessionNamed(const std::string& name) const;

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    const workspace::Filtering& m_filtering;
    workspace::JobRunner& m_jobs;
    const workspace::Casebook* m_casebook = nullptr;
    QTabBar* m_tabs;
    QStackedWidget* m_stack; // a widget a tab, in the same order
    PrincipalsView* m_view;
    identity::IdentitiesPtr m_identities; // that the tabs are of
};

} // namespace trailloupe::ui
