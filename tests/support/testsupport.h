// testsupport: small helpers for every test program.
#pragma once

#include "model/base/result.h"

#include <QRegularExpression>
#include <QString>
#include <QTest>

#include <string>

// Prints the error of a Result that should have been a value.
// Evaluates it once: it may do something.
#define QVERIFY_OK(expression)                                                                     \
    do {                                                                                           \
        const auto& verifiedResult = (expression);                                                 \
        QVERIFY2(verifiedResult.ok(), qPrintable(trailloupe::test::describe(verifiedResult)));     \
    } while (false)

namespace trailloupe::test {

QString describe(const Error& error);

template<typename T>
QString describe(const Result<T>& result)
{
    return result.ok() ? QStringLiteral("ok") : describe(result.error());
}

// A file or folder of the source tree; without `below` the tree itself.
QString sourcePath(const char* below = nullptr);

// The folder of real sample files, or an empty string where it is absent; such tests skip with a
// message. Found at $TRAILLOUPE_SAMPLE_DATA, else beside the checkout at ../shared/data.
QString sampleDataDir();

// Every warning that was not announced with QTest::ignoreMessage() fails the test. Call it from
// init(). One is let through: the offscreen platform says it whenever a window has a least size.
inline void failOnAnyWarning()
{
    QTest::failOnWarning(QRegularExpression(
        QStringLiteral("^(?!This plugin does not support propagateSizeHints\\(\\)).*")));
}

} // namespace trailloupe::test
