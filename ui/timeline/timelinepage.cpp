#include "ui/timeline/timelinepage.h"

#include "model/query/fieldnames.h"
#include "model/workspace/pivots.h"
#include "ui/common/columntitles.h"
#include "ui/common/dialogs.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/timeline/configstrip.h"
#include "ui/timeline/timelinemarks.h"
#include "ui/timeline/timelineminimap.h"
#include "ui/timeline/timelineview.h"
#include "ui/timeline/timelinewords.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace trailloupe::ui {

using workspace::Investigation;
using workspace::Timelining;
using workspace::Workspace;

namespace {

const QString kFieldKey = QStringLiteral("timeline/field");
const QString kMostKey = QStringLiteral("timeline/most");
const QString kFollowKey = QStringLiteral("timeline/follow");
const QString kFindingsKey = QStringLiteral("timeline/findings");

// What people ask for first; the person's own field comes behind them.
constexpr const char* kFields[] = {"actor",     "session.id", "sourceIPAddress",
                                   "service",   "eventName",  "recipientAccountId",
                                   "awsRegion", "resource",   "error"};

QFrame* makeLine(QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    line->setFixedHeight(1);
    return line;
}

} // namespace

TimelinePage::TimelinePage(Workspace& workspace, Investigation& investigation,
                           const workspace::Filtering& filtering, workspace::JobRunner& jobs,
                           QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_timelining(workspace, investigation, filtering, jobs)
    , m_minimap(new TimelineMinimap(m_timelining, m_zoom, this))
    , m_view(new TimelineView(workspace, investigation, m_timelining, m_zoom, this))
    , m_split(new QSplitter(Qt::Vertical, this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
{
    auto* content = new QWidget(this);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(m_minimap);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(m_view);
    inner->addWidget(m_split, 1);
    inner->addWidget(makeEventLine());
    inner->addWidget(makeSpanBar());
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeToolBar());
    layout->addWidget(m_stack, 1);

    const QSettings settings;
    if (const auto field = query::parseField(settings.value(kFieldKey).toString().toStdString()))
        m_timelining.setField(*field);
    if (const int most = settings.value(kMostKey).toInt(); most > 0)
        m_timelining.setMost(static_cast<std::size_t>(most));
    m_view->setFollows(settings.value(kFollowKey, true).toBool());
    m_view->setShowsFindings(settings.value(kFindingsKey, true).toBool());
    m_flagged->setChecked(m_view->showsFindings());

    connect(&m_timelining, &Timelining::lanesChanged, this, &TimelinePage::adoptLanes);
    connect(&m_timelining, &Timelining::detailChanged, this, &TimelinePage::showState);
    connect(&m_timelining, &Timelining::runningChanged, this, &TimelinePage::showState);
    connect(&m_timelining, &Timelining::questionChanged, this, &TimelinePage::showQuestion);
    connect(&m_timelining, &Timelining::summaryChanged, this, &TimelinePage::showSpan);
    connect(&m_zoom, &TimelineZoom::selectionChanged, this, [this] {
        m_timelining.setSpan(m_zoom.selection());
        showSpan();
    });
    connect(&m_zoom, &TimelineZoom::originChanged, this, &TimelinePage::showSpan);
    connect(&m_zoom, &TimelineZoom::windowChanged, this, &TimelinePage::showState);
    connect(&investigation, &Investigation::zoneChanged, this, &TimelinePage::showSpan);
    connect(&investigation, &Investigation::selectionChanged, this, &TimelinePage::showState);
    connect(&investigation, &Investigation::filterChanged, this, &TimelinePage::showState);
    connect(&workspace, &Workspace::stateChanged, this, [this] {
        if (m_workspace.state() == Workspace::State::Loading)
            m_zoom.reset();
        showState();
    });
    connect(&m_timelining, &Timelining::detailChanged, this, &TimelinePage::showSelected);
    connect(&m_zoom, &TimelineZoom::originChanged, this, &TimelinePage::showSelected);
    connect(&investigation, &Investigation::zoneChanged, this, &TimelinePage::showSelected);
    connect(&investigation, &Investigation::selectionChanged, this, &TimelinePage::showSelected);
    connect(m_view, &TimelineView::foldingChanged, this,
            [this] { m_fold->setChecked(m_view->isAllFolded()); });
    connect(m_view, &TimelineView::showsFindingsChanged, this, [this] {
        m_flagged->setChecked(m_view->showsFindings());
        QSettings().setValue(kFindingsKey, m_view->showsFindings());
    });
    connect(m_view, &TimelineView::pictureRequested, this, &TimelinePage::savePicture);
    connect(m_view, &TimelineView::keepRequested, this, &TimelinePage::keepPicture);
    connect(m_view, &TimelineView::noteRequested, this, &TimelinePage::noteRequested);
    m_saidTimer.setSingleShot(true);
    connect(&m_saidTimer, &QTimer::timeout, this, &TimelinePage::showCount);
    setFocusProxy(m_view);
    showQuestion();
    showSpan();
    showSelected();
    showState();
}

void TimelinePage::setCasebook(workspace::Casebook& casebook)
{
    m_casebook = &casebook;
    m_view->setCasebook(casebook);
    connect(&casebook, &workspace::Casebook::changed, this, [this] {
        m_marksOf.reset();
        showSelected();
        if (isVisible())
            showMarks();
    });
    connect(&m_timelining, &Timelining::detailChanged, this, &TimelinePage::showMarks);
    showMarks();
}

void TimelinePage::showMarks()
{
    const auto& detail = m_timelining.detail();
    if (!m_casebook || !detail || m_marksOf.lock() == detail->lanes()->events())
        return;
    m_marksOf = detail->lanes()->events();
    m_view->setMarks(timeline::marksOf(*m_casebook, *detail->lanes()->events()));
}

QWidget* TimelinePage::makeToolBar()
{
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 5, 8, 5);
    layout->setSpacing(6);
    m_fields = new QComboBox(bar);
    m_fields->setAccessibleName(tr("Lanes by"));
    m_fields->setMinimumContentsLength(14);
    m_fields->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_most = new QComboBox(bar);
    m_most->setAccessibleName(tr("How many lanes"));
    for (const int most : {10, 20, 50, 100, 200, 500})
        m_most->addItem(tr("top %1").arg(most), most);
    auto* by = new QLabel(tr("&Lanes by"), bar);
    by->setBuddy(m_fields);
    const auto button = [&](const QString& text, const QString& tip) {
        auto* made = new QToolButton(bar);
        made->setText(text);
        made->setToolTip(tip);
        return made;
    };
    m_fit = button(tr("Fit"), tr("Show all of the time (Shift+F)"));
    m_focus = button(tr("Focus"), tr("Zoom to the span or the event that is selected (F)"));
    m_origin = button(tr("T0"), tr("Count times from the selected event; again: no longer (T)"));
    m_fold = button(tr("Fold"), tr("Low lanes, all of them (Shift+X)"));
    m_fold->setCheckable(true);
    m_follow = button(tr("Follow"),
                      tr("Move to the event that is selected on another page or in the table"));
    m_follow->setCheckable(true);
    m_flagged = button({}, tr("Mark events that are in findings"));
    m_flagged->setIcon(icon(QStringLiteral("findings")));
    m_flagged->setAccessibleName(m_flagged->toolTip());
    m_flagged->setCheckable(true);
    m_count = new ElidedLabel(bar);
    m_count->setTextFormat(Qt::PlainText);
    makeQuiet(m_count);
    m_busy = new QProgressBar(bar);
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedSize(60, 6);
    m_busy->setAccessibleName(tr("Making lanes"));
    layout->addWidget(by);
    layout->addWidget(m_fields);
    layout->addWidget(m_most);
    layout->addSpacing(6);
    layout->addWidget(m_count, 1);
    layout->addWidget(m_busy);
    m_save = button({}, tr("A picture of what is seen, to keep"));
    m_save->setIcon(icon(QStringLiteral("export")));
    m_save->setAccessibleName(m_save->toolTip());
    m_save->setPopupMode(QToolButton::InstantPopup);
    auto* pictures = new QMenu(m_save);
    connect(pictures->addAction(tr("Save as PNG or SVG…")), &QAction::triggered, this,
            &TimelinePage::savePicture);
    m_keep = pictures->addAction(icon(QStringLiteral("notes")), tr("Keep in the case"));
    connect(m_keep, &QAction::triggered, this, &TimelinePage::keepPicture);
    connect(pictures, &QMenu::aboutToShow, this, [this] { m_keep->setEnabled(canKeepPicture()); });
    m_save->setMenu(pictures);
    for (QToolButton* made : {m_fit, m_focus, m_origin, m_fold, m_follow, m_flagged, m_save})
        layout->addWidget(made);
    m_fields->installEventFilter(this);
    m_fields->view()->installEventFilter(this);
    connect(m_fields, &QComboBox::activated, this, &TimelinePage::chooseField);
    connect(m_most, &QComboBox::activated, this, [this](int index) {
        m_timelining.setMost(m_most->itemData(index).toUInt());
        QSettings().setValue(kMostKey, m_most->itemData(index));
    });
    connect(m_fit, &QToolButton::clicked, this, [this] { m_zoom.showAll(); });
    connect(m_focus, &QToolButton::clicked, this, [this] { m_view->focusSelection(); });
    connect(m_origin, &QToolButton::clicked, this, [this] { m_view->setOriginAtSelected(); });
    connect(m_fold, &QToolButton::clicked, this, [this](bool on) { m_view->setAllFolded(on); });
    connect(m_flagged, &QToolButton::clicked, this,
            [this](bool on) { m_view->setShowsFindings(on); });
    connect(m_follow, &QToolButton::clicked, this, [this](bool on) {
        m_view->setFollows(on);
        QSettings().setValue(kFollowKey, on);
    });
    return bar;
}

QWidget* TimelinePage::makeEventLine()
{
    auto* made = new QWidget(this);
    auto* layout = new QVBoxLayout(made);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeLine(made));
    m_event = new ElidedLabel(made);
    m_event->setTextFormat(Qt::PlainText);
    makeQuiet(m_event);
    m_event->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_event->setContentsMargins(12, 4, 12, 4);
    m_event->setAccessibleName(tr("Selected event"));
    layout->addWidget(m_event);
    return made;
}

