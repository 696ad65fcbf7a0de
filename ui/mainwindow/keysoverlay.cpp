#include "ui/mainwindow/keysoverlay.h"

#include "ui/common/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

namespace {

using KeyLine = KeysOverlay::KeyLine;

constexpr int kMargin = 16; // around the card
constexpr int kPadding = 30; // within it, and between its columns
constexpr int kKeysChars = 19;
constexpr int kColumnChars = 66;

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
         {{QStringLiteral("Ctrl+1 … 9  0"),
           tr("overview, events, timeline, findings, principals, resources, graph, compare, "
              "periods, notes")},
          {QStringLiteral("Ctrl+Shift+L"), tr("ledger")},
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
         {{QStringLiteral("F"),
           tr("follow the session of the selected event, or the highlighted one")},
          {QStringLiteral("← →"), tr("close, open the line")},
          {QStringLiteral("Enter"), tr("follow a session, go to an event")},
          {QStringLiteral("Ctrl+Shift+W"), tr("close the tab of a session")}}},
        {tr("Resources"),
         {{QStringLiteral("[  ]"), tr("as of the change before, the next change")},
          {QStringLiteral("J  K  S"), tr("next, previous resource; sort by this column")},
          {QStringLiteral("Ctrl+F"), tr("search; ↓ suggests")},
          {QStringLiteral("Enter"), tr("to the selected resource")},
          {QStringLiteral(".  ,"), tr("its next, previous state")},
          {QStringLiteral("Space  W S A D"), tr("on its axis: compare from here; zoom, move")}}},
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
         {{QStringLiteral("W S  A D"), tr("zoom at the pointer, else the event; move")},
          {QStringLiteral("Wheel"),
           tr("scrolls the lanes, zooms where all of them fit; with Ctrl always zooms")},
          {QStringLiteral("F  Shift+F"), tr("to the selection, all of the time")},
          {QStringLiteral(".  ,"), tr("next, previous event of the lane; ↑ ↓ other lanes")},
          {QStringLiteral("Space  N"), tr("star the event; write a note")},
          {QStringLiteral("T"), tr("count times from the event")},
          {QStringLiteral("P  X  Shift+X"), tr("pin, fold the lane; fold all")},
          {QStringLiteral("Shift+drag  Shift+← →"), tr("take a span; Esc gives it up")},
          {QStringLiteral("↓"),
           tr("from the last lane: resources; .  , their states, Enter opens one")},
          {QStringLiteral("X  Shift+↑ ↓"), tr("of a resource: take its lane away, move it")}}},
        {tr("Findings"),
         {{QStringLiteral("Enter"), tr("the events of the finding; read the event")},
          {QStringLiteral("← →"), tr("close, open the rules that found nothing")},
          {QStringLiteral("J  K"), tr("next, previous event of the finding")}}},
        {tr("Graph"),
         {{QStringLiteral("Tab  ← → ↑ ↓"), tr("from resource to resource; E its relations")},
          {QStringLiteral("Space  Enter"), tr("show its neighbours; its Config timeline")},
          {QStringLiteral("W A S D  + -"), tr("move; zoom; the wheel zooms at the pointer")},
          {QStringLiteral("F  Shift+F"), tr("to the selection, all of the picture")},
          {QStringLiteral("P  Esc"), tr("begin a path, end it; give it up")},
          {QStringLiteral("R  X  C"), tr("only its neighbourhood; hide it; close its box")},
          {QStringLiteral("Ctrl+[  Ctrl+]"),
           tr("replay: the change before, the next one, of what is shown")}}},
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
    , m_scroll(new QScrollArea(m_card))
    , m_focus(QApplication::focusWidget())
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Keys"));
    const ThemeColors& colors = themeColors(palette());
    m_card->setObjectName(QStringLiteral("keysCard"));
    m_card->setStyleSheet(QStringLiteral("#keysCard { background: %1; border: 1px solid %2; "
                                         "border-radius: 8px; } QScrollArea, #keysList { "
                                         "background: transparent; border: none; }")
                              .arg(colors.raised.name(), colors.border.name()));
    for (const KeyGroup& group : keyGroups())
        m_groups.append(makeGroup(group.title, group.lines, colors.accent));
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QVBoxLayout(m_card);
    layout->setContentsMargins(kPadding, kPadding - 6, kPadding - 12, kPadding - 6);
    layout->addWidget(m_scroll);
    window->installEventFilter(this);
    resize(window->size());
    show();
    arrange(); // by the fonts that it has once it is seen
    raise();
    setFocus();
}

