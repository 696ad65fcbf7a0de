// Profiling: what is shown of principals: the tree of them, and what the one that is looked at did.
//
// The tree (model/identity/tree.h) is made by a job in the slot "principals", the profile
// (model/identity/profile.h) by one in "profile", both once it is known who was behind the events,
// and only while somebody looks (setActive); the last ones stay until the next are there. A closed
// export takes them away.
// Threads: GUI thread only.
// Errors: error(), why there is no tree or no profile.
#pragma once

#include "model/identity/profile.h"
#include "model/identity/tree.h"
#include "model/workspace/filtering.h"
#include "model/workspace/pivots.h"

#include <QObject>

#include <optional>
#include <vector>

namespace trailloupe::workspace {

// The subject as pivots: all of these values together mean its events.
std::vector<PivotValue> pivotValues(const identity::SubjectCondition& condition);
// The same as one condition in the bar's language; empty where the bar cannot hold it.
QString conditionText(const identity::SubjectCondition& condition);

class Profiling : public QObject
{
    Q_OBJECT
public:
    Profiling(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
              JobRunner& jobs, QObject* parent = nullptr);

    void setActive(bool active);

    const identity::TreeQuestion& question() const { return m_question; }
    void setQuestion(const identity::TreeQuestion& question);
    // Null while there is none.
    const identity::TreePtr& tree() const { return m_tree; }
    bool isMakingTree() const;
    bool hasFilter() const; // Totals::found is of one

    const std::optional<identity::Subject>& subject() const { return m_subject; }
    void setSubject(const std::optional<identity::Subject>& subject);
    // Null while there is none; may be of the subject before.
    const identity::ProfilePtr& profile() const { return m_profile; }
    bool isMakingProfile() const;

    const std::optional<Error>& error() const { return m_error; }

    // The events of the subject that have all of these values, in place of whatever the filter
    // asked for; pinned chips stay. False, and nothing changes, where the bar cannot hold it.
    bool showEvents(const identity::Subject& subject, const std::vector<PivotValue>& values,
                    const std::optional<query::TimeSpan>& span = std::nullopt);
    // The same with any of these values, of one field.
    bool showEventsWithAny(const identity::Subject& subject, const std::vector<PivotValue>& anyOf);
    // What showEvents() asks for, as one condition; empty where the bar cannot hold it.
    QString condition(const identity::Subject& subject) const;

Q_SIGNALS:
    void treeChanged(); // or the error
    void profileChanged(); // or the error
    void runningChanged();

private:
    bool showConditions(const QStringList& conditions, const std::optional<query::TimeSpan>& span);
    void evidenceChanged();
    void askTree();
    void askProfile();

    Workspace& m_workspace;
    Investigation& m_investigation;
    const Filtering& m_filtering;
    JobRunner& m_jobs;
    std::shared_ptr<query::FacetCache> m_cache = std::make_shared<query::FacetCache>();
    bool m_isActive = false;
    identity::TreeQuestion m_question;
    identity::TreePtr m_tree;
    std::optional<identity::Subject> m_subject;
    identity::ProfilePtr m_profile;
    std::optional<Error> m_error;

    // What the tree, or the job that is on its way to it, is of.
    struct TreeOf
    {
        identity::IdentitiesPtr identities;
        query::RowSetPtr found;
        identity::TreeQuestion question;
        bool operator==(const TreeOf&) const = default;
    };
    TreeOf m_treeOf;
    std::optional<identity::Subject> m_profileOf;
};

} // namespace trailloupe::workspace
