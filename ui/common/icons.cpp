#include "ui/common/icons.h"

#include "ui/common/theme.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

namespace trailloupe::ui {

namespace {

class SvgIconEngine : public QIconEngine
{
public:
    SvgIconEngine(QByteArray svg, QColor color)
        : m_svg(std::move(svg))
        , m_color(std::move(color))
    { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        QSvgRenderer renderer(
            QByteArray(m_svg).replace("currentColor", colorOf(mode).name().toLatin1()));
        if (mode == QIcon::Disabled)
            painter->setOpacity(painter->opacity() * 0.45);
        renderer.render(painter, rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new SvgIconEngine(m_svg, m_color); }

private:
    QColor colorOf(QIcon::Mode mode) const
    {
        if (m_color.isValid())
            return m_color;
        const ThemeColors& colors = themeColors(QApplication::palette());
        return mode == QIcon::Selected ? colors.onSelection : colors.text;
    }

    QByteArray m_svg;
    QColor m_color; // invalid: the text colour when it is drawn
};

} // namespace

QIcon icon(const QString& name, const QColor& color)
{
    QFile file(QStringLiteral(":/trailloupe/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new SvgIconEngine(file.readAll(), color));
}

QIcon icon(const QString& name)
{
    return icon(name, QColor());
}

QIcon applicationIcon()
{
    return icon(QStringLiteral("trailloupe"));
}

} // namespace trailloupe::ui
