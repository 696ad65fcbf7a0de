// Archives as a person opens them: whatever is in one, each entry gets its ledger line with the
// reason, and everything that can be read is shown.
#include "model/archive/openarchive.h"
#include "model/ingest/loader.h"
#include "tests/support/fixtures.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <algorithm>
#include <optional>

using namespace trailloupe;
using namespace trailloupe::ingest;
using namespace trailloupe::test;

namespace {

// A log with one event of that id.
std::string logOf(const std::string& id)
{
    return quoted(
        "{'Records':[{'eventVersion':'1.08','eventTime':'2026-03-01T00:00:00Z','eventID':'" + id
        + "','eventName':'GetObject'}]}");
}

// "path status shown issues", one a line, by path.
QString ledgerAsText(const Evidence& evidence)
{
    QStringList lines;
    for (std::uint32_t i = 0; i < evidence.ledger->size(); ++i) {
        const SourceEntry entry = evidence.ledger->entry(SourceId(i));
        QString line = QString::fromStdString(entry.path) + u' '
            + QLatin1String(sourceStatusKey(entry.status)) + u' ' + QString::number(entry.shown);
        for (const Issue& issue : entry.issues)
            line += u' ' + QLatin1String(issueCodeKey(issue.code));
        lines += line + u'\n';
    }
    std::sort(lines.begin(), lines.end());
    return lines.join(QString());
}

} // namespace

class TestArchiveLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_dir.reset(); }

    void aZipWithEveryKindOfEntryAddsUp();
    void aTarWithEveryKindOfMemberAddsUp();
    void aCompressedTarLoadsLikeTheFolderInIt();
    void archivesThatLieInFoldersAreOpened();
    void archivesInFoldersAreFoundAlsoAmongSeveralPaths();
    void aBrokenArchiveIsSaidWhereverItLies();
    void whatIsNoFileSaysWhy();
    void theSourceOfAnArchivedEventIsReadAgain();

private:
    std::optional<Evidence> loaded(std::vector<std::string> paths)
    {
        LoadRequest request;
        request.paths = std::move(paths);
        request.openArchive = archive::openArchive;
        Result<Evidence> evidence = load(request, JobContext(), [](const Evidence&) {});
        if (!evidence)
            return std::nullopt;
        const LedgerTotals& totals = evidence->ledger->totals();
        if (!totals.reconciles() || totals.shown != evidence->store->rowCount()
            || !evidence->ledger->checkInvariants().empty())
            return std::nullopt;
        return std::move(*evidence);
    }
    std::string write(const std::string& path, std::string_view bytes) const
    {
        return writeFile(m_dir->path(), path, bytes);
    }
    std::string root() const { return m_dir->path().toStdString(); }

    std::optional<QTemporaryDir> m_dir;
};

void TestArchiveLoad::init()
{
    failOnAnyWarning();
    m_dir.emplace();
    QVERIFY(m_dir->isValid());
}

void TestArchiveLoad::aZipWithEveryKindOfEntryAddsUp()
{
    const std::string inner = zipOf({{.name = "deep.json", .bytes = logOf("deep")}});
    const std::string path =
        write("export.zip",
              zipOf({{.name = "AWSLogs/", .deflate = false},
                     {.name = "AWSLogs/a.json.gz", .bytes = gzip(logOf("a")), .deflate = false},
                     {.name = "AWSLogs/b.json", .bytes = logOf("b")},
                     {.name = "../up.json", .bytes = logOf("up")},
                     {.name = "/absolute.json", .bytes = logOf("absolute")},
                     {.name = "../secret.json", .bytes = logOf("secret"), .flags = 0x0801},
                     {.name = "../lzma.json", .bytes = logOf("lzma"), .method = 14},
                     {.name = "crc.json", .bytes = logOf("crc"), .crc = 1},
                     {.name = "inner.zip", .bytes = inner},
                     {.name = "empty.json", .deflate = false}}));
    const std::optional<Evidence> evidence = loaded({path});
    QVERIFY(evidence);
    QCOMPARE(ledgerAsText(*evidence),
             QStringLiteral("../lzma.json failed 0 unsafe-name unreadable\n"
                            "../secret.json failed 0 unsafe-name encrypted-entry\n"
                            "../up.json read 1 unsafe-name\n"
                            "/absolute.json read 1 unsafe-name\n"
                            "AWSLogs/a.json.gz read 1\n"
                            "AWSLogs/b.json read 1\n"
                            "crc.json partial 1 corrupt-entry\n"
                            "empty.json skipped 0 empty-source\n"
                            "inner.zip skipped 0 nested-archive\n"));
}

void TestArchiveLoad::aTarWithEveryKindOfMemberAddsUp()
{
    const std::string whole = tarOf({{.name = "logs/", .type = '5'},
                                     {.name = "logs/a.json.gz", .bytes = gzip(logOf("a"))},
                                     {.name = "../up.json", .bytes = logOf("up")},
                                     {.name = "link.json", .type = '2', .link = "logs/a.json.gz"},
                                     {.name = "cut.json", .bytes = logOf("cut")}});
    const std::string path = write("export.tar", whole.substr(0, whole.size() - 1024 - 480));
    const std::optional<Evidence> evidence = loaded({path});
    QVERIFY(evidence);
    QCOMPARE(ledgerAsText(*evidence),
             QStringLiteral("../up.json read 1 unsafe-name\n"
                            "cut.json failed 0 corrupt-entry json-truncated\n"
                            "export.tar failed 0 corrupt-entry\n"
                            "link.json failed 0 unreadable\n"
                            "logs/a.json.gz read 1\n"));
}

