#include "ui/detail/detailpanel.h"

#include "model/query/supportcase.h"
#include "model/workspace/casebook.h"
#include "model/workspace/detecting.h"
#include "model/workspace/filtering.h"
#include "model/workspace/investigation.h"
#include "model/workspace/jobrunner.h"
#include "model/workspace/workspace.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/icons.h"
#include "ui/common/linklabel.h"
#include "ui/common/markeditor.h"
#include "ui/common/sourcebytesview.h"
#include "ui/common/textpane.h"
#include "ui/common/theme.h"
#include "ui/detail/fieldsview.h"
#include "ui/detail/ledtolabel.h"
#include "ui/detail/summaryheader.h"
#include "ui/detail/summaryview.h"
#include "ui/words/findingwords.h"
#include "ui/words/timetext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace trailloupe::ui {
namespace {

const QString kSlot = QStringLiteral("detail");
constexpr int kBusyAfterMs = 150;
constexpr int kLeastTabHeight = 260; // below it all of the panel scrolls

// As high as there is room: each tab scrolls by itself. A scroll area gives its widget the height
// that it would like, and then the panel would scroll around what scrolls.
class Tabs : public QTabWidget
{
public:
    using QTabWidget::QTabWidget;
    bool hasHeightForWidth() const override { return false; }
    QSize sizeHint() const override { return {QTabWidget::sizeHint().width(), kLeastTabHeight}; }
};

QToolButton* toolButton(const QString& text, const QString& tip, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(tip);
    button->setIcon(icon(QStringLiteral("copy")));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return button;
}

} // namespace

DetailPanel::DetailPanel(workspace::Workspace& workspace, workspace::Investigation& investigation,
                         workspace::JobRunner& jobs, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(m_stack))
    , m_scroll(new QScrollArea(m_stack))
    , m_content(new QWidget(m_scroll))
    , m_filterNote(new QLabel(m_content))
    , m_header(new SummaryHeader(m_content))
    , m_findings(new LinkLabel(m_content))
    , m_tabs(new Tabs(m_content))
    , m_summary(new SummaryView(investigation, m_tabs))
    , m_fields(new FieldsView(investigation, jobs, m_tabs))
    , m_json(new TextPane(jobs, QStringLiteral("detail.json"), m_tabs))
    , m_source(new SourceBytesView(jobs, QStringLiteral("detail"), m_tabs))
{
    setObjectName(QStringLiteral("detail"));
    setAccessibleName(tr("Detail of the selected event"));
    m_tabs->setDocumentMode(true);
    m_tabs->setMinimumHeight(kLeastTabHeight);
    m_tabs->addTab(m_summary, tr("Summary"));
    m_tabs->addTab(m_fields, tr("Fields"));
    m_tabs->addTab(m_json, tr("JSON"));
    m_tabs->addTab(m_source, tr("Source bytes"));

    m_filterNote->setTextFormat(Qt::PlainText);
    m_filterNote->setText(tr("Not among the events that the filter finds"));
    m_filterNote->setWordWrap(true);
    m_filterNote->setContentsMargins(12, 8, 12, 0);
    m_filterNote->hide();
    makeQuiet(m_filterNote);
    m_findings->setContentsMargins(12, 2, 12, 4);
    m_findings->setAccessibleName(tr("Findings that the event is in"));
    m_findings->hide();
    connect(m_findings, &QLabel::linkActivated, this,
            [this](const QString& page) { m_investigation.setPage(page); });
    auto* support = toolButton(
        tr("Copy for a support case"),
        tr("Account, caller, Region, resources, time, ids and error as text"), m_content);
    auto* copy = toolButton(tr("Copy JSON"), tr("The whole event as indented JSON"), m_content);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(10, 4, 8, 4);
    buttons->setSpacing(4);
    buttons->addWidget(support);
    buttons->addWidget(copy);
    buttons->addStretch(1);
    auto* content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(0);
    content->addWidget(m_filterNote);
    content->addWidget(m_header);
    content->addWidget(m_findings);
    content->addLayout(buttons);
    content->addWidget(m_tabs, 1);
    m_stack->addWidget(m_empty);
    // What a low window does not show can be scrolled to; it must not keep the window from being
    // low.
    m_scroll->setWidget(m_content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_stack->addWidget(m_scroll);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    m_busyTimer.setSingleShot(true);
    m_busyTimer.setInterval(kBusyAfterMs);
    connect(&m_busyTimer, &QTimer::timeout, this, [this] {
        m_empty->show(EmptyState::Mood::Busy, QStringLiteral("busy"), tr("Getting the event ready"),
                      QString());
        m_stack->setCurrentWidget(m_empty);
    });
    connect(support, &QToolButton::clicked, this, &DetailPanel::copySupportCase);
    connect(copy, &QToolButton::clicked, this, &DetailPanel::copyJson);
    connect(m_summary, &SummaryView::fieldsRequested, this, [this] { showTab(Tab::Fields); });
    connect(&m_investigation, &workspace::Investigation::selectionChanged, this,
            &DetailPanel::follow);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this, [this] {
        if (m_detail)
            fill();
    });
    // Duplicates of the event may have been found meanwhile.
    connect(&m_workspace, &workspace::Workspace::stateChanged, this, [this] {
        if (m_workspace.state() == workspace::Workspace::State::Ready && m_detail)
            load();
    });
    follow();
}

