// Faceting: the values of some fields in the rows that the filter leaves, with exact counts.
//
// A field that the person has picked values of (a chip of its own, see pivots.h) is counted under
// all the rest of the filter, so that its other values stay in sight and can be added: several
// values of one field mean "or".
//
// Works in the job slot "facets", only while it is active, and only on fields that are open. The
// last answer stays until the next one is there.
// Threads: GUI thread only.
#pragma once

#include "model/query/facet.h"
#include "model/workspace/filtering.h"

#include <QObject>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace trailloupe::workspace {

struct FacetField
{
    query::Field field;
    query::FacetOrder order = query::FacetOrder::MostFirst;
    std::size_t limit; // values listed
    bool open = true;

    bool operator==(const FacetField&) const = default;
};

struct FacetAnswer
{
    query::FacetPtr facet; // null: not counted yet
    std::vector<query::FacetValue>
        values; // as many as the limit says; chosen ones beyond it at the end
    std::uint64_t listed = 0; // of the values, without chosen ones beyond the limit
    std::uint64_t matching = 0; // values that hold the text searched for
    std::vector<std::string> chosen; // values that the field's own chip asks for
    bool missingChosen = false; // it also asks for events without one

    bool isChosen(const std::string& value) const;
};

class Faceting : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t kFirstValues = 6;
    static constexpr std::size_t kMoreValues = 100;

    Faceting(Investigation& investigation, const Filtering& filtering, JobRunner& jobs,
             QObject* parent = nullptr);

    const std::vector<FacetField>& fields() const { return m_fields; }
    const FacetAnswer& answer(std::size_t field) const { return m_answers[field]; }
    std::uint64_t matching() const; // values of all open fields that hold the text searched for
    // The events that the answers are about, or will be in a moment; never null.
    const std::shared_ptr<const store::EventStore>& events() const
    {
        return m_filtering.result().store;
    }
    bool isRunning() const { return m_asked != nullptr; }

    // All of these REQUIRE field < fields().size().
    void remove(std::size_t field);
    void setOpen(std::size_t field, bool open);
    void setOrder(std::size_t field, query::FacetOrder order);
    void setLimit(std::size_t field, std::size_t values);

    void setFields(const std::vector<query::Field>& fields);
    bool add(const query::Field& field); // at the top; false when it is there
    // Lists only values that hold this text.
    void setSearch(const std::string& text);
    const std::string& search() const { return m_search; }
    void setActive(bool active);

Q_SIGNALS:
    void fieldsChanged(); // another list of fields
    void answersChanged(); // or how a field is shown
    void runningChanged();

private:
    struct Question;
    struct Counted;
    using Answers = std::vector<Counted>;

    struct Part;
    static FacetAnswer listed(const Part& part, const query::FacetPtr& facet,
                              const std::string& search);
    static Result<Answers> work(const Question& question, const JobContext& context);
    std::shared_ptr<const Question> question() const;
    void change();
    void forgetOthers(); // what is known of an export that was closed
    void ask();
    void finish(Result<Answers> answers);

    Investigation& m_investigation;
    const Filtering& m_filtering;
    JobRunner& m_jobs;
    std::shared_ptr<query::FacetCache> m_cache = std::make_shared<query::FacetCache>();
    std::vector<FacetField> m_fields;
    std::vector<FacetAnswer> m_answers; // by field
    std::shared_ptr<const Answers> m_known; // what the answers were made from
    std::shared_ptr<const Question> m_asked; // null when no job runs
    std::string m_search;
    bool m_active = false;
};

} // namespace trailloupe::workspace
