// timelinelegend: what the marks of a timeline mean, those that are drawn: in words, below a
// picture.
//
// Threads: a value; made and drawn by any one thread. Cost: O(what is drawn).
#pragma once

#include "ui/timeline/configstrippainter.h"
#include "ui/timeline/timelinepainter.h"

#include <functional>
#include <vector>

namespace trailloupe::ui::timeline {

class Legend
{
public:
    Legend() = default;
    // `strip` may be null: no lanes of resources.
    Legend(const Geometry& geometry, const Scene& scene, const configstrip::Geometry* strip,
           const QFont& font, int width);

    int height() const { return m_lines * m_lineHeight; }
    void draw(QPainter& painter, const QPointF& corner, const ThemeColors& colors) const;

private:
    // Draws what is explained into a square.
    using Sign = std::function<void(QPainter&, const QRectF&, const ThemeColors&)>;
    struct Item
    {
        Sign sign; // may be none: words alone
        QString words;
        QPointF at; // of the line's top
    };

    void addClasses();
    void addShapes(const Geometry& geometry, const Scene& scene);
    void addStacks(const Geometry& geometry);
    void addMarks(const Geometry& geometry);
    void addFlags(const Geometry& geometry);
    void addStrip(const configstrip::Geometry& strip);
    void add(Sign sign, const QString& words);
    void place(int width);

    QFont m_font;
    std::vector<Item> m_items;
    int m_lineHeight = 0;
    int m_lines = 0;
};

} // namespace trailloupe::ui::timeline
