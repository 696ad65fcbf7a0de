// Reading that ends before the source does: the disk fails, the person cancels, memory runs out.
// What was read stays, what was not is said, and no hash is claimed for bytes nobody saw.
#include "model/ingest/loader.h"
#include "model/ingest/sha256.h"
#include "tests/support/fixtures.h"
#include "tests/support/randomevents.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>

#include <functional>
#include <new>

using namespace trailloupe;
using namespace trailloupe::ingest;
using namespace trailloupe::test;
using Code = Issue::Code;

namespace {

constexpr std::size_t kNever = ~std::size_t{0};

// A source that lets something happen when its bytes are read up to a place.
struct ScriptedSource
{
    std::string path;
    std::string bytes;
    std::size_t failsAt = kNever;
    std::size_t happensAt = kNever;
    std::function<void()> happens = {};
};
using Script = std::vector<ScriptedSource>;

class ScriptedStream : public ByteStream
{
public:
    explicit ScriptedStream(const ScriptedSource& source)
        : m_source(source)
    { }

    Result<std::size_t> read(char* into, std::size_t capacity) override
    {
        if (m_at >= m_source.failsAt)
            return Error{Error::Kind::Io, "the disk says no", {}, Error::kNoOffset};
        if (m_at >= m_source.happensAt)
            m_source.happens();
        // In small steps, so that a place is met exactly.
        const std::size_t count =
            m_source.bytes.copy(into, std::min<std::size_t>(capacity, 1000), m_at);
        const std::size_t taken = std::min(count, m_source.failsAt - m_at);
        m_at += taken;
        return taken;
    }

private:
    const ScriptedSource& m_source;
    std::size_t m_at = 0;
};

class ScriptedReader : public SourceReader
{
public:
    explicit ScriptedReader(const Script& script)
        : m_script(script)
    { }

    Result<void> read(const Source& source, std::uint64_t limitBytes, ByteBuffer& into) override
    {
        into.clear();
        const ScriptedSource& scripted = m_script[source.locator];
        if (scripted.bytes.size() > limitBytes)
            return Error{Error::Kind::TooLarge, {}, source.path, Error::kNoOffset};
        into.append(std::string_view(scripted.bytes).substr(0, scripted.failsAt));
        if (scripted.failsAt < scripted.bytes.size())
            return Error{Error::Kind::Malformed, "the entry is damaged", source.path,
                         Error::kNoOffset};
        return {};
    }
    Result<std::unique_ptr<ByteStream>> open(const Source& source) override
    {
        return std::unique_ptr<ByteStream>(
            std::make_unique<ScriptedStream>(m_script[source.locator]));
    }

private:
    const Script& m_script;
};

class ScriptedTree : public SourceTree
{
public:
    ScriptedTree(const Script& script, std::string origin)
        : m_script(script)
        , m_origin(std::move(origin))
    { }

    void next(std::size_t max, std::vector<Source>& into, const JobContext&) override
    {
        for (; max > 0 && m_listed < m_script.size(); --max, ++m_listed) {
            Source source;
            source.path = m_script[m_listed].path;
            source.locator = m_listed;
            into.push_back(std::move(source));
        }
    }
    std::unique_ptr<SourceReader> makeReader() override
    {
        return std::make_unique<ScriptedReader>(m_script);
    }
    std::uint64_t knownTotal() const override { return m_script.size(); }
    const std::string& origin() const override { return m_origin; }

private:
    const Script& m_script;
    std::string m_origin;
    std::size_t m_listed = 0;
};

std::string recordsOf(std::uint64_t seed, int count)
{
    RandomEvents random(seed);
    std::string text = "{\"Records\":[";
    for (int i = 0; i < count; ++i)
        text += (i ? "," : "") + random.next();
    return text + "]}";
}

SourceEntry entryOf(const Evidence& evidence, std::string_view name)
{
    for (std::uint32_t i = 0; i < evidence.ledger->size(); ++i) {
        if (evidence.ledger->path(SourceId(i)).ends_with(name))
            return evidence.ledger->entry(SourceId(i));
    }
    return {};
}

const Issue* issueOf(const SourceEntry& entry, Code code)
{
    const auto found = std::find_if(entry.issues.begin(), entry.issues.end(),
                                    [&](const Issue& issue) { return issue.code == code; });
    return found == entry.issues.end() ? nullptr : &*found;
}

} // namespace

Q_DECLARE_METATYPE(Code)

