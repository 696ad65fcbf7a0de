#include "ui/common/recentexports.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSettings>

#include <algorithm>

namespace trailloupe::ui::recentexports {

namespace {

const QString kKey = QStringLiteral("recentExports");
constexpr int kMaxKept = 24;

QList<QStringList> kept()
{
    QList<QStringList> entries;
    QSettings settings;
    const int count = settings.beginReadArray(kKey);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        entries.append(settings.value(QStringLiteral("paths")).toStringList());
    }
    settings.endArray();
    return entries;
}

void keep(const QList<QStringList>& entries)
{
    QSettings settings;
    settings.remove(kKey);
    settings.beginWriteArray(kKey, static_cast<int>(entries.size()));
    for (int i = 0; i < entries.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue(QStringLiteral("paths"), entries.at(i));
    }
    settings.endArray();
}

bool stillThere(const QStringList& paths)
{
    return std::ranges::any_of(paths, [](const QString& path) { return QFileInfo::exists(path); });
}

} // namespace

void add(const QStringList& paths)
{
    if (paths.isEmpty())
        return;
    QList<QStringList> entries = kept();
    entries.removeAll(paths);
    entries.prepend(paths);
    if (entries.size() > kMaxKept)
        entries.resize(kMaxKept);
    keep(entries);
}

QList<QStringList> list()
{
    QList<QStringList> entries = kept();
    entries.removeIf([](const QStringList& paths) { return !stillThere(paths); });
    if (entries.size() > kMaxListed)
        entries.resize(kMaxListed);
    return entries;
}

void clear()
{
    QSettings().remove(kKey);
}

QString label(const QStringList& paths)
{
    if (paths.isEmpty())
        return {};
    const QString name = QFileInfo(paths.front()).fileName();
    const QString first = name.isEmpty() ? paths.front() : name;
    if (paths.size() == 1)
        return first;
    return QCoreApplication::translate("RecentExports", "%1 and %n more", nullptr,
                                       static_cast<int>(paths.size() - 1))
        .arg(first);
}

} // namespace trailloupe::ui::recentexports
