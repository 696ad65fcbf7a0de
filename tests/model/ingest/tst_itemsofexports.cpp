// Items of exports: files of AWS Config as they come, through the loader: counts, ledger, order.
#include "model/ingest/loader.h"
#include "tests/support/fixtures.h"
#include "tests/support/storebuilding.h"
#include "tests/support/testsupport.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ingest;
using namespace Qt::StringLiterals;
using test::quoted;
using test::writeFile;

namespace {

std::string itemText(const std::string& id, const std::string& time, const std::string& rest = {})
{
    return quoted("{'configurationItemVersion':'1.3','awsAccountId':'111111111111','awsRegion':"
                  "'us-east-1','resourceType':'AWS::EC2::Instance','resourceId':'"
                  + id + "','configurationItemCaptureTime':'" + time
                  + "','configurationItemStatus':'OK','configurationStateId':1" + rest + "}");
}

std::string history(const std::vector<std::string>& items, const char* snapshotId = nullptr)
{
    std::string text = "{\"fileVersion\":\"1.0\",";
    if (snapshotId)
        text += std::string("\"configSnapshotId\":\"") + snapshotId + "\",";
    text += "\"configurationItems\":[";
    for (std::size_t i = 0; i < items.size(); ++i)
        text += (i ? "," : "") + items[i];
    return text + "]}";
}

std::vector<std::string> manyItems(int count)
{
    std::vector<std::string> items;
    for (int i = 0; i < count; ++i)
        items.push_back(itemText("i-" + std::to_string(i), "2026-03-01T14:05:12.123Z",
                                 ",'configuration':{'n':" + std::to_string(i) + ",'text':'"
                                     + std::string(200, 'x') + "'}"));
    return items;
}

// What a plain reading finds: the resource ids of everything that says that it is an item.
void collect(const QJsonValue& value, bool isRow, QStringList& found)
{
    if (value.isArray()) {
        for (const QJsonValue& element : value.toArray())
            collect(element, false, found);
        return;
    }
    const QJsonObject object = value.toObject();
    const bool isItem = (object.contains(u"configurationItemStatus"_s)
                         || object.contains(u"configurationItemCaptureTime"_s))
        && object.contains(u"resourceType"_s);
    if (isItem || isRow) {
        found << object.value(u"resourceId"_s).toString();
        return;
    }
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() == u"Results"_s) {
            for (const QJsonValue& row : it.value().toArray())
                collect(QJsonDocument::fromJson(row.toString().toUtf8()).object(), true, found);
        } else if (it.value().isString()) {
            const auto inner = QJsonDocument::fromJson(it.value().toString().toUtf8());
            if (inner.isObject())
                collect(inner.object(), false, found);
        } else {
            collect(it.value(), false, found);
        }
    }
}

} // namespace

