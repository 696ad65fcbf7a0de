#include "tests/support/testsupport.h"

#include <QDir>

namespace trailloupe::test {

QString describe(const Error& error)
{
    QString text = QString::fromUtf8(errorKindName(error.kind)) + QStringLiteral(": ")
        + QString::fromStdString(error.detail);
    if (!error.source.empty())
        text += QStringLiteral(" in ") + QString::fromStdString(error.source);
    if (error.hasOffset())
        text += QStringLiteral(" at byte %1").arg(error.offset);
    return text;
}

QString sourcePath(const char* below)
{
    const QDir tree(QStringLiteral(TRAILLOUPE_SOURCE_DIR));
    return below ? tree.filePath(QString::fromUtf8(below)) : tree.path();
}

QString sampleDataDir()
{
    const QString named = qEnvironmentVariable("TRAILLOUPE_SAMPLE_DATA");
    const QDir dir(named.isEmpty() ? sourcePath("../shared/data") : named);
    return dir.exists() ? dir.canonicalPath() : QString();
}

} // namespace trailloupe::test
