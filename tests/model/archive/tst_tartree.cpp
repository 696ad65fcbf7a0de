#include "model/archive/openarchive.h"
#include "model/archive/tartree.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <optional>
#include <random>

using namespace trailloupe;
using namespace trailloupe::archive;
using ingest::Issue;
using ingest::Source;
using ingest::SourceReader;
using ingest::SourceTree;
using test::TarEntry;

namespace {

constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 30;

std::string readAgain(SourceReader& reader, Source source)
{
    source.bytes.reset();
    ByteBuffer bytes;
    const Result<void> read = reader.read(source, kNoLimit, bytes);
    return read ? std::string(bytes.view()) : test::describe(read).toStdString();
}

std::string noise(std::size_t bytes, unsigned seed)
{
    std::mt19937 random(seed);
    std::string text(bytes, '\0');
    for (char& c : text)
        c = static_cast<char>(random());
    return text;
}

QString kind(Error::Kind of)
{
    return QLatin1String(errorKindName(of));
}

} // namespace

class TestTarTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_dir.reset(); }

    void membersComeWithTheirBytes();
    void everyCompressionIsReadAlike_data();
    void everyCompressionIsReadAlike();
    void membersCanBeReadAgainInAnyOrder();
    void aBatchEndsWhenItHoldsEnough();
    void aLargeMemberComesWithoutItsBytes();
    void linksAndDevicesAreRefusedWithAWord();
    void namesThatLeadOutAreReadAndSaid();
    void namesThatAreLongOrNoTextAreKept();
    void aTarCutAnywhereKeepsWhatComesBefore();
    void aDamagedHeaderIsPassedAndSaid();
    void garbageAtTheEndIsSaid();
    void aCutCompressedTarIsSaid();
    void aTarThatVanishesIsNotFound();
    void cancellingStopsTheListing();

private:
    std::unique_ptr<SourceTree> open(const std::string& bytes)
    {
        m_path = test::writeFile(m_dir->path(), "export.tar", bytes);
        Result<std::unique_ptr<SourceTree>> tree = openTar(m_path);
        if (!tree)
            qFatal("%s", qPrintable(test::describe(tree)));
        return std::move(*tree);
    }

    std::optional<QTemporaryDir> m_dir;
    std::string m_path;
};

void TestTarTree::init()
{
    test::failOnAnyWarning();
    m_dir.emplace();
    QVERIFY(m_dir->isValid());
}

void TestTarTree::membersComeWithTheirBytes()
{
    const auto tree = open(test::tarOf({{.name = "logs/", .type = '5'},
                                        {.name = "logs/b.json", .bytes = "bee"},
                                        {.name = "logs/a.json", .bytes = "ay"},
                                        {.name = "empty"}}));
    const std::vector<Source> sources = test::listAll(*tree, 1);
    QCOMPARE(test::listingAsText(sources), QStringLiteral("logs/b.json\nlogs/a.json\nempty\n"));
    QCOMPARE(sources[0].bytes->view(), std::string_view("bee"));
    QCOMPARE(sources[0].sizeBytes, std::uint64_t{3});
    QCOMPARE(sources[1].bytes->view(), std::string_view("ay"));
    QVERIFY(sources[2].bytes && sources[2].bytes->empty());
    QCOMPARE(tree->knownTotal(), std::uint64_t{3});
    QCOMPARE(tree->originOf(sources[0]), m_path);
}

void TestTarTree::everyCompressionIsReadAlike_data()
{
    QTest::addColumn<QString>("filter");
    for (const char* filter : {"", "gzip", "zstd", "xz", "bzip2"})
        QTest::newRow(*filter ? filter : "none") << QString::fromLatin1(filter);
}

