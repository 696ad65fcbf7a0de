#include "model/base/asciitext.h"
#include "model/query/barquery.h"
#include "model/query/bartext.h"
#include "model/query/fieldnames.h"
#include "model/query/filterpattern.h"
#include "model/query/timetext.h"
#include "model/query/valuematcher.h"

#include <algorithm>
#include <array>

namespace trailloupe::query {
namespace {

using Op = FieldTest::Op;

// Letters that end a word or mean something in one.
bool needsEscape(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '(' || c == ')' || c == ','
        || c == '[' || c == ']' || c == '\\' || c == '"' || c == '\'' || c == '*' || c == '?';
}

std::string escaped(std::string_view text, bool keepsWild)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool wild = c == '*' || c == '?';
        if (needsEscape(c) && !(wild && keepsWild))
            out += '\\';
        out += c;
    }
    return out;
}

std::string slashed(std::string_view regex, bool foldCase)
{
    std::string out = "/";
    for (std::size_t i = 0; i < regex.size(); ++i) {
        if (regex[i] == '\\' && i + 1 < regex.size()) {
            out += regex[i];
            out += regex[++i];
            continue;
        }
        if (regex[i] == '/')
            out += '\\';
        out += regex[i];
    }
    return out + (foldCase ? "/i" : "/");
}

class Printer
{
public:
    std::optional<std::string> print(const Predicate& predicate)
    {
        if (predicate.isEverything())
            return std::string();
        std::string text;
        if (!add(predicate, text, Place::Top))
            return std::nullopt;
        if (text.size() > kMaxBarText) {
            m_reason = "a text that is longer than the bar takes";
            return std::nullopt;
        }
        return text;
    }
    const std::string& reason() const { return m_reason; }

private:
    enum class Place : std::uint8_t
    {
        Top,
        InAny,
        InAll,
        InNot,
    };

    bool cannot(std::string reason)
    {
        m_reason = std::move(reason);
        return false;
    }

    bool add(const Predicate& predicate, std::string& text, Place place)
    {
        if (text.size() > kMaxBarText)
            return cannot("a text that is longer than the bar takes");
        switch (predicate.kind()) {
        case Predicate::Kind::All:
            return addChildren(predicate, " and ", Place::InAll, place > Place::InAny, text);
        case Predicate::Kind::Any:
            return addChildren(predicate, " or ", Place::InAny, place > Place::Top, text);
        case Predicate::Kind::Not:
            text += "not ";
            return add(*predicate.children().front(), text, Place::InNot);
        case Predicate::Kind::Field:
        case Predicate::Kind::Text:
        case Predicate::Kind::Time:
            return addCondition(predicate, text);
        }
        return false;
    }

    // What the bar would read in another way is not said at all: a path of any first name, a time
    // that ends before it begins.
    bool addCondition(const Predicate& predicate, std::string& text)
    {
        std::string condition;
        const bool said = predicate.kind() == Predicate::Kind::Field
            ? addField(predicate.field(), condition)
            : predicate.kind() == Predicate::Kind::Text ? addText(predicate.text(), condition)
                                                        : addTime(predicate.time(), condition);
        if (!said)
            return false;
        const BarQuery read = parseBar(condition);
        if (!read.predicate || !read.predicate->sameTree(predicate))
            return cannot("a condition that the bar reads in another way");
        text += condition;
        return true;
    }

    bool addChildren(const Predicate& predicate, std::string_view between, Place place,
                     bool brackets, std::string& text)
    {
        if (predicate.children().empty()) {
            if (predicate.kind() == Predicate::Kind::Any)
                return cannot("a condition that nothing fulfils");
            text += '*';
            return true;
        }
        if (brackets && ++m_depth > kMaxBarDepth)
            return cannot("more brackets within each other than the bar takes");
        if (brackets)
            text += '(';
        bool first = true;
        for (const PredicatePtr& child : predicate.children()) {
            if (!first)
                text += between;
            first = false;
            if (!add(*child, text, place))
                return false;
        }
        if (brackets) {
            text += ')';
            --m_depth;
        }
        return true;
    }

    // True when every policy is the bar's own for such a test.
    bool isOfTheBar(const FieldTest& test)
    {
        if (test.field.derived == Derived::None && !test.field.path.forgiving)
            return cannot("a path that does not look into arrays by itself");
        if (test.negated || test.onMissing || test.onNull)
            return cannot("a field that is missing counts in another way");
        if (test.containers != FieldTest::Containers::Never)
            return cannot("objects and arrays count as text");
        if (test.numbers != FieldTest::Numbers::Json)
            return cannot("numbers are compared in another way");
        return true;
    }

    bool addField(const FieldTest& test, std::string& text)
    {
        if (!isOfTheBar(test))
            return false;
        const std::string field = fieldText(test.field);
        switch (test.op) {
        case Op::Exists:
            text += field + ":*";
            return true;
        case Op::Less:
        case Op::LessOrEqual:
        case Op::Greater:
        case Op::GreaterOrEqual:
            return addOrder(test, field, text);
        case Op::Equal:
        case Op::Glob:
        case Op::InNetwork:
            return addValues(test, field, text);
        case Op::Contains:
        case Op::StartsWith:
        case Op::EndsWith:
        case Op::Regex:
            return addTextual(test, field, text);
        case Op::IsNull:
        case Op::IsTrue:
        case Op::IsFalse:
            break;
        }
        return cannot("a test for null, true or false alone");
    }

