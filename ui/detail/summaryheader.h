// SummaryHeader: the top of the detail panel: when and where, then ACTOR → ACTION → TARGET.
//
// Threads: GUI thread only.
#pragma once

#include "model/query/eventsummary.h"

#include <QWidget>

#include <array>

class QLabel;

namespace trailloupe::ui {

class TimeText;

class SummaryHeader : public QWidget
{
    Q_OBJECT
public:
    explicit SummaryHeader(QWidget* parent = nullptr);

    void setEvent(const query::EventSummary& event, const TimeText& time);
    QString text() const; // as shown, line by line, for tests

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Part
    {
        QLabel* caption = nullptr;
        QLabel* name = nullptr;
        QLabel* words = nullptr;
    };
    void updateColors();

    QLabel* m_place;
    std::array<Part, 3> m_parts;
    query::EventClass m_class = query::EventClass::Other;
};

} // namespace trailloupe::ui
