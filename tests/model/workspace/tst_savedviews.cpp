// Views under a name: kept as they were, never lost to a file that cannot be read or written.
#include "model/workspace/savedviews.h"
#include "tests/support/testsupport.h"

#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::workspace;

namespace {

SavedView someView(const QString& name)
{
    SavedView view;
    view.name = name;
    view.filter.text = QStringLiteral("eventSource:iam* and \"ä\\\"ö\"");
    view.filter.chips = {{.text = QStringLiteral("user:\"bob\""), .enabled = false, .pinned = true},
                         {.text = QStringLiteral("time:2026-03-10..2026-03-11"), .isTime = true}};
    view.columns = {query::Column::derivedColumn(query::Derived::Time),
                    query::Column::pathColumn("requestParameters.bucketName")};
    view.sort = {.column = view.columns[1], .direction = query::Direction::Ascending};
    view.zone = "Asia/Tokyo";
    view.ignoredPaths = {{"eventID", "requestParameters.a[].b"}};
    return view;
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("?");
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class TestSavedViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void aViewComesBackAsItWas()
    {
        const QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("deep/er/views.json"));
        SavedViews views(file);
        QSignalSpy changed(&views, &SavedViews::changed);
        QVERIFY(!views.save(someView(QStringLiteral("one"))));
        QVERIFY(!views.save(someView(QStringLiteral("two & 二"))));
        QCOMPARE(changed.count(), 2);
        const SavedViews again(file);
        QVERIFY(!again.problem());
        QVERIFY(again.views() == views.views());
        QVERIFY(again.views()[1] == someView(QStringLiteral("two & 二")));
    }

    void aNameIsThereOnce()
    {
        const QTemporaryDir dir;
        SavedViews views(dir.filePath(QStringLiteral("v")));
        QVERIFY(!views.save(someView(QStringLiteral("one"))));
        SavedView other = someView(QStringLiteral("one"));
        other.filter.text = QStringLiteral("class:denied");
        QVERIFY(!views.save(other));
        QVERIFY(views.views() == std::vector<SavedView>{other});
        QVERIFY(!views.remove(QStringLiteral("one")));
        QVERIFY(views.views().empty());
        QVERIFY(SavedViews(views.file()).views().empty());
    }

