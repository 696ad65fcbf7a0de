#include "model/query/conversion.h"

#include "model/base/asciitext.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/query/conversionwriter.h"
#include "model/query/filterpattern.h"
#include "model/query/valuematcher.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <set>
#include <tuple>

namespace trailloupe::query {

using Op = FieldTest::Op;
using Code = Loss::Code;

namespace {

constexpr std::array<std::string_view, 32> kScalarFields{
    "eventVersion",
    "eventTime",
    "eventSource",
    "eventName",
    "awsRegion",
    "sourceIPAddress",
    "userAgent",
    "errorCode",
    "errorMessage",
    "requestID",
    "eventID",
    "eventType",
    "eventCategory",
    "apiVersion",
    "readOnly",
    "managementEvent",
    "recipientAccountId",
    "sharedEventID",
    "vpcEndpointId",
    "userIdentity.type",
    "userIdentity.arn",
    "userIdentity.accountId",
    "userIdentity.accessKeyId",
    "userIdentity.userName",
    "userIdentity.principalId",
    "userIdentity.invokedBy",
    "userIdentity.sessionContext.attributes.mfaAuthenticated",
    "userIdentity.sessionContext.attributes.creationDate",
    "userIdentity.sessionContext.sessionIssuer.type",
    "userIdentity.sessionContext.sessionIssuer.arn",
    "userIdentity.sessionContext.sessionIssuer.userName",
    "userIdentity.sessionContext.sessionIssuer.principalId",
};

// The field that says most of what a derived column says.
std::string_view mainFieldOf(std::string_view column)
{
    if (column == "error" || column == "outcome")
        return "errorCode";
    if (column == "service")
        return "eventSource";
    if (column == "account")
        return "recipientAccountId";
    return column == "time" ? "eventTime" : "";
}

void addLosses(std::vector<Loss>& to, const std::vector<Loss>& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

// In their order, each once.
std::vector<Loss> eachOnce(const std::vector<Loss>& losses)
{
    std::vector<Loss> once;
    std::set<std::tuple<Code, std::string_view, bool>> seen;
    for (const Loss& loss : losses) {
        if (seen.emplace(loss.code, loss.detail, loss.leftOut).second)
            once.push_back(loss);
    }
    return once;
}

} // namespace

bool isScalarField(const FieldPath& path)
{
    return std::all_of(path.steps.begin(), path.steps.end(),
                       [](const PathStep& step) { return step.kind == PathStep::Kind::Key; })
        && std::find(kScalarFields.begin(), kScalarFields.end(), path.text())
        != kScalarFields.end();
}

bool hasWildcard(const FieldPath& path)
{
    return std::any_of(path.steps.begin(), path.steps.end(),
                       [](const PathStep& step) { return step.kind > PathStep::Kind::Index; });
}

bool hasLetters(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        return std::isalpha(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80;
    });
}

std::string asNetwork(const std::string& operand)
{
    if (operand.find('/') != std::string::npos)
        return operand;
    return operand + (operand.find(':') != std::string::npos ? "/128" : "/32");
}

std::string_view orderSign(FieldTest::Op op)
{
    switch (op) {
    case FieldTest::Op::Less:
        return " < ";
    case FieldTest::Op::LessOrEqual:
        return " <= ";
    case FieldTest::Op::Greater:
        return " > ";
    default:
        return " >= ";
    }
}

bool isOrderNumber(const FieldTest& test, const std::string& operand)
{
    return (test.numbers == FieldTest::Numbers::Loose ? looseNumberOf(operand) : numberOf(operand))
        .has_value();
}

bool loseFieldShape(const FieldTest& test, const FieldOutcomes& outcomes, Piece& piece)
{
    const std::string path = test.field.text();
    if (outcomes.onNull != outcomes.onMissing)
        piece.lose(Loss::Code::NullAndMissing, path);
    if (isScalarField(test.field.path))
        return true;
    if (test.field.path.forgiving)
        piece.lose(Loss::Code::ForgivingPath, path);
    return false;
}

std::string regexQuoted(std::string_view text)
{
    std::string quoted;
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        if (!std::isalnum(u) && u < 0x80 && c != '_' && c != ' ' && c != '-' && c != '/'
            && u > 0x20)
            quoted += '\\';
        quoted += c;
    }
    return quoted;
}

std::string globAsRegex(const FieldTest& test, const std::string& operand)
{
    std::string regex = "^";
    for (const char c : operand) {
        if (c == '*')
            regex += "[\\s\\S]*";
        else if (c == '?' && test.questionMark)
            regex += "[\\s\\S]";
        else
            regex += regexQuoted({&c, 1});
    }
    return regex + '$';
}

