// OccurrenceModel: the occurrences of one event as a list; a line is made when it is in sight.
//
// Threads: GUI thread only.
#pragma once

#include "model/ingest/ledger.h"
#include "model/store/eventstore.h"

#include <QAbstractListModel>

#include <memory>
#include <vector>

namespace trailloupe::ui {

class OccurrenceModel : public QAbstractListModel
{
    Q_OBJECT
public:
    explicit OccurrenceModel(QObject* parent = nullptr);

    void setOccurrences(std::vector<store::Occurrence> occurrences,
                        std::shared_ptr<const ingest::Ledger> ledger);
    const store::Occurrence& occurrence(int row) const
    {
        return m_occurrences[static_cast<std::size_t>(row)];
    }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    std::vector<store::Occurrence> m_occurrences;
    std::shared_ptr<const ingest::Ledger> m_ledger;
};

} // namespace trailloupe::ui
