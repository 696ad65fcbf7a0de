// timelinewords: what a timeline says in words: of lanes, events, columns, sessions, spans.
//
// Threads: any. Texts may hold evidence: show them as plain text.
#pragma once

#include "model/timeline/lanes.h"
#include "model/timeline/spansummary.h"
#include "ui/timeline/timelinegeometry.h"
#include "ui/timeline/timelinepainter.h"
#include "ui/words/timetext.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace trailloupe::ui::timeline {

QString laneName(const trailloupe::timeline::Lane& lane); // "and 4,310 more", "no value"
LaneLabel labelOf(const trailloupe::timeline::Lane& lane);
QString laneTip(const trailloupe::timeline::Lanes& lanes, std::size_t lane);
// What is under a point; nothing where there is nothing to say.
QString hitTip(const Hit& hit, const trailloupe::timeline::Lanes& lanes, const TimeText& time,
               std::optional<std::int64_t> origin);

// "2026-03-10 12:00:00 UTC", "CreateUser (iam)", who, what it is, from T0: empty of a row that
// these events do not hold. Says it where no lane has the event.
QStringList eventWords(const trailloupe::timeline::Lanes& lanes, RowId row, const TimeText& time,
                       std::optional<std::int64_t> origin);
// What a mark says; of a span also which it is.
QString markTip(const Mark& mark, const TimeText& time);

QString lengthText(std::int64_t seconds); // "2 d 3 h", "1 h 2 min 3 s", "12 s"
QString relativeText(std::int64_t seconds); // "T0 + 1 h 2 min", "T0 − 3 s", "T0"
QString relativeTick(std::int64_t seconds, std::int64_t step); // "+1:02:00", "−0:05", "0:00"
// "2026-… – … UTC  ·  2 min 50 s  ·  120 events: 100 read …"
QString spanText(query::TimeSpan span, const trailloupe::timeline::SpanSummary* summary,
                 const TimeText& time, std::optional<std::int64_t> origin);

} // namespace trailloupe::ui::timeline