std::optional<std::vector<std::string>> networkPrefixes(std::string_view network)
{
    const std::size_t slash = std::min(network.find('/'), network.size());
    const std::string_view address = network.substr(0, slash);
    int bits = 32;
    if (slash < network.size()) {
        const std::string_view digits = network.substr(slash + 1);
        std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    }
    std::array<int, 4> parts{};
    const char* at = address.data();
    const char* const end = at + address.size();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto [next, error] = std::from_chars(at, end, parts[i]);
        if (error != std::errc() || parts[i] < 0 || parts[i] > 255
            || (i < 3 && (next == end || *next != '.')))
            return std::nullopt;
        at = i < 3 ? next + 1 : next;
    }
    if (at != end || bits < 1 || bits > 32)
        return std::nullopt;
    const auto whole = static_cast<std::size_t>(bits / 8);
    const int open = bits % 8 ? 8 - bits % 8 : 0;
    if (open > 5)
        return std::nullopt;
    std::string base;
    for (std::size_t i = 0; i < whole; ++i)
        base += std::to_string(parts[i]) + (i < 3 ? "." : "");
    if (open == 0)
        return std::vector<std::string>{base};
    std::vector<std::string> prefixes;
    const int first = parts[whole] & ~((1 << open) - 1);
    for (int i = 0; i < 1 << open; ++i)
        prefixes.push_back(base + std::to_string(first + i) + (whole < 3 ? "." : ""));
    return prefixes;
}

std::string jsonQuoted(std::string_view text)
{
    std::string quoted;
    appendJsonString(text, quoted);
    return quoted;
}

FieldOutcomes outcomesOf(const FieldTest& test, bool negated)
{
    // These look at the value itself; "negated" is for comparisons.
    const bool compares = test.op < Op::Exists;
    return {test.onMissing != negated, (test.op == Op::IsNull || test.onNull) != negated,
            (test.op == Op::Exists) != negated, (compares && test.negated) != negated};
}

Piece ConversionWriter::write(const Predicate& predicate, bool negated)
{
    switch (predicate.kind()) {
    case Predicate::Kind::All:
    case Predicate::Kind::Any: {
        std::vector<Piece> parts;
        for (const PredicatePtr& child : predicate.children())
            parts.push_back(write(*child, negated));
        return combined(std::move(parts), (predicate.kind() == Predicate::Kind::All) != negated);
    }
    case Predicate::Kind::Not:
        return write(*predicate.children().front(), !negated);
    case Predicate::Kind::Field:
        if (predicate.field().field.derived != Derived::None)
            return derived(predicate.field(), negated);
        if (predicate.field().containers != FieldTest::Containers::Never)
            return Piece::cannot(Code::NoContainers, predicate.field().field.text());
        return field(predicate.field(), negated);
    case Predicate::Kind::Text:
        return text(predicate.text(), negated);
    case Predicate::Kind::Time:
        return time(predicate.time(), negated);
    }
    return Piece::cannot(Code::Nothing);
}

Piece ConversionWriter::derived(const FieldTest& test, bool negated)
{
    const std::string name = test.field.text();
    const std::string_view main = mainFieldOf(name);
    if (main.empty() || (name == "time" && test.op != Op::Exists))
        return Piece::cannot(Code::NoDerived, name);
    FieldTest plain = test;
    plain.field = {Derived::None, *FieldPath::parse(main)};
    if (name == "outcome" && test.op != Op::Exists) {
        const std::string value =
            test.operands.size() == 1 ? lowerAscii(test.operands.front()) : std::string();
        if (test.op != Op::Equal || (value != "success" && value != "failure"))
            return Piece::cannot(Code::NoDerived, name);
        plain = FieldTest();
        plain.field = {Derived::None, *FieldPath::parse(main)};
        plain.op = Op::Exists;
        negated = negated != test.negated;
        negated = negated != (value == "success");
    }
    if (name == "service" && test.op != Op::Exists) {
        if (test.op != Op::Equal)
            return Piece::cannot(Code::NoDerived, name);
        for (std::string& operand : plain.operands)
            operand += ".amazonaws.com";
    }
    Piece piece = field(plain, negated);
    if (name != "time")
        piece.lose(Code::Derived, name);
    return piece;
}

Piece ConversionWriter::combined(std::vector<Piece> parts, bool isAnd) const
{
    using Kind = Piece::Kind;
    const Kind neutral = isAnd ? Kind::Everything : Kind::Nothing;
    const Kind winner = isAnd ? Kind::Nothing : Kind::Everything;
    if (std::any_of(parts.begin(), parts.end(), [&](const Piece& p) { return p.kind == winner; }))
        return {winner, {}, Piece::Binding::Atom, {}};
    std::vector<Loss> reasons;
    for (const Piece& part : parts) {
        if (part.kind == Kind::Cannot)
            addLosses(reasons, part.losses);
    }
    std::erase_if(parts,
                  [&](const Piece& p) { return p.kind == neutral || p.kind == Kind::Cannot; });
    if (!reasons.empty() && (!isAnd || parts.empty()))
        return {Kind::Cannot, {}, Piece::Binding::Atom, std::move(reasons)};
    if (parts.empty())
        return {neutral, {}, Piece::Binding::Atom, {}};
    Piece whole = std::move(parts.front());
    if (parts.size() > 1) {
        const auto binding = isAnd ? Piece::Binding::And : Piece::Binding::Or;
        std::string text;
        for (Piece& part : parts) {
            const std::string& one = &part == &parts.front() ? whole.text : part.text;
            const auto of = &part == &parts.front() ? whole.binding : part.binding;
            const bool brackets = of == Piece::Binding::Atom ? bracketsAtoms() : of < binding;
            text += text.empty() ? "" : std::string(isAnd ? andSign() : orSign());
            text += brackets ? '(' + one + ')' : one;
            if (&part != &parts.front())
                addLosses(whole.losses, part.losses);
        }
        whole.text = std::move(text);
        whole.binding = binding;
    }
    for (Loss& reason : reasons)
        reason.leftOut = true;
    addLosses(whole.losses, reasons);
    return whole;
}

