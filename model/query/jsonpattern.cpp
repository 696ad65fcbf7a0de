#include "model/base/asciitext.h"
#include "model/query/fieldnames.h"
#include "model/query/patternreader.h"
#include "model/query/valuematcher.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace trailloupe::query {
namespace {

using Op = FieldTest::Op;
using Warning = PatternWarning::Code;

// What would be taken as the letters of one value.
bool isBareLetter(char c)
{
    return c != '\0' && !PatternReader::isSpace(c)
        && std::string_view("()&|=<>!\"%{}").find(c) == std::string_view::npos;
}

class Reader : public PatternReader
{
public:
    using PatternReader::PatternReader;

    // From behind the '{'.
    PredicatePtr run()
    {
        PredicatePtr predicate = readOr(0);
        if (atEnd())
            fail(Code::UnclosedBrace, {m_at, 0}, {}, "}");
        if (peek() == ')')
            fail(Code::UnexpectedText, {m_at, 1}, {}, "");
        if (peek() != '}')
            failConnective();
        const std::size_t behind = ++m_at;
        skipSpace();
        if (!atEnd())
            fail(Code::UnexpectedText, {behind, m_end - behind}, {}, "");
        if (regexes() > kServiceRegexes)
            warn(Warning::TooManyRegexes, {0, m_text.size()});
        if (m_wildcards > kServiceWildcards)
            warn(Warning::TooManyWildcards, {0, m_text.size()});
        warnOfDropping(*predicate, {});
        return predicate;
    }

private:
    // ---- && and ||

    PredicatePtr readOr(int depth)
    {
        std::vector<PredicatePtr> parts{readAnd(depth)};
        while (takeConnective("||", "or"))
            parts.push_back(readAnd(depth));
        return Predicate::any(std::move(parts));
    }

    PredicatePtr readAnd(int depth)
    {
        std::vector<PredicatePtr> parts{readPrimary(depth)};
        while (takeConnective("&&", "and"))
            parts.push_back(readPrimary(depth));
        return Predicate::all(std::move(parts));
    }

    bool takeConnective(std::string_view sign, std::string_view word)
    {
        skipSpace();
        if (startsWith(sign)) {
            m_at += sign.size();
            return true;
        }
        if (isWord(word))
            fail(Code::BadConnective, {m_at, word.size()}, {}, std::string(sign));
        if (peek() == sign.front())
            fail(Code::BadConnective, {m_at, 1}, {}, std::string(sign));
        return false;
    }

    [[noreturn]] void failConnective()
    {
        const std::size_t length = bareLength();
        fail(Code::BadConnective, {m_at, std::max<std::size_t>(length, 1)});
    }

    PredicatePtr readPrimary(int depth)
    {
        skipSpace();
        if (peek() == '(') {
            if (depth >= kMaxBarDepth)
                fail(Code::TooDeep, {m_at, 1});
            const std::size_t open = m_at++;
            PredicatePtr inner = readOr(depth + 1);
            skipSpace();
            if (atEnd() || peek() == '}')
                fail(Code::UnclosedParenthesis, {m_at, 0}, std::to_string(open), ")");
            if (peek() != ')')
                failConnective();
            ++m_at;
            return inner;
        }
        if (peek() == '!' || isWord("not"))
            fail(Code::NoNegation, {m_at, peek() == '!' ? std::size_t{1} : std::size_t{3}});
        return readTest();
    }

    // ---- tests

    std::size_t bareLength() const
    {
        std::size_t length = 0;
        while (isBareLetter(peek(length)))
            ++length;
        return length;
    }
    bool isWord(std::string_view word) const
    {
        return equalFolded(rest().substr(0, word.size()), word) && !isBareLetter(peek(word.size()));
    }

