#include "model/workspace/following.h"

#include "model/query/fieldnames.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <functional>
#include <span>

namespace trailloupe::workspace {
namespace {

using Kind = FollowTarget::Kind;

// Where an event names the key that it is about, after the one that signed the call.
constexpr std::array kKeyColumns{"userIdentity.accessKeyId", "requestParameters.accessKeyId",
                                 "responseElements.accessKey.accessKeyId",
                                 "responseElements.credentials.accessKeyId"};

struct Source
{
    Kind kind;
    const char* column;
};

// What an event is followed by.
constexpr std::array kSources{
    Source{Kind::AccessKey, "userIdentity.accessKeyId"},
    Source{Kind::Principal, "userIdentity.principalId"},
    Source{Kind::SourceIp, "sourceIPAddress"},
    Source{Kind::Request, "requestID"},
    Source{Kind::Resource, "resource"},
};
// What names the same in other words; an event always has one of the above besides.
constexpr std::array kOtherSources{
    Source{Kind::Principal, "user"},
    Source{Kind::Principal, "userIdentity.arn"},
    Source{Kind::Principal, "userIdentity.userName"},
    Source{Kind::Resource, "resources[].ARN"},
};

// A life asks for the value four times, which the bar has to hold.
const QString kSessionPages = QStringLiteral("principals/");
constexpr std::size_t kMostBytes = query::kMaxBarText / 32;

bool canFollow(const PivotValue& value)
{
    return value.value && !value.value->empty() && value.value->size() <= kMostBytes;
}

// The values that stand in the column, as pivots.
std::vector<PivotValue> valuesIn(const std::shared_ptr<const store::EventStore>& events, RowId row,
                                 const char* column)
{
    std::vector<PivotValue> values = pivotValues(events, row, *query::parseColumn(column));
    std::erase_if(values, std::not_fn(canFollow));
    return values;
}

QString keyLife(const std::string& key)
{
    QStringList conditions;
    for (const char* column : kKeyColumns)
        conditions.append(PivotValue{*fieldOf(column), key}.condition());
    return conditions.join(QStringLiteral(" or "));
}

void addKeyLives(std::vector<FollowTarget>& targets,
                 const std::shared_ptr<const store::EventStore>& events, RowId row)
{
    for (const char* column : kKeyColumns) {
        for (const PivotValue& value : valuesIn(events, row, column)) {
            const QString life = keyLife(*value.value);
            if (std::ranges::find(targets, life, &FollowTarget::condition) == targets.end())
                targets.push_back({Kind::KeyLife, *value.value, life});
        }
    }
}

} // namespace

std::vector<FollowTarget> followTargets(const std::shared_ptr<const store::EventStore>& events,
                                        RowId row)
{
    std::vector<FollowTarget> targets;
    for (const Source& source : kSources) {
        for (const PivotValue& value : valuesIn(events, row, source.column))
            targets.push_back({source.kind, *value.value, value.condition()});
    }
    addKeyLives(targets, events, row);
    for (const PivotValue& resource : valuesIn(events, row, "resource"))
        targets.push_back(
            {Kind::Changes, *resource.value,
             resource.condition() + QStringLiteral(" verb:(write or sensitive or destructive)")});
    return targets;
}

std::optional<FollowTarget> followTarget(const PivotValue& value)
{
    if (!canFollow(value))
        return std::nullopt;
    const auto isOf = [&value](const char* column) {
        return fieldOf(column) == value.field;
    };
    for (const std::span<const Source> sources :
         {std::span<const Source>(kSources), std::span<const Source>(kOtherSources)}) {
        for (const Source& source : sources) {
            if (isOf(source.column))
                return FollowTarget{source.kind, *value.value, value.condition()};
        }
    }
    // Where a key is what the call is about.
    if (std::ranges::any_of(kKeyColumns, isOf))
        return FollowTarget{Kind::KeyLife, *value.value, keyLife(*value.value)};
    return std::nullopt;
}

bool follow(Investigation& investigation, const FollowTarget& target)
{
    const bool ofAllTime = target.kind == Kind::KeyLife || target.kind == Kind::Changes;
    Filter filter;
    for (const FilterChip& chip : investigation.filter().chips) {
        if (chip.pinned || (chip.isTime && !ofAllTime))
            filter.chips.push_back(chip);
    }
    addChip(filter, target.condition);
    return investigation.setFilter(filter);
}

QString sessionPage(std::string_view name)
{
    return kSessionPages + QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

std::optional<QString> sessionPage(const std::shared_ptr<const store::EventStore>& events,
                                   RowId row)
{
    std::string name;
    query::ColumnReader(events, query::Column::derivedColumn(query::Derived::Session))
        .text(row, name);
    return name.empty() ? std::nullopt : std::optional(sessionPage(name));
}

std::optional<std::string> sessionOfPage(const QString& page)
{
    if (!page.startsWith(kSessionPages))
        return std::nullopt;
    return page.mid(kSessionPages.size()).toStdString();
}

QString windowPage(const QString& page)
{
    return page.section(u'/', 0, 0);
}

} // namespace trailloupe::workspace
