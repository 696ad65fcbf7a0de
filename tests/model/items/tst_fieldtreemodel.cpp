#include "model/items/fieldtreemodel.h"
#include "tests/support/testsupport.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>

using namespace trailloupe;
using namespace trailloupe::items;

namespace {

std::shared_ptr<const query::FieldTree> treeOf(std::string json)
{
    auto tree = query::FieldTree::build(std::move(json));
    if (!tree)
        return nullptr;
    return std::make_shared<const query::FieldTree>(std::move(tree).value());
}

void appendLines(const FieldTreeModel& model, const QModelIndex& parent, int depth, QString& out)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex field = model.index(row, 0, parent);
        out += QStringLiteral("%1%2 | %3 | %4\n")
                   .arg(QString(depth * 2, u' '), field.data().toString(),
                        field.siblingAtColumn(1).data().toString(),
                        field.siblingAtColumn(2).data().toString());
        appendLines(model, field, depth + 1, out);
    }
}

QString modelAsText(const FieldTreeModel& model)
{
    QString out;
    appendLines(model, {}, 0, out);
    return out;
}

} // namespace

class TestFieldTreeModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void membersAndElementsBecomeRows()
    {
        FieldTreeModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setTree(treeOf(R"({"a":{"b":[1,"two",null]},"c":true,"d":{},"c":"again"})"));
        QCOMPARE(modelAsText(model),
                 QStringLiteral("a | object | {1}\n"
                                "  b | array | [3]\n"
                                "    [0] | number | 1\n"
                                "    [1] | string | two\n"
                                "    [2] | null | null\n"
                                "c | true | true\n"
                                "d | object | {}\n"
                                "c | string | again\n"));
        model.setTree(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void pathsAreThoseOfColumns()
    {
        FieldTreeModel model;
        model.setTree(
            treeOf(R"({"requestParameters":{"items":[{"id":1},{"id":2}],"tag.key":"v"}})"));
        const QModelIndex request = model.index(0, 0);
        const QModelIndex id = model.index(0, 0, model.index(1, 0, model.index(0, 0, request)));
        QCOMPARE(id.data(FieldTreeModel::PathRole).toString(),
                 QStringLiteral("requestParameters.items[].id"));
        QCOMPARE(id.data(FieldTreeModel::ExactPathRole).toString(),
                 QStringLiteral("requestParameters.items[1].id"));
        QCOMPARE(model.index(1, 0, request).data(FieldTreeModel::PathRole).toString(),
                 QStringLiteral("requestParameters[\"tag.key\"]"));
    }

    void rolesGiveTheWholeValue()
    {
        const std::string longText(FieldTreeModel::kCellBytes * 3, 'x');
        FieldTreeModel model;
        model.setTree(treeOf("{\"a\":\"" + longText + "\",\"b\":{\"c\":[1, 2]}}"));
        const QModelIndex value = model.index(0, 2);
        QCOMPARE(value.data().toString().size(), qsizetype(FieldTreeModel::kCellBytes));
        QCOMPARE(value.data(FieldTreeModel::RawRole).toString(), QString::fromStdString(longText));
        QCOMPARE(model.index(1, 0).data(FieldTreeModel::JsonRole).toString(),
                 QStringLiteral("{\"c\":[1, 2]}"));
    }

    void aLongValueIsNotCutInsideACharacter()
    {
        FieldTreeModel model;
        std::string text;
        while (text.size() < FieldTreeModel::kCellBytes * 2)
            text += "\xE6\x97\xA5";
        model.setTree(treeOf("{\"a\":\"" + text + "\"}"));
        QVERIFY(!model.index(0, 2).data().toString().contains(QChar::ReplacementCharacter));
    }

    void settingATreeIsOneReset()
    {
        FieldTreeModel model;
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        const auto tree = treeOf("{\"a\":1}");
        model.setTree(tree);
        model.setTree(tree);
        QCOMPARE(resets.count(), 1);
        QVERIFY(!model.index(1, 0).isValid());
        QVERIFY(!model.index(0, 3).isValid());
    }

    void searchGoesRoundInBothDirections()
    {
        const auto tree = treeOf(R"({"userName":"alice","b":{"c":"ALICE"},"d":1})");
        QVERIFY(tree);
        const std::uint32_t first = tree->find("alice", 0, true);
        QCOMPARE(tree->path(first), "userName");
        const std::uint32_t second = tree->find("alice", first, true);
        QCOMPARE(tree->path(second), "b.c");
        QCOMPARE(tree->find("alice", second, true), first);
        QCOMPARE(tree->find("alice", first, false), second);
        QCOMPARE(tree->find("nobody", 0, true), query::FieldTree::kNone);
    }

    void hugeArraysStayCheap()
    {
        constexpr int kElements = 100'000;
        std::string json = "{\"a\":[";
        for (int i = 0; i < kElements; ++i)
            json += (i ? "," : "") + std::to_string(i);
        json += "]}";
        FieldTreeModel model;
        model.setTree(treeOf(std::move(json)));
        const QModelIndex array = model.index(0, 0);
        QCOMPARE(model.rowCount(array), kElements);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 1000; ++i) {
            const int row = (i * 7919) % kElements;
            QCOMPARE(model.index(row, 2, array).data().toString(), QString::number(row));
            QCOMPARE(model.index(row, 0, array).parent(), array);
        }
        QCOMPARE_LT(timer.elapsed(), 1000);
    }

    void deepNestingIsNoRecursion()
    {
        constexpr int kDepth = 10'000;
        FieldTreeModel model;
        model.setTree(treeOf(std::string(kDepth, '[') + std::string(kDepth, ']')));
        QModelIndex at;
        int depth = 0;
        while (model.rowCount(at) > 0) {
            at = model.index(0, 0, at);
            ++depth;
        }
        QCOMPARE(depth, kDepth - 1);
        QCOMPARE(at.data(FieldTreeModel::PathRole).toString().size(), qsizetype(2 * depth));
    }
};

QTEST_GUILESS_MAIN(TestFieldTreeModel)
#include "tst_fieldtreemodel.moc"
