// Completing: what may stand at the cursor of a filter, for the evidence that it is asked of: of
// the filter bar's, for the events; of another one's, for a source of its own.
//
// Fields and operators come at once; values are counted in a job slot, "completion" for the events,
// under the rest of the filter, chips included. A new question drops the one before. With the
// evidence goes all that was read from it.
// Threads: GUI thread only.
#pragma once

#include "model/query/completion.h"
#include "model/workspace/catalog.h"
#include "model/workspace/filtering.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace trailloupe::workspace {

class Completing : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t kMostSuggestions = 50;
    // Longer texts were pasted, and finding the place in them would hold the window.
    static constexpr std::size_t kMostText = 4096;

    // What a text is a filter of.
    struct Source
    {
        std::function<std::shared_ptr<const store::EventStore>()> store; // never null
        std::function<std::shared_ptr<const query::FieldCatalog>()> fields; // null: not known yet
        std::function<std::vector<FilterChip>()> chips; // that values have to fit as well
        std::shared_ptr<query::Evaluator> evaluator;
        QString slot; // of the job
    };

    Completing(Investigation& investigation, const Filtering& filtering, const Catalog& catalog,
               JobRunner& jobs, QObject* parent = nullptr);
    // REQUIRES that forgetOthers() is called when store() gives another one.
    Completing(const Investigation& investigation, Source source, JobRunner& jobs,
               QObject* parent = nullptr);

    struct Offer
    {
        query::CompletionPlace place; // kind None: there is nothing to offer
        std::vector<query::Suggestion> suggestions;
        std::uint64_t matching = 0; // values there are, listed or not
    };
    // Bytes of the text in UTF-8. REQUIRES cursor <= text.size().
    void ask(const std::string& text, std::size_t cursor);
    void stop();

    void forgetOthers(); // what is known of other evidence than what is asked now

    const Offer& offer() const { return m_offer; }
    bool isRunning() const;
    // How many values are kept for the next letters of one of them.
    std::uint64_t keptValues() const { return m_known.facet ? m_known.facet->distinct() : 0; }

Q_SIGNALS:
    void offerChanged();

private:
    // The values of a field within the rest of a filter, for the next letters of one of them.
    struct Known
    {
        std::weak_ptr<const store::EventStore> store;
        std::string rest; // key of the predicate
        query::FacetPtr facet;
    };
    struct Listed
    {
        Offer offer;
        Known known;
    };
    void listValues(query::CompletionPlace place);
    void adopt(Offer offer);

    const Investigation& m_investigation;
    Source m_source;
    JobRunner& m_jobs;
    std::shared_ptr<query::FacetCache> m_cache = std::make_shared<query::FacetCache>();
    Known m_known;
    Offer m_offer;
};

} // namespace trailloupe::workspace
