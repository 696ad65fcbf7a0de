#include "ui/mainwindow/pages.h"

#include "model/workspace/detecting.h"
#include "model/workspace/eventstates.h"
#include "model/workspace/explaining.h"
#include "model/workspace/resourcelinks.h"
#include "model/workspace/stackedresources.h"
#include "ui/common/markeditor.h"
#include "ui/compare/comparepage.h"
#include "ui/detail/detailpanel.h"
#include "ui/events/eventspage.h"
#include "ui/facets/facetpanel.h"
#include "ui/findings/findingspage.h"
#include "ui/graph/graphpage.h"
#include "ui/graph/graphview.h"
#include "ui/histogram/histogrampanel.h"
#include "ui/ledger/ledgerpage.h"
#include "ui/notes/notespage.h"
#include "ui/overview/overviewpage.h"
#include "ui/periods/periodspage.h"
#include "ui/principals/principalspage.h"
#include "ui/resources/resourcelist.h"
#include "ui/resources/resourcespage.h"
#include "ui/resources/resourceview.h"
#include "ui/timeline/timelinepage.h"

#include <QCoreApplication>

namespace trailloupe::ui {

std::vector<Page> makePages(workspace::Workspace& workspace,
                            workspace::Investigation& investigation,
                            const workspace::Filtering& filtering,
                            const workspace::Catalog& catalog, workspace::Comparing& comparing,
                            workspace::Casebook& casebook, workspace::JobRunner& jobs,
                            QWidget* parent)
{
    auto* detecting = new workspace::Detecting(workspace, jobs, parent);
    // Before the pages, so that they hear of new evidence first.
    auto* explaining = new workspace::Explaining(workspace, jobs, parent);
    auto* stacked = new workspace::StackedResources(workspace, parent);
    auto* overviewPage = new OverviewPage(workspace, investigation, jobs, parent);
    overviewPage->setDetecting(*detecting);
    auto* eventsPage = new EventsPage(workspace, investigation, filtering, jobs, parent);
    auto* detail = new DetailPanel(workspace, investigation, jobs, eventsPage);
    detail->setFiltering(filtering);
    detail->setCasebook(casebook);
    detail->setDetecting(*detecting);
    detail->setEventStates(
        *new workspace::EventStates(workspace, investigation, *explaining, jobs, detail));
    eventsPage->setPanels(new FacetPanel(investigation, filtering, catalog, jobs, eventsPage),
                          detail);
    eventsPage->setHistogram(
        new HistogramPanel(workspace, investigation, filtering, jobs, eventsPage));
    eventsPage->setComparing(&comparing);
    eventsPage->setCasebook(&casebook);
    eventsPage->setDetecting(*detecting);
    QObject::connect(eventsPage, &EventsPage::noteRequested, detail->marks(),
                     &MarkEditor::focusNote);
    auto* timelinePage = new TimelinePage(workspace, investigation, filtering, jobs, parent);
    timelinePage->setCasebook(casebook);
    timelinePage->setDetecting(*detecting);
    auto* findingsPage =
        new FindingsPage(workspace, investigation, filtering, *detecting, jobs, parent);
    findingsPage->setCasebook(casebook);
    timelinePage->setStacked(*stacked);
    QObject::connect(timelinePage, &TimelinePage::noteRequested, eventsPage,
                     [eventsPage, &investigation] {
                         investigation.setPage(QStringLiteral("events"));
                         eventsPage->writeNote();
                     });
    auto* comparePage = new ComparePage(workspace, investigation, comparing, parent);
    comparePage->setCasebook(casebook);
    auto* periodsPage = new PeriodsPage(workspace, investigation, filtering, jobs, parent);
    auto* principalsPage = new PrincipalsPage(workspace, investigation, filtering, jobs, parent);
    principalsPage->setCasebook(casebook);
    QObject::connect(principalsPage, &PrincipalsPage::periodsRequested, periodsPage,
                     [periodsPage, &investigation](const QString& before, const QString& after) {
                         periodsPage->comparing().setTexts({before, after});
                         investigation.setPage(QStringLiteral("periods"));
                     });
    auto* resourcesPage = new ResourcesPage(workspace, investigation, jobs, parent);
    auto* resourceView =
        new ResourceView(workspace, investigation, *explaining, jobs, resourcesPage);
    resourceView->setFiltering(filtering);
    resourcesPage->setResourceView(resourceView);
    auto* graphPage = new GraphPage(workspace, investigation, jobs, parent);
    const auto stack = [stacked, &investigation](const std::vector<config::ResourceNo>& some) {
        workspace::showOnTimeline(*stacked, investigation, some);
    };
    QObject::connect(resourcesPage->list(), &ResourceList::timelineRequested, stacked, stack);
    QObject::connect(resourceView, &ResourceView::timelineRequested, stacked, stack);
    QObject::connect(graphPage->view(), &GraphView::timelineRequested, stacked, stack);
    auto* notesPage = new NotesPage(workspace, investigation, filtering, casebook, jobs, parent);
    QObject::connect(notesPage, &NotesPage::comparisonRequested, comparePage,
                     &ComparePage::showKept);
    auto* ledgerPage = new LedgerPage(workspace, investigation, jobs, parent);
    const QString overview = QCoreApplication::translate("Pages", "Overview");
    const QString events = QCoreApplication::translate("Pages", "Events");
    const QString timeline = QCoreApplication::translate("Pages", "Timeline");
    const QString findings = QCoreApplication::translate("Pages", "Findings");
    const QString compare = QCoreApplication::translate("Pages", "Compare");
    const QString periods = QCoreApplication::translate("Pages", "Periods");
    const QString principals = QCoreApplication::translate("Pages", "Principals");
    const QString resources = QCoreApplication::translate("Pages", "Resources");
    const QString graph = QCoreApplication::translate("Pages", "Graph");
    const QString notes = QCoreApplication::translate("Pages", "Notes");
    const QString ledger = QCoreApplication::translate("Pages", "Ledger");
    return {
        {QStringLiteral("overview"), overview, QStringLiteral("overview"), overviewPage},
        {QStringLiteral("events"), events, QStringLiteral("events"), eventsPage},
        {QStringLiteral("timeline"), timeline, QStringLiteral("timeline"), timelinePage},
        {QStringLiteral("findings"), findings, QStringLiteral("findings"), findingsPage},
        {QStringLiteral("principals"), principals, QStringLiteral("principals"), principalsPage},
        {workspace::kResourcesPage, resources, QStringLiteral("resources"), resourcesPage},
        {workspace::kGraphPage, graph, QStringLiteral("graph"), graphPage},
        {QStringLiteral("compare"), compare, QStringLiteral("compare"), comparePage},
        {QStringLiteral("periods"), periods, QStringLiteral("periods"), periodsPage},
        {QStringLiteral("notes"), notes, QStringLiteral("notes"), notesPage},
        {QStringLiteral("ledger"), ledger, QStringLiteral("ledger"), ledgerPage},
    };
}

} // namespace trailloupe::ui
