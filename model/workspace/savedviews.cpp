#include "model/workspace/savedviews.h"

#include "model/base/result.h"
#include "model/workspace/outputfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>

#include <algorithm>

namespace trailloupe::workspace {
namespace {

constexpr int kLockMs = 300; // nobody writes for that long

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
    QJsonObject json{
        {QStringLiteral("name"), view.name},
        {QStringLiteral("filter"), view.filter.text},
        {QStringLiteral("chips"), chips},
        {QStringLiteral("columns"), columns},
        {QStringLiteral("sort"), text(view.sort.column)},
        {QStringLiteral("descending"), view.sort.direction == query::Direction::Descending},
        {QStringLiteral("zone"), QString::fromUtf8(view.zone)},
    };
    if (view.ignoredPaths) {
        QJsonArray paths;
        for (const std::string& path : *view.ignoredPaths)
            paths.append(QString::fromStdString(path));
        json.insert(QStringLiteral("ignored"), paths);
    }
    return json;
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
    if (const QJsonValue paths = json.value(QStringLiteral("ignored")); paths.isArray()) {
        view.ignoredPaths.emplace();
        for (const auto& path : paths.toArray())
            view.ignoredPaths->push_back(path.toString().toStdString());
    }
    return view;
}

Result<std::vector<SavedView>> viewsIn(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return std::vector<SavedView>();
    if (!file.open(QIODevice::ReadOnly) || file.size() > SavedViews::kMaxFileBytes)
        return Error{.kind = Error::Kind::Io,
                     .detail = file.isOpen() ? "the file is too large"
                                             : file.errorString().toStdString()};
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    const QJsonObject json = document.object();
    const int version = json.value(QStringLiteral("version")).toInt(-1);
    if (version > SavedViews::kVersion)
        return Error{.kind = Error::Kind::Unsupported,
                     .detail = "saved by a newer version of Trailloupe"};
    if (error.error != QJsonParseError::NoError || version < 1)
        return Error{.kind = Error::Kind::Malformed,
                     .detail = error.error == QJsonParseError::NoError
                         ? "no list of views"
                         : error.errorString().toStdString()};
    std::vector<SavedView> views;
    for (const auto& value : json.value(QStringLiteral("views")).toArray()) {
        SavedView view = fromJson(value.toObject());
        if (!view.name.isEmpty())
            views.push_back(std::move(view));
    }
    return views;
}

} // namespace

SavedView viewOf(const Investigation& investigation, const QString& name)
{
    return {name,
            investigation.filter(),
            investigation.columns(),
            investigation.sortKey(),
            investigation.zone(),
            investigation.ignoredPaths()};
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
    if (view.ignoredPaths)
        investigation.setIgnoredPaths(*view.ignoredPaths);
    return investigation.setFilter(view.filter);
}

SavedViews::SavedViews(const QString& file, QObject* parent)
    : QObject(parent)
    , m_file(file)
{
    refresh();
}

void SavedViews::refresh()
{
    Result<std::vector<SavedView>> read = viewsIn(m_file);
    std::optional<Error> problem = read.ok() ? std::nullopt : std::optional(read.error());
    const bool sameProblem = problem.has_value() == m_problem.has_value()
        && (!problem || problem->detail == m_problem->detail);
    if (sameProblem && (!read.ok() || *read == m_views))
        return;
    m_problem = std::move(problem);
    if (read.ok())
        m_views = std::move(read).value();
    Q_EMIT changed();
}

bool SavedViews::contains(const QString& name) const
{
    return std::ranges::find(m_views, name, &SavedView::name) != m_views.end();
}

std::optional<Error> SavedViews::save(const SavedView& view)
{
    return edit([&view](std::vector<SavedView>& views) {
        const auto same = std::ranges::find(views, view.name, &SavedView::name);
        if (same != views.end())
            *same = view;
        else
            views.push_back(view);
    });
}

std::optional<Error> SavedViews::remove(const QString& name)
{
    return edit([&name](std::vector<SavedView>& views) {
        std::erase_if(views, [&](const SavedView& view) { return view.name == name; });
    });
}

std::optional<Error> SavedViews::edit(const Change& change)
{
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QLockFile lock(m_file + QStringLiteral(".lock"));
    // Where no lock can be made, nothing can be written either, and writing says why.
    if (!lock.tryLock(kLockMs) && lock.error() == QLockFile::LockFailedError)
        return Error{.kind = Error::Kind::Conflict,
                     .detail = "another window is writing to " + m_file.toStdString()};
    refresh();
    if (m_problem)
        return m_problem;
    std::vector<SavedView> views = m_views;
    change(views);
    return write(std::move(views));
}

std::optional<Error> SavedViews::write(std::vector<SavedView> views)
{
    QJsonArray all;
    for (const SavedView& view : views)
        all.append(toJson(view));
    OutputFile file(m_file);
    const QByteArray bytes = QJsonDocument(QJsonObject{{QStringLiteral("version"), kVersion},
                                                       {QStringLiteral("views"), all}})
                                 .toJson();
    auto written = file.open();
    if (written)
        written = file.write({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    if (written)
        written = file.commit();
    if (!written)
        return written.error();
    m_views = std::move(views);
    Q_EMIT changed();
    return std::nullopt;
}

} // namespace trailloupe::workspace
