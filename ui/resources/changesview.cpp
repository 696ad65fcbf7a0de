#include "ui/resources/changesview.h"

#include "model/workspace/following.h"
#include "ui/common/icons.h"
#include "ui/common/pivotmenu.h"
#include "ui/common/theme.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QScrollBar>
#include <QUrl>

namespace trailloupe::ui {
namespace {

// The event of a link; invalid for any other.
RowId eventOf(const QUrl& link)
{
    return link.scheme() == QStringLiteral("event") ? RowId(link.path().toUInt()) : RowId();
}

} // namespace

ChangesView::ChangesView(workspace::ConfigTimeline& timeline,
                         workspace::Investigation& investigation, QWidget* parent)
    : QTextBrowser(parent)
    , m_timeline(timeline)
    , m_investigation(investigation)
{
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    setFrameShape(NoFrame);
    setMinimumHeight(40); // more would keep the window from being low
    setAccessibleName(tr("What changed, and why"));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard
                            | Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    document()->setDocumentMargin(12);
    m_busy.setSingleShot(true);
    m_busy.setInterval(kBusyAfterMs);
    using workspace::ConfigTimeline;
    connect(&m_busy, &QTimer::timeout, this, &ChangesView::render);
    connect(&timeline, &ConfigTimeline::comparisonChanged, this, &ChangesView::adopt);
    connect(&timeline, &ConfigTimeline::explanationChanged, this, [this] {
        if (!m_busy.isActive())
            render();
    });
    connect(&investigation, &workspace::Investigation::zoneChanged, this, &ChangesView::render);
    connect(this, &QTextBrowser::anchorClicked, this, &ChangesView::follow);
    render();
}

void ChangesView::adopt()
{
    if (m_timeline.isComparing()) {
        m_busy.start();
        return;
    }
    m_busy.stop();
    m_shown = {};
    render();
    verticalScrollBar()->setValue(0);
}

void ChangesView::render()
{
    const int at = verticalScrollBar()->value();
    ChangesDocument(m_timeline, m_investigation.zone(), themeColors(palette()))
        .write(*document(), m_shown);
    verticalScrollBar()->setValue(at);
}

QString ChangesView::text() const
{
    return ChangesDocument(m_timeline, m_investigation.zone(), themeColors(palette())).text();
}

void ChangesView::copyAll()
{
    QGuiApplication::clipboard()->setText(text());
}

void ChangesView::changeEvent(QEvent* event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        render();
}

void ChangesView::follow(const QUrl& link)
{
    if (const RowId event = eventOf(link); event.isValid()) {
        Q_EMIT eventRequested(event);
        return;
    }
    if (link.scheme() == QStringLiteral("events")) {
        Q_EMIT eventsRequested();
        return;
    }
    if (link.scheme() == QStringLiteral("noise"))
        m_shown.showsNoise = !m_shown.showsNoise;
    else if (link.scheme() == QStringLiteral("more"))
        m_shown.most += ChangesShown::kStep;
    else if (link.scheme() == QStringLiteral("whole"))
        m_shown.whole.insert(link.path().toULongLong());
    render();
}

void ChangesView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    // By keys: of the link that they stand on.
    const QString href = event->reason() == QContextMenuEvent::Mouse
        ? anchorAt(event->pos())
        : textCursor().charFormat().anchorHref();
    const RowId row = eventOf(QUrl(href));
    if (row.isValid()) {
        menu->addAction(icon(QStringLiteral("events")), tr("Go to the event"), this,
                        [this, row] { Q_EMIT eventRequested(row); });
        if (const auto page = workspace::sessionPage(m_timeline.events(), row))
            menu->addAction(icon(QStringLiteral("forward")), tr("Follow the session"), this,
                            [this, page] { m_investigation.setPage(*page); });
        menu->addSeparator();
        addFollowActions(menu, m_investigation, m_timeline.events(), row);
        // Whatever changes the filter while the menu is there was chosen in it.
        connect(&m_investigation, &workspace::Investigation::filterChanged, menu,
                [this] { m_investigation.setPage(QStringLiteral("events")); });
        menu->addSeparator();
    }
    QAction* copyAction =
        menu->addAction(icon(QStringLiteral("copy")), tr("Copy"), this, [this] { copy(); });
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setEnabled(textCursor().hasSelection());
    menu->addAction(tr("Copy all as text"), this, &ChangesView::copyAll);
    menu->popup(event->globalPos());
}

} // namespace trailloupe::ui
