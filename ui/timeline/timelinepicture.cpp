#include "ui/timeline/timelinepicture.h"

#include "model/workspace/outputfile.h"
#include "ui/common/eventmark.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui::timeline {

using query::EventClass;

namespace {

struct TimelinePicture
{
    Q_DECLARE_TR_FUNCTIONS(TimelinePicture)
};

constexpr int kMargin = 16;
constexpr int kMostFilterLines = 40; // then it is said that there is more
constexpr int kBetween = 18; // marks of the legend

// What is written above the lanes, line by line.
struct Caption
{
    QFont font;
    QFont bold;
    QStringList filter;
    int lineHeight = 0;
    int height = 0;
    int legendHeight = 0;
};

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
    caption.font = picture.font;
    caption.bold = picture.font;
    caption.bold.setBold(true);
    const QFontMetrics metrics(picture.font);
    caption.lineHeight = metrics.height() + 2;
    caption.filter =
        wrapped(TimelinePicture::tr("Filter: %1")
                    .arg(picture.filter.isEmpty() ? TimelinePicture::tr("none") : picture.filter),
                metrics, picture.in.size.width());
    caption.height = kMargin / 2
        + caption.lineHeight * (3 + static_cast<int>(caption.filter.size())) + kMargin / 2;
    caption.legendHeight = caption.lineHeight + kMargin;
    return caption;
}

QSize sizeOf(const Picture& picture, const Caption& caption)
{
    return picture.in.size
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
    line(picture.span, caption.font, colors.text);
    line(QStringLiteral("%1  ·  %2").arg(picture.scale, picture.counts), caption.font, colors.text);
    for (const QString& text : caption.filter)
        line(text, caption.font, colors.muted);
}

void drawLegend(QPainter& painter, const Picture& picture, const Caption& caption, int top,
                const ThemeColors& colors)
{
    constexpr EventClass kClasses[] = {EventClass::Failed,    EventClass::Denied,
                                       EventClass::Sensitive, EventClass::Write,
                                       EventClass::Read,      EventClass::Other};
    const QFontMetrics metrics(caption.font);
    painter.setFont(caption.font);
    double x = kMargin;
    for (const EventClass eventClass : kClasses) {
        paintEventMark(painter, QRectF(x, top + 1, kGlyph, kGlyph), eventClass,
                       colors.mark(eventClass));
        const QString name = eventClassName(eventClass);
        painter.setPen(colors.muted);
        painter.drawText(QPointF(x + kGlyph + 5, top + metrics.ascent() - 1), name);
        x += kGlyph + 5 + metrics.horizontalAdvance(name) + kBetween;
    }
    const QString rest = TimelinePicture::tr(
        "columns: height by the logarithm, failed under the line, sensitive at the top");
    const auto write = [&](const QString& words) {
        if (x + metrics.horizontalAdvance(words) > picture.in.size.width() + kMargin)
            return;
        painter.drawText(QPointF(x, top + metrics.ascent() - 1), words);
        x += metrics.horizontalAdvance(words) + kBetween;
    };
    write(rest);
    write(TimelinePicture::tr("bands: sessions, dotted from their last use until they expire"));
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
    const Geometry geometry(picture.in);
    Scene scene = picture.scene;
    scene.geometry = &geometry;
    scene.isPicture = true;
    scene.hasFocus = false;
    scene.hoveredLane.reset();
    Painter().paint(painter, scene, colors);
    painter.restore();
    painter.setPen(QPen(colors.border, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(kMargin - 0.5, kMargin + caption.height - 0.5,
                            picture.in.size.width() + 1, picture.in.size.height() + 1));
    drawLegend(painter, picture, caption, size.height() - caption.legendHeight, colors);
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
