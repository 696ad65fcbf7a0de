#include "ui/timeline/timelinelegend.h"

#include "ui/common/eventmark.h"
#include "ui/common/findingmark.h"
#include "ui/timeline/momentline.h"
#include "ui/timeline/timelinecolumns.h"
#include "ui/timeline/timelinemarkpainter.h"
#include "ui/words/findingwords.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <set>

namespace trailloupe::ui::timeline {

using query::EventClass;

namespace {

struct TimelineLegend
{
    Q_DECLARE_TR_FUNCTIONS(TimelineLegend)
};

constexpr int kBeside = 5; // between sign and words
constexpr int kBetween = 18; // items
constexpr std::int64_t kNs = 1'000'000'000;

void drawBrackets(QPainter& painter, const QRectF& rect, const ThemeColors& colors)
{
    painter.setPen(QPen(colors.muted, 1));
    for (const bool atEnd : {false, true}) {
        const double x = (atEnd ? rect.right() : rect.left()) - (atEnd ? 0.5 : -0.5);
        const double inner = atEnd ? x - 2 : x + 2;
        const QPointF corners[] = {{inner, rect.top() + 0.5},
                                   {x, rect.top() + 0.5},
                                   {x, rect.bottom() - 0.5},
                                   {inner, rect.bottom() - 0.5}};
        painter.drawPolyline(corners, 4);
    }
}

void drawText(QPainter& painter, const QRectF& rect, const QColor& color, const QString& text)
{
    painter.setPen(color);
    painter.drawText(rect.adjusted(-4, -4, 4, 4), Qt::AlignCenter, text);
}

void drawFlag(QPainter& painter, const QRectF& rect, const ThemeColors& colors)
{
    painter.fillRect(QRectF(rect.center().x() - 1, rect.top(), 2, rect.height()), colors.warning);
    painter.fillRect(QRectF(rect.center().x(), rect.top(), 5, 5), colors.warning);
}

// Between its two edges.
void drawBand(QPainter& painter, const QRectF& rect, const QColor& color, const QColor& base)
{
    painter.fillRect(rect, blend(color, base, 0.2));
    painter.fillRect(QRectF(rect.left(), rect.top(), 1, rect.height()), color);
    painter.fillRect(QRectF(rect.right() - 1, rect.top(), 1, rect.height()), color);
}

} // namespace

Legend::Legend(const Geometry& geometry, const Scene& scene, const configstrip::Geometry* strip,
               const QFont& font, int width)
    : m_font(font)
    , m_lineHeight(QFontMetrics(font).height() + 4)
{
    addClasses();
    addStacks(geometry);
    addShapes(geometry, scene);
    addMarks(geometry);
    addFlags(geometry);
    if (strip)
        addStrip(*strip);
    place(width);
}

void Legend::addClasses()
{
    for (const EventClass eventClass :
         {EventClass::Failed, EventClass::Denied, EventClass::Sensitive, EventClass::Write,
          EventClass::Read, EventClass::Other})
        add(
            [eventClass](QPainter& painter, const QRectF& rect, const ThemeColors& colors) {
                paintEventMark(painter, rect, eventClass, colors.mark(eventClass));
            },
            eventClassName(eventClass));
}

void Legend::addStacks(const Geometry& geometry)
{
    bool areInBrackets = false;
    bool haveNumber = false;
    bool haveLine = false;
    for (const Stack& stack : geometry.stacks()) {
        areInBrackets =
            areInBrackets || (stack.isOneSecond && (stack.isOpen || !stack.badge.isEmpty()));
        haveNumber = haveNumber || !stack.badge.isEmpty();
        haveLine = haveLine || (!stack.isOpen && stack.badge.isEmpty());
    }
    if (haveNumber)
        add(
            [](QPainter& painter, const QRectF& rect, const ThemeColors& colors) {
                drawText(painter, rect, colors.text, QStringLiteral("3"));
            },
            TimelineLegend::tr(
                "so many events at one place; the mark is what matters most of them"));
    if (haveLine)
        add(
            [](QPainter& painter, const QRectF& rect, const ThemeColors& colors) {
                painter.fillRect(QRectF(rect.left() + 2, rect.bottom() - 2, rect.width() - 4, 1.5),
                                 colors.text);
            },
            TimelineLegend::tr("below a mark: several events"));
    if (areInBrackets)
        add(drawBrackets, TimelineLegend::tr("events of one second: their order is not known"));
}

void Legend::addShapes(const Geometry& geometry, const Scene& scene)
{
    if (!geometry.columns().empty())
        add({},
            TimelineLegend::tr("columns: height by the logarithm of the events, writes by "
                               "their share, failed under the line, sensitive at the top"));
    if (!geometry.ribbons().empty())
        add(
            [](QPainter& painter, const QRectF& rect, const ThemeColors& colors) {
                painter.fillRect(rect.adjusted(0, 2, 0, -2),
                                 blend(colors.series[2], colors.base, 0.3));
            },
            TimelineLegend::tr("bands: sessions, dotted from their last use until they expire"));
    if (!geometry.bands().empty())
        add({}, TimelineLegend::tr("beside the names: events of the lane at all times"));
    const query::TimeSpan shown = spanOf(geometry.inputs().window);
    if (scene.selection && scene.selection->to > shown.from && scene.selection->from < shown.to)
        add([](QPainter& painter, const QRectF& rect,
               const ThemeColors& colors) { drawBand(painter, rect, colors.accent, colors.base); },
            TimelineLegend::tr("span taken"));
    if (scene.origin && *scene.origin >= shown.from && *scene.origin < shown.to)
        add(drawFlag, TimelineLegend::tr("T0: times are counted from here"));
    if (scene.momentNs && *scene.momentNs >= shown.from * kNs && *scene.momentNs < shown.to * kNs)
        add(
            [](QPainter& painter, const QRectF& rect, const ThemeColors& colors) {
                paintMomentLine(painter, rect.center().x(), rect.top(), rect.bottom(), colors);
            },
            TimelineLegend::tr("as of: resources are looked at as they were then"));
    if (scene.selectedPlace)
        add(
            [](QPainter& painter, const QRectF& rect, const ThemeColors& colors) {
                painter.setRenderHint(QPainter::Antialiasing);
                painter.setPen(QPen(colors.accent, 2));
                painter.setBrush(Qt::NoBrush);
                painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4);
                painter.setRenderHint(QPainter::Antialiasing, false);
            },
            TimelineLegend::tr("selected event"));
}

