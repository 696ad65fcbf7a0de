#include "ui/common/theme.h"

#include <QApplication>
#include <QLabel>
#include <QPainter>
#include <QProxyStyle>
#include <QSettings>
#include <QStyleOption>
#include <QToolTip>

#include <cmath>

namespace trailloupe::ui {

namespace {

const QString kChoiceKey = QStringLiteral("theme");

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

// A fifth of the mark over the ground of tables: plain to see, and all text stays readable.
void setRuleMarks(ThemeColors& c, const std::array<QRgb, 6>& marks)
{
    constexpr double kShare = 0.2;
    const auto mixed = [](int over, int ground) {
        return static_cast<int>(std::lround(over * kShare + ground * (1 - kShare)));
    };
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const QColor mark = rgb(marks[i]);
        c.ruleMark[i] = mark;
        c.ruleTint[i] = QColor(mixed(mark.red(), c.base.red()), mixed(mark.green(), c.base.green()),
                               mixed(mark.blue(), c.base.blue()));
    }
}

ThemeColors makeLight()
{
    ThemeColors c;
    c.dark = false;
    c.window = rgb(0xf3f5f8);
    c.base = rgb(0xffffff);
    c.alternate = rgb(0xf8f9fb);
    c.raised = rgb(0xfbfcfd);
    c.text = rgb(0x17202b);
    c.muted = rgb(0x54606f);
    c.border = rgb(0xd3dae3);
    c.handle = rgb(0xb3bdc9);
    c.control = rgb(0xfdfdfe);
    c.accent = rgb(0x1b5fae);
    c.onAccent = rgb(0xffffff);
    c.selection = rgb(0xcfe1f7);
    c.onSelection = rgb(0x0f1a26);
    c.good = rgb(0x0b6e56);
    c.warning = rgb(0x8a5300);
    c.bad = rgb(0xb23418);
    //               read           write          sensitive      denied         failed other
    c.classTint = {rgb(0xffffff), rgb(0xf0f6fd), rgb(0xfff6e2),
                   rgb(0xfdefea), rgb(0xf7f0f9), rgb(0xf8f9fb)};
    c.classMark = {rgb(0x5c6979), rgb(0x1b5fae), rgb(0x8a5300),
                   rgb(0xb23418), rgb(0x86307f), rgb(0x5c6979)};
    c.series = {rgb(0x2f74c0), rgb(0xd38a12), rgb(0x14876b),
                rgb(0xa5489d), rgb(0xc4512d), rgb(0x6c7887)};
    // red, amber, green, teal, violet, grey; no blue, which is the selection
    setRuleMarks(c, {0xc4512d, 0xd38a12, 0x4f8f2a, 0x0f8a9d, 0xa5489d, 0x6c7887});
    return c;
}

ThemeColors makeDark()
{
    ThemeColors c;
    c.dark = true;
    c.window = rgb(0x1c2129);
    c.base = rgb(0x14181e);
    c.alternate = rgb(0x181d24);
    c.raised = rgb(0x222832);
    c.text = rgb(0xe3e8ee);
    c.muted = rgb(0xa0acba);
    c.border = rgb(0x363e4a);
    c.handle = rgb(0x4b5563);
    c.control = rgb(0x29303b);
    c.accent = rgb(0x82b6f2);
    c.onAccent = rgb(0x0d1620);
    c.selection = rgb(0x2b4668);
    c.onSelection = rgb(0xf4f8fc);
    c.good = rgb(0x5fc9a8);
    c.warning = rgb(0xecb45a);
    c.bad = rgb(0xf59a7d);
    c.classTint = {rgb(0x14181e), rgb(0x16202c), rgb(0x272013),
                   rgb(0x2b1b17), rgb(0x251a28), rgb(0x181d24)};
    c.classMark = {rgb(0x98a5b4), rgb(0x82b6f2), rgb(0xecb45a),
                   rgb(0xf59a7d), rgb(0xdb9fd7), rgb(0x98a5b4)};
    c.series = {rgb(0x6aa5e6), rgb(0xe2a94b), rgb(0x4fbf9d),
                rgb(0xcf8fca), rgb(0xe88a68), rgb(0x97a3b1)};
    setRuleMarks(c, {0xe88a68, 0xe2a94b, 0x93c46a, 0x55c0cf, 0xcf8fca, 0x97a3b1});
    return c;
}

double linear(int channel)
{
    const double s = channel / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color)
{
    return 0.2126 * linear(color.red()) + 0.7152 * linear(color.green())
        + 0.0722 * linear(color.blue());
}

const char* choiceKey(Theme::Choice choice)
{
    switch (choice) {
    case Theme::Choice::Light:
        return "light";
    case Theme::Choice::Dark:
        return "dark";
    case Theme::Choice::System:
        break;
    }
    return "system";
}

} // namespace

