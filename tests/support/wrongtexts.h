// WrongText: a text that a language cannot read, and what has to be said about it. Shared by the
// tests of the languages.
#pragma once

#include "model/query/barquery.h"

#include <QString>
#include <QTest>

#include <cstddef>
#include <optional>
#include <string>

namespace trailloupe::test {

template<typename Code>
struct WrongText
{
    const char* text;
    Code code;
    std::size_t offset;
    std::size_t length;
    const char* fix = nullptr;
    bool fixReads = true; // with the fix in place
};

// A row for each, by its index.
template<typename Cases>
void addRows(const Cases& cases)
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const auto& one : cases)
        QTest::addRow("%s", one.text) << index++;
}

// Empty when the error says just that, and the fix mends what it should; else what differs.
template<typename Code, typename Error, typename Reads>
QString differenceOf(const WrongText<Code>& wrong, const std::optional<Error>& error, Reads reads)
{
    if (!error)
        return QStringLiteral("no error");
    if (error->code != wrong.code)
        return QStringLiteral("code %1").arg(int(error->code));
    if (error->where != query::TextSpan{wrong.offset, wrong.length})
        return QStringLiteral("at %1+%2").arg(error->where.offset).arg(error->where.length);
    if (error->fix.has_value() != (wrong.fix != nullptr))
        return error->fix ? QStringLiteral("a fix: ") + QString::fromStdString(*error->fix)
                          : QStringLiteral("no fix");
    if (!wrong.fix)
        return {};
    if (*error->fix != wrong.fix)
        return QStringLiteral("another fix: ") + QString::fromStdString(*error->fix);
    std::string fixed = wrong.text;
    fixed.replace(wrong.offset, wrong.length, wrong.fix);
    if (reads(fixed) != wrong.fixReads)
        return QStringLiteral("with the fix: ") + QString::fromStdString(fixed);
    return {};
}

} // namespace trailloupe::test
