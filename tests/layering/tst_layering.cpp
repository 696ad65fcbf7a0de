#include "tests/layering/includerules.h"
#include "tests/support/testsupport.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace trailloupe;

class LayeringTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }
    void everySourceKeepsToItsLayer();
    void aWrongLineIsFound_data();
    void aWrongLineIsFound();
    void aRightLineIsNotReported_data();
    void aRightLineIsNotReported();
    void aViolationNamesFileAndLine();
};

void LayeringTest::everySourceKeepsToItsLayer()
{
    const QDir root(test::sourcePath());
    std::vector<layering::Violation> violations;
    int files = 0;
    for (const QString& top :
         {QStringLiteral("app"), QStringLiteral("ui"), QStringLiteral("model")}) {
        QDirIterator it(root.filePath(top), {QStringLiteral("*.h"), QStringLiteral("*.cpp")},
                        QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
            const QByteArray text = file.readAll();
            const auto found =
                layering::check(root.relativeFilePath(file.fileName()).toStdString(),
                                {text.constData(), static_cast<std::size_t>(text.size())});
            violations.insert(violations.end(), found.begin(), found.end());
            ++files;
        }
    }
    QVERIFY2(violations.empty(), layering::describe(violations).c_str());
    QVERIFY2(files > 20, "the sources were not found");
}

void LayeringTest::aWrongLineIsFound_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* name, const char* path, const char* line) {
        QTest::newRow(name) << QString::fromUtf8(path) << QString::fromUtf8(line);
    };
    row("the core uses Qt", "model/store/a.cpp", "#include <QString>");
    row("the core uses a Qt module", "model/query/a.h", "#  include <QtCore/QString>");
    row("the store looks up to ingest", "model/store/a.h", "#include \"model/ingest/ledger.h\"");
    row("the base looks up", "model/base/a.h", "#include \"model/store/value.h\"");
    row("the query uses ingest", "model/query/a.h", "#include \"model/ingest/ledger.h\"");
    row("the model uses widgets", "model/items/a.h", "#include <QtWidgets/QWidget>");
    row("the model uses colours", "model/items/a.h", "#include <QColor>");
    row("the workspace knows item models", "model/workspace/a.h", "#include \"model/items/b.h\"");
    row("the model knows a page", "model/items/a.h", "#include \"ui/events/eventspage.h\"");
    row("a page knows another page", "ui/events/a.h", "#include \"ui/detail/detailpanel.h\"");
    row("a page knows the main window", "ui/events/a.h", "#include \"ui/mainwindow/mainwindow.h\"");
    row("a page opens archives", "ui/events/a.h", "#include \"model/archive/zip.h\"");
    row("the common parts know a page", "ui/common/a.h", "#include \"ui/events/eventspage.h\"");
    row("the command line knows the window", "app/cli/a.cpp", "#include \"ui/common/theme.h\"");
    row("shared words know the window", "ui/words/a.cpp", "#include \"ui/common/theme.h\"");
    row("shared words use widgets", "ui/words/a.cpp", "#include <QApplication>");
    row("the model uses shared words", "model/items/a.h", "#include \"ui/words/a.h\"");
    row("the command line uses widgets", "app/cli/a.cpp", "#include <QApplication>");
    row("the program uses test code", "app/a.cpp", "#include \"tests/support/testsupport.h\"");
    row("a path without its folder", "model/store/a.cpp", "#include \"value.h\"");
    row("words for people in the model", "model/items/a.cpp", "return tr(\"time\");");
    row("an unknown folder", "model/magic/a.h", "");
    row("an unknown top folder", "lib/magic/a.h", "");
}

void LayeringTest::aWrongLineIsFound()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    const auto found = layering::check(path.toStdString(), line.toStdString());
    QCOMPARE(found.size(), std::size_t{1});
}

void LayeringTest::aRightLineIsNotReported_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* name, const char* path, const char* line) {
        QTest::newRow(name) << QString::fromUtf8(path) << QString::fromUtf8(line);
    };
    row("the core uses its codecs", "model/ingest/a.cpp", "#include <simdjson.h>");
    row("ingest fills the store", "model/ingest/a.h", "#include \"model/store/eventstore.h\"");
    row("the model uses QtCore", "model/items/a.h", "#include <QAbstractTableModel>");
    row("the workspace opens archives", "model/workspace/a.cpp", "#include \"model/archive/a.h\"");
    row("items follow the workspace", "model/items/a.h",
        "#include \"model/workspace/workspace.h\"");
    row("a page uses the common parts", "ui/events/a.h", "#include \"ui/common/theme.h\"");
    row("a page reads the store", "ui/events/a.h", "#include \"model/store/eventstore.h\"");
    row("the command line uses shared words", "app/cli/a.cpp", "#include \"ui/words/a.h\"");
    row("a page uses shared words", "ui/events/a.cpp", "#include \"ui/words/a.h\"");
    row("the main window owns the pages", "ui/mainwindow/a.cpp", "#include \"ui/events/a.h\"");
    row("the program puts all together", "app/a.cpp", "#include \"ui/mainwindow/mainwindow.h\"");
    row("words for people in a page", "ui/events/a.cpp", "return tr(\"time\");");
    row("a word that ends in tr", "model/store/a.cpp", "return str(1) + ptr(2);");
    row("tr in a comment", "model/store/a.cpp", "// tr() belongs to the ui");
    row("moc output", "model/items/a.cpp", "#include \"a.moc\"");
}

void LayeringTest::aRightLineIsNotReported()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    const auto found = layering::check(path.toStdString(), line.toStdString());
    QVERIFY2(found.empty(), layering::describe(found).c_str());
}

void LayeringTest::aViolationNamesFileAndLine()
{
    const auto found = layering::check("model/base/a.h", "// one\n\n#include <QString>\nint x;");
    QCOMPARE(QString::fromStdString(layering::describe(found)),
             QStringLiteral("model/base/a.h:3: QString: the core does not use Qt\n"));
}

QTEST_GUILESS_MAIN(LayeringTest)
#include "tst_layering.moc"
