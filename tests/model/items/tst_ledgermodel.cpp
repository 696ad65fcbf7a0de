#include "model/ingest/ledgerbuilder.h"
#include "model/items/ledgermodel.h"
#include "tests/support/testsupport.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <numeric>

using namespace trailloupe;
using namespace trailloupe::items;
using ingest::SourceEntry;

namespace {

SourceEntry entryOf(int number)
{
    SourceEntry entry;
    entry.path = "source" + std::to_string(number);
    entry.status = ingest::SourceStatus::Read;
    entry.records = entry.shown = static_cast<std::uint64_t>(number);
    return entry;
}

std::vector<SourceId> ids(std::initializer_list<SourceId::Value> values)
{
    std::vector<SourceId> out;
    for (SourceId::Value value : values)
        out.push_back(SourceId(value));
    return out;
}

QString pathsOf(const LedgerModel& model)
{
    QStringList paths;
    for (int row = 0; row < model.rowCount(); ++row)
        paths.append(model.index(row, int(LedgerColumn::Path)).data().toString());
    return paths.join(u' ');
}

} // namespace

class TestLedgerModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void rowsAreTheLinesInTheirOrder()
    {
        ingest::LedgerBuilder builder;
        for (int i = 0; i < 3; ++i)
            builder.add(entryOf(i));
        LedgerModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows(builder.snapshot(), ids({2, 0, 1}));
        QCOMPARE(pathsOf(model), QStringLiteral("source2 source0 source1"));
        QCOMPARE(model.index(0, int(LedgerColumn::Records)).data().toULongLong(), 2u);
        QCOMPARE(model.rowOf(SourceId(1)), 2);
        QVERIFY(!model.index(3, 0).isValid());
        QVERIFY(!model.index(0, int(LedgerColumn::First)).data().isValid());
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void aNewGenerationKeepsPlacesThatAreLookedAt()
    {
        ingest::LedgerBuilder builder;
        for (int i = 0; i < 3; ++i)
            builder.add(entryOf(i));
        LedgerModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows(builder.snapshot(), ids({0, 1, 2}));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        const QPersistentModelIndex looked = model.index(1, int(LedgerColumn::Path));
        for (int i = 3; i < 6; ++i)
            builder.add(entryOf(i));
        model.setRows(builder.snapshot(), ids({5, 4, 3, 2, 1, 0}));
        QCOMPARE(pathsOf(model), QStringLiteral("source5 source4 source3 source2 source1 source0"));
        QCOMPARE(looked.row(), 4);
        QCOMPARE(looked.data().toString(), QStringLiteral("source1"));
        QCOMPARE(resets.count(), 0);
    }

    void aLineThatIsFilteredAwayIsNoPlaceAnyMore()
    {
        ingest::LedgerBuilder builder;
        for (int i = 0; i < 4; ++i)
            builder.add(entryOf(i));
        LedgerModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows(builder.snapshot(), ids({0, 1, 2, 3}));
        const QPersistentModelIndex gone = model.index(1, 0);
        const QPersistentModelIndex kept = model.index(3, 0);
        model.setRows(model.ledger(), ids({3, 0}));
        QVERIFY(!gone.isValid() || model.sourceAt(gone.row()) == SourceId(1));
        QCOMPARE(pathsOf(model), QStringLiteral("source3 source0"));
        QVERIFY(!kept.isValid() || model.sourceAt(kept.row()) == SourceId(3));
        model.setRows(model.ledger(), {});
        QCOMPARE(model.rowCount(), 0);
    }

    void changedLinesAreReadAgain()
    {
        ingest::LedgerBuilder builder;
        const SourceId id = builder.add(entryOf(7));
        LedgerModel model;
        model.setRows(builder.snapshot(), {id});
        QCOMPARE(model.index(0, int(LedgerColumn::Duplicates)).data().toULongLong(), 0u);
        builder.addDuplicates(id, 3);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.setRows(builder.snapshot(), {id});
        QCOMPARE(changes.count(), 1);
        QCOMPARE(model.index(0, int(LedgerColumn::Duplicates)).data().toULongLong(), 3u);
    }

    void aSmallerLedgerIsAnotherExport()
    {
        ingest::LedgerBuilder large;
        for (int i = 0; i < 3; ++i)
            large.add(entryOf(i));
        ingest::LedgerBuilder small;
        small.add(entryOf(9));
        LedgerModel model;
        model.setRows(large.snapshot(), ids({0, 1, 2}));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setRows(small.snapshot(), ids({0}));
        QCOMPARE(resets.count(), 1);
        QCOMPARE(pathsOf(model), QStringLiteral("source9"));
    }

    void theFirstProblemOutweighsRemarks()
    {
        SourceEntry entry;
        QVERIFY(mainIssue(entry) == nullptr);
        ingest::Issue remark;
        remark.code = ingest::Issue::Code::EncodingRepaired;
        ingest::Issue problem;
        problem.code = ingest::Issue::Code::JsonTruncated;
        QVERIFY(problem.isProblem());
        entry.issues = {remark, problem};
        QVERIFY(mainIssue(entry)->isProblem());
        entry.issues = {remark};
        QCOMPARE(mainIssue(entry), &entry.issues.front());
    }
};

QTEST_GUILESS_MAIN(TestLedgerModel)
#include "tst_ledgermodel.moc"
