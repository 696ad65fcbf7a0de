#include "ui/principals/principalspage.h"

#include "model/identity/subject.h"
#include "model/workspace/following.h"
#include "model/workspace/investigation.h"
#include "model/workspace/workspace.h"
#include "ui/common/icons.h"
#include "ui/principals/followview.h"
#include "ui/principals/shownevidence.h"
#include "ui/words/evidencetext.h"
#include "ui/words/identitywords.h"
#include "ui/words/numbertext.h"

#include <QAction>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using identity::PrincipalId;
using identity::SessionId;

namespace {

const QString kPage = QStringLiteral("principals");
constexpr qsizetype kTabLetters = 28; // of the name of a session; the rest is in the tip

} // namespace

PrincipalsPage::PrincipalsPage(workspace::Workspace& workspace,
                               workspace::Investigation& investigation,
                               const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                               QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_jobs(jobs)
    , m_tabs(new QTabBar(this))
    , m_stack(new QStackedWidget(this))
    , m_view(new PrincipalsView(workspace, investigation, filtering, jobs, m_stack))
{
    m_stack->addWidget(m_view);
    makeTabs();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addWidget(m_stack, 1);
    setFocusProxy(m_view->tree());
    connect(m_view, &PrincipalsView::periodsRequested, this, &PrincipalsPage::periodsRequested);
    connect(m_view, &PrincipalsView::followRequested, this, &PrincipalsPage::follow);
    connect(&m_investigation, &workspace::Investigation::pageChanged, this,
            &PrincipalsPage::showPage);
    connect(&m_workspace, &workspace::Workspace::evidenceChanged, this,
            &PrincipalsPage::evidenceChanged);
    showPage();
}

void PrincipalsPage::makeTabs()
{
    m_tabs->setDocumentMode(true);
    m_tabs->setDrawBase(true);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setElideMode(Qt::ElideNone);
    m_tabs->setAccessibleName(tr("Principals and followed sessions"));
    m_tabs->addTab(icon(QStringLiteral("principals")), tr("All principals"));
    m_tabs->hide();
    connect(m_tabs, &QTabBar::currentChanged, this, &PrincipalsPage::showTab);
    auto* closeTab = new QAction(tr("Close the tab of the session"), this);
    closeTab->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_W));
    closeTab->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(closeTab, &QAction::triggered, this, [this] { close(m_tabs->currentIndex()); });
    addAction(closeTab);
}

FollowView* PrincipalsPage::followed() const
{
    return qobject_cast<FollowView*>(m_stack->currentWidget());
}

std::optional<SessionId> PrincipalsPage::sessionNamed(const std::string& name) const
{
    if (!m_workspace.names())
        return std::nullopt;
    const auto count = static_cast<std::uint32_t>(m_workspace.identities()->sessions().size());
    for (std::uint32_t i = 0; i < count; ++i) {
        if (m_workspace.names()->session(SessionId(i)) == name)
            return SessionId(i);
    }
    return std::nullopt;
}

// What the page of the investigation says. A session that is not (or not yet) known: the tree.
void PrincipalsPage::showPage()
{
    const QString& page = m_investigation.page();
    if (workspace::windowPage(page) != kPage)
        return;
    const auto name = workspace::sessionOfPage(page);
    const auto session = name ? sessionNamed(*name) : std::nullopt;
    const int tab = session ? tabOf(*session) : 0;
    const QSignalBlocker quiet(m_tabs);
    m_tabs->setCurrentIndex(tab);
    m_stack->setCurrentIndex(tab);
    setFocusProxy(session ? static_cast<QWidget*>(followed()->calls()) : m_view->tree());
    if (isVisible())
        setFocus();
}

void PrincipalsPage::showTab(int tab)
{
    const auto* view = qobject_cast<FollowView*>(m_stack->widget(tab));
    if (view)
        follow(view->session());
    else
        m_investigation.setPage(kPage);
}

void PrincipalsPage::follow(SessionId session)
{
    m_investigation.setPage(workspace::sessionPage(m_workspace.names()->session(session)));
}

