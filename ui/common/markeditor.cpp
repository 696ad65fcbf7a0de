#include "ui/common/markeditor.h"

#include "ui/common/elidedlabel.h"
#include "ui/common/errortext.h"
#include "ui/common/markmenu.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QAbstractTextDocumentLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QTextDocument>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using workspace::Casebook;

namespace {

constexpr int kMostLines = 6;
constexpr int kFrame = 6; // of the note: lines and some air
constexpr int kStarSize = 32; // of the pixmap

QIcon starIcon(const ThemeColors& colors, bool isFilled)
{
    QPixmap pixmap(kStarSize, kStarSize);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintStar(painter, QRectF(4, 4, kStarSize - 8, kStarSize - 8),
              isFilled ? colors.warning : colors.muted, isFilled);
    return QIcon(pixmap);
}

} // namespace

MarkEditor::MarkEditor(Casebook& casebook, QWidget* parent)
    : QWidget(parent)
    , m_casebook(casebook)
    , m_star(new QToolButton(this))
    , m_tags(new QToolButton(this))
    , m_write(new QToolButton(this))
    , m_tagMenu(new QMenu(this))
    , m_tagNames(new ElidedLabel(this))
    , m_saved(new QLabel(this))
    , m_note(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("markEditor"));
    m_star->setAutoRaise(true);
    m_star->setCheckable(true);
    m_tags->setText(tr("Tags ▾"));
    m_tags->setAutoRaise(true);
    m_tags->setPopupMode(QToolButton::InstantPopup);
    m_tags->setMenu(m_tagMenu);
    m_tags->setAccessibleName(tr("Tags"));
    m_write->setText(tr("Note"));
    m_write->setAutoRaise(true);
    m_write->hide();
    connect(m_write, &QToolButton::clicked, this, &MarkEditor::focusNote);
    m_tagNames->setTextFormat(Qt::PlainText);
    makeQuiet(m_tagNames);
    m_saved->setTextFormat(Qt::PlainText);
    m_note->setPlaceholderText(tr("Note"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setTabChangesFocus(true);
    m_note->setUndoRedoEnabled(false); // the case has one undo for everything
    m_note->installEventFilter(this);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(4);
    line->addWidget(m_star);
    line->addWidget(m_tags);
    line->addWidget(m_write);
    line->addWidget(m_tagNames, 1);
    line->addWidget(m_saved);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 2, 8, 6);
    layout->setSpacing(4);
    layout->addLayout(line);
    layout->addWidget(m_note);

    connect(m_star, &QToolButton::clicked, this, [this](bool isStarred) {
        if (const auto of = entry())
            m_casebook.setStarred({*of}, isStarred);
    });
    connect(m_tagMenu, &QMenu::aboutToShow, this, [this] {
        fillTagMenu(m_tagMenu, m_casebook, [this]() -> std::vector<Casebook::EntryId> {
            const auto of = entry();
            return of ? std::vector{*of} : std::vector<Casebook::EntryId>();
        });
    });
    connect(m_note, &QPlainTextEdit::textChanged, this, &MarkEditor::takeNote);
    connect(m_note->document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged,
            this, &MarkEditor::fitNote);
    connect(&m_casebook, &Casebook::changed, this, &MarkEditor::refresh);
    connect(&m_casebook, &Casebook::stateChanged, this, &MarkEditor::refresh);
    connect(&m_casebook, &Casebook::savedChanged, this, &MarkEditor::refresh);
    refresh();
}

// At most one of them.
void MarkEditor::setAbout(std::optional<RowId> row, std::optional<Casebook::EntryId> entry,
                          const std::optional<casefile::Subject>& subject)
{
    if (row == m_row && entry == m_entry && subject == m_subject)
        return;
    m_casebook.endNote();
    m_row = row;
    m_entry = entry;
    m_subject = subject;
    refresh();
}

void MarkEditor::setEvent(std::optional<RowId> row)
{
    setAbout(row, std::nullopt, std::nullopt);
}

void MarkEditor::setEntry(std::optional<Casebook::EntryId> entry)
{
    setAbout(std::nullopt, entry, std::nullopt);
}

void MarkEditor::setSubject(const std::optional<casefile::Subject>& subject,
                            const std::string& title)
{
    m_title = title;
    setAbout(std::nullopt, std::nullopt, subject);
}

void MarkEditor::setCompact(bool compact)
{
    m_isCompact = compact;
    fitNote();
}

