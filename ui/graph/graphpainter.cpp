#include "ui/graph/graphpainter.h"

#include "ui/common/foldmark.h"
#include "ui/graph/graphglyphs.h"
#include "ui/words/numbertext.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui::graph {

using config::NodeState;
using config::SceneBox;
using config::SceneEnd;
using config::SceneNode;

namespace {

constexpr double kRadius = 5; // points, of cards and boxes
constexpr double kGlyph = 15;
constexpr double kGlyphLeft = 5;
constexpr double kTextLeft = 24;
constexpr double kTextRight = 4;
constexpr double kTitleTop = 4;
constexpr double kTitleSize = 12; // points of the layout, of letters
constexpr double kLeastTitle = 10 / kTitleSize; // of the size, of long titles
constexpr double kSmallSize = 10.5;
constexpr double kLeastLetters = 5.5; // pixels that letters are worth drawing from
constexpr double kLeastCard = 0.22; // scale below which a card is a plain block
constexpr double kMark = 8; // half of a sign, pixels
constexpr double kBeyond = 14; // pixels that rings, marks and shadows reach beyond a node

QColor mixed(const QColor& color, const QColor& ground, double share)
{
    const auto mix = [share](int a, int b) {
        return static_cast<int>(std::lround(a * (1 - share) + b * share));
    };
    return {mix(color.red(), ground.red()), mix(color.green(), ground.green()),
            mix(color.blue(), ground.blue())};
}

bool isDashed(const SceneNode& node)
{
    return node.state == NodeState::Unknown || node.state == NodeState::NotYet;
}

template<typename T>
const T* at(const std::vector<T>& all, std::size_t i)
{
    return i < all.size() ? &all[i] : nullptr;
}

QFont sized(QFont font, double pixels)
{
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(pixels))));
    return font;
}

// The change that matters most of those that a group or a line stands for.
void takeStronger(std::optional<ChangeKind>& known, ChangeKind kind)
{
    constexpr std::array kOrder{ChangeKind::Died,   ChangeKind::Born,     ChangeKind::Changed,
                                ChangeKind::Reborn, ChangeKind::Appeared, ChangeKind::Passed};
    const auto rank = [&](ChangeKind k) {
        return std::ranges::find(kOrder, k) - kOrder.begin();
    };
    if (!known || rank(kind) < rank(*known))
        known = kind;
}

void addChanges(Overlay& overlay, const workspace::GraphPicture& picture,
                const config::GraphDiff& changes)
{
    overlay.nodes.resize(picture.scene.nodes.size());
    overlay.boxes.resize(picture.scene.boxes.size());
    overlay.lines.resize(picture.scene.edges.size());
    for (const config::EstateChange& change : changes.nodes) {
        if (const auto end = picture.endOf(picture.graph->nodeOf(change.resource)))
            takeStronger((end->isBox ? overlay.boxes : overlay.nodes)[end->index],
                         changeKindOf(change));
    }
    for (std::size_t i = 0; i < picture.scene.edges.size(); ++i) {
        for (const config::EdgeNo edge : picture.scene.edges[i].edges) {
            const auto it =
                std::ranges::lower_bound(changes.edges, edge, {}, &config::EdgeChange::edge);
            if (it != changes.edges.end() && it->edge == edge)
                takeStronger(overlay.lines[i], changeKindOf(*it));
        }
    }
}

void addTrail(Overlay& overlay, const workspace::GraphPicture& picture,
              const workspace::GraphTrail& trail)
{
    overlay.hasTrail = true;
    overlay.nodesInTrail.resize(picture.scene.nodes.size());
    overlay.boxesInTrail.resize(picture.scene.boxes.size());
    overlay.linesInTrail.resize(picture.scene.edges.size());
    for (const config::NodeNo no : trail.nodes) {
        if (const auto end = picture.endOf(no))
            (end->isBox ? overlay.boxesInTrail : overlay.nodesInTrail)[end->index] = true;
    }
    for (const config::EdgeNo no : trail.edges) {
        if (const auto line = picture.lineOf(no))
            overlay.linesInTrail[*line] = true;
    }
}

} // namespace

