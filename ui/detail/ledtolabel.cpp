#include "ui/detail/ledtolabel.h"

#include "model/workspace/eventstates.h"
#include "model/workspace/investigation.h"
#include "model/workspace/resourcelinks.h"
#include "ui/common/momenttext.h"
#include "ui/words/causewords.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/summarywords.h"

#include <QCursor>
#include <QMenu>

#include <algorithm>

namespace trailloupe::ui {
namespace {

using workspace::EventStates;

const QString kMore = QStringLiteral("more");
constexpr std::size_t kMostMenuEntries = 40; // what a menu can show; the rest is counted
constexpr qsizetype kLongestName = 60;

// Names of a type differ at their end as often as at their begin.
QString shortName(const QString& name)
{
    return name.size() <= kLongestName
        ? name
        : name.left(kLongestName / 2) + QChar(0x2026) + name.right(kLongestName / 2);
}

} // namespace

LedToLabel::LedToLabel(const EventStates& states, workspace::Investigation& investigation,
                       QWidget* parent)
    : LinkLabel(parent)
    , m_states(states)
    , m_investigation(investigation)
{
    setAccessibleName(tr("States that the event led to"));
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    connect(&states, &EventStates::changed, this, &LedToLabel::showStates);
    connect(&investigation, &workspace::Investigation::zoneChanged, this, &LedToLabel::showStates);
    connect(this, &QLabel::linkActivated, this, &LedToLabel::follow);
    showStates();
}

QString LedToLabel::stateText(std::size_t index) const
{
    const EventStates::State& state = m_states.states()[index];
    const config::Resource& resource = m_investigation.resources()->resource(state.resource);
    const std::string name(resource.name.empty() ? resource.id : resource.name);
    const QString what = resourceTypeWords(std::string(resource.type)) + u' '
        + shortName(visibleText(QString::fromStdString(name)));
    return state.capturedNs == config::kNoTime
        ? tr("%1 at an unknown time").arg(what)
        : tr("%1 at %2").arg(what, momentText(state.capturedNs, m_investigation.zone()));
}

void LedToLabel::showStates()
{
    constexpr int kLines = 2;
    const QMargins margins = contentsMargins();
    setMinimumHeight(kLines * fontMetrics().lineSpacing() + margins.top() + margins.bottom());
    // Of resources that are gone nothing is told: their successor is on its way.
    const bool isAsked =
        m_states.answer() != EventStates::Answer::NotAsked && m_investigation.resources();
    setVisible(isAsked);
    if (!isAsked) {
        clear();
        return;
    }
    switch (m_states.answer()) {
    case EventStates::Answer::NotAsked:
    case EventStates::Answer::OnItsWay:
        setText(tr("Led to: \u2026"));
        return;
    case EventStates::Answer::Failed:
        setText(tr("What it led to could not be found out"));
        return;
    case EventStates::Answer::Known:
        break;
    }
    const std::size_t count = m_states.states().size();
    if (count == 0) {
        setText(tr("Led to no state that AWS Config recorded"));
        return;
    }
    QStringList named;
    for (std::size_t i = 0; i < std::min(count, kMostNamed); ++i)
        named << tr("%1, %2").arg(link(QString::number(i), stateText(i)),
                                  confidenceWord(m_states.states()[i].confidence));
    QString text = tr("Led to: %1").arg(named.join(QStringLiteral("; ")));
    if (count > kMostNamed)
        text += u' ' + link(kMore, tr("and %1 more").arg(countText(count - kMostNamed)));
    setText(text);
}

void LedToLabel::follow(const QString& link)
{
    if (link != kMore) {
        open(link.toULongLong());
        return;
    }
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu);
    menu->popup(QCursor::pos());
}

void LedToLabel::fillMenu(QMenu* menu)
{
    const std::size_t count = m_states.states().size();
    const std::size_t shown = std::min(count, kMostMenuEntries);
    for (std::size_t i = 0; i < shown; ++i) {
        QAction* action =
            menu->addAction(tr("%1, %2")
                                .arg(stateText(i), confidenceWord(m_states.states()[i].confidence))
                                .replace(u'&', QStringLiteral("&&")));
        connect(action, &QAction::triggered, this, [this, i] { open(i); });
    }
    if (count > shown)
        menu->addAction(tr("and %1 more").arg(countText(count - shown)))->setEnabled(false);
}

void LedToLabel::open(std::size_t index)
{
    if (index >= m_states.states().size())
        return;
    const EventStates::State state = m_states.states()[index];
    workspace::showResource(m_investigation, state.resource,
                            state.capturedNs == config::kNoTime ? std::nullopt
                                                                : std::optional(state.capturedNs));
}

} // namespace trailloupe::ui
