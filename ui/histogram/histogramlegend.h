// HistogramLegend: what the colours of the stack are, from the ground up, and how many events each
// is, with and without a time; together they are all that fit the filter.
//
// Threads: GUI thread only.
#pragma once

#include "model/query/histogram.h"

#include <QWidget>

namespace trailloupe::ui {

class HistogramLegend : public QWidget
{
    Q_OBJECT
public:
    explicit HistogramLegend(QWidget* parent = nullptr);

    // `isWider`: of more than the time that is chosen, which the count of the filter is about.
    void setCounts(const query::HistogramBar& counts, bool isWider);
    QString text() const; // "12 failed, 100 write, 300 read"

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString heading() const;

    query::HistogramBar m_counts;
    bool m_isWider = false;
};

} // namespace trailloupe::ui
