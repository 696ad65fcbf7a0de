#include "model/workspace/pivots.h"

#include "model/query/bartests.h"
#include "model/query/bartext.h"
#include "model/query/fieldnames.h"
#include "model/workspace/timepivots.h"

#include <algorithm>

namespace trailloupe::workspace {

using query::Column;
using query::Derived;
using query::FieldTest;
using query::Predicate;
using query::PredicatePtr;

namespace {

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

// What one chip chooses of one field, exactly as pivots write it: `f:("a" or "b")`, `not f:*`, or
// both joined by "or".
struct Choice
{
    std::vector<std::string> values;
    bool missing = false;

    bool isEmpty() const { return values.empty() && !missing; }
    bool has(const PivotValue& value) const
    {
        return value.value ? std::ranges::find(values, *value.value) != values.end() : missing;
    }
    void add(const PivotValue& value)
    {
        if (!value.value)
            missing = true;
        else if (!has(value))
            values.push_back(*value.value);
    }
    void remove(const PivotValue& value)
    {
        if (value.value)
            std::erase(values, *value.value);
        else
            missing = false;
    }
    QString text(const query::Field& field) const
    {
        std::vector<PredicatePtr> parts;
        if (!values.empty()) {
            FieldTest test;
            test.field = field;
            test.operands = values;
            parts.push_back(Predicate::of(std::move(test)));
        }
        if (missing)
            parts.push_back(predicateOf(PivotValue{field, std::nullopt}));
        return conditionText(*Predicate::any(std::move(parts)));
    }
};

// False when the condition is none of a choice.
bool addTo(Choice& choice, const Predicate& predicate, const query::Field& field)
{
    const bool isNot = predicate.kind() == Predicate::Kind::Not;
    const Predicate& test = isNot ? *predicate.children().front() : predicate;
    if (test.kind() != Predicate::Kind::Field || test.field().field != field)
        return false;
    if (isNot ? test.field().op != FieldTest::Op::Exists
              : test.field().op != FieldTest::Op::Equal || test.field().foldCase)
        return false;
    choice.missing = choice.missing || isNot;
    choice.values.insert(choice.values.end(), test.field().operands.begin(),
                         test.field().operands.end());
    return true;
}

// Empty for a chip that asks for something else.
Choice choiceIn(const FilterChip& chip, const query::Field& field,
                const Investigation& investigation)
{
    const PredicatePtr predicate = chip.enabled ? predicateOf(chip, investigation) : nullptr;
    Choice choice;
    if (!predicate)
        return choice;
    if (predicate->kind() != Predicate::Kind::Any)
        return addTo(choice, *predicate, field) ? choice : Choice();
    for (const PredicatePtr& part : predicate->children()) {
        if (!addTo(choice, *part, field))
            return {};
    }
    return choice;
}

auto chipOf(Filter& filter, const query::Field& field, const Investigation& investigation)
{
    return std::ranges::find_if(filter.chips, [&](const FilterChip& chip) {
        return !choiceIn(chip, field, investigation).isEmpty();
    });
}

// The text with one more value for its condition on the field: `f:a b` becomes `f:(a or "v") b`.
// Nothing where all of the text does not depend on such a condition.
std::optional<QString> textWithValue(const QString& text, const PivotValue& value,
                                     const Investigation& investigation)
{
    const FilterText read = readFilterText(text, investigation.zone());
    if (!read.predicate || read.isPattern || !value.value)
        return std::nullopt;
    std::string utf8 = text.toStdString();
    const auto part = [&](query::TextSpan span) {
        return utf8.substr(span.offset, span.length);
    };
    const auto isNeeded = [&](const PredicatePtr& condition) {
        const auto& parts = read.predicate->children();
        return read.predicate == condition
            || (read.predicate->kind() == Predicate::Kind::All
                && std::ranges::find(parts, condition) != parts.end());
    };
    for (const query::BarTerm& term : read.terms) {
        const std::string op = part(term.op);
        std::string values = part(term.value);
        const bool fits = !term.negated && !values.empty() && values.front() != '['
            && (op == ":" || op == "=" || op == "==" || op == "in") && isNeeded(term.predicate);
        if (!fits || query::parseField(part(term.field)) != value.field)
            continue;
        if (values.front() == '(')
            values = values.substr(1, values.size() - 2);
        const PredicatePtr either = query::bar::anyValue({term.predicate, predicateOf(value)});
        utf8.replace(term.value.offset, term.value.length,
                     '(' + values + " or " + query::bar::quotedText(*value.value) + ')');
        const QString longer = QString::fromStdString(utf8);
        const FilterText again = readFilterText(longer, investigation.zone());
        const bool same = std::ranges::any_of(again.terms, [&](const query::BarTerm& other) {
            return other.field == term.field && other.predicate->key() == either->key();
        });
        return same ? std::optional(longer) : std::nullopt;
    }
    return std::nullopt;
}

// In place of what the time chip said.
void setTimeChip(Filter& filter, const QString& text)
{
    const auto chip = std::ranges::find(filter.chips, true, &FilterChip::isTime);
    if (chip != filter.chips.end()) {
        chip->text = text;
        chip->enabled = true;
    } else {
        filter.chips.insert(filter.chips.begin(), {.text = text, .isTime = true});
    }
}

QString undatedText()
{
    return conditionText(*predicateOf(PivotValue{{Derived::Time, {}}, std::nullopt}));
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
    return conditionText(*predicateOf(*this));
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

bool canPivot(const PivotValue& value)
{
    const PredicatePtr predicate = predicateOf(value);
    return !conditionText(*predicate).isEmpty()
        && !conditionText(*Predicate::negation(predicate)).isEmpty();
}

namespace {

std::optional<Filter> pivoted(const Investigation& investigation, const PivotValue& value,
                              Pivot how)
{
    if (!canPivot(value))
        return std::nullopt;
    Filter filter = investigation.filter();
    const PredicatePtr predicate = predicateOf(value);
    const QString only = conditionText(*predicate);
    const QString without = conditionText(*Predicate::negation(predicate));
    const QString opposite = how == Pivot::Without ? only : without;
    std::erase_if(filter.chips, [&](const FilterChip& chip) { return chip.text == opposite; });
    const auto chip =
        how == Pivot::Or ? chipOf(filter, value.field, investigation) : filter.chips.end();
    if (how == Pivot::Without) {
        addChip(filter, without);
    } else if (value.field.derived == Derived::Time) {
        setTimeChip(filter, only); // there is no "or" of moments: two of them would find nothing
    } else if (chip != filter.chips.end()) {
        Choice choice = choiceIn(*chip, value.field, investigation);
        choice.add(value);
        chip->text = choice.text(value.field);
        if (chip->text.isEmpty())
            return std::nullopt;
    } else if (const auto text = how == Pivot::Or ? textWithValue(filter.text, value, investigation)
                                                  : std::nullopt) {
        filter.text = *text;
    } else {
        addChip(filter, only);
    }
    return filter;
}

} // namespace

bool canPivot(const Investigation& investigation, const PivotValue& value, Pivot how)
{
    const auto filter = pivoted(investigation, value, how);
    return filter && predicateOf(*filter, investigation.zone());
}

bool pivot(Investigation& investigation, const PivotValue& value, Pivot how)
{
    const auto filter = pivoted(investigation, value, how);
    return filter && investigation.setFilter(*filter);
}

bool pivotInstead(Investigation& investigation, const std::vector<PivotValue>& values,
                  const std::optional<query::TimeSpan>& span)
{
    Filter filter = investigation.filter();
    for (const PivotValue& value : values) {
        const PredicatePtr predicate = predicateOf(value);
        const QString only = conditionText(*predicate);
        const QString without = conditionText(*Predicate::negation(predicate));
        if (only.isEmpty())
            return false;
        std::erase_if(filter.chips, [&](const FilterChip& chip) { return chip.text == without; });
        const auto chip = chipOf(filter, value.field, investigation);
        if (chip != filter.chips.end())
            chip->text = only;
        else
            addChip(filter, only);
    }
    if (span)
        setTimeChip(filter, timeCondition(*span));
    return investigation.setFilter(filter);
}

bool toggle(Investigation& investigation, const PivotValue& value)
{
    Filter filter = investigation.filter();
    const auto chip = chipOf(filter, value.field, investigation);
    if (chip == filter.chips.end())
        return pivot(investigation, value, Pivot::Or);
    Choice choice = choiceIn(*chip, value.field, investigation);
    if (!choice.has(value))
        return pivot(investigation, value, Pivot::Or);
    choice.remove(value);
    if (choice.isEmpty())
        filter.chips.erase(chip);
    else
        chip->text = choice.text(value.field);
    return investigation.setFilter(filter);
}

std::vector<std::string> chosenValues(const Investigation& investigation, const query::Field& field)
{
    Filter filter = investigation.filter();
    const auto chip = chipOf(filter, field, investigation);
    return chip == filter.chips.end() ? std::vector<std::string>()
                                      : choiceIn(*chip, field, investigation).values;
}

bool isMissingChosen(const Investigation& investigation, const query::Field& field)
{
    Filter filter = investigation.filter();
    const auto chip = chipOf(filter, field, investigation);
    return chip != filter.chips.end() && choiceIn(*chip, field, investigation).missing;
}

PredicatePtr predicateWithoutChoice(const Investigation& investigation, const query::Field& field)
{
    Filter filter = investigation.filter();
    const auto chip = chipOf(filter, field, investigation);
    if (chip != filter.chips.end())
        filter.chips.erase(chip);
    return predicateOf(filter, investigation.zone());
}

void pivotToTime(Investigation& investigation, std::int64_t from, std::int64_t to)
{
    Filter filter = investigation.filter();
    setTimeChip(filter, timeCondition({from, to}));
    investigation.setFilter(filter);
}

void pivotToUndated(Investigation& investigation)
{
    Filter filter = investigation.filter();
    setTimeChip(filter, undatedText());
    investigation.setFilter(filter);
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
