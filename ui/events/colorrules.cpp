#include "ui/events/colorrules.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"

#include <QApplication>
#include <QCoreApplication>
#include <QIconEngine>
#include <QMenu>
#include <QPainter>
#include <QSettings>

#include <algorithm>
#include <array>
#include <span>

namespace trailloupe::ui::colorrules {

using workspace::Coloring;
using workspace::ColorRule;
using workspace::PivotValue;

namespace {

const QString kSettings = QStringLiteral("colorRules");
const QString kFilter = QStringLiteral("filter");
const QString kColor = QStringLiteral("color");
const QString kEnabled = QStringLiteral("enabled");
constexpr int kMaxValueWidth = 260;
constexpr std::size_t kMaxValues = 20; // as in the menu of pivots

class ColorWords
{
    Q_DECLARE_TR_FUNCTIONS(ColorWords)
};

// As a row looks: the ground with its edge, in the theme of the moment.
class SwatchEngine : public QIconEngine
{
public:
    explicit SwatchEngine(int color)
        : m_color(static_cast<std::size_t>(color))
    { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override
    {
        const ThemeColors& colors = themeColors(QApplication::palette());
        const QRectF frame = QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(colors.ruleMark[m_color]);
        painter->setBrush(colors.ruleTint[m_color]);
        painter->drawRoundedRect(frame, 2, 2);
        painter->fillRect(QRectF(frame.left(), frame.top(), frame.width() / 3.5, frame.height()),
                          colors.ruleMark[m_color]);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new SwatchEngine(static_cast<int>(m_color)); }

private:
    std::size_t m_color;
};

std::vector<ColorRule> keptRules()
{
    QSettings settings;
    std::vector<ColorRule> rules;
    const int count = settings.beginReadArray(kSettings);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        const int color = settings.value(kColor).toInt();
        rules.push_back({.filter = settings.value(kFilter).toString(),
                         .color = std::clamp(color, 0, Coloring::kColors - 1),
                         .enabled = settings.value(kEnabled, true).toBool()});
    }
    settings.endArray();
    return rules;
}

void keepRules(const std::vector<ColorRule>& rules)
{
    QSettings settings;
    settings.remove(kSettings);
    settings.beginWriteArray(kSettings, static_cast<int>(rules.size()));
    for (std::size_t i = 0; i < rules.size(); ++i) {
        settings.setArrayIndex(static_cast<int>(i));
        settings.setValue(kFilter, rules[i].filter);
        settings.setValue(kColor, rules[i].color);
        settings.setValue(kEnabled, rules[i].enabled);
    }
    settings.endArray();
}

void addColors(QMenu* menu, Coloring& coloring, const QString& filter)
{
    const auto& rules = coloring.rules();
    const auto now = std::ranges::find(rules, filter, &ColorRule::filter);
    for (int color = 0; color < Coloring::kColors; ++color) {
        QAction* action = menu->addAction(swatch(color), name(color));
        action->setEnabled(now == rules.end() || now->color != color || !now->enabled);
        QObject::connect(action, &QAction::triggered, &coloring, [&coloring, filter, color] {
            coloring.add({.filter = filter, .color = color});
        });
    }
    if (now == rules.end())
        return;
    menu->addSeparator();
    QObject::connect(menu->addAction(ColorWords::tr("No colour")), &QAction::triggered, &coloring,
                     [&coloring, filter] { coloring.remove(filter); });
}

} // namespace

QString name(int color)
{
    static constexpr std::array kNames{
        QT_TRANSLATE_NOOP("ColorWords", "Red"),    QT_TRANSLATE_NOOP("ColorWords", "Amber"),
        QT_TRANSLATE_NOOP("ColorWords", "Green"),  QT_TRANSLATE_NOOP("ColorWords", "Teal"),
        QT_TRANSLATE_NOOP("ColorWords", "Violet"), QT_TRANSLATE_NOOP("ColorWords", "Grey")};
    static_assert(kNames.size() == Coloring::kColors);
    return QCoreApplication::translate("ColorWords", kNames[static_cast<std::size_t>(color)]);
}

QIcon swatch(int color)
{
    return QIcon(new SwatchEngine(color));
}

void keep(Coloring& coloring)
{
    coloring.setRules(keptRules());
    QObject::connect(&coloring, &Coloring::rulesChanged, &coloring,
                     [&coloring] { keepRules(coloring.rules()); });
}

void addMenu(QMenu* menu, Coloring& coloring, const std::vector<PivotValue>& values,
             const std::function<void()>& edit)
{
    QMenu* colors =
        menu->addMenu(icon(QStringLiteral("colors")), ColorWords::tr("Colour events like this"));
    if (values.size() == 1)
        addColors(colors, coloring, values.front().condition());
    for (const PivotValue& value : std::span(values).first(std::min(values.size(), kMaxValues))) {
        if (values.size() == 1)
            break;
        const QString text = value.value ? visibleText(QString::fromStdString(*value.value))
                                         : ColorWords::tr("(no value)");
        QMenu* one = colors->addMenu(menu->fontMetrics()
                                         .elidedText(text, Qt::ElideMiddle, kMaxValueWidth)
                                         .replace(u'&', QStringLiteral("&&")));
        addColors(one, coloring, value.condition());
    }
    colors->addSeparator();
    QObject::connect(colors->addAction(ColorWords::tr("Colour rules…")), &QAction::triggered,
                     &coloring, edit);
}

} // namespace trailloupe::ui::colorrules
