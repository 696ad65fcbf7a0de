#include "model/items/eventtablemodel.h"
#include "model/items/eventtableroles.h"
#include "model/workspace/workspace.h"
#include "tests/support/smallexport.h"
#include "tests/support/testsupport.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace trailloupe;
using items::EventTableModel;
using query::Column;
using query::Derived;
using query::Direction;
using test::SmallExport;
using workspace::Workspace;

namespace {

using StorePtr = std::shared_ptr<const store::EventStore>;

const std::vector<Column> kColumns = {Column::derivedColumn(Derived::Time),
                                      Column::pathColumn("eventName"),
                                      Column::pathColumn("requestParameters.number")};

} // namespace

class TestEventTableModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        SmallExport small(2, 10);
        small.add(QStringLiteral("undated.json"),
                  R"({"Records":[{"eventVersion":"1.08","eventTime":"when the cows come home",)"
                  R"("eventName":"Moo","eventSource":"x.amazonaws.com","awsRegion":"us-east-1",)"
                  R"("eventID":"00000000-0000-4000-8000-00000000ffff"}]})");
        small.add(QStringLiteral("long.json"),
                  R"({"Records":[{"eventVersion":"1.08","eventTime":"2026-03-09T00:00:00Z",)"
                  R"("eventName":")"
                      + std::string(5000, 'x')
                      + R"(","eventSource":"x.amazonaws.com","awsRegion":"us-east-1",)"
                        R"("eventID":"00000000-0000-4000-8000-00000000eeee"}]})");
        m_store = load(small);
        QCOMPARE_EQ(m_store->rowCount(), std::size_t(22));
    }
    void init() { test::failOnAnyWarning(); }

    void theModelIsSoundWhateverIsPutIn()
    {
        EventTableModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QCOMPARE_EQ(model.rowCount(), 0);
        model.setColumns(kColumns);
        model.setColumns(kColumns);
        QCOMPARE_EQ(resets.size(), 1);
        model.setEvidence(m_store, nullptr);
        QCOMPARE_EQ(resets.size(), 2);
        QCOMPARE_EQ(model.rowCount(), 22);
        QCOMPARE_EQ(model.columnCount(), 3);
        QVERIFY(!model.index(22, 0).isValid());
        QVERIFY(!model.index(0, 3).isValid());
        model.setColumns({});
        model.setColumns(kColumns);
        model.setEvidence(std::make_shared<store::EventStore>(), nullptr);
        QCOMPARE_EQ(model.rowCount(), 0);
    }

    void timeOrderRunsBothWaysWithUndatedRowsLast()
    {
        EventTableModel model;
        model.setColumns(kColumns);
        model.setEvidence(m_store, nullptr, Direction::Ascending);
        QCOMPARE_EQ(cell(model, 1, 2), QStringLiteral("0"));
        QCOMPARE_EQ(cell(model, 20, 2), QStringLiteral("19"));
        QCOMPARE_EQ(cell(model, 21, 1), QStringLiteral("Moo"));
        model.setEvidence(m_store, nullptr, Direction::Descending);
        QCOMPARE_EQ(cell(model, 0, 2), QStringLiteral("19"));
        QCOMPARE_EQ(cell(model, 19, 2), QStringLiteral("0"));
        QCOMPARE_EQ(cell(model, 21, 1), QStringLiteral("Moo"));
    }

    void aGivenOrderIsTheOrder()
    {
        const auto rows = m_store->timeOrder();
        auto order = std::make_shared<std::vector<RowId>>(rows.begin(), rows.end());
        std::rotate(order->begin(), order->begin() + 5, order->end());
        EventTableModel model;
        model.setColumns(kColumns);
        model.setEvidence(m_store, order);
        for (int row = 0; row < model.rowCount(); ++row) {
            const RowId id = (*order)[static_cast<std::size_t>(row)];
            QCOMPARE_EQ(model.rowIdAt(row).value(), id.value());
            QCOMPARE_EQ(model.rowOf(id), std::optional(row));
        }
    }

    void rowsAreFoundByTheirId()
    {
        EventTableModel model;
        model.setColumns(kColumns);
        for (const Direction direction : {Direction::Ascending, Direction::Descending}) {
            model.setEvidence(m_store, nullptr, direction);
            const RowId wanted[] = {model.rowIdAt(21), model.rowIdAt(3), model.rowIdAt(4)};
            QCOMPARE_EQ(model.rowsOf(wanted), (std::vector<int>{3, 4, 21}));
            QVERIFY(!model.rowOf(RowId(4'000'000)));
        }
    }

    void anUndatedRowSaysSoAndKeepsItsText()
    {
        EventTableModel model;
        model.setColumns(kColumns);
        model.setWords([](qint64) { return QStringLiteral("formatted"); }, {});
        model.setEvidence(m_store, nullptr);
        const QModelIndex undated = model.index(21, 0);
        QCOMPARE_EQ(undated.data().toString(), QStringLiteral("\u2014"));
        QVERIFY(!undated.data(items::SecondsRole).isValid());
        QCOMPARE_EQ(undated.data(items::RawTextRole).toString(),
                    QStringLiteral("when the cows come home"));
        const QModelIndex dated = model.index(1, 0);
        QCOMPARE_EQ(dated.data().toString(), QStringLiteral("formatted"));
        QCOMPARE_EQ(dated.data(items::SecondsRole).toLongLong(), SmallExport::kFirstSecond);
    }

    void aLongTextIsCutForTheCellAndWholeInItsRole()
    {
        EventTableModel model;
        model.setColumns(kColumns);
        model.setEvidence(m_store, nullptr);
        const QModelIndex name = model.index(0, 1);
        QCOMPARE_EQ(name.data().toString().size(),
                    static_cast<qsizetype>(EventTableModel::kDisplayLimit) + 1);
        QVERIFY(name.data().toString().endsWith(QChar(u'\u2026')));
        QCOMPARE_EQ(name.data(items::RawTextRole).toString().size(), 5000);
    }

    void eventsInFindingsSayTheGravest()
    {
        EventTableModel model;
        model.setColumns(kColumns);
        model.setEvidence(m_store, nullptr);
        query::Evaluator evaluator(1);
        const auto rule = [](const char* id, detection::Severity severity, const char* filter) {
            return detection::Rule{.id = id, .severity = severity, .filter = filter};
        };
        const auto rules =
            std::make_shared<const std::vector<detection::Rule>>(std::vector<detection::Rule>{
                rule("low", detection::Severity::Low, "eventName:RunInstances"),
                rule("moo", detection::Severity::High, "eventName:Moo")});
        const auto found = detection::findAll(m_store, rules, evaluator, JobContext());
        QVERIFY_OK(found);
        const QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.setFindings(*found);
        QCOMPARE_EQ(changes.size(), 1);
        int flagged = 0;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QString name = model.index(row, 1).data().toString();
            const QVariant severity = model.index(row, 0).data(items::FindingRole);
            flagged += severity.isValid() ? 1 : 0;
            QCOMPARE(severity.isValid(),
                     name == QStringLiteral("RunInstances") || name == QStringLiteral("Moo"));
            if (name == QStringLiteral("Moo"))
                QCOMPARE(severity.toInt(), static_cast<int>(detection::Severity::High));
        }
        QVERIFY(flagged > 1);
        // Those of another store say nothing.
        model.setEvidence(std::make_shared<store::EventStore>(), nullptr);
        QVERIFY(!model.findings());
    }

    void rolesCarryFacts()
    {
        EventTableModel model;
        model.setColumns(kColumns);
        model.setEvidence(m_store, nullptr);
        const QModelIndex read = model.index(1, 1); // DescribeInstances
        const QModelIndex denied = model.index(4, 1); // GetObject, AccessDenied
        QCOMPARE_EQ(read.data(items::EventClassRole).toInt(), int(query::EventClass::Read));
        QCOMPARE_EQ(denied.data(items::EventClassRole).toInt(), int(query::EventClass::Denied));
        QCOMPARE_EQ(read.data(items::RowIdRole).toUInt(), model.rowIdAt(1).value());
        QCOMPARE_EQ(read.data(items::ValueKindRole).toInt(), int(store::ValueKind::Text));
        QCOMPARE_EQ(read.data(items::ColumnTextRole).toString(), QStringLiteral("eventName"));
        QVERIFY(!read.data(Qt::DecorationRole).isValid()); // colours and icons are the view's
    }

    void wordsChangeWithoutAReset()
    {
        EventTableModel model;
        model.setColumns(kColumns);
        model.setEvidence(m_store, nullptr);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy headers(&model, &QAbstractItemModel::headerDataChanged);
        QSignalSpy cells(&model, &QAbstractItemModel::dataChanged);
        model.setWords([](qint64) { return QStringLiteral("later"); },
                       [](const Column&) { return QStringLiteral("Title"); });
        QCOMPARE_EQ(resets.size(), 0);
        QCOMPARE_EQ(headers.size(), 1);
        QCOMPARE_EQ(cells.size(), 1);
        QCOMPARE_EQ(model.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(),
                    QStringLiteral("Title"));
    }

private:
    static QString cell(const EventTableModel& model, int row, int column)
    {
        return model.index(row, column).data().toString();
    }
    StorePtr load(const SmallExport& small)
    {
        workspace::JobRunner jobs;
        Workspace workspace(jobs);
        workspace.open({small.path()});
        if (!QTest::qWaitFor([&] { return workspace.state() == Workspace::State::Ready; }))
            return std::make_shared<store::EventStore>();
        return workspace.evidence().store;
    }

    StorePtr m_store;
};

QTEST_GUILESS_MAIN(TestEventTableModel)
#include "tst_eventtablemodel.moc"
