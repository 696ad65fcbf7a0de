#include "model/base/visibletext.h"
#include "tests/support/testsupport.h"
#include "ui/words/evidencetext.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;

class TestEvidenceText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void whatHidesBecomesVisible_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain text stays") << QStringLiteral("alice") << QStringLiteral("alice");
        QTest::newRow("other scripts stay") << QStringLiteral("\u6771\u4eac \u05d0\u05d1")
                                            << QStringLiteral("\u6771\u4eac \u05d0\u05d1");
        QTest::newRow("line breaks")
            << QStringLiteral("a\r\nb") << QStringLiteral("a\u240d\u240ab");
        QTest::newRow("tab") << QStringLiteral("a\tb") << QStringLiteral("a\u2409b");
        QTest::newRow("NUL") << QStringLiteral("a") + QChar(u'\0') << QStringLiteral("a\u2400");
        QTest::newRow("escape") << QStringLiteral("\x1b[31m") << QStringLiteral("\u241b[31m");
        QTest::newRow("delete") << QStringLiteral("\x7f") << QStringLiteral("\u2421");
        QTest::newRow("right-to-left override")
            << QStringLiteral("gpj.\u202eexe") << QStringLiteral("gpj.\u27e8U+202E\u27e9exe");
        QTest::newRow("isolate") << QStringLiteral("\u2066x")
                                 << QStringLiteral("\u27e8U+2066\u27e9x");
        QTest::newRow("zero width")
            << QStringLiteral("ad\u200bmin") << QStringLiteral("ad\u27e8U+200B\u27e9min");
        QTest::newRow("byte order mark")
            << QStringLiteral("\ufeffx") << QStringLiteral("\u27e8U+FEFF\u27e9x");
        QTest::newRow("C1 control") << QString(QChar(0x85)) << QStringLiteral("\u27e8U+0085\u27e9");
        QTest::newRow("empty") << QString() << QString();
    }
    void whatHidesBecomesVisible()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE_EQ(visibleText(text), shown);
    }

    void textAreasKeepLinesAndTabs()
    {
        QCOMPARE_EQ(visibleText(QStringLiteral("a\n\tb\r"), LineBreaks::Kept),
                    QStringLiteral("a\n\tb\u240d"));
    }

    void aToolTipIsNeverReadAsMarkup()
    {
        const QString tip = toolTipText(QStringLiteral("<img src=x>&"));
        QVERIFY(!tip.contains(QStringLiteral("<img")));
        QVERIFY(tip.contains(QStringLiteral("&lt;img src=x&gt;&amp;")));
    }

    void aLongToolTipSaysThatItGoesOn()
    {
        const QString tip = toolTipText(QString(5000, u'x'), 100);
        QVERIFY(tip.contains(QString(100, u'x') + QChar(u'\u2026')));
        QVERIFY(!tip.contains(QString(101, u'x')));
    }

    // The core writes for terminals and files what the window shows.
    void theCoreSaysTheSame()
    {
        for (char16_t c = 1; c < 0xffff; ++c) {
            if (QChar::isSurrogate(c))
                continue;
            const QString text = u'a' + QString(QChar(c)) + u'z';
            QCOMPARE(QString::fromStdString(trailloupe::visibleText(text.toStdString())),
                     ui::visibleText(text));
        }
        QCOMPARE(trailloupe::visibleText("\xE2\x80"), std::string("\xE2\x80"));
        QCOMPARE(trailloupe::visibleText("\xC2"), std::string("\xC2"));
        QCOMPARE(trailloupe::visibleText("\xF0\x9F\x98\x80"), std::string("\xF0\x9F\x98\x80"));
    }
};

QTEST_GUILESS_MAIN(TestEvidenceText)
#include "tst_evidencetext.moc"
