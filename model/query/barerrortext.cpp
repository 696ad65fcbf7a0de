#include "model/query/barquery.h"

namespace trailloupe::query {

const char* barErrorText(BarError::Code code)
{
    using Code = BarError::Code;
    switch (code) {
    case Code::TooLong:
        return "the filter is longer than 64 KiB";
    case Code::TooDeep:
        return "brackets are nested too deep";
    case Code::ControlCharacter:
        return "a control character does not belong into a filter";
    case Code::UnclosedQuote:
        return "the quote is not closed";
    case Code::UnclosedBracket:
        return "the bracket is not closed";
    case Code::UnexpectedBracket:
        return "this bracket closes nothing";
    case Code::MissingCondition:
        return "a condition is missing here";
    case Code::MissingValue:
        return "a value is missing here";
    case Code::MissingField:
        return "a field is missing here";
    case Code::BadRegex:
        return "the regular expression cannot be read";
    case Code::BadNetwork:
        return "this is no IP network";
    case Code::BadTime:
        return "this is no time";
    case Code::BadRange:
        return "the range begins behind its end";
    case Code::BadOperator:
        return "times know no such comparison";
    case Code::BadPath:
        return "this is no field";
    }
    return "";
}

} // namespace trailloupe::query
