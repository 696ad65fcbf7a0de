#include "ui/graph/graphimage.h"

#include "model/config/graphtext.h"
#include "model/workspace/outputfile.h"
#include "ui/graph/graphlegend.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace trailloupe::ui::graph {

namespace {

constexpr int kMargin = 16;
constexpr int kLeastWidth = 520; // so that what is written has room

struct Sheet
{
    QSize size; // without the ratio
    QSize graph;
    int head = 0;
    int legend = 0;
    QStringList lines; // of the head, broken
};

QStringList broken(const QStringList& texts, const QFontMetrics& metrics, int width)
{
    QStringList lines;
    for (const QString& text : texts) {
        QString line;
        for (const QString& word : text.split(u' ')) {
            const QString longer = line.isEmpty() ? word : line + u' ' + word;
            if (!line.isEmpty() && metrics.horizontalAdvance(longer) > width) {
                lines << line;
                line = word;
            } else {
                line = longer;
            }
        }
        lines << line;
    }
    return lines;
}

Sheet sheetOf(const Image& image, const Legend& legend)
{
    Sheet sheet;
    const auto& layout = image.picture->layout;
    sheet.graph = QSize(static_cast<int>(std::ceil(layout.width)),
                        static_cast<int>(std::ceil(layout.height)));
    const int width = std::max(kLeastWidth, sheet.graph.width());
    const QFontMetrics metrics(image.font);
    sheet.lines = broken(QStringList{image.title} + image.lines, metrics, width);
    sheet.head = static_cast<int>(sheet.lines.size()) * (metrics.height() + 3) + kMargin / 2;
    sheet.legend = legendHeight(legend, image.font, width);
    sheet.size =
        QSize(width + 2 * kMargin, sheet.head + sheet.graph.height() + sheet.legend + 3 * kMargin);
    return sheet;
}

void drawHead(QPainter& painter, const Image& image, const Sheet& sheet)
{
    const ThemeColors& colors = lightColors();
    QFont bold = image.font;
    bold.setBold(true);
    const QFontMetrics metrics(image.font);
    int y = kMargin + metrics.ascent();
    for (qsizetype i = 0; i < sheet.lines.size(); ++i) {
        painter.setFont(i == 0 ? bold : image.font);
        painter.setPen(i == 0 ? colors.text : colors.muted);
        painter.drawText(kMargin, y, sheet.lines[i]);
        y += metrics.height() + 3;
    }
}

} // namespace

QByteArray pngOf(const Image& image)
{
    const Legend legend = legendOf(*image.picture, image.overlay);
    const Sheet sheet = sheetOf(image, legend);
    const double area = static_cast<double>(sheet.size.width()) * sheet.size.height();
    const double ratio = std::min(kImageRatio, std::sqrt(kMostPixels / area));
    QImage drawn((QSizeF(sheet.size) * ratio).toSize(), QImage::Format_RGB32);
    if (drawn.isNull())
        return {};
    const ThemeColors& colors = lightColors();
    drawn.fill(colors.base);
    QPainter painter(&drawn);
    painter.scale(ratio, ratio);
    drawHead(painter, image, sheet);
    painter.save();
    painter.translate(kMargin, kMargin + sheet.head);
    const Geometry geometry(*image.picture);
    Scene scene;
    scene.picture = image.picture.get();
    scene.geometry = &geometry;
    scene.overlay = &image.overlay;
    scene.font = image.font;
    Painter().paint(painter, scene, QRectF(QPointF(), sheet.graph), colors);
    painter.restore();
    paintLegend(painter, legend, image.font,
                QPoint(kMargin / 2, sheet.size.height() - kMargin - sheet.legend),
                sheet.size.width() - kMargin, colors);
    painter.end();
    // For programs that read what is written on it.
    drawn.setText(QStringLiteral("Title"), image.title);
    drawn.setText(QStringLiteral("Description"), image.lines.join(u'\n'));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly) || !drawn.save(&buffer, "PNG"))
        return {};
    return bytes;
}

Result<void> saveImage(const Image& image, const QString& path)
{
    const auto endsWith = [&](const QString& end) {
        return path.endsWith(end, Qt::CaseInsensitive);
    };
    QByteArray bytes;
    if (endsWith(QStringLiteral(".svg")))
        bytes = QByteArray::fromStdString(
            config::graphSvg(image.picture->scene, image.picture->layout));
    else if (endsWith(QStringLiteral(".dot")) || endsWith(QStringLiteral(".gv")))
        bytes = QByteArray::fromStdString(config::graphDot(image.picture->scene));
    else
        bytes = pngOf(image);
    if (bytes.isEmpty())
        return Error{.kind = Error::Kind::Internal, .detail = "the picture could not be made"};
    workspace::OutputFile file(path);
    if (auto opened = file.open(); !opened.ok())
        return opened;
    const auto written = file.write({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    return written.ok() ? file.commit() : written;
}

} // namespace trailloupe::ui::graph
