// Tile: one number of the overview, large, with what it counts above and what to know about it
// below.
//
// Threads: GUI thread only.
#pragma once

#include <QAbstractButton>

namespace trailloupe::ui {

class Tile : public QAbstractButton
{
    Q_OBJECT
public:
    enum class Tone
    {
        Calm,
        Warning,
        Bad,
    };

    explicit Tile(const QString& title, QWidget* parent = nullptr);

    void setNumbers(const QString& value, const QString& note, Tone tone = Tone::Calm);
    // Clicking it leads somewhere; else it only shows.
    void setLeads(bool leads);

    QString value() const { return m_value; }
    QString note() const { return m_note; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QFont valueFont() const;

    QString m_value;
    QString m_note;
    Tone m_tone = Tone::Calm;
    bool m_leads = false;
};

} // namespace trailloupe::ui