    bool addOrder(const FieldTest& test, const std::string& field, std::string& text)
    {
        if (test.operands.size() != 1 || !test.numbersInText || test.foldCase)
            return cannot("a comparison of JSON numbers alone");
        static constexpr std::array<std::string_view, 4> kSigns{"<", "<=", ">", ">="};
        const auto at = static_cast<std::size_t>(test.op) - static_cast<std::size_t>(Op::Less);
        text +=
            field + ' ' + std::string(kSigns[at]) + ' ' + bar::quotedText(test.operands.front());
        return true;
    }

    bool addValues(const FieldTest& test, const std::string& field, std::string& text)
    {
        if (test.op == Op::Glob && (test.operands.size() != 1 || !test.questionMark))
            return cannot("'?' stands for itself");
        if (test.op == Op::Glob && !test.foldCase)
            return cannot("a pattern with '*' that tells upper from lower case");
        if (test.op == Op::InNetwork && (test.operands.size() != 1 || test.foldCase))
            return cannot("several networks in one test");
        const auto value = [&](const std::string& operand) {
            if (test.op == Op::InNetwork || test.op == Op::Glob)
                return (operand.starts_with('/') ? "\\" : "") + escaped(operand, true);
            return test.foldCase ? word(operand) : bar::quotedText(operand);
        };
        text += field + ':';
        if (test.operands.size() == 1) {
            text += value(test.operands.front());
            return true;
        }
        if (test.operands.empty())
            return cannot("a list without values");
        text += '(';
        for (std::size_t i = 0; i < test.operands.size(); ++i)
            text += (i ? " or " : "") + value(test.operands[i]);
        text += ')';
        return true;
    }

    // A word that reads as itself: not as a range, a network, a regular expression or "not".
    static std::string word(const std::string& operand)
    {
        std::string text = escaped(operand, false);
        const bool special = operand.find("..") != std::string::npos
            || operand.find('/') != std::string::npos || isKeyword(operand)
            || operand.starts_with("||") || operand.starts_with("&&");
        if (special && !operand.empty())
            text = '\\' + (needsEscape(operand.front()) ? text.substr(1) : text);
        return text;
    }
    static bool isKeyword(std::string_view text)
    {
        const std::string lower = lowerAscii(text);
        return lower == "or" || lower == "and" || lower == "not" || lower == "last";
    }

    bool addTextual(const FieldTest& test, const std::string& field, std::string& text)
    {
        if (test.operands.size() != 1)
            return cannot("one of several texts");
        const std::string& operand = test.operands.front();
        if (test.op == Op::Regex) {
            // Between slashes "\/" is read as "/".
            text += field
                + (test.foldCase || operand.find("\\/") == std::string::npos
                       ? ':' + slashed(operand, test.foldCase)
                       : " =~ " + bar::quotedText(operand));
            return true;
        }
        text += field
            + (test.op == Op::Contains         ? " ~ "
                   : test.op == Op::StartsWith ? " startswith "
                                               : " endswith ")
            + (test.foldCase ? word(operand) : bar::quotedText(operand));
        return true;
    }

    bool addText(const TextTest& test, std::string& text)
    {
        if (test.scope == TextTest::Scope::Json)
            return cannot("a search through the whole record, names and punctuation included");
        switch (test.op) {
        case TextTest::Op::Regex:
            text += slashed(test.operand, test.foldCase);
            return true;
        case TextTest::Op::Contains:
            if (test.operand.empty())
                return cannot("a search for no text");
            text += test.foldCase ? bareWord(test.operand, false) : bar::quotedText(test.operand);
            return true;
        case TextTest::Op::Glob:
            if (!test.foldCase || test.operand.empty())
                break;
            text += bareWord(test.operand, true);
            return true;
        case TextTest::Op::Equal:
        case TextTest::Op::Delimited:
            break;
        }
        return cannot("a search for a whole value");
    }

    // Every letter that could begin an operator is escaped.
    static std::string bareWord(const std::string& operand, bool keepsWild)
    {
        std::string out;
        for (const char c : operand) {
            const bool wild = keepsWild && (c == '*' || c == '?');
            if ((needsEscape(c) && !wild)
                || std::string_view(":=<>!~-&|`").find(c) != std::string_view::npos)
                out += '\\';
            out += c;
        }
        const bool special = isKeyword(operand) || operand.front() == '/' || operand.front() == '`'
            || operand.starts_with("exists") || operand.starts_with("ispresent");
        return special && out.front() != '\\' ? '\\' + out : out;
    }

    bool addTime(const TimeTest& test, std::string& text)
    {
        if (!test.from && !test.to)
            return cannot("a time without bounds");
        // The end of a range includes the second that is named.
        const auto end = [](TimeBound bound) {
            if (!bound.beforeLast)
                --bound.seconds;
            return printTimeBound(bound);
        };
        text += "time:";
        if (test.from)
            text += printTimeBound(*test.from);
        if (test.to || !test.from->beforeLast)
            text += "..";
        if (test.to)
            text += end(*test.to);
        return true;
    }

    std::string m_reason;
    int m_depth = 0; // of open brackets
};

} // namespace

std::optional<std::string> printBar(const Predicate& predicate, std::string* reason)
{
    Printer printer;
    auto text = printer.print(predicate);
    if (!text && reason)
        *reason = printer.reason();
    if (text && detectLanguage(*text) != FilterLanguage::Bar)
        text = '(' + *text + ')'; // it looks like a pattern, as "%a%" does
    return text;
}

} // namespace trailloupe::query
