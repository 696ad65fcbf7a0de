#include "tests/support/testsupport.h"
#include "ui/words/numbertext.h"
#include "ui/words/timetext.h"

#include <QDateTime>
#include <QLocale>
#include <QTest>

#include <random>

using namespace trailloupe;
using namespace trailloupe::ui;

class TestTimeText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }
    void init() { test::failOnAnyWarning(); }

    void aMomentReadsAsThatZonesClock_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("plain");
        QTest::addColumn<QString>("iso");
        const auto row = [](const char* name, const char* zone, qint64 seconds, const char* plain,
                            const char* iso) {
            QTest::newRow(name) << QByteArray(zone) << seconds << QString::fromLatin1(plain)
                                << QString::fromLatin1(iso);
        };
        row("the epoch", "UTC", 0, "1970-01-01 00:00:00", "1970-01-01T00:00:00Z");
        row("before the epoch", "UTC", -1, "1969-12-31 23:59:59", "1969-12-31T23:59:59Z");
        row("a leap day", "UTC", 1709210096, "2024-02-29 12:34:56", "2024-02-29T12:34:56Z");
        row("Tokyo", "Asia/Tokyo", 1709210096, "2024-02-29 21:34:56", "2024-02-29T21:34:56+09:00");
        row("half an hour", "Asia/Kolkata", 1709210096, "2024-02-29 18:04:56",
            "2024-02-29T18:04:56+05:30");
        row("west of Greenwich", "America/New_York", 1709210096, "2024-02-29 07:34:56",
            "2024-02-29T07:34:56-05:00");
        row("a second before summer", "Europe/Berlin", 1711846799, "2024-03-31 01:59:59",
            "2024-03-31T01:59:59+01:00");
        row("the second summer begins", "Europe/Berlin", 1711846800, "2024-03-31 03:00:00",
            "2024-03-31T03:00:00+02:00");
        row("the first of two half past two", "Europe/Berlin", 1729989000, "2024-10-27 02:30:00",
            "2024-10-27T02:30:00+02:00");
        row("the second of two half past two", "Europe/Berlin", 1729992600, "2024-10-27 02:30:00",
            "2024-10-27T02:30:00+01:00");
        row("no such zone is UTC", "Mars/Olympus", 0, "1970-01-01 00:00:00",
            "1970-01-01T00:00:00Z");
        row("the last second there is", "UTC", 253402300799, "9999-12-31 23:59:59",
            "9999-12-31T23:59:59Z");
    }
    void aMomentReadsAsThatZonesClock()
    {
        QFETCH(QByteArray, zone);
        QFETCH(qint64, seconds);
        QFETCH(QString, plain);
        QFETCH(QString, iso);
        const TimeText time(zone);
        QCOMPARE_EQ(time.dateTime(seconds), plain);
        QCOMPARE_EQ(time.iso(seconds), iso);
        QCOMPARE_EQ(time.date(seconds), plain.left(10));
        QCOMPARE_EQ(time.time(seconds), plain.mid(11));
    }

    void theZoneIsAlwaysSaid()
    {
        QCOMPARE_EQ(TimeText("UTC").dateTimeWithZone(0), QStringLiteral("1970-01-01 00:00:00 UTC"));
        const QString berlin = TimeText("Europe/Berlin").dateTimeWithZone(1709210096);
        QVERIFY2(berlin.contains(QStringLiteral("UTC+01:00")), qPrintable(berlin));
        const QString summer = TimeText("Europe/Berlin").dateTimeWithZone(1720000000);
        QVERIFY2(summer.contains(QStringLiteral("UTC+02:00")), qPrintable(summer));
    }

    void rememberedOffsetsAgreeWithQt()
    {
        std::mt19937 random(7);
        std::uniform_int_distribution<qint64> moments(0, 2'000'000'000);
        for (const char* id : {"Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"}) {
            const TimeText time(id);
            const QTimeZone zone(id);
            for (int i = 0; i < 500; ++i) {
                const qint64 seconds = moments(random);
                const QDateTime at = QDateTime::fromSecsSinceEpoch(seconds, zone);
                QCOMPARE_EQ(time.dateTime(seconds),
                            at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
                QCOMPARE_EQ(time.offsetAt(seconds), at.offsetFromUtc());
            }
        }
    }

    void spansSayNoMoreThanIsNeeded()
    {
        constexpr qint64 day = 1'773'100'800; // 2026-03-10
        QCOMPARE_EQ(TimeText().span(day + 3600, day + 7200),
                    QStringLiteral("2026-03-10 01:00 – 02:00 UTC"));
        QCOMPARE_EQ(TimeText().span(day + 1, day + 11),
                    QStringLiteral("2026-03-10 00:00:01 – 00:00:11 UTC"));
        QCOMPARE_EQ(TimeText().span(day, day + 86'400),
                    QStringLiteral("2026-03-10 00:00 – 2026-03-11 00:00 UTC"));
        // Across a change of the clock.
        QCOMPARE_EQ(TimeText("Europe/Berlin").span(1'774'738'800, 1'774'821'600),
                    QStringLiteral("2026-03-29 00:00 CET (UTC+01:00) – "
                                   "2026-03-30 00:00 CEST (UTC+02:00)"));
    }

    void absurdMomentsAreStillText()
    {
        QVERIFY(!TimeText().span(-62'135'596'800, qint64{1} << 53).isEmpty());
        for (const qint64 seconds : {qint64{-62'135'596'800}, qint64{1} << 53}) {
            QVERIFY(!TimeText("Europe/Berlin").dateTime(seconds).isEmpty());
            QVERIFY(!TimeText("UTC").dateTimeWithZone(seconds).isEmpty());
        }
    }

    void countsSizesAndDurationsReadWell()
    {
        QCOMPARE_EQ(countText(1'000'000), QStringLiteral("1,000,000"));
        QCOMPARE_EQ(sizeText(812), QStringLiteral("812 bytes"));
        QCOMPARE_EQ(sizeText(1'234'567'890), QStringLiteral("1.2 GB"));
        QCOMPARE_EQ(durationText(400), QStringLiteral("0.4 s"));
        QCOMPARE_EQ(durationText(12'000), QStringLiteral("12 s"));
        QCOMPARE_EQ(durationText(185'000), QStringLiteral("3 min 5 s"));
        QCOMPARE_EQ(durationText(7'800'000), QStringLiteral("2 h 10 min"));
    }
};

QTEST_GUILESS_MAIN(TestTimeText)
#include "tst_timetext.moc"
