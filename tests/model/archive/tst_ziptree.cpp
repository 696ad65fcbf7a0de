#include "model/archive/entryname.h"
#include "model/archive/ziptree.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>
#include <QTest>
#include <quazip/quazip.h>
#include <quazip/quazipfile.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <random>

using namespace trailloupe;
using namespace trailloupe::archive;
using ingest::Issue;
using ingest::Source;
using ingest::SourceReader;
using ingest::SourceTree;
using test::ZipEntry;

namespace {

constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 30;

QString contentOf(SourceReader& reader, const Source& source, std::uint64_t limit = kNoLimit)
{
    ByteBuffer bytes;
    const Result<void> read = reader.read(source, limit, bytes);
    return read ? QString::fromUtf8(bytes.data(), qsizetype(bytes.size())) : test::describe(read);
}

QStringList namesOf(const std::vector<Source>& sources)
{
    QStringList names;
    for (const Source& source : sources)
        names += QString::fromStdString(source.path);
    return names;
}

} // namespace

class TestZipTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_dir.reset(); }

    void entriesAreListedInTheOrderOfTheDirectory();
    void entriesAreReadInAnyOrderWholeAndAsStreams();
    void everyEntryOfALargeZipIsOneStepAway();
    void aZip64IsReadLikeAnyOther();
    void anArchiveThatQuaZipWroteIsRead();
    void namesThatLeadOutAreReadAndSaid();
    void whichNamesLeadOut_data();
    void whichNamesLeadOut();
    void entriesOfTheSameNameAreTwoSources();
    void anEncryptedEntryIsRefused();
    void anUnknownMethodIsRefused();
    void aCorruptEntryIsMalformedAndKeepsWhatCouldBeRead();
    void aWrongSizeInTheDirectoryIsNotBelieved();
    void aBombEndsAtTheLimit();
    void aZipInAZipIsASourceLikeAnyOther();
    void anEmptyZipHasNoSources();
    void aDamagedDirectoryIsSaidAfterWhatItLists();
    void moreEntriesThanClaimedAreListed();
    void aZipThatIsCutIsMalformed();
    void aZipThatVanishesIsNotFound();
    void everyFlippedByteIsSurvived();

private:
    std::unique_ptr<SourceTree> open(const std::string& bytes)
    {
        m_path = test::writeFile(m_dir->path(), "export.zip", bytes);
        Result<std::unique_ptr<SourceTree>> tree = openZip(m_path);
        if (!tree)
            qFatal("%s", qPrintable(test::describe(tree)));
        return std::move(*tree);
    }

    std::optional<QTemporaryDir> m_dir;
    std::string m_path;
};

void TestZipTree::init()
{
    test::failOnAnyWarning();
    m_dir.emplace();
    QVERIFY(m_dir->isValid());
}

void TestZipTree::entriesAreListedInTheOrderOfTheDirectory()
{
    const auto tree = open(test::zipOf({{.name = "z/", .deflate = false},
                                        {.name = "z/b.json", .bytes = "bee"},
                                        {.name = "a.json", .bytes = "a"},
                                        {.name = "odd/", .bytes = "a folder with content"}}));
    const std::vector<Source> sources = test::listAll(*tree, 1);
    QCOMPARE(test::listingAsText(sources), QStringLiteral("z/b.json\na.json\nodd/\n"));
    QCOMPARE(sources[0].sizeBytes, std::uint64_t{3});
    QCOMPARE(tree->knownTotal(), std::uint64_t{3});
    QCOMPARE(tree->origin(), m_path);
    QCOMPARE(tree->originOf(sources[0]), m_path);
}

