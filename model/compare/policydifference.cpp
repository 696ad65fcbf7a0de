#include "model/compare/policydifference.h"

#include "model/base/asciitext.h"
#include "model/compare/contenthashes.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace trailloupe::compare {

using query::FieldTree;
using JsonKind = JsonDocument::Kind;
using Kind = PolicyChange::Kind;

namespace {

constexpr std::uint32_t kNone = FieldTree::kNone;
// More pairs than this are not looked at one by one: of such policies is said what came and went.
constexpr std::size_t kMostPairs = 10'000;

// A statement as the sets that it is made of.
struct Statement
{
    std::string name;
    std::string sid;
    std::string effect;
    std::map<std::string, std::set<std::string>> elements; // "Action", "Principal.AWS" …
    std::map<std::string, std::set<std::string>> conditions; // "IpAddress.aws:SourceIp"
    std::map<std::string, std::string> spellings; // of actions, which are kept in lower case
    bool operator==(const Statement& other) const
    {
        return effect == other.effect && elements == other.elements
            && conditions == other.conditions;
    }
};

bool isOfActions(std::string_view element)
{
    return element == "Action" || element == "NotAction";
}

std::string textOf(const FieldTree& tree, std::uint32_t node)
{
    return tree.node(node).kind == JsonKind::String ? tree.node(node).text
                                                    : std::string(tree.json(node));
}

// A value, or the values of a list.
std::set<std::string> valuesOf(const FieldTree& tree, std::uint32_t node)
{
    std::set<std::string> values;
    const auto add = [&](std::uint32_t at) {
        values.insert(textOf(tree, at));
    };
    if (tree.node(node).kind != JsonKind::Array)
        add(node);
    for (std::uint32_t i = 0; tree.node(node).kind == JsonKind::Array && i < tree.childCount(node);
         ++i)
        add(tree.child(node, i));
    return values;
}

void readActions(const std::set<std::string>& actions, const std::string& key, Statement& statement)
{
    for (const std::string& action : actions) {
        statement.elements[key].insert(lowerAscii(action));
        statement.spellings.try_emplace(lowerAscii(action), action);
    }
}

// The id of an account means its root: "arn:aws:iam::111122223333:root".
std::set<std::string> principalsOf(const FieldTree& tree, std::uint32_t node)
{
    constexpr std::size_t kAccountDigits = 12;
    std::set<std::string> principals;
    for (const std::string& value : valuesOf(tree, node)) {
        const bool isAccount = value.size() == kAccountDigits
            && value.find_first_not_of("0123456789") == std::string::npos;
        principals.insert(isAccount ? "arn:aws:iam::" + value + ":root" : value);
    }
    return principals;
}

// "*" means the same as {"AWS": "*"}.
void readPrincipal(const FieldTree& tree, std::uint32_t node, const std::string& key,
                   Statement& statement)
{
    if (tree.node(node).kind != JsonKind::Object) {
        statement.elements[key + ".AWS"].merge(principalsOf(tree, node));
        return;
    }
    for (std::uint32_t i = 0; i < tree.childCount(node); ++i) {
        const std::uint32_t member = tree.child(node, i);
        const std::string& kind = tree.node(member).key;
        statement.elements[key + '.' + kind].merge(kind == "AWS" ? principalsOf(tree, member)
                                                                 : valuesOf(tree, member));
    }
}

void readConditions(const FieldTree& tree, std::uint32_t node, Statement& statement)
{
    for (std::uint32_t i = 0; i < tree.childCount(node); ++i) {
        const std::uint32_t test = tree.child(node, i);
        if (tree.node(test).kind != JsonKind::Object) {
            statement.conditions[tree.node(test).key].merge(valuesOf(tree, test));
            continue;
        }
        for (std::uint32_t k = 0; k < tree.childCount(test); ++k) {
            const std::uint32_t key = tree.child(test, k);
            statement.conditions[tree.node(test).key + '.' + tree.node(key).key].merge(
                valuesOf(tree, key));
        }
    }
}

Statement readStatement(const FieldTree& tree, std::uint32_t node, std::size_t number)
{
    Statement statement;
    for (std::uint32_t i = 0; i < tree.childCount(node); ++i) {
        const std::uint32_t member = tree.child(node, i);
        const std::string& key = tree.node(member).key;
        if (key == "Sid")
            statement.sid = textOf(tree, member);
        else if (key == "Effect")
            statement.effect = textOf(tree, member);
        else if (key == "Principal" || key == "NotPrincipal")
            readPrincipal(tree, member, key, statement);
        else if (key == "Condition" && tree.node(member).kind == JsonKind::Object)
            readConditions(tree, member, statement);
        else if (isOfActions(key))
            readActions(valuesOf(tree, member), key, statement);
        else
            statement.elements[key].merge(valuesOf(tree, member));
    }
    statement.name = statement.sid.empty() ? "Statement " + std::to_string(number) : statement.sid;
    return statement;
}

std::vector<Statement> readStatements(const FieldTree& tree, std::uint32_t policy)
{
    const std::uint32_t node = tree.document().member(policy, "Statement");
    std::vector<Statement> statements;
    if (tree.node(node).kind == JsonKind::Object) {
        statements.push_back(readStatement(tree, node, 1));
        return statements;
    }
    for (std::uint32_t i = 0; i < tree.childCount(node); ++i)
        statements.push_back(readStatement(tree, tree.child(node, i), i + 1));
    return statements;
}

// Whether `pattern`, with * and ?, fits all that `other` fits: its own * and ? are only met by a
// pattern's.
bool covers(std::string_view pattern, std::string_view other)
{
    std::size_t p = 0;
    std::size_t o = 0;
    std::size_t star = std::string_view::npos;
    std::size_t starAt = 0;
    while (o < other.size()) {
        const bool any = p < pattern.size() && pattern[p] == '?' && other[o] != '*';
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            starAt = o;
        } else if (any || (p < pattern.size() && pattern[p] == other[o])) {
            ++p;
            ++o;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            o = ++starAt;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

// In NotAction and the like more values allow less; that is not what "wider" means there.
bool hasWidth(std::string_view element)
{
    return element == "Action" || element == "Resource" || element.starts_with("Principal.");
}

// As they are written in the statement.
std::string joined(const std::set<std::string>& values, const Statement& in)
{
    std::string text;
    for (const std::string& value : values) {
        const auto spelling = in.spellings.find(value);
        text += (text.empty() ? "" : ", ")
            + (spelling == in.spellings.end() ? value : spelling->second);
    }
    return text;
}

bool isPublic(const Statement& statement)
{
    const auto found = statement.elements.find("Principal.AWS");
    return statement.effect == "Allow"
        && ((found != statement.elements.end() && found->second.contains("*"))
            || std::ranges::any_of(statement.elements, [](const auto& element) {
                   return element.first.starts_with("NotPrincipal.");
               }));
}

class Differences
{
public:
    std::vector<PolicyChange> take() { return std::move(m_changes); }

    void add(Kind kind, const Statement& statement, std::string element, std::string before,
             std::string after)
    {
        m_changes.push_back(
            {kind, statement.name, std::move(element), std::move(before), std::move(after)});
    }

    void statement(const Statement& before, const Statement& after)
    {
        if (before.effect != after.effect)
            add(Kind::EffectChanged, after, "Effect", before.effect, after.effect);
        publicity(&before, after);
        everyKey(before.elements, after.elements,
                 [&](const std::string& key, const auto& was, const auto& is) {
                     values(before, after, key, was, is);
                 });
        everyKey(before.conditions, after.conditions,
                 [&](const std::string& key, const auto& was, const auto& is) {
                     if (was == is)
                         return;
                     const Kind kind = was.empty() ? Kind::ConditionAdded
                         : is.empty()              ? Kind::ConditionRemoved
                                                   : Kind::ConditionChanged;
                     add(kind, after, "Condition." + key, joined(was, before), joined(is, after));
                 });
    }

    void publicity(const Statement* before, const Statement& after)
    {
        const bool wasPublic = before && isPublic(*before);
        const bool wasBound = before && !before->conditions.empty();
        if (wasPublic && !isPublic(after))
            add(Kind::NoLongerPublic, after, "Principal", "*", {});
        else if (isPublic(after) && after.conditions.empty() && (!wasPublic || wasBound))
            add(Kind::MadePublic, after, "Principal", {}, "*");
        else if (isPublic(after) && !wasPublic)
            add(Kind::MadePublicUnderCondition, after, "Principal", {}, "*");
    }

private:
    using Values = std::set<std::string>;

    template<typename Map, typename Function>
    static void everyKey(const Map& before, const Map& after, Function function)
    {
        std::set<std::string> keys;
        for (const auto& [key, values] : before)
            keys.insert(key);
        for (const auto& [key, values] : after)
            keys.insert(key);
        static const Values none;
        for (const std::string& key : keys) {
            const auto was = before.find(key);
            const auto is = after.find(key);
            function(key, was == before.end() ? none : was->second,
                     is == after.end() ? none : is->second);
        }
    }

    void values(const Statement& before, const Statement& after, const std::string& element,
                const Values& was, const Values& is)
    {
        Values gone;
        Values came;
        std::ranges::set_difference(was, is, std::inserter(gone, gone.end()));
        std::ranges::set_difference(is, was, std::inserter(came, came.end()));
        Values told; // of those that are gone: said together with what covers them
        for (const std::string& value : came) {
            Values covered;
            Values covering;
            if (hasWidth(element) && gone.size() * came.size() <= kMostPairs) {
                for (const std::string& old : gone) {
                    if (covers(value, old))
                        covered.insert(old);
                    else if (covers(old, value))
                        covering.insert(old);
                }
            }
            const Values& partner = covered.empty() ? covering : covered;
            if (!covered.empty())
                add(Kind::Widened, after, element, joined(covered, before), joined({value}, after));
            else if (!covering.empty())
                add(Kind::Narrowed, after, element, joined(covering, before),
                    joined({value}, after));
            else
                add(Kind::ValueAdded, after, element, {}, joined({value}, after));
            told.insert(partner.begin(), partner.end());
        }
        for (const std::string& value : gone) {
            if (!told.contains(value))
                add(Kind::ValueRemoved, after, element, joined({value}, before), {});
        }
    }

    std::vector<PolicyChange> m_changes;
};

std::string described(const Statement& statement)
{
    std::string text = statement.effect;
    for (const auto& [element, values] : statement.elements)
        text += "; " + element + ": " + joined(values, statement);
    for (const auto& [condition, values] : statement.conditions)
        text += "; Condition " + condition + ": " + joined(values, statement);
    return text;
}

// How much two statements have in common.
std::size_t likeness(const Statement& a, const Statement& b)
{
    std::size_t common = a.effect == b.effect ? 1 : 0;
    for (const auto& [element, values] : a.elements) {
        const auto found = b.elements.find(element);
        if (found == b.elements.end())
            continue;
        common += 1;
        common += 2
            * static_cast<std::size_t>(std::ranges::count_if(
                values, [&](const std::string& value) { return found->second.contains(value); }));
    }
    return common;
}

// Two statements have the same one when they are equal; Sids are not part of it.
std::string contentOf(const Statement& statement)
{
    std::string content = statement.effect;
    for (const auto* sets : {&statement.elements, &statement.conditions}) {
        content += '\0'; // lengths tell the texts apart, this the sets
        for (const auto& [name, values] : *sets) {
            content += std::to_string(name.size()) + ':' + name + std::to_string(values.size());
            for (const std::string& value : values)
                content += ';' + std::to_string(value.size()) + ':' + value;
        }
    }
    return content;
}

// For each statement after, the one before that it came from: first those with a name that says so,
// in their order, then the most alike.
class Pairing
{
public:
    Pairing(const std::vector<Statement>& before, const std::vector<Statement>& after)
        : m_before(before)
        , m_after(after)
        , m_from(after.size())
        , m_isUsed(before.size())
    { }

    std::vector<std::optional<std::size_t>> make()
    {
        take([](const Statement& statement) {
            return std::optional(std::to_string(statement.sid.size()) + ':' + statement.sid
                                 + contentOf(statement));
        });
        take([](const Statement& statement) {
            return statement.sid.empty() ? std::nullopt : std::optional(statement.sid);
        });
        take([](const Statement& statement) { return std::optional(contentOf(statement)); });
        takeMostAlike();
        return std::move(m_from);
    }

private:
    template<typename KeyOf>
    void take(const KeyOf& keyOf)
    {
        std::map<std::string, std::deque<std::size_t>> free;
        for (std::size_t b = 0; b < m_before.size(); ++b) {
            if (!m_isUsed[b]) {
                if (const auto key = keyOf(m_before[b]))
                    free[*key].push_back(b);
            }
        }
        for (std::size_t a = 0; a < m_after.size(); ++a) {
            if (m_from[a])
                continue;
            const auto key = keyOf(m_after[a]);
            const auto found = key ? free.find(*key) : free.end();
            if (found == free.end() || found->second.empty())
                continue;
            pair(found->second.front(), a);
            found->second.pop_front();
        }
    }

    // Of many it would take long, and nobody reads which of hundreds is like which.
    void takeMostAlike()
    {
        const auto free = static_cast<std::size_t>(std::ranges::count(m_isUsed, false));
        const auto open = static_cast<std::size_t>(
            std::ranges::count_if(m_from, [](const auto& from) { return !from; }));
        if (free * open > kMostPairs)
            return;
        for (std::size_t a = 0; a < m_after.size(); ++a) {
            if (m_from[a])
                continue;
            std::size_t best = 1; // an effect or one element alone is no likeness
            std::optional<std::size_t> from;
            for (std::size_t b = 0; b < m_before.size(); ++b) {
                // Two names are two statements.
                const bool areNamed = !m_before[b].sid.empty() && !m_after[a].sid.empty();
                if (m_isUsed[b] || areNamed)
                    continue;
                if (const std::size_t alike = likeness(m_before[b], m_after[a]); alike > best) {
                    best = alike;
                    from = b;
                }
            }
            if (from)
                pair(*from, a);
        }
    }

    void pair(std::size_t b, std::size_t a)
    {
        m_from[a] = b;
        m_isUsed[b] = true;
    }

    const std::vector<Statement>& m_before;
    const std::vector<Statement>& m_after;
    std::vector<std::optional<std::size_t>> m_from;
    std::vector<bool> m_isUsed;
};

} // namespace

bool isPolicy(const FieldTree& tree, std::uint32_t node)
{
    if (tree.node(node).kind != JsonKind::Object)
        return false;
    const std::uint32_t statement = tree.document().member(node, "Statement");
    if (statement == kNone)
        return false;
    if (tree.node(statement).kind == JsonKind::Object)
        return true;
    if (tree.node(statement).kind != JsonKind::Array)
        return false;
    for (std::uint32_t i = 0; i < tree.childCount(statement); ++i) {
        if (tree.node(tree.child(statement, i)).kind != JsonKind::Object)
            return false;
    }
    return true;
}

std::vector<PolicyChange> differPolicies(const FieldTree& before, std::uint32_t nodeBefore,
                                         const FieldTree& after, std::uint32_t nodeAfter)
{
    const auto were = readStatements(before, nodeBefore);
    const auto are = readStatements(after, nodeAfter);
    const auto from = Pairing(were, are).make();
    std::vector<std::optional<std::size_t>> to(were.size());
    for (std::size_t a = 0; a < are.size(); ++a) {
        if (from[a])
            to[*from[a]] = a;
    }
    Differences differences;
    for (std::size_t b = 0; b < were.size(); ++b) {
        if (to[b])
            differences.statement(were[b], are[*to[b]]);
        else
            differences.add(Kind::StatementRemoved, were[b], {}, described(were[b]), {});
    }
    for (std::size_t a = 0; a < are.size(); ++a) {
        if (from[a])
            continue;
        differences.add(Kind::StatementAdded, are[a], {}, {}, described(are[a]));
        differences.publicity(nullptr, are[a]);
    }
    for (const char* key : {"Version", "Id"}) {
        const std::uint32_t was = before.document().member(nodeBefore, key);
        const std::uint32_t is = after.document().member(nodeAfter, key);
        const std::string wasText = was == kNone ? std::string() : textOf(before, was);
        const std::string isText = is == kNone ? std::string() : textOf(after, is);
        if (wasText != isText)
            differences.add(Kind::OtherChanged, {}, key, wasText, isText);
    }
    return differences.take();
}

bool meanTheSame(const FieldTree& before, std::uint32_t nodeBefore, const FieldTree& after,
                 std::uint32_t nodeAfter)
{
    const auto hasOthersOf = [](const FieldTree& in, std::uint32_t node, const FieldTree& of,
                                std::uint32_t policy) {
        for (std::uint32_t i = 0; i < of.childCount(policy); ++i) {
            const std::uint32_t member = of.child(policy, i);
            const std::string& key = of.node(member).key;
            const std::uint32_t mine = in.document().member(node, key);
            if (mine == kNone || (key != "Statement" && !sameContent(in, mine, of, member)))
                return false;
        }
        return true;
    };
    const auto contents = [](const FieldTree& tree, std::uint32_t node) {
        std::vector<std::pair<std::string, std::string>> of;
        for (const Statement& statement : readStatements(tree, node))
            of.emplace_back(statement.sid, contentOf(statement));
        std::ranges::sort(of);
        return of;
    };
    return hasOthersOf(before, nodeBefore, after, nodeAfter)
        && hasOthersOf(after, nodeAfter, before, nodeBefore)
        && contents(before, nodeBefore) == contents(after, nodeAfter);
}

std::vector<PolicyChange> describePolicy(const FieldTree& tree, std::uint32_t node)
{
    Differences differences;
    for (const Statement& statement : readStatements(tree, node)) {
        differences.add(Kind::StatementAdded, statement, {}, {}, described(statement));
        differences.publicity(nullptr, statement);
    }
    return differences.take();
}

std::string policyChangeText(const PolicyChange& change)
{
    const std::string where =
        (change.statement.empty() ? std::string() : change.statement + ": ") + change.element;
    switch (change.kind) {
    case Kind::StatementAdded:
        return "statement added: " + change.statement + ": " + change.after;
    case Kind::StatementRemoved:
        return "statement removed: " + change.statement + ": " + change.before;
    case Kind::EffectChanged:
        return change.statement + ": effect " + change.before + " is now " + change.after;
    case Kind::Widened:
        return where + " widened: " + change.after + ", was " + change.before;
    case Kind::Narrowed:
        return where + " narrowed: " + change.after + ", was " + change.before;
    case Kind::ValueAdded:
        return where + " added: " + change.after;
    case Kind::ValueRemoved:
        return where + " removed: " + change.before;
    case Kind::ConditionAdded:
        return where + " added: " + change.after;
    case Kind::ConditionRemoved:
        return where + " removed: was " + change.before;
    case Kind::ConditionChanged:
        return where + " changed: " + change.after + ", was " + change.before;
    case Kind::MadePublic:
        return change.statement + ": principal made public: anybody";
    case Kind::MadePublicUnderCondition:
        return change.statement + ": principal made public under a condition: anybody who meets it";
    case Kind::NoLongerPublic:
        return change.statement + ": no longer public";
    case Kind::OtherChanged:
        break;
    }
    return where + " changed: " + change.after + ", was " + change.before;
}

} // namespace trailloupe::compare
