#include "ui/overview/overviewpage.h"

#include "model/base/timestamp.h"
#include "model/workspace/detecting.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/pivots.h"
#include "model/workspace/resourcelinks.h"
#include "model/workspace/workspace.h"
#include "ui/common/countlist.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/linklabel.h"
#include "ui/overview/coverageview.h"
#include "ui/overview/tile.h"
#include "ui/words/evidencetext.h"
#include "ui/words/findingwords.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::ui {
namespace {

using workspace::Workspace;

const QString kSlot = QStringLiteral("summary");
constexpr int kFirstDelayMs = 50;
constexpr int kLoadingDelayMs = 1000;
constexpr int kLongestDelayMs = 5000;
constexpr int kRestPerWork = 4; // while loading, pause this many times what a summary took
constexpr int kSpacing = 12;
constexpr int kTileWidth = 195; // about, in pixels; how many fit in a row
constexpr int kListWidth = 300;

QLabel* plainLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QLabel* heading(const QString& text, QWidget* parent)
{
    QLabel* label = plainLabel(parent);
    label->setText(text);
    QFont large = label->font();
    large.setPointSizeF(large.pointSizeF() * 1.15);
    large.setWeight(QFont::DemiBold);
    label->setFont(large);
    return label;
}

} // namespace

OverviewPage::OverviewPage(Workspace& workspace, workspace::Investigation& investigation,
                           workspace::JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(m_stack))
    , m_scroll(new QScrollArea(m_stack))
{
    m_scroll->setAccessibleName(tr("Overview"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setAccessibleName(tr("Overview"));
    m_scroll->setWidget(makeContent());
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_scroll);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    m_startTimer.setSingleShot(true);
    connect(&m_startTimer, &QTimer::timeout, this, &OverviewPage::start);
    connect(&m_workspace, &Workspace::evidenceChanged, this, &OverviewPage::evidenceChanged);
    connect(&m_workspace, &Workspace::stateChanged, this, &OverviewPage::evidenceChanged);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this,
            &OverviewPage::fillSpan);
    connect(&m_investigation, &workspace::Investigation::filterChanged, this,
            &OverviewPage::showState);
    connect(m_coverage, &CoverageView::cellChosen, this, &OverviewPage::showCell);
    for (Tile* tile : {m_duplicates, m_problems}) {
        tile->setLeads(true);
        connect(tile, &Tile::clicked, this,
                [this] { m_investigation.setPage(QStringLiteral("ledger")); });
    }
    m_resources->setLeads(true);
    connect(m_resources, &Tile::clicked, this,
            [this] { m_investigation.setPage(workspace::kResourcesPage); });
    m_events->setLeads(true);
    connect(m_events, &Tile::clicked, this,
            [this] { m_investigation.setPage(QStringLiteral("events")); });
    evidenceChanged();
}

QWidget* OverviewPage::makeContent()
{
    auto* content = new QWidget;
    m_title = heading({}, content);
    m_span = plainLabel(content);
    m_note = plainLabel(content);
    m_findings = new LinkLabel(content);
    m_findings->setAccessibleName(tr("Findings"));
    m_findings->hide();
    connect(m_findings, &QLabel::linkActivated, this,
            [this](const QString& page) { m_investigation.setPage(page); });
    m_tileGrid = new QGridLayout;
    m_tileGrid->setSpacing(kSpacing);
    const auto tile = [content](const QString& title) {
        return new Tile(title, content);
    };
    m_events = tile(tr("Events"));
    m_accounts = tile(tr("Accounts"));
    m_regions = tile(tr("Regions"));
    m_errors = tile(tr("Errors"));
    m_root = tile(tr("Root events"));
    m_signIns = tile(tr("Console sign-ins"));
    m_duplicates = tile(tr("Duplicates"));
    m_problems = tile(tr("Problems"));
    m_resources = tile(tr("Resources"));
    m_resources->hide();
    m_coverage = new CoverageView(content);
    m_coverageNote = plainLabel(content);
    m_listGrid = new QGridLayout;
    m_listGrid->setHorizontalSpacing(2 * kSpacing);
    m_listGrid->setVerticalSpacing(2 * kSpacing);
    m_accountList = new CountList(tr("Accounts"), tr("(no account)"), content);
    m_regionList = new CountList(tr("Regions"), tr("(no Region)"), content);
    m_nameList = new CountList(tr("Event names"), tr("(no name)"), content);
    m_userList = new CountList(tr("Users"), tr("(no user name)"), content);
    m_errorList = new CountList(tr("Errors"), tr("(no error)"), content);
    m_serviceList = new CountList(tr("Services"), tr("(no source)"), content);
    m_typeList = new CountList(tr("Resource types"), tr("(no type)"), content);
    m_typeList->hide();
    const std::pair<CountList*, const char*> fields[] = {
        {m_accountList, "account"}, {m_regionList, "awsRegion"}, {m_nameList, "eventName"},
        {m_userList, "user"},       {m_errorList, "error"},      {m_serviceList, "eventSource"},
    };
    for (const auto& [list, field] : fields)
        list->setPivots(m_workspace, m_investigation, *workspace::fieldOf(field));

    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(20, 16, 20, 20);
    layout->setSpacing(kSpacing);
    auto* top = new QVBoxLayout;
    top->setSpacing(2);
    top->addWidget(m_title);
    top->addWidget(m_span);
    top->addWidget(m_note);
    top->addWidget(m_findings);
    layout->addLayout(top);
    layout->addLayout(m_tileGrid);
    layout->addSpacing(4);
    QLabel* coverage = heading(tr("Coverage"), content);
    m_ofEvents = {coverage,    m_coverageNote, m_coverage,    m_nameList,  m_userList,
                  m_errorList, m_serviceList,  m_accountList, m_regionList};
    layout->addWidget(coverage);
    layout->addWidget(m_coverageNote);
    layout->addWidget(m_coverage);
    layout->addSpacing(4);
    layout->addLayout(m_listGrid);
    layout->addWidget(m_typeList);
    layout->addStretch(1);
    arrange();
    return content;
}

