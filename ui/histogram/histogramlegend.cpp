#include "ui/histogram/histogramlegend.h"

#include "ui/histogram/histogrampainter.h"
#include "ui/words/numbertext.h"

#include <QPainter>
#include <QStringList>

#include <utility>
#include <vector>

namespace trailloupe::ui {

using histogram::Part;

namespace {

constexpr int kSwatch = 9;
constexpr int kAfterSwatch = 5;
constexpr int kBetween = 14;

// Other events are rare; they are named only where there are some.
std::vector<std::pair<Part, QString>> entries(const query::HistogramBar& counts)
{
    std::vector<std::pair<Part, QString>> entries;
    const auto add = [&](Part part, const QString& words) {
        entries.emplace_back(part, words.arg(countText(histogram::countOf(counts, part))));
    };
    add(Part::Failed, HistogramLegend::tr("%1 failed"));
    add(Part::Write, HistogramLegend::tr("%1 write"));
    add(Part::Read, HistogramLegend::tr("%1 read"));
    if (counts.others() > 0)
        add(Part::Other, HistogramLegend::tr("%1 other"));
    return entries;
}

} // namespace

HistogramLegend::HistogramLegend(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Legend"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void HistogramLegend::setCounts(const query::HistogramBar& counts, bool isWider)
{
    if (counts == m_counts && isWider == m_isWider)
        return;
    m_counts = counts;
    m_isWider = isWider;
    setAccessibleDescription(text());
    updateGeometry();
    update();
}

QString HistogramLegend::heading() const
{
    return m_isWider ? tr("All time:") : QString();
}

QString HistogramLegend::text() const
{
    QStringList texts;
    for (const auto& entry : entries(m_counts))
        texts.append(entry.second);
    const QString counts = texts.join(QStringLiteral(", "));
    return m_isWider ? heading() + u' ' + counts : counts;
}

QSize HistogramLegend::sizeHint() const
{
    const QFontMetrics metrics(font());
    int width = m_isWider ? metrics.horizontalAdvance(heading()) + kBetween : 0;
    for (const auto& entry : entries(m_counts))
        width += kSwatch + kAfterSwatch + metrics.horizontalAdvance(entry.second) + kBetween;
    return {width, metrics.height() + 4};
}

void HistogramLegend::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const ThemeColors& colors = themeColors(palette());
    int x = 0;
    if (m_isWider) {
        painter.setPen(colors.muted);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, heading());
        x = painter.fontMetrics().horizontalAdvance(heading()) + kBetween;
    }
    for (const auto& entry : entries(m_counts)) {
        const QRect swatch(x, (height() - kSwatch) / 2, kSwatch, kSwatch);
        painter.fillRect(swatch, histogram::colorOf(entry.first, colors));
        x += kSwatch + kAfterSwatch;
        const int width = painter.fontMetrics().horizontalAdvance(entry.second);
        painter.setPen(colors.muted);
        painter.drawText(QRect(x, 0, width + 1, height()), Qt::AlignLeft | Qt::AlignVCenter,
                         entry.second);
        x += width + kBetween;
    }
}

} // namespace trailloupe::ui
