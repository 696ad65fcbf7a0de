// What a damaged export may hold: each row of the table is one source beside a sound one. Whatever
// it is, it gets a ledger line with the reason and the place, and the sound source still loads.
#include "model/ingest/loader.h"
#include "model/ingest/sha256.h"
#include "tests/support/fixtures.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QDir>
#include <QTemporaryDir>

#include <map>

using namespace trailloupe;
using namespace trailloupe::ingest;
using namespace trailloupe::test;
using Code = Issue::Code;

namespace {

const std::string kGood =
    quoted("{'eventVersion':'1.08','eventTime':'2026-03-01T00:00:00Z','eventID':"
           "'00000000-0000-4000-8000-000000000001','eventName':'GetObject'}");

std::string eventNamed(const std::string& name)
{
    return quoted("{'eventTime':'2026-03-01T00:00:01Z','eventID':'" + name + "','eventName':'"
                  + name + "'}");
}
std::string records(const std::string& inside)
{
    return "{\"Records\":[" + inside + "]}";
}

struct Case
{
    const char* name;
    std::string bytes;
    Code code;
    SourceStatus status;
    std::uint64_t shown; // of this source
    std::uint64_t rejected;
    std::optional<std::uint64_t> offset = {}; // of the issue
    std::optional<std::uint64_t> record = {};
};

std::string withFlippedCrc(std::string member)
{
    member[member.size() - 8] = static_cast<char>(member[member.size() - 8] ^ 1);
    return member;
}

std::string nestedDeep(int depth)
{
    return std::string(static_cast<std::size_t>(depth), '[') + "1"
        + std::string(static_cast<std::size_t>(depth), ']');
}

std::vector<Case> cases()
{
    const std::string a = eventNamed("a");
    const std::string b = eventNamed("b");
    const std::string two = records(a + "," + b);
    const std::string zipped =
        gzip(records(a + "," + eventNamed(std::string(20000, 'x')) + "," + b));
    std::string manyElements = "[0";
    for (int i = 1; i < 100000; ++i)
        manyElements += ',' + std::to_string(i);
    manyElements += ']';
    using enum SourceStatus;
    return {
        {"empty file", "", Code::EmptySource, Skipped, 0, 0, 0},
        {"empty gzip", gzip(""), Code::EmptySource, Skipped, 0, 0, 0},
        {"truncated gzip", zipped.substr(0, zipped.size() - 12), Code::GzipTruncated, Partial, 2,
         1},
        {"gzip cut after its header", gzip(two).substr(0, 10), Code::GzipTruncated, Failed, 0, 0,
         0},
        {"wrong CRC", withFlippedCrc(gzip(two)), Code::GzipChecksum, Partial, 2, 0},
        {"bytes after the gzip stream", gzip(two) + "xyz", Code::GzipTrailingBytes, Read, 2, 0},
        {"Git LFS pointer",
         "version https://git-lfs.github.com/spec/v1\noid "
         "sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n",
         Code::GitLfsPointer, Failed, 0, 0, 0},
        {"JSON cut inside a record", two.substr(0, two.size() - 20), Code::JsonTruncated, Partial,
         1, 1, 12 + a.size() + 1, 1},
        {"JSON cut after a backslash", two.substr(0, two.size() - 20) + "\\", Code::JsonTruncated,
         Partial, 1, 1},
        {"JSON cut between records", two.substr(0, 12 + a.size()), Code::JsonTruncated, Partial, 1,
         0},
        {"trailing garbage", two + "garbage", Code::TrailingGarbage, Read, 2, 0, two.size()},
        {"trailing quote", two + "\"", Code::TrailingGarbage, Read, 2, 0, two.size()},
        {"Records is an object", quoted("{'Records':{'a':1}}"), Code::RecordsNotAnArray, Failed, 0,
         0, 11},
        {"records that are not objects", records("1," + a + ",\"text\",null,[2]," + b),
         Code::RecordNotAnObject, Partial, 2, 4, 12, 0},
        {"a record that is malformed", records(a + ",{\"eventID\":tru}," + b), Code::JsonMalformed,
         Partial, 2, 1, 12 + a.size() + 12, 1},
        {"a number that is none", records(quoted("{'eventID':'x','n':01}") + "," + a),
         Code::JsonMalformed, Partial, 1, 1},
        {"a malformed escape", records("{\"eventID\":\"\\q\"}," + a), Code::JsonMalformed, Partial,
         1, 1},
        {"a malformed escape in a key", records("{\"event\\qID\":\"\"}," + a), Code::JsonMalformed,
         Partial, 1, 1},
        {"no event at all", records(quoted("{'some':'thing'}") + "," + a), Code::NotAnEvent,
         Partial, 1, 1, 12, 0},
        {"missing eventTime", records(quoted("{'eventID':'t','eventName':'A'}")),
         Code::MissingEventTime, Read, 1, 0, 12, 0},
        {"absurd eventTime",
         records(quoted(
             "{'eventID':'t','eventTime':'1601-01-01T00:00:00Z'},{'eventID':'u','eventTime':7}")),
         Code::AbsurdEventTime, Read, 2, 0, 12, 0},
        {"missing eventID", records(quoted("{'eventName':'A','eventTime':'2026-03-01T00:00:00Z'}")),
         Code::MissingEventId, Read, 1, 0, 12, 0},
        {"duplicate keys", records(quoted("{'eventID':'d','x':1,'x':2}")), Code::DuplicateKeys,
         Read, 1, 0, 12, 0},
        {"nesting 10,000 deep", records("{\"eventID\":\"deep\",\"x\":" + nestedDeep(10000) + "}"),
         Code::SubtreeKeptAsText, Read, 1, 0, 12, 0},
        {"100,000 array elements", records("{\"eventID\":\"long\",\"x\":" + manyElements + "}"),
         Code::SubtreeKeptAsText, Read, 1, 0, 12, 0},
        {"a lone surrogate", records("{\"eventID\":\"s\",\"x\":\"\\ud800\"}"), Code::LoneSurrogate,
         Read, 1, 0, 12, 0},
        {"invalid UTF-8", records("{\"eventID\":\"v\",\"x\":\"\xFF\xFE\"}"), Code::EncodingRepaired,
         Read, 1, 0, 32},
        {"UTF-16 with a mark", utf16(u"{\"Records\":[{\"eventID\":\"le\"}]}", false, true),
         Code::EncodingRepaired, Read, 1, 0, 0},
        {"UTF-16 without a mark", utf16(u"{\"Records\":[{\"eventID\":\"be\"}]}", true, false),
         Code::EncodingRepaired, Read, 1, 0, 0},
        {"a byte order mark", "\xEF\xBB\xBF" + two, Code::EncodingRepaired, Read, 2, 0, 0},
        {"NUL bytes", records("{\"eventID\":\"n\",\"x\":\"" + std::string("a\0b", 3) + "\"}"),
         Code::EncodingRepaired, Read, 1, 0, 33},
        {"one broken line among lines", a + "\n{\"eventID\":\"cut\n" + b + "\n",
         Code::JsonTruncated, Partial, 2, 1, a.size() + 1, 1},
    };
}

} // namespace

