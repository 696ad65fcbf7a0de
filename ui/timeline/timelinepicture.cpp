#include "ui/timeline/timelinepicture.h"

#include "model/workspace/outputfile.h"
#include "ui/common/eventcounttext.h"
#include "ui/timeline/timelinelegend.h"
#include "ui/words/numbertext.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

#include <algorithm>

namespace trailloupe::ui::timeline {

namespace {

struct TimelinePicture
{
    Q_DECLARE_TR_FUNCTIONS(TimelinePicture)
};

constexpr int kMargin = 16;
constexpr int kMostFilterLines = 40; // then it is said that there is more

// What is written above the lanes, line by line, and below them.
struct Caption
{
    Geometry geometry;
    std::optional<configstrip::Geometry> strip;
    QFont font;
    QFont bold;
    QStringList lines;
    QStringList filter;
    QStringList counts;
    Legend legend;
    int lineHeight = 0;
    int height = 0;
    int legendHeight = 0;
};

// How much of it all is on the picture.
QStringList countsOf(const Picture& picture, const Geometry& geometry,
                     const std::optional<configstrip::Geometry>& strip)
{
    QStringList parts;
    const auto& lanes = *picture.in.detail->lanes();
    parts << TimelinePicture::tr("%1 of %2 in view")
                 .arg(countText(lanes.eventsIn(spanOf(picture.in.window))),
                      eventsText(lanes.found()));
    const auto bands = geometry.bands();
    const std::size_t all = lanes.lanes().size();
    if (!bands.empty() && bands.size() < all)
        parts << TimelinePicture::tr("lanes %1 to %2 of %3")
                     .arg(bands.front().lane + 1)
                     .arg(bands.back().lane + 1)
                     .arg(all);
    if (strip) {
        parts << picture.strip->scene.head;
        const auto shown = strip->bands();
        const std::size_t lanesBelow = configstrip::laneCount(strip->inputs());
        if (!shown.empty() && shown.size() < lanesBelow)
            parts << TimelinePicture::tr("resources %1 to %2 of %3")
                         .arg(shown.front().lane + 1)
                         .arg(shown.back().lane + 1)
                         .arg(lanesBelow);
    }
    return parts + picture.counts;
}

QStringList wrapped(const QString& text, const QFontMetrics& metrics, int width)
{
    QStringList lines;
    for (const QString& paragraph : text.split(u'\n')) {
        QString rest = paragraph;
        do {
            qsizetype length = rest.size();
            while (length > 1 && metrics.horizontalAdvance(rest.left(length)) > width)
                length = std::max<qsizetype>(1, length * 9 / 10);
            if (length < rest.size()) {
                const qsizetype space = rest.lastIndexOf(u' ', length - 1);
                length = space > 0 ? space + 1 : length;
            }
            lines << rest.left(length).trimmed();
            rest = rest.mid(length);
        } while (!rest.isEmpty() && lines.size() <= kMostFilterLines);
    }
    if (lines.size() > kMostFilterLines) {
        lines = lines.mid(0, kMostFilterLines);
        lines << TimelinePicture::tr("… and more; the filter is too long for a picture");
    }
    return lines;
}

Caption captionOf(const Picture& picture)
{
    Caption caption;
    caption.geometry = Geometry(picture.in);
    caption.font = picture.font;
    caption.bold = picture.font;
    caption.bold.setBold(true);
    const QFontMetrics metrics(picture.font);
    const int width = picture.in.size.width();
    caption.lineHeight = metrics.height() + 2;
    caption.lines = wrapped(picture.span, metrics, width);
    if (!picture.selection.isEmpty())
        caption.lines +=
            wrapped(TimelinePicture::tr("Span taken: %1").arg(picture.selection), metrics, width);
    if (picture.strip)
        caption.strip.emplace(picture.strip->in);
    caption.counts = countsOf(picture, caption.geometry, caption.strip);
    const QStringList facts = QStringList{picture.scale} + caption.counts;
    caption.lines += wrapped(facts.join(QStringLiteral("  ·  ")), metrics, width);
    caption.filter =
        wrapped(TimelinePicture::tr("Filter: %1")
                    .arg(picture.filter.isEmpty() ? TimelinePicture::tr("none") : picture.filter),
                metrics, width);
    const auto lines = 1 + caption.lines.size() + caption.filter.size();
    caption.height = kMargin / 2 + caption.lineHeight * static_cast<int>(lines) + kMargin / 2;
    caption.legend = Legend(caption.geometry, picture.scene,
                            caption.strip ? &*caption.strip : nullptr, picture.font, width);
    caption.legendHeight = caption.legend.height() + kMargin;
    return caption;
}

// Of the lanes, those of resources too.
QSize lanesSize(const Picture& picture)
{
    const int below = picture.strip ? picture.strip->in.size.height() : 0;
    return picture.in.size + QSize(0, below);
}

QSize sizeOf(const Picture& picture, const Caption& caption)
{
    return lanesSize(picture)
        + QSize(2 * kMargin, 2 * kMargin + caption.height + caption.legendHeight);
}

void drawCaption(QPainter& painter, const Picture& picture, const Caption& caption,
                 const ThemeColors& colors)
{
    int y = kMargin;
    const auto line = [&](const QString& text, const QFont& font, const QColor& color) {
        painter.setFont(font);
        painter.setPen(color);
        painter.drawText(QPointF(kMargin, y + QFontMetrics(font).ascent()), text);
        y += caption.lineHeight;
    };
    line(picture.title, caption.bold, colors.text);
    for (const QString& text : caption.lines)
        line(text, caption.font, colors.text);
    for (const QString& text : caption.filter)
        line(text, caption.font, colors.muted);
}

void drawStrip(QPainter& painter, const Picture& picture, const Caption& caption,
               const ThemeColors& colors)
{
    painter.save();
    painter.translate(kMargin, kMargin + caption.height + picture.in.size.height());
    painter.setFont(picture.font);
    painter.setClipRect(QRect(QPoint(), picture.strip->in.size));
    configstrip::Scene scene = picture.strip->scene;
    scene.geometry = &*caption.strip;
    scene.isPicture = true;
    scene.hasFocus = false;
    scene.hoveredLane.reset();
    configstrip::Painter().paint(painter, scene, colors);
    painter.restore();
}

void draw(QPainter& painter, const Picture& picture, const Caption& caption)
{
    const ThemeColors& colors = lightColors();
    const QSize size = sizeOf(picture, caption);
    painter.fillRect(QRect(QPoint(), size), colors.base);
    drawCaption(painter, picture, caption, colors);
    painter.save();
    painter.translate(kMargin, kMargin + caption.height);
    painter.setFont(picture.font);
    painter.setClipRect(QRect(QPoint(), picture.in.size));
    Scene scene = picture.scene;
    scene.geometry = &caption.geometry;
    scene.isPicture = true;
    scene.hasFocus = false;
    scene.hoveredLane.reset();
    Painter().paint(painter, scene, colors);
    painter.restore();
    if (picture.strip)
        drawStrip(painter, picture, caption, colors);
    painter.setPen(QPen(colors.border, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(QPointF(kMargin - 0.5, kMargin + caption.height - 0.5),
                            lanesSize(picture) + QSize(1, 1)));
    caption.legend.draw(painter, QPointF(kMargin, size.height() - caption.legendHeight), colors);
}

} // namespace

QByteArray pngOf(const Picture& picture)
{
    const Caption caption = captionOf(picture);
    QImage image(sizeOf(picture, caption) * kPictureRatio, QImage::Format_RGB32);
    if (image.isNull())
        return {};
    image.setDevicePixelRatio(kPictureRatio);
    QPainter painter(&image);
    draw(painter, picture, caption);
    painter.end();
    // For programs that read what is written on it.
    image.setText(QStringLiteral("Title"), picture.title);
    image.setText(QStringLiteral("Span"), picture.span);
    image.setText(QStringLiteral("Scale"), picture.scale);
    image.setText(QStringLiteral("Filter"), picture.filter);
    image.setText(QStringLiteral("Events"), caption.counts.join(QStringLiteral("; ")));
    if (!picture.selection.isEmpty())
        image.setText(QStringLiteral("Span taken"), picture.selection);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG"))
        return {};
    return bytes;
}

QByteArray svgOf(const Picture& picture)
{
    const Caption caption = captionOf(picture);
    const QSize size = sizeOf(picture, caption);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly))
        return {};
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setSize(size);
    svg.setViewBox(QRect(QPoint(), size));
    svg.setTitle(picture.title);
    svg.setDescription(QStringList{picture.span, picture.scale, picture.filter}.join(u'\n'));
    QPainter painter;
    if (!painter.begin(&svg))
        return {};
    draw(painter, picture, caption);
    painter.end();
    return bytes;
}

Result<void> savePicture(const Picture& picture, const QString& path)
{
    const QByteArray bytes = path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive)
        ? svgOf(picture)
        : pngOf(picture);
    if (bytes.isEmpty())
        return Error{Error::Kind::Internal, "the picture could not be made", {}, Error::kNoOffset};
    workspace::OutputFile file(path);
    if (auto opened = file.open(); !opened.ok())
        return opened;
    const auto written = file.write({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    return written.ok() ? file.commit() : written;
}

} // namespace trailloupe::ui::timeline