QWidget* TimelinePage::makeSpanBar()
{
    m_spanBar = new QWidget(this);
    auto* layout = new QVBoxLayout(m_spanBar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeLine(m_spanBar));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 5, 8, 5);
    row->setSpacing(6);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    m_span = new ElidedLabel(m_spanBar);
    m_spanValues = new ElidedLabel(m_spanBar);
    makeQuiet(m_spanValues);
    for (ElidedLabel* label : {m_span, m_spanValues}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        texts->addWidget(label);
    }
    row->addLayout(texts, 1);
    auto* only = new QToolButton(m_spanBar);
    only->setText(tr("Only this time"));
    only->setIcon(icon(QStringLiteral("filter")));
    only->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* close = new QToolButton(m_spanBar);
    close->setIcon(icon(QStringLiteral("close")));
    close->setAccessibleName(tr("Give the span up"));
    close->setToolTip(tr("Give the span up (Esc)"));
    row->addWidget(only);
    row->addWidget(close);
    layout->addLayout(row);
    connect(only, &QToolButton::clicked, this, [this] {
        if (const auto span = m_zoom.selection())
            workspace::pivotToTime(m_investigation, span->from, span->to);
    });
    connect(close, &QToolButton::clicked, this, [this] { m_zoom.setSelection(std::nullopt); });
    return m_spanBar;
}

