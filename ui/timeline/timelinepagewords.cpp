// What the Timeline page says: counts, the selected event, the span that is taken.
#include "ui/common/columntitles.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/eventcounttext.h"
#include "ui/common/markmenu.h"
#include "ui/common/theme.h"
#include "ui/timeline/timelinepage.h"
#include "ui/timeline/timelinewords.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <chrono>

namespace trailloupe::ui {

QString TimelinePage::countText() const
{
    return m_count->text();
}

QString TimelinePage::spanWords() const
{
    return m_zoom.selection() ? m_span->text() + u'\n' + m_spanValues->text() : QString();
}

QStringList TimelinePage::countParts() const
{
    QStringList parts;
    const auto& lanes = *m_timelining.lanes();
    if (lanes.undated() > 0)
        parts << tr("%1 without a time, not drawn").arg(ui::countText(lanes.undated()));
    parts << tr("%1 values").arg(ui::countText(lanes.distinct()));
    if (lanes.hasSeveral())
        parts << tr("an event may be in several lanes");
    return parts;
}

// For a while, in the place of the counts.
void TimelinePage::say(const QString& words)
{
    constexpr auto kFor = std::chrono::seconds(8);
    m_said = words;
    m_saidTimer.start(kFor);
    showCount();
}

void TimelinePage::showCount()
{
    if (m_saidTimer.isActive()) {
        m_count->setText(m_said);
        return;
    }
    const auto& lanes = m_timelining.lanes();
    const QStringList parts =
        lanes ? QStringList{eventsText(lanes->found())} + countParts() : QStringList();
    m_count->setText(parts.join(QStringLiteral("  ·  ")));
}

void TimelinePage::showSpan()
{
    m_spanBar->setVisible(m_zoom.selection().has_value());
    showState();
    if (!m_zoom.selection())
        return;
    const auto& summary = m_timelining.summary();
    m_span->setText(timeline::spanText(*m_zoom.selection(), summary ? &*summary : nullptr,
                                       TimeText(m_investigation.zone()), m_zoom.origin()));
    QStringList fields;
    if (summary) {
        for (const auto& field : summary->fields) {
            QStringList values;
            for (const query::FacetValue& value : field.values)
                values << QStringLiteral("%1 %2").arg(
                    visibleText(QString::fromStdString(value.text)), ui::countText(value.events));
            if (field.distinct > field.values.size())
                values << tr("%1 more").arg(ui::countText(field.distinct - field.values.size()));
            if (!values.isEmpty())
                fields << tr("%1: %2").arg(fieldTitle(field.field),
                                           values.join(QStringLiteral(", ")));
        }
    }
    m_spanValues->setText(fields.join(QStringLiteral("   ·   ")));
}

// Whoever steps from event to event reads here which one it is.
void TimelinePage::showSelected()
{
    if (!isVisible())
        return;
    const auto row = m_investigation.selectedRow();
    const auto& detail = m_timelining.detail();
    QStringList parts;
    if (row && detail)
        parts = timeline::eventWords(*detail->lanes(), *row, TimeText(m_investigation.zone()),
                                     m_zoom.origin());
    const casefile::Mark* mark = m_casebook && !parts.isEmpty() ? m_casebook->mark(*row) : nullptr;
    if (mark)
        parts += visibleText(markText(*mark), LineBreaks::Kept)
                     .split(u'\n', Qt::SkipEmptyParts)
                     .mid(0, 3);
    if (!parts.isEmpty() && m_detecting && m_detecting->findings())
        parts += timeline::findingsOf(*m_detecting->findings(), *row);
    m_event->setText(parts.isEmpty()
                         ? tr("No event is selected: click on one, or press . for the next one and "
                              ", for the one before.")
                         : parts.join(QStringLiteral("  ·  ")));
}

QString TimelinePage::eventText() const
{
    return m_event->text();
}

} // namespace trailloupe::ui
