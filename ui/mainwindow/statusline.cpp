#include "ui/mainwindow/statusline.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/words/numbertext.h"

#include <QEvent>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include <string_view>

namespace trailloupe::ui {

namespace {

constexpr int kBarWidth = 160;
constexpr int kBarSteps = 1000;

} // namespace

QString ledgerSumText(const ingest::LedgerTotals& totals)
{
    QString text = totals.sources == 1
        ? StatusLine::tr("Ledger: 1 source ✓")
        : StatusLine::tr("Ledger: %1 sources ✓").arg(countText(totals.sources));
    if (totals.problems > 0)
        text += StatusLine::tr("  %1 ⚠").arg(countText(totals.problems));
    const QString shown = totals.items == 0
        ? StatusLine::tr("%1 shown").arg(countText(totals.shown))
        : StatusLine::tr("%1 events + %2 Config items")
              .arg(countText(totals.events()), countText(totals.items));
    text += StatusLine::tr("  ·  %1 records = %2 + %3 duplicates + %4 rejected")
                .arg(countText(totals.records), shown, countText(totals.duplicates),
                     countText(totals.rejected));
    if (!totals.reconciles())
        text += StatusLine::tr("  ·  ✗ does not add up");
    return text;
}

QString progressText(const Progress& progress, qint64 remainingMs)
{
    const std::string_view stage = progress.stage ? progress.stage : "";
    QString text;
    if (stage == "listing" || (stage == "reading" && progress.total == 0)) {
        text = StatusLine::tr("Finding sources: %1 so far").arg(countText(progress.done));
    } else if (stage == "reading") {
        text = StatusLine::tr("Reading %1 of %2 sources")
                   .arg(countText(progress.done), countText(progress.total));
    } else if (stage == "ordering") {
        text = StatusLine::tr("Putting events in order");
    } else if (stage == "identities") {
        text = StatusLine::tr("Finding out who was behind the events");
    } else if (stage == "resources") {
        text = StatusLine::tr("Putting resources together");
    } else {
        text = StatusLine::tr("Opening");
    }
    if (remainingMs >= 0)
        text +=
            StatusLine::tr("  ·  about %1 left")
                .arg(durationText(remainingMs < 1000 ? 1000 : (remainingMs + 999) / 1000 * 1000));
    return text;
}

StatusLine::StatusLine(workspace::Workspace& workspace, QWidget* parent)
    : QStatusBar(parent)
    , m_workspace(workspace)
    , m_sum(new QToolButton(this))
    , m_resources(new ElidedLabel(this))
    , m_progressText(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_cancel(new QToolButton(this))
{
    setSizeGripEnabled(false);
    m_sum->setObjectName(QStringLiteral("ledgerSum"));
    m_sum->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_sum->setFocusPolicy(Qt::TabFocus);
    m_sum->setToolTip(tr("Show the ledger: the account of every source"));
    m_progressText->setTextFormat(Qt::PlainText);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(kBarWidth, 8);
    m_bar->setAccessibleName(tr("Loading progress"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancelLoading"));
    m_cancel->setIcon(icon(QStringLiteral("stop")));
    m_cancel->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_cancel->setFocusPolicy(Qt::TabFocus);
    m_cancel->setToolTip(tr("Stop loading and keep what was read (Esc)"));
    makeQuiet(m_resources);
    addWidget(m_sum);
    addWidget(m_resources, 1);
    addPermanentWidget(m_progressText);
    addPermanentWidget(m_bar);
    addPermanentWidget(m_cancel);

    connect(m_sum, &QToolButton::clicked, this, &StatusLine::ledgerRequested);
    connect(m_cancel, &QToolButton::clicked, &m_workspace, &workspace::Workspace::cancel);
    connect(&m_workspace, &workspace::Workspace::evidenceChanged, this, &StatusLine::showSum);
    connect(&m_workspace, &workspace::Workspace::stateChanged, this, [this] {
        showSum();
        showProgress();
    });
    connect(&m_workspace, &workspace::Workspace::progressChanged, this, &StatusLine::showProgress);
    showSum();
    showProgress();
}

QString StatusLine::sumText() const
{
    return m_sum->text();
}

QString StatusLine::resourcesText() const
{
    return m_resources->isHidden() ? QString() : m_resources->text();
}

void StatusLine::showSum()
{
    using State = workspace::Workspace::State;
    const bool open = m_workspace.state() != State::Empty;
    m_sum->setVisible(open);
    m_resources->hide();
    if (!open)
        return;
    const ingest::LedgerTotals& totals = m_workspace.evidence().ledger->totals();
    const ThemeColors& colors = themeColors(palette());
    const bool fine = totals.problems == 0 && totals.reconciles();
    m_sum->setIcon(icon(fine ? QStringLiteral("check") : QStringLiteral("warning"),
                        fine ? colors.good : colors.warning));
    QString text = ledgerSumText(totals);
    if (m_workspace.state() == State::Cancelled)
        text += tr("  ·  loading was cancelled, more was not read");
    const config::ResourcesPtr& resources = m_workspace.resources();
    const quint64 count = resources ? resources->size() : 0;
    m_resources->setVisible(count > 0);
    m_resources->setText(count == 1 ? tr("1 resource") : tr("%1 resources").arg(countText(count)));
    m_sum->setText(u' ' + text);
    m_sum->setAccessibleName(text);
}

void StatusLine::showProgress()
{
    const bool loading = m_workspace.state() == workspace::Workspace::State::Loading;
    m_progressText->setVisible(loading);
    m_bar->setVisible(loading);
    m_cancel->setVisible(loading);
    if (!loading)
        return;
    const Progress& progress = m_workspace.progress();
    m_progressText->setText(progressText(progress, m_workspace.remainingMs()));
    if (progress.total == 0) {
        m_bar->setRange(0, 0);
    } else {
        m_bar->setRange(0, kBarSteps);
        m_bar->setValue(static_cast<int>(progress.done * kBarSteps / progress.total));
    }
}

void StatusLine::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange && m_cancel)
        showSum();
    QStatusBar::changeEvent(event);
}

} // namespace trailloupe::ui
