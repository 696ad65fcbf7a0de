#include "model/ingest/ledgerbuilder.h"
#include "model/items/ledgercsv.h"
#include "model/items/ledgerorder.h"
#include "tests/support/testsupport.h"

#include <random>

using namespace trailloupe;
using namespace trailloupe::items;
using ingest::Issue;
using ingest::SourceEntry;
using ingest::SourceKind;
using ingest::SourceStatus;

namespace {

SourceEntry entryOf(const std::string& path, SourceStatus status, std::uint64_t records = 0)
{
    SourceEntry entry;
    entry.path = path;
    entry.kind = SourceKind::CloudTrailRecords;
    entry.status = status;
    entry.records = records;
    entry.shown = records;
    if (records > 0) {
        entry.firstSeconds = 1'000'000 + static_cast<std::int64_t>(records);
        entry.lastSeconds = entry.firstSeconds + 60;
    }
    return entry;
}

std::shared_ptr<const ingest::Ledger> sampleLedger()
{
    ingest::LedgerBuilder builder;
    builder.add(entryOf("b.json.gz", SourceStatus::Read, 30));
    builder.add(entryOf("a.json.gz", SourceStatus::Read, 10));
    SourceEntry failed = entryOf("broken.json.gz", SourceStatus::Failed);
    Issue corrupt;
    corrupt.code = Issue::Code::GzipCorrupt;
    corrupt.offset = 12;
    corrupt.detail = "bad, \"very\" bad";
    failed.issues.push_back(corrupt);
    builder.add(failed);
    SourceEntry partial = entryOf("cut.json.gz", SourceStatus::Partial, 20);
    Issue cut;
    cut.code = Issue::Code::GzipTruncated;
    partial.issues.push_back(cut);
    builder.add(partial);
    SourceEntry notes = entryOf("=notes.txt", SourceStatus::Skipped);
    notes.kind = SourceKind::OtherText;
    builder.add(notes);
    return builder.snapshot();
}

QString namesIn(const ingest::Ledger& ledger, const LedgerQuery& query)
{
    const auto order = ledgerOrder(ledger, query, JobContext());
    if (!order.ok())
        return test::describe(order.error());
    QStringList names;
    for (SourceId id : *order)
        names.append(QString::fromStdString(ledger.path(id)));
    return names.join(u' ');
}

QString csvOf(const ingest::Ledger& ledger, const std::vector<SourceId>& lines)
{
    std::string text;
    const auto result = ledgerCsv(
        ledger, lines,
        [&](std::string_view piece) {
            text += piece;
            return Result<void>();
        },
        JobContext());
    return result.ok() ? QString::fromStdString(text) : test::describe(result.error());
}

} // namespace

class TestLedgerOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void problemsComeFirst()
    {
        QCOMPARE(namesIn(*sampleLedger(), {}),
                 QStringLiteral("broken.json.gz cut.json.gz b.json.gz a.json.gz =notes.txt"));
    }

    void linesAreSortedByAnyColumn_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<bool>("descending");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, LedgerColumn column, bool descending,
                            const char* expected) {
            QTest::newRow(name) << int(column) << descending << QString::fromLatin1(expected);
        };
        row("path", LedgerColumn::Path, false,
            "=notes.txt a.json.gz b.json.gz broken.json.gz cut.json.gz");
        row("records, most first", LedgerColumn::Records, true,
            "b.json.gz cut.json.gz a.json.gz broken.json.gz =notes.txt");
        row("first event; lines without one come last", LedgerColumn::First, false,
            "a.json.gz cut.json.gz b.json.gz broken.json.gz =notes.txt");
        row("first event, latest first; lines without one still come last", LedgerColumn::First,
            true, "b.json.gz cut.json.gz a.json.gz broken.json.gz =notes.txt");
        row("status", LedgerColumn::Status, false,
            "b.json.gz a.json.gz cut.json.gz =notes.txt broken.json.gz");
    }
    void linesAreSortedByAnyColumn()
    {
        QFETCH(int, column);
        QFETCH(bool, descending);
        QFETCH(QString, expected);
        LedgerQuery query;
        query.sort = static_cast<LedgerColumn>(column);
        query.descending = descending;
        QCOMPARE(namesIn(*sampleLedger(), query), expected);
    }

    void linesAreFiltered()
    {
        LedgerQuery query;
        query.problemsOnly = true;
        QCOMPARE(namesIn(*sampleLedger(), query), QStringLiteral("broken.json.gz cut.json.gz"));
        query = {};
        query.status = SourceStatus::Skipped;
        QCOMPARE(namesIn(*sampleLedger(), query), QStringLiteral("=notes.txt"));
        query = {};
        query.kind = SourceKind::OtherText;
        QCOMPARE(namesIn(*sampleLedger(), query), QStringLiteral("=notes.txt"));
        query = {};
        query.pathContains = "CUT";
        QCOMPARE(namesIn(*sampleLedger(), query), QStringLiteral("cut.json.gz"));
    }

    void everyOrderIsAPermutationAndSorted()
    {
        std::mt19937 random(3);
        ingest::LedgerBuilder builder;
        for (int i = 0; i < 5000; ++i)
            builder.add(
                entryOf("f" + std::to_string(random() % 900), SourceStatus::Read, random() % 50));
        const auto ledger = builder.snapshot();
        for (int column = 0; column < int(LedgerColumn::Count); ++column) {
            LedgerQuery query;
            query.sort = static_cast<LedgerColumn>(column);
            auto order = ledgerOrder(*ledger, query, JobContext());
            QVERIFY_OK(order);
            std::vector<SourceId> ids = *order;
            if (query.sort == LedgerColumn::Records)
                for (std::size_t i = 1; i < ids.size(); ++i)
                    QVERIFY(ledger->entry(ids[i - 1]).records <= ledger->entry(ids[i]).records);
            std::sort(ids.begin(), ids.end());
            QCOMPARE(ids.size(), std::size_t(5000));
            QVERIFY(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
        }
    }

    void aCancelledOrderIsNoOrder()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto order = ledgerOrder(*sampleLedger(), {}, JobContext(stop.get_token()));
        QVERIFY(!order.ok());
        QCOMPARE(int(order.error().kind), int(Error::Kind::Cancelled));
    }

    void csvSaysWhatTheLedgerSays()
    {
        const auto ledger = sampleLedger();
        const QStringList lines =
            csvOf(*ledger, {SourceId(2), SourceId(4)}).split(QStringLiteral("\r\n"));
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines.at(0).startsWith(QLatin1String("path,kind,status,bytesStored")));
        QVERIFY2(
            lines.at(1).startsWith(QLatin1String("broken.json.gz,cloudtrail-records,failed,0")),
            qPrintable(lines.at(1)));
        QVERIFY2(
            lines.at(1).endsWith(QLatin1String("\"gzip-corrupt byte 12: bad, \"\"very\"\" bad\"")),
            qPrintable(lines.at(1)));
    }

    void csvIsSafeInASpreadsheet_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("field");
        QTest::newRow("formula") << QByteArray("=1+2") << QByteArray("'=1+2");
        QTest::newRow("at") << QByteArray("@SUM(A1)") << QByteArray("'@SUM(A1)");
        QTest::newRow("control") << QByteArray("a\tb") << QByteArray("a\\x09b");
        QTest::newRow("comma") << QByteArray("a,b") << QByteArray("\"a,b\"");
        QTest::newRow("plain") << QByteArray("a b") << QByteArray("a b");
    }
    void csvIsSafeInASpreadsheet()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, field);
        std::string out;
        appendCsvField(text.toStdString(), out);
        QCOMPARE(QByteArray::fromStdString(out), field);
    }
};

QTEST_GUILESS_MAIN(TestLedgerOrder)
#include "tst_ledgerorder.moc"
