#include "model/workspace/inventorying.h"

#include "model/config/itemfilter.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace trailloupe::workspace {
namespace {

const QString kSlot = QStringLiteral("inventory");
const QString kFieldsSlot = QStringLiteral("inventoryFields");

struct Input
{
    config::ResourcesPtr resources;
    query::PredicatePtr predicate;
    std::vector<std::string> types;
    bool withDeleted = false;
    config::InventorySort sort;
    std::optional<std::int64_t> momentNs;
    std::shared_ptr<query::Evaluator> evaluator;
};

struct Made
{
    config::InventoryPtr inventory;
    Inventorying::Elsewhere elsewhere;
};

Inventorying::Elsewhere findElsewhere(const config::Resources& resources,
                                      const config::InventoryQuestion& question)
{
    Inventorying::Elsewhere found;
    const std::int64_t asOf = question.asOfNs.value_or(resources.lastNs());
    for (std::uint32_t i = 0; i < resources.size(); ++i) {
        const config::ResourceNo no(i);
        if (question.isOfType && !question.isOfType(resources.resource(no).type))
            continue;
        for (const config::Item& item : resources.items(no).first(resources.datedCount(no))) {
            if (!question.fits->contains(item.row)
                || resources.stateAt(no, item.capturedNs).presence
                    == config::State::Presence::Deleted)
                continue;
            ++found.states;
            if (found.nearestNs == config::kNoTime
                || std::abs(item.capturedNs - asOf) < std::abs(found.nearestNs - asOf))
                found.nearestNs = item.capturedNs;
        }
    }
    return found;
}

Result<Made> makeInventory(const Input& in, const JobContext& context)
{
    config::InventoryQuestion question;
    question.asOfNs = in.momentNs;
    question.withDeleted = in.withDeleted;
    if (!in.types.empty())
        question.isOfType = [&in](std::string_view type) {
            return std::ranges::binary_search(in.types, type);
        };
    if (!in.predicate->isEverything()) {
        auto fits = in.evaluator->evaluate(in.resources->store(), in.predicate, context);
        if (!fits)
            return fits.error();
        question.fits = *std::move(fits);
    }
    auto made = config::Inventory::make(in.resources, question, context);
    if (!made)
        return made.error();
    auto rows = config::sortInventory(**made, in.sort, context);
    if (!rows)
        return rows.error();
    const bool isEmpty = rows->empty();
    (*made)->setRows(*std::move(rows));
    return Made{*std::move(made),
                isEmpty && question.fits ? findElsewhere(*in.resources, question)
                                         : Inventorying::Elsewhere()};
}

} // namespace

Inventorying::Inventorying(Workspace& workspace, Investigation& investigation, JobRunner& jobs,
                           QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
{
    connect(&m_workspace, &Workspace::evidenceChanged, this, &Inventorying::evidenceChanged);
    connect(&m_investigation, &Investigation::momentChanged, this, &Inventorying::ask);
    connect(&m_investigation, &Investigation::zoneChanged, this, [this] {
        read();
        ask();
    });
    read();
}

void Inventorying::setActive(bool active)
{
    m_isActive = active;
    ask();
}

void Inventorying::setQuestion(const Question& question)
{
    if (question == m_question)
        return;
    m_question = question;
    std::ranges::sort(m_question.types);
    read();
    ask();
}

bool Inventorying::isRunning() const
{
    return m_jobs.isRunning(kSlot);
}

void Inventorying::read()
{
    m_read = readFilterText(m_question.filter, m_investigation.zone());
    if (!m_read.predicate)
        return;
    m_filter = m_question.filter;
    m_predicate = m_read.predicate;
}

// Resources are numbered anew: nothing of before means anything.
void Inventorying::evidenceChanged()
{
    const config::ResourcesPtr& resources = m_workspace.resources();
    if (m_asked.resources && m_asked.resources != resources) {
        m_jobs.discard(kSlot);
        m_jobs.discard(kFieldsSlot);
        m_asked = {};
        m_answered = {};
        m_inventory.reset();
        m_fields.reset();
        m_fieldsOf.reset();
        m_error.reset();
        Q_EMIT inventoryChanged();
        Q_EMIT runningChanged();
        Q_EMIT fieldsChanged();
    }
    ask();
}

void Inventorying::ask()
{
    const config::ResourcesPtr& resources = m_workspace.resources();
    if (!m_isActive || !resources)
        return;
    countFields();
    Asked asked{resources, m_question, m_investigation.zone(), m_investigation.moment()};
    asked.question.filter = m_filter;
    if (asked == m_asked)
        return;
    m_asked = asked;
    Input in{resources,        config::itemFilter(m_predicate),
             m_question.types, m_question.withDeleted,
             m_question.sort,  asked.momentNs,
             m_evaluator};
    m_jobs.start(
        kSlot, this,
        [in = std::move(in)](const JobContext& context) { return makeInventory(in, context); },
        [this, asked = std::move(asked)](Result<Made> made) {
            m_error.reset();
            if (made.ok()) {
                m_inventory = std::move(made->inventory);
                m_elsewhere = made->elsewhere;
                m_answered = asked;
            } else {
                m_asked = {};
                if (made.error().kind != Error::Kind::Cancelled) {
                    m_error = made.error();
                    m_inventory.reset();
                }
            }
            Q_EMIT inventoryChanged();
            Q_EMIT runningChanged();
        });
    Q_EMIT runningChanged();
}

void Inventorying::countFields()
{
    const config::ResourcesPtr& resources = m_workspace.resources();
    if (m_fieldsOf == resources)
        return;
    m_fieldsOf = resources;
    m_jobs.startBeside(
        kFieldsSlot, this,
        [items = resources->store()](const JobContext& context) {
            return query::FieldCatalog::make(items, nullptr, context);
        },
        [this](Result<std::shared_ptr<const query::FieldCatalog>> made) {
            if (!made.ok())
                return;
            m_fields = *std::move(made);
            Q_EMIT fieldsChanged();
        });
}

} // namespace trailloupe::workspace
