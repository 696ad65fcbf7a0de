#include "model/ingest/loader.h"
#include "tests/support/fixtures.h"
#include "tests/support/randomevents.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTemporaryDir>

#include <algorithm>
#include <set>

using namespace trailloupe;
using namespace trailloupe::ingest;
using namespace trailloupe::test;

namespace {

LoadRequest requestFor(const std::vector<std::string>& paths, unsigned threads = 2)
{
    LoadRequest request;
    request.paths = paths;
    request.threads = threads;
    return request;
}

Evidence loaded(const LoadRequest& request)
{
    auto result = load(request, JobContext(), [](const Evidence&) {});
    return result ? std::move(result).value() : Evidence{};
}

std::string recordsOf(const std::vector<std::string>& events)
{
    std::string text = "{\"Records\":[";
    for (std::size_t i = 0; i < events.size(); ++i)
        text += (i ? "," : "") + events[i];
    return text + "]}";
}

SourceEntry entryOf(const Evidence& evidence, std::string_view path)
{
    for (std::uint32_t i = 0; i < evidence.ledger->size(); ++i) {
        if (evidence.ledger->path(SourceId(i)) == path)
            return evidence.ledger->entry(SourceId(i));
    }
    return {};
}

} // namespace

class TestLoader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        failOnAnyWarning();
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void aFolderOfLogsIsReadWhole()
    {
        RandomEvents random(1);
        std::multiset<std::string> expected;
        for (int file = 0; file < 200; ++file) {
            std::vector<std::string> events;
            for (std::uint32_t i = random.below(40); i > 0; --i)
                expected.insert(events.emplace_back(random.next()));
            const std::string name =
                "AWSLogs/" + std::to_string(file % 7) + "/" + std::to_string(file);
            writeFile(m_dir->path(), name + (file % 2 ? ".json.gz" : ".json"),
                      file % 2 ? gzip(recordsOf(events)) : recordsOf(events));
        }
        const Evidence evidence = loaded(requestFor({m_dir->path().toStdString()}));
        QVERIFY(evidence.complete);
        QCOMPARE(evidence.ledger->totals().sources, std::uint64_t{200});
        QCOMPARE(evidence.ledger->totals().records, std::uint64_t{expected.size()});
        QCOMPARE(evidence.ledger->totals().shown, std::uint64_t{evidence.store->rowCount()});
        QCOMPARE(QString::fromStdString(evidence.ledger->checkInvariants()), QString());
        QCOMPARE(QString::fromStdString(evidence.store->checkInvariants()), QString());
        const auto events = eventsOf(*evidence.store);
        QVERIFY(std::multiset<std::string>(events.begin(), events.end()) == expected);
    }

    void theOrderDoesNotDependOnTheThreads()
    {
        RandomEvents random(2);
        for (int file = 0; file < 60; ++file) {
            std::vector<std::string> events;
            for (int i = 0; i < 30; ++i)
                events.push_back("{\"eventTime\":\"2026-03-01T00:00:0"
                                 + std::to_string(random.below(3)) + "Z\",\"eventID\":\""
                                 + random.uuid() + "\"}");
            writeFile(m_dir->path(), std::to_string(file) + ".json", recordsOf(events));
        }
        const auto one = eventsOf(*loaded(requestFor({m_dir->path().toStdString()}, 1)).store);
        QCOMPARE(one.size(), std::size_t{1800});
        for (int run = 0; run < 5; ++run)
            QVERIFY(eventsOf(*loaded(requestFor({m_dir->path().toStdString()}, 4)).store) == one);
    }

    void everyGenerationReconciles()
    {
        RandomEvents random(3);
        for (int file = 0; file < 300; ++file) {
            std::vector<std::string> events;
            for (int i = 0; i < 50; ++i)
                events.push_back(random.next());
            writeFile(m_dir->path(), std::to_string(file) + ".json", recordsOf(events));
            if (file % 3 == 0) // delivered twice
                writeFile(m_dir->path(), "again/" + std::to_string(file) + ".json",
                          recordsOf(events));
        }
        int generations = 0;
        std::uint64_t before = 0;
        QString wrong;
        const auto result =
            load(requestFor({m_dir->path().toStdString()}, 3), JobContext(),
                 [&](const Evidence& evidence) {
                     ++generations;
                     const auto& totals = evidence.ledger->totals();
                     if (!totals.reconciles() || totals.shown != evidence.store->rowCount()
                         || totals.duplicates != evidence.store->duplicateCount()
                         || totals.records < before)
                         wrong = QStringLiteral("generation %1").arg(generations);
                     before = totals.records;
                 });
        QVERIFY_OK(result);
        QCOMPARE(wrong, QString());
        QVERIFY(generations >= 2);
        QCOMPARE(result->store->rowCount(), std::size_t{15000});
        QCOMPARE(result->store->duplicateCount(), std::uint64_t{5000});
        QCOMPARE(QString::fromStdString(result->store->checkInvariants()), QString());
        QCOMPARE(QString::fromStdString(result->ledger->checkInvariants()), QString());
    }

    void aSourceOfSeveralSegmentsKeepsOneLine()
    {
        std::string text;
        constexpr int kEvents = 150000;
        for (int i = 0; i < kEvents; ++i)
            text += "{\"eventTime\":\"2026-03-01T00:00:00Z\",\"eventID\":\"e"
                + std::to_string(i % 140000) + "\"}\n";
        writeFile(m_dir->path(), "lines.jsonl", text);
        const Evidence evidence = loaded(requestFor({m_dir->path().toStdString()}));
        QCOMPARE(evidence.ledger->size(), std::uint64_t{1});
        const SourceEntry entry = evidence.ledger->entry(SourceId(0));
        QCOMPARE(entry.records, std::uint64_t{kEvents});
        QCOMPARE(entry.shown, std::uint64_t{140000});
        QCOMPARE(entry.duplicates, std::uint64_t{10000});
        QCOMPARE(QString::fromStdString(evidence.ledger->checkInvariants()), QString());
        QCOMPARE(QString::fromStdString(evidence.store->checkInvariants()), QString());
    }

    void whatIsTooLargeToHoldIsReadInPieces()
    {
        RandomEvents random(4);
        std::vector<std::string> events;
        for (int i = 0; i < 3000; ++i)
            events.push_back(random.next());
        writeFile(m_dir->path(), "big.json", recordsOf(events));
        writeFile(m_dir->path(), "big.json.gz", gzip(recordsOf(events)));
        LoadRequest request = requestFor({m_dir->path().toStdString()});
        request.limits.wholeTextBytes = 64 << 10;
        const Evidence evidence = loaded(request);
        QCOMPARE(evidence.ledger->totals().records, std::uint64_t{6000});
        QCOMPARE(evidence.store->rowCount(), std::size_t{3000});
        QCOMPARE(evidence.store->duplicateCount(), std::uint64_t{3000});
        const auto stored = eventsOf(*evidence.store);
        QVERIFY(std::multiset<std::string>(stored.begin(), stored.end())
                == std::multiset<std::string>(events.begin(), events.end()));
        // Offsets of pieces point into the whole text.
        const auto occurrences = evidence.store->occurrences(evidence.store->timeOrder()[0]);
        std::string json;
        evidence.store->json(evidence.store->timeOrder()[0], json);
        for (const auto& occurrence : occurrences) {
            const auto text = evidence.sources->read(occurrence.source, JobContext());
            QVERIFY_OK(text);
            const auto slice = recordAt(text->text.view(), occurrence.offset);
            QVERIFY_OK(slice);
            QCOMPARE(std::string(text->text.view().substr(slice->offset, slice->length)), json);
        }
    }

    void everyRecordIsFoundAgainInItsSource()
    {
        RandomEvents random(5);
        std::vector<std::string> events;
        for (int i = 0; i < 50; ++i)
            events.push_back(random.next());
        writeFile(m_dir->path(), "a.json.gz", gzip(recordsOf(events)));
        std::string pretty = "{\n  \"Records\": [\n";
        for (const auto& event : events)
            pretty += "    " + event + (&event == &events.back() ? "\n" : ",\n");
        writeFile(m_dir->path(), "b.json", pretty + "  ]\n}\n");
        const Evidence evidence = loaded(requestFor({m_dir->path().toStdString()}));
        QCOMPARE(evidence.store->rowCount(), events.size());
        for (const RowId row : evidence.store->timeOrder()) {
            std::string json;
            evidence.store->json(row, json);
            const auto occurrences = evidence.store->occurrences(row);
            QCOMPARE(occurrences.size(), std::size_t{2});
            for (const auto& occurrence : occurrences) {
                const auto text = evidence.sources->read(occurrence.source, JobContext());
                QVERIFY_OK(text);
                QCOMPARE(text->sha256, *evidence.ledger->entry(occurrence.source).sha256);
                const auto slice = recordAt(text->text.view(), occurrence.offset);
                QVERIFY_OK(slice);
                QCOMPARE(std::string(text->text.view().substr(slice->offset, slice->length)), json);
                QCOMPARE(evidence.store->findByOccurrence(occurrence.source, occurrence.record),
                         std::optional(row));
            }
        }
    }

    void cancellingKeepsWhatWasPublished()
    {
        RandomEvents random(6);
        std::vector<std::string> events;
        for (int i = 0; i < 200; ++i)
            events.push_back(random.next());
        for (int file = 0; file < 400; ++file)
            writeFile(m_dir->path(), std::to_string(file) + ".json", recordsOf(events));
        std::stop_source stop;
        Evidence last;
        const JobContext context(stop.get_token(), [&](const Progress& progress) {
            if (progress.done > 0)
                stop.request_stop();
        });
        const auto result = load(requestFor({m_dir->path().toStdString()}), context,
                                 [&](const Evidence& evidence) { last = evidence; });
        QVERIFY(!result.ok());
        QCOMPARE(result.error().kind, Error::Kind::Cancelled);
        QVERIFY(!last.complete);
        QVERIFY(last.ledger->totals().sources > 0);
        QVERIFY(last.ledger->totals().sources < 400);
        QCOMPARE(last.ledger->totals().shown, std::uint64_t{last.store->rowCount()});
        QCOMPARE(QString::fromStdString(last.store->checkInvariants()), QString());
    }

    void progressEndsWhereTheTotalIs()
    {
        for (int file = 0; file < 50; ++file)
            writeFile(m_dir->path(), std::to_string(file) + ".json", recordsOf({}));
        std::mutex mutex;
        Progress last;
        const JobContext context({}, [&](const Progress& progress) {
            const std::lock_guard lock(mutex);
            if (progress.done >= last.done)
                last = progress;
        });
        QVERIFY_OK(
            load(requestFor({m_dir->path().toStdString()}), context, [](const Evidence&) {}));
        QCOMPARE(last.done, std::uint64_t{50});
        QCOMPARE(last.total, std::uint64_t{50});
    }

    void nothingToOpenIsSaid()
    {
        QVERIFY(!load(requestFor({}), JobContext(), [](const Evidence&) {}).ok());
        const Evidence evidence = loaded(requestFor({m_dir->path().toStdString() + "/absent"}));
        QCOMPARE(evidence.ledger->totals().failed, std::uint64_t{1});
        const Evidence empty = loaded(requestFor({m_dir->path().toStdString()}));
        QCOMPARE(empty.ledger->size(), std::uint64_t{0});
        QCOMPARE(empty.store->rowCount(), std::size_t{0});
    }

    void companionsAreCountedAndLeftAlone()
    {
        writeFile(m_dir->path(), "notes.txt", "call me");
        writeFile(m_dir->path(), "digest.json",
                  quoted("{'awsAccountId':'1','digestStartTime':'2026-03-01T00:00:00Z','"
                         "digestS3Object':'x','logFiles':[]}"));
        writeFile(m_dir->path(), "log.json",
                  recordsOf({quoted("{'eventID':'1','eventName':'A'}")}));
        const Evidence evidence = loaded(requestFor({m_dir->path().toStdString()}));
        QCOMPARE(evidence.store->rowCount(), std::size_t{1});
        QCOMPARE(entryOf(evidence, "digest.json").kind, SourceKind::Digest);
        QCOMPARE(entryOf(evidence, "digest.json").status, SourceStatus::Skipped);
        QCOMPARE(entryOf(evidence, "notes.txt").status, SourceStatus::Skipped);
        QCOMPARE(entryOf(evidence, "log.json").status, SourceStatus::Read);
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestLoader)
#include "tst_loader.moc"