void TimelinePage::fillFields()
{
    m_fields->clear();
    for (const char* text : kFields) {
        m_fields->addItem(fieldTitle(query::parseField(text).value()), QString::fromUtf8(text));
    }
    const std::string current = query::fieldText(m_timelining.field());
    int index = -1;
    for (int i = 0; i < m_fields->count(); ++i) {
        const auto field = query::parseField(m_fields->itemData(i).toString().toStdString());
        if (field == m_timelining.field())
            index = i;
    }
    if (index < 0) {
        index = m_fields->count();
        m_fields->addItem(fieldTitle(m_timelining.field()), QString::fromStdString(current));
    }
    m_fields->insertSeparator(m_fields->count());
    m_fields->addItem(tr("Another field…"));
    m_fields->setCurrentIndex(index);
}

void TimelinePage::chooseField(int index)
{
    const auto choose = [this](const QString& text) {
        const auto field = query::parseField(text.trimmed().toStdString());
        if (!field || field->derived == query::Derived::Time) {
            dialogs::tell(this, tr("Lanes by Another Field"),
                          tr("“%1” is no field that lanes can be made of.").arg(visibleText(text)));
            return;
        }
        m_timelining.setField(*field);
        QSettings().setValue(kFieldKey, QString::fromStdString(query::fieldText(*field)));
    };
    const QString text = m_fields->itemData(index).toString();
    if (!text.isEmpty()) {
        choose(text);
    } else {
        showQuestion(); // the old one, unless there is an answer
        dialogs::askText(this, tr("Lanes by Another Field"),
                         tr("Field, as in the filter: requestParameters.bucketName"), {}, choose);
    }
    if (!m_fieldIsStepped)
        m_view->setFocus();
}

