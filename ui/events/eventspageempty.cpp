// What EventsPage says where it has no events to show.
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/events/eventspage.h"
#include "ui/words/numbertext.h"

namespace trailloupe::ui {

using workspace::Workspace;

bool EventsPage::hasOnlyItems() const
{
    return m_workspace.state() == Workspace::State::Ready
        && m_workspace.evidence().store->rowCount() == 0
        && m_workspace.evidence().items->rowCount() > 0;
}

void EventsPage::showEmptyState()
{
    using Mood = EmptyState::Mood;
    const QString ledger = tr("Show the ledger");
    switch (m_workspace.state()) {
    case Workspace::State::Loading:
        m_empty->show(Mood::Busy, QStringLiteral("busy"), tr("Reading the export"),
                      tr("Events appear here as soon as the first ones are read."));
        break;
    case Workspace::State::Failed:
        m_empty->show(Mood::Problem, QStringLiteral("error"), tr("The export could not be opened"),
                      errorText(m_workspace.error()), ledger);
        break;
    case Workspace::State::Cancelled:
        m_empty->show(Mood::Calm, QStringLiteral("stop"), tr("Loading was cancelled"),
                      tr("No event had been read yet."), ledger);
        break;
    case Workspace::State::Ready:
        if (m_order.shown().store->rowCount() > 0)
            return m_empty->show(Mood::Calm, QStringLiteral("search"),
                                 tr("No event fits the filter"),
                                 tr("All %1 events are still there.")
                                     .arg(countText(m_order.shown().store->rowCount())),
                                 tr("Clear the filter"));
        if (hasOnlyItems())
            return m_empty->show(
                Mood::Calm, QStringLiteral("resources"), tr("No events in this export"),
                tr("It holds %1 configuration items of AWS Config. What they tell stands on the "
                   "Resources page.")
                    .arg(countText(m_workspace.evidence().items->rowCount())),
                tr("Show the resources"));
        m_empty->show(Mood::Calm, QStringLiteral("empty"), tr("No events in this export"),
                      tr("The ledger says what each source was taken for, and why."), ledger);
        break;
    case Workspace::State::Empty:
        m_empty->show(Mood::Calm, QStringLiteral("empty"), tr("Nothing is open"),
                      tr("Open an export to see its events."));
        break;
    }
}

} // namespace trailloupe::ui
