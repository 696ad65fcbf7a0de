#include "model/archive/openarchive.h"
#include "model/ingest/foldertree.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace trailloupe;
using namespace trailloupe::archive;
using ingest::Source;
using ingest::SourceTree;

class TestOpenArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_dir.reset(); }

    void whatAFileIsComesFromItsContent_data();
    void whatAFileIsComesFromItsContent();
    void aPathThatIsNoFileIsSaid();
    void aTarWithoutMagicIsKnownByItsChecksum();
    void archivesFoldersAndFilesAreOneTree();
    void aBrokenZipIsARefusedSourceAmongOthers();

private:
    std::optional<QTemporaryDir> m_dir;
};

void TestOpenArchive::init()
{
    test::failOnAnyWarning();
    m_dir.emplace();
    QVERIFY(m_dir->isValid());
}

void TestOpenArchive::whatAFileIsComesFromItsContent_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<QString>("listing"); // or the kind of the error
    const QString unsupported = QLatin1String(errorKindName(Error::Kind::Unsupported));
    const QString malformed = QLatin1String(errorKindName(Error::Kind::Malformed));
    const std::string json = R"({"Records":[]})";
    const std::string zip = test::zipOf({{.name = "in.zip", .bytes = json}});
    const std::string tar = test::tarOf({{.name = "in.tar", .bytes = json}});
    const std::string large = test::tarOf({{.name = "a", .bytes = std::string(2'000'000, 'a')}});

    QTest::newRow("zip") << zip << QStringLiteral("in.zip\n");
    QTest::newRow("empty zip") << test::zipOf({}) << QString();
    QTest::newRow("tar") << tar << QStringLiteral("in.tar\n");
    for (const char* filter : {"gzip", "zstd", "xz", "bzip2"}) {
        QTest::addRow("tar in %s", filter)
            << test::compressed(tar, filter) << QStringLiteral("in.tar\n");
        QTest::addRow("large tar in %s", filter)
            << test::compressed(large, filter) << QStringLiteral("a\n");
        QTest::addRow("JSON in %s", filter) << test::compressed(json, filter) << unsupported;
    }
    QTest::newRow("zip in gzip") << test::gzip(zip) << unsupported;
    QTest::newRow("JSON") << json << unsupported;
    QTest::newRow("nothing") << std::string() << unsupported;
    QTest::newRow("empty gzip") << test::gzip("") << unsupported;
    QTest::newRow("zeros") << std::string(10'240, '\0') << unsupported;
    QTest::newRow("long text") << std::string(100'000, 'x') << unsupported;
    QTest::newRow("gzip of long text") << test::gzip(std::string(100'000, 'x')) << unsupported;
    QTest::newRow("gzip cut in its header") << test::gzip(tar).substr(0, 8) << unsupported;
    QTest::newRow("zstd that is none") << std::string("\x28\xB5\x2F\xFD") + json << unsupported;
    QTest::newRow("zip without a directory") << zip.substr(0, zip.size() / 2) << malformed;
}

void TestOpenArchive::whatAFileIsComesFromItsContent()
{
    QFETCH(std::string, bytes);
    QFETCH(QString, listing);
    const std::string path = test::writeFile(m_dir->path(), "misleading.json.gz", bytes);
    Result<std::unique_ptr<SourceTree>> tree = openArchive(path);
    if (!tree) {
        QCOMPARE(QString::fromLatin1(errorKindName(tree.error().kind)), listing);
        return;
    }
    QCOMPARE(test::listingAsText(test::listAll(**tree)), listing);
}

void TestOpenArchive::aPathThatIsNoFileIsSaid()
{
    const auto absent = openArchive(m_dir->path().toStdString() + "/absent.zip");
    QVERIFY(!absent.ok() && absent.error().kind == Error::Kind::NotFound);
    const auto folder = openArchive(m_dir->path().toStdString());
    QVERIFY(!folder.ok() && folder.error().kind == Error::Kind::Unsupported);
}

void TestOpenArchive::aTarWithoutMagicIsKnownByItsChecksum()
{
    std::string tar = test::tarOf({{.name = "old.json", .bytes = "old"}});
    unsigned sum = 0;
    for (std::size_t i = 257; i < 265; ++i) {
        sum += static_cast<unsigned char>(tar[i]);
        tar[i] = '\0';
    }
    QVERIFY(!looksLikeTar(tar));
    const unsigned before = static_cast<unsigned>(std::stoul(tar.substr(148, 6), nullptr, 8));
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06o", before - sum);
    tar.replace(148, 6, digits, 6);
    QVERIFY(looksLikeTar(tar));
    QVERIFY(!looksLikeTar(tar.substr(0, 511)));
    Result<std::unique_ptr<SourceTree>> tree =
        openArchive(test::writeFile(m_dir->path(), "old", tar));
    QVERIFY_OK(tree);
    QCOMPARE(test::listingAsText(test::listAll(**tree)), QStringLiteral("old.json\n"));
}

void TestOpenArchive::archivesFoldersAndFilesAreOneTree()
{
    const QString dir = m_dir->path();
    const std::string zip =
        test::writeFile(dir, "a.zip", test::zipOf({{.name = "logs/z.json", .bytes = "zip"}}));
    const std::string tar =
        test::writeFile(dir, "b.tar", test::tarOf({{.name = "logs/t.json", .bytes = "tar"}}));
    const std::string file = test::writeFile(dir, "c.json", "file");
    test::writeFile(dir, "folder/d.json", "folder");

    const auto tree =
        ingest::openPaths({zip, tar, file, dir.toStdString() + "/folder"}, openArchive);
    std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(test::listingAsText(sources),
             QStringLiteral("a.zip/logs/z.json\n"
                            "b.tar/logs/t.json\n"
                            "c.json\n"
                            "folder/d.json\n"));
    const auto reader = tree->makeReader();
    QStringList contents;
    for (Source& source : sources) {
        source.bytes.reset();
        ByteBuffer bytes;
        QVERIFY_OK(reader->read(source, 100, bytes));
        contents += QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
    }
    QCOMPARE(contents.join(u' '), QStringLiteral("zip tar file folder"));
    QCOMPARE(tree->originOf(sources[0]), zip);
    QCOMPARE(tree->originOf(sources[1]), tar);

    const auto alone = ingest::openPaths({zip}, openArchive);
    QCOMPARE(test::listingAsText(test::listAll(*alone)), QStringLiteral("logs/z.json\n"));
    QCOMPARE(alone->origin(), zip);
}

void TestOpenArchive::aBrokenZipIsARefusedSourceAmongOthers()
{
    const QString dir = m_dir->path();
    const std::string broken = test::writeFile(
        dir, "broken.zip", test::zipOf({{.name = "a", .bytes = "1"}}).substr(0, 40));
    const std::string file = test::writeFile(dir, "c.json", "file");
    const auto tree = ingest::openPaths({broken, file}, openArchive);
    QCOMPARE(test::listingAsText(test::listAll(*tree)),
             QStringLiteral("broken.zip ! %1: the zip archive has no directory at its end\n"
                            "c.json\n")
                 .arg(QLatin1String(errorKindName(Error::Kind::Malformed))));
}

QTEST_GUILESS_MAIN(TestOpenArchive)
#include "tst_openarchive.moc"
