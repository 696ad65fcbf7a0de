#include "model/ingest/ledgerblocks.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace trailloupe::ingest {
namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool decodeHex(std::string_view hex, std::array<std::uint8_t, 32>& bytes)
{
    if (hex.size() != 2 * bytes.size())
        return false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = hexDigit(hex[2 * i]);
        const int low = hexDigit(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
}

std::string encodeHex(const std::array<std::uint8_t, 32>& bytes)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        hex.push_back(kDigits[byte >> 4]);
        hex.push_back(kDigits[byte & 0xF]);
    }
    return hex;
}

std::uint64_t& statusCount(SourceStatus status, LedgerTotals& totals)
{
    switch (status) {
    case SourceStatus::Read:
        return totals.read;
    case SourceStatus::Partial:
        return totals.partial;
    case SourceStatus::Skipped:
        return totals.skipped;
    case SourceStatus::Failed:
        break;
    }
    return totals.failed;
}

} // namespace

std::string_view LedgerBlock::name(std::uint32_t line) const
{
    const std::size_t begin = lines[line].nameOffset;
    const std::size_t end = line + 1 < lines.size() ? lines[line + 1].nameOffset : names.size();
    return std::string_view(names).substr(begin, end - begin);
}

LedgerCounts LedgerBlock::counts(std::uint32_t line) const
{
    if (lines[line].hasWideCounts)
        return wideCounts.at(line);
    const auto& counts = lines[line].counts;
    return {counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
}

SourceEntry LedgerBlock::entry(std::uint32_t line) const
{
    const LedgerLine& packed = lines[line];
    const LedgerCounts numbers = counts(line);
    SourceEntry entry;
    entry.kind = packed.kind;
    entry.status = packed.status;
    entry.bytesStored = packed.bytesStored;
    entry.bytesText = packed.bytesText;
    entry.records = numbers.records;
    entry.shown = numbers.shown;
    entry.duplicates = numbers.duplicates;
    entry.rejected = numbers.rejected;
    entry.undated = numbers.undated;
    entry.items = numbers.items;
    entry.firstSeconds = packed.firstSeconds;
    entry.lastSeconds = packed.lastSeconds;
    if (const auto it = issues.find(line); it != issues.end())
        entry.issues = it->second;
    if (packed.hasSha256)
        entry.sha256 = encodeHex(packed.sha256);
    return entry;
}

void LedgerBlock::setEntry(std::uint32_t line, const SourceEntry& entry)
{
    LedgerLine& packed = lines[line];
    packed.kind = entry.kind;
    packed.status = entry.status;
    packed.bytesStored = entry.bytesStored;
    packed.bytesText = entry.bytesText;
    packed.firstSeconds = entry.firstSeconds;
    packed.lastSeconds = entry.lastSeconds;
    packed.hasSha256 = entry.sha256 && decodeHex(*entry.sha256, packed.sha256);

    const std::array<std::uint64_t, 6> counts{entry.records,  entry.shown,   entry.duplicates,
                                              entry.rejected, entry.undated, entry.items};
    packed.hasWideCounts = std::any_of(counts.begin(), counts.end(), [](std::uint64_t count) {
        return count > std::numeric_limits<std::uint32_t>::max();
    });
    for (std::size_t i = 0; i < counts.size(); ++i)
        packed.counts[i] = packed.hasWideCounts ? 0 : static_cast<std::uint32_t>(counts[i]);
    if (packed.hasWideCounts)
        wideCounts[line] = {counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
    else
        wideCounts.erase(line);

    if (entry.issues.empty())
        issues.erase(line);
    else
        issues[line] = entry.issues;

    const auto at = std::lower_bound(problems.begin(), problems.end(), line);
    const bool listed = at != problems.end() && *at == line;
    if (entry.hasProblem() && !listed)
        problems.insert(at, line);
    else if (!entry.hasProblem() && listed)
        problems.erase(at);
}

std::string Ledger::Data::path(std::uint64_t line) const
{
    const LedgerBlock& block = *blocks[line / kLinesPerBlock];
    const auto inBlock = static_cast<std::uint32_t>(line % kLinesPerBlock);
    const std::uint32_t directory = block.lines[inBlock].directory;
    std::string path =
        (*directories[directory / kDirectoriesPerChunk])[directory % kDirectoriesPerChunk];
    path.append(block.name(inBlock));
    return path;
}

void addToTotals(const SourceEntry& entry, LedgerTotals& totals)
{
    ++totals.sources;
    ++statusCount(entry.status, totals);
    totals.problems += entry.hasProblem() ? 1 : 0;
    totals.records += entry.records;
    totals.shown += entry.shown;
    totals.duplicates += entry.duplicates;
    totals.rejected += entry.rejected;
    totals.undated += entry.undated;
    totals.items += entry.items;
    totals.bytesStored += entry.bytesStored;
    totals.bytesText += entry.bytesText;
}

void removeFromTotals(const SourceEntry& entry, LedgerTotals& totals)
{
    --totals.sources;
    --statusCount(entry.status, totals);
    totals.problems -= entry.hasProblem() ? 1 : 0;
    totals.records -= entry.records;
    totals.shown -= entry.shown;
    totals.duplicates -= entry.duplicates;
    totals.rejected -= entry.rejected;
    totals.undated -= entry.undated;
    totals.items -= entry.items;
    totals.bytesStored -= entry.bytesStored;
    totals.bytesText -= entry.bytesText;
}

} // namespace trailloupe::ingest
