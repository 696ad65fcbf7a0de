#include "model/workspace/completing.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace trailloupe::workspace {
namespace {

using Kind = query::CompletionPlace::Kind;

} // namespace

Completing::Completing(Investigation& investigation, const Filtering& filtering,
                       const Catalog& catalog, JobRunner& jobs, QObject* parent)
    : Completing(investigation,
                 {[&filtering] { return filtering.result().store; },
                  [&catalog] { return catalog.current(); },
                  [&investigation] { return investigation.filter().chips; }, filtering.evaluator(),
                  QStringLiteral("completion")},
                 jobs, parent)
{
    connect(&filtering, &Filtering::resultChanged, this, &Completing::forgetOthers);
}

Completing::Completing(const Investigation& investigation, Source source, JobRunner& jobs,
                       QObject* parent)
    : QObject(parent)
    , m_investigation(investigation)
    , m_source(std::move(source))
    , m_jobs(jobs)
{ }

bool Completing::isRunning() const
{
    return m_jobs.isRunning(m_source.slot);
}

void Completing::stop()
{
    m_jobs.discard(m_source.slot);
    adopt({});
}

void Completing::ask(const std::string& text, std::size_t cursor)
{
    if (text.size() > kMostText || query::detectLanguage(text) == query::FilterLanguage::Pattern)
        return stop();
    query::CompletionPlace place =
        query::completionPlace(text, cursor, barOptions(m_investigation.zone()));
    if (place.kind == Kind::Value && place.field->derived != query::Derived::Time)
        return listValues(std::move(place));
    m_jobs.discard(m_source.slot);
    const auto fields = m_source.fields();
    Offer offer{std::move(place), {}, 0};
    switch (fields ? offer.place.kind : Kind::None) {
    case Kind::Field:
        offer.suggestions = query::suggestJoints(offer.place);
        // A name that was typed in full is nothing to complete.
        for (auto& field : query::suggestFields(*fields, offer.place.typed, kMostSuggestions)) {
            if (field.shown != offer.place.typed)
                offer.suggestions.push_back(std::move(field));
        }
        break;
    case Kind::Operator:
        offer.suggestions = query::suggestOperators(*fields, *offer.place.field, offer.place.typed);
        std::ranges::move(query::suggestJoints(offer.place), std::back_inserter(offer.suggestions));
        break;
    case Kind::Value:
        offer.suggestions = query::suggestTimes(offer.place.typed);
        break;
    case Kind::None:
        break;
    }
    offer.matching = offer.suggestions.size();
    adopt(std::move(offer));
}

void Completing::listValues(query::CompletionPlace place)
{
    // The rest of the filter: chips, and the text as if this condition were not there.
    query::PredicatePtr rest =
        predicateOf({QString::fromStdString(place.rest), m_source.chips()}, m_investigation.zone());
    if (!rest)
        rest = query::Predicate::everything();
    const auto store = m_source.store();
    Known known{store, rest->key(), nullptr};
    if (m_known.facet && m_known.store.lock() == store && m_known.rest == known.rest
        && m_known.facet->field() == *place.field)
        known.facet = m_known.facet;
    m_jobs.start(
        m_source.slot, this,
        [store, rest, place, before = known, evaluator = m_source.evaluator,
         cache = m_cache](const JobContext& context) -> Result<Listed> {
            Known now = before;
            if (!now.facet) {
                const auto rows = evaluator->evaluate(store, rest, context);
                if (!rows)
                    return rows.error();
                const auto facets = query::countFacets(store, std::span(&*place.field, 1), **rows,
                                                       *cache, *evaluator, context);
                if (!facets)
                    return facets.error();
                now.facet = facets->front();
            }
            query::Facet::Page page = now.facet->listTyped(kMostSuggestions, place.typed);
            const std::uint64_t matching = page.matching;
            return Listed{{place, query::suggestValues(std::move(page), place.typed), matching},
                          std::move(now)};
        },
        [this](Result<Listed> listed) {
            if (listed.ok())
                m_known = std::move(listed->known);
            adopt(listed.ok() ? std::move(listed->offer) : Offer());
        });
}

void Completing::forgetOthers()
{
    const auto store = m_source.store();
    m_cache->keepOnly(*store);
    if (m_known.store.lock() != store)
        m_known = {};
    const bool hasValues = m_offer.place.kind == Kind::Value && !m_offer.suggestions.empty();
    if (store->rowCount() == 0 && (hasValues || isRunning()))
        stop();
}

void Completing::adopt(Offer offer)
{
    m_offer = std::move(offer);
    Q_EMIT offerChanged();
}

} // namespace trailloupe::workspace
