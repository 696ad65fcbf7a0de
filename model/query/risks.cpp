#include "model/query/risks.h"

#include "model/base/asciitext.h"
#include "model/query/conversionwriter.h"
#include "model/query/fieldnames.h"
#include "model/query/filterpattern.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace trailloupe::query {
namespace {

using Op = FieldTest::Op;
using Code = Risk::Code;

constexpr std::size_t kNamesInstead = 3;

// What derived columns with few values hold.
std::vector<std::string> valuesOf(Derived derived)
{
    switch (derived) {
    case Derived::Outcome:
        return {"success", "failure"};
    case Derived::Verb:
        return {"read", "write", "sensitive", "destructive"};
    case Derived::Class:
        return {"read", "write", "sensitive", "denied", "failed", "other"};
    default:
        return {};
    }
}

// The single conditions of a predicate: which hold when they do not fit, and which of those stand
// beside one that only fits events with the field ("user:* and not user:x").
class Leaves
{
public:
    explicit Leaves(const Predicate& predicate) { visit(predicate, false, nullptr); }

    struct Leaf
    {
        bool negated = false;
        bool guarded = false;
    };
    const Leaf* find(const Predicate& leaf) const
    {
        const auto it = m_leaves.find(&leaf);
        return it == m_leaves.end() ? nullptr : &it->second;
    }

private:
    struct Guards
    {
        const Guards* outer;
        std::unordered_set<std::string> fields;

        bool hold(const std::string& field) const
        {
            return fields.contains(field) || (outer && outer->hold(field));
        }
    };

    void visit(const Predicate& node, bool negated, const Guards* guards)
    {
        using Kind = Predicate::Kind;
        switch (node.kind()) {
        case Kind::Not:
            return visit(*node.children().front(), !negated, guards);
        case Kind::Field:
            m_leaves.try_emplace(
                &node, Leaf{negated, guards && negated && guards->hold(node.field().field.text())});
            return;
        case Kind::All:
        case Kind::Any:
            break;
        default:
            return;
        }
        Guards own{guards, {}};
        const bool allHold = (node.kind() == Kind::All) != negated;
        if (allHold) {
            for (const PredicatePtr& child : node.children())
                addGuard(*child, negated, own);
        }
        for (const PredicatePtr& child : node.children())
            visit(*child, negated, &own);
    }

    static void addGuard(const Predicate& child, bool negated, Guards& guards)
    {
        const bool isNot = child.kind() == Predicate::Kind::Not;
        const Predicate& leaf = isNot ? *child.children().front() : child;
        if (leaf.kind() == Predicate::Kind::Field && isNot == negated)
            guards.fields.insert(leaf.field().field.text());
    }

    std::unordered_map<const Predicate*, Leaf> m_leaves;
};

// Nothing where it is not known, or only that there may be more.
std::optional<std::uint64_t> eventsWith(const Field& field, const FieldCatalog& catalog)
{
    const auto listed =
        std::find_if(catalog.fields().begin(), catalog.fields().end(),
                     [&](const CatalogField& known) { return known.field == field; });
    if (listed != catalog.fields().end() && !listed->mayHaveMore)
        return listed->events;
    const auto coverage = catalog.coverage(field);
    return coverage && !coverage->mayHaveMore ? std::optional(coverage->events) : std::nullopt;
}

class Finder
{
public:
    Finder(std::string_view text, const Predicate& predicate, const FieldCatalog* catalog)
        : m_text(text)
        , m_leaves(predicate)
        , m_catalog(catalog && catalog->events() > 0 ? catalog : nullptr)
    { }

    void look(const BarTerm& term)
    {
        if (term.field.length == 0)
            return;
        const auto field = parseField(part(term.field));
        if (!field || noSuchField(term, *field))
            return;
        visit(term, *term.predicate, false);
    }

    std::vector<Risk> take() { return std::move(m_risks); }
    bool isFull() const { return m_risks.size() >= kMaxRisks; }

private:
    std::string_view part(TextSpan span) const { return m_text.substr(span.offset, span.length); }

    Risk risk(Code code, TextSpan where, const Field& field) const
    {
        Risk made;
        made.code = code;
        made.where = where;
        made.field = fieldText(field);
        if (m_catalog) {
            made.events = eventsWith(field, *m_catalog);
            made.of = m_catalog->events();
        }
        return made;
    }

