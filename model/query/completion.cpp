#include "model/query/completion.h"

#include "model/base/asciitext.h"
#include "model/query/bartext.h"
#include "model/query/fieldnames.h"

#include <algorithm>
#include <array>

namespace trailloupe::query {

using Kind = CompletionPlace::Kind;

namespace {

constexpr std::size_t kMostClosers = 100;
constexpr char kProbe = 'x';

bool isDelimiter(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '(' || c == ')' || c == '['
        || c == ']' || c == ',';
}

// The text before the cursor with a letter of a word at it, and all that is open closed.
struct Probe
{
    std::string text;
    BarQuery query;
};

std::optional<Probe> probeAt(std::string_view head, const BarOptions& options)
{
    Probe probe{std::string(head) + kProbe, {}};
    for (std::size_t i = 0; i < kMostClosers; ++i) {
        probe.query = parseBar(probe.text, options);
        if (probe.query.predicate)
            return probe;
        const BarError& error = *probe.query.error;
        const bool open = error.code == BarError::Code::UnclosedBracket
            || error.code == BarError::Code::UnclosedQuote;
        if (!open || error.detail.empty())
            return std::nullopt;
        probe.text += error.detail;
    }
    return std::nullopt;
}

// "time:" is no condition until a time stands there, so the parser cannot tell it.
std::optional<std::size_t> timeValueAt(std::string_view head)
{
    const std::size_t colon = head.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    std::size_t begin = colon;
    while (begin > 0 && !isDelimiter(head[begin - 1]))
        --begin;
    const auto field = parseField(head.substr(begin, colon - begin));
    const bool inValue = head.find('"', colon) == std::string_view::npos
        && head.find(')', colon) == std::string_view::npos;
    if (!field || field->derived != Derived::Time || !inValue)
        return std::nullopt;
    return begin;
}

const BarTerm* termAt(const BarQuery& query, std::size_t at)
{
    const BarTerm* found = nullptr;
    for (const BarTerm& term : query.terms) {
        if (term.whole.offset <= at && at <= term.whole.end()
            && (!found || term.whole.offset >= found->whole.offset))
            found = &term;
    }
    return found;
}

// Where the last item of a list of values begins.
std::size_t itemStart(std::string_view text, std::size_t from, std::size_t to)
{
    std::size_t start = from;
    char quote = '\0';
    for (std::size_t i = from; i < to; ++i) {
        const char c = text[i];
        if (quote != '\0') {
            if (c == '\\')
                ++i;
            else if (c == quote)
                quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (isDelimiter(c)) {
            start = i + 1;
        }
    }
    return start;
}

// From the start of a word to its end behind the cursor.
TextSpan wordAt(std::string_view text, std::size_t start, std::size_t cursor)
{
    std::size_t end = cursor;
    const char quote =
        start < text.size() && (text[start] == '"' || text[start] == '\'') ? text[start] : '\0';
    if (quote != '\0') {
        const std::size_t close = text.find(quote, cursor);
        return {start, (close == std::string_view::npos ? cursor : close + 1) - start};
    }
    while (end < text.size() && !isDelimiter(text[end]))
        ++end;
    return {start, end - start};
}

std::string typedText(std::string_view text, std::size_t start, std::size_t cursor)
{
    std::string_view typed = text.substr(start, cursor - start);
    if (!typed.empty() && (typed.front() == '"' || typed.front() == '\''))
        typed.remove_prefix(1);
    return std::string(typed);
}

std::string without(std::string_view text, TextSpan span)
{
    return std::string(text.substr(0, span.offset)) + '*' + std::string(text.substr(span.end()));
}

// The field that stands directly before the condition at the cursor, with nothing but space
// between: then an operator is to come.
std::optional<Field> fieldBefore(const Probe& probe, const BarTerm& term)
{
    const BarTerm* before = nullptr;
    for (const BarTerm& other : probe.query.terms) {
        if (other.whole.end() <= term.whole.offset)
            before = &other;
    }
    if (!before || before->field.length > 0)
        return std::nullopt;
    const std::string_view between =
        std::string_view(probe.text)
            .substr(before->whole.end(), term.whole.offset - before->whole.end());
    if (between.empty() || between.find_first_not_of(" \t") != std::string_view::npos)
        return std::nullopt;
    return parseField(
        std::string_view(probe.text).substr(before->value.offset, before->value.length));
}

// Suggestions in two groups: what begins with the text, then what contains it.
void beginningFirst(std::vector<Suggestion>& suggestions, std::string_view typed)
{
    const std::string wanted = lowerAscii(typed);
    std::stable_partition(suggestions.begin(), suggestions.end(), [&](const Suggestion& one) {
        return lowerAscii(one.shown).starts_with(wanted);
    });
}

// The first letters of the words that a name is made of, in lower case.
std::string capitalsOf(std::string_view name)
{
    std::string capitals;
    char before = '.';
    for (const char c : name) {
        const bool isUpper = c >= 'A' && c <= 'Z';
        const bool wasUpper = before >= 'A' && before <= 'Z';
        const bool beginsWord = before == '.' || before == '_' || before == '-';
        if (beginsWord || (isUpper && !wasUpper))
            capitals += lowerAscii(c);
        before = c;
    }
    return capitals;
}

// How well names fit what was typed.
class FieldRanks
{
public:
    explicit FieldRanks(std::string_view typed)
        : m_wanted(lowerAscii(std::string(typed)))
    {
        for (const FieldAlias& alias : fieldAliases()) {
            if (!lowerAscii(std::string(alias.name)).starts_with(m_wanted))
                continue;
            const bool isWhole = alias.name.size() == m_wanted.size();
            if (auto field = parseField(alias.means))
                m_aliased.insert(isWhole ? m_aliased.begin() : m_aliased.end(),
                                 {*std::move(field), isWhole});
        }
    }

    // Best 0; nothing when it does not fit.
    std::optional<int> of(const CatalogField& field) const
    {
        const bool begins = field.name.size() >= m_wanted.size()
            && equalFolded(std::string_view(field.name).substr(0, m_wanted.size()), m_wanted);
        const auto alias = std::ranges::find(m_aliased, field.field, &Aliased::field);
        if (begins || (alias != m_aliased.end() && alias->isWhole))
            return 0;
        if (m_wanted.size() > 1 && capitalsOf(field.name).starts_with(m_wanted))
            return 1;
        if (alias != m_aliased.end() || containsFolded(field.name, m_wanted))
            return 2;
        return std::nullopt;
    }

private:
    struct Aliased
    {
        Field field;
        bool isWhole; // typed to its end
    };
    std::string m_wanted;
    std::vector<Aliased> m_aliased;
};

// A word at `start` follows a condition that is complete.
bool followsCondition(std::string_view text, std::size_t start)
{
    if (start == 0 || text[start - 1] != ' ')
        return false;
    std::size_t end = start;
    while (end > 0 && text[end - 1] == ' ')
        --end;
    std::size_t begin = end;
    while (begin > 0 && !isDelimiter(text[begin - 1]))
        --begin;
    const std::string word = lowerAscii(std::string(text.substr(begin, end - begin)));
    if (word.empty())
        return end > 0 && (text[end - 1] == ')' || text[end - 1] == ']');
    return word != "and" && word != "or" && word != "not" && word != "&&" && word != "||";
}

} // namespace

CompletionPlace completionPlace(std::string_view text, std::size_t cursor,
                                const BarOptions& options)
{
    CompletionPlace place;
    const std::string_view head = text.substr(0, cursor);
    const auto probe = probeAt(head, options);
    if (!probe) {
        const auto begin = timeValueAt(head);
        if (!begin)
            return place;
        const std::size_t start = head.rfind(':') + 1;
        place.kind = Kind::Value;
        place.field = Field{Derived::Time, {}};
        place.replace = {start, cursor - start};
        place.typed = std::string(head.substr(start));
        place.rest = without(head, {*begin, cursor - *begin});
        return place;
    }
    const BarTerm* term = termAt(probe->query, cursor);
    if (!term || (term->value.length == 0 && term->field.length > 0))
        return place;
    const std::size_t start = itemStart(text, std::min(term->value.offset, cursor), cursor);
    if (start < text.size() && text[start] == '/')
        return place; // a regular expression
    place.replace = wordAt(text, start, cursor);
    place.typed = typedText(text, start, cursor);
    // The whole text knows what stands behind the cursor; it can be read only when it is complete.
    const BarQuery whole = parseBar(text, options);
    const BarTerm* same = whole.predicate ? termAt(whole, cursor) : nullptr;
    place.rest = same && same->whole.offset == term->whole.offset
        ? without(text, same->whole)
        : without(probe->text, term->whole);
    if (term->field.length > 0) {
        place.field = parseField(
            std::string_view(probe->text).substr(term->field.offset, term->field.length));
        place.kind = place.field ? Kind::Value : Kind::None;
        return place;
    }
    if (text.size() > start && (text[start] == '"' || text[start] == '\''))
        return place; // text that is looked for anywhere
    place.field = fieldBefore(*probe, *term);
    place.kind = place.field ? Kind::Operator : Kind::Field;
    place.afterCondition = followsCondition(text, start);
    place.inBracket = probe->text.find(')', head.size()) != std::string::npos;
    return place;
}

std::vector<Suggestion> suggestFields(const FieldCatalog& catalog, std::string_view typed,
                                      std::size_t count)
{
    struct Match
    {
        int rank;
        const CatalogField* field;
    };
    constexpr int kTypedInFull = -1; // before all others
    const FieldRanks ranks(typed);
    std::vector<Match> matches;
    for (const CatalogField& field : catalog.fields()) {
        const auto rank = field.hasValues ? ranks.of(field) : std::nullopt;
        if (rank)
            matches.push_back({field.name == typed ? kTypedInFull : *rank, &field});
    }
    std::ranges::stable_sort(matches, [](const Match& a, const Match& b) {
        return a.rank != b.rank ? a.rank < b.rank
                                : a.field->events.value_or(0) > b.field->events.value_or(0);
    });
    std::vector<Suggestion> found;
    for (const Match& match : matches) {
        if (found.size() == count)
            break;
        found.push_back({match.field->name + ':', match.field->name, match.field->events});
    }
    return found;
}

std::vector<Suggestion> suggestJoints(const CompletionPlace& place)
{
    std::vector<Suggestion> found;
    if (!place.afterCondition)
        return found;
    for (const char* joint : {"and ", "or ", ")"}) {
        if (std::string_view(joint).starts_with(lowerAscii(place.typed))
            && (*joint != ')' || place.inBracket))
            found.push_back({joint, joint, std::nullopt});
    }
    return found;
}

std::vector<Suggestion> suggestOperators(const FieldCatalog& catalog, const Field& field,
                                         std::string_view typed)
{
    // A colon stands directly behind its field; here there is space between.
    static constexpr std::array kEqual{"= ", "!= ", "in (", "not in ("};
    static constexpr std::array kOfText{"contains ", "startswith ", "endswith ", "=~ "};
    static constexpr std::array kOfOrder{"< ", "<= ", "> ", ">= "};
    static constexpr std::array kOfBoolean{"is true ", "is false "};
    static constexpr std::array kOfAny{"exists ", "not exists ", "is null "};
    std::vector<Suggestion> found;
    const auto add = [&](std::string_view op) {
        if (op.starts_with(lowerAscii(typed)))
            found.push_back({std::string(op), std::string(op), std::nullopt});
    };
    if (field.derived == Derived::Time) {
        std::ranges::for_each(kOfOrder, add);
        return found;
    }
    const CatalogField* known = catalog.find(field);
    const bool isKnown = known && (known->hasTexts || known->hasNumbers || known->hasBooleans);
    if (isKnown && known->hasBooleans)
        std::ranges::for_each(kOfBoolean, add);
    std::ranges::for_each(kEqual, add);
    if (!isKnown || known->hasTexts)
        std::ranges::for_each(kOfText, add);
    if (!isKnown || known->hasTexts || known->hasNumbers)
        std::ranges::for_each(kOfOrder, add);
    std::ranges::for_each(kOfAny, add);
    return found;
}

std::vector<Suggestion> suggestValues(Facet::Page page, std::string_view typed)
{
    std::vector<Suggestion> found;
    for (FacetValue& value : page.values)
        found.push_back({barValue(value.text), std::move(value.text), value.events});
    beginningFirst(found, typed);
    return found;
}

std::vector<Suggestion> suggestTimes(std::string_view typed)
{
    std::vector<Suggestion> found;
    for (const char* time : {"last 15m", "last 1h", "last 24h", "last 7d", "last 30d"}) {
        if (std::string_view(time).starts_with(lowerAscii(typed)))
            found.push_back({time, time, std::nullopt});
    }
    return found;
}

bool mayBecomeCondition(const FieldCatalog& catalog, const CompletionPlace& place)
{
    if (place.kind == Kind::Operator)
        return true;
    if (place.kind != Kind::Field || place.typed.empty())
        return false;
    const auto beginsWithIt = [&place](std::string_view name) {
        return equalFolded(name.substr(0, place.typed.size()), place.typed);
    };
    return !suggestJoints(place).empty()
        || std::ranges::any_of(catalog.fields(), beginsWithIt, &CatalogField::name)
        || std::ranges::any_of(fieldAliases(), beginsWithIt, &FieldAlias::name);
}

bool mayBecomeValue(const CompletionPlace& place, const std::vector<Suggestion>& suggestions)
{
    const auto goesOn = [&place](const Suggestion& one) {
        return equalFolded(std::string_view(one.shown).substr(0, place.typed.size()), place.typed);
    };
    const auto isIt = [&](const Suggestion& one) {
        return goesOn(one) && one.shown.size() == place.typed.size();
    };
    return std::ranges::any_of(suggestions, goesOn) && std::ranges::none_of(suggestions, isIt);
}

std::string barValue(std::string_view value)
{
    // In a list more words have a meaning of their own.
    const BarQuery word = parseBar("x:(" + std::string(value) + ')');
    const bool same = word.terms.size() == 1 && word.predicate
        && word.predicate->kind() == Predicate::Kind::Field
        && word.predicate->field().op == FieldTest::Op::Equal && word.predicate->field().foldCase
        && word.predicate->field().operands == std::vector<std::string>{std::string(value)};
    if (same && value.find_first_of("(),[]\"'") == std::string_view::npos)
        return std::string(value);
    return bar::quotedText(value);
}

} // namespace trailloupe::query
