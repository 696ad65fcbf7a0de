#include "ui/common/filteredit.h"

#include "ui/common/theme.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDropEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QValidator>

#include <algorithm>
#include <utility>

namespace trailloupe::ui {
namespace {

// Takes a text as a whole or not at all: half a paste would be another filter.
class WholeText : public QValidator
{
public:
    using QValidator::QValidator;

    State validate(QString& text, int& /*cursor*/) const override
    {
        return text.size() > FilterEdit::kMaxChars ? Invalid : Acceptable;
    }
};

} // namespace

FilterEdit::FilterEdit(QWidget* parent)
    : QLineEdit(parent)
{
    // One more than may be, so that longer text is known without being taken in first.
    setMaxLength(kMaxChars + 1);
    setValidator(new WholeText(this));
}

// QLineEdit would refuse it as well, but cuts it once for each of its characters first, and the
// window stands still for a third of a second.
bool FilterEdit::refuses(const QString& text)
{
    if (text.size() <= kMaxChars)
        return false;
    Q_EMIT inputRejected();
    return true;
}

void FilterEdit::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Paste) && refuses(QGuiApplication::clipboard()->text()))
        return event->accept();
    QLineEdit::keyPressEvent(event);
}

void FilterEdit::mouseReleaseEvent(QMouseEvent* event)
{
    const QClipboard* clipboard = QGuiApplication::clipboard();
    if (event->button() == Qt::MiddleButton && clipboard->supportsSelection()
        && refuses(clipboard->text(QClipboard::Selection)))
        return;
    QLineEdit::mouseReleaseEvent(event);
}

void FilterEdit::dropEvent(QDropEvent* event)
{
    if (refuses(event->mimeData()->text()))
        return;
    QLineEdit::dropEvent(event);
}

void FilterEdit::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu* menu = createStandardContextMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (auto* pasting = menu->findChild<QAction*>(QStringLiteral("edit-paste"))) {
        pasting->disconnect(this);
        connect(pasting, &QAction::triggered, this, [this] {
            if (!refuses(QGuiApplication::clipboard()->text()))
                paste();
        });
    }
    menu->popup(event->globalPos());
}

void FilterEdit::setMark(std::optional<CharSpan> mark)
{
    m_mark = mark;
    update();
}

void FilterEdit::setWarnings(std::vector<CharSpan> places)
{
    m_warnings = std::move(places);
    update();
}

void FilterEdit::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (!m_mark && m_warnings.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColors& colors = themeColors(palette());
    for (const CharSpan& place : m_warnings)
        drawWave(painter, place, colors.warning);
    if (m_mark)
        drawWave(painter, *m_mark, colors.bad);
}

void FilterEdit::drawWave(QPainter& painter, const CharSpan& place, const QColor& color) const
{
    // The line may have scrolled: places are told from that of the cursor.
    const QFontMetrics metrics(font());
    const auto width = [&](int chars) {
        return metrics.horizontalAdvance(text().left(chars));
    };
    const int cursor = cursorRect().center().x() - width(cursorPosition());
    const int from = cursor + width(place.start);
    const int to =
        std::max(from + metrics.averageCharWidth(), cursor + width(place.start + place.length));
    constexpr int kWave = 3;
    const int base = (height() + metrics.height()) / 2;
    QPainterPath wave(QPointF(std::max(from, kWave), base));
    for (int x = from, up = 0; x < std::min(to, this->width() - kWave); x += kWave, up ^= 1)
        wave.lineTo(x + kWave, base - (up ? 0 : kWave - 1));
    painter.setPen(QPen(color, 1.4));
    painter.drawPath(wave);
}

} // namespace trailloupe::ui
