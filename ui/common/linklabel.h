// LinkLabel: words with links in them, for the mouse and the keyboard, in the colours of the
// moment.
//
// Rich text: what comes from evidence has to be escaped.
// Threads: GUI thread only.
#pragma once

#include <QLabel>

namespace trailloupe::ui {

class LinkLabel : public QLabel
{
    Q_OBJECT
public:
    explicit LinkLabel(QWidget* parent = nullptr);

    // A link with these words, which are plain text.
    static QString link(const QString& to, const QString& words);

protected:
    void changeEvent(QEvent* event) override;
};

} // namespace trailloupe::ui
