#include "model/base/timestamp.h"
#include "tests/support/testsupport.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

#include <random>

using namespace trailloupe;

class TestTimestamp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void eventTimesAgreeWithQt()
    {
        std::mt19937_64 random(7);
        std::uniform_int_distribution<std::int64_t> anySecond(-62135596800,
                                                              253402300799); // years 1..9999
        for (int i = 0; i < 20000; ++i) {
            const std::int64_t seconds = anySecond(random);
            const std::string text = formatEventTime(seconds);
            const auto qt = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate);
            QCOMPARE(QString::fromStdString(text), qt);
            QCOMPARE(parseEventTime(text), std::optional<std::int64_t>(seconds));
            QCOMPARE(parseTimestamp(text).has_value(),
                     seconds > -9'223'000'000 && seconds < 9'223'000'000);
        }
    }

    // Any byte at any place of a good one: what is taken is what a plain reader takes.
    void oneDamagedByteIsSeenAtEveryPlace()
    {
        const std::string good = "2024-02-29T19:05:58Z";
        for (std::size_t at = 0; at < good.size(); ++at) {
            for (int c = 0; c < 256; ++c) {
                std::string text = good;
                text[at] = static_cast<char>(c);
                const auto qt = QString::fromLatin1(text.data(), int(text.size()));
                static const QRegularExpression form(QRegularExpression::anchoredPattern(
                    QStringLiteral("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")));
                const QDate date = QDate::fromString(qt.left(10), Qt::ISODate);
                const QTime time = QTime::fromString(qt.mid(11, 8), Qt::ISODate);
                const bool isMoment = form.match(qt).hasMatch() && date.isValid() && time.isValid();
                QVERIFY2(parseEventTime(text).has_value() == isMoment, text.c_str());
            }
        }
    }

    void spellingsOfOneMoment_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"2026-03-01T14:05:12Z", "20260301T140512Z", "2026-03-01 14:05:12",
                                 "2026-03-01T14:05:12.000Z", "2026-03-01T23:05:12+09:00",
                                 "2026-03-01T14:05:12+00:00", "2026-03-01T09:05:12-0500"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void spellingsOfOneMoment()
    {
        QFETCH(QString, text);
        const auto moment = parseTimestamp(text.toStdString());
        QVERIFY(moment.has_value());
        QCOMPARE(moment->seconds(), std::int64_t(1772373912));
    }

    void whatIsNoMoment_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"", "yesterday", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
              "2026-03-01T24:00:00Z", "2026-03-01T14:05:12Zx", "2026-03-01T14:05:12+99:00",
              "0000-01-01T00:00:00Z", "2026-03-01", "9999-12-31T23:59:59.Z"})
            QTest::newRow(*text ? text : "empty") << QString::fromUtf8(text);
    }
    void whatIsNoMoment()
    {
        QFETCH(QString, text);
        QVERIFY(!parseTimestamp(text.toStdString()).has_value());
        QVERIFY(!parseEventTime(text.toStdString()).has_value());
    }

    void fractionsAreKept()
    {
        QCOMPARE(parseTimestamp("1970-01-01T00:00:01.25Z")->ns(), std::int64_t(1'250'000'000));
        QCOMPARE(Timestamp::fromNs(-1).seconds(), std::int64_t(-1));
    }
};

QTEST_GUILESS_MAIN(TestTimestamp)
#include "tst_timestamp.moc"
