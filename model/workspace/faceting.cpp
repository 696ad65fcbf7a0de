#include "model/workspace/faceting.h"

#include "model/workspace/pivots.h"

#include <algorithm>
#include <utility>

namespace trailloupe::workspace {
namespace {

const QString kSlot = QStringLiteral("facets");

} // namespace

// What was counted for a field, to be listed again in another order without counting.
struct Faceting::Counted
{
    query::Field field;
    std::weak_ptr<const store::EventStore> store;
    std::string rows; // key of the predicate that they fulfil
    query::FacetPtr facet;
    FacetAnswer answer;
};

// One field as it is asked for.
struct Faceting::Part
{
    FacetField field;
    query::PredicatePtr predicate; // that the rows fulfil
    std::vector<std::string> chosen; // see FacetAnswer
    bool missingChosen = false;

    bool operator==(const Part& other) const
    {
        return field == other.field && predicate->key() == other.predicate->key()
            && chosen == other.chosen && missingChosen == other.missingChosen;
    }
};

struct Faceting::Question
{
    Filtered filtered;
    std::vector<Part> parts; // of the open fields
    std::string search;
    std::shared_ptr<const Answers> known;
    std::shared_ptr<query::Evaluator> evaluator;
    std::shared_ptr<query::FacetCache> cache;

    bool asksTheSame(const Question& other) const
    {
        return parts == other.parts && search == other.search;
    }
    query::FacetPtr knownFacet(const Part& part) const
    {
        if (!known)
            return nullptr;
        const auto found = std::ranges::find_if(*known, [&](const Counted& counted) {
            return counted.field == part.field.field && counted.rows == part.predicate->key()
                && counted.store.lock() == filtered.store;
        });
        return found == known->end() ? nullptr : found->facet;
    }
    Result<query::RowSetPtr> rows(const query::PredicatePtr& predicate,
                                  const JobContext& context) const
    {
        if (filtered.rows && predicate->key() == filtered.predicate->key())
            return filtered.rows;
        if (predicate->isEverything())
            return query::shownRows(*filtered.store);
        return evaluator->evaluate(filtered.store, predicate, context);
    }
};

bool FacetAnswer::isChosen(const std::string& value) const
{
    return std::ranges::find(chosen, value) != chosen.end();
}

Faceting::Faceting(Investigation& investigation, const Filtering& filtering, JobRunner& jobs,
                   QObject* parent)
    : QObject(parent)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_jobs(jobs)
{
    connect(&filtering, &Filtering::resultChanged, this, [this] {
        forgetOthers();
        ask();
    });
}

void Faceting::setFields(const std::vector<query::Field>& fields)
{
    m_fields.clear();
    for (const query::Field& field : fields)
        m_fields.push_back({.field = field, .limit = kFirstValues});
    m_answers.assign(m_fields.size(), {});
    Q_EMIT fieldsChanged();
    ask();
}

bool Faceting::add(const query::Field& field)
{
    if (std::ranges::find(m_fields, field, &FacetField::field) != m_fields.end())
        return false;
    m_fields.insert(m_fields.begin(), {.field = field, .limit = kFirstValues});
    m_answers.insert(m_answers.begin(), FacetAnswer());
    Q_EMIT fieldsChanged();
    ask();
    return true;
}

void Faceting::remove(std::size_t field)
{
    m_fields.erase(m_fields.begin() + static_cast<std::ptrdiff_t>(field));
    m_answers.erase(m_answers.begin() + static_cast<std::ptrdiff_t>(field));
    Q_EMIT fieldsChanged();
    ask();
}

void Faceting::setOpen(std::size_t field, bool open)
{
    if (m_fields[field].open != open) {
        m_fields[field].open = open;
        change();
    }
}

void Faceting::setOrder(std::size_t field, query::FacetOrder order)
{
    if (m_fields[field].order != order) {
        m_fields[field].order = order;
        change();
    }
}

void Faceting::setLimit(std::size_t field, std::size_t values)
{
    if (m_fields[field].limit != values) {
        m_fields[field].limit = values;
        change();
    }
}

void Faceting::setSearch(const std::string& text)
{
    if (m_search != text) {
        m_search = text;
        change();
    }
}

void Faceting::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    ask();
}

std::uint64_t Faceting::matching() const
{
    std::uint64_t values = 0;
    for (std::size_t i = 0; i < m_fields.size(); ++i)
        values += m_fields[i].open ? m_answers[i].matching : 0;
    return values;
}

