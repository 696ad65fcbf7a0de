#include "ui/principals/followview.h"

#include "model/identity/subject.h"
#include "model/workspace/eventlinks.h"
#include "model/workspace/following.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/pivots.h"
#include "model/workspace/workspace.h"
#include "ui/common/columntitles.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/eventdelegate.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/viewstate.h"
#include "ui/principals/calldelegate.h"
#include "ui/principals/outlinedelegate.h"
#include "ui/principals/shownevidence.h"
#include "ui/words/evidencetext.h"
#include "ui/words/identitywords.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLabel>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using identity::SessionId;
using items::SessionOutlineModel;
using Kind = SessionOutlineModel::Kind;
using Line = SessionOutlineModel::Line;

namespace {

constexpr int kCellMargins = 24; // of the outline's delegate, and some air

QString eventNameOf(const std::shared_ptr<const store::EventStore>& events, RowId row)
{
    std::string name;
    if (const auto path = events->paths().find("eventName"))
        events->value(row, *path, name);
    return shown(name);
}

} // namespace

FollowView::FollowView(workspace::Workspace& workspace, workspace::Investigation& investigation,
                       const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                       SessionId session, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_jobs(jobs)
    , m_session(session)
    , m_identities(workspace.identities())
    , m_slot(QStringLiteral("follow.%1").arg(session.value()))
    , m_title(new ElidedLabel(this))
    , m_facts(new QLabel(this))
    , m_gap(new QLabel(this))
    , m_events(new QToolButton(this))
    , m_tree(new QToolButton(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_outlineModel(new SessionOutlineModel(this))
    , m_outline(new QTreeView(m_splitter))
    , m_outlineDelegate(new OutlineDelegate(m_outline))
    , m_callsModel(new items::EventTableModel(this))
    , m_calls(new QTableView(m_splitter))
{
    makeHead();
    makeOutline();
    makeCalls();
    m_splitter->addWidget(m_outline);
    m_splitter->addWidget(m_calls);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({1000, 1000});
    m_splitter->setChildrenCollapsible(false);
    viewstate::keepSplitter(m_splitter, QStringLiteral("follow/splitter"));
    auto* buttons = new QHBoxLayout;
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_facts);
    words->addWidget(m_gap);
    buttons->setContentsMargins(12, 8, 12, 8);
    buttons->addLayout(words, 1);
    buttons->addWidget(m_events);
    buttons->addWidget(m_tree);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(buttons);
    layout->addWidget(m_splitter, 1);
    setFocusProxy(m_calls);
    using workspace::Investigation;
    connect(&m_investigation, &Investigation::zoneChanged, this, &FollowView::showWords);
    connect(&m_investigation, &Investigation::columnsChanged, this, &FollowView::showColumns);
    connect(&m_investigation, &Investigation::selectionChanged, this, &FollowView::showSelected);
    showWords();
    showColumns();
}

FollowView::~FollowView()
{
    m_jobs.discard(m_slot);
    m_jobs.discard(m_slot + QStringLiteral(".copy"));
}

void FollowView::makeHead()
{
    const identity::Session& session = m_identities->session(m_session);
    m_title->setTextFormat(Qt::PlainText);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    m_title->setText(words::IdentityWords(*m_identities, shown)
                         .session(session, words::IdentityWords::Owner::Always));
    m_facts->setTextFormat(Qt::PlainText);
    makeQuiet(m_facts);
    m_gap->setTextFormat(Qt::PlainText);
    m_gap->setWordWrap(true);
    m_gap->setText(words::IdentityWords(*m_identities, shown).gap(session));
    m_gap->setVisible(!m_gap->text().isEmpty());
    showGapColor();
    const auto dress = [](QToolButton* button, const QString& text, const QString& iconName) {
        button->setText(text);
        button->setIcon(icon(iconName));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
    };
    dress(m_events, tr("Show %1").arg(eventsText(session.events)), QStringLiteral("events"));
    m_events->setEnabled(session.events > 0);
    dress(m_tree, tr("Who it is"), QStringLiteral("principals"));
    m_tree->setToolTip(tr("The principal that was behind it, among all principals"));
    connect(m_events, &QToolButton::clicked, this, [this] {
        if (showSession(m_session))
            m_investigation.setPage(QStringLiteral("events"));
    });
    connect(m_tree, &QToolButton::clicked, this,
            [this] { Q_EMIT principalRequested(m_identities->session(m_session).actor); });
}

QString FollowView::issuedWords() const
{
    const auto issued = m_identities->children(m_session).size();
    const auto below = m_outlineModel->countBelow() - issued;
    const QString words = issued == 1 ? tr("It issued one session")
                                      : tr("It issued %1 sessions").arg(countText(issued));
    if (below == 0)
        return words;
    return below == 1 ? tr("%1, and one came of that").arg(words)
                      : tr("%1, and %2 more came of that").arg(words, countText(below));
}

// The line of the session itself is in bold.
void FollowView::fitOutline()
{
    QFont bold = m_outline->font();
    bold.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(bold);
    QHeaderView* header = m_outline->header();
    const auto fit = [&](int column, const QString& longest) {
        header->resizeSection(
            column,
            std::max(
                metrics.horizontalAdvance(longest),
                metrics.horizontalAdvance(
                    m_outlineModel->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()))
                + kCellMargins);
    };
    fit(SessionOutlineModel::EventsColumn, QStringLiteral("0,000,000"));
    fit(SessionOutlineModel::TimeColumn, QStringLiteral("0000-00-00 00:00:00"));
}

void FollowView::makeOutline()
{
    m_outlineModel->setColumnTitles(
        {tr("Where it comes from, and what it issued"), tr("Events"), tr("First event")});
    m_outlineModel->setWords([this](const Line& line) {
        const words::IdentityWords words(*m_identities, shown);
        using Owner = words::IdentityWords::Owner;
        if (line.kind == Kind::Principal)
            return words.principal(line.principal);
        const identity::Session& session = m_identities->session(line.session);
        switch (line.kind) {
        case Kind::Gap:
            return words.gap(session);
        case Kind::Link: {
            const RowId row = m_outlineModel->eventOf(line);
            const QString link = words::IdentityWords::link(session);
            return row.isValid() ? tr("%1, %2").arg(eventNameOf(m_identities->events(), row), link)
                                 : link;
        }
        case Kind::Issued:
            return issuedWords();
        case Kind::Itself:
        case Kind::Above:
        case Kind::Below:
        case Kind::Principal:
            break;
        }
        return words.session(session, Owner::Always);
    });
    m_outlineModel->setSession(m_identities, m_session);
    m_outline->setModel(m_outlineModel);
    m_outline->setItemDelegate(m_outlineDelegate);
    m_outline->setRootIsDecorated(false);
    m_outline->setItemsExpandable(false);
    m_outline->setUniformRowHeights(true);
    m_outline->setAllColumnsShowFocus(true);
    m_outline->setFrameShape(QFrame::NoFrame);
    m_outline->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_outline->setAccessibleName(tr("Where the session comes from, and what it issued"));
    m_outline->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView* header = m_outline->header();
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(50);
    header->setSectionResizeMode(SessionOutlineModel::WhatColumn, QHeaderView::Stretch);
    fitOutline();
    m_outline->setCurrentIndex(m_outlineModel->index(m_outlineModel->rowOfItself(), 0));
    connect(m_outline, &QTreeView::activated, this, &FollowView::openLine);
    connect(m_outline, &QTreeView::customContextMenuRequested, this, &FollowView::showLineMenu);
}

void FollowView::makeCalls()
{
    m_calls->setModel(m_callsModel);
    m_calls->setItemDelegate(new CallDelegate(m_calls));
    m_calls->setAccessibleName(tr("Calls of the session"));
    m_calls->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_calls->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_calls->setShowGrid(false);
    m_calls->setWordWrap(false);
    m_calls->setTabKeyNavigation(false);
    m_calls->setCornerButtonEnabled(false);
    m_calls->setFrameShape(QFrame::NoFrame);
    m_calls->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_calls->setContextMenuPolicy(Qt::CustomContextMenu);
    m_calls->verticalHeader()->hide();
    m_calls->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_calls->verticalHeader()->setDefaultSectionSize(EventDelegate::rowHeight(fontMetrics()));
    m_calls->horizontalHeader()->setHighlightSections(false);
    m_calls->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_calls->horizontalHeader()->setMinimumSectionSize(40);
    m_calls->installEventFilter(this);
    connect(m_calls->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid() && !m_isSelecting)
                    m_investigation.selectRow(m_callsModel->rowIdAt(current.row()));
            });
    connect(m_calls, &QTableView::activated, this,
            [this](const QModelIndex& index) { goToEvent(m_callsModel->rowIdAt(index.row())); });
    connect(m_calls, &QTableView::customContextMenuRequested, this, &FollowView::showCallMenu);
}

