#include "tests/support/slowevaluator.h"

#include "model/base/asciitext.h"
#include "model/base/timestamp.h"
#include "model/query/delimitedpattern.h"

#include <QStringDecoder>

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <regex>

namespace trailloupe::test {

using namespace trailloupe::query;
using Kind = JsonDocument::Kind;
using Op = FieldTest::Op;

namespace {

bool globFits(std::string_view text, std::string_view glob, bool questionMark)
{
    if (glob.empty())
        return text.empty();
    if (glob.front() == '*') {
        for (std::size_t i = 0; i <= text.size(); ++i) {
            if (globFits(text.substr(i), glob.substr(1), questionMark))
                return true;
        }
        return false;
    }
    if (text.empty())
        return false;
    if (questionMark && glob.front() == '?') {
        std::size_t letter = 1; // in bytes
        while (letter < text.size() && (static_cast<unsigned char>(text[letter]) & 0xC0) == 0x80)
            ++letter;
        return globFits(text.substr(letter), glob.substr(1), questionMark);
    }
    return text.front() == glob.front() && globFits(text.substr(1), glob.substr(1), questionMark);
}

std::optional<double> asNumber(const std::string& text, bool loose = false)
{
    static const std::regex number("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    static const std::regex looseNumber("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    if (!std::regex_match(text, loose ? looseNumber : number))
        return std::nullopt;
    return std::strtod(text.c_str(), nullptr);
}

// An IPv4 address as 32 letters.
// The 128 bits of an address; IPv4 as it stands in IPv6.
std::optional<std::string> bitsOf(const std::string& text)
{
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET, text.c_str(), &bytes[12]) == 1)
        bytes[10] = bytes[11] = 0xFF;
    else if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1)
        return std::nullopt;
    std::string bits;
    for (const unsigned char byte : bytes) {
        for (int bit = 7; bit >= 0; --bit)
            bits += byte >> bit & 1 ? '1' : '0';
    }
    return bits;
}

bool isInNetwork(const std::string& text, const std::string& operand)
{
    const std::size_t slash = operand.find('/');
    const auto network = bitsOf(operand.substr(0, slash));
    const auto address = bitsOf(text);
    std::size_t length = 128;
    if (slash != std::string::npos) {
        const bool v4 = operand.find(':') == std::string::npos;
        length = std::stoul(operand.substr(slash + 1)) + (v4 ? 96 : 0);
    }
    return address && network && address->substr(0, length) == network->substr(0, length);
}

// Letters of all alphabets; what is no UTF-8 by ASCII alone.
std::string folded(const std::string& text)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString decoded = decoder(QByteArray::fromStdString(text));
    return decoder.hasError() ? lowerAscii(text) : decoded.toCaseFolded().toStdString();
}

class Slow
{
public:
    Slow(const std::string& json, std::int64_t lastEvent)
        : m_json(json)
        , m_document(JsonDocument::parse(json).value())
        , m_lastEvent(lastEvent)
    { }

    bool fulfils(const Predicate& p) const
    {
        const auto child = [&](const PredicatePtr& c) {
            return fulfils(*c);
        };
        switch (p.kind()) {
        case Predicate::Kind::All:
            return std::all_of(p.children().begin(), p.children().end(), child);
        case Predicate::Kind::Any:
            return std::any_of(p.children().begin(), p.children().end(), child);
        case Predicate::Kind::Not:
            return !fulfils(*p.children().front());
        case Predicate::Kind::Field:
            return ofField(p.field());
        case Predicate::Kind::Text:
            return ofText(p.text());
        case Predicate::Kind::Time:
            return ofTime(p.time());
        }
        return false;
    }

