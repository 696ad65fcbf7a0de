#include "model/workspace/pivots.h"

#include "model/query/fieldnames.h"

#include <algorithm>

namespace trailloupe::workspace {

using query::Column;
using query::Derived;
using query::FieldTest;
using query::Predicate;
using query::PredicatePtr;

namespace {

QString printed(const PredicatePtr& predicate)
{
    return QString::fromStdString(query::printBar(*predicate).value_or(std::string()));
}

PredicatePtr predicateOf(const PivotValue& value)
{
    // A moment is a span of time, not a text.
    if (value.field.derived == Derived::Time && value.value) {
        if (auto moment = query::parseBar("time:\"" + *value.value + '"').predicate)
            return moment;
    }
    FieldTest test;
    test.field = value.field;
    if (!value.value) {
        test.op = FieldTest::Op::Exists;
        return Predicate::negation(Predicate::of(std::move(test)));
    }
    test.operands = {*value.value};
    return Predicate::of(std::move(test));
}

PredicatePtr predicateOf(const FilterChip& chip, const Investigation& investigation)
{
    return query::parseBar(chip.text.toStdString(), barOptions(investigation.zone())).predicate;
}

// A chip that asks for values of the field, exactly as pivots make them.
bool asksFor(const FilterChip& chip, const query::Field& field, const Investigation& investigation)
{
    const PredicatePtr predicate = predicateOf(chip, investigation);
    return chip.enabled && predicate && predicate->kind() == Predicate::Kind::Field
        && predicate->field().op == FieldTest::Op::Equal && !predicate->field().foldCase
        && predicate->field().field == field;
}

void addChip(Filter& filter, const QString& text)
{
    const auto same = std::ranges::find(filter.chips, text, &FilterChip::text);
    if (same != filter.chips.end())
        same->enabled = true;
    else
        filter.chips.push_back({.text = text});
}

void setTimeChip(Investigation& investigation, const QString& text)
{
    Filter filter = investigation.filter();
    const auto chip = std::ranges::find(filter.chips, true, &FilterChip::isTime);
    if (chip != filter.chips.end()) {
        chip->text = text;
        chip->enabled = true;
    } else {
        filter.chips.insert(filter.chips.begin(), {.text = text, .isTime = true});
    }
    investigation.setFilter(filter);
}

QString undatedText()
{
    return printed(predicateOf(PivotValue{{Derived::Time, {}}, std::nullopt}));
}

TimeChoice choiceOf(const FilterChip& chip, const Investigation& investigation)
{
    if (!chip.isTime || !chip.enabled)
        return {};
    if (chip.text == undatedText())
        return {.span = std::nullopt, .undated = true};
    const PredicatePtr predicate = predicateOf(chip, investigation);
    if (!predicate || predicate->kind() != Predicate::Kind::Time)
        return {};
    const auto& [from, to] = predicate->time();
    if ((from && from->beforeLast) || (to && to->beforeLast))
        return {};
    return {.span = query::TimeSpan{from ? from->seconds : INT64_MIN, to ? to->seconds : INT64_MAX},
            .undated = false};
}

} // namespace

query::Field fieldOf(const std::vector<store::PathTable::Step>& steps)
{
    query::Field field;
    for (const store::PathTable::Step& step : steps) {
        // The way through an array needs no step in a filter.
        if (!step.isElement)
            field.path.steps.push_back({query::PathStep::Kind::Key, step.key, 0});
    }
    return field;
}

QString PivotValue::condition() const
{
    return printed(predicateOf(*this));
}

std::vector<PivotValue> pivotValues(const std::shared_ptr<const store::EventStore>& events,
                                    RowId row, const Column& column)
{
    std::vector<PivotValue> values;
    if (column.derived != Derived::None) {
        std::vector<std::string> texts;
        query::ColumnReader(events, column).derivedValues(row, texts);
        for (std::string& text : texts)
            values.push_back({{column.derived, {}}, std::move(text)});
        if (values.empty())
            values.push_back({{column.derived, {}}, std::nullopt});
        return values;
    }
    const auto steps = store::PathTable::parse(column.path);
    if (!steps)
        return values;
    const query::Field field = fieldOf(*steps);
    if (const auto path = events->paths().find(column.path)) {
        events->values(row, *path, [&](store::ValueKind kind, std::string_view text) {
            using store::ValueKind;
            const bool isValue = kind == ValueKind::Text || kind == ValueKind::Number
                || kind == ValueKind::True || kind == ValueKind::False;
            const bool known =
                std::ranges::any_of(values, [&](const PivotValue& v) { return v.value == text; });
            if (isValue && !known)
                values.push_back({field, std::string(text)});
        });
    }
    if (values.empty())
        values.push_back({field, std::nullopt});
    return values;
}

std::optional<query::Field> fieldOf(std::string_view columnText)
{
    const auto column = query::parseColumn(columnText);
    if (!column)
        return std::nullopt;
    if (column->derived != Derived::None)
        return query::Field{column->derived, {}};
    const auto steps = store::PathTable::parse(column->path);
    return steps ? std::optional(fieldOf(*steps)) : std::nullopt;
}

std::optional<Column> columnOf(const store::EventStore& events, const query::Field& field)
{
    if (field.derived != Derived::None)
        return Column::derivedColumn(field.derived);
    const auto& paths = events.paths();
    // An array and its elements are the same field; the elements, which hold the values, come
    // later.
    std::optional<Column> found;
    for (std::uint32_t i = 1; i < paths.size(); ++i) {
        if (fieldOf(paths.steps(PathId(i))) == field)
            found = Column::pathColumn(paths.text(PathId(i)));
    }
    return found;
}

void pivot(Investigation& investigation, const PivotValue& value, Pivot how)
{
    Filter filter = investigation.filter();
    const PredicatePtr predicate = predicateOf(value);
    const QString only = printed(predicate);
    const QString without = printed(Predicate::negation(predicate));
    switch (how) {
    case Pivot::Only:
        std::erase_if(filter.chips, [&](const FilterChip& chip) { return chip.text == without; });
        addChip(filter, only);
        break;
    case Pivot::Without:
        std::erase_if(filter.chips, [&](const FilterChip& chip) { return chip.text == only; });
        addChip(filter, without);
        break;
    case Pivot::Or: {
        const auto chip = std::ranges::find_if(filter.chips, [&](const FilterChip& c) {
            return value.value && asksFor(c, value.field, investigation);
        });
        if (chip == filter.chips.end()) {
            addChip(filter, only);
            break;
        }
        FieldTest both = predicateOf(*chip, investigation)->field();
        if (std::ranges::find(both.operands, *value.value) == both.operands.end())
            both.operands.push_back(*value.value);
        chip->text = printed(Predicate::of(std::move(both)));
        break;
    }
    }
    investigation.setFilter(filter);
}

void toggle(Investigation& investigation, const PivotValue& value)
{
    Filter filter = investigation.filter();
    const QString missing = value.value ? QString() : value.condition();
    const auto chip = std::ranges::find_if(filter.chips, [&](const FilterChip& c) {
        return value.value ? asksFor(c, value.field, investigation)
                           : c.enabled && c.text == missing;
    });
    if (chip == filter.chips.end())
        return pivot(investigation, value, value.value ? Pivot::Or : Pivot::Only);
    if (value.value) {
        FieldTest rest = predicateOf(*chip, investigation)->field();
        if (std::erase(rest.operands, *value.value) == 0)
            return pivot(investigation, value, Pivot::Or);
        if (!rest.operands.empty()) {
            chip->text = printed(Predicate::of(std::move(rest)));
            investigation.setFilter(filter);
            return;
        }
    }
    filter.chips.erase(chip);
    investigation.setFilter(filter);
}

std::vector<std::string> chosenValues(const Investigation& investigation, const query::Field& field)
{
    for (const FilterChip& chip : investigation.filter().chips) {
        if (asksFor(chip, field, investigation))
            return predicateOf(chip, investigation)->field().operands;
    }
    return {};
}

PredicatePtr predicateWithoutChoice(const Investigation& investigation, const query::Field& field)
{
    Filter filter = investigation.filter();
    const auto chip = std::ranges::find_if(
        filter.chips, [&](const FilterChip& c) { return asksFor(c, field, investigation); });
    if (chip != filter.chips.end())
        filter.chips.erase(chip);
    return predicateOf(filter, investigation.zone());
}

void pivotToTime(Investigation& investigation, std::int64_t from, std::int64_t to)
{
    setTimeChip(investigation,
                printed(Predicate::of(
                    query::TimeTest{query::TimeBound{from, false}, query::TimeBound{to, false}})));
}

void pivotToUndated(Investigation& investigation)
{
    setTimeChip(investigation, undatedText());
}

TimeChoice timeChoice(const Investigation& investigation)
{
    const auto& chips = investigation.filter().chips;
    const auto chip = std::ranges::find(chips, true, &FilterChip::isTime);
    return chip == chips.end() ? TimeChoice() : choiceOf(*chip, investigation);
}

Filter withoutTimeChoice(const Investigation& investigation)
{
    Filter filter = investigation.filter();
    std::erase_if(filter.chips, [&](const FilterChip& chip) {
        return chip.isTime && (!chip.enabled || !choiceOf(chip, investigation).isEmpty());
    });
    return filter;
}

void clearTime(Investigation& investigation)
{
    Filter filter = investigation.filter();
    std::erase_if(filter.chips, [](const FilterChip& chip) { return chip.isTime; });
    investigation.setFilter(filter);
}

} // namespace trailloupe::workspace
