// KeysOverlay: the keys, over the whole window, until any key or click. What does not fit scrolls,
// by the arrow keys too. Afterwards the focus is where it was.
//
// Threads: GUI thread only.
#pragma once

#include <QList>
#include <QPointer>
#include <QWidget>

class QFrame;
class QScrollArea;

namespace trailloupe::ui {

class KeysOverlay : public QWidget
{
    Q_OBJECT
public:
    struct KeyLine
    {
        QString keys;
        QString does;
    };

    explicit KeysOverlay(QWidget* window);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeGroup(const QString& name, const QList<KeyLine>& lines, const QColor& accent);
    void arrange();

    QFrame* m_card;
    QScrollArea* m_scroll;
    QList<QWidget*> m_groups;
    int m_columns = 0;
    QPointer<QWidget> m_focus; // before
};

} // namespace trailloupe::ui