// Stars, each tag and notes, once.
void Legend::addMarks(const Geometry& geometry)
{
    if (!geometry.inputs().marks)
        return;
    const std::vector<Mark>& marks = *geometry.inputs().marks;
    std::set<std::pair<Mark::Kind, QString>> known;
    const auto explain = [&](const Mark& mark) {
        if (!known.emplace(mark.kind, mark.name).second)
            return;
        Mark shape = mark;
        shape.span.reset();
        const QString words = mark.kind == Mark::Kind::Star ? TimelineLegend::tr("starred")
            : mark.kind == Mark::Kind::Tag ? TimelineLegend::tr("tag “%1”").arg(mark.name)
                                           : TimelineLegend::tr("has a note");
        add(
            [shape](QPainter& painter, const QRectF& rect, const ThemeColors& colors) {
                paintMark(painter,
                          QRectF(rect.center() - QPointF(kMarkSize, kMarkSize) / 2,
                                 QSizeF(kMarkSize, kMarkSize)),
                          shape, colors);
            },
            words);
    };
    for (const MarkRect& rect : geometry.marks())
        explain(marks[rect.mark]);
    for (const SpanRect& span : geometry.spans()) {
        for (std::size_t i = span.mark; i < span.mark + span.marks; ++i)
            explain(marks[i]);
    }
    if (!geometry.spans().empty())
        add([](QPainter& painter, const QRectF& rect,
               const ThemeColors& colors) { drawBand(painter, rect, colors.warning, colors.base); },
            TimelineLegend::tr("over all lanes: a span that is marked"));
}

// Each severity once, the gravest first.
void Legend::addFlags(const Geometry& geometry)
{
    std::set<detection::Severity, std::greater<>> severities;
    for (const FlagRect& flag : geometry.flags())
        severities.insert(flag.severity);
    for (const detection::Severity severity : severities)
        add(
            [severity](QPainter& painter, const QRectF& rect, const ThemeColors& colors) {
                paintFindingMark(painter, rect, severity, colors);
            },
            TimelineLegend::tr("in a finding: %1").arg(severityText(severity).toLower()));
}

void Legend::add(Sign sign, const QString& words)
{
    m_items.push_back({std::move(sign), words, {}});
}

// One behind the other, as far as a line goes.
void Legend::place(int width)
{
    const QFontMetrics metrics(m_font);
    double x = 0;
    m_lines = 1;
    for (Item& item : m_items) {
        const double room =
            (item.sign ? kGlyph + kBeside : 0) + metrics.horizontalAdvance(item.words);
        if (x > 0 && x + room > width) {
            x = 0;
            ++m_lines;
        }
        item.at = QPointF(x, (m_lines - 1) * m_lineHeight);
        x += room + kBetween;
    }
}

void Legend::draw(QPainter& painter, const QPointF& corner, const ThemeColors& colors) const
{
    const QFontMetrics metrics(m_font);
    for (const Item& item : m_items) {
        const QPointF at = corner + item.at;
        double x = at.x();
        painter.setFont(m_font);
        if (item.sign) {
            item.sign(painter,
                      QRectF(x, at.y() + (metrics.height() - kGlyph) / 2.0, kGlyph, kGlyph),
                      colors);
            x += kGlyph + kBeside;
        }
        painter.setPen(colors.muted);
        painter.drawText(QPointF(x, at.y() + metrics.ascent()), item.words);
    }
}

} // namespace trailloupe::ui::timeline
