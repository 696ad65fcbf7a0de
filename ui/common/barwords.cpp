#include "ui/common/barwords.h"

#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>

namespace trailloupe::ui {
namespace {

class BarWords
{
    Q_DECLARE_TR_FUNCTIONS(BarWords)
};

QString sentence(query::BarError::Code code)
{
    using Code = query::BarError::Code;
    switch (code) {
    case Code::TooLong:
        return BarWords::tr("The filter is longer than 64 KiB.");
    case Code::TooDeep:
        return BarWords::tr("Brackets are nested too deep.");
    case Code::ControlCharacter:
        return BarWords::tr("There is a control character in the filter.");
    case Code::UnclosedQuote:
        return BarWords::tr("The quote is not closed.");
    case Code::UnclosedBracket:
        return BarWords::tr("The bracket is not closed.");
    case Code::UnexpectedBracket:
        return BarWords::tr("This bracket closes nothing.");
    case Code::MissingCondition:
        return BarWords::tr("A condition is missing here.");
    case Code::MissingValue:
        return BarWords::tr("A value is missing here.");
    case Code::MissingField:
        return BarWords::tr("A field is missing here.");
    case Code::BadRegex:
        return BarWords::tr("The regular expression cannot be read: %1");
    case Code::BadNetwork:
        return BarWords::tr("This is no IP network.");
    case Code::BadTime:
        return BarWords::tr("“%1” is no time. Try 2026-03-01, 2026-03-01T14:05 or last 24h.");
    case Code::BadRange:
        return BarWords::tr("The range begins behind its end.");
    case Code::BadOperator:
        return BarWords::tr("Times cannot be compared with “%1”.");
    case Code::BadPath:
        return BarWords::tr("This is no field.");
    }
    return {};
}

QString sentence(query::PatternError::Code code)
{
    using Code = query::PatternError::Code;
    switch (code) {
    case Code::TooLong:
        return BarWords::tr("The pattern is longer than 64 KiB.");
    case Code::TooDeep:
        return BarWords::tr("Brackets are nested too deep.");
    case Code::ControlCharacter:
        return BarWords::tr("There is a control character in the pattern.");
    case Code::UnclosedBrace:
        return BarWords::tr("A pattern that begins with { ends with }.");
    case Code::UnclosedBracket:
        return BarWords::tr("A pattern that begins with [ ends with ].");
    case Code::UnclosedParenthesis:
        return BarWords::tr("The parenthesis is not closed.");
    case Code::UnclosedQuote:
        return BarWords::tr("The quote is not closed.");
    case Code::UnclosedRegex:
        return BarWords::tr("The regular expression is not closed with %.");
    case Code::UnexpectedText:
        return BarWords::tr("This belongs to nothing.");
    case Code::MissingSelector:
        return BarWords::tr("A selector such as $.eventName is missing here.");
    case Code::BadSelector:
        return BarWords::tr("This is no selector.");
    case Code::BadComparison:
        return BarWords::tr("A comparison is missing here: = != < <= > >=, IS or NOT EXISTS.");
    case Code::MissingValue:
        return BarWords::tr("A value is missing here.");
    case Code::OrderNeedsNumber:
        return BarWords::tr("< and > compare numbers only.");
    case Code::RegexNeedsEquality:
        return BarWords::tr("A regular expression stands behind = or != only.");
    case Code::BadRegex:
        return BarWords::tr("The regular expression cannot be read: %1");
    case Code::ExistsAlone:
        return BarWords::tr("There is no EXISTS in filter patterns, only NOT EXISTS.");
    case Code::IsNot:
        return BarWords::tr("There is no IS NOT in filter patterns.");
    case Code::BadConnective:
        return BarWords::tr("Two conditions are joined by && or ||.");
    case Code::NoNegation:
        return BarWords::tr("There is no NOT in filter patterns.");
    case Code::SymbolInTerm:
        return BarWords::tr("A term with other letters than A-Z, 0-9 and _ needs quotes.");
    case Code::DuplicateEllipsis:
        return BarWords::tr("... may stand once only.");
    case Code::BadFieldName:
        return BarWords::tr("This is no name of a field.");
    case Code::OtherField:
        return BarWords::tr("A condition may only use its own field.");
    }
    return {};
}

QString lossSentence(query::Loss::Code code)
{
    using Code = query::Loss::Code;
    switch (code) {
    case Code::LetterCase:
        return BarWords::tr("upper and lower case have to be as written");
    case Code::NumbersInText:
        return BarWords::tr("numbers inside strings are compared on one side only");
    case Code::NumberForms:
        return BarWords::tr("10 and 10.0 are one number on one side only");
    case Code::NullAndMissing:
        return BarWords::tr("null and a missing field are told apart on one side only");
    case Code::Containers:
        return BarWords::tr("objects and arrays count on one side only");
    case Code::ForgivingPath:
        return BarWords::tr(
            "a field inside an array, or with a dot in its name, is found by the bar only");
    case Code::Elements:
        return BarWords::tr(
            "no element may fit, on one side; on the other one that does not fit is enough");
    case Code::Types:
        return BarWords::tr("a value of another type than expected counts on one side only");
    case Code::Network:
        return BarWords::tr("the network is written as the beginning of a text");
    case Code::RelativeTime:
        return BarWords::tr("the time is counted back from the last event; it becomes a fixed one");
    case Code::RegexDialect:
        return BarWords::tr("the regular expression is read by another engine");
    case Code::ServiceLetters:
        return BarWords::tr("CloudWatch does not take all characters of the regular expression");
    case Code::WholeMessage:
        return BarWords::tr("names and punctuation of the event are searched on one side only");
    case Code::Derived:
        return BarWords::tr(
            "the column is worked out from several fields; the main one stands for it");
    case Code::NoTime:
        return BarWords::tr("there are no times in this language");
    case Code::NoDerived:
        return BarWords::tr("the column is worked out here and not part of the record");
    case Code::NoText:
        return BarWords::tr("this search anywhere in the event cannot be written");
    case Code::NoDelimited:
        return BarWords::tr("a space-delimited pattern has no counterpart");
    case Code::NoNetwork:
        return BarWords::tr("the IP network cannot be written");
    case Code::NoOrderOfText:
        return BarWords::tr("only numbers are compared by size");
    case Code::NoPath:
        return BarWords::tr("the field cannot be named");
    case Code::NoColumn:
        return BarWords::tr("the table has no such column");
    case Code::NoContainers:
        return BarWords::tr("objects and arrays cannot be compared as text");
    case Code::NoLetters:
        return BarWords::tr("the value holds characters that cannot be written");
    case Code::Nothing:
        return BarWords::tr("no event fulfils the filter");
    }
    return {};
}

} // namespace

QString barErrorWords(const query::BarError& error)
{
    QString words = sentence(error.code);
    if (words.contains(QLatin1String("%1")))
        words = words.arg(visibleText(QString::fromStdString(error.detail)));
    return words;
}

QString patternErrorWords(const query::PatternError& error)
{
    QString words = sentence(error.code);
    if (words.contains(QLatin1String("%1")))
        words = words.arg(visibleText(QString::fromStdString(error.detail)));
    return words;
}

QString riskWords(const query::Risk& risk)
{
    using Code = query::Risk::Code;
    const QString field = visibleText(QString::fromStdString(risk.field));
    const QString value = visibleText(QString::fromStdString(risk.value));
    QStringList names;
    for (const std::string& name : risk.instead)
        names.append(visibleText(QString::fromStdString(name)));
    const QString instead = names.join(BarWords::tr(", "));
    switch (risk.code) {
    case Code::FindsLacking:
        return risk.events
            ? BarWords::tr("Finds every event without %1 too; %2 of the events have it.")
                  .arg(field, shareText(*risk.events, risk.of))
            : BarWords::tr("Finds every event without %1 too.").arg(field);
    case Code::NoSuchField:
        return names.isEmpty() ? BarWords::tr("No event has %1.").arg(field)
                               : BarWords::tr("No event has %1. There is %2.").arg(field, instead);
    case Code::NoSuchValue:
        return BarWords::tr("%1 is never “%2”, only %3.").arg(field, value, instead);
    case Code::QuotedWildcard:
        return BarWords::tr("In quotes * and ? are letters, and %1 never holds them.").arg(field);
    case Code::LooksLikeTerms:
        return BarWords::tr("This looks like terms of a CloudWatch filter pattern; here ? stands "
                            "for any letter.");
    case Code::SourceWithoutDomain:
        return BarWords::tr(
                   "Sources are written in full, as %1.amazonaws.com. service:%1 is the short "
                   "form.")
            .arg(value);
    }
    return {};
}

QString patternWarningWords(const query::PatternWarning& warning)
{
    using Code = query::PatternWarning::Code;
    const QString detail = visibleText(QString::fromStdString(warning.detail));
    switch (warning.code) {
    case Code::TooLongForService:
        return BarWords::tr("CloudWatch takes patterns of 1,024 characters at most.");
    case Code::TooManyRegexes:
        return BarWords::tr("CloudWatch takes two regular expressions in a pattern at most.");
    case Code::TooManyWildcards:
        return BarWords::tr("CloudWatch takes three wildcards in the fields of a pattern at most.");
    case Code::TooManyWildcardsInSelector:
        return BarWords::tr("CloudWatch takes one wildcard in a field at most.");
    case Code::RegexLetter:
        return BarWords::tr("CloudWatch does not take “%1” in a regular expression.").arg(detail);
    case Code::SingleQuotes:
        return BarWords::tr("CloudWatch may not take single quotes; use double ones.");
    case Code::DoubleEquals:
        return BarWords::tr("CloudWatch may not take ==; use =.");
    case Code::DropsWithoutField:
        return BarWords::tr("Events without %1 are left out; ($.%1 NOT EXISTS) || keeps them.")
            .arg(detail);
    case Code::OptionalTermsIgnored:
        return BarWords::tr("Terms with “?” are ignored beside terms without.");
    }
    return {};
}

QString lossWords(const std::vector<query::Loss>& losses)
{
    QStringList lines;
    for (const query::Loss& loss : losses) {
        const QString detail = visibleText(QString::fromStdString(loss.detail));
        QString line = lossSentence(loss.code);
        if (!detail.isEmpty())
            line = BarWords::tr("%1: %2").arg(line, detail);
        lines.append(loss.leftOut ? BarWords::tr("%1 (left out)").arg(line) : line);
    }
    return lines.join(u'\n');
}

CharSpan charSpan(const QString& text, query::TextSpan bytes)
{
    const QByteArray utf8 = text.toUtf8();
    const auto chars = [&](std::size_t end) {
        return static_cast<int>(QString::fromUtf8(utf8.left(static_cast<qsizetype>(end))).size());
    };
    const int start = chars(bytes.offset);
    return {start, chars(bytes.end()) - start};
}

} // namespace trailloupe::ui
