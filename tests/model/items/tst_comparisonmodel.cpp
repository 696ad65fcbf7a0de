#include "model/items/comparisonmodel.h"
#include "tests/support/randomevents.h"
#include "tests/support/testsupport.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace trailloupe;
using items::ComparisonModel;

namespace {

compare::ComparisonPtr compared(const std::vector<std::string>& texts)
{
    std::vector<compare::ComparedEvent> events;
    for (const std::string& text : texts)
        events.push_back({RowId(static_cast<std::uint32_t>(events.size())), text, {}});
    auto made = compare::Comparison::make(std::move(events), {}, JobContext());
    return made ? *made : nullptr;
}

void show(ComparisonModel& model, const compare::ComparisonPtr& comparison)
{
    QStringList titles;
    for (std::size_t i = 0; i < comparison->events().size(); ++i)
        titles << QString::number(i);
    model.setComparison(comparison, compare::linesOf(*comparison, {}));
    model.setTitles(titles);
}

} // namespace

class TestComparisonModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void itIsAProperModelOfAnyEvents()
    {
        ComparisonModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        test::RandomEvents random(3);
        for (int i = 0; i < 40; ++i) {
            show(model, compared({random.next(), random.next(), random.next()}));
            QCOMPARE(model.columnCount(), 4);
            show(model, compared({random.next(), random.next()}));
            model.setAsOneDiff(i % 2 == 0);
            // Every cell can be asked for everything.
            for (int row = 0; row < model.rowCount(); ++row) {
                for (int column = 0; column < model.columnCount(); ++column) {
                    for (int role = Qt::UserRole + 1; role <= ComparisonModel::RawRole; ++role)
                        model.index(row, column).data(role);
                }
            }
        }
        model.setComparison(nullptr, {});
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.columnCount(), 0);
    }

    void asOneDiffEachChangeIsTwoRows()
    {
        ComparisonModel model;
        model.setAsOneDiff(true);
        show(model, compared({R"({"a":1,"b":2,"c":3,"d":4})", R"({"a":9,"b":2,"c":3,"e":5})"}));
        QVERIFY(model.isAsOneDiff());
        QStringList told;
        for (int row = 0; row < model.rowCount(); ++row)
            told << model.index(row, 0).data().toString() + u'='
                    + model.index(row, 1).data().toString() + u' '
                    + QString::number(
                        model.index(row, 1).data(ComparisonModel::CellStateRole).toInt());
        const auto missing = QString::number(static_cast<int>(compare::CellState::Missing));
        const auto added = QString::number(static_cast<int>(compare::CellState::Added));
        const auto same = QString::number(static_cast<int>(compare::CellState::Same));
        QCOMPARE(told,
                 QStringList({QStringLiteral("a=1 ") + missing, QStringLiteral("a=9 ") + added,
                              QStringLiteral("= ") + same, QStringLiteral("d=4 ") + missing,
                              QStringLiteral("e=5 ") + added}));
        QCOMPARE(model.nextDifference(0, true), 3); // a change counts once
        QCOMPARE(model.nextDifference(0, false), 4);
    }

    void theDifferenceIsMarkedInCharacters()
    {
        ComparisonModel model;
        show(model, compared({R"({"a":"é/x/same"})", R"({"a":"é/y/same"})", R"({"a":"other"})"}));
        const auto marks = [&model](int column) {
            return model.index(0, column)
                .data(ComparisonModel::MarksRole)
                .value<QList<items::TextMark>>();
        };
        QVERIFY(marks(1).isEmpty()); // different from each of the others in another way
        QCOMPARE(marks(2).size(), 1);
        QCOMPARE(marks(2)[0].start, 2);
        QCOMPARE(marks(2)[0].length, 1);
        QVERIFY(marks(3).isEmpty()); // nothing is shared
    }

    void aLongValueIsCutButCopiedWhole()
    {
        const std::string text = "é" + std::string(100'000, 'x');
        ComparisonModel model;
        show(model, compared({"{\"a\":\"" + text + "\"}", "{\"a\":\"y\"}"}));
        const QString shown = model.index(0, 1).data().toString();
        QCOMPARE_LE(shown.size(), static_cast<qsizetype>(ComparisonModel::kDisplayLimit));
        QCOMPARE(model.index(0, 1).data(ComparisonModel::RawRole).toString(),
                 QString::fromStdString(text));
    }
};

QTEST_GUILESS_MAIN(TestComparisonModel)
#include "tst_comparisonmodel.moc"
