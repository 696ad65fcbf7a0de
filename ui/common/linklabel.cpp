#include "ui/common/linklabel.h"

#include <QEvent>

namespace trailloupe::ui {

LinkLabel::LinkLabel(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::RichText);
    setWordWrap(true);
    setTextInteractionFlags(Qt::TextBrowserInteraction);
}

QString LinkLabel::link(const QString& to, const QString& words)
{
    return QStringLiteral("<a href=\"%1\">%2</a>").arg(to.toHtmlEscaped(), words.toHtmlEscaped());
}

// A link keeps the colour that it had when its text was read.
void LinkLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    const QString same = text();
    clear();
    setText(same);
}

} // namespace trailloupe::ui
