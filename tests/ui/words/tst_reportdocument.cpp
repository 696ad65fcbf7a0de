#include "model/casefile/eventkeys.h"
#include "model/ingest/loader.h"
#include "tests/support/smallexport.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"
#include "ui/words/reportdocument.h"
#include "ui/words/reportparts.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::words;
using casefile::MarkedSubject;
using casefile::Subject;

namespace {

struct Fixture
{
    ingest::Evidence evidence;
    casefile::ReportInput input;

    explicit Fixture(const test::SmallExport& files)
    {
        ingest::LoadRequest request;
        request.paths = {files.path().toStdString()};
        if (auto result = ingest::load(request, JobContext(), [](const ingest::Evidence&) {}))
            evidence = std::move(result).value();
        input.events = evidence.store;
        input.ledger = evidence.ledger;
        input.title = "export <1>";
        input.casePath = "/home/a/case.tlcase";
        input.program = "Trailloupe 9";
        input.madeAt = "2026-03-11T00:00:00Z";
        input.contents.tags = {{"lead", 3}};
    }
    void mark(Subject subject, casefile::Mark mark)
    {
        mark.created = 1;
        input.contents.marks.push_back({std::move(subject), std::move(mark)});
    }
    Subject event(std::size_t place) const
    {
        return casefile::eventSubject(*evidence.store, evidence.store->timeOrder()[place]);
    }
    Document document() const
    {
        auto report = casefile::makeReport(input, JobContext());
        if (!report)
            return {};
        for (casefile::ReportFilter& filter : report->filters)
            filter.found = 3;
        return reportDocument(
            *report,
            {[](qint64 s) { return QStringLiteral("T%1").arg(s); }, QStringLiteral("UTC")});
    }
};

} // namespace

class TestReportDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    // In both forms: the id, the hash, the file, where in it, the file's hash, the note, the sum.
    void everyStatementHasItsEvidence()
    {
        test::SmallExport files(2, 5);
        files.deliverAgain(1);
        Fixture f(files);
        const Subject event = f.event(1);
        f.mark(event, {.isStarred = true, .tags = {"lead"}, .note = "He <b>came</b> in\nhere"});
        const Document document = f.document();
        const auto occurrences = f.evidence.store->occurrences(f.evidence.store->timeOrder()[1]);
        QCOMPARE(occurrences.size(), std::size_t{2});
        for (const std::string& text :
             {html(document), markdown(document, QStringLiteral("r")).text}) {
            const QString all = QString::fromStdString(text);
            QVERIFY(all.contains(QString::fromStdString(event.eventId)));
            QVERIFY(all.contains(QString::fromStdString(event.sha256)));
            QVERIFY(all.contains(QStringLiteral("lead")));
            for (const auto& occurrence : occurrences) {
                const auto source = f.evidence.ledger->entry(occurrence.source);
                QVERIFY(all.contains(QString::fromStdString(source.path)));
                QVERIFY(all.contains(QString::fromStdString(*source.sha256)));
                QVERIFY(all.contains(QStringLiteral("record %1, byte %2 of its text")
                                         .arg(occurrence.record)
                                         .arg(occurrence.offset)));
            }
            QVERIFY(all.contains(QStringLiteral("15 read = 10 shown + 5 duplicates + 0 rejected")));
            QVERIFY(!all.contains(QStringLiteral("<b>came")));
        }
        QVERIFY(QString::fromStdString(html(document))
                    .contains(QStringLiteral("He &lt;b&gt;came&lt;/b&gt; in\nhere")));
    }

    void linksLeadToHeadingsThatAreThere()
    {
        Fixture f(test::SmallExport(1, 5));
        f.mark(f.event(0), {.isStarred = true, .filter = "eventName:A*"});
        f.mark(f.event(2), {.note = "n"});
        const Document document = f.document();
        QStringList anchors;
        QStringList targets;
        const auto collect = [&targets](const Runs& runs) {
            for (const Run& run : runs)
                targets.append(run.target);
        };
        for (const Block& block : document.blocks) {
            if (block.kind == Block::Kind::Heading)
                anchors.append(block.anchor);
            for (const auto& row : block.rows) {
                for (const Runs& cell : row)
                    collect(cell);
            }
            for (const auto& fact : block.facts) {
                for (const Runs& line : fact.lines)
                    collect(line);
            }
        }
        targets.removeAll(QString());
        QCOMPARE_GT(targets.size(), 5);
        for (const QString& target : std::as_const(targets))
            QVERIFY2(anchors.contains(target), qPrintable(target));
        anchors.removeDuplicates();
        QCOMPARE(anchors.count(QStringLiteral("mark-2")), 1);
    }

    void whatIsMissingIsSaid()
    {
        Fixture f(test::SmallExport(1, 5));
        Subject gone = f.event(1);
        gone.sha256 = std::string(64, 'b');
        f.mark(gone, {.isStarred = true, .title = "CreateUser eve"});
        f.mark(casefile::comparisonOf({{gone.eventId, gone.sha256, gone.from},
                                       {f.event(0).eventId, f.event(0).sha256, f.event(0).from}},
                                      {"userAgent"}),
               {.isStarred = true});
        f.input.isComplete = false;
        const QString text = QString::fromStdString(html(f.document()));
        QVERIFY(text.contains(QStringLiteral("CreateUser eve")));
        QVERIFY(text.contains(QStringLiteral("not in this evidence")));
        QVERIFY(text.contains(QStringLiteral("It cannot be compared")));
        QVERIFY(text.contains(QStringLiteral("was not read to its end")));
    }

    void aComparisonIsATable()
    {
        Fixture f(test::SmallExport(1, 8));
        const auto key = [&f](std::size_t place) {
            const Subject event = f.event(place);
            return casefile::EventKey{event.eventId, event.sha256, event.from};
        };
        f.mark(
            casefile::comparisonOf({key(0), key(3), key(5), key(6)}, compare::ignoredByDefault()),
            {.isStarred = true, .title = "Four calls"});
        const Document document = f.document();
        const auto table = std::ranges::find_if(document.blocks, [](const Block& block) {
            return block.kind == Block::Kind::Table && block.columns.size() == 6;
        });
        QVERIFY(table != document.blocks.end());
        QCOMPARE_GT(table->rows.size(), 1);
        for (const auto& row : table->rows)
            QCOMPARE(row.size(), 6);
        QVERIFY(QString::fromStdString(html(document)).contains(QStringLiteral("eventTime")));
    }

    // Which element a row is about, and whether anybody looked at its values.
    void aRowOfAComparisonNamesItsElement()
    {
        const auto event = [](std::uint32_t row, const char* id, const char* range) {
            const std::string text = std::string("{'id':'") + id
                + "','items':[{'ipProtocol':'tcp','fromPort':22,'toPort':22,'range':'" + range
                + "'}]}";
            return compare::ComparedEvent{RowId(row), test::quoted(text), {}};
        };
        casefile::ReportItem item;
        const auto comparison = compare::Comparison::make(
            {event(0, "a", "10.0.0.0/8"), event(1, "b", "0.0.0.0/0")}, {"id"}, JobContext());
        QVERIFY(comparison);
        item.comparison = *comparison;
        item.lines = compare::linesOf(**comparison, {});
        Document document;
        writeCompared(item, {QString(), QString(), QStringLiteral("1"), QStringLiteral("2")},
                      document);
        QStringList told;
        for (const auto& row : document.blocks[1].rows) {
            QString words;
            for (int cell = 0; cell < 2; ++cell) {
                for (const Run& run : row[cell])
                    words += run.text + u' ';
            }
            told << words.simplified();
        }
        QCOMPARE(
            told,
            QStringList({QStringLiteral("\u00b7 id ignored"), QStringLiteral("= 3 equal values"),
                         QStringLiteral("~ items[tcp 22].range")}));
    }

    void aPictureStandsInIt()
    {
        Fixture f(test::SmallExport(1, 5));
        const std::string svg = "<svg xmlns='http://www.w3.org/2000/svg'></svg>";
        f.mark(casefile::pictureOf(svg, 10, 20), {.isStarred = true, .title = "lanes by actor"});
        const Document document = f.document();
        QVERIFY(QString::fromStdString(html(document))
                    .contains(QString::fromLatin1(QByteArray::fromStdString(svg).toBase64())));
        QCOMPARE(markdown(document, QStringLiteral("r")).pictures.size(), std::size_t{1});
    }

    void anEmptyCaseIsAReportToo()
    {
        const Fixture f(test::SmallExport(1, 5));
        const QString text = QString::fromStdString(html(f.document()));
        QVERIFY(text.contains(QStringLiteral("Nothing is starred")));
        QVERIFY(text.contains(QStringLiteral("5 read = 5 shown")));
    }
};

QTEST_GUILESS_MAIN(TestReportDocument)
#include "tst_reportdocument.moc"