// As many tiles and lists in a row as fit.
void OverviewPage::arrange()
{
    std::vector<QWidget*> tiles = {m_events, m_accounts, m_regions,    m_errors,
                                   m_root,   m_signIns,  m_duplicates, m_problems};
    if (!m_resources->isHidden())
        tiles.insert(tiles.begin() + 1, m_resources);
    const std::array<QWidget*, 6> lists = {m_nameList,    m_userList,    m_errorList,
                                           m_serviceList, m_accountList, m_regionList};
    const double scale = QFontMetricsF(font()).averageCharWidth() / 7.0;
    // In one row, two or three of much the same length, else by two.
    const auto columnsFor = [&](double itemWidth, int most) {
        const int fit = static_cast<int>(width() / (itemWidth * std::max(scale, 1.0)));
        for (const int columns : {most, (most + 1) / 2, most % 3 == 0 ? most / 3 : 2}) {
            if (fit >= columns)
                return columns;
        }
        return std::clamp(fit, 1, 2);
    };
    const auto place = [](QGridLayout* grid, const auto& widgets, int columns) {
        for (int i = 0; i < static_cast<int>(widgets.size()); ++i)
            grid->addWidget(widgets[static_cast<std::size_t>(i)], i / columns, i % columns);
        for (int i = 0; i < static_cast<int>(widgets.size()); ++i)
            grid->setColumnStretch(i, i < columns ? 1 : 0);
    };
    const int tileColumns = columnsFor(kTileWidth, static_cast<int>(tiles.size()));
    if (tileColumns != m_tileColumns || static_cast<int>(tiles.size()) != m_tileGrid->count()) {
        m_tileGrid->removeWidget(m_resources); // where it has gone
        place(m_tileGrid, tiles, m_tileColumns = tileColumns);
    }
    const int fitting = columnsFor(kListWidth, 6);
    const int listColumns = fitting == 6 ? 3 : fitting;
    if (listColumns != m_listColumns)
        place(m_listGrid, lists, m_listColumns = listColumns);
}

void OverviewPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
    // A page that is just being shown is laid out before it hears that less width will do, and
    // would stay as wide as before.
    QLayout* layout = m_scroll->widget()->layout();
    QMetaObject::invokeMethod(
        layout, [layout] { layout->update(); }, Qt::QueuedConnection);
}

bool OverviewPage::isShowingSummary() const
{
    return m_stack->currentWidget() == m_scroll;
}

QString OverviewPage::spanText() const
{
    return m_span->text();
}

QString OverviewPage::noteText() const
{
    return m_note->text();
}

void OverviewPage::evidenceChanged()
{
    showState();
    const auto state = m_workspace.state();
    const quint64 generation = m_workspace.evidence().store->generation();
    if (generation < m_startedGeneration) { // another export
        m_summary.reset();
        m_shownGeneration = m_startedGeneration = 0;
        m_jobs.cancel(kSlot);
        showState();
    }
    if (state == Workspace::State::Empty || state == Workspace::State::Failed) {
        m_startTimer.stop();
        m_jobs.cancel(kSlot);
        m_summary.reset();
        m_shownGeneration = m_startedGeneration = 0;
        return;
    }
    if (m_isRunning || (m_summary && generation == m_shownGeneration))
        return;
    const bool resting = state == Workspace::State::Loading && m_summary;
    if (resting && m_startTimer.isActive())
        return;
    const qint64 rest =
        std::clamp<qint64>(m_lastJobMs * kRestPerWork, kLoadingDelayMs, kLongestDelayMs);
    m_startTimer.start(resting ? static_cast<int>(rest) : kFirstDelayMs);
}

