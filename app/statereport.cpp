#include "app/statereport.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QMetaEnum>
#include <QSaveFile>
#include <QTableView>

namespace trailloupe::app {
namespace {

constexpr int kTurnMs = 50;

QString fieldOf(const store::EventStore& store, RowId row, std::string_view path)
{
    const auto id = store.paths().find(path);
    std::string text;
    if (id)
        store.value(row, *id, text);
    return QString::fromStdString(text);
}

QJsonObject describeEvent(const store::EventStore& store, RowId row)
{
    QJsonObject event;
    for (const char* path : {"eventID", "eventName", "eventTime"})
        event[QLatin1String(path)] = fieldOf(store, row, path);
    event[QStringLiteral("accessKeyId")] = fieldOf(store, row, "userIdentity.accessKeyId");
    return event;
}

QJsonArray rowTexts(const QAbstractItemModel& model, int row)
{
    QJsonArray texts;
    for (int column = 0; column < model.columnCount(); ++column)
        texts.append(model.index(row, column).data().toString());
    return texts;
}

// The largest table that can be seen.
const QTableView* tableOf(const QWidget& window)
{
    const QTableView* largest = nullptr;
    for (const auto* table : window.findChildren<QTableView*>()) {
        if (table->isVisible() && table->model() != nullptr
            && (largest == nullptr
                || table->width() * table->height() > largest->width() * largest->height()))
            largest = table;
    }
    return largest;
}

QJsonObject describeTable(const QTableView& table)
{
    const QAbstractItemModel& model = *table.model();
    QJsonArray columns;
    for (int column = 0; column < model.columnCount(); ++column)
        columns.append(model.headerData(column, Qt::Horizontal).toString());
    const int first = table.rowAt(0);
    QJsonObject shown{{QStringLiteral("rows"), model.rowCount()},
                      {QStringLiteral("columns"), columns},
                      {QStringLiteral("firstVisible"), first},
                      {QStringLiteral("current"), table.currentIndex().row()},
                      {QStringLiteral("hasFocus"), table.hasFocus()}};
    if (first >= 0)
        shown[QStringLiteral("first")] = rowTexts(model, first);
    if (table.currentIndex().isValid())
        shown[QStringLiteral("currentTexts")] = rowTexts(model, table.currentIndex().row());
    return shown;
}

QJsonArray labelsIn(const QWidget& window, const QString& name)
{
    QJsonArray texts;
    if (const auto* part = window.findChild<QWidget*>(name); part != nullptr && part->isVisible()) {
        for (const auto* label : part->findChildren<QLabel*>()) {
            if (label->isVisible() && !label->text().isEmpty())
                texts.append(label->text());
        }
    }
    return texts;
}

// The values that the facets list.
QJsonArray describeFacets(const QWidget& window)
{
    QJsonArray values;
    const auto* view = window.findChild<QAbstractItemView*>(QStringLiteral("facets"));
    if (view == nullptr || !view->isVisible())
        return values;
    const QAbstractItemModel& model = *view->model();
    for (int field = 0; field < model.rowCount(); ++field) {
        const QModelIndex parent = model.index(field, 0);
        for (int row = 0; row < model.rowCount(parent); ++row)
            values.append(model.index(row, 0, parent).data().toString());
    }
    return values;
}

// What it says it shows, and where its bars are on the screen.
QJsonObject describeHistogram(const QWidget& window)
{
    const auto* bars = window.findChild<QWidget*>(QStringLiteral("histogramBars"));
    if (bars == nullptr || !bars->isVisible())
        return {};
    const QPoint at = bars->mapToGlobal(QPoint());
    return {{QStringLiteral("captions"), labelsIn(window, QStringLiteral("histogram"))},
            {QStringLiteral("description"), bars->accessibleDescription()},
            {QStringLiteral("hasFocus"), bars->hasFocus()},
            {QStringLiteral("x"), at.x()},
            {QStringLiteral("y"), at.y()},
            {QStringLiteral("width"), bars->width()},
            {QStringLiteral("height"), bars->height()}};
}

} // namespace

StateReport::StateReport(const workspace::Workspace& workspace,
                         const workspace::Investigation& investigation,
                         const workspace::JobRunner& jobs, const QWidget& window, QObject* parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_jobs(jobs)
    , m_window(window)
{
    m_clock.setInterval(kTurnMs);
    connect(&m_clock, &QTimer::timeout, this, &StateReport::write);
}

QString StateReport::requestedFile()
{
    return qEnvironmentVariable("TRAILLOUPE_STATE_FILE");
}

void StateReport::start(const QString& file)
{
    m_file = file;
    m_clock.start();
}

QJsonObject StateReport::describe() const
{
    using State = workspace::Workspace::State;
    const store::EventStore& store = *m_workspace.evidence().store;
    const query::SortKey& sort = m_investigation.sortKey();
    QJsonObject all{
        {QStringLiteral("state"),
         QString::fromLatin1(QMetaEnum::fromType<State>().valueToKey(int(m_workspace.state())))},
        {QStringLiteral("busy"), !m_jobs.isIdle()},
        {QStringLiteral("title"), m_window.windowTitle()},
        {QStringLiteral("active"), m_window.isActiveWindow()},
        {QStringLiteral("page"), m_investigation.page()},
        {QStringLiteral("events"), qint64(store.rowCount())},
        {QStringLiteral("sort"), QString::fromStdString(query::columnText(sort.column))},
        {QStringLiteral("descending"), sort.direction == query::Direction::Descending},
        {QStringLiteral("detail"), labelsIn(m_window, QStringLiteral("detail"))},
        {QStringLiteral("facets"), describeFacets(m_window)},
        {QStringLiteral("histogram"), describeHistogram(m_window)},
    };
    if (const auto row = m_investigation.selectedRow())
        all[QStringLiteral("selected")] = describeEvent(store, *row);
    if (const QTableView* table = tableOf(m_window))
        all[QStringLiteral("table")] = describeTable(*table);
    if (const QWidget* modal = QApplication::activeModalWidget())
        all[QStringLiteral("dialog")] = modal->windowTitle();
    return all;
}

void StateReport::write()
{
    const QByteArray text = QJsonDocument(describe()).toJson(QJsonDocument::Compact);
    if (text == m_written)
        return;
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        qWarning("cannot write the state to %s", qPrintable(m_file));
    m_written = text;
}

} // namespace trailloupe::app
