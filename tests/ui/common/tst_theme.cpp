#include "tests/support/testsupport.h"
#include "ui/common/eventmark.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QEvent>
#include <QImage>
#include <QLabel>
#include <QPainter>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;
using query::EventClass;

namespace {

constexpr EventClass kClasses[] = {EventClass::Read,   EventClass::Write,  EventClass::Sensitive,
                                   EventClass::Denied, EventClass::Failed, EventClass::Other};

QImage markOf(EventClass eventClass)
{
    QImage image(32, 32, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintEventMark(painter, QRectF(0, 0, 32, 32), eventClass, Qt::black);
    return image;
}

// A widget that gives a label a colour by palette, as pages do.
class OwnColours : public QWidget
{
public:
    QLabel* own = new QLabel(QStringLiteral("own"), this);

protected:
    void changeEvent(QEvent* event) override
    {
        QWidget::changeEvent(event);
        if (event->type() != QEvent::PaletteChange)
            return;
        QPalette ink = own->palette();
        ink.setColor(QPalette::WindowText, themeColors(palette()).bad);
        own->setPalette(ink);
    }
};

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QCoreApplication::setOrganizationName(QStringLiteral("trailloupe-test"));
    }
    void init() { test::failOnAnyWarning(); }

    void theFormulaKnowsItsEnds()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrastRatio(Qt::red, Qt::red), 1.0);
        // #767676 on white is the well-known grey that just passes.
        QCOMPARE_GE(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white), 4.5);
        QCOMPARE_LT(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white), 4.5);
    }

    void everyTextCanBeReadOnEveryGround_data()
    {
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("ground");
        for (const ThemeColors* c : {&lightColors(), &darkColors()}) {
            const auto add = [c](const QString& name, const QColor& text, const QColor& ground) {
                QTest::newRow(qPrintable(
                    (c->dark ? QStringLiteral("dark: ") : QStringLiteral("light: ")) + name))
                    << text << ground;
            };
            const std::pair<QString, QColor> grounds[] = {
                {QStringLiteral("window"), c->window},
                {QStringLiteral("base"), c->base},
                {QStringLiteral("alternate"), c->alternate},
                {QStringLiteral("raised"), c->raised},
                {QStringLiteral("control"), c->control}};
            const std::pair<QString, QColor> texts[] = {
                {QStringLiteral("text"), c->text},       {QStringLiteral("muted"), c->muted},
                {QStringLiteral("accent"), c->accent},   {QStringLiteral("good"), c->good},
                {QStringLiteral("warning"), c->warning}, {QStringLiteral("bad"), c->bad}};
            for (const auto& [groundName, ground] : grounds) {
                for (const auto& [textName, text] : texts)
                    add(textName + QStringLiteral(" on ") + groundName, text, ground);
            }
            add(QStringLiteral("selected text"), c->onSelection, c->selection);
            add(QStringLiteral("text on accent"), c->onAccent, c->accent);
            for (const EventClass k : kClasses) {
                const QString name = eventClassName(k);
                add(QStringLiteral("text on ") + name, c->text, c->tint(k));
                add(QStringLiteral("muted on ") + name, c->muted, c->tint(k));
                add(QStringLiteral("mark of ") + name, c->mark(k), c->tint(k));
                add(QStringLiteral("mark on base of ") + name, c->mark(k), c->base);
            }
            for (std::size_t i = 0; i < c->ruleTint.size(); ++i)
                add(QStringLiteral("text on rule %1").arg(i), c->text, c->ruleTint[i]);
        }
    }
    void everyTextCanBeReadOnEveryGround()
    {
        QFETCH(QColor, text);
        QFETCH(QColor, ground);
        QCOMPARE_GE(contrastRatio(text, ground), 4.5);
    }

    void marksCanBeSeenOnTheGroundOfEveryRule()
    {
        for (const ThemeColors* c : {&lightColors(), &darkColors()}) {
            for (std::size_t i = 0; i < c->ruleTint.size(); ++i) {
                for (const EventClass k : kClasses)
                    QCOMPARE_GE(contrastRatio(c->mark(k), c->ruleTint[i]), 3.0);
                // The edge of the row tells its colour too, on its own ground and when selected.
                QCOMPARE_GE(contrastRatio(c->ruleMark[i], c->base), 2.5);
                for (std::size_t other = 0; other < i; ++other)
                    QVERIFY(c->ruleTint[i] != c->ruleTint[other]);
                QVERIFY(c->ruleTint[i] != c->selection);
            }
        }
    }

    void everyKindOfEventHasAShapeOfItsOwn()
    {
        for (const EventClass a : kClasses) {
            for (const EventClass b : kClasses) {
                if (a < b)
                    QVERIFY2(markOf(a) != markOf(b),
                             qPrintable(eventClassName(a) + u' ' + eventClassName(b)));
            }
        }
    }

    void aSwitchReachesPaletteAndIconsAtOnce()
    {
        Theme theme;
        theme.setChoice(Theme::Choice::Light);
        const QImage light = icon(QStringLiteral("search")).pixmap(24, 24).toImage();
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setChoice(Theme::Choice::Dark);
        theme.setChoice(Theme::Choice::Dark);
        QCOMPARE_EQ(changed.size(), 1);
        QVERIFY(theme.isDark());
        QVERIFY(themeColors(QApplication::palette()).dark);
        QCOMPARE_EQ(QApplication::palette().color(QPalette::Text), darkColors().text);
        QVERIFY(light != icon(QStringLiteral("search")).pixmap(24, 24).toImage());
        theme.setChoice(Theme::Choice::Light);
        QVERIFY(!themeColors(QApplication::palette()).dark);
    }

    void everyLabelFollowsASwitchAlsoThoseWithColoursOfTheirOwn()
    {
        Theme theme;
        theme.setChoice(Theme::Choice::Light);
        OwnColours window;
        auto* plain = new QLabel(QStringLiteral("plain"), &window);
        auto* quiet = new QLabel(QStringLiteral("quiet"), &window);
        makeQuiet(quiet);
        window.show();
        const auto ink = [](const QLabel* label) {
            return label->palette().color(QPalette::WindowText);
        };
        for (const auto choice : {Theme::Choice::Dark, Theme::Choice::Light, Theme::Choice::Dark}) {
            theme.show(choice);
            QCOMPARE_EQ(ink(plain), theme.colors().text);
            QCOMPARE_EQ(ink(quiet), theme.colors().muted);
            QCOMPARE_EQ(ink(window.own), theme.colors().bad);
        }
    }

    void theChoiceIsKeptAndShowIsNot()
    {
        {
            Theme theme;
            theme.setChoice(Theme::Choice::Dark);
            theme.show(Theme::Choice::Light);
        }
        Theme again;
        QCOMPARE_EQ(again.choice(), Theme::Choice::Dark);
    }

    void everyIconIsThere_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"back",     "check",  "clock",   "close", "columns", "copy",       "empty",
              "error",    "events", "forward", "info",  "ledger",  "open-file",  "open-folder",
              "overview", "sample", "search",  "stop",  "theme",   "trailloupe", "warning"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void everyIconIsThere()
    {
        QFETCH(QString, name);
        const QImage image = icon(name).pixmap(48, 48).toImage();
        QVERIFY(!image.isNull());
        int inked = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                inked += qAlpha(image.pixel(x, y)) > 100 ? 1 : 0;
        }
        QCOMPARE_GT(inked, 60);
    }

private:
    QTemporaryDir m_settings;
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
