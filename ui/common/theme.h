// Theme: the colours of the window, light and dark, and the switch between them.
//
// Every colour is named by what it means. Text colours keep a contrast of at least 4.5:1 on every
// ground they are used on (tests/ui/common/tst_theme computes it); meaning never hangs on colour
// alone (see eventmark.h). Pages ask themeColors(palette()) when they paint and so follow a switch
// without doing anything.
//
// Threads: GUI thread only; ThemeColors are immutable.
#pragma once

#include "model/query/column.h"

#include <QColor>
#include <QObject>
#include <QPalette>
#include <QString>

#include <array>

class QLabel;

namespace trailloupe::ui {

struct ThemeColors
{
    bool dark = false;
    QColor window; // behind controls
    QColor base; // behind tables and text
    QColor alternate; // every other row
    QColor raised; // cards, headers
    QColor text;
    QColor muted; // secondary text
    QColor border; // lines and frames; no text
    QColor handle; // of scroll bars
    QColor control; // button faces
    QColor accent; // links, focus, the page that is shown
    QColor onAccent; // text on accent
    QColor selection;
    QColor onSelection;
    QColor good; // text and marks that say "fine"
    QColor warning; // … "look here"
    QColor bad; // … "went wrong"
    std::array<QColor, 6> classTint; // ground of a row, by query::EventClass
    std::array<QColor, 6> classMark; // mark and text, by query::EventClass
    std::array<QColor, 6> series; // chart colours, in order of use
    std::array<QColor, 6> ruleMark; // of the person's colour rules, by workspace::ColorRule::color
    std::array<QColor, 6> ruleTint; // ground of a row that has one

    const QColor& tint(query::EventClass c) const { return classTint[static_cast<std::size_t>(c)]; }
    const QColor& mark(query::EventClass c) const { return classMark[static_cast<std::size_t>(c)]; }
};

const ThemeColors& lightColors();
const ThemeColors& darkColors();
// The colours in force where that palette is.
const ThemeColors& themeColors(const QPalette& palette);

QPalette paletteFor(const ThemeColors& colors);
QString styleSheetFor(const ThemeColors& colors);

// Secondary text, in every theme.
void makeQuiet(QLabel* label);

// WCAG 2 contrast of two opaque colours: 1 to 21.
double contrastRatio(const QColor& a, const QColor& b);

// Puts a theme on the application and keeps the person's choice.
class Theme : public QObject
{
    Q_OBJECT
public:
    enum class Choice
    {
        System, // as the desktop was when the program started
        Light,
        Dark,
    };
    Q_ENUM(Choice)

    explicit Theme(QObject* parent = nullptr);

    Choice choice() const { return m_choice; }
    void setChoice(Choice choice); // kept for the next run
    void show(Choice choice); // for this run only
    bool isDark() const;
    const ThemeColors& colors() const { return isDark() ? darkColors() : lightColors(); }

Q_SIGNALS:
    void changed();

private:
    void apply();

    Choice m_choice = Choice::System;
    bool m_systemIsDark = false;
};

} // namespace trailloupe::ui
