// FindingCard: what a rule is about and what it found: why it matters, the filter that it is, and
// where its events can be looked at.
//
// Threads: GUI thread only.
#pragma once

#include "model/detection/findings.h"
#include "ui/words/timetext.h"

#include <QScrollArea>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace trailloupe::ui {

class FindingCard : public QScrollArea
{
    Q_OBJECT
public:
    explicit FindingCard(QWidget* parent = nullptr);

    // Null: of no rule. `finding` null: it found nothing; `failure`: why it could not be asked.
    using QScrollArea::show;
    void show(const detection::Rule* rule, const detection::Finding* finding, const Error* failure,
              const TimeText& time);

    QString title() const;
    QString facts() const;
    QString why() const;
    QString filter() const;
    QString references() const;
    QToolButton* eventsButton() const { return m_events; }
    QToolButton* timelineButton() const { return m_timeline; }
    QToolButton* filterButton() const { return m_add; }
    QToolButton* copyButton() const { return m_copy; }

Q_SIGNALS:
    void eventsRequested();
    void timelineRequested();
    void filterRequested(); // to be asked for as well

protected:
    void changeEvent(QEvent* event) override;

private:
    class SeverityMark;

    QWidget* makeContent();
    void fit();

    SeverityMark* m_severity = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_facts = nullptr;
    QLabel* m_why = nullptr;
    QPlainTextEdit* m_filter = nullptr;
    QLabel* m_references = nullptr;
    QToolButton* m_events = nullptr;
    QToolButton* m_timeline = nullptr;
    QToolButton* m_add = nullptr;
    QToolButton* m_copy = nullptr;
};

} // namespace trailloupe::ui