void FollowView::setCasebook(const workspace::Casebook& casebook)
{
    m_callsModel->setCasebook(&casebook);
    connect(&casebook, &workspace::Casebook::changed, m_calls->viewport(),
            qOverload<>(&QWidget::update));
}

QString FollowView::title() const
{
    return m_title->text();
}

QString FollowView::factsText() const
{
    return m_facts->text();
}

QString FollowView::gapText() const
{
    return m_gap->text();
}

void FollowView::showGapColor()
{
    QPalette palette = this->palette();
    palette.setColor(QPalette::WindowText, themeColors(palette).warning);
    m_gap->setPalette(palette);
}

void FollowView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showGapColor();
    else if (event->type() == QEvent::FontChange)
        fitOutline();
}

void FollowView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    load();
}

// The rows of a session are found by looking at every row.
void FollowView::load()
{
    if (m_isLoaded)
        return;
    m_isLoaded = true;
    m_jobs.start(
        m_slot, this,
        [identities = m_identities, session = m_session](const JobContext&) {
            return Result<query::RowOrder>(
                std::make_shared<const std::vector<RowId>>(identities->rowsOf(session)));
        },
        [this](Result<query::RowOrder> rows) {
            if (!rows.ok()) {
                m_isLoaded = false; // asked again when it is shown again
                return;
            }
            {
                const QScopedValueRollback selecting(m_isSelecting, true);
                m_callsModel->setEvidence(m_workspace.evidence().store, *rows);
            }
            showFacts();
            showSelected();
        });
    showFacts();
}