void Faceting::forgetOthers()
{
    const auto& store = m_filtering.result().store;
    m_cache->keepOnly(*store);
    if (store->rowCount() > 0)
        return;
    m_jobs.discard(kSlot);
    const bool wasRunning = std::exchange(m_asked, nullptr) != nullptr;
    m_known = nullptr;
    m_answers.assign(m_fields.size(), {});
    Q_EMIT answersChanged();
    if (wasRunning)
        Q_EMIT runningChanged();
}

void Faceting::change()
{
    Q_EMIT answersChanged();
    ask();
}

std::shared_ptr<const Faceting::Question> Faceting::question() const
{
    auto question = std::make_shared<Question>();
    question->filtered = m_filtering.result();
    question->search = m_search;
    question->known = m_known;
    question->evaluator = m_filtering.evaluator();
    question->cache = m_cache;
    for (const FacetField& field : m_fields) {
        if (!field.open)
            continue;
        std::vector<std::string> chosen = chosenValues(m_investigation, field.field);
        query::PredicatePtr predicate;
        const bool missing = isMissingChosen(m_investigation, field.field);
        if (!chosen.empty() || missing)
            predicate = predicateWithoutChoice(m_investigation, field.field);
        if (!predicate)
            predicate = question->filtered.predicate;
        question->parts.push_back({field, std::move(predicate), std::move(chosen), missing});
    }
    return question;
}

void Faceting::ask()
{
    if (!m_active)
        return;
    auto asked = question();
    // A job for the same question about an older generation is let through, or loading would starve
    // it.
    if (m_asked && m_asked->asksTheSame(*asked))
        return;
    const bool wasRunning = isRunning();
    m_asked = std::move(asked);
    m_jobs.startBeside(
        kSlot, this,
        [question = m_asked](const JobContext& context) { return work(*question, context); },
        [this](Result<Answers> answers) { finish(std::move(answers)); });
    if (!wasRunning)
        Q_EMIT runningChanged();
}

FacetAnswer Faceting::listed(const Part& part, const query::FacetPtr& facet,
                             const std::string& search)
{
    FacetAnswer answer{.facet = facet, .chosen = part.chosen, .missingChosen = part.missingChosen};
    query::Facet::Page page = facet->list(part.field.order, 0, part.field.limit, search);
    answer.values = std::move(page.values);
    answer.listed = answer.values.size();
    answer.matching = page.matching;
    for (const std::string& value : part.chosen) {
        if (std::ranges::find(answer.values, value, &query::FacetValue::text)
            == answer.values.end())
            answer.values.push_back({value, facet->eventsWith(value)});
    }
    return answer;
}

Result<Faceting::Answers> Faceting::work(const Question& question, const JobContext& context)
{
    Answers answers;
    for (const Part& part : question.parts)
        answers.push_back({part.field.field,
                           question.filtered.store,
                           part.predicate->key(),
                           question.knownFacet(part),
                           {}});
    // Fields about the same rows are counted together.
    for (std::size_t first = 0; first < answers.size(); ++first) {
        if (answers[first].facet)
            continue;
        std::vector<std::size_t> together;
        std::vector<query::Field> fields;
        for (std::size_t i = first; i < answers.size(); ++i) {
            if (!answers[i].facet && answers[i].rows == answers[first].rows) {
                together.push_back(i);
                fields.push_back(answers[i].field);
            }
        }
        const auto rows = question.rows(question.parts[first].predicate, context);
        if (!rows)
            return rows.error();
        const auto facets = query::countFacets(question.filtered.store, fields, **rows,
                                               *question.cache, *question.evaluator, context);
        if (!facets)
            return facets.error();
        for (std::size_t i = 0; i < together.size(); ++i)
            answers[together[i]].facet = (*facets)[i];
    }
    for (std::size_t i = 0; i < answers.size(); ++i) {
        Counted& counted = answers[i];
        counted.answer = listed(question.parts[i], counted.facet, question.search);
        if (context.cancelled())
            return Error{.kind = Error::Kind::Cancelled};
    }
    return answers;
}

void Faceting::finish(Result<Answers> answers)
{
    const auto asked = std::exchange(m_asked, nullptr);
    if (answers.ok()) {
        for (std::size_t i = 0; i < m_fields.size(); ++i) {
            const auto found = std::ranges::find(*answers, m_fields[i].field, &Counted::field);
            if (found != answers->end())
                m_answers[i] = found->answer;
        }
        m_known = std::make_shared<const Answers>(std::move(*answers));
        Q_EMIT answersChanged();
        if (asked->filtered.store != m_filtering.result().store || !asked->asksTheSame(*question()))
            ask();
    }
    if (!isRunning())
        Q_EMIT runningChanged();
}

} // namespace trailloupe::workspace
