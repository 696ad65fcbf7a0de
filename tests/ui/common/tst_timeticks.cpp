#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"
#include "ui/common/timeticks.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ui;

namespace {

constexpr qint64 kStart = test::SmallExport::kFirstSecond;
constexpr qint64 kHour = 3600;
constexpr qint64 kDay = 86'400;

} // namespace

class TestTimeTicks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void marksOfTheAxisAreThoseOfTheZone_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("to");
        QTest::addColumn<QStringList>("labels");
        QTest::newRow("hours") << QStringLiteral("UTC") << kStart + 6 * kHour << kStart + 30 * kHour
                               << QStringList{QStringLiteral("06:00"), QStringLiteral("12:00"),
                                              QStringLiteral("18:00"),
                                              QStringLiteral("2026-03-11")};
        QTest::newRow("the hours of a day of 23") // 2026-03-29 in Berlin
            << QStringLiteral("Europe/Berlin") << qint64{1'774'738'800} << qint64{1'774'821'600}
            << QStringList{QStringLiteral("2026-03-29"), QStringLiteral("06:00"),
                           QStringLiteral("12:00"), QStringLiteral("18:00")};
        QTest::newRow("days") << QStringLiteral("UTC") << kStart << kStart + 3 * kDay
                              << QStringList{QStringLiteral("2026-03-10"),
                                             QStringLiteral("2026-03-11"),
                                             QStringLiteral("2026-03-12")};
        QTest::newRow("months") << QStringLiteral("UTC") << kStart << kStart + 90 * kDay
                                << QStringList{QStringLiteral("2026-04"), QStringLiteral("2026-05"),
                                               QStringLiteral("2026-06")};
        QTest::newRow("seconds") << QStringLiteral("UTC") << kStart + 1 << kStart + 16
                                 << QStringList{QStringLiteral("00:00:05"),
                                                QStringLiteral("00:00:10"),
                                                QStringLiteral("00:00:15")};
    }
    void marksOfTheAxisAreThoseOfTheZone()
    {
        QFETCH(QString, zone);
        QFETCH(qint64, from);
        QFETCH(qint64, to);
        QFETCH(QStringList, labels);
        QStringList found;
        for (const auto& tick : timeTicks({from, to}, 400, 100, zone.toUtf8()))
            found.append(tick.label);
        QCOMPARE(found, labels);
    }
};

QTEST_GUILESS_MAIN(TestTimeTicks)
#include "tst_timeticks.moc"
