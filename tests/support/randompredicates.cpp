#include "tests/support/randompredicates.h"

#include "model/base/jsondocument.h"

#include <algorithm>
#include <array>
#include <set>

namespace trailloupe::test {

using namespace trailloupe::query;

namespace {

constexpr std::array<const char*, 6> kRegexes{"^a", "[0-9]{3}", "e$", "id-1.*7", "x", "l.c"};

std::string globOf(std::string text)
{
    for (std::size_t i = 0; i < text.size(); i += 5)
        text[i] = i % 2 ? '?' : '*';
    // Cut within a letter, it would be no text any more.
    return std::any_of(text.begin(), text.end(), [](char c) { return c < 0; }) ? "*l*" : text;
}

} // namespace

RandomPredicates::Seen RandomPredicates::seenIn(const store::EventStore& store)
{
    Seen seen;
    std::set<std::string> texts;
    for (const RowId row : store.timeOrder()) {
        std::string json;
        store.json(row, json);
        const auto document = JsonDocument::parse(json);
        for (std::uint32_t i = 1; i < document->nodes().size() && i < 40; ++i) {
            std::vector<PathStep> steps;
            for (std::uint32_t at = i; at != 0; at = document->node(at).parent) {
                const auto parent = document->node(at).parent;
                PathStep step;
                if (document->node(parent).kind == JsonDocument::Kind::Array) {
                    step.kind = PathStep::Kind::Index;
                    for (auto c = document->node(parent).firstChild; c != at;
                         c = document->node(c).nextSibling)
                        ++step.index;
                } else {
                    step.key = document->node(at).key;
                }
                steps.insert(steps.begin(), step);
            }
            seen.paths.push_back(steps);
            const auto& node = document->node(i);
            texts.insert(node.kind == JsonDocument::Kind::String
                             ? node.text
                             : json.substr(node.offset, std::min<std::uint64_t>(node.length, 50)));
        }
        if (seen.paths.size() > 5000)
            break;
    }
    seen.values.assign(texts.begin(), texts.end());
    return seen;
}

RandomPredicates::RandomPredicates(std::uint64_t seed, const store::EventStore& store)
    : m_random(seed)
    , m_seen(seenIn(store))
    , m_last(store.time(store.timeOrder()[store.datedCount() - 1]).value())
{ }

PredicatePtr RandomPredicates::next(int depth)
{
    const std::uint32_t kind = m_random.below(depth > 0 ? 10 : 6);
    if (kind < 4)
        return Predicate::of(field());
    if (kind == 4)
        return Predicate::of(text());
    if (kind == 5)
        return Predicate::of(time());
    std::vector<PredicatePtr> children;
    for (std::uint32_t i = 0; i < 2 + m_random.below(2); ++i)
        children.push_back(next(depth - 1));
    if (kind == 6)
        return Predicate::negation(children.front());
    return kind < 9 ? Predicate::all(children) : Predicate::any(children);
}

PredicatePtr RandomPredicates::nextText()
{
    return Predicate::of(text());
}

std::string RandomPredicates::operand(bool fold)
{
    std::string text =
        m_seen.values[m_random.below(static_cast<std::uint32_t>(m_seen.values.size()))];
    // Letters beyond ASCII fold in ways that the slow reading does not know.
    if (fold && std::any_of(text.begin(), text.end(), [](char c) { return c < 0; }))
        text = "ALICE";
    if (chance(4) && text.size() > 2)
        text = text.substr(1, text.size() - 2);
    return text;
}

FieldTest RandomPredicates::field()
{
    FieldTest test;
    test.op = static_cast<FieldTest::Op>(
        m_random.below(static_cast<std::uint32_t>(FieldTest::Op::IsFalse) + 1));
    if (test.op == FieldTest::Op::InNetwork)
        test.op = FieldTest::Op::Equal;
    test.foldCase = chance(2);
    test.negated = chance(4);
    test.questionMark = chance(2);
    test.numbersInText = chance(2);
    test.onMissing = chance(3);
    test.onNull = chance(3);
    if (chance(3))
        test.containers = FieldTest::Containers::JsonText;
    test.numbers = static_cast<FieldTest::Numbers>(m_random.below(3));
    test.field.path.steps =
        m_seen.paths[m_random.below(static_cast<std::uint32_t>(m_seen.paths.size()))];
    test.field.path.forgiving = chance(2);
    mutate(test.field.path);
    const std::uint32_t count = test.op == FieldTest::Op::Regex ? 1 : 1 + m_random.below(3);
    for (std::uint32_t i = 0; i < count; ++i)
        test.operands.push_back(operand(test.foldCase));
    if (test.op == FieldTest::Op::Glob) {
        for (std::string& text : test.operands)
            text = globOf(text);
    }
    if (test.op == FieldTest::Op::Regex)
        test.operands = {kRegexes[m_random.below(kRegexes.size())]};
    return test;
}

void RandomPredicates::mutate(FieldPath& path)
{
    for (PathStep& step : path.steps) {
        if (step.kind == PathStep::Kind::Index && chance(2))
            step.kind = PathStep::Kind::AnyElement;
        else if (step.kind == PathStep::Kind::Key && chance(12))
            step = {PathStep::Kind::AnyKey, {}, 0};
        else if (step.kind == PathStep::Kind::Key && chance(30))
            step.key += "x";
    }
    if (path.forgiving && chance(2))
        std::erase_if(path.steps,
                      [](const PathStep& step) { return step.kind != PathStep::Kind::Key; });
    if (path.steps.size() > 1 && chance(5))
        path.steps.pop_back();
    for (PathStep& step : path.steps) {
        if (step.kind != PathStep::Kind::Index)
            step.index = 0;
    }
    if (path.steps.empty())
        path.steps.push_back({PathStep::Kind::Key, "readOnly", 0});
}

TextTest RandomPredicates::text()
{
    TextTest test;
    test.op = static_cast<TextTest::Op>(m_random.below(4));
    test.foldCase = chance(2);
    test.scope = chance(4) ? TextTest::Scope::Json : TextTest::Scope::Values;
    test.operand = operand(test.foldCase);
    if (test.op == TextTest::Op::Glob)
        test.operand = '*' + test.operand.substr(0, test.operand[0] < 0 ? 0 : 3) + '*';
    if (test.op == TextTest::Op::Regex)
        test.operand = kRegexes[m_random.below(kRegexes.size())];
    return test;
}

TimeTest RandomPredicates::time()
{
    TimeTest test;
    if (chance(2))
        test.from = TimeBound{m_last - m_random.below(86400), false};
    if (chance(2))
        test.to = TimeBound{m_random.below(86400), true};
    return test;
}

} // namespace trailloupe::test