// Keys and wheel go through the fields while the list is closed: whoever does that is not done. A
// click, or Enter, is a choice, after which the lanes have the focus.
bool TimelinePage::eventFilter(QObject* watched, QEvent* event)
{
    const bool isList = watched == m_fields->view();
    if (isList ? event->type() == QEvent::Show : event->type() == QEvent::MouseButtonPress)
        m_fieldIsStepped = false;
    else if (watched == m_fields && event->type() == QEvent::Wheel)
        m_fieldIsStepped = true;
    else if (watched == m_fields && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        m_fieldIsStepped = key != Qt::Key_Return && key != Qt::Key_Enter;
        if (!m_fieldIsStepped) {
            m_view->setFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void TimelinePage::showQuestion()
{
    fillFields();
    const int index = m_most->findData(static_cast<int>(m_timelining.most()));
    if (m_most->findData(-1) >= 0)
        m_most->removeItem(m_most->findData(-1));
    if (index < 0) { // the rest was opened
        m_most->addItem(tr("top %1").arg(ui::countText(m_timelining.most())), -1);
        m_most->setCurrentIndex(m_most->count() - 1);
    } else {
        m_most->setCurrentIndex(index);
    }
}

void TimelinePage::adoptLanes()
{
    const auto& lanes = m_timelining.lanes();
    m_zoom.setTrace(lanes ? lanes->span() : std::nullopt);
    showCount();
    showState();
}

bool TimelinePage::isShowingLanes() const
{
    return m_stack->currentWidget() != m_empty;
}

void TimelinePage::showState()
{
    const auto& lanes = m_timelining.lanes();
    m_busy->setVisible(m_timelining.isRunning());
    const bool isThere = m_zoom.trace().has_value();
    m_fit->setEnabled(isThere && !m_zoom.showsAll());
    m_focus->setEnabled(isThere
                        && (m_zoom.selection() || m_investigation.selectedRow().has_value()));
    m_origin->setEnabled(isThere && m_investigation.selectedRow().has_value());
    m_follow->setChecked(m_view->follows());
    // A picture says which filter it is of.
    m_save->setEnabled(isThere && m_timelining.isOfFilter() && !isMakingPicture());
    const auto state = m_workspace.state();
    const bool hasResources = m_stacking && m_stacking->lanes(); // which need no events
    if (m_timelining.error()) {
        m_empty->show(EmptyState::Mood::Problem, QStringLiteral("warning"),
                      tr("The timeline could not be made"), errorText(*m_timelining.error()));
    } else if (lanes && lanes->found() == 0 && !hasResources) {
        m_empty->show(EmptyState::Mood::Calm, QStringLiteral("filter"),
                      tr("No event fits the filter"),
                      tr("Change the filter above; lanes come back by themselves."));
    } else if (lanes && !lanes->span() && !hasResources) {
        m_empty->show(EmptyState::Mood::Calm, QStringLiteral("clock"),
                      tr("None of these events has a time"),
                      tr("%1 that fit the filter cannot be put on a time axis. They are in the "
                         "table of events.")
                          .arg(eventsText(lanes->found())));
    } else if (lanes && query::rowTextOf(lanes->field().derived) && !lanes->events()->rowTexts()) {
        // Told by other events, so not known before the last of them.
        if (state == Workspace::State::Loading || m_timelining.isRunning())
            m_empty->show(
                EmptyState::Mood::Busy, QStringLiteral("busy"),
                tr("Lanes by %1 come once everything is read").arg(fieldTitle(lanes->field())),
                tr("Who was behind an event is told by others. Lanes by another field "
                   "are there at once."));
        else
            m_empty->show(EmptyState::Mood::Calm, QStringLiteral("info"),
                          tr("It is not known who was behind these events"),
                          tr("It could not be worked out for this export. Choose another field "
                             "above."));
    } else if (m_timelining.detail()
               || (hasResources && m_workspace.evidence().store->rowCount() == 0)) {
        m_stack->setCurrentIndex(1);
        return;
    } else if (lanes || m_timelining.isRunning() || state == Workspace::State::Loading) {
        m_empty->show(EmptyState::Mood::Busy, QStringLiteral("busy"), tr("Making lanes"), {});
    } else {
        m_empty->show(
            EmptyState::Mood::Calm, QStringLiteral("timeline"), tr("No events"),
            m_stacking && m_stacking->hasResources()
                ? tr("Nothing that was opened holds an event. What AWS Config recorded of "
                     "resources comes here from their page: Show on the timeline.")
                : tr("Nothing that was opened holds an event."));
    }
    m_stack->setCurrentWidget(m_empty);
}

std::vector<RowId> TimelinePage::chosenEvents(std::size_t most) const
{
    const auto row = m_investigation.selectedRow();
    return row && most > 0 ? std::vector<RowId>{*row} : std::vector<RowId>{};
}

bool TimelinePage::canCopy(CopyForm form) const
{
    if (isInStrip())
        return form == CopyForm::Cells
            || (form == CopyForm::Json && !m_strip->selectedJson().empty());
    return (form == CopyForm::Cells && m_timelining.lanes())
        || (form == CopyForm::Json && m_investigation.selectedRow());
}

// The lanes with their counts, or the selected event; of the strip its own.
void TimelinePage::copy(CopyForm form)
{
    QString text;
    if (isInStrip() && form == CopyForm::Cells) {
        text = m_strip->lanesText();
    } else if (isInStrip() && form == CopyForm::Json) {
        text = QString::fromStdString(m_strip->selectedJson()) + u'\n';
    } else if (form == CopyForm::Json && m_investigation.selectedRow()) {
        std::string json;
        m_workspace.evidence().store->json(*m_investigation.selectedRow(), json);
        text = QString::fromStdString(json) + u'\n';
    } else if (form == CopyForm::Cells && m_timelining.lanes()) {
        const auto& lanes = *m_timelining.lanes();
        text =
            QStringList{fieldTitle(lanes.field()), tr("Events"), tr("Undated")}.join(u'\t') + u'\n';
        for (const auto& lane : lanes.lanes())
            text += QStringLiteral("%1\t%2\t%3\n")
                        .arg(timeline::laneName(lane))
                        .arg(lane.events())
                        .arg(lane.undated);
    }
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void TimelinePage::focusSearch()
{
    m_fields->setFocus();
}

void TimelinePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_timelining.setActive(true);
    if (m_stacking)
        m_stacking->setActive(true);
    arrangeStrip();
    showSelected();
    showMarks();
    showFindings();
}

void TimelinePage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_timelining.setActive(false);
    if (m_stacking)
        m_stacking->setActive(false);
}

void TimelinePage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_span)
        showSpan();
}

} // namespace trailloupe::ui
