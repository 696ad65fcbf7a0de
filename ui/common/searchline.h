// SearchLine: a line to search with: Enter goes to the next match, Shift+Enter to the one before.
//
// Threads: GUI thread only.
#pragma once

#include <QLineEdit>

namespace trailloupe::ui {

class SearchLine : public QLineEdit
{
    Q_OBJECT
public:
    explicit SearchLine(const QString& prompt, QWidget* parent = nullptr);

Q_SIGNALS:
    void nextRequested();
    void previousRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace trailloupe::ui
