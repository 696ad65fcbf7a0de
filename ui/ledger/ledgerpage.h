// LedgerPage: the account of every source of the export: the sum, and a line per source, problems
// first.
//
// The order of the lines is worked out by a job in the slot "ledger.order" (at once for small
// ledgers); the last good one stays on screen. Export goes through the slot "ledger.export".
// Threads: GUI thread only.
#pragma once

#include "model/items/ledgerorder.h"
#include "ui/common/pagecommands.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSplitter;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace trailloupe::items {
class LedgerModel;
}
namespace trailloupe::workspace {
class Investigation;
class JobRunner;
class Workspace;
} // namespace trailloupe::workspace

namespace trailloupe::ui {

class EmptyState;
class LedgerDelegate;

class LedgerPage : public QWidget, public PageCommands
{
    Q_OBJECT
public:
    static constexpr std::uint64_t kInlineLines = 20'000;

    LedgerPage(workspace::Workspace& workspace, workspace::Investigation& investigation,
               workspace::JobRunner& jobs, QWidget* parent = nullptr);

    QTableView* table() const { return m_table; }
    items::LedgerModel* model() const { return m_model; }
    QLineEdit* searchLine() const { return m_search; }
    QComboBox* showBox() const { return m_show; }
    QComboBox* kindBox() const { return m_kind; }
    EmptyState* emptyState() const { return m_empty; }
    bool isShowingTable() const;
    QString sumText() const;
    QString countLine() const; // "12 of 63,779 sources"
    QString detailText() const;
    const items::LedgerQuery& query() const { return m_query; }

    void exportCsv();

    bool canCopy(CopyForm form) const override { return form != CopyForm::Json; }
    void copy(CopyForm form) override;
    void focusSearch() override;

private:
    void makeTable();
    QWidget* makeFilters();
    void makeConnections();
    void ledgerChanged();
    void queryChanged();
    void sortBy(int column);
    void order();
    void adopt(std::shared_ptr<const ingest::Ledger> ledger, std::vector<SourceId> order);
    void showState();
    void showTotals();
    void showEntry();
    void markSort();

    workspace::Workspace& m_workspace;
    workspace::Investigation& m_investigation;
    workspace::JobRunner& m_jobs;
    items::LedgerModel* m_model;
    LedgerDelegate* m_delegate;
    items::LedgerQuery m_query;
    bool m_isRunning = false;
    bool m_isStale = false; // the ledger changed while a job ran
    QTimer m_orderTimer;
    std::optional<SourceId> m_selected;

    QLabel* m_sum;
    QLabel* m_sources;
    QLabel* m_count;
    QLineEdit* m_search;
    QComboBox* m_show;
    QComboBox* m_kind;
    QToolButton* m_export;
    QStackedWidget* m_stack;
    QSplitter* m_splitter;
    QTableView* m_table;
    QPlainTextEdit* m_detail;
    EmptyState* m_empty;
};

} // namespace trailloupe::ui