    PredicatePtr readTest()
    {
        const std::size_t begin = m_at;
        FieldTest test;
        test.field.path = takeSelector();
        const std::size_t behind = m_at;
        skipSpace();
        if (isWord("is"))
            return leaf(takeIs(std::move(test)), begin);
        if (isWord("exists"))
            fail(Code::ExistsAlone, {m_at, 6}, {}, "= *");
        if (isWord("not"))
            return leaf(takeNotExists(std::move(test)), begin);
        const std::size_t at = m_at;
        const std::string comparison = takeComparison();
        if (comparison.empty())
            failComparison(behind);
        const TextSpan where{at, m_at - at};
        skipSpace();
        if (comparison == "<" && peek() == '>' && m_at == at + 1)
            fail(Code::BadComparison, {at, 2}, {}, "!=");
        FieldTest made = conditionOf(comparison, where, takeValue());
        made.field = std::move(test.field);
        return leaf(Predicate::of(std::move(made)), begin);
    }

    PredicatePtr leaf(PredicatePtr predicate, std::size_t begin)
    {
        m_places[predicate.get()] = {begin, m_at - begin};
        m_leaves.push_back(predicate);
        return predicate;
    }

    [[noreturn]] void failComparison(std::size_t behind)
    {
        if (atEnd() || peek() == ')' || peek() == '}' || peek() == '&' || peek() == '|')
            fail(Code::BadComparison, {behind, 0});
        const bool isSign = peek() == ':' || peek() == '~';
        const std::size_t length = isSign ? 1 : std::max<std::size_t>(1, bareLength());
        fail(Code::BadComparison, {m_at, length}, {},
             peek() == ':' ? std::optional<std::string>("=") : std::nullopt);
    }

    PredicatePtr takeIs(FieldTest test)
    {
        const std::size_t begin = m_at;
        m_at += 2;
        skipSpace();
        const bool negated = isWord("not");
        m_at += negated ? 3 : 0;
        skipSpace();
        struct Word
        {
            std::string_view word;
            Op op;
            const char* opposite; // of IS NOT
        };
        static constexpr std::array<Word, 3> kWords{Word{"null", Op::IsNull, "= *"},
                                                    Word{"true", Op::IsTrue, "IS FALSE"},
                                                    Word{"false", Op::IsFalse, "IS TRUE"}};
        for (const Word& word : kWords) {
            if (!isWord(word.word))
                continue;
            m_at += word.word.size();
            if (negated)
                fail(Code::IsNot, {begin, m_at - begin}, {}, word.opposite);
            test.op = word.op;
            return Predicate::of(std::move(test));
        }
        fail(Code::BadComparison, {begin, m_at + bareLength() - begin});
    }

    PredicatePtr takeNotExists(FieldTest test)
    {
        const std::size_t begin = m_at;
        m_at += 3;
        skipSpace();
        if (!isWord("exists"))
            fail(Code::BadComparison, {begin, m_at - begin}, {}, "NOT EXISTS");
        m_at += 6;
        test.op = Op::Exists;
        test.onNull = true;
        return Predicate::negation(Predicate::of(std::move(test)));
    }

    PatternValue takeValue()
    {
        if (peek() == '"' || peek() == '\'')
            return takeQuoted(true);
        if (peek() == '%')
            return takeRegex();
        PatternValue value;
        value.span = {m_at, bareLength()};
        const bool isSelector = peek() == '$' && (peek(1) == '.' || peek(1) == '[');
        if (value.span.length == 0 || isSelector)
            fail(Code::MissingValue, value.span);
        value.text = m_text.substr(m_at, value.span.length);
        m_at += value.span.length;
        if (looseNumberOf(value.text))
            value.kind = PatternValue::Kind::Number;
        return value;
    }

    // ---- selectors