QWidget* KeysOverlay::makeGroup(const QString& name, const QList<KeyLine>& lines,
                                const QColor& accent)
{
    auto* group = new QWidget(this);
    auto* grid = new QGridLayout(group);
    grid->setContentsMargins(0, 0, 0, 12);
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    auto* title = new QLabel(name, group);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    grid->addWidget(title, 0, 0, 1, 2);
    int row = 1;
    for (const KeyLine& line : lines) {
        auto* keys = new QLabel(line.keys, group);
        keys->setStyleSheet(QStringLiteral("color: %1;").arg(accent.name()));
        keys->setMinimumWidth(fontMetrics().averageCharWidth() * kKeysChars);
        auto* does = new QLabel(line.does, group);
        does->setWordWrap(true);
        grid->addWidget(keys, row, 0, Qt::AlignTop | Qt::AlignLeft);
        grid->addWidget(does, row++, 1);
    }
    return group;
}

// In two columns where there is room for them; what does not fit scrolls.
void KeysOverlay::arrange()
{
    const int column = fontMetrics().averageCharWidth() * kColumnChars;
    const QSize room = size() - QSize(2 * kMargin, 2 * kMargin);
    const int columns = room.width() >= 2 * column + 3 * kPadding ? 2 : 1;
    if (columns != m_columns) {
        m_columns = columns;
        auto* list = new QWidget;
        list->setObjectName(QStringLiteral("keysList"));
        auto* side = new QHBoxLayout(list);
        side->setContentsMargins(0, 0, 12, 0);
        side->setSpacing(kPadding);
        qsizetype all = 0;
        for (const QWidget* group : std::as_const(m_groups))
            all += group->layout()->count();
        qsizetype placed = 0;
        QVBoxLayout* lines = nullptr;
        for (QWidget* group : std::as_const(m_groups)) {
            if (!lines || (columns == 2 && side->count() == 1 && 2 * placed >= all)) {
                lines = new QVBoxLayout;
                lines->setSpacing(0);
                side->addLayout(lines, 1);
            }
            lines->addWidget(group);
            placed += group->layout()->count();
        }
        for (int i = 0; i < side->count(); ++i)
            static_cast<QVBoxLayout*>(side->itemAt(i)->layout())->addStretch();
        delete m_scroll->takeWidget(); // its groups have moved
        m_scroll->setWidget(list);
        for (QWidget* group : std::as_const(m_groups))
            group->show();
    }
    const QWidget* list = m_scroll->widget();
    list->layout()->activate(); // groups that were moved count from now on
    const int bar = m_scroll->verticalScrollBar()->sizeHint().width();
    const int wanted = std::max(columns * column, list->layout()->totalMinimumSize().width() + bar);
    const int width = std::min(room.width(), wanted + (columns + 1) * kPadding);
    const int inner = width - 2 * kPadding - bar;
    const int needed = list->layout()->hasHeightForWidth() ? list->layout()->heightForWidth(inner)
                                                           : list->sizeHint().height();
    const int height = std::min(room.height(), needed + 2 * kPadding);
    m_card->setGeometry((size().width() - width) / 2, (size().height() - height) / 2, width,
                        height);
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
    QScrollBar* bar = m_scroll->verticalScrollBar();
    if (bar->maximum() > 0) {
        switch (event->key()) {
        case Qt::Key_Down:
            return bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
        case Qt::Key_Up:
            return bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
        case Qt::Key_PageDown:
            return bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
        case Qt::Key_PageUp:
            return bar->triggerAction(QAbstractSlider::SliderPageStepSub);
        default:
            break;
        }
    }
    close();
}

// Where the keys were before, they are again.
void KeysOverlay::closeEvent(QCloseEvent* event)
{
    QWidget::closeEvent(event);
    if (m_focus)
        m_focus->setFocus(Qt::PopupFocusReason);
}

void KeysOverlay::mousePressEvent(QMouseEvent* event)
{
    event->accept();
    close();
}

void KeysOverlay::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

bool KeysOverlay::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        resize(static_cast<QWidget*>(watched)->size());
    return false;
}

} // namespace trailloupe::ui
