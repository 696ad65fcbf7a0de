// The menu of views: questions that come with the program, about the selected event, and the
// person's own.
#include "tests/support/smallexport.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"
#include "tests/ui/support/uiworld.h"
#include "ui/common/dialogs.h"
#include "ui/querybar/viewsmenu.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

using namespace trailloupe;
using namespace trailloupe::ui;
using test::SmallExport;
using test::UiWorld;
using workspace::Filter;

namespace {

struct Fixture : UiWorld
{
    explicit Fixture(const QByteArray& saved = {})
    {
        if (saved.isEmpty())
            return;
        QFile out(file);
        wrote = out.open(QIODevice::WriteOnly) && out.write(saved) == saved.size();
    }
    // The entries as they stand when the menu opens.
    QList<QAction*> entries()
    {
        Q_EMIT menu().aboutToShow();
        return menu().actions();
    }
    QAction* entry(const QString& begin)
    {
        for (QAction* action : entries()) {
            if (action->text().startsWith(begin))
                return action;
        }
        return nullptr;
    }
    ViewsMenu& menu()
    {
        if (!m_menu) {
            m_views = std::make_unique<workspace::SavedViews>(file);
            m_menu = std::make_unique<ViewsMenu>(*workspace, *investigation, *m_views, &window);
        }
        return *m_menu;
    }
    bool selectEventNamed(const char* name)
    {
        const auto& store = *workspace->evidence().store;
        const auto path = store.paths().find("eventName");
        std::string text;
        for (const RowId row : store.timeOrder()) {
            store.value(row, *path, text);
            if (text == name) {
                investigation->selectRow(row);
                return true;
            }
        }
        return false;
    }

    QTemporaryDir dir;
    QString file = dir.filePath(QStringLiteral("views.json"));
    bool wrote = true;
    QWidget window;

private:
    std::unique_ptr<workspace::SavedViews> m_views;
    std::unique_ptr<ViewsMenu> m_menu;
};

QByteArray json(const char* text)
{
    return QByteArray::fromStdString(test::quoted(text));
}

} // namespace

