#include "model/ingest/foldertree.h"
#include "model/ingest/storedfile.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

using namespace trailloupe;
using namespace trailloupe::ingest;

namespace {

constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 30;

QString listed(SourceTree& tree, std::size_t batch = 100)
{
    return test::listingAsText(test::listAll(tree, batch));
}

QString contentOf(SourceReader& reader, const Source& source)
{
    ByteBuffer bytes;
    const Result<void> read = reader.read(source, kNoLimit, bytes);
    return read ? QString::fromUtf8(bytes.data(), qsizetype(bytes.size())) : test::describe(read);
}

// Permissions do not bind root: while this lives, this thread reaches files as nobody does.
class AsNobody
{
public:
    AsNobody()
    {
        if (::geteuid() == 0)
            ::setfsuid(65534);
    }
    ~AsNobody()
    {
        if (::geteuid() == 0)
            ::setfsuid(0);
    }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;
};

} // namespace

class TestFolderTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_dir.reset(); }

    void foldersAreListedInTheOrderOfTheirNames();
    void theOrderIsTheSameForEveryBatchSize();
    void aListingFindsExactlyTheFilesThatAreThere();
    void aFolderWithNothingInItHasNoSources();
    void aFolderThatDoesNotExistIsARefusedSource();
    void aFolderThatCannotBeListedIsARefusedSource();
    void linksAreFollowedAndLoopsRefused();
    void foldersBehindLinksAreListedOnceAndLast();
    void whatIsNoFileIsRefused();
    void namesThatAreNoTextAreKept();
    void cancellingStopsTheListing();

    void filesAreReadWholeAndAsStreams();
    void aFileThatVanishesIsNotFound();
    void aFileThatBecameAPipeIsNotWaitedFor();
    void aFileThatGrowsIsReadToItsEnd();
    void aFileAboveTheLimitIsTooLarge();
    void anUnreadableFileIsSaid();

    void singleFilesAreNamedByTheirNames();
    void filesOfTheSameNameAreToldApart();
    void aPathThatDoesNotExistIsARefusedSource();

    void onePathIsOpenedAsItself();
    void severalPathsStandUnderTheirNames();
    void aBrokenArchiveIsARefusedSource();

private:
    std::string path(const std::string& inside) const { return m_root + '/' + inside; }
    std::string write(const std::string& inside, std::string_view bytes = "x") const
    {
        return test::writeFile(m_root, inside, bytes);
    }

    std::optional<QTemporaryDir> m_dir;
    std::string m_root;
};

void TestFolderTree::init()
{
    test::failOnAnyWarning();
    m_dir.emplace();
    QVERIFY(m_dir->isValid());
    m_root = m_dir->path().toStdString();
}

void TestFolderTree::foldersAreListedInTheOrderOfTheirNames()
{
    for (const char* name : {"b/2.json", "b/10.json", "a/deep/er/x.gz", "c.json", "a.json"})
        write(name);
    const auto tree = openFolder(m_root);
    QCOMPARE(listed(*tree),
             QStringLiteral("a/deep/er/x.gz\n"
                            "a.json\n"
                            "b/10.json\n"
                            "b/2.json\n"
                            "c.json\n"));
    QCOMPARE(tree->knownTotal(), std::uint64_t{5});
    QCOMPARE(tree->origin(), std::filesystem::path(m_root).lexically_normal().string());
}

void TestFolderTree::theOrderIsTheSameForEveryBatchSize()
{
    for (int i = 0; i < 60; ++i)
        write(std::to_string(i % 7) + "/" + std::to_string(i % 3) + "/" + std::to_string(i));
    const auto whole = openFolder(m_root);
    const QString order = listed(*whole, 1000);
    QCOMPARE(order.count(u'\n'), 60);
    for (const std::size_t batch : {std::size_t{1}, std::size_t{2}, std::size_t{59}}) {
        const auto tree = openFolder(m_root + "/./");
        QCOMPARE(listed(*tree, batch), order);
    }
}

void TestFolderTree::aListingFindsExactlyTheFilesThatAreThere()
{
    std::set<std::string> expected;
    for (int i = 0; i < 500; ++i) {
        const std::string name = std::to_string(i % 13) + "/day " + std::to_string(i % 31) + "/"
            + std::to_string(i) + ".json.gz";
        write(name, "");
        expected.insert(name);
    }
    const auto tree = openFolder(m_root);
    std::set<std::string> found;
    for (const Source& source : test::listAll(*tree, 64)) {
        QVERIFY(!source.refused);
        QVERIFY(found.insert(source.path).second);
    }
    QCOMPARE(found, expected);
}

