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

QString happened(const Resources& resources, int from, int to, unsigned threads = 1,
                 ChangedBack changedBack = ChangedBack::LeftOut)
{
    const auto changes =
        differEstate(resources, day(from), day(to), JobContext(), threads, changedBack);
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

    void whatChangedBackIsToldToThoseWhoAsk()
    {
        const auto noisy = [](int number, int items, int content) {
            ItemSketch sketch = at("b-noisy", number, "OK", content);
            sketch.rest = ",'configuration':{'n':" + std::to_string(content)
                + ",'itemCount':" + std::to_string(items) + "}";
            return sketch;
        };
        const auto resources = test::resourcesOf({{
            at("a-back", 1, "OK", 1),
            at("a-back", 4, "OK", 2),
            at("a-back", 5, "OK", 1),
            noisy(1, 1, 1),
            noisy(4, 2, 2),
            noisy(5, 3, 1),
            at("c-changed", 1, "OK", 1),
            at("c-changed", 4, "OK", 2),
            at("c-changed", 5, "OK", 3),
            at("d-same", 1, "OK", 1),
            at("d-same", 4, "OK", 1),
            at("d-same", 5, "OK", 1),
            at("e-excluded", 1, "OK", 1),
            at("e-excluded", 4, "ResourceNotRecorded", 2),
            at("e-excluded", 5, "OK", 1),
            at("f-reborn", 1, "OK", 1),
            at("f-reborn", 4, "ResourceDeleted", 0),
            at("f-reborn", 5, "ResourceDiscovered", 1),
            at("g-before", 1, "OK", 2),
            at("g-before", 2, "OK", 1),
            at("g-before", 5, "OK", 1),
        }});
        QCOMPARE(happened(*resources, 2, 6),
                 u"b-noisy changed 1\nc-changed changed 1\nf-reborn reborn 0"_s);
        const auto told = [&](int from, int to, unsigned threads = 1) {
            return happened(*resources, from, to, threads, ChangedBack::Told);
        };
        QCOMPARE(told(2, 6),
                 u"a-back changed-back 0\nb-noisy changed-back 1\nc-changed changed 1\nf-reborn "
                 "reborn 0"_s);
        QCOMPARE(told(2, 6, 4), told(2, 6));
        // One of the two steps alone is a change.
        QVERIFY(told(2, 4).startsWith(u"a-back changed 1"_s));
        QVERIFY(told(4, 6).startsWith(u"a-back changed 1"_s));
        const auto changes =
            differEstate(*resources, day(2), day(6), JobContext(), 1, ChangedBack::Told);
        QVERIFY(itemsBetween(*resources, changes->front()) == std::vector<std::uint32_t>({1, 2}));
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