void FollowView::showWords()
{
    const TimeText time(m_investigation.zone());
    const auto dateTime = [time](qint64 seconds) {
        return time.dateTime(seconds);
    };
    m_callsModel->setWords(dateTime, [zone = time.zoneName()](const query::Column& column) {
        return visibleText(columnTitle(column, zone));
    });
    m_outlineDelegate->setTimeWords(dateTime);
    m_outline->viewport()->update();
    showFacts();
}

void FollowView::showColumns()
{
    const QScopedValueRollback selecting(m_isSelecting, true);
    m_callsModel->setColumns(m_investigation.columns());
    for (int i = 0; i < m_callsModel->columnCount(); ++i)
        m_calls->setColumnWidth(i,
                                columnWidth(m_callsModel->columns()[static_cast<std::size_t>(i)]));
}

void FollowView::showFacts()
{
    const identity::Session& session = m_identities->session(m_session);
    const TimeText time(m_investigation.zone());
    QStringList facts;
    if (session.events == 0)
        facts.append(tr("No event of it is in the export."));
    else if (m_jobs.isRunning(m_slot))
        facts.append(tr("Looking up %1 calls …").arg(countText(session.events)));
    else
        facts.append(session.events == 1 ? tr("1 call")
                                         : tr("%1 calls").arg(countText(session.events)));
    if (session.first != identity::kNoTime)
        facts.append(
            tr("%1 to %2").arg(time.dateTime(session.first), time.dateTimeWithZone(session.last)));
    if (session.created != identity::kNoTime)
        facts.append(tr("issued %1").arg(time.dateTime(session.created)));
    if (session.expires != identity::kNoTime)
        facts.append(tr("ends %1").arg(time.dateTime(session.expires)));
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
}

void FollowView::showSelected()
{
    const auto row = m_investigation.selectedRow();
    const auto at = row && m_callsModel->store() ? m_callsModel->rowOf(*row) : std::nullopt;
    if (!at || *at == m_calls->currentIndex().row())
        return;
    const QScopedValueRollback selecting(m_isSelecting, true);
    m_calls->setCurrentIndex(m_callsModel->index(*at, 0));
    m_calls->scrollTo(m_callsModel->index(*at, 0));
}

bool FollowView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_calls && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int step = key->key() == Qt::Key_J ? 1 : key->key() == Qt::Key_K ? -1 : 0;
        if (step != 0 && key->modifiers() == Qt::NoModifier && m_callsModel->rowCount() > 0) {
            const int to =
                std::clamp(m_calls->currentIndex().row() + step, 0, m_callsModel->rowCount() - 1);
            m_calls->setCurrentIndex(m_callsModel->index(to, 0));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

QString FollowView::sessionCondition(SessionId session) const
{
    const workspace::PivotValue value{{query::Derived::Session, {}},
                                      m_workspace.names()->session(session)};
    return value.condition();
}

bool FollowView::showSession(SessionId session)
{
    const QString condition = sessionCondition(session);
    if (condition.isEmpty())
        return false;
    workspace::Filter filter = workspace::pinnedOf(m_investigation.filter());
    workspace::addChip(filter, condition);
    return m_investigation.setFilter(filter);
}

// Selected there, and asked for anew only where the filter hides it: then the filter that did is
// one step back.
void FollowView::goToEvent(RowId row)
{
    const auto shown = workspace::showEvent(m_investigation, m_workspace, m_filtering, row,
                                            sessionCondition(m_identities->sessionOf(row)));
    if (shown == workspace::EventShown::UnderCondition)
        Q_EMIT said(tr("The filter left this event out: it asks for the session now. Back (Alt+←) "
                       "brings the other filter back."));
    else if (shown == workspace::EventShown::LeftOut)
        Q_EMIT said(tr("The filter leaves this event out, and the bar cannot ask for its "
                       "session."));
}

} // namespace trailloupe::ui