class TestViewsMenu : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { UiWorld::prepare(); }
    void init()
    {
        test::failOnAnyWarning();
        dialogs::testing::recordTold(true);
    }

    void aQuestionIsAskedOfEverythingAndPinsStay()
    {
        Fixture f;
        Filter filter;
        filter.text = QStringLiteral("user:alice");
        filter.chips = {{.text = QStringLiteral("awsRegion:us-east-1"), .pinned = true},
                        {.text = QStringLiteral("eventName:B")}};
        QVERIFY(f.investigation->setFilter(filter));
        QSignalSpy shown(&f.menu(), &ViewsMenu::shown);
        QAction* denied = f.entry(QStringLiteral("What was denied?"));
        QVERIFY(denied);
        denied->trigger();
        QCOMPARE(shown.count(), 1);
        QCOMPARE(f.investigation->filter().text, QStringLiteral("class:denied"));
        QVERIFY((f.investigation->filter().chips
                 == std::vector<workspace::FilterChip>{
                     {.text = QStringLiteral("awsRegion:us-east-1"), .pinned = true}}));
    }

    void everyQuestionHasWords()
    {
        Fixture f;
        for (const auto& view : workspace::builtInViews()) {
            const QString title = builtInViewTitle(view);
            QVERIFY2(title != QString::fromUtf8(view.id), view.id);
        }
    }

    void theSelectedEventBringsQuestionsOfItsOwn()
    {
        SmallExport small(1, 20);
        small.add(QStringLiteral("key.json"),
                  test::quoted("{'Records':[{'eventVersion':'1.08','eventID':'k','eventName':"
                               "'DeleteAccessKey','eventSource':'iam.amazonaws.com','eventTime':"
                               "'2026-03-10T01:00:00Z','requestParameters':{'accessKeyId':"
                               "'AKIAOLD'},'awsRegion':'us-east-1'}]}"));
        Fixture f;
        QVERIFY(f.openAndWait(small.path()));
        QAction* hint = f.entry(QStringLiteral("Select an event"));
        QVERIFY(hint && !hint->isEnabled());

        QVERIFY(f.selectEventNamed("DeleteAccessKey"));
        QVERIFY(!f.entry(QStringLiteral("Select an event")));
        QAction* life = f.entry(QStringLiteral("Life of the key "));
        QVERIFY(life);
        life->trigger();
        QVERIFY(f.investigation->filter().text.isEmpty());
        QCOMPARE(f.investigation->filter().chips.size(), std::size_t{1});
        QVERIFY(f.investigation->filter().chips[0].text.contains(
            QStringLiteral("requestParameters.accessKeyId")));
        QVERIFY(QTest::qWaitFor([&] { return f.jobs->isIdle(); }));
        QCOMPARE(f.filtering->result().count(), std::uint64_t{1});
    }

    void ownViewsAreSavedShownAndRemoved()
    {
        Fixture f;
        Filter filter;
        filter.text = QStringLiteral("user:alice");
        QVERIFY(f.investigation->setFilter(filter));
        dialogs::testing::answerNext({QStringLiteral("Alice & co")});
        f.entry(QStringLiteral("&Save This View"))->trigger();
        QVERIFY(f.investigation->setFilter({}));
        QAction* own = f.entry(QStringLiteral("Alice && co"));
        QVERIFY(own);
        own->trigger();
        QVERIFY(f.investigation->filter() == filter);
        QAction* remove = f.entry(QStringLiteral("&Remove"));
        QVERIFY(remove && remove->menu());
        remove->menu()->actions().front()->trigger();
        QVERIFY(!f.entry(QStringLiteral("Alice && co")));
        QVERIFY(dialogs::testing::takeTold().isEmpty());
    }

    void aNameThatIsThereIsAskedAboutFirst()
    {
        Fixture f;
        const auto saveAs = [&f](const QString& text, const QString& name) {
            Filter filter;
            filter.text = text;
            QVERIFY(f.investigation->setFilter(filter));
            dialogs::testing::answerNext({name});
            f.entry(QStringLiteral("&Save This View"))->trigger();
        };
        const auto saved = [&f] {
            return workspace::SavedViews(f.file).views();
        };
        saveAs(QStringLiteral("user:alice"), QStringLiteral("mine"));
        QCOMPARE(saved().size(), std::size_t{1});
        dialogs::testing::answerNext({QStringLiteral("mine")});
        dialogs::testing::answerNext({}); // dismissed
        Filter other;
        other.text = QStringLiteral("user:bob");
        QVERIFY(f.investigation->setFilter(other));
        f.entry(QStringLiteral("&Save This View"))->trigger();
        QCOMPARE(saved().front().filter.text, QStringLiteral("user:alice"));
        dialogs::testing::answerNext({QStringLiteral("mine")});
        dialogs::testing::answerNext({QStringLiteral("yes")});
        f.entry(QStringLiteral("&Save This View"))->trigger();
        QCOMPARE(saved().size(), std::size_t{1});
        QCOMPARE(saved().front().filter.text, QStringLiteral("user:bob"));
    }

    void whatAnotherWindowSavedIsInTheMenu()
    {
        Fixture f;
        QVERIFY(!f.entry(QStringLiteral("theirs")));
        workspace::SavedViews other(f.file);
        workspace::SavedView view;
        view.name = QStringLiteral("theirs");
        QVERIFY(!other.save(view));
        QVERIFY(f.entry(QStringLiteral("theirs")));
        // And its name is known when one is saved.
        dialogs::testing::answerNext({QStringLiteral("theirs")});
        dialogs::testing::answerNext({});
        f.entry(QStringLiteral("&Save This View"))->trigger();
        QVERIFY(workspace::SavedViews(f.file).views().front() == view);
    }

    void aFileThatCannotBeReadIsSaidInTheMenu_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("words");
        QTest::newRow("newer") << json("{'version':99,'views':[{'name':'x'}]}")
                               << QStringLiteral("Own views were saved by a newer version");
        QTest::newRow("damaged") << json("{'version':1,'vi")
                                 << QStringLiteral("Own views cannot be read");
    }
    void aFileThatCannotBeReadIsSaidInTheMenu()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, words);
        Fixture f(bytes);
        QVERIFY(f.wrote);
        const QAction* said = f.entry(words);
        QVERIFY(said && !said->isEnabled());
        QVERIFY2(said->toolTip().contains(QStringLiteral("views.json")),
                 qPrintable(said->toolTip()));
        QVERIFY(f.entry(QStringLiteral("What was denied?"))); // the rest of the menu is there
        QVERIFY(QFile::remove(f.file));
        QVERIFY(!f.entry(words));
    }

    void aFileOfANewerVersionIsLeftAlone()
    {
        const QByteArray newer = json("{'version':99,'views':[{'name':'x'}]}");
        Fixture f(newer);
        QVERIFY(f.wrote);
        f.entry(QStringLiteral("&Save This View"))->trigger();
        QCOMPARE(dialogs::testing::takeTold().size(), 1);
        QFile file(f.file);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), newer);
    }

    void aViewThatCannotBeReadIsSaidAndChangesNothing()
    {
        Fixture f(json("{'version':1,'views':[{'name':'odd','filter':'a:('}]}"));
        QVERIFY(f.wrote);
        Filter before;
        before.text = QStringLiteral("user:alice");
        QVERIFY(f.investigation->setFilter(before));
        f.entry(QStringLiteral("odd"))->trigger();
        QCOMPARE(dialogs::testing::takeTold().size(), 1);
        QVERIFY(f.investigation->filter() == before);
    }
};

QTEST_MAIN(TestViewsMenu)
#include "tst_viewsmenu.moc"
