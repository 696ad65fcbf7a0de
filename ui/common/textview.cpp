#include "ui/common/textview.h"

#include "ui/common/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui {
namespace {

constexpr int kMargin = 8; // pixels around the text

QColor inkColor(const ThemeColors& colors, Ink ink)
{
    switch (ink) {
    case Ink::Key:
        return colors.accent;
    case Ink::Text:
        return colors.good;
    case Ink::Number:
        return colors.warning;
    case Ink::Literal:
        return colors.classMark[static_cast<std::size_t>(query::EventClass::Failed)];
    case Ink::Muted:
        return colors.muted;
    case Ink::Plain:
        break;
    }
    return colors.text;
}

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'-';
}

} // namespace

TextView::TextView(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    updateFont();
}

void TextView::setLines(std::shared_ptr<const TextLines> lines)
{
    m_lines = std::move(lines);
    m_anchor = m_cursor = {};
    m_matches.clear();
    m_currentMatch = 0;
    horizontalScrollBar()->setValue(0);
    verticalScrollBar()->setValue(0);
    updateScrollBars();
    viewport()->update();
}

void TextView::setMatches(std::vector<TextMatch> matches, std::size_t current)
{
    m_matches = std::move(matches);
    m_currentMatch = current;
    viewport()->update();
}

void TextView::scrollTo(const TextMatch& match)
{
    m_anchor = {match.line, match.column};
    m_cursor = {match.line, match.column + match.length};
    ensureVisible(m_anchor);
    ensureVisible(m_cursor);
    viewport()->update();
}

int TextView::lineHeight() const
{
    return static_cast<int>(std::ceil(QFontMetricsF(font()).lineSpacing())) + 1;
}

int TextView::visibleColumns() const
{
    const double width = QFontMetricsF(font()).horizontalAdvance(u'0');
    return std::max(20, static_cast<int>((viewport()->width() - 2 * kMargin) / width));
}

int TextView::lineLength(qsizetype line) const
{
    return static_cast<int>(m_lines->line(line).size());
}

void TextView::updateFont()
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(QApplication::font().pointSizeF());
    fixed.setStyleHint(QFont::Monospace);
    setFont(fixed);
}

void TextView::updateScrollBars()
{
    const qsizetype lines = m_lines ? m_lines->lineCount() : 0;
    const int page = std::max(1, (viewport()->height() - 2 * kMargin) / lineHeight());
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, static_cast<int>(std::max<qsizetype>(0, lines - page)));
    const double character = QFontMetricsF(font()).horizontalAdvance(u'0');
    const int width =
        m_lines ? static_cast<int>(m_lines->widestLine() * character) + 2 * kMargin : 0;
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(static_cast<int>(character * 4));
    horizontalScrollBar()->setRange(0, std::max(0, width - viewport()->width()));
}

QList<QTextLayout::FormatRange> TextView::formats(qsizetype line) const
{
    const ThemeColors& colors = themeColors(palette());
    QList<QTextLayout::FormatRange> formats;
    for (const InkSpan& span : m_lines->inks(line)) {
        QTextLayout::FormatRange range;
        range.start = span.begin;
        range.length = span.length;
        range.format.setForeground(inkColor(colors, span.ink));
        formats.append(range);
    }
    return formats;
}

void TextView::layOut(QTextLayout& layout, qsizetype line) const
{
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(Qt::LeftToRight);
    layout.setTextOption(option);
    layout.setFont(font());
    layout.setText(standIns(m_lines->line(line)));
    layout.setFormats(formats(line));
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
}

void TextView::paintEvent(QPaintEvent* event)
{
    if (!m_lines)
        return;
    QPainter painter(viewport());
    painter.setClipRect(event->rect());
    const int height = lineHeight();
    const qsizetype first = verticalScrollBar()->value();
    for (int i = 0; kMargin + i * height < viewport()->height(); ++i) {
        const qsizetype line = first + i;
        if (line >= m_lines->lineCount())
            break;
        const int y = kMargin + i * height;
        if (y <= event->rect().bottom() && y + height >= event->rect().top())
            paintLine(painter, line, y);
    }
}