void TestFolderTree::aFolderWithNothingInItHasNoSources()
{
    std::filesystem::create_directories(path("empty/inside"));
    const auto tree = openFolder(path("empty"));
    QCOMPARE(listed(*tree), QString());
    QCOMPARE(tree->knownTotal(), std::uint64_t{0});
}

void TestFolderTree::aFolderThatDoesNotExistIsARefusedSource()
{
    const auto tree = openFolder(path("absent"));
    QCOMPARE(listed(*tree),
             QStringLiteral("absent ! not-found: cannot be listed: No such file or directory\n")
                 .replace(QStringLiteral("not-found"),
                          QLatin1String(errorKindName(Error::Kind::NotFound))));
}

void TestFolderTree::aFolderThatCannotBeListedIsARefusedSource()
{
    write("shut/a.json");
    write("z.json");
    ::chmod(m_root.c_str(), 0755);
    ::chmod(path("shut").c_str(), 0);
    std::vector<Source> sources;
    {
        const AsNobody nobody;
        const auto tree = openFolder(m_root);
        sources = test::listAll(*tree);
    }
    ::chmod(path("shut").c_str(), 0700);
    QCOMPARE(sources.size(), std::size_t{2});
    QCOMPARE(sources[0].path, std::string("shut"));
    QVERIFY(sources[0].refused && sources[0].refused->kind == Error::Kind::Io);
    QCOMPARE(sources[1].path, std::string("z.json"));
}

void TestFolderTree::linksAreFollowedAndLoopsRefused()
{
    write("a/file.json", "content");
    std::filesystem::create_symlink("a/file.json", path("alias.json"));
    std::filesystem::create_symlink("gone.json", path("dangling"));
    std::filesystem::create_symlink("circle", path("circle"));
    std::filesystem::create_symlink("..", path("a/up"));
    std::filesystem::create_symlink(".", path("a/here"));
    const auto tree = openFolder(m_root);
    const std::vector<Source> sources = test::listAll(*tree);
    QStringList names;
    QStringList loops;
    for (const Source& source : sources) {
        names += QString::fromStdString(source.path);
        for (const Issue& issue : source.issues)
            if (issue.code == Issue::Code::SymlinkLoop) {
                loops += names.last();
                QVERIFY(source.refused);
            }
    }
    QCOMPARE(names.join(u' '),
             QStringLiteral("a/file.json alias.json circle dangling a/here a/up"));
    QCOMPARE(loops.join(u' '), QStringLiteral("circle a/here a/up"));
    QVERIFY(sources[3].refused->kind == Error::Kind::NotFound);
    const auto reader = tree->makeReader();
    QCOMPARE(contentOf(*reader, sources[1]), QStringLiteral("content"));
}

void TestFolderTree::foldersBehindLinksAreListedOnceAndLast()
{
    write("outside/o.json");
    write("export/m/x.json");
    std::filesystem::create_symlink("m", path("export/a")); // stands before what it links to
    std::filesystem::create_symlink("../outside", path("export/b"));
    std::filesystem::create_symlink("../outside", path("export/c"));
    const auto tree = openFolder(path("export"));
    QStringList names;
    for (const Source& source : test::listAll(*tree))
        names += QString::fromStdString(source.path)
            + (source.refused ? QStringLiteral("!") : QString());
    QCOMPARE(names.join(u' '), QStringLiteral("m/x.json a! b/o.json c!"));
}

void TestFolderTree::whatIsNoFileIsRefused()
{
    QCOMPARE(::mkfifo(path("pipe").c_str(), 0600), 0);
    write("plain");
    const auto tree = openFolder(m_root);
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(sources.size(), std::size_t{2});
    QVERIFY(sources[0].refused->kind == Error::Kind::Unsupported);
    QCOMPARE(sources[0].refused->detail, std::string("is a named pipe"));
    QVERIFY(!sources[1].refused);
}

void TestFolderTree::namesThatAreNoTextAreKept()
{
    const std::string name = "caf\xE9 \x01.json";
    write(name, "odd");
    const auto tree = openFolder(m_root);
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(sources.size(), std::size_t{1});
    QCOMPARE(sources[0].path, name);
    const auto reader = tree->makeReader();
    QCOMPARE(contentOf(*reader, sources[0]), QStringLiteral("odd"));
    std::filesystem::remove(path(name)); // Qt could not
}

void TestFolderTree::cancellingStopsTheListing()
{
    write("a");
    std::stop_source stop;
    stop.request_stop();
    const auto tree = openFolder(m_root);
    std::vector<Source> sources;
    tree->next(10, sources, JobContext(stop.get_token()));
    QVERIFY(sources.empty());
}

