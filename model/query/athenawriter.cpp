// A predicate as what follows WHERE in Athena, over the CloudTrail table of its documentation.
// Every test is written so that NULL means no; negations have moved to the tests.
#include "model/query/conversionwriter.h"
#include "model/query/valuematcher.h"

#include <algorithm>
#include <array>

namespace trailloupe::query {
namespace {

using Op = FieldTest::Op;
using Code = Loss::Code;

// Columns that hold text; eventtime and readonly too.
constexpr std::array<std::string_view, 22> kColumns{"eventversion",
                                                    "eventtime",
                                                    "eventsource",
                                                    "eventname",
                                                    "awsregion",
                                                    "sourceipaddress",
                                                    "useragent",
                                                    "errorcode",
                                                    "errormessage",
                                                    "requestid",
                                                    "eventid",
                                                    "eventtype",
                                                    "apiversion",
                                                    "readonly",
                                                    "recipientaccountid",
                                                    "sharedeventid",
                                                    "vpcendpointid",
                                                    "vpcendpointaccountid",
                                                    "eventcategory",
                                                    "sessioncredentialfromconsole",
                                                    "serviceeventdetails",
                                                    "edgedevicedetails"};
constexpr std::array<std::string_view, 24> kStructFields{
    "useridentity.type",
    "useridentity.principalid",
    "useridentity.arn",
    "useridentity.accountid",
    "useridentity.invokedby",
    "useridentity.accesskeyid",
    "useridentity.username",
    "useridentity.onbehalfof.userid",
    "useridentity.onbehalfof.identitystorearn",
    "useridentity.sessioncontext.attributes.mfaauthenticated",
    "useridentity.sessioncontext.attributes.creationdate",
    "useridentity.sessioncontext.sessionissuer.type",
    "useridentity.sessioncontext.sessionissuer.principalid",
    "useridentity.sessioncontext.sessionissuer.arn",
    "useridentity.sessioncontext.sessionissuer.accountid",
    "useridentity.sessioncontext.sessionissuer.username",
    "useridentity.sessioncontext.ec2roledelivery",
    "useridentity.sessioncontext.webidfederationdata.federatedprovider",
    "tlsdetails.tlsversion",
    "tlsdetails.ciphersuite",
    "tlsdetails.clientprovidedhostheader",
    "addendum.reason",
    "addendum.updatedfields",
    "addendum.originalrequestid"};
constexpr std::array<std::string_view, 3> kJsonColumns{"requestparameters", "responseelements",
                                                       "additionaleventdata"};

template<typename Names>
bool isOneOf(const Names& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string sqlQuoted(std::string_view text)
{
    std::string quoted = "'";
    for (const char c : text)
        quoted += c == '\'' ? std::string("''") : std::string(1, c);
    return quoted + '\'';
}

std::string likeEscaped(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\')
            escaped += '\\';
        escaped += c;
    }
    return escaped;
}

// How the table names a field.
struct Name
{
    std::string text; // its value as text
    std::string presence; // what is NULL where there is none
    bool isJson = false;
};

std::optional<Name> nameOf(const FieldPath& path)
{
    if (path.steps.empty() || path.steps.front().kind != PathStep::Kind::Key)
        return std::nullopt;
    std::string lower;
    std::string json = "$";
    for (const PathStep& step : path.steps) {
        if (step.kind > PathStep::Kind::Index)
            return std::nullopt;
        const bool isIndex = step.kind == PathStep::Kind::Index;
        lower += (lower.empty() ? "" : ".") + (isIndex ? "[]" : lowerAscii(step.key));
        if (&step == &path.steps.front())
            continue;
        const bool plain = !isIndex && !step.key.empty()
            && std::all_of(step.key.begin(), step.key.end(), [](char c) {
                   return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
               });
        if (step.key.find_first_of("\"\\") != std::string::npos)
            return std::nullopt;
        json += isIndex ? '[' + std::to_string(step.index) + ']'
            : plain     ? '.' + step.key
                        : "[\"" + step.key + "\"]";
    }
    const std::string column = lowerAscii(path.steps.front().key);
    if (isOneOf(kColumns, lower) || isOneOf(kStructFields, lower) || isOneOf(kJsonColumns, lower))
        return Name{lower, lower, false};
    if (!isOneOf(kJsonColumns, column))
        return std::nullopt;
    const std::string arguments = '(' + column + ", " + sqlQuoted(json) + ')';
    return Name{"json_extract_scalar" + arguments, "json_extract" + arguments, true};
}

class Writer : public ConversionWriter
{
public:
    using ConversionWriter::ConversionWriter;

protected:
    std::string_view andSign() const override { return " AND "; }
    std::string_view orSign() const override { return " OR "; }

    Piece text(const TextTest& test, bool) override
    {
        return Piece::cannot(test.op == TextTest::Op::Delimited ? Code::NoDelimited : Code::NoText,
                             test.operand);
    }

    Piece time(const TimeTest& test, bool negated) override
    {
        return timeRange(
            test, negated,
            [](const std::string& at) { return Piece::atom("eventtime >= '" + at + '\''); },
            [](const std::string& at) { return Piece::atom("eventtime < '" + at + '\''); });
    }

