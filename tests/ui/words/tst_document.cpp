#include "tests/support/testsupport.h"
#include "ui/words/document.h"

#include <QRegularExpression>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::words;

namespace {

using Style = Run::Style;

// All that evidence might say to become more than text.
const QString kHostile = QStringLiteral(
    "</td></table><script>alert(1)</script>\" onerror=\"x | `a` **b** [c](javascript:d) ![e](f) "
    "&amp; <!-- \\| ``` # 1. ~~g~~ https://h");

Document documentOf(const QString& text)
{
    Document document;
    document.title = text;
    document.footer = text;
    document.heading(2, QStringLiteral("one"), {{text, Style::Strong}});
    document.paragraph(
        {{text}, {text, Style::Code}, {text, Style::Plain, 0, QStringLiteral("one")}});
    document.warning(text);
    document.note(text + u'\n' + QStringLiteral("    indented\n# heading\n1. list\n```"));
    document.facts({{text, {{{text}}, {{text, Style::Tag, 3, {}}}}}});
    document.table({text, text}, {{{{text}}, {{text, Style::Code}}}});
    document.code(text, text);
    return document;
}

} // namespace

class TestDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void nothingInATextIsMarkupOfHtml()
    {
        const QString hostile = QString::fromStdString(html(documentOf(kHostile)));
        const QString tame = QString::fromStdString(html(documentOf(QStringLiteral("x"))));
        // The same tags in the same order, whatever the texts say.
        static const QRegularExpression kTag(QStringLiteral("<[^>]*>"));
        const auto tagsOf = [](const QString& text) {
            QStringList tags;
            for (auto it = kTag.globalMatch(text); it.hasNext();)
                tags.append(it.next().captured());
            return tags;
        };
        QCOMPARE(tagsOf(hostile), tagsOf(tame));
        QVERIFY(hostile.contains(QStringLiteral("&lt;script&gt;alert(1)&lt;/script&gt;")));
        QVERIFY(hostile.contains(QStringLiteral("default-src 'none'")));
    }

    void everyBlockIsClosed()
    {
        const QString text = QString::fromStdString(html(documentOf(kHostile)));
        for (const char* tag : {"html", "head", "body", "style", "h2", "p", "dl", "table", "tr",
                                "td", "details", "pre", "code", "footer"}) {
            const QString name = QString::fromLatin1(tag);
            const auto opened = text.count(QRegularExpression(QStringLiteral("<%1[ >]").arg(name)));
            QCOMPARE(text.count(QStringLiteral("</%1>").arg(name)), opened);
            QCOMPARE_GT(opened, 0);
        }
    }

    void nothingInATextIsMarkupOfMarkdown()
    {
        const QStringList lines =
            QString::fromStdString(markdown(documentOf(kHostile), QStringLiteral("r")).text)
                .split(u'\n');
        int cells = 0;
        for (const QString& line : lines) {
            if (line.startsWith(u'|'))
                cells += 1;
            QVERIFY2(!line.contains(QStringLiteral("](javascript"))
                         || line.contains(QStringLiteral("`")),
                     qPrintable(line));
            // Outside of code, every sign that begins markup has a backslash before it.
            if (line.startsWith(QStringLiteral("> ")))
                QVERIFY2(!line.contains(QRegularExpression(QStringLiteral("[^\\\\][*<\\[`]"))),
                         qPrintable(line));
        }
        QCOMPARE(cells, 3); // head, rule, one row
        QVERIFY(lines.contains(QStringLiteral("> \\# heading  ")));
        QVERIFY(lines.contains(QStringLiteral("> 1\\. list  ")));
        QVERIFY(lines.contains(QStringLiteral("> \\`\\`\\`  ")));
        QVERIFY(lines.contains(QStringLiteral("> ") + QString(4, QChar(QChar::Nbsp))
                               + QStringLiteral("indented  ")));
    }

    void aRowOfATableHasItsCellsWhateverIsInThem()
    {
        Document document;
        const QString text = QStringLiteral("a|b\\|c`d|`");
        document.table({QStringLiteral("x"), QStringLiteral("y")},
                       {{{{text}}, {{text, Style::Code}}}});
        const QStringList lines =
            QString::fromStdString(markdown(document, QStringLiteral("r")).text).split(u'\n');
        static const QRegularExpression kBorder(QStringLiteral("(?<!\\\\)\\|"));
        for (const QString& line : lines) {
            if (line.startsWith(u'|'))
                QVERIFY2(line.count(kBorder) == 3, qPrintable(line));
        }
    }

    void codeIsFencedLongerThanAnyFenceInIt()
    {
        Document document;
        document.code(QStringLiteral("t"), QStringLiteral("a\n`````\nb"));
        const QStringList lines =
            QString::fromStdString(markdown(document, QStringLiteral("r")).text).split(u'\n');
        QCOMPARE(lines.filter(QRegularExpression(QStringLiteral("^`{6}"))).size(), 2);
    }

    void picturesStandInHtmlAndBesideMarkdown()
    {
        Document document;
        const std::string svg = "<svg xmlns='http://www.w3.org/2000/svg'/>";
        const std::string other = "<svg xmlns='http://www.w3.org/2000/svg' id='b'/>";
        document.picture(svg, {{QStringLiteral("one")}});
        document.picture(other, {{QStringLiteral("two")}});
        const QByteArray page = QByteArray::fromStdString(html(document));
        for (const std::string& one : {svg, other})
            QVERIFY(page.contains("data:image/svg+xml;base64,"
                                  + QByteArray::fromStdString(one).toBase64() + '"'));
        const Markdown made = markdown(document, QStringLiteral("my report"));
        QCOMPARE(made.pictures.size(), std::size_t{2});
        QVERIFY(made.pictures[0].name != made.pictures[1].name);
        QVERIFY(made.pictures[1].name.startsWith(QStringLiteral("my report-")));
        QCOMPARE(made.pictures[1].svg, other);
        QVERIFY(QString::fromStdString(made.text).contains(
            QStringLiteral("![two](<%1>)").arg(made.pictures[1].name)));
    }
};

QTEST_GUILESS_MAIN(TestDocument)
#include "tst_document.moc"
