#include "model/workspace/savedviews.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>

namespace trailloupe::workspace {
namespace {

QString text(const query::Column& column)
{
    return QString::fromStdString(query::columnText(column));
}

QJsonObject toJson(const SavedView& view)
{
    QJsonArray chips, columns;
    for (const FilterChip& chip : view.filter.chips) {
        QJsonObject one{{QStringLiteral("text"), chip.text}};
        if (!chip.enabled)
            one.insert(QStringLiteral("enabled"), false);
        if (chip.pinned)
            one.insert(QStringLiteral("pinned"), true);
        if (chip.isTime)
            one.insert(QStringLiteral("time"), true);
        chips.append(one);
    }
    for (const query::Column& column : view.columns)
        columns.append(text(column));
    return {
        {QStringLiteral("name"), view.name},
        {QStringLiteral("filter"), view.filter.text},
        {QStringLiteral("chips"), chips},
        {QStringLiteral("columns"), columns},
        {QStringLiteral("sort"), text(view.sort.column)},
        {QStringLiteral("descending"), view.sort.direction == query::Direction::Descending},
        {QStringLiteral("zone"), QString::fromUtf8(view.zone)},
    };
}

SavedView fromJson(const QJsonObject& json)
{
    SavedView view;
    view.name = json.value(QStringLiteral("name")).toString();
    view.filter.text = json.value(QStringLiteral("filter")).toString();
    for (const auto& value : json.value(QStringLiteral("chips")).toArray()) {
        const QJsonObject one = value.toObject();
        view.filter.chips.push_back({.text = one.value(QStringLiteral("text")).toString(),
                                     .enabled = one.value(QStringLiteral("enabled")).toBool(true),
                                     .pinned = one.value(QStringLiteral("pinned")).toBool(),
                                     .isTime = one.value(QStringLiteral("time")).toBool()});
    }
    for (const auto& value : json.value(QStringLiteral("columns")).toArray()) {
        if (const auto column = query::parseColumn(value.toString().toStdString()))
            view.columns.push_back(*column);
    }
    if (const auto column =
            query::parseColumn(json.value(QStringLiteral("sort")).toString().toStdString()))
        view.sort.column = *column;
    view.sort.direction = json.value(QStringLiteral("descending")).toBool(true)
        ? query::Direction::Descending
        : query::Direction::Ascending;
    view.zone = json.value(QStringLiteral("zone")).toString().toUtf8();
    return view;
}

} // namespace

SavedView viewOf(const Investigation& investigation, const QString& name)
{
    return {name, investigation.filter(), investigation.columns(), investigation.sortKey(),
            investigation.zone()};
}

bool show(Investigation& investigation, const SavedView& view)
{
    const QByteArray& zone = view.zone.isEmpty() ? investigation.zone() : view.zone;
    if (!predicateOf(view.filter, zone))
        return false;
    investigation.setZone(zone);
    if (!view.columns.empty()) {
        investigation.setColumns(view.columns);
        investigation.setSortKey(view.sort);
    }
    return investigation.setFilter(view.filter);
}

SavedViews::SavedViews(const QString& file, QObject* parent)
    : QObject(parent)
    , m_file(file)
{
    read();
}

void SavedViews::read()
{
    QFile file(m_file);
    if (!file.exists())
        return;
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxFileBytes) {
        m_problem = Error{.kind = Error::Kind::Io,
                          .detail = file.isOpen() ? "the file is too large"
                                                  : file.errorString().toStdString()};
        return;
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    const QJsonObject json = document.object();
    const int version = json.value(QStringLiteral("version")).toInt(-1);
    if (version > kVersion) {
        m_problem = Error{.kind = Error::Kind::Unsupported,
                          .detail = "saved by a newer version of Trailloupe"};
        return;
    }
    if (error.error != QJsonParseError::NoError || version < 1) {
        m_problem = Error{.kind = Error::Kind::Malformed,
                          .detail = error.error == QJsonParseError::NoError
                              ? "no list of views"
                              : error.errorString().toStdString()};
        return;
    }
    for (const auto& value : json.value(QStringLiteral("views")).toArray()) {
        SavedView view = fromJson(value.toObject());
        if (!view.name.isEmpty())
            m_views.push_back(std::move(view));
    }
}

std::optional<Error> SavedViews::save(const SavedView& view)
{
    std::vector<SavedView> views = m_views;
    const auto same = std::ranges::find(views, view.name, &SavedView::name);
    if (same != views.end())
        *same = view;
    else
        views.push_back(view);
    return write(std::move(views));
}

std::optional<Error> SavedViews::remove(const QString& name)
{
    std::vector<SavedView> views = m_views;
    std::erase_if(views, [&](const SavedView& view) { return view.name == name; });
    return write(std::move(views));
}

std::optional<Error> SavedViews::write(std::vector<SavedView> views)
{
    if (m_problem)
        return m_problem;
    QJsonArray all;
    for (const SavedView& view : views)
        all.append(toJson(view));
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QSaveFile file(m_file);
    const QByteArray bytes = QJsonDocument(QJsonObject{{QStringLiteral("version"), kVersion},
                                                       {QStringLiteral("views"), all}})
                                 .toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error{.kind = Error::Kind::Io, .detail = file.errorString().toStdString()};
    m_views = std::move(views);
    Q_EMIT changed();
    return std::nullopt;
}

} // namespace trailloupe::workspace
