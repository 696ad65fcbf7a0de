// ConversionWriter: what the writers of conversion.h share.  Internal to them.
//
// A writer says single tests; and, or and not are put together here, with every negation moved to
// the tests.
#pragma once

#include "model/base/asciitext.h"
#include "model/query/conversion.h"

#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::query {

// A piece of text and what it lost.
struct Piece
{
    enum class Kind : std::uint8_t
    {
        Text,
        Everything,
        Nothing,
        Cannot, // the losses are the reasons
    };
    enum class Binding : std::uint8_t
    {
        Or,
        And,
        Atom,
    };
    Kind kind = Kind::Text;
    std::string text;
    Binding binding = Binding::Atom;
    std::vector<Loss> losses;

    static Piece cannot(Loss::Code code, std::string detail = {})
    {
        return {Kind::Cannot, {}, Binding::Atom, {{code, std::move(detail), false}}};
    }
    static Piece nothing() { return {Kind::Nothing, {}, Binding::Atom, {}}; }
    static Piece atom(std::string text) { return {Kind::Text, std::move(text), Binding::Atom, {}}; }
    void lose(Loss::Code code, std::string detail = {})
    {
        losses.push_back({code, std::move(detail), false});
    }
};

// What a test says where no scalar value decides.
struct FieldOutcomes
{
    bool onMissing;
    bool onNull;
    bool onContainer; // an object or array
    bool flipped; // a scalar value that fits the operands says no
};
FieldOutcomes outcomesOf(const FieldTest& test, bool negated);

class ConversionWriter
{
public:
    explicit ConversionWriter(const ConversionOptions& options)
        : m_options(options)
    { }
    virtual ~ConversionWriter() = default;

    Piece write(const Predicate& predicate, bool negated = false);

protected:
    // `negated`: what holds for events that do not fulfil the test.
    virtual Piece field(const FieldTest& test, bool negated) = 0;
    virtual Piece text(const TextTest& test, bool negated) = 0;
    virtual Piece time(const TimeTest& test, bool negated) = 0;
    virtual std::string_view andSign() const = 0;
    virtual std::string_view orSign() const = 0;
    virtual bool bracketsAtoms() const { return false; }

    Piece combined(std::vector<Piece> parts, bool isAnd) const;
    Piece allOf(std::vector<Piece> parts) const { return combined(std::move(parts), true); }
    Piece anyOf(std::vector<Piece> parts) const { return combined(std::move(parts), false); }
    // "at or after" `from`, "before" `to`, each as a piece made of the UTC text of the moment.
    template<typename From, typename To>
    Piece timeRange(const TimeTest& test, bool negated, const From& from, const To& to) const;

    const ConversionOptions& m_options;

private:
    Piece derived(const FieldTest& test, bool negated);
    std::optional<std::string> moment(const TimeBound& bound, Piece& losses) const;
};

// CloudTrail fields that hold one string (or truth value) wherever they stand.
bool isScalarField(const FieldPath& path);
bool hasWildcard(const FieldPath& path);
bool hasLetters(std::string_view text);
std::string regexQuoted(std::string_view text); // stands for itself
std::string globAsRegex(const FieldTest& test, const std::string& operand); // the whole value
// 10.0.0.0/8 as the beginnings "10."; one address without a dot at its end. Nothing for IPv6 and
// for networks of more than 32 beginnings.
std::optional<std::vector<std::string>> networkPrefixes(std::string_view network);
std::string jsonQuoted(std::string_view text);
// One address is a network of its own: 10.0.0.1/32.
std::string asNetwork(const std::string& operand);
// Of < <= > >=, with spaces around it.
std::string_view orderSign(FieldTest::Op op);
// The operand of an order test when it is compared as a number.
bool isOrderNumber(const FieldTest& test, const std::string& operand);
// What languages lose that do not tell null from missing and take paths as they stand. True when
// that is all there is to lose.
bool loseFieldShape(const FieldTest& test, const FieldOutcomes& outcomes, Piece& piece);

Piece writeFilterPattern(const Predicate& predicate, const ConversionOptions& options);
Piece writeInsights(const Predicate& predicate, const ConversionOptions& options);
Piece writeAthena(const Predicate& predicate, const ConversionOptions& options);
Piece writeJq(const Predicate& predicate, const ConversionOptions& options);
Piece writeBar(const Predicate& predicate, const ConversionOptions& options);

template<typename From, typename To>
Piece ConversionWriter::timeRange(const TimeTest& test, bool negated, const From& from,
                                  const To& to) const
{
    std::vector<Piece> parts;
    Piece losses;
    for (const bool isFrom : {true, false}) {
        const auto& bound = isFrom ? test.from : test.to;
        if (!bound)
            continue;
        const auto text = moment(*bound, losses);
        if (!text)
            return Piece::cannot(Loss::Code::RelativeTime);
        parts.push_back(isFrom != negated ? from(*text) : to(*text));
    }
    Piece made = combined(std::move(parts), !negated);
    made.losses.insert(made.losses.end(), losses.losses.begin(), losses.losses.end());
    return made;
}

} // namespace trailloupe::query
