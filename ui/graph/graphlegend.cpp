#include "ui/graph/graphlegend.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <array>

namespace trailloupe::ui::graph {

using config::NodeState;
using Sign = LegendEntry::Sign;

namespace {

struct GraphLegendWords
{
    Q_DECLARE_TR_FUNCTIONS(GraphLegendWords)
};

constexpr int kSign = 26; // pixels
constexpr int kBetween = 18;
constexpr int kMargin = 12;
constexpr int kMarginBelow = 4;

template<typename Place>
int flow(const Legend& legend, const QFont& font, int width, Place place)
{
    const QFontMetrics metrics(font);
    const int line = metrics.height() + 6;
    int x = kMargin;
    int y = kMarginBelow;
    for (const LegendEntry& entry : legend) {
        const int wide = kSign + 6 + metrics.horizontalAdvance(entry.words);
        if (x > kMargin && x + wide > width - kMargin) {
            x = kMargin;
            y += line;
        }
        place(entry, QRect(x, y, wide, line));
        x += wide + kBetween;
    }
    return legend.empty() ? 0 : y + line + kMarginBelow;
}

void paintSign(QPainter& painter, const LegendEntry& entry, const QRectF& rect,
               const ThemeColors& colors)
{
    const QPointF middle = rect.center();
    const QPointF left(rect.left(), middle.y());
    const QPointF right(rect.right(), middle.y());
    QPen pen(colors.muted, 1.4);
    painter.setBrush(Qt::NoBrush);
    switch (entry.sign) {
    case Sign::Arrow: {
        painter.setPen(pen);
        painter.drawLine(left, right);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.muted);
        const QPointF points[3] = {right, right + QPointF(-8, -3.5), right + QPointF(-8, 3.5)};
        painter.drawPolygon(points, 3);
        break;
    }
    case Sign::Dashed:
        pen.setDashPattern({4, 3});
        painter.setPen(pen);
        painter.drawLine(left, right);
        break;
    case Sign::Ring:
        painter.setPen(pen);
        painter.drawLine(left, right);
        painter.setBrush(colors.base);
        painter.drawEllipse(right - QPointF(5, 0), 3.2, 3.2);
        break;
    case Sign::Frame:
        pen.setDashPattern({3, 2});
        painter.setPen(pen);
        painter.drawRoundedRect(rect.adjusted(1, 2, -1, -2), 3, 3);
        break;
    case Sign::Struck:
        painter.setPen(pen);
        painter.drawText(rect, Qt::AlignCenter, QStringLiteral("abc"));
        painter.drawLine(left + QPointF(2, 1), right + QPointF(-2, 1));
        break;
    case Sign::Badge:
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.selection);
        painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 7, 7);
        painter.setPen(colors.onSelection);
        painter.drawText(rect, Qt::AlignCenter, QStringLiteral("+3"));
        break;
    case Sign::Change:
        painter.setPen(Qt::NoPen);
        painter.setBrush(changeColor(entry.change, colors));
        painter.drawEllipse(middle, 7.5, 7.5);
        painter.setPen(colors.base);
        painter.drawText(rect, Qt::AlignCenter, changeMark(entry.change));
        break;
    }
}

} // namespace

Legend legendOf(const workspace::GraphPicture& picture, const Overlay& overlay)
{
    Legend legend;
    const auto& scene = picture.scene;
    const auto anyLine = [&](auto is) {
        return std::ranges::any_of(scene.edges, is);
    };
    const auto anyNode = [&](auto is) {
        return std::ranges::any_of(scene.nodes, is) || std::ranges::any_of(scene.boxes, is);
    };
    const auto add = [&](bool isIn, Sign sign, const QString& words) {
        if (isIn)
            legend.push_back({.sign = sign, .words = words});
    };
    add(anyLine([](const auto& edge) { return edge.isDirected; }), Sign::Arrow,
        GraphLegendWords::tr("from the one that contains, or names the other"));
    add(anyLine([](const auto& edge) { return edge.isDerived; }), Sign::Dashed,
        GraphLegendWords::tr("derived: it stands only in the configuration"));
    add(anyLine([](const auto& edge) {
            return !edge.isDerived && edge.statedBy != config::StatedBy::Both;
        }),
        Sign::Ring, GraphLegendWords::tr("only the other end lists it"));
    add(anyNode([](const auto& node) { return node.state == NodeState::Unknown; }), Sign::Frame,
        GraphLegendWords::tr("named by others, not recorded here"));
    add(anyNode([](const auto& node) { return node.state == NodeState::NotYet; }), Sign::Frame,
        GraphLegendWords::tr("not there yet"));
    add(anyNode([](const auto& node) { return node.state == NodeState::Deleted; }), Sign::Struck,
        GraphLegendWords::tr("deleted"));
    add(anyNode([](const auto& node) { return node.hidden > 0; }), Sign::Badge,
        GraphLegendWords::tr("neighbours that are not shown"));
    constexpr std::array kKinds{ChangeKind::Born,   ChangeKind::Appeared, ChangeKind::Died,
                                ChangeKind::Passed, ChangeKind::Changed,  ChangeKind::Reborn};
    for (const ChangeKind kind : kKinds) {
        const bool isIn = std::ranges::count(overlay.nodes, std::optional(kind)) > 0
            || std::ranges::count(overlay.boxes, std::optional(kind)) > 0
            || std::ranges::count(overlay.lines, std::optional(kind)) > 0;
        if (isIn)
            legend.push_back({Sign::Change, kind, changeWord(kind)});
    }
    return legend;
}

int legendHeight(const Legend& legend, const QFont& font, int width)
{
    return flow(legend, font, width, [](const LegendEntry&, const QRect&) {});
}

void paintLegend(QPainter& painter, const Legend& legend, const QFont& font, const QPoint& at,
                 int width, const ThemeColors& colors)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(at);
    painter.setFont(font);
    flow(legend, font, width, [&](const LegendEntry& entry, const QRect& rect) {
        paintSign(painter, entry, QRectF(rect.left(), rect.top(), kSign, rect.height()), colors);
        painter.setPen(colors.muted);
        painter.drawText(rect.adjusted(kSign + 6, 0, 2, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                         entry.words);
    });
    painter.restore();
}

} // namespace trailloupe::ui::graph

namespace trailloupe::ui {

GraphLegend::GraphLegend(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("What the marks mean"));
    hide();
}

void GraphLegend::setLegend(graph::Legend legend)
{
    if (legend == m_legend)
        return;
    m_legend = std::move(legend);
    QStringList words;
    for (const graph::LegendEntry& entry : m_legend)
        words << entry.words;
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    setVisible(!m_legend.empty());
    updateGeometry();
    update();
}

QSize GraphLegend::sizeHint() const
{
    return {200, heightForWidth(width())};
}

int GraphLegend::heightForWidth(int width) const
{
    return graph::legendHeight(m_legend, font(), width);
}

void GraphLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    graph::paintLegend(painter, m_legend, font(), {}, width(), themeColors(palette()));
}

} // namespace trailloupe::ui