std::optional<std::string> ConversionWriter::moment(const TimeBound& bound, Piece& losses) const
{
    if (bound.beforeLast) {
        if (!m_options.lastEvent)
            return std::nullopt;
        if (losses.losses.empty())
            losses.lose(Code::RelativeTime);
    }
    return formatEventTime(bound.at(m_options.lastEvent.value_or(0)));
}

// Control characters stand in no filter of the bar, and bytes that are no UTF-8 in no regular
// expression. A text that is only too long or too deep is one all the same.
static bool cannotBeRead(const std::string& text, TextForm form)
{
    if (form == TextForm::Bar) {
        const BarQuery query = parseBar(text);
        return !query.predicate && query.error->code > BarError::Code::TooDeep;
    }
    if (form == TextForm::FilterPattern) {
        const FilterPattern pattern = parseFilterPattern(text);
        return !pattern.predicate && pattern.error->code > PatternError::Code::TooDeep;
    }
    return false;
}

Conversion convert(const Predicate& predicate, TextForm form, const ConversionOptions& options)
{
    Piece piece;
    switch (form) {
    case TextForm::Bar:
        piece = writeBar(predicate, options);
        break;
    case TextForm::FilterPattern:
        piece = writeFilterPattern(predicate, options);
        break;
    case TextForm::LogsInsights:
        piece = writeInsights(predicate, options);
        break;
    case TextForm::Athena:
        piece = writeAthena(predicate, options);
        break;
    case TextForm::Jq:
        piece = writeJq(predicate, options);
        break;
    }
    Conversion conversion;
    conversion.losses = eachOnce(piece.losses);
    if (piece.kind == Piece::Kind::Nothing)
        conversion.losses = {{Code::Nothing, {}, false}};
    if (piece.kind == Piece::Kind::Text || piece.kind == Piece::Kind::Everything)
        conversion.text = std::move(piece.text);
    if (conversion.text && cannotBeRead(*conversion.text, form)) {
        conversion.text.reset();
        conversion.losses = {{Code::NoLetters, {}, false}};
    }
    return conversion;
}

const char* textFormName(TextForm form)
{
    switch (form) {
    case TextForm::Bar:
        return "filter bar";
    case TextForm::FilterPattern:
        return "CloudWatch filter pattern";
    case TextForm::LogsInsights:
        return "Logs Insights";
    case TextForm::Athena:
        return "Athena";
    case TextForm::Jq:
        return "jq";
    }
    return "";
}

const char* lossText(Loss::Code code)
{
    switch (code) {
    case Code::LetterCase:
        return "upper and lower case have to be as written";
    case Code::NumbersInText:
        return "numbers inside strings are compared on one side only";
    case Code::NumberForms:
        return "10 and 10.0 are one number on one side only";
    case Code::NullAndMissing:
        return "null and a missing field are told apart on one side only";
    case Code::Containers:
        return "objects and arrays count on one side only";
    case Code::ForgivingPath:
        return "a field inside an array, or with a dot in its name, is found by the bar only";
    case Code::Elements:
        return "no element may fit, on one side; on the other one that does not fit is enough";
    case Code::Types:
        return "a value of another type than expected counts on one side only";
    case Code::Network:
        return "the network is written as the beginning of a text";
    case Code::RelativeTime:
        return "the time is counted back from the last event; it becomes a fixed one";
    case Code::RegexDialect:
        return "the regular expression is read by another engine";
    case Code::ServiceLetters:
        return "CloudWatch does not take all characters of the regular expression";
    case Code::WholeMessage:
        return "names and punctuation of the event are searched on one side only";
    case Code::Derived:
        return "the column is worked out from several fields; the main one stands for it";
    case Code::NoTime:
        return "there are no times in this language";
    case Code::NoDerived:
        return "the column is worked out here and not part of the record";
    case Code::NoText:
        return "this search anywhere in the event cannot be written";
    case Code::NoDelimited:
        return "a space-delimited pattern has no counterpart";
    case Code::NoNetwork:
        return "the IP network cannot be written";
    case Code::NoOrderOfText:
        return "only numbers are compared by size";
    case Code::NoPath:
        return "the field cannot be named";
    case Code::NoColumn:
        return "the table has no such column";
    case Code::NoContainers:
        return "objects and arrays cannot be compared as text";
    case Code::NoLetters:
        return "the value holds characters that cannot be written";
    case Code::Nothing:
        return "no event fulfils the filter";
    }
    return "";
}

} // namespace trailloupe::query
