#include "ui/graph/graphfacts.h"

#include "ui/common/theme.h"

#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace trailloupe::ui {

namespace {

constexpr int kMarginX = 12;
constexpr int kSpaceX = 10;
constexpr int kSpaceY = 3;
constexpr int kLeastValue = 60; // pixels
constexpr int kLeastLines = 3; // that are seen, however little room there is

} // namespace

GraphFacts::GraphFacts(QWidget* parent)
    : QScrollArea(parent)
    , m_inner(new QWidget(this))
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    setWidget(m_inner);
    m_inner->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
}

void GraphFacts::setFacts(const QList<std::pair<QString, QString>>& facts)
{
    for (const Row& row : m_rows) {
        delete row.name;
        delete row.value;
    }
    m_rows.clear();
    for (const auto& [name, value] : facts) {
        if (value.isEmpty())
            continue;
        auto* label = new QLabel(name, m_inner);
        label->setTextFormat(Qt::PlainText);
        makeQuiet(label);
        auto* text = new QLabel(value, m_inner);
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        text->setAccessibleName(name);
        label->show();
        text->show();
        m_rows.push_back({label, text});
    }
    verticalScrollBar()->setValue(0);
    arrange();
}

int GraphFacts::nameWidth() const
{
    int width = 0;
    for (const Row& row : m_rows)
        width = std::max(width, row.name->sizeHint().width());
    return width;
}

int GraphFacts::heightOf(const Row& row, int width) const
{
    const int room = std::max(kLeastValue, width - 2 * kMarginX - nameWidth() - kSpaceX);
    return std::max(row.value->heightForWidth(room), row.name->sizeHint().height());
}

int GraphFacts::heightFor(int width) const
{
    int height = 0;
    for (const Row& row : m_rows)
        height += heightOf(row, width) + (height > 0 ? kSpaceY : 0);
    return height;
}

// The height of a row follows from the width of its value. A form layout gives its rows heights by
// what they would like at another width, and takes the difference from the tall ones.
void GraphFacts::arrange()
{
    const int wanted = heightFor(width());
    const bool scrolls = height() < wanted;
    setVerticalScrollBarPolicy(scrolls ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    setFocusPolicy(scrolls ? Qt::StrongFocus : Qt::NoFocus);
    const int room = width() - (scrolls ? verticalScrollBar()->sizeHint().width() : 0);
    const int left = kMarginX + nameWidth() + kSpaceX;
    int top = 0;
    for (const Row& row : m_rows) {
        const int height = heightOf(row, room);
        row.name->setGeometry(kMarginX, top, nameWidth(), row.name->sizeHint().height());
        row.value->setGeometry(left, top, std::max(kLeastValue, room - kMarginX - left), height);
        top += height + kSpaceY;
    }
    m_inner->resize(room, std::max(0, top - kSpaceY));
    if (wanted == m_wanted)
        return;
    m_wanted = wanted;
    setMaximumHeight(wanted);
    updateGeometry();
}

QSize GraphFacts::sizeHint() const
{
    return {QScrollArea::sizeHint().width(), m_wanted};
}

QSize GraphFacts::minimumSizeHint() const
{
    const int lines = kLeastLines * (fontMetrics().height() + kSpaceY);
    return {2 * kMarginX + kSpaceX + kLeastValue, std::min(m_wanted, lines)};
}

void GraphFacts::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

// Letters of another size, or another style.
bool GraphFacts::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_inner && event->type() == QEvent::LayoutRequest)
        arrange();
    return QScrollArea::eventFilter(watched, event);
}

} // namespace trailloupe::ui