Overlay Overlay::of(const workspace::GraphPicture& picture, const config::GraphDiff* changes,
                    const workspace::GraphTrail* trail)
{
    Overlay overlay;
    if (changes)
        addChanges(overlay, picture, *changes);
    if (trail)
        addTrail(overlay, picture, *trail);
    return overlay;
}

const QColor& changeColor(ChangeKind kind, const ThemeColors& colors)
{
    switch (kind) {
    case ChangeKind::Born:
    case ChangeKind::Appeared:
        return colors.good;
    case ChangeKind::Died:
        return colors.bad;
    case ChangeKind::Changed:
    case ChangeKind::Reborn:
        return colors.warning;
    case ChangeKind::Passed:
        break;
    }
    return colors.muted;
}

double titleRoom(double width, double scale)
{
    return width - (kTextLeft + kTextRight) * scale;
}

FittedTitle fitTitle(const QString& title, QFont font, double room)
{
    const int least = static_cast<int>(std::lround(font.pixelSize() * kLeastTitle));
    while (font.pixelSize() > least && QFontMetricsF(font).horizontalAdvance(title) > room)
        font.setPixelSize(font.pixelSize() - 1);
    return {QFontMetricsF(font).elidedText(title, Qt::ElideMiddle, room), font};
}

void Painter::forget()
{
    m_texts.clear();
}

void Painter::begin(const Scene& scene)
{
    const std::size_t nodes = scene.picture->scene.nodes.size();
    if (m_textScale == scene.camera.scale && m_texts.size() == nodes
        && m_titleFont.family() == scene.font.family())
        return;
    m_textScale = scene.camera.scale;
    m_texts.assign(nodes, {});
    m_titleFont = sized(scene.font, kTitleSize * m_textScale);
    m_rootFont = m_titleFont;
    m_rootFont.setWeight(QFont::DemiBold);
    m_smallFont = sized(scene.font, kSmallSize * m_textScale);
}

void Painter::paint(QPainter& painter, const Scene& scene, const QRectF& exposed,
                    const ThemeColors& colors)
{
    painter.fillRect(exposed, colors.base);
    if (!scene.picture || !scene.geometry)
        return;
    m_scene = &scene;
    m_colors = &colors;
    m_exposed = scene.camera.toScene(exposed.adjusted(-kBeyond, -kBeyond, kBeyond, kBeyond));
    begin(scene);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBoxes(painter);
    paintLines(painter);
    paintNodes(painter);
    paintLabels(painter);
    m_scene = nullptr;
    m_colors = nullptr;
}

QColor Painter::faded(const QColor& color, bool isFaded) const
{
    return isFaded ? mixed(color, m_colors->base, 0.7) : color;
}

bool Painter::isDimmed(std::size_t node) const
{
    const Overlay& overlay = *m_scene->overlay;
    return overlay.hasTrail && node < overlay.nodesInTrail.size() && !overlay.nodesInTrail[node];
}

void Painter::paintBoxes(QPainter& painter) const
{
    for (std::size_t i = 0; i < m_scene->geometry->boxes().size(); ++i) {
        if (m_scene->geometry->boxes()[i].rect.intersects(m_exposed))
            paintBox(painter, i);
    }
}

