#include "ui/common/occurrencemodel.h"

#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

namespace trailloupe::ui {

OccurrenceModel::OccurrenceModel(QObject* parent)
    : QAbstractListModel(parent)
{ }

void OccurrenceModel::setOccurrences(std::vector<store::Occurrence> occurrences,
                                     std::shared_ptr<const ingest::Ledger> ledger)
{
    beginResetModel();
    m_occurrences = std::move(occurrences);
    m_ledger = std::move(ledger);
    endResetModel();
}

int OccurrenceModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_occurrences.size());
}

QVariant OccurrenceModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const store::Occurrence& at = occurrence(index.row());
    const QString path = QString::fromStdString(m_ledger->path(at.source));
    if (role == Qt::DisplayRole)
        return tr("%1, record %2").arg(visibleText(path), countText(at.record));
    if (role == Qt::ToolTipRole)
        return toolTipText(path);
    return {};
}

} // namespace trailloupe::ui
