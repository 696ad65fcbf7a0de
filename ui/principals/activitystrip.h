// ActivityStrip: when somebody was active, over the whole export: a small histogram by what the
// events are, in the colours of the histogram and the timeline. A click, or Enter on the bar that
// the keys stand on, asks for its events.
//
// Threads: GUI thread only.
#pragma once

#include "model/query/histogram.h"

#include <QWidget>

#include <functional>
#include <optional>
#include <vector>

namespace trailloupe::ui {

class ActivityStrip : public QWidget
{
    Q_OBJECT
public:
    explicit ActivityStrip(QWidget* parent = nullptr);

    // One boundary more than bars.
    void setBars(std::vector<std::int64_t> boundaries, query::Histogram histogram);
    // How a span is called; in the zone of the window.
    void setSpanWords(std::function<QString(const query::TimeSpan&)> words);

    std::size_t barCount() const { return m_histogram.bars.size(); }
    QRectF rectOf(std::size_t bar) const; // its column, from top to bottom
    std::optional<std::size_t> barAt(const QPointF& point) const;
    QString wordsOf(std::size_t bar) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void spanChosen(const trailloupe::query::TimeSpan& span);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void choose(std::size_t bar);
    query::TimeSpan spanOf(std::size_t bar) const;

    std::vector<std::int64_t> m_boundaries;
    query::Histogram m_histogram;
    std::uint64_t m_most = 0;
    std::function<QString(const query::TimeSpan&)> m_words;
    std::optional<std::size_t> m_current; // of the keys
};

} // namespace trailloupe::ui