void OverviewPage::showCell(const QString& account, const QString& region, qint64 day)
{
    const auto value = [](const char* field, const QString& text) {
        return workspace::PivotValue{*workspace::fieldOf(field),
                                     text.isEmpty() ? std::nullopt
                                                    : std::optional(text.toStdString())};
    };
    constexpr qint64 kDay = 86400;
    if (workspace::pivotInstead(m_investigation,
                                {value("account", account), value("awsRegion", region)},
                                query::TimeSpan{day * kDay, (day + 1) * kDay}))
        m_investigation.setPage(QStringLiteral("events"));
}

void OverviewPage::start()
{
    m_isRunning = true;
    m_startedGeneration = m_workspace.evidence().store->generation();
    m_jobTimer.start();
    m_jobs.startBeside(
        kSlot, this,
        [store = m_workspace.evidence().store](const JobContext& context) {
            return query::summarise(store, context);
        },
        [this](Result<query::Summary> summary) {
            m_isRunning = false;
            m_lastJobMs = m_jobTimer.elapsed();
            if (summary.ok() && m_startedGeneration != 0)
                adopt(std::move(summary).value());
            evidenceChanged();
        });
}

void OverviewPage::adopt(query::Summary summary)
{
    m_shownGeneration = m_startedGeneration;
    m_summary = std::make_shared<const query::Summary>(std::move(summary));
    m_coverage->setGrid(query::CoverageGrid(*m_summary));
    QString note = tr("Events per account, Region and UTC day. The stronger the colour, the more; "
                      "a dash is a day without events, the red foot is the share that failed.");
    if (m_coverage->grid().hiddenEvents() > 0)
        note += u' '
            + tr("%1 events lie before the first day shown.")
                  .arg(countText(m_coverage->grid().hiddenEvents()));
    m_coverageNote->setText(note);
    m_accountList->setValues(m_summary->accounts);
    m_regionList->setValues(m_summary->regions);
    m_nameList->setValues(m_summary->eventNames);
    m_userList->setValues(m_summary->users);
    m_errorList->setValues(m_summary->errors);
    m_serviceList->setValues(m_summary->eventSources);
    fillTiles();
    fillSpan();
}

void OverviewPage::setDetecting(const workspace::Detecting& detecting)
{
    m_detecting = &detecting;
    connect(&detecting, &workspace::Detecting::changed, this, &OverviewPage::showFindings);
    showFindings();
}

// So many of each severity, the gravest first.
void OverviewPage::showFindings()
{
    const auto& findings = m_detecting->findings();
    m_findings->setVisible(findings != nullptr);
    if (!findings)
        return;
    std::array<std::size_t, detection::kSeverities.size()> counts{};
    for (const detection::Finding& finding : findings->findings())
        ++counts[static_cast<std::size_t>(findings->ruleOf(finding).severity)];
    QStringList parts;
    for (std::size_t i = counts.size(); i-- > 0;) {
        if (counts[i] > 0)
            parts << QStringLiteral("%1 %2").arg(countText(counts[i]),
                                                 severityText(detection::kSeverities[i]).toLower());
    }
    const QString words =
        parts.isEmpty() ? tr("nothing found by the rules") : parts.join(QStringLiteral(", "));
    m_findings->setText(tr("Findings: %1").arg(LinkLabel::link(QStringLiteral("findings"), words)));
}