void DetailPanel::setCasebook(workspace::Casebook& casebook)
{
    m_marks = new MarkEditor(casebook, m_content);
    m_marks->setCompact(true);
    m_marks->setEvent(m_investigation.selectedRow());
    // Another case of the same evidence: the event is still the one that is selected.
    connect(&casebook, &workspace::Casebook::stateChanged, m_marks, [this, &casebook] {
        if (casebook.state() != workspace::Casebook::State::None)
            m_marks->setEvent(m_investigation.selectedRow());
    });
    auto* layout = static_cast<QVBoxLayout*>(m_content->layout());
    layout->insertWidget(layout->indexOf(m_header) + 1, m_marks);
}

void DetailPanel::setFiltering(const workspace::Filtering& filtering)
{
    m_filtering = &filtering;
    connect(&filtering, &workspace::Filtering::resultChanged, this, &DetailPanel::showFilterNote);
    connect(&filtering, &workspace::Filtering::runningChanged, this, &DetailPanel::showFilterNote);
    showFilterNote();
}

QString DetailPanel::filterNote() const
{
    return m_filterNote->isHidden() ? QString() : m_filterNote->text();
}

// Of the event that is shown, while the filter's answer is that of the same evidence.
void DetailPanel::showFilterNote()
{
    if (!m_filtering || m_filtering->isRunning())
        return; // the answer comes in a moment
    const workspace::Filtered& found = m_filtering->result();
    m_filterNote->setVisible(m_detail && found.store == m_workspace.evidence().store && found.rows
                             && !found.rows->contains(m_detail->row));
}

void DetailPanel::setDetecting(const workspace::Detecting& detecting)
{
    m_detecting = &detecting;
    connect(&detecting, &workspace::Detecting::changed, this, &DetailPanel::showFindings);
    showFindings();
}

void DetailPanel::setEventStates(const workspace::EventStates& states)
{
    m_ledTo = new LedToLabel(states, m_investigation, m_content);
    m_ledTo->setContentsMargins(12, 2, 12, 4);
    auto* layout = static_cast<QVBoxLayout*>(m_content->layout());
    layout->insertWidget(layout->indexOf(m_findings) + 1, m_ledTo);
}

void DetailPanel::showFindings()
{
    QStringList lines;
    if (m_detail && m_detecting && m_detecting->findings()
        && m_detecting->findings()->events() == m_workspace.evidence().store) {
        const detection::Findings& findings = *m_detecting->findings();
        for (const detection::Findings::Hit& hit : findings.findingsOf(m_detail->row)) {
            const detection::Rule& rule = findings.ruleOf(hit);
            lines << tr("Finding: %1")
                         .arg(LinkLabel::link(workspace::findingsPage(rule), findingText(rule)));
        }
    }
    m_findings->setText(lines.join(QStringLiteral("<br>")));
    m_findings->setVisible(!lines.isEmpty());
}

bool DetailPanel::isShowingEvent() const
{
    return m_stack->currentWidget() == m_scroll;
}

void DetailPanel::showTab(Tab tab)
{
    m_tabs->setCurrentIndex(static_cast<int>(tab));
}

void DetailPanel::follow()
{
    if (m_marks)
        m_marks->setEvent(m_investigation.selectedRow());
    if (!m_investigation.selectedRow()) {
        m_jobs.cancel(kSlot);
        showNothing();
        return;
    }
    load();
}

void DetailPanel::load()
{
    const auto row = m_investigation.selectedRow();
    if (!row)
        return;
    if (!m_busyTimer.isActive())
        m_busyTimer.start();
    m_jobs.start(
        kSlot, this,
        [store = m_workspace.evidence().store, row = *row](const JobContext& context) {
            return query::loadEventDetail(store, row, context);
        },
        [this](Result<query::EventDetail> detail) {
            if (detail.ok())
                adopt(std::move(detail).value());
            else if (detail.error().kind != Error::Kind::Cancelled)
                fail(detail.error());
        });
}

void DetailPanel::adopt(query::EventDetail detail)
{
    m_busyTimer.stop();
    if (detail.row != m_investigation.selectedRow())
        return;
    m_detail = std::make_shared<const query::EventDetail>(std::move(detail));
    fill();
    m_stack->setCurrentWidget(m_scroll);
}

void DetailPanel::fill()
{
    const TimeText time(m_investigation.zone());
    m_header->setEvent(m_detail->summary, time);
    const auto& events = m_workspace.evidence().store;
    m_summary->setDetail(m_detail, events, time);
    m_fields->setDetail(m_detail, events, time);
    m_json->setText(m_detail->indented, Highlight::IndentedJson);
    m_source->setOccurrences(m_detail->occurrences, m_workspace.evidence());
    showFilterNote();
    showFindings();
}

void DetailPanel::showNothing()
{
    m_busyTimer.stop();
    m_detail.reset();
    m_summary->clearDetail();
    m_fields->clearDetail();
    m_json->clear();
    m_source->clear();
    m_empty->show(EmptyState::Mood::Calm, QStringLiteral("info"), tr("No event selected"),
                  tr("Select an event to see who did what to what, every field of it and its bytes "
                     "in the evidence."));
    m_stack->setCurrentWidget(m_empty);
}

void DetailPanel::fail(const Error& error)
{
    showNothing();
    m_empty->show(EmptyState::Mood::Problem, QStringLiteral("error"),
                  tr("This event could not be shown"), errorText(error));
}

void DetailPanel::copySupportCase()
{
    if (m_detail)
        QGuiApplication::clipboard()->setText(
            QString::fromStdString(query::supportCaseText(m_detail->summary)));
}

void DetailPanel::copyJson()
{
    if (m_detail)
        QGuiApplication::clipboard()->setText(QString::fromStdString(*m_detail->indented));
}

} // namespace trailloupe::ui
