// What EventsPage does with the case: stars, tags and notes of the selected events.
#include "model/workspace/detecting.h"
#include "ui/common/markmenu.h"
#include "ui/events/eventspage.h"
#include "ui/events/eventtableview.h"

#include <QMenu>

namespace trailloupe::ui {

using workspace::Casebook;

void EventsPage::setCasebook(Casebook* casebook)
{
    m_casebook = casebook;
    m_model.setCasebook(casebook);
    connect(casebook, &Casebook::changed, m_view->viewport(), qOverload<>(&QWidget::update));
    connect(m_view, &EventTableView::starRequested, this, &EventsPage::starChosen);
    connect(m_view, &EventTableView::tagRequested, this, &EventsPage::showTagMenu);
    connect(m_view, &EventTableView::noteRequested, this, &EventsPage::writeNote);
}

void EventsPage::setDetecting(const workspace::Detecting& detecting)
{
    const auto show = [this, &detecting] {
        m_model.setFindings(detecting.findings());
    };
    connect(&detecting, &workspace::Detecting::changed, this, show);
    show();
}

void EventsPage::starChosen()
{
    toggleStar(this, *m_casebook, chosenEntries());
}

void EventsPage::writeNote()
{
    if (!m_investigation.selectedRow())
        return;
    if (m_detail)
        m_detail->show();
    Q_EMIT noteRequested();
}

std::vector<Casebook::EntryId> EventsPage::chosenEntries() const
{
    std::vector<Casebook::EntryId> entries;
    for (const RowId row : chosenEvents(Casebook::kMostAtOnce + 1))
        entries.push_back(m_casebook->entryOf(row));
    return entries;
}

void EventsPage::showTagMenu()
{
    if (!m_view->currentIndex().isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillTagMenu(menu, *m_casebook, [this] { return chosenEntries(); });
    const QRect cell = m_view->visualRect(m_view->currentIndex());
    menu->popup(m_view->viewport()->mapToGlobal(cell.bottomLeft()));
}

} // namespace trailloupe::ui
