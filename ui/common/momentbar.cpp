#include "ui/common/momentbar.h"

#include "ui/common/icons.h"
#include "ui/common/momentslider.h"
#include "ui/common/momenttext.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/timetext.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {
namespace {

constexpr int kTextMargins = 24;

} // namespace

MomentBar::MomentBar(workspace::Workspace& workspace, workspace::Investigation& investigation,
                     QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_previous(new QAction(icon(QStringLiteral("back")), tr("The change before"), this))
    , m_next(new QAction(icon(QStringLiteral("forward")), tr("The next change"), this))
    , m_edit(new QLineEdit(this))
    , m_zone(new QLabel(this))
    , m_slider(new MomentSlider(this))
    , m_latest(new QToolButton(this))
    , m_message(new QLabel(this))
{
    auto* label = new QLabel(tr("As of"), this);
    label->setBuddy(m_edit);
    m_edit->setAccessibleName(tr("As of"));
    m_edit->installEventFilter(this);
    m_zone->setTextFormat(Qt::PlainText);
    makeQuiet(m_zone);
    m_latest->setText(tr("Latest"));
    m_latest->setToolTip(tr("As all that was recorded says"));
    m_latest->setCheckable(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->hide();
    m_previous->setShortcut(Qt::Key_BracketLeft);
    m_next->setShortcut(Qt::Key_BracketRight);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(label);
    row->addWidget(m_edit);
    row->addWidget(m_zone);
    row->addWidget(makeButton(m_previous));
    row->addWidget(makeButton(m_next));
    row->addWidget(m_slider, 1);
    row->addWidget(m_latest);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 5, 12, 5);
    layout->setSpacing(2);
    layout->addLayout(row);
    layout->addWidget(m_message);

    connect(m_previous, &QAction::triggered, this, [this] { step(-1); });
    connect(m_next, &QAction::triggered, this, [this] { step(1); });
    connect(m_latest, &QToolButton::clicked, this, [this] {
        m_investigation.setMoment(std::nullopt);
        showMoment(); // it was pressed down already: it stays so
    });
    connect(m_edit, &QLineEdit::editingFinished, this, &MomentBar::take);
    connect(m_edit, &QLineEdit::textEdited, this, [this] { say({}); });
    connect(m_slider, &MomentSlider::momentRequested, this,
            [this](std::optional<std::int64_t> ns) { m_investigation.setMoment(ns); });
    connect(m_slider, &MomentSlider::stepRequested, this, &MomentBar::step);
    connect(&m_investigation, &workspace::Investigation::momentChanged, this,
            &MomentBar::showMoment);
    connect(&m_investigation, &workspace::Investigation::zoneChanged, this, &MomentBar::showMoment);
    connect(&m_investigation, &workspace::Investigation::selectedResourceChanged, this,
            [this] { m_slider->setResource(m_investigation.selectedResource()); });
    connect(&m_workspace, &workspace::Workspace::evidenceChanged, this, &MomentBar::showResources);
    connect(&m_workspace, &workspace::Workspace::stateChanged, this, &MomentBar::showResources);
    showResources();
}

QToolButton* MomentBar::makeButton(QAction* action)
{
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(QStringLiteral("%1 (%2)").arg(
        action->text(), action->shortcut().toString(QKeySequence::NativeText)));
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAutoRaise(true);
    button->setAutoRepeat(true);
    button->setAccessibleName(action->text());
    return button;
}

QString MomentBar::message() const
{
    return m_message->isHidden() ? QString() : m_message->text();
}

bool MomentBar::hasItems() const
{
    return m_resources && !m_resources->captureTimes().empty();
}

// All that was recorded is what the last change left: the step back leads before that.
std::optional<std::int64_t> MomentBar::changeBefore() const
{
    const auto times = m_resources->captureTimes();
    const auto before =
        std::ranges::lower_bound(times, m_investigation.moment().value_or(times.back()));
    return before == times.begin() ? std::nullopt : std::optional(*(before - 1));
}

std::optional<std::int64_t> MomentBar::changeAfter() const
{
    const auto times = m_resources->captureTimes();
    const auto& moment = m_investigation.moment();
    const auto after = moment ? std::ranges::upper_bound(times, *moment) : times.end();
    return after == times.end() || *after == times.back() ? std::nullopt : std::optional(*after);
}

void MomentBar::step(int direction)
{
    if (!hasItems())
        return;
    if (direction > 0)
        m_investigation.setMoment(changeAfter());
    else if (const auto before = changeBefore())
        m_investigation.setMoment(before);
}

void MomentBar::take()
{
    const QString text = m_edit->text().trimmed();
    if (!hasItems() || text == m_shownText)
        return;
    if (text.isEmpty()) {
        m_investigation.setMoment(std::nullopt);
    } else if (const auto moment = momentOf(text, m_investigation.zone(), m_resources->lastNs())) {
        m_investigation.setMoment(moment);
    } else {
        say(tr("“%1” is no moment. Write 2026-03-14, 2026-03-14 09:26:53, or -12h: so long "
               "before the last change.")
                .arg(visibleText(text)));
        return;
    }
    showText();
}

void MomentBar::say(const QString& words)
{
    m_message->setText(words);
    m_message->setVisible(!words.isEmpty());
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, themeColors(palette()).bad);
    m_message->setPalette(colors);
}

bool MomentBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape
        && m_edit->text() != m_shownText) {
        showText();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void MomentBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_message && !m_message->isHidden())
        say(m_message->text());
    if (event->type() == QEvent::FontChange && m_edit)
        showMoment();
}

void MomentBar::showText()
{
    const auto& moment = m_investigation.moment();
    m_shownText = moment && hasItems() ? momentText(*moment, m_investigation.zone()) : QString();
    m_edit->setText(m_shownText);
    m_edit->setCursorPosition(0);
    say({});
}

void MomentBar::showMoment()
{
    const QByteArray& zone = m_investigation.zone();
    const auto& moment = m_investigation.moment();
    showText();
    m_slider->setZone(zone);
    m_slider->setMoment(moment);
    m_zone->setText(TimeText(zone).zoneName());
    using State = workspace::Workspace::State;
    QString hint;
    if (hasItems())
        hint = momentText(m_resources->lastNs(), zone);
    else if (m_workspace.state() == State::Loading)
        hint = tr("known when all is read");
    else if (m_resources && m_resources->size() > 0)
        hint = tr("no item has a time");
    else
        hint = tr("no configuration items");
    m_edit->setPlaceholderText(hint);
    m_edit->setMinimumWidth(
        m_edit->fontMetrics().horizontalAdvance(QStringLiteral("0000-00-00 00:00:00.000"))
        + kTextMargins);
    m_edit->setToolTip(moment ? toolTipText(momentTextWithZone(*moment, zone))
                              : tr("Type a moment: 2026-03-14, 2026-03-14 09:26:53, -12h. Nothing: "
                                   "all that was recorded."));
    m_slider->setAccessibleDescription(moment ? momentTextWithZone(*moment, zone) : hint);
    m_previous->setEnabled(hasItems() && changeBefore().has_value());
    m_next->setEnabled(hasItems() && moment.has_value());
    m_latest->setChecked(hasItems() && !moment);
}

void MomentBar::showResources()
{
    if (m_resources != m_workspace.resources()) {
        m_resources = m_workspace.resources();
        m_slider->setResources(m_resources);
        m_slider->setResource(m_investigation.selectedResource());
    }
    for (QWidget* part : std::initializer_list<QWidget*>{m_edit, m_slider, m_latest})
        part->setEnabled(hasItems());
    showMoment();
}

} // namespace trailloupe::ui