class TestInterruptedReads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        failOnAnyWarning();
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
        writeFile(m_dir->path(), "export.zip", zipOf({{"any", "thing"}}));
        m_script.clear();
    }

    void aReadErrorIsSaidOnceAndSpoilsNoHash_data()
    {
        QTest::addColumn<bool>("zipped");
        QTest::addColumn<bool>("inPieces");
        QTest::addColumn<int>("failsAt");
        QTest::addColumn<Code>("code");
        for (const bool zipped : {false, true}) {
            const char* kind = zipped ? "gzip" : "text";
            QTest::addRow("%s at once, in pieces", kind) << zipped << true << 0 << Code::Unreadable;
            QTest::addRow("%s early, in pieces", kind) << zipped << true << 700 << Code::Unreadable;
            QTest::addRow("%s late, in pieces", kind) << zipped << true << 9000 << Code::Unreadable;
            QTest::addRow("%s late, whole", kind) << zipped << false << 9000 << Code::CorruptEntry;
        }
    }
    void aReadErrorIsSaidOnceAndSpoilsNoHash()
    {
        QFETCH(bool, zipped);
        QFETCH(bool, inPieces);
        QFETCH(int, failsAt);
        QFETCH(Code, code);
        const std::string broken = zipped ? gzip(recordsOf(1, 200)) : recordsOf(1, 200);
        QVERIFY(broken.size() > 12000);
        m_script = {{"broken.json", broken, static_cast<std::size_t>(failsAt)},
                    {"sound.json", recordsOf(2, 200)},
                    {"sound.json.gz", gzip(recordsOf(3, 200))}};
        LoadRequest request = this->request();
        if (inPieces)
            request.limits.wholeTextBytes = 1000;
        const auto evidence = load(request, JobContext(), [](const Evidence&) {});
        QVERIFY_OK(evidence);
        const SourceEntry entry = entryOf(*evidence, "broken.json");
        QVERIFY(!entry.sha256);
        QCOMPARE(entry.bytesStored, static_cast<std::uint64_t>(failsAt));
        QVERIFY(issueOf(entry, code));
        QCOMPARE(issueOf(entry, code)->count, std::uint64_t{1});
        QCOMPARE(entry.status, entry.shown ? SourceStatus::Partial : SourceStatus::Failed);
        QVERIFY(entry.rejected <= 1);
        for (const char* name : {"sound.json", "sound.json.gz"}) {
            const SourceEntry sound = entryOf(*evidence, name);
            QCOMPARE(sound.shown, std::uint64_t{200});
            QCOMPARE(sound.rejected, std::uint64_t{0});
            QVERIFY(!sound.hasProblem());
        }
        QCOMPARE(entryOf(*evidence, "sound.json").sha256, Sha256::of(m_script[1].bytes));
        QCOMPARE(entryOf(*evidence, "sound.json.gz").sha256, Sha256::of(m_script[2].bytes));
        QCOMPARE(QString::fromStdString(evidence->ledger->checkInvariants()), QString());
    }

    void cancellingInsideASourceIsNotItsEnd()
    {
        std::stop_source stop;
        const std::string bytes = recordsOf(4, 12000);
        QVERIFY(bytes.size() > 3u << 20);
        m_script = {{"long.json", bytes, kNever, (1u << 20) + 5000, [&] {
                         stop.request_stop();
                     }}};
        LoadRequest request = this->request();
        request.limits.wholeTextBytes = 1000;
        Evidence last;
        const auto evidence = load(request, JobContext(stop.get_token()),
                                   [&](const Evidence& published) { last = published; });
        QVERIFY(!evidence.ok());
        QCOMPARE(evidence.error().kind, Error::Kind::Cancelled);
        const SourceEntry entry = entryOf(last, "long.json");
        QCOMPARE(entry.status, SourceStatus::Partial);
        QVERIFY(issueOf(entry, Code::ReadingCancelled));
        QCOMPARE(issueOf(entry, Code::ReadingCancelled)->offset, entry.bytesText);
        QVERIFY(!issueOf(entry, Code::JsonTruncated));
        QCOMPARE(entry.rejected, std::uint64_t{0});
        QVERIFY(entry.shown > 0 && entry.shown < 12000);
        QVERIFY(!entry.sha256);
        QVERIFY(last.ledger->totals().reconciles());
    }

    void noMemoryForOneSourceLosesOnlyThatSource()
    {
        m_script = {{"greedy.json", recordsOf(5, 200), kNever, 5000,
                     [] {
                         throw std::bad_alloc();
                     }},
                    {"sound.json", recordsOf(6, 200)}};
        LoadRequest request = this->request();
        request.limits.wholeTextBytes = 1000;
        const auto evidence = load(request, JobContext(), [](const Evidence&) {});
        QVERIFY_OK(evidence);
        const SourceEntry greedy = entryOf(*evidence, "greedy.json");
        QVERIFY(issueOf(greedy, Code::TooLarge));
        QVERIFY(!greedy.sha256);
        const SourceEntry sound = entryOf(*evidence, "sound.json");
        QCOMPARE(sound.shown, std::uint64_t{200});
        QCOMPARE(sound.sha256, Sha256::of(m_script[1].bytes));
        QVERIFY(evidence->ledger->totals().reconciles());
    }

    void noMemoryToPublishEndsTheLoad()
    {
        m_script = {{"a.json", recordsOf(7, 200)}};
        const auto evidence =
            load(request(), JobContext(), [](const Evidence&) { throw std::bad_alloc(); });
        QVERIFY(!evidence.ok());
        QCOMPARE(evidence.error().kind, Error::Kind::TooLarge);
    }

private:
    // The script takes the place of the archive. One thread: sources follow each other.
    LoadRequest request()
    {
        LoadRequest request;
        request.paths = {m_dir->path().toStdString()};
        request.threads = 1;
        request.openArchive =
            [this](const std::string& path) -> Result<std::unique_ptr<SourceTree>> {
            return std::unique_ptr<SourceTree>(std::make_unique<ScriptedTree>(m_script, path));
        };
        return request;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    Script m_script;
};

QTEST_GUILESS_MAIN(TestInterruptedReads)
#include "tst_interruptedreads.moc"
