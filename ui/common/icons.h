// icons: the icons of resources/icons, drawn in the text colour of the moment, so that they follow
// the theme and are sharp at any scale.
//
// Threads: GUI thread only.
#pragma once

#include <QIcon>
#include <QString>

namespace trailloupe::ui {

// `name` is a file of resources/icons without ".svg".
QIcon icon(const QString& name);
// Always in this colour, for marks that mean something.
QIcon icon(const QString& name, const QColor& color);
// The program's own, in its own colours.
QIcon applicationIcon();

} // namespace trailloupe::ui
