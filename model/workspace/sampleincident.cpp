#include "model/workspace/sampleincident.h"

#include <QCoreApplication>
#include <QDir>

namespace trailloupe::workspace {

QString sampleIncidentDir()
{
    const QDir program(QCoreApplication::applicationDirPath());
    const QString installed =
        program.filePath(QStringLiteral("../share/trailloupe/sample-incident"));
    for (const QString& path : {installed, QStringLiteral(TRAILLOUPE_SAMPLE_SOURCE_DIR)}) {
        const QDir dir(path);
        if (dir.exists())
            return dir.canonicalPath();
    }
    return {};
}

} // namespace trailloupe::workspace
