// LedgerBlocks: how lines of the ledger lie in memory. For Ledger and LedgerBuilder only.
//
// Representation: lines in blocks of kLinesPerBlock. A path is the id of its directory (interned
// for the whole ledger) and its file name (in the text of its block). Issues and counts beyond 32
// bits are rare and stand in maps beside the lines.
// Threads: a block that a published Ledger holds is never written to again (LedgerBuilder copies it
// first). A chunk of directories is shared as it is: entries below the count that a Ledger knows
// never change. Units: as in ledger.h.
#pragma once

#include "model/ingest/ledger.h"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trailloupe::ingest {

inline constexpr std::uint64_t kLinesPerBlock = 1024;
inline constexpr std::uint64_t kDirectoriesPerChunk = 256;

struct LedgerCounts
{
    std::uint64_t records = 0, shown = 0, duplicates = 0, rejected = 0, undated = 0, items = 0;
};

struct LedgerLine
{
    std::uint32_t directory = 0;
    std::uint32_t nameOffset = 0; // in LedgerBlock::names; ends where that of the next line starts
    SourceKind kind = SourceKind::Unknown;
    SourceStatus status = SourceStatus::Skipped;
    bool hasSha256 = false;
    bool hasWideCounts = false; // the counts stand in LedgerBlock::wideCounts
    std::array<std::uint32_t, 6> counts{}; // in the order of LedgerCounts
    std::uint64_t bytesStored = 0;
    std::uint64_t bytesText = 0;
    std::int64_t firstSeconds = 0;
    std::int64_t lastSeconds = 0;
    std::array<std::uint8_t, 32> sha256{};
};

struct LedgerBlock
{
    std::vector<LedgerLine> lines;
    std::string names;
    std::map<std::uint32_t, std::vector<Issue>> issues; // by line of this block
    std::map<std::uint32_t, LedgerCounts> wideCounts;
    std::vector<std::uint32_t> problems; // lines of this block, ascending

    std::string_view name(std::uint32_t line) const;
    LedgerCounts counts(std::uint32_t line) const;
    // Everything of the line but its path.
    SourceEntry entry(std::uint32_t line) const;
    // Writes everything of the line but its path, and keeps `problems` true.
    void setEntry(std::uint32_t line, const SourceEntry& entry);
};

using DirectoryChunk = std::array<std::string, kDirectoriesPerChunk>;

struct Ledger::Data
{
    std::vector<std::shared_ptr<const LedgerBlock>> blocks; // all full but the last
    std::vector<std::shared_ptr<const DirectoryChunk>> directories;
    std::uint64_t size = 0;
    LedgerTotals totals;
    std::shared_ptr<const std::vector<SourceId>> problems;

    std::string path(std::uint64_t line) const;
};

// Adds a line to the totals, or takes it out of them.
void addToTotals(const SourceEntry& entry, LedgerTotals& totals);
void removeFromTotals(const SourceEntry& entry, LedgerTotals& totals);

} // namespace trailloupe::ingest