const ThemeColors& lightColors()
{
    static const ThemeColors colors = makeLight();
    return colors;
}

const ThemeColors& darkColors()
{
    static const ThemeColors colors = makeDark();
    return colors;
}

const ThemeColors& themeColors(const QPalette& palette)
{
    const bool dark = palette.color(QPalette::Base).lightness() < 128;
    return dark ? darkColors() : lightColors();
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

namespace {

// Fusion draws the edge of a check box in a darker shade of the window, which nobody sees where the
// window is dark.
class Style : public QProxyStyle
{
public:
    Style()
        : QProxyStyle(QStringLiteral("Fusion"))
    { }
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override
    {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck)
            return;
        painter->save();
        painter->setPen(themeColors(option->palette).muted);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
    }
};

} // namespace

QPalette paletteFor(const ThemeColors& c)
{
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.base);
    p.setColor(QPalette::AlternateBase, c.alternate);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::PlaceholderText, c.muted);
    p.setColor(QPalette::Button, c.control);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.bad);
    p.setColor(QPalette::Highlight, c.selection);
    p.setColor(QPalette::HighlightedText, c.onSelection);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::LinkVisited, c.accent);
    p.setColor(QPalette::ToolTipBase, c.raised);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::Light, c.dark ? c.border.lighter(115) : c.base);
    p.setColor(QPalette::Midlight, c.raised);
    p.setColor(QPalette::Mid, c.border);
    p.setColor(QPalette::Dark, c.dark ? c.base.darker(120) : c.border.darker(115));
    p.setColor(QPalette::Shadow, c.dark ? rgb(0x000000) : c.border.darker(130));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        QColor faded = c.muted;
        faded.setAlphaF(0.6F);
        p.setColor(QPalette::Disabled, role, faded);
    }
    // A view that lost the focus keeps showing its selection in the same colours.
    p.setColor(QPalette::Inactive, QPalette::Highlight, c.selection);
    p.setColor(QPalette::Inactive, QPalette::HighlightedText, c.onSelection);
    return p;
}

