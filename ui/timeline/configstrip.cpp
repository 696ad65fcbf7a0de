#include "ui/timeline/configstrip.h"

#include "model/base/timestamp.h"
#include "ui/common/momenttext.h"
#include "ui/timeline/timelineview.h"
#include "ui/words/evidencetext.h"

#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>

namespace trailloupe::ui {

using config::ResourceNo;
using configstrip::Hit;
using workspace::Investigation;
using workspace::StackedResources;
using workspace::Stacking;

namespace {

constexpr int kLanesAtFirst = 5; // that it asks to have room for

// A tooltip whose lines are not broken.
QString asLines(const QString& text)
{
    return QStringLiteral("<p style='white-space:pre'>%1</p>").arg(text.toHtmlEscaped());
}

} // namespace

ConfigStrip::ConfigStrip(workspace::Workspace& workspace, Investigation& investigation,
                         Stacking& stacking, TimelineZoom& zoom, TimelineView& lanes,
                         QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_stacking(stacking)
    , m_zoom(zoom)
    , m_lanesAbove(lanes)
    , m_button(new QToolButton(viewport()))
    , m_menu(new QMenu(m_button))
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Configuration: lanes of resources along time"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    m_button->setText(tr("&Resources…"));
    m_button->setToolTip(tr("Which resources have their configuration shown below the events"));
    m_button->setAutoRaise(true);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setMenu(m_menu);
    m_button->move(4, 2);
    connect(m_menu, &QMenu::aboutToShow, this, &ConfigStrip::fillResourcesMenu);
    connect(m_menu, &QMenu::aboutToHide, this, [this] { m_changed = nullptr; });
    connect(&stacking, &Stacking::changedFound, this, &ConfigStrip::showChanged);
    connect(&stacking, &Stacking::lanesChanged, this, &ConfigStrip::adoptLanes);
    connect(&stacking.stacked(), &StackedResources::changed, this, [this] { m_said.clear(); });
    for (const auto changed : {&TimelineZoom::windowChanged, &TimelineZoom::selectionChanged,
                               &TimelineZoom::originChanged})
        connect(&zoom, changed, this, &ConfigStrip::refresh);
    connect(&investigation, &Investigation::selectedResourceChanged, this,
            &ConfigStrip::adoptSelection);
    connect(&investigation, &Investigation::momentChanged, this, &ConfigStrip::adoptSelection);
    connect(&investigation, &Investigation::zoneChanged, this, &ConfigStrip::refresh);
    connect(&lanes, &TimelineView::foldingChanged, this, [this] {
        adoptScroll();
        Q_EMIT heightChanged();
    });
    connect(lanes.verticalScrollBar(), &QScrollBar::rangeChanged, this, &ConfigStrip::adoptScroll);
    lanes.viewport()->installEventFilter(this);
    describe();
}

ResourceNo ConfigStrip::resourceOf(std::size_t lane) const
{
    return lanes()->lanes[lane]->resource;
}

const config::Block& ConfigStrip::blockOf(std::size_t lane, std::uint32_t state) const
{
    return lanes()->lanes[lane]->history->blocks[state];
}

int ConfigStrip::headHeight() const
{
    return std::max(m_button->sizeHint().height() + 4, fontMetrics().height() + 8);
}

// Two lines, type and name; folded as the lanes of events are, the name alone.
int ConfigStrip::laneHeight() const
{
    const int line = fontMetrics().height();
    return m_lanesAbove.isAllFolded() ? line + 3 : std::max(30, 2 * line + 7);
}

int ConfigStrip::leastHeight() const
{
    return headHeight() + (hasLanes() ? laneHeight() : 0);
}

int ConfigStrip::wholeHeight() const
{
    return headHeight() + static_cast<int>(hasLanes() ? lanes()->lanes.size() : 0) * laneHeight();
}

QSize ConfigStrip::sizeHint() const
{
    return {400, std::min(wholeHeight(), headHeight() + kLanesAtFirst * laneHeight())};
}

QSize ConfigStrip::minimumSizeHint() const
{
    return {20 * fontMetrics().height(), leastHeight()};
}

configstrip::Inputs ConfigStrip::inputs() const
{
    const QRect plot = timeline::plotRect(m_lanesAbove.inputs());
    return {.size = viewport()->size(),
            .plotLeft = plot.left(),
            .plotWidth = plot.width(),
            .headHeight = headHeight(),
            .laneHeight = laneHeight(),
            .digitWidth = fontMetrics().horizontalAdvance(QChar(u'8')),
            .scroll = verticalScrollBar()->value(),
            .window = m_zoom.window(),
            .lanes = lanes()};
}

const configstrip::Geometry& ConfigStrip::geometryNow() const
{
    const configstrip::Inputs in = inputs();
    if (!(m_geometry.inputs() == in))
        m_geometry = configstrip::Geometry(in);
    return m_geometry;
}

double ConfigStrip::timeAtX(double x) const
{
    const QRect plot = configstrip::plotRect(inputs());
    return timeline::timeAt(m_zoom.window(), plot.width(), x - plot.left());
}

QString ConfigStrip::headText() const
{
    if (!hasLanes())
        return tr("Put resources below the events: what AWS Config recorded of them, on the same "
                  "axis");
    const QString text = configstrip::headText(*lanes(), m_zoom.window());
    return m_said.isEmpty() ? text : text + QStringLiteral("  ·  ") + m_said;
}

configstrip::Scene ConfigStrip::scene() const
{
    const configstrip::Geometry& geometry = geometryNow();
    configstrip::Scene scene;
    scene.geometry = &geometry;
    for (const configstrip::Band& band : geometry.bands())
        scene.labels.push_back(configstrip::labelOf(*lanes(), band.lane));
    scene.ticks = m_lanesAbove.ticks();
    scene.origin = m_zoom.origin();
    scene.selection = m_zoom.selection();
    scene.momentNs = m_investigation.moment();
    scene.selectedLane = selectedLane();
    scene.selectedState = selectedState();
    scene.currentLane = m_currentLane;
    scene.hoveredLane = m_hoveredLane;
    scene.hasFocus = hasFocus();
    scene.head = headText();
    return scene;
}

std::optional<configstrip::Picture> ConfigStrip::picture() const
{
    if (!hasLanes())
        return std::nullopt;
    configstrip::Picture picture{inputs(), scene()};
    // As wide as the lanes above, and not higher than its own.
    picture.in.size = QSize(picture.in.plotLeft + picture.in.plotWidth,
                            std::min(picture.in.size.height(), wholeHeight()));
    return picture;
}

QString ConfigStrip::lanesText() const
{
    QString text =
        QStringList{tr("Type"), tr("Id"), tr("Name"), tr("Account"), tr("Region"), tr("Items")}
            .join(u'\t')
        + u'\n';
    for (std::size_t i = 0; hasLanes() && i < lanes()->lanes.size(); ++i) {
        const config::Resource& of = lanes()->resource(i);
        QStringList cells;
        for (const std::string_view cell : {of.type, of.id, of.name, of.accountId, of.region})
            cells << visibleText(
                QString::fromUtf8(cell.data(), static_cast<qsizetype>(cell.size())));
        text += (cells << QString::number(of.itemCount)).join(u'\t') + u'\n';
    }
    return text;
}

std::string ConfigStrip::selectedJson() const
{
    std::string json;
    const auto lane = selectedLane();
    if (const auto state = selectedState()) {
        const auto& resources = *lanes()->resources;
        resources.store()->json(resources.items(resourceOf(*lane))[blockOf(*lane, *state).item].row,
                                json);
    }
    return json;
}

void ConfigStrip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(viewport());
    painter.setFont(font());
    m_painter.paint(painter, scene(), themeColors(palette()));
}