void TextView::paintLine(QPainter& painter, qsizetype line, int y) const
{
    const ThemeColors& colors = themeColors(palette());
    QTextLayout layout;
    layOut(layout, line);
    QList<QTextLayout::FormatRange> ranges;
    const auto add = [&](int begin, int length, const QColor& ink, const QColor& ground) {
        if (length <= 0)
            return;
        QTextLayout::FormatRange range;
        range.start = begin;
        range.length = length;
        if (ink.isValid())
            range.format.setForeground(ink);
        if (ground.isValid())
            range.format.setBackground(ground);
        ranges.append(range);
    };
    auto match =
        std::lower_bound(m_matches.begin(), m_matches.end(), line,
                         [](const TextMatch& m, qsizetype wanted) { return m.line < wanted; });
    for (; match != m_matches.end() && match->line == line; ++match) {
        const bool current = static_cast<std::size_t>(match - m_matches.begin()) == m_currentMatch;
        if (current)
            add(match->column, match->length, colors.onAccent, colors.accent);
        else
            add(match->column, match->length, {}, colors.tint(query::EventClass::Sensitive));
    }
    const Position from = std::min(m_anchor, m_cursor);
    const Position to = std::max(m_anchor, m_cursor);
    if (from != to && from.line <= line && line <= to.line) {
        const int begin = from.line == line ? from.column : 0;
        const int end = to.line == line ? to.column : static_cast<int>(layout.text().size());
        const QPalette::ColorGroup group = hasFocus() ? QPalette::Active : QPalette::Inactive;
        add(begin, end - begin, palette().color(group, QPalette::HighlightedText),
            palette().color(group, QPalette::Highlight));
    }
    const QPointF origin(kMargin - horizontalScrollBar()->value(), y);
    painter.setPen(colors.text);
    layout.draw(&painter, origin, ranges);
    if (hasFocus() && m_cursor.line == line)
        layout.drawCursor(&painter, origin, m_cursor.column);
}

TextView::Position TextView::positionAt(const QPoint& point) const
{
    if (!m_lines)
        return {};
    const int row = (point.y() - kMargin) / lineHeight() - (point.y() < kMargin ? 1 : 0);
    const qsizetype line =
        std::clamp<qsizetype>(verticalScrollBar()->value() + row, 0, m_lines->lineCount() - 1);
    QTextLayout layout;
    layOut(layout, line);
    const double x = point.x() - kMargin + horizontalScrollBar()->value();
    return {line, layout.lineAt(0).xToCursor(x)};
}

void TextView::moveCursor(Position to, bool extend)
{
    m_cursor = to;
    if (!extend)
        m_anchor = to;
    ensureVisible(to);
    viewport()->update();
}

void TextView::ensureVisible(const Position& at)
{
    QScrollBar* vertical = verticalScrollBar();
    if (at.line < vertical->value())
        vertical->setValue(static_cast<int>(at.line));
    else if (at.line >= vertical->value() + vertical->pageStep())
        vertical->setValue(static_cast<int>(at.line) - vertical->pageStep() + 1);
    QScrollBar* horizontal = horizontalScrollBar();
    if (horizontal->maximum() == 0)
        return;
    QTextLayout layout;
    layOut(layout, at.line);
    const int x = static_cast<int>(layout.lineAt(0).cursorToX(at.column)) + kMargin;
    if (x < horizontal->value() + kMargin)
        horizontal->setValue(x - 4 * kMargin);
    else if (x > horizontal->value() + viewport()->width() - kMargin)
        horizontal->setValue(x - viewport()->width() + 4 * kMargin);
}

void TextView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_lines)
        return;
    moveCursor(positionAt(event->position().toPoint()),
               event->modifiers().testFlag(Qt::ShiftModifier));
}

void TextView::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton) && m_lines)
        moveCursor(positionAt(event->position().toPoint()), true);
}