    std::set<std::string> valuesOf(const FieldPath& path, bool& exists) const
    {
        std::vector<std::uint32_t> found;
        collect(path, 0, 0, found);
        std::set<std::string> values;
        for (const std::uint32_t at : found) {
            const Kind kind = m_document.node(at).kind;
            exists = exists || kind != Kind::Null;
            if (kind != Kind::Null && kind != Kind::Object && kind != Kind::Array)
                values.insert(textOf(at));
        }
        return values;
    }

private:
    void collect(const FieldPath& path, std::uint32_t at, std::size_t step,
                 std::vector<std::uint32_t>& found) const
    {
        const auto& node = m_document.node(at);
        std::vector<std::uint32_t> children;
        for (auto c = node.firstChild; c != JsonDocument::kNone; c = m_document.node(c).nextSibling)
            children.push_back(c);
        const bool isArray = node.kind == Kind::Array;
        if (step == path.steps.size()) {
            found.push_back(at);
            if (isArray && path.forgiving) {
                for (const auto c : children)
                    collect(path, c, step, found);
            }
            return;
        }
        const PathStep& next = path.steps[step];
        if (isArray) {
            const bool passes = path.forgiving && step > 0
                && (next.kind == PathStep::Kind::Key || next.kind == PathStep::Kind::AnyKey);
            for (std::size_t i = 0; i < children.size(); ++i) {
                if (passes)
                    collect(path, children[i], step, found);
                if (next.kind == PathStep::Kind::AnyElement
                    || (next.kind == PathStep::Kind::AnyKey && !path.forgiving)
                    || (next.kind == PathStep::Kind::Index && next.index == i))
                    collect(path, children[i], step + 1, found);
            }
        }
        if (node.kind != Kind::Object)
            return;
        for (const auto c : children) {
            if (next.kind == PathStep::Kind::AnyKey
                || (next.kind == PathStep::Kind::AnyElement && !path.forgiving))
                collect(path, c, step + 1, found);
            std::string joined;
            for (std::size_t end = step; end < path.steps.size(); ++end) {
                if (path.steps[end].kind != PathStep::Kind::Key || (end > step && !path.forgiving))
                    break;
                joined += (end > step ? "." : "") + path.steps[end].key;
                if (joined == m_document.node(c).key)
                    collect(path, c, end + 1, found);
            }
        }
    }

    std::string jsonOf(std::uint32_t at) const
    {
        return m_json.substr(m_document.node(at).offset, m_document.node(at).length);
    }
    std::string textOf(std::uint32_t at) const
    {
        return m_document.node(at).kind == Kind::String ? m_document.node(at).text : jsonOf(at);
    }

    bool ofField(const FieldTest& test) const
    {
        std::vector<std::uint32_t> found;
        collect(test.field.path, 0, 0, found);
        if (found.empty())
            return test.onMissing;
        return std::any_of(found.begin(), found.end(),
                           [&](std::uint32_t at) { return ofNode(test, at); });
    }

    bool ofNode(const FieldTest& test, std::uint32_t at) const
    {
        const Kind kind = m_document.node(at).kind;
        if (kind == Kind::Null)
            return test.op == Op::IsNull || test.onNull;
        if (test.op == Op::Exists)
            return true;
        if (kind == Kind::Object || kind == Kind::Array) {
            return test.containers == FieldTest::Containers::JsonText
                && fits(test, jsonOf(at), false) != test.negated;
        }
        if (test.op == Op::IsTrue)
            return kind == Kind::True;
        if (test.op == Op::IsFalse)
            return kind == Kind::False;
        if (test.op == Op::IsNull)
            return false;
        return fits(test, textOf(at), kind == Kind::Number) != test.negated;
    }

    static bool fits(const FieldTest& test, const std::string& text, bool isNumber)
    {
        return std::any_of(
            test.operands.begin(), test.operands.end(),
            [&](const std::string& operand) { return fitsOne(test, text, isNumber, operand); });
    }

    static bool fitsOne(const FieldTest& test, const std::string& text, bool isNumber,
                        const std::string& operand)
    {
        const std::string a = test.foldCase ? folded(text) : text;
        const std::string b = test.foldCase ? folded(operand) : operand;
        const bool loose = test.numbers == FieldTest::Numbers::Loose;
        const auto equalNumbers = [&] {
            return isNumber && test.numbers != FieldTest::Numbers::Text && asNumber(operand, loose)
                && asNumber(text, loose) == asNumber(operand, loose);
        };
        switch (test.op) {
        case Op::Equal:
            return a == b || equalNumbers();
        case Op::Glob:
            return globFits(a, b, test.questionMark) || equalNumbers();
        case Op::Contains:
            return a.find(b) != std::string::npos;
        case Op::StartsWith:
            return a.starts_with(b);
        case Op::EndsWith:
            return a.ends_with(b);
        case Op::Regex:
            return std::regex_search(a, std::regex(b));
        case Op::InNetwork:
            return isInNetwork(text, operand);
        case Op::Less:
        case Op::LessOrEqual:
        case Op::Greater:
        case Op::GreaterOrEqual:
            if (asNumber(operand, loose)) {
                return (isNumber || test.numbersInText) && asNumber(text, loose)
                    && inOrder(test.op, *asNumber(text, loose), *asNumber(operand, loose));
            }
            return test.numbersInText && inOrder(test.op, text, operand);
        default:
            return false;
        }
    }

