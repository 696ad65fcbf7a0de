#include "ui/mainwindow/pages.h"

#include "ui/compare/comparepage.h"
#include "ui/detail/detailpanel.h"
#include "ui/events/eventspage.h"
#include "ui/facets/facetpanel.h"
#include "ui/histogram/histogrampanel.h"
#include "ui/ledger/ledgerpage.h"
#include "ui/overview/overviewpage.h"
#include "ui/periods/periodspage.h"
#include "ui/principals/principalspage.h"
#include "ui/timeline/timelinepage.h"

#include <QCoreApplication>

namespace trailloupe::ui {

std::vector<Page> makePages(workspace::Workspace& workspace,
                            workspace::Investigation& investigation,
                            const workspace::Filtering& filtering,
                            const workspace::Catalog& catalog, workspace::Comparing& comparing,
                            workspace::JobRunner& jobs, QWidget* parent)
{
    auto* overviewPage = new OverviewPage(workspace, investigation, jobs, parent);
    auto* eventsPage = new EventsPage(workspace, investigation, filtering, jobs, parent);
    eventsPage->setPanels(new FacetPanel(investigation, filtering, catalog, jobs, eventsPage),
                          new DetailPanel(workspace, investigation, jobs, eventsPage));
    eventsPage->setHistogram(
        new HistogramPanel(workspace, investigation, filtering, jobs, eventsPage));
    eventsPage->setComparing(&comparing);
    auto* timelinePage = new TimelinePage(workspace, investigation, filtering, jobs, parent);
    auto* comparePage = new ComparePage(workspace, investigation, comparing, parent);
    auto* periodsPage = new PeriodsPage(workspace, investigation, filtering, jobs, parent);
    auto* principalsPage = new PrincipalsPage(workspace, investigation, filtering, jobs, parent);
    QObject::connect(principalsPage, &PrincipalsPage::periodsRequested, periodsPage,
                     [periodsPage, &investigation](const QString& before, const QString& after) {
                         periodsPage->comparing().setTexts({before, after});
                         investigation.setPage(QStringLiteral("periods"));
                     });
    auto* ledgerPage = new LedgerPage(workspace, investigation, jobs, parent);
    const QString overview = QCoreApplication::translate("Pages", "Overview");
    const QString events = QCoreApplication::translate("Pages", "Events");
    const QString timeline = QCoreApplication::translate("Pages", "Timeline");
    const QString compare = QCoreApplication::translate("Pages", "Compare");
    const QString periods = QCoreApplication::translate("Pages", "Periods");
    const QString principals = QCoreApplication::translate("Pages", "Principals");
    const QString ledger = QCoreApplication::translate("Pages", "Ledger");
    return {
        {QStringLiteral("overview"), overview, QStringLiteral("overview"), overviewPage},
        {QStringLiteral("events"), events, QStringLiteral("events"), eventsPage},
        {QStringLiteral("timeline"), timeline, QStringLiteral("timeline"), timelinePage},
        {QStringLiteral("principals"), principals, QStringLiteral("principals"), principalsPage},
        {QStringLiteral("compare"), compare, QStringLiteral("compare"), comparePage},
        {QStringLiteral("periods"), periods, QStringLiteral("periods"), periodsPage},
        {QStringLiteral("ledger"), ledger, QStringLiteral("ledger"), ledgerPage},
    };
}

} // namespace trailloupe::ui
