#include "model/workspace/filter.h"

#include <QDateTime>
#include <QTimeZone>

namespace trailloupe::workspace {

query::BarOptions barOptions(const QByteArray& ianaId)
{
    const QTimeZone zone(ianaId);
    if (!zone.isValid() || ianaId == "UTC")
        return {};
    return {[zone](std::int64_t civil) -> std::int64_t {
        const QDateTime utc = QDateTime::fromSecsSinceEpoch(civil, Qt::UTC);
        return QDateTime(utc.date(), utc.time(), zone).toSecsSinceEpoch();
    }};
}

query::PredicatePtr predicateOf(const Filter& filter, const QByteArray& ianaId)
{
    const query::BarOptions options = barOptions(ianaId);
    std::vector<query::PredicatePtr> parts;
    const auto add = [&](const QString& text) {
        parts.push_back(query::parseBar(text.toStdString(), options).predicate);
    };
    add(filter.text);
    for (const FilterChip& chip : filter.chips) {
        if (chip.enabled)
            add(chip.text);
    }
    for (const query::PredicatePtr& part : parts) {
        if (!part)
            return nullptr;
    }
    std::erase_if(parts, [](const query::PredicatePtr& part) { return part->isEverything(); });
    return query::Predicate::all(std::move(parts));
}

} // namespace trailloupe::workspace