    void whatAnotherWindowSavedStays()
    {
        const QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("views.json"));
        SavedViews here(file), there(file);
        QVERIFY(!here.save(someView(QStringLiteral("mine"))));
        QVERIFY(!there.save(someView(QStringLiteral("theirs"))));
        const SavedViews both(file);
        QCOMPARE(both.views().size(), std::size_t{2});
        QVERIFY(there.views() == both.views());
        QVERIFY(!here.contains(QStringLiteral("theirs")));
        QSignalSpy changed(&here, &SavedViews::changed);
        here.refresh();
        QCOMPARE(changed.count(), 1);
        QVERIFY(here.contains(QStringLiteral("theirs")));
        here.refresh();
        QCOMPARE(changed.count(), 1); // no news
        // What one of them removes does not come back with the next change of the other.
        QVERIFY(!there.remove(QStringLiteral("mine")));
        QVERIFY(!here.save(someView(QStringLiteral("third"))));
        QVERIFY(here.views()
                == std::vector<SavedView>(
                    {someView(QStringLiteral("theirs")), someView(QStringLiteral("third"))}));
        QVERIFY(SavedViews(file).views() == here.views());
    }

    void aFileThatIsDamagedMeanwhileIsLeftAlone()
    {
        const QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("views.json"));
        SavedViews views(file);
        QVERIFY(!views.save(someView(QStringLiteral("one"))));
        const QByteArray newer("{\"version\": 2, \"views\": []}");
        write(file, newer);
        const auto error = views.save(someView(QStringLiteral("two")));
        QVERIFY(error);
        QVERIFY(error->kind == Error::Kind::Unsupported);
        QCOMPARE(bytesOf(file), newer);
        QVERIFY(views.views() == std::vector<SavedView>{someView(QStringLiteral("one"))});
        QVERIFY(QFile::remove(file));
        QVERIFY(!views.save(someView(QStringLiteral("two"))));
        QVERIFY(!views.problem());
    }

    void twoThatSaveAtOnceWaitForEachOther()
    {
        const QTemporaryDir dir;
        SavedViews views(dir.filePath(QStringLiteral("views.json")));
        QVERIFY(!views.save(someView(QStringLiteral("one"))));
        QLockFile other(views.file() + QStringLiteral(".lock"));
        QVERIFY(other.tryLock());
        const auto error = views.save(someView(QStringLiteral("two")));
        QVERIFY(error);
        QVERIFY(error->kind == Error::Kind::Conflict);
        other.unlock();
        QVERIFY(!views.save(someView(QStringLiteral("two"))));
        QCOMPARE(views.views().size(), std::size_t{2});
    }

    void showingAViewShowsAllOfIt()
    {
        Investigation investigation;
        const SavedView view = someView(QStringLiteral("x"));
        QVERIFY(show(investigation, view));
        QVERIFY(viewOf(investigation, QStringLiteral("x")) == view);
        SavedView bad = view;
        bad.filter.text = QStringLiteral("a and (");
        bad.zone = "UTC";
        QVERIFY(!show(investigation, bad));
        QVERIFY(viewOf(investigation, QStringLiteral("x")) == view);
        // One without columns and zone leaves them as they are.
        QVERIFY(show(investigation, SavedView{QStringLiteral("y"), {QStringLiteral("a"), {}}}));
        QVERIFY(investigation.columns() == view.columns);
        QCOMPARE(investigation.zone(), QByteArray("Asia/Tokyo"));
        QVERIFY(investigation.ignoredPaths() == *view.ignoredPaths);
        // One that ignores nothing is not one that leaves it as it is.
        SavedView nothing = view;
        nothing.ignoredPaths.emplace();
        QVERIFY(show(investigation, nothing));
        QVERIFY(investigation.ignoredPaths().empty());
    }

    void whatCannotBeReadIsLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("kind");
        QTest::newRow("newer") << QByteArray("{\"version\": 2, \"views\": [{\"name\": \"a\"}]}")
                               << static_cast<int>(Error::Kind::Unsupported);
        QTest::newRow("cut") << QByteArray("{\"version\": 1, \"views\": [")
                             << static_cast<int>(Error::Kind::Malformed);
        QTest::newRow("empty") << QByteArray() << static_cast<int>(Error::Kind::Malformed);
        QTest::newRow("other") << QByteArray("[1]") << static_cast<int>(Error::Kind::Malformed);
        QTest::newRow("zero bytes")
            << QByteArray("\0\0", 2) << static_cast<int>(Error::Kind::Malformed);
    }
    void whatCannotBeReadIsLeftAlone()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, kind);
        const QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("views.json"));
        write(file, bytes);
        SavedViews views(file);
        QVERIFY(views.problem());
        QCOMPARE(static_cast<int>(views.problem()->kind), kind);
        QVERIFY(views.save(someView(QStringLiteral("one"))));
        QVERIFY(views.views().empty());
        QCOMPARE(bytesOf(file), bytes);
    }

    void oddMembersDoNoHarm()
    {
        const QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("views.json"));
        write(file,
              "{\"version\":1,\"views\":[5,{\"name\":\"a\",\"columns\":[1,\"..\",\"x\"],"
              "\"chips\":[null],\"sort\":7},{\"filter\":\"nameless\"}]}");
        const SavedViews views(file);
        QVERIFY(!views.problem());
        QCOMPARE(views.views().size(), std::size_t{1});
        QCOMPARE(views.views()[0].columns.size(), std::size_t{1});
    }

    void whatCannotBeWrittenIsSaid()
    {
        const QTemporaryDir dir;
        const QString blocked = dir.filePath(QStringLiteral("file"));
        write(blocked, "x");
        SavedViews views(blocked + QStringLiteral("/views.json"));
        const auto error = views.save(someView(QStringLiteral("one")));
        QVERIFY(error);
        QVERIFY(!error->detail.empty());
        QVERIFY(views.views().empty());
    }

    void everyBuiltInViewCanBeRead()
    {
        int cis = 0;
        for (const BuiltInView& view : builtInViews()) {
            const FilterText read = readFilterText(QString::fromUtf8(view.filter), "UTC");
            QVERIFY2(read.predicate, view.id);
            const bool isCis = view.group == BuiltInView::Group::Cis;
            QCOMPARE(read.isPattern, isCis);
            cis += isCis;
        }
        QCOMPARE(cis, 15);
    }
};

QTEST_GUILESS_MAIN(TestSavedViews)
#include "tst_savedviews.moc"
