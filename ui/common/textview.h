// TextView: shows TextLines in a fixed-width font, draws only what is in sight, and lets a person
// select, copy and move through it with mouse and keys, whatever the length of the text.
//
// Threads: GUI thread only.  Cost: painting O(lines in sight).
#pragma once

#include "ui/common/textlines.h"

#include <QAbstractScrollArea>
#include <QTextLayout>

#include <memory>
#include <vector>

namespace trailloupe::ui {

class TextView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    struct Position
    {
        qsizetype line = 0;
        int column = 0;
        auto operator<=>(const Position&) const = default;
    };

    explicit TextView(QWidget* parent = nullptr);

    void setLines(std::shared_ptr<const TextLines> lines); // null clears
    const std::shared_ptr<const TextLines>& lines() const { return m_lines; }
    // Lit while they are in sight; sorted by place.
    void setMatches(std::vector<TextMatch> matches, std::size_t current);
    void scrollTo(const TextMatch& match);

    int visibleColumns() const; // whole characters that fit in a line
    QString selectedText() const;
    bool hasSelection() const { return m_anchor != m_cursor; }
    void selectAll();
    void copy() const;
    Position cursorPosition() const { return m_cursor; }

Q_SIGNALS:
    void visibleColumnsChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void updateScrollBars();
    void updateFont();
    QList<QTextLayout::FormatRange> formats(qsizetype line) const;
    void layOut(QTextLayout& layout, qsizetype line) const;
    void paintLine(QPainter& painter, qsizetype line, int y) const;
    Position positionAt(const QPoint& point) const;
    void moveCursor(Position to, bool extend);
    bool moveByKey(const QKeyEvent& event);
    void ensureVisible(const Position& at);
    int lineHeight() const;
    int lineLength(qsizetype line) const;

    std::shared_ptr<const TextLines> m_lines;
    std::vector<TextMatch> m_matches;
    std::size_t m_currentMatch = 0;
    Position m_anchor;
    Position m_cursor;
    int m_columns = 0;
};

} // namespace trailloupe::ui
