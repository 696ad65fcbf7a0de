#include "model/base/jsonindent.h"
#include "tests/support/testsupport.h"
#include "ui/common/textlines.h"

#include <random>

using namespace trailloupe;
using namespace trailloupe::ui;

namespace {

std::shared_ptr<const std::string> shared(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}

QStringList linesOf(const TextLines& lines)
{
    QStringList all;
    for (qsizetype i = 0; i < lines.lineCount(); ++i)
        all.append(lines.line(i));
    return all;
}

QString inksOf(const TextLines& lines, qsizetype line)
{
    static const char* const kNames[] = {"plain", "key", "text", "number", "literal", "muted"};
    QStringList out;
    for (const InkSpan& span : lines.inks(line))
        out.append(QStringLiteral("%1:%2").arg(QLatin1String(kNames[int(span.ink)]),
                                               lines.line(line).mid(span.begin, span.length)));
    return out.join(u'|');
}

} // namespace

class TestTextLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void linesBreakAtLineEndsAndAtTheWidth()
    {
        const WrappedText text(shared("ab\n\nabcdefg\nx"), 3, Highlight::None);
        QCOMPARE(linesOf(text),
                 QStringList({QStringLiteral("ab"), QString(), QStringLiteral("abc"),
                              QStringLiteral("def"), QStringLiteral("g"), QStringLiteral("x")}));
        QVERIFY(!text.isBroken(0));
        QVERIFY(text.isBroken(2));
        QVERIFY(text.isBroken(3));
        QVERIFY(!text.isBroken(4));
        QVERIFY(!text.isBroken(5));
    }

    void puttingTheLinesTogetherGivesTheTextBack()
    {
        std::mt19937 random(5);
        const char* const pieces[] = {"a", "\n", "\xC3\xA9", "\xE6\x97\xA5", "\xF0\x9F\x94\x8D"};
        for (int round = 0; round < 200; ++round) {
            std::string text;
            for (auto i = random() % 60u; i > 0; --i)
                text += pieces[random() % 5u];
            const WrappedText wrapped(shared(text), 1 + int(random() % 9u), Highlight::None);
            QString together;
            for (qsizetype i = 0; i < wrapped.lineCount(); ++i) {
                together += wrapped.line(i);
                if (i + 1 < wrapped.lineCount() && !wrapped.isBroken(i))
                    together += u'\n';
            }
            QCOMPARE(together, QString::fromStdString(text));
        }
    }

    void jsonIsHighlighted()
    {
        const WrappedText text(shared(indentJson("{\"a b\":\"x\",\"n\":1.5,\"t\":true,\"o\":{},"
                                                 "\"s\":\"long text\"}")),
                               14, Highlight::IndentedJson);
        QCOMPARE(inksOf(text, 0), QStringLiteral("plain:{"));
        QCOMPARE(inksOf(text, 1), QStringLiteral("key:\"a b\"|text:\"x\""));
        QCOMPARE(inksOf(text, 2), QStringLiteral("key:\"n\"|number:1.5"));
        QCOMPARE(inksOf(text, 3), QStringLiteral("key:\"t\"|literal:true"));
        QCOMPARE(inksOf(text, 4), QStringLiteral("key:\"o\"|plain:{}"));
        QCOMPARE(inksOf(text, 5), QStringLiteral("key:\"s\"|text:\"long t"));
        QCOMPARE(inksOf(text, 6), QStringLiteral("text:ext\""));
    }

    void highlightingSurvivesTextThatIsNoJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "\"", "\"a\"", "\"a\":", "   ", "\"a\\", "}\n\n\"b\": ", "\\"})
            QTest::newRow(text) << QByteArray(text);
    }
    void highlightingSurvivesTextThatIsNoJson()
    {
        QFETCH(QByteArray, text);
        for (int columns : {1, 2, 80}) {
            const WrappedText wrapped(shared(text.toStdString()), columns, Highlight::IndentedJson);
            for (qsizetype i = 0; i < wrapped.lineCount(); ++i)
                for (const InkSpan& span : wrapped.inks(i))
                    QVERIFY(span.begin >= 0 && span.length > 0
                            && span.begin + span.length <= wrapped.line(i).size());
        }
    }

    void matchesAreWhereTheTextIs()
    {
        const std::string text = "one\ntwo \xE6\x97\xA5 TWO";
        const WrappedText wrapped(shared(text), 80, Highlight::None);
        const auto offsets = findAll(text, "two");
        QCOMPARE(offsets.size(), std::size_t(2));
        QCOMPARE(wrapped.match(offsets[0], 3), (TextMatch{1, 0, 3}));
        QCOMPARE(wrapped.match(offsets[1], 3), (TextMatch{1, 6, 3}));
        QVERIFY(findAll(text, "").empty());
        QCOMPARE(findAll("aaaa", "aa").size(), std::size_t(2));
    }

    void hexShowsOffsetBytesAndCharacters()
    {
        const HexLines hex(shared(std::string("{\"a\":1}\n\0\xFF 0123456789", 20)), 0x1F0);
        QCOMPARE(hex.lineCount(), 2);
        QCOMPARE(hex.line(0),
                 QStringLiteral("000001f0  7b 22 61 22 3a 31 7d 0a  00 ff 20 30 31 32 "
                                "33 34  {\"a\":1}\u00B7\u00B7\u00B7 01234"));
        QVERIFY(hex.line(1).startsWith(QLatin1String("00000200  35 36 37 38 ")));
        QVERIFY(hex.line(1).endsWith(QLatin1String("5678")));
    }

    void standInsKeepTheLength()
    {
        const QString raw = QStringLiteral("a\tb\u202Ec\u0000\u200Bd");
        const QString shown = standIns(raw);
        QCOMPARE(shown.size(), raw.size());
        QCOMPARE(shown, QStringLiteral("a\u2409b\u25AFc\u2400\u25AFd"));
    }
};

QTEST_GUILESS_MAIN(TestTextLines)
#include "tst_textlines.moc"
