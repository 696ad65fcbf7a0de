#include "ui/words/numbertext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace trailloupe::ui {

QString countText(quint64 count)
{
    return QLocale().toString(count);
}

QString sizeText(quint64 bytes)
{
    const auto signedBytes = static_cast<qint64>(std::min<quint64>(bytes, quint64{1} << 62));
    return QLocale().formattedDataSize(signedBytes, bytes < 1000 ? 0 : 1,
                                       QLocale::DataSizeSIFormat);
}

QString shareText(quint64 part, quint64 of)
{
    if (part == 0 || of == 0)
        return QCoreApplication::translate("Share", "none");
    const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(of);
    if (percent < 0.1)
        return QCoreApplication::translate("Share", "less than %1 %")
            .arg(QLocale().toString(0.1, 'f', 1));
    return QCoreApplication::translate("Share", "%1 %").arg(QLocale().toString(percent, 'f', 1));
}

QString durationText(qint64 ms)
{
    if (ms < 10'000)
        return QCoreApplication::translate("Duration", "%1 s")
            .arg(QLocale().toString(static_cast<double>(ms) / 1000, 'f', 1));
    const qint64 seconds = (ms + 500) / 1000;
    if (seconds < 60)
        return QCoreApplication::translate("Duration", "%1 s").arg(seconds);
    if (seconds < 3600)
        return QCoreApplication::translate("Duration", "%1 min %2 s")
            .arg(seconds / 60)
            .arg(seconds % 60);
    return QCoreApplication::translate("Duration", "%1 h %2 min")
        .arg(seconds / 3600)
        .arg(seconds % 3600 / 60);
}

} // namespace trailloupe::ui
