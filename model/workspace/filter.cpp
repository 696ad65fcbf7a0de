#include "model/workspace/filter.h"

#include "model/query/bartext.h"
#include "model/query/conversion.h"

#include <QDateTime>
#include <QStringList>
#include <QTimeZone>

#include <algorithm>

namespace trailloupe::workspace {

namespace {

QStringList enabledParts(const Filter& filter)
{
    QStringList parts;
    if (const QString text = filter.text.trimmed(); !text.isEmpty())
        parts.append(text);
    for (const FilterChip& chip : filter.chips) {
        if (chip.enabled)
            parts.append(chip.text);
    }
    return parts;
}

QString joined(QStringList parts)
{
    if (parts.size() < 2)
        return parts.join(QString());
    for (QString& part : parts)
        part = u'(' + part + u')';
    return parts.join(QStringLiteral(" and "));
}

} // namespace

QString conditionText(const query::Predicate& predicate)
{
    return QString::fromStdString(query::printBar(predicate).value_or(std::string()));
}

void addChip(Filter& filter, const QString& condition)
{
    const auto same = std::ranges::find(filter.chips, condition, &FilterChip::text);
    if (same != filter.chips.end())
        same->enabled = true;
    else
        filter.chips.push_back({.text = condition});
}

Filter pinnedOf(const Filter& filter)
{
    Filter pinned;
    for (const FilterChip& chip : filter.chips) {
        if (chip.pinned)
            pinned.chips.push_back(chip);
    }
    return pinned;
}

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

FilterText readFilterText(const QString& text, const QByteArray& ianaId)
{
    FilterText read;
    const std::string utf8 = text.toStdString();
    read.isPattern = query::detectLanguage(utf8) == query::FilterLanguage::Pattern;
    if (read.isPattern) {
        query::FilterPattern pattern = query::parseFilterPattern(utf8);
        read.predicate = std::move(pattern.predicate);
        read.patternError = std::move(pattern.error);
        read.warnings = std::move(pattern.warnings);
    } else {
        query::BarQuery query = query::parseBar(utf8, barOptions(ianaId));
        read.predicate = std::move(query.predicate);
        read.terms = std::move(query.terms);
        read.barError = std::move(query.error);
    }
    return read;
}

std::optional<QString> asOneText(const Filter& filter)
{
    QStringList parts = enabledParts(filter);
    const query::PredicatePtr meant = predicateOf(filter, {});
    if (!meant)
        return std::nullopt;
    if (parts.size() < 2)
        return parts.join(QString());
    const FilterText text = readFilterText(filter.text, {});
    if (text.isPattern) {
        const query::Conversion made = query::convert(*text.predicate, query::TextForm::Bar);
        if (!made.text || !made.losses.empty())
            return std::nullopt;
        parts.front() = QString::fromStdString(*made.text);
        parts.removeAll(QString());
    }
    const QString one = joined(parts);
    // Together they may be too long.
    const query::PredicatePtr read = readFilterText(one, {}).predicate;
    return read && (text.isPattern || read->key() == meant->key()) ? std::optional(one)
                                                                   : std::nullopt;
}

QString wholeText(const Filter& filter)
{
    const auto one = asOneText(filter);
    return one ? *one : enabledParts(filter).join(u'\n');
}

query::PredicatePtr predicateOf(const Filter& filter, const QByteArray& ianaId)
{
    const query::BarOptions options = barOptions(ianaId);
    std::vector<query::PredicatePtr> parts{readFilterText(filter.text, ianaId).predicate};
    for (const FilterChip& chip : filter.chips) {
        if (chip.enabled)
            parts.push_back(query::parseBar(chip.text.toStdString(), options).predicate);
    }
    for (const query::PredicatePtr& part : parts) {
        if (!part)
            return nullptr;
    }
    std::erase_if(parts, [](const query::PredicatePtr& part) { return part->isEverything(); });
    return query::Predicate::all(std::move(parts));
}

} // namespace trailloupe::workspace