void TestArchiveLoad::aCompressedTarLoadsLikeTheFolderInIt()
{
    std::vector<TarEntry> entries;
    for (int i = 0; i < 300; ++i) {
        const std::string name = "logs/" + std::to_string(i) + ".json.gz";
        entries.push_back({.name = name, .bytes = gzip(logOf("event " + std::to_string(i)))});
        write("folder/" + name, entries.back().bytes);
    }
    const std::optional<Evidence> folder = loaded({root() + "/folder"});
    QVERIFY(folder);
    QCOMPARE(folder->store->rowCount(), std::size_t{300});
    for (const char* filter : {"gzip", "zstd"}) {
        const std::optional<Evidence> tar =
            loaded({write("export.tgz", compressed(tarOf(entries), filter))});
        QVERIFY(tar);
        QCOMPARE(ledgerAsText(*tar), ledgerAsText(*folder));
    }
}

void TestArchiveLoad::archivesThatLieInFoldersAreOpened()
{
    write("export/a.json", logOf("a"));
    write("export/more.zip",
          zipOf({{.name = "b.json", .bytes = logOf("b")},
                 {.name = "inner.zip", .bytes = zipOf({})}}));
    write("export/more.tar.gz", gzip(tarOf({{.name = "c.json", .bytes = logOf("c")}})));
    const std::optional<Evidence> evidence = loaded({root() + "/export"});
    QVERIFY(evidence);
    QCOMPARE(ledgerAsText(*evidence),
             QStringLiteral("a.json read 1\n"
                            "more.tar.gz read 0\n"
                            "more.tar.gz/c.json read 1\n"
                            "more.zip read 0\n"
                            "more.zip/b.json read 1\n"
                            "more.zip/inner.zip skipped 0 nested-archive\n"));
}

void TestArchiveLoad::archivesInFoldersAreFoundAlsoAmongSeveralPaths()
{
    write("one/a.zip", zipOf({{.name = "a.json", .bytes = logOf("a")}}));
    write("two/b.json", logOf("b"));
    const std::string zip = write("c.zip", zipOf({{.name = "c.json", .bytes = logOf("c")}}));
    const std::optional<Evidence> evidence = loaded({root() + "/one", root() + "/two", zip});
    QVERIFY(evidence);
    QCOMPARE(ledgerAsText(*evidence),
             QStringLiteral("c.zip/c.json read 1\n"
                            "one/a.zip read 0\n"
                            "one/a.zip/a.json read 1\n"
                            "two/b.json read 1\n"));
}

void TestArchiveLoad::aBrokenArchiveIsSaidWhereverItLies()
{
    const std::string sound = zipOf({{.name = "a.json", .bytes = logOf("a")}});
    const std::string broken = write("export/broken.zip", sound.substr(0, sound.size() - 30));
    write("export/b.json", logOf("b"));
    const std::optional<Evidence> folder = loaded({root() + "/export"});
    QVERIFY(folder);
    QCOMPARE(ledgerAsText(*folder),
             QStringLiteral("b.json read 1\n"
                            "broken.zip failed 0 corrupt-entry\n"));
    const std::optional<Evidence> alone = loaded({broken});
    QVERIFY(alone);
    QCOMPARE(ledgerAsText(*alone), QStringLiteral("broken.zip failed 0 corrupt-entry\n"));
}

void TestArchiveLoad::whatIsNoFileSaysWhy()
{
    write("a.json", logOf("a"));
    QCOMPARE(::mkfifo((root() + "/pipe").c_str(), 0600), 0);
    const std::optional<Evidence> evidence = loaded({root()});
    QVERIFY(evidence);
    QCOMPARE(ledgerAsText(*evidence), QStringLiteral("a.json read 1\npipe failed 0 unreadable\n"));
}

void TestArchiveLoad::theSourceOfAnArchivedEventIsReadAgain()
{
    const std::string zip =
        write("a.zip",
              zipOf({{.name = "x.json", .bytes = logOf("x")},
                     {.name = "y.json.gz", .bytes = gzip(logOf("y")), .deflate = false}}));
    const std::string tar = write("b.tar", tarOf({{.name = "z.json", .bytes = logOf("z")}}));
    const std::optional<Evidence> evidence = loaded({zip, tar});
    QVERIFY(evidence);
    QStringList found;
    for (std::uint32_t i = 0; i < evidence->ledger->size(); ++i) {
        const Result<SourceText> text = evidence->sources->read(SourceId(i), JobContext());
        QVERIFY_OK(text);
        found += QString::fromStdString(evidence->ledger->path(SourceId(i))) + u' '
            + QString::fromStdString(evidence->sources->origin(SourceId(i)).substr(root().size()))
            + u' ' + QString::number(text->text.view() == logOf("x"))
            + QString::number(text->text.view() == logOf("y"))
            + QString::number(text->text.view() == logOf("z"));
    }
    found.sort();
    QCOMPARE(found.join(u'\n'),
             QStringLiteral("a.zip/x.json /a.zip 100\n"
                            "a.zip/y.json.gz /a.zip 010\n"
                            "b.tar/z.json /b.tar 001"));
}

QTEST_GUILESS_MAIN(TestArchiveLoad)
#include "tst_archiveload.moc"
