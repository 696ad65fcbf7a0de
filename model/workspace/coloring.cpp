#include "model/workspace/coloring.h"

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {
namespace {

const QString kSlot = QStringLiteral("coloring");

struct Answer
{
    std::vector<query::RowSetPtr> rows; // of each rule, or null
    std::optional<Error> error; // of the first one that has none for it
};

Result<Answer> findRows(const std::shared_ptr<const store::EventStore>& store,
                        const std::vector<query::PredicatePtr>& predicates,
                        query::Evaluator& evaluator, const JobContext& context)
{
    Answer answer;
    for (const query::PredicatePtr& predicate : predicates) {
        answer.rows.push_back(nullptr);
        if (!predicate)
            continue;
        auto found = evaluator.evaluate(store, predicate, context);
        if (found.ok())
            answer.rows.back() = *found;
        else if (found.error().kind == Error::Kind::Cancelled)
            return found.error();
        else if (!answer.error)
            answer.error = found.error();
    }
    return answer;
}

} // namespace

bool Coloring::Found::asksTheSame(const Found& other) const
{
    return rules == other.rules
        && std::equal(predicates.begin(), predicates.end(), other.predicates.begin(),
                      other.predicates.end(),
                      [](const query::PredicatePtr& a, const query::PredicatePtr& b) {
                          return a == b || (a && b && a->key() == b->key());
                      });
}

Coloring::Coloring(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
                   JobRunner& jobs, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_evaluator(filtering.evaluator())
{
    connect(&workspace, &Workspace::evidenceChanged, this, &Coloring::ask);
    connect(&investigation, &Investigation::zoneChanged, this, &Coloring::ask);
}

void Coloring::setRules(std::vector<ColorRule> rules)
{
    if (rules == m_rules)
        return;
    m_rules = std::move(rules);
    Q_EMIT rulesChanged();
    ask();
}

void Coloring::add(const ColorRule& rule)
{
    std::vector<ColorRule> rules = m_rules;
    std::erase_if(rules, [&](const ColorRule& old) { return old.filter == rule.filter; });
    rules.insert(rules.begin(), rule);
    setRules(std::move(rules));
}

void Coloring::remove(const QString& filter)
{
    std::vector<ColorRule> rules = m_rules;
    std::erase_if(rules, [&](const ColorRule& old) { return old.filter == filter; });
    setRules(std::move(rules));
}

const ColorRule* Coloring::ruleFor(const store::EventStore& events, RowId row) const
{
    // Another generation may hold segments that the answer does not know, and another export
    // others.
    const std::size_t segment = row.value() >> 16;
    if (!m_found.store || segment >= m_found.store->segments().size()
        || m_found.store->segments()[segment] != events.segments()[segment])
        return nullptr;
    for (std::size_t i = 0; i < m_found.rows.size(); ++i) {
        if (m_found.rows[i] && m_found.rows[i]->contains(row))
            return &m_found.rules[i];
    }
    return nullptr;
}

std::optional<std::uint64_t> Coloring::count(std::size_t rule) const
{
    if (m_found.store != m_workspace.evidence().store || m_found.rules != m_rules
        || !m_found.rows[rule])
        return std::nullopt;
    return m_found.rows[rule]->count();
}

Coloring::Found Coloring::question() const
{
    Found asked{.store = m_workspace.evidence().store, .rules = m_rules};
    for (const ColorRule& rule : m_rules) {
        query::PredicatePtr predicate;
        if (rule.enabled)
            predicate = readFilterText(rule.filter, m_investigation.zone()).predicate;
        if (predicate && predicate->isEverything())
            predicate = nullptr;
        asked.predicates.push_back(std::move(predicate));
    }
    asked.rows.resize(m_rules.size());
    return asked;
}

void Coloring::ask()
{
    Found asked = question();
    const bool findsNothing = std::ranges::count(asked.predicates, nullptr)
        == static_cast<std::ptrdiff_t>(asked.predicates.size());
    if (findsNothing || asked.store->rowCount() == 0) {
        m_jobs.discard(kSlot);
        m_asked.reset();
        m_found = std::move(asked);
        m_error.reset();
        Q_EMIT resultChanged();
        return;
    }
    // A running job for the same question is let through, or loading would starve it.
    if (m_asked && m_asked->asksTheSame(asked))
        return;
    m_asked = std::move(asked);
    m_jobs.startBeside(
        kSlot, this,
        [store = m_asked->store, predicates = m_asked->predicates, evaluator = m_evaluator](
            const JobContext& context) { return findRows(store, predicates, *evaluator, context); },
        [this](Result<Answer> answer) {
            Found answered = *std::exchange(m_asked, std::nullopt);
            if (!answer.ok() && answer.error().kind == Error::Kind::Cancelled)
                return;
            // Colours of other rules would be wrong ones.
            if (answer.ok())
                answered.rows = std::move(answer->rows);
            m_error = answer.ok() ? std::move(answer->error) : answer.error();
            m_found = std::move(answered);
            Q_EMIT resultChanged();
            if (m_found.store != m_workspace.evidence().store)
                ask();
        });
}

} // namespace trailloupe::workspace
