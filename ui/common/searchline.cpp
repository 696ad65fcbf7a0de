#include "ui/common/searchline.h"

#include "ui/common/icons.h"

#include <QKeyEvent>

namespace trailloupe::ui {

SearchLine::SearchLine(const QString& prompt, QWidget* parent)
    : QLineEdit(parent)
{
    setPlaceholderText(prompt);
    setAccessibleName(prompt);
    setClearButtonEnabled(true);
    addAction(icon(QStringLiteral("search")), LeadingPosition);
}

void SearchLine::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    if (event->modifiers().testFlag(Qt::ShiftModifier))
        Q_EMIT previousRequested();
    else
        Q_EMIT nextRequested();
}

} // namespace trailloupe::ui