void TestFolderTree::filesAreReadWholeAndAsStreams()
{
    const std::string large(300'000, 'L');
    write("a", "first");
    write("b", large);
    write("c", "");
    const auto tree = openFolder(m_root);
    const std::vector<Source> sources = test::listAll(*tree);
    const auto reader = tree->makeReader();
    QCOMPARE(contentOf(*reader, sources[0]), QStringLiteral("first"));
    QCOMPARE(contentOf(*reader, sources[1]), QString::fromStdString(large));
    QCOMPARE(contentOf(*reader, sources[2]), QString());
    for (std::size_t i = 0; i < 3; ++i) {
        auto stream = reader->open(sources[i]);
        QVERIFY_OK(stream);
        const Result<std::string> all = test::readAll(**stream, 4096);
        QVERIFY_OK(all);
        QCOMPARE(QString::fromStdString(*all), contentOf(*reader, sources[i]));
    }
}

void TestFolderTree::aFileThatVanishesIsNotFound()
{
    write("here");
    const auto tree = openFolder(m_root);
    const std::vector<Source> sources = test::listAll(*tree);
    std::filesystem::remove(path("here"));
    const auto reader = tree->makeReader();
    ByteBuffer bytes = test::bufferOf("from before");
    const Result<void> read = reader->read(sources[0], kNoLimit, bytes);
    QVERIFY(!read.ok());
    QVERIFY(read.error().kind == Error::Kind::NotFound);
    QCOMPARE(read.error().source, std::string("here"));
    QVERIFY(bytes.empty());
    const auto stream = reader->open(sources[0]);
    QVERIFY(!stream.ok() && stream.error().kind == Error::Kind::NotFound);
}

void TestFolderTree::aFileThatBecameAPipeIsNotWaitedFor()
{
    write("a");
    const auto tree = openFolder(m_root);
    const std::vector<Source> sources = test::listAll(*tree);
    std::filesystem::remove(path("a"));
    QCOMPARE(::mkfifo(path("a").c_str(), 0600), 0);
    const auto reader = tree->makeReader();
    ByteBuffer bytes;
    const Result<void> read = reader->read(sources[0], kNoLimit, bytes);
    QVERIFY(!read.ok() && read.error().kind == Error::Kind::Unsupported);
}

void TestFolderTree::aFileThatGrowsIsReadToItsEnd()
{
    // The system says 0 bytes for these, so that reading them always finds more.
    ByteBuffer bytes;
    QVERIFY_OK(readStoredFile("/proc/self/status", "status", kNoLimit, bytes));
    QVERIFY(bytes.view().starts_with("Name:"));
    QVERIFY(bytes.view().ends_with('\n'));
    const Result<void> limited = readStoredFile("/proc/self/status", "status", 10, bytes);
    QVERIFY(!limited.ok() && limited.error().kind == Error::Kind::TooLarge);
    QVERIFY(bytes.empty());
}

void TestFolderTree::aFileAboveTheLimitIsTooLarge()
{
    write("a", "12345");
    const auto tree = openFolder(m_root);
    const std::vector<Source> sources = test::listAll(*tree);
    const auto reader = tree->makeReader();
    ByteBuffer bytes;
    QVERIFY_OK(reader->read(sources[0], 5, bytes));
    QCOMPARE(bytes.size(), std::size_t{5});
    const Result<void> read = reader->read(sources[0], 4, bytes);
    QVERIFY(!read.ok() && read.error().kind == Error::Kind::TooLarge);
    QVERIFY(bytes.empty());
}

void TestFolderTree::anUnreadableFileIsSaid()
{
    ::chmod(write("a").c_str(), 0);
    ::chmod(m_root.c_str(), 0755);
    const auto tree = openFolder(m_root);
    const std::vector<Source> sources = test::listAll(*tree);
    const auto reader = tree->makeReader();
    ByteBuffer bytes;
    const AsNobody nobody;
    const Result<void> read = reader->read(sources[0], kNoLimit, bytes);
    QVERIFY(!read.ok());
    QVERIFY(read.error().kind == Error::Kind::Io);
    QCOMPARE(read.error().detail, std::string("cannot be opened: Permission denied"));
}

void TestFolderTree::singleFilesAreNamedByTheirNames()
{
    const auto tree = openFiles({write("x/b.json", "bee"), write("y/a.json", "ay")});
    const std::vector<Source> sources = test::listAll(*tree, 1);
    QCOMPARE(test::listingAsText(sources), QStringLiteral("b.json\na.json\n"));
    QCOMPARE(sources[0].sizeBytes, std::uint64_t{3});
    QCOMPARE(tree->originOf(sources[1]), path("y/a.json"));
    const auto reader = tree->makeReader();
    QCOMPARE(contentOf(*reader, sources[0]), QStringLiteral("bee"));
    QCOMPARE(contentOf(*reader, sources[1]), QStringLiteral("ay"));
}

void TestFolderTree::filesOfTheSameNameAreToldApart()
{
    const std::string one = write("x/a.json", "one");
    const std::string two = write("y/a.json", "two");
    const auto tree = openFiles({one, two, write("b.json")});
    QCOMPARE(listed(*tree), QString::fromStdString(one + "\n" + two + "\nb.json\n"));
}

void TestFolderTree::aPathThatDoesNotExistIsARefusedSource()
{
    const auto tree = openPaths({path("absent.json")}, {});
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(sources.size(), std::size_t{1});
    QCOMPARE(sources[0].path, std::string("absent.json"));
    QVERIFY(sources[0].refused && sources[0].refused->kind == Error::Kind::NotFound);
}

void TestFolderTree::onePathIsOpenedAsItself()
{
    write("export/a.json", "a");
    const auto folder = openPaths({path("export")}, {});
    QCOMPARE(listed(*folder), QStringLiteral("a.json\n"));
    const auto file = openPaths({path("export/a.json")}, {});
    QCOMPARE(listed(*file), QStringLiteral("a.json\n"));
    const auto none = openPaths({}, {});
    QCOMPARE(listed(*none), QString());
}

void TestFolderTree::severalPathsStandUnderTheirNames()
{
    write("one/logs/a.json", "1a");
    write("one/logs/b.json", "1b");
    write("two/logs/a.json", "2a");
    write("single.json", "s");
    write("archive.zip", "an archive");
    write("inarchive/entry.json", "e");
    // An archive is what the opener says it is.
    const ArchiveOpener opener =
        [this](const std::string& absolute) -> Result<std::unique_ptr<SourceTree>> {
        if (absolute.ends_with(".zip"))
            return openFolder(path("inarchive"));
        return Error{Error::Kind::Unsupported, "no archive", absolute, Error::kNoOffset};
    };
    const auto tree = openPaths({path("one/logs"), path("single.json"), path("two/logs/"),
                                 path("absent.json"), path("archive.zip")},
                                opener);
    for (const std::size_t batch : {std::size_t{1}, std::size_t{100}}) {
        const auto again = openPaths({path("one/logs"), path("single.json"), path("two/logs/"),
                                      path("absent.json"), path("archive.zip")},
                                     opener);
        QStringList names;
        for (const Source& source : test::listAll(*again, batch))
            names += QString::fromStdString(source.path);
        QCOMPARE(names.join(u' '),
                 QStringLiteral("logs/a.json logs/b.json single.json logs (2)/a.json absent.json "
                                "archive.zip/entry.json"));
    }
    const std::vector<Source> sources = test::listAll(*tree);
    const auto reader = tree->makeReader();
    QStringList contents;
    for (const Source& source : sources)
        contents += source.refused ? QStringLiteral("refused") : contentOf(*reader, source);
    QCOMPARE(contents.join(u' '), QStringLiteral("1a 1b s 2a refused e"));
    QCOMPARE(tree->originOf(sources[3]), path("two/logs"));
    QCOMPARE(tree->originOf(sources[2]), path("single.json"));
    QCOMPARE(tree->knownTotal(), std::uint64_t{6});

    std::filesystem::remove(path("two/logs/a.json"));
    ByteBuffer bytes;
    const Result<void> read = reader->read(sources[3], kNoLimit, bytes);
    QVERIFY(!read.ok());
    QCOMPARE(read.error().source, std::string("logs (2)/a.json"));
}

void TestFolderTree::aBrokenArchiveIsARefusedSource()
{
    const std::string broken = write("broken.zip", "PK");
    const ArchiveOpener opener =
        [](const std::string& absolute) -> Result<std::unique_ptr<SourceTree>> {
        return Error{Error::Kind::Malformed, "no directory", absolute, Error::kNoOffset};
    };
    const auto tree = openPaths({broken}, opener);
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(sources.size(), std::size_t{1});
    QCOMPARE(sources[0].path, std::string("broken.zip"));
    QVERIFY(sources[0].refused && sources[0].refused->kind == Error::Kind::Malformed);
}

QTEST_GUILESS_MAIN(TestFolderTree)
#include "tst_foldertree.moc"