// The press was ours, so is the release.
void TextView::mouseReleaseEvent(QMouseEvent* event)
{
    event->accept();
}

void TextView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (!m_lines)
        return;
    const Position at = positionAt(event->position().toPoint());
    const QString text = m_lines->line(at.line);
    int begin = at.column;
    int end = at.column;
    while (begin > 0 && isWordCharacter(text.at(begin - 1)))
        --begin;
    while (end < text.size() && isWordCharacter(text.at(end)))
        ++end;
    m_anchor = {at.line, begin};
    moveCursor({at.line, end}, true);
}

void TextView::keyPressEvent(QKeyEvent* event)
{
    if (!m_lines) {
        QAbstractScrollArea::keyPressEvent(event);
    } else if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (!moveByKey(*event)) {
        event->ignore();
    }
}

bool TextView::moveByKey(const QKeyEvent& event)
{
    const bool extend = event.modifiers().testFlag(Qt::ShiftModifier);
    const bool whole = event.modifiers().testFlag(Qt::ControlModifier);
    const qsizetype last = m_lines->lineCount() - 1;
    const int page = verticalScrollBar()->pageStep();
    const auto inLine = [this, last](qsizetype line) {
        line = std::clamp<qsizetype>(line, 0, last);
        return Position{line, std::min(m_cursor.column, lineLength(line))};
    };
    Position to = m_cursor;
    switch (event.key()) {
    case Qt::Key_Up:
        to = inLine(to.line - 1);
        break;
    case Qt::Key_Down:
        to = inLine(to.line + 1);
        break;
    case Qt::Key_PageUp:
        to = inLine(to.line - page);
        break;
    case Qt::Key_PageDown:
        to = inLine(to.line + page);
        break;
    case Qt::Key_Left:
        if (to.column > 0)
            --to.column;
        else if (to.line > 0)
            to = {to.line - 1, lineLength(to.line - 1)};
        break;
    case Qt::Key_Right:
        if (to.column < lineLength(to.line))
            ++to.column;
        else if (to.line < last)
            to = {to.line + 1, 0};
        break;
    case Qt::Key_Home:
        to = {whole ? 0 : to.line, 0};
        break;
    case Qt::Key_End:
        to.line = whole ? last : to.line;
        to.column = lineLength(to.line);
        break;
    default:
        return false;
    }
    moveCursor(to, extend);
    return true;
}

void TextView::selectAll()
{
    if (!m_lines)
        return;
    const qsizetype last = m_lines->lineCount() - 1;
    m_anchor = {};
    m_cursor = {last, lineLength(last)};
    viewport()->update();
}

QString TextView::selectedText() const
{
    if (!m_lines || !hasSelection())
        return {};
    const Position from = std::min(m_anchor, m_cursor);
    const Position to = std::max(m_anchor, m_cursor);
    QString text;
    for (qsizetype line = from.line; line <= to.line; ++line) {
        const QString here = m_lines->line(line);
        const int begin = line == from.line ? from.column : 0;
        const int end = line == to.line ? to.column : static_cast<int>(here.size());
        text += here.mid(begin, end - begin);
        if (line != to.line && !m_lines->isBroken(line))
            text += u'\n';
    }
    return text;
}

void TextView::copy() const
{
    if (hasSelection())
        QGuiApplication::clipboard()->setText(selectedText());
}

void TextView::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_lines)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* copyAction = menu->addAction(tr("Copy"), this, &TextView::copy);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setEnabled(hasSelection());
    menu->addAction(tr("Select all"), this, &TextView::selectAll)
        ->setShortcut(QKeySequence::SelectAll);
    menu->popup(event->globalPos());
}

void TextView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
    if (visibleColumns() == m_columns)
        return;
    m_columns = visibleColumns();
    Q_EMIT visibleColumnsChanged();
}

void TextView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        updateScrollBars();
        Q_EMIT visibleColumnsChanged();
    }
}

} // namespace trailloupe::ui