void OverviewPage::fillTiles()
{
    const query::Summary& s = *m_summary;
    const ingest::LedgerTotals& totals = m_workspace.evidence().ledger->totals();
    const auto warn = [](quint64 count) {
        return count ? Tile::Tone::Warning : Tile::Tone::Calm;
    };
    m_events->setNumbers(
        countText(s.events),
        s.undated
            ? tr("%1 without a time").arg(countText(s.undated))
            : tr("%1 read, %2 write").arg(countText(s.reads), countText(s.writes + s.sensitive)));
    m_accounts->setNumbers(countText(s.accounts.size()),
                           s.accounts.empty()
                               ? QString()
                               : visibleText(QString::fromStdString(s.accounts.front().value)));
    m_regions->setNumbers(countText(s.regions.size()),
                          s.regions.empty()
                              ? QString()
                              : visibleText(QString::fromStdString(s.regions.front().value)));
    m_errors->setNumbers(countText(s.denied + s.failed),
                         tr("%1 denied, %2 failed").arg(countText(s.denied), countText(s.failed)));
    m_root->setNumbers(countText(s.rootEvents), tr("by the root user"), warn(s.rootEvents));
    m_signIns->setNumbers(
        countText(s.consoleSignIns),
        tr("%1 failed, %2 without MFA")
            .arg(countText(s.consoleSignInFailures), countText(s.consoleSignInsWithoutMfa)),
        warn(s.consoleSignInsWithoutMfa + s.consoleSignInFailures));
    m_duplicates->setNumbers(countText(s.duplicates), tr("delivered more than once"));
    m_problems->setNumbers(countText(totals.problems),
                           tr("in %1 sources").arg(countText(totals.sources)),
                           totals.problems ? Tile::Tone::Bad : Tile::Tone::Calm);
    const config::ResourcesPtr& resources = m_workspace.resources();
    const bool hasResources = resources && resources->size() > 0;
    if (hasResources)
        m_resources->setNumbers(countText(resources->size()),
                                tr("%1 Config items").arg(countText(totals.items)));
    const bool hasOnlyResources = hasResources && s.events == 0;
    for (QWidget* part : m_ofEvents)
        part->setVisible(!hasOnlyResources);
    m_typeList->setVisible(hasOnlyResources);
    if (hasOnlyResources)
        fillTypes();
    if (hasResources == m_resources->isHidden()) {
        m_resources->setVisible(hasResources);
        arrange();
    }
}

// Of all resources, whatever became of them.
void OverviewPage::fillTypes()
{
    if (m_typesOf == m_workspace.resources())
        return;
    m_typesOf = m_workspace.resources();
    std::map<std::string_view, std::uint64_t> counts;
    for (const config::Resource& resource : m_typesOf->all())
        ++counts[resource.type];
    std::vector<query::CountedValue> types;
    for (const auto& [type, count] : counts)
        types.push_back({std::string(type), count});
    std::ranges::stable_sort(types, std::greater<>(), &query::CountedValue::count);
    m_typeList->setValues(types);
}

void OverviewPage::fillSpan()
{
    if (!m_summary)
        return;
    const TimeText time(m_investigation.zone());
    const config::ResourcesPtr& resources = m_workspace.resources();
    if (m_summary->events == 0 && resources && resources->firstNs() != config::kNoTime) {
        m_span->setText(
            tr("No events; configuration items of %1 to %2")
                .arg(time.dateTime(Timestamp::fromNs(resources->firstNs()).seconds()),
                     time.dateTimeWithZone(Timestamp::fromNs(resources->lastNs()).seconds())));
        return;
    }
    if (!m_summary->firstSeconds || !m_summary->lastSeconds) {
        m_span->setText(tr("No event has a time."));
        return;
    }
    const qint64 seconds = *m_summary->lastSeconds - *m_summary->firstSeconds;
    m_span->setText(
        tr("%1 to %2, %3")
            .arg(time.dateTime(*m_summary->firstSeconds),
                 time.dateTimeWithZone(*m_summary->lastSeconds),
                 seconds < 2 * 86400
                     ? durationText(seconds * 1000)
                     : tr("%n day(s)", nullptr, static_cast<int>((seconds + 86399) / 86400))));
}

void OverviewPage::showState()
{
    using State = Workspace::State;
    m_title->setText(visibleText(m_workspace.title()));
    const bool isBehind = m_workspace.evidence().store->generation() != m_shownGeneration;
    m_note->setVisible(m_workspace.state() != State::Ready || isBehind
                       || !m_investigation.predicate()->isEverything());
    switch (m_workspace.state()) {
    case State::Empty:
        m_empty->show(EmptyState::Mood::Calm, QStringLiteral("empty"), tr("Nothing is open"),
                      tr("Open a folder, a zip or files with CloudTrail logs."));
        m_stack->setCurrentWidget(m_empty);
        return;
    case State::Failed:
        m_empty->show(EmptyState::Mood::Problem, QStringLiteral("error"),
                      tr("Nothing could be opened"), errorText(m_workspace.error()));
        m_stack->setCurrentWidget(m_empty);
        return;
    case State::Loading:
        m_note->setText(tr("Still loading: the numbers are those of what was read so far."));
        break;
    case State::Cancelled:
        m_note->setText(tr("Loading was stopped: the numbers are those of what was read."));
        break;
    case State::Ready:
        m_note->setText(isBehind ? tr("Counting the events that were read last.")
                                 : tr("The numbers are those of the whole export; the filter does "
                                      "not count here."));
        break;
    }
    if (!m_summary)
        m_empty->show(EmptyState::Mood::Busy, QStringLiteral("busy"), tr("Counting"), QString());
    m_stack->setCurrentWidget(m_summary ? static_cast<QWidget*>(m_scroll) : m_empty);
    if (m_summary) {
        fillTiles();
        fillSpan();
    }
}

} // namespace trailloupe::ui
