#include "model/ingest/ledgerbuilder.h"
#include "tests/support/testsupport.h"

#include <random>
#include <set>

using namespace trailloupe;
using namespace trailloupe::ingest;

namespace {

SourceEntry logEntry(const std::string& path, std::uint64_t shown)
{
    SourceEntry entry;
    entry.path = path;
    entry.kind = SourceKind::CloudTrailRecords;
    entry.status = SourceStatus::Read;
    entry.bytesStored = 10 * shown;
    entry.bytesText = 90 * shown;
    entry.records = shown;
    entry.shown = shown;
    if (shown > 0) {
        entry.firstSeconds = 1'772'000'000;
        entry.lastSeconds = 1'772'000'000 + static_cast<std::int64_t>(shown);
    }
    return entry;
}

Issue issue(Issue::Code code, std::uint64_t offset = Error::kNoOffset)
{
    Issue one;
    one.code = code;
    one.offset = offset;
    return one;
}

bool same(const SourceEntry& a, const SourceEntry& b)
{
    return a.path == b.path && a.kind == b.kind && a.status == b.status
        && a.bytesStored == b.bytesStored && a.bytesText == b.bytesText && a.records == b.records
        && a.shown == b.shown && a.duplicates == b.duplicates && a.rejected == b.rejected
        && a.undated == b.undated && a.firstSeconds == b.firstSeconds
        && a.lastSeconds == b.lastSeconds && a.issues == b.issues && a.sha256 == b.sha256;
}

// The first line that differs from what it should be, or -1.
int firstDifference(const Ledger& ledger, const std::vector<SourceEntry>& expected)
{
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const SourceId id(static_cast<std::uint32_t>(i));
        if (!same(ledger.entry(id), expected[i]) || ledger.path(id) != expected[i].path)
            return static_cast<int>(i);
    }
    return -1;
}

