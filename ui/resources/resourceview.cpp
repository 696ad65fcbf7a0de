#include "ui/resources/resourceview.h"

#include "model/workspace/eventlinks.h"
#include "model/workspace/following.h"
#include "model/workspace/resourcelinks.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/icons.h"
#include "ui/common/momenttext.h"
#include "ui/common/theme.h"
#include "ui/common/viewstate.h"
#include "ui/resources/changesview.h"
#include "ui/resources/configaxis.h"
#include "ui/resources/itemdetailsview.h"
#include "ui/resources/rawitemview.h"
#include "ui/resources/relationshipsview.h"
#include "ui/resources/stateeventsview.h"
#include "ui/resources/timelinewords.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace trailloupe::ui {

using config::kNoTime;
using workspace::ConfigTimeline;
using workspace::Investigation;
using workspace::Workspace;

namespace {

const QString kTabKey = QStringLiteral("resource/tab");

QString shown(std::string_view text)
{
    return visibleText(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
}

// What a low window does not show can be scrolled to; it must not keep the window from being low.
QScrollArea* scrolled(QWidget* part, QWidget* parent)
{
    auto* area = new QScrollArea(parent);
    area->setWidget(part);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setFocusProxy(part);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumHeight(0);
    return area;
}

void addCopyAction(QLabel* label)
{
    auto* action = new QAction(ResourceView::tr("Copy"), label);
    QObject::connect(action, &QAction::triggered, label,
                     [label] { QGuiApplication::clipboard()->setText(label->text()); });
    label->addAction(action);
    label->setContextMenuPolicy(Qt::ActionsContextMenu);
}

} // namespace

ResourceView::ResourceView(Workspace& workspace, Investigation& investigation,
                           workspace::Explaining& explaining, workspace::JobRunner& jobs,
                           QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_timeline(new ConfigTimeline(workspace, investigation, explaining, jobs, this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(m_stack))
    , m_content(new QWidget(m_stack))
    , m_title(new ElidedLabel(m_content))
    , m_facts(new ElidedLabel(m_content))
    , m_arn(new ElidedLabel(m_content))
    , m_graph(new QToolButton(m_content))
    , m_lane(new QToolButton(m_content))
    , m_axis(new ConfigAxis(*m_timeline, investigation, m_content))
    , m_previous(new QToolButton(m_content))
    , m_next(new QToolButton(m_content))
    , m_state(new ElidedLabel(m_content))
    , m_base(new QToolButton(m_content))
    , m_splitter(new QSplitter(Qt::Vertical, m_content))
    , m_tabs(new QTabWidget(m_splitter))
    , m_details(new ItemDetailsView(*m_timeline, investigation, jobs, m_tabs))
    , m_relationships(new RelationshipsView(*m_timeline, investigation, m_tabs))
    , m_changes(new ChangesView(*m_timeline, investigation, m_tabs))
    , m_events(new StateEventsView(*m_timeline, investigation, m_tabs))
    , m_raw(new RawItemView(workspace, *m_timeline, jobs, m_tabs))
{
    setObjectName(QStringLiteral("resource"));
    setAccessibleName(tr("Config timeline of the selected resource"));
    makeTabs();
    auto* below = new QWidget(m_splitter);
    auto* belowLayout = new QVBoxLayout(below);
    belowLayout->setContentsMargins(0, 0, 0, 0);
    belowLayout->setSpacing(0);
    belowLayout->addWidget(makeSteps());
    belowLayout->addWidget(m_tabs, 1);
    m_splitter->addWidget(m_axis);
    m_splitter->addWidget(below);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    viewstate::keepSplitter(m_splitter, QStringLiteral("resource/splitter"));
    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(0);
    content->addWidget(makeHead());
    content->addWidget(m_splitter, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    setFocusProxy(m_axis);
    addKeys();
    connect(m_timeline, &ConfigTimeline::resourceChanged, this, &ResourceView::showResource);
    connect(m_timeline, &ConfigTimeline::currentChanged, this, &ResourceView::showState);
    connect(m_timeline, &ConfigTimeline::countsChanged, this, &ResourceView::showState);
    connect(m_timeline, &ConfigTimeline::baseChanged, this, &ResourceView::showBase);
    connect(m_timeline, &ConfigTimeline::comparisonChanged, this, &ResourceView::showCounts);
    connect(m_timeline, &ConfigTimeline::explanationChanged, this, &ResourceView::showCounts);
    connect(&investigation, &Investigation::zoneChanged, this, [this] {
        showState();
        showBase();
    });
    connect(&workspace, &Workspace::stateChanged, this, &ResourceView::showResource);
    connect(m_changes, &ChangesView::eventRequested, this, &ResourceView::goToEvent);
    connect(m_changes, &ChangesView::eventsRequested, this, [this] { showTab(Tab::Events); });
    connect(m_events, &StateEventsView::eventRequested, this, &ResourceView::goToEvent);
    connect(m_events, &StateEventsView::allRequested, this, &ResourceView::goToAllEvents);
    showResource();
}

ResourceView::~ResourceView() = default;

QWidget* ResourceView::makeHead()
{
    auto* head = new QWidget(m_content);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    makeQuiet(m_facts);
    makeQuiet(m_arn);
    for (ElidedLabel* label : {m_title, m_facts, m_arn}) {
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        addCopyAction(label);
    }
    m_graph->setText(tr("Graph"));
    m_graph->setToolTip(tr("What it has to do with other resources, as of the moment"));
    m_graph->setFocusPolicy(Qt::StrongFocus);
    connect(m_graph, &QToolButton::clicked, this, [this] {
        if (const auto resource = m_timeline->resource())
            workspace::showResource(m_investigation, *resource, m_investigation.moment(),
                                    workspace::kGraphPage);
    });
    m_lane->setText(tr("Timeline"));
    m_lane->setToolTip(tr("Its states on the timeline, below the events"));
    m_lane->setFocusPolicy(Qt::StrongFocus);
    connect(m_lane, &QToolButton::clicked, this, [this] {
        if (const auto resource = m_timeline->resource())
            Q_EMIT timelineRequested({*resource});
    });
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_facts);
    words->addWidget(m_arn);
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(12, 8, 8, 6);
    layout->addLayout(words, 1);
    layout->addWidget(m_lane, 0, Qt::AlignTop);
    layout->addWidget(m_graph, 0, Qt::AlignTop);
    return head;
}

QWidget* ResourceView::makeSteps()
{
    auto* steps = new QWidget(m_splitter);
    const auto dress = [](QToolButton* button, const QString& iconName, const QString& name,
                          const QString& tip) {
        button->setIcon(icon(iconName));
        button->setAccessibleName(name);
        button->setToolTip(tip);
        button->setFocusPolicy(Qt::StrongFocus);
    };
    dress(m_previous, QStringLiteral("back"), tr("Previous state"), tr("The state before  ,"));
    dress(m_next, QStringLiteral("forward"), tr("Next state"), tr("The next state  ."));
    dress(m_base, QStringLiteral("compare"), tr("Compare states"), {});
    m_base->setCheckable(true);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    addCopyAction(m_state);
    connect(m_previous, &QToolButton::clicked, this, [this] { m_timeline->step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { m_timeline->step(1); });
    connect(m_base, &QToolButton::clicked, this, [this] {
        m_timeline->setBase(m_timeline->base() ? std::nullopt : m_timeline->current());
    });
    auto* layout = new QHBoxLayout(steps);
    layout->setContentsMargins(6, 4, 6, 2);
    layout->setSpacing(4);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addWidget(m_state, 1);
    layout->addWidget(m_base);
    return steps;
}

void ResourceView::makeTabs()
{
    m_tabs->setDocumentMode(true);
    for (QWidget* part :
         std::initializer_list<QWidget*>{scrolled(m_details, m_tabs), m_relationships, m_changes,
                                         m_events, scrolled(m_raw, m_tabs)})
        m_tabs->addTab(part, QString());
    auto* copyButton = new QToolButton(m_tabs);
    copyButton->setText(tr("Copy"));
    copyButton->setIcon(icon(QStringLiteral("copy")));
    copyButton->setToolButtonStyle(Qt::ToolButtonIconOnly);
    copyButton->setAccessibleName(tr("Copy what the tab shows"));
    copyButton->setToolTip(tr("Copy what this tab shows as text"));
    copyButton->setFocusPolicy(Qt::StrongFocus);
    m_tabs->setCornerWidget(copyButton);
    connect(copyButton, &QToolButton::clicked, this, &ResourceView::copy);
    const int kept = QSettings().value(kTabKey, static_cast<int>(Tab::Changes)).toInt();
    m_tabs->setCurrentIndex(std::clamp(kept, 0, m_tabs->count() - 1));
    connect(m_tabs, &QTabWidget::currentChanged, this,
            [](int index) { QSettings().setValue(kTabKey, index); });
}

void ResourceView::addKeys()
{
    const auto step = [this](Qt::Key key, int by) {
        auto* shortcut = new QShortcut(key, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, by] { m_timeline->step(by); });
    };
    step(Qt::Key_Comma, -1);
    step(Qt::Key_Period, 1);
}

bool ResourceView::isShowingResource() const
{
    return m_stack->currentWidget() == m_content;
}

QString ResourceView::titleText() const
{
    return m_title->text();
}

QString ResourceView::stateText() const
{
    return m_state->text();
}

ResourceView::Tab ResourceView::tab() const
{
    return static_cast<Tab>(m_tabs->currentIndex());
}

void ResourceView::showTab(Tab tab)
{
    m_tabs->setCurrentIndex(static_cast<int>(tab));
}

void ResourceView::copy()
{
    switch (tab()) {
    case Tab::Details:
    case Tab::Raw:
        m_raw->copyJson();
        break;
    case Tab::Relationships:
        m_relationships->copy();
        break;
    case Tab::Changes:
        m_changes->copyAll();
        break;
    case Tab::Events:
        m_events->copy();
        break;
    }
}

void ResourceView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_timeline->setActive(true);
    showResource();
}

void ResourceView::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_timeline->setActive(false);
}

// Enough room for every word.
bool ResourceView::isWide() const
{
    constexpr int kWide = 33; // lines of text
    return width() >= kWide * fontMetrics().height();
}

void ResourceView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_base->setToolButtonStyle(isWide() ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    showArn();
    showCounts();
}

// It is also in the details: a low window has better uses for a line.
void ResourceView::showArn()
{
    constexpr int kHigh = 24; // lines of text
    m_arn->setVisible(!m_arn->text().isEmpty() && height() >= kHigh * fontMetrics().height());
}

void ResourceView::showNothing()
{
    using Mood = EmptyState::Mood;
    const config::ResourcesPtr& resources = m_workspace.resources();
    if (m_workspace.state() == Workspace::State::Loading)
        m_empty->show(Mood::Busy, QStringLiteral("busy"), tr("Reading the export"),
                      tr("Resources are known once all of it is read."));
    else if (resources && resources->size() == 0)
        m_empty->show(Mood::Calm, QStringLiteral("empty"), tr("No configuration items"),
                      tr("The export has nothing of AWS Config: no history, no snapshot, no "
                         "notification with an item."));
    else if (!resources && m_workspace.state() != Workspace::State::Empty)
        m_empty->show(Mood::Problem, QStringLiteral("warning"), tr("Resources are not known"),
                      tr("There was too little memory to put the configuration items in order."));
    else
        m_empty->show(Mood::Calm, QStringLiteral("info"), tr("No resource chosen"),
                      tr("Choose a resource in the list to see its states along time, what "
                         "changed between them and who changed it."));
    m_stack->setCurrentWidget(m_empty);
}

void ResourceView::showResource()
{
    const auto number = m_timeline->resource();
    if (!number) {
        showNothing();
        return;
    }
    const config::Resource& resource = m_timeline->resources()->resource(*number);
    const std::string_view name = resource.name.empty() ? resource.id : resource.name;
    m_title->setText(name.empty() ? tr("A resource without an id") : shown(name));
    QStringList facts{shown(resource.type)};
    if (!resource.name.empty() && resource.name != resource.id && !resource.id.empty())
        facts.append(shown(resource.id));
    if (!resource.region.empty())
        facts.append(shown(resource.region));
    if (!resource.accountId.empty())
        facts.append(tr("account %1").arg(shown(resource.accountId)));
    m_facts->setText(facts.join(QStringLiteral("  \u00B7  ")));
    m_arn->setText(shown(resource.arn));
    showArn();
    m_stack->setCurrentWidget(m_content);
    showState();
    showBase();
    showCounts();
}

void ResourceView::showState()
{
    const config::ResourceHistory& history = m_timeline->history();
    const auto current = m_timeline->current();
    m_previous->setEnabled(current && *current > 0);
    m_next->setEnabled(!history.blocks.empty()
                       && (!current || *current + 1 < history.blocks.size()));
    m_base->setEnabled(m_timeline->base() || current);
    if (history.blocks.empty()) {
        m_state->clear();
        return;
    }
    if (!current) {
        m_state->setText(
            tr("Before its first state of %1")
                .arg(momentText(history.blocks.front().capturedNs, m_investigation.zone())));
        return;
    }
    const config::Block& block = history.blocks[*current];
    const QString moment = block.capturedNs == kNoTime
        ? tr("no capture time")
        : momentTextWithZone(block.capturedNs, m_investigation.zone());
    // What is counted is from the state before: with another one compared, the tabs say it.
    if (m_timeline->base()) {
        m_state->setText(
            tr("State %1 of %2  \u00B7  %3")
                .arg(countText(*current + 1), countText(history.blocks.size()), moment));
        return;
    }
    m_state->setText(tr("State %1 of %2  \u00B7  %3  \u00B7  %4")
                         .arg(countText(*current + 1), countText(history.blocks.size()), moment,
                              countsWords(block, m_timeline->changes(*current),
                                          m_timeline->eventCount(*current))));
}

void ResourceView::showBase()
{
    const auto base = m_timeline->base();
    m_base->setChecked(base.has_value());
    showState();
    if (!base) {
        m_base->setText(tr("Compare from here"));
        m_base->setToolTip(tr("Compare other states with this one, not with the one before them "
                              "(B, or Shift+click on a state)"));
        return;
    }
    const std::int64_t captured = m_timeline->history().blocks[*base].capturedNs;
    m_base->setText(tr("Compared with state %1  \u2715").arg(countText(*base + 1)));
    m_base->setToolTip(
        (captured == kNoTime ? tr("Compared with a state without a time")
                             : tr("Compared with the state of %1")
                                   .arg(momentTextWithZone(captured, m_investigation.zone())))
        + u'\n' + tr("A click compares with the state before again (Esc on the timeline)"));
}

// So many are behind a tab.
void ResourceView::showCounts()
{
    const auto named = [](const QString& name, std::optional<quint64> count) {
        return count ? tr("%1 (%2)").arg(name, countText(*count)) : name;
    };
    std::optional<quint64> changes;
    const auto& comparison = m_timeline->comparison();
    if (comparison && !m_timeline->isComparing() && comparison->diff)
        changes = comparison->diff->changes.size() - comparison->diff->noise();
    std::optional<quint64> events;
    if (!m_timeline->isExplaining() && !m_timeline->explanation().empty())
        events = static_cast<quint64>(m_events->model()->rowCount());
    const auto title = [this](Tab tab, const QString& words, const QString& brief) {
        m_tabs->setTabText(static_cast<int>(tab), isWide() ? words : brief);
        m_tabs->setTabToolTip(static_cast<int>(tab), isWide() ? QString() : words);
    };
    title(Tab::Details, tr("Details"), tr("Details"));
    title(Tab::Relationships, tr("Relationships"), tr("Relations"));
    title(Tab::Changes, named(tr("Changes"), changes), tr("Changes"));
    title(Tab::Events, named(tr("CloudTrail events"), events), tr("Events"));
    title(Tab::Raw, tr("Raw"), tr("Raw"));
}

void ResourceView::goToEvent(RowId event)
{
    if (!m_filtering) {
        m_investigation.selectRow(event);
        m_investigation.setPage(QStringLiteral("events"));
        return;
    }
    std::string id;
    const store::EventStore& events = *m_workspace.evidence().store;
    if (const auto path = events.paths().find("eventID"))
        events.value(event, *path, id);
    const QString condition = id.empty()
        ? QString()
        : workspace::PivotValue{*workspace::fieldOf("eventID"), id}.condition();
    const auto how =
        workspace::showEvent(m_investigation, m_workspace, *m_filtering, event, condition);
    if (how == workspace::EventShown::UnderCondition)
        Q_EMIT said(tr("The filter left this event out: it asks for this event now. Back (Alt+←) "
                       "brings the other filter back."));
    else if (how == workspace::EventShown::LeftOut)
        Q_EMIT said(tr("The filter leaves this event out, and the bar cannot ask for it."));
}

// By whatever the resource is called in events.
void ResourceView::goToAllEvents()
{
    const auto number = m_timeline->resource();
    if (!number)
        return;
    const config::Resource& resource = m_timeline->resources()->resource(*number);
    QStringList conditions;
    for (const std::string_view text : {resource.id, resource.name, resource.arn}) {
        const QString condition =
            workspace::PivotValue{{query::Derived::Resource, {}}, std::string(text)}.condition();
        if (!text.empty() && !condition.isEmpty() && !conditions.contains(condition))
            conditions.append(condition);
    }
    const workspace::FollowTarget target{workspace::FollowTarget::Kind::Changes,
                                         std::string(resource.id),
                                         conditions.join(QStringLiteral(" or "))};
    if (!conditions.isEmpty() && workspace::follow(m_investigation, target))
        m_investigation.setPage(QStringLiteral("events"));
}

} // namespace trailloupe::ui
