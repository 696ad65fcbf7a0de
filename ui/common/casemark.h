// casemark: the star, the tags and the note of a case, painted beside what they are about.
//
// A star is a star, a note three lines, a tag a filled square of its colour: never colour alone.
// Threads: GUI thread only.
#pragma once

#include <QIcon>
#include <QList>
#include <QRectF>

class QPainter;

namespace trailloupe::ui {

struct ThemeColors;

struct CaseMark
{
    bool isStarred = false;
    bool hasNote = false;
    QList<int> tagColors;

    bool isEmpty() const { return !isStarred && !hasNote && tagColors.isEmpty(); }
};

constexpr int kCaseMarkWidth = 14; // of the star or the note

void paintStar(QPainter& painter, const QRectF& rect, const QColor& color, bool isFilled);
// The star, else the note; and the tags behind it, as many as there is room for. `mono`: everything
// in one colour, on a selected row.
void paintCaseMark(QPainter& painter, const QRectF& rect, const CaseMark& mark,
                   const ThemeColors& colors, const QColor* mono = nullptr);
// How much room all of it needs.
int caseMarkWidth(const CaseMark& mark);

QIcon tagIcon(int color, const ThemeColors& colors);

} // namespace trailloupe::ui
