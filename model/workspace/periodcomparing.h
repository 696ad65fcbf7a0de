// PeriodComparing: two filters, and what the events of one have that those of the other do not.
//
// The comparison (model/compare/periods.h) is made by a job in the slot "periods", for the newest
// events once an export is read, and only while somebody looks (setActive); the last one stays
// until then. A closed export takes it away.
// Threads: GUI thread only.
// Errors: a side that cannot be read: side().error; error() when it could not be worked out.
#pragma once

#include "model/compare/periods.h"
#include "model/workspace/filtering.h"

#include <QObject>

#include <optional>

namespace trailloupe::workspace {

class PeriodComparing : public QObject
{
    Q_OBJECT
public:
    PeriodComparing(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
                    JobRunner& jobs, QObject* parent = nullptr);

    struct Texts
    {
        QString before;
        QString after;
        bool operator==(const Texts&) const = default;
    };
    const Texts& texts() const { return m_texts; }
    void setTexts(const Texts& texts);
    // As they are read, in the zone of the window.
    FilterText before() const;
    FilterText after() const;

    void setActive(bool active);
    // Null while there is none: before the first, or while a side cannot be read or is empty.
    const compare::PeriodsPtr& periods() const { return m_periods; }
    // What periods() is of, which is not yet texts() while another comparison is on its way.
    const Texts& answered() const { return m_answered; }
    bool isRunning() const;
    const std::optional<Error>& error() const { return m_error; }

    // What a person compares first. No value where there is nothing to make it of.
    std::optional<Texts> aroundSelectedEvent() const; // before it, and from it on
    std::optional<Texts> beforeSelectedTime() const; // all before the time chosen, and that time
    std::optional<Texts> againstTheRest()
        const; // all that the filter leaves out, and what it finds

Q_SIGNALS:
    void textsChanged();
    void changed(); // periods or error
    void runningChanged();

private:
    void ask();

    Workspace& m_workspace;
    Investigation& m_investigation;
    const Filtering& m_filtering;
    JobRunner& m_jobs;
    std::shared_ptr<query::FacetCache> m_cache = std::make_shared<query::FacetCache>();
    Texts m_texts;
    Texts m_answered;
    bool m_isActive = false;
    compare::PeriodsPtr m_periods;
    std::optional<Error> m_error;
    // What the comparison, or the job that is on its way to it, is of.
    std::uint64_t m_generation = 0;
    std::string m_key;
};

} // namespace trailloupe::workspace
