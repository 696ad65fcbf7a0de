#include "ui/graph/graphnotes.h"

#include "ui/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trailloupe::ui {

GraphNotes::GraphNotes(QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    hide();
}

void GraphNotes::setNotes(std::vector<GraphNote> notes)
{
    const bool isSame =
        std::ranges::equal(notes, m_notes, [](const GraphNote& a, const GraphNote& b) {
            return a.words == b.words && a.action == b.action && a.isProblem == b.isProblem;
        });
    m_notes = std::move(notes);
    if (!isSame)
        build();
}

void GraphNotes::build()
{
    // Its button may be what asked for this.
    if (m_lines)
        m_lines->deleteLater();
    m_lines = new QWidget(this);
    auto* lines = new QVBoxLayout(m_lines);
    lines->setContentsMargins(12, 3, 12, 3);
    lines->setSpacing(2);
    for (std::size_t i = 0; i < m_notes.size(); ++i) {
        auto* row = new QHBoxLayout;
        auto* label = new QLabel(m_notes[i].words, m_lines);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        if (m_notes[i].isProblem) {
            QPalette colors = label->palette();
            colors.setColor(QPalette::WindowText, themeColors(palette()).bad);
            label->setPalette(colors);
        }
        row->addWidget(label, 1);
        if (!m_notes[i].action.isEmpty()) {
            auto* button = new QToolButton(m_lines);
            button->setObjectName(QStringLiteral("mend"));
            button->setText(m_notes[i].action);
            connect(button, &QToolButton::clicked, this, [this, i] { act(static_cast<int>(i)); });
            row->addWidget(button, 0, Qt::AlignTop);
        }
        lines->addLayout(row);
    }
    layout()->addWidget(m_lines);
    m_lines->show();
    setVisible(!m_notes.empty());
}

QStringList GraphNotes::words() const
{
    QStringList words;
    for (const GraphNote& note : m_notes)
        words << note.words;
    return words;
}

void GraphNotes::act(int note)
{
    const auto i = static_cast<std::size_t>(note);
    if (i >= m_notes.size() || !m_notes[i].act)
        return;
    const auto act = m_notes[i].act; // the notes may be others before it is done
    act();
}

void GraphNotes::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_lines)
        build();
}

} // namespace trailloupe::ui