    bool noSuchField(const BarTerm& term, const Field& field)
    {
        auto made = m_catalog ? riskOfMissing(field, *m_catalog) : std::nullopt;
        if (!made)
            return false;
        made->where = term.field;
        if (!made->instead.empty())
            made->fix = Risk::Edit{term.field, made->instead.front()};
        m_risks.push_back(*std::move(made));
        return true;
    }

    void visit(const BarTerm& term, const Predicate& node, bool negatedHere)
    {
        if (node.kind() == Predicate::Kind::Not)
            return visit(term, *node.children().front(), !negatedHere);
        if (node.kind() == Predicate::Kind::Field)
            return test(term, node, negatedHere);
        for (const PredicatePtr& child : node.children()) {
            const std::size_t before = m_risks.size();
            visit(term, *child, negatedHere);
            if (m_risks.size() != before)
                return; // one for a condition is enough
        }
    }

    void test(const BarTerm& term, const Predicate& node, bool negatedHere)
    {
        const FieldTest& test = node.field();
        const Leaves::Leaf* leaf = m_leaves.find(node);
        if (!leaf || test.op >= Op::Exists)
            return;
        if (wrongValue(term, test))
            return;
        if (!leaf->negated || leaf->guarded)
            return;
        if (m_catalog ? !m_catalog->isLackedByMost(test.field) : everyEventHas(test.field))
            return;
        Risk made = risk(Code::FindsLacking, term.whole, test.field);
        // Where a "not" further out turns it round, one more condition here would not help.
        if (leaf->negated == negatedHere)
            made.fix = Risk::Edit{{term.whole.end(), 0}, " and " + made.field + ":*"};
        m_risks.push_back(std::move(made));
    }

    bool wrongValue(const BarTerm& term, const FieldTest& test)
    {
        if (test.op != Op::Equal)
            return false;
        const std::vector<std::string> values = valuesOf(test.field.derived);
        for (const std::string& operand : test.operands) {
            if (!values.empty() && !isOneOf(values, test, operand))
                return noSuchValue(term, test, operand, values);
            if (!test.foldCase && isScalarField(test.field.path)
                && operand.find_first_of("*?") != std::string::npos)
                return quotedWildcard(term, test, operand);
        }
        return sourceWithoutDomain(term, test);
    }

    static bool isOneOf(const std::vector<std::string>& values, const FieldTest& test,
                        const std::string& operand)
    {
        return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
            return test.foldCase ? equalFolded(value, operand) : value == operand;
        });
    }

    bool noSuchValue(const BarTerm& term, const FieldTest& test, const std::string& operand,
                     const std::vector<std::string>& values)
    {
        constexpr std::size_t kAlike = 3; // letters: failed, failure
        Risk made = risk(Code::NoSuchValue, term.value, test.field);
        made.value = operand;
        made.instead = values;
        const std::string folded = lowerAscii(operand);
        const auto alike =
            std::find_if(values.begin(), values.end(), [&](const std::string& value) {
                return folded == value
                    || (folded.size() >= kAlike && value.starts_with(folded.substr(0, kAlike)));
            });
        if (alike != values.end() && test.operands.size() == 1)
            made.fix = Risk::Edit{term.value, *alike};
        m_risks.push_back(std::move(made));
        return true;
    }

    bool quotedWildcard(const BarTerm& term, const FieldTest& test, const std::string& operand)
    {
        Risk made = risk(Code::QuotedWildcard, term.value, test.field);
        made.value = operand;
        const bool plain = std::all_of(operand.begin(), operand.end(), [](char c) {
            return std::isalnum(static_cast<unsigned char>(c))
                || std::string_view("*?._-@:").find(c) != std::string_view::npos;
        });
        if (plain && test.operands.size() == 1)
            made.fix = Risk::Edit{term.value, operand};
        m_risks.push_back(std::move(made));
        return true;
    }

    bool sourceWithoutDomain(const BarTerm& term, const FieldTest& test)
    {
        static const Field source = *parseField("eventSource");
        const auto isShort = [](const std::string& operand) {
            return !operand.empty() && std::all_of(operand.begin(), operand.end(), [](char c) {
                return std::isalnum(static_cast<unsigned char>(c)) || c == '-';
            });
        };
        if (test.field != source
            || !std::all_of(test.operands.begin(), test.operands.end(), isShort))
            return false;
        Risk made = risk(Code::SourceWithoutDomain, term.value, test.field);
        made.value = test.operands.front();
        made.fix = Risk::Edit{term.field, "service"};
        m_risks.push_back(std::move(made));
        return true;
    }

    std::string_view m_text;
    Leaves m_leaves;
    const FieldCatalog* m_catalog;
    std::vector<Risk> m_risks;
};