void TestZipTree::entriesAreReadInAnyOrderWholeAndAsStreams()
{
    const std::string large(700'000, 'L');
    const auto tree = open(test::zipOf({{.name = "a", .bytes = "first"},
                                        {.name = "b", .bytes = large},
                                        {.name = "c", .bytes = large, .deflate = false},
                                        {.name = "d", .bytes = ""}}));
    const std::vector<Source> sources = test::listAll(*tree);
    const auto reader = tree->makeReader();
    const std::vector<std::string> contents{"first", large, large, ""};
    for (const std::size_t i : {3u, 1u, 0u, 2u, 1u, 3u}) {
        QCOMPARE(contentOf(*reader, sources[i]), QString::fromStdString(contents[i]));
        auto stream = reader->open(sources[i]);
        QVERIFY_OK(stream);
        const Result<std::string> all = test::readAll(**stream, 10'000);
        QVERIFY_OK(all);
        QVERIFY(*all == contents[i]);
    }
}

void TestZipTree::everyEntryOfALargeZipIsOneStepAway()
{
    std::vector<ZipEntry> entries;
    for (int i = 0; i < 20'000; ++i)
        entries.push_back({.name = "AWSLogs/1111/CloudTrail/" + std::to_string(i) + ".json",
                           .bytes = "entry " + std::to_string(i),
                           .deflate = i % 2 == 0});
    const auto tree = open(test::zipOf(entries));
    const std::vector<Source> sources = test::listAll(*tree, 64);
    QCOMPARE(sources.size(), entries.size());
    std::vector<std::size_t> order(sources.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    const auto reader = tree->makeReader();
    ByteBuffer bytes;
    for (const bool shuffled : {false, true}) {
        if (shuffled)
            std::shuffle(order.begin(), order.end(), std::mt19937(5));
        for (const std::size_t i : order) {
            QVERIFY_OK(reader->read(sources[i], kNoLimit, bytes));
            if (bytes.view() != entries[i].bytes || sources[i].path != entries[i].name)
                QFAIL(qPrintable(QString::number(i)));
        }
    }
    // One step: the locator is the place of the record itself, nothing is searched for.
    std::uint64_t before = 0;
    for (const Source& source : sources) {
        QCOMPARE_GT(source.locator, before);
        before = source.locator;
    }
}

void TestZipTree::aZip64IsReadLikeAnyOther()
{
    const auto few = open(test::zipOf(
        {{.name = "a", .bytes = "zip64", .zip64 = true}, {.name = "b", .bytes = "plain"}}));
    const std::vector<Source> sources = test::listAll(*few);
    QCOMPARE(namesOf(sources).join(u' '), QStringLiteral("a b"));
    QCOMPARE(sources[0].sizeBytes, std::uint64_t{5});
    const auto reader = few->makeReader();
    QCOMPARE(contentOf(*reader, sources[0]), QStringLiteral("zip64"));
    QCOMPARE(contentOf(*reader, sources[1]), QStringLiteral("plain"));

    std::vector<ZipEntry> entries(70'000, ZipEntry{.name = "n", .deflate = false});
    entries.back().bytes = "the last";
    const auto many = open(test::zipOf(entries));
    const std::vector<Source> all = test::listAll(*many, 1000);
    QCOMPARE(all.size(), std::size_t{70'000});
    QCOMPARE(contentOf(*many->makeReader(), all.back()), QStringLiteral("the last"));
}

void TestZipTree::anArchiveThatQuaZipWroteIsRead()
{
    const QString path = m_dir->filePath(QStringLiteral("written.zip"));
    QuaZip zip(path);
    QVERIFY(zip.open(QuaZip::mdCreate));
    for (const QString& name : {QStringLiteral("plain.json"), QStringLiteral("secret.json")}) {
        QuaZipFile file(&zip);
        const bool secret = name.startsWith(u's');
        QVERIFY(
            file.open(QIODevice::WriteOnly, QuaZipNewInfo(name), secret ? "password" : nullptr, 0));
        QCOMPARE(file.write("content"), qint64{7});
        file.close();
    }
    zip.close();
    Result<std::unique_ptr<SourceTree>> tree = openZip(path.toStdString());
    QVERIFY_OK(tree);
    const std::vector<Source> sources = test::listAll(**tree);
    QCOMPARE(sources.size(), std::size_t{2});
    const auto reader = (*tree)->makeReader();
    QCOMPARE(contentOf(*reader, sources[0]), QStringLiteral("content"));
    QVERIFY(sources[1].refused && sources[1].refused->kind == Error::Kind::Unsupported);
}

void TestZipTree::namesThatLeadOutAreReadAndSaid()
{
    const auto tree = open(test::zipOf({{.name = "../../etc/passwd", .bytes = "up"},
                                        {.name = "/etc/shadow", .bytes = "absolute"},
                                        {.name = "..\\win.ini", .bytes = "backslash"},
                                        {.name = "fine.json", .bytes = "fine"}}));
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(namesOf(sources).join(u' '),
             QStringLiteral("../../etc/passwd /etc/shadow ..\\win.ini fine.json"));
    const auto reader = tree->makeReader();
    QStringList contents;
    for (const Source& source : sources) {
        QVERIFY(!source.refused);
        contents += contentOf(*reader, source);
        QCOMPARE(source.issues.size(), std::size_t(source.path == "fine.json" ? 0 : 1));
        for (const Issue& issue : source.issues)
            QVERIFY(issue.code == Issue::Code::UnsafeName);
    }
    QCOMPARE(contents.join(u' '), QStringLiteral("up absolute backslash fine"));
}

void TestZipTree::whichNamesLeadOut_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<bool>("unsafe");
    const auto row = [](const char* name, bool unsafe) {
        QTest::newRow(name) << std::string(name) << unsafe;
    };
    row("a/b.json", false);
    row("a/..b/c..", false);
    row("...", false);
    row("folder\\file.json", false);
    row("a:b", true); // a drive letter, as far as a name can tell
    row("10:30.json", false);
    row("..", true);
    row("a/../b", true);
    row("a/..", true);
    row("../a", true);
    row("a\\..\\b", true);
    row("/a", true);
    row("\\\\server\\share", true);
    row("C:\\a", true);
}

void TestZipTree::whichNamesLeadOut()
{
    QFETCH(std::string, name);
    QFETCH(bool, unsafe);
    QCOMPARE(isUnsafeName(name), unsafe);
    QVERIFY(!isUnsafeName(""));
}

void TestZipTree::entriesOfTheSameNameAreTwoSources()
{
    const auto tree = open(test::zipOf({{.name = "a", .bytes = "1"}, {.name = "a", .bytes = "2"}}));
    const std::vector<Source> sources = test::listAll(*tree);
    const auto reader = tree->makeReader();
    QCOMPARE(sources.size(), std::size_t{2});
    QCOMPARE(contentOf(*reader, sources[0]), QStringLiteral("1"));
    QCOMPARE(contentOf(*reader, sources[1]), QStringLiteral("2"));
}

void TestZipTree::anEncryptedEntryIsRefused()
{
    const auto tree = open(test::zipOf(
        {{.name = "secret", .bytes = "s", .flags = 0x0801}, {.name = "open", .bytes = "o"}}));
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(test::listingAsText(sources).section(u'\n', 0, 0),
             QStringLiteral("secret ! %1: is encrypted")
                 .arg(QLatin1String(errorKindName(Error::Kind::Unsupported))));
    QCOMPARE(sources[0].issues.size(), std::size_t{1});
    QVERIFY(sources[0].issues[0].code == Issue::Code::EncryptedEntry);
    const auto reader = tree->makeReader();
    ByteBuffer bytes;
    const Result<void> read = reader->read(sources[0], kNoLimit, bytes);
    QVERIFY(!read.ok() && read.error().kind == Error::Kind::Unsupported);
    QCOMPARE(contentOf(*reader, sources[1]), QStringLiteral("o"));
}

void TestZipTree::anUnknownMethodIsRefused()
{
    const auto tree = open(test::zipOf({{.name = "lzma", .bytes = "x", .method = 14}}));
    const std::vector<Source> sources = test::listAll(*tree);
    QVERIFY(sources[0].refused && sources[0].refused->kind == Error::Kind::Unsupported);
    QCOMPARE(sources[0].refused->detail, std::string("is compressed by method 14"));
}

void TestZipTree::aCorruptEntryIsMalformedAndKeepsWhatCouldBeRead()
{
    std::mt19937 random(3);
    std::string noise; // does not compress, so that damage stays where it is
    for (int i = 0; i < 100'000; ++i)
        noise += static_cast<char>(random());
    std::string bytes = test::zipOf({{.name = "wrong checksum", .bytes = "kept", .crc = 1},
                                     {.name = "damaged", .bytes = noise, .deflate = false},
                                     {.name = "sound", .bytes = "s"}});
    bytes[50'000] ^= 1;
    const auto tree = open(bytes);
    const std::vector<Source> sources = test::listAll(*tree);
    const auto reader = tree->makeReader();
    ByteBuffer read;
    for (std::size_t i = 0; i < 2; ++i) {
        const Result<void> outcome = reader->read(sources[i], kNoLimit, read);
        QVERIFY(!outcome.ok());
        QVERIFY(outcome.error().kind == Error::Kind::Malformed);
        QCOMPARE(outcome.error().detail, std::string("its checksum is wrong"));
        QCOMPARE(outcome.error().source, sources[i].path);
        QCOMPARE(read.size(), i == 0 ? std::size_t{4} : noise.size());
        auto stream = reader->open(sources[i]);
        QVERIFY_OK(stream);
        const Result<std::string> all = test::readAll(**stream);
        QVERIFY(!all.ok() && all.error().kind == Error::Kind::Malformed);
    }
    QCOMPARE(contentOf(*reader, sources[2]), QStringLiteral("s"));
}

void TestZipTree::aWrongSizeInTheDirectoryIsNotBelieved()
{
    const auto tree =
        open(test::zipOf({{.name = "more", .bytes = "content", .textBytes = 0xFFFFFFF0},
                          {.name = "fewer", .bytes = "content", .textBytes = 3},
                          {.name = "none", .bytes = "content", .textBytes = 0}}));
    const std::vector<Source> sources = test::listAll(*tree);
    const auto reader = tree->makeReader();
    ByteBuffer bytes;
    for (const Source& source : sources) {
        const Result<void> read = reader->read(source, kNoLimit, bytes);
        QVERIFY(!read.ok());
        QVERIFY(read.error().kind == Error::Kind::Malformed);
        QVERIFY(std::string_view("content").starts_with(bytes.view()));
        QCOMPARE_LT(bytes.capacity(), std::size_t{1} << 20);
    }
}

void TestZipTree::aBombEndsAtTheLimit()
{
    const auto tree = open(test::zipOf({{.name = "bomb", .bytes = std::string(8 << 20, ' ')},
                                        {.name = "small", .bytes = "12345"}}));
    const std::vector<Source> sources = test::listAll(*tree);
    const auto reader = tree->makeReader();
    ByteBuffer bytes;
    const Result<void> read = reader->read(sources[0], 1 << 20, bytes);
    QVERIFY(!read.ok() && read.error().kind == Error::Kind::TooLarge);
    QVERIFY(bytes.empty());
    QCOMPARE_LT(bytes.capacity(), std::size_t{3} << 20);
    QVERIFY_OK(reader->read(sources[1], 5, bytes));
    QVERIFY(!reader->read(sources[1], 4, bytes).ok());
}

void TestZipTree::aZipInAZipIsASourceLikeAnyOther()
{
    const std::string inner = test::zipOf({{.name = "deep.json", .bytes = "deep"}});
    const auto tree = open(test::zipOf({{.name = "inner.zip", .bytes = inner}}));
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(namesOf(sources).join(u' '), QStringLiteral("inner.zip"));
    ByteBuffer bytes;
    QVERIFY_OK(tree->makeReader()->read(sources[0], kNoLimit, bytes));
    QVERIFY(bytes.view() == inner);
}

void TestZipTree::anEmptyZipHasNoSources()
{
    const auto tree = open(test::zipOf({}));
    QVERIFY(test::listAll(*tree).empty());
    QCOMPARE(tree->knownTotal(), std::uint64_t{0});
}

void TestZipTree::aDamagedDirectoryIsSaidAfterWhatItLists()
{
    std::string bytes = test::zipOf({{.name = "first", .bytes = "1"},
                                     {.name = "second", .bytes = "2"},
                                     {.name = "third", .bytes = "3"}});
    const std::size_t second = bytes.rfind("second") - 46;
    QCOMPARE(bytes.substr(second, 2), std::string("PK"));
    bytes[second] = 'X';
    const auto tree = open(bytes);
    QCOMPARE(test::listingAsText(test::listAll(*tree)),
             QStringLiteral("first\nexport.zip ! %1: the directory of the archive is damaged after "
                            "1 of 3 entries\n")
                 .arg(QLatin1String(errorKindName(Error::Kind::Malformed))));

    bytes[bytes.rfind("first") - 46] = 'X';
    QCOMPARE(test::listingAsText(test::listAll(*open(bytes))),
             QStringLiteral("export.zip ! %1: the directory of the archive is damaged after "
                            "0 of 3 entries\n")
                 .arg(QLatin1String(errorKindName(Error::Kind::Malformed))));
}

void TestZipTree::moreEntriesThanClaimedAreListed()
{
    std::string bytes = test::zipOf({{.name = "a", .bytes = "1"}, {.name = "b", .bytes = "2"}});
    bytes[bytes.size() - 14] = 1; // entries on this disk
    bytes[bytes.size() - 12] = 1; // and in all
    const auto tree = open(bytes);
    QCOMPARE(test::listingAsText(test::listAll(*tree)), QStringLiteral("a\nb\n"));
}

void TestZipTree::aZipThatIsCutIsMalformed()
{
    const std::string bytes = test::zipOf({{.name = "a", .bytes = "1"}});
    const std::string path =
        test::writeFile(m_dir->path(), "cut.zip", bytes.substr(0, bytes.size() - 30));
    const Result<std::unique_ptr<SourceTree>> tree = openZip(path);
    QVERIFY(!tree.ok());
    QVERIFY(tree.error().kind == Error::Kind::Malformed);
}

void TestZipTree::aZipThatVanishesIsNotFound()
{
    const auto tree = open(test::zipOf({{.name = "a", .bytes = "1"}}));
    const std::vector<Source> sources = test::listAll(*tree);
    std::filesystem::remove(m_path);
    ByteBuffer bytes;
    const Result<void> read = tree->makeReader()->read(sources[0], kNoLimit, bytes);
    QVERIFY(!read.ok() && read.error().kind == Error::Kind::NotFound);
    const auto absent = openZip(m_path);
    QVERIFY(!absent.ok() && absent.error().kind == Error::Kind::NotFound);
}

void TestZipTree::everyFlippedByteIsSurvived()
{
    const std::string sound = test::zipOf({{.name = "one.json", .bytes = std::string(300, 'x')},
                                           {.name = "two.json", .bytes = "2", .zip64 = true}});
    int unchanged = 0;
    for (std::size_t at = 0; at < sound.size(); ++at) {
        std::string damaged = sound;
        damaged[at] = static_cast<char>(damaged[at] ^ 0xFF);
        const std::string path = test::writeFile(m_dir->path(), "damaged.zip", damaged);
        Result<std::unique_ptr<SourceTree>> tree = openZip(path);
        if (!tree)
            continue;
        const auto reader = (*tree)->makeReader();
        const std::vector<Source> sources = test::listAll(**tree);
        QCOMPARE_LT(sources.size(), std::size_t{10});
        ByteBuffer bytes;
        bool good = sources.size() == 2;
        for (const Source& source : sources)
            good = !source.refused && reader->read(source, 1 << 20, bytes).ok() && good;
        unchanged += good ? 1 : 0;
    }
    // Dates, versions and the like may be anything; content, names and sizes may not.
    QCOMPARE_LT(unchanged, int(sound.size()) / 2);
}

QTEST_GUILESS_MAIN(TestZipTree)
#include "tst_ziptree.moc"
