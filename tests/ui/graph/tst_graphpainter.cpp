// How a graph is drawn: what is written into its nodes.
#include "tests/support/testsupport.h"
#include "ui/graph/graphpainter.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;

class TestGraphPainter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    // Where a point is a pixel.
    void usualIdsFitIntoANode_data()
    {
        QTest::addColumn<QString>("id");
        for (const char* id : {"i-0a11b22c33d44e551", "vpc-0f1e2d3c4b5a69788",
                               "eni-01290add89e53b06b", "subnet-0a0000000000000a1"})
            QTest::newRow(id) << QString::fromUtf8(id);
    }
    void usualIdsFitIntoANode()
    {
        QFETCH(const QString, id);
        QFont font = QApplication::font();
        font.setPixelSize(12);
        const auto room = graph::titleRoom(config::GraphLayout::kNodeWidth, 1);
        const graph::FittedTitle fitted = graph::fitTitle(id, font, room);
        QCOMPARE(fitted.words, id);
        QVERIFY(QFontMetricsF(fitted.font).horizontalAdvance(fitted.words) <= room);
        QVERIFY(fitted.font.pixelSize() >= 10);
    }

    void longTitlesAreCutInTheMiddle()
    {
        QFont font = QApplication::font();
        font.setPixelSize(12);
        const QString words =
            graph::fitTitle(QStringLiteral("eipassoc-0a11b22c33d44e551-of-0a11b22c33d44e552"), font,
                            graph::titleRoom(config::GraphLayout::kNodeWidth, 1))
                .words;
        QVERIFY(words.contains(u'…'));
        QVERIFY2(words.startsWith(QStringLiteral("eip")) && words.endsWith(QStringLiteral("552")),
                 qPrintable(words));
        // Short ones keep their size.
        QCOMPARE(graph::fitTitle(QStringLiteral("web-1"), font, 150).font.pixelSize(), 12);
    }
};

QTEST_MAIN(TestGraphPainter)
#include "tst_graphpainter.moc"
