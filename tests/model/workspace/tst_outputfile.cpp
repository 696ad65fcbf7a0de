#include "model/workspace/outputfile.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace trailloupe;
using workspace::OutputFile;

namespace {

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not there");
}

} // namespace

class TestOutputFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void nothingIsKeptUntilItIsCommitted()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("a"));
        test::writeFile(dir.path(), "a", "before");
        {
            OutputFile file(path);
            QVERIFY_OK(file.open());
            QVERIFY_OK(file.write("after"));
            QCOMPARE(bytesOf(path), QByteArray("before"));
        }
        QCOMPARE(bytesOf(path), QByteArray("before"));
        OutputFile file(path);
        QVERIFY_OK(file.open());
        QVERIFY_OK(file.write("after"));
        QVERIFY_OK(file.commit());
        QCOMPARE(bytesOf(path), QByteArray("after"));
    }

    // Whoever may write everywhere would replace a device by a file of its name.
    void whatIsNoRegularFileStaysWhatItIs()
    {
        const QTemporaryDir dir;
        const QString pipe = dir.filePath(QStringLiteral("pipe"));
        QCOMPARE(mkfifo(pipe.toLocal8Bit().constData(), 0600), 0);
        QVERIFY(QFile::link(pipe, dir.filePath(QStringLiteral("link"))));
        QVERIFY(QDir(dir.path()).mkdir(QStringLiteral("folder")));
        for (const char* name : {"pipe", "link", "folder"}) {
            OutputFile file(dir.filePath(QLatin1String(name)));
            const auto opened = file.open();
            QVERIFY2(!opened, name);
            QVERIFY(opened.error().kind == Error::Kind::Io);
            QCOMPARE(opened.error().detail, std::string("not a regular file"));
        }
        struct stat found
        { };
        QCOMPARE(stat(pipe.toLocal8Bit().constData(), &found), 0);
        QVERIFY(S_ISFIFO(found.st_mode));
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::System).size(), 2);
    }

    void aFolderThatIsNotThereIsSaid()
    {
        OutputFile file(QStringLiteral("/no/such/folder/a"));
        const auto opened = file.open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().source, std::string("/no/such/folder/a"));
    }
};

QTEST_GUILESS_MAIN(TestOutputFile)
#include "tst_outputfile.moc"
