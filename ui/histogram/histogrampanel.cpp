#include "ui/histogram/histogrampanel.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/histogram/histogramlegend.h"
#include "ui/histogram/histogramview.h"
#include "ui/histogram/histogramwords.h"
#include "ui/words/timetext.h"

#include <QHBoxLayout>
#include <QSettings>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace trailloupe::ui {

using workspace::Filtering;
using workspace::Investigation;
using workspace::TimeBars;
using workspace::Workspace;

namespace {

const QString kFoldedKey = QStringLiteral("histogramFolded");
constexpr int kPatienceMs = 300;

} // namespace

HistogramPanel::HistogramPanel(Workspace& workspace, Investigation& investigation,
                               const Filtering& filtering, workspace::JobRunner& jobs,
                               QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_bars(workspace, investigation, filtering, jobs)
    , m_view(new HistogramView(m_bars, investigation, this))
{
    setObjectName(QStringLiteral("histogram"));
    m_view->setObjectName(QStringLiteral("histogramBars"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_view);
    auto* line = new QWidget(this);
    line->setFixedHeight(1);
    line->setBackgroundRole(QPalette::Mid);
    line->setAutoFillBackground(true);
    layout->addWidget(line);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_patience, &QTimer::timeout, this, &HistogramPanel::showCaption);
    connect(&m_bars, &TimeBars::runningChanged, this, [this] {
        if (m_bars.isRunning())
            m_patience.start();
        else
            m_patience.stop();
        showCaption();
    });
    connect(&m_bars, &TimeBars::answerChanged, this, &HistogramPanel::showCaption);
    connect(&m_bars, &TimeBars::visibleChanged, this, &HistogramPanel::showCaption);
    connect(&m_bars, &TimeBars::visibleChanged, this, &HistogramPanel::showButtons);
    connect(&m_bars, &TimeBars::selectionChanged, this, &HistogramPanel::showButtons);
    connect(&m_bars, &TimeBars::selectionChanged, this, &HistogramPanel::showCaption);
    connect(&m_investigation, &Investigation::zoneChanged, this, &HistogramPanel::showCaption);
    connect(&m_workspace, &Workspace::stateChanged, this, &HistogramPanel::showCaption);
    const auto showEvent = [this] {
        const auto row = m_investigation.selectedRow();
        const bool isOpen = m_workspace.state() != Workspace::State::Empty;
        m_view->setEventTime(row && isOpen ? m_workspace.evidence().store->time(*row)
                                           : std::nullopt);
    };
    connect(&m_investigation, &Investigation::selectionChanged, this, showEvent);
    connect(&m_workspace, &Workspace::stateChanged, this, showEvent);
    connect(&m_filtering, &Filtering::resultChanged, this, &HistogramPanel::showCaption);
    auto* key = new QShortcut(QKeySequence(Qt::Key_H), parent ? parent : this);
    key->setContext(Qt::WidgetWithChildrenShortcut);
    connect(key, &QShortcut::activated, this, &HistogramPanel::goThereOrBack);
    setFolded(QSettings().value(kFoldedKey, false).toBool());
    showCaption();
    showButtons();
}

QWidget* HistogramPanel::makeHeader()
{
    auto* header = new QWidget(this);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(6, 2, 6, 0);
    layout->setSpacing(4);
    const auto button = [header](const QString& text, const QString& help) {
        auto* made = new QToolButton(header);
        made->setText(text);
        made->setAccessibleName(help);
        made->setToolTip(help);
        made->setAutoRaise(true);
        made->setFocusPolicy(Qt::TabFocus);
        return made;
    };
    m_fold = button({}, tr("Fold the histogram away"));
    m_caption = new ElidedLabel(header);
    makeQuiet(m_caption);
    m_legend = new HistogramLegend(header);
    m_legend->setToolTip(tr("From the ground of the bars up: all events that fit the filter, its "
                            "time aside, with and without a time"));
    m_clear = button(tr("Clear time"), tr("See all time again (Del, double click)"));
    m_clear->setIcon(icon(QStringLiteral("clock")));
    m_clear->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_zoomOut = button(QStringLiteral("−"), tr("Zoom out (−, wheel)"));
    m_zoomIn = button(QStringLiteral("+"), tr("Zoom in (+, wheel)"));
    m_all = button(tr("All"), tr("Show the whole export (0)"));
    connect(m_fold, &QToolButton::clicked, this, [this] { setFolded(!isFolded()); });
    connect(m_clear, &QToolButton::clicked, m_view, &HistogramView::clearSelection);
    connect(m_zoomIn, &QToolButton::clicked, m_view, &HistogramView::zoomIn);
    connect(m_zoomOut, &QToolButton::clicked, m_view, &HistogramView::zoomOut);
    connect(m_all, &QToolButton::clicked, &m_bars, &TimeBars::showWhole);
    layout->addWidget(m_fold);
    layout->addWidget(m_caption);
    layout->addSpacing(8);
    layout->addWidget(m_clear);
    layout->addStretch(1);
    layout->addWidget(m_legend);
    layout->addWidget(m_zoomOut);
    layout->addWidget(m_zoomIn);
    layout->addWidget(m_all);
    return header;
}

bool HistogramPanel::isFolded() const
{
    return m_view->isHidden();
}

void HistogramPanel::setFolded(bool folded)
{
    m_view->setVisible(!folded);
    m_fold->setArrowType(folded ? Qt::RightArrow : Qt::DownArrow);
    const QString help = folded ? tr("Unfold the histogram") : tr("Fold the histogram away");
    m_fold->setToolTip(help);
    m_fold->setAccessibleName(help);
    if (QSettings().value(kFoldedKey, false).toBool() != folded)
        QSettings().setValue(kFoldedKey, folded);
    showButtons();
}

void HistogramPanel::goThereOrBack()
{
    if (m_view->hasFocus() && parentWidget()) {
        parentWidget()->setFocus(Qt::ShortcutFocusReason);
    } else {
        setFolded(false);
        m_view->setFocus(Qt::TabFocusReason); // which shows the cursor of the keyboard
    }
}

QString HistogramPanel::caption() const
{
    return m_caption->text();
}

QString HistogramPanel::legendText() const
{
    return m_legend->text();
}

void HistogramPanel::showCaption()
{
    setVisible(m_filtering.result().store->rowCount() > 0);
    QString text;
    if (const auto& visible = m_bars.visible())
        text = TimeText(m_investigation.zone()).span(visible->from, visible->to);
    else
        text = tr("No event has a time");
    const TimeBars::Answer& answer = m_bars.answer();
    if (answer.step > 0)
        text = tr("%1  ·  %2 a bar").arg(text, histogram::stepText(answer.step));
    if (m_bars.isRunning() && !m_patience.isActive())
        text = tr("%1  ·  counting…").arg(text);
    m_caption->setText(text);

    query::HistogramBar all = answer.counts.undated;
    const auto add = [&all](const query::HistogramBar& bar) {
        for (std::size_t c = 0; c < query::HistogramBar::kClasses; ++c)
            all.byClass[c] += bar.byClass[c];
    };
    add(answer.counts.before);
    add(answer.counts.after);
    for (const query::HistogramBar& bar : answer.counts.bars)
        add(bar);
    m_legend->setCounts(all, !m_bars.selection().isEmpty());
}

void HistogramPanel::showButtons()
{
    const bool shown = !isFolded() && m_bars.visible();
    m_clear->setVisible(!m_bars.selection().isEmpty());
    m_zoomIn->setVisible(shown);
    m_zoomOut->setVisible(shown);
    m_all->setVisible(shown);
    m_zoomOut->setEnabled(!m_bars.showsWhole());
    m_all->setEnabled(!m_bars.showsWhole());
}

} // namespace trailloupe::ui