void ConfigStrip::refresh()
{
    describe();
    viewport()->update();
}

void ConfigStrip::adoptLanes()
{
    m_zoom.setBeside(hasLanes() ? lanes()->span() : std::nullopt);
    const auto before = m_currentLane;
    m_currentLane =
        m_currentResource && hasLanes() ? lanes()->laneOf(*m_currentResource) : std::nullopt;
    if (before && !m_currentLane && hasLanes()) // it was taken away: the next one
        setCurrentLane(std::min(*before, lanes()->lanes.size() - 1));
    m_hoveredLane.reset();
    adoptScroll();
    refresh();
    Q_EMIT heightChanged();
}

void ConfigStrip::adoptSelection()
{
    const auto lane = selectedLane();
    if (lane && !m_isSelecting) {
        setCurrentLane(lane);
        revealLane(*lane);
        if (const auto time = selectedTime(); time && m_lanesAbove.follows())
            m_zoom.reveal(static_cast<double>(*time));
    }
    refresh();
}

// Both have room for a bar where one needs it, or their axes would be of other lengths.
void ConfigStrip::adoptScroll()
{
    const configstrip::Inputs in = inputs();
    const int room = configstrip::plotRect(in).height();
    verticalScrollBar()->setRange(0, std::max(0, configstrip::lanesHeight(in) - room));
    verticalScrollBar()->setPageStep(room);
    verticalScrollBar()->setSingleStep(in.laneHeight);
    const bool isOneNeeded = hasLanes()
        && (verticalScrollBar()->maximum() > 0 || m_lanesAbove.verticalScrollBar()->maximum() > 0);
    setVerticalScrollBarPolicy(isOneNeeded ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    m_lanesAbove.setVerticalScrollBarPolicy(isOneNeeded ? Qt::ScrollBarAlwaysOn
                                                        : Qt::ScrollBarAsNeeded);
    viewport()->update();
}

bool ConfigStrip::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_lanesAbove.viewport() && event->type() == QEvent::Resize)
        viewport()->update(); // the axis is another
    return QAbstractScrollArea::eventFilter(watched, event);
}

