// trailloupe-cli ledger: the account of every source.
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"

namespace trailloupe::cli {

using ingest::Issue;
using ingest::SourceEntry;

namespace {

std::string timeText(const SourceEntry& entry, std::int64_t seconds)
{
    return entry.hasTimeSpan() ? formatEventTime(seconds) : std::string();
}

// "gzip stream ends early at byte 1200; …"
std::string issuesText(const SourceEntry& entry)
{
    std::string text;
    for (const Issue& issue : entry.issues) {
        text += text.empty() ? "" : "; ";
        text += ingest::issueCodeText(issue.code);
        if (issue.count > 1)
            text += " (" + grouped(issue.count) + " times)";
        if (issue.offset != Error::kNoOffset)
            text += " at byte " + std::to_string(issue.offset);
        if (issue.record != Error::kNoOffset)
            text += " in record " + std::to_string(issue.record);
        if (!issue.detail.empty())
            text += ": " + issue.detail;
    }
    return text;
}

std::string issueJson(const Issue& issue)
{
    std::string json = "{\"code\":";
    appendJsonString(ingest::issueCodeKey(issue.code), json);
    json += ",\"text\":";
    appendJsonString(ingest::issueCodeText(issue.code), json);
    json += issue.isProblem() ? ",\"problem\":true" : ",\"problem\":false";
    json += ",\"count\":" + std::to_string(issue.count);
    if (issue.offset != Error::kNoOffset)
        json += ",\"offset\":" + std::to_string(issue.offset);
    if (issue.record != Error::kNoOffset)
        json += ",\"record\":" + std::to_string(issue.record);
    if (!issue.detail.empty()) {
        json += ",\"detail\":";
        appendJsonString(issue.detail, json);
    }
    return json + '}';
}

std::string entryJson(const SourceEntry& entry)
{
    std::string json = "{";
    const auto text = [&json](const char* name, std::string_view value) {
        json += std::string(json.size() > 1 ? "," : "") + '"' + name + "\":";
        if (value.empty())
            json += "null";
        else
            appendJsonString(value, json);
    };
    const auto number = [&json](const char* name, std::uint64_t value) {
        json += std::string(",\"") + name + "\":" + std::to_string(value);
    };
    text("path", entry.path);
    text("kind", ingest::sourceKindKey(entry.kind));
    text("status", ingest::sourceStatusKey(entry.status));
    json += entry.hasProblem() ? ",\"problem\":true" : ",\"problem\":false";
    number("bytesCompressed", entry.bytesStored);
    number("bytesJson", entry.bytesText);
    number("records", entry.records);
    number("shown", entry.shown);
    number("duplicates", entry.duplicates);
    number("rejected", entry.rejected);
    number("undated", entry.undated);
    number("items", entry.items);
    text("firstEventTime", timeText(entry, entry.firstSeconds));
    text("lastEventTime", timeText(entry, entry.lastSeconds));
    text("sha256", entry.sha256.value_or(std::string()));
    json += ",\"issues\":[";
    for (const Issue& issue : entry.issues)
        json += (json.back() == '[' ? "" : ",") + issueJson(issue);
    return json + "]}\n";
}

class LedgerLister
{
public:
    LedgerLister(const ingest::Ledger& ledger, bool onlyProblems)
        : m_ledger(ledger)
        , m_onlyProblems(onlyProblems)
    { }

    // Calls sink(entry) for each line until it says false.
    template<typename Sink>
    void forEach(Sink sink) const
    {
        const std::uint64_t count = m_onlyProblems ? m_ledger.problems().size() : m_ledger.size();
        for (std::uint64_t i = 0; i < count; ++i) {
            const SourceId id =
                m_onlyProblems ? m_ledger.problems()[i] : SourceId(static_cast<std::uint32_t>(i));
            if (!sink(m_ledger.entry(id)))
                return;
        }
    }

    void writeTable(Output& out) const
    {
        RowWriter writer(
            out,
            {"status", "kind", "records", "duplicates", "rejected", "bytes", "source", "issues"},
            {.csv = false,
             .formulaSafe = false,
             .rightAligned = {false, false, true, true, true, true}});
        forEach([&](const SourceEntry& entry) {
            return writer.write({ingest::sourceStatusKey(entry.status),
                                 ingest::sourceKindName(entry.kind), grouped(entry.records),
                                 grouped(entry.duplicates), grouped(entry.rejected),
                                 grouped(entry.bytesStored), entry.path, issuesText(entry)});
        });
        writer.finish();
    }

    void writeCsv(Output& out) const
    {
        RowWriter writer(out,
                         {"path", "kind", "status", "problem", "bytesCompressed", "bytesJson",
                          "records", "shown", "duplicates", "rejected", "undated", "items",
                          "firstEventTime", "lastEventTime", "sha256", "issues"},
                         {.csv = true, .formulaSafe = false, .rightAligned = {}});
        forEach([&](const SourceEntry& entry) {
            return writer.write(
                {entry.path, ingest::sourceKindKey(entry.kind),
                 ingest::sourceStatusKey(entry.status), entry.hasProblem() ? "true" : "false",
                 std::to_string(entry.bytesStored), std::to_string(entry.bytesText),
                 std::to_string(entry.records), std::to_string(entry.shown),
                 std::to_string(entry.duplicates), std::to_string(entry.rejected),
                 std::to_string(entry.undated), std::to_string(entry.items),
                 timeText(entry, entry.firstSeconds), timeText(entry, entry.lastSeconds),
                 entry.sha256.value_or(std::string()), issuesText(entry)});
        });
        writer.finish();
    }

    void writeJsonLines(Output& out) const
    {
        forEach([&](const SourceEntry& entry) { return out.write(entryJson(entry)); });
    }

private:
    const ingest::Ledger& m_ledger;
    bool m_onlyProblems;
};

} // namespace

int runLedger(const QStringList& arguments)
{
    Command command(QStringLiteral("ledger"),
                    Command::tr("Accounts for every source of an export: what was read, what was "
                                "not, why, and where."));
    command.parser().addOption(
        {QStringLiteral("problems"), Command::tr("Only sources that have a problem.")});
    command.addFormatOption();
    command.setExamples(QStringLiteral(
        "  trailloupe-cli ledger AWSLogs/ --problems\n"
        "  trailloupe-cli ledger x.zip --format jsonl | jq 'select(.status==\"failed\").path'\n"));
    if (const auto code = command.parse(arguments))
        return *code;
    const auto reading = readExports(command.exports());
    if (!reading)
        return kCouldNotRun;
    Output out;
    const LedgerLister lister(*reading->evidence.ledger,
                              command.parser().isSet(QStringLiteral("problems")));
    switch (command.format()) {
    case Format::Table:
        lister.writeTable(out);
        break;
    case Format::Csv:
        lister.writeCsv(out);
        break;
    case Format::JsonLines:
        lister.writeJsonLines(out);
        break;
    }
    return out.finish() ? reading->exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
