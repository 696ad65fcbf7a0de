// Predicate: a condition on events, in the form that all languages are read into.
//
// The languages disagree about letter case, missing fields, null and containers, so every test says
// for itself what it means; nothing is global.  A field may stand for several values (elements of
// an array, repeated keys): a test holds when it holds for one of them.
//
// Representation: an immutable tree of shared nodes. key() names what a node means: equal keys,
// equal rows.
// Threads: immutable; any thread.
// Units: times are seconds since 1970 UTC.
#pragma once

#include "model/query/column.h"
#include "model/query/fieldpath.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace trailloupe::query {

// What a test looks at: a path of the event, or a derived column.
struct Field
{
    Derived derived = Derived::None;
    FieldPath path; // for Derived::None

    std::string text() const;
    bool operator==(const Field&) const = default;
};

// A test of the values of one field.
struct FieldTest
{
    enum class Op : std::uint8_t
    {
        Equal, // one of the operands
        Glob, // '*' any text, '?' any character when `questionMark` is set
        Contains,
        StartsWith,
        EndsWith,
        Regex, // RE2, found anywhere in the value
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
        InNetwork, // an IP address inside one of the operands (CIDR)
        // without operands:
        Exists,
        IsNull,
        IsTrue,
        IsFalse,
    };
    enum class Containers : std::uint8_t
    {
        Never, // an object or array fulfils nothing (but exists)
        JsonText, // its compact JSON is the value
    };

    enum class Numbers : std::uint8_t // how Equal and Glob compare a number of the event
    {
        Json, // with an operand that is a number in JSON by value, with others by its text
        Text, // by its text alone
        Loose, // as Json, and "+5", "007", ".5" are numbers too (in order tests as well)
    };

    Field field;
    Op op = Op::Equal;
    std::vector<std::string> operands; // any of them; a number is its text
    bool foldCase = false;
    bool negated = false; // of each value: holds for a value that fits no operand
    bool questionMark = false;
    bool numbersInText = false; // < and so on: a string that reads as a number is one
    bool onMissing = false; // the outcome where the event has no such field
    bool onNull = false; // the outcome for null
    Containers containers = Containers::Never;
    Numbers numbers = Numbers::Json;

    bool operator==(const FieldTest&) const = default;
};

// Text anywhere in the event.
struct TextTest
{
    enum class Scope : std::uint8_t
    {
        Values, // inside one value
        Json, // in the compact JSON of the event, names and punctuation included
    };
    enum class Op : std::uint8_t
    {
        Contains,
        Glob, // the whole value
        Regex,
        Equal, // the whole value
        Delimited, // a space-delimited pattern, see delimitedpattern.h; always of the JSON
    };
    Op op = Op::Contains;
    std::string operand;
    bool foldCase = false;
    Scope scope = Scope::Values;

    bool operator==(const TextTest&) const = default;
};

// A moment, or one that is counted back from the last event of the export.
struct TimeBound
{
    std::int64_t seconds = 0;
    bool beforeLast = false;

    std::int64_t at(std::int64_t lastEvent) const
    {
        return beforeLast ? lastEvent - seconds : seconds;
    }
    bool operator==(const TimeBound&) const = default;
};

// from <= time < to; undated events never.
struct TimeTest
{
    std::optional<TimeBound> from;
    std::optional<TimeBound> to;

    bool operator==(const TimeTest&) const = default;
};

class Predicate;
using PredicatePtr = std::shared_ptr<const Predicate>;

class Predicate
{
public:
    enum class Kind : std::uint8_t
    {
        All, // of the children; every event when there are none
        Any, // of the children; no event when there are none
        Not, // the one child
        Field,
        Text,
        Time,
    };

    // Nested All in All and Any in Any are flattened, single children taken out.
    static PredicatePtr all(std::vector<PredicatePtr> children);
    static PredicatePtr any(std::vector<PredicatePtr> children);
    static PredicatePtr negation(PredicatePtr child); // a double one is taken out
    static PredicatePtr of(FieldTest test);
    static PredicatePtr of(TextTest test);
    static PredicatePtr of(TimeTest test);
    static PredicatePtr everything() { return all({}); }

    Kind kind() const { return m_kind; }
    const std::vector<PredicatePtr>& children() const { return m_children; }
    const FieldTest& field() const { return std::get<FieldTest>(m_test); } // REQUIRES the kind
    const TextTest& text() const { return std::get<TextTest>(m_test); }
    const TimeTest& time() const { return std::get<TimeTest>(m_test); }
    bool isEverything() const { return m_kind == Kind::All && m_children.empty(); }

    // What the node means; children of All and Any in any order, each once.
    const std::string& key() const { return m_key; }
    // The same tree, child by child.
    bool sameTree(const Predicate& other) const;

private:
    using Test = std::variant<std::monostate, FieldTest, TextTest, TimeTest>;
    Predicate(Kind kind, std::vector<PredicatePtr> children, Test test);
    static PredicatePtr combined(Kind kind, std::vector<PredicatePtr> children);

    Kind m_kind;
    std::vector<PredicatePtr> m_children;
    Test m_test;
    std::string m_key;
};

} // namespace trailloupe::query
