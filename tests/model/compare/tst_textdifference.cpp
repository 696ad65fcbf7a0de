#include "model/compare/textdifference.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <random>
#include <string>

using namespace trailloupe;
using namespace trailloupe::compare;

namespace {

std::string without(std::string text, const std::vector<TextPart>& parts)
{
    for (auto part = parts.rbegin(); part != parts.rend(); ++part)
        text.erase(part->offset, part->length);
    return text;
}

std::string marked(std::string text, const std::vector<TextPart>& parts)
{
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        text.insert(part->offset + part->length, "}");
        text.insert(part->offset, "{");
    }
    return text;
}

} // namespace

class TestTextDifference : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void wordsThatDifferAreMarked_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<QByteArray>("inFirst");
        QTest::addColumn<QByteArray>("inSecond");
        QTest::newRow("same") << QByteArray("a b") << QByteArray("a b") << QByteArray("a b")
                              << QByteArray("a b");
        QTest::newRow("an ARN") << QByteArray("arn:aws:iam::123:user/alice")
                                << QByteArray("arn:aws:iam::123:user/bob")
                                << QByteArray("arn:aws:iam::123:user/{alice}")
                                << QByteArray("arn:aws:iam::123:user/{bob}");
        QTest::newRow("two places")
            << QByteArray("a=1&b=2&c=3") << QByteArray("a=9&b=2&c=8")
            << QByteArray("a={1}&b=2&c={3}") << QByteArray("a={9}&b=2&c={8}");
        QTest::newRow("one is longer") << QByteArray("s3:Get") << QByteArray("s3:Get,s3:Put")
                                       << QByteArray("s3:Get") << QByteArray("s3:Get{,s3:Put}");
        QTest::newRow("beyond ASCII") << QByteArray("x-é-y") << QByteArray("x-è-y")
                                      << QByteArray("x-{é}-y") << QByteArray("x-{è}-y");
        QTest::newRow("empty") << QByteArray("") << QByteArray("a") << QByteArray("")
                               << QByteArray("{a}");
    }
    void wordsThatDifferAreMarked()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        const auto parts = differingParts(first.toStdString(), second.toStdString());
        QTEST(QByteArray::fromStdString(marked(first.toStdString(), parts.inFirst)), "inFirst");
        QTEST(QByteArray::fromStdString(marked(second.toStdString(), parts.inSecond)), "inSecond");
    }

    // What is left of both texts without the marked parts is the same, and swapping mirrors in how
    // much is marked.
    void whatIsNotMarkedIsCommon()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 2000; ++round) {
            std::string texts[2];
            for (std::string& text : texts) {
                for (auto left = random() % 30; left > 0; --left)
                    text += "ab:. /é"[random() % 7];
            }
            const auto parts = differingParts(texts[0], texts[1]);
            QCOMPARE(without(texts[0], parts.inFirst), without(texts[1], parts.inSecond));
            QCOMPARE(parts.inFirst.empty() && parts.inSecond.empty(), texts[0] == texts[1]);
            for (const auto* of : {&parts.inFirst, &parts.inSecond}) {
                for (std::size_t i = 1; i < of->size(); ++i)
                    QCOMPARE_GT((*of)[i].offset, (*of)[i - 1].offset + (*of)[i - 1].length);
            }
        }
    }

    void longTextsAreMarkedAsAWholeBetweenWhatTheyShare()
    {
        std::string first = "begin ";
        std::string second = "begin ";
        for (int i = 0; i < 1000; ++i) {
            first += "a" + std::to_string(i) + ' ';
            second += "b" + std::to_string(i) + ' ';
        }
        const auto parts = differingParts(first + "end", second + "end");
        QCOMPARE(parts.inFirst.size(), std::size_t{1});
        QCOMPARE(parts.inFirst[0].offset, std::size_t{6});
        QCOMPARE(without(first + "end", parts.inFirst), std::string("begin  end"));
    }
};

QTEST_APPLESS_MAIN(TestTextDifference)
#include "tst_textdifference.moc"
