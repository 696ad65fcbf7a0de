#include "ui/mainwindow/keysoverlay.h"

#include "ui/common/theme.h"

#include <QEvent>
#include <QFrame>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace trailloupe::ui {

namespace {

struct KeyLine
{
    QString keys;
    QString does;
};

struct KeyGroup
{
    QString title;
    QList<KeyLine> lines;
};

QList<KeyGroup> keyGroups()
{
    const auto tr = [](const char* text) {
        return KeysOverlay::tr(text);
    };
    return {
        {tr("Open"),
         {{QStringLiteral("Ctrl+O"), tr("open files")},
          {QStringLiteral("Ctrl+Shift+O"), tr("open a folder")},
          {QStringLiteral("Esc"), tr("cancel loading")},
          {QStringLiteral("Ctrl+W"), tr("close the export")}}},
        {tr("Pages"),
         {{QStringLiteral("Ctrl+1 … 8"),
           tr("overview, events, timeline, principals, compare, periods, notes, ledger")},
          {QStringLiteral("Alt+← →"), tr("back and forward")},
          {QStringLiteral("Ctrl+L"), tr("filter")},
          {QStringLiteral("Ctrl+F"), tr("search, where a page has one")},
          {QStringLiteral("?"), tr("these keys")}}},
        {tr("Events"),
         {{QStringLiteral("J  K"), tr("next, previous event")},
          {QStringLiteral("Home  End"), tr("first, last event")},
          {QStringLiteral("S"), tr("sort by this column, again: the other way")},
          {QStringLiteral("Enter"), tr("read the event")},
          {QStringLiteral("D"), tr("show or hide the detail panel")},
          {QStringLiteral("Ctrl+Shift+F"), tr("show or hide the facets")}}},
        {tr("Principals"),
         {{QStringLiteral("F"), tr("follow the session of the selected event")},
          {QStringLiteral("← →"), tr("close, open the line")},
          {QStringLiteral("Enter"), tr("follow a session, go to an event")},
          {QStringLiteral("Ctrl+Shift+W"), tr("close the tab of a session")}}},
        {tr("Case"),
         {{QStringLiteral("Space"), tr("star the selected events")},
          {QStringLiteral("T  N"), tr("tag them; write a note")},
          {QStringLiteral("Ctrl+Z  Ctrl+Shift+Z"), tr("undo, redo")}}},
        {tr("Compare"),
         {{QStringLiteral("C"), tr("add the selected events")},
          {QStringLiteral("Shift+C"), tr("with the previous one of its kind")},
          {QStringLiteral("N  Shift+N"), tr("next difference, the one before")},
          {QStringLiteral("I"), tr("ignore this path")},
          {QStringLiteral("Enter"), tr("open or close a folded line")}}},
        {tr("Histogram"),
         {{QStringLiteral("H"), tr("to the histogram and back")},
          {QStringLiteral("← →"), tr("from bar to bar; with Shift: take a span")},
          {QStringLiteral("Enter"), tr("only this time")},
          {QStringLiteral("Del"), tr("all time again")},
          {QStringLiteral("U"), tr("only events without a time")},
          {QStringLiteral("+  -  0  Z"), tr("zoom in, out, show all, the selection")},
          {QStringLiteral("Ctrl+← →"), tr("earlier, later")}}},
        {tr("Timeline"),
         {{QStringLiteral("W S  A D"), tr("zoom, move")},
          {QStringLiteral("F  Shift+F"), tr("to the selection, all of the time")},
          {QStringLiteral(".  ,"), tr("next, previous event of the lane; ↑ ↓ other lanes")},
          {QStringLiteral("T"), tr("count times from the event")},
          {QStringLiteral("P  X  Shift+X"), tr("pin, fold the lane; fold all")},
          {QStringLiteral("Shift+drag"), tr("take a span; Esc gives it up")}}},
        {tr("Facets"),
         {{QStringLiteral("Shift+F"), tr("find a value or a field; ↓ goes to the first")},
          {QStringLiteral("Enter"), tr("only this value, or also this; again: no longer")},
          {QStringLiteral("-"), tr("without this value")},
          {QStringLiteral("← →"), tr("close, open the field")}}},
        {tr("Copy and export"),
         {{QStringLiteral("Ctrl+C"), tr("cells")},
          {QStringLiteral("Ctrl+Shift+J"), tr("events as JSON lines")},
          {QStringLiteral("Ctrl+Shift+C"), tr("rows as CSV")},
          {QStringLiteral("Ctrl+E"), tr("write events into a file")}}},
    };
}

} // namespace

KeysOverlay::KeysOverlay(QWidget* window)
    : QWidget(window)
    , m_card(new QFrame(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Keys"));
    const ThemeColors& colors = themeColors(palette());
    m_card->setObjectName(QStringLiteral("keysCard"));
    m_card->setStyleSheet(QStringLiteral("#keysCard { background: %1; border: 1px solid %2; "
                                         "border-radius: 8px; }")
                              .arg(colors.raised.name(), colors.border.name()));
    auto* grid = new QGridLayout(m_card);
    grid->setContentsMargins(32, 26, 32, 28);
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(7);
    const QList<KeyGroup> groups = keyGroups();
    qsizetype lines = 0;
    for (const KeyGroup& group : groups)
        lines += group.lines.size() + 2;
    int row = 0;
    int column = 0; // two of them, side by side, each of keys and words
    for (const KeyGroup& group : groups) {
        if (column == 0 && row + group.lines.size() / 2 > lines / 2) {
            row = 0;
            column = 3;
            grid->setColumnMinimumWidth(2, 22);
        }
        auto* title = new QLabel(group.title, m_card);
        QFont bold = title->font();
        bold.setWeight(QFont::DemiBold);
        title->setFont(bold);
        if (row > 0)
            grid->setRowMinimumHeight(row++, 6);
        grid->addWidget(title, row++, column, 1, 2);
        for (const KeyLine& line : group.lines) {
            auto* keys = new QLabel(line.keys, m_card);
            keys->setStyleSheet(QStringLiteral("color: %1;").arg(colors.accent.name()));
            grid->addWidget(keys, row, column);
            grid->addWidget(new QLabel(line.does, m_card), row++, column + 1);
        }
    }
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_card, 0, Qt::AlignCenter);
    window->installEventFilter(this);
    resize(window->size());
    show();
    raise();
    setFocus();
}

void KeysOverlay::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QColor veil = themeColors(palette()).dark ? QColor(0, 0, 0) : QColor(20, 28, 38);
    veil.setAlphaF(0.42F);
    painter.fillRect(rect(), veil);
}

void KeysOverlay::keyPressEvent(QKeyEvent* event)
{
    event->accept();
    close();
}

void KeysOverlay::mousePressEvent(QMouseEvent* event)
{
    event->accept();
    close();
}

bool KeysOverlay::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        resize(static_cast<QWidget*>(watched)->size());
    return false;
}

} // namespace trailloupe::ui
