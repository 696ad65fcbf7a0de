#include "ui/mainwindow/pages.h"

#include "ui/common/emptystate.h"
#include "ui/events/eventspage.h"

#include <QCoreApplication>

namespace trailloupe::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Pages", text);
}

QWidget* soon(const QString& title, QWidget* parent)
{
    auto* page = new EmptyState(parent);
    page->show(EmptyState::Mood::Calm, QStringLiteral("empty"), title, {});
    return page;
}

} // namespace

std::vector<Page> makePages(workspace::Workspace& workspace,
                            workspace::Investigation& investigation, workspace::JobRunner& jobs,
                            QWidget* parent)
{
    auto* eventsPage = new EventsPage(workspace, investigation, jobs, parent);
    const QString overview = tr(QT_TRANSLATE_NOOP("Pages", "Overview"));
    const QString events = tr(QT_TRANSLATE_NOOP("Pages", "Events"));
    const QString ledger = tr(QT_TRANSLATE_NOOP("Pages", "Ledger"));
    return {
        {QStringLiteral("overview"), overview, QStringLiteral("overview"), soon(overview, parent)},
        {QStringLiteral("events"), events, QStringLiteral("events"), eventsPage},
        {QStringLiteral("ledger"), ledger, QStringLiteral("ledger"), soon(ledger, parent)},
    };
}

} // namespace trailloupe::ui
