#include "model/query/predicate.h"

#include <algorithm>

namespace trailloupe::query {
namespace {

// Every part with its length, so that no two tests can have one key.
class KeyWriter
{
public:
    explicit KeyWriter(char kind)
        : m_key(1, kind)
    { }
    KeyWriter& add(std::string_view text)
    {
        m_key += std::to_string(text.size());
        m_key += ':';
        m_key += text;
        return *this;
    }
    KeyWriter& add(std::int64_t number)
    {
        m_key += std::to_string(number);
        m_key += ',';
        return *this;
    }
    std::string key() { return std::move(m_key); }

private:
    std::string m_key;
};

std::string keyOf(const FieldTest& test)
{
    KeyWriter writer('f');
    writer.add(test.field.text()).add(int(test.field.derived)).add(test.field.path.forgiving);
    writer.add(int(test.op)).add(test.foldCase).add(test.negated).add(test.questionMark);
    writer.add(test.numbersInText).add(test.onMissing).add(test.onNull).add(int(test.containers));
    writer.add(int(test.numbers));
    std::vector<std::string> operands = test.operands;
    std::sort(operands.begin(), operands.end());
    for (const std::string& operand : operands)
        writer.add(operand);
    return writer.key();
}

std::string keyOf(const TextTest& test)
{
    return KeyWriter('t')
        .add(int(test.op))
        .add(test.foldCase)
        .add(int(test.scope))
        .add(test.operand)
        .key();
}

std::string keyOf(const TimeTest& test)
{
    KeyWriter writer('m');
    for (const auto& bound : {test.from, test.to}) {
        writer.add(bound ? 1 : 0);
        if (bound)
            writer.add(bound->beforeLast).add(bound->seconds);
    }
    return writer.key();
}

std::string keyOf(std::monostate)
{
    return {};
}

std::string keyOf(Predicate::Kind kind, const std::vector<PredicatePtr>& children)
{
    std::vector<std::string_view> keys;
    for (const PredicatePtr& child : children)
        keys.push_back(child->key());
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    KeyWriter writer(kind == Predicate::Kind::All ? '&' : kind == Predicate::Kind::Any ? '|' : '!');
    for (const std::string_view key : keys)
        writer.add(key);
    return writer.key();
}

} // namespace

std::string Field::text() const
{
    return derived == Derived::None ? path.text() : columnText(Column::derivedColumn(derived));
}

Predicate::Predicate(Kind kind, std::vector<PredicatePtr> children, Test test)
    : m_kind(kind)
    , m_children(std::move(children))
    , m_test(std::move(test))
    , m_key(kind <= Kind::Not ? keyOf(kind, m_children)
                              : std::visit([](const auto& t) { return keyOf(t); }, m_test))
{ }

PredicatePtr Predicate::combined(Kind kind, std::vector<PredicatePtr> children)
{
    std::vector<PredicatePtr> flat;
    for (PredicatePtr& child : children) {
        if (child->kind() == kind)
            flat.insert(flat.end(), child->children().begin(), child->children().end());
        else
            flat.push_back(std::move(child));
    }
    if (flat.size() == 1)
        return std::move(flat.front());
    return PredicatePtr(new Predicate(kind, std::move(flat), {}));
}

PredicatePtr Predicate::all(std::vector<PredicatePtr> children)
{
    return combined(Kind::All, std::move(children));
}

PredicatePtr Predicate::any(std::vector<PredicatePtr> children)
{
    return combined(Kind::Any, std::move(children));
}

PredicatePtr Predicate::negation(PredicatePtr child)
{
    if (child->kind() == Kind::Not)
        return child->children().front();
    return PredicatePtr(new Predicate(Kind::Not, {std::move(child)}, {}));
}

PredicatePtr Predicate::of(FieldTest test)
{
    return PredicatePtr(new Predicate(Kind::Field, {}, std::move(test)));
}

PredicatePtr Predicate::of(TextTest test)
{
    return PredicatePtr(new Predicate(Kind::Text, {}, std::move(test)));
}

PredicatePtr Predicate::of(TimeTest test)
{
    return PredicatePtr(new Predicate(Kind::Time, {}, test));
}

bool Predicate::sameTree(const Predicate& other) const
{
    return m_kind == other.m_kind && m_test == other.m_test
        && std::equal(m_children.begin(), m_children.end(), other.m_children.begin(),
                      other.m_children.end(),
                      [](const PredicatePtr& a, const PredicatePtr& b) { return a->sameTree(*b); });
}

} // namespace trailloupe::query
