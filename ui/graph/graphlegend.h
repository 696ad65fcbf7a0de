// graphlegend: what the marks in a graph mean; only of those that are in it.
//
// Threads: any thread that may draw; the widget on the GUI thread.
#pragma once

#include "ui/graph/graphpainter.h"

#include <QWidget>

#include <vector>

namespace trailloupe::ui::graph {

struct LegendEntry
{
    enum class Sign : std::uint8_t
    {
        Arrow,
        Dashed, // a line
        Ring,
        Frame, // dashed, of a card
        Struck,
        Badge,
        Change,
    };
    Sign sign = Sign::Arrow;
    ChangeKind change = ChangeKind::Born;
    QString words;
    bool operator==(const LegendEntry&) const = default;
};
using Legend = std::vector<LegendEntry>;

Legend legendOf(const workspace::GraphPicture& picture, const Overlay& overlay);
// Entries one beside the other, and below where the width does not do.
int legendHeight(const Legend& legend, const QFont& font, int width);
void paintLegend(QPainter& painter, const Legend& legend, const QFont& font, const QPoint& at,
                 int width, const ThemeColors& colors);

} // namespace trailloupe::ui::graph

namespace trailloupe::ui {

class GraphLegend : public QWidget
{
    Q_OBJECT
public:
    explicit GraphLegend(QWidget* parent = nullptr);

    void setLegend(graph::Legend legend);
    const graph::Legend& legend() const { return m_legend; }

    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    graph::Legend m_legend;
};

} // namespace trailloupe::ui
