// Inventorying: the list of resources as of the moment that is looked at: those that a filter over
// their items finds, of the chosen types, in an order.
//
// Made by a job in the slot "inventory" once all is read, and only while somebody looks
// (setActive); the last list stays until the next is there. While the filter cannot be read the
// last good one stays in force, for every other question too. The fields of the items are counted
// beside it, in the slot "inventoryFields". A closed export takes both away. Threads: GUI thread
// only; what it made is immutable and may be handed to jobs. Errors: error(), why there is no list.
#pragma once

#include "model/config/inventoryorder.h"
#include "model/query/evaluator.h"
#include "model/query/fieldcatalog.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"

#include <QObject>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trailloupe::workspace {

class Inventorying : public QObject
{
    Q_OBJECT
public:
    struct Question
    {
        QString filter; // over items, in the language of the filter bar
        std::vector<std::string> types; // sorted; empty: all
        bool withDeleted = false;
        config::InventorySort sort;
        bool operator==(const Question&) const = default;
    };

    Inventorying(Workspace& workspace, Investigation& investigation, JobRunner& jobs,
                 QObject* parent = nullptr);

    void setActive(bool active);

    const Question& question() const { return m_question; }
    void setQuestion(const Question& question);
    // The filter as it is read now; without a predicate where it cannot be.
    const FilterText& filterText() const { return m_read; }

    // Null while there is none.
    const config::InventoryPtr& inventory() const { return m_inventory; }
    // What it is of; its filter is the last one that could be read.
    const Question& answered() const { return m_answered.question; }
    // States of other moments that the filter finds, where it finds nothing of this one.
    struct Elsewhere
    {
        std::uint64_t states = 0;
        std::int64_t nearestNs = config::kNoTime; // capture of the one nearest to the moment
    };
    const Elsewhere& elsewhere() const { return m_elsewhere; }
    bool isRunning() const;
    // The list is of everything that is asked now.
    bool isSettled() const { return m_inventory && m_asked == m_answered && m_read.predicate; }
    const std::optional<Error>& error() const { return m_error; }

    // Never null; filters find what others computed.
    const std::shared_ptr<query::Evaluator>& evaluator() const { return m_evaluator; }

    // Of the items; null before they were counted.
    const std::shared_ptr<const query::FieldCatalog>& fields() const { return m_fields; }

Q_SIGNALS:
    void inventoryChanged(); // or the error
    void runningChanged();
    void fieldsChanged();

private:
    struct Asked
    {
        config::ResourcesPtr resources;
        Question question;
        QByteArray zone; // of times in the filter
        std::optional<std::int64_t> momentNs;
        bool operator==(const Asked&) const = default;
    };

    void evidenceChanged();
    void read();
    void ask();
    void countFields();

    Workspace& m_workspace;
    Investigation& m_investigation;
    JobRunner& m_jobs;
    std::shared_ptr<query::Evaluator> m_evaluator = std::make_shared<query::Evaluator>();
    bool m_isActive = false;
    Question m_question;
    FilterText m_read;
    QString m_filter; // in force: the last that could be read, and what it means
    query::PredicatePtr m_predicate = query::Predicate::everything();
    Asked m_asked; // what the list, or the job that is on its way to it, is of
    Asked m_answered;
    config::InventoryPtr m_inventory;
    Elsewhere m_elsewhere;
    std::shared_ptr<const query::FieldCatalog> m_fields;
    config::ResourcesPtr m_fieldsOf;
    std::optional<Error> m_error;
};

} // namespace trailloupe::workspace
