#include "ui/querybar/barwords.h"

#include "ui/common/evidencetext.h"

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

} // namespace

QString barErrorWords(const query::BarError& error)
{
    QString words = sentence(error.code);
    if (words.contains(QLatin1String("%1")))
        words = words.arg(visibleText(QString::fromStdString(error.detail)));
    return words;
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