int PrincipalsPage::tabOf(SessionId session)
{
    for (int tab = 1; tab < m_stack->count(); ++tab) {
        if (qobject_cast<FollowView*>(m_stack->widget(tab))->session() == session)
            return tab;
    }
    m_identities = m_workspace.identities();
    auto* view =
        new FollowView(m_workspace, m_investigation, m_filtering, m_jobs, session, m_stack);
    if (m_casebook)
        view->setCasebook(*m_casebook);
    connect(view, &FollowView::said, this, &PrincipalsPage::said);
    connect(view, &FollowView::followRequested, this, &PrincipalsPage::follow);
    connect(view, &FollowView::principalRequested, this, [this](PrincipalId principal) {
        m_investigation.setPage(kPage);
        m_view->lookAt(principal);
    });
    const QString name = shown(m_workspace.names()->session(session));
    QString label =
        name.size() <= kTabLetters ? name : name.left(kTabLetters - 1) + QStringLiteral("…");
    const QSignalBlocker quiet(m_tabs);
    const int tab = m_tabs->addTab(label.replace(u'&', QStringLiteral("&&")));
    m_tabs->setTabToolTip(tab, toolTipText(view->title()));
    auto* close = new QToolButton(m_tabs);
    close->setIcon(icon(QStringLiteral("close")));
    close->setIconSize(QSize(12, 12));
    close->setAutoRaise(true);
    close->setFocusPolicy(Qt::NoFocus);
    close->setAccessibleName(tr("Close the tab of the session"));
    close->setToolTip(tr("Close (Ctrl+Shift+W)"));
    connect(close, &QToolButton::clicked, this,
            [this, view] { this->close(m_stack->indexOf(view)); });
    m_tabs->setTabButton(tab, QTabBar::RightSide, close);
    m_stack->addWidget(view);
    m_tabs->show();
    return tab;
}

void PrincipalsPage::close(int tab)
{
    if (tab < 1)
        return;
    const bool isShown = tab == m_stack->currentIndex();
    {
        const QSignalBlocker quiet(m_tabs);
        QWidget* view = m_stack->widget(tab);
        m_tabs->removeTab(tab);
        m_stack->removeWidget(view);
        view->deleteLater();
        m_tabs->setVisible(m_tabs->count() > 1);
    }
    if (isShown)
        showTab(m_tabs->currentIndex());
}

// Sessions are numbered anew.
void PrincipalsPage::evidenceChanged()
{
    if (m_workspace.identities() != m_identities && m_stack->count() > 1) {
        const QSignalBlocker quiet(m_tabs);
        while (m_stack->count() > 1) {
            QWidget* view = m_stack->widget(1);
            m_tabs->removeTab(1);
            m_stack->removeWidget(view);
            delete view;
        }
        m_tabs->hide();
    }
    showPage();
}

void PrincipalsPage::copy(CopyForm)
{
    if (FollowView* view = followed())
        view->copy();
    else
        m_view->copy();
}

void PrincipalsPage::focusSearch()
{
    m_investigation.setPage(kPage);
    m_view->searchLine()->setFocus();
    m_view->searchLine()->selectAll();
}

std::vector<RowId> PrincipalsPage::chosenEvents(std::size_t most) const
{
    const FollowView* view = followed();
    return view ? view->chosenEvents(most) : std::vector<RowId>();
}

// The session that is highlighted. A principal leads to its session where it has just one: which of
// several is meant would be a guess.
std::optional<PageCommands::FollowTo> PrincipalsPage::followTo() const
{
    const FollowView* view = followed();
    const auto current = m_view->current();
    if (!m_workspace.names() || (!view && !current))
        return std::nullopt;
    const auto pageOf = [this](SessionId session) {
        return FollowTo{workspace::sessionPage(m_workspace.names()->session(session)), {}};
    };
    if (view) {
        const auto session = view->highlighted();
        return session ? std::optional(pageOf(*session)) : std::nullopt;
    }
    if (const auto* session = std::get_if<SessionId>(&*current))
        return pageOf(*session);
    const PrincipalId principal = std::get<PrincipalId>(*current);
    const auto& identities = *m_workspace.identities();
    const auto isIts = identity::sessionsOf(identities, identity::subjectOf(identities, principal));
    const auto count = static_cast<quint64>(std::ranges::count(isIts, true));
    if (count == 1) {
        const auto at = std::ranges::find(isIts, true) - isIts.begin();
        return pageOf(SessionId(static_cast<std::uint32_t>(at)));
    }
    const QString name = words::IdentityWords(identities, shown).principal(principal);
    return FollowTo{{},
                    count == 0 ? tr("%1 has no session of its own to follow.").arg(name)
                               : tr("%1 has %2 sessions: open it and choose the one to follow.")
                                     .arg(name, countText(count))};
}

} // namespace trailloupe::ui
