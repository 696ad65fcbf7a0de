// EventTableModel: the rows of a store in an order, one column per query::Column.
//
// Representation: the store, an order (or time order, forwards or backwards, which needs no list),
// and one reader per column. Nothing is kept per row. New evidence, a new order and new columns are
// model resets: generations reorder rows, so there is nothing truer to say; the view keeps its
// place by RowId, which stays valid within one load. Threads: GUI thread only. Cost: setEvidence()
// O(columns); data() a few O(1) look-ups and the string it returns, cut to kDisplayLimit
// characters; rowOf() O(rows) over integers. Words: the model holds facts. Times become text
// through the formatter it is given, column titles through the titler; without them, ISO UTC and
// the column's own text.
#pragma once

#include "model/base/strongid.h"
#include "model/detection/findings.h"
#include "model/query/column.h"
#include "model/query/sort.h"
#include "model/store/eventstore.h"
#include "model/workspace/casebook.h"
#include "model/workspace/coloring.h"

#include <QAbstractTableModel>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace trailloupe::items {

class EventTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr std::size_t kDisplayLimit = 512; // characters
    using TimeFormatter = std::function<QString(qint64 seconds)>;
    using Titler = std::function<QString(const query::Column&)>;

    explicit EventTableModel(QObject* parent = nullptr);
    ~EventTableModel() override;

    // `order` holds rows of this store; null: time order, `Descending` being newest first with
    // undated rows still last.
    void setEvidence(std::shared_ptr<const store::EventStore> store, query::RowOrder order,
                     query::Direction timeDirection = query::Direction::Ascending);
    void setColumns(std::vector<query::Column> columns);
    void setWords(TimeFormatter time, Titler title);
    // REQUIRES that it outlives the model.
    void setColoring(const workspace::Coloring* coloring);
    // Whose marks stand beside the events; the same REQUIRES.
    void setCasebook(const workspace::Casebook* casebook) { m_casebook = casebook; }
    const workspace::Casebook* casebook() const { return m_casebook; }
    // Beside whose events a flag stands; null: none. They are looked at while they are of the
    // evidence that is shown.
    void setFindings(detection::FindingsPtr findings);
    const detection::Findings* findings() const;

    const std::shared_ptr<const store::EventStore>& store() const { return m_store; }
    const std::vector<query::Column>& columns() const { return m_columns; }
    RowId rowIdAt(int row) const; // REQUIRES 0 <= row < rowCount()
    std::vector<RowId> rows() const; // all, in their order
    std::optional<int> rowOf(RowId row) const; // nothing when that row is not shown
    // Rows whose id is among `rows`, ascending. One pass over the order; few in time
    // order are looked up.
    std::vector<int> rowsOf(std::span<const RowId> rows) const;
    QString text(RowId row, int column) const; // the whole text of a cell

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDragActions() const override { return Qt::CopyAction; }

private:
    void makeReaders();
    QString displayText(RowId row, int column) const;
    query::EventClass eventClass(RowId row) const;
    QVariant ruleData(RowId row, int role) const;

    std::shared_ptr<const store::EventStore> m_store;
    query::RowOrder m_order;
    query::Direction m_timeDirection = query::Direction::Ascending;
    std::vector<query::Column> m_columns;
    std::vector<query::ColumnReader> m_readers;
    std::unique_ptr<query::EventFacts> m_facts;
    TimeFormatter m_time;
    Titler m_title;
    const workspace::Coloring* m_coloring = nullptr;
    const workspace::Casebook* m_casebook = nullptr;
    detection::FindingsPtr m_findings;

    mutable std::string m_text; // scratch
    // A painted row asks once per cell.
    mutable RowId m_classRow;
    mutable query::EventClass m_class = query::EventClass::Other;
};

} // namespace trailloupe::items
