#include "model/items/ledgercsv.h"

#include "model/base/timestamp.h"

namespace trailloupe::items {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

constexpr std::string_view kHeader = "path,kind,status,bytesStored,bytesText,records,shown,"
                                     "duplicates,rejected,undated,firstEventTime,"
                                     "lastEventTime,sha256,issues\r\n";

std::string issuesText(const ingest::SourceEntry& entry)
{
    std::string text;
    for (const ingest::Issue& issue : entry.issues) {
        if (!text.empty())
            text += "; ";
        text += ingest::issueCodeKey(issue.code);
        if (issue.count > 1)
            text += " x" + std::to_string(issue.count);
        if (issue.record != Error::kNoOffset)
            text += " record " + std::to_string(issue.record);
        if (issue.offset != Error::kNoOffset)
            text += " byte " + std::to_string(issue.offset);
        if (!issue.detail.empty())
            text += ": " + issue.detail;
    }
    return text;
}

void appendLine(const ingest::SourceEntry& entry, std::string& out)
{
    const auto field = [&](std::string_view text) {
        appendCsvField(text, out);
        out += ',';
    };
    field(entry.path);
    field(ingest::sourceKindKey(entry.kind));
    field(ingest::sourceStatusKey(entry.status));
    for (std::uint64_t number : {entry.bytesStored, entry.bytesText, entry.records, entry.shown,
                                 entry.duplicates, entry.rejected, entry.undated})
        field(std::to_string(number));
    field(entry.hasTimeSpan() ? formatEventTime(entry.firstSeconds) : std::string());
    field(entry.hasTimeSpan() ? formatEventTime(entry.lastSeconds) : std::string());
    field(entry.sha256.value_or(std::string()));
    appendCsvField(issuesText(entry), out);
    out += "\r\n";
}

} // namespace

void appendCsvField(std::string_view text, std::string& out)
{
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string safe;
    if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos)
        safe += '\'';
    for (char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte >= 0x20 && byte != 0x7F) || c == '\n') {
            safe += c;
            continue;
        }
        safe += "\\x";
        safe += kHex[byte >> 4];
        safe += kHex[byte & 0xF];
    }
    if (safe.find_first_of(",\"\n") == std::string::npos) {
        out += safe;
        return;
    }
    out += '"';
    for (char c : safe) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

Result<void> ledgerCsv(const ingest::Ledger& ledger, std::span<const SourceId> lines,
                       const WriteText& write, const JobContext& context)
{
    std::string piece(kHeader);
    std::uint64_t done = 0;
    for (SourceId id : lines) {
        appendLine(ledger.entry(id), piece);
        ++done;
        if (piece.size() < kPieceBytes)
            continue;
        if (context.cancelled())
            return Error{Error::Kind::Cancelled, {}, {}};
        if (auto written = write(piece); !written)
            return written;
        piece.clear();
        context.report({done, lines.size(), "writing"});
    }
    return write(piece);
}

} // namespace trailloupe::items
