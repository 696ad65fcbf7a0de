// KeysOverlay: the keys, over the whole window, until any key or click.
//
// Threads: GUI thread only.
#pragma once

#include <QWidget>

namespace trailloupe::ui {

class KeysOverlay : public QWidget
{
    Q_OBJECT
public:
    explicit KeysOverlay(QWidget* window);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* m_card;
};

} // namespace trailloupe::ui
