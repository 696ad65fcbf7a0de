#include "model/workspace/sampleincident.h"
#include "tests/support/incident/incident.h"
#include "tests/support/testsupport.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

#include <zlib.h>

#include <algorithm>
#include <map>
#include <set>

using namespace trailloupe;
using incident::Json;

namespace {

std::string readFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().toStdString();
}

// What can be inflated of a gzip file; all of it when `whole` becomes true.
std::string inflated(const std::string& bytes, bool& whole)
{
    std::string text(4 << 20, '\0');
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    whole = inflate(&stream, Z_SYNC_FLUSH) == Z_STREAM_END;
    text.resize(stream.total_out);
    inflateEnd(&stream);
    return text;
}

} // namespace

class IncidentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { test::failOnAnyWarning(); }
    void theProgramFindsTheCommittedExport();
    void theCommittedExportIsWhatTheGeneratorMakes();
    void everyStepIsInTheExport();
    void theStoryIsToldWithTheFactsOfTheExport();
    void aTrailThatIsOffDeliversNothing();
    void bothAccountsKeepACopyOfTheAssumedRole();
    void everyEventIsDeliveredOnceExceptForTheDuplicate();
    void nothingInItIsReal();
    void itIsSmall();

private:
    incident::Incident m_incident;
    QDir m_committed;
};

void IncidentTest::initTestCase()
{
    m_incident = incident::makeIncident();
    m_committed = QDir(test::sourcePath("resources/sample-incident"));
}

void IncidentTest::theProgramFindsTheCommittedExport()
{
    QCOMPARE(workspace::sampleIncidentDir(), m_committed.canonicalPath());
}

void IncidentTest::theCommittedExportIsWhatTheGeneratorMakes()
{
    std::set<std::string> committed;
    QDirIterator it(m_committed.path(), QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext())
        committed.insert(m_committed.relativeFilePath(it.next()).toStdString());
    std::set<std::string> made;
    for (const auto& [path, file] : m_incident.files)
        made.insert(path);
    QVERIFY2(committed == made, "run make_sample_incident resources/sample-incident");

    for (const auto& [path, file] : m_incident.files) {
        const std::string bytes = readFile(m_committed.filePath(QString::fromStdString(path)));
        if (bytes == file.bytes)
            continue;
        // Another zlib may pack the same text in other bytes.
        bool whole = false;
        const std::string text = inflated(bytes, whole);
        const bool same = path == m_incident.truncatedFile
            ? !whole && !text.empty() && file.text.starts_with(text)
            : whole && text == file.text;
        QVERIFY2(same, path.c_str());
    }
}

void IncidentTest::everyStepIsInTheExport()
{
    std::map<std::string, const incident::Event*> byId;
    for (const incident::Event& event : m_incident.events)
        byId[event.json["eventID"].get<std::string>()] = &event;
    QVERIFY(m_incident.steps.size() >= 15);
    for (const incident::Step& step : m_incident.steps) {
        const auto found = byId.find(step.eventId);
        QVERIFY2(found != byId.end(), step.what.c_str());
        const incident::Event& event = *found->second;
        QCOMPARE(event.time, step.time);
        QCOMPARE(event.json["eventTime"].get<std::string>(), incident::timeText(step.time));
        QCOMPARE(event.json["eventName"].get<std::string>(), step.name);
        QCOMPARE(event.json["awsRegion"].get<std::string>(), step.region);
        QCOMPARE(event.json["recipientAccountId"].get<std::string>(), step.account);
        const incident::File& truncated = m_incident.files[m_incident.truncatedFile];
        QVERIFY(std::count(truncated.eventIds.begin(), truncated.eventIds.end(), step.eventId)
                == 0);
    }
}

void IncidentTest::theStoryIsToldWithTheFactsOfTheExport()
{
    const std::string story = readFile(test::sourcePath("docs/sample-incident.md"));
    const std::string table = incident::stepsAsMarkdown(m_incident.steps);
    QVERIFY2(story.find(table) != std::string::npos,
             "copy what make_sample_incident --steps prints");
    for (const std::string& fact :
         {std::to_string(m_incident.events.size()) + " events",
          std::to_string(m_incident.files.size()) + " files", m_incident.truncatedFile,
          m_incident.duplicateFile, m_incident.strayFile})
        QVERIFY2(story.find(fact) != std::string::npos, fact.c_str());
}

void IncidentTest::aTrailThatIsOffDeliversNothing()
{
    int before = 0;
    int after = 0;
    for (const incident::Event& event : m_incident.events) {
        if (event.account != incident::kShop)
            continue;
        QVERIFY(event.time <= incident::stopLogging() || event.time >= incident::startLogging());
        ++(event.time <= incident::stopLogging() ? before : after);
    }
    QVERIFY(before > 1000);
    QVERIFY(after > 500);
}

void IncidentTest::bothAccountsKeepACopyOfTheAssumedRole()
{
    std::map<std::string, std::vector<Json>> byShared;
    for (const incident::Event& event : m_incident.events)
        if (event.json.contains("sharedEventID") && event.json["eventName"] == "AssumeRole")
            byShared[event.json["sharedEventID"].get<std::string>()].push_back(event.json);
    int pairs = 0;
    for (const auto& [shared, copies] : byShared) {
        if (copies.size() != 2)
            continue;
        ++pairs;
        QVERIFY(copies[0]["eventID"] != copies[1]["eventID"]);
        QVERIFY(copies[0]["recipientAccountId"] != copies[1]["recipientAccountId"]);
        QCOMPARE(copies[0]["requestID"].dump(), copies[1]["requestID"].dump());
    }
    QCOMPARE(pairs, 1);
}

void IncidentTest::everyEventIsDeliveredOnceExceptForTheDuplicate()
{
    std::map<std::string, int> delivered;
    for (const auto& [path, file] : m_incident.files)
        for (const std::string& id : file.eventIds)
            ++delivered[id];
    QCOMPARE(delivered.size(), m_incident.events.size());
    const auto& twice = m_incident.files[m_incident.duplicateFile].eventIds;
    for (const auto& [id, count] : delivered)
        QCOMPARE(count, std::count(twice.begin(), twice.end(), id) == 1 ? 2 : 1);
}

void IncidentTest::nothingInItIsReal()
{
    const QRegularExpression address(QStringLiteral(R"(^\d+\.\d+\.\d+\.\d+$)"));
    const QRegularExpression forDocuments(
        QStringLiteral(R"(^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$)"));
    for (const incident::Event& event : m_incident.events) {
        const auto from = QString::fromStdString(event.json["sourceIPAddress"].get<std::string>());
        QVERIFY2(!address.match(from).hasMatch() || forDocuments.match(from).hasMatch(),
                 qPrintable(from));
        const Json& identity = event.json["userIdentity"];
        const std::string key = identity.value("accessKeyId", std::string());
        QVERIFY2(key.empty() || (key.size() == 20 && key.ends_with("EXAMPLE")), key.c_str());
    }
}

void IncidentTest::itIsSmall()
{
    std::size_t bytes = 0;
    for (const auto& [path, file] : m_incident.files)
        bytes += file.bytes.size();
    QVERIFY(bytes < 1500000);
    QVERIFY(m_incident.events.size() > 4000);
}

QTEST_GUILESS_MAIN(IncidentTest)
#include "tst_incident.moc"