Q_DECLARE_METATYPE(Case)

class TestBadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        failOnAnyWarning();
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
        writeFile(m_dir->path(), "good.json", records(kGood));
    }

    void eachGetsItsLineAndNothingElseIsLost_data()
    {
        QTest::addColumn<Case>("damage");
        QTest::addColumn<bool>("inPieces");
        for (const Case& damage : cases()) {
            QTest::addRow("%s", damage.name) << damage << false;
            // Text that must be decoded as a whole, and what is only looked at, is not read in
            // pieces.
            if (damage.code != Code::EncodingRepaired && damage.bytes.size() > 100)
                QTest::addRow("%s, in pieces", damage.name) << damage << true;
        }
    }
    void eachGetsItsLineAndNothingElseIsLost()
    {
        QFETCH(Case, damage);
        QFETCH(bool, inPieces);
        writeFile(m_dir->path(), "bad.json", damage.bytes);
        Limits limits;
        if (inPieces)
            limits.wholeTextBytes = 64;
        const Evidence evidence = loaded(limits);
        const SourceEntry entry = entryOf(evidence, "bad.json");
        QCOMPARE(QString::fromUtf8(sourceStatusKey(entry.status)),
                 QString::fromUtf8(sourceStatusKey(damage.status)));
        QCOMPARE(entry.shown, damage.shown);
        QCOMPARE(entry.rejected, damage.rejected);
        const auto issue = std::find_if(entry.issues.begin(), entry.issues.end(),
                                        [&](const Issue& i) { return i.code == damage.code; });
        QVERIFY2(issue != entry.issues.end(), qPrintable(issuesAsText(entry.issues)));
        if (damage.offset)
            QCOMPARE(issue->offset, *damage.offset);
        if (damage.record)
            QCOMPARE(issue->record, *damage.record);
        QCOMPARE(entry.sha256, Sha256::of(damage.bytes));
        checkTheRest(evidence, damage.shown + 1);
    }

    void loneSurrogatesAreSaidOfEveryEventThatHoldsOne_data()
    {
        QTest::addColumn<QString>("member");
        QTest::newRow("short") << "'x':'\\ud800'";
        QTest::newRow("long") << "'x':'\\udc00 and so on, for a long while'";
        QTest::newRow("in an object") << "'x':{'y':'\\ud800','z':'\\udc00 and so on, for a while'}";
    }
    void loneSurrogatesAreSaidOfEveryEventThatHoldsOne()
    {
        QFETCH(QString, member);
        std::string events;
        for (const char* id : {"a", "b", "c"})
            events += quoted((events.empty() ? "{'eventID':'" : ",{'eventID':'") + std::string(id)
                             + "'," + member.toStdString() + "}");
        writeFile(m_dir->path(), "lone.json", records(events));
        const SourceEntry entry = entryOf(loaded(), "lone.json");
        QCOMPARE(entry.shown, std::uint64_t{3});
        const auto issue =
            std::find_if(entry.issues.begin(), entry.issues.end(),
                         [](const Issue& i) { return i.code == Code::LoneSurrogate; });
        QVERIFY(issue != entry.issues.end());
        QCOMPARE(issue->count, std::uint64_t{3});
    }

    void aMillionArraysAroundAnEventAreSaid()
    {
        const std::string event = eventNamed("a");
        const std::size_t depth = 1000000;
        writeFile(m_dir->path(), "deep.json",
                  "[" + event + "," + std::string(depth, '[') + std::string(depth, ']') + "]");
        std::string envelopes;
        for (int i = 0; i < 100000; ++i)
            envelopes += "{\"Records\":[";
        writeFile(m_dir->path(), "envelopes.json", envelopes + event);
        const Evidence evidence = loaded();
        const SourceEntry entry = entryOf(evidence, "deep.json");
        QCOMPARE(entry.shown, std::uint64_t{1});
        QCOMPARE(entry.rejected, std::uint64_t{1});
        QVERIFY2(issuesAsText(entry.issues).contains(QLatin1String("nesting-too-deep")),
                 qPrintable(issuesAsText(entry.issues)));
        QCOMPARE(entryOf(evidence, "envelopes.json").status, SourceStatus::Failed);
        checkTheRest(evidence, 2);
    }

    void membersOfOneGzipFollowEachOther()
    {
        writeFile(m_dir->path(), "bad.json.gz",
                  gzip(records(eventNamed("a"))) + gzip(records(eventNamed("b"))));
        const Evidence evidence = loaded();
        QCOMPARE(entryOf(evidence, "bad.json.gz").shown, std::uint64_t{2});
        checkTheRest(evidence, 3);
    }

    void aGzipBombIsStoppedAndSaid()
    {
        const std::string bomb = gzipBomb(std::uint64_t{64} << 20);
        writeFile(m_dir->path(), "bomb.json.gz", bomb);
        Limits limits;
        limits.wholeTextBytes = std::uint64_t{1} << 20;
        limits.bombTextBytes = std::uint64_t{8} << 20;
        const Evidence evidence = loaded(limits);
        const SourceEntry entry = entryOf(evidence, "bomb.json.gz");
        QVERIFY2(issuesAsText(entry.issues).contains(QLatin1String("gzip-bomb")),
                 qPrintable(issuesAsText(entry.issues)));
        QVERIFY(entry.bytesText < std::uint64_t{12} << 20);
        QCOMPARE(entry.sha256, Sha256::of(bomb));
        QCOMPARE(entry.status, SourceStatus::Failed);
        checkTheRest(evidence, 1);
    }

    void anEventOf100MegabytesIsRead()
    {
        const std::string big =
            "{\"eventTime\":\"2026-03-01T00:00:01Z\",\"eventID\":\"big\",\"x\":\""
            + std::string(std::size_t{100} << 20, 'x') + "\"}";
        writeFile(m_dir->path(), "big.json", records(big));
        const Evidence evidence = loaded();
        QCOMPARE(entryOf(evidence, "big.json").shown, std::uint64_t{1});
        const auto rows = evidence.store->findByEventId("big");
        QCOMPARE(rows.size(), std::size_t{1});
        std::string json;
        evidence.store->json(rows[0], json);
        QVERIFY(json == big);
        checkTheRest(evidence, 2);
    }

    void numbersBeyondDoubleKeepTheirText()
    {
        const std::string event = quoted(
            "{'eventID':'n','big':123456789012345678901234567890,'huge':1E400,'tiny':-0.0e-999}");
        writeFile(m_dir->path(), "numbers.json", records(event));
        const Evidence evidence = loaded();
        std::string json;
        evidence.store->json(evidence.store->findByEventId("n").at(0), json);
        QCOMPARE(json, event);
        checkTheRest(evidence, 2);
    }

    void aFileThatCannotBeOpenedIsSaid()
    {
        QVERIFY(QFile::link(QStringLiteral("nowhere"),
                            m_dir->filePath(QStringLiteral("dangling.json"))));
        const Evidence evidence = loaded();
        QCOMPARE(entryOf(evidence, "dangling.json").status, SourceStatus::Failed);
        QVERIFY(!entryOf(evidence, "dangling.json").issues.empty());
        checkTheRest(evidence, 1);
    }

    void aLoopOfLinksEnds()
    {
        QVERIFY(QDir(m_dir->path()).mkdir(QStringLiteral("sub")));
        QVERIFY(QFile::link(m_dir->path(), m_dir->filePath(QStringLiteral("sub/up"))));
        const Evidence evidence = loaded();
        QVERIFY(evidence.ledger->size() <= 3);
        checkTheRest(evidence, 1);
    }

    void realFoldersAddUp()
    {
        if (sampleDataDir().isEmpty())
            QSKIP("no folder of sample files");
        LoadRequest request;
        request.paths = {sampleDataDir().toStdString()};
        const auto result = load(request, JobContext(), [](const Evidence&) {});
        QVERIFY_OK(result);
        QCOMPARE(QString::fromStdString(result->ledger->checkInvariants()), QString());
        QCOMPARE(QString::fromStdString(result->store->checkInvariants()), QString());
        QCOMPARE(QString::fromStdString(result->items->checkInvariants()), QString());
        QVERIFY(result->ledger->totals().reconciles());
        const LedgerTotals& totals = result->ledger->totals();
        QCOMPARE(totals.events(), std::uint64_t{result->store->rowCount()});
        QCOMPARE(totals.items, std::uint64_t{result->items->rowCount()});
        QVERIFY(result->store->rowCount() > 2900);
        QVERIFY(result->items->rowCount() > 100);
    }

private:
    Evidence loaded(const Limits& limits = {})
    {
        LoadRequest request;
        request.paths = {m_dir->path().toStdString()};
        request.limits = limits;
        auto result = load(request, JobContext(), [](const Evidence&) {});
        return result ? std::move(result).value() : Evidence{};
    }
    static SourceEntry entryOf(const Evidence& evidence, std::string_view path)
    {
        for (std::uint32_t i = 0; i < evidence.ledger->size(); ++i) {
            if (evidence.ledger->path(SourceId(i)) == path)
                return evidence.ledger->entry(SourceId(i));
        }
        return {};
    }
    static void checkTheRest(const Evidence& evidence, std::uint64_t shown)
    {
        QCOMPARE(entryOf(evidence, "good.json").shown, std::uint64_t{1});
        QCOMPARE(evidence.store->rowCount(), std::size_t{shown});
        QVERIFY(evidence.ledger->totals().reconciles());
        QCOMPARE(evidence.ledger->totals().shown, shown);
        QCOMPARE(QString::fromStdString(evidence.ledger->checkInvariants()), QString());
        QCOMPARE(QString::fromStdString(evidence.store->checkInvariants()), QString());
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_badinput.moc"
