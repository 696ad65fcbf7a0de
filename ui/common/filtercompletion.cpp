#include "ui/common/filtercompletion.h"

#include "ui/common/barwords.h"
#include "ui/common/columntitles.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

using Kind = query::CompletionPlace::Kind;

namespace {

constexpr int kMostRows = 10;
constexpr int kWidth = 460;

} // namespace

FilterCompletion::FilterCompletion(QLineEdit* edit, workspace::Completing& completing,
                                   QWidget* window)
    : QFrame(window)
    , m_edit(edit)
    , m_completing(completing)
    , m_model(new QStandardItemModel(this))
    , m_list(new QTreeView(this))
    , m_foot(new QLabel(this))
{
    setObjectName(QStringLiteral("completion"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Suggestions"));
    m_list->setModel(m_model);
    m_list->setHeaderHidden(true);
    m_list->setStyleSheet(QStringLiteral("QTreeView::item { padding: 3px 6px; }"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setAccessibleName(tr("Suggestions"));
    m_foot->setTextFormat(Qt::PlainText);
    m_foot->setContentsMargins(8, 2, 8, 4);
    makeQuiet(m_foot);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addWidget(m_foot);
    hide();

    m_edit->installEventFilter(this);
    // What was put there by a click elsewhere needs no suggestions.
    connect(m_edit, &QLineEdit::textEdited, this, &FilterCompletion::ask);
    // Where they are, the bar now says why.
    connect(m_edit, &QLineEdit::inputRejected, this, &FilterCompletion::close);
    connect(&m_completing, &workspace::Completing::offerChanged, this,
            &FilterCompletion::showOffer);
    connect(m_list, &QAbstractItemView::clicked, this,
            [this](const QModelIndex& index) { take(index.row()); });
}

void FilterCompletion::ask()
{
    if (m_taking)
        return;
    const QString text = m_edit->text();
    m_completing.ask(text.toStdString(),
                     static_cast<std::size_t>(text.left(m_edit->cursorPosition()).toUtf8().size()));
}

void FilterCompletion::close()
{
    hide();
    m_completing.stop();
}

void FilterCompletion::showOffer()
{
    const auto& offer = m_completing.offer();
    if (offer.suggestions.empty() || !m_edit->hasFocus()) {
        hide();
        return;
    }
    m_model->clear();
    for (const query::Suggestion& one : offer.suggestions) {
        auto* text = new QStandardItem(visibleText(QString::fromStdString(one.shown)));
        auto* title = new QStandardItem;
        if (offer.place.kind == Kind::Field) {
            if (const auto field = query::parseColumn(one.shown)) {
                const QString words = columnTitle(*field);
                if (words != text->text())
                    title->setText(words);
            }
        }
        auto* events = new QStandardItem(one.events ? countText(*one.events) : QString());
        events->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        for (QStandardItem* quiet : {title, events})
            quiet->setForeground(themeColors(palette()).muted);
        m_model->appendRow({text, title, events});
    }
    QHeaderView* header = m_list->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(0, QHeaderView::Stretch);
    header->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    const quint64 listed = offer.suggestions.size();
    const QString keys = tr("Tab takes the first, ↓ chooses, Esc closes");
    m_foot->setText(offer.matching > listed
                        ? tr("%1 of %2").arg(countText(listed), countText(offer.matching))
                            + QStringLiteral("  ·  ") + keys
                        : keys);
    place();
    show();
    raise();
}

// Under the text that a suggestion takes the place of.
void FilterCompletion::place()
{
    const int rows = std::min(kMostRows, m_model->rowCount());
    m_list->setFixedHeight(rows * std::max(1, m_list->sizeHintForRow(0)) + 2);
    const CharSpan span = charSpan(m_edit->text(), m_completing.offer().place.replace);
    const QFontMetrics metrics(m_edit->font());
    const int cursor = m_edit->cursorPosition();
    const QString between =
        m_edit->text().mid(std::min(span.start, cursor), std::abs(cursor - span.start));
    // The line may have scrolled: places are told from that of the cursor.
    const int x = m_edit->inputMethodQuery(Qt::ImCursorRectangle).toRect().left()
        - metrics.horizontalAdvance(between);
    const int width = std::min(kWidth, parentWidget()->width());
    resize(width, sizeHint().height());
    const QPoint at = m_edit->mapTo(parentWidget(), QPoint(x, m_edit->height() + 2));
    move(std::clamp(at.x(), 0, std::max(0, parentWidget()->width() - width)), at.y());
}

void FilterCompletion::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    Q_EMIT visibleChanged(true);
}

void FilterCompletion::hideEvent(QHideEvent* event)
{
    QFrame::hideEvent(event);
    Q_EMIT visibleChanged(false);
}

bool FilterCompletion::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_edit)
        return QFrame::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::FocusOut:
        close();
        break;
    case QEvent::KeyPress: {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (handleKey(key->key(), key->modifiers()))
            return true;
        break;
    }
    default:
        break;
    }
    return false;
}

bool FilterCompletion::handleKey(int key, Qt::KeyboardModifiers modifiers)
{
    if (key == Qt::Key_Space && modifiers == Qt::ControlModifier) {
        ask();
        return true;
    }
    if (!isVisible()) {
        if (key != Qt::Key_Down || modifiers != Qt::NoModifier)
            return false;
        ask();
        return true;
    }
    const int row = m_list->currentIndex().row();
    switch (key) {
    case Qt::Key_Down:
        choose(1);
        return true;
    case Qt::Key_Up:
        choose(-1);
        return true;
    case Qt::Key_PageDown:
        choose(kMostRows);
        return true;
    case Qt::Key_PageUp:
        choose(-kMostRows);
        return true;
    case Qt::Key_Tab:
        take(std::max(0, row));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (row < 0) {
            close();
            return false;
        }
        take(row);
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

void FilterCompletion::choose(int by)
{
    const int row = m_list->currentIndex().row();
    const int last = m_model->rowCount() - 1;
    // From nothing, down is the first and up the last.
    const int next = row < 0 ? (by > 0 ? 0 : last) : std::clamp(row + by, 0, last);
    m_list->setCurrentIndex(m_model->index(next, 0));
}

void FilterCompletion::take(int row)
{
    const auto& offer = m_completing.offer();
    if (row < 0 || static_cast<std::size_t>(row) >= offer.suggestions.size())
        return;
    const CharSpan span = charSpan(m_edit->text(), offer.place.replace);
    const QString text =
        QString::fromStdString(offer.suggestions[static_cast<std::size_t>(row)].text);
    const bool goesOn = offer.place.kind != Kind::Value;
    hide();
    m_taking = true;
    // As typing does it, so that Ctrl+Z takes it back.
    m_edit->setSelection(span.start, span.length);
    m_edit->insert(text);
    m_taking = false;
    if (goesOn)
        ask(); // behind a field its values are next
    else
        m_completing.stop();
}

} // namespace trailloupe::ui