    template<typename T>
    static bool inOrder(Op op, const T& a, const T& b)
    {
        return op == Op::Less       ? a < b
            : op == Op::LessOrEqual ? a <= b
            : op == Op::Greater     ? b < a
                                    : b <= a;
    }

    bool ofText(const TextTest& test) const
    {
        const std::string b = test.foldCase ? folded(test.operand) : test.operand;
        const auto fits = [&](const std::string& text) {
            const std::string a = test.foldCase ? folded(text) : text;
            switch (test.op) {
            case TextTest::Op::Contains:
                return a.find(b) != std::string::npos;
            case TextTest::Op::Equal:
                return a == b;
            case TextTest::Op::Glob:
                return globFits(a, b, false);
            case TextTest::Op::Regex:
                return std::regex_search(a, std::regex(b));
            case TextTest::Op::Delimited:
                return delimitedFits(m_json, test.operand);
            }
            return false;
        };
        if (test.scope == TextTest::Scope::Json)
            return fits(m_json);
        for (std::uint32_t i = 0; i < m_document.nodes().size(); ++i) {
            const Kind kind = m_document.node(i).kind;
            if (kind == Kind::String || kind == Kind::Number || kind == Kind::True
                || kind == Kind::False) {
                if (fits(textOf(i)))
                    return true;
            }
        }
        return false;
    }

    // The bracketed pattern again, field by field.
    static bool delimitedFits(const std::string& message, const std::string& pattern)
    {
        std::vector<PatternWarning> warnings;
        const auto parsed = parseDelimited(pattern, warnings);
        const auto& slots = std::get<DelimitedPattern>(parsed).slots;
        const auto ellipsis = std::get<DelimitedPattern>(parsed).ellipsis;
        static const std::regex field("\\[([^\\]]*)\\]|\"([^\"]*)\"|\\S+");
        std::vector<std::string> fields;
        for (std::sregex_iterator at(message.begin(), message.end(), field), end; at != end; ++at) {
            const std::smatch& found = *at;
            fields.push_back(found[1].matched ? found[1] : found[2].matched ? found[2] : found[0]);
        }
        if (ellipsis ? fields.size() < slots.size() : fields.size() != slots.size())
            return false;
        if (ellipsis) {
            const auto begin = fields.begin() + static_cast<std::ptrdiff_t>(*ellipsis);
            fields.erase(begin, begin + static_cast<std::ptrdiff_t>(fields.size() - slots.size()));
        }
        for (std::size_t i = 0; i < slots.size(); ++i) {
            const auto holds = [&](const FieldTest& test) {
                const bool isNumber = test.numbers == FieldTest::Numbers::Loose
                    && asNumber(fields[i], true).has_value();
                return fits(test, fields[i], isNumber) != test.negated;
            };
            const auto& groups = slots[i].conditions;
            if (!groups.empty()
                && std::none_of(groups.begin(), groups.end(), [&](const auto& group) {
                       return std::all_of(group.begin(), group.end(), holds);
                   }))
                return false;
        }
        return true;
    }

    bool ofTime(const TimeTest& test) const
    {
        const auto member = m_document.member(0, "eventTime");
        const auto time = member == JsonDocument::kNone
            ? std::nullopt
            : parseEventTime(m_document.node(member).text);
        return time && (!test.from || *time >= test.from->at(m_lastEvent))
            && (!test.to || *time < test.to->at(m_lastEvent));
    }

    const std::string& m_json;
    JsonDocument m_document;
    std::int64_t m_lastEvent;
};

} // namespace

bool slowlyFulfils(const Predicate& predicate, const std::string& json, std::int64_t lastEvent)
{
    return Slow(json, lastEvent).fulfils(predicate);
}

std::set<std::string> slowValues(const FieldPath& path, const std::string& json, bool& exists)
{
    exists = false;
    return Slow(json, 0).valuesOf(path, exists);
}

} // namespace trailloupe::test
