// graphglyphs: what kind of thing a resource type is, as a small drawing: told apart by shape, and
// by colour besides.
//
// Threads: any thread that may draw. Cost: a few lines each.
#pragma once

#include "ui/common/theme.h"

#include <QRectF>

#include <cstdint>
#include <string_view>

class QPainter;

namespace trailloupe::ui::graph {

enum class Glyph : std::uint8_t
{
    Compute,
    Network,
    Gateway,
    Guard, // what lets through or keeps out
    Identity,
    Key,
    Storage,
    Database,
    Function,
    Log,
    Other,
};

Glyph glyphOf(std::string_view resourceType); // "AWS::EC2::Instance"
const QColor& glyphColor(Glyph glyph, const ThemeColors& colors);
void paintGlyph(QPainter& painter, Glyph glyph, const QRectF& rect, const QColor& color);

} // namespace trailloupe::ui::graph
