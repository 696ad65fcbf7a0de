// SourceBytesView: where a record stands in the evidence: each occurrence with its file, place and
// hashes, and the bytes as they are in the file now.
//
// The source is read again, by a job, when the view is in sight; a source that changed or vanished
// since it was opened is said so.
// Threads: GUI thread only; jobs in the slots "<slot>.bytes" and those of a TextPane,
// "<slot>.source".
#pragma once

#include "model/ingest/loader.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QListView;
class QStackedWidget;
class QToolButton;

namespace trailloupe::workspace {
class JobRunner;
}

namespace trailloupe::ui {

class EmptyState;
class OccurrenceModel;
class TextPane;

class SourceBytesView : public QWidget
{
    Q_OBJECT
public:
    SourceBytesView(workspace::JobRunner& jobs, const QString& slot, QWidget* parent = nullptr);

    // Of one record, the one that is shown first.
    void setOccurrences(std::vector<store::Occurrence> occurrences,
                        const ingest::Evidence& evidence);
    void clear();

    QListView* occurrences() const { return m_list; }
    QString factsText() const; // label and value of each fact, a line each
    QString stateText() const; // "unchanged since it was opened", or what is wrong
    TextPane* pane() const { return m_pane; }
    QToolButton* hexButton() const { return m_hex; }
    bool isShowingBytes() const;

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Read; // what the job brings
    void readCurrent();
    void adopt(Read read);
    void fail(const Error& error);
    void showBytes();
    void setFact(int row, const QString& value);
    void copyFacts();

    workspace::JobRunner& m_jobs;
    const QString m_slot;
    ingest::Evidence m_evidence;
    bool m_isStale = false; // must read when it comes into sight
    OccurrenceModel* m_model;
    QLabel* m_title;
    QListView* m_list;
    QLabel* m_facts[7] = {};
    QLabel* m_labels[7] = {};
    QLabel* m_state;
    QToolButton* m_hex;
    QStackedWidget* m_stack;
    TextPane* m_pane;
    EmptyState* m_empty;
    std::shared_ptr<const std::string> m_bytes;
    std::uint64_t m_offset = 0;
};

} // namespace trailloupe::ui