    Piece field(const FieldTest& test, bool negated) override
    {
        const std::string path = test.field.text();
        const auto name = nameOf(test.field.path);
        if (!name)
            return Piece::cannot(Code::NoColumn, path);
        const FieldOutcomes outcomes = outcomesOf(test, negated);
        std::vector<Piece> parts;
        if (outcomes.onMissing)
            parts.push_back(Piece::atom(name->presence + " IS NULL"));
        parts.push_back(scalars(test, *name, outcomes.flipped));
        if (parts.back().kind == Piece::Kind::Cannot)
            return parts.back();
        Piece piece = anyOf(std::move(parts));
        if (!loseFieldShape(test, outcomes, piece) && test.op < Op::Exists && outcomes.onContainer)
            piece.lose(Code::Containers, path);
        return piece;
    }

private:
    Piece scalars(const FieldTest& test, const Name& name, bool flipped)
    {
        const auto truth = [&](const char* value) {
            Piece piece = Piece::atom(name.text + (flipped ? " <> " : " = ") + value);
            piece.lose(Code::Types, test.field.text());
            return piece;
        };
        switch (test.op) {
        case Op::Exists:
            return flipped ? Piece::nothing() : Piece::atom(name.presence + " IS NOT NULL");
        case Op::IsNull:
            return flipped ? Piece::atom(name.text + " IS NOT NULL") : Piece::nothing();
        case Op::IsTrue:
            return truth("'true'");
        case Op::IsFalse:
            return truth("'false'");
        default:
            break;
        }
        if (test.op == Op::Equal && test.operands.size() > 1)
            return list(test, name, flipped);
        std::vector<Piece> parts;
        for (const std::string& operand : test.operands)
            parts.push_back(compared(test, name, operand, flipped));
        return combined(std::move(parts), flipped);
    }

    static std::string folded(const FieldTest& test, const Name& name, std::string_view operand)
    {
        return test.foldCase && hasLetters(operand) ? "lower(" + name.text + ')' : name.text;
    }
    static std::string foldedValue(const FieldTest& test, std::string_view operand)
    {
        return test.foldCase ? lowerAscii(operand) : std::string(operand);
    }
    static void loseNumberForms(const FieldTest& test, const std::string& operand, Piece& piece)
    {
        if (test.numbers != FieldTest::Numbers::Text && looseNumberOf(operand)
            && !isScalarField(test.field.path))
            piece.lose(Code::NumberForms, test.field.text());
    }

    static Piece list(const FieldTest& test, const Name& name, bool flipped)
    {
        Piece piece;
        std::string all;
        for (const std::string& operand : test.operands) {
            all += operand;
            piece.text += (piece.text.empty() ? "" : ", ") + sqlQuoted(foldedValue(test, operand));
            loseNumberForms(test, operand, piece);
        }
        piece.text = folded(test, name, all) + (flipped ? " NOT IN (" : " IN (") + piece.text + ')';
        return piece;
    }

    Piece compared(const FieldTest& test, const Name& name, const std::string& operand,
                   bool flipped)
    {
        const std::string value = foldedValue(test, operand);
        const auto like = [&](const std::string& pattern) {
            const bool escapes = pattern.find('\\') != std::string::npos;
            return Piece::atom(folded(test, name, operand) + (flipped ? " NOT LIKE " : " LIKE ")
                               + sqlQuoted(pattern) + (escapes ? " ESCAPE '\\'" : ""));
        };
        Piece piece;
        switch (test.op) {
        case Op::Equal:
            piece = Piece::atom(folded(test, name, operand) + (flipped ? " <> " : " = ")
                                + sqlQuoted(value));
            loseNumberForms(test, operand, piece);
            return piece;
        case Op::Glob:
            return like(globAsLike(test, value));
        case Op::Contains:
            return like('%' + likeEscaped(value) + '%');
        case Op::StartsWith:
            return like(likeEscaped(value) + '%');
        case Op::EndsWith:
            return like('%' + likeEscaped(value));
        case Op::Regex:
            piece = Piece::atom((flipped ? "NOT regexp_like(" : "regexp_like(") + name.text + ", "
                                + sqlQuoted((test.foldCase ? "(?i)" : "") + operand) + ')');
            piece.lose(Code::RegexDialect, operand);
            return piece;
        case Op::InNetwork:
            return network(name, operand, flipped);
        default:
            return order(test, name, operand, flipped);
        }
    }

    static std::string globAsLike(const FieldTest& test, const std::string& glob)
    {
        std::string like;
        for (const char c : glob)
            like += c == '*' ? "%" : c == '?' && test.questionMark ? "_" : likeEscaped({&c, 1});
        return like;
    }

    // Texts that are no address are in no network.
    static Piece network(const Name& name, const std::string& operand, bool flipped)
    {
        const std::string in = "contains(" + sqlQuoted(asNetwork(operand)) + ", try_cast("
            + name.text + " AS ipaddress))";
        if (!flipped)
            return Piece::atom(in);
        return {Piece::Kind::Text,
                name.text + " IS NOT NULL AND NOT coalesce(" + in + ", false)",
                Piece::Binding::And,
                {}};
    }

    static Piece order(const FieldTest& test, const Name& name, const std::string& operand,
                       bool flipped)
    {
        const bool number = isOrderNumber(test, operand);
        if (!number && !test.numbersInText)
            return flipped ? Piece::atom(name.text + " IS NOT NULL") : Piece::nothing();
        const std::string value = number ? "try_cast(" + name.text + " AS double)" : name.text;
        const std::string compares =
            value + std::string(orderSign(test.op)) + (number ? operand : sqlQuoted(operand));
        Piece piece = Piece::atom(compares);
        if (flipped) {
            piece = {Piece::Kind::Text,
                     name.text + " IS NOT NULL AND NOT coalesce(" + compares + ", false)",
                     Piece::Binding::And,
                     {}};
        }
        if (number && !test.numbersInText)
            piece.lose(Code::NumbersInText, test.field.text());
        return piece;
    }
};

} // namespace

Piece writeAthena(const Predicate& predicate, const ConversionOptions& options)
{
    return Writer(options).write(predicate);
}

} // namespace trailloupe::query