std::string percent(std::uint64_t part, std::uint64_t of)
{
    if (part == 0 || of == 0)
        return "none";
    const auto permille = part * 1000 / of;
    if (permille == 0)
        return "less than 0.1 %";
    return std::to_string(permille / 10) + '.' + std::to_string(permille % 10) + " %";
}

std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

} // namespace

namespace {

// Optional terms of a filter pattern; the bar takes "?" for any letter.
std::optional<Risk> riskOfTerms(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos || text[begin] != '?')
        return std::nullopt;
    const FilterPattern pattern = parseFilterPattern(text);
    if (!pattern.predicate)
        return std::nullopt;
    Risk made;
    made.code = Code::LooksLikeTerms;
    made.where = {begin, text.size() - begin};
    if (auto bar = convert(*pattern.predicate, TextForm::Bar).text)
        made.fix = Risk::Edit{{0, text.size()}, *std::move(bar)};
    return made;
}

} // namespace

std::vector<Risk> risksOf(std::string_view text, const std::vector<BarTerm>& terms,
                          const Predicate& predicate, const FieldCatalog* catalog)
{
    if (const auto risk = riskOfTerms(text))
        return {*risk};
    Finder finder(text, predicate, catalog);
    for (const BarTerm& term : terms) {
        if (finder.isFull())
            break;
        finder.look(term);
    }
    return finder.take();
}

std::optional<Risk> riskOfMissing(const Field& field, const FieldCatalog& catalog)
{
    if (field.derived != Derived::None || catalog.events() == 0
        || eventsWith(field, catalog) != std::uint64_t{0})
        return std::nullopt;
    Risk made;
    made.code = Code::NoSuchField;
    made.field = fieldText(field);
    made.events = 0;
    made.of = catalog.events();
    // A name of CloudTrail is no slip of the pen; the export just has none of it.
    if (!isScalarField(field.path))
        made.instead = catalog.nearest(made.field, kNamesInstead);
    std::erase(made.instead, made.field);
    return made;
}

namespace {

void collectFields(const Predicate& predicate, std::vector<Field>& fields)
{
    for (const PredicatePtr& child : predicate.children())
        collectFields(*child, fields);
    if (predicate.kind() == Predicate::Kind::Field
        && std::ranges::find(fields, predicate.field().field) == fields.end())
        fields.push_back(predicate.field().field);
}

} // namespace

std::vector<Risk> risksOfMissing(const Predicate& predicate, const FieldCatalog& catalog)
{
    std::vector<Field> fields;
    collectFields(predicate, fields);
    std::vector<Risk> risks;
    for (const Field& field : fields) {
        if (risks.size() == kMaxRisks)
            break;
        if (auto risk = riskOfMissing(field, catalog))
            risks.push_back(*std::move(risk));
    }
    return risks;
}

std::string riskText(const Risk& risk, std::string_view row)
{
    switch (risk.code) {
    case Code::FindsLacking:
        return "finds every " + std::string(row) + " without " + risk.field
            + (risk.events ? " too; " + percent(*risk.events, risk.of) + " of the "
                       + std::string(row) + "s have it"
                           : std::string(" too"));
    case Code::NoSuchField:
        return "no " + std::string(row) + " has " + risk.field
            + (risk.instead.empty() ? "" : "; there is " + listed(risk.instead));
    case Code::NoSuchValue:
        return risk.field + " is never " + risk.value + ", only " + listed(risk.instead);
    case Code::QuotedWildcard:
        return "in quotes * and ? are letters, and " + risk.field + " never holds them";
    case Code::LooksLikeTerms:
        return "looks like terms of a CloudWatch filter pattern; here ? stands for any letter";
    case Code::SourceWithoutDomain:
        return "sources are written in full, as " + risk.value
            + ".amazonaws.com; service:" + risk.value + " is the short form";
    }
    return {};
}

} // namespace trailloupe::query
