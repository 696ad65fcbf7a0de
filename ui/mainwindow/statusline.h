// StatusLine: the foot of the window: what the ledger adds up to, always, and how far loading is.
//
// Threads: GUI thread only.
#pragma once

#include "model/ingest/ledger.h"
#include "model/workspace/workspace.h"

#include <QStatusBar>

class QLabel;
class QProgressBar;
class QToolButton;

namespace trailloupe::ui {

// "Ledger: 63,779 sources ✓  2 ⚠  ·  1,000,012 records = 1,000,000 shown + 10 duplicates + 2
// rejected"; the second number is that of sources with a problem.
QString ledgerSumText(const ingest::LedgerTotals& totals);
// "Reading: 12,340 of 63,779 sources · about 12 s left"
QString progressText(const Progress& progress, qint64 remainingMs);

class ElidedLabel;

class StatusLine : public QStatusBar
{
    Q_OBJECT
public:
    explicit StatusLine(workspace::Workspace& workspace, QWidget* parent = nullptr);

    QString sumText() const;
    QString resourcesText() const; // "5,312 resources"; empty where there are none

Q_SIGNALS:
    void ledgerRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void showSum();
    void showProgress();

    workspace::Workspace& m_workspace;
    QToolButton* m_sum;
    ElidedLabel* m_resources; // gives way where the window is narrow
    QLabel* m_progressText;
    QProgressBar* m_bar;
    QToolButton* m_cancel;
};

} // namespace trailloupe::ui
