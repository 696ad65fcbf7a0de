#include "ui/events/columnpresets.h"

#include <QCoreApplication>
#include <QSettings>

namespace trailloupe::ui::columnpresets {

namespace {

const QString kPresetsKey = QStringLiteral("columnPresets");
const QString kLastKey = QStringLiteral("columns");

QString tr(const char* text)
{
    return QCoreApplication::translate("ColumnPresets", text);
}

ColumnPreset builtIn(const char* name, const QStringList& columns)
{
    return {.name = tr(name), .columns = fromText(columns), .builtIn = true};
}

QList<ColumnPreset> ownPresets()
{
    QList<ColumnPreset> presets;
    QSettings settings;
    const int count = settings.beginReadArray(kPresetsKey);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        presets.append(
            {.name = settings.value(QStringLiteral("name")).toString(),
             .columns = fromText(settings.value(QStringLiteral("columns")).toStringList())});
    }
    settings.endArray();
    presets.removeIf([](const ColumnPreset& p) { return p.name.isEmpty() || p.columns.empty(); });
    return presets;
}

void keepOwn(const QList<ColumnPreset>& presets)
{
    QSettings settings;
    settings.remove(kPresetsKey);
    settings.beginWriteArray(kPresetsKey, static_cast<int>(presets.size()));
    for (int i = 0; i < presets.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue(QStringLiteral("name"), presets.at(i).name);
        settings.setValue(QStringLiteral("columns"), toText(presets.at(i).columns));
    }
    settings.endArray();
}

} // namespace

QStringList toText(const std::vector<query::Column>& columns)
{
    QStringList texts;
    for (const query::Column& column : columns)
        texts.append(QString::fromStdString(query::columnText(column)));
    return texts;
}

std::vector<query::Column> fromText(const QStringList& texts)
{
    std::vector<query::Column> columns;
    for (const QString& text : texts) {
        if (const auto column = query::parseColumn(text.toStdString()))
            columns.push_back(*column);
    }
    return columns;
}

QList<ColumnPreset> list()
{
    const auto words = [](const char* text) {
        return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts);
    };
    QList<ColumnPreset> presets{
        {.name = QCoreApplication::translate("ColumnPresets", "Event history"),
         .columns = query::eventHistoryColumns(),
         .builtIn = true},
        builtIn(QT_TRANSLATE_NOOP("ColumnPresets", "Who"),
                words("time eventName user role userIdentity.type userIdentity.accessKeyId "
                      "userIdentity.arn userIdentity.invokedBy userAgent")),
        builtIn(QT_TRANSLATE_NOOP("ColumnPresets", "Where"),
                words("time eventName recipientAccountId awsRegion sourceIPAddress userAgent "
                      "vpcEndpointId user")),
        builtIn(QT_TRANSLATE_NOOP("ColumnPresets", "Errors"),
                words("time error errorMessage eventName eventSource user sourceIPAddress "
                      "requestID")),
    };
    presets.append(ownPresets());
    return presets;
}

void save(const QString& name, const std::vector<query::Column>& columns)
{
    QList<ColumnPreset> presets = ownPresets();
    presets.removeIf([&name](const ColumnPreset& p) { return p.name == name; });
    presets.append({.name = name, .columns = columns});
    keepOwn(presets);
}

void remove(const QString& name)
{
    QList<ColumnPreset> presets = ownPresets();
    presets.removeIf([&name](const ColumnPreset& p) { return p.name == name; });
    keepOwn(presets);
}

std::vector<query::Column> lastUsed()
{
    std::vector<query::Column> columns = fromText(QSettings().value(kLastKey).toStringList());
    return columns.empty() ? query::eventHistoryColumns() : columns;
}

void keepLastUsed(const std::vector<query::Column>& columns)
{
    QSettings().setValue(kLastKey, toText(columns));
}

} // namespace trailloupe::ui::columnpresets
