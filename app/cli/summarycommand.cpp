// trailloupe-cli summary: what an export holds, in numbers.
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "model/base/jsondocument.h"
#include "model/base/timestamp.h"
#include "model/base/visibletext.h"
#include "model/query/summary.h"

#include <cstdio>

namespace trailloupe::cli {
namespace {

class SummaryText
{
    Q_DECLARE_TR_FUNCTIONS(trailloupe::cli::SummaryText)

public:
    SummaryText(const Reading& reading, const query::Summary& summary)
        : m_totals(reading.evidence.ledger->totals())
        , m_summary(summary)
        , m_seconds(reading.seconds)
    { }

    std::string json() const;
    std::string words() const;

private:
    static std::string timeOr(const std::optional<std::int64_t>& seconds, const char* otherwise)
    {
        return seconds ? formatEventTime(*seconds) : otherwise;
    }
    void line(const QString& name, const std::string& value) const
    {
        m_lines += name.leftJustified(14, QLatin1Char(' ')).toStdString() + value + '\n';
    }
    static std::string top(const std::vector<query::CountedValue>& values);

    const ingest::LedgerTotals& m_totals;
    const query::Summary& m_summary;
    double m_seconds;
    mutable std::string m_lines;
};

void appendCounts(const std::vector<query::CountedValue>& values, std::string& json)
{
    json += '{';
    for (const query::CountedValue& value : values) {
        if (json.back() != '{')
            json += ',';
        appendJsonString(value.value, json);
        json += ':' + std::to_string(value.count);
    }
    json += '}';
}

std::string SummaryText::json() const
{
    std::string json = "{";
    const auto key = [&json](const char* name) {
        if (json.back() != '{')
            json += ',';
        json += std::string("\"") + name + "\":";
    };
    const auto number = [&](const char* name, std::uint64_t value) {
        key(name);
        json += std::to_string(value);
    };
    const auto time = [&](const char* name, const std::optional<std::int64_t>& seconds) {
        key(name);
        json += seconds ? '"' + formatEventTime(*seconds) + '"' : "null";
    };
    const auto counts = [&](const char* name, const std::vector<query::CountedValue>& values) {
        key(name);
        appendCounts(values, json);
    };
    key("sources");
    json += '{';
    number("total", m_totals.sources);
    number("read", m_totals.read + m_totals.partial);
    number("partial", m_totals.partial);
    number("skipped", m_totals.skipped);
    number("failed", m_totals.failed);
    json += '}';
    number("records", m_totals.records);
    number("events", m_summary.events);
    number("items", m_totals.items);
    number("duplicates", m_totals.duplicates);
    number("rejected", m_totals.rejected);
    number("undated", m_summary.undated);
    time("firstEventTime", m_summary.firstSeconds);
    time("lastEventTime", m_summary.lastSeconds);
    counts("accounts", m_summary.accounts);
    counts("regions", m_summary.regions);
    counts("eventSources", m_summary.eventSources);
    counts("eventNames", m_summary.eventNames);
    counts("users", m_summary.users);
    counts("errors", m_summary.errors);
    key("classes");
    json += '{';
    number("read", m_summary.reads);
    number("write", m_summary.writes);
    number("sensitive", m_summary.sensitive);
    number("denied", m_summary.denied);
    number("failed", m_summary.failed);
    number("other", m_summary.other);
    json += '}';
    number("rootEvents", m_summary.rootEvents);
    number("consoleSignIns", m_summary.consoleSignIns);
    number("consoleSignInFailures", m_summary.consoleSignInFailures);
    number("consoleSignInsWithoutMfa", m_summary.consoleSignInsWithoutMfa);
    number("bytesCompressed", m_totals.bytesStored);
    number("bytesJson", m_totals.bytesText);
    key("seconds");
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.3f", m_seconds);
    json += seconds;
    number("problems", m_totals.problems);
    return json + "}\n";
}

// The most frequent values: "us-east-1 (1,234), eu-west-1 (12), 3 more".
std::string SummaryText::top(const std::vector<query::CountedValue>& values)
{
    constexpr std::size_t kShown = 5;
    std::string text;
    for (std::size_t i = 0; i < values.size() && i < kShown; ++i) {
        const std::string name =
            values[i].value.empty() ? tr("none named").toStdString() : visibleText(values[i].value);
        text += (i > 0 ? ", " : "") + name + " (" + grouped(values[i].count) + ")";
    }
    if (values.size() > kShown)
        text += tr(", %1 more").arg(values.size() - kShown).toStdString();
    return text.empty() ? tr("none").toStdString() : text;
}

std::string SummaryText::words() const
{
    m_lines.clear();
    const auto say = [](const QString& text) {
        return text.toStdString();
    };
    const auto n = [](std::uint64_t number) {
        return QString::fromStdString(grouped(number));
    };
    line(tr("sources"),
         say(tr("%1: %2 read (%3 in part), %4 skipped, %5 failed; %6 with problems")
                 .arg(n(m_totals.sources), n(m_totals.read + m_totals.partial), n(m_totals.partial),
                      n(m_totals.skipped), n(m_totals.failed), n(m_totals.problems))));
    line(tr("records"),
         say(tr("%1 = %2 shown + %3 duplicates + %4 rejected")
                 .arg(n(m_totals.records), n(m_totals.shown), n(m_totals.duplicates),
                      n(m_totals.rejected))));
    line(tr("events"),
         say(tr("%1, %2 without a time").arg(n(m_summary.events), n(m_summary.undated))));
    if (m_totals.items)
        line(tr("items"), say(tr("%1 of AWS Config").arg(n(m_totals.items))));
    line(tr("first"), timeOr(m_summary.firstSeconds, "-"));
    line(tr("last"), timeOr(m_summary.lastSeconds, "-"));
    line(tr("accounts"), top(m_summary.accounts));
    line(tr("Regions"), top(m_summary.regions));
    line(tr("event names"), top(m_summary.eventNames));
    line(tr("users"), top(m_summary.users));
    line(tr("errors"), top(m_summary.errors));
    line(tr("what they do"),
         say(tr("%1 read, %2 write, %3 sensitive, %4 denied, %5 failed, %6 other")
                 .arg(n(m_summary.reads), n(m_summary.writes), n(m_summary.sensitive),
                      n(m_summary.denied), n(m_summary.failed), n(m_summary.other))));
    line(tr("root"), say(tr("%1 events").arg(n(m_summary.rootEvents))));
    line(tr("sign-ins"),
         say(tr("%1, %2 failed, %3 without MFA")
                 .arg(n(m_summary.consoleSignIns), n(m_summary.consoleSignInFailures),
                      n(m_summary.consoleSignInsWithoutMfa))));
    line(tr("bytes"),
         say(tr("%1 stored, %2 of text").arg(n(m_totals.bytesStored), n(m_totals.bytesText))));
    line(tr("seconds"), QString::number(m_seconds, 'f', 2).toStdString());
    return m_lines;
}

} // namespace

int runSummary(const QStringList& arguments)
{
    Command command(QStringLiteral("summary"),
                    Command::tr("Says what an export holds: sources, events, time span, accounts, "
                                "Regions, users, errors."));
    command.parser().addOption(
        {QStringLiteral("json"),
         Command::tr("One JSON object: sources {total, read, partial, skipped, failed}, records, "
                     "events, items (of AWS Config), duplicates, rejected, undated, "
                     "firstEventTime, lastEventTime, "
                     "accounts, regions, eventSources, eventNames, users, errors (each value: "
                     "count, most first), classes, rootEvents, consoleSignIns, "
                     "consoleSignInFailures, consoleSignInsWithoutMfa, bytesCompressed, "
                     "bytesJson, seconds, problems (sources that have one).")});
    command.setExamples(
        QStringLiteral("  trailloupe-cli summary export.zip\n"
                       "  trailloupe-cli summary AWSLogs/ --json | jq .accounts\n"));
    if (const auto code = command.parse(arguments))
        return *code;
    const auto reading = readExports(command.exports());
    if (!reading)
        return kCouldNotRun;
    const auto summary = [&] {
        TerminalProgress progress;
        return query::summarise(reading->evidence.store, progress.context());
    }();
    if (!summary)
        return kCouldNotRun;
    const SummaryText text(*reading, *summary);
    Output out;
    out.write(command.parser().isSet(QStringLiteral("json")) ? text.json() : text.words());
    return out.finish() ? reading->exitCode() : kCouldNotRun;
}

} // namespace trailloupe::cli
