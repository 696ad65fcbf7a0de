// EmptyState: what a page shows when it has nothing to show: why, and what to do about it.
//
// Threads: GUI thread only.
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace trailloupe::ui {

class EmptyState : public QWidget
{
    Q_OBJECT
public:
    enum class Mood
    {
        Calm, // nothing here, and that is fine
        Busy, // it is coming; shows a moving bar
        Problem,
    };

    explicit EmptyState(QWidget* parent = nullptr);

    // Texts are plain; `action` empty means no button.
    void show(Mood mood, const QString& iconName, const QString& title, const QString& text,
              const QString& action = {});
    using QWidget::show;

    QString title() const;
    QString text() const;
    QPushButton* button() const { return m_button; }

Q_SIGNALS:
    void actionRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void paintIcon();

    Mood m_mood = Mood::Calm;
    QString m_iconName;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_text;
    QProgressBar* m_bar;
    QPushButton* m_button;
};

} // namespace trailloupe::ui
