#include "ui/common/emptystate.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace trailloupe::ui {

namespace {

constexpr int kIconSize = 48;
constexpr int kTextWidth = 460;
constexpr QSize kButtonSize(150, 32); // at least

} // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_button(new QPushButton(this))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    m_title->setFont(large);
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(180, 6);
    m_text->setWordWrap(true);
    m_text->setMaximumWidth(kTextWidth); // narrower in a narrow panel
    for (QLabel* label : {m_icon, m_title, m_text}) {
        label->setAlignment(Qt::AlignCenter);
        label->setTextFormat(Qt::PlainText);
    }
    m_button->setMinimumSize(kButtonSize);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    auto* text = new QHBoxLayout;
    text->setContentsMargins(12, 0, 12, 0);
    text->addStretch(1);
    text->addWidget(m_text, 1000);
    text->addStretch(1);
    layout->addLayout(text);
    layout->addWidget(m_bar, 0, Qt::AlignHCenter);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &EmptyState::actionRequested);
}

void EmptyState::show(Mood mood, const QString& iconName, const QString& title, const QString& text,
                      const QString& action)
{
    m_mood = mood;
    m_iconName = iconName;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_bar->setVisible(mood == Mood::Busy);
    m_bar->setAccessibleName(title);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
    paintIcon();
}

void EmptyState::paintIcon()
{
    if (m_iconName.isEmpty())
        return;
    const ThemeColors& colors = themeColors(palette());
    const QColor color = m_mood == Mood::Problem ? colors.bad : colors.muted;
    m_icon->setPixmap(
        icon(m_iconName, color).pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF()));
}

QString EmptyState::title() const
{
    return m_title->text();
}

QString EmptyState::text() const
{
    return m_text->text();
}

void EmptyState::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        paintIcon();
    QWidget::changeEvent(event);
}

} // namespace trailloupe::ui