void ConfigStrip::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    adoptScroll();
}

void ConfigStrip::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        adoptScroll();
        Q_EMIT heightChanged();
    }
}

void ConfigStrip::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    viewport()->update();
}

QString ConfigStrip::helpAt(const QPoint& point) const
{
    if (!hasLanes())
        return {};
    return configstrip::hitTip(geometryNow().hit(point), *lanes(), m_investigation.zone(),
                               m_zoom.origin());
}

bool ConfigStrip::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = m_gesture == Gesture::None ? helpAt(help->pos()) : QString();
        if (text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), asLines(text), viewport(),
                               QRect(help->pos() - QPoint(3, 3), QSize(7, 7)));
        return true;
    }
    if (event->type() == QEvent::Leave) {
        m_hoveredLane.reset();
        m_pointer.reset();
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void ConfigStrip::describe()
{
    QStringList parts{headText()};
    if (hasLanes() && m_currentLane)
        parts << configstrip::laneTip(*lanes(), *m_currentLane, m_investigation.zone());
    if (const auto state = selectedState()) {
        Hit hit;
        hit.kind = Hit::Kind::State;
        hit.lane = *selectedLane();
        hit.first = *state;
        hit.states = 1;
        parts << configstrip::hitTip(hit, *lanes(), m_investigation.zone(), m_zoom.origin());
    }
    if (const auto moment = m_investigation.moment())
        parts << tr("as of %1").arg(momentTextWithZone(*moment, m_investigation.zone()));
    setAccessibleDescription(parts.join(QStringLiteral("; ")).replace(u'\n', QStringLiteral(", ")));
}

std::optional<std::size_t> ConfigStrip::selectedLane() const
{
    const auto resource = m_investigation.selectedResource();
    return resource && hasLanes() ? lanes()->laneOf(*resource) : std::nullopt;
}

std::optional<std::uint32_t> ConfigStrip::selectedState() const
{
    const auto lane = selectedLane();
    if (!lane || !m_investigation.moment())
        return std::nullopt;
    return lanes()->lanes[*lane]->history->blockAt(*m_investigation.moment());
}

std::optional<std::int64_t> ConfigStrip::selectedTime() const
{
    const auto state = selectedState();
    if (!state)
        return std::nullopt;
    return Timestamp::fromNs(blockOf(*selectedLane(), *state).capturedNs).seconds();
}

// Resource and moment at once: one news for everybody.
void ConfigStrip::select(std::size_t lane, std::uint32_t state)
{
    const QScopedValueRollback<bool> guard(m_isSelecting, true);
    m_investigation.setPage(m_investigation.page(), resourceOf(lane),
                            blockOf(lane, state).capturedNs);
}

void ConfigStrip::setCurrentLane(std::optional<std::size_t> lane)
{
    m_currentLane = lane;
    m_currentResource = lane ? std::optional(resourceOf(*lane)) : std::nullopt;
    refresh();
}

void ConfigStrip::revealLane(std::size_t lane)
{
    const configstrip::Inputs in = inputs();
    const int top = static_cast<int>(lane) * in.laneHeight;
    const int room = configstrip::plotRect(in).height();
    QScrollBar* bar = verticalScrollBar();
    if (top < bar->value())
        bar->setValue(top);
    else if (top + in.laneHeight > bar->value() + room)
        bar->setValue(top + in.laneHeight - room);
}

} // namespace trailloupe::ui
