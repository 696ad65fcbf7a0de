#include "app/statereport.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QMetaEnum>
#include <QSaveFile>
#include <QTableView>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTreeView>

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

QJsonArray rowTexts(const QAbstractItemModel& model, int row, const QModelIndex& parent = {})
{
    QJsonArray texts;
    for (int column = 0; column < model.columnCount(parent); ++column)
        texts.append(model.index(row, column, parent).data().toString());
    return texts;
}

QString joined(const QJsonArray& texts)
{
    QString all;
    for (const QJsonValue& text : texts)
        all += text.toString() + u' ';
    return all;
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

// Where a word can be pressed by the mouse, on the screen.
QJsonObject spot(const QString& text, const QWidget& viewport, const QPoint& at)
{
    const QPoint onScreen = viewport.mapToGlobal(at);
    return {{QStringLiteral("text"), text},
            {QStringLiteral("x"), onScreen.x()},
            {QStringLiteral("y"), onScreen.y()}};
}

void addRows(QJsonArray& spots, const QTableView& table)
{
    const QAbstractItemModel& model = *table.model();
    const QWidget& viewport = *table.viewport();
    for (int row = table.rowAt(0); row >= 0 && row < model.rowCount(); ++row) {
        const int middle = table.rowViewportPosition(row) + table.rowHeight(row) / 2;
        if (middle >= viewport.height())
            break;
        spots.append(spot(joined(rowTexts(model, row)), viewport, {viewport.width() / 2, middle}));
    }
}

void addRows(QJsonArray& spots, const QTreeView& tree)
{
    const QWidget& viewport = *tree.viewport();
    for (QModelIndex row = tree.indexAt({0, 0}); row.isValid(); row = tree.indexBelow(row)) {
        const QPoint at = tree.visualRect(row).center();
        if (at.y() >= viewport.height())
            break;
        spots.append(spot(joined(rowTexts(*row.model(), row.row(), row.parent())), viewport, at));
    }
}

void addLinks(QJsonArray& spots, QTextBrowser& browser)
{
    for (QTextBlock block = browser.document()->begin(); block.isValid(); block = block.next()) {
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            if (!part.fragment().charFormat().isAnchor())
                continue;
            QTextCursor cursor(browser.document());
            cursor.setPosition(part.fragment().position() + 1);
            const QPoint at = browser.cursorRect(cursor).center();
            if (browser.viewport()->rect().contains(at))
                spots.append(spot(part.fragment().text(), *browser.viewport(), at));
        }
    }
}

// Of all tables and trees, as far as they are in sight.
QJsonArray describeRows(const QWidget& window)
{
    QJsonArray spots;
    for (const auto* table : window.findChildren<QTableView*>()) {
        if (table->isVisible() && table->model() != nullptr)
            addRows(spots, *table);
    }
    for (const auto* tree : window.findChildren<QTreeView*>()) {
        if (tree->isVisible() && tree->model() != nullptr)
            addRows(spots, *tree);
    }
    return spots;
}

// In all texts, as far as they are in sight.
QJsonArray describeLinks(const QWidget& window)
{
    QJsonArray spots;
    for (auto* browser : window.findChildren<QTextBrowser*>()) {
        if (browser->isVisible())
            addLinks(spots, *browser);
    }
    return spots;
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
        {QStringLiteral("rows"), describeRows(m_window)},
        {QStringLiteral("links"), describeLinks(m_window)},
    };
    if (const auto row = m_investigation.selectedRow())
        all[QStringLiteral("selected")] = describeEvent(store, *row);
    if (const auto resource = m_investigation.selectedResource())
        all[QStringLiteral("resource")] = QString::fromStdString(
            std::string(m_investigation.resources()->resource(*resource).id));
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
