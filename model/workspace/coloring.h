// Coloring: the person's rules for which events stand out, and in which colour.
//
// A rule is a filter, in either language of the bar, and the number of a colour; the first rule
// that an event fulfils counts. What the rules find is worked out in the job slot "coloring", with
// the evaluator of the filter, so that conditions both know are computed once; until there is an
// answer the last one stays. A rule that cannot be read, or asks for nothing, finds nothing.
// Errors: see error(); a rule whose events cannot be found does not keep the others from it.
// Threads: GUI thread only. Cost: ruleFor() O(rules).
#pragma once

#include "model/workspace/filtering.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace trailloupe::workspace {

struct ColorRule
{
    QString filter;
    int color = 0; // below Coloring::kColors; what it looks like is the theme's business
    bool enabled = true;

    bool operator==(const ColorRule&) const = default;
};

class Coloring : public QObject
{
    Q_OBJECT
public:
    static constexpr int kColors = 6;

    Coloring(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
             JobRunner& jobs, QObject* parent = nullptr);

    const std::vector<ColorRule>& rules() const { return m_rules; }
    void setRules(std::vector<ColorRule> rules);
    // Before all others; in place of one of the same filter.
    void add(const ColorRule& rule);
    void remove(const QString& filter);

    // The rule whose colour a row of `events` has, until the next resultChanged(); or null.
    const ColorRule* ruleFor(const store::EventStore& events, RowId row) const;
    // How many events fulfil a rule, whether or not another one comes before it; nothing where
    // that is not known, or the rule is off.
    std::optional<std::uint64_t> count(std::size_t rule) const;
    // Why not every rule has found its events; news of it come with resultChanged().
    const std::optional<Error>& error() const { return m_error; }

Q_SIGNALS:
    void rulesChanged();
    void resultChanged();

private:
    struct Found
    {
        std::shared_ptr<const store::EventStore> store;
        std::vector<ColorRule> rules;
        std::vector<query::PredicatePtr> predicates; // of each rule; null: finds nothing
        std::vector<query::RowSetPtr> rows; // of each rule, or null

        bool asksTheSame(const Found& other) const;
    };
    Found question() const;
    void ask();

    Workspace& m_workspace;
    Investigation& m_investigation;
    JobRunner& m_jobs;
    std::shared_ptr<query::Evaluator> m_evaluator;
    std::vector<ColorRule> m_rules;
    Found m_found;
    std::optional<Error> m_error;
    std::optional<Found> m_asked; // what the running job works on
};

} // namespace trailloupe::workspace