void Painter::paintBox(QPainter& painter, std::size_t i) const
{
    const SceneBox& box = m_scene->picture->scene.boxes[i];
    const BoxShape& shape = m_scene->geometry->boxes()[i];
    const Overlay& overlay = *m_scene->overlay;
    const bool isFaded = overlay.hasTrail && !overlay.boxesInTrail[i];
    int level = 0;
    for (std::uint32_t outer = box.box; outer != config::kNoBox;
         outer = m_scene->picture->scene.boxes[outer].box)
        ++level;
    const QRectF rect = m_scene->camera.toView(shape.rect);
    const bool isOdd = box.state == NodeState::Unknown || box.state == NodeState::NotYet;
    QPen pen(faded(m_colors->handle, isFaded), 1, isOdd ? Qt::DashLine : Qt::SolidLine);
    painter.setPen(pen);
    painter.setBrush(level % 2 == 0 ? m_colors->alternate : m_colors->base);
    painter.drawRoundedRect(rect, pixels(kRadius), pixels(kRadius));
    const QRectF title = m_scene->camera.toView(shape.title);
    if (m_scene->hovered.index == i
        && (m_scene->hovered.kind == Hit::Kind::Box
            || m_scene->hovered.kind == Hit::Kind::BoxFold)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_colors->control);
        painter.drawRoundedRect(title.adjusted(1, 1, -1, 0), pixels(kRadius), pixels(kRadius));
    }
    if (m_scene->selected == SceneEnd{true, static_cast<std::uint32_t>(i)})
        paintRing(painter, rect);
    if (const auto* change = at(overlay.boxes, i); change && *change)
        paintMark(painter, rect.topLeft(), **change);
    if (m_smallFont.pixelSize() < kLeastLetters)
        return;
    paintFoldMark(painter, m_scene->camera.toView(shape.fold).center(), true,
                  faded(m_colors->muted, isFaded));
    const QString count = ui::countText(box.members);
    const QFontMetricsF metrics(m_smallFont);
    const double right = shape.badge.isEmpty()
        ? title.right() - pixels(6)
        : m_scene->camera.toView(shape.badge).left() - pixels(4);
    const double countLeft = right - metrics.horizontalAdvance(count);
    QFont font = m_smallFont;
    font.setStrikeOut(box.state == NodeState::Deleted);
    QString words = boxTitle(box.groupedBy, box.title);
    if (const QString state = box.node.isValid() ? stateWord(box.state) : QString();
        !state.isEmpty())
        words += QStringLiteral(" · ") + state;
    const double left = title.left() + pixels(20);
    painter.setFont(font);
    painter.setPen(faded(m_colors->text, isFaded));
    painter.drawText(QRectF(left, title.top(), countLeft - pixels(4) - left, title.height()),
                     Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(words, Qt::ElideMiddle, countLeft - pixels(4) - left));
    painter.setFont(m_smallFont);
    painter.setPen(faded(m_colors->muted, isFaded));
    painter.drawText(QRectF(countLeft, title.top(), right - countLeft + 1, title.height()),
                     Qt::AlignVCenter | Qt::TextSingleLine, count);
    if (!shape.badge.isEmpty())
        paintBadge(painter, m_scene->camera.toView(shape.badge), box.hidden,
                   m_scene->hovered == Hit{Hit::Kind::BoxBadge, static_cast<std::uint32_t>(i)},
                   isFaded);
}

void Painter::paintNodes(QPainter& painter)
{
    const double beyond = kBeyond / m_scene->camera.scale;
    const QRectF near = m_exposed.adjusted(-beyond, -beyond, beyond, beyond);
    for (std::size_t i = 0; i < m_scene->geometry->nodes().size(); ++i) {
        if (m_scene->geometry->nodes()[i].rect.intersects(near))
            paintNode(painter, i);
    }
}