    FieldPath takeSelector()
    {
        const std::size_t begin = m_at;
        if (peek() != '$') {
            const std::size_t length = bareLength();
            if (length == 0)
                fail(Code::MissingSelector, {m_at, 0});
            const std::string word(rest().substr(0, length));
            const bool isName = std::all_of(word.begin(), word.end(),
                                            [](char c) { return isNameLetter(c) || c == '.'; });
            fail(Code::MissingSelector, {m_at, length}, word,
                 isName ? std::optional("$." + word) : std::nullopt);
        }
        ++m_at;
        FieldPath path;
        path.forgiving = false;
        int wildcards = 0;
        while (auto step = takeStep(begin)) {
            if (path.steps.size() == FieldPath::kMaxSteps)
                fail(Code::BadSelector, {begin, m_at - begin});
            wildcards += step->kind > PathStep::Kind::Index ? 1 : 0;
            path.steps.push_back(*std::move(step));
        }
        if (path.steps.empty())
            fail(Code::BadSelector, {begin, m_at - begin});
        if (wildcards > 1)
            warn(Warning::TooManyWildcardsInSelector, {begin, m_at - begin});
        m_wildcards += wildcards;
        return path;
    }

    static bool isNameLetter(char c) { return isWordLetter(c) || c == '-'; }

    std::optional<PathStep> takeStep(std::size_t selector)
    {
        if (peek() == '[' || (peek() == '.' && peek(1) == '['))
            return takeBracketStep(selector);
        if (peek() != '.')
            return std::nullopt;
        ++m_at;
        if (peek() == '*') {
            ++m_at;
            return PathStep{PathStep::Kind::AnyKey, {}, 0};
        }
        PathStep step;
        for (;; ++m_at) {
            if (peek() == '\\' && peek(1) == '.')
                ++m_at;
            else if (!isNameLetter(peek()))
                break;
            step.key += peek();
        }
        if (step.key.empty())
            fail(Code::BadSelector, {selector, m_at - selector});
        return step;
    }

    PathStep takeBracketStep(std::size_t selector)
    {
        m_at += peek() == '.' ? 2 : 1;
        skipSpace();
        PathStep step;
        if (peek() == '"' || peek() == '\'') {
            const char quote = peek();
            const std::size_t close = rest().find(quote, 1);
            if (close == std::string_view::npos)
                fail(Code::UnclosedQuote, {m_at, 1}, std::string(1, quote));
            step.key = rest().substr(1, close - 1);
            m_at += close + 1;
        } else if (peek() == '*') {
            step.kind = PathStep::Kind::AnyElement;
            ++m_at;
        } else {
            step.kind = PathStep::Kind::Index;
            const std::string_view digits = rest();
            const auto [end, error] =
                std::from_chars(digits.data(), digits.data() + digits.size(), step.index);
            if (error != std::errc() || step.index == ~std::uint32_t{0})
                fail(Code::BadSelector, {selector, m_at - selector});
            m_at += static_cast<std::size_t>(end - digits.data());
        }
        skipSpace();
        if (peek() != ']')
            fail(Code::BadSelector, {selector, m_at - selector});
        ++m_at;
        return step;
    }

    // ---- what "!=" leaves out

    // `guarded`: fields that a NOT EXISTS beside it, joined by ||, takes care of.
    void warnOfDropping(const Predicate& predicate, std::vector<std::string> guarded)
    {
        if (predicate.kind() == Predicate::Kind::Field) {
            const FieldTest& test = predicate.field();
            const std::string name = test.field.text();
            if (!test.negated || std::find(guarded.begin(), guarded.end(), name) != guarded.end()
                || everyEventHas(test.field))
                return;
            warn(Warning::DropsWithoutField, m_places[&predicate], name);
            return;
        }
        if (predicate.kind() == Predicate::Kind::Not)
            return;
        if (predicate.kind() == Predicate::Kind::Any) {
            for (const PredicatePtr& child : predicate.children()) {
                if (child->kind() == Predicate::Kind::Not)
                    guarded.push_back(child->children().front()->field().field.text());
            }
        }
        for (const PredicatePtr& child : predicate.children())
            warnOfDropping(*child, guarded);
    }

    std::map<const Predicate*, TextSpan> m_places;
    std::vector<PredicatePtr> m_leaves; // keeps the keys of m_places alive
    int m_wildcards = 0;
};

} // namespace

PredicatePtr readJsonPattern(std::string_view text, std::size_t begin, std::size_t end,
                             std::vector<PatternWarning>& warnings)
{
    return Reader(text, begin + 1, end, warnings).run();
}

} // namespace trailloupe::query