QString styleSheetFor(const ThemeColors& c)
{
    // Only what Fusion cannot do by palette: flat headers, the page tabs, quiet frames.
    QString sheet = QStringLiteral(R"(
QHeaderView { background: @window; border: none; }
QHeaderView::section { background: @window; color: @muted; border: none;
    border-right: 1px solid @border; border-bottom: 1px solid @border; padding: 4px 8px; }
QHeaderView::section:hover { color: @text; }
QHeaderView::up-arrow { image: url(:/trailloupe/icons/sort-ascending.svg); width: 9px;
    height: 9px; subcontrol-position: center right; right: 5px; }
QHeaderView::down-arrow { image: url(:/trailloupe/icons/sort-descending.svg); width: 9px;
    height: 9px; subcontrol-position: center right; right: 5px; }
QAbstractScrollArea::corner { background: @window; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @handle; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: @border; border: none; border-radius: 3px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QLabel[quiet="true"] { color: @muted; }
QDialog QListView::item, QDialog QTreeView::item { padding: 3px 4px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QTableView, QTreeView, QListView, QPlainTextEdit, QTextEdit { border: none; }
QTabBar#pageTabs { background: transparent; }
QTabBar#pageTabs::tab { background: transparent; color: @muted; border: none;
    border-bottom: 2px solid transparent; padding: 8px 10px 7px 10px; margin: 0; }
QTabBar#pageTabs::tab:hover { color: @text; }
QTabBar#pageTabs::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar#pageTabs::tab:focus { color: @accent; }
QTabBar#pageTabs QToolButton { padding: 0; }
QToolBar, #topStrip { background: @window; border: none; }
#topStrip { border-bottom: 1px solid @border; }
#markEditor QPlainTextEdit { background: @base; border: 1px solid @border; border-radius: 4px; }
#markEditor QPlainTextEdit:focus { border-color: @accent; }
#compareTray { background: @window; border-top: 1px solid @border; }
#compareTray[takesDrop="true"] { border: 1px solid @accent; }
#compareChip { background: @control; border: 1px solid @border; border-radius: 4px; }
QMenuBar { background: @window; }
QMenu { background: @raised; border: 1px solid @border; }
QMenu::item { padding: 4px 26px 4px 10px; }
QMenu::icon { left: 7px; }
QMenu::item:selected { background: @selection; color: @onSelection; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 4px 0; }
QMenuBar::item { padding: 5px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @selection; color: @onSelection; }
QStatusBar { background: @window; border-top: 1px solid @border; }
QStatusBar::item { border: none; }
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 4px; }
QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QToolButton { border: 1px solid transparent; border-radius: 4px; padding: 4px 6px; }
QToolButton#mend { background: @control; border-color: @border; padding: 1px 8px; }
QToolButton:hover { background: @control; border-color: @border; }
QToolButton:pressed, QToolButton:checked { background: @selection; color: @onSelection; }
QToolButton:focus { border-color: @accent; }
QToolButton::menu-indicator { image: none; }
)");
    const std::pair<const char*, QColor> names[] = {{"@window", c.window},
                                                    {"@muted", c.muted},
                                                    {"@base", c.base},
                                                    {"@border", c.border},
                                                    {"@onSelection", c.onSelection},
                                                    {"@selection", c.selection},
                                                    {"@accent", c.accent},
                                                    {"@raised", c.raised},
                                                    {"@handle", c.handle},
                                                    {"@control", c.control},
                                                    {"@text", c.text}};
    for (const auto& [name, color] : names)
        sheet.replace(QString::fromLatin1(name), color.name());
    return sheet;
}

void makeQuiet(QLabel* label)
{
    label->setProperty("quiet", true);
}

Theme::Theme(QObject* parent)
    : QObject(parent)
    , m_systemIsDark(QApplication::palette().color(QPalette::Window).lightness() < 128)
{
    const QString kept = QSettings().value(kChoiceKey).toString();
    for (const Choice choice : {Choice::Light, Choice::Dark}) {
        if (kept == QLatin1String(choiceKey(choice)))
            m_choice = choice;
    }
    QApplication::setStyle(new Style);
    apply();
}

void Theme::setChoice(Choice choice)
{
    QSettings().setValue(kChoiceKey, QString::fromLatin1(choiceKey(choice)));
    show(choice);
}

void Theme::show(Choice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    apply();
    Q_EMIT changed();
}

bool Theme::isDark() const
{
    return m_choice == Choice::Dark || (m_choice == Choice::System && m_systemIsDark);
}

void Theme::apply()
{
    const QPalette palette = paletteFor(colors());
    // Without the old style sheet first: it would put back the palettes that widgets had before,
    // over the colours that they choose when the palette changes.
    qApp->setStyleSheet({});
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    qApp->setStyleSheet(styleSheetFor(colors()));
}

} // namespace trailloupe::ui