void Painter::paintNode(QPainter& painter, std::size_t i)
{
    const QRectF rect = m_scene->camera.toView(m_scene->geometry->nodes()[i].rect);
    const SceneNode& node = m_scene->picture->scene.nodes[i];
    paintCard(painter, i, rect);
    if (m_scene->camera.scale >= kLeastCard) {
        const QColor color = faded(glyphColor(glyphOf(node.type), *m_colors), isDimmed(i));
        const QRectF glyph(rect.left() + pixels(kGlyphLeft), rect.center().y() - pixels(kGlyph / 2),
                           pixels(kGlyph), pixels(kGlyph));
        if (node.kind == SceneNode::Kind::Group)
            paintFoldMark(painter,
                          m_scene->camera.toView(m_scene->geometry->nodes()[i].fold).center(),
                          false, faded(m_colors->text, isDimmed(i)));
        else
            paintGlyph(painter, glyphOf(node.type), glyph, color);
    }
    if (m_titleFont.pixelSize() >= kLeastLetters)
        paintNodeTexts(painter, i, rect);
    if (const auto* change = at(m_scene->overlay->nodes, i); change && *change)
        paintMark(painter, rect.topLeft(), **change);
    if (m_scene->selected == SceneEnd{false, static_cast<std::uint32_t>(i)})
        paintRing(painter, rect);
}

void Painter::paintCard(QPainter& painter, std::size_t i, const QRectF& rect) const
{
    const SceneNode& node = m_scene->picture->scene.nodes[i];
    const Overlay& overlay = *m_scene->overlay;
    const bool isFaded = isDimmed(i);
    const QColor kind = glyphColor(glyphOf(node.type), *m_colors);
    if (m_scene->camera.scale < kLeastCard) {
        painter.fillRect(rect,
                         faded(mixed(kind, m_colors->base, isDashed(node) ? 0.6 : 0.2), isFaded));
        return;
    }
    const bool isHovered = m_scene->hovered.index == i
        && (m_scene->hovered.kind == Hit::Kind::Node
            || m_scene->hovered.kind == Hit::Kind::NodeBadge
            || m_scene->hovered.kind == Hit::Kind::NodeFold);
    QColor frame = mixed(kind, m_colors->base, 0.25);
    double width = 1.2;
    if (const auto* change = at(overlay.nodes, i); change && *change) {
        frame = changeColor(**change, *m_colors);
        width = 2;
    } else if (overlay.hasTrail && !isFaded) {
        frame = m_colors->accent;
        width = 2.4;
    }
    const QColor ground = isHovered ? m_colors->control : m_colors->raised;
    QPen pen(faded(frame, isFaded), width);
    if (isDashed(node)) {
        pen.setStyle(Qt::CustomDashLine);
        pen.setDashPattern({4 / width, 3 / width});
    }
    painter.setPen(pen);
    painter.setBrush(ground);
    if (node.kind == SceneNode::Kind::Group) { // several cards
        painter.drawRoundedRect(rect.translated(pixels(4), pixels(4)), pixels(kRadius),
                                pixels(kRadius));
        painter.drawRoundedRect(rect.translated(pixels(2), pixels(2)), pixels(kRadius),
                                pixels(kRadius));
    }
    painter.drawRoundedRect(rect, pixels(kRadius), pixels(kRadius));
}

const Painter::Texts& Painter::textsOf(std::size_t i, double width)
{
    Texts& texts = m_texts[i];
    if (texts.isLaidOut)
        return texts;
    texts.isLaidOut = true;
    const SceneNode& node = m_scene->picture->scene.nodes[i];
    const bool isGroup = node.kind == SceneNode::Kind::Group;
    QString title = isGroup ? boxTitle(node.groupedBy, node.title) : shown(node.title);
    QString below = shown(node.type);
    if (isGroup)
        below = QCoreApplication::translate("GraphPainter", "%n resource(s)", nullptr,
                                            static_cast<int>(node.members));
    if (const QString state = isGroup && !node.node.isValid() ? QString() : stateWord(node.state);
        !state.isEmpty())
        below = below.isEmpty() ? state : state + QStringLiteral(" · ") + below;
    texts.isStruck = node.state == NodeState::Deleted;
    const double room = titleRoom(width, m_scene->camera.scale);
    const double roomBelow = node.hidden > 0 ? room - pixels(36) : room;
    const auto& roots = m_scene->picture->question.roots;
    const bool isRoot = std::ranges::find(roots, node.node) != roots.end();
    const FittedTitle fitted = fitTitle(title, isRoot ? m_rootFont : m_titleFont, room);
    texts.titleFont = fitted.font;
    const QFontMetricsF titles(fitted.font);
    texts.titleWidth = titles.horizontalAdvance(fitted.words);
    texts.titleTop = pixels(kTitleTop) + QFontMetricsF(m_titleFont).ascent() - titles.ascent();
    const auto lay = [](QStaticText& text, const QString& words, const QFont& font) {
        text = QStaticText(words);
        text.setTextFormat(Qt::PlainText);
        text.setPerformanceHint(QStaticText::AggressiveCaching);
        text.prepare({}, font);
    };
    lay(texts.title, fitted.words, texts.titleFont);
    lay(texts.below, QFontMetricsF(m_smallFont).elidedText(below, Qt::ElideRight, roomBelow),
        m_smallFont);
    return texts;
}

