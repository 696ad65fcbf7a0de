// What the timeline shows of findings.
#include "ui/common/errortext.h"
#include "ui/timeline/timelinepage.h"
#include "ui/timeline/timelineview.h"

namespace trailloupe::ui {

using detection::FindingsPtr;
using trailloupe::timeline::FlagsPtr;
using trailloupe::timeline::LanesPtr;
using workspace::Detecting;
using workspace::Timelining;

namespace {

const QString kSlot = QStringLiteral("timeline findings");

Result<FlagsPtr> flagsOf(const LanesPtr& lanes, const FindingsPtr& findings,
                         const JobContext& context)
{
    std::vector<std::uint8_t> levels;
    levels.reserve(findings->severities().size());
    for (const detection::Severity severity : findings->severities())
        levels.push_back(static_cast<std::uint8_t>(severity));
    return trailloupe::timeline::makeFlags(lanes, findings->places(), levels, context);
}

} // namespace

void TimelinePage::setDetecting(Detecting& detecting)
{
    m_detecting = &detecting;
    connect(&detecting, &Detecting::changed, this, [this] {
        showSelected();
        showFindings();
    });
    connect(&m_timelining, &Timelining::detailChanged, this, &TimelinePage::showFindings);
    showFindings();
}

void TimelinePage::showFindings()
{
    if (!m_detecting || !isVisible())
        return;
    const auto& detail = m_timelining.detail();
    const FindingsPtr& findings = m_detecting->findings();
    if (!detail || !findings || findings->events() != detail->lanes()->events())
        return forgetFindings();
    const LanesPtr& lanes = detail->lanes();
    if (m_flagsOf.lock() == lanes && m_flagsFor.lock() == findings)
        return;
    m_flagsOf = lanes;
    m_flagsFor = findings;
    m_jobs.startBeside(
        kSlot, this,
        [lanes, findings](const JobContext& context) { return flagsOf(lanes, findings, context); },
        [this, findings](Result<FlagsPtr> made) {
            if (made.ok())
                return m_view->setFindings(findings, *std::move(made));
            forgetFindings();
            if (made.error().kind != Error::Kind::Cancelled)
                say(tr("Findings could not be marked: %1").arg(errorText(made.error())));
        });
}

void TimelinePage::forgetFindings()
{
    m_jobs.discard(kSlot);
    m_flagsOf.reset();
    m_flagsFor.reset();
    m_view->setFindings(nullptr, nullptr);
}

} // namespace trailloupe::ui