void MarkEditor::focusNote()
{
    m_note->show();
    m_note->setFocus(Qt::ShortcutFocusReason);
    m_note->moveCursor(QTextCursor::End);
}

void MarkEditor::showTags()
{
    if (isAbout())
        m_tags->showMenu();
}

std::optional<Casebook::EntryId> MarkEditor::entry()
{
    if (m_entry)
        return m_entry;
    if (m_subject && m_casebook.state() != Casebook::State::None)
        return m_casebook.entryOf(*m_subject, m_title);
    return m_row ? std::optional(m_casebook.entryOf(*m_row)) : std::nullopt;
}

casefile::Mark MarkEditor::mark() const
{
    if (m_entry)
        return m_casebook.entry(*m_entry).mark;
    if (m_subject) {
        const Casebook::Entry* known = m_casebook.find(*m_subject);
        return known ? known->mark : casefile::Mark();
    }
    const casefile::Mark* mark = m_row ? m_casebook.mark(*m_row) : nullptr;
    return mark ? *mark : casefile::Mark();
}

void MarkEditor::refresh()
{
    if (m_casebook.state() == Casebook::State::None) {
        m_row.reset(); // they were of another case
        m_entry.reset();
        m_subject.reset();
    }
    const casefile::Mark now = mark();
    setEnabled(isAbout());
    m_star->setChecked(now.isStarred);
    m_star->setIcon(starIcon(themeColors(palette()), now.isStarred));
    m_star->setToolTip(now.isStarred ? tr("Take the star away") : tr("Star"));
    m_star->setAccessibleName(m_star->toolTip());
    QStringList tags;
    for (const std::string& tag : now.tags)
        tags.append(visibleText(QString::fromStdString(tag)));
    m_tagNames->setText(tags.join(QStringLiteral(", ")));
    const QString note = QString::fromStdString(now.note);
    if (m_note->toPlainText() != note) {
        QTextCursor cursor = m_note->textCursor();
        const int at = cursor.position();
        m_refreshing = true;
        m_note->setPlainText(note);
        m_refreshing = false;
        cursor = m_note->textCursor(); // as near to where it was as there is text
        cursor.setPosition(static_cast<int>(std::min<qsizetype>(at, note.size())));
        m_note->setTextCursor(cursor);
    }
    const auto& error = m_casebook.error() ? m_casebook.error() : m_casebook.saveError();
    const bool isFull = now.note.size() + 4 > casefile::kMaxNoteBytes;
    m_saved->setText(
        error        ? tr("Not saved")
            : isFull ? tr("The note is full: it holds %1").arg(sizeText(casefile::kMaxNoteBytes))
                     : QString());
    m_saved->setToolTip(error ? toolTipText(caseErrorText(*error)) : QString());
    QPalette colors = palette();
    const ThemeColors& theme = themeColors(colors);
    colors.setColor(QPalette::WindowText, error ? theme.bad : theme.warning);
    m_saved->setPalette(colors);
    fitNote();
}

// As high as what is written, up to some lines.
void MarkEditor::fitNote()
{
    const bool isNeeded = !m_isCompact || m_note->hasFocus() || !m_note->document()->isEmpty();
    m_note->setVisible(isNeeded);
    m_write->setVisible(!isNeeded);
    // A plain text document is as high as it has lines, wrapped ones too.
    const int lines = static_cast<int>(m_note->document()->size().height());
    const int around = static_cast<int>(2 * m_note->document()->documentMargin()) + kFrame;
    m_note->setVerticalScrollBarPolicy(lines > kMostLines ? Qt::ScrollBarAsNeeded
                                                          : Qt::ScrollBarAlwaysOff);
    m_note->setFixedHeight(std::clamp(lines, 1, kMostLines) * m_note->fontMetrics().lineSpacing()
                           + around);
}

void MarkEditor::takeNote()
{
    if (m_refreshing)
        return;
    if (const auto of = entry(); of && !m_casebook.setNote(*of, m_note->toPlainText()))
        refresh(); // as much of it as fits
    fitNote();
}

bool MarkEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut) {
        m_casebook.endNote();
        // Once the focus has gone: the line may be hidden then.
        QMetaObject::invokeMethod(this, &MarkEditor::fitNote, Qt::QueuedConnection);
    }
    // Its own undo is off: the keys are the window's.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void MarkEditor::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_note)
        refresh();
}

} // namespace trailloupe::ui