void TestTarTree::everyCompressionIsReadAlike()
{
    QFETCH(QString, filter);
    const std::string large = noise(300'000, 1);
    std::string bytes = test::tarOf({{.name = "a", .bytes = "first"},
                                     {.name = "b", .bytes = large},
                                     {.name = "c", .bytes = "last"}});
    if (!filter.isEmpty())
        bytes = test::compressed(bytes, filter.toLatin1().constData());
    const std::string path = test::writeFile(m_dir->path(), "no.extension", bytes);
    Result<std::unique_ptr<SourceTree>> tree = openArchive(path);
    QVERIFY_OK(tree);
    const std::vector<Source> sources = test::listAll(**tree);
    QCOMPARE(test::listingAsText(sources), QStringLiteral("a\nb\nc\n"));
    QVERIFY(sources[1].bytes->view() == large);
    const auto reader = (*tree)->makeReader();
    QVERIFY(readAgain(*reader, sources[1]) == large);
    QCOMPARE(readAgain(*reader, sources[2]), std::string("last"));
    QCOMPARE(readAgain(*reader, sources[0]), std::string("first"));
}

void TestTarTree::membersCanBeReadAgainInAnyOrder()
{
    std::vector<TarEntry> entries;
    for (int i = 0; i < 20; ++i)
        entries.push_back({.name = std::to_string(i), .bytes = "member " + std::to_string(i)});
    const auto tree = open(test::tarOf(entries));
    const std::vector<Source> sources = test::listAll(*tree);
    const auto reader = tree->makeReader();
    std::mt19937 random(2);
    for (int round = 0; round < 60; ++round) {
        const std::size_t i = random() % entries.size();
        QCOMPARE(readAgain(*reader, sources[i]), entries[i].bytes);
        auto stream = reader->open(sources[i]);
        QVERIFY_OK(stream);
        const Result<std::string> all = test::readAll(**stream, 3);
        QVERIFY_OK(all);
        QCOMPARE(*all, entries[i].bytes);
    }
    ByteBuffer bytes;
    QVERIFY_OK(reader->read(sources[0], 8, bytes));
    QCOMPARE(bytes.view(), std::string_view("member 0"));
    Source again = sources[0];
    for (const bool carried : {true, false}) {
        if (!carried)
            again.bytes.reset();
        const Result<void> read = reader->read(again, 7, bytes);
        QVERIFY(!read.ok() && read.error().kind == Error::Kind::TooLarge);
    }
}

void TestTarTree::aBatchEndsWhenItHoldsEnough()
{
    const std::string part(10 << 20, 'x');
    const auto tree = open(test::gzip(test::tarOf({{.name = "a", .bytes = part},
                                                   {.name = "b", .bytes = part},
                                                   {.name = "c", .bytes = part},
                                                   {.name = "d", .bytes = part},
                                                   {.name = "e", .bytes = "small"}}),
                                      1));
    std::vector<Source> sources;
    tree->next(100, sources, JobContext());
    QCOMPARE(sources.size(), std::size_t{4});
    tree->next(100, sources, JobContext());
    QCOMPARE(sources.size(), std::size_t{5});
    tree->next(100, sources, JobContext());
    QCOMPARE(sources.size(), std::size_t{5});
}

void TestTarTree::aLargeMemberComesWithoutItsBytes()
{
    const std::string large((64 << 20) + 1, 'L');
    // Compressed, so that the test writes little.
    const auto tree = open(test::gzip(
        test::tarOf({{.name = "large", .bytes = large}, {.name = "small", .bytes = "s"}}), 1));
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(sources.size(), std::size_t{2});
    QVERIFY(!sources[0].bytes && !sources[0].refused);
    QCOMPARE(sources[0].sizeBytes, std::uint64_t{large.size()});
    QCOMPARE(sources[1].bytes->view(), std::string_view("s"));
    auto stream = tree->makeReader()->open(sources[0]);
    QVERIFY_OK(stream);
    const Result<std::string> all = test::readAll(**stream, 1 << 20);
    QVERIFY_OK(all);
    QVERIFY(*all == large);
}

void TestTarTree::linksAndDevicesAreRefusedWithAWord()
{
    const auto tree = open(test::tarOf({{.name = "file", .bytes = "f"},
                                        {.name = "hard", .type = '1', .link = "file"},
                                        {.name = "soft", .type = '2', .link = "../file"},
                                        {.name = "pipe", .type = '6'}}));
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(test::listingAsText(sources),
             QStringLiteral("file\n"
                            "hard ! %1: is a hard link to file\n"
                            "soft ! %1: is a symbolic link to ../file\n"
                            "pipe ! %1: is a named pipe\n")
                 .arg(kind(Error::Kind::Unsupported)));
    ByteBuffer bytes;
    const Result<void> read = tree->makeReader()->read(sources[2], kNoLimit, bytes);
    QVERIFY(!read.ok() && read.error().kind == Error::Kind::Unsupported);
}

void TestTarTree::namesThatLeadOutAreReadAndSaid()
{
    const auto tree = open(test::tarOf({{.name = "../up", .bytes = "u"},
                                        {.name = "/root", .bytes = "r"},
                                        {.name = "fine", .bytes = "f"}}));
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(test::listingAsText(sources), QStringLiteral("../up\n/root\nfine\n"));
    for (const Source& source : sources) {
        QCOMPARE(source.bytes->size(), std::size_t{1});
        QCOMPARE(source.issues.size(), std::size_t(source.path == "fine" ? 0 : 1));
    }
    QVERIFY(sources[0].issues[0].code == Issue::Code::UnsafeName);
}

void TestTarTree::namesThatAreLongOrNoTextAreKept()
{
    const std::string longName = std::string(120, 'd') + '/' + std::string(90, 'f') + ".json";
    const auto tree = open(test::tarOf({{.name = longName, .bytes = "1"},
                                        {.name = "caf\xC3\xA9.json", .bytes = "2"},
                                        {.name = "caf\xE9.json", .bytes = "3"}}));
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(sources.size(), std::size_t{3});
    QCOMPARE(sources[0].path, longName);
    QCOMPARE(sources[1].path, std::string("caf\xC3\xA9.json"));
    QCOMPARE(sources[2].path, std::string("caf\xE9.json"));
}

void TestTarTree::aTarCutAnywhereKeepsWhatComesBefore()
{
    const std::string first = noise(1000, 3);
    const std::string second = noise(1000, 4);
    const std::string whole =
        test::tarOf({{.name = "first", .bytes = first}, {.name = "second", .bytes = second}});
    // 512 header, 1024 content, 512 header, 1024 content, 1024 end
    for (std::size_t cut = 513; cut < 3072; cut += 101) {
        const auto tree = open(whole.substr(0, cut));
        const std::vector<Source> sources = test::listAll(*tree);
        QVERIFY2(!sources.empty(), qPrintable(QString::number(cut)));
        const bool inFirst = cut < 512 + 1000;
        if (sources[0].path == "first" && !sources[0].refused) {
            QVERIFY(sources[0].bytes);
            QVERIFY(std::string_view(first).starts_with(sources[0].bytes->view()));
            QCOMPARE(sources[0].issues.size(), std::size_t(inFirst ? 1 : 0));
        }
        if (cut >= 2048 + 1000) // only padding is missing
            continue;
        if (cut == 1536)
            continue; // exactly between members: nothing tells
        const Source& last = sources.back();
        QVERIFY2(last.refused, qPrintable(QString::number(cut)));
        QVERIFY(last.refused->kind == Error::Kind::Malformed);
        QCOMPARE(last.path, std::string("export.tar"));
        QVERIFY(last.refused->detail.find("of the tar") != std::string::npos);
    }
}

void TestTarTree::aDamagedHeaderIsPassedAndSaid()
{
    std::string bytes = test::tarOf({{.name = "first", .bytes = "1"},
                                     {.name = "second", .bytes = "2"},
                                     {.name = "third", .bytes = "3"}});
    bytes[1024 + 150] ^= 1; // the checksum of the second header
    const auto tree = open(bytes);
    const std::vector<Source> sources = test::listAll(*tree, 1);
    QCOMPARE(test::listingAsText(sources),
             QStringLiteral("first\n"
                            "export.tar ! %1: the archive is damaged at byte 1024 of the tar: "
                            "Damaged tar archive; reading goes on at byte 2048\n"
                            "third\n")
                 .arg(kind(Error::Kind::Malformed)));
    const auto reader = tree->makeReader();
    QCOMPARE(readAgain(*reader, sources[2]), std::string("3"));
    QCOMPARE(readAgain(*reader, sources[0]), std::string("1"));
}

void TestTarTree::garbageAtTheEndIsSaid()
{
    std::string bytes = test::tarOf({{.name = "first", .bytes = "1"}});
    bytes.resize(1024); // without the end of the archive
    const auto tree = open(bytes + noise(40 * 512, 6));
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(sources.size(), std::size_t{2});
    QCOMPARE(sources[0].bytes->view(), std::string_view("1"));
    QVERIFY(sources[1].refused && sources[1].refused->kind == Error::Kind::Malformed);
    QCOMPARE(sources[1].refused->offset, std::uint64_t{1024});
}

void TestTarTree::aCutCompressedTarIsSaid()
{
    const std::string content = noise(2'000'000, 5);
    const std::string bytes = test::gzip(
        test::tarOf({{.name = "first", .bytes = "1"}, {.name = "second", .bytes = content}}));
    const auto tree = open(bytes.substr(0, bytes.size() / 2));
    const std::vector<Source> sources = test::listAll(*tree);
    QCOMPARE(sources.size(), std::size_t{3});
    QCOMPARE(sources[0].bytes->view(), std::string_view("1"));
    QVERIFY(sources[1].bytes && std::string_view(content).starts_with(sources[1].bytes->view()));
    QCOMPARE_GT(sources[1].bytes->size(), std::size_t{500'000});
    QCOMPARE(sources[1].issues.size(), std::size_t{1});
    QVERIFY(sources[1].issues[0].code == Issue::Code::CorruptEntry);
    QVERIFY(sources[2].refused && sources[2].refused->kind == Error::Kind::Malformed);
}

void TestTarTree::aTarThatVanishesIsNotFound()
{
    const auto tree = open(test::tarOf({{.name = "a", .bytes = "1"}}));
    const std::vector<Source> sources = test::listAll(*tree);
    std::filesystem::remove(m_path);
    const auto reader = tree->makeReader();
    ByteBuffer bytes;
    QVERIFY_OK(reader->read(sources[0], kNoLimit, bytes)); // its bytes came with the listing
    Source again = sources[0];
    again.bytes.reset();
    const Result<void> read = reader->read(again, kNoLimit, bytes);
    QVERIFY(!read.ok() && read.error().kind == Error::Kind::NotFound);
}

void TestTarTree::cancellingStopsTheListing()
{
    const auto tree = open(test::tarOf({{.name = "a", .bytes = "1"}}));
    std::stop_source stop;
    stop.request_stop();
    std::vector<Source> sources;
    tree->next(10, sources, JobContext(stop.get_token()));
    QVERIFY(sources.empty());
}

QTEST_GUILESS_MAIN(TestTarTree)
#include "tst_tartree.moc"
