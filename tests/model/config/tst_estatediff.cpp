// EstateDiff: what happened to each resource between two moments.
#include "model/base/timestamp.h"
#include "model/config/estatediff.h"
#include "model/config/itemdiff.h"
#include "tests/model/config/configitems.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <random>
#include <stop_token>

using namespace trailloupe;
using namespace trailloupe::config;
using namespace Qt::StringLiterals;
using test::ItemSketch;

namespace {

constexpr std::int64_t kDay = 86'400'000'000'000;

std::int64_t day(int number) // of March, at noon
{
    return parseTimestamp("2026-03-01T12:00:00Z")->ns() + (number - 1) * kDay;
}

ItemSketch at(const char* id, int number, const char* status, int content)
{
    ItemSketch sketch{.id = id};
    sketch.time =
        QStringLiteral("2026-03-%1T00:00:00Z").arg(number, 2, 10, QLatin1Char('0')).toStdString();
    sketch.status = status;
    sketch.rest = sketch.status == "ResourceDeleted"
        ? ",'configuration':null"
        : ",'configuration':{'n':" + std::to_string(content) + "}";
    return sketch;
}

QString happened(const Resources& resources, int from, int to, unsigned threads = 1)
{
    const auto changes = differEstate(resources, day(from), day(to), JobContext(), threads);
    if (!changes)
        return QString::fromStdString(changes.error().detail);
    QStringList lines;
    for (const EstateChange& change : *changes)
        lines << QStringLiteral("%1 %2 %3")
                     .arg(QString::fromUtf8(resources.resource(change.resource).id.data()),
                          QString::fromUtf8(estateChangeKey(change.kind)))
                     .arg(change.changes);
    return lines.join(u'\n');
}

} // namespace

class TestEstateDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void whatHappenedIsToldOfEachResource()
    {
        const auto resources = test::resourcesOf({{
            at("a-born", 5, "ResourceDiscovered", 1),
            at("b-died", 1, "OK", 1),
            at("b-died", 5, "ResourceDeleted", 0),
            at("c-changed", 1, "OK", 1),
            at("c-changed", 5, "OK", 2),
            at("d-same", 1, "ResourceDiscovered", 1),
            at("d-same", 5, "OK", 1),
            at("e-reborn", 1, "OK", 1),
            at("e-reborn", 4, "ResourceDeleted", 0),
            at("e-reborn", 5, "ResourceDiscovered", 1),
            at("f-passed", 4, "ResourceDiscovered", 1),
            at("f-passed", 5, "ResourceDeleted", 0),
            at("g-still", 1, "OK", 1),
            at("h-later", 9, "OK", 1),
            at("a-old", 5, "OK", 1),
            at("i-gone", 1, "ResourceDeleted", 1),
            at("i-gone", 5, "ResourceDeleted", 1),
            at("j-lost", 5, "ResourceDeleted", 1),
            at("k-back", 1, "ResourceDeleted", 1),
            at("k-back", 5, "OK", 1),
        }});
        QCOMPARE(happened(*resources, 2, 6),
                 u"a-born born 0\na-old appeared 0\nb-died died 0\nc-changed changed 1\ne-reborn "
                 u"reborn 0\n"
                 "f-passed passed 0\nj-lost died 0\nk-back born 0"_s);
        QCOMPARE(happened(*resources, 2, 2), QString());
        QCOMPARE(happened(*resources, 6, 7), QString());
    }

    void threadsChangeNothing()
    {
        std::mt19937 random(7);
        std::vector<ItemSketch> items;
        for (int i = 0; i < 3000; ++i) {
            const std::string id = "r" + std::to_string(i);
            items.push_back(at(id.c_str(), 1 + static_cast<int>(random() % 4), "OK",
                               static_cast<int>(random() % 3)));
            items.push_back(at(id.c_str(), 5 + static_cast<int>(random() % 4),
                               random() % 5 ? "OK" : "ResourceDeleted",
                               static_cast<int>(random() % 3)));
        }
        const auto resources = test::resourcesOf({items});
        const QString one = happened(*resources, 3, 7, 1);
        QVERIFY(one.count(u'\n') > 1000);
        QCOMPARE(happened(*resources, 3, 7, 4), one);
        // Nor does asking for one after the other.
        std::vector<EstateChange> each;
        for (std::uint32_t i = 0; i < resources->size(); ++i) {
            if (const auto change = differResource(*resources, ResourceNo(i), day(3), day(7)))
                each.push_back(*change);
        }
        QVERIFY(each == *differEstate(*resources, day(3), day(7), JobContext()));
    }

    void aCancelledJobSaysSo()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto resources = test::resourcesOf({{at("a", 1, "OK", 1)}});
        const auto changes = differEstate(*resources, day(1), day(2), JobContext(stop.get_token()));
        QVERIFY(!changes.ok());
        QCOMPARE(changes.error().kind, Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestEstateDiff)
#include "tst_estatediff.moc"
