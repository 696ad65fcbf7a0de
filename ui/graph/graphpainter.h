// graphpainter: draws a graph from its geometry, or the part of it that is asked for.
//
// What a node or a line is has a mark, a word or a shape besides its colour: deleted is struck
// through, what is not recorded has a dashed frame, derived lines are dashed, rings stand at ends
// that do not list a relation, changes carry a sign.
// Threads: one thread a painter (texts laid out are kept). Cost: O(nodes + lines) comparisons, and
// drawing of what lies within the exposed part alone.
#pragma once

#include "ui/common/theme.h"
#include "ui/graph/graphgeometry.h"
#include "ui/graph/graphwords.h"

#include <QFont>
#include <QLineF>
#include <QList>
#include <QStaticText>

#include <array>
#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace trailloupe::ui::graph {

// What is drawn over the picture: changes, and ways through it.
struct Overlay
{
    std::vector<std::optional<ChangeKind>> nodes; // as in the scene; empty: none at all
    std::vector<std::optional<ChangeKind>> boxes;
    std::vector<std::optional<ChangeKind>> lines;
    bool hasTrail = false;
    std::vector<bool> nodesInTrail;
    std::vector<bool> boxesInTrail;
    std::vector<bool> linesInTrail;

    static Overlay of(const workspace::GraphPicture& picture, const config::GraphDiff* changes,
                      const workspace::GraphTrail* trail);
};

struct Scene
{
    const workspace::GraphPicture* picture = nullptr; // null: nothing
    const Geometry* geometry = nullptr;
    const Overlay* overlay = nullptr;
    Camera camera;
    QFont font;
    Hit hovered;
    std::optional<config::SceneEnd> selected;
    std::optional<std::uint32_t> selectedLine;
    bool hasFocus = false;
};

class Painter
{
public:
    // `exposed` in pixels; what lies beyond may be drawn too. All of it is drawn over.
    void paint(QPainter& painter, const Scene& scene, const QRectF& exposed,
               const ThemeColors& colors);
    // Texts are of another picture.
    void forget();

private:
    struct Texts
    {
        bool isLaidOut = false;
        bool isStruck = false;
        QStaticText title;
        QStaticText below;
        QFont titleFont;
        double titleWidth = 0;
        double titleTop = 0;
    };
    enum class Style : std::uint8_t
    {
        Faded,
        Plain,
        Touching, // the selected node
        Born,
        Died,
        Otherwise, // changed
        Chosen, // selected, or under the pointer
        Trail,
    };
    static constexpr std::size_t kStyles = 8;
    struct LineLook
    {
        QColor color;
        double width = 1;
    };

    void begin(const Scene& scene);
    void paintBoxes(QPainter& painter) const;
    void paintBox(QPainter& painter, std::size_t box) const;
    void paintLines(QPainter& painter);
    void addLine(std::size_t line);
    Style styleOf(std::size_t line) const;
    LineLook lookOf(Style style) const;
    void paintEnds(QPainter& painter, std::size_t line) const;
    void paintLabels(QPainter& painter) const;
    bool isLabelled(std::size_t line, bool fewTouch) const;
    void paintNodes(QPainter& painter);
    void paintNode(QPainter& painter, std::size_t node);
    void paintCard(QPainter& painter, std::size_t node, const QRectF& rect) const;
    void paintNodeTexts(QPainter& painter, std::size_t node, const QRectF& rect);
    void paintBadge(QPainter& painter, const QRectF& rect, std::uint32_t hidden, bool isHovered,
                    bool isDimmed) const;
    void paintMark(QPainter& painter, const QPointF& center, ChangeKind kind) const;
    void paintRing(QPainter& painter, const QRectF& rect) const;
    const Texts& textsOf(std::size_t node, double width);
    bool isDimmed(std::size_t node) const;
    QColor faded(const QColor& color, bool isFaded) const;
    double pixels(double points) const { return points * m_scene->camera.scale; }

    const Scene* m_scene = nullptr; // while it paints
    const ThemeColors* m_colors = nullptr;
    QRectF m_exposed; // of the picture
    std::array<QList<QLineF>, kStyles> m_batches;
    std::vector<std::uint32_t> m_visible; // lines
    std::vector<Texts> m_texts;
    double m_textScale = 0;
    QFont m_titleFont;
    QFont m_rootFont;
    QFont m_smallFont;
};

// The title of a node as it is written: a long one a little smaller, and where that does not do,
// cut in the middle, for ids differ at their ends.
struct FittedTitle
{
    QString words;
    QFont font;
};
FittedTitle fitTitle(const QString& title, QFont font, double room); // of a size in pixels
double titleRoom(double width, double scale); // of a node so wide: pixels

const QColor& changeColor(ChangeKind kind, const ThemeColors& colors);

} // namespace trailloupe::ui::graph
