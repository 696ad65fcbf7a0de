#include "model/casefile/eventkeys.h"
#include "model/casefile/report.h"
#include "model/identity/rowtexts.h"
#include "model/ingest/loader.h"
#include "tests/support/smallexport.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::casefile;

namespace {

ingest::Evidence loaded(const test::SmallExport& files)
{
    ingest::LoadRequest request;
    request.paths = {files.path().toStdString()};
    auto result = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
    return result ? std::move(result).value() : ingest::Evidence{};
}

ReportInput inputOf(const ingest::Evidence& evidence, std::vector<MarkedSubject> marks)
{
    ReportInput input;
    input.contents.marks = std::move(marks);
    input.events = evidence.store;
    input.ledger = evidence.ledger;
    return input;
}

MarkedSubject starred(Subject subject, const std::string& filter = {})
{
    return {std::move(subject), {.isStarred = true, .filter = filter, .zone = "UTC", .created = 1}};
}

Report reportOf(ReportInput input)
{
    auto report = makeReport(std::move(input), JobContext());
    return report ? std::move(*report) : Report{};
}

} // namespace

class TestReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    // Its id, its hash, and every place where it stands, as another reader finds them.
    void anEventIsNamedByAllOfItsPlaces()
    {
        test::SmallExport files(2, 6);
        files.deliverAgain(2);
        const ingest::Evidence evidence = loaded(files);
        const auto rows = evidence.store->findByEventId("00000000-0000-4000-8000-000000000003");
        QCOMPARE(rows.size(), std::size_t{1});
        const Subject subject = eventSubject(*evidence.store, rows.front());
        const Report report = reportOf(inputOf(evidence, {starred(subject)}));
        QCOMPARE(report.items.size(), std::size_t{1});
        const ReportEvent& event = report.items.front().events.front();
        QCOMPARE(event.row, std::optional(rows.front()));
        QCOMPARE(event.key.sha256, subject.sha256);
        QCOMPARE(event.summary->eventId, std::string("00000000-0000-4000-8000-000000000003"));
        QCOMPARE(event.occurrences.size(), std::size_t{3});
        for (const store::Occurrence& occurrence : event.occurrences) {
            QCOMPARE(evidence.store->findByOccurrence(occurrence.source, occurrence.record),
                     std::optional(rows.front()));
            QVERIFY(report.cited.at(occurrence.source).sha256.has_value());
        }
        QCOMPARE(report.cited.size(), std::size_t{3});
    }

    void whatTheEvidenceDoesNotHoldIsNamedAllTheSame()
    {
        const ingest::Evidence evidence = loaded(test::SmallExport(1, 4));
        const Subject known = eventSubject(*evidence.store, evidence.store->timeOrder()[1]);
        Subject other = known;
        other.sha256 = std::string(64, 'a'); // the same id, another event
        const Subject comparison = comparisonOf(
            {{known.eventId, known.sha256, known.from}, {other.eventId, other.sha256, other.from}},
            {});
        const Report report = reportOf(
            inputOf(evidence,
                    {starred(other), starred(comparison),
                     starred({.kind = Subject::Kind::Session, .session = "nobody", .from = 5})}));
        QCOMPARE(report.items.size(), std::size_t{3});
        QVERIFY(!report.items[0].session); // by time: the session is the first
        QVERIFY(!report.items[1].events.front().row);
        QCOMPARE(report.items[1].events.front().key.eventId, other.eventId);
        QCOMPARE(report.items[2].events.size(), std::size_t{2});
        QVERIFY(report.items[2].events[0].row);
        QVERIFY(!report.items[2].events[1].row);
        QVERIFY(!report.items[2].comparison);
    }

    void aComparisonTellsWhatDiffers()
    {
        const ingest::Evidence evidence = loaded(test::SmallExport(1, 8));
        const auto order = evidence.store->timeOrder();
        std::vector<EventKey> keys{eventKey(*evidence.store, order[0]),
                                   eventKey(*evidence.store, order[5])};
        const Report report =
            reportOf(inputOf(evidence, {starred(comparisonOf(keys, compare::ignoredByDefault()))}));
        const ReportItem& item = report.items.front();
        QVERIFY(item.comparison);
        QCOMPARE(item.comparison->events().size(), std::size_t{2});
        QCOMPARE(item.comparison->events()[1].row, order[5]);
        QVERIFY(item.comparison->counts().different > 0);
        QVERIFY(!item.lines.empty());
    }

    void aSpanCountsItsEvents()
    {
        const ingest::Evidence evidence = loaded(test::SmallExport(1, 10));
        const std::int64_t first = test::SmallExport::kFirstSecond;
        const Report report = reportOf(inputOf(
            evidence,
            {starred({.kind = Subject::Kind::Span, .from = first + 2, .to = first + 7}),
             starred({.kind = Subject::Kind::Span, .from = first + 100, .to = first + 200})}));
        QCOMPARE(report.items[0].count, std::uint64_t{5}); // the end is not part of it
        QCOMPARE(report.items[0].events.size(), std::size_t{2});
        QCOMPARE(report.items[0].events[0].key.time, std::optional(first + 2));
        QCOMPARE(report.items[0].events[1].key.time, std::optional(first + 6));
        QCOMPARE(report.items[1].count, std::uint64_t{0});
        QVERIFY(report.items[1].events.empty());
    }

    // From the top of its chain: what issued it, then its own first and last call.
    void aSessionIsProvenByWhatIssuedIt()
    {
        test::SmallExport files(1, 3);
        files.add(
            QStringLiteral("sts.json"),
            test::quoted(
                "{'Records':[{'eventID':'e1','eventTime':'2026-03-01T10:00:00Z',"
                "'eventName':'AssumeRole','eventSource':'sts.amazonaws.com',"
                "'userIdentity':{'type':'IAMUser','userName':'alice','principalId':'AIDA1',"
                "'arn':'arn:aws:iam::111111111111:user/alice','accountId':'111111111111',"
                "'accessKeyId':'AKIA1111111111111111'},"
                "'responseElements':{'credentials':{'accessKeyId':'ASIA1111111111111111'},"
                "'assumedRoleUser':{'arn':'arn:aws:sts::111111111111:assumed-role/r/s',"
                "'assumedRoleId':'AROA1:s'}}},"
                "{'eventID':'e2','eventTime':'2026-03-01T10:01:00Z','eventName':'ListBuckets',"
                "'eventSource':'s3.amazonaws.com','userIdentity':{'type':'AssumedRole',"
                "'principalId':'AROA1:s','arn':'arn:aws:sts::111111111111:assumed-role/r/s',"
                "'accountId':'111111111111','accessKeyId':'ASIA1111111111111111'}}]}"));
        const ingest::Evidence evidence = loaded(files);
        const auto identified = identity::withIdentities(evidence.store, JobContext());
        QVERIFY_OK(identified);
        ReportInput input = inputOf(
            evidence,
            {starred(
                {.kind = Subject::Kind::Session, .session = "ASIA1111111111111111", .from = 7})});
        input.events = identified->events;
        input.identities = identified->identities;
        input.names = identified->names;
        auto made = makeReport(std::move(input), JobContext());
        QVERIFY_OK(made);
        const ReportItem& item = made->items.front();
        QVERIFY(item.session.has_value());
        QCOMPARE(item.count, std::uint64_t{1});
        QCOMPARE(item.events.size(), std::size_t{2});
        QCOMPARE(item.events[0].key.eventId, std::string("e1"));
        QCOMPARE(item.events[1].key.eventId, std::string("e2"));
    }

    void filtersAreListedOnceWithTheirMarks()
    {
        const ingest::Evidence evidence = loaded(test::SmallExport(1, 6));
        const auto order = evidence.store->timeOrder();
        std::vector<MarkedSubject> marks;
        for (std::size_t i = 0; i < 4; ++i)
            marks.push_back(starred(eventSubject(*evidence.store, order[i]), i % 2 ? "a:b" : ""));
        const Report report = reportOf(inputOf(evidence, marks));
        QCOMPARE(report.filters.size(), std::size_t{2});
        QCOMPARE(report.filters[0].text, std::string());
        QCOMPARE(report.filters[0].items, (std::vector<std::size_t>{0, 2}));
        QCOMPARE(report.filters[1].text, std::string("a:b"));
        QCOMPARE(report.filters[1].items, (std::vector<std::size_t>{1, 3}));
    }

    void itStopsWhenItIsCancelled()
    {
        const ingest::Evidence evidence = loaded(test::SmallExport(1, 6));
        std::stop_source stop;
        stop.request_stop();
        const auto report = makeReport(
            inputOf(evidence,
                    {starred(eventSubject(*evidence.store, evidence.store->timeOrder()[0]))}),
            JobContext(stop.get_token()));
        QVERIFY(!report);
        QVERIFY(report.error().kind == Error::Kind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