SourceEntry randomEntry(std::mt19937_64& random)
{
    const auto upTo = [&random](std::uint64_t n) {
        return random() % (n + 1);
    };
    static const std::vector<std::string> kFolders{
        "", "/", "AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/01/", "a/b/", "a/", "//"};
    SourceEntry entry;
    entry.path = kFolders[upTo(kFolders.size() - 1)] + std::string(upTo(20), 'x');
    entry.kind = static_cast<SourceKind>(upTo(static_cast<int>(SourceKind::FolderMarker)));
    entry.status = static_cast<SourceStatus>(upTo(3));
    entry.bytesStored = random() >> 8;
    entry.bytesText = random() >> 8;
    entry.shown = upTo(upTo(20) == 0 ? std::uint64_t{1} << 40 : 50);
    entry.duplicates = upTo(10);
    entry.rejected = upTo(3) == 0 ? upTo(5) : 0;
    entry.records = entry.shown + entry.duplicates + entry.rejected;
    entry.undated = upTo(std::min<std::uint64_t>(entry.shown, 3));
    if (entry.shown + entry.duplicates > entry.undated) {
        entry.firstSeconds = static_cast<std::int64_t>(upTo(2'000'000'000)) - 1000;
        entry.lastSeconds = entry.firstSeconds + static_cast<std::int64_t>(upTo(1000));
    }
    for (auto n = upTo(5) == 0 ? upTo(4) : 0; n > 0; --n)
        mergeIssue(issue(static_cast<Issue::Code>(upTo(30)), random()), entry.issues);
    if (upTo(3) > 0) {
        entry.sha256.emplace();
        for (int i = 0; i < 64; ++i)
            entry.sha256->push_back("0123456789abcdef"[upTo(15)]);
    }
    return entry;
}

} // namespace

class TestLedger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void anEmptyLedgerReconciles()
    {
        const Ledger ledger;
        QCOMPARE(ledger.size(), std::uint64_t(0));
        QVERIFY(ledger.problems().empty());
        QCOMPARE(ledger.checkInvariants(), std::string());
        QVERIFY(ledger.totals() == LedgerTotals());
    }

    void totalsAreTheSumsOfTheLines()
    {
        LedgerBuilder builder;
        builder.add(logEntry("a/one.json.gz", 5));
        builder.add(logEntry("a/two.json.gz", 7));
        SourceEntry stray;
        stray.path = "a/readme.txt";
        stray.kind = SourceKind::OtherText;
        stray.issues = {issue(Issue::Code::NotAnEventLog)};
        builder.add(stray);
        SourceEntry cut = logEntry("b/cut.json.gz", 3);
        cut.status = SourceStatus::Partial;
        cut.issues = {issue(Issue::Code::GzipTruncated, 1200)};
        builder.add(cut);
        SourceEntry lost;
        lost.path = "b/lost.json.gz";
        lost.status = SourceStatus::Failed;
        lost.issues = {issue(Issue::Code::Unreadable)};
        builder.add(lost);

        const auto ledger = builder.snapshot();
        const LedgerTotals& totals = ledger->totals();
        QCOMPARE(totals.sources, std::uint64_t(5));
        QCOMPARE(totals.read, std::uint64_t(2));
        QCOMPARE(totals.skipped, std::uint64_t(1));
        QCOMPARE(totals.partial, std::uint64_t(1));
        QCOMPARE(totals.failed, std::uint64_t(1));
        QCOMPARE(totals.problems, std::uint64_t(2));
        QCOMPARE(totals.records, std::uint64_t(15));
        QCOMPARE(totals.shown, std::uint64_t(15));
        QCOMPARE(totals.bytesText, std::uint64_t(15 * 90));
        QVERIFY(totals.reconciles());
        QVERIFY(ledger->problems() == (std::vector<SourceId>{SourceId(3), SourceId(4)}));
        QCOMPARE(ledger->path(SourceId(4)), std::string("b/lost.json.gz"));
        QCOMPARE(ledger->checkInvariants(), std::string());
    }

    void duplicatesMoveAndTheRecordsStay()
    {
        LedgerBuilder builder;
        SourceEntry entry = logEntry("x.json", 9);
        entry.undated = 2;
        const SourceId id = builder.add(entry);
        builder.addDuplicates(id, 4, 1);
        const auto ledger = builder.snapshot();
        QCOMPARE(ledger->entry(id).records, std::uint64_t(9));
        QCOMPARE(ledger->entry(id).shown, std::uint64_t(5));
        QCOMPARE(ledger->entry(id).duplicates, std::uint64_t(4));
        QCOMPARE(ledger->entry(id).undated, std::uint64_t(1));
        QCOMPARE(ledger->totals().duplicates, std::uint64_t(4));
        QCOMPARE(ledger->checkInvariants(), std::string());
    }

    void aSnapshotDoesNotChangeAfterwards()
    {
        LedgerBuilder builder;
        std::vector<SourceEntry> before;
        for (int i = 0; i < 3000; ++i) {
            before.push_back(logEntry("d" + std::to_string(i / 10) + "/f" + std::to_string(i), 4));
            builder.add(before.back());
        }
        const auto old = builder.snapshot();
        const LedgerTotals oldTotals = old->totals();
        for (std::uint32_t i = 0; i < 3000; i += 7) {
            builder.addDuplicates(SourceId(i), 2);
            builder.addIssue(SourceId(i), issue(Issue::Code::ConflictingEventId, i));
        }
        for (int i = 0; i < 3000; ++i)
            builder.add(logEntry("later/" + std::to_string(i), 1));
        const auto fresh = builder.snapshot();

        QCOMPARE(old->size(), std::uint64_t(3000));
        QCOMPARE(firstDifference(*old, before), -1);
        QVERIFY(old->totals() == oldTotals);
        QVERIFY(old->problems().empty());
        QCOMPARE(old->checkInvariants(), std::string());
        QCOMPARE(fresh->size(), std::uint64_t(6000));
        QCOMPARE(fresh->problems().size(), std::size_t((3000 + 6) / 7));
        QCOMPARE(fresh->entry(SourceId(7)).duplicates, std::uint64_t(2));
        QCOMPARE(fresh->checkInvariants(), std::string());
    }

    void issuesOfOneCodeAreCountedAndTheFirstPlaceIsKept()
    {
        LedgerBuilder builder;
        const SourceId id = builder.add(logEntry("x", 1));
        QVERIFY(!builder.entry(id).hasProblem());
        builder.addIssue(id, issue(Issue::Code::DuplicateKeys, 17));
        QVERIFY(!builder.entry(id).hasProblem());
        QCOMPARE(builder.totals().problems, std::uint64_t(0));
        builder.addIssue(id, issue(Issue::Code::RecordNotAnObject, 40));
        builder.addIssue(id, issue(Issue::Code::RecordNotAnObject, 90));
        const SourceEntry entry = builder.entry(id);
        QCOMPARE(entry.issues.size(), std::size_t(2));
        QCOMPARE(entry.issues[1].count, std::uint64_t(2));
        QCOMPARE(entry.issues[1].offset, std::uint64_t(40));
        QVERIFY(entry.hasProblem());
        QCOMPARE(builder.totals().problems, std::uint64_t(1));
        builder.set(id, logEntry("another name", 1));
        QCOMPARE(builder.entry(id).path, std::string("x"));
        QVERIFY(builder.snapshot()->problems().empty());
    }

    void aLedgerThatDoesNotReconcileIsFoundOut()
    {
        LedgerBuilder builder;
        SourceEntry entry = logEntry("wrong", 3);
        entry.rejected = 1;
        builder.add(entry);
        QVERIFY(!builder.snapshot()->checkInvariants().empty());
    }

    void randomChangesAgreeWithAPlainList()
    {
        std::mt19937_64 random(42);
        LedgerBuilder builder;
        std::vector<SourceEntry> plain;
        std::vector<std::pair<std::shared_ptr<const Ledger>, std::vector<SourceEntry>>> snapshots;
        for (int step = 0; step < 12'000; ++step) {
            const auto what = random() % 10;
            if (plain.empty() || what < 4) {
                plain.push_back(randomEntry(random));
                const SourceId id = builder.add(plain.back());
                QCOMPARE(id.value(), static_cast<std::uint32_t>(plain.size() - 1));
                continue;
            }
            const auto at = static_cast<std::uint32_t>(random() % plain.size());
            SourceEntry& entry = plain[at];
            if (what < 6) {
                const std::string path = entry.path;
                entry = randomEntry(random);
                entry.path = path;
                builder.set(SourceId(at), entry);
            } else if (what < 8) {
                const std::uint64_t dated = entry.shown - entry.undated;
                const auto undated = random() % (entry.undated + 1);
                const auto count = undated + random() % (dated + 1);
                entry.shown -= count;
                entry.duplicates += count;
                entry.undated -= undated;
                builder.addDuplicates(SourceId(at), count, undated);
            } else {
                const Issue odd = issue(static_cast<Issue::Code>(random() % 31), random());
                mergeIssue(odd, entry.issues);
                builder.addIssue(SourceId(at), odd);
            }
            if (step % 2000 == 0)
                snapshots.emplace_back(builder.snapshot(), plain);
        }
        snapshots.emplace_back(builder.snapshot(), plain);
        for (const auto& [ledger, expected] : snapshots) {
            QCOMPARE(ledger->size(), std::uint64_t(expected.size()));
            QCOMPARE(firstDifference(*ledger, expected), -1);
            QCOMPARE(ledger->checkInvariants(), std::string());
        }
    }

    void everyWordIsItsOwn()
    {
        std::set<std::string> keys;
        for (int i = 0; i <= static_cast<int>(SourceKind::FolderMarker); ++i) {
            QVERIFY(keys.insert(sourceKindKey(static_cast<SourceKind>(i))).second);
            QVERIFY(*sourceKindName(static_cast<SourceKind>(i)) != '\0');
        }
        keys.clear();
        for (int i = 0; i <= static_cast<int>(Issue::Code::NestingTooDeep); ++i) {
            QVERIFY(keys.insert(issueCodeKey(static_cast<Issue::Code>(i))).second);
            QVERIFY(*issueCodeText(static_cast<Issue::Code>(i)) != '\0');
        }
        QCOMPARE(sourceStatusKey(SourceStatus::Partial), "partial");
        QVERIFY(holdsEvents(SourceKind::Insight));
        QVERIFY(!holdsEvents(SourceKind::Digest));
        QVERIFY(!holdsEvents(SourceKind::S3Notification));
    }
};

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