class TestItemsOfExports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_dir = std::make_unique<QTemporaryDir>();
    }

    void aRepeatedItemIsOneWithAllItsOccurrences()
    {
        const std::string item = itemText("i-1", "2026-03-01T14:05:12.123Z");
        writeFile(m_dir->path(), "history/1.json", history({item}));
        writeFile(m_dir->path(), "history/2.json.gz", test::gzip(history({item})));
        writeFile(m_dir->path(), "snapshot/1.json", history({item}, "u-1"));
        const Evidence evidence = loaded();
        QCOMPARE(evidence.items->rowCount(), std::size_t{1});
        QCOMPARE(evidence.items->occurrences(evidence.items->timeOrder()[0]).size(),
                 std::size_t{3});
        const LedgerTotals& totals = evidence.ledger->totals();
        QCOMPARE(totals.records, std::uint64_t{3});
        QCOMPARE(totals.duplicates, std::uint64_t{2});
        QCOMPARE(totals.items, std::uint64_t{1});
        QCOMPARE(totals.events(), std::uint64_t{0});
        QCOMPARE(totals.problems, std::uint64_t{0});
        QCOMPARE(totals.read, std::uint64_t{3});
    }

    void theSourceBytesOfAnItemAreThoseOfItsFile()
    {
        const std::string item = itemText("i-1", "2026-03-01T14:05:12.123Z");
        const std::string text = history({itemText("i-0", "2026-03-01T14:05:11.000Z"), item});
        writeFile(m_dir->path(), "1.json.gz", test::gzip(text));
        const Evidence evidence = loaded();
        QCOMPARE(evidence.items->rowCount(), std::size_t{2});
        const auto occurrence = evidence.items->occurrences(evidence.items->timeOrder()[1]).front();
        const auto read = evidence.sources->read(occurrence.source, JobContext());
        QVERIFY_OK(read);
        const auto slice = recordAt(read->text.view(), occurrence.offset);
        QVERIFY_OK(slice);
        QCOMPARE(read->text.view().substr(slice->offset, slice->length), std::string_view(item));
    }

    void aSnapshotLargerThanMemoryStreamsWithTheSameResult()
    {
        const auto items = manyItems(3000);
        writeFile(m_dir->path(), "snapshot.json.gz", test::gzip(history(items, "u")));
        const Evidence whole = loaded();
        Limits limits;
        limits.wholeTextBytes = 10'000;
        const Evidence pieces = loaded(limits);
        QCOMPARE(whole.items->rowCount(), std::size_t{3000});
        QCOMPARE(test::eventsOf(*pieces.items), test::eventsOf(*whole.items));
        const auto occurrencesOf = [](const Evidence& evidence) {
            std::vector<store::Occurrence> all;
            for (const RowId row : evidence.items->timeOrder())
                all.push_back(evidence.items->occurrences(row).front());
            return all;
        };
        QVERIFY(occurrencesOf(pieces) == occurrencesOf(whole));
        QCOMPARE(pieces.ledger->totals().problems, std::uint64_t{0});
    }

    void whicheverThreadIsFasterTheResultIsTheSame()
    {
        const auto items = manyItems(600);
        for (int file = 0; file < 60; ++file) {
            // Each item stands in two files.
            const auto first = items.begin() + file * 10;
            std::vector<std::string> mine(first, first + 10);
            const auto other = items.begin() + (file + 1) % 60 * 10;
            mine.insert(mine.end(), other, other + 10);
            writeFile(m_dir->path(), std::to_string(file) + ".json", history(mine));
        }
        Limits limits;
        limits.itemShapes = 3;
        const Evidence one = loaded(limits, 1);
        const Evidence four = loaded(limits, 4);
        QCOMPARE(one.items->rowCount(), std::size_t{600});
        QCOMPARE(test::eventsOf(*four.items), test::eventsOf(*one.items));
        const auto pathsOf = [](const Evidence& evidence) {
            std::vector<std::vector<std::string>> all;
            for (const RowId row : evidence.items->timeOrder()) {
                all.emplace_back();
                for (const auto& occurrence : evidence.items->occurrences(row))
                    all.back().push_back(evidence.ledger->path(occurrence.source));
            }
            return all;
        };
        QVERIFY(pathsOf(four) == pathsOf(one));
        QCOMPARE(four.ledger->totals().duplicates, std::uint64_t{600});
        QCOMPARE(QString::fromStdString(four.ledger->checkInvariants()), QString());
    }

    void queryRowsStreamToo()
    {
        std::string text = "{\"Results\":[";
        for (int i = 0; i < 500; ++i)
            text += (i ? ",\"" : "\"") + std::string("{\\\"resourceId\\\":\\\"i-")
                + std::to_string(i)
                + "\\\",\\\"resourceType\\\":\\\"AWS::EC2::Instance\\\",\\\"configuration\\\":{}}"
                  "\"";
        writeFile(m_dir->path(), "query.json", text + "],\"QueryInfo\":{}}");
        Limits limits;
        limits.wholeTextBytes = 1000;
        QCOMPARE(loaded().items->rowCount(), std::size_t{500});
        // What was not asked for is no problem.
        QCOMPARE(loaded().ledger->totals().problems, std::uint64_t{0});
        QCOMPARE(loaded().ledger->totals().undated, std::uint64_t{500});
        QCOMPARE(loaded(limits).items->rowCount(), std::size_t{500});
    }

    void filesPutTogetherAreRead()
    {
        const std::string one = history({itemText("i-1", "2026-03-01T14:05:12.123Z")});
        const std::string two = history({itemText("i-2", "2026-03-01T14:05:12.123Z"),
                                         itemText("i-3", "2026-03-01T14:05:12.123Z")},
                                        "u");
        writeFile(m_dir->path(), "array.json", "[" + one + ",\n" + two + "]");
        writeFile(m_dir->path(), "lines.json", one + "\n" + two + "\n");
        writeFile(m_dir->path(), "notes.json",
                  quoted("[{'messageType':'ConfigurationItemChangeNotification',"
                         "'configurationItem':")
                      + itemText("i-4", "2026-03-01T14:05:12.123Z") + "}]");
        for (const std::uint64_t wholeText : {64u << 20, 100u}) {
            Limits limits;
            limits.wholeTextBytes = wholeText;
            const Evidence evidence = loaded(limits);
            QCOMPARE(evidence.items->rowCount(), std::size_t{4});
            QCOMPARE(evidence.ledger->totals().records, std::uint64_t{7});
            QCOMPARE(evidence.ledger->totals().problems, std::uint64_t{0});
        }
    }

    void oneVeryLongLineIsRead()
    {
        std::string text = "{\"fileVersion\":\"1.0\",\"configurationItems\":[";
        const std::string filler(1 << 20, 'y');
        for (int i = 0; i < 80; ++i)
            text += (i ? "," : "")
                + itemText("i-" + std::to_string(i), "2026-03-01T14:05:12.123Z",
                           ",'configuration':{'n':" + std::to_string(i) + ",'text':'" + filler
                               + "'}");
        writeFile(m_dir->path(), "long.json", text + "]}");
        const Evidence evidence = loaded();
        QCOMPARE(evidence.items->rowCount(), std::size_t{80});
        QCOMPARE(evidence.ledger->totals().problems, std::uint64_t{0});
    }

    void anItemBeyondTheLimitIsSaid()
    {
        Limits limits;
        limits.itemBytes = 2000;
        writeFile(m_dir->path(), "1.json",
                  history({itemText("i-0", "2026-03-01T14:05:11.000Z"),
                           itemText("i-1", "2026-03-01T14:05:11.000Z",
                                    ",'configuration':'" + std::string(3000, 'z') + "'"),
                           itemText("i-2", "2026-03-01T14:05:11.000Z")}));
        for (const std::uint64_t wholeText : {64u << 20, 100u}) {
            limits.wholeTextBytes = wholeText;
            const Evidence evidence = loaded(limits);
            const SourceEntry entry = evidence.ledger->entry(SourceId(0));
            QCOMPARE(entry.records, std::uint64_t{3});
            QCOMPARE(entry.items, std::uint64_t{2});
            QCOMPARE(entry.rejected, std::uint64_t{1});
            QVERIFY(hasIssue(entry, Issue::Code::RecordTooLarge));
        }
    }

    void aSnapshotCutMidItemKeepsTheRestAndSaysIt()
    {
        const std::string text = history(manyItems(20), "u");
        for (const std::uint64_t wholeText : {64u << 20, 500u}) {
            Limits limits;
            limits.wholeTextBytes = wholeText;
            writeFile(m_dir->path(), "1.json", text.substr(0, text.size() - 100));
            const Evidence evidence = loaded(limits);
            const SourceEntry entry = evidence.ledger->entry(SourceId(0));
            QCOMPARE(entry.items, std::uint64_t{19});
            QCOMPARE(entry.rejected, std::uint64_t{1});
            QCOMPARE(entry.status, SourceStatus::Partial);
            QVERIFY(hasIssue(entry, Issue::Code::JsonTruncated));
            QCOMPARE(QString::fromStdString(evidence.ledger->checkInvariants()), QString());
        }
    }

    void aDeliveryCutBeforeItSaysWhatItIsIsAFailure()
    {
        const char* const kNames[] = {
            "111111111111_Config_us-east-1_ConfigHistory_AWS::EC2::VPC_20260301T000000Z_"
            "20260301T000000Z_1.json",
            "111111111111_Config_us-east-1_ConfigSnapshot_20260301T000000Z_5a1b.json",
            "111111111111_Config_us-east-1_ChangeNotification_AWS::EC2::VPC_v_20260301T000000Z_1."
            "json"};
        for (const char* name : kNames)
            writeFile(m_dir->path(), name, "{\"fileVersion\":\"1.0\",\"con");
        writeFile(m_dir->path(), "other_Config_.json", "{\"fileVersion\":\"1.0\",\"con");
        const Evidence evidence = loaded();
        QCOMPARE(evidence.ledger->totals().failed, std::uint64_t{3});
        QCOMPARE(evidence.ledger->totals().skipped, std::uint64_t{1});
        QCOMPARE(evidence.ledger->totals().problems, std::uint64_t{3});
    }

    void oddItemsAreShownAndSaid_data()
    {
        QTest::addColumn<QString>("item");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* item, Issue::Code code) {
            QTest::newRow(name) << QString::fromStdString(quoted(item)) << int(code);
        };
        using Code = Issue::Code;
        row("no id", "{'resourceType':'AWS::EC2::VPC','configurationItemStatus':'OK'}",
            Code::MissingResourceId);
        row("no type", "{'resourceId':'a','configurationItemStatus':'OK'}",
            Code::MissingResourceType);
        row("a type of nobody", "{'resourceType':'Thing','resourceId':'a'}",
            Code::UnknownResourceType);
        row("an unknown version",
            "{'configurationItemVersion':'9.9','resourceType':'AWS::EC2::VPC','resourceId':'a'}",
            Code::UnknownItemVersion);
        row("an unknown status",
            "{'configurationItemStatus':'Gone','resourceType':'AWS::EC2::VPC','resourceId':'a'}",
            Code::UnknownItemStatus);
        row("no capture time", "{'resourceType':'AWS::EC2::VPC','resourceId':'a'}",
            Code::MissingCaptureTime);
        row("an absurd capture time",
            "{'configurationItemCaptureTime':'soon','resourceType':'AWS::EC2::VPC','resourceId':"
            "'a'}",
            Code::AbsurdCaptureTime);
        row("configuration that is no JSON",
            "{'resourceType':'AWS::EC2::VPC','resourceId':'a','configuration':'<xml/>'}",
            Code::ConfigurationNotJson);
        row("a name twice", "{'resourceId':'a','resourceId':'b','resourceType':'AWS::EC2::VPC'}",
            Code::DuplicateKeys);
    }

    void oddItemsAreShownAndSaid()
    {
        QFETCH(QString, item);
        QFETCH(int, code);
        writeFile(m_dir->path(), "1.json",
                  history({item.toStdString(), itemText("i-1", "2026-03-01T14:05:12.123Z")}));
        const Evidence evidence = loaded();
        QCOMPARE(evidence.items->rowCount(), std::size_t{2});
        const SourceEntry entry = evidence.ledger->entry(SourceId(0));
        QCOMPARE(entry.items, std::uint64_t{2});
        QVERIFY(hasIssue(entry, static_cast<Issue::Code>(code)));
        QCOMPARE(QString::fromStdString(evidence.items->checkInvariants()), QString());
    }

    void whatIsNoItemIsRejectedAndTheRestIsRead()
    {
        writeFile(m_dir->path(), "1.json",
                  history({"{}", "{\"a\":1}", "7", "null", "\"x\"", "[]",
                           itemText("i-1", "2026-03-01T14:05:12.123Z"), "{\"resourceId\":tru}"}));
        const Evidence evidence = loaded();
        const SourceEntry entry = evidence.ledger->entry(SourceId(0));
        QCOMPARE(entry.items, std::uint64_t{1});
        QCOMPARE(entry.records, entry.rejected + 1);
        QVERIFY(entry.rejected >= 5);
        QVERIFY(hasIssue(entry, Issue::Code::NotAnItem));
        QVERIFY(hasIssue(entry, Issue::Code::RecordNotAnObject));
        QVERIFY(hasIssue(entry, Issue::Code::JsonMalformed));
        QCOMPARE(entry.status, SourceStatus::Partial);
    }

    void aConflictIsALineOfTheLedger()
    {
        writeFile(
            m_dir->path(), "1.json",
            history({itemText("i-1", "2026-03-01T14:05:12.123Z", ",'configuration':{'a':1}"),
                     itemText("i-1", "2026-03-01T14:05:12.123Z", ",'configuration':{'a':2}")}));
        const Evidence evidence = loaded();
        QCOMPARE(evidence.items->rowCount(), std::size_t{2});
        QVERIFY(hasIssue(evidence.ledger->entry(SourceId(0)), Issue::Code::ConflictingItem));
    }

    void aMessageWithoutAnItemIsKnownAndNoProblem()
    {
        writeFile(m_dir->path(), "1.json",
                  quoted("{'messageType':'ConfigurationHistoryDeliveryCompleted','s3Bucket':'b'}"));
        writeFile(m_dir->path(), "2.json", history({}));
        writeFile(m_dir->path(), "AWSLogs/1/Config/ConfigWritabilityCheckFile", "");
        const Evidence evidence = loaded();
        QCOMPARE(evidence.ledger->totals().problems, std::uint64_t{0});
        QCOMPARE(evidence.ledger->totals().skipped, std::uint64_t{2});
        QCOMPARE(evidence.ledger->totals().read, std::uint64_t{1}); // no item, but a history
    }

    void countsAreThoseOfAPlainReading()
    {
        const QString root = test::sampleDataDir();
        if (root.isEmpty())
            QSKIP("the folder of sample files is absent");
        LoadRequest request;
        request.paths = {root.toStdString()};
        const auto evidence = load(request, JobContext(), [](const Evidence&) {});
        QVERIFY_OK(evidence);
        QMap<QString, QStringList> inStore; // resource ids by file
        const auto id = evidence->items->paths().find("resourceId");
        QVERIFY(id.has_value());
        for (const RowId row : evidence->items->timeOrder()) {
            std::string text;
            evidence->items->value(row, *id, text);
            for (const store::Occurrence& occurrence : evidence->items->occurrences(row))
                inStore[QString::fromStdString(evidence->ledger->path(occurrence.source))]
                    << QString::fromStdString(text);
        }
        int files = 0;
        QStringList wrong;
        for (std::uint32_t i = 0; i < evidence->ledger->size(); ++i) {
            const SourceEntry entry = evidence->ledger->entry(SourceId(i));
            if (!holdsItems(entry.kind))
                continue;
            const QString path = QString::fromStdString(entry.path);
            QFile file(QDir(root).filePath(path));
            if (!file.open(QIODevice::ReadOnly)) {
                wrong << path + u": cannot be opened"_s;
                continue;
            }
            QJsonParseError error;
            const auto document = QJsonDocument::fromJson(file.readAll(), &error);
            if (error.error != QJsonParseError::NoError) {
                if (!entry.hasProblem())
                    wrong << path + u": is no JSON, and nothing says it"_s;
                continue;
            }
            ++files;
            QStringList expected;
            collect(document.isArray() ? QJsonValue(document.array())
                                       : QJsonValue(document.object()),
                    false, expected);
            QStringList got = inStore.value(path);
            expected.sort();
            got.sort();
            const bool isMalformed = path.contains(u"malformed"_s) && entry.hasProblem();
            if (got != expected || (entry.rejected != 0 && !isMalformed))
                wrong << path + u": "_s + got.join(u',') + u" instead of "_s + expected.join(u',');
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
        QVERIFY(files > 120);
    }

private:
    Evidence loaded(const Limits& limits = {}, unsigned threads = 0)
    {
        LoadRequest request;
        request.threads = threads;
        request.paths = {m_dir->path().toStdString()};
        request.limits = limits;
        auto result = load(request, JobContext(), [](const Evidence&) {});
        return result ? std::move(result).value() : Evidence{};
    }
    static bool hasIssue(const SourceEntry& entry, Issue::Code code)
    {
        return std::any_of(entry.issues.begin(), entry.issues.end(),
                           [&](const Issue& issue) { return issue.code == code; });
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestItemsOfExports)
#include "tst_itemsofexports.moc"
