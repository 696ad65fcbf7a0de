#include "model/items/eventmime.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QIODevice>

#include <algorithm>

namespace trailloupe::items {

namespace {

const QString kType = QStringLiteral("application/x-trailloupe-events");
// Rows mean nothing to another program, nor to another run of this one.
qint64 thisRun()
{
    return QCoreApplication::applicationPid();
}

} // namespace

std::unique_ptr<QMimeData> mimeDataOf(const std::vector<RowId>& rows, std::size_t total)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << thisRun() << static_cast<quint32>(rows.size());
    for (const RowId row : rows)
        out << row.value();
    out << static_cast<quint64>(total);
    auto data = std::make_unique<QMimeData>();
    data->setData(kType, bytes);
    return data;
}

bool hasEvents(const QMimeData* data)
{
    return data && data->hasFormat(kType);
}

std::vector<RowId> eventsOf(const QMimeData* data)
{
    std::vector<RowId> rows;
    if (!hasEvents(data))
        return rows;
    QDataStream in(data->data(kType));
    qint64 run = 0;
    quint32 count = 0;
    in >> run >> count;
    if (run != thisRun())
        return rows;
    RowId::Value value = 0;
    for (quint32 i = 0; i < count && !in.atEnd(); ++i) {
        in >> value;
        if (in.status() == QDataStream::Ok)
            rows.push_back(RowId(value));
    }
    return rows;
}

std::size_t countOf(const QMimeData* data)
{
    const std::vector<RowId> rows = eventsOf(data);
    if (rows.empty())
        return 0;
    // Behind the rows.
    const QByteArray bytes = data->data(kType);
    QDataStream in(bytes.right(static_cast<qsizetype>(sizeof(quint64))));
    quint64 total = 0;
    in >> total;
    return std::max(rows.size(), static_cast<std::size_t>(total));
}

} // namespace trailloupe::items