void Painter::paintNodeTexts(QPainter& painter, std::size_t i, const QRectF& rect)
{
    const SceneNode& node = m_scene->picture->scene.nodes[i];
    const NodeShape& shape = m_scene->geometry->nodes()[i];
    const Texts& texts = textsOf(i, rect.width());
    const bool isFaded = isDimmed(i);
    const QPointF at(rect.left() + pixels(kTextLeft), rect.top() + texts.titleTop);
    const bool isQuiet = texts.isStruck || isDashed(node);
    painter.setFont(texts.titleFont);
    painter.setPen(faded(isQuiet ? m_colors->muted : m_colors->text, isFaded));
    painter.drawStaticText(at, texts.title);
    if (texts.isStruck) {
        const double y = at.y() + QFontMetricsF(texts.titleFont).height() * 0.55;
        painter.drawLine(QPointF(at.x(), y), QPointF(at.x() + texts.titleWidth, y));
    }
    if (m_smallFont.pixelSize() < kLeastLetters)
        return;
    painter.setFont(m_smallFont);
    painter.setPen(faded(m_colors->muted, isFaded));
    painter.drawStaticText(QPointF(at.x(), rect.top() + pixels(21)), texts.below);
    if (!shape.badge.isEmpty())
        paintBadge(painter, m_scene->camera.toView(shape.badge), node.hidden,
                   m_scene->hovered == Hit{Hit::Kind::NodeBadge, static_cast<std::uint32_t>(i)},
                   isFaded);
}

void Painter::paintBadge(QPainter& painter, const QRectF& rect, std::uint32_t hidden,
                         bool isHovered, bool isFaded) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(faded(isHovered ? m_colors->accent : m_colors->selection, isFaded));
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2);
    painter.setPen(faded(isHovered ? m_colors->onAccent : m_colors->onSelection, isFaded));
    painter.setFont(m_smallFont);
    const QString words = hidden < 1000 ? QStringLiteral("+%1").arg(hidden)
                                        : QStringLiteral("+%1k").arg(hidden / 1000);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, words);
}

void Painter::paintMark(QPainter& painter, const QPointF& center, ChangeKind kind) const
{
    painter.setPen(QPen(m_colors->base, 1.5));
    painter.setBrush(changeColor(kind, *m_colors));
    painter.drawEllipse(center, kMark, kMark);
    QFont font = sized(m_scene->font, 13);
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(m_colors->base);
    painter.drawText(QRectF(center.x() - kMark, center.y() - kMark, 2 * kMark, 2 * kMark),
                     Qt::AlignCenter | Qt::TextSingleLine, changeMark(kind));
}

void Painter::paintRing(QPainter& painter, const QRectF& rect) const
{
    painter.setPen(QPen(m_colors->accent, m_scene->hasFocus ? 3 : 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), pixels(kRadius) + 3, pixels(kRadius) + 3);
}

} // namespace trailloupe::ui::graph
